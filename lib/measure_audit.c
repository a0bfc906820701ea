#include "measure.h"

#include <stdio.h>
#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "credit.h"
#include "finding.h"
#include "journal.h"
#include "json.h"
#include "ladder.h"
#include "measure_int.h"
#include "mem.h"
#include "owner.h"
#include "pick.h"
#include "record.h"
#include "report.h"
#include "status.h"
#include "store.h"
#include "when.h"

struct desk {
	struct measure *m;
	struct store *s;
	struct buf *out;
	unsigned *worst;
};

void
measure_say(struct buf *out, unsigned *worst, int code, unsigned side, const char *name,
    const char *id, size_t id_n, const char *target, size_t target_n)
{
	static const enum member of[] = { M_ACCOUNT, M_USER, M_GROUP };
	const struct finding_row *row = finding_row((enum finding_code)code);
	struct record_value whose = { .size = 1 };
	const char *clause;
	struct record r = { .line = "", .value = &whose };

	r.slot[side < OWNER_NONE ? of[side] : M_ACCOUNT] = 1;
	buf_putc(out, '{');
	buf_member(out, name, id, id_n);
	if (target != NULL)
		buf_member_raw(out, "target", target, target_n);
	clause = finding_clause(&r, (enum finding_code)code);
	buf_member(out, "clause", clause, strlen(clause));
	buf_member(out, "code", row->code, strlen(row->code));
	buf_member(out, "verdict", verdict_name(row->verdict),
	    strlen(verdict_name(row->verdict)));
	buf_member(out, "message", row->message, strlen(row->message));
	buf_puts(out, "}\n");
	if (row->verdict > *worst)
		*worst = row->verdict;
}

static void
say(struct desk *d, enum finding_code code, unsigned side, const char *name, const char *id,
    size_t id_n, const char *target, size_t target_n)
{
	if (d->m->heard != NULL)
		d->m->heard(d->m->hearer, (int)code, side < OWNER_NONE ? side : OWNER_ACCOUNT);
	else
		measure_say(d->out, d->worst, (int)code, side, name, id, id_n, target,
		    target_n);
}

/* Does the entry of the journal that the measure names speak of it? */
static bool
journalled(struct store *s, int64_t serial, const char *id, size_t id_n)
{
	char key[REPORT_SERIAL];
	struct buf own = { 0 };
	const char *val, *v;
	size_t n, len;
	bool yes = false;

	report_key(serial > 0 ? serial : 0, key);
	buf_json(&own, id, id_n);
	if (store_get(s, STORE_JOURNAL, key, REPORT_SERIAL - 1, &val, &n) &&
	    (v = json_get(val, n, "what", &len)) != NULL &&
	    (v = json_get(v, len, "measure", &len)) != NULL)
		yes = len == own.len && memcmp(v, own.s, len) == 0;
	buf_free(&own);
	return yes;
}

/* The state of a registered account: is it what the measures ask for?  Closed does for
 * suspended. */
static bool
state_fits(struct store *s, const char *account, size_t n, const char *asks)
{
	const char *val, *v;
	size_t vn, len;

	if (!store_get(s, STORE_ACCOUNT, account, n, &val, &vn))
		return true;
	v = json_get(val, vn, "state", &len);
	if (v == NULL)
		return false;
	if (len == 8 && memcmp(v, "\"closed\"", 8) == 0)
		return true;
	return strcmp(asks, "suspended") == 0 && len == 11 &&
	    memcmp(v, "\"suspended\"", 11) == 0;
}

static void
audit_effects(struct desk *d, unsigned side, const char *id, size_t id_n,
    const struct buf *val, const char *target, size_t target_n)
{
	struct json_walk w;
	const char *v, *raw;
	char kind, key[BLACKLIST_KEY];
	size_t n, len;
	int64_t report;

	raw = json_get(val->s, val->len, "target", &len);
	v = json_get(val->s, val->len, "effects", &n);
	json_walk(&w, v != NULL ? v : "[]", v != NULL ? n : 2);
	while (json_next(&w)) {
		if (json_get(w.value, w.value_len, "event", &n) != NULL &&
		    !credit_stands(d->m->credit, d->s, id, id_n))
			say(d, F_CREDIT_UNLINKED, side, "measure", id, id_n, raw, len);
		if (json_get(w.value, w.value_len, "listing", &n) != NULL &&
		    !blacklist_stands(d->s, pick_number(w.value, w.value_len, "listing", 0),
		    d->m->as_of, &kind, key, &n, &report))
			say(d, F_LIST_UNLINKED, side, "measure", id, id_n, raw, len);
		if (json_get(w.value, w.value_len, "state", &n) != NULL &&
		    side == OWNER_ACCOUNT && !state_fits(d->s, target + 2, target_n - 2,
		    json_get(val->s, val->len, "asks", &n)[1] == 'c' ? "closed" : "suspended"))
			say(d, F_STATE_MISMATCH, side, "measure", id, id_n, raw, len);
	}
}

static const struct ladder_step *
step_of(const struct desk *d, unsigned side, const struct buf *val)
{
	size_t n;
	const char *kind = json_get(val->s, val->len, "kind", &n);

	return kind != NULL && n > 2 && side < OWNER_NONE ?
	    ladder_find(d->m->ladder, side, kind + 1, n - 2) : NULL;
}

static void
audit_report(struct desk *d, unsigned side, const char *id, size_t id_n, const struct buf *val)
{
	size_t len;
	const char *raw = json_get(val->s, val->len, "target", &len);
	const struct ladder_step *step = step_of(d, side, val);
	bool removal = step != NULL && step->act == LADDER_REMOVE;

	if (step != NULL && step->act >= LADDER_MODERATE)
		return;
	switch (report_state(d->s, pick_number(val->s, val->len, "report", 0), "measure",
	    id, id_n, d->m->as_of)) {
	case REPORT_NONE:
		if (side < OWNER_NONE)
			say(d, F_REPORT_MISSING, side, "measure", id, id_n, raw, len);
		break;
	case REPORT_OVERDUE:
		say(d, removal ? F_REMOVAL_UNREPORTED : F_REPORT_OVERDUE, side, "measure", id,
		    id_n, raw, len);
		break;
	case REPORT_QUEUED:
	case REPORT_MADE:
		break;
	}
}

/* PA-12-3b: moderation that was late too often, and comments neither limited nor switched
 * off. */
struct late {
	const struct measure *m;
	int64_t count;
	bool limited, first;
	const char *id;			/* of the measure that asks */
	size_t id_n;
};

static bool
late_one(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct late *a = arg;
	const char *v, *given;
	size_t n, len;
	int64_t time = pick_number(val, vn, "from", 0), found;

	if (a->m->heard != NULL && time > a->m->as_of)
		return true;
	v = json_get(val, vn, "takes", &n);
	a->limited |= v != NULL && memmem(v, n, "\"interact\"", 10) != NULL &&
	    measure_stands(val, vn, a->m->as_of);
	v = json_get(val, vn, "kind", &n);
	given = json_get(val, vn, "given", &len);
	if (v == NULL || n != 10 || memcmp(v, "\"moderate\"", 10) != 0 || given == NULL)
		return true;
	if (a->count == 0)
		a->first = id_n == a->id_n && memcmp(id, a->id, id_n) == 0;
	v = json_get(given, len, "discovered_at", &n);
	if (v == NULL || n < 3 || !when_read(v + 1, n - 2, &found) ||
	    time - found > a->m->ladder->moderate_minutes * 60)
		a->count++;
	return true;
}

/* PA-11-2b/c, PA-12-3a: what was found was to be dealt with at once, and is not to spread. */
static void
audit_delay(struct desk *d, unsigned side, const char *id, size_t id_n, const struct buf *val,
    enum ladder_act act)
{
	size_t n, len, vn;
	const char *raw = json_get(val->s, val->len, "target", &n),
	    *given = json_get(val->s, val->len, "given", &len),
	    *v = given != NULL ? json_get(given, len, "discovered_at", &vn) : NULL;
	int64_t minutes = act == LADDER_REMOVE ? d->m->ladder->remove_minutes :
	    d->m->ladder->moderate_minutes, found;

	if (v == NULL || vn < 3 || !when_read(v + 1, vn - 2, &found) ||
	    pick_number(val->s, val->len, "from", 0) - found > minutes * 60)
		say(d, act == LADDER_REMOVE ? F_ACTION_LATE : F_MODERATION_LATE, side,
		    "measure", id, id_n, raw, n);
	if (act != LADDER_REMOVE)
		return;
	v = given != NULL ? json_get(given, len, "spread_stopped", &vn) : NULL;
	if (v == NULL || *v == 'f' || *v == 'n')
		say(d, F_SPREAD_OPEN, side, "measure", id, id_n, raw, n);
}

static void
audit_one(struct desk *d, const char *id, size_t id_n, const struct buf *val)
{
	char target[OWNER_KEY], text[OWNER_KEY * 6 + 2];
	struct late late = { .m = d->m, .id = id, .id_n = id_n };
	unsigned side = (unsigned)pick_number(val->s, val->len, "side", OWNER_NONE);
	size_t len, n = 0, kn;
	const char *raw = json_get(val->s, val->len, "target", &len), *kind;
	const struct ladder_step *step;
	int64_t until = pick_number(val->s, val->len, "until", INT64_MAX);

	if (raw != NULL && len <= sizeof text && (n = json_decode(text, raw, len)) < OWNER_KEY)
		memcpy(target, text, n);
	if (d->m->heard != NULL && pick_number(val->s, val->len, "from", 0) > d->m->as_of)
		return;
	step = step_of(d, side, val);
	if (!journalled(d->s, pick_number(val->s, val->len, "journal", 0), id, id_n))
		say(d, step != NULL && step->act == LADDER_REMOVE ? F_REMOVAL_UNRECORDED :
		    F_RECORD_MISSING, side, "measure", id, id_n, raw, len);
	audit_report(d, side, id, id_n, val);
	if (step != NULL && (step->act == LADDER_REMOVE || step->act == LADDER_MODERATE))
		audit_delay(d, side, id, id_n, val, step->act);
	if (json_get(val->s, val->len, "lifted_at", &kn) == NULL && until <= d->m->as_of &&
	    json_get(val->s, val->len, "ended_at", &kn) == NULL)
		say(d, F_MEASURE_DUE, side, "measure", id, id_n, raw, len);
	if (measure_stands(val->s, val->len, d->m->as_of))
		audit_effects(d, side, id, id_n, val, target, n);
	kind = json_get(val->s, val->len, "kind", &kn);
	if (side == OWNER_ACCOUNT && kind != NULL && kn == 10 &&
	    memcmp(kind, "\"moderate\"", 10) == 0) {
		measure_each(d->s, target, n, INT64_MAX, late_one, &late);
		/* Said once for an account, at its first late act. */
		if (late.count >= d->m->ladder->moderate_late && !late.limited && late.first)
			say(d, F_INTERACTION_OPEN, side, "measure", id, id_n, raw, len);
	}
}

struct page {
	struct buf ids;			/* each behind its length in two bytes */
	const struct buf *from;
	size_t count, most;
};

static bool
collect(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct page *p = arg;

	(void)val, (void)n;
	if (p->from->len == klen && memcmp(p->from->s, key, klen) == 0)
		return true;
	buf_putc(&p->ids, (char)(klen & 0xff));
	buf_putc(&p->ids, (char)(klen >> 8));
	buf_put(&p->ids, key, klen);
	return ++p->count < p->most;
}

bool
measure_audit(struct measure *m, struct store *s, struct buf *from, size_t most,
    struct buf *out, unsigned *worst)
{
	struct page p = { .from = from, .most = most };
	struct desk d = { m, s, out, worst };
	struct buf val = { 0 };
	const char *v, *id = NULL;
	size_t at, n = 0, vn;

	store_walk(s, STORE_MEASURE, "", 0, from->len > 0 ? from->s : NULL, from->len, collect,
	    &p);
	for (at = 0; at < p.ids.len; at += 2 + n) {
		n = (unsigned char)p.ids.s[at] | (size_t)(unsigned char)p.ids.s[at + 1] << 8;
		id = p.ids.s + at + 2;
		if (!store_get(s, STORE_MEASURE, id, n, &v, &vn))
			continue;
		val.len = 0;
		buf_put(&val, v, vn);
		audit_one(&d, id, n, &val);
	}
	if (id != NULL) {
		from->len = 0;
		buf_put(from, id, n);
	}
	buf_free(&val);
	buf_free(&p.ids);
	return p.count == most;
}

void
measure_audit_hear(struct measure *m, void (*fn)(void *, int, unsigned), void *arg)
{
	m->heard = fn;
	m->hearer = arg;
}

/* ---- Monitoring runs, and reports of listings. */

struct runs {
	struct desk d;
	int64_t last, gap;
};

static void
gap(struct runs *a, int64_t until)
{
	char text[WHEN_TEXT];

	if (until - a->last > a->gap)
		say(&a->d, F_MONITOR_GAP, OWNER_ACCOUNT, "since", when_text(a->last, text), 25,
		    NULL, 0);
}

static bool
run_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct runs *a = arg;
	int64_t time = 0;
	size_t i;

	(void)val, (void)n;
	for (i = 2; i < 14 && i < klen; i++)
		time = time * 10 + (key[i] - '0');
	if (a->d.m->heard != NULL && time > a->d.m->as_of)
		return false;
	if (a->last > 0)
		gap(a, time);
	a->last = time;
	return true;
}

static bool
report_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct desk *d = arg;
	size_t len, kn;
	const char *v = json_get(val, n, "of", &len), *ref, *kind;
	int64_t due;

	(void)key, (void)klen;
	if (v == NULL || (len == 9 && memcmp(v, "\"measure\"", 9) == 0))
		return true;
	ref = json_get(val, n, "ref", &kn);
	kind = json_get(val, n, "kind", &len);
	if (ref == NULL || kind == NULL || !report_owed(d->s, val, n))
		return true;
	v = json_get(val, n, "due", &len);
	if (v != NULL && len == 27 && when_read(v + 1, 25, &due) && d->m->as_of > due)
		say(d, F_LISTING_UNREPORTED, memcmp(kind, "\"R-GR", 5) == 0 ? OWNER_GROUP :
		    OWNER_ACCOUNT, "listing", ref + 1, kn - 2, NULL, 0);
	return true;
}

void
measure_audit_runs(struct measure *m, struct store *s, struct buf *out, unsigned *worst)
{
	struct runs a = { .d = { m, s, out, worst }, .gap = m->ladder->monitor_hours * 3600 };

	store_walk(s, STORE_MEASURED, "-:", 2, NULL, 0, run_one, &a);
	if (a.last > 0)
		gap(&a, m->as_of);
	store_walk(s, STORE_REPORT, "", 0, NULL, 0, report_one, &a.d);
}
