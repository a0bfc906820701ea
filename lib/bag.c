#include "bag.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "publish.h"
#include "seal.h"
#include "status.h"

#define BLOCK ((size_t)256 * 1024)
#define SUMS 2			/* SHA-256 and SM3 of each member */

static const struct {
	enum seal_digest digest;
	const char *manifest, *tags;
} sums[SUMS] = {
	{ SEAL_SHA256, "manifest-sha256.txt", "tagmanifest-sha256.txt" },
	{ SEAL_SM3, "manifest-sm3.txt", "tagmanifest-sm3.txt" }
};
static const struct {
	const char *name, *suffix;
} formats[] = {
	[BAG_ZIP] = { "zip", ".zip" },
	[BAG_TAR_ZST] = { "tar.zst", ".tar.zst" },
	[BAG_TAR_GZ] = { "tar.gz", ".tar.gz" }
};

struct bag {
	struct archive *a;
	struct archive_entry *entry;
	struct publish *out;
	char *top;			/* the folder that holds all members */
	char *last;			/* name of the payload file added last */
	int64_t mtime;
	struct seal_hash *whole, *sum[SUMS];
	struct buf payload[SUMS], tags[SUMS], info;
	uint64_t size, bytes, files;
	int error;			/* errno of a failed write */
	char digest[129];
};

bool
bag_format_read(const char *s, enum bag_format *out)
{
	size_t i;

	for (i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(s, formats[i].name) == 0) {
			*out = (enum bag_format)i;
			return true;
		}
	return false;
}

const char *
bag_suffix(enum bag_format f)
{
	return formats[f].suffix;
}

/* The archive's bytes go out here: written, counted, hashed. */
static la_ssize_t
put(struct archive *a, void *arg, const void *p, size_t n)
{
	struct bag *b = arg;

	b->error = publish_write(b->out, p, n);
	if (b->error != 0) {
		archive_set_error(a, b->error, "write failed");
		return -1;
	}
	seal_hash_update(b->whole, p, n);
	b->size += n;
	return (la_ssize_t)n;
}

static void
check(struct bag *b, int rc, const char *what)
{
	if (rc != ARCHIVE_OK)
		publish_fail(b->out, what, b->error != 0 ? b->error : archive_errno(b->a));
}

static void
settle_zone(void)
{
	setenv("TZ", "UTC0", 1);
	tzset();
}

static void
header(struct bag *b, const char *folder, const char *name, uint64_t size)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s%s", b->top, folder, name);
	archive_entry_clear(b->entry);
	archive_entry_set_pathname_utf8(b->entry, buf_text(&path));
	archive_entry_set_filetype(b->entry, AE_IFREG);
	archive_entry_set_perm(b->entry, 0644);
	archive_entry_set_uid(b->entry, 0);
	archive_entry_set_gid(b->entry, 0);
	archive_entry_set_mtime(b->entry, (time_t)b->mtime, 0);
	archive_entry_set_size(b->entry, (la_int64_t)size);
	check(b, archive_write_header(b->a, b->entry), "write");
	buf_free(&path);
}

static void
body(struct bag *b, const void *p, size_t n)
{
	la_ssize_t w = n > 0 ? archive_write_data(b->a, p, n) : 0;
	size_t i;

	if (w < 0 || (size_t)w != n)
		publish_fail(b->out, "write", b->error != 0 ? b->error : archive_errno(b->a));
	for (i = 0; i < SUMS; i++)
		seal_hash_update(b->sum[i], p, n);
}

/* The member is written: its lines for the manifests of its sort. */
static void
note(struct bag *b, struct buf *lines, const char *folder, const char *name)
{
	char hex[129];
	size_t i;

	check(b, archive_write_finish_entry(b->a), "write");
	for (i = 0; i < SUMS; i++) {
		seal_hash_final(b->sum[i], hex);
		buf_printf(&lines[i], "%s  %s%s\n", hex, folder, name);
	}
}

static void
tag(struct bag *b, const char *name, const void *p, size_t n)
{
	header(b, "", name, n);
	body(b, p, n);
	note(b, b->tags, "", name);
}

static void
begin_payload(struct bag *b, const char *name, uint64_t size)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789._-/";

	if (name[strspn(name, plain)] != '\0' || *name == '\0' || *name == '/' ||
	    strstr(name, "..") != NULL || strstr(name, "//") != NULL)
		status_die(FAILED, "no name for a member of a bag: %s", name);
	if (b->last != NULL && strcmp(b->last, name) >= 0)
		status_die(FAILED, "member of a bag out of order: %s", name);
	free(b->last);
	b->last = mem_copy(name, strlen(name));
	b->files++;
	b->bytes += size;
	header(b, "data/", name, size);
}

void
bag_add(struct bag *b, const char *name, const void *p, size_t n)
{
	begin_payload(b, name, n);
	body(b, p, n);
	note(b, b->payload, "data/", name);
}

void
bag_add_file(struct bag *b, const char *name, int fd, uint64_t size)
{
	char *block = mem_alloc(BLOCK);
	uint64_t at = 0;
	ssize_t r;

	begin_payload(b, name, size);
	while (at < size) {
		r = pread(fd, block, size - at < BLOCK ? (size_t)(size - at) : BLOCK,
		    (off_t)at);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			publish_fail(b->out, "read back a part of", r < 0 ? errno : EIO);
		body(b, block, (size_t)r);
		at += (uint64_t)r;
	}
	free(block);
	note(b, b->payload, "data/", name);
}

/* RFC 8493 2.2.2: lines of 79 characters at most, folded at a blank, which stays. */
void
bag_info(struct bag *b, const char *label, const char *value)
{
	size_t column = strlen(label) + 2, n;

	buf_printf(&b->info, "%s:", label);
	while (*value != '\0') {
		value += strspn(value, " \t\r\n");
		n = strcspn(value, " \t\r\n");
		if (n == 0)
			break;
		if (column + n > 78 && column > strlen(label) + 2) {
			buf_puts(&b->info, "\n");
			column = 1;
		}
		buf_putc(&b->info, ' ');
		buf_put(&b->info, value, n);
		column += n + 1;
		value += n;
	}
	buf_putc(&b->info, '\n');
}

static void
size_text(uint64_t n, char out[32])
{
	static const char *const unit[] = { "B", "KB", "MB", "GB", "TB" };
	unsigned u = 0;
	uint64_t tenths = n * 10;

	while (tenths >= 10000 && u < 4) {
		tenths = (tenths + 500) / 1000;
		u++;
	}
	if (u == 0)
		snprintf(out, 32, "%ju B", (uintmax_t)n);
	else
		snprintf(out, 32, "%ju.%ju %s", (uintmax_t)(tenths / 10),
		    (uintmax_t)(tenths % 10), unit[u]);
}

void
bag_finish(struct bag *b, char digest[129], uint64_t *size)
{
	char text[64];
	size_t i;

	size_text(b->bytes, text);
	bag_info(b, "Bag-Size", text);
	snprintf(text, sizeof text, "%ju.%ju", (uintmax_t)b->bytes, (uintmax_t)b->files);
	bag_info(b, "Payload-Oxum", text);
	tag(b, "bag-info.txt", b->info.s, b->info.len);
	for (i = 0; i < SUMS; i++)
		tag(b, sums[i].manifest, b->payload[i].s, b->payload[i].len);
	for (i = 0; i < SUMS; i++) {
		header(b, "", sums[i].tags, b->tags[i].len);
		body(b, b->tags[i].s, b->tags[i].len);
		check(b, archive_write_finish_entry(b->a), "write");
	}
	/* a small archive meets a full disk only here */
	check(b, archive_write_close(b->a), "close");
	publish_sync(b->out);
	seal_hash_final(b->whole, b->digest);
	memcpy(digest, b->digest, sizeof b->digest);
	*size = b->size;
}

bool
bag_publish(struct bag *b)
{
	bool good = publish_done(b->out, b->digest);

	bag_drop(b);
	return good;
}

void
bag_drop(struct bag *b)
{
	size_t i;

	/* what an archive that was not finished would still write goes nowhere */
	archive_write_fail(b->a);
	archive_write_free(b->a);
	archive_entry_free(b->entry);
	publish_drop(b->out);
	seal_hash_free(b->whole);
	for (i = 0; i < SUMS; i++) {
		seal_hash_free(b->sum[i]);
		buf_free(&b->payload[i]);
		buf_free(&b->tags[i]);
	}
	buf_free(&b->info);
	free(b->top);
	free(b->last);
	free(b);
}

struct bag *
bag_new(const char *dir, const char *name, enum bag_format format, int level, int64_t mtime)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	static const char declaration[] =
	    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
	struct bag *b = mem_alloc(sizeof *b);
	struct buf file = { 0 };
	char text[16];
	size_t i;
	int rc;

	pthread_once(&once, settle_zone);
	b->top = mem_copy(name, strlen(name));
	b->mtime = mtime;
	buf_printf(&file, "%s%s", name, bag_suffix(format));
	b->out = publish_new(dir, buf_text(&file));
	buf_free(&file);
	b->whole = seal_hash_new(SEAL_SHA256);
	for (i = 0; i < SUMS; i++)
		b->sum[i] = seal_hash_new(sums[i].digest);

	b->a = archive_write_new();
	b->entry = archive_entry_new();
	if (b->a == NULL || b->entry == NULL)
		publish_fail(b->out, "begin", ENOMEM);
	snprintf(text, sizeof text, "%d", level);
	if (format == BAG_ZIP) {
		check(b, archive_write_set_format_zip(b->a), "set up zip for");
		check(b, archive_write_set_format_option(b->a, "zip", "hdrcharset", "UTF-8"),
		    "set up zip for");
		if (level > 0)
			check(b, archive_write_set_format_option(b->a, "zip",
			    "compression-level", text), "set the level of");
	} else {
		check(b, archive_write_set_format_pax(b->a), "set up tar for");
		rc = format == BAG_TAR_GZ ? archive_write_add_filter_gzip(b->a) :
		    archive_write_add_filter_zstd(b->a);
		check(b, rc, "set up the compressor of");
		/* gzip's header would hold the time of writing */
		if (format == BAG_TAR_GZ)
			check(b, archive_write_set_filter_option(b->a, "gzip", "timestamp",
			    NULL), "set up gzip for");
		if (level > 0)
			check(b, archive_write_set_filter_option(b->a, NULL,
			    "compression-level", text), "set the level of");
	}
	check(b, archive_write_set_bytes_per_block(b->a, (int)BLOCK), "set up");
	check(b, archive_write_set_bytes_in_last_block(b->a, 1), "set up");
	check(b, archive_write_open(b->a, b, NULL, put, NULL), "begin");
	tag(b, "bagit.txt", declaration, sizeof declaration - 1);
	return b;
}
