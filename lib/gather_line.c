#include "gather.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "gather_int.h"
#include "ladder.h"
#include "mem.h"
#include "office.h"
#include "seal.h"
#include "store.h"
#include "template.h"
#include "when.h"

struct gather_line *
gather_line_new(struct store *s, struct gather *g)
{
	struct gather_line *l = mem_alloc(sizeof *l);

	l->store = s;
	l->g = g;
	l->mac = seal_mac_new(store_seal(s));
	l->cell = mem_alloc(g->template->count * sizeof *l->cell);
	l->text = mem_alloc(g->template->count * sizeof *l->text);
	return l;
}

void
gather_line_free(struct gather_line *l)
{
	size_t i;

	for (i = 0; i < l->g->template->count; i++)
		buf_free(&l->cell[i]);
	ladder_free(l->ladder);
	seal_mac_free(l->mac);
	buf_free(&l->digest);
	buf_free(&l->opened);
	buf_free(&l->plain);
	buf_free(&l->key);
	buf_free(&l->name);
	free(l->cell);
	free(l->text);
	free(l);
}

void
gather_line_begin(struct gather_line *l)
{
	size_t i;

	for (i = 0; i < l->g->template->count; i++)
		l->cell[i].len = 0;
}

/* Which column a member has; -1: none. */
static int
column(const struct gather_line *l, const char *member)
{
	size_t i;

	for (i = 0; i < l->g->template->count; i++)
		if (strcmp(l->g->template->column[i].member, member) == 0)
			return (int)i;
	return -1;
}

bool
gather_line_has(const struct gather_line *l, const char *member)
{
	return column(l, member) >= 0;
}

const char *
gather_line_text(struct gather_line *l, const char *member)
{
	int i = column(l, member);

	return i >= 0 ? buf_text(&l->cell[i]) : "";
}

void
gather_line_json(struct gather_line *l, const char *member, const char *v, size_t n)
{
	int i = column(l, member);

	if (i < 0 || v == NULL)
		return;
	l->cell[i].len = 0;
	gather_text(&l->cell[i], v, n);
}

void
gather_line_set(struct gather_line *l, const char *member, const char *s, size_t n)
{
	int i = column(l, member);
	size_t k;

	if (i < 0)
		return;
	l->cell[i].len = 0;
	for (k = 0; k < n; k++)		/* cells end with a NUL */
		if (s[k] == '\0')
			buf_puts(&l->cell[i], "\xe2\x90\x80");
		else
			buf_putc(&l->cell[i], s[k]);
}

void
gather_line_word(struct gather_line *l, const char *member, const char *s)
{
	gather_line_set(l, member, s, strlen(s));
}

void
gather_line_time(struct gather_line *l, const char *member, int64_t t)
{
	char text[WHEN_TEXT];

	gather_line_word(l, member, when_text(t, text));
}

void
gather_line_personal(struct gather_line *l, const char *member, bool person, const char *s,
    size_t n)
{
	int i = column(l, member);

	if (i < 0)
		return;
	gather_line_set(l, member, s, n);
	l->plain.len = 0;
	buf_put(&l->plain, l->cell[i].s, l->cell[i].len);
	l->cell[i].len = 0;
	template_mask(&l->g->template->column[i], person, NULL, l->plain.s, l->plain.len,
	    &l->cell[i]);
}

void
gather_line_done(struct gather_line *l, struct gather_row *row, const char *key, size_t n,
    int office, const char *group)
{
	const struct template *t = l->g->template;
	size_t i;

	l->digest.len = l->key.len = 0;
	for (i = 0; i < t->count; i++) {
		l->text[i] = buf_text(&l->cell[i]);
		if (!t->column[i].volatile_) {
			buf_put(&l->digest, l->cell[i].s, l->cell[i].len);
			buf_putc(&l->digest, '\x1f');
		}
	}
	seal_key(l->mac, "filed", l->digest.s, l->digest.len, row->digest);
	buf_put(&l->key, key, n);
	row->key = buf_text(&l->key);
	row->cell = l->text;
	row->columns = t->count;
	row->office = office;
	row->group = group;
}

bool
gather_wanted(const struct gather *g, int office)
{
	return g->office == NULL || g->office[office];
}
