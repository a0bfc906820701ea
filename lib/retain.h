/*
 * What the verbs of retain-prune work with.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct keep;
struct policy;
struct segment_root;
struct store;

struct retain {
	struct store *store;
	struct policy *policy;
	struct keep *keep;
	struct segment_root *root;	/* NULL: there are no segments yet */
	const char *by;
	int64_t now, as_of;
	unsigned worst;			/* enum verdict of what was found */
};

/* A finding on standard output, appended as a line: members, as in an object without its
 * braces (may be NULL: none), stand in front of clause, code, verdict, message.  class: of
 * keep.h; one under PA-16-2b has the code's own clause, one under GR-13-2 the code's for
 * groups and users, another that of the class.  RETAIN_CODE (also where none is known): the
 * code's own, RETAIN_USER: the one for users.  why: words instead of the code's. */
enum { RETAIN_CODE = -1, RETAIN_USER = -2 };
struct buf;
void retain_say(struct retain *, struct buf *out, const char *members, size_t n, int class,
    unsigned code, const char *why);
/* The clause that such a finding cites. */
const char *retain_clause(const struct retain *, int class, unsigned code);
