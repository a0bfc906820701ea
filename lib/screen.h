/*
 * Screening records against the blacklist: every match and the one that decides (PA-13-2c,
 * GR-11-3c).
 *
 * Probed are: account; subject; group; creator (as creator and as member); manager, each (as
 * manager and as member); member, each; user (as member, and by its subject); name.  A match of
 * the key itself is a `hit` (reject), a name that looks like a listed one a `maybe` (review).
 * `listed` becomes an array of all of them, the deciding one first, which has "decides": true.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct blacklist_rules;
struct record;
struct store;

/* as_of: the instant at which listings must be in force; when it is the clock's, it moves on
 * with it, so that what is listed during a long run is found.  Reads the filter: outside a
 * transaction. */
struct screen *screen_new(struct store *, const struct blacklist_rules *, int64_t as_of);
void screen_free(struct screen *);

/* For filter.h: check asks the filter as it was at the start, begin looks whether the list has
 * changed since, and apply then asks by itself: what is listed before a transaction begins is found
 * in it. */
const char *screen_check(struct record *, void *room, void *screen);
void screen_begin(struct store *, void *screen);
bool screen_apply(struct record *, struct store *, void *screen);
