/* The entries of a store's journal, one a line: entries DIR. */
#include <stdio.h>
#include <unistd.h>

#include "buf.h"
#include "status.h"
#include "store.h"

static bool
one(void *out, const char *key, size_t klen, const char *val, size_t n)
{
	(void)key, (void)klen;
	buf_put(out, val, n);
	buf_putc(out, '\n');
	return true;
}

int
main(int argc, char **argv)
{
	struct buf out = { 0 };
	struct store *s;

	if (argc != 2)
		status_die(USAGE, "usage: entries DIR");
	s = store_open(argv[1], STORE_READ, 10);
	store_begin(s, 0);
	store_walk(s, STORE_JOURNAL, "", 0, NULL, 0, one, &out);
	store_abort(s);
	store_close(s);
	buf_send(&out, STDOUT_FILENO, "standard output");
	buf_free(&out);
	return 0;
}
