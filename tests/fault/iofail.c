/*
 * LD_PRELOAD: the Nth operation that writes fails, or the process dies there.
 *
 *   IOF=N        the operation, counted from 1 over all threads; without it nothing fails
 *   IOERR=E      errno of the failure (default 28, ENOSPC)
 *   IOONCE=1     only the Nth fails, else all from the Nth on
 *   IOSHORT=1    a write is cut to half its bytes instead (of one byte: fails)
 *   IOKILL=SIG   the process gets this signal before the operation (9 KILL, 19 STOP)
 *   IOPATH=DIR   only operations on files below DIR count
 *   IOCOUNT=FILE how many operations were counted, as text of 20 bytes; FILE must exist
 *
 * Counted: write pwrite writev pwritev fsync fdatasync msync ftruncate fallocate, open for
 * writing or creating, rename link unlink mkdir and their -at forms.  Descriptor 2 never
 * counts.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum outcome { GO, FAIL, SHORT };

static atomic_long ops;
static long at, error = ENOSPC, killer;
static bool once, cut;
static const char *below;
static char *count;

__attribute__((constructor)) static void
start(void)
{
	const char *s;
	int fd;

	if ((s = getenv("IOF")) != NULL)
		at = atol(s);
	if ((s = getenv("IOERR")) != NULL)
		error = atol(s);
	if ((s = getenv("IOKILL")) != NULL)
		killer = atol(s);
	once = getenv("IOONCE") != NULL;
	cut = getenv("IOSHORT") != NULL;
	below = getenv("IOPATH");
	if ((s = getenv("IOCOUNT")) != NULL) {
		fd = (int)syscall(SYS_openat, AT_FDCWD, s, O_RDWR | O_CLOEXEC);
		if (fd == -1)
			return;
		if (syscall(SYS_ftruncate, fd, 20L) == 0) {
			count = mmap(NULL, 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
			if (count == MAP_FAILED)
				count = NULL;
		}
		close(fd);
	}
}

static enum outcome
next(void)
{
	char text[24];
	long n;

	n = atomic_fetch_add(&ops, 1) + 1;
	if (count != NULL) {
		snprintf(text, sizeof text, "%19ld\n", n);
		memcpy(count, text, 20);
	}
	if (at == 0 || n < at || (once && n != at))
		return GO;
	if (killer != 0 && n == at) {
		syscall(SYS_kill, getpid(), killer);
		return GO;
	}
	if (killer != 0)
		return GO;
	errno = (int)error;
	return cut ? SHORT : FAIL;
}

static enum outcome
on_path(const char *path)
{
	if (below != NULL && strncmp(path, below, strlen(below)) != 0)
		return GO;
	return next();
}

static enum outcome
on_fd(int fd)
{
	char name[32], path[PATH_MAX];
	ssize_t n;

	if (fd == 2)
		return GO;
	if (below == NULL)
		return next();
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	n = readlink(name, path, sizeof path - 1);
	if (n < 0)
		return GO;
	path[n] = '\0';
	return on_path(path);
}

/* The real function of a name; dlsym gives a pointer to an object. */
static void *
real(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

#define REAL(name, type) type f; *(void **)&f = real(name)

typedef ssize_t write_fn(int, const void *, size_t);
typedef ssize_t pwrite_fn(int, const void *, size_t, off_t);
typedef ssize_t writev_fn(int, const struct iovec *, int);
typedef ssize_t pwritev_fn(int, const struct iovec *, int, off_t);
typedef int fd_fn(int);
typedef int size_fn(int, off_t);
typedef int falloc_fn(int, int, off_t, off_t);
typedef int open_fn(const char *, int, ...);
typedef int openat_fn(int, const char *, int, ...);
typedef int two_fn(const char *, const char *);
typedef int path_fn(const char *);
typedef int mkdir_fn(const char *, mode_t);
typedef int mkdirat_fn(int, const char *, mode_t);
typedef int unlinkat_fn(int, const char *, int);
typedef int renameat_fn(int, const char *, int, const char *);
typedef int renameat2_fn(int, const char *, int, const char *, unsigned);
typedef int linkat_fn(int, const char *, int, const char *, int);
typedef int msync_fn(void *, size_t, int);

static bool
halve(enum outcome o, size_t *n)
{
	if (o == GO)
		return true;
	if (o == SHORT && *n > 1) {
		*n /= 2;
		return true;
	}
	errno = (int)error;
	return false;
}

ssize_t
write(int fd, const void *s, size_t n)
{
	REAL("write", write_fn *);

	return halve(on_fd(fd), &n) ? f(fd, s, n) : -1;
}

ssize_t
pwrite(int fd, const void *s, size_t n, off_t off)
{
	REAL("pwrite", pwrite_fn *);

	return halve(on_fd(fd), &n) ? f(fd, s, n, off) : -1;
}

ssize_t
pwrite64(int fd, const void *s, size_t n, off_t off)
{
	REAL("pwrite64", pwrite_fn *);

	return halve(on_fd(fd), &n) ? f(fd, s, n, off) : -1;
}

/* A short vector write: half of the first piece. */
static ssize_t
vector(int fd, const struct iovec *v, int k, off_t off, bool placed)
{
	enum outcome o;
	size_t n;

	o = on_fd(fd);
	if (o != GO) {
		n = k > 0 ? v[0].iov_len : 0;
		if (!halve(o, &n))
			return -1;
		if (placed)
			return syscall(SYS_pwrite64, fd, v[0].iov_base, n, off);
		return syscall(SYS_write, fd, v[0].iov_base, n);
	}
	if (placed) {
		REAL("pwritev", pwritev_fn *);
		return f(fd, v, k, off);
	} else {
		REAL("writev", writev_fn *);
		return f(fd, v, k);
	}
}

ssize_t
writev(int fd, const struct iovec *v, int k)
{
	return vector(fd, v, k, 0, false);
}

ssize_t
pwritev(int fd, const struct iovec *v, int k, off_t off)
{
	return vector(fd, v, k, off, true);
}

ssize_t
pwritev64(int fd, const struct iovec *v, int k, off_t off)
{
	return vector(fd, v, k, off, true);
}

int
fsync(int fd)
{
	REAL("fsync", fd_fn *);

	return on_fd(fd) == GO ? f(fd) : -1;
}

int
fdatasync(int fd)
{
	REAL("fdatasync", fd_fn *);

	return on_fd(fd) == GO ? f(fd) : -1;
}

int
msync(void *p, size_t n, int flags)
{
	REAL("msync", msync_fn *);

	return (below != NULL || next() == GO) ? f(p, n, flags) : -1;
}

int
ftruncate(int fd, off_t n)
{
	REAL("ftruncate", size_fn *);

	return on_fd(fd) == GO ? f(fd, n) : -1;
}

int
ftruncate64(int fd, off_t n)
{
	REAL("ftruncate64", size_fn *);

	return on_fd(fd) == GO ? f(fd, n) : -1;
}

int
fallocate(int fd, int mode, off_t off, off_t n)
{
	REAL("fallocate", falloc_fn *);

	return on_fd(fd) == GO ? f(fd, mode, off, n) : -1;
}

static bool
writes(int flags)
{
	return (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);
}

static int
opener(int dir, const char *path, int flags, mode_t mode)
{
	if (writes(flags) && on_path(path) != GO) {
		errno = (int)error;
		return -1;
	}
	return (int)syscall(SYS_openat, dir, path, flags, mode);
}

#define MODE(last) \
	mode_t mode = 0; \
	va_list ap; \
	if (flags & (O_CREAT | O_TMPFILE)) { \
		va_start(ap, last); \
		mode = (mode_t)va_arg(ap, unsigned); \
		va_end(ap); \
	}

int
open(const char *path, int flags, ...)
{
	MODE(flags)
	return opener(AT_FDCWD, path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
	MODE(flags)
	return opener(AT_FDCWD, path, flags, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
	MODE(flags)
	return opener(dir, path, flags, mode);
}

int
openat64(int dir, const char *path, int flags, ...)
{
	MODE(flags)
	return opener(dir, path, flags, mode);
}

int
rename(const char *a, const char *b)
{
	REAL("rename", two_fn *);

	return on_path(b) == GO ? f(a, b) : -1;
}

int
renameat(int d, const char *a, int e, const char *b)
{
	REAL("renameat", renameat_fn *);

	return on_path(b) == GO ? f(d, a, e, b) : -1;
}

int
renameat2(int d, const char *a, int e, const char *b, unsigned flags)
{
	REAL("renameat2", renameat2_fn *);

	return on_path(b) == GO ? f(d, a, e, b, flags) : -1;
}

int
link(const char *a, const char *b)
{
	REAL("link", two_fn *);

	return on_path(b) == GO ? f(a, b) : -1;
}

int
linkat(int d, const char *a, int e, const char *b, int flags)
{
	REAL("linkat", linkat_fn *);

	return on_path(b) == GO ? f(d, a, e, b, flags) : -1;
}

int
unlink(const char *a)
{
	REAL("unlink", path_fn *);

	return on_path(a) == GO ? f(a) : -1;
}

int
unlinkat(int d, const char *a, int flags)
{
	REAL("unlinkat", unlinkat_fn *);

	return on_path(a) == GO ? f(d, a, flags) : -1;
}

int
mkdir(const char *a, mode_t mode)
{
	REAL("mkdir", mkdir_fn *);

	return on_path(a) == GO ? f(a, mode) : -1;
}

int
mkdirat(int d, const char *a, mode_t mode)
{
	REAL("mkdirat", mkdirat_fn *);

	return on_path(a) == GO ? f(d, a, mode) : -1;
}
