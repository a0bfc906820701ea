/* Administrative divisions (GB/T 2260) as a timeline: which code meant what, and when. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a code was. A code may have had several periods and names: see region_check. */
enum region_state {
	REGION_UNKNOWN_PROVINCE,	/* first two digits are no province */
	REGION_UNKNOWN,			/* county unknown under a known province */
	REGION_SUMMARY,			/* xx01, xx20, xx00 that gather counties, xx0000 */
	REGION_ABOLISHED,		/* was abolished before the given year */
	REGION_NEWER,			/* came into being after the given year: normal */
	REGION_KNOWN
};

struct region_table;
/* `text` is share/regions.csv: code,name,from,until (years, empty: since or until whenever).
 * NULL when malformed, *line then the line at fault. The table copies what it keeps. */
struct region_table *region_read(const char *text, size_t n, unsigned *line);
void region_free(struct region_table *);

/* State of a six-digit code (as a number) seen from a year (of birth); 0 for no year. */
enum region_state region_check(const struct region_table *, int code, int year);
/* Name of a code in a year (0: the latest); NULL when unknown. Lives as long as the table. */
const char *region_name(const struct region_table *, int code, int year);
/* Province code (11 to 82) named by text: "浙江", "浙江省", "33", "330000", "330102"; 0: none. */
int region_province(const struct region_table *, const char *s, size_t n);
/* fn(name, code, arg) for each current county, prefecture and province (for name checks). */
void region_each(const struct region_table *, void (*fn)(const char *, int, void *), void *);
