#include "census.h"

#include <stdio.h>
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


static bool
has(const struct census_view *v, enum census_name i)
{
	const struct census_text *t = &v->of[i];

	return t->n > 0 && !(t->n == 2 && (*t->s == '"' || *t->s == '[' || *t->s == '{')) &&
	    *t->s != 'n';
}

/* Text of a string that has no escapes, as those of the registry's own have none. */
static const char *
text(const struct census_view *v, enum census_name i, size_t *n)
{
	*n = v->of[i].n >= 2 && *v->of[i].s == '"' ? v->of[i].n - 2 : 0;
	return *n > 0 ? v->of[i].s + 1 : "";
}

/* Is a date of the registry's own after the day of the census? */
static bool
after(const struct census_work *w, const struct census_view *v, enum census_name i)
{
	return v->of[i].n >= 12 && memcmp(v->of[i].s + 1, w->day, 10) > 0;
}

static bool
is_true(const struct census_work *w, const struct census_view *v, enum census_name i)
{
	const struct census_text *t = &v->of[i];
	const char *word;

	if (t->n == 0 || *t->s == 'f' || *t->s == 'n')
		return false;
	if (*t->s != '"')
		return *t->s == 't' || (*t->s == '1' && t->n == 1);
	word = term_value(w->terms, TERM_BOOL, t->s + 1, t->n - 2);
	return word != NULL && strcmp(word, "true") == 0;
}

/* PA-08-1: is it an account with news?  Its place in the memo of categories; -1: no. */
static int
news(const struct census_work *w, struct census_part *p, const struct census_view *v)
{
	const struct census_text *t = &v->of[CATEGORY];
	char path[128];
	const char *value;
	size_t i, n, tries = 0;

	if (t->n < 3 || *t->s != '"' || t->n > sizeof p->memo[0].raw)
		return -1;
	/* The last that is tried gives way. */
	for (i = census_hash(t->s, t->n, 3) % CENSUS_MEMO; p->memo[i].n > 0 && tries < 16;
	    i = (i + 1) % CENSUS_MEMO, tries++)
		if (p->memo[i].n == t->n && memcmp(t->s, p->memo[i].raw, t->n) == 0)
			return p->memo[i].news ? (int)i : -1;
	memcpy(p->memo[i].raw, t->s, p->memo[i].n = (uint8_t)t->n);
	value = term_value(w->terms, TERM_CATEGORY, t->s + 1, t->n - 2);
	n = value != NULL ? strlen(value) : t->n - 2;
	value = value != NULL ? value : t->s + 1;
	p->memo[i].news = policy_lists(w->policy, "account.class.news", value, n);
	snprintf(path, sizeof path, "account.class.licenses.%.*s", (int)n, value);
	p->memo[i].license = policy_get(w->policy, path, &n);
	return p->memo[i].news ? (int)i : -1;
}

/* Is one of the licences (KIND:NUMBER:UNTIL) of a kind, and not over? */
static bool
licensed(const struct census_work *w, const struct census_view *v, const char *kind)
{
	const char *p = v->of[LICENSES].s, *end = p + v->of[LICENSES].n, *colon;
	size_t n = strcspn(kind + 1, "\"");
	int until;

	while (p < end && (p = memchr(p, '"', (size_t)(end - p))) != NULL) {
		const char *item = p + 1;

		p = census_view_past(item, end);
		if ((size_t)(p - item) <= n + 1 || memcmp(item, kind + 1, n) != 0 ||
		    item[n] != ':')
			continue;
		colon = memchr(item + n + 1, ':', (size_t)(p - 1 - item) - n - 1);
		if (colon == NULL || (when_read_day(colon + 1, (size_t)(p - 2 - colon),
		    &until) && until >= w->today))
			return true;
	}
	return false;
}

/* PA-06-1c, GR-06-1b: may it publish, and nobody knows whose it is? */
static void
publishes(const struct census_work *w, struct census *c, const struct census_view *v)
{
	if (v->of[STATE].n == 8 && memcmp(v->of[STATE].s, "\"active\"", 8) == 0 &&
	    (!has(v, SUBJECT) || (w->verify && !has(v, VERIFIED_AT))))
		c->found[F_PUBLISH_UNVERIFIED][v->user ? 1 : 0]++;
}

/* Findings of the last registration. */
static void
findings(struct census *c, const struct census_view *v)
{
	const char *p = v->of[FINDINGS].s, *end, *code, *q;
	size_t n = v->of[FINDINGS].n;
	int i;

	if (n <= 2)
		return;
	for (end = p + n; (p = memmem(p, (size_t)(end - p), "\"code\":\"", 8)) != NULL; ) {
		code = p + 8;
		p = census_view_past(code, end);
		i = census_view_code(code, (size_t)(p - code) - 1);
		q = (size_t)(end - p) > 12 && memcmp(p, ",\"verdict\":\"", 12) == 0 ? p + 12 :
		    "?";
		/* review and reject, not pass */
		if (i >= 0 && *q == 'r' && !v->closed && i != F_NEWS_UNLICENSED &&
		    i != F_PUBLISH_UNVERIFIED)
			c->found[i][v->user ? 1 : 0]++;
	}
}

/* PA-09-1a, GR-06-2: what is personal is sealed; nothing of it stands beside. */
static void
sealed(struct census *c, const struct census_view *v)
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
closed(const struct census_work *w, struct census_part *p, const struct census_view *v,
    const char *key, size_t klen)
{
	struct census *c = &p->sum;
	int64_t asked;
	int day, until;
	bool sure;

	if (!v->user) {
		c->count[CENSUS_ACCOUNTS_CLOSED]++;
		census_tally_add(&c->state, "closed", 6, 1);
		/* Its end is to be filed, too. */
		p->refiles += census_filed_has(w->filed, 0, key, klen, NULL) !=
		    CENSUS_UNFILED;
	}
	c->count[CENSUS_CLOSINGS]++;
	/* PA-09-2: closed later than so many working days after it was asked for. */
	if (v->of[CLOSE_REQUESTED_AT].n > 2 && v->of[CLOSED_AT].n >= 12 &&
	    when_read(v->of[CLOSE_REQUESTED_AT].s + 1, v->of[CLOSE_REQUESTED_AT].n - 2,
	    &asked) &&
	    when_read_day(v->of[CLOSED_AT].s + 1, 10, &day) &&
	    day > when_workdays(w->holidays, when_day_of(asked), w->close_days, &sure))
		c->found[F_CLOSE_LATE][v->user ? 1 : 0]++;
	if (v->of[ERASED].n > 0) {
		c->count[CENSUS_ERASED]++;
		return;
	}
	/* The day after the last on which it has to stay, as retain-prune counts it. */
	if (v->of[ERASE_AFTER].n >= 12 && v->of[CLOSED_AT].n >= 12 &&
	    !after(w, v, ERASE_AFTER) &&
	    memcmp(v->of[ERASE_AFTER].s + 1, w->day, 10) != 0 &&
	    when_read_day(v->of[CLOSED_AT].s + 1, 10, &day)) {
		until = keep_last(w->keep, day, KEEP_FLOOR);
		if (w->today > until)
			c->found[F_ERASE_DUE][v->user ? 1 : 0]++;
	}
}

static int
office(const struct census_work *w, struct census *c, const struct census_view *v)
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
filed(const struct census_work *w, struct census_part *p, const struct census_view *v,
    int where, const char *key, size_t klen)
{
	int day, how = census_filed_has(w->filed, 0, key, klen,
	    v->of[RECORDED_AT].n >= 27 ? v->of[RECORDED_AT].s + 1 : NULL);

	if (where == 0) {
		p->sum.found[F_OFFICE_UNKNOWN][0]++;
		return;
	}
	if (how != CENSUS_UNFILED)
		p->sum.count[CENSUS_ACCOUNTS_FILED]++;
	p->refiles += how == CENSUS_REFILE;
	if (how != CENSUS_UNFILED)
		return;
	p->unfiled[where]++;
	if (v->of[REGISTERED_AT].n >= 12 &&
	    when_read_day(v->of[REGISTERED_AT].s + 1, 10, &day) &&
	    (p->oldest[where] == 0 || day < p->oldest[where]))
		p->oldest[where] = day;
}

static void
account(const struct census_work *w, struct census_part *p, const struct census_view *v,
    const char *key, size_t klen)
{
	struct census *c = &p->sum;
	const char *s;
	size_t n;
	bool on = is_true(w, v, INTERACTIVE);
	int of_news = news(w, p, v);

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
	c->count[CENSUS_ACCOUNTS_NEWS] += of_news >= 0;
	if (of_news >= 0 && p->memo[of_news].license != NULL &&
	    !licensed(w, v, p->memo[of_news].license))
		c->found[F_NEWS_UNLICENSED][0]++;
	/* What was closed since has its request from the closing, of which nobody knew yet. */
	c->count[CENSUS_CLOSINGS] += has(v, CLOSE_REQUESTED_AT) && !has(v, CLOSED_AT);
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
	struct census_view v = { .user = user };
	struct census *c = &p->sum;

	census_view(&v, val, n);
	if (after(w, &v, REGISTERED_AT))
		return;
	c->later += v.of[RECORDED_AT].n >= 27 &&
	    memcmp(v.of[RECORDED_AT].s + 1, w->instant, 25) > 0;
	v.closed = v.of[STATE].n == 8 && memcmp(v.of[STATE].s, "\"closed\"", 8) == 0 &&
	    !after(w, &v, CLOSED_AT);
	findings(c, &v);
	sealed(c, &v);
	if (v.closed) {
		closed(w, p, &v, key, klen);
		return;
	}
	publishes(w, c, &v);
	if (!user) {
		account(w, p, &v, key, klen);
		return;
	}
	c->count[CENSUS_USERS]++;
	c->count[CENSUS_USERS_AGREED] += has(&v, AGREEMENT);
	c->count[CENSUS_USERS_VERIFIED] += has(&v, VERIFIED_BY) && has(&v, VERIFIED_AT);
}
