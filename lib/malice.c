#include "malice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "malice_int.h"
#include "mem.h"
#include "policy.h"
#include "store.h"

#define LAST 999999999999		/* the highest number; keys count down from it */

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

void
malice_key(struct malice_key *k, char letter, const char *s, size_t n)
{
	if (n > MALICE_KEY - 15)
		n = MALICE_KEY - 15;
	k->s[0] = letter;
	k->s[1] = ':';
	memcpy(k->s + 2, s, n);
	k->s[n + 2] = '\0';
	k->prefix = k->n = n + 3;
}

void
malice_key_number(struct malice_key *k, int64_t number)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%012lld", (long long)(LAST - number));
	memcpy(k->s + k->prefix, digits, 12);
	k->n = k->prefix + 12;
}

void
malice_key_band(struct malice_key *k, const unsigned char sketch[MALICE_SKETCH], unsigned band)
{
	char hex[2 + 2 * MALICE_BAND];
	int n = snprintf(hex, sizeof hex, "%x%02x%02x", band, sketch[band * MALICE_BAND],
	    sketch[band * MALICE_BAND + 1]);

	malice_key(k, 'w', hex, (size_t)n);
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

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0;
}

static bool
alike(const struct malice_look *l, const char *hex, size_t n)
{
	unsigned char sketch[MALICE_SKETCH];
	size_t i;

	if (n != 2 * MALICE_SKETCH + 2)
		return false;
	for (i = 0; i < MALICE_SKETCH; i++)
		sketch[i] = (unsigned char)(digit(hex[1 + 2 * i]) << 4 |
		    digit(hex[2 + 2 * i]));
	return malice_alike(sketch, l->c->sketch) >= l->similar;
}

static bool
look_at(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct malice_look *l = arg;
	struct malice_noted *o;
	struct json_walk w;
	struct { const char *s; size_t n; } kind = { "", 0 }, reporter = kind, sketch = kind;
	int64_t time = 0;

	json_walk(&w, val, n);
	while (json_next(&w))
		switch (*w.name) {
		case 't':
			json_whole(w.value, w.value_len, &time);
			break;
		case 'k':
			kind.s = w.value, kind.n = w.value_len;
			break;
		case 'r':
			reporter.s = w.value, reporter.n = w.value_len;
			break;
		case 's':
			sketch.s = w.value, sketch.n = w.value_len;
			break;
		}
	if (time >= l->since && time <= l->c->time &&
	    (!l->same_kind || json_same(kind.s, kind.n, l->c->kind, l->c->kind_n)) &&
	    (l->similar == 0 || alike(l, sketch.s, sketch.n))) {
		if (l->count == l->size) {
			l->size = l->size * 2 + 64;
			l->found = mem_grow(l->found, l->size, sizeof *l->found);
		}
		o = &l->found[l->count++];
		*o = (struct malice_noted){ .number = number_of(key, klen), .time = time };
		if (reporter.n >= 2 && reporter.n - 2 < MALICE_REPORTER)
			memcpy(o->reporter, reporter.s + 1, reporter.n - 2);
	}
	return ++l->looked < MALICE_LOOK;
}

void
malice_walk(struct store *s, struct malice_look *l, struct malice_key *k)
{
	malice_key_number(k, l->c->number > 0 ? l->c->number - 1 : LAST);
	l->looked = 0;
	store_walk(s, STORE_AGAINST, k->s, k->prefix, k->s, k->n, look_at, l);
}

void
malice_note(struct store *s, const struct malice_case *c)
{
	static struct buf b;
	struct malice_key k;
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
	malice_key(&k, 't', c->target, c->target_n);
	malice_key_number(&k, c->number);
	store_put(s, STORE_AGAINST, k.s, k.n, b.s, b.len);
	if (*c->reporter != '\0') {
		malice_key(&k, 'r', c->reporter, strlen(c->reporter));
		malice_key_number(&k, c->number);
		store_put(s, STORE_AGAINST, k.s, k.n, "", 0);
	}
	for (i = 0; c->has_sketch && i < MALICE_BANDS; i++) {
		malice_key_band(&k, c->sketch, i);
		malice_key_number(&k, c->number);
		store_put(s, STORE_AGAINST, k.s, k.n, b.s, b.len);
	}
}

int64_t
malice_duplicate(const struct malice_rules *r, struct store *s, const struct malice_case *c)
{
	struct malice_look l = { .c = c, .since = c->time - r->duplicate_days * MALICE_DAY,
	    .similar = (unsigned)r->similar, .same_kind = true };
	struct malice_key k;
	int64_t first = 0;
	size_t i;

	if (!c->has_sketch || r->similar == 0)
		return 0;
	malice_key(&k, 't', c->target, c->target_n);
	malice_walk(s, &l, &k);
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
	struct malice_key k;

	malice_key(&k, letter, of, n);
	store_walk(s, STORE_AGAINST, k.s, k.prefix, NULL, 0, each_one, &e);
}
