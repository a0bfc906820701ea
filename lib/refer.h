/*
 * What is still referred to may not go: lines of an account, user or group on which a
 * measure is open, or about which a report is owed (PA-11-2d, PA-13-1b, GR-11-1b, GR-11-2b:
 * the record of a disposal with its evidence).
 *
 * A measure is open while it is in force and has an end or waits for a review, and until its
 * report was made; one without an end is closed when its report was made.  A listing is open
 * until its report was made.  Lines up to the instant of the measure or listing are its
 * evidence; later ones are not referred to.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct query;
struct store;

struct refer_set;
/* Inside a transaction. */
struct refer_set *refer_load(struct store *, int64_t now);
void refer_free(struct refer_set *);
size_t refer_count(const struct refer_set *);
const struct query *refer_query(const struct refer_set *, size_t i);
/* "measure:ID", "listing:N". */
const char *refer_what(const struct refer_set *, size_t i);
bool refer_same(const struct refer_set *, const struct refer_set *);
/* Is an account, user, group or subject one of them? */
bool refer_names(const struct refer_set *, char kind, const char *name, size_t n);
