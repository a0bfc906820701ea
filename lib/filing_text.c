#include "filing.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "filed.h"
#include "finding.h"
#include "office.h"
#include "status.h"
#include "text.h"
#include "when.h"

static void
member(struct buf *b, const char *name, const char *s)
{
	buf_member(b, name, s, strlen(s));
}

static void
office_code(char out[8], int province)
{
	snprintf(out, 8, "%02u0000", (unsigned)province % 100);
}

void
filing_due_json(struct buf *b, const struct filing_state *s)
{
	const struct finding_row *r;
	char code[8], at[WHEN_TEXT];

	buf_putc(b, '{');
	if (s->office > 0) {
		office_code(code, s->office);
		member(b, "office", code);
		member(b, "office_name", office_name(s->office));
	}
	member(b, "kind", s->kind);
	member(b, "clause", s->clause);
	buf_member_num(b, "rows", (int64_t)s->rows);
	if (s->office > 0) {
		buf_member_num(b, "new", (int64_t)s->fresh);
		buf_member_num(b, "changed", (int64_t)s->changed);
		buf_member_num(b, "gone", (int64_t)s->gone);
	}
	if (s->overdue > 0) {
		buf_member_num(b, "overdue_rows", (int64_t)s->overdue);
		buf_puts(b, ",\"overdue\":[");
		buf_put(b, s->late->s, s->late->len);
		buf_putc(b, ']');
	}
	if (s->last_day != WHEN_NEVER) {
		member(b, "last", s->last);
		member(b, "last_at", when_day_text(s->last_day, at));
		member(b, "state", s->state);
	}
	if (s->days >= 0)
		buf_member_num(b, "days", s->days);
	r = s->finding >= 0 ? finding_row((enum finding_code)s->finding) : NULL;
	member(b, "verdict", verdict_name(r != NULL ? (enum verdict)r->verdict : PASS));
	buf_puts(b, ",\"findings\":[");
	if (r != NULL) {
		buf_putc(b, '{');
		member(b, "clause", s->clause);
		member(b, "code", r->code);
		member(b, "verdict", verdict_name((enum verdict)r->verdict));
		member(b, "by", "filing-export");
		member(b, "message", r->message);
		buf_putc(b, '}');
	}
	buf_puts(b, "]}\n");
}

void
filing_due_line(struct buf *b, const struct filing_state *s)
{
	char code[8] = "------", at[WHEN_TEXT] = "never", days[16] = "-";

	if (b->len == 0)
		buf_printf(b, "%-7s %-14s %9s %8s %8s %8s  %-10s %6s  %-18s %s\n", "office",
		    "kind",
		    "rows", "new", "changed", "gone", "last", "days", "finding", "name");
	if (s->office > 0)
		office_code(code, s->office);
	if (s->last_day != WHEN_NEVER)
		when_day_text(s->last_day, at);
	if (s->days >= 0)
		snprintf(days, sizeof days, "%d", s->days);
	buf_printf(b, "%-7s %-14s %9" PRIu64 " %8" PRIu64 " %8" PRIu64 " %8" PRIu64
	    "  %-10s %6s  %-18s %s\n", code, s->kind, s->rows, s->fresh, s->changed, s->gone,
	    at,
	    days, s->finding >= 0 ? finding_row((enum finding_code)s->finding)->code : "",
	    s->office > 0 ? office_name(s->office) : "");
}

void
filing_json(struct buf *b, const char *s, size_t n, bool would)
{
	buf_put(b, s, would ? n - 1 : n);
	buf_puts(b, would ? ",\"would\":true}\n" : "\n");
}

void
filing_line(struct buf *b, const char *s, size_t n, bool would)
{
	struct buf record = { 0 };
	char st[32], at[64], file[512], shown[1024];

	buf_put(&record, s, n);
	filed_text(&record, "state", st, sizeof st);
	filed_text(&record, "at", at, sizeof at);
	filed_text(&record, "file", file, sizeof file);
	text_show(shown, sizeof shown, file, strlen(file));
	buf_printf(b, "%-10.10s %-10s %s\n", at, would ? "would" : st, shown);
	buf_free(&record);
}
