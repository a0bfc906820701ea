/*
 * libjq's room: conditions that users write (--where, "when" in the policy), and the merging
 * of policy files.  libjq sees only text that scan.h has found valid; its messages, which
 * quote their input, are never shown.
 */
#include <stdbool.h>
#include <stddef.h>

struct buf;
struct rule;

/*
 * Compile a jq program.  It may not read files, the environment, the clock or other input
 * (import, include, env, $ENV, input, inputs, debug, stderr, input_filename, halt, now, ...):
 * USAGE, naming `what` (an option, a path in the policy), which must stay.  About 20 ms.
 */
struct rule *rule_new(const char *what, const char *program);
void rule_free(struct rule *);

/*
 * Is the program's result on a line true (neither false nor null)?  It must be exactly one
 * value: else *why is set (static words) and the answer is false.  A program that takes longer
 * than RULE_SECONDS of processor time, or breaks libjq, ends the run (USAGE).  Any thread; one
 * runs at a time.
 */
#define RULE_SECONDS 1
bool rule_true(struct rule *, const char *line, size_t n, const char **why);

/* A condition of the policy: one that fails on a record is false, which is said once for each
 * rule and noted as REFUSED.  Any thread. */
bool rule_holds(struct rule *, const char *line, size_t n);

/* Objects of `over` merged into `base`, member by member; null takes a member away (RFC 7396),
 * all else replaces.  Appends compact JSON with sorted names: the same policy is always the same
 * text.  Both are valid JSON. */
void rule_merge(const char *base, size_t bn, const char *over, size_t on, struct buf *out);
