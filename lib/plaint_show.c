#include "plaint.h"

#include <string.h>

#include "buf.h"
#include "complaint.h"
#include "finding.h"
#include "journal.h"
#include "json.h"
#include "malice.h"
#include "opt.h"
#include "owner.h"
#include "plaint_int.h"
#include "policy.h"
#include "status.h"
#include "store.h"
#include "when.h"

/* ---- One. */

static void
put_raw(struct buf *b, const char *name, const char *v, size_t n)
{
	if (v != NULL)
		buf_member_raw(b, name, v, n);
}

static void
put_time(struct buf *b, const char *name, int64_t sec)
{
	char text[WHEN_TEXT];

	if (sec != COMPLAINT_NEVER)
		buf_member(b, name, when_text(sec, text), 25);
}

/* A member of the value as it stands. */
static void
put_same(struct buf *b, const char *val, size_t n, const char *name)
{
	size_t len;
	const char *v = json_get(val, n, name, &len);

	put_raw(b, name, v, len);
}

static bool
is(const struct json_walk *w, const char *name)
{
	return w->name_len == strlen(name) && memcmp(w->name, name, w->name_len) == 0;
}

static void
put_steps(struct buf *b, const char *val, size_t n, int64_t at)
{
	struct json_walk w, m;
	size_t len;
	const char *steps = json_get(val, n, "steps", &len);
	int64_t sec;
	bool first = true;

	buf_puts(b, ",\"steps\":[");
	json_walk(&w, steps != NULL ? steps : "[]", steps != NULL ? len : 2);
	while (json_next(&w)) {
		if (json_get(w.value, w.value_len, "at", &len) != NULL &&
		    json_whole(json_get(w.value, w.value_len, "at", &len), len, &sec) &&
		    sec > at)
			break;
		buf_puts(b, first ? "{" : ",{");
		first = false;
		json_walk(&m, w.value, w.value_len);
		while (json_next(&m))
			if ((is(&m, "time") || is(&m, "at")) &&
			    json_whole(m.value, m.value_len, &sec))
				put_time(b, is(&m, "at") ? "recorded_at" : "time", sec);
			else {
				if (b->s[b->len - 1] != '{')
					buf_putc(b, ',');
				buf_putc(b, '"');
				buf_put(b, m.name, m.name_len);
				buf_puts(b, "\":");
				buf_put(b, m.value, m.value_len);
			}
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

/* [[SM3,BYTES]...] as {"digest","bytes"}. */
static void
put_attachments(struct buf *b, const char *val, size_t n)
{
	struct json_walk w, pair;
	size_t len;
	const char *v = json_get(val, n, "attachments", &len);

	if (v == NULL)
		return;
	buf_puts(b, ",\"attachments\":[");
	json_walk(&w, v, len);
	while (json_next(&w)) {
		buf_puts(b, b->s[b->len - 1] == '[' ? "{" : ",{");
		json_walk(&pair, w.value, w.value_len);
		if (json_next(&pair))
			buf_member_raw(b, "digest", pair.value, pair.value_len);
		if (json_next(&pair))
			buf_member_raw(b, "bytes", pair.value, pair.value_len);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void
put_personal(struct buf *b, const char *val, size_t n, int64_t number, struct seal *seal)
{
	struct buf plain = { 0 };
	struct json_walk w;
	const char *why;

	if (!complaint_reveal(seal, number, val, n, &plain, &why)) {
		if (why == NULL)
			return;
		status_warn(REFUSED, "complaint %lld: personal data cannot be opened: %s",
		    (long long)number, why);
		return;
	}
	json_walk(&w, plain.s, plain.len);
	while (json_next(&w)) {
		buf_puts(b, ",\"");
		buf_put(b, w.name, w.name_len);
		buf_puts(b, "\":");
		buf_put(b, w.value, w.value_len);
	}
	explicit_bzero(plain.s, plain.len);
	buf_free(&plain);
}

struct codes {
	struct buf *b;
	unsigned side;
	bool any;
};

static void
one_code(void *arg, int code)
{
	struct codes *c = arg;
	const struct finding_row *row = finding_row((enum finding_code)code);
	const char *clause = c->side != OWNER_ACCOUNT && row->user_clause != NULL ?
	    row->user_clause : row->clause;
	const char *verdict = verdict_name((enum verdict)row->verdict);

	buf_puts(c->b, c->any ? ",{" : ",\"findings\":[{");
	buf_member(c->b, "clause", clause, strlen(clause));
	buf_member(c->b, "code", row->code, strlen(row->code));
	buf_member(c->b, "verdict", verdict, strlen(verdict));
	buf_member(c->b, "message", row->message, strlen(row->message));
	buf_putc(c->b, '}');
	c->any = true;
}

static bool
tell(struct store *s, const struct complaint_rules *rules, int64_t number, const char *val,
    size_t n, int64_t at, bool whole, bool reveal, struct buf *b)
{
	struct complaint_state c;
	struct codes codes;
	const char *name, *decision;

	if (!complaint_at(rules, val, n, at, &c))
		return false;
	codes = (struct codes){ b, c.side, false };
	name = complaint_stage_name(c.stage);
	decision = complaint_decision_name(c.decision);
	buf_putc(b, '{');
	buf_member_raw(b, "complaint", c.id, c.id_n);
	buf_member_num(b, "number", number);
	put_raw(b, "kind", c.kind, c.kind_n);
	put_raw(b, "target", c.target, c.target_n);
	put_same(b, val, n, "user");
	put_time(b, "time", c.time);
	put_time(b, "received_at", c.received);
	put_raw(b, "channel", c.channel, c.channel_n);
	put_raw(b, "reporter", c.reporter, c.reporter_n);
	buf_member(b, "stage", name, strlen(name));
	if (c.decision != COMPLAINT_OPEN)
		buf_member(b, "decision", decision, strlen(decision));
	if (c.malicious)
		buf_member_raw(b, "malicious", "true", 4);
	if (c.overturned)
		buf_member_raw(b, "overturned", "true", 4);
	put_raw(b, "measure", c.measure, c.measure_n);
	put_time(b, "due", c.due);
	if (c.late)
		buf_member_raw(b, "late", "true", 4);
	if (c.duplicate_of > 0)
		buf_member_num(b, "duplicate_of", c.duplicate_of);
	put_same(b, val, n, "malice");
	if (whole) {
		put_same(b, val, n, "digest");
		put_attachments(b, val, n);
		put_time(b, "accept_by", c.accept_by);
		put_time(b, "decide_by", c.decide_by);
		put_time(b, "feedback_by", c.answer_by);
		put_time(b, "outcome_by", c.outcome_by);
		put_steps(b, val, n, at);
		if (reveal)
			put_personal(b, val, n, number, store_seal(s));
	}
	complaint_judge(s, &c, at, one_code, &codes);
	if (codes.any)
		buf_putc(b, ']');
	buf_puts(b, "}\n");
	return true;
}

bool
plaint_tell(struct store *s, const struct complaint_rules *rules, int64_t number,
    const char *val, size_t n, int64_t at, struct buf *b)
{
	return tell(s, rules, number, val, n, at, false, false, b);
}

bool
plaint_show(struct store *s, const struct complaint_rules *rules, int64_t number, int64_t at,
    bool reveal, struct buf *b)
{
	const char *val;
	size_t n;

	return plaint_get(s, number, &val, &n) &&
	    tell(s, rules, number, val, n, at, true, reveal, b);
}

void
plaint_reveal(struct store *s, const struct policy *p, const int64_t *number, size_t count)
{
	struct buf b = { 0 };
	size_t i;

	buf_puts(&b, "{\"verb\":\"show\",\"complaints\":[");
	for (i = 0; i < count; i++)
		buf_printf(&b, "%s%lld", i > 0 ? "," : "", (long long)number[i]);
	buf_putc(&b, ']');
	buf_member(&b, "reason", opt_common.reason, strlen(opt_common.reason));
	buf_member(&b, "basis", opt_common.basis, strlen(opt_common.basis));
	buf_putc(&b, '}');
	journal_put(s, opt_common.now, opt_common.by, "reveal", policy_digest(p), b.s, b.len);
	buf_free(&b);
}

/* ---- Those of a target or reporter. */

static bool
one_number(void *arg, int64_t number)
{
	buf_put(arg, &number, sizeof number);
	return true;
}

void
plaint_on(struct store *s, unsigned side, const char *name, size_t n, struct buf *numbers)
{
	struct owner o = { .side = (enum owner_side)side, .name = name, .name_n = n };
	char target[OWNER_KEY], other[OWNER_KEY];
	size_t from = numbers->len, count, i, len;
	int64_t *v, t;

	if (side == OWNER_NONE)
		malice_each(s, 'r', name, n, one_number, numbers);
	else if (n > 0 && n <= 400) {
		if (side == OWNER_USER) {
			/* It may have got its subject after it was complained of. */
			memcpy(other, "u:@", 3);
			memcpy(other + 3, name, n);
			malice_each(s, 't', other, n + 3, one_number, numbers);
		}
		if (owner_find(s, NULL, &o) || side != OWNER_USER) {
			len = owner_target(&o, target);
			if (side != OWNER_USER || len != n + 3 ||
			    memcmp(target, other, len) != 0)
				malice_each(s, 't', target, len, one_number, numbers);
		}
	}
	count = (numbers->len - from) / sizeof *v;
	v = (int64_t *)(void *)(numbers->s + from);
	for (i = 0; i < count / 2; i++)
		t = v[i], v[i] = v[count - 1 - i], v[count - 1 - i] = t;
}
