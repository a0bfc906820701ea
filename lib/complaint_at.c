#include "complaint.h"

#include <string.h>

#include "complaint_int.h"
#include "finding.h"
#include "json.h"
#include "owner.h"

/* A step as it stands in the value. */
struct step {
	const char *kind, *decision, *outcome, *role, *measure;
	size_t kind_n, decision_n, outcome_n, role_n, measure_n;
	int64_t time, at;
	bool malicious;
};

/* Is the walk at a member of this name? */
#define AT(w, word) ((w)->name_len == sizeof word - 1 && \
    memcmp((w)->name, word, sizeof word - 1) == 0)
/* Is a raw value this text, which needs no escapes? */
#define IS(v, n, word) ((v) != NULL && (n) == sizeof word + 1 && \
    memcmp((v) + 1, word, sizeof word - 1) == 0)

static void
read_step(struct step *t, const char *v, size_t n)
{
	struct json_walk w;

	memset(t, 0, sizeof *t);
	t->time = t->at = COMPLAINT_NEVER;
	json_walk(&w, v, n);
	while (json_next(&w)) {
		if (AT(&w, "step"))
			t->kind = w.value, t->kind_n = w.value_len;
		else if (AT(&w, "decision"))
			t->decision = w.value, t->decision_n = w.value_len;
		else if (AT(&w, "outcome"))
			t->outcome = w.value, t->outcome_n = w.value_len;
		else if (AT(&w, "role"))
			t->role = w.value, t->role_n = w.value_len;
		else if (AT(&w, "measure"))
			t->measure = w.value, t->measure_n = w.value_len;
		else if (AT(&w, "malicious"))
			t->malicious = json_kind(w.value, w.value_len) == JSON_TRUE;
		else if (AT(&w, "time"))
			json_whole(w.value, w.value_len, &t->time);
		else if (AT(&w, "at"))
			json_whole(w.value, w.value_len, &t->at);
	}
}

/* Whom an upheld appeal helps: the accused against a decision for the complainant, the
 * complainant against any other. */
static void
turn(struct complaint_state *s)
{
	bool accused = IS(s->role, s->role_n, "accused"),
	    against = s->decision == COMPLAINT_UPHELD || s->decision == COMPLAINT_PARTIAL;

	s->overturned = accused == against;
}

static void
take(const struct complaint_rules *c, struct complaint_state *s, const struct step *t)
{
	bool sure;

	s->last = t->time;
	if (IS(t->kind, t->kind_n, "accept")) {
		s->accepted = t->time;
		s->late |= t->time > s->accept_by;
		s->stage = IS(t->decision, t->decision_n, "refused") ? COMPLAINT_REFUSED :
		    COMPLAINT_ACCEPTED;
	} else if (IS(t->kind, t->kind_n, "decide")) {
		s->decided = t->time;
		s->late |= t->time > s->decide_by;
		s->stage = COMPLAINT_DECIDED;
		s->decision = IS(t->decision, t->decision_n, "upheld") ? COMPLAINT_UPHELD :
		    IS(t->decision, t->decision_n, "partial") ? COMPLAINT_PARTIAL :
		    COMPLAINT_REJECTED;
		s->malicious = t->malicious;
		s->measure = t->measure;
		s->measure_n = t->measure_n;
	} else if (IS(t->kind, t->kind_n, "feedback")) {
		s->answered = t->time;
		s->late |= t->time > s->answer_by;
		s->stage = COMPLAINT_ANSWERED;
	} else if (t->outcome == NULL) {
		s->appealed = t->time;
		s->outcome = COMPLAINT_NEVER;
		if (c != NULL)
			s->outcome_by = complaint_deadline(c, COMPLAINT_APPEAL, false,
			    t->time, &sure);
		s->role = t->role;
		s->role_n = t->role_n;
		s->stage = COMPLAINT_APPEALED;
	} else {
		s->outcome = t->time;
		s->late |= t->time > s->outcome_by;
		s->stage = COMPLAINT_ANSWERED;
		if (IS(t->outcome, t->outcome_n, "upheld"))
			turn(s);
	}
}

static void
next(struct complaint_state *s, int64_t at)
{
	int code = -1;

	s->due = COMPLAINT_NEVER;
	switch (s->stage) {
	case COMPLAINT_RECEIVED:
		s->due = s->accept_by, code = F_ACCEPT_OVERDUE;
		break;
	case COMPLAINT_ACCEPTED:
		s->due = s->decide_by, code = F_DECIDE_OVERDUE;
		break;
	case COMPLAINT_REFUSED: case COMPLAINT_DECIDED:
		s->due = s->answer_by, code = F_FEEDBACK_OVERDUE;
		break;
	case COMPLAINT_APPEALED:
		s->due = s->outcome_by, code = F_APPEAL_OVERDUE;
		break;
	case COMPLAINT_ANSWERED: case COMPLAINT_STAGES:
		break;
	}
	s->overdue = at > s->due ? code : -1;
}

/* A kind that the policy no longer has is not urgent. */
static bool
is_urgent(const struct complaint_rules *c, const struct complaint_state *s)
{
	size_t i;

	for (i = 0; i < c->kinds; i++)
		if (c->kind[i].name_n == s->kind_n &&
		    memcmp(c->kind[i].name, s->kind, s->kind_n) == 0)
			return c->kind[i].urgent;
	return false;
}

bool
complaint_at(const struct complaint_rules *c, const char *val, size_t n, int64_t at,
    struct complaint_state *s)
{
	struct json_walk w;
	struct step t;
	const char *steps = "[]";
	size_t steps_n = 2;
	int64_t side = OWNER_NONE;
	bool urgent, sure;

	memset(s, 0, sizeof *s);
	s->time = s->received = s->accepted = s->decided = s->answered = s->appealed =
	    s->outcome = s->accept_by = s->decide_by = s->answer_by = s->outcome_by =
	    COMPLAINT_NEVER;
	json_walk(&w, val, n);
	while (json_next(&w)) {
		if (AT(&w, "id"))
			s->id = w.value, s->id_n = w.value_len;
		else if (AT(&w, "kind"))
			s->kind = w.value, s->kind_n = w.value_len;
		else if (AT(&w, "side"))
			json_whole(w.value, w.value_len, &side);
		else if (AT(&w, "target"))
			s->target = w.value, s->target_n = w.value_len;
		else if (AT(&w, "time"))
			json_whole(w.value, w.value_len, &s->time);
		else if (AT(&w, "received_at"))
			json_whole(w.value, w.value_len, &s->received);
		else if (AT(&w, "channel"))
			s->channel = w.value, s->channel_n = w.value_len;
		else if (AT(&w, "reporter"))
			s->reporter = w.value, s->reporter_n = w.value_len;
		else if (AT(&w, "duplicate_of"))
			json_whole(w.value, w.value_len, &s->duplicate_of);
		else if (AT(&w, "steps"))
			steps = w.value, steps_n = w.value_len;
	}
	if (s->id == NULL || s->time == COMPLAINT_NEVER || s->received == COMPLAINT_NEVER ||
	    s->received > at)
		return false;
	s->side = side >= OWNER_ACCOUNT && side <= OWNER_GROUP ? (unsigned)side : OWNER_NONE;
	if (c != NULL) {
		urgent = s->kind != NULL && is_urgent(c, s);
		s->accept_by = complaint_deadline(c, COMPLAINT_ACCEPT, urgent, s->time, &sure);
		s->decide_by = complaint_deadline(c, COMPLAINT_DECIDE, urgent, s->time, &sure);
		s->answer_by = complaint_deadline(c, COMPLAINT_FEEDBACK, urgent, s->time,
		    &sure);
	}
	s->last = s->time;
	json_walk(&w, steps, steps_n);
	while (json_next(&w)) {
		read_step(&t, w.value, w.value_len);
		if (t.at > at)
			break;
		take(c, s, &t);
	}
	s->malicious &= !s->overturned;
	next(s, at);
	return true;
}
