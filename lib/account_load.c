#include "account.h"

#include <stdlib.h>
#include <string.h>

#include "account_int.h"
#include "id.h"
#include "json.h"
#include "mem.h"
#include "mobile.h"
#include "policy.h"
#include "record.h"
#include "region.h"
#include "rule.h"
#include "scan.h"
#include "share.h"
#include "status.h"
#include "term.h"
#include "text.h"
#include "when.h"
#include "words.h"

/* The texts of a list of the policy; how many. Each lives for ever. */
static size_t
list(const struct policy *p, const char *path, const char **out, size_t most)
{
	struct json_walk w;
	size_t n, count = 0;
	const char *v = policy_get(p, path, &n);
	char *text;

	json_walk(&w, v, v != NULL ? n : 0);
	while (json_next(&w)) {
		if (count == most)
			status_die(USAGE, "policy: %s: expected at most %zu items", path,
			    most);
		text = mem_alloc(w.value_len + 1);
		json_decode(text, w.value, w.value_len);
		if (strlen(text) >= 48)
			status_die(USAGE, "policy: %s: expected texts shorter than 48 bytes",
			    path);
		out[count++] = text;
	}
	return count;
}

static char *
text_of(const char *object, size_t n, const char *name)
{
	size_t len;
	const char *v = json_get(object, n, name, &len);
	char *text;

	if (v == NULL)
		return NULL;
	text = mem_alloc(len + 1);
	json_decode(text, v, len);
	return text;
}

/* The policy's licence of a category; its name may stand there with escapes. */
static char *
license_of(const char *object, size_t n, const char *category)
{
	struct json_walk w;
	char *name, *text = NULL;
	size_t len;

	json_walk(&w, object, n);
	while (text == NULL && json_next(&w)) {
		name = mem_alloc(w.name_len + 3);
		len = json_decode(name, w.name - 1, w.name_len + 2);
		if (len == strlen(category) && memcmp(name, category, len) == 0) {
			text = mem_alloc(w.value_len + 1);
			json_decode(text, w.value, w.value_len);
		}
		free(name);
	}
	return text;
}

static int64_t
number_of(const char *object, size_t n, const char *name)
{
	size_t len;
	int64_t value = 0;
	const char *v = json_get(object, n, name, &len);

	if (v != NULL)
		json_whole(v, len, &value);
	return value;
}

static void
load_classes(struct account_rules *a)
{
	struct policy *p = a->policy;
	size_t i, n, count = list(p, "account.class.categories", a->category, ACCOUNT_NAMES);
	const char *v = policy_get(p, "account.class.licenses", &n);
	struct json_walk w;

	a->categories = scan_names_new(a->category, count);
	for (i = 0; i < count; i++) {
		a->license[i] = license_of(v, n, a->category[i]);
		a->news[i] = policy_lists(p, "account.class.news", a->category[i],
		    strlen(a->category[i]));
		if (a->news[i] && a->license[i] == NULL)
			status_die(USAGE, "policy: account.class.licenses.%s: missing, and "
			    "the category is news (PA-08-1)", a->category[i]);
	}
	v = policy_get(p, "account.class.rules", &n);
	json_walk(&w, v, v != NULL ? n : 0);
	while (json_next(&w)) {
		char *when = text_of(w.value, w.value_len, "when");

		if (a->class_rules == ACCOUNT_STEPS)
			status_die(USAGE, "policy: account.class.rules: expected at most 16");
		a->class_rule[a->class_rules].name = text_of(w.value, w.value_len, "class");
		if (when == NULL || a->class_rule[a->class_rules].name == NULL)
			status_die(USAGE,
			    "policy: account.class.rules: expected class and when");
		a->class_rule[a->class_rules++].when =
		    rule_new("policy: account.class.rules", when);
		free(when);
	}
}

static void
load_grades(struct account_rules *a)
{
	struct json_walk w;
	size_t n;
	const char *v = policy_get(a->policy, "account.grade.steps", &n);
	char *when;

	json_walk(&w, v, n);
	while (json_next(&w)) {
		if (a->steps == ACCOUNT_STEPS)
			status_die(USAGE, "policy: account.grade.steps: expected at most 16");
		a->step[a->steps].name = text_of(w.value, w.value_len, "grade");
		a->step[a->steps].subscribers = number_of(w.value, w.value_len, "subscribers");
		a->step[a->steps].reads = number_of(w.value, w.value_len, "reads");
		when = text_of(w.value, w.value_len, "when");
		a->step[a->steps].when = when != NULL ?
		    rule_new("policy: account.grade.steps", when) : NULL;
		free(when);
		a->steps++;
	}
}

static void
add_folded(struct words *w, const char *s, size_t n, int index)
{
	char folded[256];

	if (n <= sizeof folded)
		words_add(w, folded, text_fold(folded, s, n), index);
}

static void
add_place(const char *name, int code, void *arg)
{
	/* Counties' short names are everyday words: four characters and more tell a place. */
	if (strlen(name) >= 9 || code % 10000 == 0)
		add_folded(arg, name, strlen(name), code);
}

static void
load_words(struct account_rules *a)
{
	const char *organ[512], *exempt[KINDS];
	size_t i, n = list(a->policy, "account.name.organs", organ, 512);

	if (n > 0) {
		a->organs = words_new();
		for (i = 0; i < n; i++) {
			add_folded(a->organs, organ[i], strlen(organ[i]), (int)i);
			free((char *)(uintptr_t)organ[i]);
		}
		words_ready(a->organs);
	}
	n = list(a->policy, "account.name.exempt", exempt, KINDS);
	for (i = 0; i < n; i++) {
		enum subject_kind k = account_kind_read(exempt[i], strlen(exempt[i]));

		if (k == KIND_UNKNOWN)
			status_die(USAGE,
			    "policy: account.name.exempt: expected kinds of subjects");
		a->organ_exempt[k] = true;
		free((char *)(uintptr_t)exempt[i]);
	}
	if (policy_flag(a->policy, "account.name.region") ||
	    policy_lists(a->policy, "norms.on", "WM-2023", 7)) {
		a->places = words_new();
		region_each(a->regions, add_place, a->places);
		words_ready(a->places);
	}
}

/* What the words of terms.csv mean here. */
static void
load_terms(struct account_rules *a)
{
	const struct term_table *t = a->terms;
	const char *v;
	int i;

	_Static_assert((int)ACCOUNT_TERMS >= TERM_VALUES, "room for every value");
	for (i = 0; (v = term_number_value(t, TERM_ID_TYPE, i)) != NULL; i++)
		a->id_type[i] = (uint8_t)id_type_read(v, strlen(v));
	for (i = 0; (v = term_number_value(t, TERM_SUBJECT_KIND, i)) != NULL; i++)
		a->kind[i] = (uint8_t)account_kind_read(v, strlen(v));
	for (i = 0; (v = term_number_value(t, TERM_STATE, i)) != NULL; i++)
		a->state[i] = strcmp(v, "active") == 0 ? STATE_ACTIVE :
		    strcmp(v, "closed") == 0 ? STATE_CLOSED : STATE_OTHER;
	for (i = 0; (v = term_number_value(t, TERM_CATEGORY, i)) != NULL; i++)
		a->category_of[i] = (int8_t)scan_names_find(a->categories, v, strlen(v));
}

static void
load_tables(struct account_rules *a)
{
	unsigned line;
	size_t n;
	char *text = share_read("regions.csv", &n);

	a->regions = region_read(text, n, &line);
	if (a->regions == NULL)
		status_die(USAGE, "regions.csv:%u: code,name,from,until expected", line);
	free(text);
	text = share_read("mobile-segments.csv", &n);
	a->mobiles = mobile_read(text, n, &line);
	if (a->mobiles == NULL)
		status_die(USAGE, "mobile-segments.csv:%u: malformed", line);
	free(text);
	text = share_read("holidays.csv", &n);
	a->holidays = when_calendar_read(text, n);
	if (a->holidays == NULL)
		status_die(USAGE, "holidays.csv: malformed");
	free(text);
}

struct account_rules *
account_load(struct policy *p, const struct term_table *terms, const struct seal *seal,
    int64_t as_of, bool reveal)
{
	struct account_rules *a = mem_alloc(sizeof *a);
	size_t n;

	a->policy = p;
	a->terms = terms;
	a->seal = seal;
	a->as_of = as_of;
	a->today = when_day_of(as_of);
	a->reveal = reveal;
	load_tables(a);
	a->id_required = policy_flag(p, "account.identity.required");
	a->mobile_required = policy_flag(p, "account.identity.mobile");
	a->verify = policy_flag(p, "account.identity.verify");
	a->agreement = policy_flag(p, "account.agreement.required");
	n = list(p, "account.agreement.current", a->version, ACCOUNT_NAMES);
	a->versions = n > 0 ? scan_names_new(a->version, n) : NULL;
	a->review = policy_flag(p, "account.review.required");
	a->scope = policy_flag(p, "account.review.scope");
	a->labels = policy_flag(p, "account.class.labels");
	a->subscribers = policy_lists(p, "account.data.required", "subscribers", 11);
	a->reads = policy_lists(p, "account.data.required", "reads", 5);
	a->fresh_days = policy_num(p, "account.data.fresh_days");
	a->close_days = policy_num(p, "account.close.working_days");
	a->assessment = policy_flag(p, "account.interactive.assessment");
	a->comment_admin = policy_flag(p, "account.interactive.comment_admin");
	load_classes(a);
	load_terms(a);
	load_grades(a);
	load_words(a);
	return a;
}

void
account_free(struct account_rules *a)
{
	size_t i;

	if (a == NULL)
		return;
	region_free(a->regions);
	mobile_free(a->mobiles);
	when_calendar_free(a->holidays);
	words_free(a->organs);
	words_free(a->places);
	scan_names_free(a->versions);
	scan_names_free(a->categories);
	for (i = 0; i < ACCOUNT_NAMES; i++) {
		free((char *)(uintptr_t)a->version[i]);
		free((char *)(uintptr_t)a->category[i]);
		free((char *)(uintptr_t)a->license[i]);
	}
	for (i = 0; i < a->steps; i++) {
		free((char *)(uintptr_t)a->step[i].name);
		rule_free(a->step[i].when);
	}
	for (i = 0; i < a->class_rules; i++) {
		free((char *)(uintptr_t)a->class_rule[i].name);
		rule_free(a->class_rule[i].when);
	}
	free(a);
}
