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
