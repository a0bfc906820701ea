#include "retain.h"

#include <string.h>

#include "buf.h"
#include "finding.h"
#include "keep.h"
#include "status.h"

static void
text(struct buf *out, const char *name, const char *s)
{
	buf_member(out, name, s, strlen(s));
}

const char *
retain_clause(const struct retain *r, int class, unsigned code)
{
	const struct finding_row *row = finding_row((enum finding_code)code);
	const char *c = class >= 0 ? keep_clause(r->keep, (unsigned)class) : "PA-16-2b";

	if (class == RETAIN_USER || strcmp(c, "GR-13-2") == 0)
		return row->user_clause != NULL ? row->user_clause : row->clause;
	return strcmp(c, "PA-16-2b") == 0 ? row->clause : c;
}

void
retain_say(struct retain *r, struct buf *out, const char *members, size_t n, int class,
    unsigned code, const char *why)
{
	const struct finding_row *row = finding_row((enum finding_code)code);

	buf_putc(out, '{');
	if (members != NULL)
		buf_put(out, members, n);
	text(out, "clause", retain_clause(r, class, code));
	text(out, "code", row->code);
	text(out, "verdict", verdict_name(row->verdict));
	text(out, "message", why != NULL ? why : row->message);
	buf_puts(out, "}\n");
	if (row->verdict > r->worst)
		r->worst = row->verdict;
}
