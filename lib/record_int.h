/* What the files of record share. */

/* RECORD_COMMON: a name that a platform may use for something else. */
enum { RECORD_TYPE = 15, RECORD_COMMON = 16 };
struct record_member {
	const char *name;
	unsigned type;			/* enum member_type, and RECORD_COMMON */
};
extern const struct record_member record_member[];	/* by enum member */
