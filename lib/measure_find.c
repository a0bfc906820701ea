#include "measure.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "ladder.h"
#include "measure_int.h"
#include "owner.h"
#include "pick.h"
#include "report.h"
#include "store.h"
#include "when.h"

/* How the value of an act ends, which is over when it is done. */
static const char done[] = ",\"state\":\"done\"}", open[] = ",\"state\":\"open\"}";
enum { STATE = sizeof open - 1 };

bool
measure_stands(const char *v, size_t n, int64_t at)
{
	size_t len;
	bool waits = json_get(v, n, "review", &len) != NULL;

	if (n > STATE && memcmp(v + n - STATE, done, STATE) == 0)
		return false;
	return pick_number(v, n, "from", INT64_MAX) <= at &&
	    (waits || at < pick_number(v, n, "until", INT64_MAX)) &&
	    at < pick_number(v, n, "lifted_at", INT64_MAX);
}

int
measure_digits(char out[24], int64_t v)
{
	return snprintf(out, 24, "%lld", (long long)v);
}

struct each {
	struct store *s;
	size_t prefix;
	int64_t at;
	bool (*fn)(void *, const char *id, size_t id_n, const char *val, size_t vn);
	void *arg;
};

static bool
one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct each *e = arg;
	char id[STORE_KEY];
	size_t id_n = klen - e->prefix;

	memcpy(id, key + e->prefix, id_n);
	if (!store_get(e->s, STORE_MEASURE, id, id_n, &val, &n) ||
	    (e->at != INT64_MAX && !measure_stands(val, n, e->at)))
		return true;
	return e->fn(e->arg, id, id_n, val, n);
}

void
measure_each(struct store *s, const char *target, size_t n, int64_t at,
    bool (*fn)(void *, const char *id, size_t id_n, const char *val, size_t vn), void *arg)
{
	struct each e = { s, n + 1, at, fn, arg };
	char prefix[OWNER_KEY + 1];

	memcpy(prefix, target, n);
	prefix[n] = '\0';
	store_walk(s, STORE_MEASURED, prefix, n + 1, NULL, 0, one, &e);
}

/* Does an array of strings hold a word, or "*"? */
static bool
holds(const char *list, size_t n, const char *word, size_t word_n)
{
	struct json_walk w;

	json_walk(&w, list, n);
	while (json_next(&w))
		if ((w.value_len == 3 && w.value[1] == '*') || (w.value_len == word_n + 2 &&
		    memcmp(w.value + 1, word, word_n) == 0))
			return true;
	return false;
}

struct taken {
	const char *service;
	size_t n;
	bool yes;
};

static bool
takes_one(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct taken *t = arg;
	size_t len;
	const char *takes = json_get(val, vn, "takes", &len);

	(void)id, (void)id_n;
	t->yes = takes != NULL && holds(takes, len, t->service, t->n);
	return !t->yes;
}

bool
measure_takes(struct store *s, const char *target, size_t n, int64_t at, const char *service,
    size_t service_n)
{
	struct taken t = { service, service_n, false };

	measure_each(s, target, n, at, takes_one, &t);
	return t.yes;
}

static const char *
worse(const char *state, const char *asks, size_t n)
{
	if (asks == NULL || (state != NULL && strcmp(state, "closed") == 0))
		return state;
	return n == 8 && memcmp(asks, "\"closed\"", 8) == 0 ? "closed" : "suspended";
}

static bool
state_one(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	const char **state = arg, *asks;
	size_t n;

	(void)id, (void)id_n;
	asks = json_get(val, vn, "asks", &n);
	*state = worse(*state, asks, n);
	return true;
}

const char *
measure_state(struct store *s, const char *target, size_t n, int64_t at)
{
	const char *state = NULL;

	measure_each(s, target, n, at, state_one, &state);
	return state;
}

/* ---- The state of a target as a whole. */

struct after {
	const char *state;
	struct buf taken, open;		/* arrays, not yet closed */
	int64_t step;
	const char *skip;		/* a measure that does not count */
	size_t skip_n;
};

static void
take(struct after *a, const char *takes, size_t n)
{
	struct json_walk w;
	bool had;

	json_walk(&w, takes, n);
	while (json_next(&w)) {
		buf_putc(&a->taken, ']');
		had = holds(a->taken.s, a->taken.len, w.value + 1, w.value_len - 2);
		a->taken.len--;
		if (had)
			continue;
		if (w.value_len == 3 && w.value[1] == '*')
			a->taken.len = 1;	/* all */
		if (a->taken.len > 1)
			buf_putc(&a->taken, ',');
		buf_put(&a->taken, w.value, w.value_len);
	}
}

static bool
after_one(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct after *a = arg;
	const char *v;
	size_t n;
	int64_t step;

	if (id_n == a->skip_n && memcmp(id, a->skip, id_n) == 0)
		return true;
	v = json_get(val, vn, "asks", &n);
	a->state = worse(a->state, v, n);
	v = json_get(val, vn, "takes", &n);
	if (v != NULL)
		take(a, v, n);
	if (a->open.len > 1)
		buf_putc(&a->open, ',');
	buf_json(&a->open, id, id_n);
	step = pick_number(val, vn, "step", 0);
	if (step > a->step)
		a->step = step;
	return true;
}

void
measure_after(const struct measure *m, struct store *s, unsigned side, const char *target,
    size_t n, int64_t at, const struct ladder_step *with, const char *id, size_t id_n,
    struct buf *b)
{
	struct after a = { .skip = id, .skip_n = id_n };
	const struct ladder_step *next;

	buf_putc(&a.taken, '[');
	buf_putc(&a.open, '[');
	measure_each(s, target, n, at, after_one, &a);
	if (with != NULL) {
		if (with->state != NULL)
			a.state = worse(a.state, with->state[0] == 'c' ? "\"closed\"" :
			    "\"suspended\"", with->state[0] == 'c' ? 8 : 11);
		take(&a, with->takes, with->takes_n);
		if (a.open.len > 1)
			buf_putc(&a.open, ',');
		buf_json(&a.open, id, id_n);
		if (with->step > a.step)
			a.step = with->step;
	}
	buf_putc(b, '{');
	buf_member(b, "state", a.state != NULL ? a.state : "active",
	    strlen(a.state != NULL ? a.state : "active"));
	buf_putc(&a.taken, ']');
	buf_putc(&a.open, ']');
	buf_member_raw(b, "taken", a.taken.s, a.taken.len);
	buf_member_raw(b, "open", a.open.s, a.open.len);
	next = ladder_after(m->ladder, side, a.step);
	if (next != NULL)
		buf_member(b, "next", next->kind, strlen(next->kind));
	buf_putc(b, '}');
	buf_free(&a.taken);
	buf_free(&a.open);
}

size_t
measure_due_key(char *out, int64_t until, const char *id, size_t n)
{
	out[0] = 'M';
	report_key(until, out + 1);
	memcpy(out + 14, id, n);
	return n + 14;
}

void
measure_closed(struct buf *out, const char *val, size_t n, const char *instead)
{
	if (n > STATE && (memcmp(val + n - STATE, open, STATE) == 0 ||
	    memcmp(val + n - STATE, done, STATE) == 0))
		n -= STATE;
	else
		n--;
	buf_put(out, val, n);
	buf_puts(out, instead);
	buf_putc(out, '}');
}

void
measure_show(struct buf *b, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct json_walk w;
	char name[24], text[WHEN_TEXT];
	int64_t sec;

	buf_putc(b, '{');
	buf_member(b, "measure", id, id_n);
	json_walk(&w, val, vn);
	while (json_next(&w)) {
		if (w.name_len >= sizeof name)
			continue;
		memcpy(name, w.name, w.name_len);
		name[w.name_len] = '\0';
		if ((strcmp(name, "from") == 0 || strcmp(name, "until") == 0 ||
		    strcmp(name, "ended_at") == 0 || strcmp(name, "lifted_at") == 0) &&
		    json_whole(w.value, w.value_len, &sec))
			buf_member(b, name, when_text(sec, text), 25);
		else if (strcmp(name, "side") != 0)
			buf_member_raw(b, name, w.value, w.value_len);
	}
	buf_putc(b, '}');
}
