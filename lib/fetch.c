#include "fetch.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "entry.h"
#include "fetch_int.h"
#include "journal.h"
#include "mem.h"
#include "policy.h"
#include "query.h"
#include "retain.h"
#include "segment.h"
#include "shelf.h"
#include "spill.h"
#include "status.h"
#include "store.h"

/* Segments in one reading of the catalogue; bytes in memory while lines are sorted. */
enum { AT_ONCE = 1024, SORT = 32 << 20, BLOCK = 256 * 1024 };

struct fetch {
	struct retain *retain;
	struct query *query;
	const struct fetch_opts *opts;
	long jobs;
	struct slot {
		char id[SEGMENT_ID];
		struct segment_facts facts;
	} *slot;			/* AT_ONCE of them */
	struct fetch_want *want;	/* the same ones */
	size_t count;
	uint64_t number;
	char last[SEGMENT_ID];		/* read last; "": none */
	bool gone, more;
	struct spill_sort *sort;
	struct fetch_bag *bag;
	struct buf asked, out;
	char head[JOURNAL_HEAD];
};

/* Who asks for what is written down, durably, before anything is read. */
static void
note(struct fetch *f)
{
	struct retain *r = f->retain;
	const struct fetch_opts *o = f->opts;
	struct buf what = { 0 };

	buf_putc(&f->asked, '{');
	query_write(f->query, &f->asked);
	buf_putc(&f->asked, '}');
	buf_putc(&what, '{');
	buf_member(&what, "case", o->number, strlen(o->number));
	buf_member_raw(&what, "query", f->asked.s, f->asked.len);
	if (o->reason != NULL)
		buf_member(&what, "reason", o->reason, strlen(o->reason));
	buf_puts(&what, o->dir != NULL ? ",\"as\":\"archive\"}" : ",\"as\":\"lines\"}");
	store_begin(r->store, 1);
	query_subjects(f->query, r->store, true);
	journal_put(r->store, r->now, r->by, "fetch", policy_digest(r->policy), what.s,
	    what.len);
	journal_head(r->store, f->head);
	store_commit(r->store);
	buf_free(&what);
}

static bool
entry_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct fetch *f = arg;
	struct slot *t = &f->slot[f->count];
	struct fetch_want *w = &f->want[f->count];
	struct segment_name name;
	struct shelf_entry e;

	if (klen == strlen(f->last) && memcmp(key, f->last, klen) == 0)
		return true;
	if (f->count == AT_ONCE) {
		f->more = true;
		return false;
	}
	if (!segment_name(key, klen, &name) || !shelf_read(val, n, &e, &t->facts))
		status_die(FAILED, "store damaged: entry of segment %.*s: %s", (int)klen, key,
		    store_dir(f->retain->store));
	memcpy(f->last, key, klen);
	f->last[klen] = '\0';
	if (!query_segment(f->query, &name, &e))
		return true;
	/* Of what was merged the segment tells into which it went. */
	if (f->gone && entry_is(val, n, "why", "merged", 6))
		return true;
	strcpy(t->id, f->last);
	/* what is held keeps whether it came without a usable time */
	*w = (struct fetch_want){ .id = t->id, .facts = &t->facts, .state = "pruned",
	    .number = f->number++, .undated = name.series == SEGMENT_UNDATED ||
	    t->facts.last < t->facts.first };
	f->count++;
	return true;
}

/* All segments of the catalogue, or all that are gone, some at a time. */
static void
walk(struct fetch *f, bool gone)
{
	struct retain *r = f->retain;

	f->gone = gone;
	f->last[0] = '\0';
	do {
		f->count = 0;
		f->more = false;
		store_begin(r->store, 0);
		store_walk(r->store, gone ? STORE_GONE : STORE_SEGMENT, "", 0, f->last,
		    strlen(f->last), entry_one, f);
		store_abort(r->store);
		if (!gone)
			fetch_read(r->root, f->query, f->want, f->count, f->jobs, f->sort);
		if (f->bag != NULL)
			fetch_bag_segments(f->bag, f->want, f->count);
	} while (f->more);
}

static void
send(struct fetch *f)
{
	if (f->bag != NULL)
		fetch_bag_lines(f->bag, &f->out);
	else
		buf_send(&f->out, STDOUT_FILENO, "standard output");
	f->out.len = 0;
}

/* Lines by time; how many there were. */
static uint64_t
deliver(struct fetch *f)
{
	struct spill_item item;
	uint64_t lines = 0;

	for (; spill_sort_next(f->sort, &item); lines++) {
		buf_put(&f->out, item.val, item.vlen);
		buf_putc(&f->out, '\n');
		if (f->out.len >= BLOCK)
			send(f);
	}
	send(f);
	return lines;
}

void
fetch_run(struct retain *r, struct query *q, const struct fetch_opts *o)
{
	struct fetch f = { .retain = r, .query = q, .opts = o, .jobs = o->jobs };
	uint64_t lines;

	if (f.jobs <= 0)
		f.jobs = sysconf(_SC_NPROCESSORS_ONLN);
	if (o->dir != NULL)
		f.bag = fetch_bag_new(o);
	note(&f);
	if (r->root != NULL)
		segment_share(r->root);
	f.sort = spill_sort_new(r->root != NULL ? segment_path(r->root) :
	    store_dir(r->store), SORT);
	f.slot = mem_grow(NULL, AT_ONCE, sizeof *f.slot);
	f.want = mem_grow(NULL, AT_ONCE, sizeof *f.want);
	walk(&f, false);
	if (f.bag != NULL)
		walk(&f, true);
	if (r->root != NULL)
		segment_leave(r->root);
	lines = deliver(&f);
	if (f.bag != NULL) {
		fetch_bag_close(f.bag, r, buf_text(&f.asked), f.head, lines, &f.out);
		buf_send(&f.out, STDOUT_FILENO, "standard output");
	}
	spill_sort_free(f.sort);
	free(f.slot);
	free(f.want);
	buf_free(&f.asked);
	buf_free(&f.out);
}
