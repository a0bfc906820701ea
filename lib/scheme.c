#include "scheme.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "pick.h"
#include "policy.h"
#include "rule.h"
#include "scan.h"
#include "scheme_int.h"
#include "seal.h"
#include "status.h"
#include "when.h"

static const char *const name_of[SCHEMES] = { "account", "user", "group" };

/* What is being read: its text and its path. */
struct part {
	const char *v;
	size_t n;
	char path[64];
};

static _Noreturn void
wrong(const struct part *p, const char *member, const char *want)
{
	status_die(USAGE, "policy: %s%s%s: expected %s", p->path, *member != '\0' ? "." : "",
	    member, want);
}

/* The policy's check has found that what is there has the right kind. */
static int64_t
num(const struct part *p, const char *name, int64_t otherwise)
{
	return pick_number(p->v, p->n, name, otherwise);
}

static bool
flag(const struct part *p, const char *name)
{
	return pick_flag(p->v, p->n, name);
}

static struct mem_arena *room;		/* of the scheme that is being read */

static const char *
text(const struct part *p, const char *name)
{
	return pick_text(room, p->v, p->n, name);
}

static const char *
must(const struct part *p, const char *name)
{
	const char *s = text(p, name);

	if (s == NULL || *s == '\0')
		wrong(p, name, "a text");
	return s;
}

static int
day(const struct part *p, const char *name, int d)
{
	const char *s = text(p, name);

	if (s != NULL)
		when_read_day(s, strlen(s), &d);
	return d;
}

static bool
has(const struct part *p, const char *name)
{
	return json_get(p->v, p->n, name, &(size_t){ 0 }) != NULL;
}

static int
kind(struct scheme *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->kinds && strcmp(s->kind[i], name) != 0; i++)
		;
	if (i == s->kinds) {
		if (s->kinds == SCHEME_RULES)
			status_die(USAGE, "policy: credit.%s: expected at most %d kinds",
			    s->name, SCHEME_RULES);
		s->kind[s->kinds++] = name;
	}
	return (int)i;
}

/* The items of an array member as parts, their paths "credit.user.deduct[3]". */
struct walk {
	struct json_walk w;
	struct part item;
	const char *above, *name;
	int i;
};

static void
begin(struct walk *w, const struct part *p, const char *name)
{
	size_t n;
	const char *v = json_get(p->v, p->n, name, &n);

	json_walk(&w->w, v != NULL ? v : "[]", v != NULL ? n : 2);
	w->above = p->path;
	w->name = name;
	w->i = 0;
}

static bool
next(struct walk *w)
{
	if (!json_next(&w->w))
		return false;
	w->item.v = w->w.value;
	w->item.n = w->w.value_len;
	snprintf(w->item.path, sizeof w->item.path, "%.40s.%s[%d]", w->above, w->name, w->i++);
	return true;
}

static void
levels(struct scheme *s, const struct part *p)
{
	struct walk w;
	struct scheme_level *l;

	for (begin(&w, p, "levels"); next(&w);) {
		if (s->levels == SCHEME_LEVELS)
			wrong(p, "levels", "at most 16");
		l = &s->level[s->levels++];
		l->name = must(&w.item, "level");
		l->from = num(&w.item, "from", 0);
		l->services = json_get(w.item.v, w.item.n, "services", &l->services_n);
		if (l->services == NULL) {
			l->services = "[]";
			l->services_n = 2;
		}
		if (s->levels > 1 && l->from >= l[-1].from)
			wrong(&w.item, "from", "less than that of the level before");
	}
	if (s->levels == 0 || s->level[s->levels - 1].from > s->floor)
		wrong(p, "levels", "a last level that begins at the floor");
}

static void
by_level(struct scheme *s, struct scheme_rule *r, const struct part *p)
{
	size_t n, i;
	const char *v = json_get(p->v, p->n, "levels", &n);
	struct part of = { v, n, "" };
	struct json_walk w;

	r->by_level = v != NULL;
	if (v == NULL)
		return;
	for (i = 0; i < s->levels; i++)
		r->level[i] = num(&of, s->level[i].name, 0);
	json_walk(&w, v, n);
	while (json_next(&w)) {
		for (i = 0; i < s->levels && (strlen(s->level[i].name) != w.name_len ||
		    memcmp(s->level[i].name, w.name, w.name_len) != 0); i++)
			;
		if (i == s->levels)
			wrong(p, "levels", "names of levels");
	}
}

static void
repeats(struct scheme_rule *r, const struct part *p)
{
	size_t n;
	const char *v = json_get(p->v, p->n, "repeat", &n);
	struct json_walk w;

	json_walk(&w, v != NULL ? v : "[]", v != NULL ? n : 2);
	while (json_next(&w)) {
		if (r->repeats == SCHEME_REPEATS)
			wrong(p, "repeat", "at most 16 numbers");
		json_whole(w.value, w.value_len, &r->repeat[r->repeats++]);
	}
	if (v != NULL && r->repeats == 0)
		wrong(p, "repeat", "a number at least");
}

static void
rules(struct scheme *s, const struct part *p, const char *name, bool reward)
{
	struct walk w;
	struct scheme_rule *r;
	const char *when;

	for (begin(&w, p, name); next(&w);) {
		const struct part *i = &w.item;

		if (s->rules == SCHEME_RULES)
			wrong(p, name, "at most 128 rules in all");
		r = &s->rule[s->rules++];
		snprintf(r->path, sizeof r->path, "%.47s", i->path);
		r->reward = reward;
		r->kind = kind(s, must(i, "kind"));
		r->class_name = text(i, "class");
		r->points = num(i, "points", 0);
		r->has_to = has(i, "to");
		r->to = num(i, "to", 0);
		r->given = flag(i, "given");
		r->most = num(i, "most", 0);
		r->within_days = (int)num(i, "within_days", 0);
		repeats(r, i);
		by_level(s, r, i);
		r->confirm = flag(i, "confirm");
		r->cycle_days = (int)num(i, "cycle_days", 0);
		r->times = num(i, "times", 0);
		r->ceiling = num(i, "ceiling", s->top);
		r->above = num(i, "above", -1);
		r->from = day(i, "from", INT_MIN);
		r->until = day(i, "until", INT_MAX);
		if (has(i, "points") + r->has_to + r->given + (r->repeats > 0) +
		    r->by_level != 1)
			wrong(i, "", reward ? "one of points and to" :
			    "one of points, to, given, repeat and levels");
		if (r->given && r->most == 0)
			wrong(i, "most", "the most points that an event may give");
		if (reward && (r->most > 0 || r->times > 0) && r->cycle_days == 0)
			wrong(i, "cycle_days", "the days of a cycle");
		when = text(i, "when");
		r->when = when != NULL ? rule_new(r->path, when) : NULL;
	}
}

static void
recovery(struct scheme *s, const struct part *p)
{
	struct part r = { NULL, 0, "" };
	const char *by, *active;

	s->top = s->ceiling;
	s->active = -1;
	r.v = json_get(p->v, p->n, "recover", &r.n);
	if (r.v == NULL)
		return;
	snprintf(r.path, sizeof r.path, "%.50s.recover", p->path);
	by = must(&r, "by");
	s->recover = *by == 'd' ? RECOVER_DAYS : *by == 'a' ? RECOVER_ACTIVE : RECOVER_NONE;
	if (s->recover == RECOVER_NONE)
		return;
	s->after = num(&r, "after_days", 0);
	s->every = num(&r, "every_days", 1);
	s->grant = num(&r, "points", 1);
	s->top = num(&r, "ceiling", s->ceiling);
	s->add_days = num(&r, "add_days", 0);
	s->at_floor = flag(&r, "at_floor");
	by = text(&r, "relapse");
	s->restart = by == NULL || *by == 'r';
	if (s->every == 0 || s->grant == 0)
		wrong(&r, s->every == 0 ? "every_days" : "points", "1 or more");
	active = text(&r, "active");
	if (s->top > s->ceiling)
		wrong(&r, "ceiling", "no more than the scheme's");
	if ((s->recover == RECOVER_ACTIVE) != (active != NULL))
		wrong(&r, "active", "the kind of event of an active day, and by: active");
	if (active != NULL)
		s->active = kind(s, active);
}

static void
ladders(struct scheme *s, const struct part *p)
{
	struct walk w, v;
	struct scheme_ladder *l;

	for (begin(&w, p, "ladder"); next(&w);) {
		if (s->ladders == SCHEME_LADDERS)
			wrong(p, "ladder", "at most 16 ladders");
		l = &s->ladder[s->ladders++];
		l->kind = kind(s, must(&w.item, "kind"));
		l->within_days = (int)num(&w.item, "within_days", 0);
		for (begin(&v, &w.item, "steps"); next(&v);) {
			if (l->steps == SCHEME_REPEATS)
				wrong(&w.item, "steps", "at most 16");
			l->step[l->steps].measure = must(&v.item, "measure");
			l->step[l->steps++].days = num(&v.item, "days", 0);
		}
		if (l->steps == 0)
			wrong(&w.item, "steps", "one or more");
	}
}

static void
mutes(struct scheme *s, const struct part *p)
{
	struct part m = { NULL, 0, "" };

	m.v = json_get(p->v, p->n, "mute", &m.n);
	if (m.v == NULL)
		return;
	snprintf(m.path, sizeof m.path, "%.50s.mute", p->path);
	s->mute_hours = num(&m, "hours", 0);
	s->mute_per = num(&m, "per_points", 0);
	s->mute_free = num(&m, "free_points", 0);
	s->mute_free_from = num(&m, "free_from", 0);
	s->mute_takes = json_get(m.v, m.n, "takes", &s->mute_takes_n);
	if (s->mute_hours == 0 || s->mute_per == 0)
		wrong(&m, s->mute_hours == 0 ? "hours" : "per_points", "1 or more");
}

struct scheme *
scheme_load(struct policy *policy, enum scheme_of of)
{
	struct scheme *s = mem_alloc(sizeof *s);
	struct part p = { NULL, 0, "" };
	char hex[129];

	s->room = room = mem_alloc(sizeof *room);
	s->name = name_of[of];
	snprintf(p.path, sizeof p.path, "credit.%s", s->name);
	p.v = policy_get(policy, p.path, &p.n);
	s->base = num(&p, "base", 0);
	s->floor = num(&p, "floor", 0);
	s->ceiling = num(&p, "ceiling", 0);
	s->hysteresis = num(&p, "hysteresis", 0);
	if (s->floor > s->base || s->base > s->ceiling)
		wrong(&p, "base", "a number from the floor to the ceiling");
	recovery(s, &p);
	levels(s, &p);
	rules(s, &p, "deduct", false);
	rules(s, &p, "reward", true);
	ladders(s, &p);
	mutes(s, &p);
	scheme_sense(s);
	s->names = scan_names_new(s->kind, s->kinds);
	seal_digest(SEAL_SM3, p.v, p.n, hex);
	memcpy(s->digest, hex, 16);
	return s;
}

void
scheme_free(struct scheme *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->rules; i++)
		rule_free(s->rule[i].when);
	scan_names_free(s->names);
	mem_end(s->room);
	free(s->room);
	free(s);
}

int
scheme_kind(const struct scheme *s, const char *text_of, size_t n)
{
	return scan_names_find(s->names, text_of, n);
}
