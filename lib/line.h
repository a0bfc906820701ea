/*
 * A line of a log or of content, as retain-prune looks at it: its time, whose it is, and the
 * rest as it came.  Any JSON object is one; a known member of another type is as if absent,
 * but personal numbers, which are masked, must be strings.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct keep;
struct record;

enum { LINE_KEYS = 4 };

struct line {
	bool timed;			/* its time could be read */
	int64_t time;			/* seconds */
	unsigned keys;
	uint64_t key[LINE_KEYS];	/* trace_key of account, user, group, subject */
	uint64_t pair;			/* trace_pair; 0: it is no content, and publishes none */
};

/* class: of keep.h. */
void line_look(struct record *, const struct keep *, int class, struct line *);
