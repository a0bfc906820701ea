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
enum { MOST_LINES = 1024 };	/* of a block: what is kept for each is larger than a short line */

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
	bool begun;			/* a byte order mark has been looked for */
	uint64_t number;		/* of the next line */
	struct buf have;		/* bytes not yet given out, from `at` on */
	size_t at;
	struct rows_mark mark;		/* how far from `at` on an end has been looked for */
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
	char *const *p = paths;

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
	do {
		const char *name = *p != NULL && strcmp(*p, "-") != 0 ? *p : NULL;

		if (name == NULL ? fstat(STDIN_FILENO, &st) != 0 :
		    access(name, R_OK) != 0 || stat(name, &st) != 0)
			status_die(USAGE, "%s:", name != NULL ? name : "standard input");
		if (S_ISDIR(st.st_mode))
			status_die(USAGE, "is a directory: %s", name != NULL ? name :
			    "standard input");
		in->total += S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	} while (*p != NULL && *++p != NULL);
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

static bool
cut_end(char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	if (n < m || strcasecmp(s + n - m, end) != 0)
		return false;
	s[n - m] = '\0';
	return true;
}

/* CSV or JSON Lines: by the name, else by whether the first line is a heading. */
static enum form
form_of(struct input *in, const char *s, size_t n)
{
	static const char *const packed[] = { ".gz", ".zst", ".xz", ".bz2" };
	static const char *const jsonl[] = { ".jsonl", ".ndjson", ".json" };
	const char *name = source_name(in->source);
	char *base = mem_copy(name, strlen(name));
	enum form f = UNKNOWN;
	size_t i;

	for (i = 0; i < 4; i++)
		cut_end(base, packed[i]);
	if (cut_end(base, ".csv"))
		f = ROWS;
	for (i = 0; i < 3; i++)
		if (cut_end(base, jsonl[i]))
			f = LINES;
	free(base);
	if (f != UNKNOWN)
		return f;
	if (*s == '{' || n > RECORD_LINE)
		return LINES;
	if (in->cd != (iconv_t)-1) {
		if (!convert(in, s, n))
			return LINES;
		s = in->utf8.s;
		n = in->utf8.len;
	}
	return rows_is_heading(in->rows, s, n) ? ROWS : LINES;
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
	if (!convert(in, s, n))
		l->bad = "not GB18030";
	else if (in->utf8.len > RECORD_LINE)
		l->bad = too_long;
	else
		text(b, l, in->utf8.s, in->utf8.len);
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
	if (n - (s[n - 1] == '\n') > RECORD_LINE)
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
	if (in->json.len > RECORD_LINE)
		why = too_long;
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

/* A further piece of the line that is too long, with or without its end. */
static void
give_rest(struct input *in, struct block *b, const char *s, size_t n, bool end)
{
	struct input_line *l = line(b, in->number - 1, too_long);

	l->more = l->mute = true;
	l->open = in->cutting = !end;
	raw(b, l, s, n);
}

/* Give out what is whole in `have`; all of it at the end. */
static void
give(struct input *in, struct block *b)
{
	struct input_line *l;
	const char *s, *end;
	size_t n, taken;

	while (in->at < in->have.len && b->lines < MOST_LINES &&
	    b->text_n + b->raw_n < 4 * INPUT_BLOCK) {
		s = in->have.s + in->at;
		n = in->have.len - in->at;
		if (in->form == ROWS && !in->cutting)
			taken = rows_length(s, n, &in->mark);
		else {
			end = memchr(s + in->mark.at, '\n', n - in->mark.at);
			taken = end != NULL ? (size_t)(end - s) + 1 : 0;
			in->mark.at = n;
		}
		if (taken == 0 && !in->ended && !in->cutting && n <= RECORD_LINE)
			return;
		in->mark = (struct rows_mark){ 0 };
		end = taken > 0 ? s + taken - 1 : NULL;
		if (taken == 0)
			taken = n;
		if (in->form == UNKNOWN) {
			in->form = form_of(in, s, taken);
			if (in->form == ROWS)
				continue;
		}
		n = taken - (s[taken - 1] == '\n');
		if (in->cutting) {
			give_rest(in, b, s, n, end != NULL || in->ended);
			in->at += taken;
		} else if (in->form != LINES && (n <= RECORD_LINE ||
		    memchr(s, '\n', taken) != NULL))
			in->at += give_row(in, b, s, taken);
		else {
			if (n <= RECORD_LINE)
				give_line(in, b, s, n);
			else {
				if (in->form == ROWS && in->number == 1)
					in->form = REFUSED_ROWS;
				l = line(b, in->number++, too_long);
				raw(b, l, s, n);
				l->open = in->cutting = end == NULL && !in->ended;
			}
			in->at += taken;
		}
	}
}

/* What is left when a source breaks. */
static void
refuse_rest(struct input *in, struct block *b, const char *why)
{
	struct input_line *l;

	if (in->cutting)
		give_rest(in, b, "", 0, true);
	l = line(b, in->number++, why);
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
			in->mark = (struct rows_mark){ 0 };
			in->begun = in->ended = in->cutting = false;
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

/* A byte order mark before the first line is no part of it. */
static void
skip_mark(struct input *in)
{
	bool utf8 = in->cd == (iconv_t)-1;
	const char *mark = utf8 ? "\xef\xbb\xbf" : "\x84\x31\x95\x33";
	size_t n = utf8 ? 3 : 4;

	if (in->begun || in->have.len - in->at < n)
		return;
	in->begun = true;
	if (in->number == 1 && in->form == UNKNOWN && memcmp(in->have.s + in->at, mark, n) == 0) {
		in->at += n;
		in->mark.at = 0;
	}
}

bool
input_read(struct input *in, struct block *b)
{
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
		if (in->at > 0) {
			memmove(in->have.s, in->have.s + in->at, in->have.len - in->at);
			to -= in->at;
			in->have.len -= in->at;
			in->at = 0;
		}
		got = in->ended ? 0 : source_read(in->source, to, INPUT_BLOCK, &why);
		in->have.len += got > 0 ? (size_t)got : 0;
		in->ended = got == 0;
		skip_mark(in);
		give(in, b);
		if (why != NULL) {
			refuse_rest(in, b, why);
			in->ended = true;
		} else if (in->ended && in->cutting && in->at == in->have.len)
			give_rest(in, b, "", 0, true);
		if (in->ended && in->at == in->have.len)
			in->inside = false;
	}
	memset(b->text + b->text_n, 0, SCAN_PAD);
	b->taken = in->done + (in->source != NULL ? source_taken(in->source) : 0);
	b->size = in->total;
	return true;
}
