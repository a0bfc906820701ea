/*
 * filing-export: filings to the provincial cyberspace offices: what is due, archives,
 * receipts.
 *
 * Standard input: none. Standard output: JSON Lines; a table when it is a terminal. Store:
 * read by what has no verb and by list; make and receipt write it.  `make` repeated makes an
 * archive of what changed since, which is none; a receipt given twice is the same.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "bag.h"
#include "buf.h"
#include "common.h"
#include "filed.h"
#include "filing.h"
#include "gather_kind.h"
#include "office.h"
#include "opt.h"
#include "policy.h"
#include "status.h"
#include "store.h"
#include "when.h"

static const char *format, *encoding, *dir = ".", *number, *date, *state;
static bool change, full, accepted, rejected;
static long level = -1, jobs = -1;
static const char *number_of_case, *to, *documents, *summary;
static int64_t from = INT64_MIN, until = INT64_MIN;
static struct opt_list kinds, offices;

#define WHICH \
	{ 0, "kind", "KIND", "accounts, operators, measures ... (the manual names all);" \
	    " repeatable; default: all that is due by itself", .list = &kinds }, \
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
	{ 0, "from", "TIME", "of an extract: from then on", .when = &from },
	{ 0, "until", "TIME", "and before then", .when = &until },
	{ 0, "case", "NO", "number of the inspection that asks for it",
	    .str = &number_of_case },
	{ 0, "to", "NAME", "who gets it, when it is not the platform's office", .str = &to },
	{ 0, "documents", "DIR", "enclose the files of documents from here",
	    .str = &documents },
	{ 0, "summary", "FILE", "counts of the run as JSON", .str = &summary },
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

static bool
empty(const char *s)
{
	return s == NULL || *s == '\0';
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
set_which(struct filing *f, int verb)
{
	size_t i;
	int k;

	if (kinds.count > 0)
		memset(f->kind, 0, sizeof f->kind);
	for (i = 0; i < kinds.count; i++) {
		k = gather_kind_find(kinds.item[i]);
		if (k < 0)
			status_die(USAGE, "--kind: unknown: %s (try --help)", kinds.item[i]);
		if (verb == DUE && gather_kind_row(k)->way == GATHER_EXTRACT)
			status_die(USAGE, "--kind: %s is due when an inspection asks for it: "
			    "only make and list know it", kinds.item[i]);
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
	show(arg, s, n);
}

/* What an inspection asks for says for which case, and of which period. */
static void
extract(struct filing *f)
{
	const char *asked = f->kind[GATHER_COMPLAINTS] ? "complaints" :
	    f->kind[GATHER_INSPECTION] ? "inspection" : NULL;

	if (asked == NULL) {
		if (from != INT64_MIN || until != INT64_MIN || number_of_case != NULL ||
		    to != NULL)
			status_die(USAGE, "--from, --until, --case and --to are of "
			    "--kind complaints or inspection");
		return;
	}
	if (from == INT64_MIN || until == INT64_MIN || empty(number_of_case) ||
	    empty(opt_common.by) || empty(opt_common.reason))
		status_die(USAGE, "--kind %s needs --from, --until, --case, --by and --reason",
		    asked);
	if (from >= until)
		status_die(USAGE, "--from: not before --until");
	/* what is not over could not be made again */
	if (until > f->now)
		status_die(USAGE, "--until: is not over yet");
	f->from = from;
	f->until = f->as_of = until;
	f->number = number_of_case;
	f->to = to;
}

static int
open_summary(int flags, enum status failure)
{
	int fd = open(summary, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, 0600);

	if (fd < 0)
		status_die(failure, "--summary: %s:", summary);
	return fd;
}

static void
make(struct filing *f)
{
	static const char *const encodings[] = { "utf-8", "gb18030" };
	struct filing_made m;
	struct buf b = { 0 };
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
	f->documents = documents;
	if (access(dir, W_OK | X_OK) != 0)
		status_die(USAGE, "cannot put archives into %s:", dir);
	extract(f);
	if (filing_reveals(f))
		opt_need_hand();
	if (summary != NULL)
		close(open_summary(0, USAGE));
	filing_make(f, &m, made, &b);
	common_print(&b);
	if (opt_common.verbose)
		status_warn(DONE, "%ju archives, %ju rows, %ju offices; %ju unchanged, "
		    "%ju rows without office, %ju skipped; policy %.16s...",
		    (uintmax_t)m.archives, (uintmax_t)m.rows, (uintmax_t)m.offices,
		    (uintmax_t)m.unchanged, (uintmax_t)m.unknown, (uintmax_t)m.skipped,
		    policy_digest(f->policy));
	if (summary != NULL) {
		filing_summary(&b, f, &m);
		buf_send(&b, open_summary(O_TRUNC, FAILED), summary);
	}
	buf_free(&b);
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
		filing_verify(&f, file[i], table, &b);
		common_print(&b);
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
	common_print(&b);
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
	set_which(&l.which, LIST);
	filing_list(&l.which, listed, &l);
	common_print(&l.b);
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
	set_which(&f, verb);
	switch (verb) {
	case MAKE:
		make(&f);
		break;
	case RECEIPT:
		receipt(&f, argv, argc);
		break;
	default:
		filing_due(&f, due_row, &b);
		common_print(&b);
	}
	buf_free(&b);
	policy_free(p);
	return status_worst();
}
