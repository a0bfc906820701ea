/* What the files of complaint share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct policy;
struct when_calendar;

struct complaint_rules {
	const struct policy *policy;
	struct when_calendar *holidays;
	struct complaint_kind {
		char *name, *title;	/* raw JSON strings */
		size_t name_n, title_n;
		bool urgent;
	} *kind;
	size_t kinds;
	int days[COMPLAINT_STEPS];	/* working days */
	int within;			/* of an appeal after the answer */
	int64_t urgent;			/* seconds */
};
