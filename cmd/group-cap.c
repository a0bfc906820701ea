/*
 * group-cap: groups, their members, caps, codes, grades and pages (GR-02-2b, GR-07-1a, GR-08,
 * GR-09, GR-11): operations judged and done, a platform's tables taken in, all of it checked.
 *
 * stdin: operations, or rows of groups and seats, JSON Lines or CSV.  stdout: the same records
 * with membership, members, limit ...; lines of groups and persons.  Store: read without a
 * verb; apply, import, grade and recount --mend write.  An operation given twice counts once.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act.h"
#include "buf.h"
#include "common.h"
#include "filter.h"
#include "group.h"
#include "group_audit.h"
#include "group_compare.h"
#include "group_list.h"
#include "group_page.h"
#include "journal.h"
#include "opt.h"
#include "pages.h"
#include "policy.h"
#include "status.h"
#include "store.h"
#include "term.h"

enum verb { JUDGE, APPLY, IMPORT, CHECK, GRADE, RECOUNT, PAGE, SHOW, LIST };
enum { MOST = 2000,			/* groups in a transaction */
	PENDING = 96 << 20 };		/* of table count only the persons change */

static struct {
	const char *group, *code, *user, *subject, *count, *lang, *dir;
	bool all, compare, mend, html, members, persons, past;
} arg;

static const struct opt check_opts[] = {
	{ 0, "all", NULL, "also groups and persons with whom all is well", .flag = &arg.all },
	{ 0, "compare", NULL, "instead: what --policy would change against the one in force",
	    .flag = &arg.compare },
	{ 0, "where", "JQ", "only those for which the jq program is true",
	    .str = &opt_common.where },
	{ 0 }
};
static const struct opt recount_opts[] = {
	{ 0, "mend", NULL, "put right the counters that differ", .flag = &arg.mend },
	{ 0 }
};
static const struct opt page_opts[] = {
	{ 0, "group", "ID", "the page of one group, whatever its size", .str = &arg.group },
	{ 0, "html", NULL, "of one group: as HTML", .flag = &arg.html },
	{ 0, "lang", "LANG", "language of HTML: zh (default) or en", .str = &arg.lang },
	{ 'd', "dir", "DIR", "write group-CODE.html and .json there, tell it for import",
	    .str = &arg.dir },
	{ 0 }
};
static const struct opt show_opts[] = {
	{ 0, "group", "ID", "a group and what happened to it", .str = &arg.group },
	{ 0, "code", "CODE", "the group that has, or had, a code", .str = &arg.code },
	{ 0, "user", "ID", "the person of a user: counts, limits, seats", .str = &arg.user },
	{ 0, "subject", "KEY", "the same of a subject", .str = &arg.subject },
	{ 0 }
};
static const struct opt list_opts[] = {
	{ 0, "members", NULL, "seats instead of groups", .flag = &arg.members },
	{ 0, "persons", NULL, "persons with their counts and limits", .flag = &arg.persons },
	{ 0, "past", NULL, "what happened to groups", .flag = &arg.past },
	{ 0, "group", "ID", "of one group, with --members or --past", .str = &arg.group },
	{ 0, "count", "BY", "counts instead: by state, tier, category, grade or class",
	    .str = &arg.count },
	{ 0, "where", "JQ", "only those for which the jq program is true",
	    .str = &opt_common.where },
	{ 0 }
};

static const struct opt_verb verbs[] = {
	{ NULL, "[FILE ...]", "judge operations, change nothing",
	    OPT_STORE | OPT_POLICY | OPT_FILTER, NULL },
	{ "apply", "[FILE ...]", "judge and do: {id,op,group,user,target,name,time ...}",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY, NULL },
	{ "import", "[FILE ...]", "a platform's groups {group,...}, seats {group,user,role}",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY, NULL },
	{ "check", "", "what is wrong with groups and persons, and what to do about it",
	    OPT_STORE | OPT_POLICY, check_opts },
	{ "grade", "", "grade and class of all groups anew; those that change",
	    OPT_STORE | OPT_POLICY | OPT_DRY, NULL },
	{ "recount", "", "counters against the seats; those that differ",
	    OPT_STORE | OPT_POLICY | OPT_DRY, recount_opts },
	{ "page", "", "information pages of groups", OPT_STORE | OPT_POLICY, page_opts },
	{ "show", "", "a group, or a person", OPT_STORE | OPT_POLICY, show_opts },
	{ "list", "", "all groups, seats, persons or the past", OPT_STORE | OPT_POLICY,
	    list_opts },
	{ 0 }
};

static struct group *
open_groups(struct policy *p, const struct term_table *terms, enum group_verb verb)
{
	const char *by = opt_common.by != NULL ? opt_common.by : journal_user();

	return group_new(p, terms, verb, by, opt_common.now, opt_common.as_of);
}

static void
run_filter(enum verb v, char **paths, struct policy *p, const struct term_table *terms)
{
	static const enum group_verb of[] = { GROUP_JUDGE, GROUP_APPLY, GROUP_IMPORT };
	struct store *s = common_store(v == JUDGE ? STORE_READ : STORE_WRITE);
	struct group *g = open_groups(p, terms, of[v]);
	struct filter f = { .verb = verbs[v].name, .arg = g, .store_arg = g,
	    .enter = act_enter, .leave = act_leave };

	f.check = v == IMPORT ? group_check_import : group_check;
	f.apply = v == IMPORT ? group_apply_import : group_apply;
	f.begin = group_begin;
	f.pending = PENDING;
	f.batch = v == JUDGE ? NULL : group_batch;
	filter_run(&f, paths, s, p, terms);
	group_free(g);
	store_close(s);
}

static void
run_compare(struct policy *p)
{
	struct policy *old = policy_load(NULL);
	struct group *before = open_groups(old, NULL, GROUP_LOOK);
	struct group *after = open_groups(p, NULL, GROUP_LOOK);
	struct store *s = common_store(STORE_READ);
	struct group_compare *c = group_compare_new(before, after, s);
	struct buf out = { 0 };

	if (opt_common.policy == NULL)
		status_die(USAGE, "--compare: needs the new policy (--policy)");
	pages_run(s, STORE_GROUP, opt_common.where, group_compare_group, c);
	pages_run(s, STORE_COUNT, opt_common.where, group_compare_person, c);
	group_compare_sum(c, &out);
	common_print(&out);
	buf_free(&out);
	group_compare_free(c);
	store_close(s);
	group_free(before);
	group_free(after);
	policy_free(old);
}

static void
run_check(struct policy *p)
{
	struct group *g = open_groups(p, NULL, GROUP_LOOK);
	struct store *s = common_store(STORE_READ);
	struct group_audit *a = group_audit_new(g, s, arg.all, opt_common.where);

	pages_run(s, STORE_GROUP, NULL, group_audit_group, a);
	group_audit_plan(a);
	pages_run(s, STORE_COUNT, NULL, group_audit_person, a);
	if (group_audit_worst(a) == REJECT)
		status_note(REFUSED);
	group_audit_free(a);
	store_close(s);
	group_free(g);
}

static void
run_grade(struct policy *p)
{
	struct group *g = open_groups(p, NULL, GROUP_LOOK);
	struct store *s = common_store(STORE_WRITE);
	struct buf from = { 0 }, out = { 0 };
	uint64_t changed = 0;
	bool more;

	do {
		store_begin(s, MOST);
		group_begin(s, g);
		more = group_grade(g, s, &from, MOST, &out, &changed);
		store_commit(s);
		common_print(&out);
	} while (more);
	if (opt_common.verbose)
		status_warn(DONE, "grade: %llu groups changed", (unsigned long long)changed);
	buf_free(&from);
	buf_free(&out);
	store_close(s);
	group_free(g);
}

static void
run_recount(struct policy *p)
{
	struct group *g = open_groups(p, NULL, GROUP_LOOK);
	struct store *s = common_store(arg.mend ? STORE_WRITE : STORE_READ);
	struct buf out = { 0 };
	uint64_t mended = 0, wrong = group_recount(g, s, arg.mend ? &mended : NULL, &out);

	common_print(&out);
	if (wrong > 0)
		status_note(REFUSED);
	if (!opt_common.quiet)
		status_warn(DONE, arg.mend ? "recount: %llu wrong, %llu %s" :
		    "recount: %llu wrong", (unsigned long long)wrong,
		    (unsigned long long)mended,
		    opt_common.dry ? "would be put right" : "put right");
	buf_free(&out);
	store_close(s);
	group_free(g);
}

/* ---- Pages. */

static void
run_page(struct policy *p)
{
	bool zh = arg.lang == NULL || strcmp(arg.lang, "zh") == 0;
	struct group *g = open_groups(p, NULL, GROUP_LOOK);
	struct group_page *page;
	struct store *s;
	struct buf out = { 0 };
	bool more;

	if (!zh && strcmp(arg.lang, "en") != 0)
		status_die(USAGE, "--lang: zh or en expected: %s", arg.lang);
	if (arg.html && (arg.group == NULL || arg.dir != NULL))
		status_die(USAGE, "--html: of one group (--group), and not with --dir");
	if (arg.group != NULL && arg.dir != NULL)
		status_die(USAGE, "page: --group or --dir, not both");
	if (arg.lang != NULL && !arg.html && arg.dir == NULL)
		status_die(USAGE, "--lang: of HTML (--html or --dir)");
	if (arg.dir != NULL && access(arg.dir, W_OK | X_OK) != 0)
		status_die(USAGE, "page: %s:", arg.dir);
	s = common_store(STORE_READ);
	page = group_page_new(g, p, s, zh ? "zh" : "en", arg.dir);
	if (arg.group != NULL) {
		if (!group_page_one(page, arg.group, arg.html, &out))
			status_warn(REFUSED, "no such group: %s", arg.group);
		common_print(&out);
	} else
		do {
			more = group_page_some(page, &out);
			common_print(&out);
		} while (more);
	group_page_free(page);
	buf_free(&out);
	store_close(s);
	group_free(g);
}

/* ---- Shown, listed, counted. */

static void
run_show(struct policy *p)
{
	static bool (*const show[])(const struct group *, struct store *, const char *,
	    struct buf *) = { group_show_group, group_show_code, group_show_user,
	    group_show_subject };
	const char *name[] = { arg.group, arg.code, arg.user, arg.subject };
	struct group *g = open_groups(p, NULL, GROUP_LOOK);
	struct store *s = common_store(STORE_READ);
	struct buf out = { 0 };
	unsigned i, asked = 0;

	store_begin(s, 0);
	for (i = 0; i < 4; i++) {
		if (name[i] == NULL)
			continue;
		asked++;
		if (!show[i](g, s, name[i], &out))
			status_warn(REFUSED, "no such %s: %s", i == 2 ? "person in groups" :
			    i == 3 ? "subject in groups" : "group", name[i]);
	}
	store_abort(s);
	if (asked == 0)
		status_die(USAGE, "show: needs --group, --code, --user or --subject");
	common_print(&out);
	buf_free(&out);
	store_close(s);
	group_free(g);
}

static void
run_list(struct policy *p)
{
	bool rows = arg.members || arg.persons || arg.past;
	struct group *g;
	struct store *s;

	if (arg.members + arg.persons + arg.past + (arg.count != NULL) > 1)
		status_die(USAGE, "list: one of --members, --persons, --past and --count");
	if (arg.group != NULL && !arg.members && !arg.past)
		status_die(USAGE, "--group goes with --members or --past");
	if (arg.count != NULL && !group_list_counts(arg.count))
		status_die(USAGE, "--count: state, tier, category, grade or class expected: "
		    "%s", arg.count);
	g = open_groups(p, NULL, GROUP_LOOK);
	s = common_store(STORE_READ);
	if (rows)
		group_list(g, s, arg.members ? GROUP_LIST_SEATS : arg.past ? GROUP_LIST_PAST :
		    GROUP_LIST_PERSONS, arg.group, opt_common.where);
	else if (arg.count != NULL)
		group_list_count(g, s, arg.count, opt_common.where);
	else
		group_list(g, s, GROUP_LIST_GROUPS, NULL, opt_common.where);
	store_close(s);
	group_free(g);
}

int
main(int argc, char **argv)
{
	enum verb v = (enum verb)opt_start(&argc, &argv, "judge operations, change nothing",
	    verbs);
	struct term_table *terms;
	struct policy *p;

	if (argc > 0 && v > IMPORT)
		status_die(USAGE, "too many operands: %s", argv[0]);
	if (opt_common.no_store || opt_common.reveal)
		status_die(USAGE, "--no-store, --reveal: not with group-cap");
	p = policy_load(opt_common.policy);
	terms = term_load();
	if (v <= IMPORT)
		run_filter(v, argv, p, terms);
	else if (v == CHECK && arg.compare)
		run_compare(p);
	else if (v == CHECK)
		run_check(p);
	else if (v == GRADE)
		run_grade(p);
	else if (v == RECOUNT)
		run_recount(p);
	else if (v == PAGE)
		run_page(p);
	else if (v == SHOW)
		run_show(p);
	else
		run_list(p);
	term_free(terms);
	policy_free(p);
	return opt_common.exit_zero && status_worst() == REFUSED ? DONE : (int)status_worst();
}
