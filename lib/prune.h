/*
 * What may go goes, and nothing else (PA-16-2b, GR-13-2; personal information law 19 and
 * 47).
 *
 * A segment may go when its last day is over (the later of what was pinned when it came and
 * what the policy says now; never less than six months), no hold holds and nothing open
 * refers to a line of it.  When some lines are held they are first copied into a segment of
 * their own (CLASS/held/...), which is looked at in the same way from then on.  All of that
 * is decided again inside the transaction that writes the tombstone; then the file goes.
 *
 * The clock: when it is before the newest line that came, or more than retain.clock_days
 * after it, nothing is pruned (FAILED) unless trusted.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct retain;

struct prune_opts {
	const char *class;		/* NULL: all */
	long limit;			/* at most so many segments; 0: all */
	bool trust_clock;		/* --trust-clock */
	bool dry;			/* -n: say what would go */
	bool all;			/* without a verb: also what stays, and why */
	bool compact;			/* afterwards: rewrite the store without its old pages */
};

/*
 * A line for each segment that went (or would go): {"segment":ID,"state":"pruned",...}, with
 * "kept" lines and the segment they went "into" when some are held; one that stays: "kept"
 * (until), "held" (by: cases), "referred" (by), "missing" or "changed" where something might
 * be held in it (else it gets its tombstone, and is said this once), "stuck": its file could
 * not be removed yet.  Then, for each closed account or user whose personal data went
 * (erase.h), {"account":..,"state":"erased",...}; not when one class is asked for.  Without a
 * verb "free" stands for "pruned", and the finding erase-due for "erased".
 */
void prune_run(struct retain *, const struct prune_opts *);
