#include "intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "filter.h"
#include "intake_int.h"
#include "journal.h"
#include "keep.h"
#include "mem.h"
#include "merge.h"
#include "opt.h"
#include "policy.h"
#include "portion.h"
#include "reserve.h"
#include "retain.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "when.h"

/* After so many segments, files of them, bytes packed a transaction ends; batches between two
 * merges. */
enum { DRAFTS = 400, FILES = 200, BYTES = 64 << 20, MERGE_EVERY = 64 };
enum { JUMP = 60 };			/* seconds that clocks may differ */

/* Lines of one day on their way, and the segment that they become. */
struct intake_draft {
	int day;
	struct portion *pending;
	struct segment_draft *file;	/* NULL: not begun */
	struct segment_facts facts;
	char id[SEGMENT_ID];
	int until;
};

/* ---- In order. */

static struct intake_draft *
draft_of(struct intake *t, int day)
{
	struct intake_draft *d;
	size_t i;

	if (t->last < t->drafts && t->draft[t->last].day == day)
		return &t->draft[t->last];
	for (i = 0; i < t->drafts && t->draft[i].day != day; i++)
		;
	t->last = i;
	if (i == t->room) {
		t->room = t->room * 2 + 16;
		t->draft = mem_grow(t->draft, t->room, sizeof *t->draft);
		memset(t->draft + i, 0, (t->room - i) * sizeof *t->draft);
	}
	d = &t->draft[i];
	if (i == t->drafts) {
		t->drafts++;
		d->day = day;
		if (d->pending == NULL)
			d->pending = portion_new();
	}
	return d;
}

static void
put(struct intake *t, struct intake_draft *d, const struct portion_frames *f)
{
	if (d->file == NULL)
		d->file = segment_new(t->r->root);
	portion_write(f, d->file);
}

static void
flush(struct intake *t, struct intake_draft *d)
{
	if (portion_lines(d->pending) == 0)
		return;
	portion_frames_clear(t->frames);
	portion_cut(d->pending, t->level, t->frames);
	put(t, d, t->frames);
}

/* Lines too few for a frame wait for more of their day. */
static void
take_part(struct intake *t, struct intake_part *p)
{
	struct intake_draft *d = draft_of(t, p->day);

	if (portion_packed(p->frames) > 0) {
		flush(t, d);
		put(t, d, p->frames);
		return;
	}
	portion_join(d->pending, p->lines);
	if (portion_bytes(d->pending) >= PORTION_FRAME)
		flush(t, d);
}

static bool
take(void *pack, void *arg)
{
	struct intake *t = arg;
	struct intake_pack *p = pack;
	uint64_t bytes = 0;
	size_t i, files = 0;

	for (i = 0; i < p->parts; i++) {
		if (!t->dry)
			take_part(t, &p->part[i]);
		portion_clear(p->part[i].lines);
		portion_frames_clear(p->part[i].frames);
	}
	p->parts = 0;
	for (i = 0; i < t->drafts; i++)
		if (t->draft[i].file != NULL) {
			files++;
			bytes += segment_written(t->draft[i].file);
		}
	return bytes > BYTES || files > FILES || t->drafts > DRAFTS;
}

static void
name(const struct intake *t, const struct intake_draft *d, struct segment_name *n)
{
	*n = (struct segment_name){ .day = d->day };
	memcpy(n->class, keep_name(t->r->keep, t->class), sizeof n->class);
	if (d->day == INTAKE_UNDATED) {
		n->series = SEGMENT_UNDATED;
		n->day = when_day_of(t->received);
	}
}

/* Ids, and until when the segments stay, by the later of clock and newest line. */
static void
number(struct intake *t)
{
	struct store *s = t->r->store;
	int64_t now = opt_now(), newest;
	struct segment_name n;
	char text[WHEN_TEXT];
	struct intake_draft *d;

	store_begin(s, 0);
	newest = shelf_received(s);
	t->received = now > newest ? now : newest;
	for (d = t->draft; d < t->draft + t->drafts; d++) {
		name(t, d, &n);
		n.number = shelf_number(s, &n);
		segment_id(&n, d->id);
		d->until = keep_until(t->r->keep, (int)t->class, n.day,
		    when_day_of(t->received));
	}
	store_abort(s);
	t->doubted = newest != INT64_MIN && now - newest > t->trusted;
	if (t->told || (now + JUMP >= newest && !t->doubted))
		return;
	t->told = true;
	if (t->doubted)
		status_warn(DONE, "the clock is long after the newest line that came (%s): "
		    "nothing is pruned until `prune --trust-clock` says that it is right",
		    when_text(newest, text));
	else
		status_warn(DONE, "the clock is before the newest line that came: kept as if "
		    "it were %s", when_text(newest, text));
}

static bool
same_directory(const char *a, const char *b)
{
	size_t n = (size_t)(strrchr(a, '/') - a) + 1;

	return strncmp(a, b, n) == 0 && strchr(b + n, '/') == NULL;
}

/* The staged ones have their names durably: each directory is synced once. */
static void
sync_names(struct intake *t)
{
	size_t i, k;

	for (i = 0; i < t->drafts; i++) {
		for (k = 0; k < i && !same_directory(t->draft[i].id, t->draft[k].id); k++)
			;
		if (k == i)
			segment_staged(t->r->root, t->draft[i].id);
	}
}

static void
whole(void *arg)
{
	struct intake *t = arg;
	struct segment_name n;
	struct intake_draft *d;

	segment_share(t->r->root);
	number(t);
	for (d = t->draft; d < t->draft + t->drafts; d++) {
		flush(t, d);
		segment_finish(d->file, &d->facts);
		/* a number may be another's by now */
		while (!segment_stage(d->file, d->id)) {
			segment_name(d->id, strlen(d->id), &n);
			n.number++;
			segment_id(&n, d->id);
		}
		segment_drop(d->file);
		d->file = NULL;
	}
	sync_names(t);
}

static void
batch(struct store *s, size_t changed, void *arg)
{
	struct intake *t = arg;
	struct shelf_entry e = { .received = t->received, .source = t->source,
	    .source_n = t->source != NULL ? strlen(t->source) : 0 };
	const char *class = keep_name(t->r->keep, t->class);
	struct buf what = { 0 };
	char head[JOURNAL_HEAD];
	size_t i;

	(void)changed;
	e.journal = (int64_t)journal_head(s, head) + 1;
	buf_putc(&what, '{');
	buf_member(&what, "class", class, strlen(class));
	buf_puts(&what, ",\"segments\":[");
	for (i = 0; i < t->drafts; i++) {
		struct intake_draft *d = &t->draft[i];

		e.facts = &d->facts;
		e.until = d->until;
		shelf_put(s, d->id, &e);
		buf_printf(&what, "%s[\"%s\",%llu,\"%s\"]", i > 0 ? "," : "", d->id,
		    (unsigned long long)d->facts.lines, d->facts.sha256);
	}
	buf_puts(&what, "]}");
	journal_put(s, t->received, t->r->by, "store", policy_digest(t->r->policy), what.s,
	    what.len);
	if (!t->doubted)
		shelf_receive(s, t->received);
	buf_free(&what);
}

static void
settle(void *arg)
{
	struct intake *t = arg;
	size_t i;

	for (i = 0; i < t->drafts; i++)
		segment_settle(t->r->root, t->draft[i].id, t->draft[i].facts.sha256);
	segment_leave(t->r->root);
	t->drafts = t->last = 0;
	if (++t->batches % MERGE_EVERY == 0)
		merge_run(t->r, keep_name(t->r->keep, t->class));
}

/* ---- The whole. */

struct intake *
intake_new(struct retain *r, unsigned class, const char *source)
{
	struct intake *t = mem_alloc(sizeof *t);
	const char *s;

	for (s = source; s != NULL && *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == '"' || *s == '\\' || *s == 0x7f ||
		    s - source >= SHELF_SOURCE)
			status_die(USAGE, "--of, --source: expected 1 to %d bytes, no quotes, "
			    "backslashes or controls", SHELF_SOURCE);
	if (source != NULL && *source == '\0')
		status_die(USAGE, "--of: a name expected");
	t->r = r;
	t->class = class;
	t->source = source;
	t->ahead = policy_num(r->policy, "retain.ahead_seconds");
	t->trusted = policy_num(r->policy, "retain.clock_days") * 86400;
	t->level = (int)policy_num(r->policy, "retain.level");
	t->frames = portion_frames_new();
	return t;
}

void
intake_free(struct intake *t)
{
	size_t i;

	for (i = 0; i < t->room; i++)
		portion_free(t->draft[i].pending);
	free(t->draft);
	portion_frames_free(t->frames);
	free(t);
}

void
intake_run(struct intake *t, char *const *paths, bool dry)
{
	static const struct filter_files files = { intake_pack_new, intake_pack_free,
		intake_line, intake_pack, take, whole, settle };
	const struct filter f = { .verb = "store", .arg = t, .store_arg = t,
	    .check = intake_check, .batch = batch, .files = &files };
	struct term_table *terms = term_load();
	const char *astray;

	t->dry = dry;
	if (!dry && (astray = shelf_astray(t->r->store, t->r->root)) != NULL)
		status_die(FAILED, "%s: %s", segment_path(t->r->root), astray);
	if (!dry) {
		reserve_keep(store_dir(t->r->store));
		shelf_mend(t->r->store, t->r->root, false);
	}
	filter_run(&f, paths, t->r->store, t->r->policy, terms);
	term_free(terms);
	if (!dry)
		merge_run(t->r, keep_name(t->r->keep, t->class));
}
