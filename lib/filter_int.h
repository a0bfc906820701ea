/* What the files of filter share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct block;
struct buf;
struct filter;
struct input;
struct mem_arena;
struct record;
struct ring;
struct rule;
struct store;
struct tally;

enum filter_fate { FILTER_OUT, FILTER_REFUSE, FILTER_LEAVE_OUT, FILTER_SKIP };

struct filter_outcome {
	enum filter_fate fate;
	uint32_t at;			/* byte of the line, when refused */
	const char *why, *member;	/* member: of a wrong type */
	int64_t pos;			/* of --pos */
};

struct filter_slot {
	struct block *block;
	struct filter_outcome *outcome;	/* a line each */
	struct record *record;		/* a line each, when there is an apply */
	size_t outcomes, records;
	struct mem_arena *arena;
	struct buf *out, *rejects;
	struct buf *kept;		/* of files: the lines as they are kept */
	void *pack;			/* of files */
	uint64_t before;		/* lines of the input before this block */
	struct tally *tally;
};

struct filter_loop {
	const struct filter *f;
	struct input *input;
	struct store *store;
	struct rule *where;
	struct filter_slot *slot;
	size_t slots;
	int rejects;
	bool unended;				/* the last line of rejects has no end yet */
	uint64_t lines;				/* filled so far, for --source without --pos */
	int64_t start, last;			/* position when the run began, and now */
	int64_t kept;				/* position that stands in the store */
	struct tally *tally;
	struct buf *out;			/* of the transaction at hand */
	uint64_t taken, size;			/* bytes of the input, for the progress */
};

/* Blocks from `first` on, of which n stand ready, in one transaction, and more while there are;
 * then out with them. */
void filter_batch(struct filter_loop *, struct ring *, size_t first, size_t n);
/* The same for a filter whose lines go into files. */
void filter_files_batch(struct filter_loop *, struct ring *, size_t first, size_t n);
/* In a working thread: a line that goes into a file. */
void filter_files_line(struct filter_loop *, struct filter_slot *, struct record *,
    void *room);

/* The position that --source has taken so far, and its change for the store. */
void filter_position(struct filter_loop *);
void filter_position_write(struct filter_loop *);
/* Was a line taken before from the same source?  Any thread. */
bool filter_taken(const struct filter_loop *, const struct filter_outcome *);
/* The furthest position of a block. */
void filter_advance(struct filter_loop *, const struct filter_slot *);
/* A block is counted; does it have something to say beside what goes out?; and out with it. */
void filter_note(struct filter_loop *, struct filter_slot *);
bool filter_speaks(const struct filter_slot *);
void filter_speak(struct filter_loop *, struct filter_slot *);
