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
answered(struct measure *m, struct store *s, unsigned side, const char *target,
    size_t n, int64_t time, int64_t seconds)
{
	struct answer a = { m->ladder, side, when_start(when_day_of(time)), time + seconds,
		false };

	measure_each(s, target, n, INT64_MAX, answer_one, &a);
	return a.yes;
}

/* ---- Each event that asks for one. */

struct breaches {
	struct measure *m;
	struct store *s;
	const char *kinds;		/* audit.breaches */
	size_t kinds_n;
	int64_t seconds;
	struct buf *out;
	unsigned *worst;
};

static bool
asks(const struct breaches *b, const char *kind, size_t n)
{
	struct json_walk w;

	json_walk(&w, b->kinds, b->kinds_n);
	while (json_next(&w))
		if (w.value_len == n && memcmp(w.value, kind, n) == 0)
			return true;
	return false;
}

static bool
event_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct breaches *b = arg;
	const char *time = memchr(key, 0, klen), *v, *id;
	char target[OWNER_KEY] = "a:", raw[OWNER_KEY * 6 + 2];
	size_t len, target_n, id_n;
	unsigned side = *key == 'a' ? OWNER_ACCOUNT : *key == 'u' ? OWNER_USER : OWNER_GROUP;
	struct buf name = { 0 };
	int64_t at = 0;
	int i;

	if (time == NULL || (size_t)(key + klen - ++time) < 13 ||
	    (v = json_get(val, n, "kind", &len)) == NULL || !asks(b, v, len))
		return true;
	for (i = 0; i < 12; i++)
		at = at * 10 + (time[i] - '0');
	if (at + b->seconds > b->m->as_of)
		return true;
	/* Credit is the subject's, a measure the account's. */
	v = json_get(val, n, "account", &len);
	target_n = side == OWNER_ACCOUNT && v != NULL && len <= sizeof raw ?
	    2 + json_decode(raw, v, len) : 0;
	if (target_n > 2 && target_n < sizeof target)
		memcpy(target + 2, raw, target_n - 2);
	else if ((target_n = (size_t)(time - key) - 1) < sizeof target)
		memcpy(target, key, target_n);
	else
		return true;
	id = time + 13;
	id_n = (size_t)(key + klen - id);
	if (answered(b->m, b->s, side, target, target_n, at, b->seconds) ||
	    !credit_stands(b->m->credit, b->s, id, id_n))
		return true;
	buf_json(&name, target, target_n);
	measure_say(b->out, b->worst, F_BREACH_UNANSWERED, side, "event", id, id_n, name.s,
	    name.len);
	buf_free(&name);
	return true;
}

void
measure_audit_breaches(struct measure *m, struct policy *p, struct store *s, struct buf *out,
    unsigned *worst)
{
	struct breaches b = { .m = m, .s = s, .out = out, .worst = worst,
		.seconds = policy_num(p, "audit.breach_days") * 86400 };

	b.kinds = policy_get(p, "audit.breaches", &b.kinds_n);
	store_walk(s, STORE_EVENT, "", 0, NULL, 0, event_one, &b);
}
