/*
 * Records: types that are refused, texts, lists, numbers, dates; and that what is written is
 * what was read, byte for byte, but for the members that were set.
 */
#include <stdint.h>

#include "buf.h"
#include "json.h"
#include "mem.h"
#include "record.h"
#include "scan.h"
#include "tap.h"

static struct record_reader *reader;
static struct mem_arena arena;
static struct record r;
static size_t at;
static char *text;

static const char *
get(const char *line)
{
	size_t n = strlen(line);

	free(text);
	text = mem_alloc(n + SCAN_PAD);
	memcpy(text, line, n);
	mem_reset(&arena);
	memset(&r, 0xa5, sizeof r);
	r.arena = &arena;
	return record_read(reader, &r, text, n, &at);
}

static const char *
put(void)
{
	static struct buf out;

	out.len = 0;
	record_write(&r, &out);
	return buf_text(&out);
}

/* Names that a platform may use for something else: what has another type is as if absent. */
static bool
common(int m)
{
	return m >= M_COMPLAINT && m != M_COMPLAINANT && m != M_COMPLAINANT_CONTACT;
}

static void
types(void)
{
	static const struct { const char *value; unsigned good; } cases[] = {
		{ "\"x\"", 1 << MEMBER_TEXT | 1 << MEMBER_NUMBER | 1 << MEMBER_LIST },
		{ "\"\"", 1 << MEMBER_TEXT | 1 << MEMBER_NUMBER | 1 << MEMBER_LIST },
		{ "110101199003071234", 1 << MEMBER_NUMBER }, { "1.5e3", 1 << MEMBER_NUMBER },
		{ "-1", 1 << MEMBER_NUMBER }, { "true", 1 << MEMBER_BOOL },
		{ "false", 1 << MEMBER_BOOL }, { "{}", 1 << MEMBER_OBJECT },
		{ "{\"a\":1}", 1 << MEMBER_OBJECT },
		{ "[]", 1 << MEMBER_LIST | 1 << MEMBER_RAW },
		{ "[\"a\",\"b\"]", 1 << MEMBER_LIST | 1 << MEMBER_RAW },
		{ "[\"a\",1]", 1 << MEMBER_RAW }, { "[null]", 1 << MEMBER_RAW },
		{ "[[\"a\"]]", 1 << MEMBER_RAW },
		{ "null", ~0u },
	};
	char line[128];
	size_t i;
	int m, wrong = 0;

	for (m = 0; m < MEMBERS; m++)
		for (i = 0; i < sizeof cases / sizeof *cases; i++) {
			bool want = cases[i].good >> member_type((enum member)m) & 1, got;

			snprintf(line, sizeof line, "{\"zz\":1,\"%s\":%s}",
			    member_name((enum member)m), cases[i].value);
			got = get(line) == NULL;
			if (common(m) && (!got || (record_size(&r, (unsigned)m) > 0) != want))
				got = !want;
			else if (common(m))
				continue;
			if (got != want ||
			    (!got && at != strlen(member_name((enum member)m)) + 11)) {
				printf("# %s at %zu\n", line, at);
				wrong++;
			}
		}
	ok(wrong == 0, "each member with each kind of value: taken or refused, and where");
	ok(strstr(get("{\"id_number\":110101199003071234}"), "digits") != NULL,
	    "a number of identity as a JSON number: its digits may be lost");
	ok(get("{\"other\":1e400,\"x\":[{}]}") == NULL, "what is not known may be anything");
	ok(get("[]") != NULL && get("{}") == NULL, "an object, even an empty one");
	ok(member_find("account", 7) == M_ACCOUNT && member_find("accounts", 8) == -1 &&
	    member_find("", 0) == -1 && member_find("findings", 8) == M_FINDINGS,
	    "members by name");
}

static void
texts(void)
{
	struct piece p;
	int64_t v;
	int day;

	ok(get("{\"account\":\"a\\u4e2d\\n\",\"name\":\"plain\",\"mobile\":\"\","
	    "\"email\":null,\"reads\":\"12\",\"subscribers\":-3,\"interactive\":true,"
	    "\"comment_admin\":false,\"agreed_at\":\"2026-11-24\","
	    "\"time\":\"2026-11-24T00:00:00+08:00\",\"closed_at\":\"soon\","
	    "\"\\u0075ser\":\"u\"}") == NULL, "a record");
	ok(record_text(&r, M_ACCOUNT, &p) && p.n == 5 &&
	    memcmp(p.s, "a\xe4\xb8\xad\n", 5) == 0, "a text with escapes");
	ok(record_text(&r, M_NAME, &p) && p.n == 5 && memcmp(p.s, "plain", 5) == 0,
	    "a plain text");
	ok(record_text(&r, M_USER, &p) && p.n == 1 && *p.s == 'u',
	    "a member whose name is escaped");
	ok(!record_text(&r, M_MOBILE, &p) && !record_text(&r, M_EMAIL, &p) &&
	    !record_text(&r, M_SCOPE, &p) && !record_text(&r, M_SUBSCRIBERS, &p),
	    "empty, null, absent and other kinds are no text");
	ok(record_has(&r, M_NAME) && record_has(&r, M_SUBSCRIBERS) &&
	    record_has(&r, M_INTERACTIVE) &&
	    !record_has(&r, M_MOBILE) && !record_has(&r, M_EMAIL) && !record_has(&r, M_SCOPE),
	    "what is there");
	ok(record_number(&r, M_READS, &v) && v == 12 && record_number(&r, M_SUBSCRIBERS, &v) &&
	    v == -3 && !record_number(&r, M_NAME, &v) && !record_number(&r, M_SCOPE, &v),
	    "numbers");
	ok(record_flag(&r, M_INTERACTIVE) == 1 && record_flag(&r, M_COMMENT_ADMIN) == 0 &&
	    record_flag(&r, M_NAME_CONSENT) == -1, "flags");
	ok(record_day(&r, M_AGREED_AT, &day) == 1 && day == 20781 &&
	    record_day(&r, M_TIME, &day) == 1 &&
	    day == 20781 && record_day(&r, M_CLOSED_AT, &day) == -1 &&
	    record_day(&r, M_REVIEWED_AT, &day) == 0, "days");
	ok(record_time(&r, M_TIME, &v) == 1 && v == 1795449600 &&
	    record_time(&r, M_CLOSED_AT, &v) == -1, "instants");
}

/* The items of a list, joined by '|'. */
static void
list(const char *value, const char *want)
{
	char line[256], got[256] = "";
	size_t state = 0, n = 0;
	struct piece p;

	snprintf(line, sizeof line, "{\"labels\":%s}", value);
	if (get(line) != NULL)
		n = (size_t)sprintf(got, "refused");
	else
		while (record_item(&r, M_LABELS, &state, &p))
			n += (size_t)sprintf(got + n, "%.*s|", (int)p.n, p.s);
	same(got, want, value);
}

static void
lists(void)
{
	list("[]", "");
	list("\"\"", "");
	list("null", "");
	list("\"a\"", "a|");
	list("\"a;b\"", "a|b|");
	list("\";;a;;b;\"", "a|b|");
	list("\";\"", "");
	list("\"a\\u003bb;\\u4e2d\"", "a|b|\xe4\xb8\xad|");
	list("[\"a\"]", "a|");
	list("[\"a\" ]", "a|");
	list("[ \"a\", \"b;c\" ,\"\\u4e2d\"]", "a|b;c|\xe4\xb8\xad|");
	list("[\"\",\"a\",\"\"]", "a|");
	list("[\"\"]", "");
}

static uint32_t
rnd(uint32_t below)
{
	static uint32_t x = 88172645;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x % below;
}

static const char *const blank[] = { "", "", "", " ", "\t", "  " };
#define B blank[rnd(6)]

static size_t
some_value(char *p, int m)
{
	static const char *const any[] = { "12345678901234567890", "1.50", "null",
	    "[1, {\"verdict\":2}]",
		"{\"subject\":\"no\"}", "\"\\u00e9\\\"}\"", "true", "\"\xe4\xb8\xad\"" };
	static const char *const fit[] = { "\"a;\\u0062\"", "17", "true", "[\"a\", \"\\\"\"]",
	    "[{}]", "{}" };

	return (size_t)sprintf(p, "%s", m < 0 ? any[rnd(8)] : rnd(8) == 0 ? "null" :
	    fit[member_type((enum member)m)]);
}

/*
 * Random objects of known and unknown members, some of them set to something: cut the written
 * line in pieces with the same cuts and every byte that was not set is the same.
 */
static void
splice(void)
{
	static char line[16384], want[16384], name[64];
	int round, wrong = 0, appended = 0, replaced = 0;

	for (round = 0; round < 20000; round++) {
		char *p = line, *w = want;
		bool used[MEMBERS] = { false }, set[MEMBERS] = { false };
		int count = (int)rnd(8), i, m, k, sets = (int)rnd(5), order[8], members = 0;

		for (i = 0; i < sets; i++) {
			do
				m = (int)rnd(MEMBERS);
			while (set[m]);
			set[m] = true;
			order[i] = m;
		}
		p += sprintf(p, "%s{%s", B, B);
		w = want + sprintf(want, "%s", line);
		for (i = 0; i < count; i++) {
			char val[64], *from = p;

			m = rnd(3) > 0 ? (int)rnd(MEMBERS) : -1;
			if (sets > 0 && rnd(3) == 0)
				m = order[rnd((uint32_t)sets)];
			if (m >= 0 && used[m])
				continue;
			if (m < 0)
				snprintf(name, sizeof name, "own%d", i);
			else if (rnd(9) == 0)	/* \u0061ccount */
				snprintf(name, sizeof name, "\\u%04x%s", (unsigned)
				    member_name((enum member)m)[0],
				    member_name((enum member)m) + 1);
			else
				snprintf(name, sizeof name, "%s", member_name((enum member)m));
			p += sprintf(p, "%s\"%s\"%s:%s", members++ > 0 ? "," : "", name, B, B);
			w += sprintf(w, "%s", from);
			k = (int)some_value(val, m);
			p += sprintf(p, "%s", val);
			if (m >= 0 && set[m]) {
				w += sprintf(w, "\"new\\\"%d\"", m);
				replaced++;
			} else
				w += sprintf(w, "%.*s", k, val);
			from = p;
			p += sprintf(p, "%s", B);
			w += sprintf(w, "%s", from);
			if (m >= 0)
				used[m] = true;
		}
		for (i = 0; i < sets; i++)
			if (!used[order[i]]) {
				w += sprintf(w, "%s\"%s\":\"new\\\"%d\"", members++ > 0 ? "," :
				    "", member_name((enum member)order[i]), order[i]);
				appended++;
			}
		k = sprintf(p, "}%s%s", B, rnd(4) == 0 ? "\r" : "");
		sprintf(w, "%s\n", p);
		p += k;
		if (get(line) != NULL) {
			printf("# refused: %s\n", line);
			wrong++;
			continue;
		}
		for (i = 0; i < sets; i++) {
			char new[16];
			int n = sprintf(new, "new\"%d", order[i]);

			/* the last one counts */
			record_set(&r, (enum member)order[i], "0", 1);
			record_set_text(&r, (enum member)order[i], new, (size_t)n);
		}
		if (strcmp(put(), want) != 0 && wrong++ < 3)
			printf("# line: %s\n#  got: %s# want: %s", line, put(), want);
	}
	ok(wrong == 0, "what is not set goes out as it came in");
	ok(appended > 5000 && replaced > 2000, "(%d appended, %d replaced)", appended,
	    replaced);
}

static void
writes(void)
{
	ok(get("{}") == NULL, "an empty object");
	same(put(), "{}\n", "nothing set");
	record_set_text(&r, M_VERDICT, "pass", 4);
	record_set(&r, M_FINDINGS, "[]", 2);
	same(put(), "{\"verdict\":\"pass\",\"findings\":[]}\n", "two members, appended");
	ok(get(" { \t} ") == NULL, "blanks");
	record_set_text(&r, M_NOTE, "a\"\\\x01\n\xe4\xb8\xad", 8);
	same(put(), " { \t\"note\":\"a\\\"\\\\\\u0001\\n\xe4\xb8\xad\"} \n", "quoted");
	ok(get("{\"id_number\":\"11010119900307123X\",\"mobile\":\"13812345678\"}") == NULL,
	    "personal");
	record_set_text(&r, M_MOBILE, "138****5678", 11);
	record_set_text(&r, M_ID_NUMBER, "110101********123X", 18);
	record_set_text(&r, M_SUBJECT, "k", 1);
	same(put(),
	    "{\"id_number\":\"110101********123X\",\"mobile\":\"138****5678\","
	    "\"subject\":\"k\"}\n",
	    "masks in place, whatever the order of setting");
	ok(get("{\"subject\":\"\",\"a\":{\"subject\":1}}") == NULL,
	    "an inner member of the same name");
	record_set_text(&r, M_SUBJECT, "", 0);
	same(put(), "{\"subject\":\"\",\"a\":{\"subject\":1}}\n", "stays");
}

/* Lines that are not the toolkit's own. */
static void
loose(void)
{
	struct record_reader *strict = reader;

	ok(get("{\"content\":5}") != NULL, "strict: a number is no content");
	reader = record_reader_new();
	record_reader_loose(reader);
	ok(get("{\"content\":5,\"account\":\"a\",\"points\":{}}") == NULL,
	    "loose: another type passes");
	ok(!record_has(&r, M_CONTENT) && !record_has(&r, M_POINTS) &&
	    record_has(&r, M_ACCOUNT), "and is as if absent");
	same(put(), "{\"content\":5,\"account\":\"a\",\"points\":{}}\n", "but goes out");
	ok(get("{\"id_number\":110101199003071}") != NULL, "a personal number must be text");
	ok(get("{\"mobile\":13812345678}") != NULL, "a mobile number too");
	ok(get("{\"verdict\":1}") != NULL, "and what the programs write");
	record_reader_free(reader);
	reader = strict;
}

int
main(void)
{
	reader = record_reader_new();
	types();
	texts();
	lists();
	splice();
	writes();
	loose();
	free(text);
	mem_end(&arena);
	record_reader_free(reader);
	record_reader_free(NULL);
	return done();
}
