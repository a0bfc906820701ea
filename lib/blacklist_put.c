#include "blacklist.h"

#include <stdlib.h>
#include <string.h>

#include "blacklist_int.h"
#include "buf.h"
#include "fold.h"
#include "json.h"
#include "mem.h"
#include "near.h"
#include "report.h"
#include "sieve.h"
#include "store.h"
#include "when.h"

/* ---- The filter in front. */

struct all {
	struct sieve *sieve;
	uint64_t count;
};

static bool
count_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct all *a = arg;

	(void)val, (void)n;
	a->count++;
	if (a->sieve != NULL)
		sieve_note(a->sieve, key, klen);
	return true;
}

/* Make the filter anew, with room for twice what is there. */
static void
sieve_again(struct store *s, struct sieve_meta *m)
{
	struct all a = { NULL, 0 };
	int64_t last = m->last, epoch = m->epoch;

	store_walk(s, STORE_BLACKLIST, "", 0, NULL, 0, count_one, &a);
	store_walk(s, STORE_NEAR, "", 0, NULL, 0, count_one, &a);
	a.sieve = sieve_new(a.count * 2);
	store_walk(s, STORE_BLACKLIST, "", 0, NULL, 0, count_one, &a);
	store_walk(s, STORE_NEAR, "", 0, NULL, 0, count_one, &a);
	a.sieve->meta.last = last;
	a.sieve->meta.epoch = epoch + 1;
	sieve_put(s, a.sieve);
	*m = a.sieve->meta;
	sieve_free(a.sieve);
}

struct noting {
	struct store *s;
	struct sieve_meta m;
	const char *name;
	size_t name_n;
	bool full;
};

static void
note_key(void *arg, const char *key, size_t n)
{
	struct noting *o = arg;

	near_note(o->s, key, n, o->name, o->name_n);
	o->full |= !sieve_add(o->s, &o->m, key, n);
}

static void
forget_key(void *arg, const char *key, size_t n)
{
	struct noting *o = arg;

	near_forget(o->s, key, n, o->name, o->name_n);
}

/* ---- Listing. */

static void
member(struct buf *b, const char *name, const struct blacklist_text *t)
{
	if (t->s != NULL && t->n > 0)
		buf_member(b, name, t->s, t->n);
}

static void
listing_text(struct buf *b, const struct blacklist_listing *l, int64_t serial, int64_t report)
{
	buf_member_num(b, "n", serial);
	member(b, "list", &l->list);
	buf_member_num(b, "from", l->from);
	if (l->until != BLACKLIST_EVER)
		buf_member_num(b, "until", l->until);
	member(b, "ground", &l->ground);
	member(b, "basis", &l->basis);
	member(b, "reason", &l->reason);
	member(b, "by", &l->by);
	member(b, "cause", &l->cause);
	buf_member_num(b, "report", report);
}

/* "L", the end in 12 digits, NUL, the serial. */
static size_t
due_key(char out[32], int64_t until, int64_t serial)
{
	out[0] = 'L';
	report_key(until, out + 1);
	report_key(serial, out + 14);
	return 26;
}

int64_t
blacklist_put(struct store *s, const struct blacklist_rules *rules, struct fold *f,
    const struct blacklist_listing *l, int64_t now)
{
	static struct buf b, value;
	char key[STORE_KEY], digits[REPORT_SERIAL], due[32], text[WHEN_TEXT], past[STORE_KEY];
	size_t n = blacklist_key(key, l->kind, l->key.s, l->key.n), vn;
	int64_t serial = report_serial(s, STORE_LISTING, digits), report;
	struct noting o = { .s = s, .name = l->key.s, .name_n = l->key.n };
	const char *val;
	struct near near;

	report = report_put(s, strchr("asn", l->kind) != NULL ? REPORT_PA13_2 : REPORT_GR11_3,
	    "listing", digits, REPORT_SERIAL - 1, now, rules->report_hours);
	b.len = value.len = 0;
	buf_putc(&b, '{');
	listing_text(&b, l, serial, report);
	buf_putc(&b, '}');
	if (store_get(s, STORE_BLACKLIST, key, n, &val, &vn)) {
		buf_put(&value, val, vn - 1);
		buf_putc(&value, ',');
	} else
		buf_putc(&value, '[');
	buf_put(&value, b.s, b.len);
	buf_putc(&value, ']');
	store_put(s, STORE_BLACKLIST, key, n, value.s, value.len);
	b.len--;
	buf_member(&b, "what", "add", 3);
	buf_member(&b, "kind", blacklist_kind_name(l->kind),
	    strlen(blacklist_kind_name(l->kind)));
	buf_member(&b, "key", l->key.s, l->key.n);
	buf_member(&b, "time", when_text(now, text), 25);
	buf_putc(&b, '}');
	store_put(s, STORE_LISTING, digits, REPORT_SERIAL - 1, b.s, b.len);
	store_put(s, STORE_LISTING, past, blacklist_past(past, l->kind, l->key.s, l->key.n,
	    digits), "add", 3);
	if (l->until != BLACKLIST_EVER)
		store_put(s, STORE_DUE, due, due_key(due, l->until, serial), "", 0);
	sieve_meta(s, &o.m);
	o.full = !sieve_add(s, &o.m, key, n);
	if (l->kind == 'n' && f != NULL && rules->fold) {
		near_fold(f, l->key.s, l->key.n, &near);
		near_keys(&near, rules->edit_from, true, note_key, &o);
	}
	o.m.last = serial;
	if (o.full)
		sieve_again(s, &o.m);
	else
		sieve_meta_put(s, &o.m);
	return serial;
}

/* ---- Ends. */

bool
blacklist_stands(struct store *s, int64_t serial, int64_t at, char *kind, char *key, size_t *n,
    int64_t *report)
{
	char digits[REPORT_SERIAL], k[STORE_KEY], text[BLACKLIST_KEY * 6 + 2];
	const char *val, *v;
	size_t vn, len;
	struct json_walk w;
	const char *p;

	*kind = '\0';
	report_key(serial > 0 ? serial : 0, digits);
	if (!store_get(s, STORE_LISTING, digits, REPORT_SERIAL - 1, &val, &vn))
		return false;
	v = json_get(val, vn, "what", &len);
	if (v == NULL || len != 5 || memcmp(v, "\"add\"", 5) != 0)
		return false;
	*report = blacklist_number(val, vn, "report", 0);
	v = json_get(val, vn, "kind", &len);
	for (p = BLACKLIST_KINDS; v != NULL && *p != '\0' &&
	    (strlen(blacklist_kind_name(*p)) != len - 2 ||
	    memcmp(v + 1, blacklist_kind_name(*p), len - 2) != 0); p++)
		;
	v = json_get(val, vn, "key", &len);
	if (v == NULL || len > sizeof text || *p == '\0')
		return false;
	*n = json_decode(text, v, len);
	if (*n > BLACKLIST_KEY)
		return false;
	*kind = *p;
	memcpy(key, text, *n);
	if (!store_get(s, STORE_BLACKLIST, k, blacklist_key(k, *kind, key, *n), &val, &vn))
		return false;
	json_walk(&w, val, vn);
	while (json_next(&w))
		if (blacklist_number(w.value, w.value_len, "n", 0) == serial)
			return blacklist_in_force(w.value, w.value_len, at);
	return false;
}

/* A value without one listing, *gone being that; false: it is not there. */
static bool
without(struct buf *out, const char *val, size_t vn, int64_t serial, int64_t *until)
{
	struct json_walk w;
	bool found = false;

	out->len = 0;
	buf_putc(out, '[');
	json_walk(&w, val, vn);
	while (json_next(&w)) {
		if (blacklist_number(w.value, w.value_len, "n", 0) == serial) {
			*until = blacklist_number(w.value, w.value_len, "until",
			    BLACKLIST_EVER);
			found = true;
			continue;
		}
		if (out->len > 1)
			buf_putc(out, ',');
		buf_put(out, w.value, w.value_len);
	}
	buf_putc(out, ']');
	return found;
}

bool
blacklist_lift(struct store *s, const struct blacklist_rules *rules, struct fold *f,
    int64_t serial, enum blacklist_end end, const char *why, size_t why_n, int64_t now)
{
	static struct buf b;
	char kind, name[BLACKLIST_KEY], key[STORE_KEY], digits[REPORT_SERIAL], due[32];
	char text[WHEN_TEXT];
	const char *val;
	size_t n, kn, vn;
	int64_t report, until = BLACKLIST_EVER, mine;
	struct noting o = { .s = s, .name = name };
	struct near near;

	blacklist_stands(s, serial, now, &kind, name, &n, &report);
	if (kind == '\0' ||
	    !store_get(s, STORE_BLACKLIST, key, kn = blacklist_key(key, kind, name, n), &val,
	    &vn) || !without(&b, val, vn, serial, &until))
		return false;
	if (end == BLACKLIST_LIFTED && until <= now)
		return false;
	if (b.len > 2)
		store_put(s, STORE_BLACKLIST, key, kn, b.s, b.len);
	else {
		store_del(s, STORE_BLACKLIST, key, kn);
		if (kind == 'n' && f != NULL && rules->fold) {
			o.name_n = n;
			near_fold(f, name, n, &near);
			near_keys(&near, rules->edit_from, true, forget_key, &o);
		}
	}
	if (until != BLACKLIST_EVER)
		store_del(s, STORE_DUE, due, due_key(due, until, serial));
	mine = report_serial(s, STORE_LISTING, digits);
	b.len = 0;
	buf_putc(&b, '{');
	buf_member_num(&b, "n", mine);
	buf_member_num(&b, "of", serial);
	if (why_n > 0)
		buf_putc(&b, ',');
	buf_put(&b, why, why_n);
	buf_member(&b, "what", end == BLACKLIST_LIFTED ? "lift" : "expire",
	    end == BLACKLIST_LIFTED ? 4 : 6);
	buf_member(&b, "kind", blacklist_kind_name(kind), strlen(blacklist_kind_name(kind)));
	buf_member(&b, "key", name, n);
	buf_member(&b, "time", when_text(end == BLACKLIST_LIFTED ? now : until, text), 25);
	buf_putc(&b, '}');
	store_put(s, STORE_LISTING, digits, REPORT_SERIAL - 1, b.s, b.len);
	store_put(s, STORE_LISTING, key, blacklist_past(key, kind, name, n, digits),
	    end == BLACKLIST_LIFTED ? "lift" : "end", end == BLACKLIST_LIFTED ? 4 : 3);
	return true;
}

struct dues {
	int64_t *serial, now;
	size_t count, most;
};

static bool
due_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct dues *d = arg;
	char digits[REPORT_SERIAL] = "";

	(void)val, (void)n;
	if (klen != 26 || strtoll(key + 1, NULL, 10) > d->now || d->count == d->most)
		return false;
	d->serial = mem_grow(d->serial, d->count + 1, sizeof *d->serial);
	memcpy(digits, key + 14, REPORT_SERIAL - 1);
	d->serial[d->count++] = strtoll(digits, NULL, 10);
	return true;
}

size_t
blacklist_expire(struct store *s, const struct blacklist_rules *rules, struct fold *f,
    size_t most, int64_t now)
{
	struct dues d = { .most = most, .now = now };
	size_t i;

	store_walk(s, STORE_DUE, "L", 1, NULL, 0, due_one, &d);
	for (i = 0; i < d.count; i++)
		blacklist_lift(s, rules, f, d.serial[i], BLACKLIST_EXPIRED, "", 0, now);
	free(d.serial);
	return d.count;
}
