#include "plaint.h"

#include <string.h>

#include "act.h"
#include "finding.h"
#include "mem.h"
#include "opt.h"
#include "plaint_int.h"
#include "record.h"
#include "seal.h"
#include "status.h"
#include "term.h"

static bool
get(struct record *r, enum member m, struct plaint_text *t)
{
	struct piece p;
	bool got = record_text(r, m, &p);

	*t = got ? (struct plaint_text){ p.s, p.n } : (struct plaint_text){ "", 0 };
	return got;
}

static bool
is(struct plaint_text t, const char *word)
{
	return t.n == strlen(word) && memcmp(t.s, word, t.n) == 0;
}

/* A text of the record, else of the option; false: neither. */
static bool
text(struct record *r, enum member m, const char *option, struct plaint_text *p)
{
	if (get(r, m, p))
		return true;
	*p = (struct plaint_text){ option, option != NULL ? strlen(option) : 0 };
	return p->n > 0;
}

static void
lacks(struct record *r, enum member m, const char *why)
{
	finding_add(r, F_STEP_INCOMPLETE, m, why);
}

/* A word of the program, or one for it (terms.csv). */
static void
word(struct record *r, const struct plaint *p, enum member m, enum term_kind kind,
    struct plaint_text *t)
{
	const char *value;

	if (get(r, m, t) && (value = term_value(p->terms, kind, t->s, t->n)) != NULL)
		*t = (struct plaint_text){ value, strlen(value) };
}

/* Is it one of the words?  "" among them: it may be missing. */
static void
one_of(struct record *r, const struct plaint *p, enum member m, struct plaint_text *t,
    const char *a, const char *b, const char *c, const char *why)
{
	word(r, p, m, m == M_ROLE ? TERM_ROLE : m == M_OUTCOME ? TERM_OUTCOME : TERM_DECISION,
	    t);
	if (!is(*t, a) && !is(*t, b) && !is(*t, c))
		lacks(r, m, why);
}

static void
accepts(struct record *r, const struct plaint *c, struct plaint_step *t)
{
	one_of(r, c, M_DECISION, &t->decision, "accepted", "refused", "",
	    "accepted or refused expected");
	if (t->decision.n == 0)
		t->decision = (struct plaint_text){ "accepted", 8 };
	if (is(t->decision, "refused") && t->reason.n == 0)
		lacks(r, M_REASON, "a refusal needs a reason");
}

static void
decides(struct record *r, const struct plaint *c, struct plaint_step *t)
{
	bool rejected;

	one_of(r, c, M_DECISION, &t->decision, "upheld", "partial", "rejected",
	    "upheld, partial or rejected expected");
	rejected = is(t->decision, "rejected");
	if (t->reason.n == 0)
		lacks(r, M_REASON, "a decision needs a reason");
	t->malicious = record_flag(r, M_MALICIOUS) == 1;
	if (t->malicious && !rejected)
		lacks(r, M_MALICIOUS, "only one that is rejected can be malicious");
	if (!get(r, M_MEASURE, &t->measure))
		return;
	if (rejected)
		finding_add(r, F_STEP_MEASURE, M_MEASURE, "one that is rejected has none");
	if (t->measure.n > ACT_ID)
		finding_add(r, F_STEP_MEASURE, M_MEASURE, NULL);
}

static bool
is_digest(struct plaint_text t)
{
	size_t i;

	for (i = 0; i < t.n && strchr("0123456789abcdef", t.s[i]) != NULL; i++)
		;
	return t.n == 64 && i == t.n && memchr(t.s, '\0', t.n) == NULL;
}

/* Only the digest of what was sent is kept. */
static void
feeds_back(struct record *r, const struct plaint *c, struct plaint_step *t)
{
	struct plaint_text content, digest;
	const char *channel;
	size_t n;

	if (!get(r, M_CHANNEL, &t->channel))
		lacks(r, M_CHANNEL, "feedback needs the channel");
	else if ((channel = plaint_channel(c, t->channel.s, t->channel.n, &n)) == NULL)
		finding_add(r, F_COMPLAINT_CHANNEL, M_CHANNEL, NULL);
	else
		t->channel = (struct plaint_text){ channel, n };
	if (get(r, M_CONTENT, &content))
		seal_digest(SEAL_SM3, content.s, content.n, t->digest);
	if (!get(r, M_DIGEST, &digest)) {
		if (*t->digest == '\0')
			lacks(r, M_CONTENT, "feedback needs what was sent, or its digest");
	} else if (!is_digest(digest) || (*t->digest != '\0' &&
	    memcmp(t->digest, digest.s, 64) != 0))
		lacks(r, M_DIGEST, "not the SM3 of what was sent, in 64 hex digits");
	else
		memcpy(t->digest, digest.s, 64);
}

static void
appeals(struct record *r, const struct plaint *c, struct plaint_step *t)
{
	one_of(r, c, M_OUTCOME, &t->outcome, "upheld", "rejected", "",
	    "upheld or rejected expected");
	/* Of an outcome it is known. */
	one_of(r, c, M_ROLE, &t->role, "complainant", "accused", t->outcome.n > 0 ? "" :
	    "accused", "complainant or accused expected");
	if (t->reason.n == 0)
		lacks(r, M_REASON, t->outcome.n == 0 ? "an appeal needs a reason" :
		    "the outcome of an appeal needs a reason");
}

const char *
plaint_check_step(struct record *r, void *room_of, void *arg)
{
	struct plaint *c = arg;
	struct plaint_room *room = room_of;
	struct plaint_step *t = mem_piece(r->arena, sizeof *t);
	const char *why;

	memset(t, 0, sizeof *t);
	r->extra = t;
	t->act = mem_piece(r->arena, sizeof *t->act);
	why = act_read_complaint(r, room->hash, M_MEASURE, t->act);
	if (why != NULL || (why = plaint_odd(r)) != NULL)
		return why;
	t->passes = finding_earlier(r) == REJECT;
	if (t->passes)
		return NULL;
	if (!get(r, M_COMPLAINT, &t->complaint))
		finding_add(r, F_COMPLAINT_UNKNOWN, M_COMPLAINT, "names no complaint");
	if (!text(r, M_BY, opt_common.by, &t->by))
		lacks(r, M_BY, "says not who does this");
	text(r, M_REASON, opt_common.reason, &t->reason);
	if (c->hand && !record_has(r, M_TIME))
		t->time = c->now;
	else if ((why = plaint_time(c, r, &t->time)) != NULL)
		finding_add(r, F_STEP_TIME, M_TIME, why);
	if (c->verb == PLAINT_ACCEPT)
		accepts(r, c, t);
	else if (c->verb == PLAINT_DECIDE)
		decides(r, c, t);
	else if (c->verb == PLAINT_FEEDBACK)
		feeds_back(r, c, t);
	else
		appeals(r, c, t);
	return NULL;
}
