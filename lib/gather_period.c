#include "gather.h"

#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "filed.h"
#include "gather_int.h"
#include "json.h"
#include "ladder.h"
#include "owner.h"
#include "pick.h"
#include "report.h"
#include "store.h"
#include "when.h"

/* ---- What a period had. */

struct period {
	struct store *store;
	struct gather *g;
	struct gather_items *all;
};

/* An instant as text: NULL or INT64_MIN when there is none. */
static int64_t
instant(const char *val, size_t n, const char *member)
{
	size_t len;
	const char *v = json_get(val, n, member, &len);
	int64_t t;

	return v != NULL && len > 2 && when_read(v + 1, len - 2, &t) ? t : INT64_MIN;
}

static bool
within(const struct period *p, int64_t t)
{
	return t >= p->g->from && t < p->g->until;
}

/*
 * When a measure began, and not before the store learnt of it: one that is entered late
 * belongs to the period in which it was entered, so that what was told of an earlier one stays
 * true.
 */
static int64_t
began(struct store *s, const char *val, size_t n)
{
	int64_t from = pick_number(val, n, "from", INT64_MIN), known;
	char key[REPORT_SERIAL];
	const char *entry;
	size_t en;

	report_key(pick_number(val, n, "journal", 0), key);
	if (!store_get(s, STORE_JOURNAL, key, REPORT_SERIAL - 1, &entry, &en))
		return from;
	known = instant(entry, en, "time");
	return known > from ? known : from;
}

static bool
measure(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct period *p = arg;
	int64_t lifted = pick_number(val, n, "lifted_at", INT64_MIN), t;

	if (pick_number(val, n, "from", INT64_MAX) >= p->g->until && !within(p, lifted))
		return true;
	t = began(p->store, val, n);
	if (within(p, t) || within(p, lifted))
		gather_item_add(p->all, t, false, key, klen);
	return true;
}

static bool
is(const char *val, size_t n, const char *member, const char *text)
{
	size_t len;
	const char *v = json_get(val, n, member, &len);

	return v != NULL && json_same(v, len, text, strlen(text));
}

static int64_t
listed(const char *val, size_t n)
{
	int64_t known = instant(val, n, "time"), from = pick_number(val, n, "from", known);

	return known > from ? known : from;
}

/* Listings by hand each for itself; an import, which may have millions, as one. */
static bool
own_row(const char *val, size_t n)
{
	return (is(val, n, "what", "add") && is(val, n, "list", "hand")) ||
	    is(val, n, "what", "import");
}

static bool
listing(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct period *p = arg;
	char of[REPORT_SERIAL];
	const char *was;
	size_t wn;

	if (klen != REPORT_SERIAL - 1 || *key == '!')
		return true;
	if (own_row(val, n)) {
		if (within(p, listed(val, n)))
			gather_item_add(p->all, listed(val, n), true, key, klen);
	} else if (is(val, n, "what", "lift") && within(p, instant(val, n, "time"))) {
		report_key(pick_number(val, n, "of", 0), of);
		if (store_get(p->store, STORE_LISTING, of, klen, &was, &wn) &&
		    own_row(was, wn))
			gather_item_add(p->all, listed(was, wn), true, of, klen);
	}
	return true;
}

void
gather_period(struct store *s, struct gather *g, struct gather_items *all)
{
	struct period p = { s, g, all };

	store_walk(s, STORE_MEASURE, "", 0, NULL, 0, measure, &p);
	store_walk(s, STORE_LISTING, "", 0, NULL, 0, listing, &p);
}

/* ---- How it was reported. */

/* Did a filing stand at an instant?  *made: when it was made. */
static bool
stood(struct store *s, const char *id, size_t n, int64_t at, int64_t *made)
{
	struct buf name = { 0 }, record = { 0 };
	char text[64];
	const char *receipt;
	size_t len;
	int day;
	bool ok;

	gather_text(&name, id, n);
	ok = filed_get(s, buf_text(&name), &record) &&
	    filed_text(&record, "at", text, sizeof text) &&
	    when_read(text, strlen(text), made) && *made <= at &&
	    filed_text(&record, "state", text, sizeof text);
	if (ok && strcmp(text, "rejected") == 0) {
		/* by the office's own date: until then it stood */
		receipt = json_get(record.s, record.len, "receipt", &len);
		receipt = receipt != NULL ? json_get(receipt, len, "date", &len) : NULL;
		ok = receipt != NULL && len > 2 &&
		    when_read_day(receipt + 1, len - 2, &day) && at < when_start(day);
	} else if (ok)
		ok = strcmp(text, "published") == 0 || strcmp(text, "accepted") == 0;
	buf_free(&name);
	buf_free(&record);
	return ok;
}

static void
told(struct gather_line *l, const char *id, size_t n)
{
	int64_t made;

	if (id == NULL || !stood(l->store, id, n, l->g->as_of, &made))
		return;
	gather_line_json(l, "report", id, n);
	gather_line_time(l, "reported_at", made);
}

/* The clause that a measure or a listing rests on. */
static const char *
clause(struct gather_line *l, const struct gather_item *x, const char *val, size_t n)
{
	const struct ladder_step *step;
	const char *kind;
	size_t len;

	if (x->listing)
		return NULL;
	if (l->ladder == NULL)
		l->ladder = ladder_load(l->g->policy);
	kind = json_get(val, n, "kind", &len);
	l->plain.len = 0;
	if (kind != NULL)
		gather_text(&l->plain, kind, len);
	step = ladder_find(l->ladder, (unsigned)pick_number(val, n, "side", OWNER_ACCOUNT) %
	    OWNER_NONE, buf_text(&l->plain), l->plain.len);
	return step != NULL ? step->clause : NULL;
}

void
gather_reported(struct gather_line *l, const struct gather_item *x, const char *val, size_t n)
{
	const char *report, *before, *rests = clause(l, x, val, n);
	char key[REPORT_SERIAL];
	struct report r;
	struct json_walk w;
	size_t rn, len;

	report_key(pick_number(val, n, "report", 0), key);
	if (store_get(l->store, STORE_REPORT, key, REPORT_SERIAL - 1, &report, &rn) &&
	    report_read(report, rn, &r)) {
		if (rests == NULL)
			rests = report_kind_clause(r.kind);
		/* filings that fell come first, in the order of time */
		before = json_get(report, rn, "before", &len);
		json_walk(&w, before != NULL ? before : "", len);
		while (json_next(&w))
			told(l, w.value, w.value_len);
		told(l, r.filing, r.filing_n);
	}
	if (rests != NULL)
		gather_line_word(l, "clause", rests);
}
