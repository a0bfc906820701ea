/* Credit schemes: what is read, and that each that makes no sense is named by its path. */
#include <stdint.h>
#include <unistd.h>

#include "child.h"
#include "policy.h"
#include "rule.h"
#include "scheme.h"
#include "status.h"
#include "tap.h"
#include "when.h"

static char site[300];

static void
write_site(const char *side, const char *members)
{
	FILE *f = fopen(site, "w");

	if (f == NULL || fprintf(f, "{\"credit\":{\"%s\":{%s}}}", side, members) < 0 || fclose(f) != 0) {
		printf("Bail out! %s\n", site);
		exit(1);
	}
}

static void
load(void *members)
{
	struct policy *p;

	write_site("account", members);
	p = policy_load(site);
	scheme_free(scheme_load(p, SCHEME_ACCOUNT));
	policy_free(p);
}

/* It ends with USAGE and these words behind "credit.account", or it is taken (NULL). */
static void
says(const char *members, const char *words)
{
	int status = child(load, (void *)(uintptr_t)members);
	char want[200];
	bool good;

	snprintf(want, sizeof want, "credit.account%s", words != NULL ? words : "");
	good = words == NULL ? status == 0 && *child_said == '\0' :
	    status == USAGE && strstr(child_said, want) != NULL;
	ok(good, "%.80s: %s", members, words != NULL ? words : "taken");
	if (!good)
		printf("# status %d, said %s# wanted %s\n", status, child_said, want);
}

#define RULE(MEMBERS) "\"deduct\":[{\"kind\":\"k\"" MEMBERS "}]"
#define GIFT(MEMBERS) "\"reward\":[{\"kind\":\"k\"" MEMBERS "}]"
#define LEVELS(LIST) "\"hysteresis\":0,\"levels\":[" LIST "]"

static void
refused(void)
{
	says("", NULL);
	/* numbers */
	says("\"base\":101", ".base: expected a number from the floor to the ceiling");
	says("\"floor\":1,\"base\":0", ".base: expected a number from the floor");
	says("\"base\":1.5", ".base: expected a whole number");
	says("\"base\":-1", ".base: expected a whole number");
	says("\"ceiling\":100,\"hysteresis\":20", NULL);
	says("\"hysteresis\":21", ".hysteresis: expected levels that can be reached again");
	/* levels */
	says("\"levels\":[]", ".levels: expected a last level that begins at the floor");
	says(LEVELS("{\"level\":\"A\",\"from\":1}"), ".levels: expected a last level that begins at the floor");
	says(LEVELS("{\"level\":\"A\",\"from\":0}"), NULL);
	says(LEVELS("{\"level\":\"A\",\"from\":50},{\"level\":\"B\",\"from\":50},{\"level\":\"C\",\"from\":0}"),
	    ".levels[1].from: expected less than that of the level before");
	says(LEVELS("{\"level\":\"A\",\"from\":50},{\"level\":\"B\",\"from\":60},{\"level\":\"C\",\"from\":0}"),
	    ".levels[1].from: expected less than that of the level before");
	says(LEVELS("{\"level\":\"A\",\"from\":50},{\"level\":\"A\",\"from\":0}"), ".levels: expected each level once");
	says(LEVELS("{\"from\":0}"), ".levels[0].level: expected a text");
	says(LEVELS("{\"level\":\"\",\"from\":0}"), ".levels[0].level: expected a text");
	/* deductions */
	says(RULE(",\"points\":0"), NULL);
	says("\"deduct\":[]", NULL);
	says(RULE(""), ".deduct[0]: expected one of points, to, given, repeat and levels");
	says(RULE(",\"points\":1,\"to\":0"), ".deduct[0]: expected one of points, to, given, repeat and levels");
	says(RULE(",\"repeat\":[1],\"levels\":{\"A\":1}"), ".deduct[0]: expected one of");
	says(RULE(",\"points\":-1"), ".deduct.[].points: expected a whole number");
	says(RULE(",\"points\":\"5\""), ".deduct.[].points: expected a whole number");
	says(RULE(",\"points\":5,\"weight\":1"), ".deduct.[].weight: no such setting");
	says("\"deduct\":[{\"points\":1}]", ".deduct[0].kind: expected a text");
	says("\"deduct\":[{\"kind\":\"a\",\"points\":1},{\"kind\":\"\",\"points\":1}]", ".deduct[1].kind: expected a text");
	says(RULE(",\"given\":true"), ".deduct[0].most: expected the most points");
	says(RULE(",\"given\":true,\"most\":0"), ".deduct[0].most: expected the most points");
	says(RULE(",\"given\":true,\"most\":1"), NULL);
	says(RULE(",\"given\":false"), ".deduct[0]: expected one of");
	says(RULE(",\"repeat\":[]"), ".deduct[0].repeat: expected a number at least");
	says(RULE(",\"repeat\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]"), NULL);
	says(RULE(",\"repeat\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]"),
	    ".deduct[0].repeat: expected at most 16 numbers");
	says(RULE(",\"levels\":{\"A\":1,\"Z\":1}"), ".deduct[0].levels: expected names of levels");
	says(RULE(",\"to\":100"), NULL);
	says(RULE(",\"to\":101"), ".deduct[0].to: expected a number from the floor to the ceiling");
	says(RULE(",\"points\":1,\"from\":\"2026-01-01\",\"until\":\"2026-01-02\""), NULL);
	says(RULE(",\"points\":1,\"from\":\"2026-01-02\",\"until\":\"2026-01-02\""),
	    ".deduct[0].until: expected a day after from");
	says(RULE(",\"points\":1,\"from\":\"2026-02-29\""), ".deduct.[].from: expected a date");
	says(RULE(",\"points\":1,\"when\":\".views > 1000\""), NULL);
	says(RULE(",\"points\":1,\"when\":\".views >\""), ".deduct[0]: not a jq program");
	says(RULE(",\"points\":1,\"when\":\"now > 1\""), ".deduct[0]: a jq program may not use now");
	says(RULE(",\"points\":1,\"when\":\"$ENV.HOME\""), ".deduct[0]");
	says(RULE(",\"points\":1,\"when\":\"input\""), ".deduct[0]");
	says("\"deduct\":[{\"kind\":\"appeal\",\"points\":1}]", ": expected no kind appeal");
	says("\"deduct\":[{\"kind\":\"12345678901234567890123456789012345678901234567890123456789012345678901234567890\","
	    "\"points\":1}]", NULL);
	says("\"deduct\":[{\"kind\":\"123456789012345678901234567890123456789012345678901234567890123456789012345678901\","
	    "\"points\":1}]", ": expected kinds of at most 80 bytes");
	/* rewards */
	says(GIFT(",\"points\":1"), NULL);
	says(GIFT(",\"to\":90"), NULL);
	says(GIFT(""), ".reward[0]: expected one of points and to");
	says(GIFT(",\"points\":1,\"given\":true"), ".reward.[].given: no such setting");
	says(GIFT(",\"points\":1,\"times\":3"), ".reward[0].cycle_days: expected the days of a cycle");
	says(GIFT(",\"points\":1,\"most\":3"), ".reward[0].cycle_days: expected the days of a cycle");
	says(GIFT(",\"points\":1,\"most\":3,\"cycle_days\":7"), NULL);
	says(GIFT(",\"points\":1,\"ceiling\":101"), ".reward[0].ceiling: expected no more than the scheme's");
	/* recovery */
	says("\"recover\":null", NULL);
	says("\"recover\":{\"by\":\"none\"}", NULL);
	says("\"recover\":{\"by\":\"hours\"}", ".recover.by: expected days, active or none");
	says("\"recover\":{\"by\":null}", ".recover.by: expected a text");
	says("\"recover\":{\"every_days\":0}", ".recover.every_days: expected 1 or more");
	says("\"recover\":{\"points\":0}", ".recover.points: expected 1 or more");
	says("\"recover\":{\"ceiling\":101}", ".recover.ceiling: expected no more than the scheme's");
	says("\"recover\":{\"relapse\":\"sometimes\"}", ".recover.relapse: expected restart or continue");
	says("\"recover\":{\"by\":\"active\"}", ".recover.active: expected the kind of event of an active day");
	says("\"recover\":{\"active\":\"login\"}", ".recover.active: expected the kind of event of an active day");
	says("\"recover\":{\"by\":\"active\",\"active\":\"login\"}", NULL);
	says("\"recover\":{\"after_days\":36500}", NULL);
	says("\"recover\":{\"after_days\":36501}", ": expected at most 36500 days to recover");
	/* ladders and mutes */
	says("\"ladder\":[{\"kind\":\"rumour\",\"steps\":[{\"measure\":\"warn\"}]}]", NULL);
	says("\"ladder\":[{\"kind\":\"rumour\",\"steps\":[]}]", ".ladder[0].steps: expected one or more");
	says("\"ladder\":[{\"kind\":\"rumour\",\"steps\":[{\"days\":1}]}]", ".ladder[0].steps[0].measure: expected a text");
	says("\"ladder\":[{\"kind\":\"no-rule\",\"steps\":[{\"measure\":\"warn\"}]}]",
	    ".ladder: expected kinds that a rule has too");
	says("\"mute\":{\"hours\":12,\"per_points\":5}", NULL);
	says("\"mute\":{\"hours\":0,\"per_points\":5}", ".mute.hours: expected 1 or more");
	says("\"mute\":{\"hours\":12}", ".mute.per_points: expected 1 or more");
}

/* What a scheme has room for: one more is refused. */
static void
bounds(void)
{
	static char text[32768];
	/* %1$d is the number, %2$d counts down from 200 */
	static const struct { const char *before, *item, *after, *words; int most; } part[] = {
		{ "\"deduct\":[", "{\"kind\":\"k%1$d\",\"points\":1}", "]",
		    ".deduct: expected at most 128 rules in all", 128 },
		{ "\"hysteresis\":0,\"ceiling\":999,\"levels\":[", "{\"level\":\"l%1$d\",\"from\":%2$d}",
		    ",{\"level\":\"E\",\"from\":0}]", ".levels: expected at most 16", 15 },
		{ "\"deduct\":[", "{\"kind\":\"k%1$d\",\"repeat\":[1]}", "]",
		    ": expected at most 24 kinds with repeat", 24 },
		{ "\"reward\":[", "{\"kind\":\"k%1$d\",\"points\":1,\"cycle_days\":7}", "]",
		    ".reward: expected at most 24 rules with a cycle", 24 },
		{ "\"ladder\":[", "{\"kind\":\"rumour\",\"steps\":[{\"measure\":\"m%1$d\"}]}", "]",
		    ".ladder: expected at most 16 ladders", 16 },
		{ "\"ladder\":[{\"kind\":\"rumour\",\"steps\":[", "{\"measure\":\"m%1$d\"}", "]}]",
		    ".ladder[0].steps: expected at most 16", 16 },
	};
	size_t k;
	int i, more;
	char *p;

	for (k = 0; k < sizeof part / sizeof *part; k++)
		for (more = 0; more < 2; more++) {
			p = text + sprintf(text, "%s", part[k].before);
			for (i = 0; i < part[k].most + more; i++) {
				if (i > 0)
					*p++ = ',';
				p += sprintf(p, part[k].item, i, 200 - i);
			}
			sprintf(p, "%s", part[k].after);
			says(text, more ? part[k].words : NULL);
		}
}

static struct scheme *
read_one(const char *side, enum scheme_of of, const char *members, struct policy **p)
{
	write_site(side, members);
	*p = policy_load(site);
	return scheme_load(*p, of);
}

static void
values(void)
{
	struct policy *p, *q;
	struct scheme *s = read_one("user", SCHEME_USER, "\"base\":80,\"deduct\":[{\"kind\":\"\\u8c23\\u8a00\","
	    "\"class\":\"news\",\"points\":5,\"until\":\"2026-03-01\"},{\"kind\":\"x\",\"levels\":{\"C\":7}}],"
	    "\"reward\":[{\"kind\":\"x\",\"to\":90}],\"recover\":{\"ceiling\":90}", &p), *t;

	same(s->name, "user", "the side");
	ok(s->base == 80 && s->floor == 0 && s->ceiling == 100 && s->hysteresis == 2, "numbers");
	ok(s->levels == 5 && strcmp(s->level[1].name, "B") == 0 && s->level[1].from == 60 &&
	    s->level[4].services_n == 2, "levels, the highest first");
	ok(s->rules == 3 && s->rule[2].reward && s->rule[2].kind == s->rule[1].kind && s->kinds == 2,
	    "deductions, then rewards; a kind counts once");
	ok(scheme_kind(s, "\xe8\xb0\xa3\xe8\xa8\x80", 6) == s->rule[0].kind && scheme_kind(s, "y", 1) == -1 &&
	    scheme_kind(s, "", 0) == -1 && scheme_kind(s, "xx", 2) == -1, "a kind by its name, decoded");
	same(s->rule[0].path, "credit.user.deduct[0]", "the path of a rule");
	same(s->rule[2].path, "credit.user.reward[0]", "and of a reward");
	same(s->rule[0].class_name, "news", "its class");
	ok(s->rule[1].class_name == NULL && s->rule[1].by_level && s->rule[1].level[2] == 7 &&
	    s->rule[1].level[0] == 0, "points by level");
	ok(s->rule[0].until == when_day(2026, 3, 1) && s->rule[0].from < 0, "days");
	ok(s->top == 90 && s->recover == RECOVER_DAYS && s->after == 7 && s->every == 1 && s->grant == 1 &&
	    s->restart && !s->at_floor && s->rule[2].ceiling == 90, "recovery, whose ceiling is a reward's too");
	ok(s->mute_per == 0 && s->ladders == 0 && s->active == -1, "what is not there");
	t = read_one("user", SCHEME_USER, "\"recover\":{\"ceiling\":90},\"reward\":[{\"to\":90,\"kind\":\"x\"}],"
	    "\"deduct\":[{\"points\":5,\"class\":\"news\",\"until\":\"2026-03-01\",\"kind\":\"\xe8\xb0\xa3\xe8\xa8\x80\"},"
	    "{\"levels\":{\"C\":7},\"kind\":\"x\"}],\"base\":80", &q);
	ok(strlen(s->digest) == 16 && strcmp(s->digest, t->digest) == 0, "the same scheme, one digest");
	scheme_free(t);
	policy_free(q);
	t = read_one("user", SCHEME_USER, "\"base\":81", &q);
	ok(strcmp(s->digest, t->digest) != 0, "another scheme, another");
	scheme_free(t);
	scheme_free(s);
	scheme_free(NULL);
	s = scheme_load(q, SCHEME_GROUP);
	t = scheme_load(q, SCHEME_ACCOUNT);
	ok(s->levels == 5 && t->rules > 10, "three schemes of one policy");
	scheme_free(s);
	scheme_free(t);
	policy_free(q);
	policy_free(p);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");

	(void)argc;
	setenv("BEIAN_SHARE", "share", 0);
	status_start(argv[0]);
	snprintf(site, sizeof site, "%s/scheme.%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	refused();
	bounds();
	values();
	remove(site);
	return done();
}
