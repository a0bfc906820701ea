#include "account.h"

#include <stdlib.h>
#include <string.h>

#include "account_int.h"
#include "finding.h"
#include "mem.h"
#include "record.h"
#include "scan.h"
#include "seal.h"
#include "term.h"
#include "veil.h"
#include "when.h"

static const char *const kind_name[KINDS] = { "person", "enterprise", "individual-business",
	"institution", "government", "media", "other" };

const char *
account_kind_name(enum subject_kind k)
{
	return k < KINDS ? kind_name[k] : "unknown";
}

enum subject_kind
account_kind_read(const char *s, size_t n)
{
	int k;

	for (k = 0; k < KINDS; k++)
		if (strlen(kind_name[k]) == n && memcmp(kind_name[k], s, n) == 0)
			break;
	return (enum subject_kind)k;
}

void *
account_enter(void *rules)
{
	struct account_room *room = mem_alloc(sizeof *room);

	room->rules = rules;
	room->mac = room->rules->seal != NULL ? seal_mac_new(room->rules->seal) : NULL;
	return room;
}

void
account_leave(void *arg)
{
	struct account_room *room = arg;

	if (room->mac != NULL)
		seal_mac_free(room->mac);
	free(room);
}

int
account_today(const struct account_rules *a)
{
	return a->today;
}

bool
account_reveals(const struct account_rules *a)
{
	return a->reveal;
}

int64_t
account_as_of(const struct account_rules *a)
{
	return a->as_of;
}

const char *
account_bad_name(const char *s, size_t n)
{
	size_t i;

	if (n > ACCOUNT_NAME)
		return "the name of an account or user is longer than 400 bytes";
	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return "control character in the name of an account or user";
	return NULL;
}

int
account_close_by(const struct account_rules *a, int requested)
{
	bool sure;

	return when_workdays(a->holidays, requested, (int)a->close_days, &sure);
}

/* A time that must be there and lie in the past: the code says what is wrong with it. */
static void
past_time(struct record *r, const struct account_rules *a, enum member m,
    enum finding_code code, bool must)
{
	int64_t sec;
	int got = record_time(r, m, &sec);

	if (got < 0 || (got == 0 && must))
		finding_add(r, code, m, got < 0 ? "not a time" : NULL);
	else if (got > 0 && sec > a->as_of)
		finding_add(r, code, m, "in the future");
}

/* PA-05-2c, GR-05-2b. */
static void
agreement(struct record *r, const struct account_rules *a)
{
	struct piece t;

	if (!a->agreement)
		return;
	if (!record_text(r, M_AGREEMENT, &t)) {
		finding_add(r, F_AGREEMENT_MISSING, M_AGREEMENT, NULL);
		return;
	}
	if (a->versions != NULL && scan_names_find(a->versions, t.s, t.n) < 0)
		finding_add(r, F_AGREEMENT_SUPERSEDED, M_AGREEMENT, NULL);
	past_time(r, a, M_AGREED_AT, F_AGREEMENT_DATE, true);
}

struct license {
	struct piece kind;
	bool formed, valid;
};

/* kind:number:until; until may be empty or missing for one without a term. */
static struct license
license(const struct account_rules *a, struct piece t)
{
	const char *end = t.s + t.n, *colon = memchr(t.s, ':', t.n), *second;
	struct license l = { .kind = t };
	int until = WHEN_NEVER;

	if (colon == NULL || colon == t.s || colon + 1 == end)
		return l;
	l.kind.n = (size_t)(colon - t.s);
	second = memrchr(colon + 1, ':', (size_t)(end - colon - 1));
	if (second == colon + 1)
		return l;
	if (second != NULL && second + 1 < end &&
	    !when_read_day(second + 1, (size_t)(end - second - 1), &until))
		return l;
	l.formed = true;
	l.valid = until >= a->today;
	return l;
}

/* PA-07-1a qualification, PA-08-1 news: category is an index into the policy's, or -1. */
static void
licenses(struct record *r, const struct account_rules *a, int category)
{
	const char *need = category >= 0 ? a->license[category] : NULL;
	bool holds = false, expired = false, news = category >= 0 && a->news[category];
	struct license l;
	struct piece t;
	size_t state = 0;

	while (record_item(r, M_LICENSES, &state, &t)) {
		l = license(a, t);
		if (!l.formed)
			finding_add(r, F_LICENSE_FORMAT, M_LICENSES, NULL);
		else if (need != NULL && strlen(need) == l.kind.n &&
		    memcmp(need, l.kind.s, l.kind.n) == 0) {
			holds |= l.valid;
			expired |= !l.valid;
		} else if (!l.valid)
			finding_add(r, F_LICENSE_EXPIRED, M_LICENSES, NULL);
	}
	if (need == NULL || holds)
		return;
	if (news)
		finding_add(r, F_NEWS_UNLICENSED, M_LICENSES, expired ?
		    "news: the licence to gather, edit and publish news has expired" : NULL);
	else
		finding_add(r, expired ? F_LICENSE_EXPIRED : F_LICENSE_MISSING, M_LICENSES,
		    NULL);
}

/* PA-07-1a: account information, qualification, scope reviewed. */
static void
review(struct record *r, const struct account_rules *a)
{
	if (a->review && !record_has(r, M_REVIEWED_BY))
		finding_add(r, F_REVIEW_MISSING, M_REVIEWED_BY, NULL);
	else if (a->review || record_has(r, M_REVIEWED_AT))
		past_time(r, a, M_REVIEWED_AT, F_REVIEW_DATE, a->review);
	if (a->scope && !record_has(r, M_SCOPE))
		finding_add(r, F_SCOPE_MISSING, M_SCOPE, NULL);
}

static int
category_of(const struct account_rules *a, struct piece t)
{
	int number = term_number(a->terms, TERM_CATEGORY, t.s, t.n);

	return number >= 0 ? a->category_of[number] : scan_names_find(a->categories, t.s, t.n);
}

/* PA-07-1b: returns the category's index, or -1. */
static int
labels(struct record *r, const struct account_rules *a)
{
	struct piece t;
	size_t state = 0;
	bool any = false;
	int category = -1;

	if (!record_text(r, M_CATEGORY, &t))
		finding_add(r, F_CATEGORY_MISSING, M_CATEGORY, NULL);
	else if ((category = category_of(a, t)) < 0)
		finding_add(r, F_CATEGORY_UNKNOWN, M_CATEGORY, NULL);
	while (record_item(r, M_LABELS, &state, &t)) {
		if (category_of(a, t) < 0)
			finding_add(r, F_LABEL_UNKNOWN, M_LABELS, NULL);
		any = true;
	}
	if (!any && a->labels)
		finding_add(r, F_LABEL_MISSING, M_LABELS, NULL);
	return category;
}

/* PA-12-1, PA-12-2b. */
static void
interactive(struct record *r, const struct account_rules *a)
{
	int64_t since, assessed;
	int opened, judged;

	if (record_flag(r, M_INTERACTIVE) != 1)
		return;
	opened = record_time(r, M_INTERACTIVE_SINCE, &since);
	judged = record_time(r, M_ASSESSED_AT, &assessed);
	if (opened < 0 || judged < 0)
		finding_add(r, F_DATE_FORMAT, opened < 0 ? M_INTERACTIVE_SINCE :
		    M_ASSESSED_AT, NULL);
	if (a->assessment && !record_has(r, M_ASSESSMENT))
		finding_add(r, F_ASSESSMENT_MISSING, M_ASSESSMENT, NULL);
	else if (a->assessment && opened > 0 && judged > 0 && assessed > since)
		finding_add(r, F_ASSESSMENT_LATE, M_ASSESSED_AT, NULL);
	if (a->comment_admin && record_flag(r, M_COMMENT_ADMIN) != 1)
		finding_add(r, F_COMMENTS_UNMANAGED, M_COMMENT_ADMIN, NULL);
}

/* PA-09-2: closing is done within the policy's working days. */
static void
closing(struct record *r, const struct account_rules *a, const struct account_facts *f)
{
	int asked, closed, got = record_day(r, M_CLOSE_REQUESTED_AT, &asked), done;

	done = record_day(r, M_CLOSED_AT, &closed);
	if (got < 0 || done < 0)
		finding_add(r, F_DATE_FORMAT, got < 0 ? M_CLOSE_REQUESTED_AT : M_CLOSED_AT,
		    NULL);
	else if (done > 0 && closed > a->today)
		finding_add(r, F_DATE_FORMAT, M_CLOSED_AT, "in the future");
	if (got <= 0)
		return;
	if (f->closed && done > 0 && closed > account_close_by(a, asked))
		finding_add(r, F_CLOSE_LATE, M_CLOSED_AT, NULL);
	else if (!f->closed && a->today > account_close_by(a, asked))
		finding_add(r, F_CLOSE_OVERDUE, M_CLOSE_REQUESTED_AT, NULL);
}

static enum account_state
state_of(struct record *r, const struct account_rules *a)
{
	struct piece t;
	int number;

	if (!record_text(r, M_STATE, &t))
		return STATE_ACTIVE;
	number = term_number(a->terms, TERM_STATE, t.s, t.n);
	return number >= 0 ? (enum account_state)a->state[number] : STATE_ACTIVE;
}

/* SipHash over what is neither secret nor an answer of ours: tells a record given twice. */
static uint64_t
digest(const struct record *r, const struct account_rules *a, const struct account_facts *f)
{
	static const bool left_out[MEMBERS] = {
		[M_ID_NUMBER] = true, [M_OPERATOR_ID_NUMBER] = true, [M_MOBILE] = true,
		[M_EMAIL] = true, [M_VERDICT] = true, [M_FINDINGS] = true, [M_SUBJECT] = true,
		[M_CLASS] = true, [M_GRADE] = true,
	};
	uint64_t d;
	unsigned m;

	d = seal_tag(a->seal, MEMBERS, "subject", 7, f->subject, strlen(f->subject));
	for (m = 0; m < MEMBERS; m++)
		if (record_size(r, m) > 0 && !left_out[m])
			d = seal_tag(a->seal, m, &d, sizeof d, r->line + record_at(r, m),
			    record_size(r, m));
	return d;
}

static void
kind(struct record *r, const struct account_rules *a, struct account_facts *f)
{
	struct piece t;
	int number = -1;

	if (record_text(r, M_SUBJECT_KIND, &t))
		number = term_number(a->terms, TERM_SUBJECT_KIND, t.s, t.n);
	f->kind = number >= 0 ? a->kind[number] : KIND_UNKNOWN;
	if (f->kind == KIND_UNKNOWN && !f->user)
		finding_add(r, F_SUBJECT_KIND, M_SUBJECT_KIND, NULL);
}

const char *
account_check(struct record *r, void *arg, void *rules)
{
	const struct account_rules *a = rules;
	struct account_room *room = arg;
	struct account_facts *f;
	enum account_state state;
	struct piece id;
	const char *bad;
	bool real;
	int category;

	if (!record_text(r, M_ACCOUNT, &id) && !record_text(r, M_USER, &id))
		return "neither an account nor a user";
	if ((bad = account_bad_name(id.s, id.n)) != NULL)
		return bad;
	f = mem_piece(r->arena, sizeof *f);
	memset(f, 0, sizeof *f);
	r->extra = f;
	veil_complainant(r);
	f->user = !record_has(r, M_ACCOUNT);
	state = state_of(r, a);
	f->closed = state == STATE_CLOSED;
	kind(r, a, f);
	if (record_day(r, M_REGISTERED_AT, &f->registered) < 0)
		finding_add(r, F_DATE_FORMAT, M_REGISTERED_AT, NULL);
	if (f->registered > a->today)
		finding_add(r, F_DATE_FORMAT, M_REGISTERED_AT, "in the future");
	if (f->registered == 0 || f->registered > a->today)
		f->registered = a->today;
	f->held = f->registered;
	real = account_identity(r, room, f);
	if (!f->closed) {
		if (!real && state == STATE_ACTIVE)
			finding_add(r, F_PUBLISH_UNVERIFIED, M_STATE, NULL);
		agreement(r, a);
	}
	account_name(r, a, f);
	if (!f->user) {
		category = labels(r, a);
		closing(r, a, f);
		if (!f->closed) {
			review(r, a);
			licenses(r, a, category);
			interactive(r, a);
		}
		account_grade(r, a, category, f);
		if (record_has(r, M_AFFILIATION) && (!record_has(r, M_SCOPE) ||
		    !record_has(r, M_SUBJECT_NAME)))
			finding_add(r, F_MULTI_INCOMPLETE, record_has(r, M_SCOPE) ?
			    M_SUBJECT_NAME : M_SCOPE, NULL);
	}
	if (a->seal != NULL)
		f->digest = digest(r, a, f);
	return NULL;
}
