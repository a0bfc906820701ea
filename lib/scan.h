/*
 * One JSON line: the whole grammar of RFC 8259 checked in one pass, and where members stand.
 * Beside what the grammar forbids it refuses invalid UTF-8, lone surrogate escapes, a name
 * that one object has twice (however spelt) and nesting past SCAN_DEPTH.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCAN_DEPTH 256		/* libjq's own limit */
#define SCAN_PAD 16		/* readable bytes behind the text, of any content */

/* The wanted names, known by their index from here on: they stay the caller's. */
struct scan_names;
struct scan_names *scan_names_new(const char *const *names, size_t count);
void scan_names_free(struct scan_names *);
/* -1: not wanted. */
int scan_names_find(const struct scan_names *, const char *s, size_t n);

/* Memory that a scan needs and leaves for the next one: one a thread. */
struct scan_room;
struct scan_room *scan_room_new(void);
void scan_room_free(struct scan_room *);

struct scan_error {
	size_t at;		/* byte offset in the text */
	const char *what;	/* static words, never a part of the text */
};

/*
 * A line that must be one object.  For wanted name i, at[i] and size[i] say which bytes of the
 * line are its raw value (size 0: absent); *close is the offset of the last brace.
 * False: *error says where and what.
 */
bool scan_line(const char *s, size_t n, const struct scan_names *, uint32_t *at,
    uint32_t *size, uint32_t *close, struct scan_room *, struct scan_error *);

/* The wanted names that the last scan_line with this room met, by their index, in the line's
 * order; until the next scan. */
const uint16_t *scan_found(const struct scan_room *, size_t *n);

/* Any one whole value, by the same rules: for the policy and other files of ours. */
bool scan_value(const char *s, size_t n, struct scan_room *, struct scan_error *);
