/* What bagcheck.c (the file) and bagcheck_read.c (the members) share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BAGCHECK_BLOCK ((size_t)256 * 1024)
#define BAGCHECK_SUMS 5		/* as many as bagjudge knows */

struct archive;

struct bagcheck_run {
	struct bagjudge *judge;
	void (*fn)(void *, const char *, const char *, const char *);
	void *arg;
	unsigned bad;
	int fd;
	uint64_t size, unpacked, members;
	size_t tags;
	struct seal_hash *hash[BAGCHECK_SUMS];
	bool stopped;
	/* the decompressed stream under a tar reader */
	struct archive *outer;
	uint64_t passed;		/* bytes delivered */
	uint64_t last_byte;		/* offset behind the last that is not 0 */
	uint32_t crc;
	bool drained;
};

void bagcheck_say(void *, const char *code, const char *member, const char *why);
/* Say it, unless something was said that ended the reading before, and end it. */
void bagcheck_stop(struct bagcheck_run *, const char *code, const char *member,
    const char *why);
void bagcheck_zip(struct bagcheck_run *);
void bagcheck_tar(struct bagcheck_run *, int filter);	/* filter: libarchive's number */
