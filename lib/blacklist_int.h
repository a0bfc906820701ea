/* What the files of blacklist share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

/* The key of a table: kind, colon, key; n at most BLACKLIST_KEY.  Returns its length. */
size_t blacklist_key(char out[], char kind, const char *key, size_t n);
int64_t blacklist_number(const char *v, size_t n, const char *name, int64_t otherwise);
/* Where the history keeps what happened to a key: "!", the key, NUL, the serial's 12 digits. */
size_t blacklist_past(char *out, char kind, const char *key, size_t n, const char *digits);
