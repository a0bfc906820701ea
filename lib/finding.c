#include "finding.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "mem.h"
#include "record.h"
#include "status.h"

static const struct finding_row row[FINDING_CODES] = {
	[F_OPERATOR_INCOMPLETE] = { "PA-02-3", "operator-incomplete", REVIEW,
	    "operator and registrant differ, and the operator's name or number is missing",
	    NULL },
	[F_AGREEMENT_MISSING] = { "PA-05-2c", "agreement-missing", REVIEW,
	    "no service agreement on record", "GR-05-2b" },
	[F_AGREEMENT_SUPERSEDED] = { "PA-05-2c", "agreement-superseded", REVIEW,
	    "this version of the agreement is not a current one", "GR-05-2b" },
	[F_AGREEMENT_DATE] = { "PA-05-2c", "agreement-date", REVIEW,
	    "time of agreement missing, malformed or in the future", "GR-05-2b" },
	[F_ID_MISSING] = { "PA-06-1a", "id-missing", REJECT,
	    "no identity number", "GR-06-1a" },
	[F_ID_TYPE] = { "PA-06-1a", "id-type", REJECT,
	    "type of identity number missing or unknown", "GR-06-1a" },
	[F_ID_FORMAT] = { "PA-06-1a", "id-format", REJECT, "malformed number", "GR-06-1a" },
	[F_ID_REGION] = { "PA-06-1a", "id-region", REVIEW,
	    "doubtful division code", "GR-06-1a" },
	[F_ID_BIRTH] = { "PA-06-1a", "id-birth", REJECT,
	    "impossible date of birth", "GR-06-1a" },
	[F_ID_SEQUENCE] = { "PA-06-1a", "id-sequence", REVIEW,
	    "doubtful sequence number", "GR-06-1a" },
	[F_ID_CHECKSUM] = { "PA-06-1a", "id-checksum", REJECT,
	    "the check character does not fit", "GR-06-1a" },
	[F_ID_CATEGORY] = { "PA-06-1a", "id-category", REVIEW,
	    "unknown category", "GR-06-1a" },
	[F_ID_ORG_CODE] = { "PA-06-1a", "id-org-code", REVIEW,
	    "the organisation code inside does not fit its check character", "GR-06-1a" },
	[F_ID_KIND] = { "PA-06-1a", "id-kind", REVIEW,
	    "kind of number and kind of holder differ", "GR-06-1a" },
	[F_ID_NORMALISED] = { "PA-06-1a", "id-normalised", PASS,
	    "the number was written otherwise", "GR-06-1a" },
	[F_ID_UNCHECKED] = { "PA-06-1a", "id-unchecked", PASS,
	    "this type has no check character: only the form was judged", "GR-06-1a" },
	[F_ID_EXPIRED] = { "PA-06-1a", "id-expired", REVIEW,
	    "the document has expired", "GR-06-1a" },
	[F_ID_MASKED] = { "PA-06-1a", "id-masked", REVIEW,
	    "a masked number cannot be judged: give the original", "GR-06-1a" },
	[F_SUBJECT_NAME] = { "PA-06-1a", "subject-name", REVIEW,
	    "name of the registered subject missing", "GR-06-1a" },
	[F_SUBJECT_KIND] = { "PA-06-1a", "subject-kind", REVIEW,
	    "kind of subject missing or unknown", "GR-06-1a" },
	[F_MOBILE_MISSING] = { "PA-06-1a", "mobile-missing", REVIEW,
	    "no mobile number", "GR-06-1a" },
	[F_MOBILE_FORMAT] = { "PA-06-1a", "mobile-format", REJECT,
	    "not a mobile number", "GR-06-1a" },
	[F_MOBILE_SEGMENT] = { "PA-06-1a", "mobile-segment", REVIEW,
	    "the number's segment is not one for people", "GR-06-1a" },
	[F_MOBILE_NORMALISED] = { "PA-06-1a", "mobile-normalised", PASS,
	    "the number was written otherwise", "GR-06-1a" },
	[F_EMAIL_FORMAT] = { "PA-06-1a", "email-format", REVIEW,
	    "not an e-mail address", "GR-06-1a" },
	[F_VERIFY_MISSING] = { "PA-06-1a", "verify-missing", REVIEW,
	    "no record of who verified the identity, when and how", "GR-06-1a" },
	[F_NAME_EXPOSED] = { "PA-06-1b", "name-exposed", REVIEW,
	    "the subject's real name is shown without consent on record", NULL },
	[F_PUBLISH_UNVERIFIED] = { "PA-06-1c", "publish-unverified", REJECT,
	    "active without a real identity: may not publish", "GR-06-1b" },
	[F_REVIEW_MISSING] = { "PA-07-1a", "review-missing", REVIEW,
	    "no record of the review of account, qualification and scope", NULL },
	[F_REVIEW_DATE] = { "PA-07-1a", "review-date", REVIEW,
	    "time of review missing, malformed or in the future", NULL },
	[F_LICENSE_MISSING] = { "PA-07-1a", "license-missing", REVIEW,
	    "this category needs a licence", NULL },
	[F_LICENSE_EXPIRED] = { "PA-07-1a", "license-expired", REVIEW,
	    "the licence has expired", NULL },
	[F_LICENSE_FORMAT] = { "PA-07-1a", "license-format", REVIEW,
	    "a licence is kind:number:until", NULL },
	[F_SCOPE_MISSING] = { "PA-07-1a", "scope-missing", REVIEW,
	    "no scope of service", NULL },
	[F_NAME_MISSING] = { "PA-07-1a", "name-missing", REJECT, "no name", NULL },
	[F_NAME_CONTROL] = { "PA-07-1a", "name-control", REJECT,
	    "control character in the name", NULL },
	[F_NAME_BIDI] = { "PA-07-1a", "name-bidi", REJECT,
	    "the name turns the direction of writing", NULL },
	[F_NAME_INVISIBLE] = { "PA-07-1a", "name-invisible", REVIEW,
	    "invisible or unassigned character, or blank at an end of the name", NULL },
	[F_NAME_ORGAN] = { "PA-07-1a", "name-organ", REVIEW,
	    "the name holds the word of a party, state or news organ, the subject is none",
	    NULL },
	[F_NAME_REGION] = { "PA-07-1a", "name-region", REVIEW,
	    "the name holds the name of an administrative division", NULL },
	[F_NAME_IDENTITY] = { "PA-07-1a", "name-identity", REJECT,
	    "the name shows an identity or mobile number", NULL },
	[F_DATE_FORMAT] = { "PA-07-1a", "date-format", REVIEW, "not a date", NULL },
	[F_SUBJECT_CHANGED] = { "PA-07-1a", "subject-changed", REJECT,
	    "registered to another subject: use transfer", NULL },
	[F_ACCOUNT_CLOSED] = { "PA-07-1a", "account-closed", REJECT,
	    "was closed: a closed account does not come back", NULL },
	[F_ACCOUNT_UNKNOWN] = { "PA-07-1a", "account-unknown", REJECT,
	    "is not registered", NULL },
	[F_CATEGORY_MISSING] = { "PA-07-1b", "category-missing", REVIEW, "no category", NULL },
	[F_CATEGORY_UNKNOWN] = { "PA-07-1b", "category-unknown", REVIEW,
	    "not a category of the policy", NULL },
	[F_LABEL_MISSING] = { "PA-07-1b", "label-missing", REVIEW, "no class label", NULL },
	[F_LABEL_UNKNOWN] = { "PA-07-1b", "label-unknown", REVIEW,
	    "not a label of the policy", NULL },
	[F_DATA_MISSING] = { "PA-07-2a", "data-missing", REVIEW,
	    "the account's database lacks this", NULL },
	[F_DATA_STALE] = { "PA-07-2a", "data-stale", REVIEW,
	    "the account's figures are older than the policy allows", NULL },
	[F_GRADE_MISMATCH] = { "PA-07-2b", "grade-mismatch", REVIEW,
	    "the grade given is not the one the policy computes", NULL },
	[F_CLASS_MISMATCH] = { "PA-07-2b", "class-mismatch", REVIEW,
	    "the class given is not the one the policy computes", NULL },
	[F_CAP_SUBJECT] = { "PA-07-3a", "cap-subject", REJECT,
	    "the subject has its accounts", NULL },
	[F_CAP_MOBILE] = { "PA-07-3a", "cap-mobile", REJECT,
	    "the mobile number has its accounts", NULL },
	[F_CAP_EMAIL] = { "PA-07-3a", "cap-email", REJECT,
	    "the e-mail address has its accounts", NULL },
	[F_CAP_EXEMPT] = { "PA-07-3a", "cap-exempt", PASS,
	    "above the cap by an approved exemption", NULL },
	[F_CAP_GRANDFATHERED] = { "PA-07-3a", "cap-grandfathered", PASS,
	    "above today's cap, allowed by the one in force when it was registered", NULL },
	[F_MULTI_INCOMPLETE] = { "PA-07-3b", "multi-incomplete", REVIEW,
	    "who runs several accounts must give registered subject and scope of business",
	    NULL },
	[F_NEWS_UNLICENSED] = { "PA-08-1", "news-unlicensed", REJECT,
	    "news without a valid licence to gather, edit and publish news", NULL },
	[F_CLOSE_OVERDUE] = { "PA-09-2", "close-overdue", REVIEW,
	    "closing was asked for and is overdue", NULL },
	[F_CLOSE_LATE] = { "PA-09-2", "close-late", REVIEW,
	    "closed later after the request than the policy allows", NULL },
	[F_ASSESSMENT_MISSING] = { "PA-12-1", "assessment-missing", REVIEW,
	    "interactive functions without a security assessment", NULL },
	[F_ASSESSMENT_LATE] = { "PA-12-1", "assessment-late", REVIEW,
	    "interactive functions were opened before their security assessment", NULL },
	[F_COMMENTS_UNMANAGED] = { "PA-12-2b", "comments-unmanaged", REVIEW,
	    "comments are open and the operator has no rights to manage them", NULL },
	[F_SUBJECT_LISTED] = { "PA-13-2c", "subject-listed", REJECT,
	    "the subject is on the blacklist: may not register", NULL },
	[F_ACCOUNT_LISTED] = { "PA-13-2c", "account-listed", REJECT,
	    "the account is on the blacklist", NULL },
	[F_FILING_DUE] = { "PA-07-1c", "filing-due", REVIEW,
	    "accounts are to be filed", NULL },
	[F_FILING_OVERDUE] = { "PA-07-1c", "filing-overdue", REVIEW,
	    "accounts should have been filed", NULL },
	[F_OPERATORS_DUE] = { "PA-07-3c", "filing-due", REVIEW,
	    "operators of several accounts are to be filed", NULL },
	[F_OPERATORS_OVERDUE] = { "PA-07-3c", "filing-overdue", REVIEW,
	    "operators of several accounts should have been filed", NULL },
	[F_OFFICE_UNKNOWN] = { "PA-03-1", "office-unknown", REVIEW,
	    "no province, so no competent office", NULL },
};

const struct finding_row *
finding_row(enum finding_code code)
{
	return &row[code];
}

static void
add(struct record *r, enum finding_code code, unsigned member, unsigned verdict,
    const char *why, uint32_t value, uint32_t limit)
{
	if (verdict > r->verdict)
		r->verdict = (uint8_t)verdict;
	if (r->findings == RECORD_FINDINGS) {
		r->lost++;
		return;
	}
	r->finding[r->findings].code = (uint16_t)code;
	r->finding[r->findings].verdict = (uint8_t)verdict;
	r->finding[r->findings].member = (uint8_t)member;
	r->finding[r->findings].why = why;
	r->finding[r->findings].value = value;
	r->finding[r->findings].limit = limit;
	r->findings++;
}

void
finding_add(struct record *r, enum finding_code code, unsigned member, const char *why)
{
	add(r, code, member, row[code].verdict, why, 0, 0);
}

void
finding_judge(struct record *r, enum finding_code code, unsigned member, unsigned verdict,
    const char *why)
{
	add(r, code, member, verdict, why, 0, 0);
}

void
finding_limit(struct record *r, enum finding_code code, unsigned member, uint32_t value,
    uint32_t limit)
{
	add(r, code, member, row[code].verdict, NULL, value, limit);
}

static bool
of_user(const struct record *r)
{
	return r->size[M_USER] > 0 && r->size[M_ACCOUNT] == 0;
}

static void
head(struct buf *to, const struct record *r, unsigned i)
{
	const struct finding_row *f = &row[r->finding[i].code];
	bool user = of_user(r);

	buf_put(to, "{\"clause\":\"", 11);
	buf_puts(to, user && f->user_clause != NULL ? f->user_clause : f->clause);
	buf_put(to, "\",\"code\":\"", 10);
	buf_puts(to, f->code);
	buf_put(to, "\",\"verdict\":\"", 13);
	buf_puts(to, verdict_name(r->finding[i].verdict));
	if (r->finding[i].member != M_NONE) {
		buf_put(to, "\",\"field\":\"", 11);
		buf_puts(to, member_name(r->finding[i].member));
	}
	buf_put(to, "\",\"by\":\"", 8);
	buf_puts(to, status_program());
	buf_putc(to, '"');
}

static void
write_one(struct buf *to, const struct record *r, unsigned i)
{
	const char *why = r->finding[i].why;

	head(to, r, i);
	if (r->finding[i].limit > 0 || r->finding[i].value > 0) {
		buf_member_num(to, "value", r->finding[i].value);
		buf_member_num(to, "limit", r->finding[i].limit);
	}
	buf_put(to, ",\"message\":\"", 12);
	buf_puts(to, why != NULL ? why : row[r->finding[i].code].message);
	buf_put(to, "\"}", 2);
}

/* The last text for each code: most findings of a code are alike to the letter. */
static _Thread_local struct kept {
	char *text;
	size_t n;
	uint8_t member, verdict;
	bool user;
	const char *why;
} kept[FINDING_CODES];

void
finding_write(struct buf *to, const struct record *r, unsigned i)
{
	struct kept *k = &kept[r->finding[i].code];
	size_t from = to->len;

	if (r->finding[i].limit > 0 || r->finding[i].value > 0) {
		write_one(to, r, i);
		return;
	}
	if (k->text == NULL || k->member != r->finding[i].member || k->user != of_user(r) ||
	    k->verdict != r->finding[i].verdict || k->why != r->finding[i].why) {
		write_one(to, r, i);
		free(k->text);
		k->n = to->len - from;
		k->text = mem_copy(to->s + from, k->n);
		k->member = r->finding[i].member;
		k->verdict = r->finding[i].verdict;
		k->user = of_user(r);
		k->why = r->finding[i].why;
	} else
		buf_put(to, k->text, k->n);
}

unsigned
finding_earlier(struct record *r)
{
	struct piece t;

	if (!record_text(r, M_VERDICT, &t))
		return PASS;
	return t.n == 6 && memcmp(t.s, "reject", 6) == 0 ? REJECT :
	    t.n == 6 && memcmp(t.s, "review", 6) == 0 ? REVIEW : PASS;
}

/* finding_close's own, kept for the next record. */
static _Thread_local struct buf b, probe;

void
finding_leave(void)
{
	int i;

	for (i = 0; i < FINDING_CODES; i++) {
		free(kept[i].text);
		kept[i] = (struct kept){ 0 };
	}
	buf_free(&b);
	buf_free(&probe);
}

/* Does the record already bear this finding?  Compared up to the message, which may be in
 * another language. */
static bool
known(const struct record *r, unsigned i, const char *old, size_t n)
{
	probe.len = 0;
	head(&probe, r, i);
	return memmem(old, n, probe.s, probe.len) != NULL;
}

/* "pass", "review", "reject" as JSON, for ever. */
static const char *const quoted[] = { "\"pass\"", "\"review\"", "\"reject\"" };

void
finding_close(struct record *r)
{
	const char *old = r->line + r->at[M_FINDINGS];
	size_t n = r->size[M_FINDINGS];
	unsigned worst = finding_earlier(r), i;
	char *json;

	if (r->verdict > worst)
		worst = r->verdict;
	record_set(r, M_VERDICT, quoted[worst], strlen(quoted[worst]));
	if (r->findings == 0) {
		if (n < 2 || *old != '[')
			record_set(r, M_FINDINGS, "[]", 2);
		return;
	}
	b.len = 0;
	if (n >= 2 && *old == '[') {
		for (n--; n > 1 && (old[n - 1] == ' ' || old[n - 1] == '\t' ||
		    old[n - 1] == '\r'); n--)
			;
		buf_put(&b, old, n);
	} else {
		n = 0;
		buf_putc(&b, '[');
	}
	for (i = 0; i < r->findings; i++) {
		if (n > 1 && known(r, i, old, n))
			continue;
		if (b.s[b.len - 1] != '[')
			buf_putc(&b, ',');
		finding_write(&b, r, i);
	}
	buf_putc(&b, ']');
	json = mem_piece(r->arena, b.len);
	memcpy(json, b.s, b.len);
	record_set(r, M_FINDINGS, json, b.len);
}
