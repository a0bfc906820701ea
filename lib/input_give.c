#include "input.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "input_int.h"
#include "mem.h"
#include "record.h"
#include "rows.h"
#include "scan.h"
#include "source.h"

/* Of a block: what is kept for each is larger than a short line. */
enum { MOST_LINES = 4096 };

static const char too_long[] = "longer than 1 MiB";

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

/* One row of n bytes (line end included). Its first line is refused when it is none: the next
 * row begins on the next line, so that a stray quote costs one line.  Returns the bytes
 * taken. */
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

void
input_give(struct input *in, struct block *b)
{
	struct input_line *l;
	const char *s, *end;
	size_t n, taken, lines;

	while (in->at < in->have.len && b->lines < MOST_LINES &&
	    b->text_n + b->raw_n < 4 * INPUT_BLOCK) {
		s = in->have.s + in->at;
		n = in->have.len - in->at;
		if (in->form == ROWS && !in->cutting)
			taken = rows_length(s, n, &in->looked, &in->quoted);
		else {
			end = memchr(s + in->looked, '\n', n - in->looked);
			taken = end != NULL ? (size_t)(end - s) + 1 : 0;
			in->looked = n;
		}
		if (taken == 0 && !in->ended && !in->cutting && n <= RECORD_LINE)
			return;
		in->looked = 0;
		in->quoted = false;
		end = taken > 0 ? s + taken - 1 : NULL;
		if (taken == 0)
			taken = n;
		if (in->form == UNKNOWN) {
			in->form = form_of(in, s, taken - (s[taken - 1] == '\n'));
			if (in->form == ROWS)
				continue;
		}
		n = taken - (s[taken - 1] == '\n');
		lines = b->lines;
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
		if (in->ended && b->lines > lines && end == NULL)
			b->line[b->lines - 1].unended = true;
	}
	if (in->ended && in->cutting && in->at == in->have.len)
		give_rest(in, b, "", 0, true);
}

void
input_refuse(struct input *in, struct block *b, const char *why)
{
	struct input_line *l;

	if (in->cutting)
		give_rest(in, b, "", 0, true);
	l = line(b, in->number++, why);
	if (in->at < in->have.len)
		raw(b, l, in->have.s + in->at, in->have.len - in->at);
	in->at = in->have.len;
}
