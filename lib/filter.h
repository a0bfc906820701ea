/*
 * The loop that every filter shares.  A reader thread fills blocks, --jobs threads parse and
 * check them, this thread takes all that are ready: begin, apply in input order, commit,
 * write.  No pipe, no file and no sleep inside a transaction; a line that comes out has been
 * committed.
 */
#include <stdbool.h>
#include <stddef.h>

struct buf;
struct record;
struct store;
struct policy;
struct term_table;

/*
 * Of a filter whose lines go into files before the store hears of them, so that no file is
 * touched inside a transaction: all of it runs outside of one.
 */
struct filter_files {
	void *(*pack_new)(void *arg);	/* of a block */
	void (*pack_free)(void *pack);
	/* A line as it is kept, with its end: after check, in any thread. */
	void (*line)(struct record *, const char *s, size_t n, void *room, void *pack);
	void (*pack)(void *room, void *pack);	/* the block ends, in the same thread */
	/* Its turn, in input order, in the main thread.  True: enough for a transaction. */
	bool (*take)(void *pack, void *arg);
	void (*whole)(void *arg);	/* make the files whole; the transaction comes */
	void (*settle)(void *arg);	/* it was committed */
};

struct filter {
	const char *verb;		/* for the summary; NULL: none */
	const struct buf *line;		/* one record instead of files, that options have made;
					 * NULL: none */
	size_t pending;			/* store_pending, at which a transaction ends; 0: the
					 * usual.  More where the estimate is known to be high */
	void *arg;			/* of enter and check */
	void *store_arg;		/* of apply and batch */
	/* A thread's own room, and its end. */
	void *(*enter)(void *arg);
	void (*leave)(void *room);
	/* Judge a record without the store, in any thread.  Static words refuse the line. */
	const char *(*check)(struct record *, void *room, void *arg);
	/* A batch's transaction has begun; NULL: nothing to do. */
	void (*begin)(struct store *, void *arg);
	/* Judge or change with the store, one after another in input order; NULL: the filter
	 * needs no store.  True: it changed the store. */
	bool (*apply)(struct record *, struct store *, void *arg);
	/* Before the commit of a batch in which something changed; NULL: nothing to do. */
	void (*batch)(struct store *, size_t changed, void *arg);
	/* Instead of apply; NULL: no files.  Lines without a finding then go out as they were
	 * kept, all are read loosely (record.h), and none go to a terminal. */
	const struct filter_files *files;
};

/* Runs over the files named (NULL-terminated; none: standard input) with the common options,
 * tells the summary, and notes the exit status. store NULL: apply is not called. */
void filter_run(const struct filter *, char *const *paths, struct store *,
    const struct policy *, const struct term_table *);
