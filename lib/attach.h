/*
 * Files that a record names: only their digests are kept.  A name is one of a plain file below
 * a folder: no "..", no absolute name, no link anywhere on the way (openat2), no device, FIFO or
 * folder, at most ATTACH_MOST bytes, the same from the first byte to the last.
 */
#include <stddef.h>
#include <stdint.h>

#define ATTACH_MOST ((uint64_t)1 << 30)

/* The folder; USAGE when there is none. */
int attach_folder(const char *dir);
/* SM3 in hex of a file below it.  NULL, or static words (without quotes, for findings) that say
 * what it is. */
const char *attach_digest(int folder, const char *name, size_t n, char hex[65],
    uint64_t *bytes);
/* The same, and a descriptor to read it from that stands at its beginning; -1 with words. */
int attach_open(int folder, const char *name, size_t n, char hex[65], uint64_t *bytes,
    const char **why);
