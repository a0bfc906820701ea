/*
 * Slots that pass through three hands in order: one thread fills them, several work on them,
 * the caller takes those that are ready, in the order in which they were filled.
 */
#include <stdbool.h>
#include <stddef.h>

struct ring;

struct ring_job {
	bool (*fill)(void *slot, void *arg);		/* false: nothing more to fill */
	void *(*enter)(void *arg);			/* a working thread's room */
	void (*work)(void *slot, void *room, void *arg);
	void (*leave)(void *room);
	void *arg;
};

/* slots: an array of count items of size bytes, the caller's.  Ends the program (FAILED) when
 * threads cannot be had. */
struct ring *ring_start(const struct ring_job *, void *slots, size_t size, size_t count,
    long threads);
/* Wait for the next ready slot; returns how many stand ready in a row from *first on (an index
 * into slots, going round at count); 0: all is done. */
size_t ring_ready(struct ring *, size_t *first);
/* The same without waiting: 0 when none is ready now. */
size_t ring_now(struct ring *, size_t *first);
/* The same, waiting no longer than so many milliseconds. */
size_t ring_soon(struct ring *, size_t *first, long ms);
void ring_release(struct ring *, size_t n);	/* the first n of them may be filled again */
void ring_end(struct ring *);			/* after ring_ready gave 0: joins and frees */
