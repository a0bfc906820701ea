#include "reserve.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* What the pages of some transactions take; less than LEAST free: hardly any room. */
enum { BYTES = 256 * 1024, LEAST = 1024 * 1024 };

#define FILE_NAME "reserve"

static int
directory(const char *dir, uint64_t *room)
{
	struct statvfs fs;
	int at = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (at >= 0 && fstatvfs(at, &fs) != 0) {
		close(at);
		at = -1;
	}
	if (at >= 0)
		*room = (uint64_t)fs.f_bavail * fs.f_frsize;
	return at;
}

void
reserve_keep(const char *dir)
{
	uint64_t room;
	struct stat st;
	int at = directory(dir, &room), fd = -1;

	if (at < 0)
		return;
	if (fstatat(at, FILE_NAME, &st, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT &&
	    room >= 2 * BYTES)
		fd = openat(at, FILE_NAME, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
		    O_CLOEXEC, 0600);
	if (fd >= 0) {
		if (posix_fallocate(fd, 0, BYTES) != 0)
			unlinkat(at, FILE_NAME, 0);
		close(fd);
	}
	close(at);
}

bool
reserve_give(const char *dir)
{
	uint64_t room;
	int at = directory(dir, &room);
	bool given;

	if (at < 0)
		return false;
	given = room < LEAST && unlinkat(at, FILE_NAME, 0) == 0;
	close(at);
	return given;
}
