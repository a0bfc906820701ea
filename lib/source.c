#include "source.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "mem.h"
#include "status.h"

enum { CHUNK = 256 * 1024, PIPE = 1 << 20, TAIL = 1024 };
enum packing { PLAIN, GZIP, FILTER, ZIP };

static const struct kind {
	const char *magic;
	size_t n;
	enum packing packing;
	int (*support)(struct archive *);
} kinds[] = {
	{ "\x1f\x8b", 2, GZIP, NULL },
	{ "\x28\xb5\x2f\xfd", 4, FILTER, archive_read_support_filter_zstd },
	{ "\xfd" "7zXZ", 5, FILTER, archive_read_support_filter_xz },
	{ "BZh", 3, FILTER, archive_read_support_filter_bzip2 },
	{ "PK\3\4", 4, ZIP, archive_read_support_format_zip_streamable },
	/* an empty one */
	{ "PK\5\6", 4, ZIP, archive_read_support_format_zip_streamable },
};

struct source {
	int fd;
	const char *path;
	char *name;
	unsigned char *chunk;
	size_t at, len;			/* of what is read in chunk and not yet used */
	uint64_t taken;
	bool started, broken;
	enum packing packing;
	z_stream z;
	bool inside;			/* a gzip member is begun */
	const char *late;		/* what is wrong behind the bytes that were given */
	struct archive *archive;
	size_t members;			/* of gzip or zip, so far */
	unsigned char tail[TAIL];	/* the last bytes read of a zip */
	size_t tail_n;
};

/* Bytes of the file; 0 at its end. */
static size_t
take(struct source *s, void *to, size_t size)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	ssize_t n;

	while ((n = read(s->fd, to, size)) < 0) {
		if (errno == EAGAIN)
			poll(&p, 1, -1);	/* somebody else made it non-blocking */
		else if (errno != EINTR)
			status_die(FAILED, "%s:", s->path);
	}
	s->taken += (uint64_t)n;
	return (size_t)n;
}

/* More bytes behind those in chunk; 0 at the end. */
static size_t
fill(struct source *s)
{
	size_t n;

	if (s->len == 0)
		s->at = 0;
	n = take(s, s->chunk + s->at + s->len, CHUNK - s->at - s->len);
	s->len += n;
	return n;
}

struct source *
source_open(const char *path)
{
	struct source *s;
	struct stat st;
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO :
	    open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0 || fstat(fd, &st) != 0)
		return NULL;
	s = mem_alloc(sizeof *s);
	s->fd = fd;
	s->path = fd == STDIN_FILENO ? "standard input" : path;
	s->name = mem_copy(s->path, strlen(s->path));
	s->chunk = mem_alloc(CHUNK);
	if (S_ISFIFO(st.st_mode))
		fcntl(fd, F_SETPIPE_SZ, PIPE);
	return s;
}

void
source_close(struct source *s)
{
	if (s == NULL)
		return;
	if (s->packing == GZIP)
		inflateEnd(&s->z);
	archive_read_free(s->archive);
	if (s->fd != STDIN_FILENO)
		close(s->fd);
	free(s->chunk);
	free(s->name);
	free(s);
}

/* Keep the last bytes of n more. */
static void
keep_tail(struct source *s, const unsigned char *p, size_t n)
{
	size_t old;

	if (n > TAIL) {
		p += n - TAIL;
		n = TAIL;
	}
	old = s->tail_n + n > TAIL ? TAIL - n : s->tail_n;
	memmove(s->tail, s->tail + s->tail_n - old, old);
	memcpy(s->tail + old, p, n);
	s->tail_n = old + n;
}

static la_ssize_t
feed(struct archive *a, void *arg, const void **p)
{
	struct source *s = arg;
	size_t n;

	(void)a;
	if (s->len == 0)
		fill(s);
	*p = s->chunk + s->at;
	n = s->len;
	s->len = 0;
	if (s->packing == ZIP)
		keep_tail(s, *p, n);
	return (la_ssize_t)n;
}

/* The first bytes tell; no more are waited for than tell. */
static const struct kind *
kind_of(struct source *s)
{
	size_t i, n;
	bool maybe;

	do {
		maybe = false;
		for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
			n = s->len < kinds[i].n ? s->len : kinds[i].n;
			if (memcmp(s->chunk, kinds[i].magic, n) != 0)
				continue;
			if (n == kinds[i].n)
				return &kinds[i];
			maybe = true;
		}
	} while (maybe && fill(s) > 0);
	return NULL;
}

static const char *
begin(struct source *s)
{
	const struct kind *k = kind_of(s);

	if (k == NULL)
		return NULL;
	s->packing = k->packing;
	if (k->packing == GZIP) {
		if (inflateInit2(&s->z, 15 + 16) != Z_OK)
			status_die(FAILED, "zlib does not start");
		return NULL;
	}
	s->archive = archive_read_new();
	if (s->archive == NULL)
		status_die(FAILED, "libarchive does not start");
	k->support(s->archive);
	if (k->packing == FILTER) {
		archive_read_support_format_raw(s->archive);
		archive_read_support_format_empty(s->archive);
	}
	return archive_read_open(s->archive, s, NULL, feed, NULL) == ARCHIVE_OK ? NULL :
	    "broken compressed file";
}

/*
 * libarchive said that this was all.  It stops at the first thing that it does not know: so no
 * byte may be left behind a compressed file, and a zip must end as one (APPNOTE 4.3.16), with
 * as many members as were met.
 */
static const char *
all_read(struct source *s)
{
	const unsigned char *e;
	bool rest = s->packing == FILTER &&
	    (uint64_t)archive_filter_bytes(s->archive, -1) != s->taken - s->len;
	unsigned members;

	do {
		rest |= s->len > 0;
		if (s->packing == ZIP)
			keep_tail(s, s->chunk + s->at, s->len);
		s->len = 0;
	} while (fill(s) > 0);
	if (s->packing == FILTER)
		return rest ? "something behind the compressed file" : NULL;
	for (e = s->tail + s->tail_n; e-- - s->tail >= 22; ) {
		const unsigned char *p = e - 21;

		if (memcmp(p, "PK\5\6", 4) != 0 ||
		    p + 22 + (p[20] | p[21] << 8) != s->tail + s->tail_n)
			continue;
		members = p[10] | (unsigned)p[11] << 8;
		return members == 0xffff || members == s->members ? NULL :
		    "zip file with broken members";
	}
	return "zip file cut short";
}

bool
source_next(struct source *s, const char **why)
{
	struct archive_entry *e;
	const char *name;
	size_t n;
	int rc;

	*why = NULL;
	if (s->broken || (s->started && (s->packing == PLAIN || s->packing == GZIP)))
		return false;
	if (!s->started) {
		s->started = true;
		*why = begin(s);
		s->broken = *why != NULL;
		if (s->broken || s->packing == PLAIN || s->packing == GZIP)
			return !s->broken;
	}
	do {
		rc = archive_read_next_header(s->archive, &e);
		s->members += rc == ARCHIVE_OK || rc == ARCHIVE_WARN;
	} while (rc == ARCHIVE_OK && archive_entry_filetype(e) == AE_IFDIR);
	/* What a filter does not know as its own goes through libarchive as it is. */
	if (s->packing == FILTER && archive_filter_code(s->archive, 0) == ARCHIVE_FILTER_NONE)
		rc = ARCHIVE_FATAL;
	if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
		s->broken = true;
		snprintf(s->name, strlen(s->path) + 1, "%s", s->path);
		*why = rc == ARCHIVE_EOF ? all_read(s) : "broken compressed file";
		return false;
	}
	if (s->packing == FILTER)
		return true;
	name = archive_entry_pathname_utf8(e);
	if (name == NULL)
		name = archive_entry_pathname(e);
	n = strlen(s->path) + (name != NULL ? strlen(name) : 0) + 2;
	s->name = mem_grow(s->name, n, 1);
	snprintf(s->name, n, "%s/%s", s->path, name != NULL ? name : "");
	return true;
}

const char *
source_name(const struct source *s)
{
	return s->name;
}

/* gzip: members one after another; each one's check sum and length are looked at. */
static ssize_t
gunzip(struct source *s, char *to, size_t n, const char **why)
{
	int rc;

	*why = s->late;
	s->z.next_out = (unsigned char *)to;
	s->z.avail_out = (unsigned)n;
	while (*why == NULL && s->z.avail_out == n) {
		if (s->len == 0 && fill(s) == 0) {
			if (!s->inside && s->members > 0)
				return 0;
			*why = "gzip file cut short";
			break;
		}
		s->z.next_in = s->chunk + s->at;
		s->z.avail_in = (unsigned)s->len;
		s->inside = true;
		rc = inflate(&s->z, Z_NO_FLUSH);
		s->at += s->len - s->z.avail_in;
		s->len = s->z.avail_in;
		if (rc == Z_STREAM_END) {
			s->inside = false;
			s->members++;
			inflateReset(&s->z);
		} else if (rc == Z_MEM_ERROR)
			status_die(FAILED, "zlib is out of memory");
		else if (rc != Z_OK && rc != Z_BUF_ERROR)
			*why = "broken gzip file";
	}
	if (s->z.avail_out == n)
		return -1;
	s->late = *why;
	*why = NULL;
	return (ssize_t)(n - s->z.avail_out);
}

ssize_t
source_read(struct source *s, char *to, size_t n, const char **why)
{
	ssize_t got;

	*why = NULL;
	if (s->broken)
		return 0;
	if (s->packing == GZIP)
		got = gunzip(s, to, n, why);
	else if (s->packing != PLAIN) {
		got = archive_read_data(s->archive, to, n);
		if (got < 0)
			*why = "broken compressed file";
	} else if (s->len == 0)
		got = (ssize_t)take(s, to, n);
	else {
		got = (ssize_t)(s->len < n ? s->len : n);
		memcpy(to, s->chunk + s->at, (size_t)got);
		s->at += (size_t)got;
		s->len -= (size_t)got;
	}
	s->broken = got < 0;
	return got < 0 ? -1 : got;
}

uint64_t
source_taken(const struct source *s)
{
	return s->taken;
}
