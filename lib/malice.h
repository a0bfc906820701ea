/*
 * Signs of malicious complaints (恶意举报甄别, PA-15-2c): what a reporter's complaints came to,
 * bursts against one target, the same words from many.  Only ever a weight and a flag, each
 * sign explained with its numbers; nothing is refused or left out for it, and what an appeal
 * or a lifted measure overturns no longer counts: the signs are told from the complaints each
 * time, nothing of them is kept.
 *
 * STORE_AGAINST, inside the caller's transaction:
 *   "t:" target NUL number                  {"time","kind","reporter","sketch"}
 *   "r:" reporter key NUL number            empty: the complaints of a reporter
 *   "w:" band (1 + 4 hex) NUL number        the same as "t:", for the same words on any target
 * number: 999999999999 less it, in 12 digits, so that the newest come first.  Of each at most
 * MALICE_LOOK of the newest are looked at.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct complaint_rules;
struct policy;
struct store;

#define MALICE_LOOK 1000
#define MALICE_SKETCH 16	/* bytes of a sketch (b-bit minhash of shingles of 3 characters) */

struct malice_rules;
struct malice_rules *malice_rules_load(const struct policy *);
void malice_rules_free(struct malice_rules *);

/* Sketch of a text, folded (full width, case, blanks and punctuation aside); any thread.
 * False: fewer than 4 characters say too little. */
bool malice_sketch(const char *s, size_t n, unsigned char sketch[MALICE_SKETCH]);
/* How alike two texts are, 0 to 100, estimated from their sketches. */
unsigned malice_alike(const unsigned char a[MALICE_SKETCH], const unsigned char b[MALICE_SKETCH]);

struct malice_case {
	const char *target, *reporter, *kind;	/* target: owner_target; reporter: key, may be "" */
	size_t target_n, kind_n;
	int64_t time, number;		/* time: of the complaint; number: 0 before it has one */
	int64_t known;			/* by what was received and decided by then; 0: time */
	bool has_sketch;
	unsigned char sketch[MALICE_SKETCH];
};
/* Note a received complaint so that later ones find it. */
void malice_note(struct store *, const struct malice_case *);
/* Numbers of the complaints on a target ('t') or by a reporter ('r'), the newest first, until fn
 * is false.  fn must not change the store. */
void malice_each(struct store *, char letter, const char *of, size_t n,
    bool (*fn)(void *, int64_t number), void *);
/* The earliest complaint on the same target and of the same kind within duplicate_days that
 * says the same (similar); 0: none. */
int64_t malice_duplicate(const struct malice_rules *, struct store *,
    const struct malice_case *);
/*
 * The weight, 0 to 100, and an object appended that explains it:
 * {"weight":N,"signs":[{"sign":"record","weight":50,"complaints":8,"unfounded":6,"share":71,
 * "limit":60},{"sign":"burst",..},{"sign":"wording",..}]}; 0 and "signs":[] when there are none.
 * record: of the reporter's decided complaints before this one, each counted by
 * 0.5^(age of the decision / decay_days), the share that was rejected; none while they count
 * for less than record_least; what an appeal or a lifted measure overturned counts neither way.
 * burst: complaints on the target in burst_hours, with this one.  wording: reporters who say
 * the same (similar) of any target in duplicate_days, with this one; each anonymous complaint
 * is one.  A limit or weight of 0: no such sign.
 */
unsigned malice_weigh(const struct malice_rules *, const struct complaint_rules *,
    struct store *, const struct malice_case *, struct buf *out);
bool malice_flagged(const struct malice_rules *, unsigned weight);
