#include "policy.h"

#include <stdio.h>
#include <string.h>

#include "json.h"
#include "policy_int.h"
#include "status.h"
#include "when.h"

enum kind { OBJECT, ARRAY, TEXT, COUNT, FLAG, DAY, CHOICE };

/* Every path there may be: `*` is any one name, `[]` an item of an array. */
static const struct spec {
	const char *path;
	enum kind kind;
	bool must;
	const char *choice;	/* CHOICE: the words, as a message says them */
} spec[] = {
	{ "", OBJECT, true, NULL },
	{ "version", COUNT, true, NULL },
	{ "platform", OBJECT, true, NULL },
	{ "platform.name", TEXT, true, NULL },
	{ "platform.code", TEXT, true, NULL },
	{ "platform.province", TEXT, true, NULL },
	{ "platform.responsible", TEXT, true, NULL },
	{ "platform.contact", TEXT, true, NULL },
	{ "norms", OBJECT, true, NULL },
	{ "norms.on", ARRAY, true, NULL },
	{ "norms.on.[]", CHOICE, false, "PA-2017, GR-2017 or WM-2023" },
	{ "account", OBJECT, true, NULL },
	{ "account.cap", OBJECT, true, NULL },
	{ "account.cap.person", ARRAY, true, NULL },
	{ "account.cap.enterprise", ARRAY, true, NULL },
	{ "account.cap.individual-business", ARRAY, true, NULL },
	{ "account.cap.institution", ARRAY, true, NULL },
	{ "account.cap.government", ARRAY, true, NULL },
	{ "account.cap.media", ARRAY, true, NULL },
	{ "account.cap.other", ARRAY, true, NULL },
	{ "account.cap.mobile", ARRAY, true, NULL },
	{ "account.cap.email", ARRAY, true, NULL },
	{ "account.cap.*.[]", OBJECT, false, NULL },
	{ "account.cap.*.[].from", DAY, false, NULL },
	{ "account.cap.*.[].limit", COUNT, false, NULL },
	{ "account.identity", OBJECT, true, NULL },
	{ "account.identity.required", FLAG, true, NULL },
	{ "account.identity.mobile", FLAG, true, NULL },
	{ "account.identity.verify", FLAG, true, NULL },
	{ "account.agreement", OBJECT, true, NULL },
	{ "account.agreement.required", FLAG, true, NULL },
	{ "account.agreement.current", ARRAY, true, NULL },
	{ "account.agreement.current.[]", TEXT, false, NULL },
	{ "account.review", OBJECT, true, NULL },
	{ "account.review.required", FLAG, true, NULL },
	{ "account.review.scope", FLAG, true, NULL },
	{ "account.class", OBJECT, true, NULL },
	{ "account.class.categories", ARRAY, true, NULL },
	{ "account.class.categories.[]", TEXT, false, NULL },
	{ "account.class.licenses", OBJECT, true, NULL },
	{ "account.class.licenses.*", TEXT, false, NULL },
	{ "account.class.news", ARRAY, true, NULL },
	{ "account.class.news.[]", TEXT, false, NULL },
	{ "account.class.labels", FLAG, true, NULL },
	{ "account.class.rules", ARRAY, false, NULL },
	{ "account.class.rules.[]", OBJECT, false, NULL },
	{ "account.class.rules.[].class", TEXT, false, NULL },
	{ "account.class.rules.[].when", TEXT, false, NULL },
	{ "account.grade", OBJECT, true, NULL },
	{ "account.grade.steps", ARRAY, true, NULL },
	{ "account.grade.steps.[]", OBJECT, false, NULL },
	{ "account.grade.steps.[].grade", TEXT, false, NULL },
	{ "account.grade.steps.[].subscribers", COUNT, false, NULL },
	{ "account.grade.steps.[].reads", COUNT, false, NULL },
	{ "account.grade.steps.[].when", TEXT, false, NULL },
	{ "account.data", OBJECT, true, NULL },
	{ "account.data.required", ARRAY, true, NULL },
	{ "account.data.required.[]", CHOICE, false, "subscribers or reads" },
	{ "account.data.fresh_days", COUNT, true, NULL },
	{ "account.close", OBJECT, true, NULL },
	{ "account.close.working_days", COUNT, true, NULL },
	{ "account.close.erase_months", COUNT, true, NULL },
	{ "account.interactive", OBJECT, true, NULL },
	{ "account.interactive.assessment", FLAG, true, NULL },
	{ "account.interactive.comment_admin", FLAG, true, NULL },
	{ "account.name", OBJECT, true, NULL },
	{ "account.name.organs", ARRAY, true, NULL },
	{ "account.name.organs.[]", TEXT, false, NULL },
	{ "account.name.exempt", ARRAY, true, NULL },
	{ "account.name.exempt.[]", TEXT, false, NULL },
	{ "account.name.region", FLAG, true, NULL },
	{ "filing", OBJECT, true, NULL },
	{ "filing.office", CHOICE, true, "subject or platform" },
	{ "filing.cadence_days", COUNT, true, NULL },
	{ "filing.grace_days", COUNT, true, NULL },
	{ "filing.format", CHOICE, true, "zip, tar.zst or tar.gz" },
	{ "filing.level", COUNT, true, NULL },
	{ "filing.encoding", CHOICE, true, "utf-8 or gb18030" },
	{ "filing.accounts", OBJECT, true, NULL },
	{ "filing.operators", OBJECT, true, NULL },
	{ "filing.*.columns", ARRAY, false, NULL },
	{ "filing.*.columns.[]", OBJECT, false, NULL },
	{ "filing.*.columns.[].member", TEXT, false, NULL },
	{ "filing.*.columns.[].title", TEXT, false, NULL },
	{ "filing.*.columns.[].reveal", FLAG, false, NULL },
	{ "filing.*.columns.[].basis", TEXT, false, NULL },
};
enum { SPECS = sizeof spec / sizeof *spec };

/* Does a path fit a pattern in which `*` stands for one name? */
static bool
fits(const char *pattern, const char *path)
{
	while (*pattern != '\0' && *path != '\0') {
		if (*pattern == '*') {
			pattern++;
			path += strcspn(path, ".");
		} else if (*pattern++ != *path++)
			return false;
	}
	return *pattern == *path;
}

/* Is a raw string one of the words "a, b or c"? */
static bool
chosen(const char *words, const char *v, size_t n)
{
	const char *word;
	size_t len;

	for (; *words != '\0'; words = word + len + strspn(word + len, ", ")) {
		word = words;
		len = strcspn(word, ", ");
		if (json_plain(v, n) && len == n - 2 && memcmp(word, v + 1, len) == 0 &&
		    !(len == 2 && memcmp(word, "or", 2) == 0))
			return true;
	}
	return false;
}

static const char *
expected(const struct spec *s, const char *v, size_t n)
{
	enum json_kind k = json_kind(v, n);
	int64_t whole;
	int day;

	switch (s->kind) {
	case OBJECT: return k == JSON_OBJECT ? NULL : "an object";
	case ARRAY: return k == JSON_ARRAY ? NULL : "an array";
	case TEXT: return k == JSON_STRING ? NULL : "a string";
	case FLAG: return k == JSON_TRUE || k == JSON_FALSE ? NULL : "true or false";
	case COUNT: return k == JSON_NUMBER && json_whole(v, n, &whole) && whole >= 0 &&
	    whole <= INT32_MAX ? NULL : "a whole number, 0 or more";
	case DAY: return json_plain(v, n) && when_read_day(v + 1, n - 2, &day) ? NULL :
	    "a date as 2018-11-16";
	case CHOICE: return chosen(s->choice, v, n) ? NULL : s->choice;
	}
	return "something else";
}

static void
walk(const char *path, const char *v, size_t n, bool *seen)
{
	struct json_walk w;
	char below[256];
	const char *want, *dot = *path != '\0' ? "." : "";
	int i;

	for (i = 0; i < SPECS && !fits(spec[i].path, path); i++)
		;
	if (i == SPECS)
		status_die(USAGE, "policy: %s: no such setting (beian-policy(5) names them)",
		    path);
	seen[i] = true;
	want = expected(&spec[i], v, n);
	if (want != NULL)
		status_die(USAGE, "policy: %s: expected %s", path, want);
	json_walk(&w, v, n);
	while (json_next(&w)) {
		if (w.name != NULL && w.name_len == 6 && memcmp(w.name, "source", 6) == 0) {
			if (*w.value != '"')
				status_die(USAGE, "policy: %s%ssource: expected a string",
				    path, dot);
			continue;
		}
		if (w.name != NULL) {
			snprintf(below, sizeof below, "%s%s%.*s", path, dot,
			    (int)(w.name_len < 64 ? w.name_len : 64), w.name);
			/* A path is no name: it would be taken here and never be found. */
			if (w.name_len == 0 || memchr(w.name, '.', w.name_len) != NULL ||
			    memchr(w.name, '[', w.name_len) != NULL)
				status_die(USAGE, "policy: %s: expected a name of "
				    "beian-policy(5), an object for each dot", below);
		} else
			snprintf(below, sizeof below, "%s.[]", path);
		walk(below, w.value, w.value_len, seen);
	}
}

/* What one pattern alone cannot say. */
static void
sense(struct policy *p)
{
	static const char *const cap[] = { "person", "enterprise", "individual-business",
		"institution", "government", "media", "other", "mobile", "email" };
	static const char *const norm[] = { "PA-2017", "GR-2017" };
	struct policy_step step[POLICY_STEPS + 1];
	const char *code = policy_string(p, "platform.code"), *v;
	struct json_walk w;
	char path[64];
	size_t i, k, n, m;

	if (*code == '\0' || strlen(code) > 32 ||
	    code[strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
		status_die(USAGE, "policy: platform.code: expected 1 to 32 of a-z 0-9 -");
	/* The two regulations are what the toolkit is for; later norms can be added. */
	for (i = 0; i < sizeof norm / sizeof *norm; i++)
		if (!policy_lists(p, "norms.on", norm[i], strlen(norm[i])))
			status_die(USAGE, "policy: norms.on: expected %s in the list",
			    norm[i]);
	for (i = 0; i < sizeof cap / sizeof *cap; i++) {
		snprintf(path, sizeof path, "account.cap.%s", cap[i]);
		n = policy_steps(p, path, step, POLICY_STEPS + 1);
		if (n == 0 || n > POLICY_STEPS)
			status_die(USAGE, "policy: %s: expected 1 to %d steps", path,
			    POLICY_STEPS);
		for (k = 1; k < n; k++)
			if (step[k].day <= step[k - 1].day)
				status_die(USAGE, "policy: %s: expected steps by date", path);
	}
	if (policy_num(p, "account.close.erase_months") < 6)
		status_die(USAGE, "policy: account.close.erase_months: expected 6 or more: "
		    "logs stay six months (PA-16-2b)");
	v = policy_get(p, "account.grade.steps", &n);
	json_walk(&w, v, n);
	for (k = 0; json_next(&w); k++)
		if (json_get(w.value, w.value_len, "grade", &m) == NULL)
			status_die(USAGE, "policy: account.grade.steps.[%zu].grade: missing",
			    k);
}

void
policy_check(struct policy *p)
{
	bool seen[SPECS] = { false };
	const char *text;
	size_t n;
	int i;

	text = policy_text(p, &n);
	walk("", text, n, seen);
	for (i = 0; i < SPECS; i++)
		if (spec[i].must && !seen[i])
			status_die(USAGE, "policy: %s: missing", spec[i].path);
	if (policy_num(p, "version") != 1)
		status_die(USAGE, "policy: version: expected 1");
	sense(p);
}
