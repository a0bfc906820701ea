#include "when.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mem.h"
#include "table.h"

#define OFFSET 28800		/* UTC+8 in seconds */
#define DAY 86400
#define ERA 146097		/* days in 400 years */
#define FIRST (-719162)		/* 0001-01-01 */
#define LAST 2932896		/* 9999-12-31 */

enum { USUAL, OFF, WORK };

struct when_calendar {
	int first, years;	/* the first year and how many follow */
	int start;		/* day of its January 1st */
	bool *known;		/* by year */
	unsigned char *kind;	/* by day: USUAL, OFF or WORK */
};

static const unsigned char month_days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static int
days_in(int year, int month)
{
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month_days[month - 1] + (month == 2 && leap);
}

bool
when_real(int year, int month, int day)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	    day <= days_in(year, month);
}

/*
 * Years counted from March, so that the leap day is the last one: the days before month m
 * (March 0) are then (153m + 2) / 5.  719468 days lie between 0000-03-01 and 1970-01-01.
 */
int
when_day(int year, int month, int day)
{
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * ERA + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void
when_civil(int day, int *year, int *month, int *mday)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = (z >= 0 ? z : z - (ERA - 1)) / ERA;
	int doe = (int)(z - era * ERA);
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / (ERA - 1)) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int m = (5 * doy + 2) / 153;

	*mday = doy - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = (int)(yoe + era * 400) + (*month <= 2);
}

int
when_add_months(int day, int months)
{
	int year, month, mday;
	int64_t n;

	if (day < FIRST || day > LAST)
		return day;
	when_civil(day, &year, &month, &mday);
	n = (int64_t)year * 12 + month - 1 + months;
	if (n < 12)
		return FIRST;
	if (n >= (int64_t)10000 * 12)
		return WHEN_NEVER;
	year = (int)(n / 12);
	month = (int)(n % 12) + 1;
	if (mday > days_in(year, month))
		mday = days_in(year, month);
	return when_day(year, month, mday);
}

/* One to `most` digits at *s, at least `least`; -1 when there are none such. */
static int
number(const char **s, const char *end, int least, int most)
{
	const char *p = *s;
	int v = 0;

	while (p < end && *p >= '0' && *p <= '9' && p - *s < most)
		v = v * 10 + (*p++ - '0');
	if (p - *s < least)
		return -1;
	*s = p;
	return v;
}

static bool
mark(const char **s, const char *end, const char *want)
{
	size_t n = strlen(want);

	if ((size_t)(end - *s) < n || memcmp(*s, want, n) != 0)
		return false;
	*s += n;
	return true;
}

/* 2026-11-24, as nearly all dates come; the year, 0 when it is anything else. */
static int
iso_date(const char *s, int *m, int *d)
{
	const unsigned char *p = (const unsigned char *)s;
	unsigned bad = (p[4] ^ '-') | (p[7] ^ '-');
	uint64_t v;

	/* The eight digits side by side: none above 9, none below 0. */
	v = (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	    (uint64_t)p[3] << 24 | (uint64_t)p[5] << 32 | (uint64_t)p[6] << 40 |
	    (uint64_t)p[8] << 48 | (uint64_t)p[9] << 56;
	v -= 0x3030303030303030u;
	if (bad != 0 || ((v | (v + 0x7676767676767676u)) & 0x8080808080808080u) != 0)
		return 0;
	*m = (p[5] - '0') * 10 + p[6] - '0';
	*d = (p[8] - '0') * 10 + p[9] - '0';
	return (p[0] - '0') * 1000 + (p[1] - '0') * 100 + (p[2] - '0') * 10 + p[3] - '0';
}

static bool
read_date(const char **s, const char *end, int *day)
{
	static const char *const sep[] = { "-", "/", ".", "年" };
	const char *p = *s;
	size_t i;
	int y, m, d;

	if (end - p >= 10 && (y = iso_date(p, &m, &d)) > 0) {
		if (!when_real(y, m, d))
			return false;
		*day = when_day(y, m, d);
		*s = p + 10;
		return true;
	}
	y = number(&p, end, 4, 4);
	if (y < 0 || p == end)
		return false;
	if (*p >= '0' && *p <= '9') {
		m = number(&p, end, 2, 2);
		d = number(&p, end, 2, 2);
	} else {
		for (i = 0; i < 4 && !mark(&p, end, sep[i]); i++)
			;
		if (i == 4)
			return false;
		m = number(&p, end, 1, 2);
		if (m < 0 || !mark(&p, end, i == 3 ? "月" : sep[i]))
			return false;
		d = number(&p, end, 1, 2);
		if (i == 3 && !mark(&p, end, "日"))
			return false;
	}
	if (m < 0 || d < 0 || !when_real(y, m, d))
		return false;
	*day = when_day(y, m, d);
	*s = p;
	return true;
}

bool
when_read_day(const char *s, size_t n, int *day)
{
	const char *end = s + n;
	int d;

	if (!read_date(&s, end, &d) || s != end)
		return false;
	*day = d;
	return true;
}

/* Seconds east of UTC: "Z", "+08:00", "+0800"; nothing: UTC+8. */
static bool
read_offset(const char **s, const char *end, int *offset)
{
	int h, m, sign;

	*offset = OFFSET;
	if (*s == end)
		return true;
	if (mark(s, end, "Z") || mark(s, end, "z")) {
		*offset = 0;
		return true;
	}
	if (**s != '+' && **s != '-')
		return false;
	sign = *(*s)++ == '-' ? -1 : 1;
	h = number(s, end, 2, 2);
	mark(s, end, ":");
	m = number(s, end, 2, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return false;
	*offset = sign * (h * 3600 + m * 60);
	return true;
}

bool
when_read(const char *s, size_t n, int64_t *sec)
{
	const char *end = s + n;
	int day, h, m, x = 0, offset, least;

	if (!read_date(&s, end, &day))
		return false;
	if (s == end) {
		*sec = when_start(day);
		return true;
	}
	if (*s != 'T' && *s != 't' && *s != ' ')
		return false;
	least = *s++ == ' ' ? 1 : 2;
	h = number(&s, end, least, 2);
	if (!mark(&s, end, ":"))
		return false;
	m = number(&s, end, 2, 2);
	if (mark(&s, end, ":")) {
		x = number(&s, end, 2, 2);
		if (mark(&s, end, ".")) {
			if (number(&s, end, 1, 1) < 0)
				return false;
			while (s < end && *s >= '0' && *s <= '9')
				s++;
		}
	}
	/* A leap second (RFC 3339, 5.7) counts as the second after it. */
	if (h < 0 || h > 23 || m < 0 || m > 59 || x < 0 || x > 59 + (m == 59))
		return false;
	if (!read_offset(&s, end, &offset) || s != end)
		return false;
	*sec = (int64_t)day * DAY + h * 3600 + m * 60 + x - offset;
	return true;
}

int
when_day_of(int64_t sec)
{
	if (sec >= (int64_t)WHEN_NEVER * DAY - OFFSET)
		return WHEN_NEVER;
	if (sec < (int64_t)INT32_MIN * DAY - OFFSET)
		return INT32_MIN;
	sec += OFFSET;
	return (int)(sec >= 0 ? sec / DAY : -((DAY - 1 - sec) / DAY));
}

int64_t
when_start(int day)
{
	return (int64_t)day * DAY - OFFSET;
}

static void
two(char *out, int v)
{
	out[0] = (char)('0' + v / 10);
	out[1] = (char)('0' + v % 10);
}

char *
when_day_text(int day, char out[WHEN_TEXT])
{
	int y, m, d;

	day = day < FIRST ? FIRST : day > LAST ? LAST : day;
	when_civil(day, &y, &m, &d);
	two(out, y / 100);
	two(out + 2, y % 100);
	two(out + 5, m);
	two(out + 8, d);
	out[4] = out[7] = '-';
	out[10] = 0;
	return out;
}

char *
when_text(int64_t sec, char out[WHEN_TEXT])
{
	int day = when_day_of(sec), s;

	if (day < FIRST)
		sec = when_start(FIRST);
	if (day > LAST)
		sec = when_start(LAST + 1) - 1;
	day = when_day_of(sec);
	s = (int)(sec - when_start(day));
	when_day_text(day, out);
	memcpy(out + 10, "T00:00:00+08:00", 16);
	two(out + 11, s / 3600);
	two(out + 14, s / 60 % 60);
	two(out + 17, s % 60);
	return out;
}

int64_t
when_clock(void)
{
	return (int64_t)time(NULL);
}

/* One row of the table: false when it is malformed. */
static bool
holiday(const char **s, const char *end, int *year, int *day, int *kind)
{
	struct table_field f[3];
	int month, mday;

	if (table_row(s, end, f, 3) != 3 || !when_read_day(f[0].s, f[0].n, day))
		return false;
	when_civil(*day, year, &month, &mday);
	if (table_is(f[1], "off"))
		*kind = OFF;
	else if (table_is(f[1], "work"))
		*kind = WORK;
	else
		return false;
	return *year >= 1949 && *year < 2200;
}

struct when_calendar *
when_calendar_read(const char *table, size_t n)
{
	const char *end = table + n, *body, *p;
	struct when_calendar *c;
	int year, day, kind, last = 0, first = 0;

	body = table;
	if (!table_head(&body, end, "date,kind,note"))
		return NULL;
	for (p = body; p < end;) {
		if (!holiday(&p, end, &year, &day, &kind))
			return NULL;
		first = first == 0 || year < first ? year : first;
		last = year > last ? year : last;
	}
	c = mem_alloc(sizeof *c);
	if (first == 0)
		return c;
	c->first = first;
	c->years = last - first + 1;
	c->start = when_day(first, 1, 1);
	c->known = mem_alloc((size_t)c->years * sizeof *c->known);
	c->kind = mem_alloc((size_t)(when_day(last + 1, 1, 1) - c->start));
	for (p = body; p < end && holiday(&p, end, &year, &day, &kind);) {
		c->known[year - first] = true;
		c->kind[day - c->start] = (unsigned char)kind;
	}
	return c;
}

void
when_calendar_free(struct when_calendar *c)
{
	if (c == NULL)
		return;
	free(c->known);
	free(c->kind);
	free(c);
}

int
when_workdays(const struct when_calendar *c, int day, int n, bool *sure)
{
	int year, month, mday, kind;

	*sure = true;
	while (n > 0 && day < LAST) {
		day++;
		when_civil(day, &year, &month, &mday);
		kind = USUAL;
		if (c != NULL && year >= c->first && year < c->first + c->years &&
		    c->known[year - c->first])
			kind = c->kind[day - c->start];
		else
			*sure = false;
		/* 1970-01-01 was a Thursday: Saturday and Sunday are 5 and 6 */
		if (kind == WORK || (kind == USUAL && ((day + 3) % 7 + 7) % 7 < 5))
			n--;
	}
	return day;
}
