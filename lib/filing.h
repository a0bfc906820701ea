/*
 * Filings to the provincial offices: what is due, archives made, the offices' answers.
 *
 * A filing is made in this order: archives written to unnamed files and synced; one
 * transaction with a journal entry (what, to whom, on what ground, how many rows, which
 * digest) and a record in state made for each; its rows in further transactions; the names;
 * one transaction: state published. A kill at any point leaves a record in state made, and
 * the next run settles it: published when the file with that digest stands there, else lost
 * and its rows taken back.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct policy;
struct buf;

/* FILING_AUTO: full where nothing was filed yet. */
enum filing_scope { FILING_AUTO, FILING_CHANGE, FILING_FULL };

#define FILING_KINDS 10		/* GATHER_KINDS */

struct filing {
	const char *store;	/* its directory */
	unsigned wait;
	bool dry;
	struct policy *policy;
	int64_t now;
	bool kind[FILING_KINDS];	/* by enum gather_kind: wanted */
	bool office[100];	/* by province: wanted */
	enum filing_scope scope;
	int format, level;	/* enum bag_format */
	bool gb18030;
	const char *dir;
	long jobs;
	const char *by, *reason, *basis;
	/* of an extract: its period (from <= t, t < until), the case, and to whom it goes when
	 * that is not the office */
	int64_t from, until, as_of;
	const char *number, *to;
	const char *documents;	/* folder of the documents that are enclosed; NULL: none */
};

/* Set all from the policy and defaults. */
void filing_begin(struct filing *, struct policy *);

struct filing_state {
	const char *kind;	/* gather_kind_name */
	const char *clause;
	int office;		/* province; 0: rows that have no office */
	uint64_t rows, fresh, changed, gone, overdue;
	struct buf *late;	/* the first of them: "a","b"; NULL: none */
	char last[128], state[16];	/* filing before this; "": none */
	int last_day, days;	/* WHEN_NEVER, -1: none */
	int finding;		/* enum finding_code, or -1 */
};
/* What is due: fn for each office and kind that has or had something, by kind and office. */
void filing_due(struct filing *, void (*fn)(void *, const struct filing_state *), void *);

/* Does some wanted template let personal data leave unmasked? Then by, reason, basis must be
 * given. */
bool filing_reveals(struct filing *);
/* What was made (dry: would be). */
struct filing_made {
	uint64_t archives, rows, offices;
	uint64_t unchanged;	/* offices and kinds that have nothing to file */
	uint64_t unknown;	/* rows that have no office */
	uint64_t skipped;	/* archives that could not be made, or not published */
	struct { uint64_t archives, rows; } kind[FILING_KINDS];
};
/*
 * Make what is wanted; fn gets a JSON object for each archive made (dry: that would be),
 * after it stands.  What cannot be published is told and noted as REFUSED.
 */
void filing_make(struct filing *, struct filing_made *,
    void (*fn)(void *, const char *json, size_t n), void *);
/* The same as one JSON object on a line. */
void filing_summary(struct buf *, const struct filing *, const struct filing_made *);

/* The office's answer.  NULL, or why it is refused. Given twice it is the same. */
const char *filing_receipt(struct filing *, const char *id, bool accepted, const char *number,
    const char *date, struct buf *out);
/* fn for each filing's record, by id. */
void filing_list(struct filing *, void (*fn)(void *, const struct buf *), void *);

/* Check a bag in an archive, with f->store also against what was filed: a line for it is
 * appended, defects are told. */
void filing_verify(struct filing *, const char *file, bool table, struct buf *);

/* For a pipe and for a terminal: what is due (a heading first, when b is empty), a record. */
void filing_due_json(struct buf *, const struct filing_state *);
void filing_due_line(struct buf *, const struct filing_state *);
void filing_json(struct buf *, const char *record, size_t n, bool would);
void filing_line(struct buf *, const char *record, size_t n, bool would);
