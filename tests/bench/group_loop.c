/*
 * The limit of `group-cap apply`: a bare LMDB loop that does the gets, puts, deletions and
 * walks which bench-trace noted, with keys and values of the same sizes, in as many
 * transactions, each durable, in an environment that begins with the same keys.  There are no
 * tags, no JSON and no decisions.
 *
 *	group_loop STORE TRACE DIR [sorted]	STORE: as it was before; prints seconds
 *
 * sorted: puts and deletions wait for the end of their transaction and are made by table and
 * key, each key once; else all is done as it comes.
 */
#include <fcntl.h>
#include <lmdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#include "store.h"

enum { TAG = 8, VALUE = 1 << 16, HEAD = 8 };

struct write {
	unsigned table;
	bool del;
	uint32_t klen, vlen;
	size_t serial;
	const char *key;
};

static MDB_dbi dbi[STORE_TABLES];
static char value[VALUE];

static void
must(int rc, const char *what)
{
	if (rc != 0 && rc != MDB_NOTFOUND) {
		fprintf(stderr, "group_loop: %s: %s\n", what, mdb_strerror(rc));
		exit(3);
	}
}

static MDB_env *
open_env(const char *dir, unsigned flags)
{
	MDB_env *e;

	must(mdb_env_create(&e), "create");
	must(mdb_env_set_maxdbs(e, 64), "tables");
	must(mdb_env_set_mapsize(e, (size_t)16 << 30), "map");
	must(mdb_env_open(e, dir, flags, 0600), dir);
	return e;
}

/* All tables of the store, without the tags. */
static void
copy(MDB_env *from, MDB_env *to)
{
	MDB_txn *r, *w;
	MDB_dbi in;
	MDB_cursor *c;
	MDB_val k, v;
	unsigned t;

	must(mdb_txn_begin(from, NULL, MDB_RDONLY, &r), "read");
	for (t = 0; t < STORE_TABLES; t++) {
		must(mdb_txn_begin(to, NULL, 0, &w), "begin");
		must(mdb_dbi_open(w, store_table_name(t), MDB_CREATE, &dbi[t]), "table");
		if (mdb_dbi_open(r, store_table_name(t), 0, &in) == 0) {
			must(mdb_cursor_open(r, in, &c), "cursor");
			while (mdb_cursor_get(c, &k, &v, MDB_NEXT) == 0) {
				v.mv_size -= v.mv_size >= TAG ? TAG : 0;
				must(mdb_put(w, dbi[t], &k, &v, MDB_APPEND), "copy");
			}
			mdb_cursor_close(c);
		}
		must(mdb_txn_commit(w), "commit");
	}
	mdb_txn_abort(r);
}

static int
by_key(const void *a, const void *b)
{
	const struct write *x = a, *y = b;
	int c;

	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	c = memcmp(x->key, y->key, x->klen < y->klen ? x->klen : y->klen);
	return c != 0 ? c : (x->klen > y->klen) - (x->klen < y->klen);
}

static int
by_serial(const void *a, const void *b)
{
	const struct write *x = a, *y = b;
	int c = by_key(a, b);

	return c != 0 ? c : (x->serial > y->serial) - (x->serial < y->serial);
}

static void
do_write(MDB_txn *t, const struct write *w)
{
	MDB_val k = { w->klen, (void *)(uintptr_t)w->key }, v = { w->vlen, value };

	if (w->del)
		must(mdb_del(t, dbi[w->table], &k, NULL), "delete");
	else
		must(mdb_put(t, dbi[w->table], &k, &v, 0), "put");
}

static void
walk(MDB_txn *t, const struct write *w)
{
	MDB_val k = { w->klen, (void *)(uintptr_t)w->key }, v;
	MDB_cursor *c;
	uint32_t i;

	must(mdb_cursor_open(t, dbi[w->table], &c), "cursor");
	must(mdb_cursor_get(c, &k, &v, MDB_SET_RANGE), "walk");
	for (i = 0; i < w->vlen; i++)
		must(mdb_cursor_get(c, &k, &v, MDB_NEXT), "walk");
	mdb_cursor_close(c);
}

/* Reads a value as a program would that looks at it. */
static void
get(MDB_txn *t, const struct write *w)
{
	static volatile char seen;
	MDB_val k = { w->klen, (void *)(uintptr_t)w->key }, v;

	if (mdb_get(t, dbi[w->table], &k, &v) == 0 && v.mv_size > 0)
		seen = *(char *)v.mv_data;
	(void)seen;
}

static void
put_sorted(MDB_txn *t, struct write *late, size_t n)
{
	size_t i;

	qsort(late, n, sizeof *late, by_serial);
	for (i = 0; i < n; i++)
		if (i + 1 == n || by_key(&late[i], &late[i + 1]) != 0)
			do_write(t, &late[i]);
}

static void
replay(MDB_env *to, const char *p, const char *end, bool sorted)
{
	struct write *late = NULL, w;
	size_t n = 0, room = 0;
	MDB_txn *t = NULL;
	uint16_t klen;
	bool changes;

	for (; p + HEAD <= end; p += HEAD + w.klen) {
		memcpy(&klen, p + 2, sizeof klen);
		memcpy(&w.vlen, p + 4, sizeof w.vlen);
		w = (struct write){ (unsigned char)p[1], *p == 'd', klen, w.vlen, n, p + HEAD
		    };
		changes = *p == 'p' || *p == 'd';
		if (*p == 'b')
			must(mdb_txn_begin(to, NULL, 0, &t), "begin");
		else if (t == NULL)
			continue;
		else if (*p == 'g')
			get(t, &w);
		else if (*p == 'w')
			walk(t, &w);
		else if (changes && !sorted)
			do_write(t, &w);
		else if (changes) {
			if (n == room) {
				room = room > 0 ? room * 2 : 1 << 16;
				late = realloc(late, room * sizeof *late);
				if (late == NULL)
					exit(3);
			}
			late[n++] = w;
		} else {
			put_sorted(t, late, n);
			n = 0;
			must(mdb_txn_commit(t), "commit");
			t = NULL;
		}
	}
	if (t != NULL)
		mdb_txn_abort(t);
	free(late);
}

int
main(int argc, char **argv)
{
	MDB_env *from, *to;
	struct timespec a, b;
	struct stat st;
	const char *trace;
	int fd;

	if (argc < 4 || mkdir(argv[3], 0700) != 0)
		return 2;
	fd = open(argv[2], O_RDONLY);
	if (fd == -1 || fstat(fd, &st) == -1)
		return 2;
	trace = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (trace == MAP_FAILED)
		return 3;
	from = open_env(argv[1], MDB_RDONLY);
	to = open_env(argv[3], 0);
	copy(from, to);
	mdb_env_close(from);
	clock_gettime(CLOCK_MONOTONIC, &a);
	replay(to, trace, trace + st.st_size, argc > 4);
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf("%.3f\n", (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) /
	    1e9);
	mdb_env_close(to);
	return 0;
}
