/* The policy: merged, digested, read by path; every wrong name or value is named by its path. */
#include <stdint.h>

#include "child.h"
#include "json.h"
#include "policy.h"
#include "status.h"
#include "tap.h"
#include "when.h"

static char site[300];

static void
write_site(const char *text)
{
	FILE *f = fopen(site, "w");

	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0) {
		printf("Bail out! %s\n", site);
		exit(1);
	}
}

static void
load(void *text)
{
	write_site(text);
	policy_free(policy_load(site));
}

/* A policy of the site's: it ends with USAGE and these words, or it is taken (words NULL). */
static bool
says(const char *text, const char *words)
{
	int status = child(load, (void *)(uintptr_t)text);

	if (words == NULL ? status == 0 && *child_said == '\0' :
	    status == USAGE && strstr(child_said, words) != NULL)
		return true;
	printf("# %s\n# status %d, said %s# wanted %s\n", text, status, child_said,
	    words != NULL ? words : "nothing");
	return false;
}

static void
cases(void)
{
	static const char *const c[][2] = {
		{ "{}", NULL },
		{ "{\"source\":\"the site\",\"account\":{\"source\":\"x\",\"cap\":{\"source\":\"y\"}}}", NULL },
		{ "{\"source\":1}", "policy: source: expected a string" },
		{ "{\"account\":{\"cap\":{\"source\":7}}}", "policy: account.cap.source: expected a string" },
		{ "[]", "not a JSON object" }, { "7", "not a JSON object" },
		{ "", ": an empty line" }, { "{", "policy" }, { "{\"a\":1,}", ":1: " },
		{ "{\n\"a\":1,\n\"a\":2}", ":3: a name that stands twice" },
		{ "{\"version\":2}", "policy: version: expected 1" },
		{ "{\"nmae\":1}", "policy: nmae: no such setting" },
		{ "{\"\":1}", "policy: : expected a name" },
		{ "{\"account.name.region\":true}", "policy: account.name.region: expected a name" },
		{ "{\"account\":{\"name.region\":true}}", "policy: account.name.region: expected a name" },
		{ "{\"account\":{\"cap\":{\"[]\":[]}}}", "policy: account.cap.[]: expected a name" },
		{ "{\"account\":{\"cap\":{\"robot\":[{\"from\":\"2020-01-01\",\"limit\":1}]}}}",
		    "policy: account.cap.robot: no such setting" },
		{ "{\"filing\":{\"letters\":{\"columns\":[]}}}", "policy: filing.letters: no such setting" },
		/* norms */
		{ "{\"norms\":{\"on\":[\"PA-2017\",\"GR-2017\",\"WM-2023\"]}}", NULL },
		{ "{\"norms\":{\"on\":[\"GR-2017\",\"PA-2017\"]}}", NULL },
		{ "{\"norms\":{\"on\":[]}}", "policy: norms.on: expected PA-2017 in the list" },
		{ "{\"norms\":{\"on\":[\"PA-2017\"]}}", "policy: norms.on: expected GR-2017 in the list" },
		{ "{\"norms\":{\"on\":[\"GR-2017\",\"WM-2023\"]}}",
		    "policy: norms.on: expected PA-2017 in the list" },
		{ "{\"norms\":{\"on\":[\"PA-2017|GR-2017\"]}}",
		    "policy: norms.on.[]: expected PA-2017, GR-2017, PA-2021 or WM-2023" },
		{ "{\"norms\":{\"on\":[\"PA-2017\",\"GR-2017\",\"PA-2018\"]}}",
		    "policy: norms.on.[]: expected PA-2017, GR-2017, PA-2021 or WM-2023" },
		{ "{\"norms\":{\"on\":[\"PA-2017\",\"GR-2017\",3]}}", "policy: norms.on.[]: expected" },
		/* the platform */
		{ "{\"platform\":{\"code\":\"a-9\"}}", NULL },
		{ "{\"platform\":{\"code\":\"\"}}", "policy: platform.code: expected 1 to 32" },
		{ "{\"platform\":{\"code\":\"A\"}}", "policy: platform.code: expected 1 to 32" },
		{ "{\"platform\":{\"code\":\"../x\"}}", "policy: platform.code: expected 1 to 32" },
		{ "{\"platform\":{\"code\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}}",
		    "policy: platform.code: expected 1 to 32" },
		/* caps */
		{ "{\"account\":{\"cap\":{\"person\":[]}}}", "policy: account.cap.person: expected 1 to 32" },
		{ "{\"account\":{\"cap\":{\"person\":[3]}}}", "policy: account.cap.person.[]: expected an object" },
		{ "{\"account\":{\"cap\":{\"person\":[{\"limit\":3}]}}}",
		    "policy: account.cap.person.[0].from: missing" },
		{ "{\"account\":{\"cap\":{\"email\":[{\"from\":\"2020-01-01\"}]}}}",
		    "policy: account.cap.email.[0].limit: missing" },
		{ "{\"account\":{\"cap\":{\"person\":[{\"from\":\"2020-02-30\",\"limit\":3}]}}}",
		    "policy: account.cap.person.[].from: expected a date" },
		{ "{\"account\":{\"cap\":{\"person\":[{\"from\":20200201,\"limit\":3}]}}}",
		    "policy: account.cap.person.[].from: expected a date" },
		{ "{\"account\":{\"cap\":{\"person\":[{\"from\":\"2020-02-01\",\"limit\":-1}]}}}",
		    "policy: account.cap.person.[].limit: expected a whole number" },
		{ "{\"account\":{\"cap\":{\"person\":[{\"from\":\"2020-02-01\",\"limit\":2147483648}]}}}",
		    "policy: account.cap.person.[].limit: expected a whole number" },
		{ "{\"account\":{\"cap\":{\"person\":[{\"from\":\"2020-02-01\",\"limit\":2147483647}]}}}", NULL },
		{ "{\"account\":{\"cap\":{\"person\":[{\"from\":\"2020-02-01\",\"limit\":1},"
		    "{\"from\":\"2020-02-01\",\"limit\":2}]}}}",
		    "policy: account.cap.person: expected steps by date" },
		{ "{\"account\":{\"cap\":{\"person\":[{\"from\":\"2020-02-01\",\"limit\":1,\"to\":2}]}}}",
		    "policy: account.cap.person.[].to: no such setting" },
		/* what else one value alone cannot say */
		{ "{\"account\":{\"close\":{\"erase_months\":5}}}",
		    "policy: account.close.erase_months: expected 6 or more" },
		{ "{\"account\":{\"close\":{\"erase_months\":6}}}", NULL },
		{ "{\"account\":{\"grade\":{\"steps\":[{\"grade\":\"A\"},{\"reads\":1}]}}}",
		    "policy: account.grade.steps.[1].grade: missing" },
		{ "{\"account\":{\"data\":{\"required\":[\"subscribers or reads\"]}}}",
		    "policy: account.data.required.[]: expected subscribers or reads" },
		{ "{\"filing\":{\"format\":\"or\"}}", "policy: filing.format: expected zip, tar.zst or tar.gz" },
		{ "{\"filing\":{\"format\":\"tar.gz\"}}", NULL },
		{ "{\"filing\":{\"encoding\":\"utf\"}}", "policy: filing.encoding: expected utf-8 or gb18030" },
		{ "{\"filing\":{\"accounts\":{\"columns\":[{\"member\":\"name\",\"title\":\"n\",\"reveal\":\"yes\"}]}}}",
		    "policy: filing.accounts.columns.[].reveal: expected true or false" },
	};
	size_t i;

	for (i = 0; i < sizeof c / sizeof *c; i++)
		ok(says(c[i][0], c[i][1]), "%s", c[i][1] != NULL ? c[i][1] : c[i][0]);
	{
		static char many[4096] = "{\"account\":{\"cap\":{\"person\":[";
		char *p = many + strlen(many);
		int y;

		for (y = 0; y < POLICY_STEPS; y++)
			p += sprintf(p, "%s{\"from\":\"%d-01-01\",\"limit\":1}", y > 0 ? "," : "", 2000 + y);
		strcpy(p, "]}}}");
		ok(says(many, NULL), "%d steps", POLICY_STEPS);
		strcpy(p, ",{\"from\":\"2099-01-01\",\"limit\":1}]}}}");
		ok(says(many, "policy: account.cap.person: expected 1 to 32 steps"), "one more");
	}
}

/* A path of names as nested objects around a value. */
static void
nest(char *out, const char *path, const char *value)
{
	int depth = 0;
	const char *p = path;

	while (*p != '\0') {
		size_t n = strcspn(p, ".");

		out += sprintf(out, "{\"%.*s\":", (int)n, p);
		p += n + (p[n] == '.');
		depth++;
	}
	out += sprintf(out, "%s", value);
	while (depth-- > 0)
		*out++ = '}';
	*out = '\0';
}

static int paths, wrong;

/* Every setting of the default: each kind of value that is not its own, and a name below it. */
static void
each(const char *path, const char *v, size_t n)
{
	static const char *const other[] = { "1.5", "\"x\\n\"", "true", "[]", "{\"zz\":0}" };
	static const enum json_kind kind[] = { JSON_NUMBER, JSON_STRING, JSON_TRUE,
		JSON_ARRAY, JSON_OBJECT };
	enum json_kind own = json_kind(v, n);
	char text[512], want[300], below[256];
	struct json_walk w;
	size_t i;

	paths++;
	for (i = 0; i < 5; i++) {
		if (kind[i] == own || (kind[i] == JSON_TRUE && own == JSON_FALSE))
			continue;
		nest(text, path, other[i]);
		snprintf(want, sizeof want, "policy: %s: expected ", path);
		wrong += !says(text, want);
	}
	if (own != JSON_OBJECT)
		return;
	snprintf(below, sizeof below, "%s.zz", path);
	nest(text, below, "0");
	snprintf(want, sizeof want, "policy: %s: ", below);
	wrong += !says(text, want);
	json_walk(&w, v, n);
	while (json_next(&w)) {
		if (w.name_len == 6 && memcmp(w.name, "source", 6) == 0)
			continue;
		snprintf(below, sizeof below, "%s.%.*s", path, (int)w.name_len, w.name);
		each(below, w.value, w.value_len);
	}
}

static void
values(void)
{
	struct policy *p, *again;
	struct policy_step step[4] = { { 0, 0 } };
	struct json_walk w;
	const char *v;
	size_t n;
	int d1, d2;

	write_site("{ \"account\" : {\"close\":{\"working_days\":3,\"source\":\"s\"},"
	    "\"agreement\":{\"current\":[\"v1\",\"\\u4e2d\"]},"
	    "\"cap\":{\"person\":[{\"limit\":2,\"from\":\"2020-01-01\"},{\"from\":\"2021-06-30\",\"limit\":7}]}},"
	    "\"platform\":{\"name\":\"a\\\"\\u4e2d\"}}");
	p = policy_load(site);
	ok(policy_num(p, "account.close.working_days") == 3, "a number of the site");
	ok(policy_num(p, "account.close.erase_months") == 6, "and its neighbour of the default");
	ok(policy_num(p, "account.close.none") == 0 && policy_num(p, "account") == 0, "no number");
	ok(!policy_flag(p, "account.name.region") && policy_flag(p, "account.review.required") &&
	    !policy_flag(p, "account.none"), "flags");
	same(policy_string(p, "platform.name"), "a\"\xe4\xb8\xad", "a string, decoded");
	same(policy_string(p, "account.close.working_days"), "", "what is no string is empty");
	ok(policy_lists(p, "account.agreement.current", "v1", 2) &&
	    policy_lists(p, "account.agreement.current", "\xe4\xb8\xad", 3) &&
	    !policy_lists(p, "account.agreement.current", "v", 1) &&
	    !policy_lists(p, "account.agreement.current", "", 0) &&
	    !policy_lists(p, "account.none", "v1", 2), "a list");
	ok(policy_get(p, "account.cap", &n) != NULL && n > 2 && policy_get(p, "account.zz", &n) == NULL &&
	    n == 0 && policy_get(p, "account.close.working_days.x", &n) == NULL, "by path");
	when_read_day("2020-01-01", 10, &d1);
	when_read_day("2021-06-30", 10, &d2);
	ok(policy_steps(p, "account.cap.person", step, 4) == 2 && step[0].day == d1 &&
	    step[0].limit == 2 && step[1].day == d2 && step[1].limit == 7, "steps");
	ok(policy_steps(p, "account.cap.person", step, 1) == 1 &&
	    policy_steps(p, "account.none", step, 4) == 0, "no more than there is room for");
	policy_steps(p, "account.cap.person", step, 4);
	ok(policy_at(step, 2, d1 - 1) == -1 && policy_at(step, 2, d1) == 2 &&
	    policy_at(step, 2, d2 - 1) == 2 && policy_at(step, 2, d2) == 7 &&
	    policy_at(step, 2, d2 + 9999) == 7 && policy_at(step, 0, d2) == -1, "limits by day");

	write_site("{\"platform\":{\"name\":\"a\\u0022\xe4\xb8\xad\"},\"account\":{\"cap\":{\"person\":"
	    "[{\"from\":\"2020-01-01\",\"limit\":2},{\"limit\":7,\"from\":\"2021-06-30\"}]},\"agreement\":"
	    "{\"current\":[\"v1\",\"\xe4\xb8\xad\"]},\"close\":{\"source\":\"s\",\"working_days\":3}}}");
	again = policy_load(site);
	same(policy_digest(again), policy_digest(p), "the same policy written otherwise: one digest");
	ok(strlen(policy_digest(p)) == 64, "of 256 bits");
	policy_free(again);
	policy_free(p);
	policy_free(NULL);
	write_site("{}");
	p = policy_load(site);
	v = policy_text(p, &n);
	json_walk(&w, v, n);
	while (json_next(&w)) {
		char path[64];

		snprintf(path, sizeof path, "%.*s", (int)w.name_len, w.name);
		each(path, w.value, w.value_len);
	}
	policy_free(p);
	ok(paths > 60 && wrong == 0, "each of %d settings with each wrong kind of value", paths);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");

	(void)argc;
	setenv("BEIAN_SHARE", "share", 0);
	status_start(argv[0]);
	snprintf(site, sizeof site, "%s/policy.%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	cases();
	values();
	remove(site);
	return done();
}
