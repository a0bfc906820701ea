/* What the files of census share; census.h and buf.h stand before it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct census_filed;
struct credit;
struct gather_row;
struct keep;
struct ladder;
struct measure;
struct policy;
struct policy_step;
struct scheme;
struct store;
struct term_table;
struct when_calendar;

enum { CENSUS_WORKERS = 2 };		/* threads, the caller's is one */
enum { CENSUS_MEMO = 128 };

/* An event that asks for a measure, in the map until the transaction ends. */
struct census_breach { const char *key, *val; size_t klen, n; };

/* What one thread has counted. */
struct census_part {
	struct census sum;
	/* accounts by office: not filed, changed since; the earliest day of such, plus 1 */
	uint64_t unfiled[100];
	int oldest[100];
	uint64_t refiles;		/* registered anew, or closed, since they were filed */
	/* raw categories that were asked for, and what licence news of them needs */
	struct { char raw[61]; uint8_t n; const char *license; bool news; }
	    memo[CENSUS_MEMO];
	uint64_t *affiliate;	/* hashes of subjects that declare to belong together */
	size_t affiliates, affiliate_room;
	struct census_breach *breach;
	size_t breaches, breach_room;
	/* subjects with more accounts than the cap, by how many at most: are they exempt? */
	struct { char key[33]; int64_t above; } *above;
	size_t aboves, above_room;
	struct { size_t at, n; } *late;	/* owners in `owners` whose score is to be folded */
	size_t lates, late_room;
	struct buf owners;
};

struct census_work {
	struct store *store;
	struct policy *policy;
	struct census *c;
	const struct term_table *terms;
	const struct keep *keep;
	const struct when_calendar *holidays;
	int today;			/* the day of as_of */
	/* it, and as_of, as the store writes them */
	char day[26], instant[26], digits[24];
	bool verify;			/* account.identity.verify */
	int close_days;			/* account.close.working_days */
	bool by_subject;		/* offices by the account's province */
	int platform;			/* its province; 0: not named */
	int64_t cadence, grace;
	int64_t listings;		/* serial of the history that came last */
	struct policy_step *cap[8];	/* account.cap by kind of subject */
	size_t caps[8];
	bool norm_2021;
	struct census_filed *filed;
	const char *breach[32];		/* raw kinds of events, with their quotes */
	size_t breach_n[32], breaches;
	struct ladder *ladder;
	struct credit *credit;
	const struct scheme *scheme[2];	/* of accounts, of users */
	struct measure *measure;
	struct census_part part[CENSUS_WORKERS];
};

void census_tally_add(struct census_tally *, const char *name, size_t n, uint64_t more);
/* Of names, which users choose: by a secret of the run, so that none can be made collide. */
uint64_t census_hash(const char *s, size_t n, unsigned salt);
void census_hash_start(void);
void census_find_add(struct census *, int code, unsigned side, uint64_t more);
/* Months back from the month of as_of; -1: after it, or too long ago. */
int census_month(const struct census_work *, int64_t at);

/*
 * A value of accounts or users, as entry_build writes it: its members are found without taking
 * it apart further than that, since there are a million of them.
 */
enum census_name { STATE, REGISTERED_AT, SUBJECT, PROVINCE, CLASS, GRADE, CATEGORY, LABELS,
	AGREEMENT, REVIEWED_BY, REVIEWED_AT, INTERACTIVE, SUBSCRIBERS, READS, VERIFIED_BY,
	VERIFIED_AT, AFFILIATION, CLOSE_REQUESTED_AT, FINDINGS, CONTACT, RECORDED_AT, CLOSED_AT,
	ERASE_AFTER, ERASED, PERSONAL, NAME, SUBJECT_NAME, ID_NUMBER, MOBILE, EMAIL,
	OPERATOR_NAME, OPERATOR_ID_NUMBER, LICENSES, NAMES };
struct census_text { const char *s; size_t n; };
struct census_view {
	struct census_text of[NAMES];	/* raw; n 0: absent */
	bool closed, user;
};
void census_view_start(void);			/* before the others, once */
void census_view(struct census_view *, const char *val, size_t n);
int census_view_code(const char *s, size_t n);	/* enum finding_code; -1: none */
/* p behind an opening quote, in JSON: behind the closing one. */
const char *census_view_past(const char *p, const char *end);

/* Accounts and users, in any thread. */
void census_entry(struct census_work *, struct census_part *, bool user, const char *key,
    size_t klen, const char *val, size_t n);

/* What was filed: filings first, then rows in any thread, then lookups. */
struct census_filed *census_filed_new(struct census_work *, uint64_t rows);
void census_filed_free(struct census_filed *);
void census_filed_row(struct census_work *, const char *key, size_t klen, const char *val,
    size_t n);
enum { CENSUS_UNFILED, CENSUS_FILED, CENSUS_REFILE };
/* kind: 0 accounts, 1 operators.  recorded: raw instant of the last registration, or NULL. */
int census_filed_has(const struct census_filed *, int kind, const char *id, size_t n,
    const char *recorded);
void census_filed_close(struct census_work *);	/* due and overdue, when all was looked at */
void census_gather(struct census_work *, int kind, void (*fn)(void *,
    const struct gather_row *), void *);
void census_caps(struct census_work *);		/* before and after the subjects */
void census_caps_close(struct census_work *);
void census_subject(struct census_work *, struct census_part *, const char *key, size_t klen,
    const char *val, size_t n);

/* Events and scores, in any thread; the rest of it when all was looked at. */
void census_event(struct census_work *, struct census_part *, const char *key, size_t klen,
    const char *val, size_t n);
void census_score(struct census_work *, struct census_part *, const char *key, size_t klen,
    const char *val, size_t n);
void census_credit_close(struct census_work *);

void census_measures(struct census_work *);	/* measures, reports, listings */
void census_groups(struct census_work *);
void census_complaints(struct census_work *);
void census_papers(struct census_work *);	/* documents, requests, staff */
void census_logs(struct census_work *);		/* segments */
void census_journal(struct census_work *);
