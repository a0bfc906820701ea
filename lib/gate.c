#include "gate.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "status.h"

#define TIMEOUT (SIGRTMIN + 3)	/* the timer's signal */

enum { GATE, LIFE, WRITER, FILES };

struct gate {
	char *path;
	int dir, fd[FILES];		/* -1: not there (read-only file system) */
	bool frozen;
	unsigned wait;			/* seconds */
	dev_t dev;
	ino_t ino;
	struct gate *next;		/* those joined, for the handlers */
	timer_t timer;			/* bounds a wait; SIGALRM is the rules' */
};

static const char *const files[FILES] = { "gate", "life", "writer" };
static const char *const doing[FILES] = {
	"has been opening it", "has been replacing it", "has been writing to it"
};

_Thread_local volatile sig_atomic_t gate_inside;

static struct gate *joined;
static struct sigaction old_bus, old_segv, old_timeout;
static const struct gate *volatile waiting;
static volatile sig_atomic_t waiting_for;

/* ---- In signal handlers: only what is async-signal-safe. */

static size_t
add(char *line, size_t n, size_t size, const char *s)
{
	while (*s != '\0' && n < size - 1)
		line[n++] = *s++;
	return n;
}

static _Noreturn void
cry(const char *a, const char *b, const char *c, const char *d, const struct gate *g)
{
	char line[1024];
	const char *part[] = { status_program(), ": ", a, b, c, d, ": ", g->path };
	size_t i, n = 0;

	for (i = 0; i < sizeof part / sizeof part[0]; i++)
		n = add(line, n, sizeof line, part[i]);
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, n) < 0)
		_exit(FAILED);
	_exit(FAILED);
}

static bool
disk_is_full(const struct gate *g)
{
	struct statfs fs;

	/* The last few blocks are not to be had on some file systems. */
	return fstatfs(g->dir, &fs) == 0 && fs.f_bavail < 8;
}

/* The lock was not to be had in time. */
static _Noreturn void
expire(const struct gate *g, int which)
{
	char pid[24], *end;
	ssize_t n;

	if (which == FILES)
		cry("store is in use: another program has LMDB's own lock", "", "", "", g);
	n = pread(g->fd[which], pid, sizeof pid - 1, 0);

	pid[n < 0 ? 0 : n] = '\0';
	end = strchr(pid, '\n');
	if (end != NULL)
		*end = '\0';
	if (pid[0] == '\0')
		cry("store is in use: another process ", doing[which], "", "", g);
	cry("store is in use: process ", pid, " ", doing[which], g);
}

static void
on_timeout(int sig)
{
	(void)sig;
	if (waiting != NULL)
		expire(waiting, waiting_for);
}

static void
on_fault(int sig, siginfo_t *info, void *context)
{
	const struct gate *g = joined;

	(void)info;
	(void)context;
	if (g != NULL && (sig == SIGBUS || gate_inside)) {
		if (sig == SIGBUS && disk_is_full(g))
			cry("disk full", "", "", "", g);
		cry("store damaged: ", sig == SIGBUS ? "a file is cut short or unreadable" :
		    "its pages lead nowhere", "", "", g);
	}
	/* Not ours: the instruction is run again and meets what was there before us. */
	sigaction(sig, sig == SIGBUS ? &old_bus : &old_segv, NULL);
}

/* ---- The directory. */

/* Remote file systems have neither shared memory nor trustworthy locks; magic numbers of
 * statfs(2) and of the kernel's fs directories. */
static bool
remote(long type)
{
	static const unsigned magic[] = {
		0x6969 /* nfs */, 0x517b /* smb */, 0xff534d42 /* cifs */,
		0xfe534d42 /* smb2 */, 0x65735546 /* fuse */, 0x01021997 /* 9p */,
		0x00c36400 /* ceph */,
		0x5346414f /* afs */, 0x73757245 /* coda */, 0x564c /* ncp */
	};
	size_t i;

	for (i = 0; i < sizeof magic / sizeof magic[0]; i++)
		if ((unsigned)type == magic[i])
			return true;
	return false;
}

struct gate *
gate_open(const char *dir)
{
	struct gate *g = mem_alloc(sizeof *g);
	struct statvfs vfs;
	struct statfs fs;
	struct stat st;

	g->path = mem_copy(dir, strlen(dir));
	g->fd[GATE] = g->fd[LIFE] = g->fd[WRITER] = -1;
	g->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (g->dir < 0 && (errno == ENOENT || errno == ENOTDIR))
		status_die(USAGE, "no store at %s (make one with: beian-store init)", dir);
	if (g->dir < 0 || fstat(g->dir, &st) != 0 || fstatfs(g->dir, &fs) != 0 ||
	    fstatvfs(g->dir, &vfs) != 0)
		status_die(USAGE, "cannot open store: %s: %s", dir, strerror(errno));
	if (st.st_uid != geteuid() && st.st_uid != 0)
		status_die(USAGE, "store belongs to another user: %s", dir);
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		status_die(USAGE, "store can be written by others (mode %04o): %s",
		    (unsigned)(st.st_mode & 07777), dir);
	if (remote(fs.f_type))
		status_die(USAGE, "store is not on a local file system: %s", dir);
	g->frozen = (vfs.f_flag & ST_RDONLY) != 0;
	g->dev = st.st_dev;
	g->ino = st.st_ino;
	return g;
}

int
gate_fd(const struct gate *g)
{
	return g->dir;
}

const char *
gate_path(const struct gate *g)
{
	return g->path;
}

bool
gate_frozen(const struct gate *g)
{
	return g->frozen;
}

void
gate_damaged(const struct gate *g, const char *how)
{
	status_die(FAILED, "store damaged: %s: %s", how, g->path);
}

void
gate_fail(const struct gate *g, const char *what, int error)
{
	struct rlimit most;

	/* LMDB reports a short write as EIO, whatever cut it short. */
	if (error == ENOSPC || (error == EIO && disk_is_full(g)))
		status_die(FAILED, "disk full: %s", g->path);
	if (error == EDQUOT)
		status_die(FAILED, "disk quota is used up: %s", g->path);
	if ((error == EIO || error == EFBIG) && getrlimit(RLIMIT_FSIZE, &most) == 0 &&
	    most.rlim_cur != RLIM_INFINITY)
		status_die(FAILED, "files may not grow past %llu bytes here (ulimit -f): %s",
		    (unsigned long long)most.rlim_cur, g->path);
	status_die(FAILED, "cannot %s: %s: %s", what, g->path, strerror(error));
}

/* ---- Locks. */

static void
arm(struct gate *g, int which)
{
	struct itimerspec time = { .it_value = { .tv_sec = g->wait > 0 ? g->wait : 1 } };

	waiting_for = which;
	waiting = g;
	timer_settime(g->timer, 0, &time, NULL);
}

void
gate_arm(struct gate *g)
{
	arm(g, FILES);
}

void
gate_disarm(struct gate *g)
{
	struct itimerspec none = { 0 };

	timer_settime(g->timer, 0, &none, NULL);
	waiting = NULL;
}

/* Who has it.  Written only when it is another's: each batch would dirty a block otherwise. */
static void
sign(int fd)
{
	char mine[24], pid[24];
	ssize_t n = snprintf(mine, sizeof mine, "%ld\n", (long)getpid());

	if (pread(fd, pid, sizeof pid, 0) == n && memcmp(mine, pid, (size_t)n) == 0)
		return;
	/* For the message only: a full disk must not stop what may be able to go on. */
	if (pwrite(fd, mine, (size_t)n, 0) == n && ftruncate(fd, n) != 0)
		return;
}

static void
lock(struct gate *g, int which, int how)
{
	int fd = g->fd[which];

	if (fd < 0)
		return;
	if (flock(fd, how | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK && g->wait == 0)
			expire(g, which);
		arm(g, which);
		while (flock(fd, how) != 0)
			if (errno != EINTR)
				gate_fail(g, "lock store", errno);
		gate_disarm(g);
	}
	if (how == LOCK_EX)
		sign(fd);
}

static void
unlock(struct gate *g, int which)
{
	if (g->fd[which] >= 0)
		flock(g->fd[which], LOCK_UN);
}

static void
join(struct gate *g, unsigned wait)
{
	struct sigaction sa = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO };
	struct sigaction out = { .sa_handler = on_timeout };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = TIMEOUT };
	const struct gate *other;
	sigset_t set;
	int i;

	/* A second descriptor on the same files would lock ourselves out, and closing one of
	 * lock.mdb would drop LMDB's lock: one store is open once. */
	for (other = joined; other != NULL; other = other->next)
		assert(other->dev != g->dev || other->ino != g->ino);
	g->wait = wait;
	for (i = 0; i < FILES; i++) {
		g->fd[i] = openat(g->dir, files[i], (g->frozen ? O_RDONLY : O_RDWR | O_CREAT) |
		    O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
		if (g->fd[i] < 0 && !(g->frozen && errno == ENOENT))
			gate_fail(g, "open the store's locks", errno);
	}
	if (joined == NULL) {
		sigaction(SIGBUS, &sa, &old_bus);
		sigaction(SIGSEGV, &sa, &old_segv);
		sigaction(TIMEOUT, &out, &old_timeout);
		sigemptyset(&set);
		sigaddset(&set, TIMEOUT);
		pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	}
	if (timer_create(CLOCK_MONOTONIC, &event, &g->timer) != 0)
		gate_fail(g, "make a timer", errno);
	g->next = joined;
	joined = g;
}

void
gate_join(struct gate *g, unsigned wait)
{
	join(g, wait);
	lock(g, LIFE, LOCK_SH);
	/* Without lock.mdb nobody sees that we read: keep out who writes by another mount. */
	if (g->frozen)
		lock(g, WRITER, LOCK_SH);
}

void
gate_join_alone(struct gate *g, unsigned wait)
{
	unsigned tries;

	if (g->frozen)
		status_die(FAILED, "store is on a read-only file system: %s", g->path);
	join(g, wait);
	for (tries = 0; flock(g->fd[LIFE], LOCK_EX | LOCK_NB) != 0; tries++) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			gate_fail(g, "lock store", errno);
		if (tries / 20 >= wait)
			gate_held(g, g->fd[LIFE]);
		usleep(50000);
	}
	sign(g->fd[LIFE]);
}

void
gate_close(struct gate *g)
{
	struct gate **p;
	int i;

	for (p = &joined; *p != NULL; p = &(*p)->next)
		if (*p == g) {
			*p = g->next;
			timer_delete(g->timer);
			if (joined == NULL) {
				sigaction(SIGBUS, &old_bus, NULL);
				sigaction(SIGSEGV, &old_segv, NULL);
				sigaction(TIMEOUT, &old_timeout, NULL);
			}
			break;
		}
	for (i = 0; i < FILES; i++)
		if (g->fd[i] >= 0)
			close(g->fd[i]);
	close(g->dir);
	free(g->path);
	free(g);
}

void
gate_enter(struct gate *g)
{
	lock(g, GATE, LOCK_EX);
}

void
gate_leave(struct gate *g)
{
	unlock(g, GATE);
}

void
gate_write(struct gate *g)
{
	lock(g, WRITER, LOCK_EX);
}

void
gate_written(struct gate *g)
{
	unlock(g, WRITER);
}
