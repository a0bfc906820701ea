/* Many words looked for at once (Aho-Corasick over bytes): what a list or a policy forbids. */
#include <stddef.h>

struct words;

struct words *words_new(void);
/* Of a word added twice the first index (0 or more) counts; empty words are passed over. */
void words_add(struct words *, const char *word, size_t n, int index);
/* After the last word; from here on it is read-only, so many threads may find. */
void words_ready(struct words *);
/* Index of the word found first, the longest at that place, or -1. */
int words_find(const struct words *, const char *s, size_t n);
void words_free(struct words *);	/* NULL does nothing */
