/*
 * The registry: which accounts and users there are, whose they are, and what may not be.
 * Clauses: PA-07-3a/b (caps, dated, with exemptions), PA-13-2c (listed subjects), PA-07-2a,
 * PA-09-2 (closing), GR-06-1a.  entry.h has the values, holder.h the lists by subject.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account_rules;
struct policy;
struct record;
struct store;
struct term_table;
struct registry;

enum registry_verb { REGISTRY_JUDGE, REGISTRY_REGISTER, REGISTRY_TRANSFER, REGISTRY_CLOSE };

/* by: who does it (journal, recorded_by).  All arguments outlive the registry. */
struct registry *registry_new(const struct account_rules *, const struct policy *,
    const struct term_table *, enum registry_verb, const char *by, int64_t now);
void registry_free(struct registry *);

/* For filter.h: check is account_check for judging and registering.  A transfer is a whole
 * record with the `time` of the transfer; closing takes account, time, close_requested_at,
 * reason. */
const char *registry_check_transfer(struct record *, void *room, void *rules);
const char *registry_check_close(struct record *, void *room, void *rules);
bool registry_apply(struct record *, struct store *, void *registry);
void registry_batch(struct store *, size_t changed, void *registry);

/* How many open accounts one subject, mobile number or e-mail address may have. */
enum registry_limit { LIMIT_SUBJECT, LIMIT_MOBILE, LIMIT_EMAIL };
struct registry_cap {
	int64_t then;		/* in force on the day of registration; -1: none yet */
	int64_t today;		/* in force today */
	int64_t extra;		/* of approved exemptions in force today */
};
/* kind: enum subject_kind, for LIMIT_SUBJECT.  subject: key, for exemptions; NULL: none. */
struct registry_cap registry_cap(const struct registry *, struct store *, enum registry_limit,
    unsigned kind, const char *subject, int registered);
/* Extra accounts that approved exemptions give a subject on a day. */
int64_t registry_exempt(struct store *, const char *subject, int day);
