/*
 * The report of norm-audit as a page: one file that needs nothing else, no script and no
 * network; light and dark, on paper and on a telephone.
 */
#include <stddef.h>

struct audit_row;
struct buf;
struct census;

struct dossier {
	const struct census *census;
	const struct audit_row *row;	/* of all clauses, in the order of the table */
	size_t rows;
	const char *platform;		/* name, as the policy has it; "": none */
	const char *policy_digest;
};

/* Appends the page: the same bytes for the same census and rows. */
void dossier_write(struct buf *, const struct dossier *);
/*
 * Puts a page under its name whole or not at all, 0600.  A file that stands there is replaced;
 * what is none (a symbolic link, a device, a directory) is not: USAGE.  Outside a transaction;
 * dossier_place says it before the work begins.
 */
void dossier_place(const char *path);
void dossier_save(const char *path, const struct buf *);
