/* Reading valid JSON without a tree: walking, finding, decoding, whole numbers. */
#include <stdint.h>

#include "json.h"
#include "tap.h"

/* All of a text by one walk, as "name=value|". */
static void
walked(const char *s, const char *want)
{
	char got[512] = "";
	struct json_walk w;
	size_t n = 0;

	json_walk(&w, s, strlen(s));
	while (json_next(&w) && n < sizeof got - 64)
		n += (size_t)snprintf(got + n, sizeof got - n, "%.*s=%.*s|", (int)w.name_len,
		    w.name != NULL ? w.name : "", (int)w.value_len, w.value);
	same(got, want, s);
	ok(!json_next(&w), "and the walk stays at its end");
}

static void
walks(void)
{
	walked("{}", "");
	walked(" { } ", "");
	walked("[]", "");
	walked("7", "");
	walked("\"[1]\"", "");
	walked("null", "");
	walked("[1]", "=1|");
	walked(" [ 1 , \"a,]\" ,\t[2, [3]] , {\"b\":[4]},true]",
	    "=1|=\"a,]\"|=[2, [3]]|={\"b\":[4]}|=true|");
	walked("{\"a\":1}", "a=1|");
	walked("{ \"a\" : -1.5e3 , \"b\":\"\\\"}\" ,\"\":{\"c\":{}} , \"d\\\\\":null }",
	    "a=-1.5e3|b=\"\\\"}\"|={\"c\":{}}|d\\\\=null|");
	walked("{\"a\":[],\"b\":{}}", "a=[]|b={}|");
	walked("{\"a\\\"b\":\"\\\\\"}", "a\\\"b=\"\\\\\"|");
}

static void
gets(void)
{
	static const char s[] = "{\"x\":{\"b\":9},\"ab\":1,\"b\":\"v\",\"a\\u0062c\":2}";
	size_t n;
	const char *v = json_get(s, sizeof s - 1, "b", &n);

	ok(v != NULL && n == 3 && memcmp(v, "\"v\"", 3) == 0, "a member of the object itself");
	ok(json_get(s, sizeof s - 1, "a", &n) == NULL && n == 0, "no part of a name");
	ok(json_get(s, sizeof s - 1, "abc", &n) == NULL, "names are compared as they stand");
	ok(json_get("[\"b\",1]", 7, "b", &n) == NULL && json_get("\"b\"", 3, "b", &n) == NULL,
	    "only objects have members");
}

static void
decodes(void)
{
	static const struct { const char *raw, *text; size_t n; } cases[] = {
		{ "\"\"", "", 0 }, { "\"abc\"", "abc", 3 },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8 },
		{ "\"a\\u0000b\"", "a\0b", 3 },
		{ "\"\\u0041\\u00e9\\u4e2D\"", "A\xc3\xa9\xe4\xb8\xad", 6 },
		{ "\"\\u007f\\u0080\\u07ff\\u0800\\uffff\"",
		    "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf", 11 },
		{ "\"\\ud800\\udc00\\uDBFF\\udfffx\"", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbfx",
		    9 },
		{ "\"\xe4\xb8\xad\\n\xe6\x96\x87\"", "\xe4\xb8\xad\n\xe6\x96\x87", 7 },
	};
	static const unsigned char lead[] = { 0, 0xc0, 0xe0, 0xf0 };
	size_t i, n;
	int wrong = 0;
	uint32_t c;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		n = strlen(cases[i].raw);
		char *out = malloc(n);

		ok(json_decode(out, cases[i].raw, n) == cases[i].n &&
		    memcmp(out, cases[i].text, cases[i].n) == 0, "decode %s", cases[i].raw);
		ok(json_plain(cases[i].raw, n) == (strchr(cases[i].raw, '\\') == NULL),
		    "plain or not");
		free(out);
	}
	for (c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
		char raw[32], out[32], want[8];
		int len = 0;

		if (c >= 0xd800 && c < 0xe000)
			continue;
		if (c < 0x80)
			want[len++] = (char)c;
		else {
			int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;

			want[len++] = (char)(lead[more] | c >> 6 * more);
			while (more-- > 0)
				want[len++] = (char)(0x80 | (c >> 6 * more & 0x3f));
		}
		if (c < 0x10000)
			snprintf(raw, sizeof raw, "\"\\u%04x\"", c);
		else
			snprintf(raw, sizeof raw, "\"\\u%04x\\u%04x\"", 0xd7c0 + (c >> 10),
			    0xdc00 | (c & 0x3ff));
		wrong += json_decode(out, raw, strlen(raw)) != (size_t)len ||
		    memcmp(out, want, (size_t)len) != 0;
	}
	ok(wrong == 0, "escapes of code points from all planes");
	ok(!json_plain("\"", 1) && !json_plain("12", 2) && json_plain("\"\"", 2),
	    "what is no string");
}

static void
wholes(void)
{
	static const struct { const char *s; bool good; int64_t v; } cases[] = {
		{ "0", true, 0 }, { "-0", true, 0 }, { "7", true, 7 }, { "-12", true, -12 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "9223372036854775808", false, 0 },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "-9223372036854775809", false, 0 },
		{ "99999999999999999999", false, 0 }, { "1.0", false, 0 }, { "1e2", false, 0 },
		{ "", false, 0 }, { "-", false, 0 }, { "+1", false, 0 }, { " 1", false, 0 },
		{ "1 ", false, 0 }, { "1a", false, 0 }, { "true", false, 0 },
		{ "\"1\"", false, 0 },
	};
	size_t i;
	int64_t v;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		v = 4711;
		ok(json_whole(cases[i].s, strlen(cases[i].s), &v) == cases[i].good &&
		    v == (cases[i].good ? cases[i].v : 4711), "whole: %s", cases[i].s);
	}
}

static void
kinds(void)
{
	static const char *const s[] = { "", "\"\"", "-1", "true", "false", "null", "[]", "{}",
	    "0" };
	static const enum json_kind k[] = { JSON_ABSENT, JSON_STRING, JSON_NUMBER, JSON_TRUE,
		JSON_FALSE, JSON_NULL, JSON_ARRAY, JSON_OBJECT, JSON_NUMBER };
	size_t i;

	for (i = 0; i < sizeof k / sizeof *k; i++)
		ok(json_kind(s[i], strlen(s[i])) == k[i], "kind of %s", s[i]);
	ok(json_kind(NULL, 0) == JSON_ABSENT, "kind of nothing");
}

int
main(void)
{
	walks();
	gets();
	decodes();
	wholes();
	kinds();
	return done();
}
