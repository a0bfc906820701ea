#include "segment.h"

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
#include "segment_int.h"
#include "status.h"

/* ---- Directories. */

static int
step(int at, const char *name, bool make)
{
	int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(at, name, flags);

	if (fd >= 0 || errno != ENOENT || !make)
		return fd;
	if ((mkdirat(at, name, 0700) != 0 && errno != EEXIST) || fsync(at) != 0)
		return -1;
	return openat(at, name, flags);
}

int
segment_dir(const struct segment_root *r, const char *id, bool make, const char **base)
{
	struct segment_name n;
	char part[SEGMENT_ID];
	const char *slash;
	int fd = -1, next, error;

	errno = EINVAL;
	if (!segment_name(id, strlen(id), &n))
		return -1;
	for (; (slash = strchr(id, '/')) != NULL; id = slash + 1) {
		memcpy(part, id, (size_t)(slash - id));
		part[slash - id] = '\0';
		next = step(fd < 0 ? r->fd : fd, part, make);
		error = errno;
		if (fd >= 0)
			close(fd);
		errno = error;
		if (next < 0)
			return -1;
		fd = next;
	}
	*base = id;
	return fd;
}

void
segment_file(char out[SEGMENT_FILE], const char *base, const char *end)
{
	snprintf(out, SEGMENT_FILE, "%.12s" SEGMENT_END "%s", base, end);
}

/* ---- Settling. */

static void
later(const struct segment_root *r, const char *what, const char *id, const char *end)
{
	if (errno == ENOSPC || errno == EDQUOT)
		status_warn(REFUSED, "disk full: %s/%s" SEGMENT_END "%s", r->path, id, end);
	else
		status_warn(REFUSED, "cannot %s %s/%s" SEGMENT_END "%s:", what, r->path, id,
		    end);
}

/* NAME.sha256: a copy of what the store says, so it need not be durable. */
static bool
write_sum(const struct segment_root *r, int dir, const char *base, const char *id,
    const char *sha256)
{
	char file[SEGMENT_FILE], sum[SEGMENT_FILE], tmp[SEGMENT_FILE + 8], text[128];
	bool good = true;
	int fd, n;

	segment_file(file, base, "");
	segment_file(sum, base, ".sha256");
	snprintf(tmp, sizeof tmp, "%s.tmp", sum);
	n = snprintf(text, sizeof text, "%s  %s\n", sha256, file);
	unlinkat(dir, tmp, 0);
	fd = openat(dir, tmp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	errno = fd >= 0 ? ENOSPC : errno;
	if (fd < 0 || write(fd, text, (size_t)n) != n || renameat(dir, tmp, dir, sum) != 0) {
		later(r, "write", id, ".sha256");
		unlinkat(dir, tmp, 0);
		good = false;
	}
	if (fd >= 0)
		close(fd);
	return good;
}

/* Both names are there: a run that was killed, or something that is not ours. */
static bool
settle_both(struct segment_root *r, int dir, const char *staged, const char *id,
    const char *sha256)
{
	struct segment_file *f = segment_read(r, id);
	char hex[65] = "", sm3[65];

	if (f != NULL)
		segment_digest(f, hex, sm3);
	segment_read_end(f);
	if (strcmp(hex, sha256) == 0)
		return unlinkat(dir, staged, 0) == 0 || errno == ENOENT;
	errno = EEXIST;
	return false;
}

/* rename, never over what stands there; also where renameat2 cannot do that. */
static int
rename_free(int dir, const char *from, const char *to)
{
	if (renameat2(dir, from, dir, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	return linkat(dir, from, dir, to, 0) == 0 ? unlinkat(dir, from, 0) : -1;
}

/* The sum first: NAME never stands without it. */
void
segment_settle(struct segment_root *r, const char *id, const char *sha256)
{
	char name[SEGMENT_FILE], staged[SEGMENT_FILE], sum[SEGMENT_FILE];
	struct stat st;
	const char *base;
	int dir = segment_dir(r, id, false, &base);
	bool good = true, here;

	if (dir < 0) {
		later(r, "name", id, "");
		return;
	}
	segment_file(name, base, "");
	segment_file(staged, base, ".new");
	segment_file(sum, base, ".sha256");
	here = fstatat(dir, staged, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (here || fstatat(dir, sum, &st, AT_SYMLINK_NOFOLLOW) != 0)
		good = write_sum(r, dir, base, id, sha256);
	if (!good) {
		close(dir);
		return;
	}
	good = rename_free(dir, staged, name) == 0;
	if (!good && errno == ENOENT)
		good = fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	else if (!good && errno == EEXIST)
		good = settle_both(r, dir, staged, id, sha256);
	if (!good)
		later(r, "name", id, "");
	close(dir);
}

/* ---- Removing. */

int
segment_remove(struct segment_root *r, const char *id)
{
	static const char *const ends[] = { "", ".new", ".sha256", ".sha256.tmp" };
	char name[SEGMENT_FILE];
	const char *base;
	int dir = segment_dir(r, id, false, &base), error = 0;
	size_t i;

	if (dir < 0)
		return errno == ENOENT ? 0 : errno;
	for (i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		segment_file(name, base, ends[i]);
		if (unlinkat(dir, name, 0) != 0 && errno != ENOENT && error == 0)
			error = errno;
	}
	close(dir);
	return error;
}

int
segment_removed(struct segment_root *r, const char *id)
{
	char path[SEGMENT_ID];
	const char *base;
	char *slash;
	int dir = segment_dir(r, id, false, &base), error = 0;

	if (dir < 0)
		return errno == ENOENT ? 0 : errno;
	if (fsync(dir) != 0)
		error = errno;
	close(dir);
	/* months and years that are empty; nobody makes a file in them meanwhile */
	snprintf(path, sizeof path, "%s", id);
	while (error == 0 && r->state == SEGMENT_ALONE &&
	    (slash = strrchr(path, '/')) != NULL) {
		*slash = '\0';
		if (unlinkat(r->fd, path, AT_REMOVEDIR) != 0)
			break;
	}
	return error;
}

/* ---- All of them. */

struct found {
	char id[SEGMENT_ID], state;	/* '.' NAME, 'n' NAME.new, 's' NAME.sha256 */
};
struct list {
	const struct segment_root *root;
	struct found *item;
	size_t count, room;
};

static void
add(struct list *l, const char *path)
{
	static const struct { const char *end; char state; } kind[] = {
		{ SEGMENT_END, '.' }, { SEGMENT_END ".new", 'n' },
		{ SEGMENT_END ".sha256", 's' }
	};
	struct segment_name name;
	size_t n = strlen(path), i, end;

	for (i = 0; i < 3; i++) {
		end = strlen(kind[i].end);
		if (n > end && strcmp(path + n - end, kind[i].end) == 0 &&
		    segment_name(path, n - end, &name))
			break;
	}
	if (i == 3)
		return;
	if (l->count == l->room) {
		l->room = l->room * 2 + 256;
		l->item = mem_grow(l->item, l->room, sizeof *l->item);
	}
	memcpy(l->item[l->count].id, path, n - end);
	l->item[l->count].id[n - end] = '\0';
	l->item[l->count++].state = kind[i].state;
}

/* path: of the directory, "" or with a slash at its end.  Takes fd. */
static void
gather(struct list *l, int fd, const char *path, unsigned depth)
{
	char below[SEGMENT_ID + 32];
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;
	struct stat st;
	bool dir;
	int next;

	if (d == NULL)
		status_die(FAILED, "cannot read directory %s/%s:", l->root->path, path);
	while (errno = 0, (e = readdir(d)) != NULL) {
		if (*e->d_name == '.' || snprintf(below, sizeof below - 1, "%s%s", path,
		    e->d_name) >= (int)sizeof below - 1)
			continue;
		dir = e->d_type == DT_DIR;
		if (e->d_type == DT_UNKNOWN)
			dir = fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
			    S_ISDIR(st.st_mode);
		if (!dir) {
			add(l, below);
			continue;
		}
		next = depth == 0 ? -1 : step(fd, e->d_name, false);
		if (next < 0 && (depth == 0 || errno == ENOENT))
			continue;
		strcat(below, "/");
		gather(l, next, below, depth - 1);
	}
	if (errno != 0)
		status_die(FAILED, "cannot read directory %s/%s:", l->root->path, path);
	closedir(d);
}

static int
order(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	return c != 0 ? c : x->state - y->state;
}

static struct list
gather_all(const struct segment_root *r)
{
	struct list l = { .root = r };

	gather(&l, openat(r->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "", 4);
	if (l.count > 0)
		qsort(l.item, l.count, sizeof *l.item, order);
	return l;
}

void
segment_each(struct segment_root *r, bool (*fn)(void *, const char *, char), void *arg)
{
	struct list l = gather_all(r);
	size_t i;

	for (i = 0; i < l.count; i++)
		if (l.item[i].state != 's' && !fn(arg, l.item[i].id, l.item[i].state))
			break;
	free(l.item);
}

/* ---- Mending. */

/* NAME, NAME.new and NAME.sha256 stand one after another, as far as they are there. */
static size_t
mend(struct segment_root *r, const struct found *f, size_t left,
    bool (*known)(void *, const char *, char sha256[65]), void *arg)
{
	bool staged = false, sum = false;
	char sha256[65], name[SEGMENT_FILE];
	const char *base;
	size_t i;
	int dir;

	for (i = 0; i < left && strcmp(f[i].id, f->id) == 0; i++) {
		staged |= f[i].state == 'n';
		sum |= f[i].state == 's';
	}
	if (!staged && (sum || f->state != '.'))
		return i;
	if (known(arg, f->id, sha256)) {
		segment_settle(r, f->id, sha256);
	} else if (staged) {
		dir = segment_dir(r, f->id, false, &base);
		segment_file(name, base, ".new");
		if (dir < 0 || (unlinkat(dir, name, 0) != 0 && errno != ENOENT))
			later(r, "remove", f->id, ".new");
		if (dir >= 0)
			close(dir);
	}
	return i;
}

void
segment_mend(struct segment_root *r, bool (*known)(void *, const char *, char sha256[65]),
    void *arg)
{
	struct list l = gather_all(r);
	size_t i;

	for (i = 0; i < l.count;)
		i += mend(r, l.item + i, l.count - i, known, arg);
	free(l.item);
}
