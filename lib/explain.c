#include "explain.h"

#include <string.h>

#include "account.h"
#include "buf.h"
#include "entry.h"
#include "finding.h"
#include "json.h"
#include "mem.h"
#include "policy.h"
#include "record.h"
#include "registry.h"
#include "scan.h"
#include "status.h"
#include "store.h"
#include "when.h"

/* Each code with the member it looks at and the setting that limits it. */
static const struct {
	enum finding_code code;
	enum member member;
	const char *setting;
} rule[] = {
	{ F_OPERATOR_INCOMPLETE, M_OPERATOR_NAME, NULL },
	{ F_AGREEMENT_MISSING, M_AGREEMENT, "account.agreement.required" },
	{ F_AGREEMENT_SUPERSEDED, M_AGREEMENT, "account.agreement.current" },
	{ F_AGREEMENT_DATE, M_AGREED_AT, NULL },
	{ F_ID_MISSING, M_ID_NUMBER, "account.identity.required" },
	{ F_ID_TYPE, M_ID_TYPE, NULL }, { F_ID_FORMAT, M_ID_NUMBER, NULL },
	{ F_ID_REGION, M_ID_NUMBER, NULL }, { F_ID_BIRTH, M_ID_NUMBER, NULL },
	{ F_ID_SEQUENCE, M_ID_NUMBER, NULL }, { F_ID_CHECKSUM, M_ID_NUMBER, NULL },
	{ F_ID_CATEGORY, M_ID_NUMBER, NULL }, { F_ID_ORG_CODE, M_ID_NUMBER, NULL },
	{ F_ID_KIND, M_SUBJECT_KIND, NULL }, { F_ID_EXPIRED, M_ID_UNTIL, NULL },
	{ F_ID_NORMALISED, M_ID_NUMBER, NULL }, { F_ID_UNCHECKED, M_ID_NUMBER, NULL },
	{ F_SUBJECT_NAME, M_SUBJECT_NAME, NULL }, { F_SUBJECT_KIND, M_SUBJECT_KIND, NULL },
	{ F_MOBILE_MISSING, M_MOBILE, "account.identity.mobile" },
	{ F_MOBILE_FORMAT, M_MOBILE, NULL }, { F_MOBILE_SEGMENT, M_MOBILE, NULL },
	{ F_MOBILE_NORMALISED, M_MOBILE, NULL }, { F_EMAIL_FORMAT, M_EMAIL, NULL },
	{ F_VERIFY_MISSING, M_VERIFIED_BY, "account.identity.verify" },
	{ F_NAME_EXPOSED, M_NAME_CONSENT, NULL }, { F_PUBLISH_UNVERIFIED, M_STATE, NULL },
	{ F_REVIEW_MISSING, M_REVIEWED_BY, "account.review.required" },
	{ F_REVIEW_DATE, M_REVIEWED_AT, "account.review.required" },
	{ F_SCOPE_MISSING, M_SCOPE, "account.review.scope" },
	{ F_LICENSE_MISSING, M_LICENSES, "account.class.licenses" },
	{ F_LICENSE_EXPIRED, M_LICENSES, NULL }, { F_LICENSE_FORMAT, M_LICENSES, NULL },
	{ F_NAME_MISSING, M_NAME, NULL }, { F_NAME_CONTROL, M_NAME, NULL },
	{ F_NAME_BIDI, M_NAME, NULL }, { F_NAME_INVISIBLE, M_NAME, NULL },
	{ F_NAME_ORGAN, M_NAME, "account.name.exempt" },
	{ F_NAME_REGION, M_NAME, "account.name.region" }, { F_NAME_IDENTITY, M_NAME, NULL },
	{ F_DATE_FORMAT, M_REGISTERED_AT, NULL },
	{ F_CATEGORY_MISSING, M_CATEGORY, NULL },
	{ F_CATEGORY_UNKNOWN, M_CATEGORY, "account.class.categories" },
	{ F_LABEL_MISSING, M_LABELS, "account.class.labels" },
	{ F_LABEL_UNKNOWN, M_LABELS, "account.class.categories" },
	{ F_DATA_MISSING, M_SUBSCRIBERS, "account.data.required" },
	{ F_DATA_STALE, M_STATS_AT, "account.data.fresh_days" },
	{ F_GRADE_MISMATCH, M_GRADE, "account.grade.steps" },
	{ F_CLASS_MISMATCH, M_CLASS, "account.class.rules" },
	{ F_CAP_SUBJECT, M_SUBJECT, "account.cap" }, { F_CAP_MOBILE, M_MOBILE, "account.cap" },
	{ F_CAP_EMAIL, M_EMAIL, "account.cap" }, { F_CAP_EXEMPT, M_SUBJECT, "account.cap" },
	{ F_CAP_GRANDFATHERED, M_REGISTERED_AT, "account.cap" },
	{ F_MULTI_INCOMPLETE, M_SCOPE, NULL },
	{ F_NEWS_UNLICENSED, M_LICENSES, "account.class.news" },
	{ F_CLOSE_OVERDUE, M_CLOSE_REQUESTED_AT, "account.close.working_days" },
	{ F_CLOSE_LATE, M_CLOSED_AT, "account.close.working_days" },
	{ F_ASSESSMENT_MISSING, M_ASSESSMENT, "account.interactive.assessment" },
	{ F_ASSESSMENT_LATE, M_ASSESSED_AT, "account.interactive.assessment" },
	{ F_COMMENTS_UNMANAGED, M_COMMENT_ADMIN, "account.interactive.comment_admin" },
	{ F_SUBJECT_LISTED, M_SUBJECT, NULL }, { F_ACCOUNT_LISTED, M_ACCOUNT, NULL },
};

/* Raw value of a member as it goes out: masked or computed where the check has set it. */
static const char *
shown(const struct record *r, enum member m, size_t *n)
{
	unsigned i;

	for (i = 0; i < r->edits; i++)
		if (r->edit[i].member == m) {
			*n = r->edit[i].n;
			return r->edit[i].s;
		}
	*n = record_size(r, m);
	return r->line + record_at(r, m);
}

static void
rows(struct buf *out, const struct record *r, const struct policy *p,
    const struct registry_cap *cap)
{
	size_t i, n;
	const char *v;
	unsigned k, hits;

	for (i = 0; i < sizeof rule / sizeof *rule; i++) {
		const struct finding_row *row = finding_row(rule[i].code);

		for (k = hits = 0; k < r->findings; k++)
			if (r->finding[k].code == rule[i].code) {
				finding_write(out, r, k);
				out->len--;	/* the brace: more members come */
				hits++;
				break;
			}
		if (hits == 0) {
			buf_putc(out, '{');
			buf_member(out, "clause", row->clause, strlen(row->clause));
			buf_member(out, "code", row->code, strlen(row->code));
			buf_member(out, "verdict", "ok", 2);
			buf_member(out, "field", member_name(rule[i].member),
			    strlen(member_name(rule[i].member)));
		}
		v = shown(r, rule[i].member, &n);
		if (n > 0)
			buf_member_raw(out, "given", v, n);
		if (rule[i].setting != NULL) {
			v = policy_get(p, rule[i].setting, &n);
			buf_member(out, "setting", rule[i].setting, strlen(rule[i].setting));
			if (v != NULL && n < 512)
				buf_member_raw(out, "set", v, n);
		}
		if (rule[i].code == F_CAP_SUBJECT) {
			buf_member_num(out, "limit_then", cap->then);
			buf_member_num(out, "limit_today", cap->today);
			buf_member_num(out, "exempt", cap->extra);
		}
		buf_puts(out, "}\n");
	}
}

/* Names of persons come out of the seal as their first character, unless revealed. */
static void
hide_names(struct record *r, const struct account_rules *rules)
{
	static const enum member name[] = { M_SUBJECT_NAME, M_OPERATOR_NAME };
	const struct account_facts *f = r->extra;
	struct piece t;
	char out[8];
	size_t i, n;

	for (i = 0; i < 2 && !account_reveals(rules); i++) {
		if (!record_text(r, name[i], &t) || (name[i] == M_SUBJECT_NAME && !f->person))
			continue;
		for (n = 1; n < t.n && n < 4 && (t.s[n] & 0xc0) == 0x80; n++)
			;
		memcpy(out, t.s, n);
		memcpy(out + n, "**", 2);
		record_set_text(r, name[i], out, n + 2);
	}
}

struct past {
	struct buf *out;
	bool any;
};

static bool
event(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct past *p = arg;

	(void)key;
	(void)klen;
	if (p->any)
		buf_putc(p->out, ',');
	buf_put(p->out, val, n);
	p->any = true;
	return true;
}

/* The accounts of the subject, each with the day since which it has it. */
static void
holds(struct buf *out, const char *val, size_t n)
{
	struct json_walk w, pair;
	char text[WHEN_TEXT];
	int64_t day;
	bool any = false;

	val = json_get(val, n, "accounts", &n);
	buf_member_raw(out, "holds", "[", 1);
	json_walk(&w, val, val != NULL ? n : 0);
	for (; json_next(&w); any = true) {
		buf_puts(out, any ? ",{" : "{");
		json_walk(&pair, w.value, w.value_len);
		if (json_next(&pair))
			buf_member_raw(out, "account", pair.value, pair.value_len);
		if (json_next(&pair) && json_whole(pair.value, pair.value_len, &day))
			buf_member(out, "since", when_day_text((int)day, text), 10);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

/* What the store knows beside the record: siblings, exemptions, history. */
static void
around(struct buf *out, struct store *s, const struct account_facts *f, const char *account,
    size_t an)
{
	struct past past = { out, false };
	const char *val;
	size_t n;
	char key[ACCOUNT_NAME + 1];

	out->len -= 2;		/* brace and line end: more members come */
	if (store_get(s, STORE_SUBJECT, f->subject, strlen(f->subject), &val, &n))
		holds(out, val, n);
	buf_member_raw(out, "exemptions", "[", 1);
	memcpy(key, f->subject, strlen(f->subject) + 1);
	store_walk(s, STORE_EXEMPT, key, strlen(key) + 1, NULL, 0, event, &past);
	buf_putc(out, ']');
	past.any = false;
	buf_member_raw(out, "events", "[", 1);
	memcpy(key, account, an);
	key[an] = '\0';
	store_walk(s, STORE_HISTORY, key, an + 1, NULL, 0, event, &past);
	buf_puts(out, "]}\n");
}

/* What is left of an erased entry is not judged: whose it was is not known any more. */
static void
left(struct buf *out, struct store *s, const struct buf *line, const char *val, size_t n,
    const char *account, size_t an)
{
	struct account_facts f = { 0 };
	size_t len;
	const char *v = json_get(val, n, "subject", &len);

	if (v != NULL && len == 34)
		memcpy(f.subject, v + 1, 32);
	buf_put(out, line->s, line->len);
	buf_putc(out, '\n');
	around(out, s, &f, account, an);
}

bool
explain_account(struct buf *out, struct store *s, struct account_rules *rules,
    const struct policy *p, struct registry *g, const char *account, size_t an)
{
	struct record_reader *reader = record_reader_new();
	struct mem_arena arena = { 0 };
	struct record r = { .arena = &arena, .file = "the store" };
	struct registry_cap cap;
	struct buf line = { 0 };
	const char *val, *why = NULL, *bad;
	void *room = account_enter(rules);
	size_t n, at;
	bool found;

	found = an > 0 && an <= ACCOUNT_NAME &&
	    store_get(s, STORE_ACCOUNT, account, an, &val, &n);
	if (found) {
		if (!entry_record(&line, false, account, an, val, n, store_seal(s), &why))
			status_warn(REFUSED, "personal data of the account: %s", why);
	}
	if (found && json_get(val, n, "erased", &at) != NULL) {
		left(out, s, &line, val, n, account, an);
	} else if (found) {
		buf_room(&line, SCAN_PAD);
		bad = record_read(reader, &r, line.s, line.len, &at);
		if (bad != NULL)
			status_die(FAILED, "store damaged: an entry is no record: %s", bad);
		account_check(&r, room, rules);
		registry_apply(&r, s, g);
		cap = registry_cap(g, s, LIMIT_SUBJECT,
		    ((struct account_facts *)r.extra)->kind,
		    ((struct account_facts *)r.extra)->subject,
		    ((struct account_facts *)r.extra)->held);
		hide_names(&r, rules);
		finding_close(&r);
		record_write(&r, out);
		around(out, s, r.extra, account, an);
		rows(out, &r, p, &cap);
		explicit_bzero(line.s, line.len);
	}
	buf_free(&line);
	mem_end(&arena);
	record_reader_free(reader);
	account_leave(room);
	finding_leave();
	return found;
}
