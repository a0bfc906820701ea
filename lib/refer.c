#include "refer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "complaint.h"
#include "json.h"
#include "measure.h"
#include "mem.h"
#include "owner.h"
#include "pick.h"
#include "record.h"
#include "report.h"
#include "store.h"
#include "trace.h"
#include "when.h"

/* Whose lines up to an instant are referred to, and by what. */
struct refer {
	char kind;			/* of trace.h */
	char *name, *what;
	size_t n;
	int64_t at;
	uint64_t key;			/* of trace.h */
};

struct refer_set {
	struct refer *refer;
	size_t count, room;
	int64_t last;
};

/* While it is gathered. */
struct desk {
	struct store *s;
	struct refer_set *set;
	int64_t now;
};

static void
add(struct refer_set *set, char kind, const char *name, size_t n, int64_t at,
    const char *what, const char *id, size_t id_n)
{
	size_t before = strlen(what);
	struct refer *r;

	if (set->count == set->room) {
		set->room = set->room * 2 + 16;
		set->refer = mem_grow(set->refer, set->room, sizeof *set->refer);
	}
	r = &set->refer[set->count++];
	*r = (struct refer){ .kind = kind, .name = mem_copy(name, n), .n = n, .at = at };
	r->what = mem_alloc(before + id_n + 1);
	memcpy(r->what, what, before);
	memcpy(r->what + before, id, id_n);
}

/* ---- What is open. */

static bool
measure_open(struct store *s, const char *id, size_t id_n, const char *val, size_t vn,
    int64_t now)
{
	int64_t report = pick_number(val, vn, "report", 0),
	    until = pick_number(val, vn, "until", INT64_MAX);
	size_t n;

	/* The report first: it is owed for what has ended, too. */
	if (report > 0 && report_state(s, report, "measure", id, id_n, now) != REPORT_MADE)
		return true;
	return until != INT64_MAX && json_get(val, vn, "lifted_at", &n) == NULL &&
	    (now < until || json_get(val, vn, "review", &n) != NULL);
}

/* v: a raw owner_target: "a:" account, "u:" subject or "u:@" user, "g:" group. */
static void
add_target(struct refer_set *set, const char *v, size_t n, int64_t at, const char *what,
    const char *id, size_t id_n)
{
	char target[OWNER_KEY * 6 + 2];

	if (v == NULL || n > sizeof target)
		return;
	n = json_decode(target, v, n);
	if (n > 3 && target[0] == 'u' && target[2] == '@')
		add(set, 'u', target + 3, n - 3, at, what, id, id_n);
	else if (n > 2 && target[0] == 'u')
		add(set, 's', target + 2, n - 2, at, what, id, id_n);
	else if (n > 2 && (target[0] == 'a' || target[0] == 'g'))
		add(set, target[0], target + 2, n - 2, at, what, id, id_n);
}

static bool
one_measure(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct desk *d = arg;
	const char *v;
	size_t n;

	v = json_get(val, vn, "target", &n);
	if (measure_open(d->s, id, id_n, val, vn, d->now))
		add_target(d->set, v, n, pick_number(val, vn, "from", INT64_MAX), "measure:",
		    id, id_n);
	return true;
}

static bool
one_complaint(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct desk *d = arg;
	struct complaint_state c;
	struct buf id = { 0 };
	int64_t at;

	(void)key, (void)klen;
	/* One that was put here by a clock that is ahead is open, too. */
	if (!complaint_at(NULL, val, vn, INT64_MAX, &c) || c.stage == COMPLAINT_ANSWERED)
		return true;
	at = c.received;
	if (c.stage == COMPLAINT_APPEALED && c.appealed > at)
		at = c.appealed;
	id.len = json_decode(buf_room(&id, c.id_n), c.id, c.id_n);
	add_target(d->set, c.target, c.target_n, at, "complaint:", id.s, id.len);
	buf_free(&id);
	return true;
}

static void
listed(struct desk *d, int64_t serial, int64_t at)
{
	char kind, key[BLACKLIST_KEY], ref[24];
	size_t n, ref_n = (size_t)snprintf(ref, sizeof ref, "%lld", (long long)serial);
	int64_t report;

	blacklist_stands(d->s, serial, d->now, &kind, key, &n, &report);
	switch (kind) {
	case 'a': case 's': case 'g':
		add(d->set, kind, key, n, at, "listing:", ref, ref_n);
		break;
	case 'c': case 'm': case 'e':
		/* Persons of groups are listed by their user, or by their subject. */
		add(d->set, owner_is_subject(key, n) ? 's' : 'u', key, n, at, "listing:", ref,
		    ref_n);
		break;
	default:			/* a name is in nobody's lines */
		break;
	}
}

/* An import's own report refers to a list that somebody else made, not to lines. */
static bool
one_report(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct desk *d = arg;
	const char *of, *ref, *at;
	size_t n, ref_n, at_n;
	int64_t serial = 0, time;
	size_t i;

	(void)key, (void)klen;
	of = json_get(val, vn, "of", &n);
	ref = json_get(val, vn, "ref", &ref_n);
	at = json_get(val, vn, "at", &at_n);
	if (of == NULL || n != 9 || memcmp(of, "\"listing\"", 9) != 0 || ref == NULL ||
	    ref_n < 3 || !report_owed(d->s, val, vn))
		return true;
	for (i = 1; i + 1 < ref_n && ref[i] >= '0' && ref[i] <= '9'; i++)
		serial = serial * 10 + (ref[i] - '0');
	if (at == NULL || at_n < 3 || !when_read(at + 1, at_n - 2, &time))
		time = INT64_MAX - 1;
	listed(d, serial, time);
	return true;
}

/* ---- One for each name: lines up to the last instant. */

/* The accounts or users of a subject: [[NAME,DAY]...]. */
static void
add_list(struct refer_set *set, char kind, const char *v, size_t n, size_t of)
{
	struct json_walk w, pair;
	struct buf name = { 0 };

	json_walk(&w, v, n);
	while (json_next(&w)) {
		json_walk(&pair, w.value, w.value_len);
		if (!json_next(&pair))
			continue;
		name.len = json_decode(buf_room(&name, pair.value_len), pair.value,
		    pair.value_len);
		add(set, kind, name.s, name.len, set->refer[of].at, set->refer[of].what, "",
		    0);
		name.len = 0;
	}
	buf_free(&name);
}

static void
add_subjects(struct store *s, struct refer_set *set)
{
	size_t i, n, len, count = set->count;
	const char *val, *v;

	for (i = 0; i < count; i++) {
		if (set->refer[i].kind != 's' ||
		    !store_get(s, STORE_SUBJECT, set->refer[i].name, set->refer[i].n, &val,
		    &n))
			continue;
		if ((v = json_get(val, n, "accounts", &len)) != NULL)
			add_list(set, 'a', v, len, i);
		if ((v = json_get(val, n, "users", &len)) != NULL)
			add_list(set, 'u', v, len, i);
	}
}

static int
order(const void *a, const void *b)
{
	const struct refer *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int c;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	c = memcmp(x->name, y->name, n);
	if (c != 0 || x->n != y->n)
		return c != 0 ? c : x->n < y->n ? -1 : 1;
	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;		/* the last first */
	return strcmp(x->what, y->what);
}

static bool
same_name(const struct refer *a, const struct refer *b)
{
	return a->kind == b->kind && a->n == b->n && memcmp(a->name, b->name, a->n) == 0;
}

struct refer_set *
refer_load(struct store *s, int64_t now)
{
	struct desk d = { s, mem_alloc(sizeof *d.set), now };
	struct refer_set *set = d.set;
	struct refer *r;
	size_t i, kept = 0;

	store_walk(s, STORE_MEASURE, "", 0, NULL, 0, one_measure, &d);
	store_walk(s, STORE_REPORT, "", 0, NULL, 0, one_report, &d);
	store_walk(s, STORE_COMPLAINT, "", 0, NULL, 0, one_complaint, &d);
	add_subjects(s, set);
	if (set->count > 0)
		qsort(set->refer, set->count, sizeof *set->refer, order);
	set->last = INT64_MIN;
	for (i = 0; i < set->count; i++) {
		r = &set->refer[i];
		if (kept > 0 && same_name(r, &set->refer[kept - 1])) {
			free(r->name);
			free(r->what);
			continue;
		}
		r->key = trace_key(r->kind, r->name, r->n);
		set->last = r->at > set->last ? r->at : set->last;
		set->refer[kept++] = *r;
	}
	set->count = kept;
	return set;
}

void
refer_free(struct refer_set *set)
{
	size_t i;

	if (set == NULL)
		return;
	for (i = 0; i < set->count; i++) {
		free(set->refer[i].name);
		free(set->refer[i].what);
	}
	free(set->refer);
	free(set);
}

bool
refer_same(const struct refer_set *a, const struct refer_set *b)
{
	size_t i;

	for (i = 0; i < a->count && i < b->count && same_name(&a->refer[i], &b->refer[i]) &&
	    a->refer[i].at == b->refer[i].at; i++)
		;
	return a->count == b->count && i == a->count;
}

/* ---- Asked. */

int64_t
refer_last(const struct refer_set *set)
{
	return set->last;
}

bool
refer_frame(const struct refer_set *set, const struct trace *t, uint32_t frame, bool undated)
{
	const struct trace_frame *f = trace_frame(t, frame);
	int64_t first = undated || f->last < f->first ? INT64_MIN : f->first;
	size_t i;

	for (i = 0; i < set->count; i++)
		if (set->refer[i].at >= first && trace_may(t, frame, set->refer[i].key))
			return true;
	return false;
}

static const struct refer *
find(const struct refer_set *set, char kind, const char *name, size_t n)
{
	size_t low = 0, high = set->count, mid;
	struct refer want = { .kind = kind, .name = (char *)name, .n = n, .at = INT64_MAX };

	while (low < high) {
		mid = low + (high - low) / 2;
		if (same_name(&set->refer[mid], &want))
			return &set->refer[mid];
		if (order(&set->refer[mid], &want) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

const char *
refer_name(const struct refer_set *set, char kind, const char *name, size_t n)
{
	const struct refer *r = find(set, kind, name, n);

	return r != NULL ? r->what : NULL;
}

const char *
refer_line(const struct refer_set *set, struct record *r, bool undated)
{
	static const struct { enum member m; char kind; } whose[] = {
		{ M_ACCOUNT, 'a' }, { M_USER, 'u' }, { M_GROUP, 'g' }, { M_SUBJECT, 's' }
	};
	const struct refer *f;
	struct piece name;
	int64_t time;
	bool timed = !undated && record_time(r, M_TIME, &time) > 0;
	size_t i;

	for (i = 0; i < sizeof whose / sizeof *whose; i++)
		if (record_text(r, whose[i].m, &name) &&
		    (f = find(set, whose[i].kind, name.s, name.n)) != NULL &&
		    (!timed || time <= f->at))
			return f->what;
	return NULL;
}
