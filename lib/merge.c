#include "merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "journal.h"
#include "keep.h"
#include "line.h"
#include "mem.h"
#include "opt.h"
#include "policy.h"
#include "portion.h"
#include "record.h"
#include "retain.h"
#include "scan.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"
#include "trace.h"
#include "when.h"

enum { MOST = 512,			/* segments in one merge */
	WHOLE = PORTION_FRAME / 2 };	/* bytes of text of a frame that is taken as it is */

struct small {
	char id[SEGMENT_ID];
	struct segment_name name;
	char *val;			/* its entry */
	size_t n;
	struct segment_facts facts;
	struct shelf_entry entry;	/* points into val */
};

struct job {
	struct retain *r;
	struct small *small;
	size_t count, room;
	struct record_reader *reader;
	struct mem_arena arena;
	struct portion *lines;		/* of small frames, until they are enough for one */
	struct portion_frames *frames;
	struct buf text;
	int class;
};

/* ---- What there is. */

static bool
collect(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct job *j = arg;
	struct small s;

	if (!segment_name(key, klen, &s.name) || s.name.series == SEGMENT_HELD)
		return true;
	s.val = mem_copy(val, n);
	if (!shelf_read(s.val, n, &s.entry, &s.facts) || s.facts.size >= MERGE_SMALL) {
		free(s.val);
		return true;
	}
	if (j->count == j->room) {
		j->room = j->room * 2 + 64;
		j->small = mem_grow(j->small, j->room, sizeof *j->small);
	}
	s.n = n;
	memcpy(s.id, key, klen);
	s.id[klen] = '\0';
	j->small[j->count++] = s;
	return true;
}

static int
order_source(const struct shelf_entry *a, const struct shelf_entry *b)
{
	size_t n = a->source_n < b->source_n ? a->source_n : b->source_n;
	int c = n > 0 ? memcmp(a->source, b->source, n) : 0;

	return c != 0 ? c : (a->source_n > b->source_n) - (a->source_n < b->source_n);
}

/* Those that could be one stand together, in the order in which they came. */
static int
order_kind(const struct small *a, const struct small *b)
{
	if (a->name.series != b->name.series)
		return a->name.series < b->name.series ? -1 : 1;
	if (a->name.day != b->name.day)
		return a->name.day < b->name.day ? -1 : 1;
	if (a->entry.until != b->entry.until)
		return a->entry.until < b->entry.until ? -1 : 1;
	return order_source(&a->entry, &b->entry);
}

static int
order(const void *x, const void *y)
{
	const struct small *a = x, *b = y;
	int c = order_kind(a, b);

	return c != 0 ? c : (a->name.number > b->name.number) -
	    (a->name.number < b->name.number);
}

/*
 * Of count that could be one, those that are worth it, at the front: not one that is larger
 * than twice the others, which would be written again and again while little comes.  Returns
 * how many.
 */
static size_t
choose(struct small *a, size_t count)
{
	uint64_t all = 0;
	struct small out;
	size_t i, most;

	for (i = 0; i < count; i++)
		all += a[i].facts.size;
	for (; count > 1; count--) {
		for (i = most = 0; i < count; i++)
			if (a[i].facts.size > a[most].facts.size)
				most = i;
		if (a[most].facts.size <= 2 * (all - a[most].facts.size))
			break;
		all -= a[most].facts.size;
		out = a[most];
		memmove(a + most, a + most + 1, (count - 1 - most) * sizeof *a);
		a[count - 1] = out;
	}
	return count;
}

/* ---- Some become one. */

static void
flush(struct job *j, struct segment_draft *d)
{
	if (portion_lines(j->lines) == 0)
		return;
	portion_frames_clear(j->frames);
	portion_cut(j->lines, (int)policy_num(j->r->policy, "retain.level"), j->frames);
	portion_write(j->frames, d);
}

/* The lines of a small frame; its pairs come with those of its segment. */
static void
add_lines(struct job *j, const char *s, size_t n)
{
	const char *end;
	struct record r;
	struct line l;
	size_t len, at;

	for (; n > 0; s += len, n -= len) {
		end = memchr(s, '\n', n);
		len = end != NULL ? (size_t)(end - s) + 1 : n;
		mem_reset(&j->arena);
		r.arena = &j->arena;
		l = (struct line){ 0 };
		if (record_read(j->reader, &r, s, len - (end != NULL), &at) == NULL)
			line_look(&r, j->r->keep, j->class, &l);
		l.pair = 0;
		portion_add(j->lines, s, len, &l);
	}
}

static bool
copy_frame(struct job *j, struct segment_file *f, const struct trace *t, uint32_t i,
    bool timed, struct segment_draft *d)
{
	const struct trace_frame *frame = trace_frame(t, i);

	j->text.len = 0;
	if (frame->raw >= WHOLE || !timed) {
		if (!segment_packed(f, i, &j->text))
			return false;
		flush(j, d);
		segment_frame(d, j->text.s, frame, trace_bits(t, i));
		return true;
	}
	if (!segment_text(f, i, &j->text))
		return false;
	buf_room(&j->text, SCAN_PAD);
	add_lines(j, j->text.s, j->text.len);
	if (portion_bytes(j->lines) >= PORTION_FRAME)
		flush(j, d);
	return true;
}

static bool
copy(struct job *j, const struct small *s, struct segment_draft *d)
{
	struct segment_file *f = segment_read(j->r->root, s->id);
	const struct trace *t = f != NULL ? segment_index(f, &s->facts) : NULL;
	bool good = t != NULL;
	const uint64_t *pair;
	size_t pairs;
	uint32_t i;

	for (i = 0; good && i < trace_frames(t); i++)
		good = copy_frame(j, f, t, i, s->name.series == SEGMENT_DATED, d);
	if (good) {
		pair = trace_paired(t, &pairs);
		segment_pairs(d, pair, pairs);
	} else
		status_warn(REFUSED, "%s/%s.jsonl.zst: %s: not merged",
		    segment_path(j->r->root), s->id, f == NULL ? "cannot be read" :
		    "is not what was kept");
	segment_read_end(f);
	return good;
}

/* Are all of them there as they were? */
static bool
still(struct store *s, const struct small *a, size_t count)
{
	const char *val;
	size_t i, n;

	for (i = 0; i < count; i++)
		if (!shelf_get(s, a[i].id, &val, &n) || n != a[i].n ||
		    memcmp(val, a[i].val, n) != 0)
			return false;
	return true;
}

static void
bury(struct job *j, const struct small *a, size_t count, const char *id,
    const struct segment_facts *facts)
{
	struct store *s = j->r->store;
	struct shelf_entry e = a[0].entry;
	struct shelf_end end = { .at = opt_now(), .why = "merged", .into = id,
	    .by = j->r->by, .policy = policy_digest(j->r->policy) };
	struct buf what = { 0 };
	char head[JOURNAL_HEAD];
	size_t i;

	for (i = 1; i < count; i++)
		e.received = a[i].entry.received > e.received ? a[i].entry.received :
		    e.received;
	e.facts = facts;
	e.journal = end.journal = (int64_t)journal_head(s, head) + 1;
	buf_puts(&what, "{\"merged\":[");
	for (i = 0; i < count; i++)
		buf_printf(&what, "%s\"%s\"", i > 0 ? "," : "", a[i].id);
	buf_printf(&what, "],\"into\":[\"%s\",%llu,\"%s\"]}", id,
	    (unsigned long long)facts->lines, facts->sha256);
	shelf_put(s, id, &e);
	for (i = 0; i < count; i++)
		shelf_bury(s, a[i].id, &end);
	journal_put(s, end.at, j->r->by, "merge", end.policy, what.s, what.len);
	buf_free(&what);
}

/* False: nothing was done. */
static bool
merge(struct job *j, const struct small *a, size_t count)
{
	struct segment_draft *d = segment_new(j->r->root);
	struct segment_name name = a[0].name;
	struct store *s = j->r->store;
	struct segment_facts facts;
	char id[SEGMENT_ID];
	bool good = true;
	size_t i;

	segment_share(j->r->root);
	for (i = 0; good && i < count; i++)
		good = copy(j, &a[i], d);
	if (good) {
		flush(j, d);
		segment_finish(d, &facts);
		store_begin(s, 0);
		name.number = shelf_number(s, &name);
		store_abort(s);
		for (segment_id(&name, id); !segment_stage(d, id); segment_id(&name, id))
			name.number++;
		segment_staged(j->r->root, id);
		store_begin(s, count);
		good = still(s, a, count);
		if (good) {
			bury(j, a, count, id, &facts);
			store_commit(s);
			segment_settle(j->r->root, id, facts.sha256);
		} else {
			store_abort(s);
			segment_remove(j->r->root, id);
		}
	}
	portion_clear(j->lines);
	segment_drop(d);
	segment_leave(j->r->root);
	return good;
}

size_t
merge_run(struct retain *r, const char *class)
{
	struct job j = { .r = r, .lines = portion_new(), .frames = portion_frames_new(),
	    .reader = record_reader_new() };
	int today = when_day_of(opt_now());
	struct buf prefix = { 0 };
	size_t i, n, some, gone = 0;

	j.class = keep_find(r->keep, class, strlen(class));
	record_reader_loose(j.reader);
	buf_printf(&prefix, "%s/", class);
	store_begin(r->store, 0);
	store_walk(r->store, STORE_SEGMENT, prefix.s, prefix.len, NULL, 0, collect, &j);
	store_abort(r->store);
	if (j.count > 0)
		qsort(j.small, j.count, sizeof *j.small, order);
	for (i = 0; i < j.count; i += n) {
		for (n = 1; n < MOST && i + n < j.count &&
		    order_kind(&j.small[i], &j.small[i + n]) == 0; n++)
			;
		if (j.small[i].name.day >= today && n <= MERGE_OPEN)
			continue;
		some = choose(j.small + i, n);
		if (some > 1 && merge(&j, j.small + i, some))
			gone += some;
	}
	if (gone > 0)
		shelf_mend(r->store, r->root, false);
	for (i = 0; i < j.count; i++)
		free(j.small[i].val);
	free(j.small);
	buf_free(&prefix);
	buf_free(&j.text);
	mem_end(&j.arena);
	record_reader_free(j.reader);
	portion_free(j.lines);
	portion_frames_free(j.frames);
	return gone;
}
