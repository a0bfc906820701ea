/*
 * The ladders of measures: measure.ladders of the policy, the one that measure.ladder names
 * (PA-12-3b, PA-13-1a, GR-11-1a, GR-11-2a, GR-11-3c; that of 2021 by its article 19).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct policy;

enum { LADDER_STEPS = 32 };
enum ladder_term { LADDER_MAY, LADDER_MUST, LADDER_NEVER };	/* has an end */
enum ladder_act { LADDER_MEASURE, LADDER_REMOVE, LADDER_MODERATE, LADDER_MONITOR };

struct ladder_step {
	const char *kind, *title, *clause;
	int64_t step;			/* 0: beside the ladder */
	const char *takes;		/* services taken, a JSON array; "*" is all */
	size_t takes_n;
	const char *state;		/* that the account or group must be in; NULL: any */
	enum ladder_term term;
	int64_t most_days;		/* 0: no bound */
	bool lists, credit, review;
	enum ladder_act act;
};

struct ladder {
	struct ladder_step step[3][LADDER_STEPS];	/* by enum owner_side */
	size_t steps[3];
	int64_t remove_minutes, monitor_hours, moderate_minutes, moderate_late, report_hours;
	struct mem_arena *room;
};

/* USAGE, naming the path, when it makes no sense.  Lives no longer than the policy. */
struct ladder *ladder_load(struct policy *);
void ladder_free(struct ladder *);
/* By kind or title; NULL: the ladder has none. */
const struct ladder_step *ladder_find(const struct ladder *, unsigned side, const char *s,
    size_t n);
/* The measure of the step after one; NULL: there is none. */
const struct ladder_step *ladder_after(const struct ladder *, unsigned side, int64_t step);
