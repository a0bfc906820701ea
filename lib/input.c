#include "input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "input_int.h"
#include "mem.h"
#include "rows.h"
#include "scan.h"
#include "source.h"
#include "status.h"

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

struct input *
input_new_line(const struct buf *line)
{
	static char *none[] = { NULL };
	struct input *in = mem_alloc(sizeof *in);

	in->path = none;
	in->cd = (iconv_t)-1;
	in->names = mem_grow(NULL, 1, sizeof *in->names);
	in->names[in->count++] = mem_copy("options", 7);
	in->number = 1;
	in->form = LINES;
	in->inside = in->begun = in->ended = true;
	buf_put(&in->have, line->s, line->len);
	in->total = line->len;
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
			in->looked = 0;
			in->quoted = in->begun = in->ended = in->cutting = false;
		}
		if (why != NULL)
			input_refuse(in, b, why);
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
	if (in->number == 1 && in->form == UNKNOWN &&
	    memcmp(in->have.s + in->at, mark, n) == 0) {
		in->at += n;
		in->looked = 0;
	}
}

bool
input_read(struct input *in, struct block *b)
{
	const char *why = NULL;
	char *to;
	ssize_t got;

	b->text_n = b->raw_n = b->lines = 0;
	while (b->lines == 0) {
		if (!enter(in, b))
			return false;
		if (b->lines > 0)
			break;
		b->file = in->names[in->count - 1];
		input_give(in, b);
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
		input_give(in, b);
		if (why != NULL) {
			input_refuse(in, b, why);
			in->ended = true;
		}
		if (in->ended && in->at == in->have.len)
			in->inside = false;
	}
	if (b->text_n > 0)
		memset(b->text + b->text_n, 0, SCAN_PAD);
	b->taken = in->done + (in->source != NULL ? source_taken(in->source) : 0);
	b->size = in->total;
	return true;
}
