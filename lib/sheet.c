#include "sheet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "buf.h"
#include "mem.h"
#include "publish.h"
#include "status.h"
#include "zipdir.h"

struct sheet {
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *head;
	char *dir, title[128];
	const char *const *heading;
	const unsigned char *width;
	size_t columns;
	lxw_row_t row;
	unsigned pages;
	int fd;
	uint64_t *least;	/* per page: bytes its rows take in the file */
	struct buf escaped;
};

static _Noreturn void
fail(struct sheet *s, const char *what)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		status_die(FAILED, "disk full: a spreadsheet in %s", s->dir);
	status_die(FAILED, "cannot %s a spreadsheet in %s", what, s->dir);
}

/*
 * The library's own way to its temporary files gives them a name for a moment, which a kill
 * leaves behind, and writes them by 4 KiB. It looks the function up by name, so this one,
 * under that name, takes its place; where it does not, all works as well but for the above.
 */
FILE *sheet_tmpfile(const char *dir) __asm__("lxw_tmpfile");

FILE *
sheet_tmpfile(const char *dir)
{
	int fd = publish_scratch(dir);
	FILE *f;

	if (fd < 0)
		return NULL;
	f = fdopen(fd, "w+b");
	if (f == NULL)
		close(fd);
	else
		setvbuf(f, NULL, _IOFBF, (size_t)256 * 1024);
	return f;
}

/* libxlsxwriter writes its temporary file without a look at what fprintf says. */
static void
end_page(struct sheet *s)
{
	FILE *f = s->page->optimize_tmpfile;
	long n;

	worksheet_autofilter(s->page, 0, 0, s->row, (lxw_col_t)(s->columns - 1));
	errno = 0;
	if (fflush(f) != 0 || ferror(f) || (n = ftell(f)) < 0)
		fail(s, "write");
	s->least = mem_grow(s->least, s->pages, sizeof *s->least);
	s->least[s->pages - 1] = (uint64_t)n;
}

static void
begin_page(struct sheet *s)
{
	char name[160];
	size_t i;

	s->pages++;
	snprintf(name, sizeof name, s->pages > 1 ? "%s %u" : "%s", s->title, s->pages);
	errno = 0;
	s->page = workbook_add_worksheet(s->book, name);
	if (s->page == NULL)
		fail(s, "begin");
	for (i = 0; i < s->columns; i++)
		worksheet_set_column(s->page, (lxw_col_t)i, (lxw_col_t)i, s->width[i], NULL);
	worksheet_freeze_panes(s->page, 1, 0);
	for (i = 0; i < s->columns; i++)
		worksheet_write_string(s->page, 0, (lxw_col_t)i, s->heading[i], s->head);
	s->row = 0;
}

struct sheet *
sheet_new(int fd, const char *dir, const char *title, const char *const *heading,
    const unsigned char *width, size_t columns, int64_t time)
{
	struct sheet *s = mem_alloc(sizeof *s);
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_doc_properties about = { .created = (time_t)time };
	char path[32];

	s->fd = fd;
	s->dir = mem_copy(dir, strlen(dir));
	s->heading = heading;
	s->width = width;
	s->columns = columns;
	snprintf(s->title, sizeof s->title, "%s", title);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	options.tmpdir = s->dir;
	s->book = workbook_new_opt(path, &options);
	if (s->book == NULL)
		fail(s, "begin");
	workbook_set_properties(s->book, &about);
	s->head = workbook_add_format(s->book);
	format_set_bold(s->head);
	begin_page(s);
	return s;
}

/*
 * Readers take _xHHHH_ in a cell for a character (ECMA-376 22.9.2.19), so text that holds it
 * must be escaped itself; U+FFFE and U+FFFF may not stand in XML.
 */
static const char *
escape(struct buf *b, const char *s)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	const char *at = s;

	if (strstr(s, "_x") == NULL && strstr(s, "\xef\xbf") == NULL)
		return s;
	b->len = 0;
	for (; *at != '\0'; at++) {
		if (at[0] == '_' && at[1] == 'x' && strspn(at + 2, digits) >= 4 && at[6] ==
		    '_')
			buf_puts(b, "_x005F_");
		else if (strncmp(at, "\xef\xbf\xbe", 3) == 0 ||
		    strncmp(at, "\xef\xbf\xbf", 3) == 0) {
			buf_puts(b, at[2] == '\xbe' ? "_xFFFE_" : "_xFFFF_");
			at += 2;
		} else
			buf_putc(b, *at);
	}
	return buf_text(b);
}

void
sheet_row(struct sheet *s, const char *const *cell)
{
	lxw_error e;
	size_t i;

	if (s->row == SHEET_ROWS) {
		end_page(s);
		begin_page(s);
	}
	s->row++;
	for (i = 0; i < s->columns; i++) {
		if (cell[i] == NULL || *cell[i] == '\0')
			continue;
		e = worksheet_write_string(s->page, s->row, (lxw_col_t)i,
		    escape(&s->escaped, cell[i]), NULL);
		if (e != LXW_NO_ERROR)
			status_die(FAILED, "cannot write a cell: %s", lxw_strerror(e));
	}
}

void
sheet_close(struct sheet *s)
{
	char name[64];
	uint64_t size;
	unsigned i;
	lxw_error e;

	end_page(s);
	errno = 0;
	e = workbook_close(s->book);
	if (e != LXW_NO_ERROR)
		fail(s, "write");
	/* the second temporary file of a page is not checked either: its size tells */
	for (i = 0; i < s->pages; i++) {
		snprintf(name, sizeof name, "xl/worksheets/sheet%u.xml", i + 1);
		if (!zipdir_size(s->fd, name, &size) || size < s->least[i]) {
			errno = ENOSPC;
			fail(s, "write");
		}
	}
	free(s->least);
	buf_free(&s->escaped);
	free(s->dir);
	free(s);
}
