#include "measure.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "finding.h"
#include "json.h"
#include "ladder.h"
#include "measure_int.h"
#include "mem.h"
#include "owner.h"
#include "record.h"
#include "report.h"
#include "store.h"
#include "term.h"
#include "when.h"

/* ---- A platform's records beside the measures in force. */

const char *
measure_check_given(struct record *r, void *room, void *arg)
{
	struct owner *o = mem_piece(r->arena, sizeof *o);

	(void)room, (void)arg;
	r->extra = o;
	return owner_read(r, o);
}

static void
judge_rights(struct measure *m, struct store *s, struct record *r, const char *target,
    size_t n)
{
	struct piece right;
	size_t at = 0;

	while (record_item(r, M_RIGHTS, &at, &right))
		if (measure_takes(s, target, n, m->as_of, right.s, right.n)) {
			finding_add(r, F_SERVICE_EXCEEDS, M_RIGHTS,
			    "has a right that a measure in force takes");
			return;
		}
}

bool
measure_judge_given(struct record *r, struct store *s, void *arg)
{
	struct measure *m = arg;
	struct owner *o = r->extra;
	char target[OWNER_KEY], *copy;
	const char *asks, *state = NULL;
	struct buf after = { 0 };
	struct piece t;
	size_t n;

	if (!owner_find(s, r, o) && o->side == OWNER_USER) {
		finding_add(r, F_MEASURE_TARGET, M_USER, NULL);
		return false;
	}
	n = owner_target(o, target);
	asks = measure_state(s, target, n, m->as_of);
	if (record_text(r, M_STATE, &t)) {
		state = term_value(m->terms, TERM_STATE, t.s, t.n);
		/* Closed does for suspended. */
		if (asks != NULL && (state == NULL || (strcmp(state, asks) != 0 &&
		    strcmp(state, "closed") != 0)))
			finding_add(r, F_STATE_MISMATCH, M_STATE, NULL);
	}
	judge_rights(m, s, r, target, n);
	measure_after(m, s, o->side, target, n, m->as_of, NULL, "", 0, &after);
	copy = mem_piece(r->arena, after.len);
	memcpy(copy, after.s, after.len);
	record_set(r, M_AFTER, copy, after.len);
	buf_free(&after);
	return false;
}

/* ---- Reports that are owed. */

struct owed {
	int64_t now;
	struct store *store;
	struct buf *from, *out;
	size_t count, most;
};

static bool
owed_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct owed *a = arg;
	size_t len;
	const char *v;
	int64_t due;

	if (a->from->len == klen && memcmp(a->from->s, key, klen) == 0)
		return true;
	a->from->len = 0;
	buf_put(a->from, key, klen);
	v = json_get(val, n, "due", &len);
	if (v != NULL && len == 27 && when_read(v + 1, 25, &due) && due <= a->now &&
	    report_owed(a->store, val, n)) {
		buf_puts(a->out, "{\"due\":\"report\",\"report\":");
		buf_put(a->out, val, n);
		buf_puts(a->out, "}\n");
	}
	return ++a->count < a->most;
}

bool
measure_owed(struct measure *m, struct store *s, struct buf *from, size_t most,
    struct buf *out)
{
	struct owed a = { .now = m->now, .store = s, .from = from, .out = out, .most = most };
	struct buf first = { 0 };

	buf_put(&first, from->s, from->len);
	store_walk(s, STORE_REPORT, "", 0, first.len > 0 ? first.s : NULL, first.len, owed_one,
	    &a);
	buf_free(&first);
	return a.count == most;
}

/* ---- PA-12-3a: how soon comments were dealt with. */

struct delays {
	int64_t *minutes;
	size_t count, size;
	uint64_t late, unknown;
	int64_t allowed;
};

static bool
delay_one(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct delays *d = arg;
	size_t n, len;
	const char *kind = json_get(val, vn, "kind", &n),
	    *given = json_get(val, vn, "given", &len), *v;
	int64_t found, time;

	(void)id, (void)id_n;
	if (kind == NULL || n != 10 || memcmp(kind, "\"moderate\"", 10) != 0 || given == NULL)
		return true;
	v = json_get(given, len, "discovered_at", &n);
	if (v == NULL || n < 3 || !when_read(v + 1, n - 2, &found) ||
	    (v = json_get(given, len, "time", &n)) == NULL || n < 3 ||
	    !when_read(v + 1, n - 2, &time)) {
		d->unknown++;
		return true;
	}
	if (d->count == d->size) {
		d->size = d->size > 0 ? d->size * 2 : 64;
		d->minutes = mem_grow(d->minutes, d->size, sizeof *d->minutes);
	}
	d->minutes[d->count++] = (time - found + 59) / 60;
	d->late += time - found > d->allowed * 60;
	return true;
}

static int
by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

bool
measure_delays(struct measure *m, struct store *s, const char *target, size_t n,
    struct buf *out)
{
	struct delays d = { .allowed = m->ladder->moderate_minutes };

	measure_each(s, target, n, INT64_MAX, delay_one, &d);
	if (d.count + d.unknown == 0)
		return false;
	buf_putc(out, '{');
	buf_member(out, "target", target, n);
	buf_puts(out, ",\"moderation\":{");
	buf_member_num(out, "acts", (int64_t)(d.count + d.unknown));
	buf_member_num(out, "late", (int64_t)d.late);
	buf_member_num(out, "unknown", (int64_t)d.unknown);
	if (d.count > 0) {
		qsort(d.minutes, d.count, sizeof *d.minutes, by_size);
		buf_member_num(out, "minutes_median", d.minutes[(d.count - 1) / 2]);
		buf_member_num(out, "minutes_most", d.minutes[d.count - 1]);
	}
	buf_puts(out, "}}");
	free(d.minutes);
	return true;
}
