/*
 * Bytes of an input: a file or standard input, plain or gzip, zstd, xz, bzip2, zip (told by
 * its first bytes).  The reading room of libarchive; gzip goes through zlib, since libarchive
 * 3.6.2 does not look at a gzip file's check sum and length.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct source;

/* path "-": standard input.  NULL and errno when it cannot be opened. */
struct source *source_open(const char *path);
void source_close(struct source *);

/* Go to the first, then the next file inside (a zip may hold several; all else is one).
 * False: no more, or *why. */
bool source_next(struct source *, const char **why);
/* Name for messages: the path, and inside a zip "path/member". */
const char *source_name(const struct source *);

/*
 * Up to n bytes, what is there without waiting for more; 0 at the end; -1: broken, *why static
 * words, after all that stood before.  A read that fails ends the program (FAILED).
 */
ssize_t source_read(struct source *, char *s, size_t n, const char **why);

/* Bytes taken from the file so far. */
uint64_t source_taken(const struct source *);
