/*
 * Measures (处置措施) on accounts, groups and persons (PA-11-2, PA-12-3, PA-13-1, GR-11-1, GR-11-2):
 * taken, recorded, reported, ended, lifted.
 *
 * STORE_MEASURE: id: the measure's text (act.h) with, behind it, target subject state ("open",
 * "ended", "lifted") from_s until_s (seconds; until_s absent: no end) effects, report and journal
 * (serials), ended_at or lifted {by reason basis time stands}.  STORE_MEASURED: target (owner.h) NUL
 * id: empty.  STORE_DUE: "M" until (12 digits) NUL id.  What a measure says is never changed; its
 * end and its lift are added, each with an entry of the journal.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct ladder_step;
struct policy;
struct record;
struct store;
struct term_table;

enum measure_verb { MEASURE_JUDGE, MEASURE_APPLY, MEASURE_LIFT, MEASURE_DUE, MEASURE_CHECK };

struct measure *measure_new(struct policy *, const struct term_table *, enum measure_verb,
    const char *by, int64_t now, int64_t as_of);
void measure_free(struct measure *);

/* For filter.h, to judge and to apply; arg is a struct measure. */
const char *measure_check(struct record *, void *room, void *arg);
bool measure_apply(struct record *, struct store *, void *arg);

/* For filter.h, to lift: records {id,measure,by,reason,basis,time} where measure names the one
 * that is lifted.  Undone is what that measure caused and nothing else. */
const char *measure_check_lift(struct record *, void *room, void *arg);
bool measure_apply_lift(struct record *, struct store *, void *arg);

/* Every measure of a target (owner_target) that is in force at an instant: fn with its id and
 * value (valid during the call; fn must not change the store); until fn is false.  Inside a
 * transaction. */
void measure_each(struct store *, const char *target, size_t n, int64_t at,
    bool (*fn)(void *, const char *id, size_t id_n, const char *val, size_t vn), void *);
/* Is a service taken from the target by a measure in force?  ("*" takes all.) */
bool measure_takes(struct store *, const char *target, size_t n, int64_t at,
    const char *service, size_t service_n);
/* The state that the measures in force ask for: "closed" before "suspended"; NULL: any. Static
 * words. */
const char *measure_state(struct store *, const char *target, size_t n, int64_t at);

/* Close what has run out by now: at most `most` at a time inside the caller's transaction; fn with
 * each line that is to be printed.  True: there may be more. */
bool measure_due(struct measure *, struct store *, size_t most, struct buf *out);
