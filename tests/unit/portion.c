/* Lines cut into frames and found again: sizes, filters, times, pairs. */
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "line.h"
#include "portion.h"
#include "segment.h"
#include "status.h"
#include "tap.h"
#include "trace.h"

static char root[256];
static const char *const id = "log/2026/11/24-0001";

/* count lines of n bytes, line i of account i % 50, at second i; into a segment. */
static void
through(struct segment_root *r, struct portion *p, size_t count, size_t n, const char *what)
{
	struct portion_frames *f = portion_frames_new();
	struct segment_draft *d = segment_new(r);
	struct segment_facts facts;
	struct segment_file *file;
	struct buf want = { 0 }, got = { 0 };
	const struct trace *t;
	uint64_t missed = 0, lines = 0, sizes = 0;
	const uint64_t *pair;
	size_t pairs = 0, i, at;
	struct line l;
	char name[16];
	uint32_t k;

	for (i = 0; i < count; i++) {
		l = (struct line){ .timed = i % 7 != 0, .time = (int64_t)i, .keys = 1 };
		snprintf(name, sizeof name, "a%zu", i % 50);
		l.key[0] = trace_key('a', name, strlen(name));
		l.pair = i % 2 == 0 ? 0 : i;
		at = want.len;
		while (want.len - at < n - 1)
			buf_putc(&want, (char)('a' + i % 26));
		buf_putc(&want, '\n');
		portion_add(p, want.s + at, n, &l);
	}
	ok(portion_bytes(p) == want.len && portion_lines(p) == count, "%s: gathered", what);
	portion_cut(p, 3, f);
	ok(portion_bytes(p) == 0 && portion_lines(p) == 0, "%s: cut", what);
	portion_write(f, d);
	segment_finish(d, &facts);
	ok(facts.lines == count && facts.bytes == want.len, "%s: counted", what);
	ok(segment_stage(d, id), "%s: staged", what);
	segment_drop(d);
	segment_settle(r, id, facts.sha256);
	file = segment_read(r, id);
	t = file != NULL ? segment_index(file, &facts) : NULL;
	ok(t != NULL, "%s: read", what);
	for (k = 0; t != NULL && k < trace_frames(t); k++) {
		at = got.len;
		missed += !segment_text(file, k, &got);
		for (; at < got.len; at += n, lines++) {
			snprintf(name, sizeof name, "a%d", (int)(lines % 50));
			missed += !trace_may(t, k, trace_key('a', name, strlen(name)));
		}
		sizes += trace_frame(t, k)->raw < PORTION_FRAME / 2 && want.len > PORTION_FRAME;
		sizes += trace_frame(t, k)->raw > PORTION_FRAME * 2 && n < PORTION_FRAME;
	}
	ok(got.len == want.len && memcmp(got.s, want.s, got.len) == 0, "%s: the same", what);
	ok(missed == 0, "%s: each account may be in its frame", what);
	ok(sizes == 0, "%s: frames of a good size", what);
	pair = t != NULL ? trace_paired(t, &pairs) : NULL;
	ok(pair != NULL && pairs == count / 2, "%s: pairs", what);
	segment_read_end(file);
	segment_remove(r, id);
	portion_frames_free(f);
	buf_free(&want);
	buf_free(&got);
}

int
main(void)
{
	struct portion *p, *q;
	struct segment_root *r;
	struct line l = { 0 };

	const char *tmp = getenv("TMPDIR");

	status_start("portion");
	snprintf(root, sizeof root, "%.200s/portion.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(root) == NULL)
		return 1;
	r = segment_open(root, true, 5);
	p = portion_new();
	through(r, p, 2, 10, "two lines");
	through(r, p, 5000, 200, "a block");
	through(r, p, 330, 200, "a frame and a bit");
	through(r, p, 480, 200, "a frame and a half");
	through(r, p, 3, 1 << 20, "the longest lines");
	q = portion_new();
	portion_add(q, "x\n", 2, &l);
	portion_add(p, "y\n", 2, &l);
	portion_join(p, q);
	ok(portion_lines(p) == 2 && portion_bytes(p) == 4, "joined");
	portion_free(p);
	portion_free(q);
	segment_close(r);
	return done();
}
