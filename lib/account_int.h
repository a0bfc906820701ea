/* What account.c, account_identity.c and account_name.c share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account_facts;
struct account_rules;
struct record;

enum { ACCOUNT_STEPS = 16, ACCOUNT_NAMES = 64, ACCOUNT_TERMS = 64 };
enum account_state { STATE_ACTIVE, STATE_CLOSED, STATE_OTHER };

struct account_rules {
	struct policy *policy;
	const struct term_table *terms;
	/* What each word of terms.csv is here, by its number (term_number). */
	uint8_t id_type[ACCOUNT_TERMS], kind[ACCOUNT_TERMS], state[ACCOUNT_TERMS];
	int8_t category_of[ACCOUNT_TERMS];	/* index into category, or -1 */
	const struct seal *seal;
	struct region_table *regions;
	struct mobile_table *mobiles;
	struct when_calendar *holidays;
	struct words *organs, *places;		/* NULL: not looked for */
	bool organ_exempt[8];			/* by enum subject_kind */
	int today;
	int64_t as_of;
	bool reveal;
	bool id_required, mobile_required, verify;
	bool agreement, review, scope, labels, assessment, comment_admin, subscribers, reads;
	int64_t fresh_days, close_days;
	struct scan_names *versions;		/* of the agreement; NULL: any */
	const char *version[ACCOUNT_NAMES];
	struct scan_names *categories;
	const char *category[ACCOUNT_NAMES], *license[ACCOUNT_NAMES];
	bool news[ACCOUNT_NAMES];
	struct { const char *name; int64_t subscribers, reads; struct rule *when; }
	    step[ACCOUNT_STEPS];
	size_t steps;
	struct { const char *name; struct rule *when; } class_rule[ACCOUNT_STEPS];
	size_t class_rules;
};

struct account_room {
	const struct account_rules *rules;
	struct seal_mac *mac;			/* NULL: no keys */
};

/* Identity of registrant and operator, mobile, e-mail, verification (PA-06-1a, GR-06-1a,
 * PA-02-3): false when there is no identity that could stand. */
bool account_identity(struct record *, struct account_room *, struct account_facts *);
/* The name that is shown (PA-07-1a, PA-06-1b). */
void account_name(struct record *, const struct account_rules *, const struct account_facts *);
/* The account's figures, and grade and class by the policy compared with those given
 * (PA-07-2a, PA-07-2b); category: an index into the policy's, or -1. */
void account_grade(struct record *, const struct account_rules *, int category,
    struct account_facts *);
