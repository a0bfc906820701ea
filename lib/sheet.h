/* libxlsxwriter's room: one worksheet of string cells, written row by row, reproducible. */
#include <stddef.h>
#include <stdint.h>

struct sheet;
/*
 * A workbook at a path of its own (a temporary file the caller made: sheet_close writes there).
 * title: of the sheet (31 characters at most); columns: count of headings, frozen, with a filter; time:
 * creation time in its properties.  More than 1,048,575 rows go on in further sheets "title 2" ...
 */
struct sheet *sheet_new(const char *path, const char *title, const char *const *heading,
    const unsigned char *width, size_t columns, int64_t time);
/* Next row: one text per column, as a string cell (18-digit numbers stay whole); NULL: empty cell. Over-long
 * cells (32,767 characters) end the program: the caller cuts. */
void sheet_row(struct sheet *, const char *const *cell);
void sheet_close(struct sheet *);	/* writes and frees; failure ends the program with FAILED */
