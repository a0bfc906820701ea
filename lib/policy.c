#include "policy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "json.h"
#include "mem.h"
#include "rule.h"
#include "scan.h"
#include "seal.h"
#include "share.h"
#include "status.h"
#include "when.h"

#define SITE "/etc/beian/policy.json"
enum { MOST = 4 << 20 };

struct policy {
	struct buf text;
	char digest[129];
	struct mem_arena arena;
};

enum kind { OBJECT, ARRAY, TEXT, COUNT, FLAG, DAY, CHOICE };

/* Every path there may be: `*` is any one name, `[]` an item of an array. */
static const struct spec {
	const char *path;
	enum kind kind;
	bool must;
	const char *choice;	/* CHOICE: the words, each between bars */
} spec[] = {
	{ "version", COUNT, true, NULL },
	{ "platform", OBJECT, true, NULL },
	{ "platform.name", TEXT, true, NULL },
	{ "platform.code", TEXT, true, NULL },
	{ "platform.province", TEXT, true, NULL },
	{ "platform.responsible", TEXT, true, NULL },
	{ "platform.contact", TEXT, true, NULL },
	{ "norms", OBJECT, true, NULL },
	{ "norms.on", ARRAY, true, NULL },
	{ "norms.on.[]", CHOICE, false, "|PA-2017|GR-2017|WM-2023|" },
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
	{ "account.data.required.[]", CHOICE, false, "|subscribers|reads|" },
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
	{ "filing.office", CHOICE, true, "|subject|platform|" },
	{ "filing.cadence_days", COUNT, true, NULL },
	{ "filing.grace_days", COUNT, true, NULL },
	{ "filing.format", CHOICE, true, "|zip|tar.zst|tar.gz|" },
	{ "filing.level", COUNT, true, NULL },
	{ "filing.encoding", CHOICE, true, "|utf-8|gb18030|" },
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

static const char *
expected(const struct spec *s, const char *v, size_t n)
{
	enum json_kind k = json_kind(v, n);
	int64_t whole;
	char word[64];
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
	case CHOICE:
		if (!json_plain(v, n) || n > sizeof word - 2)
			return s->choice;
		snprintf(word, sizeof word, "|%.*s|", (int)(n - 2), v + 1);
		return strstr(s->choice, word) != NULL ? NULL : s->choice;
	}
	return "something else";
}

static void
check(const char *path, const char *v, size_t n, bool *seen)
{
	struct json_walk w;
	char below[256];
	const char *want;
	int i;

	for (i = 0; i < SPECS && !fits(spec[i].path, path); i++)
		;
	if (i == SPECS)
		status_die(USAGE, "policy: %s: no such setting (beian-policy(5) names them)", path);
	seen[i] = true;
	want = expected(&spec[i], v, n);
	if (want != NULL)
		status_die(USAGE, "policy: %s: expected %s", path, want);
	json_walk(&w, v, n);
	while (json_next(&w)) {
		if (w.name != NULL && w.name_len == 6 && memcmp(w.name, "source", 6) == 0) {
			if (*w.value != '"')
				status_die(USAGE, "policy: %s.source: expected a string", path);
			continue;
		}
		snprintf(below, sizeof below, "%s.%.*s", path,
		    w.name != NULL ? (int)(w.name_len < 64 ? w.name_len : 64) : 2,
		    w.name != NULL ? w.name : "[]");
		check(below, w.value, w.value_len, seen);
	}
}

/* What one pattern alone cannot say. */
static void
check_sense(struct policy *p)
{
	static const char *const cap[] = { "person", "enterprise", "individual-business",
		"institution", "government", "media", "other", "mobile", "email" };
	struct policy_step step[64];
	const char *code = policy_string(p, "platform.code"), *v;
	struct json_walk w;
	char path[64];
	size_t i, k, n, m;

	if (*code == '\0' || strlen(code) > 32 ||
	    code[strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
		status_die(USAGE, "policy: platform.code: expected 1 to 32 of a-z 0-9 -");
	for (i = 0; i < sizeof cap / sizeof *cap; i++) {
		snprintf(path, sizeof path, "account.cap.%s", cap[i]);
		n = policy_steps(p, path, step, 64);
		if (n == 0)
			status_die(USAGE, "policy: %s: expected at least one step", path);
		for (k = 1; k < n; k++)
			if (step[k].day <= step[k - 1].day)
				status_die(USAGE, "policy: %s: expected steps by date", path);
	}
	if (policy_num(p, "account.close.erase_months") < 6)
		status_die(USAGE, "policy: account.close.erase_months: expected 6 or more: logs stay "
		    "six months (PA-16-2b)");
	v = policy_get(p, "account.grade.steps", &n);
	json_walk(&w, v, n);
	for (k = 0; json_next(&w); k++)
		if (json_get(w.value, w.value_len, "grade", &m) == NULL)
			status_die(USAGE, "policy: account.grade.steps.[%zu].grade: missing", k);
}

struct policy *
policy_load(const char *site)
{
	struct policy *p = mem_alloc(sizeof *p);
	struct scan_room *room = scan_room_new();
	struct scan_error e;
	struct json_walk w;
	bool seen[SPECS] = { false };
	char *base, *own;
	size_t bn, on, i, line;

	base = share_read("policy/default.json", &bn);
	if (!scan_value(base, bn, room, &e))
		status_die(USAGE, "policy/default.json: byte %zu: %s", e.at, e.what);
	if (site == NULL && access(SITE, F_OK) == 0)
		site = SITE;
	if (site != NULL) {
		own = share_file(site, "policy", MOST, &on);
		if (!scan_value(own, on, room, &e)) {
			for (i = 0, line = 1; i < e.at; i++)
				line += own[i] == '\n';
			status_die(USAGE, "policy: %s:%zu: %s", site, line, e.what);
		}
	} else
		own = mem_copy("{}", on = 2);
	rule_merge(base, bn, own, on, &p->text);
	buf_text(&p->text);
	buf_room(&p->text, SCAN_PAD);
	free(base);
	free(own);
	scan_room_free(room);
	json_walk(&w, p->text.s, p->text.len);
	while (json_next(&w)) {
		char name[65];

		snprintf(name, sizeof name, "%.*s", (int)(w.name_len < 64 ? w.name_len : 64),
		    w.name);
		check(name, w.value, w.value_len, seen);
	}
	for (i = 0; i < SPECS; i++)
		if (spec[i].must && !seen[i])
			status_die(USAGE, "policy: %s: missing", spec[i].path);
	if (policy_num(p, "version") != 1)
		status_die(USAGE, "policy: version: expected 1");
	check_sense(p);
	seal_digest(SEAL_SM3, p->text.s, p->text.len, p->digest);
	return p;
}

void
policy_free(struct policy *p)
{
	if (p == NULL)
		return;
	buf_free(&p->text);
	mem_end(&p->arena);
	free(p);
}

const char *
policy_digest(const struct policy *p)
{
	return p->digest;
}

const char *
policy_text(const struct policy *p, size_t *n)
{
	*n = p->text.len;
	return p->text.s;
}

const char *
policy_get(const struct policy *p, const char *path, size_t *n)
{
	const char *v = p->text.s;
	char name[64];
	size_t len;

	*n = p->text.len;
	while (v != NULL && *path != '\0') {
		len = strcspn(path, ".");
		snprintf(name, sizeof name, "%.*s", (int)len, path);
		v = json_get(v, *n, name, n);
		path += len + (path[len] == '.');
	}
	return v;
}

int64_t
policy_num(const struct policy *p, const char *path)
{
	int64_t v = 0;
	size_t n;
	const char *s = policy_get(p, path, &n);

	if (s != NULL)
		json_whole(s, n, &v);
	return v;
}

bool
policy_flag(const struct policy *p, const char *path)
{
	size_t n;
	const char *s = policy_get(p, path, &n);

	return json_kind(s, n) == JSON_TRUE;
}

const char *
policy_string(struct policy *p, const char *path)
{
	size_t n;
	const char *s = policy_get(p, path, &n);
	char *text;

	if (json_kind(s, n) != JSON_STRING)
		return "";
	text = mem_piece(&p->arena, n);
	text[json_decode(text, s, n)] = '\0';
	return text;
}

bool
policy_lists(const struct policy *p, const char *path, const char *s, size_t n)
{
	struct json_walk w;
	size_t vn;
	const char *v = policy_get(p, path, &vn);

	json_walk(&w, v, v != NULL ? vn : 0);
	while (json_next(&w))
		if (w.value_len == n + 2 && memcmp(w.value + 1, s, n) == 0)
			return true;
	return false;
}

size_t
policy_steps(const struct policy *p, const char *path, struct policy_step *step, size_t most)
{
	struct json_walk w;
	size_t n, count = 0;
	const char *v = policy_get(p, path, &n), *s;

	json_walk(&w, v, v != NULL ? n : 0);
	while (count < most && json_next(&w)) {
		s = json_get(w.value, w.value_len, "from", &n);
		if (s == NULL || !when_read_day(s + 1, n - 2, &step[count].day))
			status_die(USAGE, "policy: %s.[%zu].from: missing", path, count);
		s = json_get(w.value, w.value_len, "limit", &n);
		if (s == NULL || !json_whole(s, n, &step[count].limit))
			status_die(USAGE, "policy: %s.[%zu].limit: missing", path, count);
		count++;
	}
	return count;
}

int64_t
policy_at(const struct policy_step *step, size_t count, int day)
{
	int64_t limit = -1;
	size_t i;

	for (i = 0; i < count && step[i].day <= day; i++)
		limit = step[i].limit;
	return limit;
}
