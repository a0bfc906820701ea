#include "ladder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "pick.h"
#include "policy.h"
#include "status.h"

static const char *const side_name[] = { "account", "user", "group" };

static void
read_step(struct ladder *l, struct ladder_step *s, const char *v, size_t n, const char *path)
{
	const char *term = pick_text(l->room, v, n, "term");
	const char *act = pick_text(l->room, v, n, "act");

	s->kind = pick_text(l->room, v, n, "kind");
	s->title = pick_text(l->room, v, n, "title");
	s->clause = pick_text(l->room, v, n, "clause");
	s->step = pick_number(v, n, "step", 0);
	s->takes = json_get(v, n, "takes", &s->takes_n);
	if (s->takes == NULL) {
		s->takes = "[]";
		s->takes_n = 2;
	}
	s->state = pick_text(l->room, v, n, "state");
	s->term = term == NULL || strcmp(term, "may") == 0 ? LADDER_MAY :
	    strcmp(term, "must") == 0 ? LADDER_MUST : LADDER_NEVER;
	s->most_days = pick_number(v, n, "most_days", 0);
	s->lists = pick_flag(v, n, "lists");
	s->credit = pick_flag(v, n, "credit");
	s->review = pick_flag(v, n, "review");
	s->act = act == NULL ? LADDER_MEASURE : strcmp(act, "remove") == 0 ? LADDER_REMOVE :
	    strcmp(act, "moderate") == 0 ? LADDER_MODERATE : LADDER_MONITOR;
	if (s->kind == NULL || *s->kind == '\0' || s->clause == NULL)
		status_die(USAGE, "policy: %s: expected kind and clause", path);
	if (s->state != NULL && strcmp(s->state, "closed") != 0 &&
	    strcmp(s->state, "suspended") != 0)
		status_die(USAGE, "policy: %s.state: expected closed or suspended", path);
	if (s->lists && s->review)
		status_die(USAGE, "policy: %s.review: expected false: "
		    "a listing ends by itself", path);
	if (s->lists && s->term != LADDER_MUST)
		status_die(USAGE, "policy: %s.term: expected must: a listing ends", path);
}

struct ladder *
ladder_load(struct policy *p)
{
	struct ladder *l = mem_alloc(sizeof *l);
	const char *name = policy_string(p, "measure.ladder"), *v;
	char path[160];
	struct json_walk w;
	size_t n;
	int i;

	l->room = mem_alloc(sizeof *l->room);
	for (i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "measure.ladders.%.60s.%s", name, side_name[i]);
		v = policy_get(p, path, &n);
		if (v == NULL)
			status_die(USAGE, "policy: %s: missing (measure.ladder names it)",
			    path);
		json_walk(&w, v, n);
		while (json_next(&w)) {
			snprintf(path, sizeof path, "measure.ladders.%.60s.%s[%zu]", name,
			    side_name[i], l->steps[i]);
			if (l->steps[i] == LADDER_STEPS)
				status_die(USAGE, "policy: %s: expected at most %d", path,
				    LADDER_STEPS);
			read_step(l, &l->step[i][l->steps[i]], w.value, w.value_len, path);
			l->steps[i]++;
		}
	}
	l->remove_minutes = policy_num(p, "measure.remove_minutes");
	l->monitor_hours = policy_num(p, "measure.monitor_hours");
	l->moderate_minutes = policy_num(p, "measure.moderate_minutes");
	l->moderate_late = policy_num(p, "measure.moderate_late");
	l->report_hours = policy_num(p, "report.hours");
	return l;
}

void
ladder_free(struct ladder *l)
{
	if (l == NULL)
		return;
	mem_end(l->room);
	free(l->room);
	free(l);
}

const struct ladder_step *
ladder_find(const struct ladder *l, unsigned side, const char *s, size_t n)
{
	const struct ladder_step *t;
	size_t i;

	for (i = 0; i < l->steps[side]; i++) {
		t = &l->step[side][i];
		if ((strlen(t->kind) == n && memcmp(t->kind, s, n) == 0) ||
		    (t->title != NULL && strlen(t->title) == n && memcmp(t->title, s, n) == 0))
			return t;
	}
	return NULL;
}

const struct ladder_step *
ladder_after(const struct ladder *l, unsigned side, int64_t step)
{
	size_t i;

	for (i = 0; i < l->steps[side]; i++)
		if (l->step[side][i].step == step + 1)
			return &l->step[side][i];
	return NULL;
}
