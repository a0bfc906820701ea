/* Documents that are enclosed: the suffix that an archive gives them, what is copied, what is
 * refused. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attach.h"
#include "pack.h"
#include "seal.h"
#include "tap.h"

static char dir[64];
static int folder;

static void
put(const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "w");
	fputs(text, f);
	fclose(f);
}

static const char *
enclose(struct pack_file *f, const char *name, const char *text)
{
	char hex[129];

	seal_digest(SEAL_SM3, text, strlen(text), hex);
	return pack_enclose(f, folder, name, hex, 7, dir);
}

static void
suffix_is(const char *name, const char *want)
{
	struct pack_file f;
	char what[128];
	const char *why;

	put(name, "x");
	why = enclose(&f, name, "x");
	snprintf(what, sizeof what, "the suffix of %s", name);
	same(why != NULL ? why : f.suffix, want, what);
	if (why == NULL)
		close(f.fd);
}

static void
refused(const char *name, const char *text, const char *want)
{
	struct pack_file f;
	const char *why = enclose(&f, name, text);

	ok(why != NULL && strstr(why, want) != NULL, "%s: %s", name, why != NULL ? why : "taken");
}

int
main(void)
{
	struct pack_file f;
	char text[16] = "", path[128], hex[129];

	strcpy(dir, "/tmp/pack.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return 1;
	folder = attach_folder(dir);
	suffix_is("a.pdf", "pdf");
	suffix_is("a.PDF", "pdf");
	suffix_is("a.tar.gz", "gz");
	suffix_is("a.mp4", "mp4");
	suffix_is("a.12345", "12345");
	suffix_is("a.123456", "bin");
	suffix_is("a", "bin");
	suffix_is("a.", "bin");
	suffix_is("..a", "a");
	suffix_is(".x", "x");
	suffix_is("a.p f", "bin");
	suffix_is("a.p\"f", "bin");
	suffix_is("a.p\xc3\xa9", "bin");
	suffix_is("a.\xe6\x96\x87", "bin");
	snprintf(path, sizeof path, "%s/d.pdf", dir);
	mkdir(path, 0700);
	suffix_is("d.pdf/a", "bin");

	put("whole", "the text");
	ok(enclose(&f, "whole", "the text") == NULL && f.size == 8 && f.number == 7 &&
	    pread(f.fd, text, sizeof text, 0) == 8, "a copy of its size and number");
	same(text, "the text", "with its bytes");
	put("whole", "THE TEXT");
	ok(pread(f.fd, text, sizeof text, 0) == 8 && memcmp(text, "the text", 8) == 0,
	    "which the file's own changes do not reach");
	close(f.fd);
	put("empty", "");
	ok(enclose(&f, "empty", "") == NULL && f.size == 0, "an empty file");
	close(f.fd);
	seal_digest(SEAL_SM3, "x", 1, hex);
	hex[0] = (char)(hex[0] >= 'a' ? hex[0] - 32 : hex[0]);
	ok(pack_enclose(&f, folder, "a.pdf", hex, 1, dir) == NULL, "a digest in capitals");
	close(f.fd);

	refused("whole", "the text", "digest differs");
	ok(pack_enclose(&f, folder, "whole", "", 1, dir) != NULL, "without a digest: refused");
	refused("none", "x", "no such file");
	refused("../pack", "x", "..");
	refused("/etc/passwd", "x", "absolute");
	refused("d.pdf", "x", "folder");
	refused("", "x", "empty");
	snprintf(path, sizeof path, "%s/link", dir);
	ok(symlink("a.pdf", path) == 0, "a link to what would be right");
	refused("link", "x", "link");
	snprintf(path, sizeof path, "rm -r %s", dir);
	ok(system(path) == 0, "removed");
	return done();
}
