/* Clauses, counters, and the state of a row by what was counted; how it is shown. */
#include <stdint.h>
#include <unistd.h>

#include "audit.h"
#include "buf.h"
#include "census.h"
#include "clause.h"
#include "finding.h"
#include "mem.h"
#include "policy.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "tap.h"

static struct clause_table *table;
static struct census *census;
static struct audit_row *rows;
static struct store *store;
static struct policy *policy;

static const struct audit_row *
row(const char *clause)
{
	size_t i;

	for (i = 0; i < clause_count(table); i++)
		if (strcmp(clause_at(table, i)->id, clause) == 0)
			return &rows[i];
	return NULL;
}

static void
judge(void)
{
	store_begin(store, 0);
	audit_rows(store, policy, table, census, rows);
	store_abort(store);
}

static void
state(const char *clause, enum audit_state want, const char *what)
{
	const struct audit_row *r = row(clause);

	ok(r->state == want, "%s: %s: %s", clause, what, audit_state_name(r->state));
}

static void
tables(void)
{
	const struct clause *c;
	size_t i, k, checked = 0, empty = 0, named = 0;

	ok(clause_count(table) == 119, "119 clauses");
	for (i = 0; i < clause_count(table); i++) {
		c = clause_at(table, i);
		checked += c->checked;
		empty += c->checked && c->codes + c->documents == 0;
		for (k = 0; k < c->codes; k++)
			named += strcmp(c->id, "PA-07-3c") == 0 &&
			    (c->code[k] == F_OPERATORS_DUE ||
			    c->code[k] == F_OPERATORS_OVERDUE);
	}
	ok(checked == 96, "%zu of them are checked", checked);
	ok(empty == 0, "each of these by codes or documents");
	ok(named == 2, "a code of two findings is the one of the clause");
	for (i = 0; i < CENSUS_COUNTS; i++) {
		const char *name = census_name((enum census_count)i);

		if (name == NULL || census_find(name, strlen(name)) != (int)i)
			break;
	}
	ok(i == CENSUS_COUNTS, "counters have names of their own");
	ok(census_find("accounts-", 9) < 0, "and no others");
	for (i = 0; i < AUDIT_STATES; i++)
		if (audit_state_find(audit_state_name((enum audit_state)i)) != (int)i)
			break;
	ok(i == AUDIT_STATES && audit_state_find("good") < 0, "states have names");
}

static void
states(void)
{
	judge();
	state("PA-01-1", AUDIT_UNCHECKABLE, "no program can say");
	state("PA-06-1a", AUDIT_NOT_APPLICABLE, "no accounts");
	state("PA-09-1b", AUDIT_MISSING, "nothing in the journal");
	census->count[CENSUS_JOURNAL] = 7;
	census->count[CENSUS_ACCOUNTS] = 3;
	census->count[CENSUS_ACCOUNTS_SEALED] = 3;
	census->count[CENSUS_GROUPS] = 1;
	judge();
	state("PA-09-1b", AUDIT_MET, "entries, and nothing found");
	ok(row("PA-09-1b")->evidence == 7, "with its evidence");
	state("PA-06-1a", AUDIT_MET, "accounts that have their data");
	state("PA-06-2a", AUDIT_MISSING, "no score at all");
	state("PA-05-1c", AUDIT_MISSING, "no such document");
	ok(row("PA-05-1c")->lacking == 1 && row("PA-05-1c")->open == 1 &&
	    row("PA-05-1c")->found[0].code == F_DOCUMENT_MISSING, "which is said");
	ok(row("PA-05-1d")->lacking == 15 && row("PA-05-1d")->open == 4, "each of four");
	census->found[F_ID_EXPIRED][0] = 2;
	census->found[F_ID_MASKED][0] = 5;
	census->found[F_ID_EXPIRED][1] = 9;
	judge();
	state("PA-06-1a", AUDIT_OPEN, "something was found");
	ok(row("PA-06-1a")->open == 7, "of accounts alone");
	ok(row("PA-06-1a")->found[0].code == F_ID_MASKED &&
	    row("PA-06-1a")->found[1].count == 2, "most frequent first");
	state("GR-06-1a", AUDIT_NOT_APPLICABLE, "no users");
	census->count[CENSUS_USERS] = 1;
	judge();
	ok(row("GR-06-1a")->open == 9, "users have theirs");
	census->found[F_OPERATORS_DUE][0] = 4;
	census->count[CENSUS_OPERATORS] = 4;
	census->count[CENSUS_OPERATORS_FILED] = 1;
	census->count[CENSUS_ACCOUNTS_FILED] = 1;
	judge();
	ok(row("PA-07-3c")->open == 4 && row("PA-07-1c")->open == 0,
	    "operators and accounts are told apart");
	census->found[F_CAP_GRANDFATHERED][0] = 3;
	census->count[CENSUS_SUBJECTS] = 3;
	judge();
	state("PA-07-3a", AUDIT_MET, "what passes is not open");
	ok(row("PA-07-3a")->founds == 1 && row("PA-07-3a")->open == 0, "but said");
	census->found[F_JOURNAL_BROKEN][0] = census->found[F_JOURNAL_BROKEN][1] = 1;
	census->count[CENSUS_COMPLAINTS_ACCOUNT] = 1;
	judge();
	state("PA-09-1b", AUDIT_OPEN, "the chain is broken");
	ok(row("PA-09-1b")->open == 1, "once");
	state("PA-15-2f", AUDIT_OPEN, "nor is an extract to be trusted");
}

static void
shown(void)
{
	static const char want[] = "{\"clause\":\"PA-09-1b\",\"norm\":\"PA-2017\",\"kind\":"
	    "\"REC\",\"state\":\"open\",\"evidence\":7,\"open\":1,\"found\":[{\"code\":"
	    "\"journal-broken\",\"count\":1}],\"missing\":[],";
	struct audit_row before = *row("PA-09-1b");
	struct buf b = { 0 };
	int columns = 0;
	size_t i;

	before.state = AUDIT_MET;
	audit_json(&b, row("PA-09-1b"), NULL);
	ok(strncmp(buf_text(&b), want, sizeof want - 1) == 0, "as JSON");
	b.len = 0;
	audit_json(&b, row("PA-09-1b"), &before);
	ok(strstr(buf_text(&b), "\"before\":{\"state\":\"met\",") != NULL &&
	    strstr(b.s, "\"changed\":true}") != NULL, "beside how it was");
	b.len = 0;
	audit_line(&b, row("PA-01-1"), NULL, 80, false);
	ok(strncmp(buf_text(&b), "PA-01-1   not-checkable ", 24) == 0, "as a line");
	/* Chinese characters take two columns. */
	for (i = 0; i + 1 < b.len; i++)
		columns += (b.s[i] & 0xc0) != 0x80 ? 1 + ((b.s[i] & 0xf0) == 0xe0 &&
		    (unsigned char)b.s[i] != 0xe2) : 0;
	ok(columns <= 80, "that is not wider than the terminal: %d", columns);
	b.len = 0;
	audit_line(&b, row("PA-09-1b"), NULL, 0, true);
	ok(strstr(buf_text(&b), "\033[33mopen\033[0m") != NULL &&
	    strstr(b.s, "journal-broken 1 (norm-audit journal --verify)") != NULL,
	    "coloured, with the command that lists it");
	buf_free(&b);
}

int
main(void)
{
	char dir[] = "/tmp/audit-unit.XXXXXX", place[64];

	status_start("audit");
	if (mkdtemp(dir) == NULL)
		status_die(FAILED, "%s:", dir);
	snprintf(place, sizeof place, "%s/store", dir);
	store_create(place, SEAL_SM);
	store = store_open(place, STORE_READ, 10);
	policy = policy_load(NULL);
	table = clause_load();
	rows = mem_grow(NULL, clause_count(table), sizeof *rows);
	census = mem_alloc(sizeof *census);
	census->now = census->as_of = 1795482000;
	census->journal_whole = true;
	tables();
	states();
	shown();
	free(census);
	free(rows);
	clause_free(table);
	policy_free(policy);
	store_close(store);
	snprintf(place, sizeof place, "rm -rf %s", dir);
	ok(system(place) == 0, "cleaned");
	return done();
}
