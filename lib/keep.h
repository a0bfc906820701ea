/*
 * How long logs and content stay: the classes of the policy (`retain`), and the count of
 * months.
 *
 * PA-16-2b, GR-13-2: not less than six months.  Months are calendar months, counted as the
 * civil code does (articles 201 to 203): the day itself does not count; the last day is the
 * same day-number, or the month's last; a last day that is no working day moves to the next
 * one.  Of a year whose holidays are not published yet weekends alone are known, so
 * KEEP_UNSURE days more are kept.  The record stays through its last day and may go from
 * the day after on.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct policy;

enum { KEEP_FLOOR = 6,			/* months that no policy lowers */
	KEEP_UNSURE = 10,		/* days; the longest row of holidays has nine */
	KEEP_CLASSES = 64, KEEP_NAME = 33 };

struct keep;
/* From the policy, which outlives it, and share/holidays.csv. */
struct keep *keep_load(struct policy *);
void keep_free(struct keep *);

/* The classes in the order of their names. */
unsigned keep_classes(const struct keep *);
int keep_find(const struct keep *, const char *name, size_t n);		/* -1: none */
const char *keep_name(const struct keep *, unsigned class);
const char *keep_clause(const struct keep *, unsigned class);
/* Sources of which the policy says that each day has lines; NULL after the last.  since: the
 * first such day, of the class; INT32_MIN: not said. */
const char *const *keep_sources(const struct keep *, unsigned class);
int keep_since(const struct keep *, unsigned class);

/* Publishing (PA-16-2a): is a class the one of logs, the one of contents, and an action that
 * publishes? */
bool keep_is_log(const struct keep *, unsigned class);
bool keep_is_content(const struct keep *, unsigned class);
bool keep_publishes(const struct keep *, const char *action, size_t n);

/* Last day of a period of so many months that an event of `day` begins. */
int keep_last(const struct keep *, int day, int months);
/*
 * Last day on which a record stays: months of its class, at least six, after its own day and
 * after the day on which it came, whichever is later.  A class that the policy no longer
 * names (-1): six months.
 */
int keep_until(const struct keep *, int class, int day, int received);
