#include "census.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "buf.h"
#include "census_int.h"
#include "complaint.h"
#include "credit.h"
#include "finding.h"
#include "json.h"
#include "keep.h"
#include "measure.h"
#include "mem.h"
#include "office.h"
#include "policy.h"
#include "share.h"
#include "sip.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "when.h"

static_assert((int)CENSUS_CODES >= (int)FINDING_CODES, "counts by code");
static_assert((int)CENSUS_STAGES == (int)COMPLAINT_STAGES, "counts by stage");

const char *
census_name(enum census_count c)
{
	static const char *const name[CENSUS_COUNTS] = { "accounts", "accounts-closed",
		"accounts-suspended", "accounts-agreed", "accounts-verified",
		"accounts-reviewed", "accounts-labelled", "accounts-data", "accounts-graded",
		"accounts-interactive", "accounts-news", "accounts-filed", "accounts-operated",
		"accounts-sealed", "users", "users-agreed", "users-verified", "subjects",
		"operators", "operators-filed", "groups", "groups-coded", "groups-paged",
		"seats", "operations", "events", "scores-account", "scores-user", "measures",
		"measures-account", "measures-user", "measures-group", "removals",
		"moderations", "monitorings", "listings-account", "listings-group", "reports",
		"reports-made", "filings", "filings-accepted", "complaints",
		"complaints-account", "complaints-group", "complaints-answered",
		"content-days", "log-days", "network-days", "segments", "journal", "exports",
		"requests", "documents", "closings", "erased" };

	return name[c];
}

int
census_find(const char *name, size_t n)
{
	int i;

	for (i = 0; i < CENSUS_COUNTS; i++) {
		const char *s = census_name((enum census_count)i);

		if (strlen(s) == n && memcmp(s, name, n) == 0)
			return i;
	}
	return -1;
}

/* ---- What the files share. */

/* Raw text of a JSON string; what has no room is counted as "*". */
void
census_tally_add(struct census_tally *t, const char *name, size_t n, uint64_t more)
{
	size_t i;

	if (n >= CENSUS_NAME)
		name = "*", n = 1;
	for (i = 0; i < t->names; i++)
		if (memcmp(t->name[i].name, name, n) == 0 && t->name[i].name[n] == '\0') {
			t->name[i].count += more;
			return;
		}
	if (i == CENSUS_NAMES - 1)
		name = "*", n = 1;
	if (i == CENSUS_NAMES)
		i--;
	else {
		t->names++;
		memcpy(t->name[i].name, name, n);
		t->name[i].name[n] = '\0';
	}
	t->name[i].count += more;
}

static uint64_t secret[2];

void
census_hash_start(void)
{
	if (getrandom(secret, sizeof secret, 0) != sizeof secret)
		status_die(FAILED, "getrandom:");
}

uint64_t
census_hash(const char *s, size_t n, unsigned salt)
{
	return sip_tag(secret, salt, s, n, "", 0) | UINT64_C(1) << 63;
}

void
census_find_add(struct census *c, int code, unsigned side, uint64_t more)
{
	c->found[code][side < CENSUS_SIDES ? side : 0] += more;
}

int
census_month(const struct census_work *w, int64_t at)
{
	int y, m, d, y0, m0, back;

	when_civil(w->today, &y0, &m0, &d);
	when_civil(when_day_of(at), &y, &m, &d);
	back = (y0 - y) * 12 + m0 - m;
	return at <= w->c->as_of && back >= 0 && back < CENSUS_MONTHS ? back : -1;
}

static void
add_tally(struct census_tally *to, const struct census_tally *from)
{
	size_t i;

	for (i = 0; i < from->names; i++)
		census_tally_add(to, from->name[i].name, strlen(from->name[i].name),
		    from->name[i].count);
}

static int
by_count(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* What the threads have counted; tallies in an order that does not hang on who came first. */
static void
join(struct census_work *w)
{
	struct census *c = w->c, *p;
	size_t i, k, s;

	for (i = 0; i < CENSUS_WORKERS; i++) {
		p = &w->part[i].sum;
		for (k = 0; k < CENSUS_COUNTS; k++)
			c->count[k] += p->count[k];
		for (k = 0; k < CENSUS_CODES; k++)
			for (s = 0; s < CENSUS_SIDES; s++)
				c->found[k][s] += p->found[k][s];
		c->later += p->later;
		add_tally(&c->class, &p->class);
		add_tally(&c->grade, &p->grade);
		add_tally(&c->state, &p->state);
		for (k = 0; k < 100; k++)
			c->province[k] += p->province[k];
		for (s = 0; s < 2; s++) {
			for (k = 0; k < 21; k++)
				c->score[s][k] += p->score[s][k];
			add_tally(&c->level[s], &p->level[s]);
		}
	}
}

static void
order(struct census *c)
{
	struct census_tally *all[] = { &c->class, &c->grade, &c->state, &c->group_class,
		&c->measure, &c->level[0], &c->level[1], &c->complaint_kind };
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++)
		qsort(all[i]->name, all[i]->names, sizeof *all[i]->name, by_name);
}

/* ---- The census. */

static void
rules(struct census_work *w)
{
	const char *home = policy_string(w->policy, "platform.province"), *v;
	struct json_walk all;
	size_t n;

	w->platform = office_read(home);
	w->platform = office_known(w->platform) ? w->platform : 0;
	w->by_subject = strcmp(policy_string(w->policy, "filing.office"), "subject") == 0;
	w->cadence = policy_num(w->policy, "filing.cadence_days");
	w->grace = policy_num(w->policy, "filing.grace_days");
	w->close_days = (int)policy_num(w->policy, "account.close.working_days");
	w->verify = policy_flag(w->policy, "account.identity.verify");
	w->norm_2021 = policy_lists(w->policy, "norms.on", "PA-2021", 7);
	v = policy_get(w->policy, "audit.breaches", &n);
	json_walk(&all, v, n);
	while (json_next(&all) && w->breaches < sizeof w->breach / sizeof *w->breach) {
		w->breach[w->breaches] = all.value;
		w->breach_n[w->breaches++] = all.value_len;
	}
	when_text(w->c->as_of, w->instant);
	when_day_text(w->today, w->day);
	snprintf(w->digits, sizeof w->digits, "%012" PRId64,
	    w->c->as_of > 0 ? w->c->as_of : 0);
	census_view_start();
	census_hash_start();
	census_caps(w);
}

static void
operation(const struct census_work *w, struct census_part *p, const char *val, size_t n)
{
	static const char member[] = "\"time\":";
	const char *v = memmem(val, n, member, sizeof member - 1), *end = val + n;
	int64_t at = 0;

	for (v = v != NULL ? v + sizeof member - 1 : end; v < end && *v >= '0' && *v <= '9';
	    v++)
		at = at * 10 + (*v - '0');
	p->sum.count[CENSUS_OPERATIONS] += at <= w->c->as_of;
}

static void
one(void *arg, unsigned worker, enum store_table t, const char *key, size_t klen,
    const char *val, size_t n)
{
	struct census_work *w = arg;
	struct census_part *p = &w->part[worker];

	switch (t) {
	case STORE_FILED:
		census_filed_row(w, key, klen, val, n);
		break;
	case STORE_ACCOUNT:
	case STORE_USER:
		census_entry(w, p, t == STORE_USER, key, klen, val, n);
		break;
	case STORE_SUBJECT:
		census_subject(w, p, key, klen, val, n);
		break;
	case STORE_EVENT:
		census_event(w, p, key, klen, val, n);
		break;
	case STORE_CREDIT:
		census_score(w, p, key, klen, val, n);
		break;
	case STORE_PAST:
		operation(w, p, val, n);
		break;
	default:
		break;
	}
}

static void
sweep(struct census_work *w)
{
	struct store_sweep *s;
	int i;

	s = store_sweep_new(w->store, CENSUS_WORKERS, one, w);
	/* Who was filed is known before the accounts are looked at, who belongs together
	 * before the subjects are.  Between the tables, while the other threads have a full
	 * queue before them, comes what needs more than one table: at the end of all they
	 * would have nothing to do meanwhile. */
	store_sweep_table(s, STORE_FILED);
	census_measures(w);
	store_sweep_wait(s);
	store_sweep_table(s, STORE_ACCOUNT);
	census_groups(w);
	store_sweep_table(s, STORE_USER);
	store_sweep_table(s, STORE_EVENT);
	census_complaints(w);
	store_sweep_table(s, STORE_CREDIT);
	store_sweep_table(s, STORE_PAST);
	census_logs(w);
	census_journal(w);
	store_sweep_wait(s);
	for (i = 0; i < CENSUS_WORKERS; i++)
		if (w->part[i].affiliates > 0)
			qsort(w->part[i].affiliate, w->part[i].affiliates, sizeof(uint64_t),
			    by_count);
	store_sweep_table(s, STORE_SUBJECT);
	census_credit_close(w);
	store_sweep_free(s);
}

static void
leave(struct census_work *w)
{
	int i;

	census_filed_free(w->filed);
	for (i = 0; i < CENSUS_WORKERS; i++) {
		free(w->part[i].affiliate);
		free(w->part[i].breach);
		free(w->part[i].late);
		free(w->part[i].above);
		buf_free(&w->part[i].owners);
	}
	measure_free(w->measure);
	free(w);
}

void
census_take(struct store *s, struct policy *p, int64_t now, int64_t as_of, struct census *c)
{
	struct census_work *w = mem_alloc(sizeof *w);
	struct term_table *terms = term_load();
	struct keep *keep = keep_load(p);
	struct credit *credit = credit_new(p, CREDIT_READ, "", now, as_of);
	struct when_calendar *holidays;
	struct store_facts facts;
	size_t n;
	char *text = share_read("holidays.csv", &n);

	memset(c, 0, sizeof *c);
	c->now = now;
	c->as_of = as_of;
	holidays = when_calendar_read(text, n);
	free(text);
	if (holidays == NULL)
		status_die(USAGE, "holidays.csv: malformed");
	w->store = s;
	w->policy = p;
	w->c = c;
	w->terms = terms;
	w->keep = keep;
	w->holidays = holidays;
	w->today = when_day_of(as_of);
	w->credit = credit;
	w->scheme[0] = credit_scheme(credit, 0);
	w->scheme[1] = credit_scheme(credit, 1);
	rules(w);
	store_facts(s, &facts);
	store_begin(s, 0);
	census_filed_new(w, facts.table[STORE_FILED].entries);
	sweep(w);
	join(w);
	census_papers(w);
	census_filed_close(w);
	census_caps_close(w);
	order(c);
	store_abort(s);
	leave(w);
	credit_free(credit);
	when_calendar_free(holidays);
	keep_free(keep);
	term_free(terms);
}
