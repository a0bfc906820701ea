#include "registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "blacklist.h"
#include "buf.h"
#include "entry.h"
#include "finding.h"
#include "holder.h"
#include "journal.h"
#include "json.h"
#include "mem.h"
#include "policy.h"
#include "record.h"
#include "registry_int.h"
#include "seal.h"
#include "seat.h"
#include "status.h"
#include "store.h"
#include "when.h"

static const char *const verb_name[] = { "judge", "register", "transfer", "close" };

struct registry *
registry_new(const struct account_rules *rules, const struct policy *policy,
    const struct term_table *terms, enum registry_verb verb, const char *by, int64_t now)
{
	struct registry *g = mem_alloc(sizeof *g);
	char path[64];
	int i;

	*g = (struct registry){ .rules = rules, .policy = policy, .terms = terms, .verb = verb,
	    .by = by, .now = now };
	g->erase_months = policy_num(policy, "account.close.erase_months");
	for (i = 0; i < REGISTRY_CAPS; i++) {
		snprintf(path, sizeof path, "account.cap.%s", i < KINDS ?
		    account_kind_name((enum subject_kind)i) : i == KINDS ? "mobile" : "email");
		g->cap[i] = mem_alloc(POLICY_STEPS * sizeof *g->cap[i]);
		g->caps[i] = policy_steps(policy, path, g->cap[i], POLICY_STEPS);
	}
	g->batch = seal_hash_new(SEAL_SM3);
	return g;
}

void
registry_free(struct registry *g)
{
	int i;

	if (g == NULL)
		return;
	for (i = 0; i < REGISTRY_CAPS; i++)
		free(g->cap[i]);
	seal_hash_free(g->batch);
	free(g);
}

static struct registry_old
old_entry(struct store *s, bool user, const struct piece *name)
{
	struct registry_old o = { NULL, NULL, 0, 0, false };

	if (!store_get(s, user ? STORE_USER : STORE_ACCOUNT, name->s, name->n, &o.val, &o.n)) {
		o.val = NULL;
		return o;
	}
	o.subject = json_get(o.val, o.n, "subject", &o.subject_n);
	if (o.subject_n >= 2)
		o.subject++, o.subject_n -= 2;
	o.closed = entry_is(o.val, o.n, "state", "closed", 6);
	return o;
}

static bool
same_contact(const struct registry_old *o, const char *name, const char *key)
{
	size_t n, len;
	const char *contact = json_get(o->val, o->n, "contact", &n), *v;

	v = contact != NULL ? json_get(contact, n, name, &len) : NULL;
	return v == NULL ? *key == '\0' : len == strlen(key) + 2 &&
	    memcmp(v + 1, key, len - 2) == 0;
}

/* Was this very record recorded before?  What is masked now was compared then. */
static bool
unchanged(const struct registry_old *o, const struct account_facts *f)
{
	char hex[17];

	snprintf(hex, sizeof hex, "%016llx", (unsigned long long)f->digest);
	return entry_is(o->val, o->n, "digest", hex, 16) && (f->masked ||
	    (same_contact(o, "mobile", f->mobile) && same_contact(o, "email", f->email) &&
	    same_contact(o, "operator", f->operator)));
}

/* A masked number stands for a subject only where the store has it. */
static void
judge_masked(struct registry *g, struct store *s, struct record *r,
    const struct account_facts *f, const struct registry_old *o, bool same)
{
	const char *val;
	size_t n;
	bool known = g->verb != REGISTRY_JUDGE ? o->val != NULL && same :
	    *f->subject == '\0' || store_get(s, STORE_SUBJECT, f->subject, 32, &val, &n);
	unsigned i;

	if (!f->masked || known || finding_earlier(r) == REJECT)
		return;
	for (i = 0; i < r->findings && r->finding[i].code != F_ID_MASKED; i++)
		;
	if (i == r->findings)
		finding_judge(r, F_ID_MASKED, M_ID_NUMBER,
		    g->verb == REGISTRY_JUDGE ? REVIEW : REJECT, NULL);
	else if (g->verb != REGISTRY_JUDGE)
		r->finding[i].verdict = r->verdict = REJECT;
}

/* A record that does not say when it was registered keeps the day that is known. */
static void
keep_registered(const struct registry_old *o, struct account_facts *f)
{
	size_t n;
	int day;
	const char *v = json_get(o->val, o->n, "registered_at", &n);

	if (v != NULL && when_read_day(v + 1, n - 2, &day) && day < f->registered)
		f->registered = day;
}

struct given {
	const char *time, *to;
	bool found;
};

static bool
given_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct given *w = arg;

	(void)key, (void)klen;
	w->found |= entry_is(val, n, "what", "transferred", 11) &&
	    entry_is(val, n, "time", w->time, 25) && entry_is(val, n, "to", w->to, 32);
	return !w->found;
}

/* A transfer that was made before, and another after it. */
static bool
given_before(struct store *s, struct record *r, const struct piece *name,
    const struct account_facts *f)
{
	char key[ACCOUNT_NAME + 1], text[WHEN_TEXT];
	struct given w = { text, f->subject, false };
	int64_t sec;

	if (*f->subject == '\0' || record_time(r, M_TIME, &sec) <= 0)
		return false;
	when_text(sec, text);
	memcpy(key, name->s, name->n);
	key[name->n] = '\0';
	store_walk(s, STORE_HISTORY, key, name->n + 1, NULL, 0, given_one, &w);
	return w.found;
}

/* Since when the subject holds the account: a transfer counts from its own day. */
static int
held_since(struct record *r, const struct account_facts *f, const struct registry_old *o,
    bool moves)
{
	const char *since;
	size_t n;
	int day;

	if (moves && record_day(r, M_TIME, &day) > 0)
		return day;
	since = !moves && o->val != NULL ? json_get(o->val, o->n, "since", &n) : NULL;
	return since != NULL && n > 12 && when_read_day(since + 1, 10, &day) ? day :
	    f->registered;
}

static bool
apply_record(struct registry *g, struct store *s, struct record *r, struct account_facts *f)
{
	enum member id = f->user ? M_USER : M_ACCOUNT;
	struct piece name = { NULL, 0 };
	struct registry_old o;
	bool moved, same;

	record_text(r, id, &name);
	o = old_entry(s, f->user, &name);
	/* One that had no number may get one; one that has a subject does not lose it. */
	if (o.val == NULL)
		moved = false;
	else if (o.subject_n != 32)
		moved = g->verb == REGISTRY_TRANSFER && *f->subject != '\0';
	else if (*f->subject == '\0')
		moved = !f->masked && r->verdict != REJECT;
	else
		moved = memcmp(o.subject, f->subject, 32) != 0;
	if (o.val != NULL && !record_has(r, M_REGISTERED_AT))
		keep_registered(&o, f);
	same = o.val != NULL && !moved && unchanged(&o, f);
	if (g->verb == REGISTRY_TRANSFER && moved && given_before(s, r, &name, f))
		return false;
	o = old_entry(s, f->user, &name);	/* the walk may have moved it */
	f->held = held_since(r, f, &o,
	    g->verb == REGISTRY_TRANSFER && (moved || o.val == NULL));
	judge_masked(g, s, r, f, &o, same);
	if (g->verb == REGISTRY_TRANSFER && moved && f->held < held_since(r, f, &o, false))
		finding_add(r, F_SUBJECT_CHANGED, M_TIME,
		    "transferred before the present subject had it");
	if (o.closed && !f->closed)
		finding_add(r, F_ACCOUNT_CLOSED, id, NULL);
	if (g->verb == REGISTRY_TRANSFER && o.val == NULL)
		finding_add(r, F_ACCOUNT_UNKNOWN, id, NULL);
	if (g->verb != REGISTRY_TRANSFER && moved)
		finding_add(r, F_SUBJECT_CHANGED, M_ID_NUMBER, NULL);
	if (!f->user && !f->closed) {
		registry_listed(g, s, r, f->subject, strlen(f->subject), &name);
		registry_enforced(g, s, r, &name);
		if (g->verb == REGISTRY_TRANSFER && moved && o.subject_n == 32 &&
		    blacklist_has(s, 's', o.subject, o.subject_n, account_as_of(g->rules)))
			finding_add(r, F_SUBJECT_LISTED, M_ACCOUNT,
			    "the subject that hands it over is on the blacklist");
		registry_limit(g, s, r, f, LIMIT_SUBJECT, &name);
		registry_limit(g, s, r, f, LIMIT_MOBILE, &name);
		registry_limit(g, s, r, f, LIMIT_EMAIL, &name);
	}
	/* What a program before has rejected is not kept either; what is closed stays as it
	 * is. */
	if (g->verb == REGISTRY_JUDGE || r->verdict == REJECT || same || o.closed ||
	    finding_earlier(r) == REJECT)
		return false;
	/* A walk may have moved what store_get showed: look again. */
	o = old_entry(s, f->user, &name);
	registry_write(g, s, r, f, &o,
	    moved ? "transferred" : f->closed ? "closed" : "updated");
	if (f->user && moved)
		seat_moved(s, name.s, name.n, f->subject, strlen(f->subject));
	return true;
}

const char *
registry_check_transfer(struct record *r, void *room, void *rules)
{
	int64_t sec;

	if (record_time(r, M_TIME, &sec) <= 0)
		return "no time of transfer";
	if (sec > account_as_of(rules))
		return "the time of transfer is in the future";
	return account_check(r, room, rules);
}

const char *
registry_check_close(struct record *r, void *room, void *rules)
{
	struct piece id;
	int64_t sec;
	int asked, got;

	(void)room;
	account_hide(r, rules);
	if (!record_text(r, M_ACCOUNT, &id))
		return "no account";
	if (account_bad_name(id.s, id.n) != NULL)
		return account_bad_name(id.s, id.n);
	if (record_time(r, M_TIME, &sec) <= 0)
		return "no time of closing";
	if (sec > account_as_of(rules))
		return "the time of closing is in the future";
	got = record_day(r, M_CLOSE_REQUESTED_AT, &asked);
	if (got < 0)
		finding_add(r, F_DATE_FORMAT, M_CLOSE_REQUESTED_AT, NULL);
	else if (got > 0 && asked > when_day_of(sec))
		return "closed before it was asked for";
	else if (got > 0 && when_day_of(sec) > account_close_by(rules, asked))
		finding_add(r, F_CLOSE_LATE, M_TIME, NULL);
	return NULL;
}

static bool
apply_close(struct registry *g, struct store *s, struct record *r)
{
	struct piece name = { NULL, 0 };
	struct registry_old o;
	char at[WHEN_TEXT];
	const char *since;
	int64_t sec = 0;
	size_t n;
	int day;

	record_text(r, M_ACCOUNT, &name);
	record_time(r, M_TIME, &sec);
	o = old_entry(s, false, &name);
	if (o.val == NULL) {
		finding_add(r, F_ACCOUNT_UNKNOWN, M_ACCOUNT, NULL);
		return false;
	}
	if (finding_earlier(r) == REJECT)
		return false;
	since = json_get(o.val, o.n, "since", &n);
	if (since == NULL)
		since = json_get(o.val, o.n, "registered_at", &n);
	if (since != NULL && n >= 12 && when_read_day(since + 1, 10, &day) &&
	    when_day_of(sec) < day) {
		finding_judge(r, F_DATE_FORMAT, M_TIME, REJECT,
		    "closed before the subject had it");
		return false;
	}
	if (o.closed) {
		if (!entry_is(o.val, o.n, "closed_at", when_text(sec, at), 25))
			finding_add(r, F_ACCOUNT_CLOSED, M_ACCOUNT, "is closed already");
		return false;
	}
	registry_write_closed(g, s, r, &o, sec);
	return true;
}

bool
registry_apply(struct record *r, struct store *s, void *arg)
{
	struct registry *g = arg;
	bool changed = g->verb == REGISTRY_CLOSE ? apply_close(g, s, r) :
	    apply_record(g, s, r, r->extra);

	if (changed && store_dry(s))
		record_set_text(r, M_WOULD, verb_name[g->verb], strlen(verb_name[g->verb]));
	return changed;
}

void
registry_batch(struct store *s, size_t changed, void *arg)
{
	struct registry *g = arg;
	struct buf what = { 0 };
	char digest[129];

	seal_hash_final(g->batch, digest);
	buf_putc(&what, '{');
	buf_member_num(&what, "records", (int64_t)changed);
	buf_member(&what, "digest", digest, 64);
	buf_putc(&what, '}');
	journal_put(s, g->now, g->by, verb_name[g->verb], policy_digest(g->policy), what.s,
	    what.len);
	buf_free(&what);
}
