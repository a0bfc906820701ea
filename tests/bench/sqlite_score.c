/*
 * The same events and scores kept with SQLite, for a comparison: accounts with their subjects, events
 * by id with an index on the subject, scores by subject; one transaction a batch, durable (WAL,
 * synchronous=FULL).  The rule is the simplest that gives the same scores here: points by kind, seven
 * clean days, then a point a day.  Records are read by the same scanner, and every one is written with
 * its score.
 *
 *	sqlite_score build DB ACCOUNTS		lines "ACCOUNT SUBJECT"
 *	sqlite_score apply DB EVENTS BATCH
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "scan.h"
#include "when.h"

static sqlite3 *db;

static void
check(int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)
		return;
	fprintf(stderr, "sqlite_score: %s\n", sqlite3_errmsg(db));
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

static int
build(FILE *in)
{
	sqlite3_stmt *put;
	char name[256], subject[256];

	run("create table account(name text primary key, subject text) without rowid;"
	    "create table event(id text primary key, subject text, time integer, text text);"
	    "create index event_subject on event(subject, time);"
	    "create table score(subject text primary key, score integer, next integer) without rowid;"
	    "begin");
	put = ready("insert into account values(?, ?)");
	while (fscanf(in, "%255s %255s", name, subject) == 2) {
		check(sqlite3_bind_text(put, 1, name, -1, SQLITE_STATIC));
		check(sqlite3_bind_text(put, 2, subject, -1, SQLITE_STATIC));
		check(sqlite3_step(put));
		check(sqlite3_reset(put));
	}
	check(sqlite3_finalize(put));
	run("commit");
	return 0;
}

enum { ID, KIND, ACCOUNT, TIME, NAMES };

static int64_t
points(const char *kind, size_t n)
{
	static const struct { const char *kind; int64_t points; } of[] = {
		{ "rumour", 20 }, { "copyright", 20 }, { "vulgar", 10 }, { "clickbait", 5 },
		{ "other-breach", 5 }
	};
	size_t i;

	for (i = 0; i < 5; i++)
		if (strlen(of[i].kind) == n && memcmp(of[i].kind, kind, n) == 0)
			return of[i].points;
	return 0;
}

static int
apply(FILE *in, long batch)
{
	static const char *const name[] = { "id", "kind", "account", "time" };
	struct scan_names *names = scan_names_new(name, NAMES);
	struct scan_room *room = scan_room_new();
	sqlite3_stmt *whose, *event, *get, *put;
	static char line[1 << 16];
	uint32_t at[NAMES], size[NAMES], close;
	struct scan_error e;
	long done = 0;

	run("pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-64000; begin");
	whose = ready("select subject from account where name = ?");
	event = ready("insert or ignore into event values(?, ?, ?, ?)");
	get = ready("select score, next from score where subject = ?");
	put = ready("insert into score values(?1, ?2, ?3) on conflict(subject) do update set "
	    "score = ?2, next = ?3");
	while (fgets(line, sizeof line - SCAN_PAD, in) != NULL) {
		size_t n = strcspn(line, "\n");
		int64_t time = 0, score = 100, next = 0, p;
		char subject[64];
		int day;

		if (!scan_line(line, n, names, at, size, &close, room, &e))
			continue;
		when_read(line + at[TIME] + 1, size[TIME] - 2, &time);
		check(sqlite3_bind_text(whose, 1, line + at[ACCOUNT] + 1, (int)size[ACCOUNT] - 2,
		    SQLITE_STATIC));
		if (sqlite3_step(whose) != SQLITE_ROW) {
			check(sqlite3_reset(whose));
			continue;
		}
		snprintf(subject, sizeof subject, "%s", (const char *)sqlite3_column_text(whose, 0));
		check(sqlite3_reset(whose));
		check(sqlite3_bind_text(event, 1, line + at[ID] + 1, (int)size[ID] - 2,
		    SQLITE_STATIC));
		check(sqlite3_bind_text(event, 2, subject, -1, SQLITE_STATIC));
		check(sqlite3_bind_int64(event, 3, time));
		check(sqlite3_bind_text(event, 4, line, (int)n, SQLITE_STATIC));
		check(sqlite3_step(event));
		check(sqlite3_reset(event));
		check(sqlite3_bind_text(get, 1, subject, -1, SQLITE_STATIC));
		if (sqlite3_step(get) == SQLITE_ROW) {
			score = sqlite3_column_int64(get, 0);
			next = sqlite3_column_int64(get, 1);
		}
		check(sqlite3_reset(get));
		day = when_day_of(time);
		if (next > 0 && next <= day && score < 100 && score > 0) {
			score += day - next + 1;
			if (score >= 100)
				score = 100;
		}
		p = points(line + at[KIND] + 1, size[KIND] - 2);
		score = score > p ? score - p : 0;
		next = score > 0 ? day + 8 : 0;
		check(sqlite3_bind_text(put, 1, subject, -1, SQLITE_STATIC));
		check(sqlite3_bind_int64(put, 2, score));
		check(sqlite3_bind_int64(put, 3, next));
		check(sqlite3_step(put));
		check(sqlite3_reset(put));
		if (++done % batch == 0)
			run("commit; begin");
		printf("%.*s,\"credit\":%lld}\n", (int)close, line, (long long)score);
	}
	run("commit");
	scan_room_free(room);
	scan_names_free(names);
	sqlite3_finalize(whose);
	sqlite3_finalize(event);
	sqlite3_finalize(get);
	sqlite3_finalize(put);
	return fflush(stdout) != 0;
}

int
main(int argc, char **argv)
{
	FILE *in = argc > 3 ? fopen(argv[3], "r") : NULL;
	int status = 2;

	if (in == NULL || sqlite3_open(argv[2], &db) != SQLITE_OK)
		return 2;
	if (strcmp(argv[1], "build") == 0)
		status = build(in);
	else if (strcmp(argv[1], "apply") == 0 && argc == 5)
		status = apply(in, atol(argv[4]));
	fclose(in);
	sqlite3_close(db);
	return status;
}
