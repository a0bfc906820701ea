/*
 * Proof of coverage (PA-16-2a, GR-13-2): for each class, source and day of the last six
 * months what was kept, from catalogue and tombstones; days of which nothing was; and
 * contents that were published but not kept.
 *
 * A day is expected from the first day of the source on (or retain.classes.X.since, for
 * sources that the policy names), not before the last six months, up to yesterday.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct retain;

struct gaps_opts {
	const char *class, *source;	/* NULL: all */
	int from, until;		/* days, inclusive; INT32_MIN, INT32_MAX: the usual */
	bool json;			/* as lines even on a terminal */
	bool calendar;			/* as calendar even in a pipe */
};
/*
 * A line a day:
 * {"class","source","day","lines","bytes","first","last","segments":N,"digest"};
 * digest: SHA-256 of the lines "SHA256  NAME" of its segments in order, as `cat *.sha256`
 * prints them; pruned or merged ones are counted once.  Findings log-gap and
 * content-missing as lines with clause and code.
 */
void gaps_run(struct retain *, const struct gaps_opts *);
