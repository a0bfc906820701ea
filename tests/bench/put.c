/*
 * The limit of `credit-score apply`: the keys and values of a finished store, written again by a bare
 * LMDB loop into an environment of its own, so many events a transaction, sorted by table and key,
 * each transaction durable.
 *
 *	put STORE DIR BATCH		prints how long the writing took, in seconds
 */
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { EVENT, ANSWER, CREDIT, TABLES };
static const char *const table[] = { "event", "answer", "credit" };

struct item {
	int table;
	MDB_val key, val;
};

static void
must(int rc, const char *what)
{
	if (rc != 0) {
		fprintf(stderr, "put: %s: %s\n", what, mdb_strerror(rc));
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

static int
by_id(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	const char *p = memchr(x->key.mv_data, 0, x->key.mv_size),
	    *q = memchr(y->key.mv_data, 0, y->key.mv_size);
	size_t n = x->key.mv_size - (size_t)(p - (char *)x->key.mv_data) - 14,
	    m = y->key.mv_size - (size_t)(q - (char *)y->key.mv_data) - 14;
	int c = memcmp(p + 14, q + 14, n < m ? n : m);

	return c != 0 ? c : (n > m) - (n < m);
}

static int
by_key(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	size_t n = x->key.mv_size, m = y->key.mv_size;
	int c;

	if (x->table != y->table)
		return x->table - y->table;
	c = memcmp(x->key.mv_data, y->key.mv_data, n < m ? n : m);
	return c != 0 ? c : (n > m) - (n < m);
}

int
main(int argc, char **argv)
{
	MDB_env *from, *to;
	MDB_txn *t, *w;
	MDB_dbi in[TABLES], out[TABLES];
	MDB_cursor *c;
	MDB_val k, v;
	struct item *event = NULL, *some;
	size_t n = 0, room = 0, i, j, batch, count;
	struct timespec a, b;
	int d;

	if (argc != 4 || mkdir(argv[2], 0700) != 0)
		return 2;
	batch = strtoul(argv[3], NULL, 10);
	from = open_env(argv[1], MDB_RDONLY);
	to = open_env(argv[2], 0);
	must(mdb_txn_begin(from, NULL, MDB_RDONLY, &t), "read");
	must(mdb_txn_begin(to, NULL, 0, &w), "begin");
	for (d = 0; d < TABLES; d++) {
		must(mdb_dbi_open(t, table[d], 0, &in[d]), table[d]);
		must(mdb_dbi_open(w, table[d], MDB_CREATE, &out[d]), table[d]);
	}
	must(mdb_txn_commit(w), "commit");
	must(mdb_cursor_open(t, in[EVENT], &c), "cursor");
	while (mdb_cursor_get(c, &k, &v, MDB_NEXT) == 0) {
		if (n == room) {
			room = room > 0 ? room * 2 : 1024;
			event = realloc(event, room * sizeof *event);
			if (event == NULL)
				return 3;
		}
		event[n++] = (struct item){ EVENT, k, v };
	}
	qsort(event, n, sizeof *event, by_id);
	some = malloc((batch * 3 + 3) * sizeof *some);
	if (some == NULL)
		return 3;
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (i = 0; i < n; i += batch) {
		for (count = 0, j = i; j < n && j < i + batch; j++) {
			char *end = memchr(event[j].key.mv_data, 0, event[j].key.mv_size);
			size_t owner = (size_t)(end - (char *)event[j].key.mv_data),
			    id = event[j].key.mv_size - owner - 14;
			static char name[1 << 10];

			some[count++] = event[j];
			snprintf(name, sizeof name, "c:%.*s", (int)id, end + 14);
			some[count] = (struct item){ ANSWER, { id + 2, name }, { 0, NULL } };
			must(mdb_get(t, in[ANSWER], &some[count].key, &some[count].val), "answer");
			some[count].key.mv_data = malloc(id + 2);
			memcpy(some[count++].key.mv_data, name, id + 2);
			some[count] = (struct item){ CREDIT, { owner, event[j].key.mv_data }, { 0, NULL } };
			must(mdb_get(t, in[CREDIT], &some[count].key, &some[count].val), "credit");
			count++;
		}
		qsort(some, count, sizeof *some, by_key);
		must(mdb_txn_begin(to, NULL, 0, &w), "begin");
		for (j = 0; j < count; j++)
			if (j == 0 || by_key(&some[j - 1], &some[j]) != 0)
				must(mdb_put(w, out[some[j].table], &some[j].key, &some[j].val, 0), "put");
		must(mdb_txn_commit(w), "commit");
		for (j = 0; j < count; j++)
			if (some[j].table == ANSWER)
				free(some[j].key.mv_data);
	}
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf("%.3f\n", (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9);
	mdb_cursor_close(c);
	mdb_txn_abort(t);
	mdb_env_close(from);
	mdb_env_close(to);
	free(event);
	free(some);
	return 0;
}
