/* libcsv's room: rows of a CSV file as JSON lines. A column is a member of the same name. */
#include <stdbool.h>
#include <stddef.h>

struct buf;
struct rows;
struct term_table;

/* map: "from=to,from=to" of --map or NULL (USAGE when malformed).  The headings of
 * share/headings.csv are known. */
struct rows *rows_new(const struct term_table *, const char *map);
void rows_free(struct rows *);

/* Does this line look like a heading: is one of its cells a known member or heading? */
bool rows_is_heading(struct rows *, const char *row, size_t n);

/* Take a file's heading; NULL, or static words that say why it cannot be one. */
const char *rows_heading(struct rows *, const char *row, size_t n);

/*
 * Append the JSON object of a row (n bytes with or without its line end; the object has none).
 * NULL, or static words that say why not, and nothing appended.  An empty cell is an absent
 * member; a list `a;b` is an array; numbers and truth values of the schema become such when
 * they are.
 */
const char *rows_row(struct rows *, const char *row, size_t n, struct buf *json);

/*
 * Length of the row at s, its line end included, when it is whole within n bytes; 0: more is
 * needed, and so many bytes were looked at, which end inside of quotes or not (0 and false for
 * a new row).  Quotes may hold line ends.
 */
size_t rows_length(const char *s, size_t n, size_t *looked, bool *inside);
