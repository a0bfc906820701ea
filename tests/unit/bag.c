/* The bag's writer, its publishing, and the reader against every kind of damage. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bag.h"
#include "bagcheck.h"
#include "buf.h"
#include "publish.h"
#include "status.h"

static int count, failed;
static char dir[256];

static void
ok(bool good, const char *text)
{
	count++;
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", count, text);
}

static char codes[1024];

static void
note(void *arg, const char *code, const char *member, const char *why)
{
	size_t n = strlen(codes);

	(void)arg;
	(void)why;
	(void)member;
	if (n + strlen(code) + 2 < sizeof codes && strstr(codes, code) == NULL)
		snprintf(codes + n, sizeof codes - n, "%s ", code);
}

static unsigned
verify(const char *path, const char *expect)
{
	struct bagcheck r;

	*codes = '\0';
	return bagcheck_file(path, expect, &r, note, NULL);
}

static void
path_of(char *out, const char *name)
{
	snprintf(out, 512, "%s/%s", dir, name);
}

static struct bag *
make(const char *name, enum bag_format f, char digest[129])
{
	static const char table[] = "\xef\xbb\xbf\xe8\xb4\xa6\xe5\x8f\xb7\r\nzhejiang-1\r\n";
	struct bag *b = bag_new(dir, name, f, 0, 1800000000);
	uint64_t size;
	char tmp[512];
	int fd;

	path_of(tmp, "part");
	fd = open(tmp, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (write(fd, "0123456789", 10) != 10)
		abort();
	bag_add(b, "accounts.csv", table, sizeof table - 1);
	bag_add_file(b, "accounts.jsonl", fd, 10);
	bag_add(b, "empty", "", 0);
	bag_info(b, "Source-Organization",
	    "\xe6\xb5\x99\xe6\xb1\x9f word word word word word word "
	    "word word word word word word word word");
	bag_finish(b, digest, &size);
	close(fd);
	unlink(tmp);
	return b;
}

static char *
slurp(const char *path, size_t *n)
{
	struct buf b = { 0 };
	int fd = open(path, O_RDONLY);
	ssize_t r;

	while (fd >= 0 && (r = read(fd, buf_room(&b, 4096), 4096)) > 0)
		b.len += (size_t)r;
	if (fd >= 0)
		close(fd);
	*n = b.len;
	return b.s;
}

static void
spill(const char *path, const char *s, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, s, n) != (ssize_t)n)
		abort();
	close(fd);
}

static void
damage(const char *whole, const char *suffix, const char *digest)
{
	char bad[512], *s, text[128];
	size_t n, i, step = getenv("TORTURE") != NULL ? 1 : 7;
	unsigned passed = 0, cut = 0, kept = 0;

	s = slurp(whole, &n);
	snprintf(bad, sizeof bad, "%s/bad%s", dir, suffix);
	for (i = 0; i < n; i += step) {
		s[i] ^= 0x20;
		spill(bad, s, n);
		if (verify(bad, digest) == 0)
			passed++;
		s[i] ^= 0x20;
	}
	snprintf(text, sizeof text, "%s: every changed byte is refused by the file's digest",
	    suffix);
	ok(passed == 0, text);
	for (i = 0; i < n; i += step) {
		spill(bad, s, i);
		if (verify(bad, NULL) == 0)
			cut++;
	}
	snprintf(text, sizeof text, "%s: every cut is refused without a digest", suffix);
	ok(cut == 0, text);
	s[n] = 'x';	/* slurp's room */
	spill(bad, s, n + 1);
	/* libarchive takes it for a further frame of zstd, and that is damaged */
	ok(verify(bad, NULL) > 0 && strstr(codes, strcmp(suffix, ".tar.zst") == 0 ?
	    "bag-damaged" : "bag-trailing") != NULL, "a byte behind the end");
	for (i = 0; i < n; i += step) {
		s[i] ^= 0x01;
		spill(bad, s, n);
		if (verify(bad, NULL) == 0)
			kept++;
		s[i] ^= 0x01;
	}
	/* times, modes and a compressor's spare bits are known to the file's digest alone */
	snprintf(text, sizeof text, "%s: bytes that only the file's digest covers are few",
	    suffix);
	ok(kept * 100 < 35 * (n / step + 1), text);
	unlink(bad);
	free(s);
}

static void
publishing(void)
{
	char digest[129], path[512], side[512], *s, want[512];
	struct stat st;
	struct bag *b;
	size_t n;

	b = make("one", BAG_ZIP, digest);
	path_of(path, "one.zip");
	ok(stat(path, &st) != 0, "no name before it is published");
	ok(bag_publish(b), "published");
	ok(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600, "mode 0600");
	path_of(side, "one.zip.sha256");
	s = slurp(side, &n);
	snprintf(want, sizeof want, "%s  one.zip\n", digest);
	ok(n == strlen(want) && memcmp(s, want, n) == 0, "a line of sha256sum beside it");
	free(s);
	ok(bag_publish(make("one", BAG_ZIP, digest)), "the same bytes again are fine");
	ok(publish_stands(dir, "one.zip", digest), "stands");
	unlink(side);
	ok(publish_stands(dir, "one.zip", digest) && stat(side, &st) == 0,
	    "sidecar made again");
	ok(!publish_stands(dir, "two.zip", digest), "does not stand");

	spill(path, "other", 5);
	unlink(side);
	ok(!bag_publish(make("one", BAG_ZIP, digest)), "another file stands there: refused");
	s = slurp(path, &n);
	ok(n == 5 && memcmp(s, "other", 5) == 0, "and is untouched");
	free(s);
	unlink(path);
	if (symlink("victim", path) != 0)
		abort();
	ok(!bag_publish(make("one", BAG_ZIP, digest)), "a dangling symlink: refused");
	path_of(want, "victim");
	ok(lstat(want, &st) != 0, "and not followed");
	unlink(path);
	if (mkdir(path, 0700) != 0)
		abort();
	ok(!bag_publish(make("one", BAG_ZIP, digest)), "a directory: refused");
	rmdir(path);
	spill(side, "x", 1);
	ok(!bag_publish(make("one", BAG_ZIP, digest)) && stat(path, &st) != 0,
	    "a foreign sidecar: nothing is published");
	unlink(side);
	bag_drop(make("one", BAG_ZIP, digest));
	ok(stat(path, &st) != 0, "dropped: nothing stands there");
}

static void
hostile(void)
{
	static const struct { const char *name,
	    *hex_or_text; size_t n; const char *code; } f[] = {
		{ "empty.zip", "", 0, "bag-truncated" },
		{ "text.zip", "hello, this is no archive", 25, "bag-format" },
		{ "mtree.tar", "#mtree\n./a type=file\n", 21, "bag-format" },
		{ "eocd.zip", "PK\3\4xxxx", 8, "bag-truncated" }
	};
	char path[512];
	size_t i;

	for (i = 0; i < sizeof f / sizeof *f; i++) {
		path_of(path, f[i].name);
		spill(path, f[i].hex_or_text, f[i].n);
		ok(verify(path, NULL) > 0 && strstr(codes, f[i].code) != NULL, f[i].name);
		unlink(path);
	}
	ok(verify(dir, NULL) == 1 && strcmp(codes, "bag-open ") == 0,
	    "a directory is no archive");
}

int
main(int argc, char **argv)
{
	static const enum bag_format all[] = { BAG_ZIP, BAG_TAR_ZST, BAG_TAR_GZ };
	char first[129], second[129], path[512], text[64], name[32];
	const char *tmp = getenv("TMPDIR");
	enum bag_format f;
	size_t i;

	(void)argc;
	status_start(argv[0]);
	snprintf(dir, sizeof dir, "%s/bag.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL)
		return 3;
	ok(bag_format_read("tar.zst", &f) && f == BAG_TAR_ZST && !bag_format_read("rar", &f),
	    "formats are read");
	publishing();
	for (i = 0; i < 3; i++) {
		snprintf(name, sizeof name, "bag%zu", i);
		ok(bag_publish(make(name, all[i], first)), bag_suffix(all[i]));
		setenv("TZ", "America/New_York", 1);
		bag_drop(make(name, all[i], second));
		ok(strcmp(first, second) == 0, "made again: the same bytes");
		snprintf(path, sizeof path, "%s/%s%s", dir, name, bag_suffix(all[i]));
		snprintf(text, sizeof text, "%s verifies", bag_suffix(all[i]));
		ok(verify(path, first) == 0, text);
		if (*codes != '\0')
			printf("# %s\n", codes);
		ok(verify(path, second + 1) > 0 && strstr(codes, "bag-file-digest") != NULL,
		    "a wrong expectation is told");
		damage(path, bag_suffix(all[i]), first);
		unlink(path);
		strcat(path, ".sha256");
		unlink(path);
	}
	hostile();
	ok(rmdir(dir) == 0, "nothing is left over");
	printf("1..%d\n", count);
	return failed > 0;
}
