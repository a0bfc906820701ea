#include "measure.h"

#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "blacklist.h"
#include "buf.h"
#include "credit.h"
#include "finding.h"
#include "fold.h"
#include "journal.h"
#include "json.h"
#include "ladder.h"
#include "measure_int.h"
#include "mem.h"
#include "opt.h"
#include "owner.h"
#include "pick.h"
#include "record.h"
#include "seal.h"
#include "status.h"
#include "store.h"

struct lift {
	struct act act;
	struct piece measure, by, reason, basis;
};

static bool
text(struct record *r, enum member m, const char *option, struct piece *p)
{
	if (record_text(r, m, p))
		return true;
	*p = (struct piece){ option, option != NULL ? strlen(option) : 0 };
	return p->n > 0;
}

const char *
measure_check_lift(struct record *r, void *room, void *arg)
{
	struct lift *f = mem_piece(r->arena, sizeof *f);
	const char *why;
	bool by, reason, basis;

	(void)arg;
	memset(f, 0, sizeof *f);
	r->extra = f;
	why = act_read(r, room, M_MEASURE, &f->act);
	if (why != NULL)
		return why;
	if (!record_text(r, M_MEASURE, &f->measure) || f->measure.n > ACT_ID)
		return "no measure that is to be lifted";
	by = text(r, M_BY, opt_common.by, &f->by);
	reason = text(r, M_REASON, opt_common.reason, &f->reason);
	basis = text(r, M_BASIS, opt_common.basis, &f->basis);
	if (!by || !reason || !basis)
		finding_add(r, F_MEASURE_GROUND, !by ? M_BY : !reason ? M_REASON : M_BASIS,
		    "a lift needs by, reason and basis");
	return NULL;
}

/* The appeal that counters the measure's credit event: "lift:" and the lift's id, or its SM3
 * when that is too long, since an event may bear the id itself. */
static void
appeal_of(const struct lift *f, struct buf *b, struct act *a)
{
	static char id[5 + ACT_ID];
	char hex[129];
	size_t n = f->act.id_n;

	memcpy(id, "lift:", 5);
	memcpy(id + 5, f->act.id, n);
	if (n + 5 > ACT_ID) {
		seal_digest(SEAL_SM3, f->act.id, n, hex);
		memcpy(id + 5, hex, n = 64);
	}
	b->len = 0;
	buf_putc(b, '{');
	buf_member(b, "id", id, n + 5);
	buf_member(b, "kind", "appeal", 6);
	buf_member(b, "event", f->measure.s, f->measure.n);
	buf_member(b, "by", f->by.s, f->by.n);
	buf_member(b, "reason", f->reason.s, f->reason.n);
	buf_member(b, "basis", f->basis.s, f->basis.n);
	buf_putc(b, '}');
	*a = (struct act){ .id = id, .id_n = n + 5 };
	a->text = b->s;
	a->text_n = b->len;
	seal_digest(SEAL_SM3, b->s, b->len, hex);
	memcpy(a->digest, hex, 16);
}

/* Take back what the measure has caused and that still stands; *undone: an array of it. */
static void
undo(struct measure *m, struct store *s, const struct lift *f, const struct buf *effects,
    struct buf *undone)
{
	static struct buf text_of, why;
	struct json_walk w;
	struct act appeal;
	const char *v;
	size_t n;
	bool did;

	why.len = 0;
	buf_member(&why, "by", f->by.s, f->by.n);
	buf_member(&why, "reason", f->reason.s, f->reason.n);
	buf_member(&why, "basis", f->basis.s, f->basis.n);
	buf_putc(undone, '[');
	json_walk(&w, effects->s, effects->len);
	while (json_next(&w)) {
		if (json_get(w.value, w.value_len, "report", &n) != NULL)
			continue;	/* what was reported stays reported */
		did = true;
		if (json_get(w.value, w.value_len, "event", &n) != NULL) {
			appeal_of(f, &text_of, &appeal);
			did = credit_counter(m->credit, s, f->measure.s, f->measure.n, &appeal,
			    m->now);
		} else if ((v = json_get(w.value, w.value_len, "listing", &n)) != NULL)
			did = blacklist_lift(s, m->rules, m->fold,
			    pick_number(w.value, w.value_len, "listing", 0),
			    BLACKLIST_LIFTED, why.s, why.len, m->now);
		if (!did)
			continue;
		if (undone->len > 1)
			buf_putc(undone, ',');
		buf_put(undone, w.value, w.value_len);
	}
	buf_putc(undone, ']');
}

static void
journal(struct measure *m, struct store *s, const char *verb, const char *id, size_t id_n,
    const struct lift *f, int64_t at)
{
	struct buf b = { 0 };
	char by[256] = "";

	buf_putc(&b, '{');
	buf_member(&b, "measure", id, id_n);
	if (f != NULL) {
		buf_member(&b, "id", f->act.id, f->act.id_n);
		buf_member(&b, "reason", f->reason.s, f->reason.n);
		buf_member(&b, "basis", f->basis.s, f->basis.n);
		memcpy(by, f->by.s, f->by.n < sizeof by ? f->by.n : 0);
		by[f->by.n < sizeof by ? f->by.n : 0] = '\0';
	}
	buf_member_num(&b, "at", at);
	buf_putc(&b, '}');
	journal_put(s, m->now, *by != '\0' ? by : m->by, verb, m->policy, b.s, b.len);
	buf_free(&b);
}

/* Target and side of a measure. */
static size_t
target(const char *val, size_t n, char out[OWNER_KEY], unsigned *side)
{
	char room[OWNER_KEY * 6 + 2];
	size_t len;
	const char *v = json_get(val, n, "target", &len);

	*side = (unsigned)pick_number(val, n, "side", OWNER_NONE);
	if (v == NULL || len > sizeof room)
		return 0;
	len = json_decode(room, v, len);
	memcpy(out, room, len < OWNER_KEY ? len : 0);
	return len < OWNER_KEY ? len : 0;
}

static void
tell(struct record *r, const char *answer, size_t n)
{
	static const struct { const char *name; enum member m; } part[] = {
		{ "after", M_AFTER }, { "effects", M_EFFECTS }
	};
	const char *v;
	size_t i, len;

	for (i = 0; i < 2; i++) {
		v = json_get(answer, n, part[i].name, &len);
		if (v == NULL)
			continue;
		record_set_copy(r, part[i].m, v, len);
	}
}

static void
lift(struct measure *m, struct store *s, struct record *r, const struct lift *f,
    const struct buf *val)
{
	struct buf undone = { 0 }, more = { 0 }, b = { 0 }, effects = { 0 };
	char place[OWNER_KEY], key[STORE_KEY];
	unsigned side;
	size_t n, place_n = target(val->s, val->len, place, &side);
	const char *v = json_get(val->s, val->len, "effects", &n);
	int64_t until = pick_number(val->s, val->len, "until", INT64_MAX);

	buf_put(&effects, v, v != NULL ? n : 0);
	if (m->fold == NULL)
		m->fold = fold_new();
	undo(m, s, f, &effects, &undone);
	buf_puts(&more, ",\"state\":\"lifted\"");
	buf_member_num(&more, "lifted_at", m->now);
	buf_puts(&more, ",\"lifted\":{");
	buf_member(&more, "id", f->act.id, f->act.id_n);
	buf_member(&more, "by", f->by.s, f->by.n);
	buf_member(&more, "reason", f->reason.s, f->reason.n);
	buf_member(&more, "basis", f->basis.s, f->basis.n);
	buf_member_raw(&more, "undone", undone.s, undone.len);
	buf_putc(&more, '}');
	measure_closed(&b, val->s, val->len, buf_text(&more));
	store_put(s, STORE_MEASURE, f->measure.s, f->measure.n, b.s, b.len);
	if (until != INT64_MAX) {
		n = measure_due_key(key, until, f->measure.s, f->measure.n);
		store_del(s, STORE_DUE, key, n);
	}
	b.len = 0;
	buf_puts(&b, "{\"after\":");
	if (side < OWNER_NONE)
		measure_after(m, s, side, place, place_n, m->now, NULL, f->measure.s,
		    f->measure.n, &b);
	else
		buf_puts(&b, "{}");
	buf_member_raw(&b, "effects", undone.s, undone.len);
	buf_putc(&b, '}');
	act_put(s, ACT_MEASURE, &f->act, b.s, b.len);
	tell(r, b.s, b.len);
	journal(m, s, "lift", f->measure.s, f->measure.n, f, m->now);
	buf_free(&effects);
	buf_free(&undone);
	buf_free(&more);
	buf_free(&b);
}

bool
measure_apply_lift(struct record *r, struct store *s, void *arg)
{
	struct measure *m = arg;
	struct lift *f = r->extra;
	struct buf val = { 0 };
	const char *v;
	size_t n;

	if (r->verdict == REJECT || finding_earlier(r) == REJECT)
		return false;
	switch (act_seen(s, ACT_MEASURE, &f->act, &v, &n)) {
	case ACT_SAME:
		tell(r, v, n);
		return false;
	case ACT_OTHER:
		finding_add(r, F_MEASURE_REUSED, M_ID, NULL);
		return false;
	case ACT_NEW:
		break;
	}
	if (!store_get(s, STORE_MEASURE, f->measure.s, f->measure.n, &v, &n)) {
		finding_add(r, F_MEASURE_TARGET, M_MEASURE, "no such measure");
		return false;
	}
	if (json_get(v, n, "lifted_at", &(size_t){ 0 }) != NULL ||
	    (json_get(v, n, "review", &(size_t){ 0 }) == NULL &&
	    pick_number(v, n, "until", INT64_MAX) <= m->now)) {
		finding_add(r, F_MEASURE_TARGET, M_MEASURE, "the measure has ended already");
		return false;
	}
	buf_put(&val, v, n);
	lift(m, s, r, f, &val);
	if (store_dry(s))
		record_set_text(r, M_WOULD, "lift", 4);
	buf_free(&val);
	return true;
}

/* ---- What ends by itself. */

struct dues {
	struct buf ids;			/* each behind its length in two bytes */
	const struct buf *from;
	struct buf last;
	int64_t now;
	size_t count, most;
};

static bool
due_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct dues *d = arg;

	(void)val, (void)n;
	if (klen < 15 || strtoll(key + 1, NULL, 10) > d->now || d->count == d->most)
		return false;
	if (d->from->len == klen && memcmp(d->from->s, key, klen) == 0)
		return true;
	d->last.len = 0;
	buf_put(&d->last, key, klen);
	buf_putc(&d->ids, (char)((klen - 14) & 0xff));
	buf_putc(&d->ids, (char)((klen - 14) >> 8));
	buf_put(&d->ids, key + 14, klen - 14);
	d->count++;
	return true;
}

static void
end_one(struct measure *m, struct store *s, const char *id, size_t id_n, struct buf *out)
{
	struct buf val = { 0 }, b = { 0 }, more = { 0 };
	char place[OWNER_KEY], key[STORE_KEY];
	const char *v;
	unsigned side;
	size_t n, place_n;
	int64_t until;
	bool waits;

	if (!store_get(s, STORE_MEASURE, id, id_n, &v, &n))
		return;
	buf_put(&val, v, n);
	until = pick_number(v, n, "until", INT64_MAX);
	waits = json_get(v, n, "review", &n) != NULL;
	place_n = target(val.s, val.len, place, &side);
	if (!waits) {
		buf_puts(&more, ",\"state\":\"ended\"");
		buf_member_num(&more, "ended_at", until);
		measure_closed(&b, val.s, val.len, buf_text(&more));
		store_put(s, STORE_MEASURE, id, id_n, b.s, b.len);
		n = measure_due_key(key, until, id, id_n);
		store_del(s, STORE_DUE, key, n);
		journal(m, s, "end", id, id_n, NULL, until);
	} else
		buf_put(&b, val.s, val.len);
	measure_show(out, id, id_n, b.s, b.len);
	out->len--;
	buf_puts(out, waits ? ",\"due\":\"review\"" : ",\"due\":\"ended\"");
	buf_puts(out, ",\"after\":");
	if (side < OWNER_NONE)
		measure_after(m, s, side, place, place_n, m->now, NULL, "", 0, out);
	else
		buf_puts(out, "{}");
	if (store_dry(s))
		buf_puts(out, ",\"would\":\"end\"");
	buf_puts(out, "}\n");
	buf_free(&val);
	buf_free(&b);
	buf_free(&more);
}

bool
measure_due(struct measure *m, struct store *s, struct buf *from, size_t most, struct buf *out)
{
	struct dues d = { .from = from, .now = m->now, .most = most };
	size_t at, n;

	store_walk(s, STORE_DUE, "M", 1, from->len > 0 ? from->s : NULL, from->len, due_one,
	    &d);
	for (at = 0; at < d.ids.len; at += 2 + n) {
		n = (unsigned char)d.ids.s[at] | (size_t)(unsigned char)d.ids.s[at + 1] << 8;
		end_one(m, s, d.ids.s + at + 2, n, out);
	}
	from->len = 0;
	buf_put(from, d.last.s, d.last.len);
	buf_free(&d.last);
	buf_free(&d.ids);
	return d.count == most;
}
