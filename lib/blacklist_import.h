/*
 * A named list as a whole: `blacklist import`.  What the files say becomes the list's whole new
 * content in one transaction, or nothing changes (PA-13-2, GR-11-3).
 */
#include <stdbool.h>
#include <stdint.h>

struct blacklist_rules;
struct store;
struct term_table;

struct blacklist_import {
	char *const *paths;
	const char *list;
	/* for rows that say nothing; NULL: each row must. ground: as in terms.csv */
	const char *ground, *basis, *reason, *by;
	const char *encoding, *map, *rejects;	/* NULL: none */
	long max_shrink;		/* per cent of the present entries that may go; 100: all */
	bool skip_bad, verbose;
	int64_t now;
};

/*
 * Import, outside a transaction, and print the difference as one JSON line (verbose: each change
 * before it).  Refused (a bad row without skip_bad, empty, shrunk): ends with USAGE, nothing
 * changed.
 */
void blacklist_import(struct store *, const struct blacklist_rules *, const struct term_table *,
    const struct blacklist_import *);
