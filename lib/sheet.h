/* libxlsxwriter's room: one table of string cells, written row by row, reproducible. */
#include <stddef.h>
#include <stdint.h>

#define SHEET_ROWS 1048575	/* of data in one sheet, under its row of headings */
#define SHEET_CELL 32767	/* characters that a cell holds */

struct sheet;
/*
 * A workbook that sheet_close writes into fd (an empty file; /proc/self/fd is used). dir:
 * where its temporary files go, which hold what the cells hold (mode 0600, unlinked at once).
 * title: of the sheet (31 characters at most); columns: count of headings, frozen, with a
 * filter; width: of each in characters; time: creation time in its properties.  Rows past
 * SHEET_ROWS go on in further sheets "title 2" ...  One thread a workbook; those that are
 * closed at once must have the same time (libxlsxwriter asks gmtime, whose answer all threads
 * share).
 */
struct sheet *sheet_new(int fd, const char *dir, const char *title, const char *const *heading,
    const unsigned char *width, size_t columns, int64_t time);
/* Next row: one text per column, as a string cell (18-digit numbers stay whole); NULL or "":
 * no cell.  A cell over SHEET_CELL ends the program: the caller cuts. */
void sheet_row(struct sheet *, const char *const *cell);
/* Write all and free; failure ends the program with FAILED, saying "disk full" when it is. */
void sheet_close(struct sheet *);
