#include "proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "finding.h"
#include "journal.h"
#include "key.h"
#include "mem.h"
#include "policy.h"
#include "proof_int.h"
#include "record.h"
#include "retain.h"
#include "scan.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"
#include "trace.h"

enum { MOST = 1000000 };

/* A segment of which some lines are read back. */
struct drawn {
	char id[SEGMENT_ID];
	struct segment_facts facts;
	uint64_t before;		/* lines of the segments before it */
	size_t first, count;		/* of the numbers */
};

struct sample {
	struct retain *retain;
	uint64_t *line;			/* numbers over all lines, ascending */
	size_t lines, at;
	uint64_t all;
	struct drawn *drawn;
	size_t count, room, read, broken;
	struct record_reader *reader;
	struct mem_arena arena;
	struct buf out, text;
};

static void
facts_of(struct sample *p, const char *key, size_t klen, const char *val, size_t n,
    struct segment_facts *facts)
{
	struct segment_name name;
	struct shelf_entry e;

	if (!segment_name(key, klen, &name) || !shelf_read(val, n, &e, facts))
		status_die(FAILED, "store damaged: entry of segment %.*s: %s", (int)klen, key,
		    store_dir(p->retain->store));
}

static bool
count_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct sample *p = arg;
	struct segment_facts facts;

	facts_of(p, key, klen, val, n, &facts);
	p->all += facts.lines;
	return true;
}

static bool
draw_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct sample *p = arg;
	struct drawn d = { .before = p->all, .first = p->at };

	facts_of(p, key, klen, val, n, &d.facts);
	p->all += d.facts.lines;
	while (p->at < p->lines && p->line[p->at] < p->all)
		p->at++;
	d.count = p->at - d.first;
	if (d.count == 0)
		return p->at < p->lines;
	memcpy(d.id, key, klen);
	if (p->count == p->room) {
		p->room = p->room * 2 + 16;
		p->drawn = mem_grow(p->drawn, p->room, sizeof *p->drawn);
	}
	p->drawn[p->count++] = d;
	return true;
}

/* A number below n, each as likely as the others. */
static uint64_t
below(uint64_t n)
{
	uint64_t v, most = UINT64_MAX - UINT64_MAX % n;

	do
		key_random(&v, sizeof v);
	while (v >= most);
	return v % n;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
draw(struct sample *p)
{
	struct store *s = p->retain->store;
	size_t i;

	store_begin(s, 0);
	store_walk(s, STORE_SEGMENT, "", 0, NULL, 0, count_one, p);
	if (p->all == 0)
		p->lines = 0;
	for (i = 0; i < p->lines; i++)
		p->line[i] = below(p->all);
	qsort(p->line, p->lines, sizeof *p->line, by_value);
	p->all = 0;
	if (p->lines > 0)
		store_walk(s, STORE_SEGMENT, "", 0, NULL, 0, draw_one, p);
	store_abort(s);
}

/* ---- Reading back. */

/* Line k of the text of a frame, read as a record. */
static bool
read_line(struct sample *p, uint64_t k)
{
	struct record r = { .arena = &p->arena };
	const char *s = p->text.s, *end = s + p->text.len, *nl = NULL;
	size_t at;

	for (; s < end; s = nl + 1) {
		nl = memchr(s, '\n', (size_t)(end - s));
		if (nl == NULL)
			return false;
		if (k-- == 0)
			break;
	}
	mem_reset(&p->arena);
	return s < end && record_read(p->reader, &r, s, (size_t)(nl - s), &at) == NULL;
}

static void
bad(struct sample *p, const struct drawn *d, uint64_t line, unsigned code, const char *why)
{
	struct buf more = { 0 };

	buf_printf(&more, "\"line\":%ju", (uintmax_t)line + 1);
	proof_say(p->retain, &p->out, d->id, &more, code, why);
	p->broken++;
	buf_free(&more);
}

static void
read_back(struct sample *p, const struct drawn *d)
{
	struct segment_root *root = p->retain->root;
	struct segment_file *f = root != NULL ? segment_read(root, d->id) : NULL;
	const struct trace *t = f != NULL ? segment_index(f, &d->facts) : NULL;
	uint64_t line, start = 0, lines = 0;	/* of the frame at hand */
	uint32_t frame = UINT32_MAX, none = t != NULL ? trace_frames(t) : 0;
	bool good = false;
	size_t i;

	for (i = 0; i < d->count; i++) {
		line = p->line[d->first + i] - d->before;
		if (t == NULL) {
			bad(p, d, line, f == NULL ? F_SEGMENT_MISSING : F_SEGMENT_CHANGED,
			    NULL);
			continue;
		}
		while (line >= start + lines && frame + 1 != none) {
			start += lines;
			lines = trace_frame(t, ++frame)->lines;
			p->text.len = 0;
			good = false;
			if (line >= start + lines)
				continue;
			good = segment_text(f, frame, &p->text);
			memset(buf_room(&p->text, SCAN_PAD), 0, SCAN_PAD);
		}
		if (good && line < start + lines && read_line(p, line - start))
			p->read++;
		else
			bad(p, d, line, F_SEGMENT_CHANGED, good ? "the line cannot be read" :
			    NULL);
	}
	segment_read_end(f);
}

static void
note(struct sample *p, long n)
{
	struct retain *r = p->retain;
	struct buf what = { 0 };

	buf_putc(&what, '{');
	buf_member_num(&what, "sample", n);
	buf_member_num(&what, "read", (int64_t)p->read);
	buf_member_num(&what, "broken", (int64_t)p->broken);
	buf_putc(&what, '}');
	store_begin(r->store, 1);
	journal_put(r->store, r->now, r->by, "drill", policy_digest(r->policy), what.s,
	    what.len);
	store_commit(r->store);
	buf_put(&p->out, what.s, what.len);
	buf_putc(&p->out, '\n');
	buf_free(&what);
}

void
proof_sample(struct retain *r, long n)
{
	struct sample p = { .retain = r, .lines = (size_t)n };
	size_t i;

	if (n > MOST)
		status_die(USAGE, "verify: --sample: at most %d lines", MOST);
	p.line = mem_grow(NULL, p.lines, sizeof *p.line);
	p.reader = record_reader_new();
	record_reader_loose(p.reader);
	if (r->root != NULL)
		segment_share(r->root);
	draw(&p);
	for (i = 0; i < p.count; i++)
		read_back(&p, &p.drawn[i]);
	if (r->root != NULL)
		segment_leave(r->root);
	note(&p, n);
	buf_send(&p.out, STDOUT_FILENO, "standard output");
	record_reader_free(p.reader);
	mem_end(&p.arena);
	free(p.line);
	free(p.drawn);
	buf_free(&p.out);
	buf_free(&p.text);
}
