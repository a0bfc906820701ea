/*
 * libjq's room: conditions that users write (--where, "when" in the policy), and the merging of
 * policy files.  libjq sees only text that scan.h has found valid; its messages, which quote their
 * input, are never shown.
 */
#include <stdbool.h>
#include <stddef.h>

struct buf;
struct rule;

/*
 * Compile a jq program.  It may not read files, the environment or other input (import, include,
 * env, $ENV, input, inputs, debug, stderr, input_filename, halt, halt_error, getpath of the
 * environment): USAGE, naming `what` (an option, a path in the policy).  About 20 ms.
 */
struct rule *rule_new(const char *what, const char *program);
void rule_free(struct rule *);

/* Is the program's result on a line true (neither false nor null)?  It must be exactly one
 * value within RULE_SECONDS: else *why is set (static words) and the answer is false.  One thread at a time. */
#define RULE_SECONDS 2
bool rule_true(struct rule *, const char *line, size_t n, const char **why);

/* Objects of `over` merged into `base`, member by member; all else replaces.  Appends compact JSON
 * with sorted names: the same policy is always the same text.  Both are valid JSON. */
void rule_merge(const char *base, size_t bn, const char *over, size_t on, struct buf *out);
