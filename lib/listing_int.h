/* What listing.c (add) and listing_lift.c share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct blacklist_rules;
struct fold;
struct piece;
struct record;
struct store;
struct term_table;

struct listing {
	const struct blacklist_rules *rules;
	const struct term_table *terms;
	struct fold *fold;		/* made at the first transaction */
	int64_t now;
};

/* Who, why and on what basis: of the record, else of the options; false, and a finding: one is
 * missing. */
bool listing_hand(struct record *, struct piece *by, struct piece *reason, struct piece *basis);
/* Given before?  Then it gets the answer of then. */
bool listing_again(struct store *, struct record *, const struct act *, bool add);
/* Keep the answer, give it to the record, journal who did it. */
void listing_close(struct listing *, struct store *, struct record *, const struct act *,
    const char *answer, size_t n, const char *verb, int64_t serial, size_t count);
