#include "measure.h"

#include <string.h>

#include "act.h"
#include "blacklist.h"
#include "buf.h"
#include "credit.h"
#include "finding.h"
#include "fold.h"
#include "journal.h"
#include "json.h"
#include "ladder.h"
#include "measure_int.h"
#include "mem.h"
#include "owner.h"
#include "pick.h"
#include "record.h"
#include "report.h"
#include "status.h"
#include "store.h"

struct reached {
	int64_t step;
};

static bool
reached_one(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct reached *a = arg;
	int64_t step = pick_number(val, vn, "step", 0);
	size_t n;

	(void)id, (void)id_n;
	if (step > a->step && json_get(val, vn, "lifted_at", &n) == NULL)
		a->step = step;
	return true;
}

/* The step before was never taken, or was taken back. */
static void
judge_step(struct store *s, struct record *r, const struct measure_facts *f,
    const char *target, size_t n)
{
	struct reached a = { 0 };

	if (f->step->step <= 1)
		return;
	measure_each(s, target, n, INT64_MAX, reached_one, &a);
	if (a.step < f->step->step - 1)
		finding_limit(r, F_MEASURE_STEP, M_KIND, (uint32_t)f->step->step,
		    (uint32_t)a.step + 1);
}

/* The members of an answer, also of one that was given before. */
static void
tell(struct record *r, const char *answer, size_t n)
{
	static const struct { const char *name; enum member m; } part[] = {
		{ "step", M_STEP }, { "after", M_AFTER }, { "effects", M_EFFECTS },
		{ "report", M_REPORT }
	};
	const char *v;
	size_t i, len;

	for (i = 0; i < 4; i++) {
		v = json_get(answer, n, part[i].name, &len);
		if (v != NULL)
			record_set_copy(r, part[i].m, v, len);
	}
	if (json_get(answer, n, "skips", &len) != NULL)
		finding_limit(r, F_MEASURE_STEP, M_KIND,
		    (uint32_t)pick_number(answer, n, "step", 0),
		    (uint32_t)pick_number(answer, n, "skips", 0));
}

static void
effect(struct buf *b, const char *what, const char *name, const char *value, size_t n)
{
	if (b->len > 1)
		buf_putc(b, ',');
	buf_puts(b, "{\"effect\":\"");
	buf_puts(b, what);
	buf_puts(b, "\"");
	if (name != NULL)
		buf_member_raw(b, name, value, n);
	buf_putc(b, '}');
}

/* PA-13-2b/c, GR-11-3b/c: a measure that lists puts account and subject, person or group on
 * the blacklist until it ends. */
static void
list(struct measure *m, struct store *s, struct record *r, const struct measure_facts *f,
    struct buf *effects)
{
	struct blacklist_listing x = { .from = f->from, .until = f->until,
	    .list = { "hand", 4 }, .ground = { f->ground, strlen(f->ground) },
	    .cause = { f->act->id, f->act->id_n } };
	struct piece clause = { "", 0 }, reason = { "", 0 }, by = { "automated", 9 };
	char serial[24];
	int i;

	record_text(r, M_CLAUSE, &clause);
	record_text(r, M_REASON, &reason);
	record_text(r, M_OPERATOR, &by);
	x.basis = (struct blacklist_text){ clause.s, clause.n };
	x.reason = reason.n > 0 ? (struct blacklist_text){ reason.s, reason.n } :
	    (struct blacklist_text){ f->step->kind, strlen(f->step->kind) };
	x.by = (struct blacklist_text){ by.s, by.n };
	for (i = 0; i < 2; i++) {
		if (i == 0) {
			x.kind = f->owner->side == OWNER_GROUP ? 'g' :
			    f->owner->side == OWNER_USER ? 'e' : 'a';
			x.key = (struct blacklist_text){ f->owner->name, f->owner->name_n };
		} else if (*f->owner->subject == '\0')
			break;
		else {
			x.kind = f->owner->side == OWNER_USER ? 'e' : 's';
			x.key = (struct blacklist_text){ f->owner->subject, 32 };
		}
		effect(effects, "listing", "listing", serial, (size_t)measure_digits(serial,
		    blacklist_put(s, m->rules, m->fold, &x, m->now)));
	}
}

static enum report_kind
report_of(const struct measure_facts *f)
{
	if (f->owner->side == OWNER_GROUP)
		return REPORT_GR11_1;
	if (f->owner->side == OWNER_USER)
		return REPORT_GR11_2;
	return f->step->act == LADDER_REMOVE ? REPORT_PA11_2 : REPORT_PA13_1;
}

static void
put_text(struct buf *b, const char *name, const char *s)
{
	if (s != NULL && *s != '\0')
		buf_member(b, name, s, strlen(s));
}

/* The measure and everything that it brings with it. */
static bool
take_measure(struct measure *m, struct store *s, struct record *r, struct measure_facts *f,
    const char *target, size_t target_n, const char *after, size_t after_n)
{
	static struct buf b, effects, answer;
	char key[STORE_KEY], by[256], text[24];
	struct piece operator = { "automated", 9 };
	const char *why;
	int64_t report = 0;
	size_t i, n;

	effects.len = b.len = answer.len = 0;
	buf_putc(&effects, '[');
	if (f->step->credit) {
		why = credit_lower(m->credit, s, r, f->act, f->owner);
		if (why != NULL) {
			finding_add(r, F_EVENT_POINTS, M_POINTS, why);
			return false;
		}
		answer.len = 0;
		buf_json(&answer, f->act->id, f->act->id_n);
		effect(&effects, "credit", "event", answer.s, answer.len);
	}
	if (f->step->takes_n > 2)
		effect(&effects, "takes", "services", f->step->takes, f->step->takes_n);
	if (f->step->state != NULL) {
		answer.len = 0;
		buf_json(&answer, f->step->state, strlen(f->step->state));
		effect(&effects, "state", "state", answer.s, answer.len);
	}
	if (f->step->lists)
		list(m, s, r, f, &effects);
	if (f->step->act < LADDER_MODERATE) {
		report = report_put(s, report_of(f), "measure", f->act->id, f->act->id_n,
		    m->now, m->ladder->report_hours);
		effect(&effects, "report", "report", text,
		    (size_t)measure_digits(text, report));
	}
	buf_putc(&effects, ']');

	buf_putc(&b, '{');
	put_text(&b, "kind", f->step->kind);
	buf_member_num(&b, "side", f->owner->side);
	buf_member(&b, "target", target, target_n);
	put_text(&b, "subject", f->owner->subject);
	buf_member_num(&b, "from", f->from);
	if (f->until != INT64_MAX)
		buf_member_num(&b, "until", f->until);
	buf_member_num(&b, "step", f->step->step);
	buf_member_raw(&b, "takes", f->step->takes, f->step->takes_n);
	put_text(&b, "asks", f->step->state);
	put_text(&b, "ground", f->ground);
	if (f->step->review && f->until != INT64_MAX)
		buf_member_raw(&b, "review", "true", 4);
	buf_member_raw(&b, "effects", effects.s, effects.len);
	if (report > 0)
		buf_member_num(&b, "report", report);
	buf_member_num(&b, "journal", (int64_t)journal_head(s, key) + 1);
	buf_member_raw(&b, "given", f->act->text, f->act->text_n);
	buf_puts(&b, f->step->act == LADDER_MEASURE ? ",\"state\":\"open\"}" :
	    ",\"state\":\"done\"}");
	store_put(s, STORE_MEASURE, f->act->id, f->act->id_n, b.s, b.len);
	memcpy(key, target, target_n);
	key[target_n] = '\0';
	memcpy(key + target_n + 1, f->act->id, f->act->id_n);
	store_put(s, STORE_MEASURED, key, target_n + 1 + f->act->id_n, "", 0);
	if (f->until != INT64_MAX) {
		n = measure_due_key(key, f->until, f->act->id, f->act->id_n);
		store_put(s, STORE_DUE, key, n, "", 0);
	}

	answer.len = 0;
	buf_putc(&answer, '{');
	buf_member_num(&answer, "step", f->step->step);
	buf_member_raw(&answer, "after", after, after_n);
	buf_member_raw(&answer, "effects", effects.s, effects.len);
	if (report > 0)
		buf_member_num(&answer, "report", report);
	for (i = 0; i < r->findings; i++)
		if (r->finding[i].code == F_MEASURE_STEP)
			buf_member_num(&answer, "skips", r->finding[i].limit);
	buf_putc(&answer, '}');
	act_put(s, ACT_MEASURE, f->act, answer.s, answer.len);
	record_set_copy(r, M_EFFECTS, effects.s, effects.len);
	if (report > 0)
		record_set_copy(r, M_REPORT, text, strlen(text));

	b.len = 0;
	buf_putc(&b, '{');
	buf_member(&b, "measure", f->act->id, f->act->id_n);
	put_text(&b, "kind", f->step->kind);
	buf_member(&b, "target", target, target_n);
	buf_member(&b, "digest", f->act->digest, 16);
	buf_putc(&b, '}');
	record_text(r, M_OPERATOR, &operator);
	operator.n = operator.n < sizeof by ? operator.n : 0;
	memcpy(by, operator.s, operator.n);
	by[operator.n] = '\0';
	journal_put(s, m->now, operator.n > 0 ? by : m->by, "apply", m->policy, b.s, b.len);
	return true;
}

/* Under which target it stands. */
static size_t
target_of(const struct measure_facts *f, char target[OWNER_KEY])
{
	if (f->owner->side != OWNER_NONE)
		return owner_target(f->owner, target);
	memcpy(target, "-:", 2);
	report_key(f->time, target + 2);
	return 14;
}

bool
measure_apply(struct record *r, struct store *s, void *arg)
{
	struct measure *m = arg;
	struct measure_facts *f = r->extra;
	char target[OWNER_KEY];
	const char *answer;
	struct buf after = { 0 };
	char step[24];
	size_t n;
	bool changed = false;

	if (r->verdict == REJECT || finding_earlier(r) == REJECT)
		return false;
	switch (act_seen(s, ACT_MEASURE, f->act, &answer, &n)) {
	case ACT_SAME:
		tell(r, answer, n);
		return false;
	case ACT_OTHER:
		finding_add(r, F_MEASURE_REUSED, M_ID, NULL);
		return false;
	case ACT_NEW:
		break;
	}
	if (f->owner->side != OWNER_NONE && !owner_find(s, r, f->owner)) {
		finding_add(r, F_MEASURE_TARGET, f->owner->side == OWNER_USER ? M_USER :
		    M_ACCOUNT, NULL);
		return false;
	}
	n = target_of(f, target);
	if (n + 1 + f->act->id_n > STORE_KEY) {
		finding_add(r, F_MEASURE_TARGET, M_ID, "name and id are too long together");
		return false;
	}
	judge_step(s, r, f, target, n);
	if (f->owner->side != OWNER_NONE)
		measure_after(m, s, f->owner->side, target, n,
		    f->from > m->as_of ? f->from : m->as_of,
		    f->step->act == LADDER_MEASURE && f->until > m->as_of ? f->step : NULL,
		    f->act->id, f->act->id_n, &after);
	else
		buf_puts(&after, "{}");
	record_set_copy(r, M_STEP, step, (size_t)measure_digits(step, f->step->step));
	record_set_copy(r, M_AFTER, after.s, after.len);
	if (m->verb == MEASURE_APPLY) {
		if (m->fold == NULL && f->step->lists)
			m->fold = fold_new();
		changed = take_measure(m, s, r, f, target, n, after.s, after.len);
		if (changed && store_dry(s))
			record_set_text(r, M_WOULD, "apply", 5);
	}
	buf_free(&after);
	return changed;
}

void
measure_begin(struct store *s, void *arg)
{
	const struct measure *m = arg;

	blacklist_clock(s, m->now);
}

void
measure_batch(struct store *s, size_t changed, void *arg)
{
	(void)s, (void)changed, (void)arg;
}
