/*
 * A credit scheme: credit.account, credit.user or credit.group of the policy, read once
 * (PA-06-2a/b, GR-07-2a/b).  The law gives no numbers; beian-policy(5) says what each path
 * means, score.h how an event is weighed by them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem_arena;
struct policy;
struct rule;
struct scan_names;

enum scheme_of { SCHEME_ACCOUNT, SCHEME_USER, SCHEME_GROUP, SCHEMES };

enum { SCHEME_LEVELS = 16, SCHEME_RULES = 128, SCHEME_REPEATS = 16, SCHEME_LADDERS = 16,
	SCHEME_COUNTED = 24, SCHEME_CYCLES = 24 };

struct scheme_level {
	const char *name;
	int64_t from;
	const char *services;		/* a JSON array of strings */
	size_t services_n;
};

/* A rule of `deduct` or `reward`. */
struct scheme_rule {
	int kind;			/* index into kind[] */
	bool reward, confirm, given;
	bool has_to;			/* to: the score goes to that at once */
	int64_t points, to, most;	/* most: of a given one, or of a cycle (0: no bound) */
	int64_t repeat[SCHEME_REPEATS];
	size_t repeats;			/* 0: not by repetition */
	int within_days;		/* window in which repetitions count; 0: for ever */
	int64_t level[SCHEME_LEVELS];	/* by present level */
	bool by_level;
	int cycle_days;			/* 0: no cycle */
	int64_t times;			/* a cycle; 0: no bound */
	int64_t ceiling, above;		/* of a reward; above -1: at any score */
	int from, until;		/* days of the event: from <= day < until */
	struct rule *when;		/* NULL: always */
	const char *class_name;		/* for statistics; NULL: none */
	char path[48];			/* "credit.account.deduct[3]" */
};

/* The measure that the n-th offence of a kind asks for. */
struct scheme_ladder {
	int kind, within_days;
	size_t steps;
	struct { const char *measure; int64_t days; } step[SCHEME_REPEATS];
};

struct scheme {
	const char *name;		/* "account" ... */
	char digest[17];		/* of the scheme's text: two alike give the same score */
	int64_t base, floor, ceiling, hysteresis;
	struct scheme_level level[SCHEME_LEVELS];	/* the highest first */
	size_t levels;
	struct scheme_rule rule[SCHEME_RULES];	/* deduct, then reward; the first that fits */
	size_t rules;
	struct scheme_ladder ladder[SCHEME_LADDERS];
	size_t ladders;
	const char *kind[SCHEME_RULES];
	bool counted[SCHEME_RULES];	/* kinds of which something asks how often */
	size_t kinds;
	enum { RECOVER_NONE, RECOVER_DAYS, RECOVER_ACTIVE } recover;
	int active;			/* kind that marks an active day; -1: none */
	int64_t after, every, grant, top, add_days;	/* top: the ceiling of recovery */
	bool at_floor, restart;
	int64_t mute_hours, mute_per, mute_free, mute_free_from;	/* mute_per 0: no mutes */
	const char *mute_takes;		/* JSON array of services; NULL: all */
	size_t mute_takes_n;
	struct scan_names *names;	/* of kind[] */
	struct mem_arena *room;		/* of the texts */
};

/* USAGE, naming the path, when the scheme makes no sense.  Lives as long as the policy. */
struct scheme *scheme_load(struct policy *, enum scheme_of);
void scheme_free(struct scheme *);
int scheme_kind(const struct scheme *, const char *s, size_t n);	/* -1: in no rule */
