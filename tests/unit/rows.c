/* CSV rows as JSON objects: headings, cells by type, what is refused, where rows end. */
#include <stdint.h>

#include "buf.h"
#include "child.h"
#include "mem.h"
#include "rows.h"
#include "scan.h"
#include "status.h"
#include "tap.h"
#include "term.h"

static struct term_table *terms;
static struct rows *rows;
static struct scan_room *room;

static const char *
heading(const char *s)
{
	const char *why = rows_heading(rows, s, strlen(s));

	return why != NULL ? why : "";
}

/* The JSON of a row, or why there is none. */
static const char *
row(const char *s, size_t n)
{
	static struct buf out;
	struct scan_error e;
	const char *why;

	out.len = 0;
	buf_puts(&out, "before");
	why = rows_row(rows, s, n, &out);
	if (why != NULL) {
		if (out.len != 6)
			ok(false, "nothing is appended for what is refused");
		return why;
	}
	memset(buf_room(&out, SCAN_PAD), 0, SCAN_PAD);
	if (!scan_value(out.s + 6, out.len - 6, room, &e))
		ok(false, "byte %zu: %s", e.at, e.what);
	return buf_text(&out) + 6;
}

#define ROW(s) row(s, sizeof s - 1)

static void
headings(void)
{
	char many[8192] = "account", *p = many + 7;
	int i;

	same(heading("account,name\r\n"), "", "members");
	same(heading("\xe8\xb4\xa6\xe5\x8f\xb7ID,\xe8\xb4\xa6\xe5\x8f\xb7"), "two columns are the same member",
	    "two Chinese words for one member");
	same(heading("account,account"), "two columns are the same member", "twice");
	same(heading("user,x,x"), "two columns are the same member", "twice, and not known");
	same(heading("note,category"), "no column is an account, a user or another key (see --map)",
	    "of nothing");
	same(heading("name,from"), "", "of a name");
	same(heading("account,,x"), "a column without a heading", "an empty heading");
	same(heading(""), "an empty row", "nothing");
	same(heading("\r\n"), "an empty row", "a blank line");
	same(heading("account,\"x"), "a quote that does not end", "a quote");
	same(heading("account,\xff"), "invalid UTF-8 (see --encoding)", "no UTF-8");
	same(heading(" account ,\tname"), "", "blanks around a heading");
	for (i = 1; i < 512; i++)
		p += sprintf(p, ",c%d", i);
	same(heading(many), "", "512 columns");
	strcpy(p, ",c");
	same(heading(many), "more than 512 columns", "513");
	memset(many, 'h', 400);
	strcpy(many + 255, ",user");
	same(heading(many), "", "a heading of 255 bytes");
	memset(many, 'h', 400);
	strcpy(many + 256, ",user");
	same(heading(many), "a heading longer than 255 bytes", "and of 256");
	ok(rows_is_heading(rows, "x,account", 9) && rows_is_heading(rows, "\"name\"\n", 7) &&
	    rows_is_heading(rows, "\xe8\xb4\xa6\xe5\x8f\xb7", 6) && !rows_is_heading(rows, "x,y", 3) &&
	    !rows_is_heading(rows, "{\"account\":1}", 13) && !rows_is_heading(rows, "", 0) &&
	    !rows_is_heading(rows, "accounts", 8), "what looks like a heading");
}

static void
cells(void)
{
	heading("account,subscribers,interactive,labels,own \"c\"");	/* refused: a quote inside */
	same(ROW("a,b"), "more cells than headings", "no row without a heading");
	heading("account,subscribers,interactive,labels,\"own \"\"c\"\"\"");
	same(ROW("a,12,true,x;y,z\r\n"), "{\"account\":\"a\",\"subscribers\":12,\"interactive\":true,"
	    "\"labels\":[\"x\",\"y\"],\"own \\\"c\\\"\":\"z\"}", "each type");
	same(ROW("12,007,\xe6\x98\xaf,x\xef\xbc\x9by;,1"), "{\"account\":\"12\",\"subscribers\":\"007\","
	    "\"interactive\":true,\"labels\":[\"x\",\"y\"],\"own \\\"c\\\"\":\"1\"}",
	    "digits stay text unless the schema says number; Chinese words");
	same(ROW("a,12345678901234567890,no idea,;;, x "), "{\"account\":\"a\","
	    "\"subscribers\":12345678901234567890,\"interactive\":\"no idea\",\"labels\":[],"
	    "\"own \\\"c\\\"\":\" x \"}", "all digits, no truth, no label, blanks stay");
	same(ROW("a,-3,,,"), "{\"account\":\"a\",\"subscribers\":-3}", "empty cells are absent");
	same(ROW(",,,,"), "{}", "all of them");
	same(ROW("a,1.5,\xe5\x90\xa6,1e3,"), "{\"account\":\"a\",\"subscribers\":\"1.5\","
	    "\"interactive\":false,\"labels\":[\"1e3\"]}", "no whole number stays a text");
	same(ROW("\"a,b\",\"1\",,\"x;\"\"y\"\"\",\"l1\nl2\r\nl3\""), "{\"account\":\"a,b\",\"subscribers\":1,"
	    "\"labels\":[\"x\",\"\\\"y\\\"\"],\"own \\\"c\\\"\":\"l1\\nl2\\r\\nl3\"}", "quotes");
	same(ROW("a\x01\t\x7f,,,,\xf0\x9f\x98\x80"), "{\"account\":\"a\\u0001\\t\x7f\","
	    "\"own \\\"c\\\"\":\"\xf0\x9f\x98\x80\"}", "control characters are escaped");
	same(ROW("a,1,,"), "fewer cells than headings", "too few");
	same(ROW("a,1,,,,"), "more cells than headings", "too many");
	same(ROW("\n"), "an empty row", "a blank line");
	same(ROW("\"a,1,,,"), "a quote that does not end", "an open quote");
	same(ROW("a\"b,1,,,"), "misplaced quote in a row", "a quote inside");
	same(ROW("\"a\"b,1,,,"), "misplaced quote in a row", "text behind a quote");
	same(ROW("\"a\" ,1,,,"), "misplaced quote in a row", "a blank behind a quote");
	same(ROW("a,1,,,x\ry"), "carriage return outside of quotes", "a carriage return");
	same(ROW("a\rb,1,,,x"), "carriage return outside of quotes", "and in the middle");
	same(ROW("a,1,\0,,"), "NUL in a row", "NUL");
	same(ROW("a,1,\xc0\x80,,"), "invalid UTF-8 (see --encoding)", "an overlong form");
	same(ROW("b,2,,,"), "{\"account\":\"b\",\"subscribers\":2}", "and what is refused spoils no other");
}

static void
long_cell(void)
{
	size_t n = 1 << 20;
	char *s = mem_alloc(n + 2);

	heading("account,x");
	memset(s, 'a', n);
	s[n - 2] = ',';
	ok(strlen(row(s, n)) == n - 3 + strlen("{'account':'','x':'a'}") + 1, "a cell of 1 MiB");
	memset(s, ',', n);
	same(row(s, n), "more than 512 columns", "a million cells");
	memset(s, '"', n);
	same(row(s, n), "fewer cells than headings", "half a million quotes");
	free(s);
}

/* Where rows end: against a loop over bytes, in pieces of every size. */
static void
ends(void)
{
	static const char piece[] = "ab,\"\"\"\n\n\r";
	uint32_t x = 1;
	int round, wrong = 0, found = 0;

	for (round = 0; round < 20000; round++) {
		char s[24];
		size_t n = 1 + (size_t)round % 20, i, want = 0, looked = 0, got = 0, have;
		bool in = false, inside = false;

		for (i = 0; i < n; i++) {
			x = x * 1664525 + 1013904223;
			s[i] = piece[(x >> 24) % (sizeof piece - 1)];
		}
		for (i = 0; i < n && want == 0; i++) {
			in ^= s[i] == '"';
			if (s[i] == '\n' && !in)
				want = i + 1;
		}
		for (have = 0; have < n && got == 0; ) {
			x = x * 1664525 + 1013904223;
			have += 1 + (x >> 24) % 5;
			if (have > n)
				have = n;
			got = rows_length(s, have, &looked, &inside);
		}
		wrong += got != want;
		found += want > 0;
	}
	ok(wrong == 0, "where a row ends, however its bytes come");
	ok(found > 5000, "(%d ended)", found);
}

static void
mapped(void *map)
{
	rows_free(rows_new(terms, map));
}

static void
maps(void)
{
	static const char *const bad[] = { "", "a", "a=", "=b", "a=b,", ",a=b", "a=b,c" };
	char big[5000];
	size_t i;

	rows_free(rows);
	rows = rows_new(terms, "uid=account,\xe7\xbb\x84=x,account=other");
	same(heading("uid,\xe7\xbb\x84,account,name"), "", "columns with names of one's own");
	same(ROW("1,2,3,4"), "{\"account\":\"1\",\"x\":\"2\",\"other\":\"3\",\"name\":\"4\"}", "become members");
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(child(mapped, (void *)(uintptr_t)bad[i]) == USAGE &&
		    strstr(child_said, "--map") != NULL, "--map '%s'", bad[i]);
	memset(big, 'm', sizeof big);
	strcpy(big + 4000, "=account");
	ok(child(mapped, big) == USAGE && strstr(child_said, "--map: too many headings, or one too long")
	    != NULL, "--map of 4000 bytes");
}

int
main(int argc, char **argv)
{
	(void)argc;
	setenv("BEIAN_SHARE", "share", 0);
	status_start(argv[0]);
	terms = term_load();
	rows = rows_new(terms, NULL);
	room = scan_room_new();
	headings();
	cells();
	long_cell();
	ends();
	maps();
	rows_free(rows);
	rows_free(NULL);
	scan_room_free(room);
	term_free(terms);
	return done();
}
