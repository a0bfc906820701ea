/* Rows of text kept in an unnamed file (0600, O_TMPFILE) until they are wanted again, in
 * order. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spool;
struct spool *spool_new(const char *dir);
/* count texts, NUL-terminated.  Failure ends the program (FAILED, "disk full"). */
void spool_put(struct spool *, const char *const *text, size_t count);
uint64_t spool_rows(const struct spool *);
/* Read again from the first row: texts valid until the next call; false at the end. */
void spool_rewind(struct spool *);
bool spool_get(struct spool *, const char **text, size_t count);
void spool_free(struct spool *);

/* A file of publish_scratch, or the program ends. */
int spool_file(const char *dir);
/* Write all of n bytes to it; failure as above. */
void spool_write(int fd, const char *dir, const void *, size_t n);
