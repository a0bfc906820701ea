/*
 * blacklist: who is on the platform's blacklist (PA-13-2, GR-11-3): accounts, subjects,
 * groups, creators, managers, members and names.
 *
 * stdin: records, JSON Lines or CSV.  stdout: the same records, those that the list knows with
 * `listed`, findings and verdict.  Store: read without a verb; add, lift and import write.  A
 * record given twice gets the same answer and counts once.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "blacklist.h"
#include "blacklist_import.h"
#include "buf.h"
#include "common.h"
#include "filter.h"
#include "json.h"
#include "listing.h"
#include "opt.h"
#include "pages.h"
#include "policy.h"
#include "screen.h"
#include "status.h"
#include "store.h"
#include "term.h"

enum verb { SCREEN, ADD, LIFT, IMPORT, SHOW, LIST };

static struct {
	const char *account, *subject, *group, *creator, *manager, *member, *name;
	const char *ground, *from, *until, *alone, *id, *listing, *list;
	long max_shrink;
	bool history, skip_bad;
} arg = { .max_shrink = -1 };

#define KEYS \
	{ 0, "account", "ID", "an account", .str = &arg.account }, \
	{ 0, "subject", "KEY", "a subject, by its key", .str = &arg.subject }, \
	{ 0, "group", "ID", "a group", .str = &arg.group }, \
	{ 0, "creator", "KEY", "a person as creator, by subject or user", \
	    .str = &arg.creator }, \
	{ 0, "manager", "KEY", "a person as manager", .str = &arg.manager }, \
	{ 0, "member", "KEY", "a person as member", .str = &arg.member }, \
	{ 0, "name", "NAME", "a name", .str = &arg.name }

static const struct opt add_opts[] = {
	KEYS,
	{ 0, "ground", "WHAT", "law, agreement or convention", .str = &arg.ground },
	{ 0, "from", "TIME", "begin, or now", .str = &arg.from },
	{ 0, "until", "TIME", "end, or term: what the policy says", .str = &arg.until },
	{ 0, "alone", "WHY", "why subject or persons are not listed with it",
	    .str = &arg.alone },
	{ 0, "id", "ID", "of this act (default: made from the options and the day)",
	    .str = &arg.id },
	{ 0 }
};
static const struct opt lift_opts[] = {
	{ 0, "listing", "N", "the listing, by its serial", .str = &arg.listing },
	{ 0, "id", "ID", "of this act (default: made from the options and the day)",
	    .str = &arg.id },
	{ 0 }
};
static const struct opt import_opts[] = {
	{ 0, "list", "NAME", "the list whose whole content this is", .str = &arg.list },
	{ 0, "ground", "WHAT", "law, agreement or convention, of rows without",
	    .str = &arg.ground },
	{ 0, "max-shrink", "PERCENT", "refuse when more than that would go",
	    .num = &arg.max_shrink },
	{ 0, "skip-bad", NULL, "import the good rows when some are not",
	    .flag = &arg.skip_bad },
	{ 0, "encoding", "NAME", "utf-8 or gb18030", .str = &opt_common.encoding },
	{ 0, "map", "FROM=TO,...", "columns by other names", .str = &opt_common.map },
	{ 0, "rejects", "FILE", "keep rows that are refused", .str = &opt_common.rejects },
	{ 0 }
};
static const struct opt show_opts[] = {
	KEYS,
	{ 0, "history", NULL, "with what has happened to the key", .flag = &arg.history },
	{ 0 }
};
static const struct opt list_opts[] = {
	{ 0, "list", "NAME", "of one list only", .str = &arg.list },
	{ 0, "history", NULL, "the history instead, from the first entry",
	    .flag = &arg.history },
	{ 0, "where", "JQ", "only those for which the jq program is true",
	    .str = &opt_common.where },
	{ 0 }
};

static const struct opt_verb verbs[] = {
	{ NULL, "[FILE ...]", "screen records against the list, change nothing",
	    OPT_STORE | OPT_POLICY | OPT_FILTER, NULL },
	{ "add", "[FILE ...]", "list what records or options name",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY | OPT_HAND, add_opts },
	{ "lift", "[FILE ...]", "end listings before their time: {id,listing,by,reason,basis}",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY | OPT_HAND, lift_opts },
	{ "import", "FILE ...", "make a named list what the files say, in one transaction",
	    OPT_STORE | OPT_POLICY | OPT_DRY | OPT_HAND, import_opts },
	{ "show", "[SERIAL ...]", "listings of a key, or by serial",
	    OPT_STORE | OPT_POLICY, show_opts },
	{ "list", "", "all listings in force, as JSON Lines", OPT_STORE | OPT_POLICY,
	    list_opts },
	{ 0 }
};

/* The options as one record; false: none was given. */
static bool
hand(struct buf *b, enum verb v)
{
	const struct { const char *name, *value; } part[] = {
		{ "account", arg.account }, { "subject", arg.subject },
		{ "group", arg.group }, { "creator", arg.creator }, { "manager", arg.manager },
		{ "member", arg.member }, { "name", arg.name }, { "ground", arg.ground },
		{ "from", arg.from }, { "until", arg.until }, { "alone", arg.alone },
		{ "listing", arg.listing },
	};
	char id[COMMON_ID];
	size_t i;

	buf_putc(b, '{');
	for (i = 0; i < sizeof part / sizeof *part; i++) {
		if (part[i].value == NULL)
			continue;
		if (strcmp(part[i].name, "manager") == 0 ||
		    strcmp(part[i].name, "member") == 0) {
			buf_printf(b, "%s\"%s\":[", b->len > 1 ? "," : "", part[i].name);
			buf_json(b, part[i].value, strlen(part[i].value));
			buf_putc(b, ']');
		} else
			buf_member(b, part[i].name, part[i].value, strlen(part[i].value));
	}
	if (b->len == 1)
		return false;
	opt_need_hand();
	buf_member(b, "by", opt_common.by, strlen(opt_common.by));
	buf_member(b, "reason", opt_common.reason, strlen(opt_common.reason));
	buf_member(b, "basis", opt_common.basis, strlen(opt_common.basis));
	if (arg.id == NULL) {
		common_id(id, verbs[v].name, b->s, b->len);
		arg.id = id;
	}
	buf_member(b, "id", arg.id, strlen(arg.id));
	buf_putc(b, '}');
	return true;
}

static void
run_filter(enum verb v, char **paths, struct policy *p, const struct blacklist_rules *rules,
    const struct term_table *terms)
{
	struct store *s = common_store(v == SCREEN ? STORE_READ : STORE_WRITE);
	struct screen *screen = v == SCREEN ? screen_new(s, rules, opt_common.as_of) : NULL;
	struct listing *l = v != SCREEN ? listing_new(rules, terms, opt_common.now) : NULL;
	struct filter f = { .verb = verbs[v].name, .arg = v == SCREEN ? (void *)screen : l };
	struct buf line = { 0 };

	f.store_arg = f.arg;
	f.enter = v == SCREEN ? NULL : act_enter;
	f.leave = v == SCREEN ? NULL : act_leave;
	f.check = v == SCREEN ? screen_check : v == ADD ? listing_check : listing_check_lift;
	f.begin = v == SCREEN ? screen_begin : listing_begin;
	f.apply = v == SCREEN ? screen_apply : v == ADD ? listing_apply : listing_apply_lift;
	f.batch = v == SCREEN ? NULL : listing_batch;
	if (v != SCREEN && hand(&line, v)) {
		if (*paths != NULL)
			status_die(USAGE, "%s: options or files, not both", verbs[v].name);
		f.line = &line;
	}
	filter_run(&f, paths, s, p, terms);
	buf_free(&line);
	screen_free(screen);
	listing_free(l);
	store_close(s);
}

static void
run_import(char **paths, const struct blacklist_rules *rules, const struct term_table *terms)
{
	struct blacklist_import how = { .paths = paths, .list = arg.list,
	    .basis = opt_common.basis, .reason = opt_common.reason, .by = opt_common.by,
	    .encoding = opt_common.encoding, .map = opt_common.map,
	    .rejects = opt_common.rejects, .skip_bad = arg.skip_bad,
	    .verbose = opt_common.verbose, .now = opt_common.now,
	    .max_shrink = arg.max_shrink >= 0 ? arg.max_shrink : rules->max_shrink };
	const char *p;
	struct store *s;

	if (arg.list == NULL)
		status_die(USAGE, "import: needs --list");
	for (p = arg.list; *p > ' ' && *p != '"' && *p != '\\' && *p != 127; p++)
		;
	if (*p != '\0' || p == arg.list || p > arg.list + 64 || strcmp(arg.list, "hand") == 0)
		status_die(USAGE, "--list: a name of 1 to 64 ASCII characters, and not hand");
	if (arg.ground != NULL && (how.ground = term_value(terms, TERM_GROUND, arg.ground,
	    strlen(arg.ground))) == NULL)
		status_die(USAGE, "--ground: law, agreement or convention expected");
	if (arg.max_shrink > 100)
		status_die(USAGE, "--max-shrink: a percentage up to 100 expected");
	s = common_store(STORE_WRITE);
	blacklist_import(s, rules, terms, &how);
	store_close(s);
}

/* ---- What is listed. */

static const struct { char kind; const char **key; } given[] = {
	{ 'a', &arg.account }, { 's', &arg.subject }, { 'g', &arg.group },
	{ 'c', &arg.creator }, { 'm', &arg.manager }, { 'e', &arg.member }, { 'n', &arg.name },
};

static bool
show_key(struct store *s, char kind, const char *key, size_t n)
{
	struct buf b = { 0 };
	struct json_walk w;
	struct buf out = { 0 };
	bool any;

	buf_putc(&b, '[');
	any = blacklist_show(s, kind, key, n, opt_common.as_of,
	    arg.history ? BLACKLIST_ALL : BLACKLIST_IN_FORCE, &b) > 0;
	buf_putc(&b, ']');
	json_walk(&w, b.s, b.len);
	while (json_next(&w)) {
		buf_put(&out, w.value, w.value_len);
		buf_putc(&out, '\n');
	}
	if (arg.history)
		any |= blacklist_history(s, kind, key, n, &out) > 0;
	store_abort(s);
	common_print(&out);
	store_begin(s, 0);
	buf_free(&b);
	buf_free(&out);
	return any;
}

static void
run_show(char **serials)
{
	struct store *s = common_store(STORE_READ);
	char kind, key[BLACKLIST_KEY], *end;
	int64_t report;
	size_t n, i, asked = 0;

	store_begin(s, 0);
	for (i = 0; i < sizeof given / sizeof *given; i++)
		if (*given[i].key != NULL) {
			asked++;
			if (!show_key(s, given[i].kind, *given[i].key, strlen(*given[i].key)))
				status_warn(REFUSED, "not listed: %s", *given[i].key);
		}
	for (; *serials != NULL; serials++, asked++) {
		int64_t serial = strtoll(*serials, &end, 10);

		if (*end != '\0' || serial <= 0)
			status_die(USAGE, "show: a serial expected: %s", *serials);
		blacklist_stands(s, serial, opt_common.as_of, &kind, key, &n, &report);
		if (kind == '\0' || !show_key(s, kind, key, n))
			status_warn(REFUSED, "no such listing, or it has ended: %s", *serials);
	}
	if (asked == 0)
		status_die(USAGE, "show: needs a key or a serial (try --help)");
	store_abort(s);
	store_close(s);
}

static void
list_one(void *a, const char *key, size_t klen, const char *val, size_t n, struct buf *out)
{
	struct json_walk w;
	const char *v;
	size_t len;

	(void)a;
	json_walk(&w, val, n);
	while (json_next(&w)) {
		v = json_get(w.value, w.value_len, "list", &len);
		if (!blacklist_in_force(w.value, w.value_len, opt_common.as_of) ||
		    (arg.list != NULL && (v == NULL || len - 2 != strlen(arg.list) ||
		    memcmp(v + 1, arg.list, len - 2) != 0)))
			continue;
		blacklist_show_one(*key, key + 2, klen - 2, w.value, w.value_len, out);
		buf_putc(out, '\n');
	}
}

static void
history_one(void *a, const char *key, size_t klen, const char *val, size_t n, struct buf *out)
{
	(void)a, (void)klen;
	if (*key == '!')
		return;
	buf_put(out, val, n);
	buf_putc(out, '\n');
}

static void
run_list(void)
{
	struct store *s = common_store(STORE_READ);

	if (arg.history && arg.list != NULL)
		status_die(USAGE, "list: --history or --list, not both");
	pages_run(s, arg.history ? STORE_LISTING : STORE_BLACKLIST, opt_common.where,
	    arg.history ? history_one : list_one, NULL);
	store_close(s);
}

int
main(int argc, char **argv)
{
	enum verb v = (enum verb)opt_start(&argc, &argv,
	    "screen records against the blacklist, change nothing", verbs);
	struct blacklist_rules rules;
	struct term_table *terms;
	struct policy *p;

	if (argc > 0 && v == LIST)
		status_die(USAGE, "too many operands: %s", argv[0]);
	if (opt_common.no_store || opt_common.reveal)
		status_die(USAGE, "--%s: not with blacklist",
		    opt_common.no_store ? "no-store" : "reveal");
	p = policy_load(opt_common.policy);
	terms = term_load();
	blacklist_rules(p, &rules);
	if (v == SHOW)
		run_show(argv);
	else if (v == LIST)
		run_list();
	else if (v == IMPORT)
		run_import(argv, &rules, terms);
	else
		run_filter(v, argv, p, &rules, terms);
	term_free(terms);
	policy_free(p);
	return opt_common.exit_zero && status_worst() == REFUSED ? DONE : (int)status_worst();
}
