#include "chart.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "markup.h"
#include "text.h"

/* Places across are percent, in hundredths; down they are pixels. */
enum { WHOLE = 10000, PLOT_LEFT = 1000, PLOT_TOP = 16, PLOT = 170, PLOT_FOOT = 34 };
enum { TIGHT_LEFT = 2100, TIGHT_MOST = 5900 };
#define MOST 1000000000000000000u	/* of a column */

static const char style[] =
    "svg{display:block;flex:none;width:100%;margin:0 0 12px;overflow:visible}\n"
    "svg text{font-size:12.5px;fill:var(--ink);font-variant-numeric:tabular-nums}\n"
    "svg .q{fill:var(--dim);font-size:11px}\n"
    "svg .g{stroke:var(--line)}\n"
    "svg .z{stroke:var(--dim)}\n"
    ".s0,.p0{fill:var(--a)}\n"
    ".s1{fill:url(#hatch);stroke:var(--b)}\n"
    ".s2{fill:url(#dots);stroke:var(--c)}\n"
    ".t{fill:var(--soft)}\n"
    ".hv{fill:transparent}\n"
    ".hv:hover{fill:var(--ink);fill-opacity:.07}\n"
    ".dk{fill:var(--a)}\n"
    ".dn{fill:none;stroke:var(--line)}\n"
    ".dg{fill:url(#gap);stroke:var(--r)}\n"
    ".dx{stroke:var(--r);stroke-width:1.5}\n"
    ".key{display:flex;flex-wrap:wrap;gap:4px 20px;margin:0 0 10px;padding:0;"
    "list-style:none;font-size:.8125rem}\n"
    ".key svg{display:inline-block;width:14px;height:12px;margin:0 6px 0 0;"
    "vertical-align:-1px}\n";

void
chart_style(struct buf *b)
{
	buf_puts(b, style);
}

void
chart_patterns(struct buf *b)
{
	buf_puts(b, "<svg class=\"defs\" width=\"0\" height=\"0\" "
	    "aria-hidden=\"true\"><defs>\n"
	    "<pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
	    "patternTransform=\"rotate(45)\"><rect class=\"pb\" width=\"5\" height=\"5\"/>"
	    "<rect class=\"pp\" width=\"1.6\" height=\"5\"/></pattern>\n"
	    "<pattern id=\"dots\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
	    "<rect class=\"pp\" width=\"5\" height=\"5\"/>"
	    "<circle class=\"pc\" cx=\"2.5\" cy=\"2.5\" r=\"1.2\"/></pattern>\n"
	    "<pattern id=\"gap\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
	    "patternTransform=\"rotate(45)\"><rect class=\"pp\" width=\"4\" height=\"4\"/>"
	    "<rect class=\"pr\" width=\"1\" height=\"4\"/></pattern>\n"
	    "</defs></svg>\n");
}

void
chart_number(struct buf *b, uint64_t n)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof digits, "%ju", (uintmax_t)n), i;

	for (i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_putc(b, ',');
		buf_putc(b, digits[i]);
	}
}

/* 1, 20, 5k, 300M: for axes, whose steps have one digit. */
static void
brief(struct buf *b, uint64_t n)
{
	static const char unit[] = " kMGTPE";
	size_t i = 0;

	for (; n >= 1000 && n % 1000 == 0; n /= 1000)
		i++;
	buf_printf(b, "%ju", (uintmax_t)n);
	if (i > 0)
		buf_putc(b, unit[i]);
}

static void
percent(struct buf *b, const char *name, uint64_t hundredths)
{
	buf_printf(b, " %s=\"%ju.%02ju%%\"", name, (uintmax_t)(hundredths / 100),
	    (uintmax_t)(hundredths % 100));
}

/* value of `of`, as a part of `whole`; something is never nothing. */
static uint64_t
part(uint64_t value, uint64_t of, uint64_t whole)
{
	uint64_t n = of > 0 ? (uint64_t)((double)value / (double)of * (double)whole + 0.5) : 0;

	return n > whole ? whole : value > 0 && n == 0 ? 1 : n;
}

/* As much of a label as a telephone has room for. */
static void
label(struct buf *b, const char *s, unsigned columns)
{
	const char *p = s, *end = s + strlen(s), *cut = s;
	unsigned wide = 0;

	if (text_valid(s, (size_t)(end - s)) != (size_t)(end - s)) {
		markup_text(b, s);
		return;
	}
	while (p < end) {
		wide += text_next(&p, end) < 0x1100 ? 1 : 2;
		if (wide < columns)
			cut = p;
	}
	markup_show(b, s, (size_t)((wide > columns ? cut : end) - s));
	if (wide > columns)
		buf_puts(b, "…");
}

static void
open_svg(struct buf *b, const struct chart *c, unsigned height)
{
	uint64_t sum[CHART_SERIES] = { 0 };
	size_t i, k, top = 0;

	for (i = 0; i < c->rows; i++)
		for (k = 0; k < c->series; k++) {
			sum[k] += c->row[i].value[k];
			if (c->row[i].value[0] > c->row[top].value[0])
				top = i;
		}
	buf_printf(b, "<svg role=\"img\" aria-labelledby=\"%s-t %s-d\" height=\"%u\">"
	    "<title id=\"%s-t\">", c->id, c->id, height, c->id);
	markup_text(b, c->title);
	buf_printf(b, "</title><desc id=\"%s-d\">", c->id);
	for (k = 0; k < c->series; k++) {
		buf_puts(b, k > 0 ? ", " : "");
		markup_text(b, c->name[k]);
		buf_puts(b, ": ");
		chart_number(b, sum[k]);
	}
	if (c->rows > 0) {
		buf_puts(b, "; most at ");
		markup_text(b, c->row[top].label);
	}
	buf_puts(b, ". The numbers stand in the table below.</desc>\n");
}

void
chart_bars(struct buf *b, const struct chart *c, bool tight)
{
	unsigned pitch = tight ? 20 : 34, y;
	uint64_t most = 0;
	size_t i;

	for (i = 0; i < c->rows; i++)
		if (c->row[i].value[0] > most)
			most = c->row[i].value[0];
	open_svg(b, c, (unsigned)c->rows * pitch);
	for (i = 0; i < c->rows; i++) {
		const struct chart_row *r = &c->row[i];
		uint64_t wide = part(r->value[0], most, tight ? TIGHT_MOST : WHOLE);

		y = (unsigned)i * pitch;
		buf_printf(b, "<text y=\"%u\">", y + (tight ? 14 : 13));
		label(b, r->tick[0] != '\0' ? r->tick : r->label, 36);
		buf_puts(b, "</text>");
		if (!tight)
			buf_printf(b, "<rect class=\"t\" y=\"%u\" width=\"100%%\" "
			    "height=\"8\" rx=\"2\"/>", y + 18);
		buf_puts(b, "<rect class=\"s0\"");
		percent(b, "x", tight ? TIGHT_LEFT : 0);
		buf_printf(b, " y=\"%u\"", y + (tight ? 4 : 18));
		percent(b, "width", wide);
		buf_printf(b, " height=\"%u\" rx=\"2\"/><text", tight ? 12 : 8);
		percent(b, "x", tight ? TIGHT_LEFT + wide : WHOLE);
		buf_printf(b, tight ? " dx=\"6\" y=\"%u\">" : " text-anchor=\"end\" "
		    "y=\"%u\">",
		    y + (tight ? 14 : 13));
		chart_number(b, r->value[0]);
		buf_puts(b, "</text>\n");
	}
	buf_puts(b, "</svg>\n");
}

/* The step between the lines of an axis: 1, 2 or 5 and zeros, so that four suffice. */
static uint64_t
step_for(uint64_t most)
{
	static const uint64_t first[] = { 1, 2, 5 };
	uint64_t zeros = 1;
	size_t i = 0;

	while (first[i] * zeros < most / 4 + (most % 4 > 0)) {
		i = (i + 1) % 3;
		if (i == 0)
			zeros *= 10;
	}
	return first[i] * zeros;
}

static uint64_t
stacked(const struct chart *c, const struct chart_row *r)
{
	uint64_t sum = 0;
	size_t k;

	/* no sum passes what 64 bits hold */
	for (k = 0; k < c->series; k++)
		sum += r->value[k] < MOST - sum ? r->value[k] : MOST - sum;
	return sum;
}

static void
axis(struct buf *b, uint64_t step, uint64_t top)
{
	uint64_t at;
	unsigned y;

	for (at = 0; at <= top; at += step) {
		y = PLOT_TOP + PLOT - (unsigned)part(at, top, PLOT);
		buf_printf(b, "<line class=\"%s\" x1=\"0\" x2=\"100%%\" y1=\"%u.5\" "
		    "y2=\"%u.5\"/>"
		    "<text class=\"q\" y=\"%u\">", at == 0 ? "z" : "g", y, y, y - 3);
		brief(b, at);
		buf_puts(b, "</text>\n");
	}
}

/* What a pointer over the column is told. */
static void
hover(struct buf *b, const struct chart *c, const struct chart_row *r)
{
	size_t k;

	markup_text(b, r->label);
	for (k = 0; k < c->series; k++) {
		buf_puts(b, k > 0 ? ", " : ": ");
		chart_number(b, r->value[k]);
		buf_putc(b, ' ');
		markup_text(b, c->name[k]);
	}
}

static void
column(struct buf *b, const struct chart *c, const struct chart_row *r, uint64_t x,
    uint64_t wide, uint64_t top)
{
	unsigned y = PLOT_TOP + PLOT, tall;
	size_t k;

	for (k = 0; k < c->series; k++) {
		tall = (unsigned)part(r->value[k], top, PLOT);
		if (tall == 0)
			continue;
		y = y > PLOT_TOP + tall ? y - tall : PLOT_TOP;
		buf_printf(b, "<rect class=\"s%zu\"", k);
		percent(b, "x", x + wide / 8);
		percent(b, "width", wide - wide / 4);
		buf_printf(b, " y=\"%u\" height=\"%u\"/>", y, tall);
	}
	if (r->tick[0] != '\0') {
		buf_puts(b, "<text class=\"q\" text-anchor=\"middle\"");
		percent(b, "x", x + wide / 2);
		buf_printf(b, " y=\"%d\">%s</text>", PLOT_TOP + PLOT + 15, r->tick);
	}
	if (r->under[0] != '\0') {
		buf_puts(b, "<text class=\"q\" text-anchor=\"middle\"");
		percent(b, "x", x + wide / 2);
		buf_printf(b, " y=\"%d\">%s</text>", PLOT_TOP + PLOT + 29, r->under);
	}
	buf_puts(b, "<rect class=\"hv\"");
	percent(b, "x", x);
	percent(b, "width", wide);
	buf_printf(b, " y=\"%d\" height=\"%d\"><title>", PLOT_TOP, PLOT);
	hover(b, c, r);
	buf_puts(b, "</title></rect>\n");
}

void
chart_columns(struct buf *b, const struct chart *c)
{
	uint64_t most = 0, step, top, wide;
	size_t i;

	for (i = 0; i < c->rows; i++)
		if (stacked(c, &c->row[i]) > most)
			most = stacked(c, &c->row[i]);
	step = step_for(most);
	top = most > 0 ? (most + step - 1) / step * step : step;
	open_svg(b, c, PLOT_TOP + PLOT + PLOT_FOOT);
	axis(b, step, top);
	wide = (WHOLE - PLOT_LEFT) / (c->rows > 0 ? c->rows : 1);
	for (i = 0; i < c->rows; i++)
		column(b, c, &c->row[i], PLOT_LEFT + i * wide, wide, top);
	buf_puts(b, "</svg>\n");
}

void
chart_legend(struct buf *b, const struct chart *c)
{
	size_t k;

	buf_puts(b, "<ul class=\"key\">");
	for (k = 0; k < c->series; k++) {
		buf_printf(b, "<li><svg aria-hidden=\"true\"><rect class=\"s%zu\" x=\"1\" "
		    "y=\"1\" "
		    "width=\"12\" height=\"10\"/></svg>", k);
		markup_text(b, c->name[k]);
		buf_puts(b, "</li>");
	}
	buf_puts(b, "</ul>\n");
}

void
chart_table(struct buf *b, const struct chart *c)
{
	size_t i, k;

	buf_puts(b, "<details><summary>Numbers</summary><div class=\"scroll\" "
	    "tabindex=\"0\" "
	    "role=\"region\" aria-label=\"Numbers: ");
	markup_text(b, c->title);
	buf_puts(b, "\"><table class=\"data\"><tr><th scope=\"col\">");
	markup_text(b, c->head);
	buf_puts(b, "</th>");
	for (k = 0; k < c->series; k++) {
		buf_puts(b, "<th scope=\"col\">");
		markup_text(b, c->name[k]);
		buf_puts(b, "</th>");
	}
	buf_puts(b, "</tr>\n");
	for (i = 0; i < c->rows; i++) {
		buf_puts(b, "<tr><th scope=\"row\"><bdi>");
		markup_text(b, c->row[i].label);
		buf_puts(b, "</bdi></th>");
		for (k = 0; k < c->series; k++)
			buf_printf(b, "<td>%ju</td>", (uintmax_t)c->row[i].value[k]);
		buf_puts(b, "</tr>\n");
	}
	buf_puts(b, "</table></div></details>\n");
}
