#include "gaps.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "finding.h"
#include "gaps_int.h"
#include "keep.h"
#include "retain.h"
#include "status.h"
#include "text.h"
#include "when.h"

enum { SHOWN = 200 };			/* bytes of a name for people */

/* ---- Findings. */

void
gaps_say(struct gaps *g, const char *class, const struct buf *members, unsigned code,
    const char *why)
{
	struct retain *r = g->retain;
	const struct finding_row *row = finding_row((enum finding_code)code);
	int c = keep_find(r->keep, class, strlen(class));

	if (!g->calendar) {
		retain_say(r, g->found, members->s, members->len, c, code, why);
		return;
	}
	buf_printf(g->found, "%s %s: %.*s: %s\n", retain_clause(r, c, code), row->code,
	    (int)members->len, members->s, why != NULL ? why : row->message);
	if (row->verdict > r->worst)
		r->worst = row->verdict;
}

/* What stands in a line may not speak to a terminal. */
static void
show(struct buf *b, const char *s, size_t n)
{
	char *to = buf_room(b, SHOWN);

	b->len += text_show(to, SHOWN, s, n);
}

/* For people a finding names its things in words, else as members. */
void
gaps_name(const struct gaps *g, struct buf *b, const char *member, const char *s, size_t n)
{
	if (!g->calendar) {
		buf_member(b, member, s, n);
		return;
	}
	if (b->len > 1)
		buf_putc(b, ' ');
	show(b, s, n);
}

/* Nothing was kept of the days from `from` on until `until`. */
static void
gap(struct gaps *g, const struct gaps_group *p, int from, int until)
{
	char first[WHEN_TEXT], last[WHEN_TEXT];
	struct buf b = { 0 }, members;

	when_day_text(from, first);
	when_day_text(until, last);
	buf_putc(&b, '{');
	gaps_name(g, &b, "class", p->class, strlen(p->class));
	if (*p->source != '\0')
		gaps_name(g, &b, "source", p->source, strlen(p->source));
	if (g->calendar) {
		buf_printf(&b, " %s", first);
		if (until > from)
			buf_printf(&b, " to %s, %d days", last, until - from + 1);
	} else {
		gaps_name(g, &b, "from", first, strlen(first));
		gaps_name(g, &b, "until", last, strlen(last));
		buf_member_num(&b, "days", until - from + 1);
	}
	members = (struct buf){ .s = b.s + 1, .len = b.len - 1 };
	gaps_say(g, p->class, &members, F_LOG_GAP, until > from ?
	    "nothing was kept of these days" : NULL);
	buf_free(&b);
}

static void
gap_all(struct gaps *g, const struct gaps_group *p, const struct gaps_day *day)
{
	int at, first = INT32_MAX;

	for (at = g->from; at <= g->until + 1; at++) {
		bool none = at <= g->until && day[at - g->from].expected &&
		    day[at - g->from].lines == 0;

		if (none && first == INT32_MAX)
			first = at;
		if (none || first == INT32_MAX)
			continue;
		gap(g, p, first, at - 1);
		first = INT32_MAX;
	}
}

/* ---- As lines. */

static void
line(struct gaps *g, const struct gaps_group *p, int at, const struct gaps_day *d)
{
	char text[WHEN_TEXT];

	buf_putc(g->out, '{');
	buf_member(g->out, "class", p->class, strlen(p->class));
	if (*p->source != '\0')
		buf_member(g->out, "source", p->source, strlen(p->source));
	when_day_text(at, text);
	buf_member(g->out, "day", text, strlen(text));
	buf_member_num(g->out, "lines", (int64_t)d->lines);
	buf_member_num(g->out, "bytes", (int64_t)d->bytes);
	if (d->last >= d->first) {
		when_text(d->first, text);
		buf_member(g->out, "first", text, strlen(text));
		when_text(d->last, text);
		buf_member(g->out, "last", text, strlen(text));
	}
	buf_member_num(g->out, "segments", d->segments);
	if (d->pruned > 0)
		buf_member_num(g->out, "pruned", d->pruned);
	if (d->undated > 0)
		buf_member_num(g->out, "undated", (int64_t)d->undated);
	if (d->segments > 0)
		buf_member(g->out, "digest", d->digest, strlen(d->digest));
	buf_puts(g->out, "}\n");
}

/* ---- As a calendar: a row a month, a column a day. */

static const struct mark { char sign; const char *colour, *what; } marks[] = {
	{ '#', "\033[32m", "kept" }, { '~', "\033[36m", "kept, then pruned" },
	{ '!', "\033[1;31m", "missing" }, { '.', "\033[2m", "nothing, and nothing expected" }
};

static const struct mark *
mark(const struct gaps_day *d)
{
	if (d->lines == 0)
		return &marks[d->expected ? 2 : 3];
	return &marks[d->pruned == d->segments];
}

static bool
colours(void)
{
	const char *no = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) && (no == NULL || *no == '\0');
}

static void
put_mark(struct buf *b, const struct mark *m, bool colour)
{
	if (colour)
		buf_printf(b, "%s%c\033[0m", m->colour, m->sign);
	else
		buf_putc(b, m->sign);
}

static void
month(struct gaps *g, const struct gaps_day *day, int from, bool colour)
{
	int y, m, d, at, next;

	when_civil(from, &y, &m, &d);
	at = from - (d - 1);
	next = when_add_months(at, 1);
	buf_printf(g->out, "%04d-%02d ", y, m);
	for (; at < next && at <= g->until; at++) {
		buf_putc(g->out, ' ');
		if (at < g->from)
			buf_putc(g->out, ' ');
		else
			put_mark(g->out, mark(&day[at - g->from]), colour);
	}
	buf_putc(g->out, '\n');
}

static void
calendar(struct gaps *g, const struct gaps_group *p, const struct gaps_day *day)
{
	uint64_t lines = 0, bytes = 0;
	bool colour = colours();
	int at, y, m, d, missing = 0;

	for (at = g->from; at <= g->until; at++) {
		lines += day[at - g->from].lines;
		bytes += day[at - g->from].bytes;
		missing += day[at - g->from].expected && day[at - g->from].lines == 0;
	}
	buf_puts(g->out, p->class);
	if (*p->source != '\0')
		buf_putc(g->out, ' ');
	show(g->out, p->source, strlen(p->source));
	buf_printf(g->out, ": %ju lines, %ju bytes, %d %s missing\n", (uintmax_t)lines,
	    (uintmax_t)bytes, missing, missing == 1 ? "day" : "days");
	buf_puts(g->out, "         1       5         10        15        20        25"
	    "        30\n");
	for (at = g->from; at <= g->until; at = when_add_months(at - (d - 1), 1)) {
		when_civil(at, &y, &m, &d);
		month(g, day, at, colour);
	}
	buf_putc(g->out, '\n');
}

void
gaps_legend(struct gaps *g)
{
	bool colour = colours();
	size_t i;

	for (i = 0; i < sizeof marks / sizeof *marks && g->groups > 0; i++) {
		put_mark(g->out, &marks[i], colour);
		buf_printf(g->out, " %s%s", marks[i].what,
		    i + 1 < sizeof marks / sizeof *marks ? "   " : "\n");
	}
	if (g->groups == 0)
		buf_puts(g->out, "Nothing was kept yet.\n");
}

void
gaps_show(struct gaps *g, const struct gaps_group *p, const struct gaps_day *day)
{
	int at;

	if (g->calendar)
		calendar(g, p, day);
	else
		for (at = g->from; at <= g->until; at++)
			if (day[at - g->from].segments > 0 || day[at - g->from].undated > 0)
				line(g, p, at, &day[at - g->from]);
	gap_all(g, p, day);
}
