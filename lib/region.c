#include "region.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "table.h"

#define PREFECTURES 10000	/* the first four digits of a code */

struct row {
	int32_t code;
	uint16_t from, until;	/* years, 0: none given */
	uint32_t name : 31;	/* place in the names */
	uint32_t gathers : 1;	/* counties, and has no people of its own */
};

/*
 * Rows are sorted by code, then by period.  `block` leads from the first four digits to a
 * block of 100 cells (block 0 is empty), a cell to the first row of its code plus one.  Two
 * small steps instead of a table of a million keep the whole in a processor's second cache.
 */
struct region_table {
	struct row *row;
	unsigned rows;
	char *names;
	size_t used;
	uint16_t block[PREFECTURES];
	uint16_t (*cell)[100];
	unsigned blocks;
	bool counties[PREFECTURES];	/* has a county today, summary codes apart */
};

static const char *
name_of(const struct region_table *t, unsigned row)
{
	return t->names + t->row[row].name;
}

static bool
one_of(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

static bool
gathers(const char *name)
{
	static const char *const list[] = { "市辖区", "市区", "县", "省直辖县级行政区划",
		"自治区直辖县级行政区划", "省直辖行政单位", "省直辖县级行政单位",
		"自治区直辖县级行政单位", "省直辖", "市", "县级市", NULL };

	return one_of(name, list);
}

static bool
read_year(struct table_field f, uint16_t *year)
{
	int y = f.n == 0 ? 0 : table_number(f, 4);

	*year = (uint16_t)(y > 0 ? y : 0);
	return y >= 0;
}

/* Adds a row; false when it is malformed or out of order. */
static bool
add(struct region_table *t, const char **s, const char *end)
{
	struct row *r = &t->row[t->rows];
	struct table_field f[4];
	uint16_t *block;
	int code;

	if (table_row(s, end, f, 4) != 4)
		return false;
	code = table_number(f[0], 6);
	if (code < 100000 || f[1].n == 0 || !read_year(f[2], &r->from) ||
	    !read_year(f[3], &r->until) || (r->until > 0 && r->until < r->from))
		return false;
	if (t->rows > 0 && (code < r[-1].code || (code == r[-1].code &&
	    (r[-1].until == 0 || r->from < r[-1].until))))
		return false;
	if (t->rows == UINT16_MAX - 1)
		return false;
	r->code = code;
	r->name = (uint32_t)t->used & 0x7fffffff;
	memcpy(t->names + t->used, f[1].s, f[1].n);
	t->used += f[1].n + 1;
	r->gathers = gathers(name_of(t, t->rows));
	block = &t->block[code / 100];
	if (*block == 0) {
		t->cell = mem_grow(t->cell, t->blocks + 1, sizeof *t->cell);
		memset(t->cell[t->blocks], 0, sizeof *t->cell);
		*block = (uint16_t)t->blocks++;
	}
	if (t->cell[*block][code % 100] == 0)
		t->cell[*block][code % 100] = (uint16_t)(t->rows + 1);
	if (code % 100 != 0 && r->until == 0 && !r->gathers)
		t->counties[code / 100] = true;
	t->rows++;
	return true;
}

struct region_table *
region_read(const char *text, size_t n, unsigned *line)
{
	const char *end = text + n, *p;
	struct region_table *t = mem_alloc(sizeof *t);
	size_t lines = 1;

	for (p = text; p < end; p++)
		lines += *p == '\n';
	t->row = mem_alloc(lines * sizeof *t->row);
	t->names = mem_alloc(n + 1);
	t->cell = mem_alloc(sizeof *t->cell);
	t->blocks = 1;
	*line = 1;
	if (!table_head(&text, end, "code,name,from,until"))
		goto bad;
	while (text < end) {
		++*line;
		if (!add(t, &text, end))
			goto bad;
	}
	t->names = mem_grow(t->names, t->used + 1, 1);
	t->row = mem_grow(t->row, t->rows, sizeof *t->row);
	return t;
bad:
	region_free(t);
	return NULL;
}

void
region_free(struct region_table *t)
{
	if (t == NULL)
		return;
	free(t->row);
	free(t->names);
	free(t->cell);
	free(t);
}

/* First row of a code, t->rows when there is none. */
static unsigned
find(const struct region_table *t, int code)
{
	unsigned k;

	if (code < 100000 || code > 999999)
		return t->rows;
	k = t->cell[t->block[code / 100]][code % 100];
	return k > 0 ? k - 1 : t->rows;
}

enum region_state
region_check(const struct region_table *t, int code, int year)
{
	unsigned first = find(t, code), i;
	bool older = false, newer = false;

	if (first == t->rows) {
		if (find(t, code / 10000 * 10000) == t->rows)
			return REGION_UNKNOWN_PROVINCE;
		/* xx01 and xx20 stand on real cards though in no edition of the standard */
		return (code % 100 == 1 || code % 100 == 20) &&
		    find(t, code / 100 * 100) != t->rows ? REGION_SUMMARY : REGION_UNKNOWN;
	}
	for (i = first; year > 0 && i < t->rows && t->row[i].code == code; i++) {
		if (t->row[i].until > 0 && t->row[i].until < year)
			older = true;
		else if (t->row[i].from > year)
			newer = true;
		else
			break;
	}
	if (year > 0 && (i == t->rows || t->row[i].code != code) && (older || newer))
		return newer ? REGION_NEWER : REGION_ABOLISHED;
	if (code % 100 == 0)
		return code % 10000 == 0 || t->counties[code / 100] ? REGION_SUMMARY :
		    REGION_KNOWN;
	return t->row[first].gathers ? REGION_SUMMARY : REGION_KNOWN;
}

const char *
region_name(const struct region_table *t, int code, int year)
{
	unsigned i = find(t, code);

	if (i == t->rows)
		return NULL;
	while (i + 1 < t->rows && t->row[i + 1].code == code &&
	    (year <= 0 || t->row[i + 1].from <= year))
		i++;
	return name_of(t, i);
}

/* Bytes of a province's name without what kind of province it is. */
static size_t
short_name(const char *name)
{
	static const char *const kind[] = { "特别行政区", "壮族自治区", "回族自治区",
		"维吾尔自治区", "自治区", "省", "市" };
	size_t n = strlen(name), k, i;

	for (i = 0; i < sizeof kind / sizeof *kind; i++) {
		k = strlen(kind[i]);
		if (n > k && strcmp(name + n - k, kind[i]) == 0)
			return n - k;
	}
	return n;
}

int
region_province(const struct region_table *t, const char *s, size_t n)
{
	const char *name;
	size_t len;
	unsigned i;
	int code;

	if ((n == 2 || n == 6) && s[0] >= '1' && s[0] <= '9') {
		code = table_number((struct table_field){ s, n }, n);
		code = n == 2 ? code : code / 10000;
		if (code < 10 || find(t, code * 10000) == t->rows)
			return 0;
		return code == 83 ? 71 : code;	/* the code of permits of Taiwan's residents */
	}
	for (code = 11; code <= 82; code++) {
		i = find(t, code * 10000);
		if (i == t->rows)
			continue;
		name = name_of(t, i);
		len = strlen(name);
		/* the whole name may lead on to a city; a short one may begin another name */
		if ((n >= len && memcmp(s, name, len) == 0) ||
		    (n == short_name(name) && memcmp(s, name, n) == 0))
			return code;
	}
	return 0;
}

void
region_each(const struct region_table *t, void (*fn)(const char *, int, void *), void *arg)
{
	unsigned i;

	for (i = 0; i < t->rows; i++)
		if (t->row[i].until == 0 && !t->row[i].gathers && t->row[i].code / 10000 != 83)
			fn(name_of(t, i), t->row[i].code, arg);
}
