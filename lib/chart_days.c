#include "chart.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "markup.h"
#include "when.h"

/* Places across are percent, in hundredths; down they are pixels. */
enum { LEFT = 2000, DAY = 258, CELL = 216, HEAD = 18, ROW = 18, TALL = 13 };

enum state { KEPT, GAP, BEFORE, TODAY };
static const char *const state_name[] = { "kept", "gap: no lines", "before the first line",
	"not over" };

static enum state
state_of(const uint64_t *lines, size_t i, size_t first)
{
	return lines[i] > 0 ? KEPT : i == 0 ? TODAY : i > first ? BEFORE : GAP;
}

/* How far back the first day with lines is; 0 also when none has. */
static size_t
first_of(const uint64_t *lines, size_t n)
{
	size_t i = n;

	while (i > 0 && lines[i - 1] == 0)
		i--;
	return i > 0 ? i - 1 : 0;
}

static void
place(struct buf *b, const char *name, unsigned hundredths)
{
	buf_printf(b, " %s=\"%u.%02u%%\"", name, hundredths / 100, hundredths % 100);
}

static void
cell(struct buf *b, enum state s, unsigned x, unsigned y)
{
	static const char *const class[] = { "dk", "dg", "dn", "dn" };

	buf_printf(b, "<rect class=\"%s\"", class[s]);
	place(b, "x", x);
	buf_printf(b, " y=\"%u\" width=\"%u.%02u%%\" height=\"%d\"/>", y, CELL / 100,
	    CELL % 100,
	    TALL);
	if (s != GAP)
		return;
	/* a cross over it, for who sees no red */
	buf_puts(b, "<line class=\"dx\"");
	place(b, "x1", x);
	place(b, "x2", x + CELL);
	buf_printf(b, " y1=\"%u\" y2=\"%u\"/><line class=\"dx\"", y, y + TALL);
	place(b, "x1", x);
	place(b, "x2", x + CELL);
	buf_printf(b, " y1=\"%u\" y2=\"%u\"/>", y + TALL, y);
}

size_t
chart_days(struct buf *b, const char *id, const char *title, int last, const uint64_t *lines,
    size_t n)
{
	size_t first = first_of(lines, n), i, gaps = 0, kept = 0;
	int year, month, day, y0, m0, d, months;
	char text[WHEN_TEXT];
	unsigned y;

	for (i = 0; i < n; i++) {
		gaps += state_of(lines, i, first) == GAP;
		kept += lines[i] > 0;
	}
	when_civil(last - (int)n + 1, &y0, &m0, &day);
	when_civil(last, &year, &month, &day);
	months = (year - y0) * 12 + month - m0 + 1;
	buf_printf(b, "<svg role=\"img\" aria-labelledby=\"%s-t %s-d\" height=\"%d\">"
	    "<title id=\"%s-t\">", id, id, HEAD + months * ROW, id);
	markup_text(b, title);
	buf_printf(b, "</title><desc id=\"%s-d\">%zu days with lines, %zu gaps in %zu days "
	    "until "
	    "%s. The days stand in the table below.</desc>\n", id, kept, gaps, n,
	    when_day_text(last, text));
	for (d = 1; d <= 31; d += d == 1 ? 4 : 5) {
		buf_puts(b, "<text class=\"q\" text-anchor=\"middle\"");
		place(b, "x", LEFT + (unsigned)(d - 1) * DAY + CELL / 2);
		buf_printf(b, " y=\"11\">%d</text>", d);
	}
	for (i = n; i-- > 0; ) {
		when_civil(last - (int)i, &year, &month, &day);
		y = HEAD + (unsigned)((year - y0) * 12 + month - m0) * ROW;
		if (day == 1 || i == n - 1)
			buf_printf(b, "\n<text y=\"%u\">%04d-%02d</text>", y + 11, year,
			    month);
		cell(b, state_of(lines, i, first), LEFT + (unsigned)(day - 1) * DAY, y);
	}
	buf_puts(b, "\n</svg>\n");
	return gaps;
}

void
chart_days_legend(struct buf *b)
{
	buf_puts(b, "<ul class=\"key\"><li><svg aria-hidden=\"true\"><rect class=\"dk\" "
	    "x=\"1\" "
	    "y=\"1\" width=\"12\" height=\"10\"/></svg>lines kept</li>"
	    "<li><svg aria-hidden=\"true\"><rect class=\"dg\" x=\"1\" y=\"1\" width=\"12\" "
	    "height=\"10\"/><line class=\"dx\" x1=\"1\" y1=\"1\" x2=\"13\" y2=\"11\"/>"
	    "<line class=\"dx\" x1=\"1\" y1=\"11\" x2=\"13\" y2=\"1\"/></svg>"
	    "gap: nothing was kept</li><li><svg aria-hidden=\"true\"><rect class=\"dn\" "
	    "x=\"1\" "
	    "y=\"1\" width=\"12\" height=\"10\"/></svg>not expected</li></ul>\n");
}

void
chart_days_table(struct buf *b, int last, const uint64_t *lines, size_t n)
{
	size_t first = first_of(lines, n), i, end;
	char from[WHEN_TEXT], until[WHEN_TEXT];
	enum state s;
	uint64_t sum;

	buf_puts(b, "<details><summary>Numbers</summary><div class=\"scroll\" "
	    "tabindex=\"0\" "
	    "role=\"region\" aria-label=\"Numbers: days\"><table class=\"data\">"
	    "<tr><th scope=\"col\">from</th><th scope=\"col\">until</th>"
	    "<th scope=\"col\">state</th><th scope=\"col\">days</th><th "
	    "scope=\"col\">lines</th>"
	    "</tr>\n");
	for (i = 0; i < n; i = end) {
		s = state_of(lines, i, first);
		for (sum = 0, end = i; end < n && state_of(lines, end, first) == s; end++)
			sum += lines[end];
		when_day_text(last - (int)end + 1, from);
		when_day_text(last - (int)i, until);
		buf_printf(b, "<tr><th "
		    "scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%zu</td>"
		    "<td>%ju</td></tr>\n", from, until, state_name[s], end - i,
		    (uintmax_t)sum);
	}
	buf_puts(b, "</table></div></details>\n");
}
