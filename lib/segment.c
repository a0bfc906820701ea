#include "segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "segment_int.h"
#include "status.h"
#include "when.h"

/* ---- Names. */

static const char *const series[] = { "", "undated/", "held/" };

static void
parts(const struct segment_name *n, char out[SEGMENT_ID], const char *end)
{
	int y, m, d;

	when_civil(n->day, &y, &m, &d);
	snprintf(out, SEGMENT_ID, "%.32s/%s%04d/%02d/%02d-%s", n->class, series[n->series], y,
	    m, d, end);
}

void
segment_id(const struct segment_name *n, char out[SEGMENT_ID])
{
	char number[16];

	snprintf(number, sizeof number, "%04u", n->number);
	parts(n, out, number);
}

size_t
segment_prefix(const struct segment_name *n, char out[SEGMENT_ID])
{
	parts(n, out, "");
	return strlen(out);
}

/* A number of just so many digits. */
static bool
digits(const char *s, size_t n, int *out)
{
	*out = 0;
	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return false;
		*out = *out * 10 + (*s - '0');
	}
	return true;
}

bool
segment_name(const char *id, size_t n, struct segment_name *out)
{
	const char *s = id, *end = id + n;
	size_t len = 0;
	int y, m, d, number;

	while (len < n && (id[len] == '-' || (id[len] >= '0' && id[len] <= '9') ||
	    (id[len] >= 'a' && id[len] <= 'z')))
		len++;
	if (n >= SEGMENT_ID || len == 0 || len >= sizeof out->class || *id == '-' ||
	    len == n || id[len] != '/')
		return false;
	*out = (struct segment_name){ .series = SEGMENT_DATED };
	memcpy(out->class, id, len);
	s += len + 1;
	if (end - s > 8 && memcmp(s, "undated/", 8) == 0) {
		out->series = SEGMENT_UNDATED;
		s += 8;
	} else if (end - s > 5 && memcmp(s, "held/", 5) == 0) {
		out->series = SEGMENT_HELD;
		s += 5;
	}
	n = (size_t)(end - s);		/* 2026/11/23-0001 */
	if (n < 15 || n > 20 || s[4] != '/' || s[7] != '/' || s[10] != '-' ||
	    !digits(s, 4, &y) || !digits(s + 5, 2, &m) || !digits(s + 8, 2, &d) ||
	    !digits(s + 11, n - 11, &number) || !when_real(y, m, d) || number == 0 ||
	    (n > 15 && s[11] == '0'))
		return false;
	out->day = when_day(y, m, d);
	out->number = (unsigned)number;
	return true;
}

const char *
segment_place(const char *option, const char *store)
{
	static char *place;
	const char *env = getenv("BEIAN_SEGMENTS");
	size_t n;

	if (option == NULL && env != NULL && *env != '\0')
		option = env;
	free(place);
	if (option != NULL)
		return place = mem_copy(option, strlen(option));
	n = strlen(store) + sizeof "/segments";
	place = mem_alloc(n);
	snprintf(place, n, "%s/segments", store);
	return place;
}

/* ---- The root. */

_Noreturn void
segment_fail(const struct segment_root *r, const char *what, const char *id, int error)
{
	const char *slash = *id != '\0' ? "/" : "", *end = *id != '\0' ? SEGMENT_END : "";

	if (error == ENOSPC || error == EDQUOT || error == EFBIG)
		status_die(FAILED, "disk full: %s%s%s%s", r->path, slash, id, end);
	errno = error;
	status_die(FAILED, "cannot %s %s%s%s%s:", what, r->path, slash, id, end);
}

/* The root's own name is on disk when this returns. */
static bool
make_root(const char *root)
{
	char *above, *slash;
	size_t n = strlen(root);
	int fd;

	if (mkdir(root, 0700) != 0)
		return errno == EEXIST;
	while (n > 1 && root[n - 1] == '/')
		n--;
	above = mem_copy(root, n);
	slash = strrchr(above, '/');
	if (slash == above)
		slash++;
	if (slash != NULL)
		*slash = '\0';
	fd = open(slash != NULL ? above : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(above);
	if (fd < 0 || fsync(fd) != 0)
		return false;
	close(fd);
	return true;
}

static int
open_lock(int root)
{
	int flags = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	int fd = openat(root, ".lock", O_RDWR | O_CREAT | flags, 0600);

	if (fd < 0 && errno == EROFS)
		fd = openat(root, ".lock", O_RDONLY | flags);
	return fd;
}

struct segment_root *
segment_open(const char *root, bool make, unsigned wait)
{
	struct segment_root *r;
	struct stat st;
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT) {
		if (!make)
			return NULL;
		if (!make_root(root)) {
			if (errno == ENOENT)
				status_die(USAGE, "no directory in which %s could be made",
				    root);
			if (errno == ENOSPC || errno == EDQUOT)
				status_die(FAILED, "disk full: %s", root);
			status_die(FAILED, "cannot make directory %s:", root);
		}
		fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	if (fd < 0 || fstat(fd, &st) != 0)
		status_die(USAGE, "cannot open the segments in %s:", root);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		status_die(USAGE, "the segments belong to another user: %s", root);
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		status_die(USAGE, "others can write to the segments (chmod go-w it): %s",
		    root);
	r = mem_alloc(sizeof *r);
	*r = (struct segment_root){ .path = mem_copy(root, strlen(root)), .fd = fd,
	    .wait = wait };
	r->lock = open_lock(fd);
	if (r->lock < 0 && errno != EROFS && errno != ENOENT) {
		if (errno == ENOSPC || errno == EDQUOT)
			status_die(FAILED, "disk full: %s/.lock", root);
		status_die(FAILED, "cannot open %s/.lock:", root);
	}
	return r;
}

void
segment_close(struct segment_root *r)
{
	if (r == NULL)
		return;
	if (r->lock >= 0)
		close(r->lock);
	close(r->fd);
	free(r->path);
	free(r);
}

const char *
segment_path(const struct segment_root *r)
{
	return r->path;
}

int
segment_fd(const struct segment_root *r)
{
	return r->fd;
}

/* ---- Whose it is: the first line of .lock; the second is the process that was alone last. */

enum { MARK = 32 };			/* hexadecimal digits of it */

bool
segment_belongs(struct segment_root *r, const char *fingerprint)
{
	char line[MARK + 2], have[MARK + 1];
	int n = snprintf(line, sizeof line, "%.32s\n", fingerprint);

	if (r->lock < 0 || n != MARK + 1)
		return r->lock < 0;
	if (pread(r->lock, have, (size_t)n, 0) == n && have[MARK] == '\n')
		return memcmp(have, line, (size_t)n) == 0;
	/* None yet.  When it cannot be written now, another run does. */
	if (r->state == SEGMENT_ALONE && pwrite(r->lock, line, (size_t)n, 0) == n)
		fsync(r->lock);
	return true;
}

bool
segment_marked(const struct segment_root *r)
{
	char have[MARK + 1];

	return r->lock < 0 || (pread(r->lock, have, sizeof have, 0) == sizeof have &&
	    have[MARK] == '\n');
}

/* ---- Its lock. */

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Tries until it is to be had or `wait` is over. */
static bool
lock(struct segment_root *r, int how, unsigned wait)
{
	int64_t until = now_ms() + (int64_t)wait * 1000;
	struct timespec pause = { 0, 1000000 };

	while (r->lock >= 0 && flock(r->lock, how | LOCK_NB) != 0) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			status_die(FAILED, "cannot lock %s/.lock:", r->path);
		if (now_ms() >= until)
			return false;
		nanosleep(&pause, NULL);
		if (pause.tv_nsec < 50000000)
			pause.tv_nsec *= 2;
	}
	return true;
}

/* Who removes files says so in the lock, for the message of who waits. */
static void
sign(const struct segment_root *r)
{
	char mine[24], other[24];
	ssize_t n = snprintf(mine, sizeof mine, "%ld\n", (long)getpid());

	if (r->lock < 0 || (pread(r->lock, other, sizeof other, MARK + 1) == n &&
	    memcmp(mine, other, (size_t)n) == 0))
		return;
	if (pwrite(r->lock, mine, (size_t)n, MARK + 1) == n &&
	    ftruncate(r->lock, MARK + 1 + n) != 0)
		return;
}

void
segment_share(struct segment_root *r)
{
	char pid[24];
	ssize_t n;

	if (r->state == SEGMENT_SHARED)
		return;
	if (!lock(r, LOCK_SH, r->wait)) {
		n = pread(r->lock, pid, sizeof pid - 1, MARK + 1);
		pid[n < 0 ? 0 : n] = '\0';
		pid[strspn(pid, "0123456789")] = '\0';
		status_die(FAILED, "segments are in use: %s%s has been removing files: %s",
		    *pid != '\0' ? "process " : "another process", pid, r->path);
	}
	r->state = SEGMENT_SHARED;
}

bool
segment_alone(struct segment_root *r, bool waits)
{
	if (r->state == SEGMENT_ALONE)
		return true;
	/* a shared lock of our own would be lost when another has one too */
	segment_leave(r);
	if (!lock(r, LOCK_EX, waits ? r->wait : 0))
		return false;
	r->state = SEGMENT_ALONE;
	sign(r);
	return true;
}

void
segment_leave(struct segment_root *r)
{
	if (r->state != SEGMENT_FREE && r->lock >= 0)
		flock(r->lock, LOCK_UN);
	r->state = SEGMENT_FREE;
}
