/*
 * What a store holds, looked at and altered as no program would:
 *
 *   alter DIR list TABLE            key and value of each, one a line
 *   alter DIR drop TABLE KEY        the entry is gone
 *   alter DIR put TABLE KEY VALUE   its value is another
 *   alter DIR empty TABLE [PREFIX]  every entry is gone, or those whose keys begin so
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "status.h"
#include "store.h"

static bool
one(void *out, const char *key, size_t klen, const char *val, size_t n)
{
	buf_put(out, key, klen);
	buf_putc(out, ' ');
	buf_put(out, val, n);
	buf_putc(out, '\n');
	return true;
}

static bool
first(void *out, const char *key, size_t klen, const char *val, size_t n)
{
	(void)val, (void)n;
	buf_put(out, key, klen);
	return false;
}

static void
empty(struct store *s, enum store_table t, const char *prefix)
{
	struct buf key = { 0 };

	for (;;) {
		key.len = 0;
		store_walk(s, t, prefix, strlen(prefix), NULL, 0, first, &key);
		if (key.len == 0)
			break;
		store_del(s, t, key.s, key.len);
	}
	buf_free(&key);
}

static enum store_table
table(const char *name)
{
	int t;

	for (t = 0; t < STORE_TABLES; t++)
		if (strcmp(store_table_name((enum store_table)t), name) == 0)
			return (enum store_table)t;
	status_die(USAGE, "alter: no such table: %s", name);
}

int
main(int argc, char **argv)
{
	struct buf out = { 0 };
	enum store_table t;
	struct store *s;
	bool list = argc == 4 && strcmp(argv[2], "list") == 0,
	    drop = argc == 5 && strcmp(argv[2], "drop") == 0,
	    put = argc == 6 && strcmp(argv[2], "put") == 0,
	    all = (argc == 4 || argc == 5) && strcmp(argv[2], "empty") == 0;

	if (!list && !drop && !put && !all)
		status_die(USAGE, "usage: alter DIR list|drop|put|empty TABLE [KEY [VALUE]]");
	t = table(argv[3]);
	s = store_open(argv[1], list ? STORE_READ : STORE_WRITE, 10);
	store_begin(s, list ? 0 : 1);
	if (list) {
		store_walk(s, t, "", 0, NULL, 0, one, &out);
		store_abort(s);
	} else {
		if (all)
			empty(s, t, argc == 5 ? argv[4] : "");
		else if (drop)
			store_del(s, t, argv[4], strlen(argv[4]));
		else
			store_put(s, t, argv[4], strlen(argv[4]), argv[5], strlen(argv[5]));
		store_commit(s);
	}
	store_close(s);
	buf_send(&out, STDOUT_FILENO, "standard output");
	buf_free(&out);
	return 0;
}
