/*
 * Names that look like a listed one: equal when folded (fold.h), or one edit apart (a character
 * more, less, other, or two exchanged) when the folded name is long enough.
 *
 * STORE_NEAR: "f:" and the folded name, and for a long one "d:" and the folded name and each of its
 * forms with one character left out: an array of the listed names that have it.  Two names one
 * edit apart always share a "d:" form.  A key of more than NEAR_KEY bytes is its SM3 in hex.
 */
#include <stdbool.h>
#include <stddef.h>

struct buf;
struct fold;
struct store;

enum { NEAR_KEY = 480, NEAR_TEXT = 2048, NEAR_CHARS = 128 };

/* A name, folded. */
struct near {
	char text[NEAR_TEXT];
	size_t n, chars;
	size_t at[NEAR_CHARS + 1];	/* where each character begins; longer ones have no edits */
};
void near_fold(struct fold *, const char *name, size_t n, struct near *);

/*
 * fn for each key under which a name is to be found (listed) or looked for (else): edit_from is
 * the least number of characters of a listed name that counts as near with one edit; 0: none
 * does.
 */
void near_keys(const struct near *, long edit_from, bool listed,
    void (*fn)(void *, const char *key, size_t n), void *);
/* 0 equal, 1 one edit apart, 2 more. */
int near_apart(const struct near *a, const struct near *b);

/* Note or forget a listed name under a key, inside a transaction. */
void near_note(struct store *, const char *key, size_t n, const char *name, size_t name_n);
void near_forget(struct store *, const char *key, size_t n, const char *name, size_t name_n);
/* The same in a value of STORE_NEAR (empty: there is none, or none is left). */
void near_change(struct buf *value, const char *name, size_t n, bool stay);
