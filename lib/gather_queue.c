#include "gather.h"

#include <string.h>

#include "buf.h"
#include "gather_int.h"
#include "gather_kind.h"
#include "json.h"
#include "office.h"
#include "report.h"
#include "store.h"
#include "template.h"
#include "when.h"

struct queue {
	struct store *store;
	struct gather *g;
	struct gather_line *line;
	void (*fn)(void *, const struct gather_row *);
	void *arg;
	struct buf ref;
};

/* In which kind of filing a report goes. */
static int
kind_of(enum report_kind k)
{
	switch (k) {
	case REPORT_PA11_2:
		return GATHER_CONTENTS;
	case REPORT_PA13_2: case REPORT_GR11_3:
		return GATHER_LISTINGS;
	default:
		return GATHER_MEASURES;
	}
}

/* The cells that tell of what the report is about; returns the office. */
static int
about(struct queue *q, const struct report *r)
{
	const char *val;
	size_t n;

	q->ref.len = 0;
	q->ref.len = json_decode(buf_room(&q->ref, r->ref_n), r->ref, r->ref_n);
	if (json_same(r->of, r->of_n, "measure", 7)) {
		if (store_get(q->store, STORE_MEASURE, q->ref.s, q->ref.len, &val, &n))
			return gather_measure(q->line, q->ref.s, q->ref.len, val, n);
	} else if (store_get(q->store, STORE_LISTING, q->ref.s, q->ref.len, &val, &n))
		return gather_listing(q->line, buf_text(&q->ref), val, n);
	return q->g->platform;
}

static bool
owed(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct queue *q = arg;
	struct gather_row row = { .change = GATHER_NEW };
	struct report r;
	char due[WHEN_TEXT];
	int office;

	if (!report_read(val, n, &r) || kind_of(r.kind) != q->g->kind ||
	    !report_owed(q->store, val, n))
		return true;
	gather_line_begin(q->line);
	office = about(q, &r);
	if (office == 0) {
		q->g->unknown++;
		return true;
	}
	if (!gather_wanted(q->g, office))
		return true;
	row.overdue = q->g->now > r.due;
	row.registered = when_day_of(r.at);
	gather_line_word(q->line, "clause", report_kind_clause(r.kind));
	gather_line_word(q->line, "due", when_text(r.due, due));
	gather_line_word(q->line, "overdue", row.overdue ? "true" : "false");
	gather_line_done(q->line, &row, key, klen, office,
	    gather_line_text(q->line, gather_kind_row(q->g->kind)->group));
	/* serials of listings are numbers to those who read them */
	row.name = buf_text(&q->ref);
	if (!json_same(r.of, r.of_n, "measure", 7))
		row.name += strspn(row.name, "0");
	q->fn(q->arg, &row);
	return true;
}

void
gather_queue(struct store *s, struct gather *g,
    void (*fn)(void *, const struct gather_row *), void *arg)
{
	struct queue q = { .store = s, .g = g, .line = gather_line_new(s, g), .fn = fn,
		.arg = arg };

	store_walk(s, STORE_REPORT, "", 0, NULL, 0, owed, &q);
	gather_line_free(q.line);
	buf_free(&q.ref);
}
