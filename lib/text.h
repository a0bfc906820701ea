/* Unicode text: validity, what must not stand in a name, folding, showing, finding words. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the longest valid UTF-8 prefix (RFC 3629: no surrogates, no overlong forms). */
size_t text_valid(const char *s, size_t n);

/* Next code point of valid UTF-8, *s moved past it. */
uint32_t text_next(const char **s, const char *end);
size_t text_put(char *out, uint32_t c);		/* writes 1 to 4 bytes, returns how many */

/* What a text holds that a name should not. */
enum text_trait {
	TEXT_CONTROL = 1,	/* C0, DEL, C1, U+2028, U+2029 */
	TEXT_BIDI = 2,		/* bidirectional marks, embeddings, overrides, isolates */
	TEXT_INVISIBLE = 4,	/* zero width, fillers, BOM; selectors, tags outside emoji */
	TEXT_UNASSIGNED = 8,	/* noncharacters and private use */
	TEXT_EDGE = 16		/* begins or ends with a blank, or holds nothing but blanks */
};
unsigned text_traits(const char *s, size_t n);	/* s is valid UTF-8 */

/* s for a terminal or a mail: unprintable and invisible code points as \u{..}, bad bytes as
 * \x{..}; cut with "..." when out is too small, never inside a character; always a NUL when
 * there is room for one.  Returns the length. */
size_t text_show(char *out, size_t size, const char *s, size_t n);

/*
 * Fold for comparing names: full-width forms, letters in circles and of mathematics to ASCII,
 * letters to lower case, blanks and invisible characters dropped, Greek and Cyrillic letters
 * that look like Latin ones to those.  Bytes that are no UTF-8 stay.  Returns the length,
 * never more than n; out has room for n and may be s itself.
 */
size_t text_fold(char *out, const char *s, size_t n);

/*
 * A number as people type it: full-width forms become ASCII, blanks, hyphens and invisible
 * characters are dropped (*changed: something was).  Stops at anything else outside ASCII and
 * gives it as *odd (TEXT_BAD for bytes that are no UTF-8), else 0.  Returns the length; with
 * more than `room` bytes it stops and returns room + 1.
 */
#define TEXT_BAD 0xfffdu
size_t text_number(char *out, size_t room, const char *s, size_t n, bool *changed,
    uint32_t *odd);
