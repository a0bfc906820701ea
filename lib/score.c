#include "score.h"

#include <string.h>

#include "buf.h"
#include "rule.h"
#include "scheme.h"
#include "when.h"

#define DAY 86400

void
score_begin(const struct scheme *s, struct score *c)
{
	memset(c, 0, sizeof *c);
	c->score = s->base;
	while (c->level < (int)s->levels - 1 && c->score < s->level[c->level].from)
		c->level++;
}

static void
level(const struct scheme *s, struct score *c)
{
	int plain = 0, i;

	while (plain < (int)s->levels - 1 && c->score < s->level[plain].from)
		plain++;
	if (plain > c->level)
		c->level = plain;
	for (i = 0; i < c->level; i++)
		if (c->score >= s->level[i].from + s->hysteresis)
			c->level = i;
}

/* Does recovery stand still: at the top, or held at the floor? */
static bool
stands(const struct scheme *s, const struct score *c)
{
	return c->score >= s->top || (c->score <= s->floor && !s->at_floor);
}

static int64_t
wait_from(const struct scheme *s, int day)
{
	return s->after + s->every + (s->recover == RECOVER_DAYS ? day : 0);
}

void
score_advance(const struct scheme *s, struct score *c, int day)
{
	int64_t grants, need;

	if (s->recover == RECOVER_DAYS && c->next > 0 && c->next <= day && !stands(s, c)) {
		grants = (day - c->next) / s->every + 1;
		need = (s->top - c->score + s->grant - 1) / s->grant;
		if (grants > need)
			grants = need;
		c->score += grants * s->grant;
		c->next += grants * s->every;
		if (c->score > s->top)
			c->score = s->top;
	}
	if (stands(s, c))
		c->next = 0;
	level(s, c);
}

static void
active(const struct scheme *s, struct score *c, int day)
{
	if (s->recover != RECOVER_ACTIVE || c->next == 0 || day <= c->active_day)
		return;
	c->active_day = day;
	if (--c->next > 0)
		return;
	c->score = c->score + s->grant > s->top ? s->top : c->score + s->grant;
	c->next = stands(s, c) ? 0 : s->every;
}

/* `when` sees the event, and the score, level and number of such events before it. */
static bool
fits(const struct scheme *s, const struct score *c, const struct scheme_rule *r,
    const struct score_event *e, int day)
{
	struct buf b = { 0 };
	bool yes;
	size_t i;

	if (r->kind != e->kind || day < r->from || day >= r->until)
		return false;
	if (r->when == NULL)
		return true;
	for (i = 0; i < c->kinds && c->seen[i].kind != e->kind; i++)
		;
	buf_put(&b, e->text, e->n - 1);
	buf_member_num(&b, "score", c->score);
	buf_member(&b, "level", s->level[c->level].name, strlen(s->level[c->level].name));
	buf_member_num(&b, "times", i < c->kinds ? (int64_t)c->seen[i].count : 0);
	buf_putc(&b, '}');
	yes = rule_holds(r->when, b.s, b.len);
	buf_free(&b);
	return yes;
}

int
score_rule(const struct scheme *s, const struct score *c, const struct score_event *e)
{
	int day = when_day_of(e->time);
	size_t i;

	for (i = 0; i < s->rules; i++)
		if (fits(s, c, &s->rule[i], e, day))
			return (int)i;
	return -1;
}

/* Note an event of a kind that counts; no rule looks back further than SCORE_TIMES. */
static void
see(const struct scheme *s, struct score *c, const struct score_event *e)
{
	size_t i;

	if (!s->counted[e->kind])
		return;
	for (i = 0; i < c->kinds && c->seen[i].kind != e->kind; i++)
		;
	if (i == c->kinds) {
		c->kinds++;
		c->seen[i].kind = e->kind;
		c->seen[i].count = 0;
	}
	if (c->seen[i].count == SCORE_TIMES)
		memmove(&c->seen[i].time[0], &c->seen[i].time[1],
		    --c->seen[i].count * sizeof c->seen[i].time[0]);
	c->seen[i].time[c->seen[i].count++] = e->time;
}

/* How many of a kind within a window that ends at an instant, the one just seen included. */
static size_t
nth(const struct score *c, int kind, int64_t time, int within_days)
{
	size_t i, k, n = 0;

	for (i = 0; i < c->kinds && c->seen[i].kind != kind; i++)
		;
	if (i == c->kinds)
		return 1;
	for (k = 0; k < c->seen[i].count; k++)
		n += within_days == 0 ||
		    time - c->seen[i].time[k] < (int64_t)within_days * DAY;
	return n > 0 ? n : 1;
}

static void
deduct(const struct scheme *s, struct score *c, const struct scheme_rule *r,
    const struct score_event *e, int day)
{
	int64_t p = r->points, until;
	size_t n;

	if (r->has_to)
		p = c->score > r->to ? c->score - r->to : 0;
	else if (r->given) {
		p = e->has_points && e->points > 0 ? e->points : 0;
		if (p > r->most)
			p = r->most;
	} else if (r->repeats > 0) {
		n = nth(c, e->kind, e->time, r->within_days);
		p = r->repeat[n < r->repeats ? n - 1 : r->repeats - 1];
	} else if (r->by_level)
		p = r->level[c->level];
	c->score = c->score - p < s->floor ? s->floor : c->score - p;
	if (p <= 0)
		return;
	if (stands(s, c))
		c->next = 0;
	else if (s->recover != RECOVER_NONE) {
		if (s->restart || c->next == 0)
			c->next = wait_from(s, day);
		c->next += p * s->add_days;
	}
	if (s->mute_per == 0 || (p <= s->mute_free && c->score >= s->mute_free_from))
		return;
	until = e->time + s->mute_hours * 3600 * p / s->mute_per;
	if (until > c->muted)
		c->muted = until;
}

static void
reward(const struct scheme *s, struct score *c, int number, int day)
{
	const struct scheme_rule *r = &s->rule[number];
	int64_t gain;
	size_t i = 0;

	if (c->score <= r->above)
		return;
	gain = r->has_to ? r->to - c->score : r->points;
	if (gain > r->ceiling - c->score)
		gain = r->ceiling - c->score;
	if (gain < 0)
		gain = 0;
	if (r->cycle_days > 0) {
		while (i < c->cycles && c->cycle[i].rule != number)
			i++;
		if (i == c->cycles) {
			c->cycles++;
			c->cycle[i].rule = number;
			c->cycle[i].day = -r->cycle_days;
		}
		if (c->cycle[i].day + r->cycle_days <= day) {
			c->cycle[i].day = day;
			c->cycle[i].points = c->cycle[i].times = 0;
		}
		if (r->times > 0 && c->cycle[i].times >= r->times)
			return;
		if (r->most > 0 && gain > r->most - c->cycle[i].points)
			gain = r->most - c->cycle[i].points;
		c->cycle[i].times++;
		c->cycle[i].points += gain;
	}
	c->score += gain;
	if (stands(s, c))
		c->next = 0;
	else if (c->next == 0 && s->recover != RECOVER_NONE)
		c->next = wait_from(s, day);
}

static void
ladder(const struct scheme *s, const struct score *c, const struct score_event *e,
    struct score_effect *f)
{
	size_t i, n;

	for (i = 0; i < s->ladders; i++) {
		if (s->ladder[i].kind != e->kind)
			continue;
		n = nth(c, e->kind, e->time, s->ladder[i].within_days);
		if (n > s->ladder[i].steps)
			n = s->ladder[i].steps;
		f->measure = s->ladder[i].step[n - 1].measure;
		f->days = s->ladder[i].step[n - 1].days;
		return;
	}
}

void
score_fold(const struct scheme *s, struct score *c, const struct score_event *e,
    struct score_effect *f)
{
	int day = when_day_of(e->time);
	int64_t before = c->score;

	*f = (struct score_effect){ .rule = -1 };
	if (!c->begun && s->recover != RECOVER_NONE && !stands(s, c))
		c->next = wait_from(s, day);
	c->begun = true;
	score_advance(s, c, day);
	f->recovered = c->score - before;
	before = c->score;
	if (e->kind == s->active)
		active(s, c, day);
	f->rule = score_rule(s, c, e);
	if (f->rule >= 0 && s->rule[f->rule].confirm && !e->confirmed)
		f->unconfirmed = true;
	else if (f->rule >= 0) {
		see(s, c, e);
		if (s->rule[f->rule].reward)
			reward(s, c, f->rule, day);
		else
			deduct(s, c, &s->rule[f->rule], e, day);
		ladder(s, c, e, f);
	}
	level(s, c);
	f->delta = c->score - before;
}
