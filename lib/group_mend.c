#include "group.h"

#include <string.h>

#include "buf.h"
#include "group_int.h"
#include "journal.h"
#include "json.h"
#include "seat.h"
#include "store.h"

/* fn for each array of a list, its first text decoded, three numbers behind it. */
static void
each(struct store *s, struct buf *list, void (*fn)(struct store *, const char *, size_t,
    const int64_t *, const struct json_walk *))
{
	char name[SEAT_KEY * 6 + 2];
	struct json_walk w, p;
	int64_t v[3];
	size_t n;
	int i;

	if (list->len > 0)
		buf_putc(list, ']');
	json_walk(&w, list->s, list->len);
	while (json_next(&w)) {
		json_walk(&p, w.value, w.value_len);
		if (!json_next(&p))
			continue;
		n = json_decode(name, p.value, p.value_len);
		for (i = 0; i < 3 && json_next(&p) &&
		    json_whole(p.value, p.value_len, &v[i]); i++)
			;
		fn(s, name, n, v, &p);
	}
}

static void
mend_group(struct store *s, const char *name, size_t n, const int64_t *v,
    const struct json_walk *w)
{
	struct seat_group g;

	(void)w;
	seat_group_get(s, name, n, &g);
	g.members = v[0];
	g.managers = v[1];
	seat_put(s, name, n, &g, NULL, NULL);
}

static void
mend_person(struct store *s, const char *name, size_t n, const int64_t *v,
    const struct json_walk *w)
{
	struct seat_person p;

	(void)w;
	seat_person_get(s, name, n, &p);
	p.joined = v[0];
	p.created = v[1];
	p.large = v[2];
	seat_person_put(s, name, n, &p);
}

static void
mend_user(struct store *s, const char *name, size_t n, const int64_t *v,
    const struct json_walk *w)
{
	char number[SEAT_NUMBER + 1] = "";
	struct seat_user u;

	(void)v;
	memcpy(number, name, n < SEAT_NUMBER ? n : SEAT_NUMBER);
	if (!seat_user_get(s, number, &u) || w->value_len > sizeof u.person)
		return;
	u.person_n = json_decode(u.person, w->value, w->value_len);
	u.now_n = 0;
	seat_user_put(s, &u);
}

void
group_mend(const struct group *g, struct store *s, struct buf *moved, struct buf *groups,
    struct buf *people, uint64_t count)
{
	struct buf what = { 0 };

	each(s, moved, mend_user);
	each(s, groups, mend_group);
	each(s, people, mend_person);
	buf_putc(&what, '{');
	buf_member_num(&what, "counters", (int64_t)count);
	buf_putc(&what, '}');
	journal_put(s, g->now, g->by, "recount", g->policy, what.s, what.len);
	buf_free(&what);
}
