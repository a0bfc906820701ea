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
	TEXT_INVISIBLE = 4,	/* zero width, soft hyphen, fillers, variation selectors and tags outside emoji, BOM */
	TEXT_UNASSIGNED = 8,	/* noncharacters and private use */
	TEXT_EDGE = 16		/* begins or ends with a blank, or holds nothing but blanks */
};
unsigned text_traits(const char *s, size_t n);	/* s is valid UTF-8; fast for plain ASCII and Han */

/* s for a terminal or a mail: unprintable and invisible code points as \u{..}, bad bytes as
 * \x{..}; cut with "..." when out is too small; always a NUL.  Returns the length. */
size_t text_show(char *out, size_t size, const char *s, size_t n);

/*
 * Fold for comparing names: full-width forms to ASCII, letters to lower case, blanks and
 * invisible characters dropped, ASCII look-alikes of Greek and Cyrillic to Latin.  Returns the
 * length, at most n bytes... out has room for n.
 */
size_t text_fold(char *out, const char *s, size_t n);

/*
 * Many words at once (Aho-Corasick over bytes).  text_words_find returns the index of the word
 * found first (the longest at that place), or -1.  Read-only after text_words_ready, so many
 * threads may find.
 */
struct text_words;
struct text_words *text_words_new(void);
void text_words_add(struct text_words *, const char *word, size_t n, int index);
void text_words_ready(struct text_words *);
int text_words_find(const struct text_words *, const char *s, size_t n);
void text_words_free(struct text_words *);
