#include "policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "policy_int.h"
#include "status.h"
#include "when.h"

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
expected(const struct policy_spec *s, const char *v, size_t n)
{
	enum json_kind k = json_kind(v, n);
	int64_t whole;
	int day;

	switch (s->kind) {
	case POLICY_OBJECT: return k == JSON_OBJECT ? NULL : "an object";
	case POLICY_ARRAY: return k == JSON_ARRAY ? NULL : "an array";
	case POLICY_TEXT: return k == JSON_STRING ? NULL : "a string";
	case POLICY_FLAG: return k == JSON_TRUE || k == JSON_FALSE ? NULL : "true or false";
	case POLICY_COUNT: return k == JSON_NUMBER && json_whole(v, n, &whole) && whole >= 0 &&
	    whole <= INT32_MAX ? NULL : "a whole number, 0 or more";
	case POLICY_DAY: return json_plain(v, n) && when_read_day(v + 1, n - 2, &day) ? NULL :
	    "a date as 2018-11-16";
	case POLICY_CHOICE: return chosen(s->choice, v, n) ? NULL : s->choice;
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

	for (i = 0; i < policy_specs && !fits(policy_spec[i].path, path); i++)
		;
	if (i == policy_specs)
		status_die(USAGE, "policy: %s: no such setting (beian-policy(5) names them)",
		    path);
	seen[i] = true;
	want = expected(&policy_spec[i], v, n);
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

/* Six months are the floor that no policy lowers (PA-16-2b, GR-13-2). */
static void
retain(struct policy *p)
{
	size_t n, m, classes = 0, named;
	const char *v = policy_get(p, "retain.classes", &n), *publish;
	struct json_walk w;
	int64_t months = 0;
	char path[96];

	json_walk(&w, v, n);
	while (json_next(&w)) {
		for (m = 0; m < w.name_len && strchr("abcdefghijklmnopqrstuvwxyz0123456789-",
		    w.name[m]) != NULL; m++)
			;
		if (m < w.name_len || m > 32 || *w.name == '-')
			status_die(USAGE, "policy: retain.classes: expected names of 1 to 32 "
			    "of a-z 0-9 -");
		v = json_get(w.value, w.value_len, "months", &m);
		if (v == NULL || !json_whole(v, m, &months) || months < 6 || months > 1200)
			status_die(USAGE, "policy: retain.classes.%.*s.months: expected 6 to "
			    "1200: six months are the least (PA-16-2b, GR-13-2)",
			    (int)w.name_len, w.name);
		v = json_get(w.value, w.value_len, "clause", &m);
		if (v == NULL || m < 6)
			status_die(USAGE, "policy: retain.classes.%.*s.clause: missing",
			    (int)w.name_len, w.name);
		classes++;
	}
	if (classes == 0 || classes > 64)
		status_die(USAGE, "policy: retain.classes: expected 1 to 64 classes");
	for (named = 0; named < 2; named++) {
		publish = policy_string(p, named == 0 ? "retain.publish.log" :
		    "retain.publish.content");
		snprintf(path, sizeof path, "retain.classes.%.40s", publish);
		if (strlen(publish) > 32 || policy_get(p, path, &m) == NULL)
			status_die(USAGE, "policy: retain.publish: expected classes of "
			    "retain.classes");
	}
	if (policy_num(p, "retain.level") < 1 || policy_num(p, "retain.level") > 19)
		status_die(USAGE, "policy: retain.level: expected 1 to 19");
}

/* Deadlines of complaints are counted day by day, weights are of a hundred. */
static void
complaint(struct policy *p)
{
	static const struct { const char *path; int64_t least, most; } bound[] = {
		{ "complaint.accept_days", 0, 3660 }, { "complaint.decide_days", 0, 3660 },
		{ "complaint.feedback_days", 0, 3660 }, { "complaint.appeal_days", 0, 3660 },
		{ "complaint.appeal_within_days", 0, 3660 },
		{ "complaint.urgent_hours", 1, 87840 }, { "complaint.similar", 0, 100 },
		{ "complaint.malice.record_share", 0, 100 },
		{ "complaint.malice.record_weight", 0, 100 },
		{ "complaint.malice.burst_weight", 0, 100 },
		{ "complaint.malice.wording_weight", 0, 100 },
		{ "complaint.malice.flag_from", 0, 101 }	/* 101: never */
	};
	struct json_walk w;
	size_t i, n;
	const char *v = policy_get(p, "complaint.kinds", &n);

	for (i = 0; i < sizeof bound / sizeof *bound; i++)
		if (policy_num(p, bound[i].path) < bound[i].least ||
		    policy_num(p, bound[i].path) > bound[i].most)
			status_die(USAGE, "policy: %s: expected %lld to %lld", bound[i].path,
			    (long long)bound[i].least, (long long)bound[i].most);
	json_walk(&w, v, n);
	for (i = 0; json_next(&w); i++) {
		v = json_get(w.value, w.value_len, "kind", &n);
		if (v == NULL || n < 3 || n > 66)
			status_die(USAGE, "policy: complaint.kinds.[%zu].kind: expected 1 to "
			    "64 bytes", i);
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
	retain(p);
	complaint(p);
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
	bool *seen = mem_alloc((size_t)policy_specs * sizeof *seen);
	const char *text;
	size_t n;
	int i;

	text = policy_text(p, &n);
	walk("", text, n, seen);
	for (i = 0; i < policy_specs; i++)
		if (policy_spec[i].must && !seen[i])
			status_die(USAGE, "policy: %s: missing", policy_spec[i].path);
	free(seen);
	if (policy_num(p, "version") != 1)
		status_die(USAGE, "policy: version: expected 1");
	sense(p);
}
