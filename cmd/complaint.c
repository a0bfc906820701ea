/*
 * complaint: complaints (投诉举报; PA-15-2, GR-12-1) received, accepted, decided, answered,
 * appealed, each in time; what is overdue; how each stands and stood.
 *
 * stdin: complaints, or steps, JSON Lines or CSV.  stdout: the same records with due,
 * duplicate_of, malice, reporter, number, stage; the complainant masked.
 * Store: read without a verb; receive, accept, decide, feedback, appeal write, and show writes
 * when it reveals.  What is given twice counts once.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attach.h"
#include "blacklist.h"
#include "buf.h"
#include "common.h"
#include "complaint.h"
#include "filter.h"
#include "journal.h"
#include "opt.h"
#include "owner.h"
#include "pages.h"
#include "plaint.h"
#include "policy.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "when.h"

enum verb { TRIAGE, RECEIVE, ACCEPT, DECIDE, FEEDBACK, APPEAL, OVERDUE, SHOW, LIST };

static struct {
	const char *dir, *complaint, *id, *decision, *measure, *channel, *content, *digest;
	const char *role, *outcome, *account, *user, *group, *reporter, *stage;
	int64_t time, from, until;
	long within;
	bool malicious, open;
} arg = { .time = INT64_MIN, .from = INT64_MIN, .until = INT64_MAX };

#define STEP { 0, "complaint", "ID", "the complaint, by its id or number", \
	    .str = &arg.complaint }, \
	{ 0, "by", "NAME", "who does it", .str = &opt_common.by }, \
	{ 0, "reason", "TEXT", "why", .str = &opt_common.reason }, \
	{ 0, "id", "ID", "of this step (default: made from the options and the day)", \
	    .str = &arg.id }, \
	{ 0, "time", "TIME", "when it was done (default: now)", .when = &arg.time }

static const struct opt file_opts[] = {
	{ 0, "attachments", "DIR", "the folder of the attachments; their digests are kept",
	    .str = &arg.dir },
	{ 0 }
};
static const struct opt accept_opts[] = {
	STEP,
	{ 0, "decision", "WORD", "accepted (default) or refused", .str = &arg.decision },
	{ 0 }
};
static const struct opt decide_opts[] = {
	STEP,
	{ 0, "decision", "WORD", "upheld, partial or rejected", .str = &arg.decision },
	{ 0, "measure", "ID", "the measure that follows (enforce)", .str = &arg.measure },
	{ 0, "malicious", NULL, "with rejected: it was made in bad faith",
	    .flag = &arg.malicious },
	{ 0 }
};
static const struct opt feedback_opts[] = {
	STEP,
	{ 0, "channel", "WORD", "by which it was answered", .str = &arg.channel },
	{ 0, "content", "TEXT", "what was sent: its digest is kept", .str = &arg.content },
	{ 0, "digest", "SM3", "of what was sent", .str = &arg.digest },
	{ 0 }
};
static const struct opt appeal_opts[] = {
	STEP,
	{ 0, "role", "WORD", "who appeals: complainant or accused", .str = &arg.role },
	{ 0, "outcome", "WORD", "upheld or rejected: ends the appeal", .str = &arg.outcome },
	{ 0 }
};
static const struct opt overdue_opts[] = {
	{ 0, "within", "DAYS", "also what is due within so many days", .num = &arg.within },
	{ 0 }
};
static const struct opt show_opts[] = {
	{ 0, "account", "ID", "every complaint about an account", .str = &arg.account },
	{ 0, "user", "ID", "about a user of groups", .str = &arg.user },
	{ 0, "group", "ID", "about a group", .str = &arg.group },
	{ 0, "reporter", "KEY", "of one complainant", .str = &arg.reporter },
	{ 0, "reveal", NULL, "with content and complainant; journalled, needs --by, --reason "
	    "and --basis", .flag = &opt_common.reveal },
	{ 0 }
};
static const struct opt list_opts[] = {
	{ 0, "open", NULL, "only those that wait for a step", .flag = &arg.open },
	{ 0, "stage", "WORD", "only those at this stage", .str = &arg.stage },
	{ 0, "from", "TIME", "only those that came in then or later", .when = &arg.from },
	{ 0, "until", "TIME", "and before then", .when = &arg.until },
	{ 0, "where", "JQ", "only those for which the jq program is true",
	    .str = &opt_common.where },
	{ 0 }
};

#define WRITES (OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY)
static const struct opt_verb verbs[] = {
	{ NULL, "[FILE ...]", "triage complaints, change nothing",
	    OPT_STORE | OPT_POLICY | OPT_FILTER, file_opts },
	{ "receive", "[FILE ...]", "triage complaints and keep them: each gets a number",
	    WRITES, file_opts },
	{ "accept", "[FILE ...]", "accept or refuse: {id,complaint,time,by,decision,reason}",
	    WRITES, accept_opts },
	{ "decide", "[FILE ...]", "decide: {id,complaint,time,by,decision,reason,measure}",
	    WRITES, decide_opts },
	{ "feedback", "[FILE ...]", "answer: {id,complaint,time,by,channel,content}", WRITES,
	    feedback_opts },
	{ "appeal", "[FILE ...]", "appeals and their outcomes: {id,complaint,time,by,role,"
	    "reason,outcome}", WRITES, appeal_opts },
	{ "overdue", "", "whose next step is overdue, the worst first", OPT_STORE | OPT_POLICY,
	    overdue_opts },
	{ "show", "[ID ...]", "complaints with their steps, by id, number, target or reporter",
	    OPT_STORE | OPT_POLICY | OPT_HAND, show_opts },
	{ "list", "", "all complaints, as JSON Lines", OPT_STORE | OPT_POLICY, list_opts },
	{ 0 }
};

/* ---- Complaints and steps. */

static void
put(struct buf *b, const char *name, const char *text)
{
	if (text != NULL)
		buf_member(b, name, text, strlen(text));
}

/* The step that the options make; false: they make none. */
static bool
hand(const char *verb, struct buf *b)
{
	char text[WHEN_TEXT], id[COMMON_ID];

	if (arg.complaint == NULL) {
		if (arg.id != NULL || arg.time != INT64_MIN || arg.decision != NULL ||
		    arg.measure != NULL || arg.malicious || arg.channel != NULL ||
		    arg.content != NULL || arg.digest != NULL || arg.role != NULL ||
		    arg.outcome != NULL)
			status_die(USAGE, "%s: options of a step go with --complaint", verb);
		return false;
	}
	buf_putc(b, '{');
	put(b, "complaint", arg.complaint);
	put(b, "by", opt_common.by);
	put(b, "reason", opt_common.reason);
	put(b, "decision", arg.decision);
	put(b, "measure", arg.measure);
	if (arg.malicious)
		buf_member_raw(b, "malicious", "true", 4);
	put(b, "channel", arg.channel);
	put(b, "content", arg.content);
	put(b, "digest", arg.digest);
	put(b, "role", arg.role);
	put(b, "outcome", arg.outcome);
	if (arg.time != INT64_MIN)
		buf_member(b, "time", when_text(arg.time, text), 25);
	common_id(id, verb, b->s, b->len);
	put(b, "id", arg.id != NULL ? arg.id : id);
	buf_putc(b, '}');
	return true;
}

static void
run_filter(enum verb v, char **paths, struct policy *p)
{
	struct term_table *terms = term_load();
	struct buf line = { 0 };
	bool steps = v >= ACCEPT, by_hand = steps && hand(verbs[v].name, &line);
	int folder = arg.dir != NULL ? attach_folder(arg.dir) : -1;
	const char *by = opt_common.by != NULL ? opt_common.by : journal_user();
	struct store *s = common_store(v == TRIAGE ? STORE_READ : STORE_WRITE);
	struct plaint *c = plaint_new(p, terms, s, (enum plaint_verb)v, by,
	    opt_common.now, opt_common.as_of, folder, by_hand);
	struct filter f = { .verb = verbs[v].name, .arg = c, .store_arg = c,
	    .enter = plaint_enter, .leave = plaint_leave };

	if (by_hand && *paths != NULL)
		status_die(USAGE, "%s: options or files, not both", verbs[v].name);
	f.line = by_hand ? &line : NULL;
	f.check = steps ? plaint_check_step : plaint_check;
	f.apply = steps ? plaint_apply_step : plaint_apply;
	f.begin = v == TRIAGE ? NULL : plaint_begin;
	f.batch = v == TRIAGE ? NULL : plaint_batch;
	if (v == RECEIVE && !opt_common.dry)
		seal_prepare(store_seal(s), when_day_of(opt_common.now));
	filter_run(&f, paths, s, p, terms);
	buf_free(&line);
	plaint_free(c);
	term_free(terms);
	store_close(s);
	if (folder >= 0)
		close(folder);
}

/* ---- What is overdue. */

/* Behind a pipe: what is in it was committed when it ends. */
static void
drain(void)
{
	struct stat st;
	char waste[4096];
	ssize_t n;

	if (fstat(STDIN_FILENO, &st) != 0 || (!S_ISFIFO(st.st_mode) && !S_ISSOCK(st.st_mode)))
		return;
	do
		n = read(STDIN_FILENO, waste, sizeof waste);
	while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0)
		status_die(FAILED, "standard input:");
}

static void
run_overdue(const struct complaint_rules *rules)
{
	struct store *s;
	int64_t at = opt_common.as_of, until;

	drain();
	/* What came through the pipe may have been received since this began. */
	if (at == opt_common.now)
		at = opt_now();
	s = common_store(STORE_READ);
	/* What is due at this second is not overdue yet. */
	until = arg.within > 0 ? at + arg.within * INT64_C(86400) : at - 1;
	if (plaint_due(s, rules, at, until, common_print))
		status_note(REFUSED);
	store_close(s);
}

/* ---- Shown and listed. */

static void
add(struct store *s, const char *id, struct buf *numbers)
{
	int64_t number = plaint_find(s, id, strlen(id));

	if (number == 0)
		status_warn(REFUSED, "no such complaint: %s", id);
	else
		buf_put(numbers, &number, sizeof number);
}

static void
add_all(struct store *s, unsigned side, const char *name, struct buf *numbers)
{
	size_t had = numbers->len;

	if (name == NULL)
		return;
	if (side == OWNER_NONE && !owner_is_subject(name, strlen(name)))
		status_die(USAGE, "--reporter: a key of 32 hex digits expected");
	plaint_on(s, side, name, strlen(name), numbers);
	if (numbers->len == had)
		status_warn(REFUSED, "no complaints: %s", name);
}

static void
run_show(char **ids, const struct policy *p, const struct complaint_rules *rules)
{
	struct store *s;
	struct buf numbers = { 0 }, out = { 0 };
	const int64_t *number;
	size_t i, count;

	if (*ids == NULL && arg.account == NULL && arg.user == NULL && arg.group == NULL &&
	    arg.reporter == NULL)
		status_die(USAGE, "show: needs an id, a number, a target or a reporter");
	if (opt_common.reveal)
		opt_need_hand();
	s = common_store(opt_common.reveal ? STORE_WRITE : STORE_READ);
	store_begin(s, 0);
	for (; *ids != NULL; ids++)
		add(s, *ids, &numbers);
	add_all(s, OWNER_ACCOUNT, arg.account, &numbers);
	add_all(s, OWNER_USER, arg.user, &numbers);
	add_all(s, OWNER_GROUP, arg.group, &numbers);
	add_all(s, OWNER_NONE, arg.reporter, &numbers);
	store_abort(s);
	number = (const int64_t *)(const void *)numbers.s;
	count = numbers.len / sizeof *number;
	if (opt_common.reveal && count > 0) {
		store_begin(s, 1);
		blacklist_clock(s, opt_common.now);
		plaint_reveal(s, p, number, count);
		store_commit(s);
	}
	for (i = 0; i < count; i++) {
		store_begin(s, 0);
		if (!plaint_show(s, rules, number[i], opt_common.as_of, opt_common.reveal,
		    &out))
			status_warn(REFUSED, "complaint %lld had not been received then",
			    (long long)number[i]);
		store_abort(s);
		common_print(&out);
	}
	buf_free(&numbers);
	buf_free(&out);
	store_close(s);
}

struct listing {
	const struct complaint_rules *rules;
	struct store *store;
};

static void
list_one(void *of, const char *key, size_t klen, const char *val, size_t n, struct buf *out)
{
	const struct listing *l = of;
	struct complaint_state c;
	char digits[24];

	if (klen >= sizeof digits || !complaint_at(l->rules, val, n, opt_common.as_of, &c) ||
	    c.time < arg.from || c.time >= arg.until ||
	    (arg.open && c.stage == COMPLAINT_ANSWERED) ||
	    (arg.stage != NULL && strcmp(arg.stage, complaint_stage_name(c.stage)) != 0))
		return;
	memcpy(digits, key, klen);
	digits[klen] = '\0';
	plaint_tell(l->store, l->rules, strtoll(digits, NULL, 10), val, n, opt_common.as_of,
	    out);
}

static void
run_list(const struct complaint_rules *rules)
{
	struct listing l = { .rules = rules };
	unsigned i;

	for (i = 0; i < COMPLAINT_STAGES && arg.stage != NULL &&
	    strcmp(arg.stage, complaint_stage_name((enum complaint_stage)i)) != 0; i++)
		;
	if (i == COMPLAINT_STAGES)
		status_die(USAGE, "--stage: received, refused, accepted, decided, answered or "
		    "appealed expected: %s", arg.stage);
	if (arg.from >= arg.until)
		status_die(USAGE, "--from is not before --until");
	l.store = common_store(STORE_READ);
	pages_run(l.store, STORE_COMPLAINT, opt_common.where, list_one, &l);
	store_close(l.store);
}

int
main(int argc, char **argv)
{
	enum verb v = (enum verb)opt_start(&argc, &argv, "triage complaints, change nothing",
	    verbs);
	struct complaint_rules *rules;
	struct policy *p;

	if (argc > 0 && (v == OVERDUE || v == LIST))
		status_die(USAGE, "too many operands: %s", argv[0]);
	if (opt_common.no_store || (opt_common.reveal && v != SHOW))
		status_die(USAGE, "--%s: not with %s", opt_common.no_store ? "no-store" :
		    "reveal", opt_common.no_store ? "complaint" : "this verb");
	p = policy_load(opt_common.policy);
	if (v < OVERDUE)
		run_filter(v, argv, p);
	else {
		rules = complaint_rules_load(p);
		if (v == OVERDUE)
			run_overdue(rules);
		else if (v == SHOW)
			run_show(argv, p, rules);
		else
			run_list(rules);
		complaint_rules_free(rules);
	}
	policy_free(p);
	return opt_common.exit_zero && status_worst() == REFUSED ? DONE : (int)status_worst();
}
