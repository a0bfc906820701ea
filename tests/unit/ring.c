/* Slots through three hands: order, each exactly once, whatever the threads do. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

#include "ring.h"
#include "tap.h"

struct item { unsigned long number, worked; };

struct job {
	unsigned long filled, count;
	bool slow_fill, slow_work;
	atomic_int entered, left;
};

static void
nap(unsigned long n)
{
	struct timespec t = { 0, (long)(n * 2654435761u % 97) * 1000 };

	nanosleep(&t, NULL);
}

static bool
fill(void *slot, void *arg)
{
	struct job *j = arg;

	if (j->filled == j->count)
		return false;
	if (j->slow_fill)
		nap(j->filled);
	*(struct item *)slot = (struct item){ j->filled++, 0 };
	return true;
}

static void *
enter(void *arg)
{
	struct job *j = arg;

	atomic_fetch_add(&j->entered, 1);
	return arg;
}

static void
work(void *slot, void *room, void *arg)
{
	struct item *i = slot;

	if (((struct job *)arg)->slow_work)
		nap(i->number);
	i->worked += room == arg ? i->number * i->number + 1 : 0;
}

static void
leave(void *room)
{
	atomic_fetch_add(&((struct job *)room)->left, 1);
}

static void
run(unsigned long count, size_t slots, long threads, bool slow_fill, bool slow_work, bool hold)
{
	struct job j = { 0, count, slow_fill, slow_work, 0, 0 };
	struct ring_job job = { fill, enter, work, leave, &j };
	struct item *item = calloc(slots, sizeof *item);
	struct ring *r = ring_start(&job, item, sizeof *item, slots, threads);
	unsigned long next = 0, wrong = 0;
	size_t first, n, i;

	while ((n = ring_ready(r, &first)) > 0) {
		wrong += n > slots;
		if (hold && n > 1)
			n = 1 + next % n;	/* a part of what is ready may be given back */
		for (i = 0; i < n; i++, next++) {
			const struct item *it = &item[(first + i) % slots];

			wrong += it->number != next || it->worked != next * next + 1;
		}
		ring_release(r, n);
	}
	ring_end(r);
	free(item);
	ok(wrong == 0 && next == count && j.entered == threads && j.left == threads,
	    "%lu in %zu slots by %ld threads", count, slots, threads);
}

/* What is not ready is not waited for longer than asked. */
static bool
late(void *slot, void *arg)
{
	struct timespec t = { 0, 300000000 };

	if (((struct job *)arg)->filled > 0)
		nanosleep(&t, NULL);
	return fill(slot, arg);
}

static void
soon(void)
{
	struct job j = { 0, 2, false, false, 0, 0 };
	struct ring_job job = { late, enter, work, leave, &j };
	struct item item[4] = { { 0 } };
	struct ring *r = ring_start(&job, item, sizeof *item, 4, 1);
	size_t first, n;

	ok(ring_ready(r, &first) == 1, "the first is ready");
	ring_release(r, 1);
	ok(ring_now(r, &first) == 0, "the second is not");
	ok(ring_soon(r, &first, 20) == 0, "nor soon");
	n = ring_soon(r, &first, 20000);
	ok(n == 1, "but then");
	ring_release(r, 1);
	ok(ring_soon(r, &first, 20000) == 0, "the end is not waited for");
	ok(ring_ready(r, &first) == 0, "as it is the end");
	ring_end(r);
}

int
main(void)
{
	soon();
	run(0, 1, 1, false, false, false);
	run(0, 7, 16, false, false, false);
	run(1, 7, 16, false, false, false);
	run(1000, 1, 1, false, false, false);
	run(1000, 1, 8, false, false, false);
	run(20000, 3, 2, false, false, false);
	run(20000, 32, 8, false, false, true);
	run(2000, 32, 64, false, true, true);
	run(1000, 5, 8, true, false, false);
	run(1000, 5, 3, true, true, true);
	return done();
}
