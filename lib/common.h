/*
 * What every program does in its main file: open the store that the common options name, print,
 * name a record that options have made.
 */
#include <stddef.h>

struct buf;
struct store;

/* --store, --wait and --dry-run; mode: an enum store_mode. */
struct store *common_store(int mode);
/* All of it to standard output, and empty it. */
void common_print(struct buf *);

/* The id of a record that options have made, and that has none yet: the verb, the day, 16 digits
 * of the SM3 of what is in it, so that the same options on the same day are the same act. */
#define COMMON_ID 64
void common_id(char out[COMMON_ID], const char *verb, const char *s, size_t n);
