/*
 * Holds: lines that may not go while a case is open (cybersecurity law article 30; a hold
 * overrides every pruning).
 *
 * STORE_HOLD, serial in 12 digits: {"case":NO, the query
 * (query.h),"at":SECONDS,"by","reason", "basis","journal":N}; once released
 * "released":{"at","by","reason","basis","journal"} too.
 * Several may hold one line; it stays until the last is released.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct query;
struct retain;
struct store;

struct hold {
	const char *number;		/* the case */
	const char *by, *reason, *basis;
};

/*
 * Place one (REFUSED, "hold-pruned", when the time that it names is wholly pruned: nothing
 * is placed); a line {"hold":N,"case":..,"state":"placed","lines_at_most"..} for standard
 * output.
 * What of its time was pruned before is said in "pruned".
 */
void hold_place(struct retain *, struct query *, const struct hold *, struct buf *out);
/* Release one (serial), or all of a case (serial 0). */
void hold_release(struct retain *, int64_t serial, const struct hold *, struct buf *out);
/* A line for each that stands (all: released ones too). */
void hold_list(struct retain *, bool all, struct buf *out);

/* The holds that stand, each with its query.  Inside a transaction. */
struct hold_set;
struct hold_set *hold_load(struct store *);
void hold_free(struct hold_set *);
size_t hold_count(const struct hold_set *);
const struct query *hold_query(const struct hold_set *, size_t i);
const char *hold_case(const struct hold_set *, size_t i);
bool hold_same(const struct hold_set *, const struct hold_set *);	/* nothing has changed */
