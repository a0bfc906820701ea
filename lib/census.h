/*
 * What the store holds at an instant, counted in one walk: the evidence and the open findings
 * of norm-audit, and the figures of its report.  One transaction sees all of it.
 *
 * As of T: accounts and users registered by T and not closed by then, with the findings of
 * their last registration (`later` counts those registered anew after T); events, measures,
 * listings, complaints, documents, filings, reports, journal and segments by their dates.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct policy;
struct store;

/* Counters; census_name is how obligations.csv calls them. */
enum census_count {
	CENSUS_ACCOUNTS, CENSUS_ACCOUNTS_CLOSED, CENSUS_ACCOUNTS_SUSPENDED,
	CENSUS_ACCOUNTS_AGREED, CENSUS_ACCOUNTS_VERIFIED, CENSUS_ACCOUNTS_REVIEWED,
	CENSUS_ACCOUNTS_LABELLED, CENSUS_ACCOUNTS_DATA, CENSUS_ACCOUNTS_GRADED,
	CENSUS_ACCOUNTS_INTERACTIVE, CENSUS_ACCOUNTS_NEWS, CENSUS_ACCOUNTS_FILED,
	CENSUS_ACCOUNTS_OPERATED, CENSUS_ACCOUNTS_SEALED,
	CENSUS_USERS, CENSUS_USERS_AGREED, CENSUS_USERS_VERIFIED,
	CENSUS_SUBJECTS, CENSUS_OPERATORS, CENSUS_OPERATORS_FILED,
	CENSUS_GROUPS, CENSUS_GROUPS_CODED, CENSUS_GROUPS_PAGED, CENSUS_SEATS,
	CENSUS_OPERATIONS,
	CENSUS_EVENTS, CENSUS_SCORES_ACCOUNT, CENSUS_SCORES_USER,
	CENSUS_MEASURES, CENSUS_MEASURES_ACCOUNT, CENSUS_MEASURES_USER, CENSUS_MEASURES_GROUP,
	CENSUS_REMOVALS, CENSUS_MODERATIONS, CENSUS_MONITORINGS,
	CENSUS_LISTINGS_ACCOUNT, CENSUS_LISTINGS_GROUP,
	CENSUS_REPORTS, CENSUS_REPORTS_MADE, CENSUS_FILINGS, CENSUS_FILINGS_ACCEPTED,
	CENSUS_COMPLAINTS, CENSUS_COMPLAINTS_ACCOUNT, CENSUS_COMPLAINTS_GROUP,
	CENSUS_COMPLAINTS_ANSWERED,
	CENSUS_CONTENT_DAYS, CENSUS_LOG_DAYS, CENSUS_NETWORK_DAYS, CENSUS_SEGMENTS,
	CENSUS_JOURNAL, CENSUS_EXPORTS, CENSUS_REQUESTS, CENSUS_DOCUMENTS, CENSUS_CLOSINGS,
	CENSUS_ERASED,
	CENSUS_COUNTS
};
const char *census_name(enum census_count);	/* "accounts", "accounts-agreed", ... */
int census_find(const char *name, size_t n);		/* -1: none */

enum { CENSUS_SIDES = 3 };	/* enum owner_side: accounts, users, groups */
enum { CENSUS_CODES = 256 };	/* at least FINDING_CODES */
enum { CENSUS_STAGES = 6 };	/* COMPLAINT_STAGES */
enum { CENSUS_MONTHS = 36, CENSUS_DAYS = 400, CENSUS_NAMES = 64, CENSUS_NAME = 64 };

/* A count by name: classes, kinds of measures ... ; the last takes what has no room. */
struct census_tally {
	size_t names;
	struct { char name[CENSUS_NAME]; uint64_t count; } name[CENSUS_NAMES];
};

struct census {
	int64_t now, as_of;
	uint64_t count[CENSUS_COUNTS];
	uint64_t found[CENSUS_CODES][CENSUS_SIDES];	/* review, reject: by code and side */
	uint64_t later;				/* records registered anew after as_of */

	struct census_tally class, grade, state, group_class;
	uint64_t province[100];			/* accounts by two digits; 0: not known */
	/* measures by month: month 0 is the one of as_of, 1 the one before ... */
	struct census_tally measure;			/* kinds, all times */
	uint64_t measure_month[CENSUS_MONTHS][CENSUS_SIDES];
	uint64_t score[2][21];		/* subjects of accounts, of users: steps of 5 */
	struct census_tally level[2];
	uint64_t complaint_stage[CENSUS_STAGES];
	struct census_tally complaint_kind;
	/* by month of receipt: in time, late or overdue, open and in time */
	uint64_t complaint_month[CENSUS_MONTHS][3];
	/* days of kept lines, day 0 is that of as_of: classes of the policy in their order */
	size_t classes;
	char class_name[8][33];
	uint64_t kept[8][CENSUS_DAYS];			/* lines; 0: none */
	uint64_t filing_state[5];	/* made published accepted rejected lost */
	uint64_t reports_overdue;
	bool journal_whole;
	uint64_t journal_broken;			/* entry at fault */
	const char *journal_why;
	char journal_head[65];
};

/* Outside a transaction; takes one for all.  Ends with FAILED when the store is damaged. */
void census_take(struct store *, struct policy *, int64_t now, int64_t as_of,
    struct census *);
