/*
 * Figures of a page, as SVG within it: the width is that of the page, the letters keep their
 * size.  Nothing is told by colour alone: series have patterns, marks and words, and the
 * numbers stand in a table beside the figure (chart_table).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { CHART_SERIES = 3, CHART_LABEL = 64, CHART_TICK = 12 };

struct chart_row {
	char label[CHART_LABEL];	/* UTF-8 or not: shown as markup_show has it */
	char tick[CHART_TICK], under[CHART_TICK];	/* below a column; "": nothing */
	uint64_t value[CHART_SERIES];
};
struct chart {
	const char *id;			/* unlike any other of the page: letters */
	const char *title;
	const char *head;		/* over the labels, in the table */
	const char *name[CHART_SERIES];	/* of the series, in the order in which they are stacked */
	size_t series;
	struct chart_row *row;
	size_t rows;
};

/* Once a page: what its style sheet needs, and the patterns (first thing in the body). */
void chart_style(struct buf *);
void chart_patterns(struct buf *);

/* Bars of the first series, one below the other: label and number over each; short: labels of
 * a few letters, at the left of it. */
void chart_bars(struct buf *, const struct chart *, bool tight);
/* Columns side by side, series stacked. */
void chart_columns(struct buf *, const struct chart *);
/* What the patterns of the series are. */
void chart_legend(struct buf *, const struct chart *);
/* The numbers, folded away. */
void chart_table(struct buf *, const struct chart *);

/*
 * A calendar, a row a month: day `last` and the n - 1 days before it.  lines: of each day, that
 * of `last` first.  From the first day on that has some, a day without any is a gap, but for
 * `last`, which is not over.  Returns how many gaps there are.
 */
size_t chart_days(struct buf *, const char *id, const char *title, int last,
    const uint64_t *lines, size_t n);
void chart_days_legend(struct buf *);
void chart_days_table(struct buf *, int last, const uint64_t *lines, size_t n);

/* A number for people: 1,234,567. */
void chart_number(struct buf *, uint64_t);
