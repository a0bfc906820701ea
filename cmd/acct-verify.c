/*
 * acct-verify: verify account and user records of a platform (PA-02-3, 05-2c, 06-1, 07-1a/b,
 * 07-2a/b, 07-3a/b, 08-1, 09-2, 12-1, 12-2b, 13-2c; GR-05-2b, 06-1), and keep their registry.
 *
 * stdin: records, JSON Lines or CSV.  stdout: the same records with verdict, findings,
 * subject, class, grade, personal numbers masked.  Store: read without a verb; register, close
 * and transfer write.  A record given twice gets the same answer and counts once.
 */
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account.h"
#include "buf.h"
#include "common.h"
#include "entry.h"
#include "explain.h"
#include "filter.h"
#include "journal.h"
#include "json.h"
#include "opt.h"
#include "pages.h"
#include "policy.h"
#include "registry.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "text.h"
#include "when.h"

enum verb { JUDGE, REGISTER, CLOSE, TRANSFER, EXEMPT, SHOW, LIST };

static struct {
	const char *subject, *account, *approval, *finding;
	long extra;
	int64_t from, until;
	bool users;
} arg = { .from = INT64_MIN, .until = INT64_MIN };

static const struct opt exempt_opts[] = {
	{ 0, "subject", "KEY", "the subject, by its key", .str = &arg.subject },
	{ 0, "account", "ID", "the subject that holds this account", .str = &arg.account },
	{ 0, "extra", "N", "accounts above the cap", .num = &arg.extra },
	{ 0, "from", "DAY", "first day (default: today)", .when = &arg.from },
	{ 0, "until", "DAY", "last day", .when = &arg.until },
	{ 0, "approval", "NUMBER", "number of the approving document", .str = &arg.approval },
	{ 0 }
};
static const struct opt list_opts[] = {
	{ 0, "users", NULL, "list users instead of accounts", .flag = &arg.users },
	{ 0, "finding", "CODE", "only those with this finding, or one of this clause",
	    .str = &arg.finding },
	{ 0, "where", "JQ", "only those for which the jq program is true",
	    .str = &opt_common.where },
	{ 0, "reveal", NULL,
	    "with names and numbers; journalled, needs --by, --reason and --basis",
	    .flag = &opt_common.reveal },
	{ 0 }
};
static const struct opt show_opts[] = {
	{ 0, "reveal", NULL, "do not mask; journalled, needs --by, --reason and --basis",
	    .flag = &opt_common.reveal },
	{ 0 }
};

static const struct opt_verb verbs[] = {
	{ NULL, "[FILE ...]", "judge records, change nothing",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY | OPT_HAND, NULL },
	{ "register", "[FILE ...]", "judge records and keep those that are not rejected",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY | OPT_HAND, NULL },
	{ "close", "[FILE ...]", "end accounts: {account,time,close_requested_at,reason}",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY | OPT_HAND, NULL },
	{ "transfer", "[FILE ...]", "give accounts to other subjects: whole records with time",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY | OPT_HAND, NULL },
	{ "exempt", "", "allow a subject accounts above its cap, for a time",
	    OPT_STORE | OPT_POLICY | OPT_DRY | OPT_HAND, exempt_opts },
	{ "show", "ACCOUNT ...", "explain accounts: every rule, value, limit, clause",
	    OPT_STORE | OPT_POLICY | OPT_HAND, show_opts },
	{ "list", "", "list what is registered, as JSON Lines",
	    OPT_STORE | OPT_POLICY | OPT_HAND, list_opts },
	{ 0 }
};

static const char *
who(void)
{
	const struct passwd *p = getpwuid(getuid());

	return opt_common.by != NULL ? opt_common.by : p != NULL ? p->pw_name : "nobody";
}

/* Journalled before the first byte leaves. */
static void
journal_reveal(const struct policy *p, const char *verb)
{
	struct store *s;
	struct buf b = { 0 };

	opt_need_hand();
	if (opt_common.dry || opt_common.no_store)
		status_die(USAGE, "--reveal is journalled: not with --dry-run or --no-store");
	s = common_store(STORE_WRITE);
	buf_putc(&b, '{');
	buf_member(&b, "verb", verb, strlen(verb));
	buf_member(&b, "reason", opt_common.reason, strlen(opt_common.reason));
	buf_member(&b, "basis", opt_common.basis, strlen(opt_common.basis));
	buf_putc(&b, '}');
	store_begin(s, 1);
	journal_put(s, opt_common.now, opt_common.by, "reveal", policy_digest(p), b.s, b.len);
	store_commit(s);
	store_close(s);
	buf_free(&b);
}

static void
run_filter(enum verb v, char **paths, struct policy *p, const struct term_table *terms)
{
	static const enum registry_verb of[] = { [JUDGE] = REGISTRY_JUDGE,
		[REGISTER] = REGISTRY_REGISTER, [CLOSE] = REGISTRY_CLOSE,
		[TRANSFER] = REGISTRY_TRANSFER };
	struct store *s = opt_common.no_store ? NULL : common_store(v == JUDGE ? STORE_READ :
	    STORE_WRITE);
	struct account_rules *rules = account_load(p, terms, s != NULL ? store_seal(s) : NULL,
	    opt_common.as_of, opt_common.reveal);
	struct registry *g = s != NULL ? registry_new(rules, p, terms, of[v], who(),
	    opt_common.now) : NULL;
	struct filter f = { .verb = verbs[v].name, .arg = rules, .enter = account_enter,
	    .leave = account_leave, .check = account_check };

	if (v == CLOSE || v == TRANSFER)
		f.check = v == CLOSE ? registry_check_close : registry_check_transfer;
	f.apply = s != NULL ? registry_apply : NULL;
	f.batch = v != JUDGE ? registry_batch : NULL;
	f.store_arg = g;
	if (v != JUDGE && !opt_common.dry)
		seal_prepare(store_seal(s), when_day_of(opt_common.now));
	filter_run(&f, paths, s, p, terms);
	registry_free(g);
	account_free(rules);
	store_close(s);
}

/* The subject that --account or --subject names, 32 hex digits. */
static void
exempt_subject(struct store *s, char subject[33])
{
	const char *val, *v;
	size_t n, len;

	if (arg.subject != NULL) {
		if (strlen(arg.subject) != 32 ||
		    arg.subject[strspn(arg.subject, "0123456789abcdef")] != '\0')
			status_die(USAGE,
			    "--subject: a key of 32 hexadecimal digits expected");
		memcpy(subject, arg.subject, 33);
		return;
	}
	if (!store_get(s, STORE_ACCOUNT, arg.account, strlen(arg.account), &val, &n) ||
	    (v = json_get(val, n, "subject", &len)) == NULL || len != 34)
		status_die(REFUSED, "no such account: %s", arg.account);
	memcpy(subject, v + 1, 32);
	subject[32] = '\0';
}

struct exempts {
	const struct buf *one;		/* the exemption that is asked for, without its time */
	long count;
	bool known;
};

static bool
count_one(void *a, const char *key, size_t klen, const char *val, size_t n)
{
	struct exempts *e = a;

	(void)key, (void)klen;
	e->count++;
	e->known |= n > e->one->len && memcmp(val, e->one->s, e->one->len) == 0;
	return true;
}

static void
run_exempt(const struct policy *p)
{
	struct store *s;
	struct buf b = { 0 };
	struct exempts e = { .one = &b };
	char subject[33], key[64], day[WHEN_TEXT], until[WHEN_TEXT], now[WHEN_TEXT];

	opt_need_hand();
	if ((arg.subject == NULL) == (arg.account == NULL))
		status_die(USAGE, "exempt: needs --subject or --account");
	if (arg.extra <= 0 || arg.until == INT64_MIN || arg.approval == NULL)
		status_die(USAGE, "exempt: needs --extra, --until and --approval (PA-07-3a)");
	if (arg.from == INT64_MIN)
		arg.from = opt_common.now;
	if (arg.until < arg.from)
		status_die(USAGE, "exempt: ends before it begins");
	s = common_store(STORE_WRITE);
	store_begin(s, 2);
	exempt_subject(s, subject);
	buf_putc(&b, '{');
	buf_member(&b, "subject", subject, 32);
	buf_member_num(&b, "extra", arg.extra);
	buf_member(&b, "from", when_day_text(when_day_of(arg.from), day), 10);
	buf_member(&b, "until", when_day_text(when_day_of(arg.until), until), 10);
	buf_member(&b, "approval", arg.approval, strlen(arg.approval));
	buf_member(&b, "by", opt_common.by, strlen(opt_common.by));
	buf_member(&b, "reason", opt_common.reason, strlen(opt_common.reason));
	buf_member(&b, "basis", opt_common.basis, strlen(opt_common.basis));
	store_walk(s, STORE_EXEMPT, subject, 33, NULL, 0, count_one, &e);
	memcpy(key, subject, 33);
	snprintf(key + 33, sizeof key - 33, "%010ld", e.count + 1);
	buf_member(&b, "time", when_text(opt_common.now, now), 25);
	if (opt_common.dry)
		buf_member(&b, "would", "exempt", 6);
	buf_putc(&b, '}');
	/* One that is given twice counts once. */
	if (!e.known) {
		store_put(s, STORE_EXEMPT, key, 43, b.s, b.len);
		journal_put(s, opt_common.now, opt_common.by, "exempt", policy_digest(p), b.s,
		    b.len);
	}
	store_commit(s);
	store_close(s);
	buf_putc(&b, '\n');
	common_print(&b);
	buf_free(&b);
}

/* A table for a terminal: verdict, clause, code, field and what is said. */
static void
print_table(const struct buf *b)
{
	static const char *const column[] = {
		"verdict", "clause", "code", "field", "message"
	};
	const char *line = b->s, *end, *v;
	char shown[512];
	size_t n, i;

	for (; (end = memchr(line, '\n', (size_t)(b->s + b->len - line))) != NULL;
	    line = end + 1) {
		if (json_get(line, (size_t)(end - line), "code", &n) == NULL) {
			text_show(shown, sizeof shown, line, (size_t)(end - line));
			printf("%s\n", shown);
			continue;
		}
		for (i = 0; i < 5; i++) {
			v = json_get(line, (size_t)(end - line), column[i], &n);
			printf(i < 4 ? "%-*.*s" : "%*.*s", i == 0 ? 8 : i < 4 ? 20 : 0,
			    v != NULL ? (int)n - 2 : 0, v != NULL ? v + 1 : "");
		}
		printf("\n");
	}
	if (fflush(stdout) != 0)
		status_die(FAILED, "standard output:");
}

static void
run_show(char **accounts, struct policy *p, const struct term_table *terms)
{
	struct store *s;
	struct account_rules *rules;
	struct registry *g;
	struct buf b = { 0 };

	if (*accounts == NULL)
		status_die(USAGE, "show: needs an account (try --help)");
	s = common_store(STORE_READ);
	rules = account_load(p, terms, store_seal(s), opt_common.as_of, opt_common.reveal);
	g = registry_new(rules, p, terms, REGISTRY_JUDGE, who(), opt_common.now);
	for (; *accounts != NULL; accounts++) {
		b.len = 0;
		store_begin(s, 0);
		if (!explain_account(&b, s, rules, p, g, *accounts, strlen(*accounts)))
			status_warn(REFUSED, "no such account: %s", *accounts);
		store_abort(s);
		if (isatty(STDOUT_FILENO))
			print_table(&b);
		else
			common_print(&b);
	}
	buf_free(&b);
	registry_free(g);
	account_free(rules);
	store_close(s);
}

/* Does a record stand with a finding of this code or clause? */
static bool
has_finding(const char *val, size_t n, const char *what)
{
	struct json_walk w;
	size_t len, cn;
	const char *v = json_get(val, n, "findings", &len), *code, *clause;

	json_walk(&w, v != NULL ? v : "[]", v != NULL ? len : 2);
	while (json_next(&w)) {
		code = json_get(w.value, w.value_len, "code", &len);
		clause = json_get(w.value, w.value_len, "clause", &cn);
		if ((code != NULL && json_same(code, len, what, strlen(what))) ||
		    (clause != NULL && json_same(clause, cn, what, strlen(what))))
			return true;
	}
	return false;
}

static void
list_one(void *seal, const char *key, size_t klen, const char *val, size_t n, struct buf *out)
{
	const char *why, *v;
	size_t len;

	if (arg.finding != NULL && !has_finding(val, n, arg.finding))
		return;
	if (!entry_record(out, arg.users, key, klen, val, n, seal, &why))
		status_warn(REFUSED, "personal data cannot be opened: %s", why);
	if (arg.finding != NULL && (v = json_get(val, n, "findings", &len)) != NULL) {
		out->len--;
		buf_member_raw(out, "findings", v, len);
		buf_putc(out, '}');
	}
	buf_putc(out, '\n');
}

static void
run_list(void)
{
	struct store *s = common_store(STORE_READ);

	pages_run(s, arg.users ? STORE_USER : STORE_ACCOUNT, opt_common.where, list_one,
	    opt_common.reveal ? store_seal(s) : NULL);
	store_close(s);
}

int
main(int argc, char **argv)
{
	enum verb v = (enum verb)opt_start(&argc, &argv, "judge records, change nothing",
	    verbs);
	struct term_table *terms;
	struct policy *p;

	if (argc > 0 && (v == EXEMPT || v == LIST))
		status_die(USAGE, "too many operands: %s", argv[0]);
	if (opt_common.no_store && v != JUDGE)
		status_die(USAGE, "--no-store: %s needs a store", verbs[v].name);
	p = policy_load(opt_common.policy);
	terms = term_load();
	if (opt_common.reveal)
		journal_reveal(p, v == JUDGE ? "judge" : verbs[v].name);
	if (v == EXEMPT)
		run_exempt(p);
	else if (v == SHOW)
		run_show(argv, p, terms);
	else if (v == LIST)
		run_list();
	else
		run_filter(v, argv, p, terms);
	term_free(terms);
	policy_free(p);
	return opt_common.exit_zero && status_worst() == REFUSED ? DONE : (int)status_worst();
}
