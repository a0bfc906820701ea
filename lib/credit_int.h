/* What the files of credit share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct buf;
struct record;
struct scheme;
struct score;
struct score_effect;
struct score_event;
struct store;

#define CREDIT_TIME 12			/* digits of a time in a key */
#define CREDIT_LAST 141			/* time, NUL, id */

struct credit {
	struct scheme *scheme[3];	/* by enum owner_side */
	enum credit_verb verb;
	const char *by, *policy;
	int64_t now, as_of;
	bool follows;			/* the clock, which gave as_of at the start */
	struct seal_hash *batch;
};

/* STORE_CREDIT, read. */
struct credit_kept {
	struct score *score;		/* the caller's */
	char last[CREDIT_LAST];
	size_t last_n;
	int64_t events;
	bool same;			/* of the present scheme */
};
void credit_kept_read(const char *val, size_t n, const struct scheme *, struct credit_kept *);
void credit_kept_text(struct buf *, const struct scheme *, const struct credit_kept *);
int credit_compare(const char *a, size_t an, const char *b, size_t bn);	/* as LMDB does */
void credit_time(int64_t sec, char out[CREDIT_TIME + 1]);
/* What an event's text says. */
void credit_event_read(const struct scheme *, const char *text, size_t n, int64_t time,
    struct score_event *, bool *appeal);
/* Fold an owner's events anew and keep the state; *mine: what the event `id` did. */
void credit_refold(const struct credit *, struct store *, unsigned side, const char *key,
    size_t key_n, const char *id, size_t id_n, struct score_effect *mine,
    struct credit_kept *);

/* What an event was answered, kept in STORE_ANSWER; returns it, until the next. */
const char *credit_answer_put(struct store *, size_t *n, const struct credit *, const struct act *, unsigned side,
    const char *key, size_t key_n, int64_t time, const struct score *,
    const struct score_effect *);
/* Give a record the members of its answer. */
void credit_tell(struct record *, const struct credit *, const char *answer, size_t n);
/* Owner (room for OWNER_KEY bytes) and time of an event; false: there is none of that id. */
bool credit_whose(struct store *, const char *id, size_t id_n, int64_t *side, char *owner,
    size_t *owner_n, int64_t *time);
