#include "dossier.h"

#include <string.h>

#include "audit.h"
#include "buf.h"
#include "chart.h"
#include "clause.h"
#include "document.h"
#include "dossier_int.h"
#include "finding.h"
#include "markup.h"

/* Beside its colour each state has a sign. */
static const char *const sign[AUDIT_STATES] = { "✓", "!", "✕", "–", "○" };
static const char *const word[AUDIT_STATES] = { "met", "open", "missing", "not checkable",
	"not applicable" };

static const struct {
	const char *norm, *prefix, *title;
} law[] = {
	{ "PA-2017", "PA", "Public accounts: 互联网用户公众账号信息服务管理规定 (2017)" },
	{ "GR-2017", "GR", "Groups: 互联网群组信息服务管理规定 (2017)" },
};
enum { LAWS = sizeof law / sizeof *law };

static void
mark(struct buf *b, enum audit_state s)
{
	buf_printf(b, "<span class=\"%s\"><span class=\"m\" aria-hidden=\"true\">%s</span> "
	    "%s"
	    "</span>", audit_state_name(s), sign[s], word[s]);
}

/* The bracket with key words of the text is Chinese. */
static void
duty(struct buf *b, const char *s)
{
	const char *open = strrchr(s, '[');
	size_t n = strlen(s);

	if (open == NULL || s[n - 1] != ']') {
		markup_text(b, s);
		return;
	}
	markup_show(b, s, (size_t)(open - s));
	buf_puts(b, "<span class=\"dim\" lang=\"zh-CN\">");
	markup_show(b, open + 1, n - (size_t)(open - s) - 2);
	buf_puts(b, "</span>");
}

static void
lacking(struct buf *b, const struct audit_row *r)
{
	const char *before = "<small class=\"bad\">✕ no document in force: ";
	size_t i;

	for (i = 0; i < r->clause->documents && i < 64; i++)
		if (r->lacking >> i & 1) {
			buf_puts(b, before);
			markup_text(b, document_kind_name(r->clause->document[i]));
			before = ", ";
		}
	if (*before == ',')
		buf_puts(b, "</small>");
}

static void
codes(struct buf *b, const struct audit_row *r)
{
	size_t i;

	for (i = 0; i < r->founds; i++) {
		buf_puts(b, i > 0 ? " · <code>" : "<small class=\"open\">! <code>");
		markup_text(b, finding_row((enum finding_code)r->found[i].code)->code);
		buf_puts(b, "</code> ");
		chart_number(b, r->found[i].count);
	}
	if (r->founds > 0)
		buf_puts(b, "</small>");
}

static void
number(struct buf *b, const char *name, bool shown, uint64_t n)
{
	buf_puts(b, "<td role=\"cell\" class=\"n\"");
	if (shown) {
		buf_printf(b, " data-l=\"%s\"><data value=\"%ju\">", name, (uintmax_t)n);
		chart_number(b, n);
		buf_puts(b, "</data></td>");
	} else {
		buf_puts(b, "></td>");
	}
}

static void
row(struct buf *b, const struct audit_row *r)
{
	const struct clause *c = r->clause;
	bool judged = r->state < AUDIT_UNCHECKABLE;

	buf_puts(b, "<tr role=\"row\" id=\"");
	markup_text(b, c->id);
	buf_puts(b, "\"><th role=\"rowheader\" scope=\"row\" class=\"id\">");
	markup_text(b, c->id);
	buf_puts(b, "<small>");
	markup_text(b, c->kind);
	buf_puts(b, "</small></th><td role=\"cell\" class=\"st\">");
	mark(b, r->state);
	buf_puts(b, "</td><td role=\"cell\">");
	duty(b, c->duty);
	if (judged && *c->evidence != '\0') {
		buf_puts(b, "<small>Evidence: ");
		markup_text(b, c->evidence);
		buf_puts(b, "</small>");
	}
	lacking(b, r);
	codes(b, r);
	if (*c->penalty != '\0') {
		buf_puts(b, "<small>Penalty: ");
		markup_text(b, c->penalty);
		buf_puts(b, "</small>");
	}
	buf_puts(b, "</td>");
	number(b, "Evidence", judged, r->evidence);
	number(b, "Open", judged, r->open);
	buf_puts(b, "<td role=\"cell\">");
	if (*c->list != '\0' && judged) {
		buf_puts(b, "<code>");
		markup_text(b, c->list);
		buf_puts(b, "</code>");
	}
	buf_puts(b, "</td></tr>\n");
}

static void
table(struct buf *b, const struct dossier *d, size_t l)
{
	size_t i;

	buf_printf(b, "<table role=\"table\" class=\"law\"><caption><h3>%s</h3></caption>\n"
	    "<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
	    "scope=\"col\">"
	    "Clause</th><th role=\"columnheader\" scope=\"col\">State</th>"
	    "<th role=\"columnheader\" scope=\"col\">What it asks</th>"
	    "<th role=\"columnheader\" scope=\"col\" class=\"n\">Evidence</th>"
	    "<th role=\"columnheader\" scope=\"col\" class=\"n\">Open</th>"
	    "<th role=\"columnheader\" scope=\"col\">Command</th></tr></thead>\n"
	    "<tbody role=\"rowgroup\">\n", law[l].title);
	for (i = 0; i < d->rows; i++)
		if (strcmp(d->row[i].clause->norm, law[l].norm) == 0)
			row(b, &d->row[i]);
	buf_puts(b, "</tbody></table>\n");
}

/* "PA-05-1a": its article, "PA-05". */
static size_t
article(const char *id)
{
	const char *dash = strchr(id, '-');

	return dash != NULL ? (size_t)(dash - id) + 1 + strcspn(dash + 1, "-") : strlen(id);
}

/* All clauses at a glance, by article. */
static void
strip(struct buf *b, const struct dossier *d)
{
	const char *last = "";
	size_t i, n;

	buf_puts(b, "<ul class=\"strip\" aria-label=\"State of each clause, by "
	    "article\">\n");
	for (i = 0; i < d->rows; i++) {
		const char *id = d->row[i].clause->id;
		enum audit_state s = d->row[i].state;

		n = article(id);
		if (article(last) != n || memcmp(last, id, n) != 0) {
			buf_puts(b, i > 0 ? "</li>\n<li><b>" : "<li><b>");
			markup_show(b, id, n);
			buf_puts(b, "</b>");
		}
		last = id;
		buf_printf(b, "<a class=\"%s\" href=\"#", audit_state_name(s));
		markup_text(b, id);
		buf_puts(b, "\" title=\"");
		markup_text(b, id);
		buf_printf(b, ": %s\" aria-label=\"", word[s]);
		markup_text(b, id);
		buf_printf(b, ": %s\">%s</a>", word[s], sign[s]);
	}
	buf_puts(b, d->rows > 0 ? "</li>\n</ul>\n" : "</ul>\n");
}

void
dossier_strip(struct buf *b, const struct dossier *d)
{
	enum audit_state s;

	buf_puts(b, "<h2>State by clause</h2>\n<figure class=\"full\">\n<ul class=\"key\">");
	for (s = 0; s < AUDIT_STATES; s++) {
		buf_puts(b, "<li>");
		mark(b, s);
		buf_puts(b, "</li>");
	}
	buf_puts(b, "</ul>\n");
	strip(b, d);
	buf_puts(b, "<figcaption>");
	dossier_command(b, "norm-audit | jq -r '.clause + \" \" + .state'");
	buf_puts(b, "</figcaption></figure>\n");
}

void
dossier_clauses(struct buf *b, const struct dossier *d)
{
	size_t l;

	buf_puts(b, "<h2 id=\"clauses\">Every clause</h2>\n<p class=\"note\">Evidence "
	    "counts "
	    "what the store holds that shows the duty done; open counts findings against "
	    "it, by "
	    "code, and the command lists them. Not checkable is what no machine can "
	    "see.</p>\n");
	for (l = 0; l < LAWS; l++)
		table(b, d, l);
}
