/*
 * retain-prune: logs and contents kept for six months and more, then pruned, with proof
 * (PA-16-2, GR-13-2, PA-16-1, GR-13-1, PA-11-2d, PA-09-2).
 *
 * stdin: with store, lines of logs or contents, JSON Lines or CSV.  stdout: the same lines,
 * when it is no terminal; lines of segments, holds, days.  Store: read without a verb and by
 * gaps, verify; store, prune, hold, release, fetch and verify --sample write.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "common.h"
#include "fetch.h"
#include "gaps.h"
#include "hold.h"
#include "intake.h"
#include "journal.h"
#include "keep.h"
#include "opt.h"
#include "policy.h"
#include "proof.h"
#include "prune.h"
#include "query.h"
#include "retain.h"
#include "segment.h"
#include "status.h"
#include "store.h"
#include "when.h"

enum verb { LOOK, STORE, PRUNE, HOLD, RELEASE, GAPS, VERIFY, FETCH };

static struct {
	const char *segments, *class, *source, *number, *hold, *dir, *format;
	struct opt_list account, user, group, subject;
	int64_t from, until;
	long limit, sample;
	bool all, trust, compact, quick, calendar;
} arg = { .from = INT64_MIN, .until = INT64_MAX };

#define SEGMENTS { 0, "segments", "DIR", "the segments (default: STORE/segments)", \
	.str = &arg.segments }
#define CLASS { 0, "class", "CLASS", "only of one class", .str = &arg.class }
#define QUERY \
	{ 0, "account", "ID", "lines of an account", .list = &arg.account }, \
	{ 0, "user", "ID", "of a group user", .list = &arg.user }, \
	{ 0, "group", "ID", "of a group", .list = &arg.group }, \
	{ 0, "subject", "KEY", "of all accounts and users of a subject", \
	    .list = &arg.subject }, \
	{ 0, "from", "TIME", "from then on", .when = &arg.from }, \
	{ 0, "until", "TIME", "and before then", .when = &arg.until }

static const struct opt look_opts[] = {
	SEGMENTS, CLASS,
	{ 0, "all", NULL, "also what stays, and why; holds that were released",
	    .flag = &arg.all },
	{ 0, "trust-clock", NULL, "the clock is right, whatever came last",
	    .flag = &arg.trust },
	{ 0 }
};
static const struct opt store_opts[] = {
	SEGMENTS,
	{ 0, "of", "SOURCE", "keep them as lines of this source (default: of --source)",
	    .str = &arg.source },
	{ 0 }
};
static const struct opt prune_opts[] = {
	SEGMENTS, CLASS,
	{ 0, "limit", "N", "at most so many segments", .num = &arg.limit },
	{ 0, "trust-clock", NULL, "the clock is right, whatever came last",
	    .flag = &arg.trust },
	{ 0, "compact", NULL, "then write the store anew without its old pages",
	    .flag = &arg.compact },
	{ 0 }
};
static const struct opt hold_opts[] = {
	SEGMENTS, CLASS,
	{ 0, "case", "NO", "the case for which lines are held", .str = &arg.number },
	QUERY,
	{ 0 }
};
static const struct opt release_opts[] = {
	SEGMENTS,
	{ 0, "hold", "N", "one hold", .str = &arg.hold },
	{ 0, "case", "NO", "all holds of a case", .str = &arg.number },
	{ 0 }
};
static const struct opt gaps_opts[] = {
	SEGMENTS, CLASS,
	{ 0, "of", "SOURCE", "only of one source", .str = &arg.source },
	{ 0, "from", "DAY", "first day (default: six months ago)", .when = &arg.from },
	{ 0, "until", "DAY", "last day (default: yesterday)", .when = &arg.until },
	{ 0, "calendar", NULL, "a calendar, as on a terminal", .flag = &arg.calendar },
	{ 0 }
};
static const struct opt verify_opts[] = {
	SEGMENTS, CLASS,
	{ 0, "quick", NULL, "files and their sizes only", .flag = &arg.quick },
	{ 0, "sample", "N", "read back N lines, and write down that it was done",
	    .num = &arg.sample },
	{ 'j', "jobs", "N", "threads (default: one for each processor)",
	    .num = &opt_common.jobs },
	{ 0 }
};
static const struct opt fetch_opts[] = {
	SEGMENTS, CLASS,
	{ 0, "case", "NO", "the case for which they are asked for", .str = &arg.number },
	QUERY,
	{ 'd', "dir", "DIR", "as an archive with a manifest, made there", .str = &arg.dir },
	{ 0, "format", "FORMAT", "of the archive: zip (default), tar.zst, tar.gz",
	    .str = &arg.format },
	{ 'j', "jobs", "N", "threads (default: one for each processor)",
	    .num = &opt_common.jobs },
	{ 0, "by", "WHO", "who asks", .str = &opt_common.by },
	{ 0, "reason", "TEXT", "why", .str = &opt_common.reason },
	{ 0 }
};

static const struct opt_verb verbs[] = {
	{ NULL, "", "what could go, what is held, what must go; changes nothing",
	    OPT_STORE | OPT_POLICY, look_opts },
	{ "store", "CLASS [FILE ...]", "keep lines of logs or contents",
	    OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY, store_opts },
	{ "prune", "", "remove what may go, erase what must", OPT_STORE | OPT_POLICY | OPT_DRY,
	    prune_opts },
	{ "hold", "", "lines that may not go while a case is open",
	    OPT_STORE | OPT_POLICY | OPT_HAND, hold_opts },
	{ "release", "", "end a hold", OPT_STORE | OPT_POLICY | OPT_HAND, release_opts },
	{ "gaps", "", "what was kept of each day, and what is missing", OPT_STORE | OPT_POLICY,
	    gaps_opts },
	{ "verify", "", "is all of it what was kept?", OPT_STORE | OPT_POLICY, verify_opts },
	{ "fetch", "", "lines for an inspection, by time", OPT_STORE | OPT_POLICY,
	    fetch_opts },
	{ 0 }
};

/* ---- Setting out. */

static bool
changes(enum verb v)
{
	return v == STORE || v == PRUNE || v == HOLD || v == RELEASE || v == FETCH ||
	    (v == VERIFY && arg.sample > 0);
}

static void
begin(struct retain *r, enum verb v)
{
	unsigned wait = (unsigned)opt_common.wait;
	bool dry = opt_common.dry;

	*r = (struct retain){ .now = opt_common.now, .as_of = opt_common.as_of };
	r->policy = policy_load(opt_common.policy);
	r->keep = keep_load(r->policy);
	r->by = opt_common.by != NULL ? opt_common.by : journal_user();
	r->store = store_open(store_place(opt_common.store), dry ? STORE_DRY : changes(v) ?
	    STORE_WRITE : STORE_READ, wait);
	r->root = segment_open(segment_place(arg.segments, store_dir(r->store)),
	    v == STORE && !dry, wait);
}

static void
end(struct retain *r)
{
	if (r->worst == REJECT)
		status_note(REFUSED);
	segment_close(r->root);
	store_close(r->store);
	keep_free(r->keep);
	policy_free(r->policy);
}

static void
known_class(const struct retain *r)
{
	if (arg.class != NULL && keep_find(r->keep, arg.class, strlen(arg.class)) < 0)
		status_die(USAGE, "--class: no class of the policy (retain.classes): %s",
		    arg.class);
}

/* A typing error would name nobody, and look as if it did. */
static void
check_name(char kind, const char *s)
{
	if (*s == '\0')
		status_die(USAGE, "--account, --user, --group: a name expected");
	if (kind == 's' && (strlen(s) != 32 || s[strspn(s, "0123456789abcdef")] != '\0'))
		status_die(USAGE, "--subject: a key of 32 hex digits expected, as "
		    "acct-verify gives it");
}

/* What the options ask for. */
static struct query *
query(bool must)
{
	static const char kind[] = "augs";
	const struct opt_list *l[] = { &arg.account, &arg.user, &arg.group, &arg.subject };
	struct query *q = query_new();
	size_t i, k, names = 0;

	for (i = 0; i < 4; i++)
		for (k = 0; k < l[i]->count; k++, names++) {
			check_name(kind[i], l[i]->item[k]);
			query_name(q, kind[i], l[i]->item[k], strlen(l[i]->item[k]));
		}
	if (arg.from >= arg.until)
		status_die(USAGE, "--from is not before --until");
	if (must && names == 0 && arg.from == INT64_MIN && arg.until == INT64_MAX)
		status_die(USAGE, "needs --account, --user, --group, --subject, --from or "
		    "--until");
	query_time(q, arg.from, arg.until);
	if (arg.class != NULL)
		query_class(q, arg.class, strlen(arg.class));
	return q;
}

/* ---- The verbs. */

static void
run_look(struct retain *r, enum verb v)
{
	const struct prune_opts o = { .class = arg.class, .limit = arg.limit,
	    .trust_clock = arg.trust, .dry = v == LOOK || opt_common.dry, .all = arg.all,
	    .compact = arg.compact };
	struct buf out = { 0 };

	known_class(r);
	if (arg.compact && opt_common.dry)
		status_die(USAGE, "prune: --compact goes without --dry-run");
	if (v == LOOK) {
		hold_list(r, arg.all, &out);
		common_print(&out);
	}
	prune_run(r, &o);
	buf_free(&out);
}

static void
run_store(struct retain *r, char **argv)
{
	struct intake *i;
	int class = *argv != NULL ? keep_find(r->keep, *argv, strlen(*argv)) : -1;

	if (*argv == NULL)
		status_die(USAGE, "store: needs a class (try --help)");
	if (class < 0)
		status_die(USAGE, "store: no class of the policy (retain.classes): %s", *argv);
	i = intake_new(r, (unsigned)class, arg.source != NULL ? arg.source :
	    opt_common.source);
	intake_run(i, argv + 1, opt_common.dry);
	intake_free(i);
}

static void
run_hold(struct retain *r)
{
	const struct hold h = { arg.number, opt_common.by, opt_common.reason,
		opt_common.basis };
	struct query *q;
	struct buf out = { 0 };

	opt_need_hand();
	if (arg.number == NULL || *arg.number == '\0')
		status_die(USAGE, "hold: needs --case");
	known_class(r);
	q = query(true);
	hold_place(r, q, &h, &out);
	common_print(&out);
	buf_free(&out);
	query_free(q);
}

static void
run_release(struct retain *r)
{
	const struct hold h = { arg.number, opt_common.by, opt_common.reason,
		opt_common.basis };
	struct buf out = { 0 };
	int64_t serial = 0;
	char *last = NULL;

	opt_need_hand();
	if ((arg.hold != NULL) == (arg.number != NULL))
		status_die(USAGE, "release: needs --hold or --case");
	if (arg.hold != NULL && ((serial = strtoll(arg.hold, &last, 10)) <= 0 ||
	    *last != '\0'))
		status_die(USAGE, "release: --hold: no number of a hold: %s", arg.hold);
	hold_release(r, serial, &h, &out);
	common_print(&out);
	buf_free(&out);
}

static void
run_gaps(struct retain *r)
{
	struct gaps_opts o = { .class = arg.class, .source = arg.source,
	    .from = INT32_MIN, .until = INT32_MAX, .calendar = arg.calendar };

	known_class(r);
	if (arg.from != INT64_MIN)
		o.from = when_day_of(arg.from);
	if (arg.until != INT64_MAX)
		o.until = when_day_of(arg.until);
	if (o.from > o.until)
		status_die(USAGE, "--from is after --until");
	gaps_run(r, &o);
}

static void
run_verify(struct retain *r)
{
	known_class(r);
	if (arg.sample > 0 && (arg.quick || arg.class != NULL))
		status_die(USAGE, "verify: --sample goes alone");
	if (arg.sample > 0)
		proof_sample(r, arg.sample);
	else
		proof_run(r, arg.quick, arg.class, opt_common.jobs);
}

static void
run_fetch(struct retain *r)
{
	const struct fetch_opts o = { .number = arg.number, .reason = opt_common.reason,
	    .dir = arg.dir, .format = arg.format, .jobs = opt_common.jobs };
	struct query *q;

	if (arg.number == NULL || *arg.number == '\0')
		status_die(USAGE, "fetch: needs --case");
	if (arg.format != NULL && arg.dir == NULL)
		status_die(USAGE, "fetch: --format goes with --dir");
	known_class(r);
	q = query(true);
	fetch_run(r, q, &o);
	query_free(q);
}

int
main(int argc, char **argv)
{
	enum verb v = (enum verb)opt_start(&argc, &argv,
	    "what could go, what is held, what must go; changes nothing", verbs);
	struct retain r;

	if (argc > 0 && v != STORE)
		status_die(USAGE, "too many operands: %s", argv[0]);
	if (opt_common.no_store || opt_common.reveal)
		status_die(USAGE, "--%s: not with retain-prune", opt_common.no_store ?
		    "no-store" : "reveal");
	begin(&r, v);
	switch (v) {
	case LOOK:
	case PRUNE:
		run_look(&r, v);
		break;
	case STORE:
		run_store(&r, argv);
		break;
	case HOLD:
		run_hold(&r);
		break;
	case RELEASE:
		run_release(&r);
		break;
	case GAPS:
		run_gaps(&r);
		break;
	case VERIFY:
		run_verify(&r);
		break;
	case FETCH:
		run_fetch(&r);
		break;
	}
	end(&r);
	return opt_common.exit_zero && status_worst() == REFUSED ? DONE : (int)status_worst();
}
