/*
 * Complaints received and brought on step by step (PA-15-2b to e, GR-12-1b, c), and told: for
 * the program complaint.  How one stands is complaint.h's.
 *
 * A complaint: {id, account | group | user, kind, content, complainant, complainant_contact,
 * channel, attachments, time}.  Answer: `due` of the next step, `duplicate_of`, `malice`,
 * `reporter`, and when it was received `number` and `stage`.  All but those whose findings
 * reject them are kept, whatever the signs of malice weigh.
 * A step: {id, complaint, time, by, reason} and what the step needs.  Answer: `number`, `stage`,
 * `due`, and `effects` on somebody's credit.
 *
 * reporter: seal_key of domain "reporter" over the complainant, else the contact: without blanks
 * at its ends, a mobile as its digits, what has an @ in small letters.  What came masked has
 * none.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct complaint_rules;
struct policy;
struct record;
struct store;
struct term_table;

enum plaint_verb { PLAINT_TRIAGE, PLAINT_RECEIVE, PLAINT_ACCEPT, PLAINT_DECIDE,
	PLAINT_FEEDBACK, PLAINT_APPEAL };

/* folder: of the attachments (attach.h); -1: none was named.  hand: the records are made of
 * options; a step without a time is done now. */
struct plaint *plaint_new(struct policy *, const struct term_table *, struct store *,
    enum plaint_verb, const char *by, int64_t now, int64_t as_of, int folder, bool hand);
void plaint_free(struct plaint *);

/* For filter.h; arg is a struct plaint. */
void *plaint_enter(void *arg);
void plaint_leave(void *room);
const char *plaint_check(struct record *, void *room, void *arg);
bool plaint_apply(struct record *, struct store *, void *arg);
const char *plaint_check_step(struct record *, void *room, void *arg);
bool plaint_apply_step(struct record *, struct store *, void *arg);
void plaint_begin(struct store *, void *arg);
void plaint_batch(struct store *, size_t changed, void *arg);

/* The number of a complaint by its id, else by its number in digits; 0: there is none.  Inside
 * a transaction, as is all below. */
int64_t plaint_find(struct store *, const char *s, size_t n);
/* Complaints on a target (by enum owner_side) or, side OWNER_NONE, of a reporter, the oldest
 * first: their numbers appended, 8 bytes each. */
void plaint_on(struct store *, unsigned side, const char *name, size_t n, struct buf *numbers);
/* A line about one as it stood at an instant, with its end; false: it had not been received by
 * then.  plaint_show: of its number, with its steps, and with the personal data when reveal. */
bool plaint_tell(struct store *, const struct complaint_rules *, int64_t number,
    const char *val, size_t n, int64_t at, struct buf *out);
bool plaint_show(struct store *, const struct complaint_rules *, int64_t number, int64_t at,
    bool reveal, struct buf *out);
/* The journal's entry of personal data of complaints that are about to be shown. */
void plaint_reveal(struct store *, const struct policy *, const int64_t *number, size_t count);
/* Lines for all whose next step is due by `until`, those that are overdue at `at` first; true:
 * some are.  print is called outside of a transaction. */
bool plaint_due(struct store *, const struct complaint_rules *, int64_t at, int64_t until,
    void (*print)(struct buf *));
