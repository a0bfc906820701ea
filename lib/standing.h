/*
 * What the one of whom a record speaks may do: score, level, services (PA-06-2b, GR-07-2b), less
 * what a mute and the measures in force take.  For filter.h.
 */
#include <stdbool.h>
#include <stdint.h>

struct credit;
struct record;
struct store;

struct standing;
struct standing *standing_new(const struct credit *, int64_t as_of);
void standing_free(struct standing *);

/* `credit`, `level`, `services` and `muted_until` of any record with account, user, group or
 * subject; `rights` that are not among the services are a finding, and being on the blacklist
 * (PA-13-2c, GR-11-3b/d). */
const char *standing_check(struct record *, void *room, void *standing);
bool standing_apply(struct record *, struct store *, void *standing);
