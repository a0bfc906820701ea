/* What the files of plaint share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct buf;
struct complaint_rules;
struct complaint_state;
struct credit;
struct malice_rules;
struct mem_arena;
struct owner;
struct policy;
struct record;
struct record_reader;
struct seal;
struct seal_hash;
struct seal_mac;
struct store;
struct term_table;

#define PLAINT_OLDEST 946656000		/* 2000-01-01 in UTC+8 */
enum { PLAINT_WORD = 64 };		/* bytes kept of a kind or channel that is unknown */

struct plaint {
	enum plaint_verb verb;
	struct policy *policy;
	const struct term_table *terms;
	struct complaint_rules *rules;
	struct malice_rules *malice;
	struct credit *credit;		/* NULL: of verbs that need none */
	struct record_reader *reader;	/* for credit events; likewise */
	struct mem_arena *arena;
	struct seal *seal;
	struct seal_hash *batch;
	const char *by;
	int64_t now, as_of;
	int folder;
	bool hand, follows;
	bool unsure;			/* it was said that holidays are not known */
};

struct plaint_text {
	const char *s;
	size_t n;
};

/* What the check of a step leaves for its apply. */
struct plaint_step {
	struct act *act;
	struct plaint_text complaint, by, reason, decision, measure, channel, role, outcome;
	char digest[129];
	int64_t time;
	bool passes, malicious;
};

struct plaint_room {
	struct seal_hash *hash;
	struct seal_mac *mac;
};

/* A time that must be there and not in the future: words, or NULL and *time. */
const char *plaint_time(const struct plaint *, struct record *, int64_t *time);
/* Other programs let members of these names be anything: here one of another type is not passed
 * over, but refuses the line.  NULL, or words. */
const char *plaint_odd(const struct record *);
/* A channel of the policy, by its name or a word for it; NULL: none of it.  Lives as long as
 * both. */
const char *plaint_channel(const struct plaint *, const char *s, size_t n, size_t *len);
/* At most PLAINT_WORD bytes of a text, whole characters. */
size_t plaint_cut(const char *s, size_t n);
/* The value of a number, until the next put. */
bool plaint_get(struct store *, int64_t number, const char **val, size_t *n);
/* Say, once, that a deadline is not sure. */
void plaint_say_unsure(struct plaint *);
/* ,"due":TIME and ,"due_unsure":true of an answer. */
void plaint_put_due(struct buf *, int64_t due, bool sure);
/* Findings that were noted in an answer under "codes", and its members, given to a record. */
void plaint_codes(struct buf *, const struct record *);
void plaint_note(struct record *, int code);	/* what the store shows of it */
void plaint_retell(struct record *, const char *answer, size_t n);
/* What a user of groups answers for who made a malicious complaint: a credit event; none where
 * there is no such user, or the credit rules have no such kind.  plaint_pardon: countered by an
 * appeal.  effects: an array of it, or nothing. */
void plaint_blame(struct plaint *, struct store *, int64_t number, const char *val, size_t n,
    const struct plaint_step *, struct buf *effects);
void plaint_pardon(struct plaint *, struct store *, const struct complaint_state *,
    const struct plaint_step *, struct buf *effects);
/* Is a measure one on the target of a complaint, and not lifted?  NULL, or words. */
const char *plaint_measure(struct store *, const struct complaint_state *, const char *id,
    size_t n);
