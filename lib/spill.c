#include "spill.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "spool.h"
#include "status.h"

enum { BLOCK = 256 * 1024, READ = 128 * 1024 };

struct head {
	uint32_t vlen;
	uint16_t klen;
	uint8_t tag, gone;
};

struct spill {
	int fd;
	char *dir;
	struct buf out;
	uint64_t written;
};

struct spill_reader {
	struct spill *from;
	uint64_t at, end;		/* of the file: read so far, to be read */
	struct buf in;
	size_t taken;
};

struct spill *
spill_new(const char *dir)
{
	struct spill *s = mem_alloc(sizeof *s);

	s->fd = spool_file(dir);
	s->dir = mem_copy(dir, strlen(dir));
	return s;
}

void
spill_free(struct spill *s)
{
	if (s == NULL)
		return;
	close(s->fd);
	free(s->dir);
	buf_free(&s->out);
	free(s);
}

static void
drain(struct spill *s)
{
	spool_write(s->fd, s->dir, s->out.s, s->out.len);
	s->written += s->out.len;
	s->out.len = 0;
}

void
spill_put(struct spill *s, const struct spill_item *i)
{
	struct head h = { (uint32_t)i->vlen, (uint16_t)i->klen, i->tag, i->val == NULL };

	if (h.gone)
		h.vlen = 0;
	buf_put(&s->out, &h, sizeof h);
	buf_put(&s->out, i->key, h.klen);
	buf_put(&s->out, i->val, h.vlen);
	if (s->out.len >= BLOCK)
		drain(s);
}

uint64_t
spill_bytes(const struct spill *s)
{
	return s->written + s->out.len;
}

struct spill_reader *
spill_read(struct spill *s, uint64_t from, uint64_t to)
{
	struct spill_reader *r = mem_alloc(sizeof *r);

	drain(s);
	*r = (struct spill_reader){ .from = s, .at = from, .end = to };
	return r;
}

void
spill_reader_free(struct spill_reader *r)
{
	if (r == NULL)
		return;
	buf_free(&r->in);
	free(r);
}

/* At least n bytes behind those taken; false: the end. */
static bool
have(struct spill_reader *r, size_t n)
{
	size_t want;
	ssize_t got;

	if (r->in.len - r->taken >= n)
		return true;
	if (r->taken == r->in.len && r->at == r->end)
		return false;
	if (r->taken > 0)
		memmove(r->in.s, r->in.s + r->taken, r->in.len - r->taken);
	r->in.len -= r->taken;
	r->taken = 0;
	while (r->in.len < n) {
		want = n - r->in.len > READ ? n - r->in.len : READ;
		if (want > r->end - r->at)
			want = (size_t)(r->end - r->at);
		got = pread(r->from->fd, buf_room(&r->in, want), want, (off_t)r->at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			status_die(FAILED, "cannot read back a file in %s", r->from->dir);
		r->in.len += (size_t)got;
		r->at += (uint64_t)got;
	}
	return true;
}

bool
spill_next(struct spill_reader *r, struct spill_item *i)
{
	struct head h;
	size_t n;

	if (!have(r, sizeof h))
		return false;
	memcpy(&h, r->in.s + r->taken, sizeof h);
	n = sizeof h + h.klen + h.vlen;
	have(r, n);
	i->key = r->in.s + r->taken + sizeof h;
	i->klen = h.klen;
	i->val = h.gone ? NULL : i->key + h.klen;
	i->vlen = h.vlen;
	i->tag = h.tag;
	r->taken += n;
	return true;
}
