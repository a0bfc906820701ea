#include "dossier.h"

#include <stdio.h>
#include <string.h>

#include "audit.h"
#include "buf.h"
#include "census.h"
#include "chart.h"
#include "dossier_int.h"
#include "markup.h"
#include "when.h"

enum { DAYS_LEAST = 184 };	/* the longest six months */

static void
instant(struct buf *b, int64_t at)
{
	char t[WHEN_TEXT];

	when_text(at, t);
	buf_printf(b, "<time datetime=\"%s\">%.10s %.5s</time> (UTC+8)", t, t, t + 11);
}

static void
head(struct buf *b, const struct dossier *d)
{
	const struct census *s = d->census;

	buf_puts(b, "<header>\n<p class=\"over\">Report of norm-audit, clause by "
	    "clause</p>\n"
	    "<h1><bdi>");
	markup_text(b, *d->platform != '\0' ? d->platform : "Platform without a name");
	buf_puts(b, "</bdi></h1>\n<dl class=\"head\">\n<dt>As of</dt><dd>");
	instant(b, s->as_of);
	buf_puts(b, "</dd>\n");
	if (s->now != s->as_of) {
		buf_puts(b, "<dt>Made</dt><dd>");
		instant(b, s->now);
		buf_puts(b, "</dd>\n");
	}
	if (s->later > 0) {
		buf_puts(b, "<dt>Changed since</dt><dd>");
		chart_number(b, s->later);
		buf_puts(b, " records were registered anew after that; their findings are "
		    "not of "
		    "that day</dd>\n");
	}
	buf_puts(b, "<dt>Policy (SM3)</dt><dd><code>");
	markup_text(b, d->policy_digest);
	buf_puts(b, "</code></dd>\n<dt>Journal head</dt><dd><code>");
	markup_text(b, s->journal_head);
	buf_puts(b, "</code></dd>\n<dt>Journal</dt><dd>");
	if (s->journal_whole) {
		chart_number(b, s->count[CENSUS_JOURNAL]);
		buf_puts(b, " entries, the chain is whole");
	} else {
		buf_printf(b, "<span class=\"bad\">✕ the chain is broken at entry %ju",
		    (uintmax_t)s->journal_broken);
		if (s->journal_why != NULL) {
			buf_puts(b, ": ");
			markup_text(b, s->journal_why);
		}
		buf_puts(b, "</span>");
	}
	buf_puts(b, "</dd>\n<dt>Commands</dt><dd>");
	dossier_command(b, "norm-audit; norm-audit policy; norm-audit journal --verify");
	buf_puts(b, "</dd>\n</dl>\n");
}

static void
tile(struct buf *b, const char *name, uint64_t n)
{
	buf_printf(b, "<div><dt>%s</dt><dd><data value=\"%ju\">", name, (uintmax_t)n);
	chart_number(b, n);
	buf_puts(b, "</data></dd></div>\n");
}

static void
tiles(struct buf *b, const struct dossier *d)
{
	static const char *const name[AUDIT_STATES] = { "clauses met", "open", "missing",
		"not checkable", "not applicable" };
	const struct census *s = d->census;
	uint64_t state[AUDIT_STATES] = { 0 };
	size_t i;

	for (i = 0; i < d->rows; i++)
		state[d->row[i].state]++;
	buf_puts(b, "<dl class=\"tiles\">\n");
	for (i = 0; i < AUDIT_STATES; i++) {
		buf_printf(b, "<div class=\"%s\"><dt>%s</dt><dd><data value=\"%ju\">",
		    audit_state_name((enum audit_state)i), name[i], (uintmax_t)state[i]);
		chart_number(b, state[i]);
		buf_puts(b, "</data></dd></div>\n");
	}
	buf_puts(b, "</dl>\n<dl class=\"tiles few\">\n");
	tile(b, "accounts", s->count[CENSUS_ACCOUNTS]);
	tile(b, "groups", s->count[CENSUS_GROUPS]);
	tile(b, "measures", s->count[CENSUS_MEASURES]);
	tile(b, "complaints", s->count[CENSUS_COMPLAINTS]);
	tile(b, "filings", s->count[CENSUS_FILINGS]);
	buf_puts(b, "</dl>\n</header>\n");
}

/* Six months at least, else as far back as there are lines. */
static size_t
days_shown(const uint64_t *lines)
{
	size_t n = CENSUS_DAYS;

	while (n > DAYS_LEAST && lines[n - 1] == 0)
		n--;
	return n;
}

void
dossier_days(struct buf *b, const struct dossier *d)
{
	const struct census *s = d->census;
	int today = when_day_of(s->as_of);
	char id[32], title[96];
	struct buf command = { 0 };
	size_t i, n, gaps;

	buf_puts(b, "<h2>Kept logs and contents</h2>\n<p class=\"note\">A day of the "
	    "calendar "
	    "has lines of at least one source, or none; the command tells the sources "
	    "apart.</p>\n");
	chart_days_legend(b);
	buf_puts(b, "<div class=\"grid\">\n");
	for (i = 0; i < s->classes; i++) {
		n = days_shown(s->kept[i]);
		snprintf(id, sizeof id, "days-%zu", i);
		snprintf(title, sizeof title, "Days of %s", s->class_name[i]);
		buf_puts(b, "<figure>\n<h3>");
		markup_text(b, title);
		buf_puts(b, "</h3>\n");
		gaps = chart_days(b, id, title, today, s->kept[i], n);
		buf_printf(b, gaps > 0 ? "<p class=\"bad days\">✕ %zu of %zu days are "
		    "gaps</p>\n" :
		    "<p class=\"days\">%zu gaps in %zu days</p>\n", gaps, n);
		buf_puts(b, "<figcaption>");
		command.len = 0;
		buf_printf(&command, "retain-prune gaps --calendar --class %s",
		    s->class_name[i]);
		dossier_command(b, buf_text(&command));
		chart_days_table(b, today, s->kept[i], n);
		buf_puts(b, "</figcaption></figure>\n");
	}
	buf_puts(b, "</div>\n");
	buf_free(&command);
}

void
dossier_write(struct buf *b, const struct dossier *d)
{
	buf_puts(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"format-detection\" content=\"telephone=no\">\n<title>");
	markup_text(b, *d->platform != '\0' ? d->platform : "norm-audit");
	buf_puts(b, " - report</title>\n<style>\n");
	dossier_style(b);
	buf_puts(b, "</style>\n</head>\n<body>\n");
	chart_patterns(b);
	buf_puts(b, "<main>\n");
	head(b, d);
	tiles(b, d);
	dossier_strip(b, d);
	dossier_figures(b, d);
	dossier_days(b, d);
	dossier_clauses(b, d);
	buf_puts(b, "</main>\n</body>\n</html>\n");
}
