/* The index of a segment: filters never miss, what was written reads back, damage is seen. */
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "status.h"
#include "tap.h"
#include "trace.h"

enum { KEYS = 500, FRAMES = 40, PAIRS = 300 };

static uint64_t
random_64(void)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	return x ^= x << 17;
}

static void
keys(void)
{
	ok(trace_key('a', "u1", 2) != trace_key('u', "u1", 2) &&
	    trace_key('a', "u1", 2) != trace_key('a', "u2", 2) &&
	    trace_key('a', "u1x", 2) == trace_key('a', "u1", 2),
	    "a key is of a kind and a name");
	ok(trace_pair("a", 1, "bc", 2) != trace_pair("ab", 2, "c", 1) &&
	    trace_pair("", 0, "", 0) != 0, "a pair is of both its names, and never 0");
}

static void
filters(void)
{
	static uint64_t key[KEYS];
	struct trace *t = trace_new();
	struct trace_frame f = { .size = 10, .raw = 20, .lines = 1 };
	struct buf bits = { 0 };
	unsigned i, wrong = 0, missed = 0;
	char name[16];

	for (i = 0; i < KEYS; i++) {
		snprintf(name, sizeof name, "u%u", i / 2);	/* each twice */
		key[i] = trace_key('a', name, strlen(name));
	}
	f.filter = trace_filter(key, KEYS, &bits);
	ok(f.filter == bits.len && f.filter % 8 == 0 &&
	    f.filter <= KEYS / 2 * TRACE_BITS / 8 + 8, "a filter has bits for different keys");
	trace_add(t, &f, bits.s);
	bits.len = 0;
	f.filter = trace_filter(key, 0, &bits);
	trace_add(t, &f, bits.s);
	for (i = 0; i < KEYS; i++)
		missed += !trace_may(t, 0, key[i]);
	ok(missed == 0, "no key of a frame is missed");
	for (i = 0; i < 100000; i++)
		wrong += trace_may(t, 0, random_64());
	ok(wrong < 700, "others are found in 1 of 300 (%u of 100,000)", wrong);
	ok(!trace_may(t, 1, key[0]), "a frame without keys has none");
	trace_free(t);
	buf_free(&bits);
}

static void
there_and_back(struct buf *out)
{
	struct trace *t = trace_new(), *u;
	struct trace_frame f = { 0 };
	const struct trace_frame *g;
	struct buf bits = { 0 };
	uint64_t key[8], at = 0;
	const uint64_t *pair, *given;
	bool good = true;
	size_t n, all, i, k;

	for (i = 0; i < FRAMES; i++) {
		for (k = 0; k < 8; k++)
			key[k] = trace_key('g', (char *)&i, sizeof i) + k;
		bits.len = 0;
		f = (struct trace_frame){ .size = (uint32_t)(100 + i), .raw = 1000,
		    .lines = (uint32_t)i, .first = -5, .last = INT64_MAX };
		f.filter = trace_filter(key, i % 9, &bits);
		trace_digest(&i, sizeof i, f.digest);
		trace_add(t, &f, bits.s);
	}
	for (i = 0; i < PAIRS; i++) {
		at = random_64();
		trace_pairs(t, &at, 1);
	}
	trace_pairs(t, NULL, 0);
	trace_write(t, out);
	u = trace_read(out->s, out->len);
	ok(u != NULL && trace_frames(u) == FRAMES, "what was written is read");
	for (i = 0, at = 0; i < FRAMES; i++) {
		g = trace_frame(u, (uint32_t)i);
		good &= memcmp(g, trace_frame(t, (uint32_t)i), sizeof *g) == 0 &&
		    trace_at(u, (uint32_t)i) == at &&
		    memcmp(trace_bits(u, (uint32_t)i), trace_bits(t, (uint32_t)i),
		    g->filter) == 0;
		at += g->size;
		for (k = 0; k < i % 9; k++)
			good &= trace_may(u, (uint32_t)i,
			    trace_key('g', (char *)&i, sizeof i) + k);
	}
	ok(good, "its frames, where they begin, their filters");
	pair = trace_paired(u, &n);
	given = trace_paired(t, &all);
	ok(n == PAIRS && all == n && memcmp(pair, given, n * sizeof *pair) == 0, "its pairs");
	trace_free(t);
	trace_free(u);
	buf_free(&bits);
}

/* Whatever stands there, it is refused or read, and nothing else happens. */
static void
damage(const struct buf *whole)
{
	struct trace *t;
	char *bytes = mem_copy(whole->s, whole->len);
	size_t i, n, cut = 0, read = 0;

	for (n = 0; n < whole->len; n++) {
		t = trace_read(whole->s, n);
		cut += t != NULL;
		trace_free(t);
	}
	ok(cut == 0, "an index that is cut is none");
	for (i = 0; i < 20000; i++) {
		n = random_64() % (i % 2 == 0 ? 64 : whole->len);
		bytes[n] = (char)(bytes[n] ^ (char)(1 << random_64() % 8));
		t = trace_read(bytes, whole->len);
		read += t != NULL;
		for (n = 0; t != NULL && n < trace_frames(t); n++)
			trace_may(t, (uint32_t)n, i);
		trace_free(t);
		if (i % 4 == 3)
			memcpy(bytes, whole->s, whole->len);
	}
	ok(read > 0 && read < 20000, "of 20,000 damaged ones %zu could be read", read);
	free(bytes);
}

int
main(int argc, char **argv)
{
	struct buf out = { 0 };
	struct trace *t = trace_new(), *u;

	(void)argc;
	status_start(argv[0]);
	keys();
	filters();
	trace_write(t, &out);
	u = trace_read(out.s, out.len);
	ok(u != NULL && trace_frames(u) == 0, "an empty index");
	trace_free(t);
	trace_free(u);
	out.len = 0;
	there_and_back(&out);
	damage(&out);
	buf_free(&out);
	return done();
}
