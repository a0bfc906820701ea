/* What happened to the records of a run: counted, and told at the end. */
#include <stdbool.h>
#include <stdint.h>

struct record;

enum { TALLY_CODES = 256 };	/* at least FINDING_CODES */

struct tally {
	uint64_t read;		/* lines of the input */
	uint64_t refused;	/* no record, or refused before it was judged */
	uint64_t skipped;	/* taken before from the same --source */
	uint64_t unselected;	/* --where */
	uint64_t out;		/* lines written */
	uint64_t verdict[3];	/* this program's, of those that were judged */
	uint64_t code[TALLY_CODES];
	uint64_t lost;		/* findings past RECORD_FINDINGS in one record */
	uint64_t changed;	/* records that changed the store (or would) */
};

void tally_record(struct tally *, const struct record *);
void tally_add(struct tally *to, const struct tally *from);
/* USAGE when --summary names a place that cannot be written: before anything is done. */
void tally_ready(void);
/* The summary line (-v) and file (--summary).  policy: digest or NULL. */
void tally_tell(const struct tally *, const char *verb, const char *policy);
