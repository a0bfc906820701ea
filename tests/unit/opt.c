/* Options from a table: each type, what is refused, and that nothing of an argument is shown. */
#include <getopt.h>
#include <stdint.h>

#include "child.h"
#include "opt.h"
#include "status.h"
#include "tap.h"
#include "when.h"

static bool flag;
static long num;
static const char *str;
static struct opt_list list;
static int64_t when;

static const struct opt own[] = {
	{ 'f', "flag", NULL, "a flag", .flag = &flag },
	{ 'm', "num", "N", "a number", .num = &num },
	{ 0, "str", "TEXT", "a text", .str = &str },
	{ 0, "list", "TEXT", "texts", .list = &list },
	{ 0, "path", "FILE", "a file", .str = &str },
	{ 0, "at", "TIME", "a time", .when = &when },
	{ 0 }
};
static const struct opt_verb verbs[] = {
	{ NULL, "[FILE ...]", "look", OPT_STORE | OPT_POLICY, own },
	{ "do", "THING", "do it", OPT_STORE | OPT_POLICY | OPT_FILTER | OPT_DRY | OPT_HAND, NULL },
	{ 0 }
};

static int argc;
static char **argv;

/* A command line, its words between bars; NULL: none. */
static int
start(const char *line)
{
	static char room[4096], *word[32];
	static char unit[] = "unit";
	char *rest = room;

	flag = false;
	num = -1;
	str = NULL;
	when = 0;
	list.count = 0;
	optind = 0;	/* getopt begins anew */
	word[0] = unit;
	argc = 1;
	snprintf(room, sizeof room, "%s", line != NULL ? line : "");
	while (line != NULL && rest != NULL)
		word[argc++] = strsep(&rest, "|");
	word[argc] = NULL;
	argv = word;
	return opt_start(&argc, &argv, "a test", verbs);
}

static void
begin(void *line)
{
	start(line);
}

static void
good(void)
{
	int64_t t;

	ok(start(NULL) == 0 && argc == 0 && !flag && num == -1 &&
	    opt_common.wait == 300 && opt_common.as_of == opt_common.now, "nothing");
	ok(start("a|-f|b|-m7|--str=x|--list|p|--list|q|--|-c") == 0 &&
	    argc == 3 && strcmp(argv[0], "a") == 0 && strcmp(argv[1], "b") == 0 &&
	    strcmp(argv[2], "-c") == 0 && flag && num == 7 && strcmp(str, "x") == 0 &&
	    list.count == 2 && strcmp(list.item[1], "q") == 0, "one of each, between operands");
	when_read("2026-11-24T09:00:00+08:00", 25, &t);
	ok(start("--now|2026-11-24T09:00:00+08:00|--at|2020-01-01") == 0 &&
	    opt_common.now == t && opt_common.as_of == t && when < t, "times; as-of is now");
	ok(start("do|thing|-n|--by|a|--reason|b|--basis|\xe4\xb8\xad|-j|3|-s|dir") == 1 && argc == 1 && opt_common.dry && opt_common.jobs == 3 &&
	    strcmp(opt_common.store, "dir") == 0, "a verb and its own");
	opt_need_hand();
	ok(start("-m|0") == 0 && num == 0 && start("-m|2147483647") == 0 &&
	    num == 2147483647, "whole numbers to their ends");
	ok(start("--path|\xff\xfe") == 0 && strcmp(str, "\xff\xfe") == 0, "files may be any bytes");
	ok(start("--flag|do") == 0 && argc == 1, "a verb stands first or is none");
}

static void
hand(void *line)
{
	start(line);
	opt_need_hand();
}

static void
bad(void)
{
	static const struct { const char *line, *says; } cases[] = {
		{ "-Z", "unit: no such option: -Z (try --help)\n" },
		{ "-fZ", "unit: no such option: -Z (try --help)\n" },
		{ "--none", "unit: no such option: --none (try --help)\n" },
		{ "--none=110101199003071234", "unit: no such option: --none (try --help)\n" },
		{ "--flag=110101199003071234", "unit: no such option: --flag (try --help)\n" },
		{ "-m", "unit: option needs an argument: -m (try --help)\n" },
		{ "a|--str", "unit: option needs an argument: --str (try --help)\n" },
		{ "-m|x", "unit: --num: not a whole number: x\n" },
		{ "-m|", "unit: --num: not a whole number: \n" },
		{ "-m|1x", "unit: --num: not a whole number: 1x\n" },
		{ "-m|-1", "unit: --num: not a whole number: -1\n" },
		{ "-m|2147483648", "unit: --num: not a whole number: 2147483648\n" },
		{ "-m|99999999999999999999", "unit: --num: not a whole number: 99999999999999999999\n" },
		{ "--at|soon", "unit: --at: not a time: soon\n" },
		{ "--str|\xff", "unit: --str: not UTF-8\n" },
		{ "do|--list|x", "unit: no such option: --list (try --help)\n" },
		{ "--by|x", "unit: no such option: --by (try --help)\n" },
	};
	static const char *const hands[] = { "do", "do|--by|a|--reason|b",
		"do|--by||--reason|b|--basis|c",
		"do|--by|a|--reason||--basis|c",
		"do|--by|a|--reason|b|--basis|" };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ok(child(begin, (void *)(uintptr_t)cases[i].line) == USAGE, "refused: %s", cases[i].says);
		same(child_said, cases[i].says, "and said so");
	}
	for (i = 0; i < 5; i++)
		ok(child(hand, (void *)(uintptr_t)hands[i]) == USAGE && strstr(child_said, "--by, --reason and --basis") != NULL,
		    "by hand, and not all three");
}

/* Standard output of -h and -V. */
static void
help(void *line)
{
	dup2(2, 1);
	start(line);
}

static void
full(void *line)
{
	if (freopen("/dev/full", "w", stdout) != NULL)
		start(line);
}

static void
prints(void)
{
	ok(child(help, (void *)(uintptr_t)"-V") == 0 && strcmp(child_said, "unit " VERSION "\n") == 0, "the version");
	ok(child(help, (void *)(uintptr_t)"-h") == 0 && strncmp(child_said, "usage: unit [option ...] [FILE ...]\na test\n",
	    42) == 0 && strstr(child_said, "  do                         do it\n") != NULL &&
	    strstr(child_said, "  -m, --num N                a number\n") != NULL &&
	    strstr(child_said, "      --str TEXT             a text\n") != NULL &&
	    strstr(child_said, "  -s, --store DIR") != NULL && strstr(child_said, "--where") == NULL,
	    "help from the table");
	ok(child(help, (void *)(uintptr_t)"do|--help") == 0 && strstr(child_said, "usage: unit do ") == child_said &&
	    strstr(child_said, "--where JQ") != NULL && strstr(child_said, "--num") == NULL, "of a verb");
	ok(child(full, (void *)(uintptr_t)"-h") == FAILED && child(full, (void *)(uintptr_t)"-V") == FAILED, "or fails");
}

int
main(int count, char **args)
{
	(void)count;
	(void)args;
	good();
	bad();
	prints();
	free(list.item);
	return done();
}
