#include "prune.h"

#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "erase.h"
#include "finding.h"
#include "hold.h"
#include "journal.h"
#include "json.h"
#include "mem.h"
#include "opt.h"
#include "policy.h"
#include "portion.h"
#include "prune_int.h"
#include "query.h"
#include "record.h"
#include "refer.h"
#include "reserve.h"
#include "retain.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"
#include "when.h"

enum { JUMP = 60 };			/* seconds that clocks may differ */

static void
print(struct prune *p)
{
	buf_send(p->out, STDOUT_FILENO, "standard output");
	p->out->len = 0;
}

/* The newest line that came; where none ever did, what was written down last. */
static int64_t
newest_of(struct store *s)
{
	int64_t last = shelf_received(s), time;
	const char *key, *val, *v;
	size_t klen, vlen, n;

	if (last == INT64_MIN && store_last(s, STORE_JOURNAL, &key, &klen, &val, &vlen) &&
	    (v = json_get(val, vlen, "time", &n)) != NULL && n > 2 &&
	    when_read(v + 1, n - 2, &time))
		last = time;
	return last;
}

/* A clock that jumped would let go what is young; one that stood still is as wrong. */
static void
clock_check(struct prune *p)
{
	struct retain *r = p->r;
	char now[WHEN_TEXT], newest[WHEN_TEXT];
	int64_t last, most = policy_num(r->policy, "retain.clock_days") * 86400;
	bool after;

	store_begin(r->store, 0);
	last = newest_of(r->store);
	store_abort(r->store);
	if (p->o->trust_clock || last == INT64_MIN ||
	    (r->now + JUMP >= last && r->now - last <= most))
		return;
	after = r->now > last;
	when_text(r->now, now);
	when_text(last, newest);
	if (p->look)
		status_warn(REFUSED, "the clock (%s) is %s what came last (%s): "
		    "prune will refuse without --trust-clock", now,
		    after ? "long after" : "before", newest);
	else
		status_die(FAILED, "the clock (%s) is %s what came last (%s): "
		    "nothing was pruned; if the clock is right, give --trust-clock", now,
		    after ? "long after" : "before", newest);
}

/* Files that are not there because their file system is not are not missing. */
static void
place_check(struct prune *p)
{
	struct retain *r = p->r;
	const char *place = r->root != NULL ? segment_path(r->root) : "segments",
	    *astray = shelf_astray(r->store, r->root);

	if (astray != NULL && p->look)
		status_warn(REFUSED, "%s: %s", place, astray);
	else if (astray != NULL)
		status_die(FAILED, "%s: %s  Nothing was pruned", place, astray);
}

static void
segments(struct prune *p)
{
	size_t most = p->look || store_dry(p->r->store) ? PRUNE_GROUP : PRUNE_FIRST, go, gone;
	size_t left = p->o->limit > 0 ? (size_t)p->o->limit : SIZE_MAX;
	struct buf last = { 0 };
	bool more = true;

	while (more && left > 0) {
		go = left < most ? left : most;
		gone = prune_group(p, &last, most, go, &more);
		print(p);
		left -= gone;
		/* Files that went make room on a full disk, for larger groups. */
		most = most * 4 < PRUNE_GROUP ? most * 4 : PRUNE_GROUP;
	}
	buf_free(&last);
}

static void
erase(struct prune *p)
{
	struct retain *r = p->r;
	struct buf from = { 0 };
	bool more = true, dry = p->look || store_dry(r->store);
	size_t erased;

	while (more) {
		store_begin(r->store, PRUNE_ERASE);
		/* Holds and what refers are read in the transaction that erases. */
		if (!dry) {
			hold_free(p->holds);
			refer_free(p->refers);
			p->holds = hold_load(r->store);
			p->refers = refer_load(r->store, r->now);
		}
		erased = 0;
		more = erase_due(r, p->holds, p->refers, &from, PRUNE_ERASE, dry, p->out,
		    &erased);
		if (erased > 0 && !dry) {
			store_commit(r->store);
			p->erased += erased;
		} else
			store_abort(r->store);
		print(p);
	}
	buf_free(&from);
}

/* Files that should be gone: of killed runs, or read by others when their turn came.  stuck:
 * so many could not be removed before. */
static void
mend(struct prune *p, size_t stuck)
{
	struct retain *r = p->r;

	if (store_dry(r->store))
		return;
	if (!p->look && r->root != NULL && prune_stuck(p, false) > stuck)
		shelf_mend(r->store, r->root, true);
	if (prune_stuck(p, true) > 0 && !p->look)
		status_note(REFUSED);
	print(p);
}

/* A clock that was trusted is right: what comes next, and the next run, go by it. */
static void
trust(struct prune *p)
{
	struct store *s = p->r->store;

	if (!p->o->trust_clock || p->o->dry)
		return;
	store_begin(s, 1);
	if (shelf_received(s) != INT64_MIN)
		shelf_receive(s, p->r->now);
	store_commit(s);
}

/* What was erased stands in old pages yet.  No line of prune, which says the same as -n. */
static void
pages(struct prune *p)
{
	struct store *s = p->r->store;
	bool pending;

	store_begin(s, 0);
	pending = erase_pending(s);
	store_abort(s);
	if (pending && p->look)
		retain_say(p->r, p->out, NULL, 0, RETAIN_CODE, F_ERASE_PAGES, NULL);
	else if (pending && !p->o->compact && p->erased > 0)
		status_warn(DONE, "erased data of %zu accounts and users stand in old pages "
		    "of the store until prune --compact", p->erased);
	print(p);
}

void
prune_run(struct retain *r, const struct prune_opts *o)
{
	struct mem_arena arena = { 0 };
	struct buf out = { 0 }, text = { 0 };
	struct prune p = { .r = r, .o = o, .today = when_day_of(r->now), .out = &out,
	    .look = o->dry && !store_dry(r->store), .reader = record_reader_new(),
	    .arena = &arena, .text = &text, .lines = portion_new(),
	    .frames = portion_frames_new() };
	char head[JOURNAL_HEAD];
	size_t stuck = 0;

	record_reader_loose(p.reader);
	clock_check(&p);
	place_check(&p);
	if (!o->dry)
		reserve_give(store_dir(r->store));
	if (!o->dry && r->root != NULL)
		stuck = shelf_mend(r->store, r->root, false);
	store_begin(r->store, 0);
	p.journal = (int64_t)journal_head(r->store, head);
	p.holds = hold_load(r->store);
	p.refers = refer_load(r->store, r->now);
	store_abort(r->store);
	segments(&p);
	mend(&p, stuck);
	if (o->class == NULL)
		erase(&p);
	trust(&p);
	pages(&p);
	if (!o->dry)
		reserve_keep(store_dir(r->store));
	if (o->compact) {
		erase_compact(r->store, r->now, r->by, policy_digest(r->policy),
		    (unsigned)opt_common.wait, &out);
		r->store = NULL;
		print(&p);
	}
	hold_free(p.holds);
	refer_free(p.refers);
	record_reader_free(p.reader);
	portion_free(p.lines);
	portion_frames_free(p.frames);
	mem_end(&arena);
	buf_free(&out);
	buf_free(&text);
}
