/*
 * The line scanner: the grammar of RFC 8259 by a table, by every byte in every place where one
 * can stand, and beside libjq; where members stand; names that stand twice; depth.
 */
#include <jv.h>
#include <stdint.h>
#include <time.h>

#include "mem.h"
#include "scan.h"
#include "tap.h"
#include "text.h"

/* libjq 1.6 loses what it had read when a text turns out to be wrong. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:jv_mem_alloc\n";
}

static struct scan_room *room;
static struct scan_error error;

/* The verdict on a value, which may not hang on what stands behind the text. */
static bool
value(const char *s, size_t n)
{
	static const char behind[] = "\"\\0]}e\x80,\xff";
	char *text = mem_alloc(n + SCAN_PAD);
	bool yes = false, now;
	size_t i;

	memcpy(text, s, n);
	for (i = 0; i < sizeof behind; i++) {
		memset(text + n, behind[i], SCAN_PAD);
		now = scan_value(text, n, room, &error);
		if (i > 0 && now != yes)
			ok(false, "the verdict hangs on what stands behind: %.*s", (int)n, s);
		yes = now;
		if (!yes && (error.at > n || error.what == NULL))
			ok(false, "an error inside of the text, with words");
	}
	free(text);
	return yes;
}

static void
grammar(void)
{
	static const char *const yes[] = {
		"0", "-0", "1", "10", "-10", "0.0", "-0.10", "1e1", "1E+1", "0e-00", "1.5e300",
		"123456789012345678901234567890", "1e99999", "true", "false", "null",
		" \t\r\n0\n ",
		"\"\"", "\"a\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\"",
		"\"\\uabCD\"",
		"\"\\ud800\\udc00\"", "\"\\uDBFF\\uDFFF\"", "\"\x7f\"",
		"\"\\u007f\xef\xbf\xbf\"",
		"[]", "[ ]", "[0]", "[ 0 , [ ] , { } ]", "[[[[]]]]", "{}", "{ }", "{\"\":0}",
		"{ \"a\" : 0 , \"b\" : [ ] }", "{\"a\":{\"a\":{\"a\":0}}}",
		"[{\"a\":0},{\"a\":0}]",
		"{\"a\\u0000\":0,\"a\":0}", "{\"a\":0,\"A\":0}", "{\"a\":0,\"\\\\u0061\":0}",
		"{\"e\xcc\x81\":0,\"\xc3\xa9\":0}",	/* equal only when normalised */
	}, *const no[] = {
		"", " ", "00", "01", "-", "-a", "+0", "0.", ".0", "-.0", "0.e1", "0e", "0e+",
		"0e+-1",
		"0x0", "0 0", "1,", "- 1", "1.2.3", "Infinity", "-Infinity", "NaN", "nan",
		"inf",
		"True", "TRUE", "tru", "truee", "nul", "nulll", "fals", "undefined", "a",
		"'a'",
		"\"", "\"a", "\"\\\"", "\"\\", "\"\\u\"", "\"\\u123\"", "\"\\u123g\"",
		"\"\\x41\"",
		"\"\\U0041\"", "\"\\0\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"",
		"\"\\ud800\\u0041\"", "\"\\ud800a\"", "\"\\udc00\\ud800\"",
		"\"\\ud800\\udc0\"",
		"\"\\ud800\\\"", "\"a\"b", "\"a\"\"b\"", "\"\n\"", "\"\t\"", "[", "]", "[0",
		"[0,", "[0,]",
		"[,0]", "[,]", "[0,,0]", "[0 0]", "[0:0]", "[0}", "[0]]", "[\"a\":0]", "{",
		"}",
		"{\"a\"", "{\"a\":", "{\"a\":0", "{\"a\":0,", "{\"a\":0,}", "{,}",
		"{,\"a\":0}", "{\"a\":}",
		"{\"a\" 0}", "{\"a\"::0}", "{\"a\",0}", "{\"a\":0;\"b\":0}",
		"{\"a\":0 \"b\":0}",
		"{\"a\":0]", "{\"a\":0}}", "{a:0}", "{'a':0}", "{0:0}", "{null:0}", "{[]:0}",
		"{\"a\":0:0}",
		"\xef\xbb\xbf" "0", "\xc2\xa0" "0", "\f0", "\v0", "//\n0", "/**/0", "0#",
		"\x1e" "0",
		"{\"a\":0,\"a\":0}", "{\"a\":0,\"b\":0,\"\\u0061\":0}", "{\"\":0,\"\":0}",
		"{\"/\":0,\"\\/\":0}", "{\"\\ud83d\\ude00\":0,\"\xf0\x9f\x98\x80\":0}",
		"[[{\"b\":{\"a\":0,\"c\":0,\"a\":0}}]]", "{\"b\":{\"a\":0},\"b\":0}",
	};
	size_t i;
	int wrong = 0;

	for (i = 0; i < sizeof yes / sizeof *yes; i++)
		if (!value(yes[i], strlen(yes[i]))) {
			printf("# refused: %s (%s)\n", yes[i], error.what);
			wrong++;
		}
	for (i = 0; i < sizeof no / sizeof *no; i++)
		if (value(no[i], strlen(no[i]))) {
			printf("# taken: %s\n", no[i]);
			wrong++;
		}
	ok(wrong == 0, "the table of texts: what RFC 8259 allows and nothing else");
	ok(!value("0\0", 2) && !value("\"a\0b\"", 5) && !value("\0", 1), "no NUL anywhere");
}

/* Every byte in every place of a string, at every distance from its begin. */
static void
strings(void)
{
	char text[96];
	int c, d, wrong = 0, at;
	uint32_t u, v;

	for (at = 1; at < 40; at++)
		for (c = 0; c < 256; c++) {
			memset(text, 'a', sizeof text);
			text[0] = text[60] = '"';
			text[at] = (char)c;
			wrong += value(text, 61) != (c >= 0x20 && c < 0x80 && c != '"' &&
			    c != '\\');
			if (c < 0x20 || c >= 0x80)
				wrong += error.at != (size_t)at;
		}
	ok(wrong == 0, "each byte at each place of a string, and where the error is");
	for (wrong = 0, c = 0; c < 256; c++) {
		snprintf(text, sizeof text, "\"\\%c\"", c);
		text[2] = (char)c;
		wrong += value(text, 4) != (c != 0 && strchr("\"\\/bfnrt", c) != NULL);
	}
	ok(wrong == 0, "each escape");
	for (wrong = 0, u = 0; u < 0x10000; u++) {
		snprintf(text, sizeof text, u & 1 ? "\"\\u%04x\"" : "\"\\u%04X\"", u);
		wrong += value(text, 8) != (u < 0xd800 || u > 0xdfff);
	}
	for (u = 0xd7ff; u < 0xe000; u += 0x80)
		for (v = 0xdb00; v < 0xe100; v += 0x40) {
			snprintf(text, sizeof text, "\"\\u%04x\\u%04x\"", u, v);
			wrong += value(text, 14) !=
			    ((u >= 0xd800 && u < 0xdc00 && v >= 0xdc00 && v < 0xe000) ||
			    (u < 0xd800 && (v < 0xd800 || v > 0xdfff)));
		}
	ok(wrong == 0, "each \\u, and the pairs");
	/* text_valid is another hand's: every two bytes, and edges of three and four. */
	for (wrong = 0, c = 0x80; c < 256; c++)
		for (d = 0; d < 256 * 4; d++) {
			static const char *const tail[] = { "", "\x80", "\xbf\x80",
			    "\x80\xbf\x80" };
			size_t n;

			if ((d & 255) < 0x20 || (d & 255) == '"' || (d & 255) == '\\')
				continue;
			n = (size_t)snprintf(text, sizeof text, "\"%c%c%s\"", c, d & 255,
			    tail[d >> 8]);
			wrong += value(text, n) != (text_valid(text, n) == n);
		}
	ok(wrong == 0, "UTF-8: as text_valid says");
}

static void
spans(void)
{
	static const char *const name[] = { "a", "account", "\xe5\x90\x8d", "", "deep",
		("a name that is longer than any other and longer than "
		"sixty-four bytes by some") };
	const char line[] = " {\t\"x\" : {\"a\":7, \"deep\":[{\"account\":1}]} , \"a\":-1.5e3,"
	    "\"\\u0061ccount\" : \"q\\\"}\" ,\"\xe5\x90\x8d\":[ 1,{\"a\":2} ],\"\":null,"
	    "\"y\":{},"
	    "\"a name that is longer than any other and longer than sixty-four bytes by some\""
	    ":true}\r";
	static const char *const want[] = { "-1.5e3", "\"q\\\"}\"", "[ 1,{\"a\":2} ]", "null",
		"", "true" };
	struct scan_names *names = scan_names_new(name, 6);
	uint32_t at[6], size[6], shut;
	char text[sizeof line + SCAN_PAD] = "", what[64];
	size_t i;

	memcpy(text, line, sizeof line - 1);
	ok(scan_line(text, sizeof line - 1, names, at, size, &shut, room, &error), "a line");
	for (i = 0; i < 6; i++) {
		*what = '\0';
		if (size[i] > 0)
			snprintf(what, sizeof what, "%.*s", (int)size[i], text + at[i]);
		same(what, want[i], "the raw value of a member of the outermost object");
	}
	ok(shut == sizeof line - 3 && text[shut] == '}', "and the last brace");
	ok(scan_names_find(names, "account", 7) == 1 && scan_names_find(names, "", 0) == 3 &&
	    scan_names_find(names, name[5], strlen(name[5])) == 5 &&
	    scan_names_find(names, "accoun", 6) == -1 &&
	    scan_names_find(names, "accountx", 8) == -1, "names are found, and no others");
	scan_names_free(names);
	{
		char *longest = mem_alloc(5001);
		const char *two[] = { longest, "b" };

		memset(longest, 'n', 5000);
		names = scan_names_new(two, 2);
		ok(scan_names_find(names, longest, 5000) == 0 &&
		    scan_names_find(names, "b", 1) == 1 &&
		    scan_names_find(names, longest, 4999) == -1, "a name of any length");
		scan_names_free(names);
		free(longest);
	}
	names = scan_names_new(name, 6);
	for (i = 0; i < 3; i++) {
		static const char *const no[] = { "[{}]", "\"a\"", " " };

		snprintf(text, sizeof text, "%s", no[i]);
		ok(!scan_line(text, strlen(no[i]), names, at, size, &shut, room, &error),
		    "no object: %s", error.what);
	}
	scan_names_free(names);
}

/* An object of so many names; `again` stands twice, spelt otherwise when `escaped`. */
static bool
many(int names, int again, bool escaped, bool inside)
{
	char *text = mem_alloc((size_t)names * 24 + 64), *p = text;
	bool yes;
	int i;

	p += sprintf(p, "%s", inside ? "[0,{\"n1\":{\"n1\":1},\"in\":" : "");
	*p++ = '{';
	for (i = 0; i < names; i++)
		p += sprintf(p, "%s\"n%d\":%d", i > 0 ? "," : "", i, i);
	if (again >= 0)
		p += sprintf(p, escaped ? ",\"\\u006e%d\":0" : ",\"n%d\":0", again);
	p += sprintf(p, "}%s", inside ? ",\"n2\":[]}]" : "");
	yes = value(text, (size_t)(p - text));
	free(text);
	return yes;
}

static void
twice(void)
{
	static const int counts[] = { 1, 3, 94, 95, 96, 97, 98, 10000 };
	size_t i;
	int wrong = 0, e, at, n;

	for (i = 0; i < sizeof counts / sizeof *counts; i++)
		for (e = 0; e < 4; e++) {
			n = counts[i];
			wrong += !many(n, -1, false, e & 1);
			for (at = 0; at < n; at += n > 8 ? n / 8 : 1)
				wrong += many(n, at, e & 2, e & 1);
			wrong += many(n, n - 1, e & 2, e & 1);
		}
	ok(wrong == 0,
	    "a name that stands twice among 1 to 10000, however spelt, at any depth");
}

/* A wanted name again and again behind so many others that they are compared only at the
 * end. */
static void
wanted_twice(void)
{
	static const char *const name[] = { "a", "b" };
	struct scan_names *names = scan_names_new(name, 2);
	char *text = mem_alloc(100000), *p = text;
	uint32_t at[2], size[2], shut;
	size_t n;
	int i;

	*p++ = '{';
	for (i = 0; i < 100; i++)
		p += sprintf(p, "\"n%d\":0,", i);
	for (i = 0; i < 10000; i++)
		p += sprintf(p, "\"a\":0,");
	p += sprintf(p, "\"b\":0}");
	ok(!scan_line(text, (size_t)(p - text), names, at, size, &shut, room, &error) &&
	    strstr(error.what, "twice") != NULL, "a wanted name ten thousand times");
	(void)scan_found(room, &n);
	ok(n <= 2, "counts once: %zu", n);
	p = text + sprintf(text, "{\"b\":0,\"x\":1,\"a\":[]}");
	ok(scan_line(text, (size_t)(p - text), names, at, size, &shut, room, &error) &&
	    scan_found(room, &n)[0] == 1 && scan_found(room, &n)[1] == 0 && n == 2,
	    "wanted names in the order of the line");
	free(text);
	scan_names_free(names);
}

static bool
deep(const char *open, const char *inner, const char *shut, int n)
{
	size_t o = strlen(open), s = strlen(shut), k = strlen(inner);
	char *text = mem_alloc((o + s) * (size_t)n + k + SCAN_PAD), *p = text;
	bool yes;
	int i;

	for (i = 0; i < n; i++, p += o)
		memcpy(p, open, o);
	memcpy(p, inner, k);
	for (p += k, i = 0; i < n; i++, p += s)
		memcpy(p, shut, s);
	yes = scan_value(text, (size_t)(p - text), room, &error);
	free(text);
	return yes;
}

static void
depth(void)
{
	ok(deep("[", "", "]", 256) && !deep("[", "", "]", 257), "256 arrays and not 257");
	ok(deep("{\"a\":", "0", "}", 256) && !deep("{\"a\":", "0", "}", 257),
	    "objects as well");
	ok(deep("[{\"a\":", "[]", "}]", 127) && !deep("[{\"a\":", "[[]]", "}]", 128),
	    "and mixed");
	ok(!deep("[", "", "]", 100000) && !deep("[", "", "", 1000000), "a million brackets");
}

static uint32_t
rnd(uint32_t below)
{
	static uint32_t x = 0x9e3779b9;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x % below;
}

/* What we take libjq takes; the other way libjq 1.6 is known to be lax. */
static void
beside_libjq(void)
{
	static const char *const seeds[] = {
		"{\"account\":\"a1\",\"x\":[1,-2.5e3,true,false,null],"
		    "\"y\":{\"z\":\"\\u4e2d\\n\"}}",
		"{\"a\":\"\\ud83d\\ude00\xe4\xb8\xad\xf0\x9f\x98\x80\",\"b\":[[],{}],"
		    "\"c\":0.5}",
		"[{\"a\":1,\"b\":2},{\"\\u0061\":\"\\\\\\\"\"} , 123456789012345678]",
	};
	static const char piece[] = "{}[]\",:\\u0a1e+-.tfn \t\r\n\x80\xc3\xe4\xf0\xd8";
	int i, took = 0, lax = 0, both = 0;

	for (i = 0; i < 40000; i++) {
		const char *seed = seeds[rnd(3)];
		size_t n = strlen(seed), at;
		char text[256];
		bool ours;
		int k;
		jv v;

		memcpy(text, seed, n);
		for (k = (int)rnd(3); k >= 0; k--) {
			at = rnd((uint32_t)n);
			switch (rnd(4)) {
			case 0: text[at] = piece[rnd(sizeof piece - 1)]; break;
			case 1: text[at] = (char)rnd(256); break;
			case 2: memmove(text + at, text + at + 1, --n - at); break;
			default: memmove(text + at + 1, text + at, n++ - at); break;
			}
		}
		ours = value(text, n);
		v = jv_parse_sized(text, (int)n);
		took += ours;
		both += ours && jv_is_valid(v);
		lax += !ours && jv_is_valid(v);
		jv_free(v);
	}
	ok(took == both, "libjq takes all that we take: %d of %d", both, took);
	ok(took > 3000 && lax > 100, "(the control: %d taken, %d by libjq alone)", took, lax);
}

/* No text of 1 MiB takes long: names of one hash value, depth, brackets. */
static void
time_taken(void)
{
	size_t n = 1 << 20, i;
	char *text = mem_alloc(n + SCAN_PAD);
	static const char *const pattern[] = { "[],", "{\"a\":0},", "\"\\u4e2d\",", "0," };
	clock_t t = clock();

	for (i = 0; i < 4; i++) {
		size_t k = strlen(pattern[i]), at;

		text[0] = '[';
		for (at = 1; at + k + 2 < n; at += k)
			memcpy(text + at, pattern[i], k);
		memcpy(text + at, "0]", 2);
		if (!scan_value(text, at + 2, room, &error))
			ok(false, "%s: %s", pattern[i], error.what);
	}
	free(text);
	ok((clock() - t) / (double)CLOCKS_PER_SEC < 1, "1 MiB of small values takes no time");
}

int
main(void)
{
	room = scan_room_new();
	grammar();
	strings();
	spans();
	twice();
	wanted_twice();
	depth();
	beside_libjq();
	time_taken();
	scan_room_free(room);
	scan_room_free(NULL);
	return done();
}
