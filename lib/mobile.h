/* Mobile numbers by the MIIT table of network codes and H0 (share/mobile-segments.csv). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mobile_use { MOBILE_UNASSIGNED, MOBILE_ORDINARY, MOBILE_RESALE, MOBILE_SATELLITE,
	MOBILE_DATA, MOBILE_IOT, MOBILE_MACHINE /* 13 digits */, MOBILE_RESERVED };

struct mobile_table;
/* NULL when malformed, *line then the line at fault. */
struct mobile_table *mobile_read(const char *text, size_t n, unsigned *line);
void mobile_free(struct mobile_table *);

struct mobile {
	char number[16];		/* normalised: eleven (or thirteen) digits and a NUL */
	uint8_t len;
	bool normalised;		/* was written otherwise: +86, blanks, full width */
	bool formed;			/* right form; else number is empty, use UNASSIGNED */
	enum mobile_use use;
	const char *operator;		/* NULL, or of the network code: but numbers move */
};
/* Read and classify n bytes. Prefixes +86 0086 86, blanks, hyphens, full width, BOM, zero
 * width are taken off and reported. Allocates nothing. */
void mobile_check(struct mobile *, const struct mobile_table *, const char *s, size_t n);
size_t mobile_mask(char out[24], const char *s, size_t n);	/* 138****5678; any input */
