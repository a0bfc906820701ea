#include "fetch.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "buf.h"
#include "fetch_int.h"
#include "mem.h"
#include "query.h"
#include "record.h"
#include "scan.h"
#include "segment.h"
#include "spill.h"
#include "status.h"
#include "trace.h"

enum { MOST_JOBS = 64, KEY = 24, BATCH = 256 * 1024 };

struct team {
	struct segment_root *root;
	const struct query *query;
	struct fetch_want *want;
	size_t count;
	atomic_size_t next;
	struct spill_sort *sort;
	pthread_mutex_t lock;		/* of the sort */
};

/* A thread's room.  Lines that were found wait in `hit`: key, length, line. */
struct room {
	struct team *team;
	struct record_reader *reader;
	struct mem_arena arena;
	struct buf text, hit;
};

static void
hand_over(struct room *m)
{
	struct spill_item item = { .klen = KEY };
	const char *p = m->hit.s, *end = p + m->hit.len;
	uint32_t n;

	if (m->hit.len == 0)
		return;
	pthread_mutex_lock(&m->team->lock);
	for (; p < end; p += KEY + sizeof n + n) {
		memcpy(&n, p + KEY, sizeof n);
		item.key = p;
		item.val = p + KEY + sizeof n;
		item.vlen = n;
		spill_sort_put(m->team->sort, &item);
	}
	pthread_mutex_unlock(&m->team->lock);
	m->hit.len = 0;
}

/* High bytes first, so that the order of bytes is that of numbers. */
static void
put(char *p, uint64_t v)
{
	int i;

	for (i = 7; i >= 0; i--, v >>= 8)
		p[i] = (char)(v & 0xff);
}

static void
found(struct room *m, struct fetch_want *w, struct record *r, uint64_t place)
{
	int64_t time;
	char key[KEY];
	uint32_t n = r->len;

	/* lines without a usable time stand last */
	if (w->undated || record_time(r, M_TIME, &time) <= 0)
		time = INT64_MAX;
	put(key, (uint64_t)time ^ (uint64_t)1 << 63);
	put(key + 8, w->number);
	put(key + 16, place);
	buf_put(&m->hit, key, KEY);
	buf_put(&m->hit, &n, sizeof n);
	buf_put(&m->hit, r->line, n);
	w->found++;
	if (m->hit.len >= BATCH)
		hand_over(m);
}

static void
look(struct room *m, struct fetch_want *w, uint32_t frame)
{
	struct record r = { .arena = &m->arena, .file = w->id };
	struct query_scan scan;
	const char *line;
	size_t n, at;

	mem_reset(&m->arena);
	/* a line is read a little past its end */
	memset(buf_room(&m->text, SCAN_PAD), 0, SCAN_PAD);
	query_scan(&scan, m->text.s, m->text.len);
	while (query_next(m->team->query, &scan, &line, &n))
		if (record_read(m->reader, &r, line, n, &at) == NULL &&
		    query_line(m->team->query, &r, w->undated))
			found(m, w, &r, (uint64_t)frame << 32 | (uint64_t)(line - m->text.s));
}

static void
read_one(struct room *m, struct fetch_want *w)
{
	struct segment_root *root = m->team->root;
	struct segment_file *f = root != NULL ? segment_read(root, w->id) : NULL;
	const char *place = root != NULL ? segment_path(root) : "(no segments)";
	const struct trace *t;
	uint32_t i, bad = 0;

	w->state = "missing";
	if (f == NULL) {
		if (root == NULL || errno == ENOENT)
			status_warn(REFUSED, "segment missing: %s/%s", place, w->id);
		else
			status_warn(REFUSED, "segment cannot be opened: %s/%s:", place, w->id);
		return;
	}
	w->state = "read";
	t = segment_index(f, w->facts);
	for (i = 0; t != NULL && i < trace_frames(t); i++) {
		if (!query_frame(m->team->query, t, i, w->undated))
			continue;
		m->text.len = 0;
		if (segment_text(f, i, &m->text))
			look(m, w, i);
		else
			bad++;
	}
	if (t == NULL || bad > 0)
		w->state = "changed";
	segment_read_end(f);
	if (t == NULL)
		status_warn(REFUSED, "segment changed, its index is not the one that was "
		    "kept: %s/%s", place, w->id);
	else if (bad > 0)
		status_warn(REFUSED, "segment changed, %u of the frames asked for cannot be "
		    "read: %s/%s", bad, place, w->id);
}

static void *
work(void *arg)
{
	struct team *t = arg;
	struct room m = { .team = t, .reader = record_reader_new() };
	size_t i;

	record_reader_loose(m.reader);
	while ((i = atomic_fetch_add(&t->next, 1)) < t->count)
		read_one(&m, &t->want[i]);
	hand_over(&m);
	record_reader_free(m.reader);
	mem_end(&m.arena);
	buf_free(&m.text);
	buf_free(&m.hit);
	return NULL;
}

void
fetch_read(struct segment_root *root, const struct query *q, struct fetch_want *want,
    size_t count, long jobs, struct spill_sort *sort)
{
	struct team t = { .root = root, .query = q, .want = want, .count = count,
	    .sort = sort };
	pthread_t thread[MOST_JOBS];
	long n = jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : jobs, i, made = 0;

	pthread_mutex_init(&t.lock, NULL);
	for (i = 1; i < n && (size_t)i < count; i++)
		if (pthread_create(&thread[made], NULL, work, &t) == 0)
			made++;
	work(&t);
	for (i = 0; i < made; i++)
		pthread_join(thread[i], NULL);
	pthread_mutex_destroy(&t.lock);
}
