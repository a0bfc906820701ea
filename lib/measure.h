/*
 * Measures (处置措施) on accounts, groups and persons: taken, recorded, reported, ended, lifted
 * (PA-11-2, PA-12-3, PA-13-1, GR-11-1, GR-11-2).
 *
 * STORE_MEASURE: id:
 *   {"kind":..,"side":N,"target":..,"subject":KEY,"from":SECONDS,"until":SECONDS,"step":N,
 *    "takes":[..],"asks":"closed","review":true,"effects":[..],"report":N,"journal":N,
 *    "given":{the record},"state":"open"}	("done" of an act: remove, moderate, monitor)
 * side: enum owner_side; absent: subject (not known), until (no end), asks (any state), review
 * (ends by itself), report (of acts that owe none).  At its end "state":"ended","ended_at":
 * SECONDS take the place of the last member, when it is lifted "state":"lifted","lifted_at":
 * SECONDS,"lifted":{by reason basis id undone}; nothing else of it is ever changed, and every
 * change has its own entry in the journal.  STORE_MEASURED: target (owner_target) NUL id: empty;
 * a monitoring run's target is "-:" and its time in 12 digits.  STORE_DUE: "M" until (12 digits)
 * NUL id.  In force: from <= t, t < until (when it does not wait for a review), not lifted by t.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct policy;
struct record;
struct store;
struct term_table;

enum measure_verb { MEASURE_JUDGE, MEASURE_APPLY, MEASURE_LIFT, MEASURE_DUE, MEASURE_CHECK };

/* by: who runs the program, for the journal where a record does not say. */
struct measure *measure_new(struct policy *, const struct term_table *, enum measure_verb,
    const char *by, int64_t now, int64_t as_of);
void measure_free(struct measure *);

/* For filter.h; arg is a struct measure: to judge or apply measures, and to lift them, by
 * records {id,measure,by,reason,basis}.  Undone is what the measure caused and nothing else. */
const char *measure_check(struct record *, void *room, void *arg);
bool measure_apply(struct record *, struct store *, void *arg);
const char *measure_check_lift(struct record *, void *room, void *arg);
bool measure_apply_lift(struct record *, struct store *, void *arg);
/* Of both: a clock that jumped ends the program (blacklist_clock). */
void measure_begin(struct store *, void *arg);
/* For filter.h: is what a platform's records say (state, rights) what the measures in force at
 * as_of ask for? */
const char *measure_check_given(struct record *, void *room, void *arg);
bool measure_judge_given(struct record *, struct store *, void *arg);
/* Each act has its entry in the journal already. */
void measure_batch(struct store *, size_t changed, void *arg);

/* Every measure of a target that is in force at an instant (at INT64_MAX: every one there ever
 * was), in the order of ids: fn with its id and value, valid during the call; until it is
 * false.  fn must not change the store.  Inside a transaction, as is all below. */
void measure_each(struct store *, const char *target, size_t n, int64_t at,
    bool (*fn)(void *, const char *id, size_t id_n, const char *val, size_t vn), void *);
/* Is a service taken from the target? */
bool measure_takes(struct store *, const char *target, size_t n, int64_t at,
    const char *service, size_t service_n);
/* The state that the measures in force ask for: "closed", "suspended" or NULL.  Static words. */
const char *measure_state(struct store *, const char *target, size_t n, int64_t at);

/* End what has run out, at most `most`, a line for each appended: ended, or waiting for a review.
 * from: where to go on (in and out; empty: the first).  False: there is no more. */
bool measure_due(struct measure *, struct store *, struct buf *from, size_t most,
    struct buf *out);
/* The reports that are owed and due, whatever they are about; paged as measure_due is. */
bool measure_owed(struct measure *, struct store *, struct buf *from, size_t most,
    struct buf *out);
/* How soon comments of a target were dealt with (PA-12-3a), an object appended: {"target",
 * "moderation":{acts late unknown minutes_median minutes_most}}.  False: they never were. */
bool measure_delays(struct measure *, struct store *, const char *target, size_t n,
    struct buf *out);
/* Is a value of STORE_MEASURE one that is in force at an instant? */
bool measure_stands(const char *val, size_t vn, int64_t at);
/* One measure as it is shown: {"measure":ID,...}, times as text. */
void measure_show(struct buf *, const char *id, size_t id_n, const char *val, size_t vn);

/*
 * Do the measures, their records, reports, listings, credit events and the states of accounts agree?
 * A line for each that does not, appended, a page of `most` measures at a time; *worst: the worst
 * verdict.  from as above.  False: there is no more.  measure_audit_runs: the monitoring runs
 * (PA-11-2a), and listings without a report in time (PA-13-2e, GR-11-3e).
 */
bool measure_audit(struct measure *, struct store *, struct buf *from, size_t most,
    struct buf *out, unsigned *worst);
void measure_audit_runs(struct measure *, struct store *, struct buf *out, unsigned *worst);
/*
 * Does an event (of STORE_EVENT) that stands ask for a measure, by its kind (audit.breaches), and
 * did none on its target answer it, from its day on and within audit.breach_days, which are over
 * at as_of (PA-11-1, GR-10-1)?  side: an enum owner_side.  And a line for each such event.
 */
bool measure_unanswered(struct measure *, struct store *, const char *key, size_t klen,
    const char *val, size_t n, unsigned *side);
void measure_audit_breaches(struct measure *, struct store *, struct buf *out,
    unsigned *worst);
/* Of the first two no lines any more: fn with the code and the side (enum owner_side) of each;
 * and only of measures that had begun by as_of. */
void measure_audit_hear(struct measure *, void (*fn)(void *, int code, unsigned side), void *);
