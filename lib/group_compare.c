#include "group_compare.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "caps.h"
#include "group.h"
#include "group_int.h"
#include "mem.h"
#include "seat.h"
#include "store.h"

enum { BEFORE, AFTER, SIDES };

struct group_compare {
	const struct group *g[SIDES];
	struct store *s;
	uint64_t groups, persons, differ[2];	/* groups and persons that differ */
	uint64_t over[2][SIDES];
};

struct group_compare *
group_compare_new(const struct group *before, const struct group *after, struct store *s)
{
	struct group_compare *c = mem_alloc(sizeof *c);

	*c = (struct group_compare){ .g = { before, after }, .s = s };
	return c;
}

void
group_compare_free(struct group_compare *c)
{
	free(c);
}

static void
pair(struct buf *b, struct buf *object, const char *name)
{
	buf_putc(object, '}');
	buf_member_raw(b, name, object->s, object->len);
}

static void
word(struct buf *b, const char *name, const char *text)
{
	if (text != NULL)
		buf_member(b, name, text, strlen(text));
}

/* What a policy says of a group. */
static void
side_group(struct group_compare *c, int side, const char *key, size_t n, const char *val,
    size_t vn, struct buf *b)
{
	const struct group *g = c->g[side];
	struct group_facts f;
	struct seat_group count;
	const char *cap, *grade, *class_name;
	int64_t limit;

	group_read(g->caps, val, vn, &f);
	seat_group_get(c->s, key, n, &count);
	limit = group_limit(g, &f, g->as_of);
	cap = group_cap_state(g, count.members, limit, group_limit_since(g, &f));
	group_grade_of(g, c->s, key, n, &f, &count, &grade, &class_name);
	c->over[0][side] += count.members > limit;
	b->len = 0;
	buf_putc(b, '{');
	buf_member_num(b, "limit", limit);
	word(b, "cap", cap);
	word(b, "tier", f.tier < 0 ? NULL : g->caps->tier[f.tier].name);
	word(b, "join", caps_mode_name(caps_join(g->caps, count.members, f.mode).mode));
	word(b, "review", caps_review_name(g->caps->tier[f.tier < 0 ? 0 : f.tier].review));
	buf_member_raw(b, "page", count.members >= g->caps->page_from ? "true" : "false",
	    count.members >= g->caps->page_from ? 4 : 5);
	word(b, "grade", grade);
	word(b, "class", class_name);
}

void
group_compare_group(void *arg, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *lines)
{
	static struct buf side[SIDES];
	struct group_compare *c = arg;
	struct group_facts f;
	struct seat_group count;

	group_read(c->g[AFTER]->caps, val, vn, &f);
	if (!f.open)
		return;
	c->groups++;
	side_group(c, BEFORE, key, klen, val, vn, &side[BEFORE]);
	side_group(c, AFTER, key, klen, val, vn, &side[AFTER]);
	if (side[BEFORE].len == side[AFTER].len &&
	    memcmp(side[BEFORE].s, side[AFTER].s, side[AFTER].len) == 0)
		return;
	c->differ[0]++;
	seat_group_get(c->s, key, klen, &count);
	buf_putc(lines, '{');
	buf_member(lines, "group", key, klen);
	if (f.name.s != NULL)
		buf_member_raw(lines, "name", f.name.s, f.name.n);
	buf_member_num(lines, "members", count.members);
	pair(lines, &side[BEFORE], "before");
	pair(lines, &side[AFTER], "after");
	buf_puts(lines, "}\n");
}

void
group_compare_person(void *arg, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *lines)
{
	static struct buf side[SIDES];
	struct group_compare *c = arg;
	struct seat_person count;
	struct group_load l = { .count = &count };
	bool over;
	int i;

	if (klen < 3 || *key != 'p')
		return;
	c->persons++;
	for (i = 0; i < SIDES; i++) {
		const struct group *g = c->g[i];

		if (!group_load_read(g, c->s, key + 2, klen - 2, val, vn, &l))
			return;
		over = l.count->joined > l.row->join || l.count->created > l.row->create ||
		    l.count->large > l.row->large;
		c->over[1][i] += over;
		side[i].len = 0;
		buf_putc(&side[i], '{');
		buf_member_num(&side[i], "join_limit", l.row->join);
		buf_member_num(&side[i], "create_limit", l.row->create);
		buf_member_num(&side[i], "large_limit", l.row->large);
		word(&side[i], "cap", group_cap_state(g, over, 0, g->caps->from));
	}
	if (side[BEFORE].len == side[AFTER].len &&
	    memcmp(side[BEFORE].s, side[AFTER].s, side[AFTER].len) == 0)
		return;
	c->differ[1]++;
	buf_putc(lines, '{');
	if (l.key[0] == '@')
		buf_member(lines, "user", l.key + 1, l.n - 1);
	else
		buf_member(lines, "subject", l.key, l.n);
	buf_member_num(lines, "joined", l.count->joined);
	buf_member_num(lines, "created", l.count->created);
	buf_member_num(lines, "large", l.count->large);
	pair(lines, &side[BEFORE], "before");
	pair(lines, &side[AFTER], "after");
	buf_puts(lines, "}\n");
}

void
group_compare_sum(const struct group_compare *c, struct buf *b)
{
	buf_puts(b, "{\"summary\":true");
	buf_member_num(b, "groups", (int64_t)c->groups);
	buf_member_num(b, "groups_changed", (int64_t)c->differ[0]);
	buf_member_num(b, "groups_over_before", (int64_t)c->over[0][BEFORE]);
	buf_member_num(b, "groups_over_after", (int64_t)c->over[0][AFTER]);
	buf_member_num(b, "persons", (int64_t)c->persons);
	buf_member_num(b, "persons_changed", (int64_t)c->differ[1]);
	buf_member_num(b, "persons_over_before", (int64_t)c->over[1][BEFORE]);
	buf_member_num(b, "persons_over_after", (int64_t)c->over[1][AFTER]);
	buf_puts(b, "}\n");
}
