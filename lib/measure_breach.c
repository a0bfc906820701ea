#include "measure.h"

#include <string.h>

#include "buf.h"
#include "credit.h"
#include "finding.h"
#include "json.h"
#include "ladder.h"
#include "measure_int.h"
#include "owner.h"
#include "pick.h"
#include "policy.h"
#include "store.h"
#include "when.h"

/* Is there a measure from the day of the event on, and within the time for it? */
struct answer {
	const struct ladder *ladder;
	unsigned side;
	int64_t from, until;
	bool yes;
};

static bool
answer_one(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct answer *a = arg;
	size_t n;
	const char *kind = json_get(val, vn, "kind", &n);
	const struct ladder_step *step = kind != NULL && n > 2 ?
	    ladder_find(a->ladder, a->side, kind + 1, n - 2) : NULL;
	int64_t time = pick_number(val, vn, "from", 0);

	(void)id, (void)id_n;
	/* Comments that are moderated answer no violation of who owns the account. */
	a->yes = (step == NULL || step->act != LADDER_MODERATE) && time >= a->from &&
	    time <= a->until;
	return !a->yes;
}

static bool
answered(struct measure *m, struct store *s, unsigned side, const char *target, size_t n,
    int64_t time, int64_t until)
{
	struct answer a = { m->ladder, side, when_start(when_day_of(time)), until, false };

	measure_each(s, target, n, INT64_MAX, answer_one, &a);
	return a.yes;
}

/* The target of an event: credit is the subject's, a measure the account's. */
static size_t
target_of(const char *key, size_t owner_n, const char *val, size_t n, char out[OWNER_KEY])
{
	char raw[OWNER_KEY * 6 + 2];
	size_t len;
	const char *v = *key == 'a' ? json_get(val, n, "account", &len) : NULL;

	if (v == NULL || len > sizeof raw) {
		memcpy(out, key, owner_n < OWNER_KEY ? owner_n : 0);
		return owner_n < OWNER_KEY ? owner_n : 0;
	}
	len = json_decode(raw, v, len);
	if (len + 2 > OWNER_KEY)
		return 0;
	memcpy(out, "a:", 2);
	memcpy(out + 2, raw, len);
	return len + 2;
}

static bool
asks(const struct measure *m, const char *kind, size_t n)
{
	struct json_walk w;
	size_t len;
	const char *kinds = policy_get(m->rest, "audit.breaches", &len);

	json_walk(&w, kinds, len);
	while (json_next(&w))
		if (w.value_len == n && memcmp(w.value, kind, n) == 0)
			return true;
	return false;
}

bool
measure_unanswered(struct measure *m, struct store *s, const char *key, size_t klen,
    const char *val, size_t n, unsigned *side)
{
	const char *time = memchr(key, 0, klen), *kind;
	char target[OWNER_KEY];
	size_t len, target_n;
	int64_t at = 0, until;
	int i;

	*side = *key == 'a' ? OWNER_ACCOUNT : *key == 'u' ? OWNER_USER : OWNER_GROUP;
	if (time == NULL || (size_t)(key + klen - ++time) < 13 ||
	    (kind = json_get(val, n, "kind", &len)) == NULL || !asks(m, kind, len))
		return false;
	for (i = 0; i < 12; i++)
		at = at * 10 + (time[i] - '0');
	until = at + policy_num(m->rest, "audit.breach_days") * 86400;
	target_n = target_of(key, (size_t)(time - key) - 1, val, n, target);
	return until <= m->as_of && target_n > 0 &&
	    !answered(m, s, *side, target, target_n, at, until) &&
	    credit_stands(m->credit, s, time + 13, (size_t)(key + klen - time) - 13);
}

/* ---- Each event that asks for one. */

struct breaches {
	struct measure *m;
	struct store *s;
	struct buf *out;
	unsigned *worst;
};

static bool
event_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct breaches *b = arg;
	struct buf name = { 0 };
	char target[OWNER_KEY];
	const char *time;
	unsigned side;

	if (!measure_unanswered(b->m, b->s, key, klen, val, n, &side))
		return true;
	time = (const char *)memchr(key, 0, klen) + 1;
	buf_json(&name, target, target_of(key, (size_t)(time - key) - 1, val, n, target));
	measure_say(b->out, b->worst, F_BREACH_UNANSWERED, side, "event", time + 13,
	    (size_t)(key + klen - time) - 13, name.s, name.len);
	buf_free(&name);
	return true;
}

void
measure_audit_breaches(struct measure *m, struct store *s, struct buf *out, unsigned *worst)
{
	struct breaches b = { m, s, out, worst };

	store_walk(s, STORE_EVENT, "", 0, NULL, 0, event_one, &b);
}
