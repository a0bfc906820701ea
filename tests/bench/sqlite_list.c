/*
 * The same screening with SQLite, for a comparison: the list as a table without rowid whose key is
 * the account, in order; records read by the same scanner; every record written, with its answer.
 *
 *	sqlite_list build DB KEYS		the table, from sorted keys
 *	sqlite_list lookup DB RECORDS		one prepared SELECT a record, one transaction
 *	sqlite_list join DB RECORDS		accounts into a temporary table, one join
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "scan.h"

static sqlite3 *db;

static void
check(int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)
		return;
	fprintf(stderr, "sqlite_list: %s\n", sqlite3_errmsg(db));
	exit(3);
}

static void
run(const char *sql)
{
	check(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *
ready(const char *sql)
{
	sqlite3_stmt *s;

	check(sqlite3_prepare_v2(db, sql, -1, &s, NULL));
	return s;
}

static void
build(FILE *in)
{
	sqlite3_stmt *put;
	char line[1024];

	run("create table list(key text primary key) without rowid; begin");
	put = ready("insert into list values(?)");
	while (fgets(line, sizeof line, in) != NULL) {
		check(sqlite3_bind_text(put, 1, line, (int)strcspn(line, "\n"), SQLITE_STATIC));
		check(sqlite3_step(put));
		check(sqlite3_reset(put));
	}
	check(sqlite3_finalize(put));
	run("commit");
}

/* Walks the records: the account of each (raw, without its quotes) and the line. */
struct records {
	FILE *f;
	char *line;
	size_t size;
	struct scan_names *names;
	struct scan_room *room;
};

static bool
next(struct records *r, const char **key, size_t *n, size_t *line)
{
	struct scan_error error;
	uint32_t at, size, shut;
	ssize_t got = getline(&r->line, &r->size, r->f);

	if (got <= 0)
		return false;
	*line = (size_t)got;
	if (r->size - *line < SCAN_PAD)
		r->line = mem_grow(r->line, r->size += SCAN_PAD, 1);
	if (!scan_line(r->line, *line - 1, r->names, &at, &size, &shut, r->room, &error) ||
	    size < 2)
		exit(2);
	*key = r->line + at + 1;
	*n = size - 2;
	return true;
}

static void
answer(const char *line, size_t n, bool listed)
{
	fwrite(line, 1, n - 2, stdout);
	fputs(listed ? ",\"verdict\":\"reject\"}\n" : ",\"verdict\":\"pass\"}\n", stdout);
}

static void
lookup(struct records *r)
{
	sqlite3_stmt *get = ready("select 1 from list where key = ?");
	const char *key;
	size_t n, line;

	run("begin");
	while (next(r, &key, &n, &line)) {
		check(sqlite3_bind_text(get, 1, key, (int)n, SQLITE_STATIC));
		answer(r->line, line, sqlite3_step(get) == SQLITE_ROW);
		sqlite3_reset(get);
	}
	check(sqlite3_finalize(get));
	run("commit");
}

static void
join(struct records *r)
{
	sqlite3_stmt *put, *get;
	const char *key;
	size_t n, line;
	sqlite3_int64 at = 0, hit;
	bool more;

	run("pragma temp_store = memory; create temp table r(n integer primary key, key text); "
	    "begin");
	put = ready("insert into r(key) values(?)");
	while (next(r, &key, &n, &line)) {
		check(sqlite3_bind_text(put, 1, key, (int)n, SQLITE_STATIC));
		check(sqlite3_step(put));
		check(sqlite3_reset(put));
	}
	check(sqlite3_finalize(put));
	/* In the order of keys each page of the list is met once. */
	get = ready("select n from (select n, key from r order by key) r "
	    "cross join list on list.key = r.key order by n");
	more = sqlite3_step(get) == SQLITE_ROW;
	rewind(r->f);
	while ((line = (size_t)getline(&r->line, &r->size, r->f)) != (size_t)-1) {
		hit = more ? sqlite3_column_int64(get, 0) : -1;
		answer(r->line, line, ++at == hit);
		if (at == hit)
			more = sqlite3_step(get) == SQLITE_ROW;
	}
	check(sqlite3_finalize(get));
	run("commit");
}

int
main(int argc, char **argv)
{
	static const char *const name[] = { "account" };
	static char room[1 << 20];
	struct records r = { NULL, NULL, 0, NULL, NULL };

	if (argc != 4 || (r.f = fopen(argv[3], "r")) == NULL) {
		fputs("usage: sqlite_list build|lookup|join DB FILE\n", stderr);
		return 2;
	}
	setvbuf(stdout, room, _IOFBF, sizeof room);
	check(sqlite3_open(argv[2], &db));
	run("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536; "
	    "pragma mmap_size = 8589934592");
	r.names = scan_names_new(name, 1);
	r.room = scan_room_new();
	if (strcmp(argv[1], "build") == 0)
		build(r.f);
	else if (strcmp(argv[1], "lookup") == 0)
		lookup(&r);
	else
		join(&r);
	fclose(r.f);
	free(r.line);
	scan_names_free(r.names);
	scan_room_free(r.room);
	return sqlite3_close(db) == SQLITE_OK && fflush(stdout) == 0 ? 0 : 3;
}
