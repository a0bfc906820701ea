/* Dates: real ones, months of the civil code, every form that is read, working days. */
#include <stdint.h>
#include <time.h>

#include "tap.h"
#include "when.h"

static int
at(const char *s)
{
	int day = -1;

	return when_read_day(s, strlen(s), &day) ? day : -999999;
}

static const char *
shown(int day)
{
	static char out[2][WHEN_TEXT];
	static int k;

	return when_day_text(day, out[k ^= 1]);
}

/* The C library's calendar is the witness. */
static void
days(void)
{
	bool forth = true, back = true, real = true;
	int day, y, m, d, last = 0;
	struct tm tm;
	time_t t;

	for (day = -25567; day <= 60000; day++) {	/* 1900-01-01 to 2134 */
		t = (time_t)day * 86400;
		gmtime_r(&t, &tm);
		when_civil(day, &y, &m, &d);
		back &= y == tm.tm_year + 1900 && m == tm.tm_mon + 1 && d == tm.tm_mday;
		forth &= when_day(y, m, d) == day;
		real &= when_real(y, m, d) &&
		    (d == 1 ? !when_real(y, m == 1 ? 12 : m - 1, last + 1) || m == 1 : true);
		last = d;
	}
	ok(forth && back, "days of 1900 to 2134 are those of the C library");
	ok(real, "each of them is real, and none follows a month's last day");
	ok(when_day(1, 1, 1) == -719162 && when_day(9999, 12, 31) == 2932896 &&
	    when_day(1970, 1, 1) == 0, "first, last and day 0");
	ok(!when_real(0, 1, 1) && !when_real(10000, 1, 1) && !when_real(1900, 2, 29) &&
	    when_real(2000, 2, 29) && !when_real(2023, 2, 29) && when_real(2024, 2, 29) &&
	    !when_real(2024, 13, 1) && !when_real(2024, 0, 1) && !when_real(2024, 4, 31) &&
	    !when_real(2024, 4, 0), "year 0, 1900-02-29 and other dates that are none");
}

/* Another way: step by months, then back from a day that does not exist to one that does. */
static int
months_later(int day, int months)
{
	int y, m, d;

	when_civil(day, &y, &m, &d);
	for (; months > 0; months--)
		m = m == 12 ? (y++, 1) : m + 1;
	for (; months < 0; months++)
		m = m == 1 ? (y--, 12) : m - 1;
	while (!when_real(y, m, d))
		d--;
	return when_day(y, m, d);
}

static void
months(void)
{
	int day, k, wrong = 0, least = 999, most = 0, n;

	for (day = at("2023-01-01"); day <= at("2028-12-31"); day++) {
		for (k = -30; k <= 30; k++)
			wrong += when_add_months(day, k) != months_later(day, k);
		n = when_add_months(day, 6) - day;
		least = n < least ? n : least;
		most = n > most ? n : most;
	}
	ok(wrong == 0, "months from each day of 2023 to 2028, 30 back to 30 on");
	ok(least == 181 && most == 184, "six months are 181 to 184 days");
	same(shown(when_add_months(at("2025-08-31"), 6)), "2026-02-28",
	    "2025-08-31 and six months");
	same(shown(when_add_months(at("2025-12-31"), 6)), "2026-06-30",
	    "2025-12-31 and six months");
	same(shown(when_add_months(at("2024-02-29"), 12)), "2025-02-28",
	    "a leap day and a year");
	same(shown(when_add_months(at("2023-08-29"), 6)), "2024-02-29", "to a leap day");
	ok(when_add_months(WHEN_NEVER, 6) == WHEN_NEVER, "never stays never");
	ok(when_add_months(at("9999-07-01"), 6) == WHEN_NEVER, "past the last year is never");
	ok(when_add_months(at("0001-01-31"), -1) == at("0001-01-01") &&
	    when_add_months(at("0001-02-28"), -1) == at("0001-01-28"),
	    "nothing before year 1");
	ok(when_add_months(at("9999-06-01"), 6) == at("9999-12-01"),
	    "the last year itself is not");
}

static void
read_days(void)
{
	static const char *const good[] = { "2026-11-24", "20261124", "2026/11/24",
		"2026.11.24", "2026年11月24日" };
	static const char *const bad[] = { "", "2026", "2026-11", "2026-11-24 ", " 2026-11-24",
		"2026-11/24", "2026年11月24", "2026-13-01", "2026-02-29", "0000-01-01",
		"2026-1-",
		"26-11-24", "2026112", "202611240", "2026-11-024", "2026--1-1", "2026-00-10",
		"2026-10-00", "２０２６-11-24", "2026-11-24T", "2026_11_24", "+2026-11-24" };
	size_t i;
	int day = 7;

	for (i = 0; i < sizeof good / sizeof *good; i++)
		same(shown(at(good[i])), "2026-11-24", good[i]);
	same(shown(at("2026/1/5")), "2026-01-05", "one digit");
	same(shown(at("2026年1月5日")), "2026-01-05", "one digit before 月 and 日");
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!when_read_day(bad[i], strlen(bad[i]), &day) && day == 7, "no date: '%s'",
		    bad[i]);
	ok(!when_read_day("2026-11-24", 8, &day), "only the bytes given count");
}

static void
read_instants(void)
{
	static const struct {
		const char *text;
		int64_t sec;
	} good[] = {
		{ "1970-01-01T00:00:00Z", 0 }, { "1970-01-01T08:00:00+08:00", 0 },
		{ "1970-01-01 08:00:00", 0 }, { "1970-01-01 08:00", 0 },
		{ "1970-01-01", -28800 },
		{ "2026-11-24T13:47:44+08:00", 1795499264 },
		{ "2026-11-24T05:47:44Z", 1795499264 },
		{ "2026-11-24t05:47:44.999999999z", 1795499264 },
		{ "2026-11-24T13:47:44+0800", 1795499264 },
		{ "2026-11-23T20:17:44-09:30", 1795499264 },
		{ "2026/11/24 13:47:44", 1795499264 }, { "2026/11/24 5:00", 1795467600 }, { "2026-11-24T13:47:44", 1795499264 },
		{ "2016-12-31T23:59:60Z", 1483228800 }, { "1969-12-31T23:59:59Z", -1 },
	};
	static const char *const bad[] = { "2026-11-24T", "2026-11-24T24:00:00",
		"2026-11-24T13:60:00", "2026-11-24T13:47:60Z", "2026-11-24T13:47:44.",
		"2026-11-24T13:47:44.Z", "2026-11-24T13:47:441", "2026-11-24T1:47:44",
		"2026-11-24T13:47:44+8", "2026-11-24T13:47:44+24:00",
		"2026-11-24T13:47:44 +08:00",
		"2026-11-24  13:47:44", "2026-02-30T13:47:44", "1795499264", "2026-11-24T13" };
	char out[WHEN_TEXT];
	int64_t sec;
	size_t i;

	for (i = 0; i < sizeof good / sizeof *good; i++) {
		sec = 1;
		ok(when_read(good[i].text, strlen(good[i].text), &sec) && sec == good[i].sec,
		    "%s", good[i].text);
	}
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		sec = 1;
		ok(!when_read(bad[i], strlen(bad[i]), &sec) && sec == 1, "no instant: '%s'",
		    bad[i]);
	}
	same(when_text(1795499264, out), "2026-11-24T13:47:44+08:00", "an instant as text");
	same(when_text(-28801, out), "1969-12-31T23:59:59+08:00", "the second before a day");
	same(when_text(INT64_MAX, out), "9999-12-31T23:59:59+08:00", "the end of time is cut");
	same(when_text(INT64_MIN, out), "0001-01-01T00:00:00+08:00", "so is the beginning");
	same(when_day_text(WHEN_NEVER, out), "9999-12-31", "and never");
	ok(when_day_of(-28801) == -1 && when_day_of(-28800) == 0 && when_day_of(57599) == 0 &&
	    when_day_of(57600) == 1, "a day begins at 16:00 UTC");
	ok(when_start(1) == 57600 && when_start(0) == -28800, "first second of a day");
}

static void
workdays(void)
{
	static const struct {
		const char *from;
		int n;
		const char *to;
		bool sure;
	} cases[] = {
		{ "2026-09-30", 1, "2026-10-08", true },
		{ "2026-09-30", 3, "2026-10-10", true },
		{ "2026-09-30", 4, "2026-10-12", true },
		{ "2026-02-13", 1, "2026-02-14", true },
		{ "2026-02-13", 2, "2026-02-24", true },
		{ "2026-11-24", 10, "2026-12-08", true },
		{ "2026-11-24", 0, "2026-11-24", true },
		{ "2025-01-24", 1, "2025-01-26", true },
		{ "2024-12-31", 1, "2025-01-02", true },
		{ "2026-12-31", 1, "2027-01-01", false },
		{ "2023-12-29", 1, "2024-01-02", false },
		{ "2026-12-18", 9, "2026-12-31", true },
	};
	size_t n, i;
	char *text = whole("share/holidays.csv", &n);
	struct when_calendar *c = when_calendar_read(text, n);
	int day, k, free_days[3] = { 0, 0, 0 };
	bool sure;

	ok(c != NULL, "share/holidays.csv is read");
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		day = when_workdays(c, at(cases[i].from), cases[i].n, &sure);
		ok(day == at(cases[i].to) && sure == cases[i].sure,
		    "%s and %d working days is %s", cases[i].from, cases[i].n, shown(day));
	}
	/* statutory holidays: 11 days a year until 2024, 13 from 2025 */
	for (k = 0; k < 3; k++) {
		int first = when_day(2024 + k, 1, 1), next = when_day(2025 + k, 1, 1), w = 0;

		for (day = first - 1; (day = when_workdays(c, day, 1, &sure)) < next; w++)
			;
		for (day = first; day < next; day++)
			free_days[k] += (day + 3) % 7 < 5;
		free_days[k] -= w;
	}
	ok(free_days[0] == 11 && free_days[1] == 13 && free_days[2] == 13,
	    "2024, 2025 and 2026 have 11, 13 and 13 statutory holidays");
	day = when_workdays(NULL, at("2026-09-30"), 1, &sure);
	ok(day == at("2026-10-01") && !sure, "without a table weekends alone, unsure");
	when_calendar_free(c);
	when_calendar_free(NULL);
	ok(when_calendar_read("date,kind\n", 10) == NULL, "a table without a note is refused");
	ok(when_calendar_read("date,kind,note\n2026-01-01,free,\n", 32) == NULL,
	    "a wrong kind too");
	ok(when_calendar_read("date,kind,note\n2026-02-30,off,\n", 31) == NULL,
	    "and a wrong date");
	c = when_calendar_read("\xef\xbb\xbf" "date,kind,note\r\n2026-01-01,off,\"a, b\"\r\n",
	    42);
	ok(c != NULL && when_workdays(c, at("2025-12-31"), 1, &sure) == at("2026-01-02"),
	    "BOM, CRLF and quotes are passed over");
	when_calendar_free(c);
}

int
main(void)
{
	days();
	months();
	read_days();
	read_instants();
	workdays();
	return done();
}
