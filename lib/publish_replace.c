#include "publish.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"

static const char mark[] = ".tmp.";

/* Remove a file in which nobody writes; false: it stays. */
static bool
sweep(int dirfd, const char *tmp)
{
	int fd = openat(dirfd, tmp, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	bool gone;

	if (fd < 0)
		return errno == ENOENT;
	gone = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    flock(fd, LOCK_EX | LOCK_NB) == 0 && unlinkat(dirfd, tmp, 0) == 0;
	close(fd);
	return gone;
}

/* A new file, locked; -1 and errno. */
static int
create(int dirfd, const char *tmp)
{
	struct stat st;
	int fd, tries;

	for (tries = 0; tries < 100; tries++) {
		fd = openat(dirfd, tmp,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0 && errno != EEXIST)
			return -1;
		if (fd < 0) {
			if (!sweep(dirfd, tmp))
				break;
			continue;
		}
		/* Between the two another's publish_swept may have taken it for left. */
		if (flock(fd, LOCK_EX) != 0 || fstat(fd, &st) != 0 || st.st_nlink > 0)
			return fd;
		close(fd);
	}
	errno = EEXIST;
	return -1;
}

static int
fill(int fd, unsigned mode, const char *s, size_t n)
{
	ssize_t w;

	while (n > 0) {
		w = write(fd, s, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0) {
			errno = w < 0 ? errno : EIO;
			return -1;
		}
		s += w;
		n -= (size_t)w;
	}
	/* whatever the umask */
	return fchmod(fd, mode) != 0 || fsync(fd) != 0 ? -1 : 0;
}

const char *
publish_replace(int dirfd, const char *name, unsigned mode, const void *bytes, size_t n)
{
	struct buf tmp = { 0 };
	const char *what = NULL;
	int fd, error = 0;

	buf_printf(&tmp, ".%s%s%ld", name, mark, (long)getpid());
	fd = create(dirfd, buf_text(&tmp));
	if (fd < 0)
		what = "create";
	else if (fill(fd, mode, bytes, n) != 0)
		what = "write";
	else if (renameat(dirfd, tmp.s, dirfd, name) != 0)
		what = "replace";
	if (what != NULL)
		error = errno;
	if (what != NULL && fd >= 0)
		unlinkat(dirfd, tmp.s, 0);
	if (fd >= 0)
		close(fd);
	buf_free(&tmp);
	errno = error;
	return what;
}

void
publish_swept(int dirfd, const char *begins)
{
	int again = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = again < 0 ? NULL : fdopendir(again);
	struct dirent *e;
	const char *s;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (e->d_name[0] != '.' ||
		    strncmp(e->d_name + 1, begins, strlen(begins)) != 0 ||
		    (s = strstr(e->d_name, mark)) == NULL)
			continue;
		s += strlen(mark);
		if (*s != '\0' && s[strspn(s, "0123456789")] == '\0')
			sweep(dirfd, e->d_name);
	}
	if (d != NULL)
		closedir(d);
	else if (again >= 0)
		close(again);
}
