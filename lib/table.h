/* The tables of facts in share/: lines of fields between commas, the first line names them. */
#include <stdbool.h>
#include <stddef.h>

/* A stretch of the text that was read.  Quotes round it are off, doubled ones inside stay. */
struct table_field {
	const char *s;
	size_t n;
};

/* Is the first line `want`, or does it begin with it and a comma?  If so it is passed over,
 * and a BOM before it. */
bool table_head(const char **s, const char *end, const char *want);

/*
 * Next line, LF or CRLF; a field in double quotes may hold commas.  Moves *s past it, fills at
 * most `max` fields and returns how many there were.
 */
size_t table_row(const char **s, const char *end, struct table_field *, size_t max);

bool table_is(struct table_field, const char *want);
/* The number in a field of `digits` digits, -1 when it is anything else. */
int table_number(struct table_field, size_t digits);
