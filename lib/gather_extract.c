#include "gather.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "complaint.h"
#include "gather_int.h"
#include "gather_kind.h"
#include "json.h"
#include "mem.h"
#include "owner.h"
#include "pick.h"
#include "store.h"
#include "template.h"
#include "when.h"

/*
 * Both extracts tell of what was known at g->as_of and nothing later, so that the same rows
 * come whenever one is made again for its period.  What belongs to a period is found by the
 * instants at which the store learnt of it, so that each is in the extract of one period, also
 * when it was put in late; it is told in the order in which it happened.
 */
static int
by_time(const void *a, const void *b)
{
	const struct gather_item *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int way;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if (x->listing != y->listing)
		return x->listing ? 1 : -1;
	way = memcmp(x->key, y->key, n);
	return way != 0 ? way : x->n < y->n ? -1 : x->n > y->n;
}

void
gather_item_add(struct gather_items *all, int64_t time, bool listing, const char *key,
    size_t n)
{
	all->item = mem_grow(all->item, all->count + 1, sizeof *all->item);
	all->item[all->count++] = (struct gather_item){ time, listing, mem_copy(key, n), n };
}

static void
sort(struct gather_items *all)
{
	size_t i, n = 0;

	if (all->count > 0)
		qsort(all->item, all->count, sizeof *all->item, by_time);
	for (i = 0; i < all->count; i++) {
		/* what began and was lifted in the period was found twice */
		if (n > 0 && by_time(&all->item[n - 1], &all->item[i]) == 0)
			free(all->item[i].key);
		else
			all->item[n++] = all->item[i];
	}
	all->count = n;
}

/* ---- Complaints. */

struct complaints {
	struct gather *g;
	struct gather_items all;
	struct buf target;
};

static bool
received(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct complaints *c = arg;
	int64_t t = pick_number(val, n, "received_at", INT64_MIN);

	if (t >= c->g->from && t < c->g->until)
		gather_item_add(&c->all, pick_number(val, n, "time", t), false, key, klen);
	return true;
}

static void
when(struct gather_line *l, const char *member, int64_t t)
{
	if (t != COMPLAINT_NEVER)
		gather_line_time(l, member, t);
}

static void
complainant(struct gather_line *l, int64_t number, const char *val, size_t n)
{
	const char *v, *why;
	size_t len;

	if (!gather_line_has(l, "complainant"))
		return;
	l->opened.len = 0;
	if (!complaint_reveal(store_seal(l->store), number, val, n, &l->opened, &why)) {
		l->g->erased += why != NULL;
		return;
	}
	v = json_get(l->opened.s, l->opened.len, "complainant", &len);
	l->name.len = 0;
	if (v != NULL)
		gather_text(&l->name, v, len);
	gather_line_personal(l, "complainant", true, l->name.s, l->name.len);
}

/* What the last appeal that ended by then brought. */
static void
outcome(struct gather_line *l, const char *val, size_t n, int64_t at)
{
	const char *v;
	size_t len;
	struct json_walk w;

	v = json_get(val, n, "steps", &len);
	json_walk(&w, v != NULL ? v : "", len);
	while (json_next(&w) && pick_number(w.value, w.value_len, "at", INT64_MAX) <= at) {
		v = json_get(w.value, w.value_len, "outcome", &len);
		if (v != NULL)
			gather_line_json(l, "outcome", v, len);
	}
}

/* What became of it; before it is decided, how far it has come. */
static const char *
decision(const struct complaint_state *s)
{
	return s->stage == COMPLAINT_ACCEPTED ? "accepted" : s->decision == COMPLAINT_OPEN &&
	    s->stage != COMPLAINT_RECEIVED ? "refused" : complaint_decision_name(s->decision);
}

static void
complaint(struct complaints *c, struct gather_line *l, const char *key, size_t klen,
    const char *val, size_t n, const struct complaint_state *s)
{
	char digits[24];
	int64_t number;

	snprintf(digits, sizeof digits, "%.*s", (int)klen, key);
	number = strtoll(digits, NULL, 10);
	complainant(l, number, val, n);
	c->target.len = 0;
	if (s->target != NULL)
		gather_text(&c->target, s->target, s->target_n);
	gather_target(l, (int)s->side, c->target.s, c->target.len, val, n);
	snprintf(digits, sizeof digits, "%lld", (long long)number);
	gather_line_word(l, "number", digits);
	gather_line_json(l, "kind", s->kind, s->kind_n);
	gather_line_json(l, "channel", s->channel, s->channel_n);
	when(l, "received_at", s->time);
	when(l, "accepted_at", s->accepted);
	when(l, "decided_at", s->decided);
	gather_line_word(l, "decision", decision(s));
	when(l, "fed_back_at", s->answered);
	when(l, "appealed_at", s->appealed);
	if (s->outcome != COMPLAINT_NEVER)
		outcome(l, val, n, l->g->as_of);
	gather_line_json(l, "measure", s->measure, s->measure_n);
	gather_line_word(l, "malicious", s->malicious ? "true" : "false");
	c->target.len = 0;
	if (s->duplicate_of > 0)
		buf_num(&c->target, s->duplicate_of);
	gather_line_set(l, "duplicate_of", c->target.s, c->target.len);
	when(l, "due", s->decide_by);
	gather_line_word(l, "overdue", s->late || s->overdue >= 0 ? "true" : "false");
}

static void
complaints(struct store *s, struct gather *g, struct gather_line *l,
    void (*fn)(void *, const struct gather_row *), void *arg)
{
	struct complaints c = { .g = g };
	struct complaint_rules *rules = complaint_rules_load(g->policy);
	struct complaint_state state;
	const char *val;
	size_t i, n;

	store_walk(s, STORE_COMPLAINT, "", 0, NULL, 0, received, &c);
	sort(&c.all);
	for (i = 0; i < c.all.count; i++) {
		const struct gather_item *x = &c.all.item[i];
		struct gather_row row = { .change = GATHER_NEW,
			.registered = when_day_of(x->time) };

		if (!store_get(s, STORE_COMPLAINT, x->key, x->n, &val, &n) ||
		    !complaint_at(rules, val, n, g->as_of, &state))
			continue;
		gather_line_begin(l);
		complaint(&c, l, x->key, x->n, val, n, &state);
		gather_line_done(l, &row, x->key, x->n, g->platform,
		    gather_line_text(l, "kind"));
		fn(arg, &row);
	}
	gather_items_free(&c.all);
	buf_free(&c.target);
	complaint_rules_free(rules);
}

/* ---- Measures and listings. */

static void
inspection(struct store *s, struct gather *g, struct gather_line *l,
    void (*fn)(void *, const struct gather_row *), void *arg)
{
	struct gather_items all = { 0 };
	const char *val;
	size_t i, n;

	gather_period(s, g, &all);
	sort(&all);
	for (i = 0; i < all.count; i++) {
		const struct gather_item *x = &all.item[i];
		struct gather_row row = { .change = GATHER_NEW,
			.registered = when_day_of(x->time) };

		if (!store_get(s, x->listing ? STORE_LISTING : STORE_MEASURE, x->key, x->n,
		    &val, &n))
			continue;
		gather_line_begin(l);
		gather_line_word(l, "record", x->listing ? "listing" : "measure");
		if (x->listing)
			gather_listing(l, x->key, val, n);
		else
			gather_measure(l, x->key, x->n, val, n);
		gather_reported(l, x, val, n);
		gather_line_done(l, &row, x->key, x->n, g->platform,
		    gather_line_text(l, "kind"));
		fn(arg, &row);
	}
	gather_items_free(&all);
}

void
gather_items_free(struct gather_items *all)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		free(all->item[i].key);
	free(all->item);
}

/* All of it goes to one office, whose inspection it is: that of the platform. */
void
gather_extract(struct store *s, struct gather *g,
    void (*fn)(void *, const struct gather_row *), void *arg)
{
	struct gather_line *l;

	if (g->platform == 0) {
		g->unknown++;
		return;
	}
	if (!gather_wanted(g, g->platform))
		return;
	l = gather_line_new(s, g);
	if (g->kind == GATHER_COMPLAINTS)
		complaints(s, g, l, fn, arg);
	else
		inspection(s, g, l, fn, arg);
	gather_line_free(l);
}
