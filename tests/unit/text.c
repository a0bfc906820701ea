/* UTF-8, what must not stand in a name, showing, folding, numbers as typed. */
#include <stdint.h>

#include "tap.h"
#include "text.h"

#define LEN(s) (sizeof (s) - 1)

static void
valid(void)
{
	static const struct {
		const char *s;
		size_t n, good;
	} cases[] = {
		{ "", 0, 0 }, { "abc", 3, 3 }, { "\0\x7f", 2, 2 }, { "\xc2\x80", 2, 2 },
		{ "\xdf\xbf\xe0\xa0\x80", 5, 5 }, { "\xed\x9f\xbf\xee\x80\x80", 6, 6 },
		{ "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 8, 8 }, { "ab\x80", 3, 2 },
		{ "\xc0\x80", 2, 0 }, { "\xc1\xbf", 2, 0 }, { "\xe0\x9f\xbf", 3, 0 },
		{ "\xed\xa0\x80", 3, 0 }, { "\xf0\x8f\xbf\xbf", 4, 0 },
		{ "\xf4\x90\x80\x80", 4, 0 },
		{ "\xf5\x80\x80\x80", 4, 0 }, { "\xff", 1, 0 }, { "a\xe4\xb8", 3, 1 },
		{ "\xe4\xb8\x41", 3, 0 }, { "\xc3", 1, 0 },
		{ "123456789\xe4\xb8\xad\xff", 13, 12 },
		{ "\xf0\x90\x80", 3, 0 }, { "abcdefgh\xc3(", 10, 8 },
	};
	char out[4];
	const char *p;
	uint32_t c, back;
	size_t i, n;
	bool round = true;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(text_valid(cases[i].s, cases[i].n) == cases[i].good,
		    "valid prefix %zu of case %zu", cases[i].good, i);
	for (c = 0; c <= 0x10ffff; c++) {
		if (c == 0xd800)
			c = 0xe000;
		n = text_put(out, c);
		p = out;
		back = text_next(&p, out + n);
		round &= back == c && p == out + n && text_valid(out, n) == n &&
		    text_valid(out, n - 1) == 0;
	}
	ok(round, "every code point there and back, and no shorter");
}

static void
traits(void)
{
	static const struct {
		const char *s;
		unsigned found;
	} cases[] = {
		{ "", 0 }, { "a", 0 }, { "阿里云", 0 }, { "Hello 世界", 0 }, { "ひらがな", 0 },
		{ "𠀀𪚥", 0 }, { "买买提·艾力", 0 }, { "é Ж Ω", 0 },
		{ "a\tb", TEXT_CONTROL }, { "a\x7f", TEXT_CONTROL },
		{ "a\xc2\x85" "b", TEXT_CONTROL },
		{ "a\u2028b", TEXT_CONTROL }, { "a\u2029b", TEXT_CONTROL },
		{ "\x1f", TEXT_CONTROL },
		{ "a\u202eb", TEXT_BIDI }, { "a\u2066b", TEXT_BIDI },
		{ "a\u200fb", TEXT_BIDI },
		{ "a\u061cb", TEXT_BIDI }, { "a\u2069", TEXT_BIDI },
		{ "a\u200bb", TEXT_INVISIBLE }, { "a\u00adb", TEXT_INVISIBLE },
		{ "\ufeffa", TEXT_INVISIBLE }, { "a\u3164", TEXT_INVISIBLE },
		{ "中\u200d国", TEXT_INVISIBLE }, { "中\ufe0f", TEXT_INVISIBLE },
		{ "中\U000e0100", TEXT_INVISIBLE }, { "a\U000e0041", TEXT_INVISIBLE },
		{ "a\u2800b", TEXT_INVISIBLE }, { "a\u034f", TEXT_INVISIBLE },
		{ "❤\ufe0f", 0 }, { "👨\u200d👩\u200d👧", 0 }, { "🏳\ufe0f\u200d🌈", 0 },
		{ "1\ufe0f\u20e3", 0 }, { "👍🏽", 0 },
		{ "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 0 },
		{ "👨\u200d", TEXT_INVISIBLE }, { "\u200d👨", TEXT_INVISIBLE },
		{ "ᠮᠣᠩᠭᠣᠯ\u180e", 0 }, { "a\u180e", TEXT_INVISIBLE },
		{ "a\ue000", TEXT_UNASSIGNED }, { "\ufdd0", TEXT_UNASSIGNED },
		{ "a\U0001fffe", TEXT_UNASSIGNED }, { "\U000f0000", TEXT_UNASSIGNED },
		{ " a", TEXT_EDGE }, { "a ", TEXT_EDGE }, { "a\u3000", TEXT_EDGE },
		{ "\u3000中", TEXT_EDGE }, { " ", TEXT_EDGE }, { "\u00a0a", TEXT_EDGE },
		{ "中 国", 0 }, { "\ta", TEXT_EDGE | TEXT_CONTROL },
		{ " \u202e\u200b\ue000\x01", TEXT_CONTROL | TEXT_BIDI | TEXT_INVISIBLE |
		    TEXT_UNASSIGNED | TEXT_EDGE },
	};
	char buf[8], name[80];
	uint32_t c;
	size_t i, n;
	bool fast = true;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		text_show(name, sizeof name, cases[i].s, strlen(cases[i].s));
		ok(text_traits(cases[i].s, strlen(cases[i].s)) == cases[i].found,
		    "traits %u of '%s'", cases[i].found, name);
	}
	for (c = 0x4e00; c <= 0x9fff; c++) {
		n = text_put(buf, c);
		fast &= text_traits(buf, n) == 0;
	}
	ok(fast, "no Han character has any");
}

static void
show(void)
{
	static const struct {
		const char *s;
		size_t n, size;
		const char *want;
	} cases[] = {
		{ "abc中", 6, 64, "abc中" }, { "a\nb", 3, 64, "a\\u{0a}b" },
		{ "a\033[31m", 6, 64, "a\\u{1b}[31m" }, { "\u202e", 3, 64, "\\u{202e}" },
		{ "\u200b", 3, 64, "\\u{200b}" },
		{ "\xff""a\xe4\xb8", 4, 64, "\\x{ff}a\\x{e4}\\x{b8}" },
		{ "a\0b", 3, 64, "a\\u{00}b" }, { "\U000e0001", 4, 64, "\\u{e0001}" },
		{ "\xc2\x85", 2, 64, "\\u{85}" }, { "\U0010ffff", 4, 64, "\\u{10ffff}" },
		{ "abcdef", 6, 7, "abcdef" }, { "abcdefg", 7, 7, "abc..." },
		{ "中国人民", 12, 12, "中国..." }, { "中国人民", 12, 13, "中国人民" },
		{ "ab\n", 3, 8, "ab..." }, { "abc", 3, 3, ".." }, { "abc", 3, 1, "" },
		{ "", 0, 5, "" },
	};
	char out[64];
	size_t i, n;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		memset(out, 'x', sizeof out);
		n = text_show(out, cases[i].size, cases[i].s, cases[i].n);
		same(out, cases[i].want, cases[i].want);
		ok(n == strlen(out) && n < cases[i].size, "its length");
	}
	ok(text_show(out, 0, "abc", 3) == 0, "no room at all");
}

static void
fold(void)
{
	static const char *const cases[][2] = {
		{ "ABC", "abc" }, { "ＡＢｃ１２！", "abc12!" }, { "新华 社", "新华社" },
		{ "新\u200b华\u3000社\u00ad", "新华社" }, { "\u202e社华新", "社华新" },
		{ "АВС", "abc" }, { "Ηеllо", "hello" }, { "ΧΡ", "xp" }, { "ⓦⓔⒾbo", "weibo" },
		{ "𝐖𝒆𝔦𝖻𝚘", "weibo" }, { "①２", "12" }, { "ÉÀ×", "éà×" }, { "ЖЩ", "жщ" },
		{ "İ", "i" }, { "", "" }, { "a\xff" "B", "a\xff" "b" }, { "\t a\n", "a" },
		{ "𝟘𝟙𝟚", "012" }, { "Ѕі", "si" },
	};
	char out[64], twice[64];
	size_t i, n, m;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		n = text_fold(out, cases[i][0], strlen(cases[i][0]));
		ok(n <= strlen(cases[i][0]), "no longer than before");
		out[n] = 0;
		same(out, cases[i][1], cases[i][1]);
		memcpy(twice, out, n);
		m = text_fold(twice, twice, n);
		ok(m == n && memcmp(twice, out, n) == 0,
		    "folding it again, in place, changes nothing");
	}
}

/* For every code point: the fold is valid, no longer, and stays as it is. */
static void
fold_all(void)
{
	char in[4], out[4], again[4];
	uint32_t c;
	size_t n, m, k;
	bool good = true;

	for (c = 0; c <= 0x10ffff; c++) {
		if (c == 0xd800)
			c = 0xe000;
		n = text_put(in, c);
		m = text_fold(out, in, n);
		k = text_fold(again, out, m);
		if (m > n || text_valid(out, m) != m || k != m || memcmp(out, again, m) != 0) {
			printf("# U+%04X\n", (unsigned)c);
			good = false;
		}
	}
	ok(good, "the fold of every code point is valid, no longer, and its own fold");
}

static void
number(void)
{
	static const struct {
		const char *s, *want;
		bool changed;
		uint32_t odd;
	} cases[] = {
		{ "123", "123", false, 0 }, { "１２３Ｘ", "123X", true, 0 },
		{ " 1 2\t3 ", "123", true, 0 }, { "1-2—3－4", "1234", true, 0 },
		{ "\ufeff1\u200b2\u3000", "12", true, 0 }, { "12Χ", "12", true, 0x3a7 },
		{ "12\xff", "12", false, TEXT_BAD }, { "+86 138", "+86138", true, 0 },
		{ "١٢", "", true, 0x661 }, { "", "", false, 0 },
	};
	char out[16];
	uint32_t odd;
	size_t i, n;
	bool changed;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		n = text_number(out, 15, cases[i].s, strlen(cases[i].s), &changed, &odd);
		out[n] = 0;
		same(out, cases[i].want, cases[i].s);
		ok(changed == cases[i].changed && odd == cases[i].odd,
		    "what was changed or odd in it");
	}
	ok(text_number(out, 3, "1234", 4, &changed, &odd) == 4,
	    "too long: one more than the room");
	ok(text_number(out, 3, "１２３４５", 15, &changed, &odd) == 4 && *out == '1',
	    "in any width");
	ok(text_number(out, 4, "1234", 4, &changed, &odd) == 4, "just as long as the room");
}

int
main(void)
{
	valid();
	traits();
	show();
	fold();
	fold_all();
	number();
	return done();
}
