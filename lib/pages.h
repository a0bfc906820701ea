/* A table listed on standard output as lines, a page at a time: no transaction is held while a
 * pipe is written to. */
#include <stddef.h>

struct buf;
struct store;

/*
 * one appends lines (each with its end) for an entry, or none; it may read the store.  Of the
 * lines those for which the jq program of --where is true go out (NULL: all); one that fails is
 * said (REFUSED).  table: an enum store_table.
 */
void pages_run(struct store *, int table, const char *where,
    void (*one)(void *arg, const char *key, size_t klen, const char *val, size_t n,
    struct buf *lines), void *arg);
/* The same of the keys that begin with a prefix. */
void pages_of(struct store *s, int table, const char *prefix, size_t plen, const char *where,
    void (*one)(void *arg, const char *key, size_t klen, const char *val, size_t n,
    struct buf *lines), void *arg);
