#include "env.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "gate.h"
#include "mem.h"
#include "status.h"

#define MAP_FIRST ((size_t)1 << 30)	/* address space, not memory nor disk */
#define READERS 1024			/* the file's first opener decides */
#define TRIES 8
#define MENDS 60			/* times an environment is left and opened anew: 1 s */

struct env {
	struct gate *gate;
	MDB_env *mdb;
	MDB_txn *txn;
	MDB_dbi dbi[ENV_TABLES];
	const char *const *tables;
	unsigned count;
	bool writable, writes;		/* writes: this transaction does */
	size_t number;			/* of the writing transaction */
};

struct env_cursor {
	struct env *env;
	MDB_cursor *c;
};

static _Noreturn void
fail(struct env *e, const char *what, int rc)
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

static MDB_envinfo
info(struct env *e)
{
	MDB_envinfo i;

	gate_inside = 1;
	mdb_env_info(e->mdb, &i);
	gate_inside = 0;
	return i;
}

static unsigned
page_size(struct env *e)
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
	gate_inside = 0;
	if (rc != 0)
		fail(e, make ? "make the store's tables" : "open the store's tables", rc);
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
		fail(e, "open store", rc);
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
	size_t newest = info(e).me_last_txnid, number;
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
	pages = info(e).me_last_pgno + 1;
	if (file_size(e) / page_size(e) < pages)
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

static void
reopen(struct env *e)
{
	mdb_env_close(e->mdb);
	open_mdb(e, false);
}

static void
map_to(struct env *e, size_t size, size_t old)
{
	int rc;

	gate_inside = 1;
	rc = mdb_env_set_mapsize(e->mdb, size);
	/* The old map is gone by now: take it again and go on with what it has. */
	if (rc != 0 && old != 0)
		rc = mdb_env_set_mapsize(e->mdb, old);
	gate_inside = 0;
	if (rc != 0)
		fail(e, "map store", rc);
}

static void
grow(struct env *e, uint64_t room)
{
	MDB_envinfo i = info(e);
	uint64_t used = (i.me_last_pgno + 1) * (uint64_t)page_size(e), size = i.me_mapsize;

	while (size < used + room)
		size *= 2;
	if (size > i.me_mapsize)
		map_to(e, (size_t)size, i.me_mapsize);
}

static void
begin_read(struct env *e)
{
	int rc, dead, tries, stale = 0;
	size_t newest;

	for (tries = 0; tries < TRIES; tries++) {
		newest = info(e).me_last_txnid;
		gate_inside = 1;
		rc = mdb_txn_begin(e->mdb, NULL, MDB_RDONLY, &e->txn);
		gate_inside = 0;
		if (rc == MDB_MAP_RESIZED) {
			map_to(e, 0, 0);
		} else if (rc == MDB_READERS_FULL && tries == 0) {
			mdb_reader_check(e->mdb, &dead);
		} else if (rc != 0) {
			fail(e, "begin to read", rc);
		} else if (mdb_txn_id(e->txn) >= newest) {
			return;
		} else {
			/* For a moment that is normal: the meta page is written first. */
			mdb_txn_abort(e->txn);
			e->txn = NULL;
			if (++stale % 3 == 0)
				reopen(e);
			else
				sched_yield();
		}
	}
	gate_damaged(e->gate, "lock.mdb is behind data.mdb");
}

static void
begin_write(struct env *e, uint64_t room)
{
	int rc, tries;

	for (tries = 0; tries < TRIES; tries++) {
		grow(e, room);
		gate_arm(e->gate);	/* for LMDB's own lock, which other tools may hold */
		gate_inside = 1;
		rc = mdb_txn_begin(e->mdb, NULL, 0, &e->txn);
		gate_inside = 0;
		gate_disarm(e->gate);
		if (rc == MDB_MAP_RESIZED) {
			map_to(e, 0, 0);
			continue;
		}
		if (rc != 0)
			fail(e, "begin to write", rc);
		e->number = mdb_txn_id(e->txn);
		if (e->number == info(e).me_last_txnid + 1)
			return;
		mdb_txn_abort(e->txn);
		e->txn = NULL;
		reopen(e);
	}
	gate_damaged(e->gate, "lock.mdb is behind data.mdb");
}

void
env_begin(struct env *e, bool writes, uint64_t room)
{
	assert(e->txn == NULL);
	assert(!writes || e->writable);
	e->writes = writes;
	if (writes) {
		gate_write(e->gate);
		begin_write(e, room);
	} else {
		begin_read(e);
	}
}

void
env_abort(struct env *e)
{
	assert(e->txn != NULL);
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
	e->txn = NULL;		/* the call frees it, whatever it answers */
	gate_inside = 1;
	rc = mdb_txn_commit(t);
	gate_inside = 0;
	if (rc == MDB_MAP_FULL)
		return false;
	if (rc != 0)
		fail(e, "commit", rc);
	gate_written(e->gate);
	return true;
}

void
env_again(struct env *e)
{
	size_t number = e->number, size;

	if (e->txn != NULL)
		mdb_txn_abort(e->txn);
	e->txn = NULL;
	size = info(e).me_mapsize;
	map_to(e, size * 2, size);
	if (info(e).me_mapsize <= size)
		fail(e, "grow", MDB_MAP_FULL);
	begin_write(e, 0);
	if (e->number != number)
		status_die(FAILED, "another program wrote past the store's lock: %s",
		    gate_path(e->gate));
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
		fail(e, "read", rc);
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
		fail(e, "write", rc);
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
		fail(e, "delete", rc);
	return rc != MDB_MAP_FULL;
}

struct env_cursor *
env_cursor_new(struct env *e, unsigned table)
{
	struct env_cursor *c = mem_alloc(sizeof *c);
	int rc = mdb_cursor_open(e->txn, e->dbi[table], &c->c);

	if (rc != 0)
		fail(e, "read", rc);
	c->env = e;
	return c;
}

void
env_cursor_free(struct env_cursor *c)
{
	mdb_cursor_close(c->c);
	free(c);
}

static bool
move(struct env_cursor *c, MDB_val k, MDB_cursor_op op, struct env_item *item)
{
	MDB_val v;
	int rc;

	gate_inside = 1;
	rc = mdb_cursor_get(c->c, &k, &v, op);
	gate_inside = 0;
	if (rc == MDB_NOTFOUND)
		return false;
	if (rc != 0)
		fail(c->env, "read", rc);
	*item = (struct env_item){ .key = k.mv_data, .klen = k.mv_size, .val = v.mv_data,
	    .vlen = v.mv_size };
	return true;
}

bool
env_at(struct env_cursor *c, const void *key, size_t klen, struct env_item *item)
{
	MDB_val k = { klen, (void *)key };

	return klen <= ENV_KEY && move(c, k, klen == 0 ? MDB_FIRST : MDB_SET_RANGE, item);
}

bool
env_next(struct env_cursor *c, struct env_item *item)
{
	return move(c, (MDB_val){ 0 }, MDB_NEXT, item);
}

bool
env_prev(struct env_cursor *c, struct env_item *item)
{
	return move(c, (MDB_val){ 0 }, MDB_PREV, item);
}

bool
env_last(struct env_cursor *c, struct env_item *item)
{
	return move(c, (MDB_val){ 0 }, MDB_LAST, item);
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
		fail(e, "read", rc);
	*size = (struct env_size){ .entries = st.ms_entries, .page_size = st.ms_psize,
	    .pages = st.ms_branch_pages + st.ms_leaf_pages + st.ms_overflow_pages };
}

void
env_facts(struct env *e, struct env_facts *f)
{
	MDB_envinfo i = info(e);

	*f = (struct env_facts){ .map = i.me_mapsize, .transaction = i.me_last_txnid,
	    .readers = i.me_numreaders, .file = file_size(e) };
}

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
