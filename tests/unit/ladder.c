/* The ladders: what the policy says of each measure, and what makes no sense in it. */
#include <stdint.h>

#include "child.h"
#include "ladder.h"
#include "owner.h"
#include "policy.h"
#include "status.h"
#include "tap.h"

static char site[300];

static struct policy *
policy_of(const char *text)
{
	FILE *f = fopen(site, "w");

	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0) {
		printf("Bail out! %s\n", site);
		exit(1);
	}
	return policy_load(site);
}

static void
load(void *text)
{
	struct policy *p = policy_of(text);

	ladder_free(ladder_load(p));
	policy_free(p);
}

/* An account's ladder of these steps ends with USAGE and these words. */
static void
wrong(const char *steps, const char *words)
{
	char text[4000];
	int status;

	snprintf(text, sizeof text, "{\"measure\":{\"ladders\":{\"2017\":{\"account\":%s}}}}", steps);
	status = child(load, text);
	ok(status == USAGE && strstr(child_said, words) != NULL, "%s", words);
	if (status != USAGE)
		printf("# status %d: %s\n", status, child_said);
}

static const struct ladder_step *
find(const struct ladder *l, unsigned side, const char *word)
{
	return ladder_find(l, side, word, strlen(word));
}

static void
defaults(void)
{
	struct policy *p = policy_of("{}");
	struct ladder *l = ladder_load(p);
	const struct ladder_step *s = find(l, OWNER_ACCOUNT, "suspend");
	unsigned side;
	size_t i, bad = 0;

	ok(s != NULL && s->step == 3 && strcmp(s->clause, "PA-13-1a") == 0 &&
	    strcmp(s->state, "suspended") == 0 && s->term == LADDER_MUST && s->most_days == 365 &&
	    !s->lists && !s->credit && !s->review && s->act == LADDER_MEASURE &&
	    s->takes_n == 11 && memcmp(s->takes, "[\"publish\"]", 11) == 0, "a step, whole");
	ok(s == find(l, OWNER_ACCOUNT, "暂停更新"), "a title is as good as its kind");
	ok(find(l, OWNER_GROUP, "suspend") == NULL && find(l, OWNER_ACCOUNT, "suspen") == NULL &&
	    find(l, OWNER_ACCOUNT, "") == NULL, "of another side, a part, nothing: none");
	s = find(l, OWNER_USER, "lower-credit");
	ok(s != NULL && s->credit && s->term == LADDER_NEVER && s->state == NULL &&
	    s->takes_n == 2, "one that takes nothing");
	s = find(l, OWNER_ACCOUNT, "ban-registration");
	ok(s != NULL && s->lists && s->step == 0, "one that lists, beside the ladder");
	ok(find(l, OWNER_ACCOUNT, "remove")->act == LADDER_REMOVE &&
	    find(l, OWNER_ACCOUNT, "moderate")->act == LADDER_MODERATE &&
	    find(l, OWNER_ACCOUNT, "monitor")->act == LADDER_MONITOR, "acts");
	same(ladder_after(l, OWNER_ACCOUNT, 0)->kind, "warn", "the first step");
	same(ladder_after(l, OWNER_ACCOUNT, 3)->kind, "close", "the next");
	ok(ladder_after(l, OWNER_ACCOUNT, 4) == NULL, "after the last there is none");
	ok(l->remove_minutes == 60 && l->monitor_hours == 24 && l->moderate_minutes == 60 &&
	    l->moderate_late == 3 && l->report_hours == policy_num(p, "report.hours"),
	    "the numbers beside");
	for (side = 0; side < 3; side++)
		for (i = 0; i < l->steps[side]; i++) {
			s = &l->step[side][i];
			bad += s->kind == NULL || s->title == NULL || s->clause == NULL ||
			    find(l, side, s->kind) != s || find(l, side, s->title) != s;
		}
	ok(bad == 0, "every kind and title of the default is found again");
	ladder_free(l);
	policy_free(p);
	p = policy_of("{\"measure\":{\"ladder\":\"2021\"}}");
	l = ladder_load(p);
	same(ladder_after(l, OWNER_ACCOUNT, 3)->kind, "stop-advertising", "the ladder of 2021");
	ok(ladder_after(l, OWNER_ACCOUNT, 7) == NULL, "has seven steps");
	ladder_free(l);
	policy_free(p);
	ladder_free(NULL);
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	char many[4000] = "[", *end = many + 1;
	int i;

	snprintf(site, sizeof site, "%s/ladder-%ld.json", tmp != NULL ? tmp : "/tmp", (long)getpid());
	defaults();
	wrong("[{\"clause\":\"c\"}]", "account[0]: expected kind and clause");
	wrong("[{\"kind\":\"a\",\"clause\":\"c\"},{\"kind\":\"\",\"clause\":\"c\"}]",
	    "account[1]: expected kind and clause");
	wrong("[{\"kind\":\"a\",\"clause\":\"c\",\"state\":\"active\"}]", "account[0].state");
	wrong("[{\"kind\":\"a\",\"clause\":\"c\",\"lists\":true,\"term\":\"may\"}]",
	    "account[0].term: expected must");
	for (i = 0; i <= LADDER_STEPS; i++)
		end += sprintf(end, "%s{\"kind\":\"k%d\",\"clause\":\"c\"}", i > 0 ? "," : "", i);
	strcpy(end, "]");
	wrong(many, "expected at most 32");
	unlink(site);
	return done();
}
