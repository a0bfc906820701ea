#include "shelf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "seal.h"
#include "segment.h"
#include "status.h"
#include "store.h"

enum { BATCH = 2000,			/* in one transaction */
	BEFORE = 14 };			/* bytes of the key before the id */

struct due {
	char key[SEGMENT_ID + 16], *id;
	size_t klen;
	bool gone;			/* its file is */
};
struct mend {
	struct store *store;
	struct due *due;
	size_t count, room;
};

static bool
collect(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct mend *m = arg;
	struct segment_name name;
	struct due *d;

	(void)val, (void)n;
	if (klen <= BEFORE || !segment_name(key + BEFORE, klen - BEFORE, &name))
		return true;
	if (m->count == m->room) {
		m->room = m->room * 2 + 64;
		m->due = mem_grow(m->due, m->room, sizeof *m->due);
	}
	d = &m->due[m->count++];
	memset(d, 0, sizeof *d);
	memcpy(d->key, key, klen);
	d->klen = klen;
	return true;
}

static int
order(const void *a, const void *b)
{
	return strcmp(((const struct due *)a)->key + BEFORE,
	    ((const struct due *)b)->key + BEFORE);
}

/* What is due, in the order of ids.  What the store says is there is never removed. */
static void
collect_due(struct mend *m)
{
	const char *val;
	size_t i, kept = 0, n;

	store_begin(m->store, 0);
	store_walk(m->store, STORE_DUE, "S", 1, NULL, 0, collect, m);
	for (i = 0; i < m->count; i++)
		if (!shelf_get(m->store, m->due[i].key + BEFORE, &val, &n))
			m->due[kept++] = m->due[i];
	store_abort(m->store);
	m->count = kept;
	if (kept > 0)
		qsort(m->due, kept, sizeof *m->due, order);
	for (i = 0; i < kept; i++)
		m->due[i].id = m->due[i].key + BEFORE;
}

static bool
known(void *arg, const char *id, char sha256[65])
{
	struct mend *m = arg;
	struct segment_facts f;
	struct shelf_entry e;
	const char *val;
	size_t n;
	bool there;

	store_begin(m->store, 0);
	there = shelf_get(m->store, id, &val, &n);
	if (there && !shelf_read(val, n, &e, &f))
		status_die(FAILED, "store damaged: segment %s: %s", id, store_dir(m->store));
	store_abort(m->store);
	if (there)
		memcpy(sha256, f.sha256, sizeof f.sha256);
	return there;
}

static size_t
directory(const char *id)
{
	return (size_t)(strrchr(id, '/') - id);
}

/* The files of one directory; returns how many of those due stand in it.  says: what cannot be
 * removed. */
static size_t
remove_some(struct segment_root *r, struct due *d, size_t left, bool says, unsigned *stuck)
{
	size_t i, len = directory(d->id);
	int error;

	for (i = 0; i < left && directory(d[i].id) == len &&
	    memcmp(d[i].id, d->id, len) == 0; i++) {
		error = segment_remove(r, d[i].id);
		d[i].gone = error == 0;
		if (d[i].gone)
			continue;
		++*stuck;
		errno = error;
		if (says)
			status_warn(REFUSED, "cannot remove %s/%s.jsonl.zst:",
			    segment_path(r), d[i].id);
	}
	error = segment_removed(r, d->id);
	if (error == 0)
		return i;
	/* they may be there again after a power cut: later once more */
	errno = error;
	if (says)
		status_warn(REFUSED, "cannot sync a directory in %s:", segment_path(r));
	for (left = i; left > 0; left--) {
		*stuck += d[left - 1].gone;
		d[left - 1].gone = false;
	}
	return i;
}

static void
forget(struct mend *m)
{
	size_t i, end;

	for (i = 0; i < m->count; i = end) {
		end = m->count - i > BATCH ? i + BATCH : m->count;
		store_begin(m->store, end - i);
		for (; i < end; i++)
			if (m->due[i].gone)
				store_del(m->store, STORE_DUE, m->due[i].key,
				    m->due[i].klen);
		store_commit(m->store);
	}
}

/* All that is due, when alone.  Returns how many could not be removed. */
static unsigned
remove_due(struct mend *m, struct segment_root *r, bool says)
{
	unsigned stuck = 0;
	size_t i;

	collect_due(m);
	for (i = 0; i < m->count;)
		i += remove_some(r, &m->due[i], m->count - i, says, &stuck);
	forget(m);
	free(m->due);
	return stuck;
}

void
shelf_remove(struct store *s, struct segment_root *r)
{
	struct mend m = { .store = s };

	if (!segment_alone(r, false))
		return;
	remove_due(&m, r, false);
	segment_leave(r);
}

const char *
shelf_astray(struct store *s, struct segment_root *r)
{
	const char *key, *val;
	struct segment_file *f;
	char id[SEGMENT_ID];
	size_t klen, n;
	bool some;

	store_begin(s, 0);
	some = store_last(s, STORE_SEGMENT, &key, &klen, &val, &n) && klen < sizeof id;
	if (some) {
		memcpy(id, key, klen);
		id[klen] = '\0';
	}
	store_abort(s);
	if (!some || (r != NULL && segment_marked(r)))
		return NULL;
	f = r != NULL ? segment_read(r, id) : NULL;
	segment_read_end(f);
	return f != NULL ? NULL :
	    "none of the segments that the store knows are here: is the file system mounted?";
}

unsigned
shelf_mend(struct store *s, struct segment_root *r, bool waits)
{
	struct mend m = { .store = s };
	char print[SEAL_HEX];
	unsigned stuck;

	if (r == NULL || store_dry(s))
		return 0;
	seal_fingerprint(store_seal(s), print);
	if (!segment_belongs(r, print))
		status_die(USAGE, "the segments of another store: %s", segment_path(r));
	if (!segment_alone(r, waits)) {
		if (!waits)
			return 0;
		collect_due(&m);
		if (m.count > 0)
			status_warn(REFUSED, "files of %zu segments are not removed yet: "
			    "others have been reading them: %s", m.count, segment_path(r));
		free(m.due);
		return (unsigned)m.count;
	}
	segment_belongs(r, print);
	segment_mend(r, known, &m);
	stuck = remove_due(&m, r, true);
	segment_leave(r);
	return stuck;
}
