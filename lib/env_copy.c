#include "env.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <unistd.h>

#include "buf.h"
#include "env_int.h"
#include "gate.h"

int
env_copy(struct env *e, const char *dir)
{
	struct buf path = { 0 };
	int fd, rc;

	assert(e->txn == NULL);
	/* LMDB itself would make the file 0666 less umask, and not sync it. */
	buf_printf(&path, "%s/data.mdb", dir);
	fd = open(buf_text(&path), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	buf_free(&path);
	if (fd < 0)
		return errno;
	gate_inside = 1;
	rc = mdb_env_copyfd2(e->mdb, fd, MDB_CP_COMPACT);
	gate_inside = 0;
	if (rc == 0 && fsync(fd) != 0)
		rc = errno;
	if (close(fd) != 0 && rc == 0)
		rc = errno;
	return rc;
}
