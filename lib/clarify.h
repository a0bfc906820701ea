/*
 * A score explained to the one whom it judges (PIPL 24): each event with weight, rule and what
 * it led to, and what the next level needs.
 */
#include <stdbool.h>
#include <stdint.h>

struct buf;
struct credit;
struct owner;
struct store;

/*
 * Append JSON lines about an owner: one for each event, {"id","time","kind","rule","points" (what
 * it changed), "recovered" (since the event before), "credit" (after it), "level","countered",
 * "unconfirmed","measure","measure_days"}; the last, {"credit","level","services","muted_until",
 * "events","next":{"level","points","days","day"}}, stands for `at`: days of clean running from
 * then on until the day at which the next level is reached, when recovery leads there.  False:
 * the owner has no events.
 */
bool clarify_owner(const struct credit *, struct store *, const struct owner *, int64_t at,
    struct buf *out);
/* The same of a subject (its key, a text): of its accounts, then, when it has events as a group
 * user, of those.  False: the store knows no such subject. */
bool clarify_subject(const struct credit *, struct store *, const char *subject, int64_t at,
    struct buf *out);
