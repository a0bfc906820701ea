/* What the files of group share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct buf;
struct caps;
struct caps_person;
struct credit;
struct entry_change;
struct person;
struct person_rules;
struct record;
struct seat;
struct seat_group;
struct seat_person;
struct seat_user;
struct sieve;
struct seal_hash;
struct store;
struct term_table;

struct group {
	enum group_verb verb;
	struct credit *credit;
	struct caps *caps;
	struct person_rules *persons;
	const struct term_table *terms;
	struct sieve *sieve;		/* of the list as the batch began; NULL: not read */
	const char *by, *policy;
	int64_t now, as_of;
	bool follows;			/* the clock, which gave as_of at the start */
	struct seal_hash *batch;
	uint64_t groups;		/* import: rows of groups in the batch */
};

/* A text: raw JSON of a value, decoded of an operation or row; s NULL: absent. */
struct group_text { const char *s; size_t n; };

/* A value of STORE_GROUP, read: the texts point into it. */
struct group_facts {
	struct group_text name, code, category, owner, grade, class_name, rights,
	    given_grade, given_class, page, stats_at, tier_name, review_name, reviewed_by,
	    reviewed_at, mode_name;
	int category_at, tier, mode, review;	/* -1: none, or not in the policy */
	int64_t capacity, capacity_until, created_at, closed_at, past, activity, page_members;
	int code_shown, roles_shown;		/* 1, 0, -1: not known */
	bool large, open;
};
/* False: there is none.  *val, *vn: the value, until the next put. */
bool group_get(const struct group *, struct store *, const char *id, size_t n,
    struct group_facts *, const char **val, size_t *vn);
void group_read(const struct caps *, const char *val, size_t n, struct group_facts *);
int64_t group_limit(const struct group *, const struct group_facts *, int64_t at);
/* The value with changes, and an entry of the past (members of an object, or NULL: none). */
void group_change(struct store *, const char *id, size_t n, const char *val, size_t vn,
    const struct entry_change *, size_t count, const struct buf *past);
/* The next code that is free; noted as given. */
void group_code_next(struct store *, char out[]);
/* The text of a member; s NULL: absent. */
struct group_text group_text_of(struct record *, unsigned member);
/* May an instant of a record be: not before 2000, not in the future? */
bool group_time_good(const struct group *, int64_t at);
/* Tier, capacity, code, mode and review of a record; what is malformed is a finding. */
struct group_op;
void group_check_size(struct record *, const struct group *, struct group_op *);

enum group_kind { OP_CREATE, OP_JOIN, OP_LEAVE, OP_INVITE, OP_APPROVE, OP_APPOINT, OP_DISMISS,
	OP_TRANSFER, OP_DISSOLVE, OP_RENAME, OP_RESIZE, OP_KINDS };
const char *group_kind_name(unsigned kind);

/* What the check leaves for apply. */
struct group_op {
	struct act *act;
	unsigned kind;			/* enum group_kind */
	struct group_text group, user, target, name;	/* decoded */
	int64_t time;
	unsigned how;			/* enum seat_how */
	char role;			/* of an invitation: SEAT_MANAGER or SEAT_MEMBER */
	bool platform, passes;
	/* of create and resize, and of rows that are taken in */
	struct group_text category, tier, code;
	int64_t capacity, capacity_until;
	int mode, review;		/* -1: not given */
	bool closes;			/* a row: the group is closed */
};

/* What an operation leads to; written once all is judged.  ROLE: of the seat that it is about,
 * or one of these. */
enum { GROUP_GONE = 'x', GROUP_DISSOLVED = 'd', GROUP_NOBODY = '?' };
struct group_outcome {
	char role;
	int64_t members, limit, joined, created;	/* -1: not told */
	char code[66];
};

/* What an operation looks at. */
struct group_case {
	const struct group *g;
	struct store *s;
	struct record *r;
	struct group_op *op;
	struct group_facts facts;
	const char *val;		/* of STORE_GROUP, until the first put */
	size_t vn;
	struct seat_group *count;
	struct group_outcome out;
};
void group_find(struct group_case *, int code, unsigned member);	/* code -1: nothing */
/* A finding when it does: value of at most `most`. */
void group_exceeds(struct group_case *, unsigned code, unsigned member, int64_t value,
    int64_t most);
bool group_refused(const struct group_case *);
/* The row of caps for a person about this group. */
const struct caps_person *group_row(const struct group_case *, const struct person *);
/* Of header group.h: each adds findings; RULE's false: stop. */
bool group_rule(struct group_case *);
void group_manage(struct group_case *, struct person *);
/* OWN.  created, large: how many more of them it makes; the person is weighed. */
void group_qualify(struct group_case *, struct person *, struct seat_person *, unsigned member,
    int tier, int review, int created, int large);
/* Is the user the owner, or the platform doing it? */
bool group_owns(struct group_case *);
/* The user's seat; false: none. */
bool group_seat(struct group_case *, const struct group_text *user, struct seat_user *,
    struct seat *);
/* What a user's person has is told: n, that for which its seats count. */
void group_told(struct group_case *, const struct seat_user *, const struct seat_person *n);

/* Judge one kind, and do it when nothing refuses it and the verb does. */
void group_do_join(struct group_case *);
void group_do_leave(struct group_case *);
void group_do_invite(struct group_case *);
void group_do_approve(struct group_case *);
void group_do_appoint(struct group_case *);
void group_do_dismiss(struct group_case *);
void group_do_create(struct group_case *);
void group_do_transfer(struct group_case *);
void group_do_dissolve(struct group_case *);
void group_do_rename(struct group_case *);
void group_do_resize(struct group_case *);
/* The beginning of an entry of the past: what, when, who, by which operation. */
void group_past(struct group_case *, struct buf *);
/* The person of a user (raw JSON) owns `more` groups more, and `large` large ones. */
void group_owned(struct store *, const struct group_text *user, int more, int large);
/* The value with all members of an object in place of its own, its capacity too. */
void group_merge(struct group_case *, const struct buf *object, bool large,
    const struct buf *past);
/* The target is the owner, and who was it a plain member. */
void group_hand_over(struct group_case *, struct seat *, struct person *);
/* All seats and their counts go; also of rows that say so. */
void group_empty(struct store *, const char *id, size_t n, const struct group_facts *,
    struct seat_group *);

/* Rows that are taken in: a group's (true: something changed); what is too many already. */
bool group_import_row(struct group_case *);
void group_over(struct group_case *, unsigned code, int64_t value, int64_t most);

/* STORE_ANSWER: [[[CODE,FIELD,VERDICT,VALUE,LIMIT]...],
 * [ROLE,MEMBERS,LIMIT,JOINED,CREATED,CODE]]; CODE only of create. */
void group_answer_put(struct group_case *);
/* Give a record what it was answered; false: it is damaged. */
bool group_answer_tell(struct record *, const char *answer, size_t n);
/* The outcome as members of the record. */
void group_tell(struct record *, const struct group_outcome *);

/* As lines are made of them: in the files show, grade, audit, plan and compare. */
/* "open", "suspended" or "closed", as the platform and the measures in force have it. */
const char *group_state(const struct group *, struct store *, const char *id, size_t n,
    const struct group_facts *);
/* The group as one object, without a line end. */
void group_show_facts(const struct group *, struct store *, const char *id, size_t n,
    const struct group_facts *, const struct seat_group *, struct buf *);
void group_show_person(const struct group *, struct store *, const char *key, size_t n,
    const struct seat_person *, struct buf *);
/*
 * Grade and class by the policy (GR-07-1a).  The grade: of the first step that its figures
 * reach; the one that it has is kept until they fall short by group.grade.hysteresis.  The class: of
 * the first rule that is true (it sees that grade), else the category.  NULL: none.
 */
void group_grade_of(const struct group *, struct store *, const char *id, size_t n,
    const struct group_facts *, const struct seat_group *, const char **grade,
    const char **class_name);
bool group_grade_same(const struct group_text *had, const char *now);
/* "ok", "over-grace" or "over". */
const char *group_cap_state(const struct group *, int64_t value, int64_t limit, int since);
int group_limit_since(const struct group *, const struct group_facts *);

/* A person's counts and caps; key lives as long as the one given. */
struct group_load {
	const char *key;
	size_t n;
	struct seat_person *count;	/* the caller's */
	const struct caps_person *row;
};
bool group_load_read(const struct group *, struct store *, const char *person, size_t n,
    const char *val, size_t vn, struct group_load *);
/* What persons with too much could leave and hand over: their newest. */
struct group_plan;
struct group_plan *group_plan_new(const struct group *, struct store *);
void group_plan_free(struct group_plan *);
/* Adds "plan" to a line (an object) when there is one. */
void group_plan_tell(const struct group_plan *, const struct group_load *, struct buf *line);

/* Put right what a recount has found: lists (without their end) of [NUMBER,PERSON] of users, of
 * [GROUP,MEMBERS,MANAGERS,0] and of [PERSON,JOINED,CREATED,LARGE]; and say so in the journal. */
void group_mend(const struct group *, struct store *, struct buf *moved, struct buf *groups,
    struct buf *people, uint64_t count);
