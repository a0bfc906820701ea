/*
 * filing-export: filings to the provincial cyberspace offices: what is due, archives,
 * receipts.
 *
 * Standard input: none. Standard output: JSON Lines; a table when it is a terminal. Store:
 * read by what has no verb and by list; make and receipt write it.  `make` repeated makes an
 * archive of what changed since, which is none; a receipt given twice is the same.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bag.h"
#include "bagcheck.h"
#include "buf.h"
#include "filed.h"
#include "filing.h"
#include "finding.h"
#include "gather_kind.h"
#include "office.h"
#include "opt.h"
#include "policy.h"
#include "status.h"
#include "store.h"
#include "text.h"
#include "when.h"

static const char *format, *encoding, *dir = ".", *number, *date, *state;
static bool change, full, accepted, rejected;
static long level = -1, jobs = -1;
static struct opt_list kinds, offices;

#define WHICH \
	{ 0, "kind", "KIND", "accounts, operators, account-system, group-system, rules, contents," \
	    " measures, listings, complaints or inspection; repeatable", .list = &kinds }, \
	{ 0, "office", "CODE", "only this province, as 33, 330000 or by name; repeatable", \
	    .list = &offices }

static const struct opt due_opts[] = { WHICH, { 0 } };
static const struct opt make_opts[] = {
	WHICH,
	{ 0, "change", NULL, "rows that are new, changed or gone since the last filing",
	    .flag = &change },
	{ 0, "full", NULL, "all rows (default: where nothing was filed yet)", .flag = &full },
	{ 0, "format", "NAME", "zip, tar.zst or tar.gz (default: the policy's)",
	    .str = &format },
	{ 0, "level", "N", "of the compressor, 1 to 9; 0: its own (default: the policy's)",
	    .num = &level },
	{ 'd', "dir", "DIR", "where the archives are put (default: here)", .str = &dir },
	{ 'j', "jobs", "N", "archives made at once (default: the processors)", .num = &jobs },
	{ 0, "encoding", "NAME", "of the csv: utf-8 (with BOM) or gb18030", .str = &encoding },
	{ 0 }
};
static const struct opt receipt_opts[] = {
	{ 0, "accepted", NULL, "the office took it", .flag = &accepted },
	{ 0, "rejected", NULL, "the office refused it: its rows are to be filed again",
	    .flag = &rejected },
	{ 0, "number", "TEXT", "the office's number", .str = &number },
	{ 0, "date", "DATE", "of the answer", .str = &date },
	{ 0 }
};
static const struct opt list_opts[] = {
	WHICH,
	{ 0, "state", "NAME", "made, published, accepted, rejected or lost", .str = &state },
	{ 0 }
};

enum { DUE, MAKE, VERIFY, RECEIPT, LIST };

static const struct opt_verb verbs[] = {
	{ NULL, "", "what is due to which office, and what was filed", OPT_STORE | OPT_POLICY,
	    due_opts },
	{ "make", "", "make the archives that are wanted and note what was filed",
	    OPT_STORE | OPT_POLICY | OPT_DRY | OPT_HAND, make_opts },
	{ "verify", "FILE ...",
	    "check bags in archives, ours or anyone's; with -s also against"
	    " the store", OPT_STORE, NULL },
	{ "receipt", "FILING", "note the office's answer",
	    OPT_STORE | OPT_POLICY | OPT_DRY | OPT_HAND, receipt_opts },
	{ "list", "", "filings that were made, with state and receipt", OPT_STORE, list_opts },
	{ 0 }
};

static bool table;		/* standard output is a terminal */

static void
print(struct buf *b)
{
	buf_send(b, 1, "standard output");
	b->len = 0;
}

static void
member(struct buf *b, const char *name, const char *s)
{
	buf_member(b, name, s, strlen(s));
}

/* A program's option names one of these words, or the program ends. */
static int
choose(const char *option, const char *value, const char *const *word, int count)
{
	int i;

	for (i = 0; i < count; i++)
		if (strcmp(value, word[i]) == 0)
			return i;
	status_die(USAGE, "--%s: unknown: %s (try --help)", option, value);
}

static void
set_which(struct filing *f)
{
	size_t i;
	int k;

	if (kinds.count > 0)
		memset(f->kind, 0, sizeof f->kind);
	for (i = 0; i < kinds.count; i++) {
		k = gather_kind_find(kinds.item[i]);
		if (k < 0)
			status_die(USAGE, "--kind: unknown: %s (try --help)", kinds.item[i]);
		f->kind[k] = true;
	}
	if (offices.count > 0)
		memset(f->office, 0, sizeof f->office);
	for (i = 0; i < offices.count; i++) {
		k = office_read(offices.item[i]);
		if (k == 0)
			status_die(USAGE, "--office: no provincial office: %s",
			    offices.item[i]);
		f->office[k] = true;
	}
}

static void
due_row(void *arg, const struct filing_state *s)
{
	struct buf *b = arg;

	if (table)
		filing_due_line(b, s);
	else
		filing_due_json(b, s);
}

struct made {
	struct buf b;
	uint64_t archives;
};

static void
show(struct buf *b, const char *s, size_t n)
{
	if (table)
		filing_line(b, s, n, opt_common.dry);
	else
		filing_json(b, s, n, opt_common.dry);
}

static void
made(void *arg, const char *s, size_t n)
{
	struct made *m = arg;

	m->archives++;
	show(&m->b, s, n);
}

static void
make(struct filing *f)
{
	static const char *const encodings[] = { "utf-8", "gb18030" };
	struct made m = { { 0 }, 0 };
	enum bag_format fmt;

	if (change && full)
		status_die(USAGE, "--change and --full exclude each other");
	f->scope = change ? FILING_CHANGE : full ? FILING_FULL : FILING_AUTO;
	if (format != NULL) {
		if (!bag_format_read(format, &fmt))
			status_die(USAGE, "--format: zip, tar.zst or tar.gz, not %s", format);
		f->format = (int)fmt;
	}
	if (level > 9)
		status_die(USAGE, "--level: 0 to 9");
	if (level >= 0)
		f->level = (int)level;
	if (jobs >= 0)
		f->jobs = jobs;
	if (encoding != NULL)
		f->gb18030 = choose("encoding", encoding, encodings, 2) == 1;
	f->dir = dir;
	if (access(dir, W_OK | X_OK) != 0)
		status_die(USAGE, "cannot put archives into %s:", dir);
	if (filing_reveals(f))
		opt_need_hand();
	filing_make(f, made, &m);
	print(&m.b);
	if (opt_common.verbose)
		status_warn(DONE, "%ju archives, policy %s", (uintmax_t)m.archives,
		    policy_digest(f->policy));
	buf_free(&m.b);
}

struct verified {
	struct buf defects;
	const char *file;
};
static void
defect(void *arg, const char *code, const char *name, const char *why)
{
	struct verified *v = arg;
	char shown[512] = "";

	if (name != NULL)
		text_show(shown, sizeof shown, name, strlen(name));
	if (v->defects.len > 0)
		buf_putc(&v->defects, ',');
	buf_putc(&v->defects, '{');
	member(&v->defects, "code", code);
	if (name != NULL)
		member(&v->defects, "member", shown);
	member(&v->defects, "why", why);
	buf_putc(&v->defects, '}');
	status_warn(REFUSED, "%s: %s: %s%s%s", v->file, code, shown, name != NULL ? " " : "",
	    why);
}

struct known {
	const char *file;
	char sha256[129];
};

static void
match(void *arg, const struct buf *record)
{
	struct known *k = arg;
	char file[512], st[32];

	if (filed_text(record, "file", file, sizeof file) && strcmp(file, k->file) == 0 &&
	    filed_text(record, "state", st, sizeof st) && strcmp(st, "lost") != 0)
		filed_text(record, "sha256", k->sha256, sizeof k->sha256);
}

static void
verify(char **file, int count)
{
	struct filing f = { .wait = (unsigned)opt_common.wait };
	struct buf b = { 0 };
	int i;

	if (count == 0)
		status_die(USAGE, "verify: no file given (try --help)");
	if (opt_common.store != NULL)
		f.store = store_place(opt_common.store);
	for (i = 0; i < count; i++) {
		const char *base = strrchr(file[i], '/');
		struct known k = { base != NULL ? base + 1 : file[i], "" };
		struct verified v = { { 0 }, file[i] };
		struct bagcheck r;
		unsigned bad;

		if (f.store != NULL) {
			filing_list(&f, match, &k);
			if (*k.sha256 == '\0')
				defect(&v, "bag-unfiled", NULL, "is no filing of this store");
		}
		bad = bagcheck_file(file[i], *k.sha256 != '\0' ? k.sha256 : NULL, &r, defect,
		    &v);
		bad += f.store != NULL && *k.sha256 == '\0';
		if (table) {
			buf_printf(&b, "%-6s %s\n", bad > 0 ? "bad" : "whole", file[i]);
		} else {
			buf_putc(&b, '{');
			member(&b, "file", file[i]);
			member(&b, "verdict", verdict_name(bad > 0 ? REJECT : PASS));
			buf_member_num(&b, "members", (int64_t)r.members);
			buf_member_num(&b, "payload_bytes", (int64_t)r.payload_bytes);
			member(&b, "sha256", r.digest);
			buf_member_raw(&b, "whole_file", r.whole_file ? "true" : "false",
			    r.whole_file ? 4 : 5);
			buf_puts(&b, ",\"defects\":[");
			buf_put(&b, v.defects.s, v.defects.len);
			buf_puts(&b, "]}\n");
		}
		print(&b);
		buf_free(&v.defects);
	}
	buf_free(&b);
}

static void
receipt(struct filing *f, char **operand, int count)
{
	struct buf out = { 0 }, b = { 0 };
	const char *why;
	char day[WHEN_TEXT];
	int d;

	if (count != 1 || accepted == rejected || number == NULL || date == NULL ||
	    opt_common.by == NULL)
		status_die(USAGE, "receipt: needs one filing, --accepted or --rejected, "
		    "--number, --date and --by");
	if (rejected && opt_common.reason == NULL)
		status_die(USAGE, "receipt: --rejected needs --reason");
	if (!when_read_day(date, strlen(date), &d))
		status_die(USAGE, "--date: no date: %s", date);
	why = filing_receipt(f, operand[0], accepted, number, when_day_text(d, day), &out);
	if (why != NULL) {
		status_warn(REFUSED, "%s: %s", operand[0], why);
		return;
	}
	show(&b, out.s, out.len);
	print(&b);
	buf_free(&out);
	buf_free(&b);
}

struct listing {
	struct buf b;
	struct filing which;
};

static void
listed(void *arg, const struct buf *record)
{
	struct listing *l = arg;
	char word[32];
	int k;

	filed_text(record, "kind", word, sizeof word);
	k = gather_kind_find(word);
	if (k < 0 || !l->which.kind[k])
		return;
	filed_text(record, "office", word, sizeof word);
	if (!l->which.office[office_read(word)])
		return;
	if (state != NULL && (!filed_text(record, "state", word, sizeof word) ||
	    strcmp(word, state) != 0))
		return;
	show(&l->b, record->s, record->len);
}

static void
list(void)
{
	static const char *const states[] = { "made", "published", "accepted", "rejected",
	    "lost" };
	struct listing l = { { 0 }, { .wait = (unsigned)opt_common.wait } };

	if (state != NULL)
		choose("state", state, states, 5);
	l.which.store = store_place(opt_common.store);
	memset(l.which.kind, 1, sizeof l.which.kind);
	memset(l.which.office, 1, sizeof l.which.office);
	set_which(&l.which);
	filing_list(&l.which, listed, &l);
	print(&l.b);
	buf_free(&l.b);
}

int
main(int argc, char **argv)
{
	int verb = opt_start(&argc, &argv, "what is due to which office, and what was filed",
	    verbs);
	struct policy *p;
	struct filing f;
	struct buf b = { 0 };

	table = isatty(1);
	if (verb != VERIFY && verb != RECEIPT && argc > 0)
		status_die(USAGE, "takes no file: %s (try --help)", argv[0]);
	if (verb == VERIFY)
		verify(argv, argc);
	if (verb == LIST)
		list();
	if (verb == VERIFY || verb == LIST)
		return status_worst();
	p = policy_load(opt_common.policy);
	filing_begin(&f, p);
	f.store = store_place(opt_common.store);
	f.wait = (unsigned)opt_common.wait;
	f.dry = opt_common.dry;
	f.now = f.as_of = opt_common.now;
	f.by = opt_common.by;
	f.reason = opt_common.reason;
	f.basis = opt_common.basis;
	set_which(&f);
	switch (verb) {
	case MAKE:
		make(&f);
		break;
	case RECEIPT:
		receipt(&f, argv, argc);
		break;
	default:
		filing_due(&f, due_row, &b);
		print(&b);
	}
	buf_free(&b);
	policy_free(p);
	return status_worst();
}
