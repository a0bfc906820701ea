/*
 * The limit of `norm-audit`: a bare walk over the tables that it reads, every byte of their
 * keys and values, with nothing but LMDB.
 *
 *	walk STORE		prints entries, bytes and their sum
 */
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const table[] = { "meta", "account", "user", "subject", "exempt", "blacklist",
	"filing", "filed", "journal", "report", "listing", "event", "credit", "measure",
	"measured", "group", "member", "count", "past", "segment", "gone", "complaint",
	"document" };

static void
must(int rc, const char *what)
{
	if (rc != 0) {
		fprintf(stderr, "walk: %s: %s\n", what, mdb_strerror(rc));
		exit(3);
	}
}

/* A sum needs each byte and lets the compiler take many at once: nothing is cheaper. */
static uint64_t
sum(const MDB_val *v)
{
	const unsigned char *p = v->mv_data;
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < v->mv_size; i++)
		n += p[i];
	return n;
}

int
main(int argc, char **argv)
{
	uint64_t entries = 0, bytes = 0, all = 0;
	MDB_cursor *c;
	MDB_val k, v;
	MDB_env *e;
	MDB_txn *t;
	MDB_dbi d;
	size_t i;
	int rc;

	if (argc != 2)
		return 2;
	must(mdb_env_create(&e), "create");
	must(mdb_env_set_maxdbs(e, 64), "tables");
	must(mdb_env_open(e, argv[1], MDB_RDONLY, 0600), argv[1]);
	must(mdb_txn_begin(e, NULL, MDB_RDONLY, &t), "read");
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		rc = mdb_dbi_open(t, table[i], 0, &d);
		if (rc == MDB_NOTFOUND)
			continue;
		must(rc, table[i]);
		must(mdb_cursor_open(t, d, &c), "cursor");
		while (mdb_cursor_get(c, &k, &v, MDB_NEXT) == 0) {
			entries++;
			bytes += k.mv_size + v.mv_size;
			all += sum(&k) + sum(&v);
		}
		mdb_cursor_close(c);
	}
	mdb_txn_abort(t);
	mdb_env_close(e);
	printf("%ju entries, %ju bytes, sum %ju\n", (uintmax_t)entries, (uintmax_t)bytes,
	    (uintmax_t)all);
	return 0;
}
