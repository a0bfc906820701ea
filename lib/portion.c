#include "portion.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "frame.h"
#include "line.h"
#include "mem.h"
#include "segment.h"
#include "trace.h"

struct portion {
	struct buf text;
	struct note {
		uint32_t n;		/* bytes of the line */
		unsigned keys;
		bool timed;
		int64_t time;
		uint64_t key[LINE_KEYS], pair;
	} *note;
	size_t lines, room;
};

struct portion_frames {
	struct buf packed, filters;
	struct trace_frame *frame;
	size_t frames, frame_room;
	uint64_t *pair, *key;		/* key: room for those of the frame at hand */
	size_t pairs, pair_room, key_room;
};

struct portion *
portion_new(void)
{
	return mem_alloc(sizeof(struct portion));
}

void
portion_free(struct portion *p)
{
	if (p == NULL)
		return;
	buf_free(&p->text);
	free(p->note);
	free(p);
}

void
portion_clear(struct portion *p)
{
	p->text.len = 0;
	p->lines = 0;
}

size_t
portion_bytes(const struct portion *p)
{
	return p->text.len;
}

uint64_t
portion_lines(const struct portion *p)
{
	return p->lines;
}

static struct note *
note_room(struct portion *p, size_t lines)
{
	if (p->lines + lines > p->room) {
		p->room = (p->lines + lines) * 3 / 2 + 256;
		p->note = mem_grow(p->note, p->room, sizeof *p->note);
	}
	return p->note + p->lines;
}

void
portion_add(struct portion *p, const char *s, size_t n, const struct line *l)
{
	struct note *o = note_room(p, 1);

	buf_put(&p->text, s, n);
	o->n = (uint32_t)n;
	o->timed = l->timed;
	o->time = l->time;
	o->keys = l->keys;
	memcpy(o->key, l->key, sizeof o->key);
	o->pair = l->pair;
	p->lines++;
}

void
portion_join(struct portion *to, const struct portion *from)
{
	struct note *o = note_room(to, from->lines);

	buf_put(&to->text, from->text.s, from->text.len);
	memcpy(o, from->note, from->lines * sizeof *o);
	to->lines += from->lines;
}

struct portion_frames *
portion_frames_new(void)
{
	return mem_alloc(sizeof(struct portion_frames));
}

void
portion_frames_free(struct portion_frames *f)
{
	if (f == NULL)
		return;
	buf_free(&f->packed);
	buf_free(&f->filters);
	free(f->frame);
	free(f->pair);
	free(f->key);
	free(f);
}

void
portion_frames_clear(struct portion_frames *f)
{
	f->packed.len = f->filters.len = 0;
	f->frames = f->pairs = 0;
}

/* What the index says of some lines, beside their packed bytes. */
static void
describe(struct portion_frames *f, const struct note *o, size_t lines, struct trace_frame *t)
{
	size_t i, keys = 0;

	if (lines * LINE_KEYS > f->key_room) {
		f->key_room = lines * LINE_KEYS;
		f->key = mem_grow(f->key, f->key_room, sizeof *f->key);
	}
	if (f->pairs + lines > f->pair_room) {
		f->pair_room = (f->pairs + lines) * 3 / 2;
		f->pair = mem_grow(f->pair, f->pair_room, sizeof *f->pair);
	}
	t->first = 0;
	t->last = -1;
	for (i = 0; i < lines; i++) {
		memcpy(f->key + keys, o[i].key, o[i].keys * sizeof *f->key);
		keys += o[i].keys;
		if (o[i].pair != 0)
			f->pair[f->pairs++] = o[i].pair;
		if (!o[i].timed)
			continue;
		if (t->last < t->first)
			t->first = t->last = o[i].time;
		t->first = o[i].time < t->first ? o[i].time : t->first;
		t->last = o[i].time > t->last ? o[i].time : t->last;
	}
	t->lines = (uint32_t)lines;
	t->filter = trace_filter(f->key, keys, &f->filters);
}

/* Lines whose text is n bytes at s become one frame. */
static void
cut(struct portion_frames *f, const char *s, size_t n, const struct note *o, size_t lines,
    int level)
{
	struct trace_frame *t;
	size_t at = f->packed.len;

	if (f->frames == f->frame_room) {
		f->frame_room = f->frame_room * 2 + 8;
		f->frame = mem_grow(f->frame, f->frame_room, sizeof *f->frame);
	}
	t = &f->frame[f->frames++];
	describe(f, o, lines, t);
	frame_pack(s, n, level, &f->packed);
	t->raw = (uint32_t)n;
	t->size = (uint32_t)(f->packed.len - at);
	trace_digest(f->packed.s + at, t->size, t->digest);
}

void
portion_cut(struct portion *p, int level, struct portion_frames *f)
{
	size_t pieces = (p->text.len + PORTION_FRAME / 2) / PORTION_FRAME, each, i, first = 0,
	    at = 0, n = 0;

	/* of equal size, so that none is much smaller than the others */
	each = pieces > 1 ? p->text.len / pieces + 1 : p->text.len;
	for (i = 0; i < p->lines; i++) {
		n += p->note[i].n;
		if (n < each && i + 1 < p->lines)
			continue;
		cut(f, p->text.s + at, n, p->note + first, i + 1 - first, level);
		at += n;
		first = i + 1;
		n = 0;
	}
	portion_clear(p);
}

size_t
portion_packed(const struct portion_frames *f)
{
	return f->packed.len;
}

void
portion_write(const struct portion_frames *f, struct segment_draft *d)
{
	size_t i, at = 0, bits = 0;

	for (i = 0; i < f->frames; i++) {
		segment_frame(d, f->packed.s + at, &f->frame[i], f->filters.s + bits);
		at += f->frame[i].size;
		bits += f->frame[i].filter;
	}
	segment_pairs(d, f->pair, f->pairs);
}
