#include "scheme.h"

#include <string.h>

#include "scheme_int.h"
#include "status.h"

enum { MOST = 36500, LONGEST = 80 };	/* days or hours; bytes of a kind */

static _Noreturn void
wrong(const struct scheme *s, const char *member, const char *want)
{
	status_die(USAGE, "policy: credit.%s%s: expected %s", s->name, member, want);
}

/* Names: two alike would never be told apart. */
static void
names(const struct scheme *s)
{
	size_t i, k;

	for (i = 0; i < s->levels; i++)
		for (k = 0; k < i; k++)
			if (strcmp(s->level[i].name, s->level[k].name) == 0)
				wrong(s, ".levels", "each level once");
	for (i = 0; i < s->kinds; i++) {
		if (strcmp(s->kind[i], "appeal") == 0)
			wrong(s, "", "no kind appeal: it is what counters an event");
		if (strlen(s->kind[i]) > LONGEST)
			wrong(s, "", "kinds of at most 80 bytes");
	}
}

/* What a state has room for. */
static void
room(struct scheme *s)
{
	size_t i, kinds = 0, cycles = 0;

	for (i = 0; i < s->rules; i++) {
		s->counted[s->rule[i].kind] |= s->rule[i].repeats > 0 ||
		    s->rule[i].when != NULL;
		cycles += s->rule[i].cycle_days > 0;
	}
	for (i = 0; i < s->ladders; i++)
		s->counted[s->ladder[i].kind] = true;
	for (i = 0; i < s->kinds; i++)
		kinds += s->counted[i];
	if (kinds > SCHEME_COUNTED)
		wrong(s, "", "at most 24 kinds with repeat, when or a ladder");
	if (cycles > SCHEME_CYCLES)
		wrong(s, ".reward", "at most 24 rules with a cycle");
}

void
scheme_sense(struct scheme *s)
{
	size_t i, k;

	names(s);
	room(s);
	if (s->after > MOST || s->every > MOST || s->add_days > MOST || s->mute_hours > MOST)
		wrong(s, "", "at most 36500 days to recover, 36500 hours a mute");
	for (i = 0; i + 1 < s->levels; i++)
		if (s->level[i].from + s->hysteresis > s->ceiling)
			wrong(s, ".hysteresis", "levels that can be reached again: "
			    "from and hysteresis within the ceiling");
	for (i = 0; i < s->rules; i++) {
		const struct scheme_rule *r = &s->rule[i];

		if (r->from >= r->until)
			status_die(USAGE, "policy: %s.until: expected a day after from",
			    r->path);
		if (r->has_to && (r->to < s->floor || r->to > s->ceiling))
			status_die(USAGE, "policy: %s.to: expected a number from the floor to "
			    "the ceiling", r->path);
		if (r->reward && r->ceiling > s->ceiling)
			status_die(USAGE, "policy: %s.ceiling: expected no more than the "
			    "scheme's", r->path);
	}
	for (i = 0; i < s->ladders; i++) {
		for (k = 0; k < s->rules && s->rule[k].kind != s->ladder[i].kind; k++)
			;
		if (k == s->rules)
			wrong(s, ".ladder", "kinds that a rule has too (points may be 0)");
	}
}
