/*
 * Account and user records: what the clauses ask of one record, judged without the store.
 * Codes and clauses stand in finding.c, settings in the policy, words in terms.csv.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct policy;
struct record;
struct seal;
struct term_table;

enum subject_kind { KIND_PERSON, KIND_ENTERPRISE, KIND_BUSINESS, KIND_INSTITUTION,
	KIND_GOVERNMENT, KIND_MEDIA, KIND_OTHER, KINDS, KIND_UNKNOWN = KINDS };
const char *account_kind_name(enum subject_kind);	/* "person", "enterprise", ... */
enum subject_kind account_kind_read(const char *s, size_t n);

/* What the check of a record leaves for the registry (record.extra). */
struct account_facts {
	bool user;			/* a user record, not an account */
	bool closed;			/* its state is closed */
	bool masked;			/* the identity number came in masked */
	bool person;			/* the identity number is a natural person's */
	uint8_t kind;			/* enum subject_kind */
	uint8_t province;		/* two-digit code, 0 unknown */
	uint8_t id_type;		/* enum id_type */
	int registered;			/* day; today when the record does not say */
	int held;			/* day since which the subject has it (a transfer) */
	char subject[33];		/* key, or empty: no usable number, or no store */
	char mobile[33], email[33], operator[33];	/* keys, or empty */
	uint64_t digest;		/* of all that is neither secret nor an answer */
	const char *grade;		/* computed; NULL for a user */
	const char *class_name;		/* computed, or NULL */
	size_t class_n;
};

struct account_rules;
/* now, today: of --now and --as-of.  seal: the store's, or NULL: no subject keys are made. */
struct account_rules *account_load(struct policy *, const struct term_table *,
    const struct seal *, int64_t as_of, bool reveal);
void account_free(struct account_rules *);
/* Mask the personal numbers of a record that is not judged (a closing). */
void account_hide(struct record *, void *rules);

/* A thread's room; record's arena must outlive the check. */
void *account_enter(void *rules);
void account_leave(void *room);
/* Judge a record: findings, masks and computed members are edits of it.  Static words when it
 * is neither an account nor a user. */
const char *account_check(struct record *, void *room, void *rules);

int account_today(const struct account_rules *);	/* day as of which is judged */
bool account_reveals(const struct account_rules *);	/* --reveal */
int64_t account_as_of(const struct account_rules *);	/* its instant */
/* Can a text name an account or user?  NULL, or static words: it has 1 to ACCOUNT_NAME bytes
 * and no control characters. */
#define ACCOUNT_NAME 400
const char *account_bad_name(const char *s, size_t n);
/* Day by which closing must be done that was asked for on a day (PA-09-2). */
int account_close_by(const struct account_rules *, int requested);
