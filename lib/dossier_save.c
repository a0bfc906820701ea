#include "dossier.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "publish.h"
#include "status.h"

/* The directory, opened, and what stands behind the last slash. */
static int
open_dir(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL ? mem_copy(".", 1) :
	    mem_copy(path, slash == path ? 1 : (size_t)(slash - path));
	int fd;

	*name = slash == NULL ? path : slash + 1;
	if (**name == '\0' || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0)
		status_die(USAGE, "--html: \"%s\" is no name of a file", path);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		status_die(USAGE, "--html: cannot open directory %s:", dir);
	free(dir);
	return fd;
}

void
dossier_place(const char *path)
{
	const char *name;
	int fd = open_dir(path, &name);
	struct stat st;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(st.st_mode))
		status_die(USAGE, "--html: %s is no regular file", path);
	close(fd);
}

void
dossier_save(const char *path, const struct buf *page)
{
	const char *name, *what;
	int fd, error;

	dossier_place(path);
	fd = open_dir(path, &name);
	publish_swept(fd, name);
	what = publish_replace(fd, name, 0600, page->s, page->len);
	if (what == NULL && fsync(fd) != 0)
		what = "sync the directory of";
	error = errno;
	close(fd);
	if (what == NULL)
		return;
	if (error == ENOSPC || error == EDQUOT || error == EFBIG)
		status_die(FAILED, "disk full: %s", path);
	errno = error;
	status_die(FAILED, "cannot %s %s:", what, path);
}
