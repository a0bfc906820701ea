/*
 * A file that comes to stand under its name whole or not at all: written without a name
 * (O_TMPFILE, mode 0600; where the file system has none to .NAME.PID.tmp, locked, and what a
 * killed run left of it is removed), synced, then linked, never over what stands there.
 * Failures end the program with FAILED, saying "disk full" when it is.
 */
#include <stdbool.h>
#include <stddef.h>

struct publish;
struct publish *publish_new(const char *dir, const char *name);
int publish_write(struct publish *, const void *, size_t n);	/* 0 or the errno */
void publish_sync(struct publish *);
_Noreturn void publish_fail(struct publish *, const char *what, int error);
/*
 * Name it (it must be synced) and NAME.sha256 beside it, in the format of sha256sum; sync the
 * directory. digest: SHA-256 of its bytes. An existing file with the same bytes is fine;
 * false: another stands there, nothing was changed.
 */
bool publish_done(struct publish *, const char *digest);
void publish_drop(struct publish *);		/* frees; without publish_done all is gone */
/*
 * Is dir/name a regular file, no symlink, of just this SHA-256? A NAME.sha256 that is
 * missing, as after a kill between the two, is made (false: cannot be).
 */
bool publish_stands(const char *dir, const char *name, const char *digest);
/* A file in dir that has no name and goes when it is closed, O_RDWR, 0600: -1 and errno. */
int publish_scratch(const char *dir);
/*
 * The steps, for who has a directory open.  A file that has no name yet, or one that nobody
 * looks for (*tmp, in dirfd; the caller frees it, and removes it when nothing comes of the
 * file); NAME: of the tmp files of killed runs, which are swept.  Then a name for it, in the
 * same file system; what stands there stays: EEXIST.  Back to such a tmp name, from a name
 * that was given too soon.  -1 and errno.
 */
int publish_unnamed(int dirfd, const char *name, char **tmp);
int publish_link(int fd, int dirfd, char **tmp, int to, const char *file);
int publish_hide(int fd, int from, const char *file, int dirfd, const char *name, char **tmp);
/*
 * A file that comes to stand under its name whole or not at all and, unlike the others, in the
 * place of what stood there (a symbolic link is replaced, not followed).  Written as
 * .NAME.tmp.PID, locked; the caller syncs the directory.  NULL, or what failed ("create",
 * "write", "replace") and errno.  publish_swept removes what killed runs left of files whose
 * name begins so.
 */
const char *publish_replace(int dirfd, const char *name, unsigned mode, const void *, size_t n);
void publish_swept(int dirfd, const char *begins);
