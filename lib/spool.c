#include "spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "publish.h"
#include "status.h"

#define BLOCK ((size_t)64 * 1024)

struct spool {
	int fd;
	char *dir;
	uint64_t rows, left;	/* left: not read yet */
	uint64_t at;		/* read so far from the file */
	struct buf out, in;
	size_t taken;			/* bytes of `in` that were handed out */
};

static _Noreturn void
fail(const char *dir)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		status_die(FAILED, "disk full: %s", dir);
	status_die(FAILED, "cannot write in %s:", dir);
}

int
spool_file(const char *dir)
{
	int fd = publish_scratch(dir);

	if (fd < 0)
		fail(dir);
	return fd;
}

void
spool_write(int fd, const char *dir, const void *p, size_t n)
{
	const char *s = p;
	ssize_t w;

	while (n > 0) {
		w = write(fd, s, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0) {
			fail(dir);
		}
		s += w;
		n -= (size_t)w;
	}
}

struct spool *
spool_new(const char *dir)
{
	struct spool *s = mem_alloc(sizeof *s);

	s->fd = spool_file(dir);
	s->dir = mem_copy(dir, strlen(dir));
	return s;
}

static void
drain(struct spool *s)
{
	spool_write(s->fd, s->dir, s->out.s, s->out.len);
	s->out.len = 0;
}

void
spool_put(struct spool *s, const char *const *text, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		buf_put(&s->out, text[i], strlen(text[i]) + 1);
	s->rows++;
	if (s->out.len >= BLOCK)
		drain(s);
}

uint64_t
spool_rows(const struct spool *s)
{
	return s->rows;
}

void
spool_rewind(struct spool *s)
{
	drain(s);
	s->left = s->rows;
	s->at = 0;
	s->in.len = s->taken = 0;
}

/* More bytes behind those not handed out yet. */
static void
more(struct spool *s)
{
	ssize_t r;

	if (s->taken > 0) {
		memmove(s->in.s, s->in.s + s->taken, s->in.len - s->taken);
		s->in.len -= s->taken;
		s->taken = 0;
	}
	do
		r = pread(s->fd, buf_room(&s->in, BLOCK), BLOCK, (off_t)s->at);
	while (r < 0 && errno == EINTR);
	if (r <= 0)
		status_die(FAILED, "cannot read back a file in %s", s->dir);
	s->in.len += (size_t)r;
	s->at += (uint64_t)r;
}

bool
spool_get(struct spool *s, const char **text, size_t count)
{
	size_t at, i;
	char *end;

	if (s->left == 0)
		return false;
again:
	for (i = 0, at = s->taken; i < count; i++) {
		end = s->in.len > at ? memchr(s->in.s + at, '\0', s->in.len - at) : NULL;
		if (end == NULL) {
			more(s);
			goto again;
		}
		text[i] = s->in.s + at;
		at = (size_t)(end - s->in.s) + 1;
	}
	s->taken = at;
	s->left--;
	return true;
}

void
spool_free(struct spool *s)
{
	close(s->fd);
	buf_free(&s->out);
	buf_free(&s->in);
	free(s->dir);
	free(s);
}
