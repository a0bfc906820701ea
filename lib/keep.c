#include "keep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "pick.h"
#include "policy.h"
#include "share.h"
#include "status.h"
#include "when.h"

struct class {
	char name[KEEP_NAME];
	const char *clause;
	const char **source;		/* NULL after the last */
	int months, since;
};

struct keep {
	struct class class[KEEP_CLASSES];
	unsigned classes;
	int log, content;		/* the classes of publishing */
	const char **action;		/* that publish; NULL after the last */
	struct when_calendar *holidays;
	struct mem_arena arena;
};

/* The strings of an array (NULL: none), NULL after the last. */
static const char **
texts(struct keep *k, const char *v, size_t n)
{
	const char **text;
	struct json_walk w;
	size_t count = 0;
	char *s;

	json_walk(&w, v != NULL ? v : "", v != NULL ? n : 0);
	while (json_next(&w))
		count++;
	text = mem_piece(&k->arena, (count + 1) * sizeof *text);
	json_walk(&w, v != NULL ? v : "", v != NULL ? n : 0);
	for (count = 0; json_next(&w); count++) {
		s = mem_piece(&k->arena, w.value_len + 1);
		s[json_decode(s, w.value, w.value_len)] = '\0';
		text[count] = s;
	}
	text[count] = NULL;
	return text;
}

static void
read_class(struct keep *k, const char *name, size_t n, const char *v, size_t vn)
{
	struct class *c = &k->class[k->classes++];
	const char *since = pick_text(&k->arena, v, vn, "since"), *list;
	size_t len;

	memcpy(c->name, name, n);
	c->clause = pick_text(&k->arena, v, vn, "clause");
	c->months = (int)pick_number(v, vn, "months", KEEP_FLOOR);
	c->since = INT32_MIN;
	if (since != NULL)
		when_read_day(since, strlen(since), &c->since);
	list = json_get(v, vn, "sources", &len);
	c->source = texts(k, list, len);
}

struct keep *
keep_load(struct policy *p)
{
	struct keep *k = mem_alloc(sizeof *k);
	const char *v, *name;
	struct json_walk w;
	size_t n;
	char *text;

	v = policy_get(p, "retain.publish.actions", &n);
	k->action = texts(k, v, n);
	v = policy_get(p, "retain.classes", &n);
	json_walk(&w, v, n);
	while (json_next(&w))
		read_class(k, w.name, w.name_len, w.value, w.value_len);
	name = policy_string(p, "retain.publish.log");
	k->log = keep_find(k, name, strlen(name));
	name = policy_string(p, "retain.publish.content");
	k->content = keep_find(k, name, strlen(name));
	text = share_read("holidays.csv", &n);
	k->holidays = when_calendar_read(text, n);
	if (k->holidays == NULL)
		status_die(USAGE, "holidays.csv: malformed");
	free(text);
	return k;
}

void
keep_free(struct keep *k)
{
	if (k == NULL)
		return;
	when_calendar_free(k->holidays);
	mem_end(&k->arena);
	free(k);
}

unsigned
keep_classes(const struct keep *k)
{
	return k->classes;
}

int
keep_find(const struct keep *k, const char *name, size_t n)
{
	unsigned i;

	for (i = 0; i < k->classes; i++)
		if (strlen(k->class[i].name) == n && memcmp(k->class[i].name, name, n) == 0)
			return (int)i;
	return -1;
}

const char *
keep_name(const struct keep *k, unsigned class)
{
	return k->class[class].name;
}

const char *
keep_clause(const struct keep *k, unsigned class)
{
	return k->class[class].clause;
}

const char *const *
keep_sources(const struct keep *k, unsigned class)
{
	return k->class[class].source;
}

int
keep_since(const struct keep *k, unsigned class)
{
	return k->class[class].since;
}

bool
keep_is_log(const struct keep *k, unsigned class)
{
	return k->log == (int)class;
}

bool
keep_is_content(const struct keep *k, unsigned class)
{
	return k->content == (int)class;
}

bool
keep_publishes(const struct keep *k, const char *action, size_t n)
{
	const char **a;

	for (a = k->action; *a != NULL; a++)
		if (strlen(*a) == n && memcmp(*a, action, n) == 0)
			return true;
	return false;
}

int
keep_last(const struct keep *k, int day, int months)
{
	int last = when_add_months(day, months), moved;
	bool sure;

	if (last == WHEN_NEVER)
		return last;
	moved = when_workdays(k->holidays, last - 1, 1, &sure);
	return sure ? moved : moved + KEEP_UNSURE;
}

int
keep_until(const struct keep *k, int class, int day, int received)
{
	int months = class >= 0 ? k->class[class].months : KEEP_FLOOR;

	months = months > KEEP_FLOOR ? months : KEEP_FLOOR;
	return keep_last(k, day > received ? day : received, months);
}
