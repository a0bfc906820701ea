/* The index of a segment, a frame, an id of one: whatever stands there is refused or read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "frame.h"
#include "replay.h"
#include "segment.h"
#include "trace.h"

/* What can be read is written again as it was. */
static void
index_of(const uint8_t *s, size_t n)
{
	struct trace *t = trace_read(s, n), *again;
	struct buf out = { 0 };
	const uint64_t *pair;
	uint64_t end = 0;
	uint32_t i;
	size_t count;

	if (t == NULL)
		return;
	again = trace_new();
	for (i = 0; i < trace_frames(t); i++) {
		MUST(trace_at(t, i) == end);
		end += trace_frame(t, i)->size;
		trace_may(t, i, trace_key('a', "x", 1) * (i + 1));
		trace_add(again, trace_frame(t, i), trace_bits(t, i));
	}
	pair = trace_paired(t, &count);
	trace_pairs(again, pair, count);
	trace_write(again, &out);
	MUST(out.len == n && memcmp(out.s, s, n) == 0);
	trace_free(again);
	trace_free(t);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	struct segment_name name;
	struct buf out = { 0 };
	char id[SEGMENT_ID];
	size_t raw;

	index_of(s, n);
	if (segment_name((const char *)s, n, &name)) {
		segment_id(&name, id);
		MUST(strlen(id) == n && memcmp(id, s, n) == 0);
	}
	if (n < 2)
		return 0;
	raw = (size_t)s[0] << 8 | s[1];
	buf_puts(&out, "before");
	if (frame_open(s + 2, n - 2, raw, &out))
		MUST(out.len == 6 + raw);
	else
		MUST(out.len == 6);
	buf_free(&out);
	return 0;
}
