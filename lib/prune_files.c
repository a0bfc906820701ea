#include "prune.h"

#include <string.h>

#include "buf.h"
#include "finding.h"
#include "keep.h"
#include "prune_int.h"
#include "report.h"
#include "retain.h"
#include "segment.h"
#include "shelf.h"
#include "store.h"

static void
due_key(struct buf *b, int64_t gone, const char *id)
{
	char at[REPORT_SERIAL];

	report_key(gone, at);
	b->len = 0;
	buf_putc(b, 'S');
	buf_put(b, at, sizeof at);	/* with its NUL */
	buf_puts(b, id);
}

static bool
same_directory(const char *a, const char *b)
{
	size_t n = (size_t)(strrchr(a, '/') - a);

	return n == (size_t)(strrchr(b, '/') - b) && memcmp(a, b, n) == 0;
}

void
prune_remove(struct prune *p, const char *const *id, size_t n)
{
	struct buf key = { 0 };
	bool removed[PRUNE_GROUP];
	size_t i, k;

	if (!segment_alone(p->r->root, false))
		return;
	/* In the order of ids, so those of a directory stand together; each is synced once. */
	for (i = 0; i < n; i++) {
		removed[i] = segment_remove(p->r->root, id[i]) == 0;
		if (i + 1 < n && same_directory(id[i], id[i + 1]))
			continue;
		if (segment_removed(p->r->root, id[i]) == 0)
			continue;
		for (k = i + 1; k > 0 && same_directory(id[k - 1], id[i]); k--)
			removed[k - 1] = false;
	}
	segment_leave(p->r->root);
	store_begin(p->r->store, n);
	for (i = 0; i < n; i++)
		if (removed[i]) {
			due_key(&key, p->r->now, id[i]);
			store_del(p->r->store, STORE_DUE, key.s, key.len);
		}
	store_commit(p->r->store);
	buf_free(&key);
}

static bool
stuck_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct buf *ids = arg;

	(void)val, (void)n;
	if (klen > REPORT_SERIAL + 1) {
		buf_put(ids, key + REPORT_SERIAL + 1, klen - REPORT_SERIAL - 1);
		buf_putc(ids, '\0');
	}
	return true;
}

size_t
prune_stuck(struct prune *p, bool says)
{
	struct segment_name name;
	struct buf ids = { 0 }, b = { 0 };
	size_t at, count = 0;

	store_begin(p->r->store, 0);
	store_walk(p->r->store, STORE_DUE, "S", 1, NULL, 0, stuck_one, &ids);
	store_abort(p->r->store);
	for (at = 0; at < ids.len; at += strlen(ids.s + at) + 1, count++) {
		if (!says)
			continue;
		b.len = 0;
		buf_putc(&b, '{');
		buf_member(&b, "segment", ids.s + at, strlen(ids.s + at));
		buf_member(&b, "state", "stuck", 5);
		retain_say(p->r, p->out, b.s + 1, b.len - 1,
		    segment_name(ids.s + at, strlen(ids.s + at), &name) ?
		    keep_find(p->r->keep, name.class, strlen(name.class)) : -1, F_PRUNE_STUCK,
		    NULL);
	}
	buf_free(&ids);
	buf_free(&b);
	return count;
}
