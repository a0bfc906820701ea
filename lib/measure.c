#include "measure.h"

#include <stdlib.h>

#include "act.h"
#include "blacklist.h"
#include "credit.h"
#include "finding.h"
#include "fold.h"
#include "ladder.h"
#include "measure_int.h"
#include "mem.h"
#include "owner.h"
#include "policy.h"
#include "record.h"
#include "status.h"
#include "term.h"
#include "when.h"

#define OLDEST 946656000		/* 2000-01-01 in UTC+8 */
#define DAY 86400

struct measure *
measure_new(struct policy *p, const struct term_table *terms, enum measure_verb verb,
    const char *by, int64_t now, int64_t as_of)
{
	struct measure *m = mem_alloc(sizeof *m);

	*m = (struct measure){ .verb = verb, .terms = terms, .by = by, .now = now,
	    .as_of = as_of, .policy = policy_digest(p), .rest = p };
	m->ladder = ladder_load(p);
	m->credit = credit_new(p, CREDIT_READ, by, now, as_of);
	m->rules = mem_alloc(sizeof *m->rules);
	blacklist_rules(p, m->rules);
	return m;
}

void
measure_free(struct measure *m)
{
	if (m == NULL)
		return;
	ladder_free(m->ladder);
	credit_free(m->credit);
	fold_free(m->fold);
	free(m->rules);
	free(m);
}

/* ---- Judged without the store. */

static void
check_term(struct record *r, struct measure_facts *f)
{
	int got = record_time(r, M_FROM, &f->from), end = record_time(r, M_UNTIL, &f->until);

	if (got == 0)
		f->from = f->time;
	if (got < 0 || end < 0 || (got > 0 && f->from < OLDEST))
		finding_add(r, F_MEASURE_TERM, end < 0 ? M_UNTIL : M_FROM,
		    got < 0 || end < 0 ? "not a time" : "begins before 2000");
	else if (end == 0 && f->step->term == LADDER_MUST)
		finding_add(r, F_MEASURE_TERM, M_UNTIL, "this kind needs an end");
	else if (end > 0 && f->step->term == LADDER_NEVER)
		finding_add(r, F_MEASURE_TERM, M_UNTIL, "this kind has no end");
	else if (end > 0 && f->until <= f->from)
		finding_add(r, F_MEASURE_TERM, M_UNTIL, "ends before it begins");
	else if (end > 0 && f->step->most_days > 0 &&
	    f->until - f->from > f->step->most_days * DAY)
		finding_limit(r, F_MEASURE_BOUND, M_UNTIL,
		    (uint32_t)((f->until - f->from + DAY - 1) / DAY % UINT32_MAX),
		    (uint32_t)f->step->most_days);
	if (end <= 0)
		f->until = INT64_MAX;
}

/* PA-11-2b/c, PA-12-3a: what was found is dealt with at once. */
static void
check_delay(struct record *r, const struct measure *m, const struct measure_facts *f)
{
	int64_t found, minutes = f->step->act == LADDER_REMOVE ? m->ladder->remove_minutes :
	    m->ladder->moderate_minutes;
	enum finding_code late = f->step->act == LADDER_REMOVE ? F_ACTION_LATE :
	    F_MODERATION_LATE;
	int got = record_time(r, M_DISCOVERED_AT, &found);

	if (got <= 0)
		finding_add(r, late, M_DISCOVERED_AT, "not said when it was found");
	else if (found > f->time)
		finding_add(r, F_MEASURE_TIME, M_DISCOVERED_AT, "found after it was acted on");
	else if (f->time - found > minutes * 60)
		finding_limit(r, late, M_DISCOVERED_AT,
		    (uint32_t)((f->time - found + 59) / 60 % UINT32_MAX), (uint32_t)minutes);
	if (f->step->act == LADDER_REMOVE && record_flag(r, M_SPREAD_STOPPED) != 1)
		finding_add(r, F_SPREAD_OPEN, M_SPREAD_STOPPED, NULL);
}

const char *
measure_check(struct record *r, void *room, void *arg)
{
	const struct measure *m = arg;
	struct measure_facts *f = mem_piece(r->arena, sizeof *f);
	struct piece t = { "", 0 };
	const char *why, *whose;
	int64_t points;

	*f = (struct measure_facts){ .act = mem_piece(r->arena, sizeof *f->act),
	    .owner = mem_piece(r->arena, sizeof *f->owner) };
	r->extra = f;
	why = act_read(r, room, M_NONE, f->act);
	if (why != NULL)
		return why;
	whose = owner_read(r, f->owner);
	record_text(r, M_KIND, &t);
	if (f->owner->side == OWNER_NONE)
		f->step = ladder_find(m->ladder, OWNER_ACCOUNT, t.s, t.n);
	else if (whose == NULL)
		f->step = ladder_find(m->ladder, f->owner->side, t.s, t.n);
	if (whose != NULL && (f->step == NULL || f->step->act != LADDER_MONITOR))
		return whose;
	if (f->step == NULL) {
		finding_add(r, F_MEASURE_KIND, M_KIND, NULL);
		return NULL;
	}
	if (record_time(r, M_TIME, &f->time) <= 0 || f->time < OLDEST || f->time > m->as_of) {
		finding_add(r, F_MEASURE_TIME, M_TIME, NULL);
		f->time = m->as_of;
	}
	if (f->step->credit && record_number(r, M_POINTS, &points) && points <= 0)
		finding_add(r, F_EVENT_POINTS, M_POINTS, "no points lower nothing");
	if (record_text(r, M_GROUND, &t))
		f->ground = term_value(m->terms, TERM_GROUND, t.s, t.n);
	if (f->step->act < LADDER_MODERATE && (f->ground == NULL || !record_has(r, M_CLAUSE)))
		finding_add(r, F_MEASURE_GROUND, f->ground == NULL ? M_GROUND : M_CLAUSE,
		    NULL);
	if (!record_has(r, M_OPERATOR) && record_flag(r, M_AUTOMATED) != 1)
		finding_add(r, F_MEASURE_GROUND, M_OPERATOR,
		    "who took it (operator), or that it was automated, is missing");
	check_term(r, f);
	if (f->step->act == LADDER_REMOVE || f->step->act == LADDER_MODERATE)
		check_delay(r, m, f);
	return NULL;
}
