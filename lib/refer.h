/*
 * What is still referred to may not go: lines of an account, user or group on which a
 * measure is open, about which a report is owed, or which is complained of (PA-11-2d, PA-13-1b,
 * GR-11-1b, GR-11-2b: the record of a disposal with its evidence; PA-15-2e, GR-12-1c: nobody
 * can decide on what is gone).
 *
 * A measure is open while it is in force and has an end or waits for a review, and until its
 * report was made; one without an end is closed when its report was made.  A listing is open
 * until its report was made.  A complaint is open until it was answered, and again while an
 * appeal waits for its outcome.  Lines up to the instant of the measure or listing are its
 * evidence, up to the receipt of a complaint, or its appeal, what it speaks of; later ones are
 * not referred to.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record;
struct store;
struct trace;

struct refer_set;
/* Inside a transaction.  A subject is the accounts and users that it has now. */
struct refer_set *refer_load(struct store *, int64_t now);
void refer_free(struct refer_set *);
bool refer_same(const struct refer_set *, const struct refer_set *);
/* The last instant whose lines are referred to; INT64_MIN: nothing is. */
int64_t refer_last(const struct refer_set *);
/* May lines of a frame be referred to, by its index?  Surely not: false.  undated: of a
 * segment whose lines are taken to be of any time. */
bool refer_frame(const struct refer_set *, const struct trace *, uint32_t frame, bool undated);
/* By what is a line, "measure:ID", "listing:N" or "complaint:ID"; NULL: by nothing. */
const char *refer_line(const struct refer_set *, struct record *, bool undated);
/* Likewise of an account, user, group or subject itself. */
const char *refer_name(const struct refer_set *, char kind, const char *name, size_t n);
