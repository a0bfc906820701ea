#include "plaint.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "complaint.h"
#include "mem.h"
#include "plaint_int.h"
#include "report.h"
#include "store.h"

enum { PAGE = 1000 };			/* looked at, or told, in a transaction */

struct due {
	int64_t due, number;
};

struct dues {
	const struct complaint_rules *rules;
	struct due *due;
	size_t count, room, seen;
	int64_t at, until;
	char last[REPORT_SERIAL];
	bool overdue;
};

static bool
one_due(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct dues *d = arg;
	struct complaint_state s;

	if (klen != REPORT_SERIAL - 1 || memcmp(key, d->last, klen) == 0)
		return true;
	memcpy(d->last, key, klen);
	if (complaint_at(d->rules, val, n, d->at, &s) && s.due <= d->until) {
		if (d->count == d->room) {
			d->room = d->room * 2 + 64;
			d->due = mem_grow(d->due, d->room, sizeof *d->due);
		}
		d->due[d->count++] = (struct due){ s.due, strtoll(d->last, NULL, 10) };
		d->overdue |= s.overdue >= 0;
	}
	return ++d->seen % PAGE != 0;
}

static int
sooner(const void *a, const void *b)
{
	const struct due *x = a, *y = b;

	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

bool
plaint_due(struct store *s, const struct complaint_rules *rules, int64_t at, int64_t until,
    void (*print)(struct buf *))
{
	struct dues d = { .rules = rules, .at = at, .until = until };
	struct buf out = { 0 };
	const char *val;
	size_t i, n, before;

	do {
		before = d.seen;
		store_begin(s, 0);
		store_walk(s, STORE_COMPLAINT, "", 0, *d.last != '\0' ? d.last : NULL,
		    *d.last != '\0' ? REPORT_SERIAL - 1 : 0, one_due, &d);
		store_abort(s);
	} while (d.seen != before && d.seen % PAGE == 0);
	if (d.count > 0)
		qsort(d.due, d.count, sizeof *d.due, sooner);
	for (i = 0; i < d.count;) {
		store_begin(s, 0);
		do
			if (plaint_get(s, d.due[i].number, &val, &n))
				plaint_tell(s, rules, d.due[i].number, val, n, at, &out);
		while (++i < d.count && i % PAGE != 0);
		store_abort(s);
		print(&out);
	}
	free(d.due);
	buf_free(&out);
	return d.overdue;
}
