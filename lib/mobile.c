#include "mobile.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "table.h"
#include "text.h"

#define CELLS 10000		/* digits 2 to 5; the first is always 1 */
#define SEGMENTS 255

struct segment {
	enum mobile_use use;
	char *operator;
};

/* Cells hold the number of a segment plus one, 0: not assigned. */
struct mobile_table {
	unsigned char eleven[CELLS], thirteen[CELLS];
	struct segment segment[SEGMENTS];
	unsigned segments;
};

static const struct {
	const char *word;
	enum mobile_use use;
} uses[] = {
	{ "mobile", MOBILE_ORDINARY }, { "mvno", MOBILE_RESALE },
	{ "satellite", MOBILE_SATELLITE }, { "data", MOBILE_DATA }, { "iot", MOBILE_IOT },
	{ "uncertain", MOBILE_RESERVED }, { "reserved", MOBILE_RESERVED },
};

/* Segments of equal use and operator are one; -1: no such use, or no room. */
static int
segment(struct mobile_table *t, struct table_field use, struct table_field operator,
    bool machine)
{
	size_t i, n = sizeof uses / sizeof *uses;
	enum mobile_use u;
	unsigned k;

	for (i = 0; i < n && !table_is(use, uses[i].word); i++)
		;
	if (i == n)
		return -1;
	u = machine ? MOBILE_MACHINE : uses[i].use;
	for (k = 0; k < t->segments; k++)
		if (t->segment[k].use == u && table_is(operator, t->segment[k].operator))
			return (int)k;
	if (t->segments == SEGMENTS)
		return -1;
	t->segment[k].use = u;
	t->segment[k].operator = mem_copy(operator.s, operator.n);
	return (int)t->segments++;
}

/* All cells under a prefix of three to five digits; false when it is none or already given. */
static bool
assign(unsigned char *cell, struct table_field prefix, int value)
{
	int first = table_number(prefix, prefix.n), count = 1, i;
	size_t k;

	if (prefix.n < 3 || prefix.n > 5 || first < 0)
		return false;
	for (k = prefix.n; k < 5; k++) {
		first *= 10;
		count *= 10;
	}
	first -= CELLS;
	if (first < 0 || first >= CELLS)
		return false;
	for (i = first; i < first + count; i++) {
		if (cell[i] != 0)
			return false;
		cell[i] = (unsigned char)(value + 1);
	}
	return true;
}

struct mobile_table *
mobile_read(const char *text, size_t n, unsigned *line)
{
	const char *end = text + n;
	struct mobile_table *t = mem_alloc(sizeof *t);
	struct table_field f[4];
	bool thirteen;
	int k;

	*line = 1;
	if (!table_head(&text, end, "prefix,length,operator,use"))
		goto bad;
	while (text < end) {
		++*line;
		if (table_row(&text, end, f, 4) < 4)
			goto bad;
		thirteen = table_is(f[1], "13");
		if (!thirteen && !table_is(f[1], "11"))
			goto bad;
		k = segment(t, f[3], f[2], thirteen);
		if (k < 0 || !assign(thirteen ? t->thirteen : t->eleven, f[0], k))
			goto bad;
	}
	return t;
bad:
	mobile_free(t);
	return NULL;
}

void
mobile_free(struct mobile_table *t)
{
	unsigned i;

	if (t == NULL)
		return;
	for (i = 0; i < t->segments; i++)
		free(t->segment[i].operator);
	free(t);
}

/* Eleven digits and nothing else, as nearly all numbers come. */
static bool
all_digits(const char *s)
{
	unsigned bad = 0;
	int i;

	for (i = 0; i < 11; i++)
		bad |= (unsigned)s[i] - '0' > 9;
	return !bad;
}

/* Digits of a number as typed, without the country's prefix; 0 when other things are in it. */
static size_t
digits(char out[16], const char *s, size_t n, bool *changed)
{
	char raw[24], *p = raw;
	size_t len, i, k;
	uint32_t odd;

	if (n == 11 && all_digits(s)) {
		memcpy(out, s, n);
		*changed = false;
		return n;
	}
	len = text_number(raw, sizeof raw, s, n, changed, &odd);
	if (odd != 0 || len > sizeof raw)
		return 0;
	for (i = k = 0; i < len; i++)
		if (raw[i] != '(' && raw[i] != ')')
			raw[k++] = raw[i];
	len = k;
	if (len >= 3 && memcmp(p, "+86", 3) == 0)
		k = 3;
	else if (len >= 4 && memcmp(p, "0086", 4) == 0)
		k = 4;
	else if ((len == 13 || len == 15) && memcmp(p, "861", 3) == 0)
		k = 2;
	else
		k = len == 12 && memcmp(p, "01", 2) == 0;	/* trunk prefix */
	p += k;
	len -= k;
	*changed |= p - raw > 0 || i != len + k;
	if (len > 13)
		return 0;
	for (i = 0; i < len; i++)
		if (p[i] < '0' || p[i] > '9')
			return 0;
	memcpy(out, p, len);
	return len;
}

void
mobile_check(struct mobile *m, const struct mobile_table *t, const char *s, size_t n)
{
	unsigned cell, k;

	m->len = (uint8_t)digits(m->number, s, n, &m->normalised);
	m->number[m->len] = 0;
	m->use = MOBILE_UNASSIGNED;
	m->operator = NULL;
	/* 1[3-9] of people; machines have 13 digits that begin with 14 or 106 */
	m->formed = (m->len == 11 && m->number[0] == '1' && m->number[1] >= '3') ||
	    (m->len == 13 && m->number[0] == '1' &&
	    (m->number[1] == '4' || (m->number[1] == '0' && m->number[2] == '6')));
	if (!m->formed) {
		m->len = 0;
		m->number[0] = 0;
		return;
	}
	cell = (unsigned)(m->number[1] - '0') * 1000 + (unsigned)(m->number[2] - '0') * 100 +
	    (unsigned)(m->number[3] - '0') * 10 + (unsigned)(m->number[4] - '0');
	k = m->len == 11 ? t->eleven[cell] : t->thirteen[cell];
	if (k > 0) {
		m->use = t->segment[k - 1].use;
		m->operator = t->segment[k - 1].operator;
	}
}

/* Is it the outcome of mobile_mask already? */
static bool
masked(const char s[11])
{
	int i;

	for (i = 0; i < 11; i++)
		if (i >= 3 && i < 7 ? s[i] != '*' : s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

size_t
mobile_mask(char out[24], const char *s, size_t n)
{
	char number[16];
	size_t len, head = 0, tail = 0, stars = 4;
	bool changed;

	if (n == 11 && all_digits(s)) {
		memcpy(out, s, 3);
		memcpy(out + 3, "****", 4);
		memcpy(out + 7, s + 7, 4);
		out[11] = '\0';
		return n;
	}
	len = digits(number, s, n, &changed);
	if (len == 0 && n == 11 && masked(s)) {
		memcpy(number, s, n);
		len = n;
	}
	if (len == 11 || len == 13) {
		head = 3;
		tail = 4;
		stars = len - 7;
	}
	memcpy(out, number, head);
	memset(out + head, '*', stars);
	memcpy(out + head + stars, number + len - tail, tail);
	len = head + stars + tail;
	out[len] = 0;
	return len;
}
