/* Group codes: the check character against the literature and the promises of the standard. */
#include <stdlib.h>

#include "code.h"
#include "tap.h"

static const char digit[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
enum { DIGITS = 36 };

static unsigned seed = 20261124;

static unsigned
r(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

static void
check(const char *s, char want)
{
	char got = code_check(s, strlen(s)), whole_code[64];

	ok(got == want, "%s has the check character %c", s, want);
	if (got != want)
		printf("# got %c\n", got);
	snprintf(whole_code, sizeof whole_code, "%s%c", s, want);
	ok(code_valid(whole_code, strlen(whole_code)), "and %s is valid", whole_code);
}

static void
literature(void)
{
	check("A12425GABC1234002", 'M');	/* GRid A1-2425G-ABC1234002-M */
	/* ISAN, root and version: 0000-0001-8947-0000-8-0000-0000-D and two more */
	check("0000000189470000", '8');
	check("000000018947000000000000", 'D');
	check("00000000D07A0090", 'Q');
	check("00000000D07A009000000000", 'X');
	check("000000003A8D0000", 'Z');
	check("000000003A8D000000000000", '6');
	check("0", '2');
}

static void
refusals(void)
{
	char s[] = "A12425GABC1234002M";
	int c, n = 0;

	ok(!code_valid("", 0) && !code_valid("1", 1) && !code_valid("M", 1),
	    "too short to be one");
	ok(!code_valid("A12425GABC1234002N", 18) && !code_valid("A12425GABC1234002", 17),
	    "another check character, none");
	ok(!code_valid("a12425GABC1234002M", 18) && !code_valid("A12425GABC1234002m", 18),
	    "small letters are none");
	ok(!code_valid("A1-2425G-ABC1234002-M", 21) && !code_valid(" 02", 3) &&
	    !code_valid("群02", 5), "nor are hyphens, blanks, Chinese");
	for (c = 0; c < 256; c++) {
		s[3] = (char)c;
		n += code_check(s, 17) != '\0';
	}
	ok(n == DIGITS, "of 256 bytes %d have a place in a code", n);
	s[3] = '4';
	s[17] = '\0';
	ok(!code_valid(s, 18), "a NUL is no check character");
}

/* The sum before position n, 1 to 36, by the standard's words. */
static unsigned
state(const char *s, size_t n)
{
	unsigned p = 36;
	size_t i;

	for (i = 0; i < n; i++) {
		p += (unsigned)(strchr(digit, s[i]) - digit);
		while (p > 36)
			p -= 36;
		p += p;
		if (p > 37)
			p -= 37;
	}
	return p;
}

static unsigned
moved(unsigned p, char c)
{
	return (p + (unsigned)(strchr(digit, c) - digit) - 1) % 36 + 1;
}

/*
 * Each of many codes: every other character at every place is found.  Two that stand side by
 * side, exchanged: found, but where the sum with them is 18 and 19, or 19 and 18 (2s mod 37
 * less s is the same mod 36 for these two and no others).
 */
static void
errors(void)
{
	unsigned long singles = 0, swaps = 0, missed = 0, wrong = 0, blind = 0;
	char code[CODE_SIZE + 1], is;
	unsigned x, y;
	size_t i, k;
	bool found, must;
	int n;

	for (n = 0; n < 5000; n++) {
		code_make(1 + (int64_t)r(1 << 24) * r(1 << 22), code);
		if (!code_valid(code, CODE_SIZE))
			wrong++;
		for (i = 0; i < CODE_SIZE; i++) {
			is = code[i];
			for (k = 0; k < DIGITS; k++) {
				code[i] = digit[k];
				if (digit[k] != is) {
					singles++;
					missed += code_valid(code, CODE_SIZE);
				}
			}
			code[i] = is;
		}
		for (i = 0; i + 1 < CODE_SIZE; i++) {
			if (code[i] == code[i + 1])
				continue;
			x = moved(state(code, i), code[i]);
			y = moved(state(code, i), code[i + 1]);
			must = !((x == 18 && y == 19) || (x == 19 && y == 18));
			is = code[i];
			code[i] = code[i + 1];
			code[i + 1] = is;
			found = !code_valid(code, CODE_SIZE);
			swaps++;
			blind += !found;
			wrong += found != must;
			is = code[i];
			code[i] = code[i + 1];
			code[i + 1] = is;
		}
	}
	ok(missed == 0, "%lu wrong characters, all found", singles);
	ok(wrong == 0 && blind > 0 && blind < swaps / 400,
	    "%lu exchanges, %lu not found, just those that cannot be", swaps, blind);
}

/* All exchanges of two characters after a third, of which 2 are not found for each third. */
static void
all_pairs(void)
{
	char s[5] = { 0 };
	unsigned a, b, p, blind = 0;

	for (p = 0; p < DIGITS; p++)
		for (a = 0; a < DIGITS; a++)
			for (b = 0; b < DIGITS; b++) {
				s[0] = digit[p];
				s[1] = digit[b];
				s[2] = digit[a];
				s[3] = code_check((char[]){ digit[p], digit[a], digit[b] }, 3);
				blind += a != b && code_valid(s, 4);
			}
	ok(blind == 2 * DIGITS, "%u of 45,360 exchanges are not found", blind);
}

static void
made(int64_t number, const char *want)
{
	char code[CODE_SIZE + 1];

	code_make(number, code);
	same(code, want, want);
}

static void
making(void)
{
	char code[CODE_SIZE + 1], before[CODE_SIZE + 1] = "";
	int64_t i, last = INT64_C(101559956668415);	/* 36^9 - 1 */
	int bad = 0, disorder = 0;

	made(1, "000000001T");
	made(35, "00000000ZX");
	made(36, "000000010R");
	made(36 * 36 - 1, "0000000ZZ2");
	made(last, "ZZZZZZZZZH");
	for (i = 1; i <= 20000; i++) {
		code_make(i, code);
		bad += strlen(code) != CODE_SIZE || !code_valid(code, CODE_SIZE) ||
		    !code_taken(code, CODE_SIZE);
		disorder += memcmp(code, before, CODE_SIZE - 1) <= 0;
		memcpy(before, code, sizeof before);
	}
	ok(bad == 0, "20,000 codes are valid");
	ok(disorder == 0, "each is greater than the one before, and so another");
	*before = '\0';
	for (i = 1; i < last - last / 7000; i += last / 7000) {
		code_make(i, code);
		bad += strtoll((char[]){ code[0], code[1], code[2], code[3], code[4],
		    code[5], code[6],
		    code[7], code[8], '\0' }, NULL, 36) != i;
		disorder += strcmp(code, before) <= 0;
		memcpy(before, code, sizeof before);
	}
	ok(bad == 0 && disorder == 0,
	    "over the whole range the number stands in it, in order");
}

static void
taken(void)
{
	char most[CODE_MOST + 1], c[2] = "x";
	int i, n = 0;

	memset(most, 'a', sizeof most);
	ok(code_taken("a", 1) && code_taken("Group_12-B", 10) && code_taken(most, CODE_MOST),
	    "a platform's own");
	ok(!code_taken("", 0) && !code_taken(most, CODE_MOST + 1),
	    "none, and one byte too many");
	ok(!code_taken("a b", 3) && !code_taken("a\n", 2) && !code_taken("../a", 4) &&
	    !code_taken("a.b", 3) && !code_taken("群1", 4) && !code_taken("a\0b", 3) &&
	    !code_taken("\xff", 1), "with other characters");
	for (i = 0; i < 256; i++) {
		c[0] = (char)i;
		n += code_taken(c, 1);
	}
	ok(n == 64, "%d bytes may stand in one", n);
}

int
main(void)
{
	literature();
	refusals();
	errors();
	all_pairs();
	making();
	taken();
	return done();
}
