/* What the files of segment share: the root, and the directory of a segment in it. */
#include <stdbool.h>
#include <stddef.h>

struct segment_root {
	char *path;
	int fd, lock;			/* lock -1: a file system that is read-only */
	unsigned wait;			/* seconds */
	enum { SEGMENT_FREE, SEGMENT_SHARED, SEGMENT_ALONE } state;
};

enum { SEGMENT_FILE = 40 };		/* room for the name of a file */
#define SEGMENT_END ".jsonl.zst"

/*
 * The directory of a segment, opened component by component, no symbolic link followed; make:
 * made, durably, where it is not there.  base: the last part of the id.  -1 and errno.
 */
int segment_dir(const struct segment_root *, const char *id, bool make, const char **base);
/* BASE.jsonl.zst and what else it ends in: "", ".new", ".sha256". */
void segment_file(char out[SEGMENT_FILE], const char *base, const char *end);
_Noreturn void segment_fail(const struct segment_root *, const char *what, const char *id,
    int error);		/* id "": the root */
