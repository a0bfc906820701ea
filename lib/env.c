#include "env.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "env_int.h"
#include "gate.h"
#include "mem.h"
#include "status.h"

#define MAP_FIRST ((size_t)1 << 30)	/* address space, not memory nor disk */
#define READERS 1024			/* the file's first opener decides */
#define MENDS 60			/* times an environment is left and opened anew: 1 s */

void
env_fail(struct env *e, const char *what, int rc)
{
	gate_inside = 0;
	switch (rc) {
	case MDB_MAP_FULL:
		status_die(FAILED, "store full: its map cannot grow: %s", gate_path(e->gate));
	case MDB_READERS_FULL:
		status_die(FAILED, "store has too many readers at once: %s",
		    gate_path(e->gate));
	case MDB_CORRUPTED: case MDB_PAGE_NOTFOUND: case MDB_PANIC: case MDB_INVALID:
	case MDB_VERSION_MISMATCH: case MDB_INCOMPATIBLE: case MDB_CURSOR_FULL:
	case MDB_PAGE_FULL: case MDB_NOTFOUND:
		gate_damaged(e->gate, mdb_strerror(rc));
	case ENOMEM:
		status_die(FAILED, "store's map does not fit the address space (ulimit -v): "
		    "%s", gate_path(e->gate));
	case EAGAIN:
		/* A reader slot is held by this process number in another pid namespace. */
		status_die(FAILED, "store is used from another container: %s",
		    gate_path(e->gate));
	}
	if (rc > 0)
		gate_fail(e->gate, what, rc);
	status_die(FAILED, "cannot %s: %s: %s", what, gate_path(e->gate), mdb_strerror(rc));
}

void
env_damaged(struct env *e, const char *how)
{
	gate_damaged(e->gate, how);
}

/* An assertion of LMDB's own failed: it would abort next. */
static void
on_assert(MDB_env *mdb, const char *text)
{
	struct env *e = mdb_env_get_userctx(mdb);

	(void)text;
	gate_damaged(e->gate, "its pages contradict themselves");
}

/* The two files by name, without opening them: closing one would drop LMDB's locks. */
static uint64_t
file_size(struct env *e)
{
	struct stat st;

	if (fstatat(gate_fd(e->gate), "data.mdb", &st, AT_SYMLINK_NOFOLLOW) != 0) {
		if (errno == ENOENT)
			status_die(USAGE, "no store at %s (make one with: beian-store init)",
			    gate_path(e->gate));
		gate_fail(e->gate, "look at data.mdb", errno);
	}
	if (!S_ISREG(st.st_mode))
		gate_damaged(e->gate, "data.mdb is not a regular file");
	return (uint64_t)st.st_size;
}

static struct env *
new_env(const char *dir, const char *const *tables, unsigned count)
{
	struct env *e = mem_alloc(sizeof *e);

	assert(count <= ENV_TABLES);
	e->gate = gate_open(dir);
	e->tables = tables;
	e->count = count;
	return e;
}

struct env *
env_find(const char *dir, const char *const *tables, unsigned count)
{
	struct env *e = new_env(dir, tables, count);

	/* Two meta pages; LMDB would make a new environment of an empty file. */
	if (file_size(e) < 2 * 4096)
		gate_damaged(e->gate, "data.mdb is cut short");
	return e;
}

MDB_envinfo
env_info(struct env *e)
{
	MDB_envinfo i;

	gate_inside = 1;
	mdb_env_info(e->mdb, &i);
	gate_inside = 0;
	return i;
}

unsigned
env_page_size(struct env *e)
{
	MDB_stat st;

	mdb_env_stat(e->mdb, &st);
	return st.ms_psize;
}

/* Handles of the tables; with make, tables that are not there. */
static void
open_tables(struct env *e, bool make)
{
	unsigned i;
	MDB_txn *t;
	int rc;

	gate_inside = 1;
	rc = mdb_txn_begin(e->mdb, NULL, make ? 0 : MDB_RDONLY, &t);
	for (i = 0; rc == 0 && i < e->count; i++)
		rc = mdb_dbi_open(t, e->tables[i], make ? MDB_CREATE : 0, &e->dbi[i]);
	/* Committed even when it only read: that keeps the handles. */
	if (rc == 0)
		rc = mdb_txn_commit(t);
	else if (rc == MDB_NOTFOUND)
		mdb_txn_abort(t);
	gate_inside = 0;
	if (rc == MDB_NOTFOUND && e->writable) {
		open_tables(e, true);
		return;
	}
	if (rc == MDB_NOTFOUND)
		status_die(USAGE, "store is of an older program: %s: one that writes "
		    "brings it up to date, as acct-verify register </dev/null",
		    gate_path(e->gate));
	if (rc != 0)
		env_fail(e, make ? "make the store's tables" : "open the store's tables", rc);
}

static void
open_once(struct env *e, bool make)
{
	unsigned flags = e->writable ? 0 : MDB_RDONLY;
	int rc, fd;

	/* Nobody can write there, so no slot is needed (nor could one be had). */
	if (gate_frozen(e->gate))
		flags |= MDB_NOLOCK;
	gate_enter(e->gate);
	gate_inside = 1;
	rc = mdb_env_create(&e->mdb);
	if (rc == 0)
		rc = mdb_env_set_maxdbs(e->mdb, ENV_TABLES);
	if (rc == 0)
		rc = mdb_env_set_maxreaders(e->mdb, READERS);
	/* Of an environment that is there, the file knows the size. */
	if (rc == 0 && make)
		rc = mdb_env_set_mapsize(e->mdb, MAP_FIRST);
	if (rc == 0)
		rc = mdb_env_set_userctx(e->mdb, e);
	if (rc == 0)
		rc = mdb_env_set_assert(e->mdb, on_assert);
	if (rc == 0)
		rc = mdb_env_open(e->mdb, gate_path(e->gate), flags, 0600);
	gate_inside = 0;
	gate_leave(e->gate);
	if (rc != 0)
		env_fail(e, "open store", rc);
	if (mdb_env_get_fd(e->mdb, &fd) == 0)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/*
 * An opener that gets LMDB's exclusive lock sets the transaction number in lock.mdb to 0 and
 * mends it at the end; when it fails or dies between, whoever waited goes on with 0, would
 * begin from an old meta page, and lose what was committed.  The gate keeps ours apart; this
 * finds what others (mdb_dump ...) did.
 */
static bool
behind(struct env *e)
{
	size_t newest = env_info(e).me_last_txnid, number;
	MDB_txn *t;
	int rc;

	gate_inside = 1;
	rc = mdb_txn_begin(e->mdb, NULL, MDB_RDONLY, &t);
	gate_inside = 0;
	if (rc != 0)
		return false;		/* begin_read finds out why */
	number = mdb_txn_id(t);
	mdb_txn_abort(t);
	return number < newest;
}

static void
open_mdb(struct env *e, bool make)
{
	int tries = 0, dead;
	uint64_t pages;

	/* The number is mended once nobody has the environment open: leave it for a while. */
	for (open_once(e, make); !gate_frozen(e->gate) && behind(e); open_once(e, make)) {
		mdb_env_close(e->mdb);
		if (++tries == MENDS)
			gate_damaged(e->gate, "lock.mdb is behind data.mdb");
		usleep(500 * (useconds_t)tries);
	}
	/* The size is taken last: another process may be making the file longer. */
	pages = env_info(e).me_last_pgno + 1;
	if (file_size(e) / env_page_size(e) < pages)
		gate_damaged(e->gate, "data.mdb is cut short");
	if (!gate_frozen(e->gate))
		mdb_reader_check(e->mdb, &dead);	/* slots of killed readers */
	open_tables(e, make);
}

void
env_open(struct env *e, bool writes, unsigned wait)
{
	if (writes && gate_frozen(e->gate))
		status_die(FAILED, "store is on a read-only file system: %s",
		    gate_path(e->gate));
	e->writable = writes;
	gate_join(e->gate, wait);
	open_mdb(e, false);
}

struct env *
env_create(const char *dir, const char *const *tables, unsigned count)
{
	struct env *e = new_env(dir, tables, count);

	e->writable = true;
	gate_join(e->gate, 0);
	open_mdb(e, true);
	return e;
}

void
env_reopen(struct env *e)
{
	mdb_env_close(e->mdb);
	open_mdb(e, false);
}

void
env_close(struct env *e)
{
	if (e == NULL)
		return;
	if (e->txn != NULL)
		env_abort(e);
	if (e->mdb != NULL)
		mdb_env_close(e->mdb);
	gate_close(e->gate);
	free(e);
}

const char *
env_path(const struct env *e)
{
	return gate_path(e->gate);
}

bool
env_writes(const struct env *e)
{
	return e->txn != NULL && e->writes;
}

void
env_abort(struct env *e)
{
	assert(e->txn != NULL);
	env_rest(e);
	mdb_txn_abort(e->txn);
	e->txn = NULL;
	if (e->writes)
		gate_written(e->gate);
}

bool
env_commit(struct env *e)
{
	MDB_txn *t = e->txn;
	int rc;

	assert(t != NULL && e->writes);
	env_rest(e);
	e->txn = NULL;		/* the call frees it, whatever it answers */
	gate_inside = 1;
	rc = mdb_txn_commit(t);
	gate_inside = 0;
	if (rc == MDB_MAP_FULL)
		return false;
	if (rc != 0)
		env_fail(e, "commit", rc);
	gate_written(e->gate);
	return true;
}

bool
env_get(struct env *e, unsigned table, const void *key, size_t klen, struct env_item *item)
{
	MDB_val k = { klen, (void *)key }, v;
	int rc;

	if (klen == 0 || klen > ENV_KEY)
		return false;
	gate_inside = 1;
	rc = mdb_get(e->txn, e->dbi[table], &k, &v);
	gate_inside = 0;
	if (rc == MDB_NOTFOUND)
		return false;
	if (rc != 0)
		env_fail(e, "read", rc);
	*item = (struct env_item){ .key = key, .klen = klen, .val = v.mv_data,
	    .vlen = v.mv_size };
	return true;
}

void *
env_put(struct env *e, unsigned table, const void *key, size_t klen, size_t n)
{
	MDB_val k = { klen, (void *)key }, v = { n, NULL };
	int rc;

	gate_inside = 1;
	rc = mdb_put(e->txn, e->dbi[table], &k, &v, MDB_RESERVE);
	gate_inside = 0;
	if (rc == MDB_MAP_FULL)
		return NULL;
	if (rc != 0)
		env_fail(e, "write", rc);
	return v.mv_data;
}

bool
env_del(struct env *e, unsigned table, const void *key, size_t klen)
{
	MDB_val k = { klen, (void *)key };
	int rc;

	gate_inside = 1;
	rc = mdb_del(e->txn, e->dbi[table], &k, NULL);
	gate_inside = 0;
	if (rc != 0 && rc != MDB_NOTFOUND && rc != MDB_MAP_FULL)
		env_fail(e, "delete", rc);
	return rc != MDB_MAP_FULL;
}

void
env_size(struct env *e, unsigned table, struct env_size *size)
{
	MDB_stat st;
	int rc;

	gate_inside = 1;
	rc = mdb_stat(e->txn, e->dbi[table], &st);
	gate_inside = 0;
	if (rc != 0)
		env_fail(e, "read", rc);
	*size = (struct env_size){ .entries = st.ms_entries, .page_size = st.ms_psize,
	    .pages = st.ms_branch_pages + st.ms_leaf_pages + st.ms_overflow_pages };
}

void
env_facts(struct env *e, struct env_facts *f)
{
	MDB_envinfo i = env_info(e);

	*f = (struct env_facts){ .map = i.me_mapsize, .transaction = i.me_last_txnid,
	    .readers = i.me_numreaders, .file = file_size(e) };
}
