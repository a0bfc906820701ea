#include "registry.h"

#include <stdio.h>
#include <string.h>

#include "account.h"
#include "blacklist.h"
#include "entry.h"
#include "finding.h"
#include "holder.h"
#include "json.h"
#include "measure.h"
#include "policy.h"
#include "record.h"
#include "registry_int.h"
#include "store.h"
#include "term.h"
#include "when.h"

struct exempt {
	int64_t extra;
	int day;
};

static bool
exempt_add(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct exempt *e = arg;
	const char *from, *until;
	size_t fn, un;
	int day;

	(void)key;
	(void)klen;
	from = json_get(val, n, "from", &fn);
	until = json_get(val, n, "until", &un);
	if ((from == NULL || !when_read_day(from + 1, fn - 2, &day) || day <= e->day) &&
	    until != NULL && when_read_day(until + 1, un - 2, &day) && e->day <= day)
		e->extra += entry_number(val, n, "extra");
	return true;
}

int64_t
registry_exempt(struct store *s, const char *subject, int day)
{
	struct exempt e = { 0, day };

	store_walk(s, STORE_EXEMPT, subject, strlen(subject) + 1, NULL, 0, exempt_add, &e);
	return e.extra;
}

struct registry_cap
registry_cap(const struct registry *g, struct store *s, enum registry_limit which,
    unsigned kind, const char *subject, int registered)
{
	int i = which == LIMIT_MOBILE ? KINDS : which == LIMIT_EMAIL ? KINDS + 1 :
	    kind < KINDS ? (int)kind : KIND_OTHER;
	int today = account_today(g->rules);
	struct registry_cap c;

	c.then = policy_at(g->cap[i], g->caps[i], registered);
	c.today = policy_at(g->cap[i], g->caps[i], today);
	c.extra = subject != NULL && *subject != '\0' ? registry_exempt(s, subject, today) : 0;
	return c;
}

/* PA-07-3a: is the account one too many under this key? */
void
registry_limit(struct registry *g, struct store *s, struct record *r,
    const struct account_facts *f, unsigned which, const struct piece *account)
{
	static const struct { enum finding_code over; enum member member; } of[] = {
		{ F_CAP_SUBJECT, M_SUBJECT }, { F_CAP_MOBILE, M_MOBILE },
		{ F_CAP_EMAIL, M_EMAIL }
	};
	const char *hex = which == LIMIT_SUBJECT ? f->subject : which == LIMIT_MOBILE ?
	    f->mobile : f->email, *val = NULL;
	char key[40];
	size_t n = 0;
	struct holder_count c;
	struct registry_cap cap;
	int64_t number;

	if (*hex == '\0')
		return;
	snprintf(key, sizeof key, "%s%s", which == LIMIT_SUBJECT ? "" :
	    which == LIMIT_MOBILE ? "m:" : "e:", hex);
	if (!store_get(s, which == LIMIT_SUBJECT ? STORE_SUBJECT : STORE_CONTACT, key,
	    strlen(key), &val, &n))
		val = NULL;
	c = holder_count(val, n, HOLDER_ACCOUNTS, account->s, account->n, f->held);
	if (which == LIMIT_SUBJECT && c.all + !c.has >= 2 &&
	    (!record_has(r, M_SCOPE) || !record_has(r, M_SUBJECT_NAME)) &&
	    !record_has(r, M_AFFILIATION))
		finding_add(r, F_MULTI_INCOMPLETE, record_has(r, M_SCOPE) ? M_SUBJECT_NAME :
		    M_SCOPE, NULL);
	number = (int64_t)c.before + 1;
	/* Whoever has a person's number has a person's cap, whatever the record calls him. */
	cap = registry_cap(g, s, (enum registry_limit)which, f->person ? KIND_PERSON : f->kind,
	    NULL, f->held);
	/* One given after younger ones has all of them before it. */
	if (!c.has && cap.then >= 0 && cap.today >= 0 && number <= cap.then) {
		int64_t top = cap.then > cap.today ? cap.then : cap.today;

		if ((int64_t)c.all + 1 > top) {
			number = (int64_t)c.all + 1;
			cap.then = top;
		}
	}
	if (cap.then < 0 || number <= cap.then) {
		if (cap.today >= 0 && number > cap.today)
			finding_limit(r, F_CAP_GRANDFATHERED, of[which].member,
			    (uint32_t)number, (uint32_t)cap.today);
		return;
	}
	if (which == LIMIT_SUBJECT)
		cap.extra = registry_exempt(s, hex, account_today(g->rules));
	if (number <= cap.then + cap.extra)
		finding_limit(r, F_CAP_EXEMPT, of[which].member, (uint32_t)number,
		    (uint32_t)(cap.then + cap.extra));
	else
		finding_limit(r, of[which].over, of[which].member, (uint32_t)number,
		    (uint32_t)(cap.then + cap.extra));
}

/* PA-13-2c: listed subjects do not register, listed accounts do not go on. */
void
registry_listed(struct registry *g, struct store *s, struct record *r, const char *subject,
    size_t n, const struct piece *account)
{
	int64_t at = account_as_of(g->rules);

	if (blacklist_has(s, 'a', account->s, account->n, at))
		finding_add(r, F_ACCOUNT_LISTED, M_ACCOUNT, NULL);
	if (n > 0 && blacklist_has(s, 's', subject, n, at))
		finding_add(r, F_SUBJECT_LISTED, M_SUBJECT, NULL);
}

/* PA-13-1a: an account that a measure closes or suspends is not given as active.  Closed does
 * for suspended. */
void
registry_enforced(struct registry *g, struct store *s, struct record *r,
    const struct piece *account)
{
	char target[ACCOUNT_NAME + 2];
	const char *asks, *state = NULL;
	struct piece t;

	memcpy(target, "a:", 2);
	memcpy(target + 2, account->s, account->n);
	asks = measure_state(s, target, account->n + 2, account_as_of(g->rules));
	if (asks == NULL)
		return;
	if (record_text(r, M_STATE, &t))
		state = term_value(g->terms, TERM_STATE, t.s, t.n);
	if (state == NULL || strcmp(state, asks) != 0)
		finding_add(r, F_STATE_MISMATCH, M_STATE, NULL);
}
