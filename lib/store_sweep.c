#include "store.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "env.h"
#include "mem.h"
#include "status.h"
#include "store_int.h"

/*
 * The caller moves the cursor, which is all that touches the transaction; what it finds goes
 * to the others in batches, who check the tags and look at the bytes.  It takes a batch itself
 * when too many wait.
 */
enum { BATCH = 256, MOST = 2048 };	/* values in a batch; batches that wait */

struct batch {
	struct batch *next;
	enum store_table table;
	size_t count;
	struct env_item item[BATCH];
};
struct worker {
	struct store_sweep *sweep;
	pthread_t thread;
	unsigned number;
};
struct store_sweep {
	struct store *store;
	void (*fn)(void *, unsigned, enum store_table, const char *, size_t, const char *,
	    size_t);
	void *arg;
	pthread_mutex_t lock;
	pthread_cond_t more, done;
	struct batch *first, *last, *idle;
	size_t waiting, busy;
	bool over;
	unsigned workers;		/* beside the caller */
	struct worker worker[STORE_SWEEPERS];
};

static void
work(struct store_sweep *w, unsigned number, const struct batch *b)
{
	size_t i;

	for (i = 0; i < b->count; i++) {
		const struct env_item *item = &b->item[i];

		store_sound(w->store, b->table, item);
		w->fn(w->arg, number, b->table, item->key, item->klen, item->val,
		    item->vlen - STORE_TAG);
	}
}

/* The batch that waits longest; NULL: none does.  With the lock. */
static struct batch *
take(struct store_sweep *w)
{
	struct batch *b = w->first;

	if (b != NULL) {
		w->first = b->next;
		w->waiting--;
		w->busy++;
	}
	return b;
}

/* With the lock, which is let go meanwhile. */
static void
run(struct store_sweep *w, unsigned number, struct batch *b)
{
	pthread_mutex_unlock(&w->lock);
	work(w, number, b);
	pthread_mutex_lock(&w->lock);
	b->next = w->idle;
	w->idle = b;
	if (--w->busy == 0 && w->waiting == 0)
		pthread_cond_broadcast(&w->done);
}

static void *
worker(void *arg)
{
	struct worker *me = arg;
	struct store_sweep *w = me->sweep;
	struct batch *b;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while ((b = take(w)) == NULL && !w->over)
			pthread_cond_wait(&w->more, &w->lock);
		if (b == NULL)
			break;
		run(w, me->number, b);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

struct store_sweep *
store_sweep_new(struct store *s, unsigned workers, void (*fn)(void *, unsigned,
    enum store_table, const char *, size_t, const char *, size_t), void *arg)
{
	struct store_sweep *w = mem_alloc(sizeof *w);
	unsigned i;

	assert(s->open && s->over == NULL && workers >= 1 && workers <= STORE_SWEEPERS);
	*w = (struct store_sweep){ .store = s, .fn = fn, .arg = arg };
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	pthread_cond_init(&w->done, NULL);
	for (i = 0; i + 1 < workers; i++) {
		w->worker[i] = (struct worker){ .sweep = w, .number = i + 1 };
		if (pthread_create(&w->worker[i].thread, NULL, worker, &w->worker[i]) != 0)
			break;
		w->workers++;
	}
	return w;
}

static void
give(struct store_sweep *w, struct batch *b)
{
	pthread_mutex_lock(&w->lock);
	b->next = NULL;
	if (w->first == NULL)
		w->first = b;
	else
		w->last->next = b;
	w->last = b;
	w->waiting++;
	pthread_cond_signal(&w->more);
	if ((w->waiting >= MOST || w->workers == 0) && (b = take(w)) != NULL)
		run(w, 0, b);
	pthread_mutex_unlock(&w->lock);
}

static struct batch *
fresh(struct store_sweep *w, enum store_table t)
{
	struct batch *b;

	pthread_mutex_lock(&w->lock);
	b = w->idle;
	if (b != NULL)
		w->idle = b->next;
	pthread_mutex_unlock(&w->lock);
	if (b == NULL)
		b = mem_alloc(sizeof *b);
	b->table = t;
	b->count = 0;
	return b;
}

void
store_sweep_table(struct store_sweep *w, enum store_table t)
{
	struct env_cursor *c = env_cursor_new(w->store->env, t);
	struct batch *b = NULL;
	struct env_item item;
	bool more = env_cursor_at(c, NULL, 0, &item);

	for (; more; more = env_cursor_next(c, &item)) {
		if (b == NULL)
			b = fresh(w, t);
		b->item[b->count++] = item;
		if (b->count == BATCH) {
			give(w, b);
			b = NULL;
		}
	}
	if (b != NULL)
		give(w, b);
	env_cursor_free(c);
}

void
store_sweep_wait(struct store_sweep *w)
{
	struct batch *b;

	pthread_mutex_lock(&w->lock);
	while ((b = take(w)) != NULL)
		run(w, 0, b);
	while (w->busy > 0)
		pthread_cond_wait(&w->done, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

void
store_sweep_free(struct store_sweep *w)
{
	struct batch *b;
	unsigned i;

	store_sweep_wait(w);
	pthread_mutex_lock(&w->lock);
	w->over = true;
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	for (i = 0; i < w->workers; i++)
		pthread_join(w->worker[i].thread, NULL);
	while ((b = w->idle) != NULL) {
		w->idle = b->next;
		free(b);
	}
	pthread_cond_destroy(&w->done);
	pthread_cond_destroy(&w->more);
	pthread_mutex_destroy(&w->lock);
	free(w);
}
