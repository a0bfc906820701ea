/*
 * Credit (PA-06-2a/b, GR-07-2a/b, GR-11-2a): events in, score, level and services out.
 *
 * STORE_EVENT: owner NUL time (12 digits) NUL id: the event's text (act.h); it is never changed,
 * only countered by an appeal, which is an event of kind "appeal" that names another in `event`
 * and may itself be countered.  STORE_CREDIT: owner: ["SCHEME","LAST",EVENTS,STATE]: the
 * scheme's digest, time and id of the event folded last, how many there are, score.h's state.
 * The state is always score.h's fold of the events that count, in the order of (time, id),
 * whatever the order they came in.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct buf;
struct owner;
struct policy;
struct record;
struct scheme;
struct score;
struct store;

enum credit_verb { CREDIT_READ, CREDIT_APPLY, CREDIT_APPEAL };

/* now: of the journal; as_of: no event may be later.  by: who (journal). */
struct credit *credit_new(struct policy *, enum credit_verb, const char *by, int64_t now,
    int64_t as_of);
void credit_free(struct credit *);
const struct scheme *credit_scheme(const struct credit *, unsigned side);	/* enum owner_side */

/* For filter.h; arg is a struct credit. */
const char *credit_check(struct record *, void *room, void *arg);
bool credit_apply(struct record *, struct store *, void *arg);
void credit_batch(struct store *, size_t changed, void *arg);

/* An owner's state by the events up to an instant: false, and the base, when there are none.
 * Where the stored one is later, or of another scheme than the present one, all is folded anew.
 * Inside a transaction, as is all below. */
bool credit_state(const struct credit *, struct store *, const struct owner *, int64_t at,
    struct score *);

/*
 * For a measure that lowers credit (GR-11-2a): put its record as an event of the owner, with
 * the act's own id, so that the same record behind `enforce apply` is known as given before.
 * NULL, or static words: it is none that the scheme knows, or its points are wrong.
 * credit_counter: counter that event by an appeal of another id; true: it was in force.
 */
const char *credit_lower(struct credit *, struct store *, struct record *, const struct act *,
    const struct owner *);
bool credit_counter(struct credit *, struct store *, const char *event, size_t event_n,
    const struct act *appeal, int64_t time);
/* Does an event stand: is it there, and not countered? */
bool credit_stands(const struct credit *, struct store *, const char *event, size_t n);

/*
 * An owner's events up to an instant, folded one after another: fn for each, in order, with its
 * weight.  Returns how many there are.  key, key_n: the owner's.
 */
#define CREDIT_EVER 999999999999
struct credit_step {
	const char *time, *id, *text;	/* time: 12 digits; text: JSON */
	size_t id_n, text_n;
	bool countered, appeal, unconfirmed;
	int rule;			/* -1: none */
	int64_t delta, recovered;
	const char *measure;
	int64_t days;
	const struct score *after;
};
size_t credit_fold(const struct credit *, struct store *, unsigned side, const char *key,
    size_t key_n, int64_t until, struct score *,
    void (*fn)(void *, const struct credit_step *), void *arg);

/* Fold every owner that has events or a score anew under the present policy, a page of owners at
 * a time inside the caller's transactions; fn for each whose stored state differs, with both
 * (n 0: none).  from: the owner done last (in and out; empty: the beginning); false: all is
 * done. */
bool credit_rebuild(const struct credit *, struct store *, struct buf *from, size_t most,
    uint64_t *seen, void (*fn)(void *, const char *key, size_t n, const char *old, size_t old_n,
    const char *now, size_t now_n), void *arg);
