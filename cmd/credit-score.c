/*
 * credit-score: the credit of accounts' subjects, group users and groups (PA-06-2, PA-10-1,
 * GR-07-2, GR-11-2): events in; score, level and services out.
 *
 * stdin: records, JSON Lines or CSV.  stdout: the same records with credit, level, services.
 * Store: read without a verb; apply, appeal and rebuild write.  An event given twice counts
 * once; none is ever changed, only countered.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "blacklist.h"
#include "buf.h"
#include "clarify.h"
#include "common.h"
#include "counts.h"
#include "credit.h"
#include "filter.h"
#include "journal.h"
#include "json.h"
#include "opt.h"
#include "owner.h"
#include "pages.h"
#include "policy.h"
#include "rule.h"
#include "scheme.h"
#include "score.h"
#include "standing.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "when.h"

enum verb { ANNOTATE, APPLY, APPEAL, EXPLAIN, REBUILD, LIST };
enum { PAGE = 2000 };			/* owners in a transaction */

static struct {
	const char *event, *id, *account, *user, *group, *subject, *count;
} arg;

static const struct opt appeal_opts[] = {
	{ 0, "event", "ID", "the event that is countered", .str = &arg.event },
	{ 0, "id", "ID", "of the appeal (default: made from the options and the day)",
	    .str = &arg.id },
	{ 0 }
};
static const struct opt explain_opts[] = {
	{ 0, "account", "ID", "of the subject of an account", .str = &arg.account },
	{ 0, "user", "ID", "of a group user", .str = &arg.user },
	{ 0, "group", "ID", "of a group", .str = &arg.group },
	{ 0, "subject", "KEY", "of a subject: of its accounts, and of it as a group user",
	    .str = &arg.subject },
	{ 0 }
};
static const struct opt list_opts[] = {
	{ 0, "count", "BY", "counts instead: by level, kind or class of events",
	    .str = &arg.count },
	{ 0, "where", "JQ", "only those for which the jq program is true",
	    .str = &opt_common.where },
	{ 0 }
};

static const struct opt_verb verbs[] = {
	{ NULL, "[FILE ...]", "add credit, level and services to records, change nothing",
	    OPT_STORE | OPT_POLICY | OPT_FILTER, NULL },
	{ "apply", "[FILE ...]", "take events: {id,kind,account|user|group,time,points}",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY, NULL },
	{ "appeal", "[FILE ...]", "counter events: {id,event,time,by,reason,basis}",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY | OPT_HAND, appeal_opts },
	{ "explain", "", "each event, weight and rule, and what the next level needs",
	    OPT_STORE | OPT_POLICY, explain_opts },
	{ "rebuild", "", "every score anew from its events; with -n only compared",
	    OPT_STORE | OPT_POLICY | OPT_DRY, NULL },
	{ "list", "", "all scores, or counts", OPT_STORE | OPT_POLICY, list_opts },
	{ 0 }
};

/* Of verbs that change something: a clock that jumped would let scores grow. */
static void
clock_check(struct store *s, void *arg_of)
{
	(void)arg_of;
	blacklist_clock(s, opt_common.now);
}

/* The appeal that the options make. */
static bool
hand(struct buf *b)
{
	char text[WHEN_TEXT];
	static char id[COMMON_ID];

	if (arg.event == NULL)
		return false;
	opt_need_hand();
	buf_putc(b, '{');
	buf_member(b, "event", arg.event, strlen(arg.event));
	buf_member(b, "by", opt_common.by, strlen(opt_common.by));
	buf_member(b, "reason", opt_common.reason, strlen(opt_common.reason));
	buf_member(b, "basis", opt_common.basis, strlen(opt_common.basis));
	if (arg.id == NULL) {
		common_id(id, "appeal", b->s, b->len);
		arg.id = id;
	}
	/* The day's first second: the same options on the same day are the same appeal. */
	buf_member(b, "time", when_text(when_start(when_day_of(opt_common.now)), text), 25);
	buf_member(b, "id", arg.id, strlen(arg.id));
	buf_putc(b, '}');
	return true;
}

static void
run_filter(enum verb v, char **paths, struct policy *p, const struct term_table *terms)
{
	static const enum credit_verb of[] = { CREDIT_READ, CREDIT_APPLY, CREDIT_APPEAL };
	struct store *s = common_store(v == ANNOTATE ? STORE_READ : STORE_WRITE);
	struct credit *c = credit_new(p, of[v], opt_common.by != NULL ? opt_common.by :
	    journal_user(), opt_common.now, opt_common.as_of);
	struct standing *t = standing_new(c, opt_common.as_of);
	struct filter f = { .verb = verbs[v].name };
	struct buf line = { 0 };

	f.arg = f.store_arg = v == ANNOTATE ? (void *)t : c;
	f.enter = v == ANNOTATE ? NULL : act_enter;
	f.leave = v == ANNOTATE ? NULL : act_leave;
	f.check = v == ANNOTATE ? standing_check : credit_check;
	f.apply = v == ANNOTATE ? standing_apply : credit_apply;
	f.begin = v == ANNOTATE ? NULL : clock_check;
	f.batch = v == ANNOTATE ? NULL : credit_batch;
	if (v == APPEAL && hand(&line)) {
		if (*paths != NULL)
			status_die(USAGE, "appeal: options or files, not both");
		f.line = &line;
	}
	filter_run(&f, paths, s, p, terms);
	buf_free(&line);
	standing_free(t);
	credit_free(c);
	store_close(s);
}

static void
run_explain(struct policy *p)
{
	struct store *s = common_store(STORE_READ);
	struct credit *c = credit_new(p, CREDIT_READ, "", opt_common.now, opt_common.as_of);
	const char *name[] = { arg.account, arg.user, arg.group };
	struct owner o;
	struct buf b = { 0 };
	unsigned i, asked = arg.subject != NULL;

	store_begin(s, 0);
	for (i = 0; i < 3; i++) {
		if (name[i] == NULL)
			continue;
		asked++;
		o = (struct owner){ .side = (enum owner_side)i, .name = name[i],
		    .name_n = strlen(name[i]) };
		if (o.name_n > 400 || !owner_find(s, NULL, &o))
			status_warn(REFUSED, "not registered: %s", name[i]);
		else
			clarify_owner(c, s, &o, opt_common.as_of, &b);
	}
	if (arg.subject != NULL && !clarify_subject(c, s, arg.subject, opt_common.as_of, &b))
		status_warn(REFUSED, "no such subject: %s", arg.subject);
	store_abort(s);
	if (asked == 0)
		status_die(USAGE, "explain: needs --account, --user, --group or --subject");
	common_print(&b);
	buf_free(&b);
	credit_free(c);
	store_close(s);
}

static void
differs(void *a, const char *key, size_t n, const char *old, size_t old_n, const char *now,
    size_t now_n)
{
	struct buf *b = a;

	buf_putc(b, '{');
	buf_member(b, "owner", key, n);
	buf_member_raw(b, "stored", old, old_n);
	buf_member_raw(b, "folded", now, now_n);
	if (opt_common.dry)
		buf_member(b, "would", "rebuild", 7);
	buf_puts(b, "}\n");
}

static void
run_rebuild(struct policy *p)
{
	struct store *s = common_store(STORE_WRITE);
	struct credit *c = credit_new(p, CREDIT_READ, "", opt_common.now, opt_common.as_of);
	struct buf from = { 0 }, out = { 0 }, what = { 0 };
	const char *user = journal_user();
	uint64_t seen = 0, had = 0;
	bool more, any = false;

	do {
		out.len = 0;
		had = seen;
		store_begin(s, PAGE);
		blacklist_clock(s, opt_common.now);
		more = credit_rebuild(c, s, &from, PAGE, &seen, differs, &out);
		if (out.len > 0) {
			what.len = 0;
			buf_putc(&what, '{');
			buf_member_num(&what, "owners", (int64_t)(seen - had));
			buf_putc(&what, '}');
			journal_put(s, opt_common.now, user, "rebuild", policy_digest(p),
			    what.s, what.len);
			any = true;
		}
		store_commit(s);
		common_print(&out);
	} while (more);
	if (any)
		status_note(REFUSED);
	if (!opt_common.quiet)
		status_warn(DONE, "%llu scores folded anew, %s", (unsigned long long)seen,
		    any ? "some were others" : "all as they were");
	buf_free(&from);
	buf_free(&out);
	buf_free(&what);
	credit_free(c);
	store_close(s);
}

/* ---- Lists and counts. */

struct listing {
	const struct credit *credit;
	struct store *store;
	struct counts *counts;
	struct rule *where;		/* of counts by level; NULL: all */
};

static const struct scheme *
scheme_of_key(const struct listing *l, const char *key)
{
	return credit_scheme(l->credit, *key == 'a' ? OWNER_ACCOUNT :
	    *key == 'u' ? OWNER_USER : OWNER_GROUP);
}

static void
list_one(void *a, const char *key, size_t klen, const char *val, size_t vn, struct buf *out)
{
	const struct listing *l = a;
	struct owner o = { .side = *key == 'a' ? OWNER_ACCOUNT : *key == 'u' ? OWNER_USER :
	    OWNER_GROUP };
	const struct scheme *s = scheme_of_key(l, key);
	struct score score;
	const char *level;

	(void)val, (void)vn;
	memcpy(o.key, key, o.key_n = klen);
	credit_state(l->credit, l->store, &o, opt_common.as_of, &score);
	score_advance(s, &score, when_day_of(opt_common.as_of));
	level = s->level[score.level].name;
	buf_putc(out, '{');
	buf_member(out, "owner", key, klen);
	buf_member_num(out, "credit", score.score);
	buf_member(out, "level", level, strlen(level));
	buf_puts(out, "}\n");
}

static void
level_one(void *a, const char *key, size_t klen, const char *val, size_t vn, struct buf *out)
{
	const struct listing *l = a;
	struct buf line = { 0 }, name = { 0 };
	const char *level, *why = NULL;
	size_t n;

	(void)out;
	list_one(a, key, klen, val, vn, &line);
	level = json_get(line.s, line.len - 1, "level", &n);
	buf_printf(&name, "%s %.*s", scheme_of_key(l, key)->name, (int)n - 2, level + 1);
	if (l->where == NULL || rule_true(l->where, line.s, line.len - 1, &why))
		counts_add(l->counts, name.s, name.len);
	else if (why != NULL)
		status_warn(REFUSED, "--where: %s", why);
	buf_free(&line);
	buf_free(&name);
}

/* Events by kind or class, also those that were countered: what happened (PA-10-1). */
static void
event_one(void *a, const char *key, size_t klen, const char *val, size_t vn, struct buf *out)
{
	const struct listing *l = a;
	const struct scheme *s = scheme_of_key(l, key);
	struct buf name = { 0 };
	char kind[256] = "appeal";
	size_t n = 6, i;
	const char *v, *of = kind;

	(void)klen, (void)out;
	v = json_get(val, vn, "kind", &n);
	n = v != NULL && n <= sizeof kind ? json_decode(kind, v, n) : 6;
	if (strcmp(arg.count, "class") == 0) {
		for (i = 0; i < s->rules && (strlen(s->kind[s->rule[i].kind]) != n ||
		    memcmp(s->kind[s->rule[i].kind], kind, n) != 0); i++)
			;
		of = i < s->rules && s->rule[i].class_name != NULL ? s->rule[i].class_name :
		    "none";
		n = strlen(of);
	}
	buf_printf(&name, "%s %.*s", s->name, (int)n, of);
	counts_add(l->counts, name.s, name.len);
	buf_free(&name);
}

static void
run_list(struct policy *policy)
{
	bool events = arg.count != NULL && strcmp(arg.count, "level") != 0;
	struct credit *c = credit_new(policy, CREDIT_READ, "", opt_common.now,
	    opt_common.as_of);
	struct listing l = { .credit = c };
	struct buf out = { 0 };

	if (events && strcmp(arg.count, "kind") != 0 && strcmp(arg.count, "class") != 0)
		status_die(USAGE, "--count: level, kind or class expected: %s", arg.count);
	if (events && opt_common.where != NULL)
		status_die(USAGE, "--where is of scores: not with --count %s", arg.count);
	if (arg.count != NULL && opt_common.where != NULL)
		l.where = rule_new("--where", opt_common.where);
	l.store = common_store(STORE_READ);
	l.counts = counts_new();
	pages_run(l.store, events ? STORE_EVENT : STORE_CREDIT,
	    arg.count == NULL ? opt_common.where : NULL,
	    arg.count == NULL ? list_one : events ? event_one : level_one, &l);
	counts_tell(l.counts, arg.count, &out);
	common_print(&out);
	buf_free(&out);
	counts_free(l.counts);
	rule_free(l.where);
	credit_free(c);
	store_close(l.store);
}

int
main(int argc, char **argv)
{
	enum verb v = (enum verb)opt_start(&argc, &argv,
	    "add credit, level and services to records, change nothing", verbs);
	struct term_table *terms;
	struct policy *p;

	if (argc > 0 && v > APPEAL)
		status_die(USAGE, "too many operands: %s", argv[0]);
	if (opt_common.no_store || opt_common.reveal)
		status_die(USAGE, "--no-store, --reveal: not with credit-score");
	p = policy_load(opt_common.policy);
	terms = term_load();
	if (v == EXPLAIN)
		run_explain(p);
	else if (v == REBUILD)
		run_rebuild(p);
	else if (v == LIST)
		run_list(p);
	else
		run_filter(v, argv, p, terms);
	term_free(terms);
	policy_free(p);
	return opt_common.exit_zero && status_worst() == REFUSED ? DONE : (int)status_worst();
}
