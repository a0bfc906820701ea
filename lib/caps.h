/*
 * The platform's rules for groups: `group` of the policy, read once (GR-07-1a, GR-08-1a/b/c,
 * GR-08-2b, GR-08-3a/b, GR-09-3).  The regulation gives no numbers; beian-policy(5) says what
 * each path means.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem_arena;
struct policy;
struct rule;
struct scheme;

enum { CAPS_TIERS = 32, CAPS_PERSONS = 64, CAPS_JOINS = 16, CAPS_CATEGORIES = 64,
	CAPS_STEPS = 32, CAPS_RULES = 32, CAPS_RIGHTS = 16 };
#define CAPS_MOST INT32_MAX		/* no limit was given */

/* How strictly a joining is verified, and a group is reviewed; each more than those before. */
enum caps_mode { CAPS_OPEN, CAPS_CONSENT, CAPS_REAL_NAME, CAPS_APPROVAL, CAPS_MODES };
enum caps_review { CAPS_NONE, CAPS_AUTOMATIC, CAPS_MANUAL, CAPS_REVIEWS };
const char *caps_mode_name(enum caps_mode);
int caps_mode_find(const char *s, size_t n);		/* -1: none */
const char *caps_review_name(enum caps_review);
int caps_review_find(const char *s, size_t n);		/* -1: none */

struct caps_tier {
	const char *name;
	int64_t members, managers, reserve;
	int level;			/* index of the worst credit level that may own one */
	enum caps_review review;
};
struct caps_person {
	int verified;			/* 1, 0, or -1: both */
	int level;			/* index; -1: all */
	int category;			/* index; -1: all */
	int64_t create, create_day, large, join, join_day;
	int64_t members;		/* the largest group that such a person may own */
};
struct caps_join { int64_t from; enum caps_mode mode; bool qr; };
struct caps_category { const char *name; int64_t members; };
struct caps_step { const char *name; int64_t members, activity; struct rule *when; };
struct caps_class { const char *name; struct rule *when; };

struct caps {
	int from;			/* the day since when these caps hold */
	int64_t grace_days, large_from, page_from, page_tolerance, hysteresis, fresh_days;
	struct caps_tier tier[CAPS_TIERS];		/* the smallest first */
	struct caps_person person[CAPS_PERSONS];	/* the first that fits */
	struct caps_join join[CAPS_JOINS];		/* by size, from 0 on */
	struct caps_category category[CAPS_CATEGORIES];
	struct caps_step step[CAPS_STEPS];		/* the best first */
	struct caps_class rule[CAPS_RULES];		/* the first that is true */
	const char *right[CAPS_RIGHTS];
	size_t tiers, persons, joins, categories, steps, rules, rights;
	struct mem_arena *room;		/* of the texts */
};

/* users: the scheme of credit.user, whose levels the rules name.  USAGE, naming the path, when
 * they make no sense.  Lives as long as the policy. */
struct caps *caps_load(struct policy *, const struct scheme *users);
void caps_free(struct caps *);

int caps_tier_find(const struct caps *, const char *s, size_t n);	/* -1: none */
int caps_category_find(const struct caps *, const char *s, size_t n);	/* -1: none */
/* The smallest tier that may hold so many; -1: none. */
int caps_tier_of(const struct caps *, int64_t members);
/* The row for a person: verified or not, level, and the category of the group in question (-1:
 * of none).  Where none fits: one of zeros. */
const struct caps_person *caps_person(const struct caps *, bool verified, int level,
    int category);
/* How a group of so many members is joined; mode: the group's own, which may be stricter. */
struct caps_join caps_join(const struct caps *, int64_t members, int mode);
/* Members a group may have: its tier's, or its own capacity (0: none) until that ends, at most
 * the category's.  A tier that the policy does not know any more counts as the smallest. */
int64_t caps_limit(const struct caps *, int tier, int64_t capacity, int64_t capacity_until,
    int category, int64_t at);
bool caps_large(const struct caps *, int tier);
/* Has an excess outlived its grace?  since: the day from which on it counts, or the day of
 * group.from when that is later. */
bool caps_grace_over(const struct caps *, int since, int today);
