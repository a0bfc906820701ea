/*
 * Lines for an inspection (PA-16-1, GR-13-1): those of a query, in the order of their time,
 * as JSON Lines or as a bag with a manifest.  Who asked for what in which case is in the
 * journal before the first line goes out.
 */
#include <stddef.h>
#include <stdint.h>

struct query;
struct retain;

struct fetch_opts {
	const char *number;		/* of the case */
	const char *reason;		/* may be NULL */
	const char *dir;		/* NULL: lines to standard output */
	const char *format;		/* of the bag: zip, tar.zst, tar.gz */
	long jobs;
};
/* What cannot be read (missing, changed) is said, named in the bag, and the status REFUSED.
 * */
void fetch_run(struct retain *, struct query *, const struct fetch_opts *);
