/* What the files of prune share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct hold_set;
struct mem_arena;
struct portion;
struct portion_frames;
struct prune_opts;
struct record_reader;
struct refer_set;
struct retain;
struct segment_facts;
struct segment_name;
struct shelf_entry;

enum { PRUNE_FIRST = 1, PRUNE_GROUP = 256,	/* segments in a transaction */
	PRUNE_ERASE = 1024 };			/* entries that are erased */

enum prune_state {
	PRUNE_KEPT,			/* its time is not over */
	PRUNE_GOES,			/* nothing of it is held */
	PRUNE_PART,			/* some lines are held: the rest goes */
	PRUNE_STAYS,			/* all of it is held */
	PRUNE_MISSING, PRUNE_CHANGED,	/* its file is not there, or not what was kept */
	PRUNE_LEFT			/* somebody else took it meanwhile */
};

/* A segment that is looked at. */
struct prune_one {
	char *id;
	struct segment_name *name;
	char *val;			/* its entry as it stands in the store */
	size_t n;
	struct segment_facts *facts;
	struct shelf_entry *entry;	/* points into val */
	int class, until;		/* of keep.h; the day after which it may go */
	enum prune_state state;
	bool held;			/* by a hold; else something refers to it */
	bool lost;			/* missing or changed, and nothing could be held: it goes */
	uint64_t kept;			/* lines that are held */
	struct buf *by;			/* of holds and what refers: "CASE","measure:ID" */
	char *into;			/* the segment of the lines kept; empty: not made */
	struct segment_facts *copied;
};

struct prune {
	struct retain *r;
	const struct prune_opts *o;
	int today;
	int64_t journal;		/* entries when the run began */
	bool look;			/* no verb: nothing is even decided */
	struct hold_set *holds;
	struct refer_set *refers;
	struct buf *out;
	size_t erased;			/* accounts and users */
	/* for reading lines */
	struct record_reader *reader;
	struct mem_arena *arena;
	struct buf *text;
	struct portion *lines;
	struct portion_frames *frames;
};

/* What of a segment is held now: state, kept and by.  Its file is opened, but read only when
 * something may be held in it. */
void prune_judge(struct prune *, struct prune_one *);
/* Copy what is held into a staged segment: into and copied.  False: the file cannot be read
 * as it was, state says so. */
bool prune_copy(struct prune *, struct prune_one *);

/*
 * The next group of segments whose time is over: decided, gone when it is no dry run, said.
 * *last: where the walk goes on; most: how many are looked at; go: how many may go.  Returns
 * how many went (or would); *more: there may be more of them.
 */
size_t prune_group(struct prune *, struct buf *last, size_t most, size_t go, bool *more);
/* Files of segments that are gone and are there yet; say: a line each.  Returns how many. */
size_t prune_stuck(struct prune *, bool say);
