#include "bagcheck.h"

#include <archive.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bagcheck_int.h"
#include "bagjudge.h"
#include "buf.h"
#include "mem.h"
#include "seal.h"
#include "zipdir.h"

void
bagcheck_say(void *arg, const char *code, const char *member, const char *why)
{
	struct bagcheck_run *c = arg;

	c->bad++;
	c->fn(c->arg, code, member, why);
}

void
bagcheck_stop(struct bagcheck_run *c, const char *code, const char *member, const char *why)
{
	if (!c->stopped)
		bagcheck_say(c, code, member, why);
	c->stopped = true;
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
read_sidecar(struct bagcheck_run *c, const char *path, char want[129])
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
	bagcheck_say(c, "bag-sidecar", NULL,
	    "the file beside it is not what sha256sum writes for it");
	return false;
}

static void
judge_file(struct bagcheck_run *c, const char *path, const char *expect, struct bagcheck *out)
{
	struct seal_hash *h = seal_hash_new(SEAL_SHA256);
	char *block = mem_alloc(BAGCHECK_BLOCK), want[129];
	uint64_t at = 0;
	ssize_t n;

	while ((n = pread(c->fd, block, BAGCHECK_BLOCK, (off_t)at)) > 0) {
		seal_hash_update(h, block, (size_t)n);
		at += (uint64_t)n;
	}
	if (n < 0 || at != c->size)
		bagcheck_stop(c, "bag-open", NULL, "cannot be read, or changes meanwhile");
	seal_hash_final(h, out->digest);
	if (read_sidecar(c, path, want)) {
		out->whole_file = true;
		if (strcmp(want, out->digest) != 0)
			bagcheck_say(c, "bag-file-digest", NULL,
			    "differs from the digest beside it");
	}
	if (expect != NULL) {
		out->whole_file = true;
		if (strcmp(expect, out->digest) != 0)
			bagcheck_say(c, "bag-file-digest", NULL,
			    "differs from what was filed");
	}
	seal_hash_free(h);
	free(block);
}

unsigned
bagcheck_file(const char *path, const char *expect, struct bagcheck *out,
    void (*fn)(void *, const char *, const char *, const char *), void *arg)
{
	struct bagcheck_run c = { .fn = fn, .arg = arg };
	struct stat st;
	int filter;
	size_t i;

	memset(out, 0, sizeof *out);
	c.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (c.fd < 0 || fstat(c.fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		bagcheck_say(&c, "bag-open", NULL, "cannot be opened as a file");
		if (c.fd >= 0)
			close(c.fd);
		return c.bad;
	}
	c.size = (uint64_t)st.st_size;
	c.judge = bagjudge_new(bagcheck_say, &c);
	for (i = 0; i < BAGJUDGE_SUMS; i++)
		c.hash[i] = seal_hash_new((enum seal_digest)bagjudge_digest(i));
	judge_file(&c, path, expect, out);
	filter = sniff(c.fd);
	if (c.size == 0)
		bagcheck_stop(&c, "bag-truncated", NULL, "is empty");
	else if (filter == -2)
		bagcheck_stop(&c, "bag-format", NULL, "is no zip and no tar");
	if (!c.stopped && filter == -1) {
		zipdir_check(c.fd, c.size, bagcheck_say, &c);
		bagcheck_zip(&c);
	} else if (!c.stopped)
		bagcheck_tar(&c, filter);
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
