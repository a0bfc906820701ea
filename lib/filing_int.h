/* What filing.c, filing_sort.c and filing_make.c share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILING_BATCH 20000	/* rows in a transaction */
#define FILING_PROVINCES 100
#define FILING_CELLS 132	/* texts of a spooled row: PACK_LEAD and 128 columns */

struct buf;
struct cover_run;
struct pack;
struct pack_file;
struct store;

/* A document that a row tells of. */
struct filing_file {
	char *name, *digest;		/* below the folder of documents; SM3 */
	uint64_t row;			/* from 1, in the order of the rows */
};

/* One archive to be. */
struct filing_job {
	struct pack *pack;
	int kind, office;
	struct filing_file *file;	/* wanted */
	size_t files;
	struct pack_file *enclosed;	/* as many; NULL: none */
	uint64_t rows;			/* that are not gone, so far */
	bool skip;
};

/* All rows that are wanted, counted and, for make, sorted into jobs. */
struct filing_sorting {
	struct filing *f;
	int kind;			/* the one being read */
	struct template *template[FILING_KINDS];
	struct filing_state state[FILING_KINDS][FILING_PROVINCES];
	int oldest[FILING_KINDS][FILING_PROVINCES];	/* registered, of rows never filed */
	struct filing_job *job[FILING_KINDS][FILING_PROVINCES];
	uint64_t unknown[FILING_KINDS];
	bool spool;
	char head[65];			/* of the journal */
	uint64_t entries;
};

/* Read everything in one transaction of a store that is opened to read; spool: for make. */
struct filing_sorting *filing_sort(struct filing *, bool spool);
void filing_sort_free(struct filing_sorting *);

/* A filing's record, or what the journal keeps of it. */
void filing_describe(struct buf *, const struct filing_sorting *, const struct cover_run *,
    const struct filing_job *, bool journalled);

/* One `make` at a time on a store; close the descriptor to unlock. */
int filing_lock(struct filing *);
/* Finish what killed runs began. */
void filing_settle(struct filing *);
void filing_journal(struct store *, struct filing *, const char *verb, struct buf *what);
/* A filing that did not come to stand: journalled, its rows taken back. */
void filing_lose(struct store *, struct filing *, const char *id, const char *why);
