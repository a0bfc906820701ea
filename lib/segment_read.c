#include "segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "frame.h"
#include "mem.h"
#include "seal.h"
#include "segment_int.h"
#include "trace.h"

enum { BLOCK = 256 * 1024,
	MOST = 5 << 20 };		/* bytes of text in a frame: a line and what it met */

struct segment_file {
	int fd;
	uint64_t size;
	struct trace *trace;
};

static int
open_file(const struct segment_root *r, const char *id)
{
	static const char *const ends[] = { "", ".new", "" };	/* settled meanwhile */
	char name[SEGMENT_FILE];
	const char *base;
	int dir = segment_dir(r, id, false, &base), fd = -1, error;
	size_t i;

	if (dir < 0)
		return -1;
	for (i = 0; i < 3 && fd < 0 && (i == 0 || errno == ENOENT); i++) {
		segment_file(name, base, ends[i]);
		fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	}
	error = errno;
	close(dir);
	errno = error;
	return fd;
}

struct segment_file *
segment_read(struct segment_root *r, const char *id)
{
	struct segment_file *f;
	struct stat st;
	int fd = open_file(r, id), error;

	if (fd < 0)
		return NULL;
	error = fstat(fd, &st) != 0 ? errno : S_ISREG(st.st_mode) ? 0 : EINVAL;
	if (error != 0) {
		close(fd);
		errno = error;
		return NULL;
	}
	f = mem_alloc(sizeof *f);
	f->fd = fd;
	f->size = (uint64_t)st.st_size;
	return f;
}

void
segment_read_end(struct segment_file *f)
{
	if (f == NULL)
		return;
	trace_free(f->trace);
	close(f->fd);
	free(f);
}

uint64_t
segment_size(const struct segment_file *f)
{
	return f->size;
}

/* All n bytes of a place, appended. */
static bool
get(const struct segment_file *f, uint64_t at, size_t n, struct buf *out)
{
	char *to = buf_room(out, n);
	size_t had = 0;
	ssize_t r;

	while (had < n) {
		r = pread(f->fd, to + had, n - had, (off_t)(at + had));
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return false;
		had += (size_t)r;
	}
	out->len += n;
	return true;
}

/* Does the index say what can be: frames one after another, up to itself? */
static bool
sound(const struct trace *t, const struct segment_facts *facts)
{
	uint64_t end = 0, lines = 0, bytes = 0;
	const struct trace_frame *f;
	uint32_t i;

	for (i = 0; i < trace_frames(t); i++) {
		f = trace_frame(t, i);
		if (f->raw > MOST || f->size == 0)
			return false;
		end += f->size;
		lines += f->lines;
		bytes += f->raw;
	}
	return end == facts->index_at && lines == facts->lines && bytes == facts->bytes;
}

const struct trace *
segment_index(struct segment_file *f, const struct segment_facts *facts)
{
	struct buf b = { 0 };
	char hex[129];

	if (f->trace != NULL)
		return f->trace;
	if (facts->size != f->size || facts->index_at > f->size ||
	    facts->index_size != f->size - facts->index_at)
		return NULL;
	if (get(f, facts->index_at, (size_t)facts->index_size, &b)) {
		seal_digest(SEAL_SHA256, b.s, b.len, hex);
		if (strcmp(hex, facts->index) == 0)
			f->trace = trace_read(b.s, b.len);
		if (f->trace != NULL && !sound(f->trace, facts)) {
			trace_free(f->trace);
			f->trace = NULL;
		}
	}
	buf_free(&b);
	return f->trace;
}

bool
segment_packed(struct segment_file *f, uint32_t frame, struct buf *out)
{
	const struct trace_frame *t = trace_frame(f->trace, frame);
	unsigned char digest[TRACE_DIGEST];
	size_t had = out->len;

	if (!get(f, trace_at(f->trace, frame), t->size, out))
		return false;
	trace_digest(out->s + had, t->size, digest);
	if (memcmp(digest, t->digest, TRACE_DIGEST) == 0)
		return true;
	out->len = had;
	return false;
}

bool
segment_text(struct segment_file *f, uint32_t frame, struct buf *out)
{
	const struct trace_frame *t = trace_frame(f->trace, frame);
	struct buf packed = { 0 };
	bool good = segment_packed(f, frame, &packed) &&
	    frame_open(packed.s, packed.len, t->raw, out);

	buf_free(&packed);
	return good;
}

static void
copy_hex(char to[65], struct seal_hash *h, bool good)
{
	char hex[129];

	seal_hash_final(h, hex);
	memcpy(to, hex, 64);
	to[good ? 64 : 0] = '\0';
	seal_hash_free(h);
}

void
segment_digest(struct segment_file *f, char sha256[65], char sm3[65])
{
	struct seal_hash *a = seal_hash_new(SEAL_SHA256), *b = seal_hash_new(SEAL_SM3);
	char *block = mem_alloc(BLOCK);
	uint64_t at = 0;
	ssize_t r;

	while ((r = pread(f->fd, block, BLOCK, (off_t)at)) > 0 || (r < 0 && errno == EINTR))
		if (r > 0) {
			seal_hash_update(a, block, (size_t)r);
			seal_hash_update(b, block, (size_t)r);
			at += (uint64_t)r;
		}
	copy_hex(sha256, a, r == 0);
	copy_hex(sm3, b, r == 0);
	free(block);
}
