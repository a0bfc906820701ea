/* Options as a table: one typed place each, -h printed from the same table. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exactly one of flag, num, str, list, when is set. */
struct opt {
	char letter;			/* 0: long name only */
	const char *name;
	const char *arg;		/* name of the argument for -h; NULL: none (a flag) */
	const char *help;
	bool *flag;
	long *num;			/* whole number, 0 or more */
	const char **str;
	struct opt_list *list;		/* may be given many times */
	int64_t *when;			/* instant or date (when.h) */
};

struct opt_list {
	const char **item;
	size_t count;
};

/* What every program takes. */
struct opt_common {
	const char *store, *policy, *summary, *where, *rejects;
	const char *by, *reason, *basis, *source, *pos, *encoding, *map;
	bool dry, quiet, verbose, progress, exit_zero, reveal, no_store;
	long jobs, wait;
	int64_t now, as_of;	/* now: the clock unless --now; as_of: now unless --as-of */
};
extern struct opt_common opt_common;

/* Which of the common ones a program (or verb) takes, beside -h -V -q -v. */
enum opt_group {
	OPT_STORE = 1,		/* -s --wait */
	OPT_POLICY = 2,		/* -p --now --as-of */
	OPT_FILTER = 4,		/* -j --where --rejects --summary --progress --source --pos
				 * --encoding --map --no-store --reveal --exit-zero */
	OPT_DRY = 8,		/* -n */
	OPT_HAND = 16		/* --by --reason --basis */
};

/*
 * A program's verbs; the first, with name NULL, is what it does without a verb.  opt_start
 * reads the verb, then the options (program's own table ends with a zero entry), prints -h and
 * -V itself, ends with USAGE on anything wrong, and returns the verb's index.  argv is left at
 * the operands.
 */
struct opt_verb {
	const char *name;
	const char *operands;		/* for -h, e.g. "[FILE ...]" */
	const char *help;
	unsigned groups;		/* enum opt_group */
	const struct opt *opts;		/* this verb's own; NULL: none */
};
int opt_start(int *argc, char ***argv, const char *what, const struct opt_verb *verbs);

/* The instant it is: of --now, else of the clock, which goes on in a long run. */
int64_t opt_now(void);

/* For a verb that changes a rare kind by hand: USAGE unless --by, --reason and --basis were
 * given, and not empty. */
void opt_need_hand(void);
