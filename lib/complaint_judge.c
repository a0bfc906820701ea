#include "complaint.h"

#include <string.h>

#include "buf.h"
#include "finding.h"
#include "json.h"
#include "measure.h"
#include "owner.h"
#include "pick.h"
#include "store.h"

/* The measures that follow from a decision. */
struct followed {
	struct buf cause;		/* raw: "complaint:ID" */
	int64_t at;
	size_t count, lifted, stand;
};

static void
look(struct followed *f, const char *val, size_t n)
{
	if (pick_number(val, n, "from", INT64_MAX) > f->at)
		return;
	f->count++;
	f->lifted += pick_number(val, n, "lifted_at", INT64_MAX) <= f->at;
	f->stand += measure_stands(val, n, f->at);
}

static bool
one_measure(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct followed *f = arg;
	size_t n, len;
	const char *given = json_get(val, vn, "given", &n),
	    *cause = given != NULL ? json_get(given, n, "cause", &len) : NULL;

	(void)id, (void)id_n;
	if (cause != NULL && json_same(cause, len, f->cause.s, f->cause.len))
		look(f, val, vn);
	return true;
}

static bool
for_complainant(const struct complaint_state *c)
{
	return c->decision == COMPLAINT_UPHELD || c->decision == COMPLAINT_PARTIAL;
}

static void
follow(struct store *s, const struct complaint_state *c, int64_t at, struct followed *f)
{
	struct buf b = { 0 };
	const char *val;
	size_t n;

	*f = (struct followed){ .at = at };
	if (!for_complainant(c))
		return;
	if (c->measure != NULL) {
		/* It was there when it was named: it counts though it may begin later. */
		n = json_decode(buf_room(&b, c->measure_n), c->measure, c->measure_n);
		if (store_get(s, STORE_MEASURE, b.s, n, &val, &n)) {
			f->count++;
			f->lifted += pick_number(val, n, "lifted_at", INT64_MAX) <= at;
			f->stand += measure_stands(val, n, at);
		}
		buf_free(&b);
		return;
	}
	if (c->target == NULL || c->target_n > OWNER_KEY * 6 + 2)
		return;
	buf_puts(&f->cause, "complaint:");
	f->cause.len += json_decode(buf_room(&f->cause, c->id_n), c->id, c->id_n);
	n = json_decode(buf_room(&b, c->target_n), c->target, c->target_n);
	measure_each(s, b.s, n, INT64_MAX, one_measure, f);
	buf_free(&f->cause);
	buf_free(&b);
}

bool
complaint_undone(struct store *s, const struct complaint_state *c, int64_t at)
{
	struct followed f;

	follow(s, c, at, &f);
	return f.count > 0 && f.lifted == f.count;
}

void
complaint_judge(struct store *s, const struct complaint_state *c, int64_t at,
    void (*fn)(void *, int code), void *arg)
{
	struct followed f;

	if (c->overdue >= 0)
		fn(arg, c->overdue);
	if (!for_complainant(c))
		return;
	follow(s, c, at, &f);
	if (c->overturned) {
		if (f.stand > 0)
			fn(arg, F_APPEAL_UNLIFTED);
	} else if (f.count == 0)
		fn(arg, F_DECISION_UNLINKED);
	else if (f.lifted == f.count)
		fn(arg, F_DECISION_UNDONE);
}
