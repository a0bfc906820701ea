#include "input.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "record.h"
#include "rows.h"
#include "scan.h"
#include "source.h"
#include "status.h"

enum form { UNKNOWN, LINES, ROWS, REFUSED_ROWS };

struct input {
	char *const *path;		/* the next one to open */
	char **names;			/* every file's name, for blocks that outlive their file */
	size_t count;
	bool only_stdin;
	iconv_t cd;			/* (iconv_t)-1: UTF-8 */
	struct rows *rows;
	uint64_t done, total;		/* bytes of files that are through, of all */

	struct source *source;		/* open file; NULL: open the next */
	bool inside;			/* a file of source is begun */
	bool ended;			/* source has no more bytes */
	enum form form;
	uint64_t number;		/* of the next line */
	struct buf have;		/* bytes not yet given out, from `at` on */
	size_t at;
	bool cutting;			/* in the rest of a line that is too long */
	struct buf utf8, json;		/* of the line at hand */
};

static const char too_long[] = "longer than 1 MiB";

void
input_block_free(struct block *b)
{
	free(b->text);
	free(b->raw);
	free(b->line);
	*b = (struct block){ 0 };
}

struct input *
input_new(char *const *paths, const char *encoding, const struct term_table *terms,
    const char *map)
{
	struct input *in = mem_alloc(sizeof *in);
	struct stat st;
	char *const *p;

	in->path = paths;
	in->only_stdin = *paths == NULL;
	in->cd = (iconv_t)-1;
	if (encoding != NULL && strcasecmp(encoding, "gb18030") == 0) {
		in->cd = iconv_open("UTF-8", "GB18030");
		if (in->cd == (iconv_t)-1)
			status_die(FAILED, "the system cannot convert GB18030:");
	} else if (encoding != NULL && strcasecmp(encoding, "utf-8") != 0)
		status_die(USAGE, "--encoding: utf-8 or gb18030 expected: %s", encoding);
	in->rows = rows_new(terms, map);
	for (p = paths; *p != NULL; p++) {
		if (strcmp(*p, "-") == 0)
			continue;
		if (access(*p, R_OK) != 0 || stat(*p, &st) != 0)
			status_die(USAGE, "%s:", *p);
		if (S_ISDIR(st.st_mode))
			status_die(USAGE, "is a directory: %s", *p);
		in->total += S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	}
	return in;
}

void
input_free(struct input *in)
{
	if (in == NULL)
		return;
	source_close(in->source);
	rows_free(in->rows);
	if (in->cd != (iconv_t)-1)
		iconv_close(in->cd);
	while (in->count > 0)
		free(in->names[--in->count]);
	free(in->names);
	buf_free(&in->have);
	buf_free(&in->utf8);
	buf_free(&in->json);
	free(in);
}

/* Room in a block for n more bytes of text. */
static char *
room(char **s, size_t used, size_t *size, size_t n)
{
	if (*size - used < n + SCAN_PAD) {
		*size = used + n + SCAN_PAD > *size * 2 ? used + n + SCAN_PAD : *size * 2;
		*s = mem_grow(*s, *size, 1);
	}
	return *s + used;
}

static struct input_line *
line(struct block *b, uint64_t number, const char *bad)
{
	struct input_line *l;

	if (b->lines == b->room) {
		b->room = b->room > 0 ? b->room * 2 : 1024;
		b->line = mem_grow(b->line, b->room, sizeof *b->line);
	}
	l = &b->line[b->lines++];
	*l = (struct input_line){ .number = number, .bad = bad };
	return l;
}

/* Note the line as it was. */
static void
raw(struct block *b, struct input_line *l, const char *s, size_t n)
{
	memcpy(room(&b->raw, b->raw_n, &b->raw_size, n), s, n);
	l->raw_at = (uint32_t)b->raw_n;
	l->raw_n = (uint32_t)n;
	b->raw_n += n;
}

static void
text(struct block *b, struct input_line *l, const char *s, size_t n)
{
	char *p = room(&b->text, b->text_n, &b->text_size, n + 1);

	memcpy(p, s, n);
	p[n] = '\n';
	l->at = (uint32_t)b->text_n;
	l->n = (uint32_t)n;
	b->text_n += n + 1;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* CSV or JSON Lines: by the name, else by whether the first line is a heading. */
static enum form
form_of(struct input *in, const char *s, size_t n)
{
	static const char *const packed[] = { ".gz", ".zst", ".xz", ".bz2", "" };
	static const char *const jsonl[] = { ".jsonl", ".ndjson", ".json" };
	const char *name = source_name(in->source);
	char *base = mem_copy(name, strlen(name));
	enum form f = UNKNOWN;
	size_t i;

	for (i = 0; i < 4; i++)
		if (ends_with(base, packed[i]))
			base[strlen(base) - strlen(packed[i])] = '\0';
	if (ends_with(base, ".csv"))
		f = ROWS;
	for (i = 0; i < 3; i++)
		if (ends_with(base, jsonl[i]))
			f = LINES;
	free(base);
	if (f == UNKNOWN)
		f = n > 0 && *s == '{' ? LINES : rows_is_heading(in->rows, s, n) ? ROWS : LINES;
	return f;
}

/* GB18030 to UTF-8 in in->utf8; false: some byte is not GB18030.  Line ends, quotes and commas
 * are never part of a longer character, so lines are cut before. */
static bool
convert(struct input *in, const char *s, size_t n)
{
	struct buf *out = &in->utf8;
	char *from = (char *)(uintptr_t)s, *to;
	size_t left = n, space = n * 2 + 16;

	out->len = 0;
	to = buf_room(out, space + SCAN_PAD);
	iconv(in->cd, NULL, NULL, NULL, NULL);
	if (iconv(in->cd, &from, &left, &to, &space) == (size_t)-1)
		return false;
	out->len = (size_t)(to - out->s);
	return true;
}

static void
give_line(struct input *in, struct block *b, const char *s, size_t n)
{
	struct input_line *l = line(b, in->number++, NULL);

	if (in->cd == (iconv_t)-1) {
		text(b, l, s, n);
		return;
	}
	raw(b, l, s, n);
	if (convert(in, s, n))
		text(b, l, in->utf8.s, in->utf8.len);
	else
		l->bad = "not GB18030";
}

/* One row of n bytes (line end included). Its first line is refused when it is none: the next row
 * begins on the next line, so that a stray quote costs one line.  Returns the bytes taken. */
static size_t
give_row(struct input *in, struct block *b, const char *s, size_t n)
{
	const char *why = NULL, *row = s, *p;
	size_t row_n = n, keep = n;
	bool heading = in->form == ROWS && in->number == 1;
	struct input_line *l;
	uint64_t number = in->number;

	in->json.len = 0;
	if (n > RECORD_LINE)
		why = too_long;
	else if (in->cd != (iconv_t)-1) {
		if (!convert(in, s, n))
			why = "not GB18030";
		row = in->utf8.s;
		row_n = in->utf8.len;
	}
	if (in->form == REFUSED_ROWS)
		why = "the file's heading was refused";
	else if (why == NULL && heading)
		why = rows_heading(in->rows, row, row_n);
	else if (why == NULL)
		why = rows_row(in->rows, row, row_n, &in->json);
	if (why != NULL) {
		if (heading)
			in->form = REFUSED_ROWS;
		p = memchr(s, '\n', n);
		keep = p != NULL ? (size_t)(p - s) + 1 : n;
	}
	for (p = s; (p = memchr(p, '\n', keep - (size_t)(p - s))) != NULL; p++)
		in->number++;
	if (in->number == number)
		in->number++;
	if (heading && why == NULL)
		return keep;
	l = line(b, number, why);
	l->mute = in->form == REFUSED_ROWS && !heading;
	raw(b, l, s, keep - (keep > 0 && s[keep - 1] == '\n'));
	if (why == NULL)
		text(b, l, in->json.s, in->json.len);
	return keep;
}

/* Give out what is whole in `have`; all of it at the end. */
static void
give(struct input *in, struct block *b)
{
	struct input_line *l;
	const char *s, *end;
	size_t n, taken;

	while (in->at < in->have.len && b->text_n + b->raw_n < 4 * INPUT_BLOCK) {
		s = in->have.s + in->at;
		n = in->have.len - in->at;
		if (in->cutting) {
			end = memchr(s, '\n', n);
			taken = end != NULL ? (size_t)(end - s) : n;
			l = line(b, in->number - 1, too_long);
			l->more = l->mute = true;
			raw(b, l, s, taken);
			in->cutting = end == NULL;
			in->at += taken + (end != NULL);
			continue;
		}
		end = memchr(s, '\n', n);
		if (in->form == UNKNOWN) {
			if (end == NULL && !in->ended && n <= RECORD_LINE)
				return;
			in->form = form_of(in, s, end != NULL ? (size_t)(end - s) : n);
		}
		if (in->form == ROWS && (taken = rows_length(s, n)) == 0) {
			if (!in->ended && n <= RECORD_LINE)
				return;
			taken = n;
		} else if (in->form != ROWS) {
			if (end == NULL && !in->ended && n <= RECORD_LINE)
				return;
			taken = end != NULL ? (size_t)(end - s) + 1 : n;
		}
		if (in->form != LINES && (taken <= RECORD_LINE || end != NULL)) {
			in->at += give_row(in, b, s, taken);
			continue;
		}
		n = taken - (s[taken - 1] == '\n');
		if (n <= RECORD_LINE)
			give_line(in, b, s, n);
		else {
			l = line(b, in->number++, too_long);
			raw(b, l, s, n);
			in->cutting = end == NULL && !in->ended;
		}
		in->at += taken;
	}
}

static void
refuse_rest(struct input *in, struct block *b, const char *why)
{
	struct input_line *l = line(b, in->number++, why);

	raw(b, l, in->have.s + in->at, in->have.len - in->at);
	in->at = in->have.len;
}

/* Stand in a file of an open source; false: no input left. */
static bool
enter(struct input *in, struct block *b)
{
	const char *why, *path;

	while (!in->inside) {
		if (in->source == NULL) {
			if (*in->path == NULL && !in->only_stdin)
				return false;
			path = in->only_stdin ? "-" : *in->path++;
			in->only_stdin = false;
			in->source = source_open(path);
			if (in->source == NULL)
				status_die(FAILED, "%s:", path);
		}
		in->inside = source_next(in->source, &why);
		if (in->inside || why != NULL) {
			in->names = mem_grow(in->names, in->count + 1, sizeof *in->names);
			path = source_name(in->source);
			b->file = in->names[in->count++] = mem_copy(path, strlen(path));
			in->number = 1;
			in->form = UNKNOWN;
			in->have.len = in->at = 0;
			in->ended = in->cutting = false;
		}
		if (why != NULL)
			line(b, 1, why);
		if (!in->inside) {
			in->done += source_taken(in->source);
			source_close(in->source);
			in->source = NULL;
			if (why != NULL)
				return true;
		}
	}
	return true;
}

bool
input_read(struct input *in, struct block *b)
{
	static const char bom[] = "\xef\xbb\xbf";
	const char *why = NULL;
	char *to;
	ssize_t got;

	b->text_n = b->raw_n = b->lines = 0;
	room(&b->text, 0, &b->text_size, INPUT_BLOCK);
	while (b->lines == 0) {
		if (!enter(in, b))
			return false;
		if (b->lines > 0)
			break;
		b->file = in->names[in->count - 1];
		give(in, b);
		if (b->lines > 0)
			break;
		to = buf_room(&in->have, INPUT_BLOCK + SCAN_PAD);
		memmove(in->have.s, in->have.s + in->at, in->have.len - in->at);
		to -= in->at;
		in->have.len -= in->at;
		in->at = 0;
		got = in->ended ? 0 : source_read(in->source, to, INPUT_BLOCK, &why);
		in->have.len += got > 0 ? (size_t)got : 0;
		if (in->number == 1 && in->form == UNKNOWN && in->have.len >= 3 &&
		    memcmp(in->have.s, bom, 3) == 0)
			in->at = 3;
		in->ended = got == 0;
		give(in, b);
		if (why != NULL) {
			refuse_rest(in, b, why);
			in->ended = true;
		}
		if (in->ended && in->at == in->have.len)
			in->inside = false;
	}
	memset(b->text + b->text_n, 0, SCAN_PAD);
	b->taken = in->done + (in->source != NULL ? source_taken(in->source) : 0);
	b->size = in->total;
	return true;
}
