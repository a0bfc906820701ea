/*
 * norm-audit: clause by clause, what the platform can prove (PA-01 to PA-18, GR-01 to GR-15):
 * met, open, missing, not to be checked by a machine, not applicable; documents; the journal.
 *
 * stdout: a table on a terminal, JSON Lines in a pipe.  Store: read; `document` writes.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "act.h"
#include "attach.h"
#include "audit.h"
#include "buf.h"
#include "census.h"
#include "clause.h"
#include "common.h"
#include "document.h"
#include "dossier.h"
#include "filter.h"
#include "journal.h"
#include "mem.h"
#include "opt.h"
#include "pages.h"
#include "policy.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "when.h"

enum verb { AUDIT, DOCUMENT, LIST, JOURNAL, POLICY };

static struct {
	struct opt_list clause, state;
	int64_t compare;
	const char *html, *dir, *kind, *from, *until, *program, *verb, *head;
	long entries;
	bool verify;
} arg = { .compare = INT64_MIN, .entries = -1 };

static const struct opt audit_opts[] = {
	{ 0, "clause", "ID", "only this clause, or all that begin so (PA-13); repeatable",
	    .list = &arg.clause },
	{ 0, "state", "STATE", "only met, open, missing, not-checkable or not-applicable; "
	    "repeatable", .list = &arg.state },
	{ 0, "compare", "TIME", "beside how it was then: on a terminal what differs",
	    .when = &arg.compare },
	{ 0, "html", "FILE", "also a page with charts, in one file", .str = &arg.html },
	{ 0, "exit-zero", NULL, "exit 0 although something is open or missing",
	    .flag = &opt_common.exit_zero },
	{ 0 }
};
static const struct opt document_opts[] = {
	{ 0, "dir", "DIR", "the folder in which the files of the records are",
	    .str = &arg.dir },
	{ 0, "by", "NAME", "who registers, where the record does not say",
	    .str = &opt_common.by },
	{ 0 }
};
static const struct opt list_opts[] = {
	{ 0, "kind", "KIND", "only documents of this kind", .str = &arg.kind },
	{ 0 }
};
static const struct opt journal_opts[] = {
	{ 0, "verify", NULL, "walk the chain: is it whole?", .flag = &arg.verify },
	{ 0, "head", "HASH", "a head that was noted earlier: it must be in the chain",
	    .str = &arg.head },
	{ 0, "entries", "N", "and be that of this entry", .num = &arg.entries },
	{ 0, "from", "N|TIME", "from this entry, or this time on", .str = &arg.from },
	{ 0, "until", "N|TIME", "before this entry, or this time", .str = &arg.until },
	{ 0, "program", "NAME", "only entries of this program", .str = &arg.program },
	{ 0, "verb", "VERB", "only entries of this verb", .str = &arg.verb },
	{ 0, "where", "JQ", "only those for which the jq program is true",
	    .str = &opt_common.where },
	{ 0 }
};

static const struct opt_verb verbs[] = {
	{ NULL, "", "clause by clause, what can be proved", OPT_STORE | OPT_POLICY,
	    audit_opts },
	{ "document", "[FILE ...]", "register documents: {kind,title,version,from,...,file}",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY, document_opts },
	{ "list", "", "documents, how they stand and for how long", OPT_STORE | OPT_POLICY,
	    list_opts },
	{ "journal", "", "entries of the journal; is its chain whole?", OPT_STORE | OPT_POLICY,
	    journal_opts },
	{ "policy", "", "the policy in force: the text that its digest is of",
	    OPT_STORE | OPT_POLICY,
	    NULL },
	{ 0 }
};

/* ---- Clause by clause. */

/* Does a clause begin so, at the end of a part of it? */
static bool
begins(const char *clause, const char *with)
{
	size_t n = strlen(with);

	return n > 0 && strncmp(clause, with, n) == 0 && (clause[n] == '\0' ||
	    clause[n] == '-' || (clause[n] >= 'a' && clause[n] <= 'z') || with[n - 1] == '-');
}

static bool
shown(const struct audit_row *r)
{
	bool yes = arg.clause.count == 0;
	size_t i;

	for (i = 0; i < arg.clause.count && !yes; i++)
		yes = begins(r->clause->id, arg.clause.item[i]);
	if (arg.state.count == 0 || !yes)
		return yes;
	for (i = 0; i < arg.state.count; i++)
		if (strcmp(audit_state_name(r->state), arg.state.item[i]) == 0)
			return true;
	return false;
}

static void
check_options(const struct clause_table *t)
{
	size_t i, k;

	for (i = 0; i < arg.clause.count; i++) {
		for (k = 0; k < clause_count(t) &&
		    !begins(clause_at(t, k)->id, arg.clause.item[i]); k++)
			;
		if (k == clause_count(t))
			status_die(USAGE, "--clause: there is none such: %s",
			    arg.clause.item[i]);
	}
	for (i = 0; i < arg.state.count; i++)
		if (audit_state_find(arg.state.item[i]) < 0)
			status_die(USAGE, "--state: met, open, missing, not-checkable or "
			    "not-applicable expected: %s", arg.state.item[i]);
	if (arg.html != NULL)
		dossier_place(arg.html);
	if (arg.compare > opt_common.as_of)
		status_die(USAGE, "--compare: later than the audit itself (--as-of)");
}

static struct audit_row *
take(struct store *s, struct policy *p, const struct clause_table *t, int64_t as_of,
    struct census *c)
{
	struct audit_row *rows = mem_grow(NULL, clause_count(t), sizeof *rows);

	census_take(s, p, opt_common.now, as_of, c);
	store_begin(s, 0);
	audit_rows(s, p, t, c, rows);
	store_abort(s);
	return rows;
}

static int
columns(void)
{
	const char *env = getenv("COLUMNS");
	struct winsize w;
	long n = env != NULL ? strtol(env, NULL, 10) : 0;

	if (n >= 20 && n <= 10000)
		return (int)n;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col >= 20 ? w.ws_col : 0;
}

static void
show(const struct audit_row *rows, const struct audit_row *before, size_t count,
    const struct census *c, const struct policy *p)
{
	const char *plain = getenv("NO_COLOR");
	bool table = isatty(STDOUT_FILENO) != 0, colour = plain == NULL || *plain == '\0';
	struct audit_row *told = mem_grow(NULL, count, sizeof *told);
	struct buf out = { 0 };
	int width = table ? columns() : 0;
	size_t i, n = 0;

	if (table)
		audit_heading(&out, before != NULL, width);
	for (i = 0; i < count; i++) {
		const struct audit_row *was = before != NULL ? &before[i] : NULL;

		if (!shown(&rows[i]))
			continue;
		told[n++] = rows[i];
		if (rows[i].state == AUDIT_OPEN || rows[i].state == AUDIT_MISSING)
			status_note(REFUSED);
		if (!table)
			audit_json(&out, &rows[i], was);
		else if (was == NULL || was->state != rows[i].state ||
		    was->open != rows[i].open)
			audit_line(&out, &rows[i], was, width, colour);
	}
	audit_summary(&out, c, told, n, policy_digest(p), !table);
	common_print(&out);
	buf_free(&out);
	free(told);
}

static void
run_audit(struct policy *p)
{
	struct clause_table *t = clause_load();
	struct census *c = mem_alloc(sizeof *c), *then = NULL;
	struct audit_row *rows, *before = NULL;
	struct buf page = { 0 };
	struct store *s;

	check_options(t);
	s = common_store(STORE_READ);
	rows = take(s, p, t, opt_common.as_of, c);
	if (arg.compare != INT64_MIN) {
		then = mem_alloc(sizeof *then);
		before = take(s, p, t, arg.compare, then);
	}
	store_close(s);
	if (arg.html != NULL) {
		struct dossier d = { .census = c, .row = rows, .rows = clause_count(t),
			.platform = policy_string(p, "platform.name"),
			.policy_digest = policy_digest(p) };

		dossier_write(&page, &d);
		dossier_save(arg.html, &page);
	}
	show(rows, before, clause_count(t), c, p);
	buf_free(&page);
	free(before);
	free(rows);
	free(then);
	free(c);
	clause_free(t);
}

/* ---- Documents. */

static void
run_document(char **paths, struct policy *p)
{
	struct term_table *terms = term_load();
	int folder = arg.dir != NULL ? attach_folder(arg.dir) : -1;
	struct store *s = common_store(STORE_WRITE);
	struct document *d = document_new(p, terms, folder, opt_common.by != NULL ?
	    opt_common.by : journal_user(), opt_common.now);
	struct filter f = { .verb = "document", .arg = d, .store_arg = d, .enter = act_enter,
		.leave = act_leave, .check = document_check, .apply = document_apply,
		.batch = document_batch };

	filter_run(&f, paths, s, p, terms);
	document_free(d);
	term_free(terms);
	store_close(s);
	if (folder >= 0)
		close(folder);
}

static void
run_list(struct policy *p)
{
	struct buf out = { 0 };
	struct store *s;
	int only = -1;

	if (arg.kind != NULL && (only = document_kind_find(arg.kind, strlen(arg.kind))) < 0)
		status_die(USAGE, "--kind: not a kind of document: %s", arg.kind);
	s = common_store(STORE_READ);
	store_begin(s, 0);
	audit_documents(s, p, only, opt_common.as_of, &out);
	store_abort(s);
	store_close(s);
	common_print(&out);
	buf_free(&out);
}

/* ---- The journal. */

/* A number of an entry, or an instant. */
static void
bound(const char *option, const char *text, int64_t *number, int64_t *at)
{
	size_t n = text != NULL ? strlen(text) : 0;

	if (text == NULL)
		return;
	if (n > 0 && n <= 12 && strspn(text, "0123456789") == n)
		*number = strtoll(text, NULL, 10);
	else if (!when_read(text, n, at))
		status_die(USAGE, "--%s: number of an entry, or a time expected: %s", option,
		    text);
}

static void
run_verify(void)
{
	struct store *s = common_store(STORE_READ);
	struct buf b = { 0 };

	store_begin(s, 0);
	if (!audit_verify(s, arg.head, arg.entries, &b))
		status_note(REFUSED);
	store_abort(s);
	store_close(s);
	common_print(&b);
	buf_free(&b);
}

static void
run_journal(void)
{
	struct audit_choice c = { .from = INT64_MIN, .from_at = INT64_MIN, .until = INT64_MAX,
		.until_at = INT64_MAX, .as_of = opt_common.as_of, .program = arg.program,
		.verb = arg.verb };
	bool chosen = arg.from != NULL || arg.until != NULL || arg.program != NULL ||
	    arg.verb != NULL || opt_common.where != NULL;
	struct store *s;

	bound("from", arg.from, &c.from, &c.from_at);
	bound("until", arg.until, &c.until, &c.until_at);
	if (arg.head != NULL && (strlen(arg.head) != 64 ||
	    strspn(arg.head, "0123456789abcdef") != 64))
		status_die(USAGE, "--head: 64 hexadecimal digits expected: %s", arg.head);
	if (arg.entries >= 0 && arg.head == NULL)
		status_die(USAGE, "--entries goes with --head");
	arg.verify |= arg.head != NULL;
	if (!arg.verify || chosen) {
		s = common_store(STORE_READ);
		pages_run(s, STORE_JOURNAL, opt_common.where, audit_entry, &c);
		store_close(s);
	}
	if (arg.verify)
		run_verify();
}

static void
run_policy(const struct policy *p)
{
	struct buf out = { 0 };
	size_t n;
	const char *text = policy_text(p, &n);

	buf_put(&out, text, n);
	buf_putc(&out, '\n');
	common_print(&out);
	buf_free(&out);
}

int
main(int argc, char **argv)
{
	enum verb v = (enum verb)opt_start(&argc, &argv,
	    "clause by clause, what the platform can prove", verbs);
	struct policy *p;

	if (argc > 0 && v != DOCUMENT)
		status_die(USAGE, "too many operands: %s", argv[0]);
	if (opt_common.no_store || opt_common.reveal)
		status_die(USAGE, "--%s: not with norm-audit", opt_common.no_store ?
		    "no-store" : "reveal");
	p = policy_load(opt_common.policy);
	if (v == AUDIT)
		run_audit(p);
	else if (v == DOCUMENT)
		run_document(argv, p);
	else if (v == LIST)
		run_list(p);
	else if (v == JOURNAL)
		run_journal();
	else
		run_policy(p);
	policy_free(p);
	return opt_common.exit_zero && status_worst() == REFUSED ? DONE : (int)status_worst();
}
