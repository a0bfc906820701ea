#include "bagcheck.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bagcheck_int.h"
#include "bagjudge.h"
#include "seal.h"

#define MEMBERS_MAX 200000
#define TAGS_MAX ((size_t)64 * 1024 * 1024)	/* bytes of tag files, kept in memory */
#define TOTAL_MAX ((uint64_t)1 << 40)
#define RATIO_MAX 1100				/* deflate's own bound is 1,032 */
#define RATIO_FREE ((uint64_t)16 << 20)		/* that much is no bomb */

/* What libarchive could not do, told from its message. */
static void
stop_archive(struct bagcheck_run *c, struct archive *a, const char *member)
{
	const char *s = archive_error_string(a);

	/* without a word: gzip's end is not whole */
	if (s == NULL || strstr(s, "runcated") != NULL || strstr(s, "end of file") != NULL)
		bagcheck_stop(c, "bag-truncated", member, "ends too early");
	else if (strstr(s, "CRC") != NULL)
		bagcheck_stop(c, "bag-damaged", member, "bad CRC");
	else
		bagcheck_stop(c, "bag-damaged", member, "cannot be decoded");
}

static bool
within(struct bagcheck_run *c, uint64_t more)
{
	c->unpacked += more;
	if (c->unpacked <= TOTAL_MAX && (c->unpacked <= RATIO_FREE ||
	    c->unpacked / RATIO_MAX <= c->size))
		return true;
	bagcheck_stop(c, "bag-limit", NULL, "unpacks to far more than it should");
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
	struct bagcheck_run *c = arg;
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
take(struct bagcheck_run *c, struct archive *a, struct archive_entry *e, bool counted)
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
		bagcheck_say(c, "bag-name", NULL, "has no name that can be read");
		return;
	}
	if (++c->members > MEMBERS_MAX) {
		bagcheck_stop(c, "bag-limit", NULL, "too many members");
		return;
	}
	if (archive_entry_hardlink(e) != NULL || archive_entry_symlink(e) != NULL ||
	    (archive_entry_filetype(e) != AE_IFREG && archive_entry_filetype(e) != AE_IFDIR)) {
		bagcheck_say(c, "bag-type", name, "is a link or a device");
		return;
	}
	if (archive_entry_sparse_count(e) > 0) {
		bagcheck_say(c, "bag-type", name, "is a sparse file");
		return;
	}
	if (archive_entry_is_encrypted(e)) {
		bagcheck_say(c, "bag-type", name, "is encrypted");
		return;
	}
	m = bagjudge_member(c->judge, name, archive_entry_filetype(e) == AE_IFDIR);
	if (m == NULL)
		return;
	while ((rc = archive_read_data_block(a, &p, &n, &offset)) == ARCHIVE_OK) {
		if ((uint64_t)offset != at) {
			bagcheck_stop(c, "bag-type", name, "is a sparse file");
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
				bagcheck_stop(c, "bag-limit", name, "tag files are too large");
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
walk(struct bagcheck_run *c, struct archive *a, bool tar, uint64_t *end)
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
			bagcheck_say(c, "bag-damaged", archive_entry_pathname(e),
			    "doubtful header");
		take(c, a, e, tar);
		if (tar && !c->stopped)		/* of a member that was refused */
			archive_read_data_skip(a);
		*end = ((uint64_t)archive_filter_bytes(a, -1) + 511) / 512 * 512;
	}
}

void
bagcheck_zip(struct bagcheck_run *c)
{
	struct archive *a = archive_read_new();
	uint64_t end;

	archive_read_support_format_zip_seekable(a);
	if (lseek(c->fd, 0, SEEK_SET) != 0 || archive_read_open_fd(a, c->fd, BAGCHECK_BLOCK) !=
	    ARCHIVE_OK)
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
judge_end(struct bagcheck_run *c, uint64_t end, int filter)
{
	unsigned char t[8];
	const void *p;

	while (!c->stopped && !c->drained && feed(c->outer, c, &p) >= 0)
		;
	if (c->stopped)
		return;
	if (c->last_byte > end)
		bagcheck_say(c, "bag-trailing", NULL, "bytes after the end of the archive");
	else if (c->passed < end + 1024)
		bagcheck_say(c, "bag-truncated", NULL, "the end of the archive is missing");
	if ((uint64_t)archive_filter_bytes(c->outer, -1) != c->size)
		bagcheck_say(c, "bag-trailing", NULL,
		    "bytes after the end of the compressed stream");
	else if (filter == ARCHIVE_FILTER_GZIP && (c->size < 18 ||
	    pread(c->fd, t, 8, (off_t)c->size - 8) != 8 || le32(t) != c->crc ||
	    le32(t + 4) != (uint32_t)c->passed))
		bagcheck_say(c, "bag-damaged", NULL,
		    "gzip's CRC or length is wrong (or it is several)");
}

void
bagcheck_tar(struct bagcheck_run *c, int filter)
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
	rc = lseek(c->fd, 0, SEEK_SET) == 0 ? archive_read_open_fd(c->outer, c->fd,
	    BAGCHECK_BLOCK) :
	    ARCHIVE_FATAL;
	if (rc == ARCHIVE_OK)
		rc = archive_read_next_header(c->outer, &e);
	if (rc == ARCHIVE_EOF)
		bagcheck_stop(c, "bag-truncated", NULL, "is empty");
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
