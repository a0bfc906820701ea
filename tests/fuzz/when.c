/* Times: what is read, written out and read again is the same instant; libc agrees. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mem.h"
#include "replay.h"
#include "when.h"

int
LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	char out[WHEN_TEXT], libc[WHEN_TEXT + 8];
	char *text = mem_copy((const char *)s, n);
	int64_t sec = -7, again;
	int day = -7, same, y, m, d;
	struct tm tm;
	time_t t;

	if (when_read(text, n, &sec)) {
		MUST(strlen(when_text(sec, out)) < WHEN_TEXT);
		MUST(when_read(out, strlen(out), &again));
		/* An offset may carry the last day of year 9999 past it: the text stays
		 * there. */
		t = (time_t)sec + 8 * 3600;
		if (gmtime_r(&t, &tm) != NULL && tm.tm_year >= -1899 + 1000 &&
		    tm.tm_year < 8100) {
			MUST(again == sec);
			strftime(libc, sizeof libc, "%Y-%m-%dT%H:%M:%S+08:00", &tm);
			MUST(strcmp(libc, out) == 0);
		}
	} else
		MUST(sec == -7);
	if (when_read_day(text, n, &day)) {
		when_civil(day, &y, &m, &d);
		MUST(when_real(y, m, d) && when_day(y, m, d) == day);
		when_day_text(day, out);
		MUST(when_read_day(out, strlen(out), &same) && same == day);
		MUST(when_day_of(when_start(day)) == day);
		if (y < 9999) {
			same = when_add_months(day, 6);
			MUST(same - day >= 181 && same - day <= 184);
		}
	} else
		MUST(day == -7);
	free(text);
	return 0;
}
