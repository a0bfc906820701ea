#include "publish.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "seal.h"
#include "status.h"

#define BLOCK ((size_t)256 * 1024)

struct publish {
	int dirfd, fd;
	char *dir, *file;
	char *tmp;		/* name of the fallback file, else NULL */
};

_Noreturn void
publish_fail(struct publish *p, const char *what, int error)
{
	if (p->tmp != NULL)
		unlinkat(p->dirfd, p->tmp, 0);
	if (error == ENOSPC || error == EDQUOT || error == EFBIG)
		status_die(FAILED, "disk full: %s/%s", p->dir, p->file);
	errno = error;
	if (error != 0)
		status_die(FAILED, "cannot %s %s/%s:", what, p->dir, p->file);
	status_die(FAILED, "cannot %s %s/%s", what, p->dir, p->file);
}

/* Fallback files of killed runs: those of our name whose lock nobody holds. */
static void
sweep(struct publish *p)
{
	size_t n = strlen(p->file);
	struct dirent *e;
	int fd = openat(p->dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), f;
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const char *s;

	while (d != NULL && (e = readdir(d)) != NULL) {
		s = e->d_name;
		if (*s != '.' || strncmp(s + 1, p->file, n) != 0 || s[n + 1] != '.')
			continue;
		s += n + 2;
		if (strcmp(s + strspn(s, "0123456789"), ".tmp") != 0)
			continue;
		f = openat(p->dirfd, e->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		if (f < 0)
			continue;
		if (flock(f, LOCK_EX | LOCK_NB) == 0)
			unlinkat(p->dirfd, e->d_name, 0);
		close(f);
	}
	if (d != NULL)
		closedir(d);
}

static void
open_file(struct publish *p)
{
	size_t n = strlen(p->file) + 32;
	int fd = -1;

	if (access("/proc/self/fd", X_OK) == 0)
		fd = openat(p->dirfd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) {
		sweep(p);
		p->tmp = mem_alloc(n);
		snprintf(p->tmp, n, ".%s.%ld.tmp", p->file, (long)getpid());
		fd = openat(p->dirfd, p->tmp,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0) {
			free(p->tmp);
			p->tmp = NULL;
			publish_fail(p, "create", errno);
		}
		flock(fd, LOCK_EX | LOCK_NB);
	}
	p->fd = fd;
	if (fchmod(fd, 0600) != 0)
		publish_fail(p, "set the mode of", errno);
}

struct publish *
publish_new(const char *dir, const char *name)
{
	struct publish *p = mem_alloc(sizeof *p);

	p->dir = mem_copy(dir, strlen(dir));
	p->file = mem_copy(name, strlen(name));
	p->dirfd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (p->dirfd < 0)
		status_die(FAILED, "cannot open directory %s:", dir);
	open_file(p);
	return p;
}

int
publish_write(struct publish *p, const void *s, size_t n)
{
	const char *at = s;
	ssize_t w;

	while (n > 0) {
		w = write(p->fd, at, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return w < 0 ? errno : EIO;
		at += w;
		n -= (size_t)w;
	}
	return 0;
}

void
publish_sync(struct publish *p)
{
	if (fsync(p->fd) != 0)
		publish_fail(p, "sync", errno);
}

static bool
same_file(int dirfd, const char *name, const char *digest)
{
	struct seal_hash *h;
	struct stat st;
	char hex[129] = "", *block;
	ssize_t r;
	int fd = openat(dirfd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		block = mem_alloc(BLOCK);
		h = seal_hash_new(SEAL_SHA256);
		while ((r = read(fd, block, BLOCK)) > 0 || (r < 0 && errno == EINTR))
			if (r > 0)
				seal_hash_update(h, block, (size_t)r);
		if (r == 0)
			seal_hash_final(h, hex);
		seal_hash_free(h);
		free(block);
	}
	close(fd);
	return strcmp(hex, digest) == 0;
}

/* An open file gets a name; EEXIST is the caller's. */
static int
give_name(int dirfd, int fd, const char *tmp, const char *name)
{
	char path[32];

	if (tmp != NULL) {
		if (linkat(dirfd, tmp, dirfd, name, 0) == 0) {
			unlinkat(dirfd, tmp, 0);
			return 0;
		}
		if (errno == EEXIST)
			return -1;
		return renameat2(dirfd, tmp, dirfd, name, RENAME_NOREPLACE);
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, path, dirfd, name, AT_SYMLINK_FOLLOW);
}

/* NAME.sha256 is made when it is missing.  false: something else has that name. */
static bool
put_sidecar(int dirfd, const char *dir, const char *file, const char *digest, bool make)
{
	struct buf text = { 0 }, name = { 0 }, tmp = { 0 };
	char want[129];
	struct stat st;
	bool there, good;
	int fd;

	buf_printf(&text, "%s  %s\n", digest, file);
	buf_printf(&name, "%s.sha256", file);
	buf_printf(&tmp, ".%s.sha256.%ld.tmp", file, (long)getpid());
	seal_digest(SEAL_SHA256, text.s, text.len, want);
	there = fstatat(dirfd, buf_text(&name), &st, AT_SYMLINK_NOFOLLOW) == 0;
	good = !there || same_file(dirfd, buf_text(&name), want);
	if (!there && make) {
		unlinkat(dirfd, buf_text(&tmp), 0);
		fd = openat(dirfd, buf_text(&tmp),
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0 || write(fd, text.s, text.len) != (ssize_t)text.len ||
		    fsync(fd) != 0) {
			int error = errno;

			unlinkat(dirfd, buf_text(&tmp), 0);
			errno = error;
			if (error == ENOSPC || error == EDQUOT)
				status_die(FAILED, "disk full: %s/%s.sha256", dir, file);
			status_die(FAILED, "cannot write %s/%s.sha256:", dir, file);
		}
		good = give_name(dirfd, fd, buf_text(&tmp), buf_text(&name)) == 0 ||
		    same_file(dirfd, buf_text(&name), want);
		unlinkat(dirfd, buf_text(&tmp), 0);
		close(fd);
	}
	buf_free(&text);
	buf_free(&name);
	buf_free(&tmp);
	return good;
}

bool
publish_done(struct publish *p, const char *digest)
{
	bool good = put_sidecar(p->dirfd, p->dir, p->file, digest, false);

	if (good && give_name(p->dirfd, p->fd, p->tmp, p->file) != 0) {
		if (errno != EEXIST)
			publish_fail(p, "publish", errno);
		good = same_file(p->dirfd, p->file, digest);
	} else if (good) {
		free(p->tmp);
		p->tmp = NULL;
	}
	if (good)
		good = put_sidecar(p->dirfd, p->dir, p->file, digest, true);
	if (good && fsync(p->dirfd) != 0)
		publish_fail(p, "sync the directory of", errno);
	return good;
}

bool
publish_stands(const char *dir, const char *name, const char *digest)
{
	int dirfd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good;

	if (dirfd < 0)
		return false;
	good = same_file(dirfd, name, digest) &&
	    put_sidecar(dirfd, dir, name, digest, true) && fsync(dirfd) == 0;
	close(dirfd);
	return good;
}

void
publish_drop(struct publish *p)
{
	if (p->tmp != NULL)
		unlinkat(p->dirfd, p->tmp, 0);
	close(p->fd);
	close(p->dirfd);
	free(p->dir);
	free(p->file);
	free(p->tmp);
	free(p);
}
