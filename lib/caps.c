#include "caps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "pick.h"
#include "policy.h"
#include "rule.h"
#include "scheme.h"
#include "status.h"
#include "when.h"

static const char *const mode_name[] = { "open", "consent", "real-name", "approval" };
static const char *const review_name[] = { "none", "automatic", "manual" };

static int
find(const char *const *name, int count, const char *s, size_t n)
{
	int i;

	for (i = 0; i < count && (strlen(name[i]) != n || memcmp(name[i], s, n) != 0); i++)
		;
	return i < count ? i : -1;
}

const char *
caps_mode_name(enum caps_mode m)
{
	return mode_name[m];
}

int
caps_mode_find(const char *s, size_t n)
{
	return find(mode_name, CAPS_MODES, s, n);
}

const char *
caps_review_name(enum caps_review r)
{
	return review_name[r];
}

int
caps_review_find(const char *s, size_t n)
{
	return find(review_name, CAPS_REVIEWS, s, n);
}

/* ---- Reading the policy. */

/* One item of a list of the policy. */
struct item {
	const char *v;
	size_t n;
	char path[64];
};

static _Noreturn void
wrong(const struct item *i, const char *member, const char *want)
{
	status_die(USAGE, "policy: %s%s%s: expected %s", i->path, *member != '\0' ? "." : "",
	    member, want);
}

static const char *
name_of(const struct caps *c, const struct item *i, const char *member)
{
	const char *s = pick_text(c->room, i->v, i->n, member);

	if (s == NULL || *s == '\0')
		wrong(i, member, "a text");
	return s;
}

static int64_t
count_of(const struct item *i, const char *member, int64_t otherwise)
{
	return pick_number(i->v, i->n, member, otherwise);
}

static int
level_of(const struct caps *c, const struct scheme *s, const struct item *i)
{
	const char *name = pick_text(c->room, i->v, i->n, "level");
	size_t k;

	if (name == NULL)
		return -1;
	for (k = 0; k < s->levels && strcmp(s->level[k].name, name) != 0; k++)
		;
	if (k == s->levels)
		wrong(i, "level", "a level of credit.user");
	return (int)k;
}

/* fn for each item of a list; returns how many. */
static size_t
each(struct policy *p, struct caps *c, const struct scheme *s, const char *list, size_t most,
    void (*fn)(struct caps *, const struct scheme *, size_t, const struct item *))
{
	struct json_walk w;
	struct item item;
	const char *v;
	size_t n, i;

	v = policy_get(p, list, &n);
	json_walk(&w, v, n);
	for (i = 0; json_next(&w); i++) {
		item.v = w.value;
		item.n = w.value_len;
		snprintf(item.path, sizeof item.path, "%s[%zu]", list, i);
		if (i == most)
			status_die(USAGE, "policy: %s: expected at most %zu", item.path, most);
		fn(c, s, i, &item);
	}
	return i;
}

static void
read_category(struct caps *c, const struct scheme *s, size_t at, const struct item *i)
{
	(void)s;
	c->category[at] = (struct caps_category){ name_of(c, i, "category"),
	    count_of(i, "members", CAPS_MOST) };
	if (caps_category_find(c, c->category[at].name, strlen(c->category[at].name)) >= 0)
		wrong(i, "category", "another name than those before");
	c->categories = at + 1;
}

static void
read_tier(struct caps *c, const struct scheme *s, size_t at, const struct item *i)
{
	struct caps_tier *t = &c->tier[at];
	const char *review = pick_text(c->room, i->v, i->n, "review");

	*t = (struct caps_tier){ .name = name_of(c, i, "tier"),
	    .members = count_of(i, "members", 0),
	    .managers = count_of(i, "managers", CAPS_MOST),
	    .reserve = count_of(i, "reserve", 0), .level = level_of(c, s, i) };
	if (t->level < 0)
		t->level = (int)s->levels - 1;
	if (review != NULL)
		t->review = (enum caps_review)caps_review_find(review, strlen(review));
	if (t->members < 1 || (at > 0 && t->members <= c->tier[at - 1].members))
		wrong(i, "members", "more than in the tier before");
	if (caps_tier_find(c, t->name, strlen(t->name)) >= 0)
		wrong(i, "tier", "another name than those before");
	c->tiers = at + 1;
}

static void
read_person(struct caps *c, const struct scheme *s, size_t at, const struct item *i)
{
	const char *v = pick_text(c->room, i->v, i->n, "verification"),
	    *category = pick_text(c->room, i->v, i->n, "category");

	c->person[at] = (struct caps_person){ .verified = v == NULL ? -1 : *v == 'v',
	    .level = level_of(c, s, i), .category = category == NULL ? -1 :
	    caps_category_find(c, category, strlen(category)),
	    .create = count_of(i, "create", CAPS_MOST),
	    .large = count_of(i, "large", CAPS_MOST),
	    .create_day = count_of(i, "create_day", CAPS_MOST),
	    .join = count_of(i, "join", CAPS_MOST),
	    .join_day = count_of(i, "join_day", CAPS_MOST),
	    .members = count_of(i, "members", CAPS_MOST) };
	if (category != NULL && c->person[at].category < 0)
		wrong(i, "category", "one of group.categories");
	c->persons = at + 1;
}

static void
read_join(struct caps *c, const struct scheme *s, size_t at, const struct item *i)
{
	const char *mode = name_of(c, i, "mode");

	(void)s;
	c->join[at] = (struct caps_join){ count_of(i, "from", 0),
	    (enum caps_mode)caps_mode_find(mode, strlen(mode)), pick_flag(i->v, i->n, "qr") };
	if (at == 0 ? c->join[at].from != 0 : c->join[at].from <= c->join[at - 1].from)
		wrong(i, "from", at == 0 ? "0" : "more than in the row before");
	c->joins = at + 1;
}

static struct rule *
condition(const struct caps *c, const struct item *i, bool must)
{
	const char *when = must ? name_of(c, i, "when") :
	    pick_text(c->room, i->v, i->n, "when");
	char *what;

	if (when == NULL)
		return NULL;
	what = mem_piece(c->room, sizeof i->path + 8);
	snprintf(what, sizeof i->path + 8, "%s.when", i->path);
	return rule_new(what, when);
}

static void
read_step(struct caps *c, const struct scheme *s, size_t at, const struct item *i)
{
	size_t k = 0;

	(void)s;
	c->step[at] = (struct caps_step){ name_of(c, i, "grade"), count_of(i, "members", 0),
	    count_of(i, "activity", 0), condition(c, i, false) };
	for (; k < at; k++)
		if (strcmp(c->step[k].name, c->step[at].name) == 0)
			wrong(i, "grade", "another name than those before");
	if (at > 0 && c->step[at - 1].when == NULL &&
	    c->step[at].members >= c->step[at - 1].members &&
	    c->step[at].activity >= c->step[at - 1].activity)
		wrong(i, "", "less than the step before: the best comes first");
	c->steps = at + 1;
}

static void
read_class(struct caps *c, const struct scheme *s, size_t at, const struct item *i)
{
	(void)s;
	c->rule[at] = (struct caps_class){ name_of(c, i, "class"), condition(c, i, true) };
	c->rules = at + 1;
}

static void
read_right(struct caps *c, const struct scheme *s, size_t at, const struct item *i)
{
	char *text = mem_piece(c->room, i->n);

	(void)s;
	text[json_decode(text, i->v, i->n)] = '\0';
	c->right[at] = text;
	c->rights = at + 1;
}

struct caps *
caps_load(struct policy *p, const struct scheme *users)
{
	struct caps *c = mem_alloc(sizeof *c);
	const char *from = policy_string(p, "group.from");

	c->room = mem_alloc(sizeof *c->room);
	when_read_day(from, strlen(from), &c->from);
	c->grace_days = policy_num(p, "group.grace_days");
	c->large_from = policy_num(p, "group.large_from");
	c->page_from = policy_num(p, "group.page_from");
	c->page_tolerance = policy_num(p, "group.page_tolerance");
	c->hysteresis = policy_num(p, "group.grade.hysteresis");
	c->fresh_days = policy_num(p, "group.grade.fresh_days");
	each(p, c, users, "group.categories", CAPS_CATEGORIES, read_category);
	if (each(p, c, users, "group.tiers", CAPS_TIERS, read_tier) == 0)
		status_die(USAGE, "policy: group.tiers: expected one or more");
	each(p, c, users, "group.persons", CAPS_PERSONS, read_person);
	if (each(p, c, users, "group.join", CAPS_JOINS, read_join) == 0)
		status_die(USAGE, "policy: group.join: expected one or more");
	each(p, c, users, "group.rights", CAPS_RIGHTS, read_right);
	each(p, c, users, "group.grade.steps", CAPS_STEPS, read_step);
	each(p, c, users, "group.class.rules", CAPS_RULES, read_class);
	if (c->hysteresis > 100)
		status_die(USAGE, "policy: group.grade.hysteresis: expected 0 to 100");
	return c;
}

void
caps_free(struct caps *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->steps; i++)
		rule_free(c->step[i].when);
	for (i = 0; i < c->rules; i++)
		rule_free(c->rule[i].when);
	mem_end(c->room);
	free(c->room);
	free(c);
}

/* ---- Asking. */

int
caps_tier_find(const struct caps *c, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < c->tiers && (strlen(c->tier[i].name) != n ||
	    memcmp(c->tier[i].name, s, n) != 0); i++)
		;
	return i < c->tiers ? (int)i : -1;
}

int
caps_category_find(const struct caps *c, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < c->categories && (strlen(c->category[i].name) != n ||
	    memcmp(c->category[i].name, s, n) != 0); i++)
		;
	return i < c->categories ? (int)i : -1;
}

int
caps_tier_of(const struct caps *c, int64_t members)
{
	size_t i;

	for (i = 0; i < c->tiers && c->tier[i].members < members; i++)
		;
	return i < c->tiers ? (int)i : -1;
}

const struct caps_person *
caps_person(const struct caps *c, bool verified, int level, int category)
{
	static const struct caps_person nothing;
	const struct caps_person *p;
	size_t i;

	for (i = 0; i < c->persons; i++) {
		p = &c->person[i];
		if ((p->verified < 0 || p->verified == verified) &&
		    (p->level < 0 || p->level == level) &&
		    (p->category < 0 || p->category == category))
			return p;
	}
	return &nothing;
}

struct caps_join
caps_join(const struct caps *c, int64_t members, int mode)
{
	struct caps_join j = c->join[0];
	size_t i;

	for (i = 1; i < c->joins && c->join[i].from <= members; i++)
		j = c->join[i];
	if (mode > (int)j.mode)
		j.mode = (enum caps_mode)mode;
	return j;
}

int64_t
caps_limit(const struct caps *c, int tier, int64_t capacity, int64_t capacity_until,
    int category, int64_t at)
{
	const struct caps_tier *t = &c->tier[tier < 0 ? 0 : tier];
	int64_t most = t->members;

	if (capacity > 0 && at >= capacity_until)
		most = c->tier[0].members;
	if (capacity > 0 && capacity < most)
		most = capacity;
	if (category >= 0 && c->category[category].members < most)
		most = c->category[category].members;
	return most;
}

bool
caps_large(const struct caps *c, int tier)
{
	return c->tier[tier < 0 ? 0 : tier].members > c->large_from;
}

bool
caps_grace_over(const struct caps *c, int since, int today)
{
	return today - (since > c->from ? since : c->from) >= c->grace_days;
}
