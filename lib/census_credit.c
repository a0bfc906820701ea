#include "census.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "census_int.h"
#include "credit.h"
#include "finding.h"
#include "measure.h"
#include "mem.h"
#include "owner.h"
#include "scheme.h"
#include "score.h"
#include "store.h"
#include "when.h"

/* ---- Events (PA-10-1), and those that ask for a measure (PA-11-1, GR-10-1). */

/* Surely not: false.  measure_unanswered looks closely, at few of a million. */
static bool
asks(const struct census_work *w, const char *val, size_t n)
{
	static const char member[] = "\"kind\":";
	const char *v = memmem(val, n, member, sizeof member - 1), *end = val + n;
	size_t i;

	if (v == NULL)
		return false;
	v += sizeof member - 1;
	for (i = 0; i < w->breaches; i++)
		if ((size_t)(end - v) >= w->breach_n[i] &&
		    memcmp(v, w->breach[i], w->breach_n[i]) == 0)
			return true;
	return false;
}

void
census_event(struct census_work *w, struct census_part *p, const char *key, size_t klen,
    const char *val, size_t n)
{
	const char *time = memchr(key, 0, klen);
	int64_t at = 0;
	size_t i;

	if (time == NULL || (size_t)(key + klen - ++time) < 13)
		return;
	for (i = 0; i < 12; i++)
		at = at * 10 + (time[i] - '0');
	if (at > w->c->as_of)
		return;
	p->sum.count[CENSUS_EVENTS]++;
	if (!asks(w, val, n))
		return;
	if (p->breaches == p->breach_room) {
		p->breach_room = p->breach_room * 2 + 64;
		p->breach = mem_grow(p->breach, p->breach_room, sizeof *p->breach);
	}
	p->breach[p->breaches++] = (struct census_breach){ key, val, klen, n };
}

/* ---- Scores. */

static void
put(struct census *c, unsigned side, const struct scheme *s, const struct score *score)
{
	int64_t step = score->score / 5;
	const char *level = s->level[score->level].name;

	c->count[side == 0 ? CENSUS_SCORES_ACCOUNT : CENSUS_SCORES_USER]++;
	c->score[side][step < 0 ? 0 : step > 20 ? 20 : step]++;
	census_tally_add(&c->level[side], level, strlen(level), 1);
}

void
census_score(struct census_work *w, struct census_part *p, const char *key, size_t klen,
    const char *val, size_t n)
{
	unsigned side = *key == 'a' ? 0 : 1;
	const struct scheme *s = w->scheme[side];
	const char *state = memmem(val, n, ",[", 2);
	struct score score;

	if (klen < 3 || (*key != 'a' && *key != 'u'))
		return;
	/* ["SCHEME","TIME\u0000ID",EVENTS,[...]]: of this scheme, and not later */
	if (n > 34 && state != NULL && memcmp(val + 2, s->digest, 16) == 0 &&
	    memcmp(val + 21, w->digits, 12) <= 0 &&
	    score_get(state + 1, (size_t)(val + n - 1 - state) - 1, &score)) {
		score_advance(s, &score, w->today);
		put(&p->sum, side, s, &score);
		return;
	}
	if (p->lates == p->late_room) {
		p->late_room = p->late_room * 2 + 64;
		p->late = mem_grow(p->late, p->late_room, sizeof *p->late);
	}
	p->late[p->lates].at = p->owners.len;
	p->late[p->lates++].n = klen;
	buf_put(&p->owners, key, klen);
}

/* A score that has later events, or is of another scheme: folded anew. */
static void
fold(struct census_work *w, const char *key, size_t n)
{
	struct owner o = { .side = *key == 'a' ? OWNER_ACCOUNT : OWNER_USER };
	struct score score;

	memcpy(o.key, key, o.key_n = n);
	if (!credit_state(w->credit, w->store, &o, w->c->as_of, &score))
		return;
	score_advance(w->scheme[o.side], &score, w->today);
	put(w->c, o.side, w->scheme[o.side], &score);
}

void
census_credit_close(struct census_work *w)
{
	const struct census_part *p;
	unsigned side;
	size_t i;
	int k;

	for (k = 0; k < CENSUS_WORKERS; k++) {
		p = &w->part[k];
		for (i = 0; i < p->lates; i++)
			fold(w, p->owners.s + p->late[i].at, p->late[i].n);
		for (i = 0; i < p->breaches; i++)
			if (measure_unanswered(w->measure, w->store, p->breach[i].key,
			    p->breach[i].klen, p->breach[i].val, p->breach[i].n, &side))
				census_find_add(w->c, F_BREACH_UNANSWERED, side, 1);
	}
}
