#include "key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "status.h"

void
key_random(void *out, unsigned n)
{
	/* Up to 256 bytes come whole and uninterrupted: getrandom(2). */
	if (getrandom(out, n, 0) != (ssize_t)n)
		status_die(FAILED, "cannot get random bytes:");
}

/* O_NONBLOCK: a FIFO must not make us wait. All is asked of the descriptor, no name. */
enum key_state
key_read(const char *path, bool empty_ok, unsigned char out[KEY_SIZE])
{
	unsigned char more[KEY_SIZE + 1];
	struct stat st;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0 && errno == ENOENT)
		return KEY_MISSING;
	if (fd < 0 && errno == ELOOP)
		status_die(USAGE, "key file is a symbolic link: %s", path);
	if (fd < 0 || fstat(fd, &st) != 0)
		status_die(USAGE, "cannot read key file: %s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		status_die(USAGE, "key file is not a regular file: %s", path);
	if ((st.st_mode & 07777) != 0600 && (st.st_mode & 07777) != 0400)
		status_die(USAGE, "key file has mode %04o and must have 0600 or 0400: %s",
		    (unsigned)(st.st_mode & 07777), path);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		status_die(USAGE, "key file belongs to another user: %s", path);
	if (st.st_nlink != 1)
		status_die(USAGE, "key file has more than one name: %s", path);
	if (st.st_size == 0 && empty_ok) {
		close(fd);
		return KEY_EMPTY;
	}
	n = read(fd, more, sizeof more);
	if (n < 0)
		status_die(USAGE, "cannot read key file: %s: %s", path, strerror(errno));
	if (n != KEY_SIZE || st.st_size != KEY_SIZE)
		status_die(USAGE, "key file is not %d bytes long: %s", KEY_SIZE, path);
	close(fd);
	memcpy(out, more, KEY_SIZE);
	explicit_bzero(more, sizeof more);
	return KEY_READ;
}

static void
sync_parent(const char *path)
{
	struct buf dir = { 0 };
	const char *slash = strrchr(path, '/');
	int fd;

	if (slash == NULL)
		buf_putc(&dir, '.');
	else
		buf_put(&dir, path, (size_t)(slash - path) + 1);
	fd = open(buf_text(&dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		status_die(FAILED, "cannot sync directory: %s: %s", buf_text(&dir),
		    strerror(errno));
	close(fd);
	buf_free(&dir);
}

static _Noreturn void
fail(const char *path, int error)
{
	if (error == ENOSPC)
		status_die(FAILED, "disk full: %s", path);
	status_die(FAILED, "cannot make key file: %s: %s", path, strerror(error));
}

bool
key_make(const char *path)
{
	unsigned char key[KEY_SIZE];
	struct buf draft = { 0 };
	bool made;
	int fd, e;

	buf_printf(&draft, "%s.%ld", path, (long)getpid());
	unlink(buf_text(&draft));		/* of a dead process that had our number */
	fd = open(buf_text(&draft), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	if (fd < 0)
		fail(path, errno);
	key_random(key, sizeof key);
	if (fchmod(fd, 0600) != 0 || write(fd, key, sizeof key) != (ssize_t)sizeof key ||
	    fsync(fd) != 0) {
		e = errno;
		unlink(buf_text(&draft));
		fail(path, e);
	}
	close(fd);
	explicit_bzero(key, sizeof key);
	/* At no moment has the file two names: another process would refuse it, and a killed
	 * one would leave it so. */
	made = renameat2(AT_FDCWD, buf_text(&draft), AT_FDCWD, path, RENAME_NOREPLACE) == 0;
	e = errno;
	if (!made)
		unlink(buf_text(&draft));
	if (!made && e != EEXIST)
		fail(path, e);
	if (made)
		sync_parent(path);
	buf_free(&draft);
	return made;
}
