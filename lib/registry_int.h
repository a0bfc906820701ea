/* What registry.c and registry_write.c share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account_facts;
struct record;
struct store;

enum { REGISTRY_CAPS = 9 };

struct registry {
	const struct account_rules *rules;
	const struct policy *policy;
	const struct term_table *terms;
	enum registry_verb verb;
	const char *by;
	int64_t now;
	int64_t erase_months;
	struct policy_step *cap[REGISTRY_CAPS];	/* by enum subject_kind, then mobile, e-mail */
	size_t caps[REGISTRY_CAPS];
	struct seal_hash *batch;		/* over the records that changed in a batch */
};

/* An entry that stands in the store; val NULL: none.  Valid until the next write. */
struct registry_old {
	const char *val, *subject;
	size_t n, subject_n;
	bool closed;
};

struct piece;

/* PA-07-3a, PA-07-3b: is the account one too many under a subject, a mobile number, an address? */
void registry_limit(struct registry *, struct store *, struct record *,
    const struct account_facts *, unsigned which, const struct piece *account);
/* PA-13-2c: listed subjects (a key of n digits) do not register, listed accounts do not go on. */
void registry_listed(struct registry *, struct store *, struct record *, const char *subject,
    size_t n, const struct piece *account);

/* PA-13-1a: is the state (of one that is not closed) the one that measures in force ask for? */
void registry_enforced(struct registry *, struct store *, struct record *,
    const struct piece *account);

/* Write a checked record's entry, its places in the lists of subject and contacts, and its
 * history when there was one before.  what: "updated", "transferred" or "closed". */
void registry_write(struct registry *, struct store *, struct record *,
    const struct account_facts *, const struct registry_old *, const char *what);
void registry_write_closed(struct registry *, struct store *, struct record *,
    const struct registry_old *, int64_t when);
