#include "account.h"

#include <string.h>

#include "account_int.h"
#include "finding.h"
#include "record.h"
#include "rule.h"
#include "term.h"

static bool
holds(struct rule *rule, const struct record *r)
{
	return rule_holds(rule, r->line, r->len);
}

/* PA-07-2a: the database of the account has its figures, and they are fresh. */
static int64_t
figure(struct record *r, enum member m, bool must)
{
	int64_t v = 0;

	if ((!record_number(r, m, &v) || v < 0) && must)
		finding_add(r, F_DATA_MISSING, m, v < 0 ? "less than none" : NULL);
	return v;
}

static void
freshness(struct record *r, const struct account_rules *a)
{
	int day, got = record_day(r, M_STATS_AT, &day);

	if (got < 0)
		finding_add(r, F_DATE_FORMAT, M_STATS_AT, NULL);
	else if (got > 0 && a->fresh_days > 0 && day < a->today - a->fresh_days)
		finding_add(r, F_DATA_STALE, M_STATS_AT, NULL);
}

/* Set a member to the policy's word; a finding when another was given. */
static void
compare(struct record *r, enum member m, enum finding_code differs, const char *word, size_t n,
    const char *given, size_t given_n)
{
	if (record_has(r, m) && (given_n != n || memcmp(given, word, n) != 0))
		finding_add(r, differs, m, NULL);
	record_set_text(r, m, word, n);
}

void
account_grade(struct record *r, const struct account_rules *a, int category,
    struct account_facts *f)
{
	int64_t subscribers = figure(r, M_SUBSCRIBERS, a->subscribers && !f->closed);
	int64_t reads = figure(r, M_READS, a->reads && !f->closed);
	struct piece t = { "", 0 };
	const char *value;
	size_t i;

	if (!f->closed)
		freshness(r, a);
	for (i = 0; i < a->steps && f->grade == NULL; i++)
		if (subscribers >= a->step[i].subscribers && reads >= a->step[i].reads &&
		    (a->step[i].when == NULL || holds(a->step[i].when, r)))
			f->grade = a->step[i].name;
	for (i = 0; i < a->class_rules && f->class_name == NULL; i++)
		if (holds(a->class_rule[i].when, r))
			f->class_name = a->class_rule[i].name;
	if (f->class_name == NULL && category >= 0)
		f->class_name = a->category[category];
	if (f->grade != NULL) {
		record_text(r, M_GRADE, &t);
		compare(r, M_GRADE, F_GRADE_MISMATCH, f->grade, strlen(f->grade), t.s, t.n);
	}
	if (f->class_name == NULL)
		return;
	f->class_n = strlen(f->class_name);
	if (record_text(r, M_CLASS, &t) &&
	    (value = term_value(a->terms, TERM_CATEGORY, t.s, t.n)) != NULL)
		t = (struct piece){ value, strlen(value) };
	compare(r, M_CLASS, F_CLASS_MISMATCH, f->class_name, f->class_n, t.s, t.n);
}
