/*
 * The rows of a filing, read from the store in one transaction: what each competent office
 * must know now, and how it differs from what was filed there last.
 *
 * Kind "accounts" (PA-07-1c): each active or suspended account, by account id. Kind
 * "operators" (PA-07-3c): each subject with two such accounts or more, or with a declared
 * affiliation, by subject key; its office is that of its first account.
 *
 * Documents (PA-07-2c, GR-07-1b): what is in force, for the office of `system`.  Reports that
 * are owed (PA-11-2e, PA-13-1c, PA-13-2e, GR-11-1c, GR-11-2c, GR-11-3e), by serial; the
 * office is that of the account, else the platform's.  Extracts: see gather_extract.
 *
 * STORE_FILED remembers rows of accounts, operators and documents: key KIND/OFFICE/ID (office:
 * six digits), value {"filing":ID,"digest":HEX} with "gone":true once its end was filed, and
 * "was":{...}, the same of the filing before, which comes back when an office rejects.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;
struct policy;
struct template;

/* A row against what was filed: as it was, 新增, 变更, 注销. */
enum gather_change { GATHER_SAME, GATHER_NEW, GATHER_CHANGED, GATHER_GONE, GATHER_CHANGES };

#define GATHER_DIGEST 33

struct gather_row {
	enum gather_change change;
	int office;		/* province, two digits, or OFFICE_NATIONAL */
	const char *key;	/* account, subject, serial of a report ...: NUL-terminated */
	const char *group;	/* class of an account, kind of a measure: for the counts */
	char digest[GATHER_DIGEST];	/* of what is filed, without what always changes */
	int registered;		/* day from which it was to be filed; WHEN_NEVER: not known */
	bool overdue;		/* a report whose time is over */
	const char *name;	/* of a report: what it is about, for the list of due */
	const char *file, *file_digest;	/* of a document: below the folder, SM3; NULL: none */
	size_t columns;
	const char **cell;	/* one per column, masked as the template says */
};

struct gather {
	const struct template *template;
	int kind;		/* enum gather_kind */
	struct policy *policy;
	bool by_subject;	/* office by the account's province, else always `platform` */
	int platform;		/* province of the platform; 0: not known */
	int system;		/* to whom management systems go; 0: not known */
	const bool *office;	/* by province: wanted; NULL: all */
	int64_t now, from, until;	/* period of an extract: from <= t, t < until */
	int64_t as_of;		/* as things stood then */
	const char *number;	/* of the case for which an extract is made; NULL: none */
	uint64_t unknown;	/* out: rows that have no office */
	uint64_t erased;	/* out: rows whose personal part can no longer be opened */
};

/* Within the caller's transaction: fn for each row, living ones in the order of their keys,
 * then those that are gone. fn must not use the store. */
void gather_rows(struct store *, struct gather *,
    void (*fn)(void *, const struct gather_row *), void *);
/* Parts of it: by the way of the kind. */
void gather_documents(struct store *, struct gather *,
    void (*fn)(void *, const struct gather_row *), void *);
void gather_queue(struct store *, struct gather *,
    void (*fn)(void *, const struct gather_row *), void *);
/* Complaints that came in a period and what became of them by `as_of`; measures and listings
 * of a period with their reports.  For the platform's own office. */
void gather_extract(struct store *, struct gather *,
    void (*fn)(void *, const struct gather_row *), void *);

/* "accounts/330000/ID" for STORE_FILED; returns its length, 0 when it is too long. */
size_t gather_filed_key(char out[512], int kind, int office, const char *id);
