#include "filing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bag.h"
#include "buf.h"
#include "cover.h"
#include "filing_int.h"
#include "gather.h"
#include "gather_kind.h"
#include "json.h"
#include "pack.h"
#include "policy.h"
#include "template.h"
#include "when.h"

static void
text(struct buf *b, const char *name, const char *s)
{
	if (s != NULL)
		buf_member(b, name, s, strlen(s));
}

/* "PA-13-1c, GR-11-1c" as a list. */
static void
clauses(struct buf *b, const char *all)
{
	size_t n;

	buf_puts(b, ",\"clauses\":[");
	for (; *all != '\0'; all += n + strspn(all + n, ", ")) {
		n = strcspn(all, ",");
		if (b->s[b->len - 1] != '[')
			buf_putc(b, ',');
		buf_json(b, all, n);
	}
	buf_putc(b, ']');
}

/* Which columns hold personal data, and whether they left unmasked (PA-09-1c). */
static void
personal(struct buf *b, const struct template *t)
{
	const struct template_column *c;
	size_t i;

	buf_puts(b, ",\"revealed\":[");
	for (i = 0; i < t->count; i++) {
		c = &t->column[i];
		if (!c->personal || !c->reveal)
			continue;
		if (b->s[b->len - 1] != '[')
			buf_putc(b, ',');
		buf_json(b, c->member, strlen(c->member));
	}
	buf_puts(b, "],\"masked\":[");
	for (i = 0; i < t->count; i++) {
		c = &t->column[i];
		if (!c->personal || c->reveal)
			continue;
		if (b->s[b->len - 1] != '[')
			buf_putc(b, ',');
		buf_json(b, c->member, strlen(c->member));
	}
	buf_putc(b, ']');
}

static void
period(struct buf *b, const struct cover_run *run)
{
	char t[WHEN_TEXT];

	text(b, "from", when_text(run->from, t));
	text(b, "until", when_text(run->until, t));
	text(b, "case", run->number);
}

void
filing_describe(struct buf *b, const struct filing_sorting *s, const struct cover_run *run,
    const struct filing_job *j, bool journalled)
{
	const struct gather_kind_row *kind = gather_kind_row(j->kind);
	struct cover *c = j->pack->cover;
	struct filing *f = s->f;
	char office[8], at[WHEN_TEXT], file[256], *dir;

	snprintf(office, sizeof office, "%02d0000", j->office);
	buf_putc(b, '{');
	text(b, "filing", c->name);
	text(b, "kind", c->template->kind);
	text(b, "office", office);
	if (journalled || kind->way == GATHER_EXTRACT)
		text(b, "to", cover_to(c, run));
	text(b, "clause", c->clause);
	if (strcmp(kind->clause, kind->clauses) != 0)
		clauses(b, kind->clauses);
	text(b, "scope", cover_scope(c));
	if (kind->way == GATHER_EXTRACT)
		period(b, run);
	buf_member_num(b, "rows", (int64_t)cover_rows(c));
	if (!f->dry)
		text(b, "sha256", j->pack->digest);
	if (journalled) {
		text(b, "reason", f->reason);
		text(b, "basis", f->basis);
		personal(b, c->template);
		buf_putc(b, '}');
		return;
	}
	text(b, "at", when_text(f->now, at));
	buf_member_num(b, "new", (int64_t)c->count[GATHER_NEW]);
	buf_member_num(b, "changed", (int64_t)c->count[GATHER_CHANGED]);
	buf_member_num(b, "gone", (int64_t)c->count[GATHER_GONE]);
	snprintf(file, sizeof file, "%s%s", c->name, bag_suffix((enum bag_format)f->format));
	text(b, "file", file);
	dir = realpath(f->dir, NULL);
	text(b, "dir", dir != NULL ? dir : f->dir);
	free(dir);
	buf_member_num(b, "size", (int64_t)j->pack->size);
	text(b, "policy", policy_digest(f->policy));
	text(b, "head", s->head);
	text(b, "state", "made");
	buf_putc(b, '}');
}

void
filing_summary(struct buf *b, const struct filing *f, const struct filing_made *m)
{
	char at[WHEN_TEXT];
	int k;

	buf_puts(b, "{\"program\":\"filing-export\",\"verb\":\"make\"");
	text(b, "now", when_text(f->now, at));
	text(b, "policy", policy_digest(f->policy));
	buf_member_raw(b, "dry_run", f->dry ? "true" : "false", f->dry ? 4 : 5);
	buf_member_num(b, "archives", (int64_t)m->archives);
	buf_member_num(b, "rows", (int64_t)m->rows);
	buf_member_num(b, "offices", (int64_t)m->offices);
	buf_puts(b, ",\"kinds\":{");
	for (k = 0; k < FILING_KINDS; k++) {
		if (m->kind[k].archives == 0)
			continue;
		if (b->s[b->len - 1] != '{')
			buf_putc(b, ',');
		buf_json(b, gather_kind_name(k), strlen(gather_kind_name(k)));
		buf_puts(b, ":{");
		buf_member_num(b, "archives", (int64_t)m->kind[k].archives);
		buf_member_num(b, "rows", (int64_t)m->kind[k].rows);
		buf_putc(b, '}');
	}
	buf_putc(b, '}');
	buf_member_num(b, "unchanged", (int64_t)m->unchanged);
	buf_member_num(b, "unknown", (int64_t)m->unknown);
	buf_member_num(b, "skipped", (int64_t)m->skipped);
	buf_puts(b, "}\n");
}
