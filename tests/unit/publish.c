/* A file that stands whole or not at all, also where the file system has no unnamed files. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "publish.h"
#include "seal.h"
#include "status.h"

static int count, failed;
static bool no_unnamed;
static char dir[256];

/* In place of libc's: a file system that has no O_TMPFILE. */
int
openat(int at, const char *path, int flags, ...)
{
	va_list ap;
	int mode;

	va_start(ap, flags);
	mode = va_arg(ap, int);
	va_end(ap);
	if (no_unnamed && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return (int)syscall(SYS_openat, at, path, flags, mode);
}

static void
ok(bool good, const char *text)
{
	count++;
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", count, text);
}

static unsigned
entries(void)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	unsigned n = 0;

	while ((e = readdir(d)) != NULL)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	closedir(d);
	return n;
}

static void
drop(const char *name)
{
	char path[512];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	unlink(path);
}

static void
both(const char *how)
{
	static const char text[] = "what it holds\n";
	char digest[129], path[512], title[128];
	struct publish *p, *q;
	struct stat st;
	int fd;

	seal_digest(SEAL_SHA256, text, sizeof text - 1, digest);
	p = publish_new(dir, "a.zip");
	snprintf(title, sizeof title, "%s: nothing of that name while it is written", how);
	snprintf(path, sizeof path, "%s/a.zip", dir);
	ok(publish_write(p, text, sizeof text - 1) == 0 && stat(path, &st) != 0, title);
	publish_sync(p);
	snprintf(title, sizeof title, "%s: then it stands, mode 0600, its digest beside it",
	    how);
	ok(publish_done(p, digest) && stat(path, &st) == 0 && (st.st_mode & 07777) == 0600 &&
	    st.st_nlink == 1 && entries() == 2, title);
	publish_drop(p);
	snprintf(title, sizeof title, "%s: found again by its digest", how);
	ok(publish_stands(dir, "a.zip", digest) && !publish_stands(dir, "b.zip", digest),
	    title);

	q = publish_new(dir, "a.zip");
	publish_write(q, "other", 5);
	publish_sync(q);
	seal_digest(SEAL_SHA256, "other", 5, digest);
	snprintf(title, sizeof title, "%s: another of the same name is refused", how);
	ok(!publish_done(q, digest), title);
	publish_drop(q);
	snprintf(title, sizeof title, "%s: and leaves nothing", how);
	ok(entries() == 2 && stat(path, &st) == 0 && st.st_size == sizeof text - 1, title);
	drop("a.zip");
	drop("a.zip.sha256");

	/* what a killed run left, and what a running one holds */
	snprintf(path, sizeof path, "%s/.a.zip.1.tmp", dir);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	snprintf(path, sizeof path, "%s/.a.zip.2.tmp", dir);
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	flock(fd, LOCK_EX);
	publish_drop(publish_new(dir, "a.zip"));
	snprintf(title, sizeof title, "%s: leftovers go, but not those of a running one", how);
	ok(entries() == (no_unnamed ? 1u : 2u) && stat(path, &st) == 0, title);
	close(fd);
	drop(".a.zip.1.tmp");
	drop(".a.zip.2.tmp");
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");

	(void)argc;
	status_start(argv[0]);
	snprintf(dir, sizeof dir, "%s/publish.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL)
		return 3;
	both("unnamed");
	no_unnamed = true;
	both("named");
	ok(rmdir(dir) == 0, "nothing is left over");
	printf("1..%d\n", count);
	return failed > 0;
}
