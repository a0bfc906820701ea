#include "prune.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "hold.h"
#include "line.h"
#include "mem.h"
#include "policy.h"
#include "portion.h"
#include "prune_int.h"
#include "query.h"
#include "record.h"
#include "refer.h"
#include "retain.h"
#include "scan.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"
#include "trace.h"

enum { FLUSH = 1 << 20,			/* bytes of lines that become frames at once */
	REFERS = 16 };			/* of what refers to a segment are named */

/* A hold that may have lines of a segment. */
struct claim {
	const struct query *query;
	const char *number;
	bool all, here, used;		/* all: every line; here: in this frame */
};

struct claims {
	struct claim *claim;
	size_t count;
	bool undated, refers, here;	/* may something refer to it; to this frame */
	const char *what[REFERS];	/* what does */
	size_t whats;
};

/* Lines of the held ones have the times they had: none has one, or all. */
static bool
undated(const struct prune_one *s)
{
	return s->facts->last < s->facts->first;
}

static bool
covers(const struct query *q, const struct prune_one *s)
{
	int64_t from, until;

	if (!query_all(q))
		return false;
	query_span(q, &from, &until);
	return undated(s) || (from <= s->facts->first && s->facts->last < until);
}

static void
gather(const struct prune *p, const struct prune_one *s, struct claims *c)
{
	size_t holds = hold_count(p->holds), i;
	int64_t last = refer_last(p->refers);

	*c = (struct claims){ .undated = undated(s) };
	c->claim = mem_alloc((holds + 1) * sizeof *c->claim);
	for (i = 0; i < holds; i++) {
		const struct query *q = hold_query(p->holds, i);

		if (query_segment(q, s->name, s->entry))
			c->claim[c->count++] = (struct claim){ .query = q,
			    .number = hold_case(p->holds, i), .all = covers(q, s) };
	}
	c->refers = last != INT64_MIN && (c->undated || s->facts->first <= last);
}

static void
name(struct buf *by, const char *text)
{
	if (by->len > 0)
		buf_putc(by, ',');
	buf_json(by, text, strlen(text));
}

/* Who holds lines, each once: a case may have several holds. */
static void
tell(struct prune_one *s, struct claims *c, bool whole)
{
	struct claim *a;
	size_t i, k;

	s->held = false;
	s->by->len = 0;
	for (i = 0; i < c->count; i++) {
		a = &c->claim[i];
		a->used = whole ? a->all : a->used;
		s->held |= a->used;
		for (k = 0; k < i && (!c->claim[k].used ||
		    strcmp(c->claim[k].number, a->number) != 0); k++)
			;
		if (a->used && k == i)
			name(s->by, a->number);
	}
	for (i = 0; i < c->whats; i++)
		name(s->by, c->what[i]);
}

static bool
referred(const struct prune *p, struct claims *c, struct record *r)
{
	const char *what = refer_line(p->refers, r, c->undated);
	size_t i;

	for (i = 0; i < c->whats && what != NULL && strcmp(c->what[i], what) != 0; i++)
		;
	if (what != NULL && i == c->whats && i < REFERS)
		c->what[c->whats++] = what;
	return what != NULL;
}

/* Is a line held?  All who hold it are asked once, for what is said. */
static bool
holds_line(const struct prune *p, struct claims *c, struct record *r)
{
	bool held = false;
	size_t i;

	for (i = 0; i < c->count; i++) {
		struct claim *a = &c->claim[i];

		if (!a->here || (held && a->used) || !query_line(a->query, r, c->undated))
			continue;
		held = a->used = true;
	}
	if (c->here && (!held || c->whats < REFERS) && referred(p, c, r))
		held = true;
	return held;
}

static bool
frame_matters(const struct prune *p, struct claims *c, const struct trace *t, uint32_t i)
{
	bool any;
	size_t k;

	any = c->here = c->refers && refer_frame(p->refers, t, i, c->undated);

	for (k = 0; k < c->count; k++) {
		c->claim[k].here = query_frame(c->claim[k].query, t, i, c->undated);
		any |= c->claim[k].here;
	}
	return any;
}

/* The held lines of a frame's text, counted; taken into p->lines when they are copied. */
static uint64_t
walk_lines(struct prune *p, const struct prune_one *s, struct claims *c, bool copy)
{
	const char *at = p->text->s, *end;
	size_t left = p->text->len, n, bad;
	struct record r;
	struct line l;
	uint64_t held = 0;

	for (; left > 0; at += n, left -= n) {
		end = memchr(at, '\n', left);
		n = end != NULL ? (size_t)(end - at) + 1 : left;
		mem_reset(p->arena);
		r = (struct record){ .file = "", .arena = p->arena };
		l = (struct line){ 0 };
		if (record_read(p->reader, &r, at, n - (end != NULL), &bad) == NULL) {
			if (!holds_line(p, c, &r))
				continue;
			line_look(&r, p->r->keep, s->class, &l);
		}
		held++;
		l.timed = l.timed && !c->undated;
		if (copy)
			portion_add(p->lines, at, n, &l);
	}
	return held;
}

static void
flush(struct prune *p, struct segment_draft *d)
{
	portion_frames_clear(p->frames);
	portion_cut(p->lines, (int)policy_num(p->r->policy, "retain.level"), p->frames);
	portion_write(p->frames, d);
}

/* All frames; d: where held lines go, or NULL.  False: it is not what was kept. */
static bool
walk(struct prune *p, struct prune_one *s, struct segment_file *f, struct claims *c,
    struct segment_draft *d)
{
	const struct trace *t = segment_index(f, s->facts);
	uint32_t i;

	s->kept = 0;
	for (i = 0; t != NULL && i < trace_frames(t); i++) {
		if (!frame_matters(p, c, t, i))
			continue;
		p->text->len = 0;
		if (!segment_text(f, i, p->text))
			return false;
		buf_room(p->text, SCAN_PAD);
		s->kept += walk_lines(p, s, c, d != NULL);
		if (d != NULL && portion_bytes(p->lines) >= FLUSH)
			flush(p, d);
	}
	if (d != NULL && portion_lines(p->lines) > 0)
		flush(p, d);
	return t != NULL;
}

/* Its file, when it is there and of the size that it had. */
static struct segment_file *
look(struct prune *p, struct prune_one *s)
{
	struct segment_file *f = p->r->root != NULL ? segment_read(p->r->root, s->id) : NULL;

	s->lost = false;
	if (f == NULL) {
		s->lost = p->r->root != NULL && (errno == ENOENT || errno == ENOTDIR);
		if (p->r->root != NULL && !s->lost)
			status_warn(REFUSED, "%s/%s.jsonl.zst:", segment_path(p->r->root),
			    s->id);
		s->state = PRUNE_MISSING;
	} else if (segment_size(f) != s->facts->size) {
		s->lost = true;
		s->state = PRUNE_CHANGED;
		segment_read_end(f);
		f = NULL;
	}
	return f;
}

void
prune_judge(struct prune *p, struct prune_one *s)
{
	bool over = s->state != PRUNE_KEPT;
	struct segment_file *f = look(p, s);
	struct claims c;
	size_t i;

	s->kept = 0;
	s->by->len = 0;
	s->lost &= over;
	if (!over || (f == NULL && !s->lost)) {
		segment_read_end(f);
		return;
	}
	gather(p, s, &c);
	if (f == NULL) {
		s->lost = c.count == 0 && !c.refers;
		free(c.claim);
		return;
	}
	for (i = 0; i < c.count && !c.claim[i].all; i++)
		;
	if (i < c.count)
		s->kept = s->facts->lines;
	else if ((c.count > 0 || c.refers) && !walk(p, s, f, &c, NULL))
		s->state = PRUNE_CHANGED;
	if (s->state != PRUNE_CHANGED) {
		tell(s, &c, i < c.count);
		s->state = s->kept == 0 ? PRUNE_GOES : s->kept < s->facts->lines ? PRUNE_PART :
		    PRUNE_STAYS;
	}
	free(c.claim);
	segment_read_end(f);
}

static void
stage(struct prune *p, struct prune_one *s, struct segment_draft *d)
{
	struct segment_name name = *s->name;

	name.series = SEGMENT_HELD;
	store_begin(p->r->store, 0);
	name.number = shelf_number(p->r->store, &name);
	store_abort(p->r->store);
	for (segment_id(&name, s->into); !segment_stage(d, s->into);
	    segment_id(&name, s->into))
		name.number++;
	segment_staged(p->r->root, s->into);
}

bool
prune_copy(struct prune *p, struct prune_one *s)
{
	struct segment_file *f = look(p, s);
	struct segment_draft *d;
	struct claims c;
	uint64_t kept = s->kept;
	bool good;

	if (f == NULL) {
		s->lost = false;	/* the next run looks at it */
		return false;
	}
	gather(p, s, &c);
	d = segment_new(p->r->root);
	good = walk(p, s, f, &c, d) && s->kept == kept;
	if (good) {
		segment_finish(d, s->copied);
		stage(p, s, d);
	} else
		s->state = PRUNE_CHANGED;
	portion_clear(p->lines);
	segment_drop(d);
	free(c.claim);
	segment_read_end(f);
	return good;
}
