#include "source.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "mem.h"

enum { HEAD = 6, CHUNK = 256 * 1024, PIPE = 1 << 20 };
enum packing { PLAIN, GZIP, ARCHIVE };

struct source {
	int fd;
	const char *path;
	char *name;
	unsigned char *chunk;
	size_t at, len;			/* of what is read in chunk and not yet used */
	uint64_t taken, size;
	bool started, broken, member;	/* member: inside a gzip member */
	enum packing packing;
	z_stream z;
	struct archive *archive;
};

static ssize_t
fill(struct source *s, void *to, size_t n)
{
	ssize_t got;

	do
		got = read(s->fd, to, n);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		s->taken += (uint64_t)got;
	return got;
}

struct source *
source_open(const char *path)
{
	struct source *s;
	struct stat st;
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO :
	    open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		errno = EISDIR;
		return NULL;
	}
	s = mem_alloc(sizeof *s);
	s->fd = fd;
	s->path = fd == STDIN_FILENO ? "standard input" : path;
	s->name = mem_copy(s->path, strlen(s->path));
	s->size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
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

static la_ssize_t
feed(struct archive *a, void *arg, const void **p)
{
	struct source *s = arg;
	ssize_t got;

	if (s->len > 0) {
		*p = s->chunk + s->at;
		got = (ssize_t)s->len;
		s->len = 0;
		return got;
	}
	got = fill(s, s->chunk, CHUNK);
	*p = s->chunk;
	if (got < 0)
		archive_set_error(a, errno, "read");
	return got;
}

/* What the first bytes say. */
static const char *
begin(struct source *s)
{
	static const struct { const char *magic; size_t n; int (*filter)(struct archive *); } known[] = {
		{ "\x28\xb5\x2f\xfd", 4, archive_read_support_filter_zstd },
		{ "\xfd" "7zXZ", 5, archive_read_support_filter_xz },
		{ "BZh", 3, archive_read_support_filter_bzip2 },
		{ "PK\3\4", 4, NULL },
	};
	ssize_t got;
	size_t i;

	while (s->len < HEAD && (got = fill(s, s->chunk + s->len, CHUNK - s->len)) != 0) {
		if (got < 0)
			return "cannot be read";
		s->len += (size_t)got;
		if (s->chunk[0] == '{' || s->chunk[0] == '\n')
			break;		/* a pipe may bring a byte at a time: do not wait */
	}
	if (s->len >= 2 && memcmp(s->chunk, "\x1f\x8b", 2) == 0) {
		s->packing = GZIP;
		return inflateInit2(&s->z, 15 + 16) == Z_OK ? NULL : "zlib does not start";
	}
	for (i = 0; i < sizeof known / sizeof *known; i++) {
		if (s->len < known[i].n || memcmp(s->chunk, known[i].magic, known[i].n) != 0)
			continue;
		s->packing = ARCHIVE;
		s->archive = archive_read_new();
		if (s->archive == NULL)
			return "libarchive does not start";
		if (known[i].filter != NULL) {
			known[i].filter(s->archive);
			archive_read_support_format_raw(s->archive);
		} else
			archive_read_support_format_zip_streamable(s->archive);
		return archive_read_open(s->archive, s, NULL, feed, NULL) == ARCHIVE_OK ? NULL :
		    "broken compressed file";
	}
	return NULL;
}

bool
source_next(struct source *s, const char **why)
{
	struct archive_entry *e;
	const char *name;
	size_t n;
	int rc;

	*why = NULL;
	if (s->broken || (s->started && s->packing != ARCHIVE))
		return false;
	if (!s->started) {
		s->started = true;
		*why = begin(s);
		s->broken = *why != NULL;
		if (s->broken || s->packing != ARCHIVE)
			return !s->broken;
	}
	do
		rc = archive_read_next_header(s->archive, &e);
	while (rc == ARCHIVE_OK && archive_entry_filetype(e) == AE_IFDIR);
	if (rc == ARCHIVE_EOF)
		return false;
	if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
		s->broken = true;
		*why = "broken compressed file";
		return false;
	}
	name = archive_entry_pathname_utf8(e);
	if (archive_format(s->archive) == ARCHIVE_FORMAT_RAW || name == NULL)
		return true;
	n = strlen(s->path) + strlen(name) + 2;
	s->name = mem_grow(s->name, n, 1);
	snprintf(s->name, n, "%s/%s", s->path, name);
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
	ssize_t got;
	int rc;

	s->z.next_out = (unsigned char *)to;
	s->z.avail_out = (unsigned)n;
	while (s->z.avail_out == n) {
		if (s->len == 0) {
			got = fill(s, s->chunk, CHUNK);
			if (got < 0)
				*why = "cannot be read";
			else if (got == 0 && (s->member || s->z.total_in == 0))
				*why = "gzip file cut short";
			if (got <= 0)
				return *why != NULL ? -1 : 0;
			s->at = 0;
			s->len = (size_t)got;
		}
		s->z.next_in = s->chunk + s->at;
		s->z.avail_in = (unsigned)s->len;
		s->member = true;
		rc = inflate(&s->z, Z_NO_FLUSH);
		s->at += s->len - s->z.avail_in;
		s->len = s->z.avail_in;
		if (rc == Z_STREAM_END) {
			s->member = false;
			inflateReset(&s->z);
			s->z.total_in = 1;
		} else if (rc != Z_OK && rc != Z_BUF_ERROR) {
			*why = "broken gzip file";
			return -1;
		}
	}
	return (ssize_t)(n - s->z.avail_out);
}

ssize_t
source_read(struct source *s, char *to, size_t n, const char **why)
{
	ssize_t got;

	*why = NULL;
	if (s->broken)
		return 0;
	if (s->packing == PLAIN) {
		if (s->len > 0) {
			got = (ssize_t)(s->len < n ? s->len : n);
			memcpy(to, s->chunk + s->at, (size_t)got);
			s->at += (size_t)got;
			s->len -= (size_t)got;
			return got;
		}
		got = fill(s, to, n);
		if (got < 0)
			*why = "cannot be read";
	} else if (s->packing == GZIP)
		got = gunzip(s, to, n, why);
	else {
		got = archive_read_data(s->archive, to, n);
		if (got < 0)
			*why = "broken compressed file";
	}
	s->broken = got < 0;
	return got < 0 ? -1 : got;
}

uint64_t
source_taken(const struct source *s)
{
	return s->taken;
}

uint64_t
source_size(const struct source *s)
{
	return s->size;
}
