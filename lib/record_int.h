/* What the files of record share. */
#include <stdbool.h>

struct record_member {
	const char *name;
	unsigned type;			/* enum member_type */
	bool common;		/* a name that a platform may use for something else */
};
extern const struct record_member record_member[];	/* by enum member */
