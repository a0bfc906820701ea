#include "bagcheck.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bagjudge.h"
#include "buf.h"
#include "mem.h"
#include "seal.h"
#include "zipdir.h"

#define BLOCK ((size_t)256 * 1024)
#define MEMBERS_MAX 200000
#define TAGS_MAX ((size_t)64 * 1024 * 1024)	/* bytes of tag files, kept in memory */
#define TOTAL_MAX ((uint64_t)1 << 40)
#define RATIO_MAX 1100				/* deflate's own bound is 1,032 */
#define RATIO_FREE ((uint64_t)16 << 20)		/* that much is no bomb */

struct check {
	struct bagjudge *judge;
	void (*fn)(void *, const char *, const char *, const char *);
	void *arg;
	unsigned bad;
	int fd;
	uint64_t size, unpacked, members;
	size_t tags;
	struct seal_hash *hash[BAGJUDGE_SUMS];
	bool stopped;
	/* the decompressed stream under a tar reader */
	struct archive *outer;
	uint64_t passed, last_byte;	/* bytes delivered; offset behind the last that is not 0 */
	uint32_t crc;
	bool drained;
};

static void
say(void *arg, const char *code, const char *member, const char *why)
{
	struct check *c = arg;

	c->bad++;
	c->fn(c->arg, code, member, why);
}

static void
stop(struct check *c, const char *code, const char *member, const char *why)
{
	if (!c->stopped)
		say(c, code, member, why);
	c->stopped = true;
}

/* What libarchive could not do, told from its message. */
static void
stop_archive(struct check *c, struct archive *a, const char *member)
{
	const char *s = archive_error_string(a);

	/* without a word: gzip's end is not whole */
	if (s == NULL || strstr(s, "runcated") != NULL || strstr(s, "end of file") != NULL)
		stop(c, "bag-truncated", member, "ends too early");
	else if (strstr(s, "CRC") != NULL)
		stop(c, "bag-damaged", member, "bad CRC");
	else
		stop(c, "bag-damaged", member, "cannot be decoded");
}

static bool
within(struct check *c, uint64_t more)
{
	c->unpacked += more;
	if (c->unpacked <= TOTAL_MAX && (c->unpacked <= RATIO_FREE ||
	    c->unpacked / RATIO_MAX <= c->size))
		return true;
	stop(c, "bag-limit", NULL, "unpacks to far more than it should");
	return false;
}

static uint32_t
crc32_more(uint32_t crc, const unsigned char *p, size_t n)
{
	static _Thread_local uint32_t table[256];
	uint32_t v;
	unsigned i, k;

	if (table[1] == 0)
		for (i = 0; i < 256; i++) {
			for (v = i, k = 0; k < 8; k++)
				v = v & 1 ? v >> 1 ^ 0xedb88320 : v >> 1;
			table[i] = v;
		}
	crc = ~crc;
	while (n-- > 0)
		crc = table[(crc ^ *p++) & 255] ^ crc >> 8;
	return ~crc;
}

static la_ssize_t
feed(struct archive *inner, void *arg, const void **out)
{
	struct check *c = arg;
	const unsigned char *p;
	size_t n, i;
	la_int64_t offset;
	const void *block;
	int rc;

	if (c->drained || c->stopped)
		return 0;
	rc = archive_read_data_block(c->outer, &block, &n, &offset);
	if (rc == ARCHIVE_EOF) {
		c->drained = true;
		return 0;
	}
	if (rc != ARCHIVE_OK) {
		stop_archive(c, c->outer, NULL);
		archive_set_error(inner, EIO, "stream failed");
		return -1;
	}
	if (!within(c, n))
		return -1;
	p = block;
	for (i = n; i > 0 && p[i - 1] == 0; i--)
		;
	if (i > 0)
		c->last_byte = c->passed + i;
	c->passed += n;
	c->crc = crc32_more(c->crc, p, n);
	*out = block;
	return (la_ssize_t)n;
}

/* One member: its bytes hashed, and kept when it is a tag file. */
static void
take(struct check *c, struct archive *a, struct archive_entry *e, bool counted)
{
	const char *name = archive_entry_pathname_utf8(e);
	struct bagjudge_member *m;
	char hex[129];
	const void *p;
	size_t n, i;
	la_int64_t offset;
	uint64_t at = 0;
	int rc;

	if (name == NULL)
		name = archive_entry_pathname(e);
	if (name == NULL || *name == '\0') {
		say(c, "bag-name", NULL, "has no name that can be read");
		return;
	}
	if (++c->members > MEMBERS_MAX) {
		stop(c, "bag-limit", NULL, "too many members");
		return;
	}
	if (archive_entry_hardlink(e) != NULL || archive_entry_symlink(e) != NULL ||
	    (archive_entry_filetype(e) != AE_IFREG && archive_entry_filetype(e) != AE_IFDIR)) {
		say(c, "bag-type", name, "is a link or a device");
		return;
	}
	if (archive_entry_sparse_count(e) > 0) {
		say(c, "bag-type", name, "is a sparse file");
		return;
	}
	if (archive_entry_is_encrypted(e)) {
		say(c, "bag-type", name, "is encrypted");
		return;
	}
	m = bagjudge_member(c->judge, name, archive_entry_filetype(e) == AE_IFDIR);
	if (m == NULL)
		return;
	while ((rc = archive_read_data_block(a, &p, &n, &offset)) == ARCHIVE_OK) {
		if ((uint64_t)offset != at) {
			stop(c, "bag-type", name, "is a sparse file");
			return;
		}
		if (!counted && !within(c, n))
			return;
		at += n;
		for (i = 0; i < BAGJUDGE_SUMS; i++)
			seal_hash_update(c->hash[i], p, n);
		if (bagjudge_is_tag(m)) {
			c->tags += n;
			if (c->tags > TAGS_MAX) {
				stop(c, "bag-limit", name, "tag files are too large");
				return;
			}
			bagjudge_text(m, p, n);
		}
	}
	bagjudge_size(m, at);
	for (i = 0; i < BAGJUDGE_SUMS; i++) {
		seal_hash_final(c->hash[i], hex);
		bagjudge_sum(m, i, hex);
	}
	if (rc != ARCHIVE_EOF)
		stop_archive(c, a, name);
}

/* All members.  *end: where the last one ended, in a tar's stream. */
static void
walk(struct check *c, struct archive *a, bool tar, uint64_t *end)
{
	struct archive_entry *e;
	int rc = ARCHIVE_EOF;

	*end = 0;
	while (!c->stopped && (rc = archive_read_next_header(a, &e)) != ARCHIVE_EOF) {
		if (rc == ARCHIVE_FATAL || rc == ARCHIVE_FAILED || rc == ARCHIVE_RETRY) {
			stop_archive(c, a, NULL);
			return;
		}
		if (rc != ARCHIVE_OK)
			say(c, "bag-damaged", archive_entry_pathname(e), "doubtful header");
		take(c, a, e, tar);
		*end = ((uint64_t)archive_filter_bytes(a, -1) + 511) / 512 * 512;
	}
}

static void
walk_zip(struct check *c)
{
	struct archive *a = archive_read_new();
	uint64_t end;

	archive_read_support_format_zip_seekable(a);
	if (lseek(c->fd, 0, SEEK_SET) != 0 || archive_read_open_fd(a, c->fd, BLOCK) != ARCHIVE_OK)
		stop_archive(c, a, NULL);
	else
		walk(c, a, false, &end);
	archive_read_free(a);
}

static uint32_t
le32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* After the last member: two blocks of zeros, nothing else, and the compressor's end. */
static void
judge_end(struct check *c, uint64_t end, int filter)
{
	unsigned char t[8];
	const void *p;

	while (!c->stopped && !c->drained && feed(c->outer, c, &p) >= 0)
		;
	if (c->stopped)
		return;
	if (c->last_byte > end)
		say(c, "bag-trailing", NULL, "bytes after the end of the archive");
	else if (c->passed < end + 1024)
		say(c, "bag-truncated", NULL, "the end of the archive is missing");
	if ((uint64_t)archive_filter_bytes(c->outer, -1) != c->size)
		say(c, "bag-trailing", NULL, "bytes after the end of the compressed stream");
	else if (filter == ARCHIVE_FILTER_GZIP && (c->size < 18 ||
	    pread(c->fd, t, 8, (off_t)c->size - 8) != 8 || le32(t) != c->crc ||
	    le32(t + 4) != (uint32_t)c->passed))
		say(c, "bag-damaged", NULL, "gzip's CRC or length is wrong (or it is several)");
}

static void
walk_tar(struct check *c, int filter)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	uint64_t end = 0;
	int rc;

	c->outer = archive_read_new();
	/* just this filter and format: what is guessed can nest, or start a program */
	if (filter != ARCHIVE_FILTER_NONE)
		archive_read_append_filter(c->outer, filter);
	archive_read_set_format(c->outer, ARCHIVE_FORMAT_RAW);
	archive_read_set_format(a, ARCHIVE_FORMAT_TAR);
	rc = lseek(c->fd, 0, SEEK_SET) == 0 ? archive_read_open_fd(c->outer, c->fd, BLOCK) :
	    ARCHIVE_FATAL;
	if (rc == ARCHIVE_OK)
		rc = archive_read_next_header(c->outer, &e);
	if (rc == ARCHIVE_EOF)
		stop(c, "bag-truncated", NULL, "is empty");
	else if (rc != ARCHIVE_OK)
		stop_archive(c, c->outer, NULL);
	else if (archive_read_open(a, c, NULL, feed, NULL) != ARCHIVE_OK)
		stop_archive(c, a, NULL);
	if (!c->stopped)
		walk(c, a, true, &end);
	if (!c->stopped)
		judge_end(c, end, filter);
	archive_read_free(a);
	archive_read_free(c->outer);
}

/* ARCHIVE_FILTER_..., or -1 for zip, -2 for none of ours. */
static int
sniff(int fd)
{
	unsigned char h[263] = { 0 };
	ssize_t n = pread(fd, h, sizeof h, 0);

	if (n >= 2 && h[0] == 0x1f && h[1] == 0x8b)
		return ARCHIVE_FILTER_GZIP;
	if (n >= 4 && memcmp(h, "\x28\xb5\x2f\xfd", 4) == 0)
		return ARCHIVE_FILTER_ZSTD;
	if (n >= 6 && memcmp(h, "\xfd" "7zXZ", 6) == 0)
		return ARCHIVE_FILTER_XZ;
	if (n >= 3 && memcmp(h, "BZh", 3) == 0)
		return ARCHIVE_FILTER_BZIP2;
	if (n >= 4 && memcmp(h, "PK\3\4", 4) == 0)
		return -1;
	return n == (ssize_t)sizeof h && memcmp(h + 257, "ustar", 5) == 0 ?
	    ARCHIVE_FILTER_NONE : -2;
}

/* FILE.sha256: the digest it holds for the file. */
static bool
read_sidecar(struct check *c, const char *path, char want[129])
{
	struct buf name = { 0 };
	const char *base = strrchr(path, '/');
	char line[1024];
	ssize_t n = -1;
	size_t len;
	int fd;

	base = base != NULL ? base + 1 : path;
	buf_printf(&name, "%s.sha256", path);
	fd = open(buf_text(&name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	buf_free(&name);
	if (fd < 0 && errno == ENOENT)
		return false;
	if (fd >= 0) {
		n = read(fd, line, sizeof line - 1);
		close(fd);
	}
	len = strlen(base);
	if (n == (ssize_t)len + 67) {
		line[n] = '\0';
		if (strspn(line, "0123456789abcdef") == 64 && line[64] == ' ' &&
		    (line[65] == ' ' || line[65] == '*') && line[66 + len] == '\n' &&
		    memcmp(line + 66, base, len) == 0) {
			memcpy(want, line, 64);
			want[64] = '\0';
			return true;
		}
	}
	say(c, "bag-sidecar", NULL, "the file beside it is not what sha256sum writes for it");
	return false;
}

static void
judge_file(struct check *c, const char *path, const char *expect, struct bagcheck *out)
{
	struct seal_hash *h = seal_hash_new(SEAL_SHA256);
	char *block = mem_alloc(BLOCK), want[129];
	uint64_t at = 0;
	ssize_t n;

	while ((n = pread(c->fd, block, BLOCK, (off_t)at)) > 0) {
		seal_hash_update(h, block, (size_t)n);
		at += (uint64_t)n;
	}
	if (n < 0 || at != c->size)
		stop(c, "bag-open", NULL, "cannot be read, or changes meanwhile");
	seal_hash_final(h, out->digest);
	if (read_sidecar(c, path, want)) {
		out->whole_file = true;
		if (strcmp(want, out->digest) != 0)
			say(c, "bag-file-digest", NULL, "differs from the digest beside it");
	}
	if (expect != NULL) {
		out->whole_file = true;
		if (strcmp(expect, out->digest) != 0)
			say(c, "bag-file-digest", NULL, "differs from what was filed");
	}
	seal_hash_free(h);
	free(block);
}

unsigned
bagcheck_file(const char *path, const char *expect, struct bagcheck *out,
    void (*fn)(void *, const char *, const char *, const char *), void *arg)
{
	struct check c = { .fn = fn, .arg = arg };
	struct stat st;
	int filter;
	size_t i;

	memset(out, 0, sizeof *out);
	c.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (c.fd < 0 || fstat(c.fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		say(&c, "bag-open", NULL, "cannot be opened as a file");
		if (c.fd >= 0)
			close(c.fd);
		return c.bad;
	}
	c.size = (uint64_t)st.st_size;
	c.judge = bagjudge_new(say, &c);
	for (i = 0; i < BAGJUDGE_SUMS; i++)
		c.hash[i] = seal_hash_new((enum seal_digest)bagjudge_digest(i));
	judge_file(&c, path, expect, out);
	filter = sniff(c.fd);
	if (c.size == 0)
		stop(&c, "bag-truncated", NULL, "is empty");
	else if (filter == -2)
		stop(&c, "bag-format", NULL, "is no zip and no tar");
	if (!c.stopped && filter == -1) {
		zipdir_check(c.fd, c.size, say, &c);
		walk_zip(&c);
	} else if (!c.stopped)
		walk_tar(&c, filter);
	/* of half an archive only what was seen can be said */
	if (!c.stopped)
		bagjudge_end(c.judge, &out->payload_bytes);
	out->members = c.members;
	for (i = 0; i < BAGJUDGE_SUMS; i++)
		seal_hash_free(c.hash[i]);
	bagjudge_free(c.judge);
	close(c.fd);
	return c.bad;
}
