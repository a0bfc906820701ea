#include "plaint.h"

#include <stdio.h>
#include <string.h>

#include "act.h"
#include "buf.h"
#include "complaint.h"
#include "finding.h"
#include "json.h"
#include "plaint_int.h"
#include "record.h"
#include "report.h"
#include "seal.h"
#include "status.h"
#include "store.h"

static void
put_text(struct buf *b, const char *name, struct plaint_text t)
{
	if (t.n > 0)
		buf_member(b, name, t.s, t.n);
}

/* The step as it is kept. */
static void
put_step(const struct plaint *c, const struct plaint_step *t, struct buf *b)
{
	const char *name = complaint_step_name((enum complaint_step)(c->verb - PLAINT_ACCEPT));

	buf_putc(b, '{');
	buf_member(b, "step", name, strlen(name));
	buf_member(b, "id", t->act->id, t->act->id_n);
	buf_member_num(b, "time", t->time);
	buf_member_num(b, "at", c->now);
	put_text(b, "by", t->by);
	put_text(b, "reason", t->reason);
	put_text(b, "decision", t->decision);
	put_text(b, "measure", t->measure);
	if (t->malicious)
		buf_member_raw(b, "malicious", "true", 4);
	if (t->channel.n > 0)
		buf_member(b, "channel", t->channel.s, plaint_cut(t->channel.s, t->channel.n));
	if (*t->digest != '\0')
		buf_member(b, "digest", t->digest, 64);
	put_text(b, "role", t->role);
	put_text(b, "outcome", t->outcome);
	buf_putc(b, '}');
}

/* Why this is not its next step; NULL: it is. */
static const char *
order(const struct plaint *c, const struct plaint_step *t, const struct complaint_state *s)
{
	switch (c->verb) {
	case PLAINT_ACCEPT:
		return s->stage == COMPLAINT_RECEIVED ? NULL : "it was accepted or refused "
		    "already";
	case PLAINT_DECIDE:
		return s->stage == COMPLAINT_ACCEPTED ? NULL : s->stage == COMPLAINT_RECEIVED ?
		    "it was not accepted yet" : s->stage == COMPLAINT_REFUSED ||
		    s->decision == COMPLAINT_OPEN ? "it was refused" :
		    "it was decided already";
	case PLAINT_FEEDBACK:
		return s->stage == COMPLAINT_DECIDED || s->stage == COMPLAINT_REFUSED ? NULL :
		    s->stage == COMPLAINT_RECEIVED || s->stage == COMPLAINT_ACCEPTED ?
		    "it was neither decided nor refused yet" : "it was answered already";
	case PLAINT_TRIAGE: case PLAINT_RECEIVE: case PLAINT_APPEAL:
		break;
	}
	if (t->outcome.n == 0)
		return s->stage == COMPLAINT_ANSWERED ? NULL : s->stage == COMPLAINT_APPEALED ?
		    "an appeal waits for its outcome" : "it was not answered yet";
	if (s->stage != COMPLAINT_APPEALED)
		return "no appeal waits for an outcome";
	return t->role.n == 0 || json_same(s->role, s->role_n, t->role.s, t->role.n) ? NULL :
	    "the appeal that waits is of the other side";
}

/* Was it done after its deadline?  Then it is for review. */
static void
judge_late(const struct plaint *c, const struct plaint_step *t,
    const struct complaint_state *s, struct record *r)
{
	int64_t since = s->outcome != COMPLAINT_NEVER ? s->outcome : s->answered;

	if (c->verb == PLAINT_APPEAL && t->outcome.n == 0) {
		if (t->time > complaint_appeal_by(c->rules, since))
			plaint_note(r, F_APPEAL_LATE);
	} else if (t->time > s->due)
		plaint_note(r, F_STEP_LATE);
}

/* Can it be done?  Else a finding says why not. */
static bool
fits(const struct plaint *c, const struct plaint_step *t, const struct complaint_state *s,
    struct store *st, struct record *r)
{
	const char *why = order(c, t, s);

	if (why != NULL)
		finding_add(r, F_STEP_ORDER, M_COMPLAINT, why);
	else if (t->time < s->last)
		finding_add(r, F_STEP_TIME, M_TIME, "before the step before");
	else if (t->measure.n > 0 && (why = plaint_measure(st, s, t->measure.s, t->measure.n))
	    != NULL)
		finding_add(r, F_STEP_MEASURE, M_MEASURE, why);
	else
		return true;
	return false;
}

/* What of the next deadline is not sure, is seen by counting it once more. */
static bool
sure(const struct plaint *c, const struct complaint_state *s)
{
	static const enum complaint_step next[COMPLAINT_STAGES] = {
		[COMPLAINT_RECEIVED] = COMPLAINT_ACCEPT,
		[COMPLAINT_ACCEPTED] = COMPLAINT_DECIDE,
		[COMPLAINT_REFUSED] = COMPLAINT_FEEDBACK,
		[COMPLAINT_DECIDED] = COMPLAINT_FEEDBACK,
		[COMPLAINT_APPEALED] = COMPLAINT_APPEAL
	};
	enum complaint_step step = next[s->stage];
	bool yes = true;
	int64_t from = step == COMPLAINT_APPEAL ? s->appealed : s->time;

	/* Not so the deadlines of urgent kinds, which are hours. */
	if (s->stage != COMPLAINT_ANSWERED &&
	    complaint_deadline(c->rules, step, false, from, &yes) != s->due)
		yes = true;
	return yes;
}

static void
take(struct plaint *c, struct store *st, struct record *r, const struct plaint_step *t,
    int64_t number, const struct buf *old, const struct complaint_state *was)
{
	struct buf b = { 0 }, effects = { 0 };
	char key[REPORT_SERIAL];
	struct complaint_state s;
	const char *stage;

	/* ..."steps":[...]} and one more of them */
	buf_put(&b, old->s, old->len - 2);
	if (b.s[b.len - 1] != '[')
		buf_putc(&b, ',');
	put_step(c, t, &b);
	buf_puts(&b, "]}");
	report_key(number, key);
	store_put(st, STORE_COMPLAINT, key, REPORT_SERIAL - 1, b.s, b.len);
	complaint_at(c->rules, b.s, b.len, INT64_MAX, &s);
	if (t->malicious)
		plaint_blame(c, st, number, b.s, b.len, t, &effects);
	if (was->malicious && s.overturned)
		plaint_pardon(c, st, &s, t, &effects);
	stage = complaint_stage_name(s.stage);
	if (!sure(c, &s))
		plaint_say_unsure(c);
	b.len = 0;
	buf_putc(&b, '{');
	buf_member_num(&b, "number", number);
	buf_member(&b, "stage", stage, strlen(stage));
	plaint_put_due(&b, s.due, sure(c, &s));
	if (effects.len > 0)
		buf_member_raw(&b, "effects", effects.s, effects.len);
	plaint_codes(&b, r);
	buf_putc(&b, '}');
	act_put(st, ACT_STEP, t->act, b.s, b.len);
	seal_hash_update(c->batch, t->act->digest, sizeof t->act->digest);
	plaint_retell(r, b.s, b.len);
	buf_free(&effects);
	buf_free(&b);
}

bool
plaint_apply_step(struct record *r, struct store *st, void *arg)
{
	static const char *const would[] = { [PLAINT_ACCEPT] = "accept",
		[PLAINT_DECIDE] = "decide", [PLAINT_FEEDBACK] = "feedback",
		[PLAINT_APPEAL] = "appeal" };
	struct plaint *c = arg;
	struct plaint_step *t = r->extra;
	struct complaint_state s;
	struct buf val = { 0 };
	const char *v;
	int64_t number;
	size_t n;
	bool changed;

	if (t->passes || r->verdict == REJECT)
		return false;
	switch (act_seen(st, ACT_STEP, t->act, &v, &n)) {
	case ACT_SAME:
		plaint_retell(r, v, n);
		return false;
	case ACT_OTHER:
		finding_add(r, F_COMPLAINT_REUSED, M_ID, NULL);
		return false;
	case ACT_NEW:
		break;
	}
	number = plaint_find(st, t->complaint.s, t->complaint.n);
	if (number == 0 || !plaint_get(st, number, &v, &n)) {
		finding_add(r, F_COMPLAINT_UNKNOWN, M_COMPLAINT, NULL);
		return false;
	}
	buf_put(&val, v, n);
	changed = complaint_at(c->rules, val.s, val.len, INT64_MAX, &s) &&
	    fits(c, t, &s, st, r);
	if (changed) {
		judge_late(c, t, &s, r);
		take(c, st, r, t, number, &val, &s);
		if (store_dry(st))
			record_set_text(r, M_WOULD, would[c->verb], strlen(would[c->verb]));
	}
	buf_free(&val);
	return changed;
}
