#include "ring.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "mem.h"
#include "status.h"

enum state { FREE, FULL, BUSY, READY };

struct ring {
	struct ring_job job;
	char *slots;
	size_t size, count;
	enum state *state;
	size_t filled, taken, released;		/* so far; slot of number i: i % count */
	bool end;
	pthread_mutex_t lock;
	pthread_cond_t change;
	pthread_t *thread;
	long threads;
};

static void *
slot(const struct ring *r, size_t i)
{
	return r->slots + i % r->count * r->size;
}

static void
set(struct ring *r, size_t i, enum state s)
{
	pthread_mutex_lock(&r->lock);
	r->state[i % r->count] = s;
	if (s == FULL)
		r->filled = i + 1;
	pthread_cond_broadcast(&r->change);
	pthread_mutex_unlock(&r->lock);
}

static void *
filler(void *arg)
{
	struct ring *r = arg;
	size_t i;

	for (i = 0;; i++) {
		pthread_mutex_lock(&r->lock);
		while (r->state[i % r->count] != FREE)
			pthread_cond_wait(&r->change, &r->lock);
		pthread_mutex_unlock(&r->lock);
		if (!r->job.fill(slot(r, i), r->job.arg))
			break;
		set(r, i, FULL);
	}
	pthread_mutex_lock(&r->lock);
	r->end = true;
	pthread_cond_broadcast(&r->change);
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

static void *
worker(void *arg)
{
	struct ring *r = arg;
	void *room = r->job.enter(r->job.arg);
	size_t i;

	for (;;) {
		pthread_mutex_lock(&r->lock);
		while (r->taken == r->filled && !r->end)
			pthread_cond_wait(&r->change, &r->lock);
		if (r->taken == r->filled) {
			pthread_mutex_unlock(&r->lock);
			break;
		}
		i = r->taken++;
		r->state[i % r->count] = BUSY;
		pthread_mutex_unlock(&r->lock);
		r->job.work(slot(r, i), room, r->job.arg);
		set(r, i, READY);
	}
	r->job.leave(room);
	return NULL;
}

struct ring *
ring_start(const struct ring_job *job, void *slots, size_t size, size_t count, long threads)
{
	struct ring *r = mem_alloc(sizeof *r);
	long i;

	r->job = *job;
	r->slots = slots;
	r->size = size;
	r->count = count;
	r->state = mem_alloc(count * sizeof *r->state);
	r->threads = threads + 1;
	r->thread = mem_alloc((size_t)r->threads * sizeof *r->thread);
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->change, NULL);
	for (i = 0; i < r->threads; i++)
		if (pthread_create(&r->thread[i], NULL, i == 0 ? filler : worker, r) != 0)
			status_die(FAILED, "cannot start a thread");
	return r;
}

size_t
ring_ready(struct ring *r, size_t *first)
{
	size_t i = r->released;

	pthread_mutex_lock(&r->lock);
	while (r->state[i % r->count] != READY && !(r->end && i >= r->filled))
		pthread_cond_wait(&r->change, &r->lock);
	pthread_mutex_unlock(&r->lock);
	return ring_now(r, first);
}

size_t
ring_soon(struct ring *r, size_t *first, long ms)
{
	size_t i = r->released;
	struct timespec until;
	int rc = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += ms * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&r->lock);
	while (rc == 0 && r->state[i % r->count] != READY && !(r->end && i >= r->filled))
		rc = pthread_cond_timedwait(&r->change, &r->lock, &until);
	pthread_mutex_unlock(&r->lock);
	return ring_now(r, first);
}

size_t
ring_now(struct ring *r, size_t *first)
{
	size_t i = r->released;

	pthread_mutex_lock(&r->lock);
	while (i < r->filled && i < r->released + r->count && r->state[i % r->count] == READY)
		i++;
	pthread_mutex_unlock(&r->lock);
	*first = r->released % r->count;
	return i - r->released;
}

void
ring_release(struct ring *r, size_t n)
{
	pthread_mutex_lock(&r->lock);
	while (n-- > 0)
		r->state[r->released++ % r->count] = FREE;
	pthread_cond_broadcast(&r->change);
	pthread_mutex_unlock(&r->lock);
}

void
ring_end(struct ring *r)
{
	long i;

	for (i = 0; i < r->threads; i++)
		pthread_join(r->thread[i], NULL);
	pthread_mutex_destroy(&r->lock);
	pthread_cond_destroy(&r->change);
	free(r->thread);
	free(r->state);
	free(r);
}
