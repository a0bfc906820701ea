#include "scan.h"

#include <emmintrin.h>
#include <string.h>

#include "mem.h"
#include "scan_int.h"

struct state {
	const char *s, *p, *end;
	const struct scan_names *names;
	uint32_t *at, *size;
	struct scan_room *room;
	struct scan_error *error;
	uint32_t close;
};

static bool
fail(struct state *c, const char *at, const char *what)
{
	c->error->at = (size_t)((at < c->end ? at : c->end) - c->s);
	c->error->what = what;
	return false;
}

static int
hex4(const char *p, const char *end)
{
	int i, v = 0;

	if (end - p < 4)
		return -1;
	for (i = 0; i < 4; i++) {
		char ch = p[i];

		v = v * 16 + (ch >= '0' && ch <= '9' ? ch - '0' : ch >= 'a' && ch <= 'f' ?
		    ch - 'a' + 10 : ch >= 'A' && ch <= 'F' ? ch - 'A' + 10 : -0x100000);
		if (v < 0)
			return -1;
	}
	return v;
}

/* One well-formed sequence of two to four bytes (RFC 3629 table 3-7): its length, or 0. */
static inline int
sequence(const char *s, const char *end)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t w;

	memcpy(&w, p, sizeof w);
	if (end - s >= 3 && (w & 0x00c0c0f0) == 0x008080e0)
		return (p[0] != 0xe0 || p[1] >= 0xa0) && (p[0] != 0xed || p[1] < 0xa0) ? 3 : 0;
	if (end - s >= 2 && p[0] >= 0xc2 && p[0] <= 0xdf && (p[1] & 0xc0) == 0x80)
		return 2;
	if (end - s >= 4 && (w & 0xc0c0c0f8) == 0x808080f0 && p[0] <= 0xf4 &&
	    (p[0] != 0xf0 || p[1] >= 0x90) && (p[0] != 0xf4 || p[1] < 0x90))
		return 4;
	return 0;
}

/* An escape at p (which stands on the backslash): past it, or NULL. */
static const char *
escape(struct state *c, const char *p)
{
	int v;

	if (p + 1 >= c->end || strchr("\"\\/bfnrtu", p[1]) == NULL || p[1] == '\0') {
		fail(c, p, "unknown escape in a string");
		return NULL;
	}
	if (p[1] != 'u')
		return p + 2;
	v = hex4(p + 2, c->end);
	if (v < 0)
		fail(c, p, "\\u without four hexadecimal digits");
	else if (v >= 0xdc00 && v <= 0xdfff)
		fail(c, p, "half of a surrogate pair");
	else if (v < 0xd800 || v > 0xdbff)
		return p + 6;
	else if (c->end - p >= 12 && p[6] == '\\' && p[7] == 'u' &&
	    (v = hex4(p + 8, c->end)) >= 0xdc00 && v <= 0xdfff)
		return p + 12;
	else
		fail(c, p, "half of a surrogate pair");
	return NULL;
}

/* c->p behind the opening quote; moves it behind the closing one. */
static inline bool
string(struct state *c, bool *escaped)
{
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'),
	    space = _mm_set1_epi8(0x20);
	const char *p = c->p, *end = c->end;
	int mask, len;

	*escaped = false;
	while (p < end) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);

		mask = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote),
		    _mm_cmpeq_epi8(v, slash)), _mm_cmplt_epi8(v, space)));
		if (mask == 0) {
			p += 16;
			continue;
		}
		p += __builtin_ctz((unsigned)mask);
		if (p >= end)
			break;
		if (*p == '"') {
			c->p = p + 1;
			return true;
		}
		if (*p == '\\') {
			*escaped = true;
			p = escape(c, p);
			if (p == NULL)
				return false;
			continue;
		}
		if ((unsigned char)*p < 0x20)
			return fail(c, p, *p == '\0' ? "NUL in a string" :
			    "control character in a string");
		do {
			len = sequence(p, end);
			if (len == 0)
				return fail(c, p, "invalid UTF-8");
			p += len;
		} while (p < end && (unsigned char)*p >= 0x80);
	}
	return fail(c, c->s, "a string that does not end");
}

static inline bool
digit(const struct state *c, const char *p)
{
	return p < c->end && *p >= '0' && *p <= '9';
}

static bool
number(struct state *c)
{
	const char *p = c->p;

	if (*p == '-')
		p++;
	if (!digit(c, p))
		return fail(c, p, "a number without digits");
	if (*p == '0')
		p++;
	else
		while (digit(c, p))
			p++;
	if (p < c->end && *p == '.') {
		p++;
		if (!digit(c, p))
			return fail(c, p, "a fraction without digits");
		while (digit(c, p))
			p++;
	}
	if (p < c->end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < c->end && (*p == '+' || *p == '-'))
			p++;
		if (!digit(c, p))
			return fail(c, p, "an exponent without digits");
		while (digit(c, p))
			p++;
	}
	c->p = p;
	return true;
}

static bool
literal(struct state *c, const char *word, size_t n)
{
	if ((size_t)(c->end - c->p) < n || memcmp(c->p, word, n) != 0)
		return fail(c, c->p, "not a JSON value");
	c->p += n;
	return true;
}

static inline void
blanks(struct state *c)
{
	if (c->p < c->end && *c->p > ' ')
		return;
	while (c->p < c->end &&
	    (*c->p == ' ' || *c->p == '\t' || *c->p == '\n' || *c->p == '\r'))
		c->p++;
}

/* Length of a name of ASCII letters that ends within 16 bytes from c->p; 0: look closer. */
static inline size_t
short_name(const struct state *c)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)c->p);
	unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_or_si128(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')),
	    _mm_cmplt_epi8(v, _mm_set1_epi8(0x20)))));
	size_t n = mask != 0 ? (size_t)__builtin_ctz(mask) : 0;

	return n > 0 && c->p + n < c->end && c->p[n] == '"' ? n : 0;
}

/* A member's name: c->p on its quote; moves behind the colon.  *want: its index or -1. */
static inline bool
name(struct state *c, unsigned depth, int *want)
{
	struct scan_room *r = c->room;
	struct scan_seen e, *seen;
	size_t i, n, base = r->base[depth];
	bool escaped, maybe;
	uint64_t bit;
	const char *text;

	if (c->p >= c->end || *c->p != '"')
		return fail(c, c->p, "expected a name in quotes");
	e.at = (uint32_t)(++c->p - c->s);
	n = short_name(c);
	if (n > 0) {
		c->p += n + 1;
		e.len = (uint32_t)n;
		text = c->s + e.at;
	} else {
		if (!string(c, &escaped))
			return false;
		e.len = (uint32_t)(c->p - c->s - 1) - e.at;
		text = c->s + e.at;
		n = e.len;
		if (escaped)
			text = scan_seen_text(r, c->s, &e, &n);
	}
	e.hash = scan_hash(text, n);
	bit = 1ull << (e.hash >> 58);
	maybe = (r->bits[depth][e.hash >> 56 & 3] & bit) != 0;
	r->bits[depth][e.hash >> 56 & 3] |= bit;
	*want = depth == 1 && c->names != NULL ? scan_find(c->names, text, n, e.hash) : -1;
	if (maybe && r->count - base < SCAN_LINEAR)
		for (i = base; i < r->count; i++)
			if (r->seen[i].hash == e.hash &&
			    scan_seen_compare(r, c->s, &r->seen[i], &e) == 0)
				return fail(c, c->s + e.at, "a name that stands twice");
	if (r->count == r->size) {
		r->size *= 2;
		r->seen = mem_grow(r->seen, r->size, sizeof *r->seen);
	}
	/* member by member: a copy of the whole would wait for the stores of its parts */
	seen = &r->seen[r->count++];
	seen->hash = e.hash;
	seen->at = e.at;
	seen->len = e.len;
	blanks(c);
	if (c->p >= c->end || *c->p != ':')
		return fail(c, c->p, "expected a colon");
	c->p++;
	return true;
}

static inline void
enter(struct scan_room *r, unsigned depth, char kind)
{
	r->kind[depth] = kind;
	r->base[depth] = (uint32_t)r->count;
	memset(r->bits[depth], 0, sizeof r->bits[depth]);
}

/* One whole value and nothing behind it. */
static bool
scan(struct state *c)
{
	struct scan_room *r = c->room;
	unsigned depth = 0;
	uint32_t start = 0;
	const struct scan_seen *twice;
	int want = -1;
	bool escaped;

	r->count = 0;
value:
	blanks(c);
	if (c->p >= c->end)
		return fail(c, c->p, c->p == c->s ? "an empty line" :
		    "the line ends too early");
	if (depth == 1)
		start = (uint32_t)(c->p - c->s);
	switch (*c->p) {
	case '"':
		c->p++;
		if (!string(c, &escaped))
			return false;
		break;
	case '{':
	case '[':
		if (depth == SCAN_DEPTH)
			return fail(c, c->p, "nested deeper than 256");
		enter(r, ++depth, *c->p++);
		blanks(c);
		if (c->p < c->end && *c->p == (r->kind[depth] == '{' ? '}' : ']'))
			goto leave;
		if (r->kind[depth] == '{') {
			int w;

			if (!name(c, depth, &w))
				return false;
			if (depth == 1)
				want = w;
		}
		goto value;
	case 't':
		if (!literal(c, "true", 4))
			return false;
		break;
	case 'f':
		if (!literal(c, "false", 5))
			return false;
		break;
	case 'n':
		if (!literal(c, "null", 4))
			return false;
		break;
	default:
		if (*c->p != '-' && (*c->p < '0' || *c->p > '9'))
			return fail(c, c->p, "not a JSON value");
		if (!number(c))
			return false;
	}
behind:
	if (depth == 1 && want >= 0) {
		/* One that stands twice may be refused only at the end: noted once. */
		if (c->size[want] == 0)
			r->found[r->founds++] = (uint16_t)want;
		c->at[want] = start;
		c->size[want] = (uint32_t)(c->p - c->s) - start;
	}
	blanks(c);
	if (depth == 0)
		return c->p == c->end || fail(c, c->p, "something behind the value");
	if (c->p >= c->end)
		return fail(c, c->p, "the line ends too early");
	if (*c->p == ',') {
		c->p++;
		if (r->kind[depth] == '{') {
			int w;

			blanks(c);
			if (!name(c, depth, &w))
				return false;
			if (depth == 1)
				want = w;
		}
		goto value;
	}
	if (*c->p != (r->kind[depth] == '{' ? '}' : ']'))
		return fail(c, c->p, "expected a comma or a bracket");
leave:
	if (r->kind[depth] == '{' && r->count - r->base[depth] > SCAN_LINEAR &&
	    (twice = scan_seen_twice(r, c->s, r->base[depth])) != NULL)
		return fail(c, c->s + twice->at, "a name that stands twice");
	r->count = r->base[depth];
	c->close = (uint32_t)(c->p - c->s);
	c->p++;
	depth--;
	goto behind;
}

bool
scan_line(const char *s, size_t n, const struct scan_names *names, uint32_t *at,
    uint32_t *size, uint32_t *close, struct scan_room *room, struct scan_error *error)
{
	struct state c = { s, s, s + n, names, at, size, room, error, 0 };

	memset(size, 0, names->count * sizeof *size);
	if (room->found_size < names->count) {
		room->found_size = names->count;
		room->found = mem_grow(room->found, names->count, sizeof *room->found);
	}
	room->founds = 0;
	blanks(&c);
	if (c.p < c.end && *c.p != '{')
		return fail(&c, c.p, "not a JSON object");
	if (!scan(&c))
		return false;
	*close = c.close;
	return true;
}

bool
scan_value(const char *s, size_t n, struct scan_room *room, struct scan_error *error)
{
	struct state c = { s, s, s + n, NULL, NULL, NULL, room, error, 0 };

	return scan(&c);
}
