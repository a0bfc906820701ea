#include "opt.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "status.h"
#include "text.h"
#include "when.h"

struct opt_common opt_common;
#define C opt_common

static bool help, version, now_given;

static const struct opt every[] = {
	{ 'q', "quiet", NULL, "no messages about single records", .flag = &C.quiet },
	{ 'v', "verbose", NULL, "a summary line at the end", .flag = &C.verbose },
	{ 'h', "help", NULL, "print this", .flag = &help },
	{ 'V', "version", NULL, "print the version", .flag = &version },
	{ 0 }
};
static const struct opt store[] = {
	{ 's', "store", "DIR", "the store (else BEIAN_STORE, else /var/lib/beian)",
	    .str = &C.store },
	{ 0, "wait", "SECONDS", "wait so long for another writer (default 300)",
	    .num = &C.wait },
	{ 0 }
};
static const struct opt policy[] = {
	{ 'p', "policy", "FILE", "the site's policy, merged over the default",
	    .str = &C.policy },
	{ 0, "now", "TIME", "judge as if it were TIME", .when = &C.now },
	{ 0, "as-of", "TIME", "rules and lists in force at TIME (default: now)",
	    .when = &C.as_of },
	{ 0 }
};
static const struct opt filter[] = {
	{ 'j', "jobs", "N", "threads that parse and check (default: the processors)",
	    .num = &C.jobs },
	{ 0, "where", "JQ", "only records for which the jq program is true", .str = &C.where },
	{ 0, "rejects", "FILE", "append lines that are no record, as they were",
	    .str = &C.rejects },
	{ 0, "summary", "FILE", "write the summary as JSON", .str = &C.summary },
	{ 0, "progress", NULL, "progress on standard error, also without a terminal",
	    .flag = &C.progress },
	{ 0, "source", "NAME", "keep the input position under NAME in the store",
	    .str = &C.source },
	{ 0, "pos", "MEMBER", "the position stands in this member of the record",
	    .str = &C.pos },
	{ 0, "encoding", "NAME", "of the input: utf-8 (default) or gb18030",
	    .str = &C.encoding },
	{ 0, "map", "FROM=TO,...", "read CSV column FROM as member TO", .str = &C.map },
	{ 0, "no-store", NULL, "do without a store: checks that need none",
	    .flag = &C.no_store },
	{ 0, "reveal", NULL, "do not mask; journalled, needs --by, --reason and --basis",
	    .flag = &C.reveal },
	{ 0, "exit-zero", NULL, "exit 0 although records were rejected or refused",
	    .flag = &C.exit_zero },
	{ 0 }
};
static const struct opt dry[] = {
	{ 'n', "dry-run", NULL, "change nothing: open the store to read only",
	    .flag = &C.dry },
	{ 0 }
};
static const struct opt hand[] = {
	{ 0, "by", "NAME", "who does it", .str = &C.by },
	{ 0, "reason", "TEXT", "why", .str = &C.reason },
	{ 0, "basis", "TEXT", "on what ground: clause, document, case", .str = &C.basis },
	{ 0 }
};

enum { TABLES = 7, LONGEST = 64, VALUE = 256 };

static size_t
gather(const struct opt_verb *v, const struct opt *out[LONGEST])
{
	const struct opt *table[TABLES] = { v->opts, every,
	    v->groups & OPT_STORE ? store : NULL, v->groups & OPT_POLICY ? policy : NULL,
	    v->groups & OPT_FILTER ? filter : NULL, v->groups & OPT_DRY ? dry : NULL,
	    v->groups & OPT_HAND ? hand : NULL };
	size_t i, n = 0;

	for (i = 0; i < TABLES; i++) {
		const struct opt *o = table[i];

		for (; o != NULL && o->name != NULL && n < LONGEST - 1; o++)
			out[n++] = o;
	}
	return n;
}

static void
print_help(const char *what, const struct opt_verb *verbs, const struct opt_verb *v)
{
	const struct opt *o[LONGEST];
	const struct opt_verb *w;
	size_t i, n = gather(v, o);
	char left[64];

	printf("usage: %s", status_program());
	if (v->name != NULL)
		printf(" %s", v->name);
	printf(" [option ...] %s\n%s\n", v->operands, v->name == NULL ? what : v->help);
	if (v->name == NULL) {
		printf("\nverbs (`%s VERB --help` for each):\n", status_program());
		for (w = verbs; w->operands != NULL; w++)
			printf("  %-26s %s\n", w->name != NULL ? w->name : "(none)", w->help);
	}
	printf("\noptions:\n");
	for (i = 0; i < n; i++) {
		char letter[6] = "    ";

		if (o[i]->letter != 0)
			snprintf(letter, sizeof letter, "-%c, ", o[i]->letter);
		snprintf(left, sizeof left, "%s--%s%s%s", letter, o[i]->name,
		    o[i]->arg != NULL ? " " : "", o[i]->arg != NULL ? o[i]->arg : "");
		printf("  %-26s %s\n", left, o[i]->help);
	}
	if (fflush(stdout) != 0)
		status_die(FAILED, "standard output:");
}

static void
set(const struct opt *o, const char *arg)
{
	/* They go into store and journal as JSON; names of files may be what they are. */
	if (o->arg != NULL && strcmp(o->arg, "FILE") != 0 && strcmp(o->arg, "DIR") != 0 &&
	    text_valid(arg, strlen(arg)) != strlen(arg))
		status_die(USAGE, "--%s: not UTF-8", o->name);
	if (o->flag != NULL)
		*o->flag = true;
	else if (o->str != NULL)
		*o->str = arg;
	else if (o->num != NULL) {
		char *end;

		errno = 0;
		*o->num = strtol(arg, &end, 10);
		if (errno != 0 || end == arg || *end != '\0' || *o->num < 0 ||
		    *o->num > INT32_MAX)
			status_die(USAGE, "--%s: not a whole number: %s", o->name, arg);
	} else if (o->list != NULL) {
		o->list->item = mem_grow(o->list->item, o->list->count + 1,
		    sizeof *o->list->item);
		o->list->item[o->list->count++] = arg;
	} else if (!when_read(arg, strlen(arg), o->when))
		status_die(USAGE, "--%s: not a time: %s", o->name, arg);
}

/* The argument of a wrong option may be anything: it is not shown. */
static _Noreturn void
wrong(int c, const char *arg)
{
	const char *what = c == ':' ? "option needs an argument" : "no such option";

	if (optopt != 0 && optopt < VALUE)
		status_die(USAGE, "%s: -%c (try --help)", what, optopt);
	status_die(USAGE, "%s: %.*s (try --help)", what, (int)strcspn(arg, "="), arg);
}

static void
read_options(int argc, char **argv, const struct opt_verb *v)
{
	const struct opt *o[LONGEST];
	struct option longs[LONGEST] = { { 0 } };
	char shorts[2 * LONGEST + 2] = ":", *p = shorts + 1;
	size_t i, n = gather(v, o);
	int c;

	for (i = 0; i < n; i++) {
		longs[i] = (struct option){ o[i]->name,
		    o[i]->arg != NULL ? required_argument : no_argument, NULL,
		    VALUE + (int)i };
		if (o[i]->letter != 0) {
			*p++ = o[i]->letter;
			if (o[i]->arg != NULL)
				*p++ = ':';
		}
	}
	*p = '\0';
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (c == ':' || c == '?')
			wrong(c, argv[optind - 1]);
		for (i = 0; i < n; i++)
			if (c == VALUE + (int)i || (o[i]->letter != 0 && c == o[i]->letter)) {
				set(o[i], optarg);
				break;
			}
	}
}

int
opt_start(int *argc, char ***argv, const char *what, const struct opt_verb *verbs)
{
	const struct opt_verb *v = verbs;
	int i;

	status_start((*argv)[0]);
	C = (struct opt_common){ .wait = 300, .now = INT64_MIN, .as_of = INT64_MIN };
	for (i = 1; *argc > 1 && verbs[i].operands != NULL; i++)
		if (strcmp((*argv)[1], verbs[i].name) == 0) {
			v = &verbs[i];
			(*argc)--;
			(*argv)++;
			break;
		}
	read_options(*argc, *argv, v);
	*argc -= optind;
	*argv += optind;
	if (help || version) {
		if (help)
			print_help(what, verbs, v);
		else if (printf("%s %s\n", status_program(), VERSION) < 0 ||
		    fflush(stdout) != 0)
			status_die(FAILED, "standard output:");
		exit(DONE);
	}
	now_given = C.now != INT64_MIN;
	if (!now_given)
		C.now = when_clock();
	if (C.as_of == INT64_MIN)
		C.as_of = C.now;
	if (C.source != NULL && (*C.source == '\0' || strlen(C.source) > 511))
		status_die(USAGE, "--source: a name of 1 to 511 bytes expected");
	status_quiet(C.quiet);
	return (int)(v - verbs);
}

int64_t
opt_now(void)
{
	return now_given ? C.now : when_clock();
}

void
opt_need_hand(void)
{
	if (C.by == NULL || C.reason == NULL || C.basis == NULL ||
	    *C.by == '\0' || *C.reason == '\0' || *C.basis == '\0')
		status_die(USAGE, "needs --by, --reason and --basis: it is journalled");
}
