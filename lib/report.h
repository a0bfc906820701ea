/*
 * Reports that are owed to an office: the third part of each triad of measure, record, report
 * (PA-11-2e, PA-13-1c, PA-13-2e, GR-11-1c, GR-11-2c, GR-11-3e).  filing-export makes and sends
 * them; here is the queue.
 *
 * STORE_REPORT: serial in 12 digits: {"n":..,"kind":"R-PA13-1","of":"measure","ref":ID,
 * "at":TIME,"due":TIME,"state":"queued"}; state is "queued" until a report was made.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

enum report_kind { REPORT_PA11_2, REPORT_PA13_1, REPORT_PA13_2, REPORT_GR11_1, REPORT_GR11_2,
	REPORT_GR11_3 };
const char *report_kind_name(enum report_kind);		/* "R-PA11-2", ... */

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
