#include "clarify.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "credit.h"
#include "json.h"
#include "owner.h"
#include "scheme.h"
#include "score.h"
#include "store.h"
#include "when.h"

enum { FURTHEST = 36500 };		/* days that are looked ahead */

struct room {
	struct buf *out;
	const struct scheme *scheme;
};

static void
member(struct buf *b, const char *name, const char *text, size_t n, const char *from)
{
	size_t len;
	const char *v = json_get(text, n, from, &len);

	if (v != NULL)
		buf_member_raw(b, name, v, len);
}

static void
line(void *arg, const struct credit_step *t)
{
	struct room *o = arg;
	struct buf *b = o->out;
	const struct scheme *s = o->scheme;
	const char *level = s->level[t->after->level].name;
	char text[WHEN_TEXT];

	buf_putc(b, '{');
	buf_member(b, "id", t->id, t->id_n);
	buf_member(b, "time", when_text(strtoll(t->time, NULL, 10), text), 25);
	member(b, "kind", t->text, t->text_n, "kind");
	member(b, "event", t->text, t->text_n, "event");
	member(b, "confirmed_by", t->text, t->text_n, "confirmed_by");
	if (t->rule >= 0) {
		const struct scheme_rule *r = &s->rule[t->rule];

		buf_member(b, "rule", r->path, strlen(r->path));
		if (r->class_name != NULL)
			buf_member(b, "class", r->class_name, strlen(r->class_name));
	}
	if (t->countered)
		buf_member_raw(b, "countered", "true", 4);
	if (t->unconfirmed)
		buf_member_raw(b, "unconfirmed", "true", 4);
	buf_member_num(b, "recovered", t->recovered);
	buf_member_num(b, "points", t->delta);
	buf_member_num(b, "credit", t->after->score);
	buf_member(b, "level", level, strlen(level));
	if (t->measure != NULL) {
		buf_member(b, "measure", t->measure, strlen(t->measure));
		buf_member_num(b, "measure_days", t->days);
	}
	buf_puts(b, "}\n");
}

/* What the next level needs: points, and the first day on which recovery alone would give
 * it. */
static void
next_level(const struct scheme *s, const struct score *now, int day, struct buf *b)
{
	const struct scheme_level *l;
	struct score then;
	char text[WHEN_TEXT];
	int low = 1, high = FURTHEST, mid;

	if (now->level == 0)
		return;
	l = &s->level[now->level - 1];
	buf_puts(b, ",\"next\":{");
	buf_member(b, "level", l->name, strlen(l->name));
	buf_member_num(b, "points", l->from + s->hysteresis - now->score);
	then = *now;
	score_advance(s, &then, day + FURTHEST);
	if (s->recover == RECOVER_DAYS && then.level < now->level) {
		while (low < high) {
			mid = low + (high - low) / 2;
			then = *now;
			score_advance(s, &then, day + mid);
			if (then.level < now->level)
				high = mid;
			else
				low = mid + 1;
		}
		buf_member_num(b, "days", low);
		buf_member(b, "day", when_day_text(day + low, text), 10);
	} else if (s->recover == RECOVER_ACTIVE && now->next > 0 &&
	    s->top >= l->from + s->hysteresis) {
		int64_t lacks = l->from + s->hysteresis - now->score,
		    grants = (lacks + s->grant - 1) / s->grant;

		buf_member_num(b, "active_days", now->next + (grants - 1) * s->every);
	}
	buf_putc(b, '}');
}

bool
clarify_owner(const struct credit *c, struct store *st, const struct owner *o, int64_t at,
    struct buf *out)
{
	const struct scheme *s = credit_scheme(c, o->side);
	struct room room = { out, s };
	struct score score;
	char text[WHEN_TEXT];
	size_t events = credit_fold(c, st, o->side, o->key, o->key_n, at, &score, line,
	    &room);

	score_advance(s, &score, when_day_of(at));
	buf_putc(out, '{');
	buf_member_num(out, "credit", score.score);
	buf_member(out, "level", s->level[score.level].name,
	    strlen(s->level[score.level].name));
	buf_member_raw(out, "services", s->level[score.level].services,
	    s->level[score.level].services_n);
	if (score.muted > at)
		buf_member(out, "muted_until", when_text(score.muted, text), 25);
	buf_member_num(out, "events", (int64_t)events);
	next_level(s, &score, when_day_of(at), out);
	buf_puts(out, "}\n");
	return events > 0;
}

bool
clarify_subject(const struct credit *c, struct store *st, const char *subject, int64_t at,
    struct buf *out)
{
	struct owner o = { .side = OWNER_ACCOUNT };
	struct score score;
	size_t n = strlen(subject), len;
	const char *val;

	if (n != 32 || !store_get(st, STORE_SUBJECT, subject, n, &val, &len))
		return false;
	o.key_n = n + 2;
	for (; o.side <= OWNER_USER; o.side++) {
		o.key[0] = o.side == OWNER_USER ? 'u' : 'a';
		o.key[1] = ':';
		memcpy(o.key + 2, subject, n);
		if (o.side == OWNER_ACCOUNT || credit_state(c, st, &o, at, &score))
			clarify_owner(c, st, &o, at, out);
	}
	return true;
}
