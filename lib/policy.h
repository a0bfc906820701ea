/*
 * The policy: share/policy/default.json with the site's own file merged over it, checked as a
 * whole before anything else is done.  beian-policy(5) says what each path means.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct policy;

/* site: --policy, or NULL for /etc/beian/policy.json where there is one.  An unknown name or a
 * wrong value ends with USAGE, naming its path and what was expected. */
struct policy *policy_load(const char *site);
void policy_free(struct policy *);

const char *policy_digest(const struct policy *);	/* SM3 of the effective text, hex */
/* The effective policy, compact JSON. */
const char *policy_text(const struct policy *, size_t *n);

/* A value by its dotted path ("account.cap.person"): raw JSON, NULL when it is not there. */
const char *policy_get(const struct policy *, const char *path, size_t *n);
/* Values that the check has found to be there and right. */
int64_t policy_num(const struct policy *, const char *path);
bool policy_flag(const struct policy *, const char *path);
/* Lives as long as the policy. */
const char *policy_string(struct policy *, const char *path);
/* Is text one of the strings of a list? */
bool policy_lists(const struct policy *, const char *path, const char *s, size_t n);

/* A limit with dates: [{"from":DAY,"limit":N}...], by date, 1 to POLICY_STEPS of them.  The
 * limit in force on a day: the last that began; -1: none yet. */
#define POLICY_STEPS 32
struct policy_step { int day; int64_t limit; };
size_t policy_steps(const struct policy *, const char *path, struct policy_step *step,
    size_t most);
int64_t policy_at(const struct policy_step *, size_t count, int day);
