#include "audit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "buf.h"
#include "census.h"
#include "clause.h"
#include "document.h"
#include "finding.h"
#include "when.h"

/* ---- JSON. */

static void
text(struct buf *b, const char *name, const char *s)
{
	buf_member(b, name, s, strlen(s));
}

static void
states(struct buf *b, const struct audit_row *r)
{
	size_t i;

	text(b, "state", audit_state_name(r->state));
	buf_member_num(b, "evidence", (int64_t)r->evidence);
	buf_member_num(b, "open", (int64_t)r->open);
	buf_puts(b, ",\"found\":[");
	for (i = 0; i < r->founds; i++) {
		buf_puts(b, i > 0 ? ",{" : "{");
		text(b, "code", finding_row((enum finding_code)r->found[i].code)->code);
		buf_member_num(b, "count", (int64_t)r->found[i].count);
		buf_putc(b, '}');
	}
	buf_puts(b, "],\"missing\":[");
	for (i = 0; i < r->clause->documents; i++) {
		const char *kind = document_kind_name((enum document_kind)
		    r->clause->document[i]);

		if ((r->lacking >> i & 1) == 0)
			continue;
		if (b->s[b->len - 1] != '[')
			buf_putc(b, ',');
		buf_json(b, kind, strlen(kind));
	}
	buf_putc(b, ']');
}

void
audit_json(struct buf *b, const struct audit_row *r, const struct audit_row *before)
{
	const struct clause *c = r->clause;

	buf_putc(b, '{');
	text(b, "clause", c->id);
	text(b, "norm", c->norm);
	text(b, "kind", c->kind);
	states(b, r);
	text(b, "penalty", c->penalty);
	text(b, "list", c->list);
	text(b, "duty", c->duty);
	if (before != NULL) {
		buf_puts(b, ",\"before\":{");
		states(b, before);
		buf_putc(b, '}');
		buf_member_raw(b, "changed", before->state != r->state ||
		    before->open != r->open ? "true" : "false", before->state != r->state ||
		    before->open != r->open ? 4 : 5);
	}
	buf_puts(b, "}\n");
}

/* ---- For a terminal. */

enum { CLAUSE = 9, STATE = 15, COUNT = 10 };

/* Columns of a terminal that UTF-8 text takes; at most `most`: how many bytes are that. */
static size_t
fits(const char *s, int most, int *columns)
{
	mbstate_t state = { 0 };
	size_t at = 0, n, len = strlen(s);
	wchar_t c;
	int w;

	*columns = 0;
	while (at < len) {
		n = mbrtowc(&c, s + at, len - at, &state);
		if (n == 0 || n > len - at) {
			memset(&state, 0, sizeof state);
			n = 1;
			w = 1;
		} else
			w = wcwidth(c) > 0 ? wcwidth(c) : 0;
		if (most >= 0 && *columns + w > most)
			break;
		*columns += w;
		at += n;
	}
	return at;
}

static void
cell(struct buf *b, const char *s, int width)
{
	int columns;

	buf_put(b, s, fits(s, -1, &columns));
	for (; columns < width; columns++)
		buf_putc(b, ' ');
	buf_putc(b, ' ');
}

static void
number(struct buf *b, uint64_t n)
{
	buf_printf(b, "%*" PRIu64 "  ", (int)COUNT, n);
}

static const char *
paint(enum audit_state s)
{
	switch (s) {
	case AUDIT_MET:
		return "\033[32m";
	case AUDIT_OPEN:
		return "\033[33m";
	case AUDIT_MISSING:
		return "\033[31m";
	default:
		return "\033[2m";
	}
}

static void
state(struct buf *b, const struct audit_row *r, bool colour)
{
	const char *name = audit_state_name(r->state);
	int columns = (int)strlen(name);

	if (colour)
		buf_puts(b, paint(r->state));
	buf_puts(b, name);
	if (colour)
		buf_puts(b, "\033[0m");
	for (; columns <= STATE; columns++)
		buf_putc(b, ' ');
}

/* What is the matter, or what the clause is about. */
static void
what(struct buf *b, const struct audit_row *r)
{
	size_t i;

	if (r->founds == 0) {
		buf_puts(b, r->clause->duty);
		return;
	}
	for (i = 0; i < r->founds; i++)
		buf_printf(b, "%s%s %" PRIu64, i > 0 ? ", " : "",
		    finding_row((enum finding_code)r->found[i].code)->code,
		    r->found[i].count);
	for (i = 0; i < r->clause->documents; i++)
		if ((r->lacking >> i & 1) != 0)
			buf_printf(b, "; %s", document_kind_name((enum document_kind)
			    r->clause->document[i]));
	if (r->clause->list[0] != '\0' && (r->state == AUDIT_OPEN ||
	    r->state == AUDIT_MISSING))
		buf_printf(b, " (%s)", r->clause->list);
}

static void
cut(struct buf *b, struct buf *tail, int width)
{
	int columns, lead = CLAUSE + 1 + STATE + 1 + 2 * (COUNT + 2);
	size_t n = fits(buf_text(tail), width > 0 ? width - lead - 1 : -1, &columns);

	buf_put(b, tail->s, n);
	if (n < tail->len)
		buf_puts(b, "…");
	buf_putc(b, '\n');
}

void
audit_heading(struct buf *b, bool compares, int width)
{
	struct buf tail = { 0 };

	cell(b, "clause", CLAUSE);
	cell(b, "state", STATE);
	buf_printf(b, "%*s  %*s  ", (int)COUNT, "evidence", (int)COUNT, "open");
	buf_puts(&tail, compares ? "before, and what was found" : "what");
	cut(b, &tail, width);
	buf_free(&tail);
}

void
audit_line(struct buf *b, const struct audit_row *r, const struct audit_row *before,
    int width, bool colour)
{
	struct buf tail = { 0 };

	cell(b, r->clause->id, CLAUSE);
	state(b, r, colour);
	number(b, r->evidence);
	number(b, r->open);
	if (before != NULL)
		buf_printf(&tail, "%s %" PRIu64 "; ", audit_state_name(before->state),
		    before->open);
	what(&tail, r);
	cut(b, &tail, width);
	buf_free(&tail);
}

/* ---- The last line. */

void
audit_summary(struct buf *b, const struct census *c, const struct audit_row *r, size_t rows,
    const char *digest, bool json)
{
	uint64_t count[AUDIT_STATES] = { 0 };
	char at[WHEN_TEXT];
	size_t i;

	for (i = 0; i < rows; i++)
		count[r[i].state]++;
	when_text(c->as_of, at);
	if (!json) {
		for (i = 0; i < AUDIT_STATES; i++)
			buf_printf(b, "%s%" PRIu64 " %s", i > 0 ? ", " : "", count[i],
			    audit_state_name((enum audit_state)i));
		buf_printf(b, "; as of %s; policy %.16s; journal %s %.16s\n", at, digest,
		    c->journal_whole ? "whole," : "BROKEN,", c->journal_head);
		return;
	}
	buf_puts(b, "{\"summary\":{");
	for (i = 0; i < AUDIT_STATES; i++)
		buf_member_num(b, audit_state_name((enum audit_state)i), (int64_t)count[i]);
	text(b, "as_of", at);
	text(b, "policy", digest);
	buf_member_num(b, "entries", (int64_t)c->count[CENSUS_JOURNAL]);
	text(b, "head", c->journal_head);
	text(b, "chain", c->journal_whole ? "whole" : "broken");
	if (!c->journal_whole) {
		buf_member_num(b, "broken", (int64_t)c->journal_broken);
		text(b, "why", c->journal_why);
	}
	if (c->later > 0)
		buf_member_num(b, "later", (int64_t)c->later);
	buf_puts(b, ",\"counts\":{");
	for (i = 0; i < CENSUS_COUNTS; i++)
		buf_member_num(b, census_name((enum census_count)i), (int64_t)c->count[i]);
	buf_puts(b, "}}}\n");
}
