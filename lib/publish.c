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

/* Fallback files of killed runs: those for this name whose lock nobody holds. */
static void
sweep(int dirfd, const char *name)
{
	size_t n = strlen(name);
	struct dirent *e;
	int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), f;
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const char *s;

	while (d != NULL && (e = readdir(d)) != NULL) {
		s = e->d_name;
		if (*s != '.' || strncmp(s + 1, name, n) != 0 || s[n + 1] != '.')
			continue;
		s += n + 2;
		if (strcmp(s + strspn(s, "0123456789"), ".tmp") != 0)
			continue;
		f = openat(dirfd, e->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		if (f < 0)
			continue;
		if (flock(f, LOCK_EX | LOCK_NB) == 0)
			unlinkat(dirfd, e->d_name, 0);
		close(f);
	}
	if (d != NULL)
		closedir(d);
}

static char *
tmp_name(const char *name)
{
	static unsigned made;
	size_t n = strlen(name) + 48;
	char *tmp = mem_alloc(n);

	snprintf(tmp, n, ".%s.%ld%06u.tmp", name, (long)getpid(), ++made % 1000000);
	return tmp;
}

int
publish_unnamed(int dirfd, const char *name, char **tmp)
{
	int fd = -1;

	*tmp = NULL;
	errno = EOPNOTSUPP;
	if (access("/proc/self/fd", X_OK) == 0)
		fd = openat(dirfd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
		sweep(dirfd, name);
		*tmp = tmp_name(name);
		fd = openat(dirfd, *tmp,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0) {
			flock(fd, LOCK_EX | LOCK_NB);
		} else {
			free(*tmp);
			*tmp = NULL;
		}
	}
	if (fd >= 0)
		fchmod(fd, 0600);
	return fd;
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
	p->fd = publish_unnamed(p->dirfd, name, &p->tmp);
	if (p->fd < 0)
		publish_fail(p, "create", errno);
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

int
publish_link(int fd, int dirfd, char **tmp, int to, const char *name)
{
	char path[32];

	if (*tmp == NULL) {
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		return linkat(AT_FDCWD, path, to, name, AT_SYMLINK_FOLLOW);
	}
	if (linkat(dirfd, *tmp, to, name, 0) != 0) {
		/* where there are no hard links */
		if (errno == EEXIST ||
		    renameat2(dirfd, *tmp, to, name, RENAME_NOREPLACE) != 0)
			return -1;
	} else
		unlinkat(dirfd, *tmp, 0);
	free(*tmp);
	*tmp = NULL;
	return 0;
}

int
publish_hide(int fd, int from, const char *file, int dirfd, const char *name, char **tmp)
{
	*tmp = tmp_name(name);
	flock(fd, LOCK_EX | LOCK_NB);
	if (renameat(from, file, dirfd, *tmp) == 0)
		return 0;
	free(*tmp);
	*tmp = NULL;
	return -1;
}

/* -1 and errno; EEXIST is the caller's. */
static int
give_name(struct publish *p)
{
	return publish_link(p->fd, p->dirfd, &p->tmp, p->dirfd, p->file);
}

/* NAME.sha256: is it, or may it be (make false), what it should; made when it is missing. */
static bool
put_sidecar(int dirfd, const char *dir, const char *file, const char *digest, bool make)
{
	struct buf text = { 0 }, name = { 0 };
	struct publish p = { .dirfd = dirfd, .fd = -1 };
	char want[129];
	struct stat st;
	bool there, good;
	int error = 0;

	buf_printf(&text, "%s  %s\n", digest, file);
	buf_printf(&name, "%s.sha256", file);
	p.dir = mem_copy(dir, strlen(dir));
	p.file = buf_text(&name);
	seal_digest(SEAL_SHA256, text.s, text.len, want);
	there = fstatat(dirfd, p.file, &st, AT_SYMLINK_NOFOLLOW) == 0;
	good = !there || same_file(dirfd, p.file, want);
	if (!there && make) {
		p.fd = publish_unnamed(dirfd, p.file, &p.tmp);
		if (p.fd < 0)
			publish_fail(&p, "create", errno);
		error = publish_write(&p, text.s, text.len);
		if (error != 0)
			publish_fail(&p, "write", error);
		publish_sync(&p);
		good = give_name(&p) == 0 || same_file(dirfd, p.file, want);
		if (p.tmp != NULL)
			unlinkat(dirfd, p.tmp, 0);
		free(p.tmp);
		close(p.fd);
	}
	free(p.dir);
	buf_free(&text);
	buf_free(&name);
	return good;
}

bool
publish_done(struct publish *p, const char *digest)
{
	bool good = put_sidecar(p->dirfd, p->dir, p->file, digest, false);

	if (good && give_name(p) != 0) {
		if (errno != EEXIST)
			publish_fail(p, "publish", errno);
		good = same_file(p->dirfd, p->file, digest);
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

int
publish_scratch(const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char path[4096];

	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
	if (snprintf(path, sizeof path, "%s/.beian.XXXXXX", dir) >= (int)sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}
