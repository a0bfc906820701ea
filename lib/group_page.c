#include "group_page.h"

#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "buf.h"
#include "caps.h"
#include "group.h"
#include "group_int.h"
#include "json.h"
#include "mem.h"
#include "policy.h"
#include "seat.h"
#include "store.h"

enum { SOME = 200 };			/* pages in memory */

/* A page that is to be written when the transaction is over. */
struct sheet {
	char name[BOARD_FILE];
	struct buf json, html, line;
};

struct group_page {
	const struct group *g;
	struct store *s;
	const char *lang, *dir, *platform, *contact;
	struct buf from;		/* the group that was looked at last */
	struct sheet sheet[SOME];
	size_t sheets;
	bool more;
};

struct group_page *
group_page_new(const struct group *g, struct policy *p, struct store *s, const char *lang,
    const char *dir)
{
	struct group_page *page = mem_alloc(sizeof *page);

	*page = (struct group_page){ .g = g, .s = s, .lang = lang, .dir = dir };
	page->platform = policy_string(p, "platform.name");
	page->contact = policy_string(p, "platform.contact");
	return page;
}

void
group_page_free(struct group_page *p)
{
	size_t i;

	if (p == NULL)
		return;
	if (p->dir != NULL)
		board_sync(p->dir);
	for (i = 0; i < SOME; i++) {
		buf_free(&p->sheet[i].json);
		buf_free(&p->sheet[i].html);
		buf_free(&p->sheet[i].line);
	}
	buf_free(&p->from);
	free(p);
}

/* A raw text, decoded into room. */
static struct board_text
text(struct mem_arena *room, const struct group_text *t)
{
	char *out;

	if (t->s == NULL)
		return (struct board_text){ NULL, 0 };
	out = mem_piece(room, t->n);
	return (struct board_text){ out, json_decode(out, t->s, t->n) };
}

static void
fill(struct group_page *p, const char *id, size_t n, const struct group_facts *f,
    const struct seat_group *c, struct mem_arena *room, struct board *b)
{
	*b = (struct board){ .code = text(room, &f->code), .name = text(room, &f->name),
	    .category = text(room, &f->category), .class_name = text(room, &f->class_name),
	    .grade = text(room, &f->grade), .platform = { p->platform, strlen(p->platform) },
	    .contact = { p->contact, strlen(p->contact) }, .members = c->members,
	    .managers = c->managers, .limit = group_limit(p->g, f, p->g->as_of),
	    .created_at = f->created_at, .at = p->g->as_of };
	b->state = group_state(p->g, p->s, id, n, f);
}

static bool
look(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	static struct mem_arena room;
	struct group_page *p = arg;
	struct group_facts f;
	struct seat_group c;
	struct board b;
	struct sheet *t;

	if (p->from.len == klen && memcmp(p->from.s, key, klen) == 0)
		return true;
	if (p->sheets == SOME) {
		p->more = true;
		return false;
	}
	p->from.len = 0;
	buf_put(&p->from, key, klen);
	group_read(p->g->caps, val, vn, &f);
	seat_group_get(p->s, key, klen, &c);
	if (!f.open || c.members < p->g->caps->page_from)
		return true;
	mem_reset(&room);
	fill(p, key, klen, &f, &c, &room, &b);
	t = &p->sheet[p->sheets++];
	t->json.len = t->html.len = t->line.len = 0;
	board_json(&t->json, &b);
	if (p->dir == NULL || !board_file_name(b.code.s, b.code.n, t->name)) {
		*t->name = '\0';
		buf_put(&t->line, t->json.s, t->json.len);
	} else {
		board_html(&t->html, &b, p->lang);
		buf_putc(&t->line, '{');
		buf_member(&t->line, "group", key, klen);
		buf_puts(&t->line, ",\"page\":\"");
		buf_puts(&t->line, t->name);
		buf_puts(&t->line, ".html\"");
		buf_member_num(&t->line, "page_members", c.members);
		buf_putc(&t->line, '}');
	}
	buf_putc(&t->line, '\n');
	return true;
}

bool
group_page_some(struct group_page *p, struct buf *lines)
{
	struct buf from = { 0 };
	size_t i;

	p->sheets = 0;
	p->more = false;
	buf_put(&from, p->from.s, p->from.len);
	store_begin(p->s, 0);
	store_walk(p->s, STORE_GROUP, "", 0, from.len > 0 ? from.s : NULL, from.len, look, p);
	store_abort(p->s);
	buf_free(&from);
	for (i = 0; i < p->sheets; i++) {
		struct sheet *t = &p->sheet[i];
		size_t n = strlen(t->name);

		if (*t->name != '\0') {
			buf_putc(&t->json, '\n');
			memcpy(t->name + n, ".json", 6);
			board_write(p->dir, t->name, t->json.s, t->json.len);
			memcpy(t->name + n, ".html", 6);
			board_write(p->dir, t->name, t->html.s, t->html.len);
		}
		buf_put(lines, t->line.s, t->line.len);
	}
	return p->more;
}

bool
group_page_one(struct group_page *p, const char *id, bool html, struct buf *out)
{
	struct mem_arena room = { 0 };
	struct group_facts f;
	struct seat_group c;
	struct board b;
	const char *val;
	size_t n = strlen(id), vn;
	bool found;

	store_begin(p->s, 0);
	found = seat_name_good(id, n) && group_get(p->g, p->s, id, n, &f, &val, &vn) && f.open;
	if (found) {
		seat_group_get(p->s, id, n, &c);
		fill(p, id, n, &f, &c, &room, &b);
		if (html)
			board_html(out, &b, p->lang);
		else {
			board_json(out, &b);
			buf_putc(out, '\n');
		}
	}
	store_abort(p->s);
	mem_end(&room);
	return found;
}
