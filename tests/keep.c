/*
 * How long lines stay, by keep.h: keep FIRST LAST [POLICY].  A line for each day from FIRST to
 * LAST: the day; the last one of 1, 6 and 12 months; then for each class the day until which
 * a line stays that came at once, and one that came 40 days later; last, without a class.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "keep.h"
#include "policy.h"
#include "status.h"
#include "when.h"

static void
print(int day, char end)
{
	char text[WHEN_TEXT];

	printf("%s%c", when_day_text(day, text), end);
}

int
main(int argc, char **argv)
{
	int day, last;
	struct policy *policy;
	struct keep *k;
	unsigned c;

	if (argc < 3 || !when_read_day(argv[1], strlen(argv[1]), &day) ||
	    !when_read_day(argv[2], strlen(argv[2]), &last))
		status_die(USAGE, "usage: keep FIRST LAST [POLICY]");
	policy = policy_load(argc > 3 ? argv[3] : NULL);
	k = keep_load(policy);
	for (; day <= last; day++) {
		print(day, ' ');
		print(keep_last(k, day, 1), ' ');
		print(keep_last(k, day, KEEP_FLOOR), ' ');
		print(keep_last(k, day, 12), ' ');
		for (c = 0; c < keep_classes(k); c++) {
			print(keep_until(k, (int)c, day, day), ' ');
			print(keep_until(k, (int)c, day, day + 40), ' ');
			print(keep_until(k, (int)c, day, day - 40), ' ');
		}
		print(keep_until(k, -1, day, day), '\n');
	}
	keep_free(k);
	policy_free(policy);
	return 0;
}
