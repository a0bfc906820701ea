#include "text.h"

#include <string.h>

/* Ranges of code points, sorted. */
struct range {
	uint32_t from, to;
};

static const struct range bidi[] = {
	{ 0x61c, 0x61c }, { 0x200e, 0x200f }, { 0x202a, 0x202e }, { 0x2066, 0x2069 },
};

/* Default_Ignorable_Code_Point of Unicode without the bidirectional ones, and what else shows
 * nothing: Braille blank, interlinear anchors. */
static const struct range invisible[] = {
	{ 0xad, 0xad }, { 0x34f, 0x34f }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f }, { 0x200b, 0x200d }, { 0x2060, 0x2065 }, { 0x206a, 0x206f },
	{ 0x2800, 0x2800 }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
	{ 0xe0000, 0xe0fff },
};

static const struct range blank[] = {	/* past ASCII */
	{ 0x85, 0x85 }, { 0xa0, 0xa0 }, { 0x1680, 0x1680 },
	{ 0x2000, 0x200a }, { 0x2028, 0x2029 }, { 0x202f, 0x202f }, { 0x205f, 0x205f },
	{ 0x3000, 0x3000 },
};

static const struct range hyphen[] = {
	{ 0x2d, 0x2d }, { 0x2010, 0x2015 }, { 0x2212, 0x2212 }, { 0xfe58, 0xfe58 },
	{ 0xfe63, 0xfe63 }, { 0xff0d, 0xff0d },
};

/* Greek and Cyrillic letters that look like a Latin one, in lower case. */
static const struct {
	uint16_t odd;
	char plain;
} twin[] = {
	{ 0x3b1, 'a' }, { 0x3b2, 'b' }, { 0x3b5, 'e' }, { 0x3b6, 'z' }, { 0x3b7, 'h' },
	{ 0x3b9, 'i' }, { 0x3ba, 'k' }, { 0x3bc, 'm' }, { 0x3bd, 'v' }, { 0x3bf, 'o' },
	{ 0x3c1, 'p' }, { 0x3c4, 't' }, { 0x3c5, 'y' }, { 0x3c7, 'x' }, { 0x430, 'a' },
	{ 0x432, 'b' }, { 0x435, 'e' }, { 0x43a, 'k' }, { 0x43c, 'm' }, { 0x43d, 'h' },
	{ 0x43e, 'o' }, { 0x440, 'p' }, { 0x441, 'c' }, { 0x442, 't' }, { 0x443, 'y' },
	{ 0x445, 'x' }, { 0x455, 's' }, { 0x456, 'i' }, { 0x458, 'j' }, { 0x4bb, 'h' },
	{ 0x501, 'd' }, { 0x51b, 'q' }, { 0x51d, 'w' },
};

#define COUNT(a) (sizeof (a) / sizeof *(a))
#define IN(table, c) within(table, COUNT(table), c)

static bool
within(const struct range *r, size_t n, uint32_t c)
{
	size_t i;

	for (i = 0; i < n && r[i].from <= c; i++)
		if (c <= r[i].to)
			return true;
	return false;
}

static bool
is_blank(uint32_t c)
{
	return c <= 0x20 ? c == 0x20 || (c >= 9 && c <= 13) : c >= 0x85 && c <= 0x3000 &&
	    IN(blank, c);
}

/* Bytes of the valid sequence at s, 0 when there is none (Unicode, table 3-7). */
static unsigned
sequence(const unsigned char *s, size_t n)
{
	unsigned want, low = 0x80, high = 0xbf, i;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	want = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (n < want)
		return 0;
	if (s[0] == 0xe0)
		low = 0xa0;
	if (s[0] == 0xed)
		high = 0x9f;
	if (s[0] == 0xf0)
		low = 0x90;
	if (s[0] == 0xf4)
		high = 0x8f;
	if (s[1] < low || s[1] > high)
		return 0;
	for (i = 2; i < want; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return want;
}

size_t
text_valid(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	uint64_t eight;
	size_t i = 0;
	unsigned k;

	while (i < n) {
		if (n - i >= sizeof eight) {
			memcpy(&eight, s + i, sizeof eight);
			if ((eight & 0x8080808080808080u) == 0) {
				i += sizeof eight;
				continue;
			}
		}
		k = sequence(u + i, n - i);
		if (k == 0)
			break;
		i += k;
	}
	return i;
}

uint32_t
text_next(const char **s, const char *end)
{
	const unsigned char *u = (const unsigned char *)*s;
	unsigned k = u[0] < 0x80 ? 1 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;

	if ((size_t)(end - *s) < k) {	/* not valid after all: stay inside */
		*s = end;
		return TEXT_BAD;
	}
	*s += k;
	switch (k) {
	case 1:
		return u[0];
	case 2:
		return (u[0] & 0x1fu) << 6 | (u[1] & 0x3fu);
	case 3:
		return (u[0] & 0xfu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
	default:
		return (u[0] & 0x7u) << 18 | (u[1] & 0x3fu) << 12 | (u[2] & 0x3fu) << 6 |
		    (u[3] & 0x3fu);
	}
}

size_t
text_put(char *out, uint32_t c)
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4, i;

	for (i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	out[0] = (char)(lead[n] | c);
	return n;
}

/* Pictures, and what may stand before a variation selector or a joiner in their sequences. */
static bool
picture(uint32_t c)
{
	return c == '#' || c == '*' || (c >= '0' && c <= '9') || c == 0xa9 || c == 0xae ||
	    (c >= 0x203c && c <= 0x2bff && !IN(invisible, c) && !IN(bidi, c)) ||
	    c == 0x3030 || c == 0x303d || c == 0x3297 || c == 0x3299 ||
	    (c >= 0x1f000 && c <= 0x1faff);
}

/* Is the invisible c at home between these two?  Emoji (UTS 51) and Mongolian need it. */
static bool
at_home(uint32_t c, uint32_t before, uint32_t after)
{
	if (c == 0xfe0e || c == 0xfe0f)
		return picture(before);
	if (c == 0x200d)
		return (picture(before) || before == 0xfe0f) && picture(after);
	if (c >= 0xe0020 && c <= 0xe007f)
		return before == 0x1f3f4 || (before >= 0xe0020 && before <= 0xe007e);
	if (c >= 0x180b && c <= 0x180f)
		return before >= 0x1820 && before <= 0x18aa;
	return false;
}

static unsigned
traits(uint32_t c, uint32_t before, const char *s, const char *end)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029)
		return TEXT_CONTROL;
	if ((c >= 0xe000 && c <= 0xf8ff) || (c >= 0xfdd0 && c <= 0xfdef) || c >= 0xf0000 ||
	    (c & 0xfffe) == 0xfffe)
		return TEXT_UNASSIGNED;
	if (IN(bidi, c))
		return TEXT_BIDI;
	if (IN(invisible, c) && !at_home(c, before, s < end ? text_next(&s, end) : 0))
		return TEXT_INVISIBLE;
	return 0;
}

unsigned
text_traits(const char *s, size_t n)
{
	const char *end = s + n, *p = s;
	uint32_t c = 0, before;
	unsigned found = 0;

	if (n == 0)
		return 0;
	c = text_next(&p, end);
	if (is_blank(c))
		found |= TEXT_EDGE;
	c = 0;
	for (p = s; p < end;) {
		unsigned char b = (unsigned char)*p;

		if (b >= 0x20 && b < 0x7f) {
			c = b;
			p++;
		} else if (b >= 0xe4 && b <= 0xe9 && end - p >= 3) {
			c = 0x4e00;	/* any of U+4000 to U+9FFF: all of them show */
			p += 3;
		} else {
			before = c;
			c = text_next(&p, end);
			found |= traits(c, before, p, end);
		}
	}
	if (is_blank(c))
		found |= TEXT_EDGE;
	return found;
}

/* The text that shows what stands at *s, moved past it; returns its length, at most 12. */
static size_t
shown(char out[12], const char **s, const char *end)
{
	static const char hex[] = "0123456789abcdef";
	unsigned k = sequence((const unsigned char *)*s, (size_t)(end - *s));
	const char *p = *s;
	uint32_t c;
	size_t n = 0;
	int shift;

	c = k > 0 ? text_next(s, end) : (unsigned char)*(*s)++;
	if (k > 0 && traits(c, 0, end, end) == 0) {
		memcpy(out, p, k);
		return k;
	}
	out[n++] = '\\';
	out[n++] = k > 0 ? 'u' : 'x';
	out[n++] = '{';
	for (shift = 20; shift > 4 && c >> shift == 0; shift -= 4)
		;
	for (; shift >= 0; shift -= 4)
		out[n++] = hex[c >> shift & 15];
	out[n++] = '}';
	return n;
}

size_t
text_show(char *out, size_t size, const char *s, size_t n)
{
	const char *end = s + n;
	char piece[12];
	size_t len = 0, safe = 0, k;

	if (size == 0)
		return 0;
	while (s < end) {
		k = shown(piece, &s, end);
		if (len + k >= size) {
			for (k = 0; k < 3 && safe + 1 < size; k++)
				out[safe++] = '.';
			len = safe;
			break;
		}
		memcpy(out + len, piece, k);
		len += k;
		if (len + 3 < size)
			safe = len;
	}
	out[len] = 0;
	return len;
}

/* Lower case, where that is regular: Latin, Greek, Cyrillic, Armenian left as it is. */
static uint32_t
lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) ||
	    (c >= 0x14a && c <= 0x177) || (c >= 0x460 && c <= 0x52f && c != 0x4c0 &&
	    !(c >= 0x482 && c <= 0x48a) && !(c >= 0x4c1 && c <= 0x4ce)) ||
	    (c >= 0x1e00 && c <= 0x1e95))
		return c | 1;
	return c == 0x130 ? 'i' : c;
}

/* The plain ASCII of a full-width, circled or mathematical form, else c itself. */
static uint32_t
plain(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	if (c >= 0x24b6 && c <= 0x24e9)
		return 'a' + (c - 0x24b6) % 26;
	if (c >= 0x2460 && c <= 0x2468)
		return '1' + c - 0x2460;
	if (c >= 0x1d400 && c <= 0x1d6a3)	/* A to Z and a to z in thirteen alphabets */
		return 'a' + (c - 0x1d400) % 26;
	if (c >= 0x1d7ce && c <= 0x1d7ff)
		return '0' + (c - 0x1d7ce) % 10;
	return c;
}

size_t
text_fold(char *out, const char *s, size_t n)
{
	const char *end = s + n;
	uint32_t c;
	size_t len = 0, i, k;

	while (s < end) {
		unsigned char b = (unsigned char)*s;

		if (b < 0x80) {
			s++;
			if (b > 0x20 && b != 0x7f)
				out[len++] = (char)(b >= 'A' && b <= 'Z' ? b + 32 : b);
			continue;
		}
		k = sequence((const unsigned char *)s, (size_t)(end - s));
		if (k == 0 || (b >= 0xe4 && b <= 0xe9)) {
			for (k += k == 0; k > 0; k--)
				out[len++] = *s++;
			continue;
		}
		c = lower(plain(text_next(&s, end)));
		if (is_blank(c) || IN(invisible, c) || IN(bidi, c))
			continue;
		for (i = 0; i < COUNT(twin) && twin[i].odd < c; i++)
			;
		if (i < COUNT(twin) && twin[i].odd == c)
			c = (unsigned char)twin[i].plain;
		len += text_put(out + len, c);
	}
	return len;
}

size_t
text_number(char *out, size_t room, const char *s, size_t n, bool *changed, uint32_t *odd)
{
	const char *end = s + n;
	uint32_t c;
	size_t len = 0;

	*odd = 0;
	*changed = false;
	while (s < end) {
		unsigned char b = (unsigned char)*s;

		if (b > ' ' && b < 0x80 && b != '-' && len < room) {
			out[len++] = *s++;
			continue;
		}
		if (b < 0x80) {
			c = b;
			s++;
		} else {
			if (sequence((const unsigned char *)s, (size_t)(end - s)) == 0) {
				*odd = TEXT_BAD;
				break;
			}
			*changed = true;
			c = text_next(&s, end);
		}
		if (c == '-' || c == ' ' || (c >= 9 && c <= 13) || (c >= 0x80 &&
		    (is_blank(c) || IN(invisible, c) || IN(hyphen, c)))) {
			*changed = true;
			continue;
		}
		if (c >= 0xff01 && c <= 0xff5e)
			c = c - 0xff01 + '!';
		if (c >= 0x80) {
			*odd = c;
			break;
		}
		if (len == room)
			return room + 1;
		out[len++] = (char)c;
	}
	return len;
}
