#include "dossier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "census.h"
#include "chart.h"
#include "complaint.h"
#include "dossier_int.h"
#include "markup.h"
#include "mem.h"
#include "office.h"
#include "when.h"

#define LIVE "acct-verify list --where '.state!=\"closed\"'"
enum { PROVINCES = 100, SCORES = 21, MONTHS_LEAST = 12 };
enum shape { BARS, TIGHT, COLUMNS };

void
dossier_command(struct buf *b, const char *command)
{
	buf_puts(b, "<code class=\"cmd\">");
	markup_text(b, command);
	buf_puts(b, "</code>");
}

static void
open_figure(struct buf *b, const char *title, const char *lead)
{
	buf_puts(b, "<figure>\n<h3>");
	markup_text(b, title);
	buf_puts(b, "</h3><p>");
	markup_text(b, lead);
	buf_puts(b, "</p>\n");
}

static void
figure(struct buf *b, const struct chart *c, enum shape shape, const char *lead,
    const char *command)
{
	uint64_t sum = 0;
	size_t i, k;

	for (i = 0; i < c->rows; i++)
		for (k = 0; k < c->series; k++)
			sum += c->row[i].value[k];
	open_figure(b, c->title, lead);
	if (sum == 0) {
		buf_puts(b, "<p class=\"none\">There is nothing to show.</p>\n");
	} else {
		if (c->series > 1)
			chart_legend(b, c);
		if (shape == COLUMNS)
			chart_columns(b, c);
		else
			chart_bars(b, c, shape == TIGHT);
	}
	buf_puts(b, "<figcaption>");
	dossier_command(b, command);
	if (sum > 0)
		chart_table(b, c);
	buf_puts(b, "</figcaption></figure>\n");
}

/* Most first; equal ones by their names, so that the page is always the same. */
static int
by_count(const void *a, const void *b)
{
	const struct chart_row *x = a, *y = b;

	return x->value[0] != y->value[0] ? x->value[0] < y->value[0] ? 1 : -1 :
	    strcmp(x->label, y->label);
}

static void
of_tally(struct buf *b, struct chart c, const struct census_tally *t, const char *lead,
    const char *command)
{
	size_t i;

	c.rows = t->names;
	c.row = mem_grow(NULL, t->names + 1, sizeof *c.row);
	for (i = 0; i < t->names; i++) {
		c.row[i] = (struct chart_row){ .value = { t->name[i].count } };
		snprintf(c.row[i].label, CHART_LABEL, "%.*s", CENSUS_NAME - 1,
		    t->name[i].name);
		if (t->name[i].name[0] == '\0')
			snprintf(c.row[i].label, CHART_LABEL, "(none)");
	}
	qsort(c.row, c.rows, sizeof *c.row, by_count);
	figure(b, &c, BARS, lead, command);
	free(c.row);
}

/* The two letters by which a province goes; three for 内蒙古 and 黑龙江. */
static void
province_short(const char *name, char out[CHART_TICK])
{
	bool three = strncmp(name, "内蒙", 6) == 0 || strncmp(name, "黑龙", 6) == 0;

	snprintf(out, CHART_TICK, "%.*s", three ? 9 : 6, name);
}

static void
provinces(struct buf *b, const struct census *s)
{
	struct chart_row row[PROVINCES], *r;
	struct chart c = { .id = "province", .title = "Accounts by province",
	    .head = "province", .name = { "accounts" }, .series = 1, .row = row };
	int i;

	for (i = 0; i < PROVINCES; i++) {
		if (s->province[i] == 0)
			continue;
		r = &row[c.rows++];
		*r = (struct chart_row){ .value = { s->province[i] } };
		if (office_known(i)) {
			snprintf(r->label, CHART_LABEL, "%02d %s", i, office_province(i));
			province_short(office_province(i), r->tick);
		} else if (i == 0) {
			snprintf(r->label, CHART_LABEL, "not known");
			snprintf(r->tick, CHART_TICK, "unknown");
		} else {
			snprintf(r->label, CHART_LABEL, "%02d without an office", i);
			snprintf(r->tick, CHART_TICK, "%02d", i);
		}
	}
	qsort(row, c.rows, sizeof *row, by_count);
	figure(b, &c, TIGHT, "Where the subject of the account is at home.", LIVE " | jq -r "
	    ".province | sort | uniq -c");
}

static void
month_row(struct chart_row *r, int year, int month, bool first, bool sparse)
{
	*r = (struct chart_row){ .value = { 0 } };
	snprintf(r->label, CHART_LABEL, "%04d-%02d", year, month);
	if (!sparse || month % 3 == 1)
		snprintf(r->tick, CHART_TICK, "%d", month);
	if (month == 1 || (first && month < 10))
		snprintf(r->under, CHART_TICK, "%d", year);
}

/* The last twelve months, or as many as there is something of. */
static void
months(struct buf *b, struct chart c, const struct census *s, const uint64_t (*count)[3],
    const char *lead, const char *command)
{
	struct chart_row row[CENSUS_MONTHS];
	int n = CENSUS_MONTHS, i, year, month, day, at;

	while (n > MONTHS_LEAST && count[n - 1][0] + count[n - 1][1] + count[n - 1][2] == 0)
		n--;
	when_civil(when_day_of(s->as_of), &year, &month, &day);
	for (i = 0; i < n; i++) {
		at = year * 12 + month - 1 - (n - 1 - i);
		month_row(&row[i], at / 12, at % 12 + 1, i == 0, n > 14);
		memcpy(row[i].value, count[n - 1 - i], sizeof row[i].value);
	}
	c.row = row;
	c.rows = (size_t)n;
	figure(b, &c, COLUMNS, lead, command);
}

static void
scores(struct buf *b, const uint64_t count[SCORES], const char *id, const char *title,
    const char *lead, const char *command)
{
	struct chart_row row[SCORES];
	struct chart c = { .id = id, .title = title, .head = "score", .name = { "subjects" },
	    .series = 1, .row = row, .rows = SCORES };
	int i;

	for (i = 0; i < SCORES; i++) {
		row[i] = (struct chart_row){ .value = { count[i] } };
		if (i == SCORES - 1)
			snprintf(row[i].label, CHART_LABEL, "100 and more");
		else
			snprintf(row[i].label, CHART_LABEL, "%d to %d", i * 5, i * 5 + 4);
		if (i % 4 == 0)
			snprintf(row[i].tick, CHART_TICK, "%d", i * 5);
	}
	figure(b, &c, COLUMNS, lead, command);
}

static void
states(struct buf *b, const struct census *s)
{
	static const char *const name[] = { "made", "published", "accepted", "rejected",
	    "lost" };
	struct chart_row row[5];
	struct chart c = { .id = "filing", .title = "Filings by state", .head = "state",
	    .name = { "filings" }, .series = 1, .row = row, .rows = 5 };
	char lead[160];
	size_t i;

	for (i = 0; i < 5; i++) {
		row[i] = (struct chart_row){ .value = { s->filing_state[i] } };
		snprintf(row[i].label, CHART_LABEL, "%s", name[i]);
	}
	snprintf(lead, sizeof lead, "%ju reports of measures, listings and contents: %ju in "
	    "a "
	    "filing, %ju overdue.", (uintmax_t)s->count[CENSUS_REPORTS],
	    (uintmax_t)s->count[CENSUS_REPORTS_MADE], (uintmax_t)s->reports_overdue);
	figure(b, &c, BARS, lead, "filing-export list | jq -r .state | sort | uniq -c");
}

static void
stages(struct buf *b, const struct census *s)
{
	struct chart_row row[CENSUS_STAGES];
	struct chart c = { .id = "stage", .title = "Complaints by stage", .head = "stage",
	    .name = { "complaints" }, .series = 1, .row = row, .rows = CENSUS_STAGES };
	size_t i;

	for (i = 0; i < CENSUS_STAGES; i++) {
		row[i] = (struct chart_row){ .value = { s->complaint_stage[i] } };
		snprintf(row[i].label, CHART_LABEL, "%s",
		    complaint_stage_name((enum complaint_stage)i));
	}
	figure(b, &c, BARS, "How far each has come.",
	    "complaint list | jq -r .stage | sort | uniq -c");
}

void
dossier_figures(struct buf *b, const struct dossier *d)
{
	const struct census *s = d->census;

	buf_puts(b, "<h2>Accounts and groups</h2>\n<div class=\"grid\">\n");
	of_tally(b, (struct chart){ .id = "class", .title = "Accounts by class",
	    .head = "class", .name = { "accounts" }, .series = 1 }, &s->class,
	    "Registered and not closed.", LIVE " | jq -r .class | sort | uniq -c");
	provinces(b, s);
	of_tally(b, (struct chart){ .id = "grade", .title = "Accounts by grade",
	    .head = "grade", .name = { "accounts" }, .series = 1 }, &s->grade,
	    "As the platform has graded them (PA-07-1a).",
	    LIVE " | jq -r .grade | sort | uniq -c");
	of_tally(b, (struct chart){ .id = "groups", .title = "Groups by class",
	    .head = "class", .name = { "groups" }, .series = 1 }, &s->group_class,
	    "Groups that are not closed (GR-07-1a).", "group-cap list --where "
	    "'.state!=\"closed\"' --count class");
	buf_puts(b, "</div>\n<h2>Measures and credit</h2>\n<div class=\"grid\">\n");
	months(b, (struct chart){ .id = "measures", .title = "Measures by month",
	    .head = "month", .name = { "accounts", "users", "groups" }, .series = 3 }, s,
	    s->measure_month, "Measures taken, by whom they meet; monitoring is none.",
	    "enforce list --where '.kind!=\"monitor\"' | jq -r '.from[:7] + \" \" + "
	    ".target[:1]' "
	    "| sort | uniq -c");
	of_tally(b, (struct chart){ .id = "kinds", .title = "Measures by kind",
	    .head = "kind", .name = { "measures" }, .series = 1 }, &s->measure,
	    "All that were ever taken.", "enforce list | jq -r .kind | sort | uniq -c");
	scores(b, s->score[0], "score-a", "Credit of accounts",
	    "Subjects of accounts by score, in steps of five.",
	    "credit-score list --where '.owner[:2]==\"a:\"' | jq .credit");
	scores(b, s->score[1], "score-u", "Credit of users",
	    "Users of groups by score, in steps of five.",
	    "credit-score list --where '.owner[:2]==\"u:\"' | jq .credit");
	of_tally(b, (struct chart){ .id = "level-a", .title = "Levels of accounts",
	    .head = "level", .name = { "subjects" }, .series = 1 }, &s->level[0],
	    "What the score allows them.", "credit-score list --count level");
	of_tally(b, (struct chart){ .id = "level-u", .title = "Levels of users",
	    .head = "level", .name = { "users" }, .series = 1 }, &s->level[1],
	    "What the score allows them.", "credit-score list --count level");
	buf_puts(b, "</div>\n<h2>Complaints and filings</h2>\n<div class=\"grid\">\n");
	months(b, (struct chart){ .id = "deadline", .title = "Complaints against the "
	    "deadline",
	    .head = "month", .name = { "in time", "late or overdue", "open, in time" },
	    .series = 3 }, s, s->complaint_month, "By the month in which they were "
	        "received.",
	    "complaint list | jq -c '[.received_at[:7], .stage, .late, .due]'");
	of_tally(b, (struct chart){ .id = "ckind", .title = "Complaints by kind",
	    .head = "kind", .name = { "complaints" }, .series = 1 }, &s->complaint_kind,
	    "As they were received.", "complaint list | jq -r .kind | sort | uniq -c");
	stages(b, s);
	states(b, s);
	buf_puts(b, "</div>\n");
}
