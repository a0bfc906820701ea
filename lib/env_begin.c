#include "env.h"

#include <assert.h>
#include <lmdb.h>
#include <sched.h>

#include "env_int.h"
#include "gate.h"
#include "status.h"

#define TRIES 8

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
		env_fail(e, "map store", rc);
}

static void
grow(struct env *e, uint64_t room)
{
	MDB_envinfo i = env_info(e);
	uint64_t used = (i.me_last_pgno + 1) * (uint64_t)env_page_size(e), size = i.me_mapsize;

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
		newest = env_info(e).me_last_txnid;
		gate_inside = 1;
		rc = mdb_txn_begin(e->mdb, NULL, MDB_RDONLY, &e->txn);
		gate_inside = 0;
		if (rc == MDB_MAP_RESIZED) {
			map_to(e, 0, 0);
		} else if (rc == MDB_READERS_FULL && tries == 0) {
			mdb_reader_check(e->mdb, &dead);
		} else if (rc != 0) {
			env_fail(e, "begin to read", rc);
		} else if (mdb_txn_id(e->txn) >= newest) {
			return;
		} else {
			/* For a moment that is normal: the meta page is written first. */
			mdb_txn_abort(e->txn);
			e->txn = NULL;
			if (++stale % 3 == 0)
				env_reopen(e);
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
			env_fail(e, "begin to write", rc);
		e->number = mdb_txn_id(e->txn);
		if (e->number == env_info(e).me_last_txnid + 1)
			return;
		mdb_txn_abort(e->txn);
		e->txn = NULL;
		env_reopen(e);
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
env_begin_again(struct env *e)
{
	size_t number = e->number, size;

	if (e->txn != NULL)
		mdb_txn_abort(e->txn);
	e->txn = NULL;
	size = env_info(e).me_mapsize;
	map_to(e, size * 2, size);
	if (env_info(e).me_mapsize <= size)
		env_fail(e, "grow", MDB_MAP_FULL);
	begin_write(e, 0);
	if (e->number != number)
		status_die(FAILED, "another program wrote past the store's lock: %s",
		    gate_path(e->gate));
}
