/*
 * Dates and instants.  All civil dates are those of Asia/Shanghai (UTC+8, no summer time).
 * A day is a number of days since 1970-01-01; an instant is seconds since the epoch.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WHEN_TEXT 26		/* room for "2026-11-24T13:47:44+08:00" and a NUL */
#define WHEN_NEVER INT32_MAX	/* a day after all others */

bool when_real(int year, int month, int day);		/* Gregorian, year 1 to 9999 */
int when_day(int year, int month, int day);		/* of a real date */
void when_civil(int day, int *year, int *month, int *mday);

/*
 * Civil code art. 201 to 203: the same day-number `months` later, or the month's last day.
 * Past the year 9999 it is WHEN_NEVER, and WHEN_NEVER stays so.
 */
int when_add_months(int day, int months);

/*
 * Read a whole text of n bytes; false when it is anything else, *day and *sec untouched.
 * Dates (GB/T 7408 and usage): 2026-11-24 20261124 2026/11/24 2026/1/5 2026.11.24 2026年11月24日;
 * between separators month and day may have one digit.
 * Instants: RFC 3339 ("T" or blank between, fraction ignored, offset "Z" or +08:00; without an
 * offset UTC+8), seconds and a zero before the hour (after a blank) may be missing as
 * spreadsheets write it; or a date alone: the first second of that day in UTC+8.
 */
bool when_read_day(const char *s, size_t n, int *day);
bool when_read(const char *s, size_t n, int64_t *sec);

int when_day_of(int64_t sec);				/* the UTC+8 day of an instant */
int64_t when_start(int day);				/* first second of a day in UTC+8 */
/* What lies outside the years 1 to 9999 is shown as the nearest end of them. */
char *when_text(int64_t sec, char out[WHEN_TEXT]);	/* RFC 3339 with +08:00; returns out */
char *when_day_text(int day, char out[WHEN_TEXT]);	/* 2026-11-24; returns out */
int64_t when_clock(void);				/* the system's clock */

/*
 * Working days.  `table` is share/holidays.csv (date,kind,note; kind "off" a day that is free,
 * "work" a weekend day that is worked).  when_workdays gives the day that is n working days
 * after `day` (the first not counted), and *sure = false when it passed a year of which the
 * table (NULL: there is none) knows nothing, so that weekends alone were counted there.
 */
struct when_calendar;
struct when_calendar *when_calendar_read(const char *table, size_t n);	/* NULL: malformed */
void when_calendar_free(struct when_calendar *);
int when_workdays(const struct when_calendar *, int day, int n, bool *sure);
