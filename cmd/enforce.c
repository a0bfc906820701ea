/*
 * enforce: measures on accounts, groups and persons (处置措施; PA-11-2, PA-12-3, PA-13-1, GR-11-1,
 * GR-11-2): judged against the ladders, taken, ended, lifted, with what each brings with it.
 *
 * stdin: measures, JSON Lines or CSV.  stdout: the same records with step, after, effects.
 * Store: read without a verb; apply, lift and due write.  A measure given twice counts once.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "buf.h"
#include "common.h"
#include "filter.h"
#include "journal.h"
#include "json.h"
#include "measure.h"
#include "opt.h"
#include "owner.h"
#include "pages.h"
#include "policy.h"
#include "status.h"
#include "store.h"
#include "term.h"

enum verb { JUDGE, APPLY, LIFT, DUE, CHECK, SHOW, LIST };
enum { PAGE = 1000 };			/* measures in a transaction */

static struct {
	const char *measure, *id, *cause, *account, *user, *group;
	int64_t from, until;
	bool open;
} arg = { .from = INT64_MIN, .until = INT64_MAX };

static const struct opt lift_opts[] = {
	{ 0, "measure", "ID", "the measure that is lifted", .str = &arg.measure },
	{ 0, "cause", "CAUSE", "all measures in force that have this cause (rule:NAME ...)",
	    .str = &arg.cause },
	{ 0, "from", "TIME", "of those only the ones that began then or later",
	    .when = &arg.from },
	{ 0, "until", "TIME", "and before then", .when = &arg.until },
	{ 0, "id", "ID", "of this act (default: made from the options and the day)",
	    .str = &arg.id },
	{ 0 }
};
static const struct opt show_opts[] = {
	{ 0, "account", "ID", "every measure on an account", .str = &arg.account },
	{ 0, "user", "ID", "on a group user", .str = &arg.user },
	{ 0, "group", "ID", "on a group", .str = &arg.group },
	{ 0 }
};
static const struct opt list_opts[] = {
	{ 0, "open", NULL, "only those in force", .flag = &arg.open },
	{ 0, "where", "JQ", "only those for which the jq program is true",
	    .str = &opt_common.where },
	{ 0 }
};

static const struct opt_verb verbs[] = {
	{ NULL, "[FILE ...]", "judge proposed measures, change nothing",
	    OPT_STORE | OPT_POLICY | OPT_FILTER, NULL },
	{ "apply", "[FILE ...]", "judge measures and take those that are not rejected",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY, NULL },
	{ "lift", "[FILE ...]", "take measures back: {id,measure,by,reason,basis}",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY | OPT_HAND, lift_opts },
	{ "due", "", "end what has run out", OPT_STORE | OPT_POLICY | OPT_DRY, NULL },
	{ "check", "[FILE ...]", "do measures, records, reports and states agree? "
	    "With files: do states and rights of their records?",
	    OPT_STORE | OPT_POLICY | OPT_FILTER, NULL },
	{ "show", "[ID ...]", "measures, by id or target", OPT_STORE | OPT_POLICY, show_opts },
	{ "list", "", "all measures, as JSON Lines", OPT_STORE | OPT_POLICY, list_opts },
	{ 0 }
};

static struct measure *
open_measures(struct policy *p, const struct term_table *terms, enum measure_verb verb)
{
	return measure_new(p, terms, verb, opt_common.by != NULL ? opt_common.by :
	    journal_user(), opt_common.now, opt_common.as_of);
}

/* ---- Lifting by options: a record for each measure. */

static void
lift_line(struct buf *b, const char *measure, size_t n)
{
	struct buf one = { 0 };
	char id[COMMON_ID];

	buf_putc(&one, '{');
	buf_member(&one, "measure", measure, n);
	buf_member(&one, "by", opt_common.by, strlen(opt_common.by));
	buf_member(&one, "reason", opt_common.reason, strlen(opt_common.reason));
	buf_member(&one, "basis", opt_common.basis, strlen(opt_common.basis));
	common_id(id, "lift", one.s, one.len);
	if (arg.id != NULL && arg.measure != NULL)
		buf_member(&one, "id", arg.id, strlen(arg.id));
	else
		buf_member(&one, "id", id, strlen(id));
	buf_puts(&one, "}\n");
	buf_put(b, one.s, one.len);
	buf_free(&one);
}

static bool
has_cause(void *out, const char *id, size_t id_n, const char *val, size_t vn)
{
	struct buf want = { 0 };
	struct json_walk w;
	const char *v = NULL;
	size_t n = 0, len = 0, dummy;
	int64_t from = 0, until = INT64_MAX;
	bool yes, over;

	json_walk(&w, val, vn);
	while (json_next(&w)) {
		if (w.name_len == 4 && memcmp(w.name, "from", 4) == 0)
			json_whole(w.value, w.value_len, &from);
		if (w.name_len == 5 && memcmp(w.name, "until", 5) == 0)
			json_whole(w.value, w.value_len, &until);
		if (w.name_len == 5 && memcmp(w.name, "given", 5) == 0)
			v = w.value, n = w.value_len;
	}
	over = json_get(val, vn, "lifted_at", &dummy) != NULL || (until <= opt_common.now &&
	    json_get(val, vn, "review", &dummy) == NULL);
	v = v != NULL ? json_get(v, n, "cause", &len) : NULL;
	buf_json(&want, arg.cause, strlen(arg.cause));
	yes = v != NULL && len == want.len && memcmp(v, want.s, len) == 0 && !over &&
	    from >= arg.from && from < arg.until;
	buf_free(&want);
	if (yes)
		lift_line(out, id, id_n);
	return true;
}

/* The lines that the options ask for; false: none do. */
static bool
hand(struct store *s, struct buf *b)
{
	if (arg.cause == NULL && (arg.from != INT64_MIN || arg.until != INT64_MAX))
		status_die(USAGE, "lift: --from and --until go with --cause");
	if (arg.cause != NULL && arg.id != NULL)
		status_die(USAGE, "lift: --id goes with --measure: a cause lifts many");
	if (arg.measure == NULL && arg.cause == NULL)
		return false;
	opt_need_hand();
	if (arg.measure != NULL)
		lift_line(b, arg.measure, strlen(arg.measure));
	if (arg.cause != NULL) {
		store_begin(s, 0);
		store_walk(s, STORE_MEASURE, "", 0, NULL, 0, has_cause, b);
		store_abort(s);
	}
	if (b->len > 0)
		b->len--;
	return true;
}

static void
run_filter(enum verb v, char **paths, struct policy *p, const struct term_table *terms)
{
	bool looks = v == JUDGE || v == CHECK;
	struct store *s = common_store(looks ? STORE_READ : STORE_WRITE);
	struct measure *m = open_measures(p, terms, v == APPLY ? MEASURE_APPLY : v == LIFT ?
	    MEASURE_LIFT : v == CHECK ? MEASURE_CHECK : MEASURE_JUDGE);
	struct filter f = { .verb = verbs[v].name, .arg = m, .store_arg = m,
	    .enter = act_enter, .leave = act_leave };
	struct buf line = { 0 };

	f.check = v == LIFT ? measure_check_lift : v == CHECK ? measure_check_given :
	    measure_check;
	f.apply = v == LIFT ? measure_apply_lift : v == CHECK ? measure_judge_given :
	    measure_apply;
	f.begin = looks ? NULL : measure_begin;
	f.batch = looks ? NULL : measure_batch;
	if (v == LIFT && hand(s, &line)) {
		if (*paths != NULL)
			status_die(USAGE, "lift: options or files, not both");
		f.line = &line;
	}
	if (f.line == NULL || line.len > 0)
		filter_run(&f, paths, s, p, terms);
	else
		status_warn(REFUSED, "no measure in force has this cause: %s", arg.cause);
	buf_free(&line);
	measure_free(m);
	store_close(s);
}

/* ---- What ends, and what agrees. */

static void
run_due(struct policy *p, const struct term_table *terms)
{
	struct store *s = common_store(STORE_WRITE);
	struct measure *m = open_measures(p, terms, MEASURE_DUE);
	struct buf from = { 0 }, out = { 0 };
	bool more;

	do {
		store_begin(s, PAGE);
		measure_begin(s, m);
		more = measure_due(m, s, &from, PAGE, &out);
		store_commit(s);
		common_print(&out);
	} while (more);
	from.len = 0;
	do {
		store_begin(s, 0);
		more = measure_owed(m, s, &from, PAGE, &out);
		store_abort(s);
		common_print(&out);
	} while (more);
	buf_free(&from);
	buf_free(&out);
	measure_free(m);
	store_close(s);
}

static void
run_check(struct policy *p, const struct term_table *terms)
{
	struct store *s = common_store(STORE_READ);
	struct measure *m = open_measures(p, terms, MEASURE_CHECK);
	struct buf from = { 0 }, out = { 0 };
	unsigned worst = PASS;
	bool more;

	do {
		store_begin(s, 0);
		more = measure_audit(m, s, &from, PAGE, &out, &worst);
		if (!more) {
			measure_audit_runs(m, s, &out, &worst);
			measure_audit_breaches(m, s, &out, &worst);
		}
		store_abort(s);
		common_print(&out);
	} while (more);
	if (worst == REJECT)
		status_note(REFUSED);
	buf_free(&from);
	buf_free(&out);
	measure_free(m);
	store_close(s);
}

/* ---- Shown and listed. */

static bool
show_one(void *out, const char *id, size_t id_n, const char *val, size_t vn)
{
	measure_show(out, id, id_n, val, vn);
	buf_putc(out, '\n');
	return true;
}

static void
run_show(char **ids, struct policy *p, const struct term_table *terms)
{
	const char *name[] = { arg.account, arg.user, arg.group };
	struct store *s = common_store(STORE_READ);
	struct measure *m = open_measures(p, terms, MEASURE_CHECK);
	struct buf out = { 0 };
	char target[OWNER_KEY];
	const char *val;
	struct owner o;
	size_t n, i, asked = 0, had;

	store_begin(s, 0);
	for (; *ids != NULL; ids++, asked++)
		if (store_get(s, STORE_MEASURE, *ids, strlen(*ids), &val, &n))
			show_one(&out, *ids, strlen(*ids), val, n);
		else
			status_warn(REFUSED, "no such measure: %s", *ids);
	for (i = 0; i < 3; i++) {
		if (name[i] == NULL)
			continue;
		asked++;
		had = out.len;
		o = (struct owner){ .side = (enum owner_side)i, .name = name[i],
		    .name_n = strlen(name[i]) };
		if (o.name_n <= 400 && owner_find(s, NULL, &o)) {
			n = owner_target(&o, target);
			measure_each(s, target, n, INT64_MAX, show_one, &out);
			if (measure_delays(m, s, target, n, &out))
				buf_putc(&out, '\n');
		}
		if (out.len == had)
			status_warn(REFUSED, "no measures: %s", name[i]);
	}
	store_abort(s);
	if (asked == 0)
		status_die(USAGE, "show: needs an id or a target (try --help)");
	common_print(&out);
	buf_free(&out);
	measure_free(m);
	store_close(s);
}

static void
list_one(void *a, const char *key, size_t klen, const char *val, size_t n, struct buf *out)
{
	(void)a;
	if (!arg.open || measure_stands(val, n, opt_common.as_of))
		show_one(out, key, klen, val, n);
}

static void
run_list(void)
{
	struct store *s = common_store(STORE_READ);

	pages_run(s, STORE_MEASURE, opt_common.where, list_one, NULL);
	store_close(s);
}

int
main(int argc, char **argv)
{
	enum verb v = (enum verb)opt_start(&argc, &argv,
	    "judge proposed measures, change nothing", verbs);
	struct term_table *terms;
	struct policy *p;

	if (argc > 0 && (v == DUE || v == LIST))
		status_die(USAGE, "too many operands: %s", argv[0]);
	if (opt_common.no_store || opt_common.reveal)
		status_die(USAGE, "--%s: not with enforce", opt_common.no_store ? "no-store" :
		    "reveal");
	p = policy_load(opt_common.policy);
	terms = term_load();
	if (v == DUE)
		run_due(p, terms);
	else if (v == CHECK && argc == 0)
		run_check(p, terms);
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
