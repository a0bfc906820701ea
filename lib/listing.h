/*
 * Records that list and lift (PA-13-2b/d/e, GR-11-3b/d/e): for filter.h.
 *
 * To list: {id, account | subject | group | name | creator | manager | member, ground, basis, reason,
 * by, from ("now" or a time), until ("term" or a time)}.  An account's subject is listed with it,
 * a group's creator and managers that stand in the record too; `alone` says why not.  Answer:
 * `listing` (serial of the first), `listed` (what was made), `siblings`.
 * To lift: {id, listing, by, reason, basis}.  Answer: `listed`, what still stands for the key and
 * for the subject of the account.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct blacklist_rules;
struct record;
struct store;
struct term_table;

struct listing *listing_new(const struct blacklist_rules *, const struct term_table *,
    int64_t now);
void listing_free(struct listing *);

const char *listing_check(struct record *, void *room, void *listing);
bool listing_apply(struct record *, struct store *, void *listing);
const char *listing_check_lift(struct record *, void *room, void *listing);
bool listing_apply_lift(struct record *, struct store *, void *listing);
/* For both: the clock (blacklist_clock), and what has run out ends first. */
void listing_begin(struct store *, void *listing);
void listing_batch(struct store *, size_t changed, void *listing);
