/*
 * The rows of a filing, read from the store in one transaction: what each competent office
 * must know now, and how it differs from what was filed there last.
 *
 * Kind "accounts" (PA-07-1c): each active or suspended account, by account id. Kind
 * "operators" (PA-07-3c): each subject with two such accounts or more, or with a declared
 * affiliation, by subject key; its office is that of its first account.
 *
 * STORE_FILED remembers rows: key KIND/OFFICE/ID (office: six digits), value
 * {"filing":ID,"digest":HEX} with "gone":true once its end was filed, and "was":{...}, the
 * same of the filing before, which comes back when an office rejects.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;
struct template;

enum gather_kind { GATHER_ACCOUNTS, GATHER_OPERATORS, GATHER_KINDS };
const char *gather_kind_name(enum gather_kind);		/* "accounts", "operators" */

/* A row against what was filed: as it was, 新增, 变更, 注销. */
enum gather_change { GATHER_SAME, GATHER_NEW, GATHER_CHANGED, GATHER_GONE, GATHER_CHANGES };

#define GATHER_DIGEST 33

struct gather_row {
	enum gather_change change;
	int office;		/* province, two digits */
	const char *key;	/* account or subject, NUL-terminated */
	const char *group;	/* class of an account, kind of a subject: for the counts */
	char digest[GATHER_DIGEST];	/* of what is filed, without what always changes */
	int registered;		/* day; WHEN_NEVER when not known */
	size_t columns;
	const char **cell;	/* one per column, masked as the template says */
};

struct gather {
	const struct template *template;
	enum gather_kind kind;
	bool by_subject;	/* office by the account's province, else always `platform` */
	int platform;		/* province of the platform; 0: not known */
	const bool *office;	/* by province: wanted; NULL: all */
	uint64_t unknown;	/* out: rows that have no office */
	uint64_t erased;	/* out: rows whose personal part can no longer be opened */
};

/* Within the caller's transaction: fn for each row, living ones in the order of their keys,
 * then those that are gone. fn must not use the store. */
void gather_rows(struct store *, struct gather *,
    void (*fn)(void *, const struct gather_row *), void *);

/* "accounts/330000/ID" for STORE_FILED; returns its length, 0 when it is too long. */
size_t gather_filed_key(char out[512], enum gather_kind, int office, const char *id);
