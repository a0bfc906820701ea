#include "credit.h"

#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "buf.h"
#include "credit_int.h"
#include "json.h"
#include "mem.h"
#include "owner.h"
#include "scheme.h"
#include "score.h"
#include "status.h"
#include "store.h"

void
credit_time(int64_t sec, char out[CREDIT_TIME + 1])
{
	int i;

	for (i = CREDIT_TIME - 1; i >= 0; i--, sec /= 10)
		out[i] = (char)('0' + sec % 10);
	out[CREDIT_TIME] = '\0';
}

void
credit_kept_read(const char *val, size_t n, const struct scheme *s, struct credit_kept *k)
{
	struct json_walk w;
	bool good;

	json_walk(&w, val, n);
	good = json_next(&w) && w.value_len == 18;
	k->same = good && memcmp(w.value + 1, s->digest, 16) == 0;
	good = good && json_next(&w) && w.value_len <= sizeof k->last * 6;
	if (good && json_plain(w.value, w.value_len) && w.value_len - 2 <= sizeof k->last)
		memcpy(k->last, w.value + 1, k->last_n = w.value_len - 2);
	else if (good) {
		char text[sizeof k->last * 6];

		k->last_n = json_decode(text, w.value, w.value_len);
		good = k->last_n <= sizeof k->last;
		memcpy(k->last, text, good ? k->last_n : 0);
	}
	good = good && json_next(&w) && json_whole(w.value, w.value_len, &k->events) &&
	    json_next(&w) && score_get(w.value, w.value_len, k->score);
	if (!good)
		status_die(FAILED, "store damaged: a state in table credit is none");
}

void
credit_kept_text(struct buf *b, const struct scheme *s, const struct credit_kept *k)
{
	buf_put(b, "[\"", 2);
	buf_put(b, s->digest, 16);
	buf_put(b, "\",", 2);
	buf_json(b, k->last, k->last_n);
	buf_putc(b, ',');
	buf_num(b, k->events);
	buf_putc(b, ',');
	score_put(b, k->score);
	buf_putc(b, ']');
}

void
credit_event_read(const struct scheme *s, const char *text, size_t n, int64_t time,
    struct score_event *e, bool *appeal)
{
	char word[512];			/* a kind has 80 bytes at most, as escapes 480 */
	const char *v;
	size_t len;

	*e = (struct score_event){ .kind = -1, .time = time, .text = text, .n = n };
	v = json_get(text, n, "kind", &len);
	len = json_kind(v, len) == JSON_STRING && len <= sizeof word ?
	    json_decode(word, v, len) : 0;
	e->kind = scheme_kind(s, word, len);
	*appeal = len == 0 || (len == 6 && memcmp(word, "appeal", 6) == 0);
	v = json_get(text, n, "points", &len);
	if (v != NULL && len > 2 && *v == '"')
		v++, len -= 2;
	e->has_points = v != NULL && json_whole(v, len, &e->points);
	v = json_get(text, n, "confirmed_by", &len);
	e->confirmed = v != NULL && json_kind(v, len) == JSON_STRING && len > 2;
}

int
credit_compare(const char *a, size_t an, const char *b, size_t bn)
{
	int c = memcmp(a, b, an < bn ? an : bn);

	return c != 0 ? c : (an > bn) - (an < bn);
}

/* ---- All events of an owner. */

struct event {
	size_t key, key_n, text, text_n;	/* in buf */
	bool appeal;
	bool gone;			/* countered */
	int against;			/* an appeal's: the event it names; -1: none here */
	int open;			/* appeals against it that are not settled */
};

struct pile {
	struct buf buf;
	struct event *event;
	size_t count, room, prefix;
	char until[CREDIT_TIME + 1];	/* later ones are left out */
};

static bool
gather(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct pile *p = arg;
	struct event *e;

	if (memcmp(key + p->prefix, p->until, CREDIT_TIME) > 0)
		return false;
	if (p->count == p->room) {
		p->room = p->room > 0 ? p->room * 2 : 64;
		p->event = mem_grow(p->event, p->room, sizeof *p->event);
	}
	e = &p->event[p->count++];
	*e = (struct event){ .key = p->buf.len, .key_n = klen - p->prefix, .against = -1 };
	buf_put(&p->buf, key + p->prefix, e->key_n);
	e->text = p->buf.len;
	e->text_n = n;
	buf_put(&p->buf, val, n);
	return true;
}

/* id behind time and NUL. */
static int
order(const void *x, const void *y, void *arg)
{
	const struct pile *p = arg;
	const struct event *a = &p->event[*(const int *)x], *b = &p->event[*(const int *)y];
	size_t an = a->key_n - CREDIT_TIME - 1, bn = b->key_n - CREDIT_TIME - 1;

	return credit_compare(p->buf.s + a->key + CREDIT_TIME + 1, an,
	    p->buf.s + b->key + CREDIT_TIME + 1, bn);
}

static int
find(const struct pile *p, const int *by_id, const char *id, size_t n)
{
	size_t low = 0, high = p->count, mid;
	const struct event *e;
	int c;

	while (low < high) {
		mid = (low + high) / 2;
		e = &p->event[by_id[mid]];
		c = credit_compare(p->buf.s + e->key + CREDIT_TIME + 1,
		    e->key_n - CREDIT_TIME - 1, id, n);
		if (c == 0)
			return by_id[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return -1;
}

/* Which events are countered: those against which an appeal stands that is not countered
 * itself.  An appeal can only name what was there before it, so that there are no circles. */
static void
settle(struct pile *p)
{
	int *by_id = mem_alloc((p->count + 1) * sizeof *by_id), *ready;
	char id[ACT_ID * 6 + 2];
	const char *v;
	size_t i, n, done, count = 0;

	for (i = 0; i < p->count; i++)
		by_id[i] = (int)i;
	qsort_r(by_id, p->count, sizeof *by_id, order, p);
	for (i = 0; i < p->count; i++) {
		struct event *e = &p->event[i];

		if (!e->appeal)
			continue;
		v = json_get(p->buf.s + e->text, e->text_n, "event", &n);
		if (v == NULL || n > sizeof id)
			continue;
		e->against = find(p, by_id, id, json_decode(id, v, n));
		if (e->against >= 0)
			p->event[e->against].open++;
	}
	ready = by_id;
	for (i = 0; i < p->count; i++)
		if (p->event[i].open == 0)
			ready[count++] = (int)i;
	for (done = 0; done < count; done++) {
		struct event *e = &p->event[ready[done]], *t;

		if (e->against < 0)
			continue;
		t = &p->event[e->against];
		t->gone |= !e->gone;
		if (--t->open == 0)
			ready[count++] = e->against;
	}
	free(by_id);
}

size_t
credit_fold(const struct credit *c, struct store *st, unsigned side, const char *key,
    size_t key_n, int64_t until, struct score *score,
    void (*fn)(void *, const struct credit_step *), void *arg)
{
	const struct scheme *s = c->scheme[side];
	struct pile p = { .prefix = key_n + 1 };
	char prefix[OWNER_KEY + 1];
	struct score_event e;
	struct score_effect f;
	struct credit_step step;
	bool appeals = false;
	size_t i;

	credit_time(until < CREDIT_EVER ? until : CREDIT_EVER, p.until);
	memcpy(prefix, key, key_n);
	prefix[key_n] = '\0';
	store_walk(st, STORE_EVENT, prefix, key_n + 1, NULL, 0, gather, &p);
	for (i = 0; i < p.count; i++) {
		credit_event_read(s, p.buf.s + p.event[i].text, p.event[i].text_n, 0, &e,
		    &p.event[i].appeal);
		appeals |= p.event[i].appeal;
	}
	if (appeals)
		settle(&p);
	score_begin(s, score);
	for (i = 0; i < p.count; i++) {
		const struct event *v = &p.event[i];

		step = (struct credit_step){ .time = p.buf.s + v->key,
		    .id = p.buf.s + v->key + CREDIT_TIME + 1,
		    .id_n = v->key_n - CREDIT_TIME - 1, .text = p.buf.s + v->text,
		    .text_n = v->text_n, .countered = v->gone, .appeal = v->appeal,
		    .rule = -1, .after = score };
		if (!v->gone && !v->appeal) {
			credit_event_read(s, step.text, step.text_n,
			    strtoll(step.time, NULL, 10), &e, &appeals);
			if (e.kind >= 0) {
				score_fold(s, score, &e, &f);
				step.rule = f.rule;
				step.delta = f.delta;
				step.recovered = f.recovered;
				step.unconfirmed = f.unconfirmed;
				step.measure = f.measure;
				step.days = f.days;
			}
		}
		if (fn != NULL)
			fn(arg, &step);
	}
	buf_free(&p.buf);
	free(p.event);
	return p.count;
}

/* ---- Folding anew. */

struct mine {
	const char *id;
	size_t id_n;
	struct score_effect *f;
	struct credit_kept *k;
};

static void
note(void *arg, const struct credit_step *t)
{
	struct mine *m = arg;

	m->k->events++;
	m->k->last_n = CREDIT_TIME + 1 + t->id_n;
	memcpy(m->k->last, t->time, m->k->last_n);
	if (m->f != NULL && t->id_n == m->id_n && memcmp(t->id, m->id, m->id_n) == 0)
		*m->f = (struct score_effect){ .rule = t->rule, .unconfirmed = t->unconfirmed,
		    .delta = t->delta, .recovered = t->recovered, .measure = t->measure,
		    .days = t->days };
}

void
credit_refold(const struct credit *c, struct store *st, unsigned side, const char *key,
    size_t key_n, const char *id, size_t id_n, struct score_effect *mine,
    struct credit_kept *k)
{
	struct mine m = { id, id_n, mine, k };

	*k = (struct credit_kept){ .score = k->score, .same = true };
	credit_fold(c, st, side, key, key_n, CREDIT_EVER, k->score, note, &m);
}

bool
credit_state(const struct credit *c, struct store *st, const struct owner *o, int64_t at,
    struct score *score)
{
	const struct scheme *s = c->scheme[o->side];
	struct credit_kept k = { .score = score };
	char until[CREDIT_TIME + 1];
	const char *val;
	size_t n;

	if (!store_get(st, STORE_CREDIT, o->key, o->key_n, &val, &n)) {
		score_begin(s, score);
		return false;
	}
	credit_kept_read(val, n, s, &k);
	credit_time(at, until);
	if (k.same && (k.last_n < CREDIT_TIME || memcmp(k.last, until, CREDIT_TIME) <= 0))
		return true;
	return credit_fold(c, st, o->side, o->key, o->key_n, at, score, NULL, NULL) > 0;
}
