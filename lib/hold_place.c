#include "hold.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "finding.h"
#include "hold_int.h"
#include "journal.h"
#include "json.h"
#include "mem.h"
#include "pick.h"
#include "policy.h"
#include "query.h"
#include "report.h"
#include "retain.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"

static void
text(struct buf *b, const char *name, const char *s)
{
	if (s != NULL && *s != '\0')
		buf_member(b, name, s, strlen(s));
}

/* ---- Placed. */

/* What a hold would find, and what it comes too late for. */
struct extent {
	const struct query *query;
	uint64_t segments, lines, gone, gone_lines;
};

static bool
has_one(struct extent *e, const char *key, size_t klen, const char *val, size_t n,
    struct segment_facts *f)
{
	struct shelf_entry entry;
	struct segment_name name;

	return segment_name(key, klen, &name) && shelf_read(val, n, &entry, f) &&
	    query_segment(e->query, &name, &entry);
}

static bool
there(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct extent *e = arg;
	struct segment_facts f;

	if (has_one(e, key, klen, val, n, &f)) {
		e->segments++;
		e->lines += f.lines;
	}
	return true;
}

static bool
gone(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct extent *e = arg;
	struct segment_facts f;
	size_t len;
	const char *why = json_get(val, n, "why", &len);
	uint64_t kept = (uint64_t)pick_number(val, n, "kept", 0);

	if (why == NULL || (len == 8 && memcmp(why, "\"merged\"", 8) == 0) ||
	    !has_one(e, key, klen, val, n, &f) || kept >= f.lines)
		return true;
	e->gone++;
	e->gone_lines += f.lines - kept;
	return true;
}

static void
pruned(struct buf *b, const struct extent *e)
{
	if (e->gone == 0)
		return;
	buf_puts(b, ",\"pruned\":{");
	buf_member_num(b, "segments", (int64_t)e->gone);
	buf_member_num(b, "lines_at_most", (int64_t)e->gone_lines);
	buf_putc(b, '}');
}

/* asked: the members that say what for, from the brace on. */
static int64_t
put(struct retain *r, const struct buf *asked, const struct hold *h, const char *by)
{
	struct buf val = { 0 }, what = { 0 };
	char key[REPORT_SERIAL], head[JOURNAL_HEAD];
	int64_t serial = report_serial(r->store, STORE_HOLD, key);

	buf_put(&val, asked->s, asked->len);
	buf_member_num(&val, "at", r->now);
	text(&val, "by", by);
	text(&val, "reason", h->reason);
	text(&val, "basis", h->basis);
	buf_member_num(&val, "journal", (int64_t)journal_head(r->store, head) + 1);
	buf_putc(&val, '}');
	store_put(r->store, STORE_HOLD, key, REPORT_SERIAL - 1, val.s, val.len);
	buf_putc(&what, '{');
	buf_member_num(&what, "hold", serial);
	buf_putc(&what, ',');
	buf_put(&what, asked->s + 1, asked->len - 1);
	text(&what, "reason", h->reason);
	text(&what, "basis", h->basis);
	buf_putc(&what, '}');
	journal_put(r->store, r->now, by, "hold", policy_digest(r->policy), what.s, what.len);
	buf_free(&val);
	buf_free(&what);
	return serial;
}

void
hold_place(struct retain *r, struct query *q, const struct hold *h, struct buf *out)
{
	const char *by = h->by != NULL ? h->by : r->by;
	struct extent e = { .query = q };
	struct buf asked = { 0 }, own = { 0 };
	int64_t serial = 0, from, until;
	bool late;

	/* The hold is kept as it was asked for; the subjects are looked up anew each time. */
	buf_putc(&asked, '{');
	text(&asked, "case", h->number);
	query_write(q, &asked);
	query_span(q, &from, &until);
	store_begin(r->store, 2);
	query_subjects(q, r->store, true);
	store_walk(r->store, STORE_SEGMENT, "", 0, NULL, 0, there, &e);
	store_walk(r->store, STORE_GONE, "", 0, NULL, 0, gone, &e);
	late = e.segments == 0 && e.gone > 0 && until <= r->now;
	if (late)
		store_abort(r->store);
	else {
		serial = put(r, &asked, h, by);
		store_commit(r->store);
	}
	if (late) {
		buf_putc(&own, '{');
		text(&own, "case", h->number);
		pruned(&own, &e);
		retain_say(r, out, own.s + 1, own.len - 1, -1, F_HOLD_PRUNED, NULL);
	} else {
		buf_putc(out, '{');
		buf_member_num(out, "hold", serial);
		text(out, "case", h->number);
		text(out, "state", "placed");
		buf_member_num(out, "segments", (int64_t)e.segments);
		buf_member_num(out, "lines_at_most", (int64_t)e.lines);
		pruned(out, &e);
		buf_puts(out, "}\n");
	}
	buf_free(&asked);
	buf_free(&own);
}

/* ---- Released. */

struct wanted {
	int64_t serial;			/* 0: all of the case */
	const char *number;
	struct held {
		int64_t serial;
		char *val, *number;	/* as it stands in the store; its case */
		size_t n;
	} *held;
	size_t count, room;
	bool before;			/* there is one, and it was released */
};

static bool
wants(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct wanted *w = arg;
	int64_t serial = hold_serial_of(key, klen);
	char *number = hold_case_of(val, n);

	if (w->serial > 0 ? serial != w->serial : strcmp(number, w->number) != 0) {
		free(number);
		return true;
	}
	if (hold_released(val, n)) {
		w->before = true;
		free(number);
		return true;
	}
	if (w->count == w->room) {
		w->room = w->room * 2 + 4;
		w->held = mem_grow(w->held, w->room, sizeof *w->held);
	}
	w->held[w->count++] = (struct held){ .serial = serial, .val = mem_copy(val, n),
	    .n = n, .number = number };
	return true;
}

static void
release(struct retain *r, const struct held *x, const struct hold *h, const char *by,
    struct buf *out)
{
	struct buf val = { 0 }, what = { 0 };
	char key[REPORT_SERIAL], head[JOURNAL_HEAD];

	report_key(x->serial, key);
	buf_put(&val, x->val, x->n - 1);
	buf_puts(&val, ",\"released\":{");
	buf_member_num(&val, "at", r->now);
	text(&val, "by", by);
	text(&val, "reason", h->reason);
	text(&val, "basis", h->basis);
	buf_member_num(&val, "journal", (int64_t)journal_head(r->store, head) + 1);
	buf_puts(&val, "}}");
	store_put(r->store, STORE_HOLD, key, REPORT_SERIAL - 1, val.s, val.len);
	buf_putc(&what, '{');
	buf_member_num(&what, "release", x->serial);
	text(&what, "case", x->number);
	text(&what, "reason", h->reason);
	text(&what, "basis", h->basis);
	buf_putc(&what, '}');
	journal_put(r->store, r->now, by, "release", policy_digest(r->policy), what.s,
	    what.len);
	buf_putc(out, '{');
	buf_member_num(out, "hold", x->serial);
	text(out, "case", x->number);
	text(out, "state", "released");
	buf_puts(out, "}\n");
	buf_free(&val);
	buf_free(&what);
}

void
hold_release(struct retain *r, int64_t serial, const struct hold *h, struct buf *out)
{
	const char *by = h->by != NULL ? h->by : r->by;
	struct wanted w = { .serial = serial, .number = h->number };
	size_t i;

	store_begin(r->store, 4);
	store_walk(r->store, STORE_HOLD, "", 0, NULL, 0, wants, &w);
	for (i = 0; i < w.count; i++)
		release(r, &w.held[i], h, by, out);
	if (w.count > 0)
		store_commit(r->store);
	else
		store_abort(r->store);
	if (w.count == 0 && serial > 0)
		status_warn(REFUSED, w.before ? "hold %lld was released before" :
		    "there is no hold %lld", (long long)serial);
	else if (w.count == 0)
		status_warn(REFUSED, w.before ? "all holds of case %s were released before" :
		    "there is no hold for case %s", h->number);
	for (i = 0; i < w.count; i++) {
		free(w.held[i].val);
		free(w.held[i].number);
	}
	free(w.held);
}
