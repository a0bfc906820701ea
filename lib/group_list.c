#include "group_list.h"

#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "counts.h"
#include "group.h"
#include "json.h"
#include "pages.h"
#include "rule.h"
#include "status.h"
#include "store.h"

struct listing {
	const struct group *g;
	struct store *s;
	const char *by;
	struct counts *counts;
	struct rule *where;		/* of counts; NULL: all */
};

static void
one_group(void *a, const char *key, size_t klen, const char *val, size_t vn, struct buf *out)
{
	const struct listing *l = a;

	group_show(l->g, l->s, key, klen, val, vn, out);
}

static void
one_seat(void *a, const char *key, size_t klen, const char *val, size_t vn, struct buf *out)
{
	const struct listing *l = a;

	group_show_seat(l->s, key, klen, val, vn, out);
}

static void
one_past(void *a, const char *key, size_t klen, const char *val, size_t vn, struct buf *out)
{
	(void)a;
	group_show_past(key, klen, val, vn, out);
}

static void
one_person(void *a, const char *key, size_t klen, const char *val, size_t vn, struct buf *out)
{
	const struct listing *l = a;

	group_show_count(l->g, l->s, key, klen, val, vn, out);
}

void
group_list(const struct group *g, struct store *s, enum group_list what, const char *of,
    const char *where)
{
	static const struct {
		enum store_table table;
		void (*one)(void *, const char *, size_t, const char *, size_t, struct buf *);
	} how[] = {
		[GROUP_LIST_GROUPS] = { STORE_GROUP, one_group },
		[GROUP_LIST_SEATS] = { STORE_MEMBER, one_seat },
		[GROUP_LIST_PERSONS] = { STORE_COUNT, one_person },
		[GROUP_LIST_PAST] = { STORE_PAST, one_past },
	};
	struct listing l = { .g = g, .s = s };

	/* With the NUL behind it the name begins the keys of that group alone. */
	pages_of(s, how[what].table, of != NULL ? of : "", of != NULL ? strlen(of) + 1 : 0,
	    where, how[what].one, &l);
}

/* ---- Counts. */

bool
group_list_counts(const char *by)
{
	static const char *const name[] = { "state", "tier", "category", "grade", "class" };
	size_t i;

	for (i = 0; i < sizeof name / sizeof *name && strcmp(name[i], by) != 0; i++)
		;
	return i < sizeof name / sizeof *name;
}

static void
count_one(void *a, const char *key, size_t klen, const char *val, size_t vn, struct buf *out)
{
	const struct listing *l = a;
	struct buf line = { 0 }, name = { 0 };
	const char *v, *why = NULL;
	size_t n;

	(void)out;
	group_show(l->g, l->s, key, klen, val, vn, &line);
	v = json_get(line.s, line.len - 1, l->by, &n);
	if (v == NULL)
		buf_puts(&name, "group none");
	else
		buf_printf(&name, "group %.*s", (int)n - 2, v + 1);
	if (l->where == NULL || rule_true(l->where, line.s, line.len - 1, &why))
		counts_add(l->counts, name.s, name.len);
	else if (why != NULL)
		status_warn(REFUSED, "--where: %s", why);
	buf_free(&line);
	buf_free(&name);
}

void
group_list_count(const struct group *g, struct store *s, const char *by, const char *where)
{
	struct listing l = { .g = g, .s = s, .by = by };
	struct buf out = { 0 };

	l.counts = counts_new();
	l.where = where != NULL ? rule_new("--where", where) : NULL;
	pages_run(s, STORE_GROUP, NULL, count_one, &l);
	counts_tell(l.counts, by, &out);
	buf_send(&out, STDOUT_FILENO, "standard output");
	buf_free(&out);
	counts_free(l.counts);
	rule_free(l.where);
}
