/*
 * Complaints (投诉举报; PA-15-2b to f, GR-12-1b to d): received, accepted, decided, answered,
 * appealed, each step dated and kept, so that how one stood at any instant can be told again.
 *
 * STORE_COMPLAINT: number (12 digits):
 *   {"id":..,"kind":..,"side":N,"target":"a:ID","subject":KEY,"time":SECONDS,
 *    "received_at":SECONDS,"channel":..,"reporter":KEY,"digest":SM3,"sketch":HEX,
 *    "attachments":[[SM3,BYTES]...],"duplicate_of":N,"malice":{..},"personal":SEALED,
 *    "steps":[{"step":"accept","id":..,"time":SECONDS,"at":SECONDS,"by":..,..}...]}
 * personal: complainant, complainant_contact, content, which open at the place "complaint" NUL
 * number.  reporter: key of the complainant (domain "reporter"), by which complaints of one
 * person are known without saying who it is.  Nothing is ever changed but by adding a step.
 * Numbers go up by one, without gaps.  STORE_ANSWER has id (letter p) and step ids (letter s).
 * STORE_AGAINST: target NUL number (12 digits): what malice.h wants of it.
 *
 * Order of steps: accept (accepted or refused); decide (upheld, partial or rejected); feedback;
 * appeal (by whom, why); appeal with outcome (upheld or rejected), and so on: after the
 * feedback, or the outcome, another appeal.  A refused one gets feedback too.
 *
 * Deadlines (policy complaint.*): working days after the day of receipt, to the end of the last
 * one, or urgent_hours after receipt for urgent kinds: accept, decide, feedback; an appeal's
 * outcome: appeal_days after it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "owner.h"

struct buf;
struct policy;
struct record;
struct store;

enum complaint_stage { COMPLAINT_RECEIVED, COMPLAINT_REFUSED, COMPLAINT_ACCEPTED,
	COMPLAINT_DECIDED, COMPLAINT_ANSWERED, COMPLAINT_APPEALED, COMPLAINT_STAGES };
const char *complaint_stage_name(enum complaint_stage);		/* "received", ... */
enum complaint_decision { COMPLAINT_OPEN, COMPLAINT_UPHELD, COMPLAINT_PARTIAL,
	COMPLAINT_REJECTED };

/* What the policy says of complaints, and the holidays: any thread, once loaded. */
struct complaint_rules;
struct complaint_rules *complaint_rules_load(struct policy *);
void complaint_rules_free(struct complaint_rules *);

/* How a complaint stood at an instant.  Texts stand in the value.  COMPLAINT_NEVER: no such
 * step yet, or no such deadline. */
#define COMPLAINT_NEVER INT64_MAX
struct complaint_state {
	const char *id, *kind, *target, *channel, *reporter;	/* as they stand: JSON strings */
	size_t id_n, kind_n, target_n, channel_n, reporter_n;
	enum owner_side side;
	enum complaint_stage stage;
	enum complaint_decision decision;
	bool malicious;			/* decided so, and not overturned by an appeal */
	bool overturned;		/* by an appeal that was upheld */
	int64_t duplicate_of;		/* number; 0: none */
	int64_t time, received, accepted, decided, answered, appealed, outcome;
	int64_t accept_by, decide_by, answer_by, outcome_by;	/* deadlines */
	int64_t due;			/* of the next step */
	int overdue;			/* enum finding_code of that step; -1: not overdue */
	bool late;			/* some step came after its deadline */
	const char *measure;		/* that the decision names (JSON string); NULL: none */
	size_t measure_n;
};
/* False: it had not been received by then, or the value is none. */
bool complaint_at(const struct complaint_rules *, const char *val, size_t n, int64_t at,
    struct complaint_state *);
/* Was the measure that an upheld decision names lifted by then (not run out)?  Then the
 * decision no longer stands (decision-undone).  Inside a transaction. */
bool complaint_undone(struct store *, const struct complaint_state *, int64_t at);
/* What is wrong at an instant, as findings: fn for each code (overdue, decision-unlinked,
 * decision-undone, appeal-unlifted).  Inside a transaction. */
void complaint_judge(struct store *, const struct complaint_state *, int64_t at,
    void (*fn)(void *, int code), void *);
