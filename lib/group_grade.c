#include "group.h"

#include <string.h>

#include "buf.h"
#include "caps.h"
#include "entry.h"
#include "group_int.h"
#include "journal.h"
#include "json.h"
#include "rule.h"
#include "scan.h"
#include "seat.h"
#include "store.h"

/* Does a group reach a step?  percent: of the step's figures. */
static bool
reaches(const struct caps_step *t, const struct group_facts *f, const struct seat_group *c,
    int64_t percent, const struct buf *line)
{
	int64_t activity = f->activity < 0 ? 0 : f->activity;

	return c->members * 100 >= t->members * percent &&
	    activity * 100 >= t->activity * percent &&
	    (t->when == NULL || rule_holds(t->when, line->s, line->len));
}

/* The group as conditions see it, with a grade. */
static void
describe(const struct group *g, struct store *s, const char *id, size_t n,
    const struct group_facts *f, const struct seat_group *c, const char *grade,
    struct buf *line)
{
	struct group_facts own = *f;
	struct buf text = { 0 };

	if (grade != NULL) {
		buf_json(&text, grade, strlen(grade));
		own.grade = (struct group_text){ text.s, text.len };
	}
	line->len = 0;
	group_show_facts(g, s, id, n, &own, c, line);
	buf_room(line, SCAN_PAD);
	buf_free(&text);
}

void
group_grade_of(const struct group *g, struct store *s, const char *id, size_t n,
    const struct group_facts *f, const struct seat_group *c, const char **grade,
    const char **class_name)
{
	static struct buf line;
	const struct caps *p = g->caps;
	size_t i;

	*grade = NULL;
	*class_name = f->category_at >= 0 ? p->category[f->category_at].name : NULL;
	describe(g, s, id, n, f, c, NULL, &line);
	for (i = 0; i < p->steps && *grade == NULL; i++) {
		/* What a group has it keeps until it falls short of it clearly. */
		bool has = f->grade.s != NULL && json_same(f->grade.s, f->grade.n,
		    p->step[i].name, strlen(p->step[i].name));

		if (reaches(&p->step[i], f, c, has ? 100 - p->hysteresis : 100, &line))
			*grade = p->step[i].name;
	}
	if (p->rules == 0)
		return;
	describe(g, s, id, n, f, c, *grade, &line);
	for (i = 0; i < p->rules; i++)
		if (rule_holds(p->rule[i].when, line.s, line.len)) {
			*class_name = p->rule[i].name;
			return;
		}
}

bool
group_grade_same(const struct group_text *had, const char *now)
{
	return now == NULL ? had->s == NULL : had->s != NULL &&
	    json_same(had->s, had->n, now, strlen(now));
}

/* ---- All groups, a page at a time. */

struct graded {
	const struct group *g;
	struct store *s;
	size_t most, seen;
	struct buf *from;
	struct buf changes;		/* [GROUP,GRADE,CLASS] each, null: none */
	uint64_t count;
};

static void
word(struct buf *b, const char *text)
{
	buf_putc(b, ',');
	if (text != NULL)
		buf_json(b, text, strlen(text));
	else
		buf_puts(b, "null");
}

static bool
look(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct graded *d = arg;
	struct group_facts f;
	struct seat_group c;
	const char *grade, *class_name;

	if (d->from->len == klen && memcmp(d->from->s, key, klen) == 0)
		return true;
	if (d->seen == d->most)
		return false;
	d->seen++;
	d->from->len = 0;
	buf_put(d->from, key, klen);
	group_read(d->g->caps, val, vn, &f);
	if (!f.open)
		return true;
	seat_group_get(d->s, key, klen, &c);
	group_grade_of(d->g, d->s, key, klen, &f, &c, &grade, &class_name);
	if (group_grade_same(&f.grade, grade) && group_grade_same(&f.class_name, class_name))
		return true;
	d->count++;
	buf_puts(&d->changes, d->changes.len > 1 ? ",[" : "[");
	buf_json(&d->changes, key, klen);
	word(&d->changes, grade);
	word(&d->changes, class_name);
	buf_putc(&d->changes, ']');
	return true;
}

/* One group's change: the value, its past, and a line. */
static void
change(struct graded *d, const struct json_walk *w, struct buf *out)
{
	static struct buf entry;
	char id[SEAT_NAME * 6 + 2];
	struct group_text part[3];
	struct group_facts f;
	struct entry_change c[2];
	struct json_walk p;
	const char *val;
	size_t n, vn, i;

	json_walk(&p, w->value, w->value_len);
	for (i = 0; i < 3 && json_next(&p); i++)
		part[i] = (struct group_text){ p.value, p.value_len };
	n = json_decode(id, part[0].s, part[0].n);
	group_get(d->g, d->s, id, n, &f, &val, &vn);
	buf_putc(out, '{');
	buf_member(out, "group", id, n);
	entry.len = 0;
	buf_puts(&entry, "{\"what\":\"grade\"");
	buf_member_num(&entry, "time", d->g->now);
	buf_member(&entry, "by", d->g->by, strlen(d->g->by));
	for (i = 0; i < 2; i++) {
		static const char *const name[] = { "grade", "class" },
		    *const before[] = { "grade_before", "class_before" };
		const struct group_text *had = i == 0 ? &f.grade : &f.class_name;

		c[i] = (struct entry_change){ name[i], part[i + 1].s, part[i + 1].n };
		if (*part[i + 1].s == 'n')
			c[i] = (struct entry_change){ name[i], NULL, 0 };
		if (had->s != NULL) {
			buf_member_raw(out, before[i], had->s, had->n);
			buf_member_raw(&entry, before[i], had->s, had->n);
		}
		buf_member_raw(out, name[i], part[i + 1].s, part[i + 1].n);
		buf_member_raw(&entry, name[i], part[i + 1].s, part[i + 1].n);
	}
	buf_putc(&entry, '}');
	if (store_dry(d->s))
		buf_member(out, "would", "grade", 5);
	buf_puts(out, "}\n");
	group_change(d->s, id, n, val, vn, c, 2, &entry);
}

bool
group_grade(const struct group *g, struct store *s, struct buf *from, size_t most,
    struct buf *out, uint64_t *changed)
{
	struct graded d = { .g = g, .s = s, .most = most, .from = from };
	struct buf start = { 0 }, what = { 0 };
	struct json_walk w;

	buf_put(&start, from->s, from->len);
	buf_putc(&d.changes, '[');
	store_walk(s, STORE_GROUP, "", 0, start.len > 0 ? start.s : NULL, start.len, look, &d);
	buf_putc(&d.changes, ']');
	json_walk(&w, d.changes.s, d.changes.len);
	while (json_next(&w))
		change(&d, &w, out);
	if (d.count > 0) {
		buf_putc(&what, '{');
		buf_member_num(&what, "groups", (int64_t)d.count);
		buf_putc(&what, '}');
		journal_put(s, g->now, g->by, "grade", g->policy, what.s, what.len);
	}
	*changed += d.count;
	buf_free(&start);
	buf_free(&what);
	buf_free(&d.changes);
	return d.seen == d.most;
}
