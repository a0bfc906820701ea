#include "segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "publish.h"
#include "seal.h"
#include "segment_int.h"
#include "trace.h"

#define DRAFT "segment"		/* what it is called where it must have a name */

enum { BLOCK = 256 * 1024 };		/* bytes in a write */

struct segment_draft {
	struct segment_root *root;
	int fd;
	char *tmp;			/* its name where there are no unnamed files */
	struct buf out;			/* not written yet */
	struct trace *trace;
	struct seal_hash *sha256, *sm3;
	struct segment_facts facts;	/* so far */
};

static _Noreturn void
fail(const struct segment_draft *d, const char *what, const char *id, int error)
{
	if (d->tmp != NULL)
		unlinkat(d->root->fd, d->tmp, 0);
	segment_fail(d->root, what, id, error);
}

struct segment_draft *
segment_new(struct segment_root *r)
{
	struct segment_draft *d = mem_alloc(sizeof *d);

	d->root = r;
	d->fd = publish_unnamed(r->fd, DRAFT, &d->tmp);
	if (d->fd < 0)
		fail(d, "make a file in", "", errno);
	d->trace = trace_new();
	d->sha256 = seal_hash_new(SEAL_SHA256);
	d->sm3 = seal_hash_new(SEAL_SM3);
	d->facts.first = 0;
	d->facts.last = -1;
	return d;
}

static void
drain(struct segment_draft *d)
{
	const char *s = d->out.s;
	size_t n = d->out.len;
	ssize_t w;

	while (n > 0) {
		w = write(d->fd, s, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			fail(d, "write in", "", w < 0 ? errno : EIO);
		s += w;
		n -= (size_t)w;
	}
	d->out.len = 0;
	/* The disk begins, so that fsync has less to wait for. */
	sync_file_range(d->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

static void
append(struct segment_draft *d, const void *s, size_t n)
{
	seal_hash_update(d->sha256, s, n);
	seal_hash_update(d->sm3, s, n);
	buf_put(&d->out, s, n);
	d->facts.size += n;
	if (d->out.len >= BLOCK)
		drain(d);
}

void
segment_frame(struct segment_draft *d, const void *packed, const struct trace_frame *f,
    const void *filter)
{
	struct segment_facts *facts = &d->facts;

	trace_add(d->trace, f, filter);
	append(d, packed, f->size);
	facts->lines += f->lines;
	facts->bytes += f->raw;
	if (f->last < f->first)
		return;
	if (facts->last < facts->first) {
		facts->first = f->first;
		facts->last = f->last;
	}
	facts->first = f->first < facts->first ? f->first : facts->first;
	facts->last = f->last > facts->last ? f->last : facts->last;
}

void
segment_pairs(struct segment_draft *d, const uint64_t *pair, size_t count)
{
	trace_pairs(d->trace, pair, count);
}

uint64_t
segment_written(const struct segment_draft *d)
{
	return d->facts.size;
}

static void
copy_hex(char to[65], struct seal_hash *h)
{
	char hex[129];

	seal_hash_final(h, hex);
	memcpy(to, hex, 64);
	to[64] = '\0';
}

void
segment_finish(struct segment_draft *d, struct segment_facts *facts)
{
	struct buf index = { 0 };
	char hex[129];

	trace_write(d->trace, &index);
	d->facts.index_at = d->facts.size;
	d->facts.index_size = index.len;
	append(d, index.s, index.len);
	drain(d);
	seal_digest(SEAL_SHA256, index.s, index.len, hex);
	memcpy(d->facts.index, hex, 65);
	copy_hex(d->facts.sha256, d->sha256);
	copy_hex(d->facts.sm3, d->sm3);
	buf_free(&index);
	buf_free(&d->out);
	if (fsync(d->fd) != 0)
		fail(d, "sync a file in", "", errno);
	*facts = d->facts;
}

bool
segment_stage(struct segment_draft *d, const char *id)
{
	char name[SEGMENT_FILE], staged[SEGMENT_FILE];
	struct stat st;
	const char *base;
	int dir = segment_dir(d->root, id, true, &base);
	bool good;

	if (dir < 0)
		fail(d, "make the directory of", id, errno);
	segment_file(name, base, "");
	segment_file(staged, base, ".new");
	good = fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0;
	if (good && publish_link(d->fd, d->root->fd, &d->tmp, dir, staged) != 0) {
		if (errno != EEXIST)
			fail(d, "name", id, errno);
		good = false;
	} else if (good && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		/* another's NAME.new became NAME in between */
		if (publish_hide(d->fd, dir, staged, d->root->fd, DRAFT, &d->tmp) != 0)
			fail(d, "take back", id, errno);
		good = false;
	}
	close(dir);
	return good;
}

void
segment_staged(struct segment_root *r, const char *id)
{
	const char *base;
	int dir = segment_dir(r, id, false, &base);

	if (dir < 0 || fsync(dir) != 0)
		segment_fail(r, "sync the directory of", id, errno);
	close(dir);
}

void
segment_drop(struct segment_draft *d)
{
	if (d == NULL)
		return;
	if (d->tmp != NULL)
		unlinkat(d->root->fd, d->tmp, 0);
	free(d->tmp);
	close(d->fd);
	trace_free(d->trace);
	seal_hash_free(d->sha256);
	seal_hash_free(d->sm3);
	buf_free(&d->out);
	free(d);
}
