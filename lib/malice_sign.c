#include "malice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "complaint.h"
#include "malice_int.h"
#include "store.h"

static void
sign(struct buf *out, const char *name, int64_t weight)
{
	if (out->s[out->len - 1] == '}')
		buf_putc(out, ',');
	buf_putc(out, '{');
	buf_member(out, "sign", name, strlen(name));
	buf_member_num(out, "weight", weight);
}

/* 0.5 to the power of age / half, of 2^30. */
static int64_t
fades(int64_t age, int64_t half)
{
	/* 2^-(1/2), 2^-(1/4), ... of 2^30. */
	static const int64_t root[] = { 759250125, 902905651, 984625594, 1028218693,
	    1050733751, 1062175491, 1067942999, 1070838486, 1072289173, 1073015252 };
	int64_t whole, w = (int64_t)1 << 30;
	size_t i;

	if (half <= 0 || age <= 0)
		return w;
	whole = age / half;
	if (whole >= 30)
		return 0;
	age -= whole * half;
	for (i = 0; i < sizeof root / sizeof *root; i++) {
		age *= 2;
		if (age >= half) {
			age -= half;
			w = w * root[i] >> 30;
		}
	}
	return w >> whole;
}

struct numbers {
	int64_t number[MALICE_LOOK], before;
	size_t count;
};

static bool
one_number(void *arg, int64_t number)
{
	struct numbers *n = arg;

	if (number < n->before)
		n->number[n->count++] = number;
	return n->count < MALICE_LOOK;
}

static unsigned
record(const struct malice_rules *r, const struct complaint_rules *rules, struct store *s,
    const struct malice_case *c, struct buf *out)
{
	static struct numbers all;
	struct complaint_state st;
	int64_t weight, sum = 0, bad = 0, complaints = 0, unfounded = 0, share,
	    at = c->known != 0 ? c->known : c->time;
	const char *val;
	char key[24];
	size_t i, n;

	if (*c->reporter == '\0' || r->record_least == 0 || r->record_weight == 0)
		return 0;
	all.count = 0;
	all.before = c->number > 0 ? c->number : INT64_MAX;
	malice_each(s, 'r', c->reporter, strlen(c->reporter), one_number, &all);
	for (i = 0; i < all.count; i++) {
		snprintf(key, sizeof key, "%012lld", (long long)all.number[i]);
		if (!store_get(s, STORE_COMPLAINT, key, 12, &val, &n) ||
		    !complaint_at(rules, val, n, at, &st) ||
		    st.decision == COMPLAINT_OPEN || st.decided > at || st.overturned ||
		    complaint_undone(s, &st, at))
			continue;
		weight = fades(at - st.decided, r->decay_days * MALICE_DAY);
		complaints++;
		sum += weight;
		if (st.decision == COMPLAINT_REJECTED) {
			unfounded++;
			bad += weight;
		}
	}
	/* What has faded counts no more: in full ones, to the nearest. */
	if (sum == 0 || (sum + (1 << 29)) >> 30 < r->record_least)
		return 0;
	share = (bad * 200 / sum + 1) / 2;
	if (share < r->record_share)
		return 0;
	sign(out, "record", r->record_weight);
	buf_member_num(out, "complaints", complaints);
	buf_member_num(out, "unfounded", unfounded);
	buf_member_num(out, "share", share);
	buf_member_num(out, "limit", r->record_share);
	buf_putc(out, '}');
	return (unsigned)r->record_weight;
}

static unsigned
burst(const struct malice_rules *r, struct store *s, const struct malice_case *c,
    struct buf *out)
{
	struct malice_look l = { .c = c, .since = c->time - r->burst_hours * 3600 + 1 };
	struct malice_key k;

	if (r->burst_least == 0 || r->burst_weight == 0)
		return 0;
	malice_key(&k, 't', c->target, c->target_n);
	malice_walk(s, &l, &k);
	free(l.found);
	if ((int64_t)l.count + 1 < r->burst_least)
		return 0;
	sign(out, "burst", r->burst_weight);
	buf_member_num(out, "complaints", (int64_t)l.count + 1);
	buf_member_num(out, "hours", r->burst_hours);
	buf_member_num(out, "limit", r->burst_least);
	buf_putc(out, '}');
	return (unsigned)r->burst_weight;
}

/* By reporter; of one that is not known each is one of its own. */
static int
order(const void *a, const void *b)
{
	const struct malice_noted *x = a, *y = b;
	int o = strcmp(x->reporter, y->reporter);

	return o != 0 ? o : (x->number > y->number) - (x->number < y->number);
}

static unsigned
wording(const struct malice_rules *r, struct store *s, const struct malice_case *c,
    struct buf *out)
{
	struct malice_look l = { .c = c, .since = c->time - r->duplicate_days * MALICE_DAY,
	    .similar = (unsigned)r->similar };
	const struct malice_noted *was = NULL;
	struct malice_key k;
	int64_t reporters = 1;		/* this one */
	unsigned i;

	if (!c->has_sketch || r->similar == 0 || r->wording_least == 0 ||
	    r->wording_weight == 0)
		return 0;
	/* One band after another, until as many were found as are looked at. */
	for (i = 0; i < MALICE_BANDS && l.count < MALICE_LOOK; i++) {
		malice_key_band(&k, c->sketch, i);
		malice_walk(s, &l, &k);
	}
	if (l.count > 0)
		qsort(l.found, l.count, sizeof *l.found, order);
	for (i = 0; i < l.count; was = &l.found[i++]) {
		if (was != NULL && strcmp(was->reporter, l.found[i].reporter) == 0 &&
		    (*was->reporter != '\0' || was->number == l.found[i].number))
			continue;
		if (strcmp(l.found[i].reporter, c->reporter) != 0 || *c->reporter == '\0')
			reporters++;
	}
	free(l.found);
	if (reporters < r->wording_least)
		return 0;
	sign(out, "wording", r->wording_weight);
	buf_member_num(out, "reporters", reporters);
	buf_member_num(out, "similar", r->similar);
	buf_member_num(out, "days", r->duplicate_days);
	buf_member_num(out, "limit", r->wording_least);
	buf_putc(out, '}');
	return (unsigned)r->wording_weight;
}

unsigned
malice_weigh(const struct malice_rules *r, const struct complaint_rules *rules,
    struct store *s, const struct malice_case *c, struct buf *out)
{
	static struct buf signs;
	unsigned weight;

	signs.len = 0;
	buf_putc(&signs, '[');
	weight = record(r, rules, s, c, &signs);
	weight += burst(r, s, c, &signs);
	weight += wording(r, s, c, &signs);
	weight = weight > 100 ? 100 : weight;
	buf_putc(&signs, ']');
	buf_putc(out, '{');
	buf_member_num(out, "weight", weight);
	buf_member_raw(out, "signs", signs.s, signs.len);
	buf_putc(out, '}');
	return weight;
}
