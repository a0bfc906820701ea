#include "attach.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "seal.h"
#include "status.h"

enum { NAME = 4095, BLOCK = 1 << 16, AGAIN = 16, FRESH = 10 /* seconds */ };

int
attach_folder(const char *dir)
{
	int fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		status_die(USAGE, "not a folder that can be used: %s:", dir);
	return fd;
}

/* What is wrong with a name, whatever the folder holds; NULL: nothing. */
static const char *
bad_name(const char *s, size_t n)
{
	size_t i, begin;

	if (n == 0 || n > NAME)
		return "the name is empty or longer than 4,095 bytes";
	if (memchr(s, '\0', n) != NULL)
		return "the name has a NUL in it";
	if (*s == '/')
		return "an absolute name";
	for (begin = i = 0; i <= n; i++) {
		if (i < n && s[i] != '/')
			continue;
		if (i - begin == 2 && s[begin] == '.' && s[begin + 1] == '.')
			return "the name has .. in it";
		begin = i + 1;
	}
	return NULL;
}

static int
open_below(int folder, const char *name, uint64_t flags)
{
	struct open_how how = { .flags = flags | O_CLOEXEC,
	    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS };
	long fd;
	int i = 0;

	/* EAGAIN: something was renamed meanwhile, and the system could not tell. */
	do
		fd = syscall(SYS_openat2, folder, name, &how, sizeof how);
	while (fd < 0 && (errno == EINTR || (errno == EAGAIN && ++i < AGAIN)));
	return (int)fd;
}

static const char *
failed(void)
{
	switch (errno) {
	case ENOENT: case ENOTDIR:
		return "no such file";
	case ELOOP:
		return "a symbolic link, or one on the way to it";
	case EXDEV:
		return "not below the folder";
	case EACCES: case EPERM:
		return "may not be read";
	case ENAMETOOLONG:
		return "the name is too long";
	case EAGAIN:
		return "changed while it was opened";
	case ENOSYS:
		status_die(FAILED, "the system has no openat2 (Linux 5.6 or later):");
	default:
		return "cannot be opened";
	}
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	    a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* The digest of a plain file from its first byte to its last, the same meanwhile. */
static const char *
read_once(int fd, const struct stat *before, char hex[65])
{
	unsigned char block[BLOCK];
	struct seal_hash *hash = seal_hash_new(SEAL_SM3);
	struct stat after;
	char text[129];
	uint64_t all = 0;
	ssize_t n;

	do {
		n = pread(fd, block, sizeof block, (off_t)all);
		if (n > 0) {
			seal_hash_update(hash, block, (size_t)n);
			all += (uint64_t)n;
		}
	} while ((n > 0 && all <= ATTACH_MOST) || (n < 0 && errno == EINTR));
	seal_hash_final(hash, text);
	seal_hash_free(hash);
	if (n < 0)
		return "cannot be read";
	if (fstat(fd, &after) != 0 || !same_file(before, &after) ||
	    all != (uint64_t)before->st_size)
		return "changed while it was read";
	memcpy(hex, text, 64);
	hex[64] = '\0';
	return NULL;
}

/*
 * The system notes the time of a write when it begins, and to its clock's tick: a file that
 * was written a moment ago may be in the middle of it, and is read once more.
 */
static const char *
digest(int fd, const struct stat *before, char hex[65])
{
	struct timespec now;
	const char *why = read_once(fd, before, hex);
	char again[65];

	clock_gettime(CLOCK_REALTIME, &now);
	if (why != NULL || now.tv_sec > before->st_ctim.tv_sec + FRESH)
		return why;
	why = read_once(fd, before, again);
	return why != NULL ? why : memcmp(hex, again, 65) != 0 ? "changed while it was read" :
	    NULL;
}

static const char *
unfit(const struct stat *st)
{
	if (S_ISDIR(st->st_mode))
		return "a folder";
	if (S_ISLNK(st->st_mode))
		return "a symbolic link, or one on the way to it";
	if (!S_ISREG(st->st_mode))
		return "no plain file";
	if ((uint64_t)st->st_size > ATTACH_MOST)
		return "larger than 1 GiB";
	return NULL;
}

int
attach_open(int folder, const char *name, size_t n, char hex[65], uint64_t *bytes,
    const char **why)
{
	char path[NAME + 1], told[65];
	struct stat looked, st;
	int look, fd;

	*why = bad_name(name, n);
	if (*why != NULL)
		return -1;
	memcpy(path, name, n);
	path[n] = '\0';
	/* Looked at before it is opened: to open a device or a FIFO may do something. */
	look = open_below(folder, path, O_PATH | O_NOFOLLOW);
	if (look < 0) {
		*why = failed();
		return -1;
	}
	*why = fstat(look, &looked) != 0 ? "cannot be looked at" : unfit(&looked);
	close(look);
	if (*why != NULL)
		return -1;
	fd = open_below(folder, path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
	if (fd < 0) {
		*why = failed();
		return -1;
	}
	if (fstat(fd, &st) != 0 || !same_file(&looked, &st))
		*why = "changed while it was opened";
	else
		*why = digest(fd, &st, told);
	if (*why != NULL) {
		close(fd);
		return -1;
	}
	memcpy(hex, told, sizeof told);
	*bytes = (uint64_t)st.st_size;
	return fd;
}

const char *
attach_digest(int folder, const char *name, size_t n, char hex[65], uint64_t *bytes)
{
	const char *why;
	int fd = attach_open(folder, name, n, hex, bytes, &why);

	if (fd < 0)
		return why;
	close(fd);
	return NULL;
}
