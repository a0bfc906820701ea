/*
 * Reports that are owed to an office: the third part of each triad of measure, record, report
 * (PA-11-2e, PA-13-1c, PA-13-2e, GR-11-1c, GR-11-2c, GR-11-3e).  filing-export makes and sends
 * them; here is the queue.
 *
 * STORE_REPORT: serial in 12 digits: {"n":..,"kind":"R-PA13-1","of":"measure","ref":ID,
 * "at":TIME,"due":TIME,"state":"queued"}.  A filing that has it in it makes the end
 * "state":"made","filing":ID.  It is owed until then, and again while that filing does not stand
 * (was killed before its archive had its name, was lost, or was rejected), with the same due;
 * then "before":[ID...] has the filings that fell.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct store;

enum report_kind { REPORT_PA11_2, REPORT_PA13_1, REPORT_PA13_2, REPORT_GR11_1, REPORT_GR11_2,
	REPORT_GR11_3, REPORT_KINDS };
const char *report_kind_name(enum report_kind);		/* "R-PA11-2", ... */
const char *report_kind_clause(enum report_kind);	/* "PA-11-2e", ... */

/* A value of the table.  Texts are raw JSON strings in it. */
struct report {
	int64_t serial, at, due;
	enum report_kind kind;
	const char *of, *ref, *filing;		/* filing: NULL: was in none yet */
	size_t of_n, ref_n, filing_n;
};
bool report_read(const char *val, size_t n, struct report *);	/* false: is none */
/* Is it still owed?  Inside a transaction, as is what follows. */
bool report_owed(struct store *, const char *val, size_t n);
/* It is in a filing. */
void report_made(struct store *, const char *serial, const char *filing);
/* Those of a filing are queued again, of at most `most` that are looked at; from: where to go on
 * (in and out; empty: the first).  False: there is no more. */
bool report_again(struct store *, const char *filing, struct buf *from, size_t most);

/*
 * Owe a report, inside the caller's transaction; returns its serial.  of: "measure", "listing"
 * or "import"; ref: what it is about (n bytes).  at: the instant of the act; hours: report.hours
 * of the policy, after which it is overdue.
 */
int64_t report_put(struct store *, enum report_kind, const char *of, const char *ref, size_t n,
    int64_t at, int64_t hours);

enum report_state { REPORT_NONE, REPORT_QUEUED, REPORT_OVERDUE, REPORT_MADE };
/* How a report stands at an instant; REPORT_NONE: there is none of that serial, or it is about
 * something else than of and ref.  Inside a transaction. */
enum report_state report_state(struct store *, int64_t serial, const char *of, const char *ref,
    size_t n, int64_t at);

/* Next free serial of a table whose keys are serials in 12 digits: 1 and up.  Inside a
 * transaction. */
#define REPORT_SERIAL 13
int64_t report_serial(struct store *, int table, char key[REPORT_SERIAL]);
void report_key(int64_t serial, char key[REPORT_SERIAL]);	/* serial: 0 or more */
