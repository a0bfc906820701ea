#include "malice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "complaint.h"
#include "json.h"
#include "mem.h"
#include "pick.h"
#include "policy.h"
#include "store.h"

#define DAY ((int64_t)86400)
#define LAST 999999999999		/* the highest number; keys count down from it */

enum { BANDS = 8, BAND = MALICE_SKETCH / BANDS, REPORTER = 64 };

struct malice_rules {
	int64_t duplicate_days, similar, record_least, record_share, decay_days, burst_hours,
	    burst_least, wording_least, record_weight, burst_weight, wording_weight, flag_from;
};

struct malice_rules *
malice_rules_load(const struct policy *p)
{
	struct malice_rules *r = mem_alloc(sizeof *r);

	*r = (struct malice_rules){
		.duplicate_days = policy_num(p, "complaint.duplicate_days"),
		.similar = policy_num(p, "complaint.similar"),
		.record_least = policy_num(p, "complaint.malice.record_least"),
		.record_share = policy_num(p, "complaint.malice.record_share"),
		.decay_days = policy_num(p, "complaint.malice.decay_days"),
		.burst_hours = policy_num(p, "complaint.malice.burst_hours"),
		.burst_least = policy_num(p, "complaint.malice.burst_least"),
		.wording_least = policy_num(p, "complaint.malice.wording_least"),
		.record_weight = policy_num(p, "complaint.malice.record_weight"),
		.burst_weight = policy_num(p, "complaint.malice.burst_weight"),
		.wording_weight = policy_num(p, "complaint.malice.wording_weight"),
		.flag_from = policy_num(p, "complaint.malice.flag_from")
	};
	return r;
}

void
malice_rules_free(struct malice_rules *r)
{
	free(r);
}

bool
malice_flagged(const struct malice_rules *r, unsigned weight)
{
	return r->flag_from > 0 && weight >= r->flag_from;
}

/* ---- Keys: the newest complaint comes first, since a walk goes only forward. */

struct key {
	char s[STORE_KEY];
	size_t prefix, n;
};

static void
key_make(struct key *k, char letter, const char *s, size_t n)
{
	if (n > STORE_KEY - 15)
		n = STORE_KEY - 15;
	k->s[0] = letter;
	k->s[1] = ':';
	memcpy(k->s + 2, s, n);
	k->s[n + 2] = '\0';
	k->prefix = k->n = n + 3;
}

static void
key_number(struct key *k, int64_t number)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%012lld", (long long)(LAST - number));
	memcpy(k->s + k->prefix, digits, 12);
	k->n = k->prefix + 12;
}

static void
key_band(struct key *k, const unsigned char sketch[MALICE_SKETCH], unsigned band)
{
	char hex[2 + 2 * BAND];
	int n = snprintf(hex, sizeof hex, "%x%02x%02x", band, sketch[band * BAND],
	    sketch[band * BAND + 1]);

	key_make(k, 'w', hex, (size_t)n);
}

static int64_t
number_of(const char *key, size_t klen)
{
	int64_t n = 0;
	size_t i;

	if (klen < 12)
		return 0;
	for (i = klen - 12; i < klen; i++)
		n = n * 10 + (key[i] - '0');
	return LAST - n;
}

/* ---- Complaints that were noted. */

struct noted {
	int64_t number, time;
	char reporter[REPORTER];	/* empty: anonymous */
};

struct look {
	const struct malice_case *c;
	int64_t since;			/* only those of this instant or later */
	unsigned similar;		/* and as alike as this; 0: whatever they say */
	bool same_kind;
	struct noted *found;
	size_t count, looked, size;
};

static bool
alike(const struct look *l, const char *val, size_t n)
{
	unsigned char sketch[MALICE_SKETCH];
	unsigned i, byte;
	size_t len;
	const char *v = json_get(val, n, "sketch", &len);
	char two[3] = "";

	if (v == NULL || len != 2 * MALICE_SKETCH + 2)
		return false;
	for (i = 0; i < MALICE_SKETCH; i++) {
		memcpy(two, v + 1 + 2 * i, 2);
		if (sscanf(two, "%2x", &byte) != 1)
			return false;
		sketch[i] = (unsigned char)byte;
	}
	return malice_alike(sketch, l->c->sketch) >= l->similar;
}

static bool
look_at(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct look *l = arg;
	struct noted *o;
	const char *v;
	size_t len;
	int64_t time = pick_number(val, n, "time", 0);

	if (time >= l->since && time <= l->c->time &&
	    (!l->same_kind || ((v = json_get(val, n, "kind", &len)) != NULL &&
	    json_same(v, len, l->c->kind, l->c->kind_n))) &&
	    (l->similar == 0 || alike(l, val, n))) {
		if (l->count == l->size) {
			l->size = l->size * 2 + 64;
			l->found = mem_grow(l->found, l->size, sizeof *l->found);
		}
		o = &l->found[l->count++];
		*o = (struct noted){ .number = number_of(key, klen), .time = time };
		v = json_get(val, n, "reporter", &len);
		if (v != NULL && len >= 2 && len - 2 < REPORTER)
			memcpy(o->reporter, v + 1, len - 2);
	}
	return ++l->looked < MALICE_LOOK;
}

/* Those under a key, the newest first, of before the case. */
static void
walk(struct store *s, struct look *l, struct key *k)
{
	key_number(k, l->c->number > 0 ? l->c->number - 1 : LAST);
	l->looked = 0;
	store_walk(s, STORE_AGAINST, k->s, k->prefix, k->s, k->n, look_at, l);
}

void
malice_note(struct store *s, const struct malice_case *c)
{
	static struct buf b;
	struct key k;
	unsigned i;
	char hex[2 * MALICE_SKETCH + 1];

	b.len = 0;
	buf_putc(&b, '{');
	buf_member_num(&b, "time", c->time);
	buf_member(&b, "kind", c->kind, c->kind_n);
	buf_member(&b, "reporter", c->reporter, strlen(c->reporter));
	if (c->has_sketch) {
		for (i = 0; i < MALICE_SKETCH; i++)
			snprintf(hex + 2 * i, 3, "%02x", c->sketch[i]);
		buf_member(&b, "sketch", hex, 2 * MALICE_SKETCH);
	}
	buf_putc(&b, '}');
	key_make(&k, 't', c->target, c->target_n);
	key_number(&k, c->number);
	store_put(s, STORE_AGAINST, k.s, k.n, b.s, b.len);
	if (*c->reporter != '\0') {
		key_make(&k, 'r', c->reporter, strlen(c->reporter));
		key_number(&k, c->number);
		store_put(s, STORE_AGAINST, k.s, k.n, "", 0);
	}
	for (i = 0; c->has_sketch && i < BANDS; i++) {
		key_band(&k, c->sketch, i);
		key_number(&k, c->number);
		store_put(s, STORE_AGAINST, k.s, k.n, b.s, b.len);
	}
}

int64_t
malice_duplicate(const struct malice_rules *r, struct store *s, const struct malice_case *c)
{
	struct look l = { .c = c, .since = c->time - r->duplicate_days * DAY,
	    .similar = (unsigned)r->similar, .same_kind = true };
	struct key k;
	int64_t first = 0;
	size_t i;

	if (!c->has_sketch || r->similar == 0)
		return 0;
	key_make(&k, 't', c->target, c->target_n);
	walk(s, &l, &k);
	for (i = 0; i < l.count; i++)
		if (first == 0 || l.found[i].number < first)
			first = l.found[i].number;
	free(l.found);
	return first;
}

struct each {
	bool (*fn)(void *, int64_t number);
	void *arg;
};

static bool
each_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct each *e = arg;

	(void)val, (void)n;
	return e->fn(e->arg, number_of(key, klen));
}

void
malice_each(struct store *s, char letter, const char *of, size_t n,
    bool (*fn)(void *, int64_t number), void *arg)
{
	struct each e = { fn, arg };
	struct key k;

	key_make(&k, letter, of, n);
	store_walk(s, STORE_AGAINST, k.s, k.prefix, NULL, 0, each_one, &e);
}

/* ---- Signs. */

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
	static const int64_t root[] = { 759250125, 902905651, 984625594, 1028218693, 1050733751,
	    1062175491, 1067942999, 1070838486, 1072289173, 1073015252 };
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
		weight = fades(at - st.decided, r->decay_days * DAY);
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
	struct look l = { .c = c, .since = c->time - r->burst_hours * 3600 + 1 };
	struct key k;

	if (r->burst_least == 0 || r->burst_weight == 0)
		return 0;
	key_make(&k, 't', c->target, c->target_n);
	walk(s, &l, &k);
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
	const struct noted *x = a, *y = b;
	int o = strcmp(x->reporter, y->reporter);

	return o != 0 ? o : (x->number > y->number) - (x->number < y->number);
}

static unsigned
wording(const struct malice_rules *r, struct store *s, const struct malice_case *c,
    struct buf *out)
{
	struct look l = { .c = c, .since = c->time - r->duplicate_days * DAY,
	    .similar = (unsigned)r->similar };
	const struct noted *was = NULL;
	struct key k;
	int64_t reporters = 1;		/* this one */
	unsigned i;

	if (!c->has_sketch || r->similar == 0 || r->wording_least == 0 ||
	    r->wording_weight == 0)
		return 0;
	for (i = 0; i < BANDS; i++) {
		key_band(&k, c->sketch, i);
		walk(s, &l, &k);
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
