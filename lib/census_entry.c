#include "census.h"

#include <string.h>

#include "buf.h"
#include "census_int.h"
#include "finding.h"
#include "keep.h"
#include "mem.h"
#include "office.h"
#include "policy.h"
#include "term.h"
#include "when.h"

/*
 * A value of accounts or users, as entry_build writes it: its members are found without taking
 * it apart further than that, since there are a million of them.
 */
enum name { STATE, REGISTERED_AT, SUBJECT, PROVINCE, CLASS, GRADE, CATEGORY, LABELS, AGREEMENT,
	REVIEWED_BY, REVIEWED_AT, INTERACTIVE, SUBSCRIBERS, READS, VERIFIED_BY, VERIFIED_AT,
	AFFILIATION, CLOSE_REQUESTED_AT, FINDINGS, CONTACT, RECORDED_AT, CLOSED_AT, ERASE_AFTER,
	ERASED, PERSONAL, NAME, SUBJECT_NAME, ID_NUMBER, MOBILE, EMAIL, OPERATOR_NAME,
	OPERATOR_ID_NUMBER, NAMES };
static const char *const names[NAMES] = { "state", "registered_at", "subject", "province",
	"class", "grade", "category", "labels", "agreement", "reviewed_by", "reviewed_at",
	"interactive", "subscribers", "reads", "verified_by", "verified_at", "affiliation",
	"close_requested_at", "findings", "contact", "recorded_at", "closed_at", "erase_after",
	"erased", "personal", "name", "subject_name", "id_number", "mobile", "email",
	"operator_name", "operator_id_number" };

enum { SLOTS = 256, CODE_SLOTS = 1024 };
static struct { int8_t name; uint8_t n; } slot[SLOTS];		/* name: index + 1 */
static struct { int16_t code; uint8_t n; } code_slot[CODE_SLOTS];	/* likewise */

struct text { const char *s; size_t n; };
struct view {
	struct text of[NAMES];
	bool closed, user;
	const char *state;
};

static unsigned
place(const char *s, size_t n)
{
	return (unsigned)n * 37 + (unsigned char)s[0] * 7u + (unsigned char)s[n - 1] * 11u +
	    (unsigned char)s[n / 2] * 3u;
}

void
census_entry_start(void)
{
	unsigned at;
	int i;

	if (slot[place(names[0], strlen(names[0])) % SLOTS].name != 0)
		return;
	for (i = 0; i < NAMES; i++) {
		at = place(names[i], strlen(names[i])) % SLOTS;
		while (slot[at].name != 0)
			at = (at + 1) % SLOTS;
		slot[at].name = (int8_t)(i + 1);
		slot[at].n = (uint8_t)strlen(names[i]);
	}
	for (i = 0; i < FINDING_CODES; i++) {
		const char *code = finding_row((enum finding_code)i)->code;

		at = place(code, strlen(code)) % CODE_SLOTS;
		while (code_slot[at].code != 0)
			at = (at + 1) % CODE_SLOTS;
		code_slot[at].code = (int16_t)(i + 1);
		code_slot[at].n = (uint8_t)strlen(code);
	}
}

static int
name_of(const char *s, size_t n)
{
	unsigned at;

	if (n == 0)
		return -1;
	for (at = place(s, n) % SLOTS; slot[at].name != 0; at = (at + 1) % SLOTS)
		if (slot[at].n == n && memcmp(names[slot[at].name - 1], s, n) == 0)
			return slot[at].name - 1;
	return -1;
}

static int
code_of(const char *s, size_t n)
{
	unsigned at;

	if (n == 0)
		return -1;
	for (at = place(s, n) % CODE_SLOTS; code_slot[at].code != 0; at = (at + 1) % CODE_SLOTS)
		if (code_slot[at].n == n && memcmp(finding_row((enum finding_code)
		    (code_slot[at].code - 1))->code, s, n) == 0)
			return code_slot[at].code - 1;
	return -1;
}

/* p behind an opening quote: behind the closing one. */
static const char *
past_string(const char *p, const char *end)
{
	const char *from = p, *q, *back;

	while ((q = memchr(p, '"', (size_t)(end - p))) != NULL) {
		for (back = q; back > from && back[-1] == '\\'; back--)
			;
		if (((q - back) & 1) == 0)
			return q + 1;
		p = q + 1;
	}
	return end;
}

static const char *
past_value(const char *p, const char *end)
{
	int depth = 0;

	if (*p == '"')
		return past_string(p + 1, end);
	if (*p != '{' && *p != '[') {
		while (p < end && *p != ',' && *p != '}')
			p++;
		return p;
	}
	while (p < end) {
		if (*p == '"') {
			p = past_string(p + 1, end);
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		else if ((*p == '}' || *p == ']') && --depth == 0)
			return p + 1;
		p++;
	}
	return end;
}

static void
look(struct view *v, const char *p, size_t n)
{
	const char *end = p + n, *name, *value;
	size_t len;
	int i;

	memset(v->of, 0, sizeof v->of);
	for (p++; p < end && *p == '"'; p += p < end && *p == ',') {
		name = p + 1;
		p = past_string(name, end);
		len = (size_t)(p - name) - 1;
		if (p >= end || *p != ':')
			break;
		value = ++p;
		p = past_value(value, end);
		i = name_of(name, len);
		if (i >= 0) {
			v->of[i].s = value;
			v->of[i].n = (size_t)(p - value);
		}
	}
}

static bool
has(const struct view *v, enum name i)
{
	const struct text *t = &v->of[i];

	return t->n > 0 && !(t->n == 2 && (*t->s == '"' || *t->s == '[' || *t->s == '{')) &&
	    *t->s != 'n';
}

/* Text of a string that has no escapes, as those of the registry's own have none. */
static const char *
text(const struct view *v, enum name i, size_t *n)
{
	*n = v->of[i].n >= 2 && *v->of[i].s == '"' ? v->of[i].n - 2 : 0;
	return *n > 0 ? v->of[i].s + 1 : "";
}

/* Is a date of the registry's own after the day of the census? */
static bool
after(const struct census_work *w, const struct view *v, enum name i)
{
	return v->of[i].n >= 12 && memcmp(v->of[i].s + 1, w->day, 10) > 0;
}

static bool
is_true(const struct census_work *w, const struct view *v, enum name i)
{
	const struct text *t = &v->of[i];
	const char *word;

	if (t->n == 0 || *t->s == 'f' || *t->s == 'n')
		return false;
	if (*t->s != '"')
		return *t->s == 't' || (*t->s == '1' && t->n == 1);
	word = term_value(w->terms, TERM_BOOL, t->s + 1, t->n - 2);
	return word != NULL && strcmp(word, "true") == 0;
}

/* PA-08-1: is it an account with news? */
static bool
is_news(const struct census_work *w, struct census_part *p, const struct view *v)
{
	const struct text *t = &v->of[CATEGORY];
	const char *value;

	if (t->n < 3 || *t->s != '"')
		return false;
	if (t->n == p->memo_n && memcmp(t->s, p->memo, t->n) == 0)
		return p->memo_news;
	value = term_value(w->terms, TERM_CATEGORY, t->s + 1, t->n - 2);
	p->memo_news = value != NULL ?
	    policy_lists(w->policy, "account.class.news", value, strlen(value)) :
	    policy_lists(w->policy, "account.class.news", t->s + 1, t->n - 2);
	p->memo_n = t->n <= sizeof p->memo ? t->n : 0;
	memcpy(p->memo, t->s, p->memo_n);
	return p->memo_news;
}

/* Findings of the last registration; of a closed one only what its closing brought. */
static void
findings(struct census *c, const struct view *v)
{
	const char *p = v->of[FINDINGS].s, *end, *code, *q;
	size_t n = v->of[FINDINGS].n;
	int i;

	if (n <= 2)
		return;
	for (end = p + n; (p = memmem(p, (size_t)(end - p), "\"code\":\"", 8)) != NULL; ) {
		code = p + 8;
		p = past_string(code, end);
		i = code_of(code, (size_t)(p - code) - 1);
		q = (size_t)(end - p) > 12 && memcmp(p, ",\"verdict\":\"", 12) == 0 ? p + 12 :
		    "?";
		/* review and reject, not pass */
		if (i >= 0 && *q == 'r' && (!v->closed || i == F_CLOSE_LATE))
			c->found[i][v->user ? 1 : 0]++;
	}
}

/* PA-09-1a, GR-06-2: what is personal is sealed; nothing of it stands beside. */
static void
sealed(struct census *c, const struct view *v)
{
	bool clear = has(v, SUBJECT_NAME) || has(v, ID_NUMBER) || has(v, MOBILE) ||
	    has(v, EMAIL) || has(v, OPERATOR_NAME) || has(v, OPERATOR_ID_NUMBER) ||
	    (v->user && has(v, NAME)), gone = v->of[ERASED].n > 0;

	if (clear || (!gone && has(v, SUBJECT) && !has(v, PERSONAL)))
		c->found[F_SEAL_MISSING][v->user ? 1 : 0]++;
	else if (!v->user && has(v, PERSONAL) && !v->closed)
		c->count[CENSUS_ACCOUNTS_SEALED]++;
}

static void
closed(const struct census_work *w, struct census *c, const struct view *v)
{
	int day, until;

	if (!v->user) {
		c->count[CENSUS_ACCOUNTS_CLOSED]++;
		census_tally_add(&c->state, "closed", 6, 1);
	}
	c->count[CENSUS_CLOSINGS]++;
	if (v->of[ERASED].n > 0) {
		c->count[CENSUS_ERASED]++;
		return;
	}
	/* The day after the last on which it has to stay, as retain-prune counts it. */
	if (v->of[ERASE_AFTER].n >= 12 && v->of[CLOSED_AT].n >= 12 && !after(w, v, ERASE_AFTER) &&
	    memcmp(v->of[ERASE_AFTER].s + 1, w->day, 10) != 0 &&
	    when_read_day(v->of[CLOSED_AT].s + 1, 10, &day)) {
		until = keep_last(w->keep, day, KEEP_FLOOR);
		if (w->today > until)
			c->found[F_ERASE_DUE][v->user ? 1 : 0]++;
	}
}

static int
office(const struct census_work *w, struct census *c, const struct view *v)
{
	int province = 0;
	size_t i;

	for (i = 0; i < v->of[PROVINCE].n && v->of[PROVINCE].s[i] >= '0' &&
	    v->of[PROVINCE].s[i] <= '9' && province < 100; i++)
		province = province * 10 + (v->of[PROVINCE].s[i] - '0');
	if (province > 99)
		province = 0;
	c->province[province]++;
	if (w->by_subject && office_known(province))
		return province;
	return office_known(w->platform) ? w->platform : 0;
}

/* PA-07-1c: is it in a filing, as it is now? */
static void
filed(const struct census_work *w, struct census_part *p, const struct view *v, int where,
    const char *key, size_t klen)
{
	int day, how = census_filed_has(w->filed, 0, key, klen,
	    v->of[RECORDED_AT].n >= 27 ? v->of[RECORDED_AT].s + 1 : NULL);

	if (where == 0) {
		p->sum.found[F_OFFICE_UNKNOWN][0]++;
		return;
	}
	if (how != CENSUS_UNFILED)
		p->sum.count[CENSUS_ACCOUNTS_FILED]++;
	if (how == CENSUS_FILED)
		return;
	p->unfiled[where]++;
	if (v->of[REGISTERED_AT].n >= 12 &&
	    when_read_day(v->of[REGISTERED_AT].s + 1, 10, &day) &&
	    (p->oldest[where] == 0 || day < p->oldest[where]))
		p->oldest[where] = day;
}

static void
account(const struct census_work *w, struct census_part *p, const struct view *v,
    const char *key, size_t klen)
{
	struct census *c = &p->sum;
	const char *s;
	size_t n;
	bool on = is_true(w, v, INTERACTIVE);

	c->count[CENSUS_ACCOUNTS]++;
	s = text(v, STATE, &n);
	/* It was open then. */
	if (n == 6 && memcmp(s, "closed", 6) == 0)
		s = "active";
	census_tally_add(&c->state, s, n, 1);
	c->count[CENSUS_ACCOUNTS_SUSPENDED] += n == 9 && memcmp(s, "suspended", 9) == 0;
	s = text(v, CLASS, &n);
	census_tally_add(&c->class, s, n, 1);
	s = text(v, GRADE, &n);
	census_tally_add(&c->grade, s, n, 1);
	c->count[CENSUS_ACCOUNTS_GRADED] += n > 0;
	c->count[CENSUS_ACCOUNTS_AGREED] += has(v, AGREEMENT);
	c->count[CENSUS_ACCOUNTS_VERIFIED] += has(v, VERIFIED_BY) && has(v, VERIFIED_AT);
	c->count[CENSUS_ACCOUNTS_REVIEWED] += has(v, REVIEWED_BY) && has(v, REVIEWED_AT);
	c->count[CENSUS_ACCOUNTS_LABELLED] += has(v, LABELS);
	c->count[CENSUS_ACCOUNTS_DATA] += has(v, SUBSCRIBERS) && has(v, READS);
	c->count[CENSUS_ACCOUNTS_INTERACTIVE] += on;
	c->count[CENSUS_ACCOUNTS_NEWS] += is_news(w, p, v);
	c->count[CENSUS_CLOSINGS] += has(v, CLOSE_REQUESTED_AT);
	if (v->of[CONTACT].n > 12 && memmem(v->of[CONTACT].s, v->of[CONTACT].n,
	    "\"operator\":", 11) != NULL)
		c->count[CENSUS_ACCOUNTS_OPERATED]++;
	if (on && !has(v, GRADE))
		c->found[F_COMMENTS_UNGRADED][0]++;
	if (has(v, AFFILIATION) && v->of[SUBJECT].n == 34) {
		if (p->affiliates == p->affiliate_room) {
			p->affiliate_room = p->affiliate_room * 2 + 64;
			p->affiliate = mem_grow(p->affiliate, p->affiliate_room,
			    sizeof *p->affiliate);
		}
		p->affiliate[p->affiliates++] = census_hash(v->of[SUBJECT].s + 1, 32, 1);
	}
	filed(w, p, v, office(w, c, v), key, klen);
}

void
census_entry(struct census_work *w, struct census_part *p, bool user, const char *key,
    size_t klen, const char *val, size_t n)
{
	struct view v = { .user = user };
	struct census *c = &p->sum;

	look(&v, val, n);
	if (after(w, &v, REGISTERED_AT))
		return;
	c->later += v.of[RECORDED_AT].n >= 27 &&
	    memcmp(v.of[RECORDED_AT].s + 1, w->instant, 25) > 0;
	v.closed = v.of[STATE].n == 8 && memcmp(v.of[STATE].s, "\"closed\"", 8) == 0 &&
	    !after(w, &v, CLOSED_AT);
	findings(c, &v);
	sealed(c, &v);
	if (v.closed) {
		closed(w, c, &v);
		return;
	}
	if (!user) {
		account(w, p, &v, key, klen);
		return;
	}
	c->count[CENSUS_USERS]++;
	c->count[CENSUS_USERS_AGREED] += has(&v, AGREEMENT);
	c->count[CENSUS_USERS_VERIFIED] += has(&v, VERIFIED_BY) && has(&v, VERIFIED_AT);
}
