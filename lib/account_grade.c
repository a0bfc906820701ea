#include "account.h"

#include <pthread.h>
#include <string.h>

#include "account_int.h"
#include "finding.h"
#include "record.h"
#include "rule.h"
#include "term.h"

static pthread_mutex_t rule_lock = PTHREAD_MUTEX_INITIALIZER;	/* libjq: one thread at a time */

/* PA-07-2a: the database of the account has its figures, and they are fresh. */
static void
figures(struct record *r, const struct account_rules *a)
{
	int64_t v;
	int day, got;

	if (a->subscribers && !record_number(r, M_SUBSCRIBERS, &v))
		finding_add(r, F_DATA_MISSING, M_SUBSCRIBERS, NULL);
	if (a->reads && !record_number(r, M_READS, &v))
		finding_add(r, F_DATA_MISSING, M_READS, NULL);
	got = record_day(r, M_STATS_AT, &day);
	if (got < 0)
		finding_add(r, F_DATE_FORMAT, M_STATS_AT, NULL);
	else if (got > 0 && a->fresh_days > 0 && day < a->today - a->fresh_days)
		finding_add(r, F_DATA_STALE, M_STATS_AT, NULL);
}

static bool
holds(struct rule *rule, const struct record *r)
{
	const char *why;
	bool yes;

	pthread_mutex_lock(&rule_lock);
	yes = rule_true(rule, r->line, r->len, &why);
	pthread_mutex_unlock(&rule_lock);
	return yes;
}

void
account_grade(struct record *r, const struct account_rules *a, int category,
    struct account_facts *f)
{
	int64_t subscribers = 0, reads = 0;
	struct piece t;
	size_t i;

	if (!f->closed)
		figures(r, a);
	record_number(r, M_SUBSCRIBERS, &subscribers);
	record_number(r, M_READS, &reads);
	for (i = 0; i < a->steps && f->grade == NULL; i++)
		if (subscribers >= a->step[i].subscribers && reads >= a->step[i].reads &&
		    (a->step[i].when == NULL || holds(a->step[i].when, r)))
			f->grade = a->step[i].name;
	for (i = 0; i < a->class_rules && f->class_name == NULL; i++)
		if (holds(a->class_rule[i].when, r))
			f->class_name = a->class_rule[i].name;
	if (f->class_name == NULL && category >= 0)
		f->class_name = a->category[category];
	if (f->class_name != NULL)
		f->class_n = strlen(f->class_name);
	if (f->grade != NULL) {
		if (record_text(r, M_GRADE, &t) && (t.n != strlen(f->grade) ||
		    memcmp(t.s, f->grade, t.n) != 0))
			finding_add(r, F_GRADE_MISMATCH, M_GRADE, NULL);
		record_set_text(r, M_GRADE, f->grade, strlen(f->grade));
	}
	if (f->class_name != NULL) {
		const char *given = record_text(r, M_CLASS, &t) ?
		    term_value(a->terms, TERM_CATEGORY, t.s, t.n) : NULL;

		if (given != NULL)
			t = (struct piece){ given, strlen(given) };
		if (record_has(r, M_CLASS) && (t.n != f->class_n ||
		    memcmp(t.s, f->class_name, t.n) != 0))
			finding_add(r, F_CLASS_MISMATCH, M_CLASS, NULL);
		record_set_text(r, M_CLASS, f->class_name, f->class_n);
	}
}
