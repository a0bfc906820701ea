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
#include "when.h"

/* Persons for whom a plan is made, and groups of each kind that it names: the newest. */
enum { PLANS = 10000, NAMED = 20 };

struct held {
	char *group;
	int64_t since;
};
enum { LARGE, OWNED, HELD, KINDS };	/* a group owned, large or not; a seat in another's */

struct plan {
	char key[SEAT_KEY];
	size_t n, count[KINDS];
	struct held held[KINDS][NAMED];
	int64_t leave, created, large;	/* how many are too many */
	int64_t others;			/* seats in others' groups */
};

struct group_plan {
	const struct group *g;
	struct store *s;
	struct plan *plan;		/* in the order of keys */
	size_t count, size;
	struct { char number[SEAT_NUMBER]; size_t plan; } *user;	/* by number */
	size_t users, user_size;
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
	l->row = caps_person(g->caps, p.verified, p.level, -1);
	return true;
}

const char *
group_cap_state(const struct group *g, int64_t value, int64_t limit, int since)
{
	return value <= limit ? "ok" :
	    caps_grace_over(g->caps, since, when_day_of(g->as_of)) ? "over" : "over-grace";
}

/* The day since which a group's limit is what it is. */
int
group_limit_since(const struct group *g, const struct group_facts *f)
{
	return f->capacity > 0 && f->capacity_until <= g->as_of ?
	    when_day_of(f->capacity_until) : g->caps->from;
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
	    .created = created, .large = large,
	    .others = above(l.count->joined, l.count->created) };
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

/* Among the newest of a kind. */
static void
keep(struct plan *x, int kind, const char *group, size_t n, int64_t since)
{
	struct held *h = x->held[kind];
	size_t i, oldest = 0;

	if (x->count[kind] < NAMED)
		oldest = x->count[kind]++;
	else {
		for (i = 1; i < NAMED; i++)
			if (h[i].since < h[oldest].since)
				oldest = i;
		if (since <= h[oldest].since)
			return;
		free(h[oldest].group);
	}
	h[oldest] = (struct held){ mem_copy(group, n), since };
}

/* A user of somebody for whom there is a plan. */
static bool
note_user(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct group_plan *p = arg;
	struct seat_user u;
	struct plan *x;

	if (!seat_user_read(key, klen, val, vn, &u) ||
	    (x = find(p, u.person, u.person_n)) == NULL)
		return true;
	if (p->users == p->user_size) {
		p->user_size = p->user_size * 2 + 64;
		p->user = mem_grow(p->user, p->user_size, sizeof *p->user);
	}
	memcpy(p->user[p->users].number, u.number, SEAT_NUMBER);
	p->user[p->users++].plan = (size_t)(x - p->plan);
	return true;
}

struct gather {
	struct group_plan *p;
	const char *group;
	size_t n;
};

static bool
gather_seat(void *arg, const char *number, const struct seat *seat)
{
	struct gather *g = arg;
	struct group_plan *p = g->p;
	struct group_facts f = { .large = false };
	size_t low = 0, high = p->users, mid, vn;
	const char *val;
	int c;

	if (!seat_counts(seat->role))
		return true;
	while (low < high) {		/* by number, as they were walked */
		mid = (low + high) / 2;
		c = memcmp(p->user[mid].number, number, SEAT_NUMBER);
		if (c == 0)
			break;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low >= high)
		return true;
	if (seat->role == SEAT_OWNER)
		group_get(p->g, p->s, g->group, g->n, &f, &val, &vn);
	keep(&p->plan[p->user[mid].plan], seat->role != SEAT_OWNER ? HELD : f.large ? LARGE :
	    OWNED, g->group, g->n, seat->since);
	return true;
}

static bool
gather(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct gather g = { arg, key, strnlen(key, klen) };
	size_t n;

	seat_each_of(key, klen, val, vn, &n, gather_seat, &g);
	return true;
}

struct group_plan *
group_plan_new(const struct group *g, struct store *s)
{
	struct group_plan *p = mem_alloc(sizeof *p);

	*p = (struct group_plan){ .g = g, .s = s };
	store_begin(s, 0);
	store_walk(s, STORE_COUNT, "p:", 2, NULL, 0, weigh, p);
	if (p->count > 0) {
		store_walk(s, STORE_COUNT, "v:", 2, NULL, 0, note_user, p);
		store_walk(s, STORE_MEMBER, "", 0, NULL, 0, gather, p);
	}
	store_abort(s);
	return p;
}

void
group_plan_free(struct group_plan *p)
{
	size_t i, k;
	int kind;

	if (p == NULL)
		return;
	for (i = 0; i < p->count; i++)
		for (kind = 0; kind < KINDS; kind++)
			for (k = 0; k < p->plan[i].count[kind]; k++)
				free(p->plan[i].held[kind][k].group);
	free(p->plan);
	free(p->user);
	free(p);
}

static int
newest_first(const void *a, const void *b)
{
	const struct held *x = a, *y = b;

	if (x->since != y->since)
		return x->since < y->since ? 1 : -1;
	return strcmp(x->group, y->group);
}

/* The newest groups of a kind into a list that is begun; returns how many are still wanted. */
static int64_t
name(struct plan *x, int kind, int64_t wanted, struct buf *b)
{
	size_t i;

	qsort(x->held[kind], x->count[kind], sizeof *x->held[kind], newest_first);
	for (i = 0; i < x->count[kind] && wanted > 0; i++, wanted--) {
		if (b->s[b->len - 1] != '[')
			buf_putc(b, ',');
		buf_json(b, x->held[kind][i].group, strlen(x->held[kind][i].group));
	}
	return wanted;
}

void
group_plan_tell(const struct group_plan *p, const struct group_load *l, struct buf *line)
{
	struct plan *x = p != NULL ? find(p, l->key, l->n) : NULL;
	int64_t give, more;
	size_t at;

	if (x == NULL)
		return;
	line->len--;
	buf_puts(line, ",\"plan\":{");
	at = line->len;
	/* Who owns most of the groups that he is in hands over first, and leaves then. */
	give = x->leave > x->others ? x->leave - x->others : 0;
	give = x->created > give ? x->created : give;
	give = x->large > give ? x->large : give;
	if (give > 0) {
		buf_puts(line, "\"hand_over\":[");
		more = name(x, LARGE, x->large, line);
		name(x, OWNED, give - (x->large - more), line);
		buf_putc(line, ']');
	}
	if (x->leave > 0 && x->count[HELD] > 0) {
		buf_puts(line, line->len > at ? ",\"leave\":[" : "\"leave\":[");
		name(x, HELD, x->leave, line);
		buf_putc(line, ']');
	}
	buf_puts(line, "}}");
}
