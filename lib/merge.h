/*
 * Small segments of one class, day and source, with the same last day, become one: of a day
 * that is over, or when there are more than MERGE_OPEN of them.  Frames are taken as they
 * are, small ones put together.  The old ones get a tombstone that names the new one.
 */
#include <stddef.h>

struct retain;

enum { MERGE_OPEN = 64, MERGE_SMALL = 8 << 20 /* bytes of a file */ };

/* What can be merged in one class; returns how many segments went. */
size_t merge_run(struct retain *, const char *class);
