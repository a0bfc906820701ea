/*
 * The skeleton of a zip file (PKWARE APPNOTE 4.3), read without a library: libarchive believes
 * either the local headers or the central directory, and never compares them.
 */
#include <stdbool.h>
#include <stdint.h>

/*
 * Is the file made of nothing but local entries, each just once in the central directory with
 * the same name, method, sizes, CRC and time, the directory and its end? Also with zip64. fn
 * gets each defect: "bag-truncated" (no end of directory), "bag-trailing" (bytes after it),
 * "bag-layout" (gap, overlap, headers that differ).  Returns the number of defects.
 */
unsigned zipdir_check(int fd, uint64_t size,
    void (*fn)(void *, const char *code, const char *member, const char *why), void *);
/* Uncompressed size of a member by the central directory; false: no zip or no such member. */
bool zipdir_size(int fd, const char *member, uint64_t *size);
