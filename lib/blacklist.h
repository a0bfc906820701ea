/*
 * The blacklist (PA-13-2, GR-11-3): accounts, subjects, groups, creators, managers, members and
 * names, with ground, term and history.
 *
 * STORE_BLACKLIST: kind letter ":" key: an array of the listings of that key, each
 *   {"n":SERIAL,"list":NAME,"from":SECONDS,"until":SECONDS,"ground":..,"basis":..,"reason":..,
 *    "by":..,"cause":..,"report":N}
 * "hand" is the list of what add lists; imports have a list each, and a listing of theirs may
 * leave out what its import's entry says for all.  until absent: no end (only imports).  One is
 * in force from `from` on until `until`.
 * STORE_LISTING: serial in 12 digits: the history, which is only added to:
 *   {"n":..,"what":"add","lift","expire","import","remove","change","time":..,"kind":..,"key":..,
 *    ...}; an `add` has the listing whole, the others name it by "of": SERIAL.  "!", kind letter
 *   ":" key NUL serial: "add" or "lift", so that a key's own history is found.
 * STORE_DUE: "L" until (12 digits) NUL serial: hand-made listings that will end.
 * STORE_NEAR, STORE_SIEVE: near.h, sieve.h.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct fold;
struct policy;
struct record;
struct store;
struct term_table;

/* 'a' account, 's' subject, 'g' group, 'c' creator, 'm' manager, 'e' member, 'n' name. */
#define BLACKLIST_KINDS "asgcmen"
const char *blacklist_kind_name(char kind);		/* "account", ... */
enum { BLACKLIST_KEY = 400 };				/* longest key in bytes */
#define BLACKLIST_EVER INT64_MAX			/* until: no end */

/* Is a key of a kind on the list at an instant?  Inside a transaction. */
bool blacklist_has(struct store *, char kind, const char *key, size_t n, int64_t at);

/* One listing to be made; texts are of n bytes, NULL: none. */
struct blacklist_text { const char *s; size_t n; };
struct blacklist_listing {
	char kind;
	struct blacklist_text key, list, ground, basis, reason, by, cause;
	int64_t from, until;
};

/* Fixed for a run: policy's terms and what folds names. */
struct blacklist_rules {
	int first_months, repeat_months, most_months;
	long max_shrink, edit_from, report_hours;
	bool fold;
	const char *policy;			/* its digest */
};
void blacklist_rules(struct policy *, struct blacklist_rules *);

/*
 * List, inside a transaction: the listing, its history entry, near forms, filter, end and the
 * report that is owed.  Returns the serial.  folds: NULL when the kind is no name.
 */
int64_t blacklist_put(struct store *, const struct blacklist_rules *, struct fold *,
    const struct blacklist_listing *, int64_t now);
/* The end of a term that begins on `from`: first_months, and repeat_months more for each earlier
 * listing of the key that was not lifted, most_months at most. */
int64_t blacklist_term(struct store *, const struct blacklist_rules *, char kind,
    const char *key, size_t n, int64_t from);
/* Would that be longer than most_months? */
bool blacklist_too_long(const struct blacklist_rules *, int64_t from, int64_t until);

enum blacklist_end { BLACKLIST_LIFTED, BLACKLIST_EXPIRED };
/* Take a hand-made listing out.  False: it is not in force (any more).  why: by, reason, basis for
 * the history (members of a JSON object, or empty). */
bool blacklist_lift(struct store *, const struct blacklist_rules *, struct fold *,
    int64_t serial, enum blacklist_end, const char *why, size_t why_n, int64_t now);
/* Is the listing of a serial there at an instant?  *kind, *key (room for BLACKLIST_KEY) and
 * *report: of it, also when it has ended; kind 0: there never was one. */
bool blacklist_stands(struct store *, int64_t serial, int64_t at, char *kind, char *key,
    size_t *n, int64_t *report);
/* End what has run out, at most `most`; returns how many.  Before a changing verb's own work. */
size_t blacklist_expire(struct store *, const struct blacklist_rules *, struct fold *,
    size_t most, int64_t now);

/* Append the listings of a key as they are shown (times as text, kind and key in each), separated
 * by commas: the one of a serial, those in force at an instant, or all.  Returns how many. */
enum { BLACKLIST_IN_FORCE = 0, BLACKLIST_ALL = -1 };
size_t blacklist_show(struct store *, char kind, const char *key, size_t n, int64_t at,
    int64_t serial, struct buf *);
/* Append the history of a key, a line each.  Returns how many. */
size_t blacklist_history(struct store *, char kind, const char *key, size_t n, struct buf *);
/* Is a raw listing in force at an instant? */
bool blacklist_in_force(const char *v, size_t n, int64_t at);
/* One listing as it is shown. */
void blacklist_show_one(char kind, const char *key, size_t n, const char *v, size_t vn,
    struct buf *);

/* An instant far from the newest entry of the journal (before it, or 40 days after it), when the
 * clock gave it and no --now: ends the program (FAILED), since a clock that jumped would free
 * people.  Inside a transaction. */
void blacklist_clock(struct store *, int64_t now);
