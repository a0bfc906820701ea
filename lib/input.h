/*
 * Input as blocks of JSON lines: files or standard input, JSON Lines or CSV, compressed or
 * not, UTF-8 or GB18030.  Every line of the input, a CSV heading apart, becomes exactly one
 * line of a block, good or bad, in order, however the bytes arrive.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct term_table;
struct input;

#define INPUT_BLOCK (256u * 1024)	/* about the size of a block's text */

struct input_line {
	uint32_t at, n;			/* the JSON line in text */
	/* the line as it was: in raw, or in text when raw is empty */
	uint32_t raw_at, raw_n;
	uint64_t number;		/* where it begins in its file */
	const char *bad;		/* static words when it is none; n is 0 then */
	bool mute;			/* what is wrong with it was said before */
	/* a further piece of the bad line before: for --rejects alone */
	bool more;
	/* its end comes in a further piece, maybe of the next block */
	bool open;
	bool unended;			/* the file ends without its line end */
};

struct block {
	char *text, *raw;		/* SCAN_PAD bytes behind text are readable */
	size_t text_n, text_size, raw_n, raw_size;
	struct input_line *line;
	size_t lines, room;
	const char *file;		/* for messages; lives as long as the input */
	uint64_t taken, size;		/* bytes of all files so far, and of all when known */
};
void input_block_free(struct block *);

/*
 * paths: NULL-terminated, empty for standard input.  encoding: "utf-8", "gb18030" or NULL.
 * map: of --map.  A file that cannot be opened ends with USAGE before anything is read.
 */
struct input *input_new(char *const *paths, const char *encoding, const struct term_table *,
    const char *map);
/* One line that no file holds ("options" in messages). */
struct input *input_new_line(const struct buf *line);
void input_free(struct input *);

/* Fill a block (its memory is used again) with what is there to be read, at least one line;
 * false at the end.  A line has left before more is waited for. */
bool input_read(struct input *, struct block *);
