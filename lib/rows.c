#include "rows.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "record.h"
#include "scan.h"
#include "share.h"
#include "status.h"
#include "term.h"
#include "text.h"

enum { COLUMNS = 512, HEADINGS = 1024, LONGEST = 255, BLOCK = 65536 };

struct rows {
	struct csv_parser parser;
	const struct term_table *terms;
	char *file;			/* headings.csv, cut in pieces */
	const char *heading[HEADINGS], *member[HEADINGS];
	size_t headings;
	struct scan_names *index;
	char *map;
	/* the file at hand */
	char *name[COLUMNS];
	struct piece key[COLUMNS];	/* "name": as it stands in the object */
	int known[COLUMNS];		/* enum member or -1 */
	size_t columns;
	/* the row at hand */
	struct buf cells;		/* each cell's text and a NUL */
	struct { size_t at, n; } cell[COLUMNS];
	size_t count;
	unsigned ends;
};

static int
no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

static void
start(struct rows *c)
{
	if (csv_init(&c->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
		status_die(FAILED, "libcsv does not start");
	csv_set_space_func(&c->parser, no_blank);
	csv_set_blk_size(&c->parser, BLOCK);	/* else a field grows by 128 bytes */
}

static void
add(struct rows *c, const char *from, const char *heading, const char *member)
{
	size_t i;

	for (i = 0; i < c->headings && strcmp(c->heading[i], heading) != 0; i++)
		;
	if (i == HEADINGS || strlen(heading) > LONGEST || strlen(member) > LONGEST)
		status_die(USAGE, "%s: too many headings, or one too long", from);
	c->heading[i] = heading;
	c->member[i] = member;
	c->headings += i == c->headings;
}

static void
heading_row(void *arg, char **cell, unsigned line)
{
	if (member_find(cell[1], strlen(cell[1])) < 0)
		status_die(USAGE, "headings.csv:%u: no such member: %s", line, cell[1]);
	add(arg, "headings.csv", cell[0], cell[1]);
}

struct rows *
rows_new(const struct term_table *terms, const char *map)
{
	struct rows *c = mem_alloc(sizeof *c);
	char *p, *pair, *to;
	size_t n;
	int m;

	c->terms = terms;
	for (m = 0; m < MEMBERS; m++)
		add(c, "", member_name((enum member)m), member_name((enum member)m));
	c->file = share_read("headings.csv", &n);
	share_rows(c->file, 2, heading_row, c);
	p = c->map = map != NULL ? mem_copy(map, strlen(map)) : NULL;
	while ((pair = strsep(&p, ",")) != NULL) {
		to = strchr(pair, '=');
		if (to == NULL || to == pair || to[1] == '\0')
			status_die(USAGE, "--map: FROM=TO expected: %s", pair);
		*to++ = '\0';
		add(c, "--map", pair, to);
	}
	c->index = scan_names_new(c->heading, c->headings);
	start(c);
	return c;
}

static void
forget(struct rows *c)
{
	while (c->columns > 0) {
		free(c->name[--c->columns]);
		free((char *)(uintptr_t)c->key[c->columns].s);
	}
}

void
rows_free(struct rows *c)
{
	if (c == NULL)
		return;
	forget(c);
	csv_free(&c->parser);
	scan_names_free(c->index);
	buf_free(&c->cells);
	free(c->map);
	free(c->file);
	free(c);
}

static void
cell(void *s, size_t n, void *arg)
{
	struct rows *c = arg;

	if (c->count < COLUMNS) {
		c->cell[c->count].at = c->cells.len;
		c->cell[c->count].n = n;
		buf_put(&c->cells, s, n);
		buf_putc(&c->cells, '\0');
	}
	c->count++;
}

static void
end(int ch, void *arg)
{
	struct rows *c = arg;

	(void)ch;
	c->ends++;
}

/* Cut a row into cells.  After an error libcsv's csv_fini would make up a last row: it is not
 * called then, and the parser begins anew. */
static const char *
parse(struct rows *c, const char *s, size_t n)
{
	const char *why = NULL;

	if (n > 0 && s[n - 1] == '\n')
		n--;
	if (n > 0 && s[n - 1] == '\r')
		n--;
	c->cells.len = 0;
	c->count = 0;
	c->ends = 0;
	if (n == 0)
		return "an empty row";
	if (memchr(s, '\0', n) != NULL)
		return "NUL in a row";
	if (text_valid(s, n) != n)
		return "invalid UTF-8 (see --encoding)";
	if (csv_parse(&c->parser, s, n, cell, end, c) != n) {
		if (csv_error(&c->parser) == CSV_ENOMEM)
			status_die(FAILED, "out of memory");
		why = "misplaced quote in a row";
	}
	else if (csv_fini(&c->parser, cell, end, c) != 0)
		why = "a quote that does not end";
	else if (c->ends != 1)
		why = "carriage return outside of quotes";
	else if (c->count > COLUMNS)
		why = "more than 512 columns";
	if (why != NULL) {
		csv_free(&c->parser);
		start(c);
	}
	return why;
}

/* Index of a heading, blanks around it ignored; -1: not known. */
static int
find(const struct rows *c, const char *s, size_t n)
{
	while (n > 0 && (*s == ' ' || *s == '\t'))
		s++, n--;
	while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	return scan_names_find(c->index, s, n);
}

bool
rows_is_heading(struct rows *c, const char *row, size_t n)
{
	size_t i;

	if (parse(c, row, n) != NULL)
		return false;
	for (i = 0; i < c->count; i++)
		if (find(c, c->cells.s + c->cell[i].at, c->cell[i].n) >= 0)
			return true;
	return false;
}

const char *
rows_heading(struct rows *c, const char *row, size_t n)
{
	/* What a record may be about. */
	static const enum member subject[] = { M_ACCOUNT, M_USER, M_ID, M_SUBJECT, M_GROUP,
	    M_CREATOR, M_MANAGER, M_MEMBER, M_NAME, M_VERSION };
	const char *why = parse(c, row, n), *name;
	struct buf key = { 0 };
	bool whose = false;
	size_t i, k;
	int h;

	forget(c);
	if (why != NULL)
		return why;
	for (i = 0; i < c->count; i++) {
		const char *s = c->cells.s + c->cell[i].at;

		if (c->cell[i].n == 0 || c->cell[i].n > LONGEST)
			return c->cell[i].n == 0 ? "a column without a heading" :
			    "a heading longer than 255 bytes";
		h = find(c, s, c->cell[i].n);
		name = h >= 0 ? c->member[h] : s;
		for (k = 0; k < i; k++)
			if (strcmp(c->name[k], name) == 0)
				return "two columns are the same member";
		buf_json(&key, name, strlen(name));
		buf_putc(&key, ':');
		c->key[i] = (struct piece){ key.s, key.len };
		key = (struct buf){ 0 };
		c->name[i] = mem_copy(name, strlen(name));
		c->columns = i + 1;
		c->known[i] = member_find(name, strlen(name));
		for (k = 0; k < sizeof subject / sizeof *subject; k++)
			whose |= c->known[i] == (int)subject[k];
	}
	return whose ? NULL : "no column is an account, a user or another key (see --map)";
}

/* Is a text a number as JSON writes whole numbers? */
static bool
whole(const char *s, size_t n)
{
	size_t i = n > 0 && *s == '-' ? 1 : 0;

	if (i == n || (s[i] == '0' && n > i + 1))
		return false;
	for (; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

static void
list(struct buf *json, const char *s, size_t n)
{
	static const char wide[] = "\xef\xbc\x9b";	/* the full-width semicolon */
	const char *end_of = s + n, *p;
	bool any = false;

	buf_putc(json, '[');
	while (s < end_of) {
		for (p = s; p < end_of && *p != ';' &&
		    (end_of - p < 3 || memcmp(p, wide, 3) != 0); p++)
			;
		if (p > s) {
			if (any)
				buf_putc(json, ',');
			buf_json(json, s, (size_t)(p - s));
			any = true;
		}
		s = p + (p < end_of && *p != ';' ? 3 : 1);
	}
	buf_putc(json, ']');
}

const char *
rows_row(struct rows *c, const char *row, size_t n, struct buf *json)
{
	const char *why = parse(c, row, n), *value;
	size_t i, from = json->len;

	if (why != NULL)
		return why;
	if (c->count != c->columns)
		return c->count < c->columns ? "fewer cells than headings" :
		    "more cells than headings";
	buf_putc(json, '{');
	for (i = 0; i < c->count; i++) {
		const char *s = c->cells.s + c->cell[i].at;
		size_t len = c->cell[i].n;
		int m = c->known[i];

		if (len == 0)
			continue;
		if (json->len > from + 1)
			buf_putc(json, ',');
		buf_put(json, c->key[i].s, c->key[i].n);
		value = m >= 0 && member_type((enum member)m) == MEMBER_BOOL ?
		    term_value(c->terms, TERM_BOOL, s, len) : NULL;
		if (value != NULL)
			buf_puts(json, value);
		else if (m >= 0 && member_type((enum member)m) == MEMBER_NUMBER &&
		    whole(s, len))
			buf_put(json, s, len);
		else if (m >= 0 && member_type((enum member)m) == MEMBER_LIST)
			list(json, s, len);
		else
			buf_json(json, s, len);
	}
	buf_putc(json, '}');
	return NULL;
}

size_t
rows_length(const char *s, size_t n, size_t *looked, bool *inside)
{
	const char *p = s + *looked, *end_of = s + n, *newline = NULL, *quote;

	while (p < end_of) {
		if (!*inside && (newline == NULL || newline < p)) {
			newline = memchr(p, '\n', (size_t)(end_of - p));
			if (newline == NULL)
				newline = end_of;
		}
		quote = memchr(p, '"', (size_t)((*inside ? end_of : newline) - p));
		if (quote == NULL) {
			if (!*inside && newline < end_of)
				return (size_t)(newline - s) + 1;
			break;
		}
		*inside = !*inside;
		p = quote + 1;
	}
	*looked = n;
	return 0;
}
