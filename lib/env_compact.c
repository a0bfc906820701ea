#include "env.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "env_int.h"
#include "gate.h"

#define COPY "data.mdb.new"

static _Noreturn void
fail(struct env *e, const char *what, int rc)
{
	gate_inside = 0;
	unlinkat(gate_fd(e->gate), COPY, 0);
	env_fail(e, what, rc);
}

/* The copy, synced. */
static void
copy(struct env *e)
{
	struct stat st;
	int fd, rc;

	/* what a killed run left */
	if (unlinkat(gate_fd(e->gate), COPY, 0) != 0 && errno != ENOENT)
		gate_fail(e->gate, "remove " COPY, errno);
	fd = openat(gate_fd(e->gate), COPY, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd < 0)
		gate_fail(e->gate, "make " COPY, errno);
	if (fstatat(gate_fd(e->gate), "data.mdb", &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    fchmod(fd, st.st_mode & 0777) != 0)
		fail(e, "make " COPY, errno);
	gate_inside = 1;
	rc = mdb_env_copyfd2(e->mdb, fd, MDB_CP_COMPACT);
	gate_inside = 0;
	if (rc == 0 && fsync(fd) != 0)
		rc = errno;
	if (close(fd) != 0 && rc == 0)
		rc = errno;
	if (rc != 0)
		fail(e, "copy store", rc);
}

/* Has a table of the copy the same keys and values?  0, or what LMDB says. */
static int
same_table(MDB_txn *a, MDB_dbi ad, MDB_txn *b, MDB_dbi bd)
{
	MDB_cursor *x = NULL, *y = NULL;
	MDB_val k, v, k2, v2;
	int rc, rc2;

	rc = mdb_cursor_open(a, ad, &x);
	if (rc == 0)
		rc = mdb_cursor_open(b, bd, &y);
	while (rc == 0) {
		rc = mdb_cursor_get(x, &k, &v, MDB_NEXT);
		rc2 = mdb_cursor_get(y, &k2, &v2, MDB_NEXT);
		if (rc != rc2 || (rc == 0 && (k.mv_size != k2.mv_size ||
		    v.mv_size != v2.mv_size || memcmp(k.mv_data, k2.mv_data, k.mv_size) != 0 ||
		    memcmp(v.mv_data, v2.mv_data, v.mv_size) != 0)))
			rc = MDB_CORRUPTED;
	}
	if (x != NULL)
		mdb_cursor_close(x);
	if (y != NULL)
		mdb_cursor_close(y);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

/* The copy, opened by itself, against what it was made of. */
static void
audit(struct env *e)
{
	struct buf path = { 0 };
	MDB_env *mdb = NULL;
	MDB_txn *old = NULL, *new = NULL;
	MDB_dbi dbi;
	unsigned i;
	int rc;

	buf_printf(&path, "%s/" COPY, gate_path(e->gate));
	gate_inside = 1;
	rc = mdb_env_create(&mdb);
	if (rc == 0)
		rc = mdb_env_set_maxdbs(mdb, ENV_TABLES);
	if (rc == 0)
		rc = mdb_env_open(mdb, buf_text(&path), MDB_RDONLY | MDB_NOSUBDIR | MDB_NOLOCK,
		    0600);
	if (rc == 0)
		rc = mdb_txn_begin(mdb, NULL, MDB_RDONLY, &new);
	if (rc == 0)
		rc = mdb_txn_begin(e->mdb, NULL, MDB_RDONLY, &old);
	for (i = 0; rc == 0 && i < e->count; i++) {
		rc = mdb_dbi_open(new, e->tables[i], 0, &dbi);
		if (rc == 0)
			rc = same_table(old, e->dbi[i], new, dbi);
	}
	if (old != NULL)
		mdb_txn_abort(old);
	if (new != NULL)
		mdb_txn_abort(new);
	if (mdb != NULL)
		mdb_env_close(mdb);
	gate_inside = 0;
	buf_free(&path);
	if (rc != 0)
		fail(e, "check the copy of the store", rc);
}

void
env_compact(const char *dir, const char *const *tables, unsigned count, unsigned wait)
{
	struct env *e = env_find(dir, tables, count);

	/* Who waits at the gate has opened nothing yet, and finds the new file. */
	gate_join_alone(e->gate, wait);
	env_reopen(e);
	copy(e);
	audit(e);
	mdb_env_close(e->mdb);
	e->mdb = NULL;
	if (renameat(gate_fd(e->gate), COPY, gate_fd(e->gate), "data.mdb") != 0)
		fail(e, "rename " COPY, errno);
	if (fsync(gate_fd(e->gate)) != 0)
		gate_fail(e->gate, "sync store", errno);
	env_close(e);
}
