/*
 * Queries: as text and back, which lines are asked for, which frames may have some, and that
 * the fast way over a text misses none.
 */
#include <stdint.h>

#include "buf.h"
#include "mem.h"
#include "query.h"
#include "record.h"
#include "scan.h"
#include "segment.h"
#include "shelf.h"
#include "tap.h"
#include "trace.h"
#include "when.h"

static struct record_reader *reader;
static struct mem_arena arena;

static void
name(struct query *q, char kind, const char *s)
{
	query_name(q, kind, s, strlen(s));
}

static void
texts(void)
{
	static const char want[] = "{\"account\":[\"a\\\"1\"],\"group\":[\"群\"],"
	    "\"class\":\"log\",\"from\":\"2026-11-01T00:00:00+08:00\","
	    "\"until\":\"2026-11-02T00:00:00+08:00\"}";
	struct query *q = query_new(), *again;
	struct buf b = { 0 };
	int64_t from = 0, until = 0;

	when_read("2026-11-01", 10, &from);
	when_read("2026-11-02", 10, &until);
	name(q, 'a', "a\"1");
	name(q, 'a', "a\"1");
	name(q, 'g', "群");
	query_class(q, "log", 3);
	query_time(q, from, until);
	buf_putc(&b, '{');
	query_write(q, &b);
	buf_putc(&b, '}');
	same(buf_text(&b), want, "a query as text");
	again = query_read(b.s, b.len);
	ok(again != NULL && !query_all(again), "and read back");
	b.len = 0;
	buf_putc(&b, '{');
	if (again != NULL)
		query_write(again, &b);
	buf_putc(&b, '}');
	same(buf_text(&b), want, "it is the same");
	query_free(again);
	query_free(q);
	ok(query_read("[]", 2) == NULL, "an array is none");
	ok(query_read("{\"account\":\"a\"}", 15) == NULL, "a name that is no list is none");
	ok(query_read("{\"from\":\"x\"}", 12) == NULL, "a time that is none");
	q = query_read("{}", 2);
	ok(q != NULL && query_all(q), "nothing asked for is all");
	query_free(q);
	buf_free(&b);
}

static void
equals(void)
{
	struct query *a = query_new(), *b = query_new();

	ok(query_same(a, b), "two of all");
	name(a, 'a', "x");
	name(b, 'u', "x");
	ok(!query_same(a, b), "an account is no user");
	name(a, 'u', "x");
	name(b, 'a', "x");
	ok(query_same(a, b), "the same names in another order");
	query_time(a, 1, 2);
	ok(!query_same(a, b), "another time");
	query_time(b, 1, 2);
	query_class(a, "log", 3);
	ok(!query_same(a, b) && !query_same(b, a), "a class and none");
	query_class(b, "log", 3);
	ok(query_same(a, b), "the same class and time");
	query_free(a);
	query_free(b);
}

static bool
line(const struct query *q, const char *s, bool undated)
{
	static char text[1024];
	struct record r = { .arena = &arena };
	size_t at;

	mem_reset(&arena);
	memset(text, 0, sizeof text);
	memcpy(text, s, strlen(s));
	return record_read(reader, &r, text, strlen(s), &at) == NULL &&
	    query_line(q, &r, undated);
}

static void
lines(void)
{
	struct query *q = query_new();
	int64_t from = 0;

	ok(line(q, "{}", false), "all: a line that names nobody");
	name(q, 'a', "a1");
	name(q, 'u', "u1");
	ok(line(q, "{\"account\":\"a1\"}", false), "the account");
	ok(line(q, "{\"account\":\"\\u00611\"}", false), "written with an escape");
	ok(line(q, "{\"account\":\"b\",\"user\":\"u1\"}", false), "or the user");
	ok(!line(q, "{\"user\":\"a1\"}", false), "a user of the account's name is another");
	ok(!line(q, "{\"account\":\"a11\"}", false), "a longer name is another");
	ok(!line(q, "{\"note\":\"a1\"}", false), "the name elsewhere");
	ok(!line(q, "{\"account\":1}", false), "a number is no name");
	when_read("2026-11-01", 10, &from);
	query_time(q, from, from + 86400);
	ok(line(q, "{\"account\":\"a1\",\"time\":\"2026-11-01\"}", false), "first instant");
	ok(line(q, "{\"account\":\"a1\",\"time\":\"2026-11-01 23:59:59\"}", false), "last");
	ok(!line(q, "{\"account\":\"a1\",\"time\":\"2026-11-02\"}", false), "the end is out");
	ok(!line(q, "{\"account\":\"a1\",\"time\":\"2026-10-31\"}", false), "before it");
	ok(line(q, "{\"account\":\"a1\",\"time\":\"2026-10-31\"}", true), "undated: any time");
	ok(line(q, "{\"account\":\"a1\",\"time\":\"soon\"}", false), "no usable time: any");
	ok(line(q, "{\"account\":\"a1\"}", false), "without one: any");
	query_free(q);
}

static void
segments(void)
{
	struct segment_facts f = { .first = 1000, .last = 2000 };
	struct shelf_entry e = { .facts = &f };
	struct segment_name n = { .class = "log", .series = SEGMENT_DATED };
	struct trace_frame frame = { .first = 1000, .last = 2000, .lines = 1 };
	struct query *q = query_new();
	struct trace *t = trace_new();
	struct buf bits = { 0 };
	uint64_t key = trace_key('a', "a1", 2);

	frame.filter = trace_filter(&key, 1, &bits);
	trace_add(t, &frame, bits.s);
	ok(query_segment(q, &n, &e) && query_frame(q, t, 0, false), "all");
	name(q, 'a', "a1");
	ok(query_frame(q, t, 0, false), "a frame with the account");
	query_time(q, 2000, 3000);
	ok(query_segment(q, &n, &e) && query_frame(q, t, 0, false), "its last second");
	query_time(q, 2001, 3000);
	ok(!query_segment(q, &n, &e) && !query_frame(q, t, 0, false), "behind it");
	ok(query_frame(q, t, 0, true), "undated: of any time");
	query_time(q, 0, 1000);
	ok(!query_segment(q, &n, &e) && !query_frame(q, t, 0, false), "before it");
	n.series = SEGMENT_UNDATED;
	ok(query_segment(q, &n, &e), "an undated segment is of any time");
	query_class(q, "content", 7);
	ok(!query_segment(q, &n, &e), "another class");
	query_free(q);
	q = query_new();
	name(q, 'u', "a1");
	ok(!query_frame(q, t, 0, false), "a frame without the name");
	query_free(q);
	trace_free(t);
	buf_free(&bits);
}

/* Every line in which a name stands or might, in a text of many. */
static void
scans(void)
{
	struct query *q;
	struct query_scan c;
	struct buf b = { 0 };
	const char *s;
	size_t n, got, wrong, want;
	char text[32];
	int names, i;

	for (i = 0; i < 3000; i++) {
		buf_printf(&b, "{\"account\":\"n%d\",\"note\":\"%s\"}\n", i % 50,
		    i % 97 == 0 ? "a \\\" b" : "n1");
	}
	for (names = 0; names <= 12; names++) {
		q = query_new();
		for (i = 0; i < names; i++) {
			snprintf(text, sizeof text, "n%d", 3 + i);
			name(q, 'a', text);
		}
		query_scan(&c, b.s, b.len);
		for (wrong = want = 0; query_next(q, &c, &s, &n); ) {
			wrong += *s != '{' || s[n - 1] != '}' || s[n] != '\n';
			want++;
		}
		for (got = 0, i = 0; i < 3000; i++)
			got += names == 0 || names > QUERY_HITS || i % 97 == 0 ||
			    (i % 50 >= 3 && i % 50 < 3 + names);
		ok(wrong == 0 && want == got, "%d names: %zu lines of %zu, %zu cut wrongly",
		    names, want, got, wrong);
		query_free(q);
	}
	b.len--;
	q = query_new();
	name(q, 'a', "n49");
	query_scan(&c, b.s, b.len);
	for (got = 0; query_next(q, &c, &s, &n); )
		got += n > 2 && s + n == b.s + b.len;
	ok(got == 1, "a last line without its end");
	query_free(q);
	buf_free(&b);
}

int
main(void)
{
	reader = record_reader_new();
	record_reader_loose(reader);
	texts();
	equals();
	lines();
	segments();
	scans();
	record_reader_free(reader);
	mem_end(&arena);
	return done();
}
