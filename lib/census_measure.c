#include "census.h"

#include <stdlib.h>
#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "census_int.h"
#include "finding.h"
#include "group.h"
#include "group_audit.h"
#include "json.h"
#include "ladder.h"
#include "measure.h"
#include "mem.h"
#include "owner.h"
#include "person.h"
#include "pick.h"
#include "report.h"
#include "seat.h"
#include "store.h"
#include "when.h"

enum { PAGE = 1000 };

static bool
is(const char *v, size_t n, const char *text)
{
	return v != NULL && n == strlen(text) + 2 && memcmp(v + 1, text, n - 2) == 0;
}

/* ---- Measures. */

static bool
one_measure(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	static const enum census_count of[] = { CENSUS_MEASURES_ACCOUNT, CENSUS_MEASURES_USER,
		CENSUS_MEASURES_GROUP };
	struct census_work *w = arg;
	struct census *c = w->c;
	int64_t from = pick_number(val, n, "from", 0),
	    side = pick_number(val, n, "side", OWNER_NONE);
	size_t len;
	const char *kind = json_get(val, n, "kind", &len);
	const struct ladder_step *step;
	int month = census_month(w, from);

	(void)key, (void)klen;
	if (from > c->as_of || kind == NULL || len < 3)
		return true;
	census_tally_add(&c->measure, kind + 1, len - 2, 1);
	if (side < 0 || side >= OWNER_NONE) {
		c->count[CENSUS_MONITORINGS]++;
		return true;
	}
	step = ladder_find(w->ladder, (unsigned)side, kind + 1, len - 2);
	if (step != NULL && step->act == LADDER_MODERATE) {
		c->count[CENSUS_MODERATIONS]++;
		return true;
	}
	c->count[CENSUS_REMOVALS] += step != NULL && step->act == LADDER_REMOVE;
	c->count[CENSUS_MEASURES]++;
	c->count[of[side]]++;
	if (month >= 0)
		c->measure_month[month][side]++;
	return true;
}

static void
heard(void *arg, int code, unsigned side)
{
	struct census_work *w = arg;

	if (finding_row((enum finding_code)code)->verdict > 0)
		census_find_add(w->c, code, side, 1);
}

static void
audit(struct census_work *w)
{
	struct buf from = { 0 }, out = { 0 };
	unsigned worst = 0;

	w->measure = measure_new(w->policy, w->terms, MEASURE_CHECK, "", w->c->now,
	    w->c->as_of);
	measure_audit_hear(w->measure, heard, w);
	while (measure_audit(w->measure, w->store, &from, PAGE, &out, &worst))
		;
	measure_audit_runs(w->measure, w->store, &out, &worst);
	buf_free(&from);
	buf_free(&out);
}

/* ---- Reports that are owed, and the history of the blacklist. */

static bool
one_report(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct census_work *w = arg;
	struct report r;
	bool owed;

	(void)key, (void)klen;
	if (!report_read(val, n, &r) || r.at > w->c->as_of)
		return true;
	owed = report_owed(w->store, val, n);
	w->c->count[CENSUS_REPORTS]++;
	w->c->count[CENSUS_REPORTS_MADE] += !owed;
	w->c->reports_overdue += owed && r.due < w->c->as_of;
	return true;
}

static bool
one_listing(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct census_work *w = arg;
	size_t len;
	const char *v, *what = json_get(val, n, "what", &len);
	int64_t at;
	bool add = is(what, len, "add"), import = is(what, len, "import");

	if (klen == 0 || *key == '!')
		return true;
	/* The history is only added to: no serial is missing, and each is where it says. */
	if (pick_number(val, n, "n", 0) != ++w->listings || klen != 12) {
		census_find_add(w->c, F_LISTING_INCOMPLETE, OWNER_ACCOUNT, 1);
		census_find_add(w->c, F_LISTING_INCOMPLETE, OWNER_GROUP, 1);
		w->listings = pick_number(val, n, "n", 0);
	}
	v = json_get(val, n, "time", &len);
	if ((!add && !import) || v == NULL || len != 27 || !when_read(v + 1, 25, &at) ||
	    at > w->c->as_of)
		return true;
	if (import) {
		/* A list may have keys of every kind. */
		w->c->count[CENSUS_LISTINGS_ACCOUNT] +=
		    (uint64_t)pick_number(val, n, "added", 0);
		return true;
	}
	v = json_get(val, n, "kind", &len);
	w->c->count[is(v, len, "account") || is(v, len, "subject") || is(v, len, "name") ?
	    CENSUS_LISTINGS_ACCOUNT : CENSUS_LISTINGS_GROUP]++;
	return true;
}

/* PA-13-2c, GR-11-3c: who is on the list and goes on. */
static bool
live(struct census_work *w, enum store_table t, const char *name, size_t n)
{
	const char *val, *v;
	size_t vn, len;

	if (!store_get(w->store, t, name, n, &val, &vn))
		return false;
	v = json_get(val, vn, "state", &len);
	return !is(v, len, "closed");
}

static void
seated(struct census_work *w, const char *user, size_t n)
{
	struct seat_person count;
	struct person p;

	if (n >= SEAT_NAME)
		return;
	person_find(w->store, user, n, &p);
	person_counts(w->store, &p, &count);
	if (count.joined > 0)
		census_find_add(w->c, F_MEMBER_LISTED, OWNER_USER, 1);
}

static bool
one_listed(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct census_work *w = arg;
	struct json_walk all;
	size_t vn, len;
	const char *name = key + 2, *v;
	bool in_force = false;

	json_walk(&all, val, n);
	while (json_next(&all))
		in_force |= blacklist_in_force(all.value, all.value_len, w->c->as_of);
	if (!in_force || klen < 3)
		return true;
	klen -= 2;
	if (*key == 'a' && live(w, STORE_ACCOUNT, name, klen))
		census_find_add(w->c, F_ACCOUNT_LISTED, OWNER_ACCOUNT, 1);
	if (*key == 's' && store_get(w->store, STORE_SUBJECT, name, klen, &v, &vn)) {
		if (json_get(v, vn, "accounts", &len) != NULL && len > 2)
			census_find_add(w->c, F_SUBJECT_LISTED, OWNER_ACCOUNT, 1);
		if (json_get(v, vn, "users", &len) != NULL && len > 2)
			census_find_add(w->c, F_SUBJECT_LISTED, OWNER_USER, 1);
	}
	if (*key == 'e')
		seated(w, name, klen);
	return true;
}

void
census_measures(struct census_work *w)
{
	w->ladder = ladder_load(w->policy);
	store_walk(w->store, STORE_MEASURE, "", 0, NULL, 0, one_measure, w);
	ladder_free(w->ladder);
	audit(w);
	store_walk(w->store, STORE_REPORT, "", 0, NULL, 0, one_report, w);
	store_walk(w->store, STORE_LISTING, "", 0, NULL, 0, one_listing, w);
	store_walk(w->store, STORE_BLACKLIST, "", 0, NULL, 0, one_listed, w);
}

/* ---- Groups and persons. */

struct groups {
	struct census_work *w;
	struct group_audit *audit;
	struct buf out;
};

static void
group_heard(void *arg, int code, bool person)
{
	struct census_work *w = arg;

	census_find_add(w->c, code, person ? OWNER_USER : OWNER_GROUP, 1);
}

static bool
one_group(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct groups *g = arg;
	struct census *c = g->w->c;
	const char *class = "\"\"";
	int64_t from = 0, until = INT64_MAX;
	size_t class_n = 2;
	bool code = false, page = false;
	struct json_walk w;

	json_walk(&w, val, n);
	while (json_next(&w)) {
#define AT(word) (w.name_len == sizeof word - 1 && memcmp(w.name, word, w.name_len) == 0)
		if (AT("created_at"))
			json_whole(w.value, w.value_len, &from);
		else if (AT("closed_at"))
			json_whole(w.value, w.value_len, &until);
		else if (AT("class"))
			class = w.value, class_n = w.value_len;
		code |= AT("code");
		page |= AT("page");
#undef AT
	}
	if (from > c->as_of || until <= c->as_of)
		return true;
	c->count[CENSUS_GROUPS]++;
	census_tally_add(&c->group_class, class + 1, class_n - 2, 1);
	c->count[CENSUS_GROUPS_CODED] += code;
	c->count[CENSUS_GROUPS_PAGED] += page;
	group_audit_group(g->audit, key, klen, val, n, &g->out);
	return true;
}

static bool
one_person(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct groups *g = arg;

	group_audit_person(g->audit, key, klen, val, n, &g->out);
	return true;
}

static bool
one_member(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct census_work *w = arg;
	int64_t members = 0;
	const char *end;

	/* [MEMBERS,...] of the first piece */
	if (klen < 5 || memcmp(key + klen - 4, "0000", 4) != 0 || n < 3 || val[0] != '[')
		return true;
	end = memchr(val, ',', n);
	if (end != NULL && json_whole(val + 1, (size_t)(end - val) - 1, &members))
		w->c->count[CENSUS_SEATS] += (uint64_t)members;
	return true;
}

void
census_groups(struct census_work *w)
{
	struct group *rules = group_new(w->policy, w->terms, GROUP_LOOK, "", w->c->now,
	    w->c->as_of);
	struct groups g = { .w = w,
	    .audit = group_audit_new(rules, w->store, false, NULL) };

	group_audit_hear(g.audit, group_heard, w);
	store_walk(w->store, STORE_GROUP, "", 0, NULL, 0, one_group, &g);
	store_walk(w->store, STORE_COUNT, "p:", 2, NULL, 0, one_person, &g);
	store_walk(w->store, STORE_MEMBER, "", 0, NULL, 0, one_member, w);
	buf_free(&g.out);
	group_audit_free(g.audit);
	group_free(rules);
}
