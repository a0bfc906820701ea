/*
 * LMDB's room: an environment in a directory behind its gate, tables by number, transactions.
 *
 * LMDB 0.9.24 is used so that none of its traps is met: one env_open at a time over all
 * processes (gate), every transaction's number is checked against the newest meta page, no
 * DUPSORT, only this room names data.mdb and lock.mdb and it never opens them itself, the map
 * grows outside transactions.  Whatever LMDB answers that a caller cannot act on ends the
 * program.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct env;

#define ENV_KEY 511		/* longest key, and none is empty */
#define ENV_TABLES 40		/* most tables */

struct env_item {
	const void *key, *val;	/* in the map: until the transaction ends */
	size_t klen, vlen;
};

/* Look whether dir holds an environment: USAGE when not. Nothing is opened or changed yet. */
struct env *env_find(const char *dir, const char *const *tables, unsigned count);
/* Open it. writes: false opens it read-only. wait: gate_join. FAILED when damaged. */
void env_open(struct env *, bool writes, unsigned wait);
/* Make a new one with its tables in a directory that is there, and open it for writing. */
struct env *env_create(const char *dir, const char *const *tables, unsigned count);
void env_close(struct env *);
const char *env_path(const struct env *);
bool env_writes(const struct env *);		/* the transaction at hand does */

/*
 * One transaction at a time (asserted). A writing one waits for other writers; the map first
 * grows until `room` more bytes surely fit.
 */
void env_begin(struct env *, bool writes, uint64_t room);
void env_abort(struct env *);		/* also the end of one that reads */
/* Durable when true. False: the map was full and nothing was written; env_begin_again. */
bool env_commit(struct env *);
/* After a full map: the writing transaction begins anew, nobody having written meanwhile, with
 * a map twice as large. */
void env_begin_again(struct env *);

bool env_get(struct env *, unsigned table, const void *key, size_t klen, struct env_item *);
/* Where n bytes of value for key are to be written at once; NULL: the map is full. */
void *env_put(struct env *, unsigned table, const void *key, size_t klen, size_t n);
bool env_del(struct env *, unsigned table, const void *key, size_t klen);	/* likewise */

/*
 * Where a key is or would be: 1 found (*item); 0 not, and *item is the next key, *before the one
 * before it; *next, *prev: whether there are such.  Quick for keys near the last one.
 */
int env_seek(struct env *, unsigned table, const void *key, size_t klen, struct env_item *item,
    bool *next, struct env_item *before, bool *prev);
/* Before the transaction's own writes, and its end. */
void env_rest(struct env *);

/* Move through a table. At: the first key not before `key` (klen 0: the first of all). */
struct env_cursor;
struct env_cursor *env_cursor_new(struct env *, unsigned table);
void env_cursor_free(struct env_cursor *);	/* before the transaction ends */
bool env_cursor_at(struct env_cursor *, const void *key, size_t klen, struct env_item *);
bool env_cursor_next(struct env_cursor *, struct env_item *);
bool env_cursor_prev(struct env_cursor *, struct env_item *);
bool env_cursor_last(struct env_cursor *, struct env_item *);

struct env_size { uint64_t entries, pages, page_size; };
struct env_facts { uint64_t map, file, transaction; unsigned readers; };
void env_size(struct env *, unsigned table, struct env_size *);	/* inside a transaction */
void env_facts(struct env *, struct env_facts *);
/* A compacted copy of this moment into directory dir, synced; outside a transaction.  0, or
 * the errno. */
int env_copy(struct env *, const char *dir);
/*
 * Write the environment at dir anew without its old pages, in which what was deleted stands
 * yet: copied, synced, compared, renamed.  Nobody may have it open, this process neither;
 * wait: gate_join_alone.  A kill leaves the old one or the new one.
 */
void env_compact(const char *dir, const char *const *tables, unsigned count, unsigned wait);
_Noreturn void env_damaged(struct env *, const char *how);
