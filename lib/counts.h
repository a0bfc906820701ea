/* How often a name was met: a handful of names, told in their order. */
#include <stddef.h>

struct buf;

struct counts;
struct counts *counts_new(void);
void counts_free(struct counts *);
/* name: "OF NAME", of which the part before the blank is told apart. */
void counts_add(struct counts *, const char *name, size_t n);
/* A line for each: {"of":OF,"MEMBER":NAME,"count":N}. */
void counts_tell(struct counts *, const char *member, struct buf *);
