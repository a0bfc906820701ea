/* What fetch.c, fetch_bag.c and fetch_read.c share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct fetch_opts;
struct query;
struct retain;
struct segment_facts;
struct segment_root;
struct spill_sort;

/* A segment in which lines are looked for. */
struct fetch_want {
	const char *id;
	const struct segment_facts *facts;
	bool undated;			/* its lines have no usable time */
	uint64_t number;		/* of all, in the order of their ids */
	uint64_t found;
	const char *state;	/* "read", "changed", "missing"; "pruned": it is gone */
};

/* Read some of them, side by side; lines found go into the sort, by time, segment, place. */
void fetch_read(struct segment_root *, const struct query *, struct fetch_want *,
    size_t count, long jobs, struct spill_sort *);

/* The archive for an inspector. */
struct fetch_bag;
struct fetch_bag *fetch_bag_new(const struct fetch_opts *);	/* or USAGE */
void fetch_bag_segments(struct fetch_bag *, const struct fetch_want *, size_t count);
void fetch_bag_lines(struct fetch_bag *, const struct buf *);
/* Make and publish it; frees.  asked: the query as JSON.  out: a line that names it. */
void fetch_bag_close(struct fetch_bag *, struct retain *, const char *asked,
    const char *head, uint64_t lines, struct buf *out);
