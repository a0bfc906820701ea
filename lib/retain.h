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
 * braces (may be NULL: none), stand in front of clause, code, verdict, message; class: whose
 * clause it is (keep.h; -1: the code's own).  why: words instead of the code's. */
struct buf;
void retain_say(struct retain *, struct buf *out, const char *members, size_t n, int class,
    unsigned code, const char *why);
