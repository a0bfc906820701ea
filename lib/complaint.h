/*
 * Complaints (投诉举报; PA-15-2b to f, GR-12-1b to d): received, accepted, decided, answered,
 * appealed, each step dated and kept, so that how one stood at any instant can be told again.
 *
 * STORE_COMPLAINT: number (12 digits):
 *   {"id":..,"kind":..,"side":N,"target":"a:ID","subject":KEY,"user":ID,"time":SECONDS,
 *    "received_at":SECONDS,"channel":..,"reporter":KEY,"digest":SM3,"sketch":HEX,
 *    "attachments":[[SM3,BYTES]...],"duplicate_of":N,"malice":{..},"personal":SEALED,
 *    "steps":[{"step":"accept","id":..,"time":SECONDS,"at":SECONDS,"by":..,..}...]}
 * user: which of the subject's, when it is about a user.  personal: complainant,
 * complainant_contact, content, which open at the place "complaint" NUL number.  reporter:
 * key of the complainant (domain "reporter"), by which complaints of one person are known
 * without saying who it is.  Nothing is ever changed but by adding a step.
 * Numbers go up by one, without gaps.  STORE_ANSWER has id (letter p) and step ids (letter s).
 * STORE_AGAINST: target NUL number (12 digits): what malice.h wants of it.
 *
 * Order of steps: accept (accepted or refused); decide (upheld, partial or rejected); feedback;
 * appeal (by whom, why); appeal with outcome (upheld or rejected), and so on: after the
 * feedback, or the outcome, another appeal.  A refused one gets feedback too.
 *
 * Two times each: `time`, when it came in or was done, as the platform says, and received_at or
 * `at`, when it was put here.  Deadlines and lateness go by the first: what waits to be put here
 * gains no time by it.  How one stood at an instant goes by the second: what is told of a past
 * instant stays the same whatever is put here later.
 *
 * Deadlines (policy complaint.*): working days after the day it came in, to the end of the last
 * one, or urgent_hours after it for urgent kinds: accept, decide, feedback; an appeal's outcome:
 * appeal_days after it.  In years of which share/holidays.csv knows nothing (the next year's is
 * published in November) weekends alone are counted, so that a deadline is never too late by it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct policy;
struct record;
struct seal;
struct store;

enum complaint_stage { COMPLAINT_RECEIVED, COMPLAINT_REFUSED, COMPLAINT_ACCEPTED,
	COMPLAINT_DECIDED, COMPLAINT_ANSWERED, COMPLAINT_APPEALED, COMPLAINT_STAGES };
const char *complaint_stage_name(enum complaint_stage);		/* "received", ... */
enum complaint_step { COMPLAINT_ACCEPT, COMPLAINT_DECIDE, COMPLAINT_FEEDBACK, COMPLAINT_APPEAL,
	COMPLAINT_STEPS };
const char *complaint_step_name(enum complaint_step);		/* "accept", ... */
enum complaint_decision { COMPLAINT_OPEN, COMPLAINT_UPHELD, COMPLAINT_PARTIAL,
	COMPLAINT_REJECTED };
const char *complaint_decision_name(enum complaint_decision);	/* "open", "upheld", ... */

/* The place at which the personal data of a number are sealed; returns its length. */
#define COMPLAINT_PLACE 24
size_t complaint_place(char out[COMPLAINT_PLACE], int64_t number);
/* Append them in the clear, as an object: the caller wipes them.  False: it has none (*why
 * NULL), or they cannot be opened. */
bool complaint_reveal(struct seal *, int64_t number, const char *val, size_t n, struct buf *,
    const char **why);

/* What the policy says of complaints, and the holidays: any thread, once loaded. */
struct complaint_rules;
struct complaint_rules *complaint_rules_load(struct policy *);
void complaint_rules_free(struct complaint_rules *);
/* The policy's name of a kind (a raw JSON string), given by it or by its title, and whether it
 * is urgent; NULL: none of the policy. */
const char *complaint_kind(const struct complaint_rules *, const char *s, size_t n, size_t *len,
    bool *urgent);
bool complaint_channel(const struct complaint_rules *, const char *s, size_t n);
/* The last second for a step after an instant.  *sure false: a year was passed of which the
 * holidays are not known. */
int64_t complaint_deadline(const struct complaint_rules *, enum complaint_step, bool urgent,
    int64_t from, bool *sure);
/* The last second for an appeal after the answer. */
int64_t complaint_appeal_by(const struct complaint_rules *, int64_t answered);

/* How a complaint stood at an instant.  Texts stand in the value, raw: with their quotes and
 * escapes; NULL: absent.  COMPLAINT_NEVER: no such step yet, or no such deadline. */
#define COMPLAINT_NEVER INT64_MAX
struct complaint_state {
	const char *id, *kind, *target, *channel, *reporter, *role;	/* role: of the appeal */
	size_t id_n, kind_n, target_n, channel_n, reporter_n, role_n;
	unsigned side;			/* enum owner_side */
	enum complaint_stage stage;
	enum complaint_decision decision;
	bool malicious;			/* decided so, and not overturned by an appeal */
	bool overturned;		/* by an appeal that was upheld: of the accused, if it was
					 * decided for the complainant, else of the complainant */
	int64_t duplicate_of;		/* number; 0: none */
	int64_t time, received;		/* came in, and was put here */
	int64_t accepted, decided, answered, appealed, outcome;	/* the times of the last such */
	int64_t last;			/* time of the last step, else of the complaint */
	int64_t accept_by, decide_by, answer_by, outcome_by;	/* deadlines */
	int64_t due;			/* of the next step */
	int overdue;			/* enum finding_code of that step; -1: not overdue */
	bool late;			/* some step came after its deadline */
	const char *measure;		/* that the decision names (JSON string); NULL: none */
	size_t measure_n;
};
/* False: it had not been received by then, or the value is none.  Rules NULL: no deadlines. */
bool complaint_at(const struct complaint_rules *, const char *val, size_t n, int64_t at,
    struct complaint_state *);
/* Were the measures of a decision for the complainant all lifted by then (not run out)?  Then the
 * decision no longer stands (decision-undone).  Its measures: the one that it names, else those
 * on the target whose cause is "complaint:ID".  Inside a transaction. */
bool complaint_undone(struct store *, const struct complaint_state *, int64_t at);
/* What is wrong at an instant, as findings: fn for each code (overdue, decision-unlinked,
 * decision-undone, appeal-unlifted).  Inside a transaction. */
void complaint_judge(struct store *, const struct complaint_state *, int64_t at,
    void (*fn)(void *, int code), void *);
