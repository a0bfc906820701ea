#include "group.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "caps.h"
#include "group_int.h"
#include "json.h"
#include "mem.h"
#include "person.h"
#include "seat.h"
#include "store.h"

/* Persons for whom a plan is made, and groups that it names of each: the newest. */
enum { PLANS = 10000, NAMED = 20 };

struct plan {
	char key[SEAT_KEY];
	size_t n;
	struct { char *group; int64_t since; bool owner; } seat[NAMED];
	size_t seats;
	int64_t leave, hand_over;	/* how many */
};

struct group_plan {
	const struct group *g;
	struct store *s;
	struct plan *plan;		/* in the order of keys */
	size_t count, size;
};

bool
group_load_read(const struct group *g, struct store *s, const char *person, size_t n,
    const char *val, size_t vn, struct group_load *l)
{
	struct person p;

	if (n > SEAT_KEY || !seat_person_read(val, vn, l->count))
		return false;
	person_of(person, n, &p);
	person_weigh(g->persons, s, &p, g->as_of);
	l->key = person;
	l->n = n;
	l->level = p.level;
	l->row = caps_person(g->caps, p.verified, p.level, -1);
	return true;
}

static int64_t
above(int64_t value, int64_t limit)
{
	return value > limit ? value - limit : 0;
}

static bool
weigh(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct group_plan *p = arg;
	struct seat_person count;
	struct group_load l = { .count = &count };
	struct plan *x;
	int64_t created, large;

	if (p->count == PLANS)
		return false;
	if (!group_load_read(p->g, p->s, key + 2, klen - 2, val, vn, &l))
		return true;
	created = above(l.count->created, l.row->create);
	large = above(l.count->large, l.row->large);
	if (l.count->joined <= l.row->join && created == 0 && large == 0)
		return true;
	if (p->count == p->size) {
		p->size = p->size * 2 + 64;
		p->plan = mem_grow(p->plan, p->size, sizeof *p->plan);
	}
	x = &p->plan[p->count++];
	*x = (struct plan){ .n = l.n, .leave = above(l.count->joined, l.row->join),
	    .hand_over = created > large ? created : large };
	memcpy(x->key, l.key, l.n);
	return true;
}

static struct plan *
find(const struct group_plan *p, const char *key, size_t n)
{
	size_t low = 0, high = p->count, mid;
	int c;

	while (low < high) {
		mid = (low + high) / 2;
		c = memcmp(p->plan[mid].key, key, n < p->plan[mid].n ? n : p->plan[mid].n);
		if (c == 0)
			c = (p->plan[mid].n > n) - (p->plan[mid].n < n);
		if (c == 0)
			return &p->plan[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* The newest seats of those for whom there is a plan; owners first go by their groups. */
static bool
gather(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct group_plan *p = arg;
	struct seat seat;
	struct plan *x;
	size_t i, oldest = 0;

	if (!seat_read(val, vn, &seat) || !seat_counts(seat.role) ||
	    (x = find(p, seat.person, seat.person_n)) == NULL)
		return true;
	if (x->seats < NAMED)
		i = x->seats++;
	else {
		for (i = 1; i < NAMED; i++)
			if (x->seat[i].since < x->seat[oldest].since)
				oldest = i;
		if (seat.since <= x->seat[oldest].since)
			return true;
		i = oldest;
		free(x->seat[i].group);
	}
	x->seat[i].group = mem_copy(key, strnlen(key, klen));
	x->seat[i].since = seat.since;
	x->seat[i].owner = seat.role == SEAT_OWNER;
	return true;
}

struct group_plan *
group_plan_new(const struct group *g, struct store *s)
{
	struct group_plan *p = mem_alloc(sizeof *p);

	*p = (struct group_plan){ .g = g, .s = s };
	store_begin(s, 0);
	store_walk(s, STORE_COUNT, "p:", 2, NULL, 0, weigh, p);
	if (p->count > 0)
		store_walk(s, STORE_MEMBER, "", 0, NULL, 0, gather, p);
	store_abort(s);
	return p;
}

void
group_plan_free(struct group_plan *p)
{
	size_t i, k;

	if (p == NULL)
		return;
	for (i = 0; i < p->count; i++)
		for (k = 0; k < p->plan[i].seats; k++)
			free(p->plan[i].seat[k].group);
	free(p->plan);
	free(p);
}

/* The newest `count` groups of a kind, as a list. */
static void
name(struct plan *x, const char *member, bool owner, int64_t count, struct buf *b)
{
	int64_t at, last = INT64_MAX;
	size_t i, best, told = NAMED;
	char used[NAMED] = { 0 };

	if (count <= 0)
		return;
	buf_puts(b, b->s[b->len - 1] == '{' ? "\"" : ",\"");
	buf_puts(b, member);
	buf_puts(b, "\":[");
	for (at = 0; at < count && at < (int64_t)told; at++) {
		for (i = 0, best = NAMED; i < x->seats; i++)
			if (used[i] == 0 && x->seat[i].owner == owner && x->seat[i].since <= last &&
			    (best == NAMED || x->seat[i].since > x->seat[best].since))
				best = i;
		if (best == NAMED)
			break;
		used[best] = 1;
		last = x->seat[best].since;
		if (at > 0)
			buf_putc(b, ',');
		buf_json(b, x->seat[best].group, strlen(x->seat[best].group));
	}
	buf_putc(b, ']');
}

void
group_plan_tell(const struct group_plan *p, const struct group_load *l, struct buf *line)
{
	struct plan *x = p != NULL ? find(p, l->key, l->n) : NULL;

	if (x == NULL)
		return;
	line->len--;
	buf_puts(line, ",\"plan\":{");
	name(x, "leave", false, x->leave, line);
	name(x, "hand_over", true, x->hand_over, line);
	buf_puts(line, "}}");
}
