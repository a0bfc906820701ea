#include "census.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "census_int.h"
#include "document.h"
#include "finding.h"
#include "journal.h"
#include "json.h"
#include "keep.h"
#include "mem.h"
#include "owner.h"
#include "policy.h"
#include "segment.h"
#include "shelf.h"
#include "store.h"
#include "when.h"

/* ---- Lines that were kept, by class and day. */

struct days {
	struct census_work *w;
	bool gone;
};

static bool
one_segment(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct days *d = arg;
	struct census *c = d->w->c;
	struct segment_facts facts;
	struct segment_name name;
	struct shelf_entry e;
	size_t i, len;
	const char *why;
	int64_t back;

	if (!segment_name(key, klen, &name) || !shelf_read(val, n, &e, &facts) ||
	    e.received > c->as_of)
		return true;
	why = d->gone ? json_get(val, n, "why", &len) : NULL;
	/* What was merged is counted where it went. */
	if (why != NULL && len == 8 && memcmp(why, "\"merged\"", 8) == 0)
		return true;
	c->count[CENSUS_SEGMENTS] += !d->gone;
	if (name.series != SEGMENT_DATED)
		return true;
	back = (int64_t)d->w->today - name.day;
	for (i = 0; i < c->classes && strcmp(c->class_name[i], name.class) != 0; i++)
		;
	if (i < c->classes && back >= 0 && back < CENSUS_DAYS)
		c->kept[i][back] += facts.lines;
	return true;
}

/* Days without lines since the first there is (or the day of the policy), of the last six
 * months, up to yesterday: a class that is not used at all has none. */
static void
gaps(struct census_work *w, size_t class, uint64_t *days)
{
	const uint64_t *kept = w->c->kept[class];
	int back, first = -1, since = keep_since(w->keep, (unsigned)class);
	uint64_t missing = 0;

	for (back = 1; back < CENSUS_DAYS; back++)
		if (kept[back] > 0)
			first = back;
	if (since != INT32_MIN && w->today - since > first)
		first = w->today - since;
	for (back = 1; back < CENSUS_DAYS; back++) {
		if (keep_last(w->keep, w->today - back, KEEP_FLOOR) < w->today)
			break;
		*days += kept[back] > 0;
		missing += kept[back] == 0 && back <= first;
	}
	if (missing > 0)
		census_find_add(w->c, F_LOG_GAP, strncmp(keep_clause(w->keep,
		    (unsigned)class), "GR", 2) == 0 ? OWNER_GROUP : OWNER_ACCOUNT, missing);
}

void
census_logs(struct census_work *w)
{
	struct days d = { .w = w };
	struct census *c = w->c;
	unsigned i;

	c->classes = keep_classes(w->keep);
	if (c->classes > sizeof c->class_name / sizeof *c->class_name)
		c->classes = sizeof c->class_name / sizeof *c->class_name;
	for (i = 0; i < c->classes; i++)
		strcpy(c->class_name[i], keep_name(w->keep, i));
	store_walk(w->store, STORE_SEGMENT, "", 0, NULL, 0, one_segment, &d);
	d.gone = true;
	store_walk(w->store, STORE_GONE, "", 0, NULL, 0, one_segment, &d);
	for (i = 0; i < c->classes; i++)
		gaps(w, i, &c->count[strncmp(keep_clause(w->keep, i), "GR", 2) == 0 ?
		    CENSUS_NETWORK_DAYS : keep_is_content(w->keep, i) ? CENSUS_CONTENT_DAYS :
		    CENSUS_LOG_DAYS]);
}

/* ---- The journal: whole? what was handed out? which requests were answered? */

struct request {
	char number[256];		/* of the case, raw JSON */
	size_t n;
	int64_t from, until;
	bool answered;
};
struct entries {
	struct census_work *w;
	struct request *request;
	size_t requests;
};

static bool
one_request(void *arg, const char *val, size_t n)
{
	struct entries *a = arg;
	struct document_entry e;
	struct request *r;
	bool sure;
	int until;

	if (!document_read(val, n, &e) || e.at > a->w->c->as_of)
		return true;
	a->w->c->count[CENSUS_REQUESTS]++;
	until = e.until != WHEN_NEVER ? e.until : when_workdays(a->w->holidays, e.from,
	    (int)policy_num(a->w->policy, "audit.request_days"), &sure);
	a->request = mem_grow(a->request, a->requests + 1, sizeof *a->request);
	r = &a->request[a->requests++];
	*r = (struct request){ .from = when_start(e.from), .until = when_start(until + 1) };
	if (e.number != NULL && e.number_n <= sizeof r->number)
		memcpy(r->number, e.number, r->n = e.number_n);
	return true;
}

static bool
full(const char *what, size_t n, const char *name)
{
	size_t len;
	const char *v = json_get(what, n, name, &len);

	return v != NULL && len > 2;
}

/* PA-09-1c: personal data that left are explained by who, why and on what ground. */
static void
handed_out(struct census_work *w, const char *val, size_t n, const char *what, size_t wn,
    bool filing)
{
	size_t len;
	const char *v = json_get(what, wn, "revealed", &len);
	bool why = full(what, wn, "basis") || full(what, wn, "case") ||
	    (filing && full(what, wn, "clause"));

	/* A filing without personal columns in clear says to whom and by which clause. */
	if (filing && v != NULL && len > 2)
		why = full(what, wn, "basis") && full(what, wn, "reason");
	else if (!filing)
		why = why && (full(what, wn, "reason") || full(what, wn, "case"));
	w->c->count[CENSUS_EXPORTS]++;
	if (!why || !full(val, n, "by")) {
		census_find_add(w->c, F_EXPORT_UNEXPLAINED, OWNER_ACCOUNT, 1);
		census_find_add(w->c, F_EXPORT_UNEXPLAINED, OWNER_USER, 1);
	}
}

/* PA-16-2b, GR-13-2: what the journal says was kept is in the catalogue, or has a
 * tombstone. */
static void
stored(struct census_work *w, const char *what, size_t wn)
{
	struct json_walk all, one;
	char id[SEGMENT_ID * 6];
	size_t n, len;
	const char *v = json_get(what, wn, "segments", &len), *val;
	struct segment_name name;
	unsigned side;
	int class;

	json_walk(&all, v != NULL ? v : "[]", v != NULL ? len : 2);
	while (json_next(&all)) {
		json_walk(&one, all.value, all.value_len);
		if (!json_next(&one) || one.value_len < 2 || one.value_len > sizeof id)
			continue;
		n = json_decode(id, one.value, one.value_len);
		if (!segment_name(id, n, &name) ||
		    store_get(w->store, STORE_SEGMENT, id, n, &val, &len) ||
		    store_get(w->store, STORE_GONE, id, n, &val, &len))
			continue;
		class = keep_find(w->keep, name.class, strlen(name.class));
		side = class >= 0 && strncmp(keep_clause(w->keep, (unsigned)class), "GR",
		    2) == 0 ? OWNER_GROUP : OWNER_ACCOUNT;
		census_find_add(w->c, F_CHAIN_BROKEN, side, 1);
	}
}

static bool
one_entry(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct entries *a = arg;
	size_t len, wn, cn, i;
	const char *v, *what, *number;
	bool make, out, store;
	int64_t at;

	(void)key, (void)klen;
	a->w->c->count[CENSUS_JOURNAL]++;
	v = memmem(val, n, ",\"verb\":\"", 9);
	if (v == NULL)
		return true;
	v = v + 9;
	len = (size_t)(val + n - v);
	make = len > 5 && memcmp(v, "make\"", 5) == 0;
	out = make || (len > 7 && memcmp(v, "reveal\"", 7) == 0) ||
	    (len > 6 && memcmp(v, "fetch\"", 6) == 0);
	store = len > 6 && memcmp(v, "store\"", 6) == 0;
	if (!out && !store)
		return true;
	v = json_get(val, n, "time", &len);
	what = json_get(val, n, "what", &wn);
	if (v == NULL || what == NULL || len != 27 || !when_read(v + 1, 25, &at) ||
	    at > a->w->c->as_of)
		return true;
	if (store) {
		stored(a->w, what, wn);
		return true;
	}
	handed_out(a->w, val, n, what, wn, make);
	number = json_get(what, wn, "case", &cn);
	for (i = 0; i < a->requests && number != NULL; i++) {
		struct request *r = &a->request[i];

		if (r->n == cn && memcmp(r->number, number, cn) == 0 && at >= r->from &&
		    at < r->until)
			r->answered = true;
	}
	return true;
}

void
census_journal(struct census_work *w)
{
	struct census *c = w->c;
	struct entries a = { .w = w };
	uint64_t entries;
	size_t i;

	document_each(w->store, DOCUMENT_REQUEST, one_request, &a);
	c->journal_whole = journal_verify(w->store, &entries, &c->journal_broken,
	    &c->journal_why);
	journal_head(w->store, c->journal_head);
	if (c->journal_whole)
		c->journal_broken = 0;
	else
		for (i = 0; i < CENSUS_SIDES; i++)
			census_find_add(c, F_JOURNAL_BROKEN, (unsigned)i, 1);
	store_walk(w->store, STORE_JOURNAL, "", 0, NULL, 0, one_entry, &a);
	for (i = 0; i < a.requests; i++)
		if (!a.request[i].answered && a.request[i].until <= c->as_of) {
			census_find_add(c, F_REQUEST_UNANSWERED, OWNER_ACCOUNT, 1);
			census_find_add(c, F_REQUEST_UNANSWERED, OWNER_GROUP, 1);
		}
	free(a.request);
}
