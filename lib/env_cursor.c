#include "env.h"

#include <lmdb.h>
#include <stdlib.h>
#include <string.h>

#include "env_int.h"
#include "gate.h"
#include "mem.h"

struct env_cursor {
	struct env *env;
	MDB_cursor *c;
};

struct env_cursor *
env_cursor_new(struct env *e, unsigned table)
{
	struct env_cursor *c = mem_alloc(sizeof *c);
	int rc = mdb_cursor_open(e->txn, e->dbi[table], &c->c);

	if (rc != 0)
		env_fail(e, "read", rc);
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
		env_fail(c->env, "read", rc);
	*item = (struct env_item){ .key = k.mv_data, .klen = k.mv_size, .val = v.mv_data,
	    .vlen = v.mv_size };
	return true;
}

bool
env_cursor_at(struct env_cursor *c, const void *key, size_t klen, struct env_item *item)
{
	MDB_val k = { klen, (void *)key };

	return klen <= ENV_KEY && move(c, k, klen == 0 ? MDB_FIRST : MDB_SET_RANGE, item);
}

bool
env_cursor_next(struct env_cursor *c, struct env_item *item)
{
	return move(c, (MDB_val){ 0 }, MDB_NEXT, item);
}

bool
env_cursor_prev(struct env_cursor *c, struct env_item *item)
{
	return move(c, (MDB_val){ 0 }, MDB_PREV, item);
}

bool
env_cursor_last(struct env_cursor *c, struct env_item *item)
{
	return move(c, (MDB_val){ 0 }, MDB_LAST, item);
}

int
env_seek(struct env *e, unsigned table, const void *key, size_t klen, struct env_item *item,
    bool *next, struct env_item *before, bool *prev)
{
	struct env_cursor c = { e, e->kept[table] };
	int rc;

	if (c.c == NULL) {
		rc = mdb_cursor_open(e->txn, e->dbi[table], &c.c);
		if (rc != 0)
			env_fail(e, "read", rc);
		e->kept[table] = c.c;
	}
	*next = env_cursor_at(&c, key, klen, item);
	if (*next && item->klen == klen && memcmp(item->key, key, klen) == 0)
		return 1;
	*prev = *next ? env_cursor_prev(&c, before) : env_cursor_last(&c, before);
	return 0;
}

void
env_rest(struct env *e)
{
	unsigned i;

	for (i = 0; i < e->count; i++)
		if (e->kept[i] != NULL) {
			mdb_cursor_close(e->kept[i]);
			e->kept[i] = NULL;
		}
}
