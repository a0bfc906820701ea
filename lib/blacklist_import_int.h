/* What the files of blacklist_import share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct blacklist_import;
struct blacklist_rules;
struct fold;
struct import_text;
struct sieve;
struct spill;
struct spill_sort;
struct store;
struct term_table;

/* A row: an item whose key is that of STORE_BLACKLIST and whose value is this and then the
 * members that the listing keeps, as JSON without braces. */
struct import_row {
	int64_t from, until;		/* from INT64_MIN: not said */
	uint64_t number;		/* of its line */
	uint64_t file;			/* index of the file's name */
};

struct import_rows {
	const struct blacklist_import *how;
	const struct term_table *terms;
	struct spill *rows;		/* sorted, each key once */
	uint64_t count, bad;
	uint64_t forms;			/* more than the near forms of its names */
	bool persons, others;		/* of which kinds there are: c m e g, or a s n */
	char digest[129];		/* SM3 of the sorted rows */
	char **name;			/* of files */
	size_t names;
	int rejects;			/* -1: none */
};

/* Read and sort the files: no transaction is open.  Ends with USAGE when a row is bad and none
 * may be. */
void blacklist_import_read(struct import_rows *, const char *dir);
void blacklist_import_rows_free(struct import_rows *);

/* What is different. */
struct import_diff {
	const struct blacklist_import *how;
	const struct blacklist_rules *rules;
	struct store *store;
	struct fold *fold;		/* NULL: names are not folded */
	int64_t serial, next;		/* of the import; of the history's next entry */
	uint64_t before;		/* entries of the list that were in force or to come */
	uint64_t added, removed, changed, kept, ended;
	/* For the tables blacklist, listing ("!" and serials), near; lines for -v. */
	struct spill *changes, *past, *history, *nears, *said;
	struct spill_sort *near;	/* key of near: name; tag 1: noted, 0: forgotten */
	struct sieve *sieve;		/* made anew */
	int64_t pieces, epoch;		/* of the one there was */
	struct import_text *text;	/* blacklist_import_compare's own */
};

/* Compare the rows with the store, inside a transaction. */
void blacklist_import_compare(struct import_diff *, struct import_rows *);
void blacklist_import_diff_free(struct import_diff *);
