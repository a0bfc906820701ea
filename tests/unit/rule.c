/* Conditions by libjq: what is true, what a program may not use, what ends it. */
#include <pthread.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

#include "buf.h"
#include "child.h"
#include "rule.h"
#include "status.h"
#include "tap.h"

static const char record[] = "{\"account\":\"a\",\"env\":1,\"n\":12345678901234567890,\"x\":[1,2]}";

static void
results(void)
{
	static const struct { const char *program, *want; } cases[] = {
		{ "true", "yes" }, { "false", "no" }, { "null", "no" }, { "0", "yes" }, { "\"\"", "yes" },
		{ "[]", "yes" }, { ".account == \"a\"", "yes" }, { ".account == \"b\"", "no" },
		{ ".none", "no" }, { ".env", "yes" }, { ". env", "refused" }, { ".\"env\" == 1", "yes" },
		{ "[.x[]] == [1,2]", "yes" }, { ".account | test(\"^A$\"; \"i\")", "yes" },
		{ ".x | length as $n | $n > 1", "yes" }, { "# env\n true", "yes" },
		{ "\"env\" | length == 3", "yes" }, { "any(.x[]; . > 1)", "yes" },
		{ "empty", "no result" }, { "select(false)", "no result" }, { ".x[]", "more than one" },
		{ "true, false", "more than one" }, { "true, error(\"x\")", "fails" },
		{ "error(null)", "no result" }, { "error(\"110101199003071234\")", "fails" },
		{ ".account + 1", "fails" }, { ".account.b", "fails" }, { "1, (.account | tonumber)", "fails" },
		{ ".n == 12345678901234567890", "yes" }, { "reduce range(20000) as $i (0; [.]) | true", "yes" },
	};
	const char *why;
	size_t i;
	int again;
	bool yes;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rule *r;

		if (strcmp(cases[i].want, "refused") == 0)
			continue;	/* .\n env is no program */
		r = rule_new("a test", cases[i].program);
		for (again = 0; again < 2; again++) {	/* what is left of a run spoils no other */
			yes = rule_true(r, record, sizeof record - 1, &why);
			ok(why != NULL ? !yes && strstr(why, cases[i].want) != NULL :
			    strcmp(cases[i].want, yes ? "yes" : "no") == 0, "%s: %s", cases[i].program,
			    cases[i].want);
		}
		rule_free(r);
	}
	rule_free(NULL);
}

static void
compile(void *program)
{
	rule_free(rule_new("--where", program));
}

static void
run(void *program)
{
	const char *why;
	struct rule *r = rule_new("policy: a.b", program);

	rule_true(r, record, sizeof record - 1, &why);
	rule_free(r);
}

static void
refused(void)
{
	static const char *const programs[] = {
		"import \"a\" as a; true", "include \"a\"; true", "env", "env.HOME", "$ENV", "$ENV.HOME",
		"$ ENV.HOME", "$\n#\nENV", "$__loc__", "$ __loc__", "input", "[inputs]", "debug",
		".|debug", "stderr", "input_filename", "input_line_number", "halt", "halt_error",
		"halt_error(1)", "get_search_list", "\"a\"|modulemeta", "now", "0|localtime", "[]|mktime",
		"\"\\(env)\"", "@base64 \"x\\(.a)\"", ".a as $x | env", "(env)", "[.[]|env]", "{a:env}",
		".a and env", ".\"a\" and env", ".. | env", "if . then env else 1 end", "1?//env",
		"def f: env; f", "# \\\n\" \nenv#\"", "\"\\\"\" | env", "\"\\\\\" | env", "[.]env",
	};
	static const char *const broken[] = { "", "(", ".[", "foo", "1 +", "true)", "\"a", ". env",
		"0. env", "$x", "if 1 then 2", "zz" };
	char want[64];
	size_t i;
	int status;

	for (i = 0; i < sizeof programs / sizeof *programs; i++) {
		status = child(compile, (void *)(uintptr_t)programs[i]);
		ok(status == USAGE && strstr(child_said, ": --where: a jq program may not use") != NULL,
		    "not allowed: %s", programs[i]);
		if (status != USAGE)
			printf("# %d %s\n", status, child_said);
	}
	snprintf(want, sizeof want, "%s: --where: not a jq program\n", status_program());
	for (i = 1; i < sizeof broken / sizeof *broken; i++) {
		status = child(compile, (void *)(uintptr_t)broken[i]);
		ok(status == USAGE && strcmp(child_said, want) == 0, "no program: %s", broken[i]);
	}
}

/* ~/.jq would define names; the control is that jq itself would read it is not ours to hold. */
static void
home(void)
{
	char dir[256], file[300];
	const char *tmp = getenv("TMPDIR");
	FILE *f;

	snprintf(dir, sizeof dir, "%s/ruleXXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL) {
		ok(false, "a directory");
		return;
	}
	snprintf(file, sizeof file, "%s/.jq", dir);
	f = fopen(file, "w");
	if (f != NULL) {
		fputs("def zz: true;\n", f);
		fclose(f);
	}
	setenv("HOME", dir, 1);
	ok(child(compile, (void *)(uintptr_t)"zz") == USAGE, "HOME/.jq is not read");
	ok(getenv("HOME") != NULL && strcmp(getenv("HOME"), dir) == 0, "and HOME is as it was");
	remove(file);
	rmdir(dir);
}

/* Hostile programs end the run and are named, within RULE_SECONDS of processor time. */
static void
hostile(void)
{
	static const char *const programs[] = { "def f: f; f",
		"reduce range(1000000) as $i (0; [.]) | true" };
	struct timespec a, b;
	size_t i;
	int status;

	for (i = 0; i < 2; i++) {
		clock_gettime(CLOCK_MONOTONIC, &a);
		status = child(run, (void *)(uintptr_t)programs[i]);
		clock_gettime(CLOCK_MONOTONIC, &b);
		ok(status == USAGE && strstr(child_said, "policy: a.b\n") != NULL, "ends the run: %s",
		    programs[i]);
		printf("# %s", child_said);
		/* A machine that is busy with others may take longer by the clock. */
		ok(b.tv_sec - a.tv_sec < 30, "and in time");
	}
}

static void *
many(void *arg)
{
	const char *why;
	char line[64];
	long i, wrong = 0;

	for (i = 0; i < 500; i++) {
		int n = snprintf(line, sizeof line, "{\"n\":%ld}", i);

		wrong += rule_true(arg, line, (size_t)n, &why) != (i % 3 == 0) || why != NULL;
	}
	return (void *)wrong;
}

static void
threads(void)
{
	struct rule *a = rule_new("a", ".n % 3 == 0"), *b = rule_new("b", "[.n] | .[0] % 3 == 0");
	pthread_t t[8];
	void *wrong;
	long sum = 0;
	int i;

	for (i = 0; i < 8; i++)
		pthread_create(&t[i], NULL, many, i % 2 ? a : b);
	for (i = 0; i < 8; i++) {
		pthread_join(t[i], &wrong);
		sum += (long)wrong;
	}
	ok(sum == 0, "two programs in eight threads");
	rule_free(a);
	rule_free(b);
}

static void
bad_merge(void *arg)
{
	struct buf out = { 0 };

	rule_merge("{}", 2, arg, strlen(arg), &out);
}

static void
merge(void)
{
	static const char *const cases[][3] = {
		{ "{}", "{}", "{}" }, { "{\"b\":1,\"a\":2}", "{}", "{\"a\":2,\"b\":1}" },
		{ "{\"a\":{\"b\":1,\"c\":[1,2]},\"d\":0}", "{\"a\":{\"c\":[3]},\"e\":null}",
		    "{\"a\":{\"b\":1,\"c\":[3]},\"d\":0}" },
		{ "{\"a\":{\"b\":1,\"c\":2}}", "{\"a\":{\"b\":null}}", "{\"a\":{\"c\":2}}" },
		{ "{\"a\":{\"b\":1}}", "{\"a\":2}", "{\"a\":2}" },
		{ "{\"a\":2}", "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":1}}" },
		{ " { \"a\" : \"\\u4e2d\" } ", "{\"\\u0061\":1.50}", "{\"a\":1.5}" },
	};
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		out.len = 0;
		rule_merge(cases[i][0], strlen(cases[i][0]), cases[i][1], strlen(cases[i][1]), &out);
		same(buf_text(&out), cases[i][2], "merged");
	}
	buf_free(&out);
	ok(child(bad_merge, (void *)(uintptr_t)"[]") == USAGE, "only objects are merged");
}

int
main(int argc, char **argv)
{
	(void)argc;
	status_start(argv[0]);
	results();
	refused();
	home();
	hostile();
	threads();
	merge();
	return done();
}
