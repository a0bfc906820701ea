#include "credit.h"

#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "buf.h"
#include "credit_int.h"
#include "finding.h"
#include "journal.h"
#include "mem.h"
#include "owner.h"
#include "policy.h"
#include "record.h"
#include "scheme.h"
#include "score.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "when.h"

#define OLDEST 946656000		/* 2000-01-01 in UTC+8 */
enum { CLOCK = 5 };	/* seconds that an instant may lie behind the clock which gave it */

/* What the check leaves for apply. */
struct facts {
	struct act act;
	struct owner owner;
	struct score_event event;
	struct piece against;		/* an appeal's: the event; else s is NULL */
	bool passes;			/* a measure that is no event */
};

struct credit *
credit_new(struct policy *p, enum credit_verb verb, const char *by, int64_t now, int64_t as_of)
{
	struct credit *c = mem_alloc(sizeof *c);
	unsigned i;

	*c = (struct credit){ .verb = verb, .by = by, .now = now, .as_of = as_of,
	    .policy = policy_digest(p) };
	c->follows = as_of <= when_clock() && when_clock() - as_of <= CLOCK;
	for (i = 0; i < SCHEMES; i++)
		c->scheme[i] = scheme_load(p, (enum scheme_of)i);
	c->batch = seal_hash_new(SEAL_SM3);
	return c;
}

void
credit_free(struct credit *c)
{
	unsigned i;

	if (c == NULL)
		return;
	for (i = 0; i < SCHEMES; i++)
		scheme_free(c->scheme[i]);
	seal_hash_free(c->batch);
	free(c);
}

const struct scheme *
credit_scheme(const struct credit *c, unsigned side)
{
	return c->scheme[side];
}

/* ---- Judged without the store. */

/* Points that a rule leaves to the event must be there and within its bound.  Asked is every
 * rule that might count on the day, whatever the score will be: what is taken does not hang on
 * the order in which events come. */
static bool
bad_points(const struct scheme *s, const struct score_event *e)
{
	int day = when_day_of(e->time);
	bool given = false, any = false;
	size_t i;

	for (i = 0; i < s->rules; i++) {
		const struct scheme_rule *r = &s->rule[i];

		if (r->kind != e->kind || day < r->from || day >= r->until)
			continue;
		given |= r->given;
		any |= r->given && e->has_points && e->points >= 0 && e->points <= r->most;
		if (r->when == NULL)
			break;
	}
	return given && !any;
}

static void
check_appeal(struct record *r, struct facts *f)
{
	if (!record_text(r, M_EVENT, &f->against))
		finding_add(r, F_EVENT_UNKNOWN, M_EVENT, "an appeal names no event");
	if (!record_has(r, M_BY) || !record_has(r, M_REASON) || !record_has(r, M_BASIS))
		finding_add(r, F_EVENT_REASON, !record_has(r, M_BY) ? M_BY :
		    !record_has(r, M_REASON) ? M_REASON : M_BASIS, NULL);
}

static void
check_event(struct record *r, const struct credit *c, struct facts *f,
    const struct piece *kind)
{
	f->event.kind = scheme_kind(c->scheme[f->owner.side], kind->s, kind->n);
	f->event.confirmed = record_has(r, M_CONFIRMED_BY);
	f->event.text = f->act.text;
	f->event.n = f->act.text_n;
	if (kind->n == 0 || f->event.kind < 0)
		finding_add(r, F_EVENT_KIND, M_KIND, NULL);
	f->event.has_points = record_number(r, M_POINTS, &f->event.points);
	if ((record_has(r, M_POINTS) && !f->event.has_points) ||
	    (f->event.kind >= 0 && bad_points(c->scheme[f->owner.side], &f->event)))
		finding_add(r, F_EVENT_POINTS, M_POINTS, NULL);
}

/* In the future?  In a long run the clock moves on. */
static bool
to_come(const struct credit *c, int64_t time)
{
	return time > c->as_of && !(c->follows && time <= when_clock());
}

const char *
credit_check(struct record *r, void *room, void *arg)
{
	const struct credit *c = arg;
	struct facts *f = mem_piece(r->arena, sizeof *f);
	struct piece kind = { "", 0 };
	const char *why, *whose;

	*f = (struct facts){ .against = { NULL, 0 } };
	r->extra = f;
	why = act_read(r, room, M_NONE, &f->act);
	if (why != NULL)
		return why;
	record_text(r, M_KIND, &kind);
	whose = owner_read(r, &f->owner);
	/* What was rejected passes, and what comes from `enforce` and is no event here. */
	f->passes = finding_earlier(r) == REJECT || (record_has(r, M_STEP) &&
	    c->verb == CREDIT_APPLY && (whose != NULL ||
	    scheme_kind(c->scheme[f->owner.side], kind.s, kind.n) < 0));
	if (f->passes)
		return NULL;
	if (record_time(r, M_TIME, &f->event.time) <= 0 || f->event.time < OLDEST ||
	    to_come(c, f->event.time))
		finding_add(r, F_EVENT_TIME, M_TIME, NULL);
	if (c->verb == CREDIT_APPEAL || (kind.n == 6 && memcmp(kind.s, "appeal", 6) == 0)) {
		if (kind.n > 0 && (kind.n != 6 || memcmp(kind.s, "appeal", 6) != 0))
			finding_add(r, F_EVENT_KIND, M_KIND, "not an appeal");
		check_appeal(r, f);
	} else if (whose != NULL)
		return whose;
	else
		check_event(r, c, f, &kind);
	return NULL;
}

/* ---- With the store. */

static size_t
event_key(char out[], const char *key, size_t key_n, int64_t time, const char *id, size_t id_n)
{
	memcpy(out, key, key_n);
	out[key_n] = '\0';
	credit_time(time, out + key_n + 1);
	memcpy(out + key_n + 2 + CREDIT_TIME, id, id_n);
	return key_n + 2 + CREDIT_TIME + id_n;
}

/* Put an event or appeal (event NULL), and fold: forward when it is the last of all, else all
 * anew.  Returns the answer, *n_of bytes, until the next. */
static const char *
put(const struct credit *c, struct store *st, const struct act *a, unsigned side,
    const char *owner, size_t owner_n, int64_t time, const struct score_event *e, size_t *n_of)
{
	static struct buf b;
	const struct scheme *s = c->scheme[side];
	struct score_effect f = { .rule = -1 };
	struct score score;
	struct credit_kept k = { .score = &score, .same = true };
	char key[STORE_KEY];
	size_t n = event_key(key, owner, owner_n, time, a->id, a->id_n), vn;
	const char *last = key + owner_n + 1, *val;
	size_t last_n = n - owner_n - 1;

	if (store_get(st, STORE_CREDIT, owner, owner_n, &val, &vn))
		credit_kept_read(val, vn, s, &k);
	else
		score_begin(s, &score);
	store_put(st, STORE_EVENT, key, n, a->text, a->text_n);
	if (e != NULL && k.same && credit_compare(last, last_n, k.last, k.last_n) > 0) {
		score_fold(s, &score, e, &f);
		k.events++;
		memcpy(k.last, last, k.last_n = last_n);
	} else
		credit_refold(c, st, side, owner, owner_n, a->id, a->id_n, &f, &k);
	b.len = 0;
	credit_kept_text(&b, s, &k);
	store_put(st, STORE_CREDIT, owner, owner_n, b.s, b.len);
	seal_hash_update(c->batch, a->digest, sizeof a->digest);
	return credit_answer_put(st, n_of, c, a, side, owner, owner_n, time, &score, &f);
}

static bool
fits(const struct owner *o, const struct act *a)
{
	return o->key_n + 2 + CREDIT_TIME + a->id_n <= STORE_KEY;
}

static bool
apply_event(struct credit *c, struct store *st, struct record *r, struct facts *f)
{
	const char *answer;
	size_t n;

	if (!owner_find(st, r, &f->owner)) {
		finding_add(r, F_EVENT_OWNER, f->owner.side == OWNER_USER ? M_USER : M_ACCOUNT,
		    NULL);
		return false;
	}
	if (!fits(&f->owner, &f->act)) {
		finding_add(r, F_EVENT_OWNER, M_ID, "name and id are too long together");
		return false;
	}
	answer = put(c, st, &f->act, f->owner.side, f->owner.key, f->owner.key_n,
	    f->event.time, &f->event, &n);
	credit_tell(r, c, answer, n);
	return true;
}

static const char *
apply_appeal(const struct credit *c, struct store *st, const struct act *a, const char *event,
    size_t event_n, int64_t at, size_t *n)
{
	char owner[OWNER_KEY];
	size_t owner_n;
	int64_t side, time;

	if (!credit_whose(st, event, event_n, &side, owner, &owner_n, &time) ||
	    owner_n + 2 + CREDIT_TIME + a->id_n > STORE_KEY)
		return NULL;
	return put(c, st, a, (unsigned)side, owner, owner_n, at, NULL, n);
}

bool
credit_apply(struct record *r, struct store *st, void *arg)
{
	struct credit *c = arg;
	struct facts *f = r->extra;
	const char *answer;
	bool changed;
	size_t n;

	if (f->passes || r->verdict == REJECT)
		return false;
	switch (act_seen(st, ACT_CREDIT, &f->act, &answer, &n)) {
	case ACT_SAME:
		credit_tell(r, c, answer, n);
		return false;
	case ACT_OTHER:
		finding_add(r, F_EVENT_REUSED, M_ID, NULL);
		return false;
	case ACT_NEW:
		break;
	}
	if (f->against.s == NULL)
		changed = apply_event(c, st, r, f);
	else {
		answer = apply_appeal(c, st, &f->act, f->against.s, f->against.n,
		    f->event.time, &n);
		changed = answer != NULL;
		if (changed)
			credit_tell(r, c, answer, n);
		else
			finding_add(r, F_EVENT_UNKNOWN, M_EVENT, NULL);
	}
	if (!changed)
		return false;
	if (store_dry(st))
		record_set_text(r, M_WOULD, c->verb == CREDIT_APPEAL ? "appeal" : "apply",
		    c->verb == CREDIT_APPEAL ? 6 : 5);
	return true;
}

void
credit_batch(struct store *st, size_t changed, void *arg)
{
	struct credit *c = arg;
	struct buf what = { 0 };
	char digest[129];

	seal_hash_final(c->batch, digest);
	buf_putc(&what, '{');
	buf_member_num(&what, "events", (int64_t)changed);
	buf_member(&what, "digest", digest, 64);
	buf_putc(&what, '}');
	journal_put(st, c->now, c->by, c->verb == CREDIT_APPEAL ? "appeal" : "apply",
	    c->policy, what.s, what.len);
	buf_free(&what);
}

/* ---- For measures. */

const char *
credit_lower(struct credit *c, struct store *st, struct record *r, const struct act *a,
    const struct owner *o)
{
	struct score_event e = { .kind = -1 };
	struct piece kind = { "", 0 };
	const char *answer;
	size_t n;

	record_text(r, M_KIND, &kind);
	e.kind = scheme_kind(c->scheme[o->side], kind.s, kind.n);
	if (e.kind < 0)
		return "the credit rules know no such kind";
	e.has_points = record_number(r, M_POINTS, &e.points);
	e.confirmed = record_has(r, M_CONFIRMED_BY);
	e.text = a->text;
	e.n = a->text_n;
	if (record_time(r, M_TIME, &e.time) <= 0 || !fits(o, a))
		return "no time, or name and id are too long together";
	if (bad_points(c->scheme[o->side], &e))
		return "points must be a whole number within the rule's bound";
	switch (act_seen(st, ACT_CREDIT, a, &answer, &n)) {
	case ACT_OTHER:
		return "an event of this id says something else";
	case ACT_NEW:
		put(c, st, a, o->side, o->key, o->key_n, e.time, &e, &n);
		break;
	case ACT_SAME:
		break;
	}
	return NULL;
}

bool
credit_counter(struct credit *c, struct store *st, const char *event, size_t event_n,
    const struct act *appeal, int64_t time)
{
	const char *answer;
	size_t n;

	return credit_stands(c, st, event, event_n) &&
	    act_seen(st, ACT_CREDIT, appeal, &answer, &n) == ACT_NEW &&
	    apply_appeal(c, st, appeal, event, event_n, time, &n) != NULL;
}

struct stands {
	const char *id;
	size_t n;
	bool yes;
};

static void
look(void *arg, const struct credit_step *t)
{
	struct stands *s = arg;

	if (t->id_n == s->n && memcmp(t->id, s->id, s->n) == 0)
		s->yes = !t->countered;
}

bool
credit_stands(const struct credit *c, struct store *st, const char *event, size_t n)
{
	char owner[OWNER_KEY];
	struct stands s = { event, n, false };
	struct score score;
	size_t owner_n;
	int64_t side, time;

	if (!credit_whose(st, event, n, &side, owner, &owner_n, &time))
		return false;
	credit_fold(c, st, (unsigned)side, owner, owner_n, CREDIT_EVER, &score, look, &s);
	return s.yes;
}
