/*
 * The score of one owner: a pure function of its events in their order (time, then id) and
 * the scheme.  Whole numbers and days (UTC+8) only, so that it can be computed again for an
 * inspector, bit for bit.
 *
 * It begins with the base, the level of the base, no recovery running, no mute.  An event of
 * instant T, on day D, is folded so:
 *
 *  1. Recovery up to D (score_advance).  By days, while NEXT is set and NEXT <= D and the score
 *     is below TOP: the score grows by GRANT (at most to TOP), NEXT by EVERY.  Nothing grows at
 *     the floor unless AT_FLOOR.  A score of TOP or more clears NEXT; so does the floor unless
 *     AT_FLOOR.  Then the level may rise (5).
 *     An owner whose base is below TOP has NEXT set at its first event (before all else) to
 *     D + AFTER + EVERY.
 *  2. An event of kind ACTIVE (recovery by active days): if NEXT is set and D is later than the
 *     last day so counted, D is that day now, and NEXT, which here counts active days, goes
 *     down by one; at 0 the score grows by GRANT (at most to TOP) and NEXT is EVERY again, or
 *     cleared as above.
 *  3. The rule: the first of `deduct`, then of `reward`, with the event's kind, FROM <= D <
 *     UNTIL and `when` true.  `when` sees the event with `score` and `level` as they are now,
 *     and `times`: how many events of the kind counted before (0 to 16).  Without a rule, or
 *     with one that has `confirm` for an event that no person has confirmed, 3 and 4 do
 *     nothing.  Else the event counts: it is one of its kind for repetition, ladder and
 *     `times`, of which the latest 16 are remembered, itself included.
 *     Deduction P: points; the event's own points (`given`: 0 to MOST); the n-th entry of
 *     `repeat` (the last beyond), n being the counted events of the kind with T - t <
 *     WITHIN_DAYS * 86400 s (0: all), this one included; or the entry of the present level (0
 *     when it has none).  `to` V: P = score - V when that is more than 0, else 0.  Score =
 *     max(floor, score - P).  When P > 0: if the score is TOP or more, or held at the floor
 *     (there, and not AT_FLOOR), NEXT is cleared; else, if there is recovery, with `restart`
 *     or when NEXT is clear NEXT = D + AFTER + EVERY (active days: AFTER + EVERY), and in any
 *     case NEXT += P * ADD_DAYS.
 *     Mute: when P > 0 and not (P <= FREE_POINTS and score after >= FREE_FROM): muted until
 *     max(what it is, T + HOURS * 3600 * P / PER_POINTS, rounded down).
 *     Reward, when the score is above ABOVE (else nothing): a cycle of the rule begins on the
 *     day of its first reward and is over on the day CYCLE_DAYS later.  Nothing when `times`
 *     were given in the cycle; else points, or `to` V - score; at most CEILING - score; at
 *     least 0; at most what MOST leaves of the cycle.  It is one of the times, even of 0.
 *     Then a score of TOP or more, or one held at the floor, clears NEXT; another has NEXT set
 *     as after a deduction when it is clear.
 *  4. The ladder of the kind, the first that is one: the n-th event within its window (counted
 *     as for `repeat`) asks for the n-th step, the last beyond.
 *  5. The level: the first whose `from` the score reaches.  A worse one than before counts at
 *     once; a better one only if the score reaches its `from` + hysteresis (the best such).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct scheme;

enum { SCORE_TIMES = 16, SCORE_KINDS = 24, SCORE_CYCLES = 24 };	/* as scheme.h bounds them */

struct score {
	int64_t score, next;		/* next: NEXT above; 0: clear */
	int level;			/* index */
	bool begun;			/* an event was folded */
	int active_day;			/* the last; 0: none */
	int64_t muted;			/* until this instant; 0: never was */
	size_t kinds, cycles;
	/* the latest instants of kinds that count (repeat, ladder), oldest first */
	struct { int kind; size_t count; int64_t time[SCORE_TIMES]; } seen[SCORE_KINDS];
	struct { int rule, day; int64_t points, times; } cycle[SCORE_CYCLES];
};

struct score_event {
	int kind;			/* scheme_kind */
	int64_t time, points;
	bool has_points, confirmed;
	const char *text;		/* the event as a JSON object, for `when` */
	size_t n;
};

/* What an event did. */
struct score_effect {
	int rule;			/* index; -1: only an active day, or no rule fits */
	bool unconfirmed;
	int64_t delta;			/* of the score by the event itself */
	int64_t recovered;		/* before it, since the event before */
	const char *measure;		/* that the ladder asks for; NULL: none */
	int64_t days;
};

void score_begin(const struct scheme *, struct score *);
/* Recovery up to a day. */
void score_advance(const struct scheme *, struct score *, int day);
void score_fold(const struct scheme *, struct score *, const struct score_event *,
    struct score_effect *);
/* Which rule an event falls under with this score; -1: none.  Nothing is changed. */
int score_rule(const struct scheme *, const struct score *, const struct score_event *);

/* The state as a JSON array, and back; false: it is none.  The same state is the same text. */
void score_put(struct buf *, const struct score *);
bool score_get(const char *s, size_t n, struct score *);
