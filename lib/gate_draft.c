#include "gate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "status.h"

static void
sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) != 0)
		status_die(FAILED, "cannot sync directory: %s: %s", dir, strerror(errno));
	close(fd);
}

/* The directory that holds path; the caller frees. */
static char *
parent(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_copy(".", 1);
	return slash == path ? mem_copy("/", 1) : mem_copy(path, (size_t)(slash - path));
}

static void
make_parents(const char *path)
{
	char *up = parent(path);

	if (mkdir(up, 0700) != 0 && errno == ENOENT) {
		make_parents(up);
		mkdir(up, 0700);	/* what is still missing shows in mkdtemp */
	}
	free(up);
}

char *
gate_draft(const char *dir)
{
	struct buf draft = { 0 };

	make_parents(dir);
	buf_printf(&draft, "%s.tmp.XXXXXX", dir);
	if (mkdtemp(buf_text(&draft)) == NULL)
		status_die(FAILED, "cannot make directory: %s: %s", dir, strerror(errno));
	return draft.s;
}

void
gate_draft_publish(const char *draft, const char *dir)
{
	char *up = parent(dir);
	int error;

	sync_dir(draft);
	if (rename(draft, dir) != 0) {
		error = errno;
		gate_draft_scrap(draft);
		status_die(error == ENOTEMPTY || error == EEXIST || error == ENOTDIR ? USAGE :
		    FAILED, "cannot make directory: %s: %s", dir, strerror(error));
	}
	sync_dir(up);
	free(up);
}

void
gate_draft_scrap(const char *draft)
{
	struct buf path = { 0 };
	struct dirent *d;
	DIR *dir = opendir(draft);

	if (dir == NULL)
		return;
	while ((d = readdir(dir)) != NULL) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		path.len = 0;
		buf_printf(&path, "%s/%s", draft, d->d_name);
		if (unlink(buf_text(&path)) != 0 && (errno == EISDIR || errno == EPERM))
			gate_draft_scrap(buf_text(&path));
	}
	closedir(dir);
	rmdir(draft);
	buf_free(&path);
}
