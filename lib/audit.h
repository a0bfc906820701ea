/*
 * Clause by clause: what the platform can prove (norm-audit).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct census;
struct clause;
struct clause_table;
struct policy;
struct store;

enum audit_state { AUDIT_MET, AUDIT_OPEN, AUDIT_MISSING, AUDIT_UNCHECKABLE, AUDIT_NOT_APPLICABLE,
	AUDIT_STATES };
const char *audit_state_name(enum audit_state);	/* "met" "open" "missing" "not-checkable"
						 * "not-applicable" */
int audit_state_find(const char *);		/* -1: none */
enum { AUDIT_FOUND = 24 };
struct audit_row {
	const struct clause *clause;
	enum audit_state state;
	uint64_t evidence;		/* by its counter; documents in force */
	uint64_t papers;		/* documents in force that the clause asks for */
	uint64_t open;			/* findings, of all codes */
	struct { int code; uint64_t count; } found[AUDIT_FOUND];	/* most first */
	size_t founds;
	uint64_t lacking;		/* bits by place in clause->document: not in force */
};
/* A row for each clause, in the order of the table.  Inside a transaction of the store for the
 * documents. */
void audit_rows(struct store *, struct policy *, const struct clause_table *,
    const struct census *, struct audit_row *rows);
/*
 * One row as a line of JSON, and for a terminal of a width (0: not known), coloured or not;
 * `before`: of another date (--compare), or NULL.  The last line: how many there are of each
 * state among the rows, with the census and the policy's digest.
 */
void audit_json(struct buf *, const struct audit_row *, const struct audit_row *before);
void audit_line(struct buf *, const struct audit_row *, const struct audit_row *before,
    int width, bool colour);
void audit_heading(struct buf *, bool compares, int width);
void audit_summary(struct buf *, const struct census *, const struct audit_row *, size_t rows,
    const char *digest, bool json);

/* Documents as lines of JSON, each with its standing and the days that are left; only: one kind,
 * or -1.  A kind of which none is in force has a line that says so. */
void audit_documents(struct store *, struct policy *, int only, int64_t as_of, struct buf *);
/* Entries of the journal, for pages_run; the choice: from <= entry < until, by number and by
 * time, not after as_of; program and verb NULL: any. */
struct audit_choice {
	int64_t from, from_at, until, until_at, as_of;
	const char *program, *verb;
};
void audit_entry(void *choice, const char *key, size_t klen, const char *val, size_t n,
    struct buf *lines);
/*
 * The journal's chain: findings and a last line with entries, head and what is wrong.  noted: a
 * head that was noted outside, which must be in it, and be that of entry `number` (-1: any).
 * False: something is wrong.
 */
bool audit_verify(struct store *, const char *noted, int64_t number, struct buf *);
