/* What input.c (files) and input_give.c (lines) share: the file at hand and its bytes. */
#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum form { UNKNOWN, LINES, ROWS, REFUSED_ROWS };

struct input {
	char *const *path;		/* the next one to open */
	char **names;			/* every file's: blocks outlive their file */
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
	size_t looked;			/* bytes from `at` on in which no end was found */
	bool quoted;			/* and they end within quotes */
	bool cutting;			/* in the rest of a line that is too long */
	struct buf utf8, json;		/* of the line at hand */
};

/* Give out what is whole in `have`, as far as the block goes; all of it when the file has
 * ended. */
void input_give(struct input *, struct block *);
/* Give out what is left of `have` as one line that is refused. */
void input_refuse(struct input *, struct block *, const char *why);
