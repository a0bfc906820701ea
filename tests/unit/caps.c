/* Caps of groups: what the policy says of size, person, joining and grade, and what makes no
 * sense in it. */
#include <stdint.h>
#include <unistd.h>

#include "caps.h"
#include "child.h"
#include "policy.h"
#include "rule.h"
#include "scheme.h"
#include "status.h"
#include "tap.h"
#include "when.h"

static char site[300];
static struct policy *policy;
static struct scheme *users;
static struct caps *caps;

static void
drop(void)
{
	caps_free(caps);
	scheme_free(users);
	policy_free(policy);
}

/* The caps of a site whose `group` has these members, and the default's beside. */
static void
load(void *members)
{
	FILE *f = fopen(site, "w");

	if (f == NULL || fprintf(f, "{\"group\":{%s}}", (char *)members) < 0 ||
	    fclose(f) != 0) {
		printf("Bail out! %s\n", site);
		exit(1);
	}
	policy = policy_load(site);
	users = scheme_load(policy, SCHEME_USER);
	caps = caps_load(policy, users);
}

static char *
text(const char *members)
{
	static char own[8000];

	snprintf(own, sizeof own, "%s", members);
	return own;
}

static void
wrong(const char *members, const char *words)
{
	int status = child(load, text(members));
	bool good = status == USAGE && strstr(child_said, words) != NULL;

	ok(good, "%s", words);
	if (!good)
		printf("# status %d: %s\n", status, child_said);
}

static int
tier(const char *name)
{
	return caps_tier_find(caps, name, strlen(name));
}

static int
category(const char *name)
{
	return caps_category_find(caps, name, strlen(name));
}

static int
level(const char *name)
{
	size_t i;

	for (i = 0; i < users->levels && strcmp(users->level[i].name, name) != 0; i++)
		;
	return (int)i;
}

static void
words(void)
{
	unsigned i, bad = 0;

	for (i = 0; i < CAPS_MODES; i++)
		bad += caps_mode_find(caps_mode_name(i), strlen(caps_mode_name(i))) != (int)i;
	for (i = 0; i < CAPS_REVIEWS; i++)
		bad += caps_review_find(caps_review_name(i),
		    strlen(caps_review_name(i))) != (int)i;
	ok(bad == 0, "modes and reviews are found by their names");
	ok(caps_mode_find("", 0) < 0 && caps_mode_find("Open", 4) < 0 &&
	    caps_mode_find("real", 4) < 0 && caps_mode_find("approval2", 9) < 0 &&
	    caps_review_find("", 0) < 0 && caps_review_find("man", 3) < 0,
	    "other words are none");
	ok(CAPS_OPEN < CAPS_CONSENT && CAPS_CONSENT < CAPS_REAL_NAME &&
	    CAPS_REAL_NAME < CAPS_APPROVAL && CAPS_NONE < CAPS_AUTOMATIC &&
	    CAPS_AUTOMATIC < CAPS_MANUAL, "in the order of how strict they are");
}

/* The regulation has no numbers: these are those of the policy as it is delivered. */
static void
defaults(void)
{
	const struct caps_person *p;
	const struct caps_tier *t;
	struct caps_join j;

	load(text(""));
	ok(caps->tiers == 4 && caps->persons == 4 && caps->joins == 4 &&
	    caps->categories == 8 &&
	    caps->steps == 4 && caps->rules == 0 && caps->rights == 3, "the default, whole");
	ok(caps->from == when_day(2017, 10, 8) && caps->grace_days == 30 &&
	    caps->large_from == 100 && caps->page_from == 100 && caps->page_tolerance == 0 &&
	    caps->hysteresis == 10 && caps->fresh_days == 31, "its numbers");
	t = &caps->tier[tier("L")];
	ok(strcmp(t->name, "L") == 0 && t->members == 200 && t->managers == 10 &&
	    t->reserve == 4 && t->level == level("A") && t->review == CAPS_MANUAL, "a tier");
	ok(tier("S") == 0 && tier("XL") == 3 && tier("X") < 0 && tier("s") < 0 && tier("") < 0,
	    "tiers by name");
	ok(caps_tier_of(caps, 0) == 0 && caps_tier_of(caps, 40) == 0 &&
	    caps_tier_of(caps, 41) == 1 && caps_tier_of(caps, 500) == 3 &&
	    caps_tier_of(caps, 501) < 0,
	    "the smallest that holds so many");
	ok(!caps_large(caps, tier("M")) && caps_large(caps, tier("L")) &&
	    !caps_large(caps, -1), "more than 100 is large");
	ok(category("family") == 0 && category("other") == 7 && category("none") < 0 &&
	    category("famil") < 0, "categories by name");
	p = caps_person(caps, false, level("A"), category("work"));
	ok(p->create == 0 && p->join == 20 && p->members == 0,
	    "who is not verified creates none");
	p = caps_person(caps, true, level("A"), -1);
	ok(p->create == 50 && p->create_day == 5 && p->large == 5 && p->join == 500 &&
	    p->join_day == 50 && p->members == 500, "the best level");
	p = caps_person(caps, true, level("B"), category("fans"));
	ok(p->create == 10 && p->members == 200, "the next");
	p = caps_person(caps, true, level("E"), category("fans"));
	ok(p->create == 0 && p->join == 50, "all below");
	j = caps_join(caps, 39, -1);
	ok(j.mode == CAPS_OPEN && j.qr, "39 members: open");
	j = caps_join(caps, 40, -1);
	ok(j.mode == CAPS_CONSENT && j.qr, "40: consent");
	j = caps_join(caps, 100, CAPS_OPEN);
	ok(j.mode == CAPS_REAL_NAME && !j.qr,
	    "100: real names, whatever the group wants less");
	j = caps_join(caps, 199, CAPS_APPROVAL);
	ok(j.mode == CAPS_APPROVAL && !j.qr, "but the group may be stricter");
	j = caps_join(caps, 0, CAPS_CONSENT);
	ok(j.mode == CAPS_CONSENT && j.qr, "from its first member on");
	j = caps_join(caps, 1000000, -1);
	ok(j.mode == CAPS_APPROVAL && !j.qr, "beyond the last row: as in it");
	ok(strcmp(caps->step[0].name, "A") == 0 && caps->step[0].members == 200 &&
	    caps->step[0].activity == 1000 && caps->step[0].when == NULL &&
	    strcmp(caps->right[2], "approve") == 0, "a step of the grades, a right");
	drop();
}

static void
limits(void)
{
	int work, none, small, m = 1;
	const int64_t never = INT64_MAX, end = 1000000;

	load(text("\"categories\":[{\"category\":\"work\"},"
	    "{\"category\":\"none\",\"members\":0},"
	    "{\"category\":\"small\",\"members\":30}],"
	    "\"tiers\":[{\"tier\":\"s\",\"members\":40},"
	    "{\"tier\":\"m\",\"members\":100}]"));
	work = category("work");
	none = category("none");
	small = category("small");
	ok(caps->tier[0].managers == CAPS_MOST && caps->tier[0].reserve == 0 &&
	    caps->tier[0].review == CAPS_NONE && caps->tier[0].level == (int)users->levels - 1,
	    "a tier that says no more: all levels, no review");
	ok(caps_limit(caps, m, 0, never, -1, 0) == 100 &&
	    caps_limit(caps, m, 0, never, work, 0) == 100 &&
	    caps_limit(caps, 0, 0, never, work, 0) == 40, "a tier's");
	ok(caps_limit(caps, -1, 0, never, -1, 0) == 40,
	    "an unknown tier counts as the smallest");
	ok(caps_limit(caps, m, 60, never, work, 0) == 60 &&
	    caps_limit(caps, m, 1, never, work, 0) == 1, "a capacity of its own");
	ok(caps_limit(caps, m, 101, never, work, 0) == 100 &&
	    caps_limit(caps, 0, 60, never, work, 0) == 40, "never above its tier");
	ok(caps_limit(caps, m, 60, end, work, end - 1) == 60 &&
	    caps_limit(caps, m, 60, end, work, end) == 40 &&
	    caps_limit(caps, m, 60, end, work, end + 1) == 40,
	    "until it ends, to the second: the smallest's");
	ok(caps_limit(caps, m, 30, end, work, end) == 30,
	    "and a smaller one is not more then");
	ok(caps_limit(caps, m, 0, end, work, end) == 100,
	    "an end without a capacity ends nothing");
	ok(caps_limit(caps, m, 0, never, none, 0) == 0 &&
	    caps_limit(caps, m, 60, never, none, 0) == 0, "a category of 0 holds nobody");
	ok(caps_limit(caps, m, 0, never, small, 0) == 30 &&
	    caps_limit(caps, m, 60, never, small, 0) == 30 &&
	    caps_limit(caps, m, 20, never, small, 0) == 20 &&
	    caps_limit(caps, m, 60, end, small, end) == 30, "a category's, when it is less");
	drop();
}

/* The first row that fits, by verification, level and category. */
static void
persons(void)
{
	static const struct { int verified; const char *level,
	    *category; int64_t create; } c[] = {
		{ 0, "A", "fans", 1 }, { 0, "E", NULL, 1 },
		{ 1, "A", "fans", 2 }, { 1, "E", "fans", 2 },
		{ 1, "B", "work", 3 }, { 1, "B", "fans", 2 }, { 1, "B", NULL, 4 },
		{ 1, "A", "work", 5 }, { 1, "A", NULL, 5 },
		{ 1, "C", "work", 0 }, { 1, "C", NULL, 0 },
	};
	const struct caps_person *p;
	unsigned i, bad = 0;

	load(text("\"categories\":[{\"category\":\"work\"},{\"category\":\"fans\"}],"
	    "\"persons\":["
	    "{\"verification\":\"unverified\",\"create\":1},"
	    "{\"category\":\"fans\",\"create\":2},"
	    "{\"level\":\"B\",\"category\":\"work\",\"create\":3},"
	    "{\"verification\":\"verified\",\"level\":\"B\",\"create\":4},"
	    "{\"level\":\"A\",\"create\":5},{\"level\":\"A\",\"create\":6}]"));
	for (i = 0; i < sizeof c / sizeof *c; i++) {
		p = caps_person(caps, c[i].verified, level(c[i].level),
		    c[i].category != NULL ? category(c[i].category) : -1);
		if (p->create != c[i].create) {
			bad++;
			printf("# row %u: create %lld\n", i, (long long)p->create);
		}
	}
	ok(bad == 0, "the first row that fits");
	p = caps_person(caps, true, level("A"), -1);
	ok(p->join == CAPS_MOST && p->join_day == CAPS_MOST && p->large == CAPS_MOST &&
	    p->create_day == CAPS_MOST && p->members == CAPS_MOST,
	    "what a row does not say is no limit");
	p = caps_person(caps, true, level("C"), -1);
	ok(p->join == 0 && p->join_day == 0 && p->large == 0 && p->create_day == 0 &&
	    p->members == 0,
	    "no row: nothing is given");
	drop();
	load(text("\"persons\":[],\"categories\":[],\"rights\":[],\"grade\":{\"steps\":[]}"));
	ok(caps_person(caps, true, 0, -1)->join == 0 && category("work") < 0 &&
	    caps->rights == 0 &&
	    caps->steps == 0, "lists that are empty");
	drop();
}

static void
joins(void)
{
	struct caps_join j;

	load(text("\"join\":[{\"mode\":\"consent\"},"
	    "{\"from\":1,\"mode\":\"open\",\"qr\":true}]"));
	j = caps_join(caps, 0, -1);
	ok(j.mode == CAPS_CONSENT && !j.qr, "a row's from is 0, its qr false, when not given");
	j = caps_join(caps, 1, -1);
	ok(j.mode == CAPS_OPEN && j.qr, "a later row may be less strict");
	drop();
}

static void
grace(void)
{
	int from = when_day(2026, 1, 31), late = when_day(2026, 3, 1);

	load(text("\"from\":\"2026-01-31\",\"grace_days\":30"));
	ok(!caps_grace_over(caps, 0, from) && !caps_grace_over(caps, 0, from + 29) &&
	    caps_grace_over(caps, 0, from + 30),
	    "an old excess counts from the day of the caps");
	ok(!caps_grace_over(caps, late, late + 29) && caps_grace_over(caps, late, late + 30) &&
	    caps_grace_over(caps, late, late + 3000), "a later one from its own");
	ok(!caps_grace_over(caps, late, late - 40), "before it, none is over");
	drop();
	load(text("\"from\":\"2026-01-31\",\"grace_days\":0"));
	ok(caps_grace_over(caps, from, from) && caps_grace_over(caps, 0, from) &&
	    !caps_grace_over(caps, 0, from - 1),
	    "no grace: at once, not before the caps hold");
	drop();
}

static void
conditions(void)
{
	static const char big[] = "{\"members\":300,\"category\":\"work\"}", none[] = "{}";

	load(text("\"grade\":{\"steps\":[{\"grade\":\"一\",\"when\":\".members > 200\"},"
	    "{\"grade\":\"二\"}]},"
	    "\"class\":{\"rules\":[{\"class\":\"重点\","
	    "\"when\":\".category == \\\"work\\\"\"}]},"
	    "\"rights\":[\"禁言\",\"a\\\"b\"]"));
	ok(caps->steps == 2 && strcmp(caps->step[0].name, "一") == 0 &&
	    rule_holds(caps->step[0].when, big, sizeof big - 1) &&
	    !rule_holds(caps->step[0].when, none, sizeof none - 1) &&
	    caps->step[1].when == NULL &&
	    caps->step[1].members == 0 && caps->step[1].activity == 0,
	    "a step with a condition");
	ok(caps->rules == 1 && strcmp(caps->rule[0].name, "重点") == 0 &&
	    rule_holds(caps->rule[0].when, big, sizeof big - 1), "a class");
	ok(caps->rights == 2 && strcmp(caps->right[0], "禁言") == 0 &&
	    strcmp(caps->right[1], "a\"b") == 0, "rights in any words");
	drop();
}

/* Lists of n items: in each, every # is its number. */
static char *
many(const char *list, const char *item, const char *close, int n)
{
	static char out[8000];
	char *end = out + sprintf(out, "%s[", list);
	const char *s;
	int i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			*end++ = ',';
		for (s = item; *s != '\0'; s++)
			if (*s == '#')
				end += sprintf(end, "%d", i);
			else
				*end++ = *s;
	}
	sprintf(end, "]%s", close);
	return out;
}

static void
bounds(void)
{
	static const struct { const char *list, *item, *close, *path; int most; } b[] = {
		{ "\"categories\":", "{\"category\":\"c#\",\"members\":#}", "",
		    "group.categories",
		    CAPS_CATEGORIES },
		{ "\"tiers\":", "{\"tier\":\"t#\",\"members\":1#}", "", "group.tiers",
		    CAPS_TIERS },
		{ "\"persons\":", "{\"create\":#}", "", "group.persons", CAPS_PERSONS },
		{ "\"join\":", "{\"from\":#,\"mode\":\"open\"}", "", "group.join",
		    CAPS_JOINS },
		{ "\"rights\":", "\"r#\"", "", "group.rights", CAPS_RIGHTS },
		{ "\"grade\":{\"steps\":", "{\"grade\":\"g#\",\"when\":\"true\"}", "}", "group.grade.steps",
		    CAPS_STEPS },
		{ "\"class\":{\"rules\":", "{\"class\":\"c#\",\"when\":\"true\"}", "}",
		    "group.class.rules", CAPS_RULES },
	};
	char want[100];
	unsigned i, bad = 0;

	for (i = 0; i < sizeof b / sizeof *b; i++) {
		if (child(load, many(b[i].list, b[i].item, b[i].close, b[i].most)) != DONE) {
			bad++;
			printf("# %s: %s\n", b[i].path, child_said);
		}
		snprintf(want, sizeof want, "%s[%d]: expected at most %d", b[i].path,
		    b[i].most,
		    b[i].most);
		wrong(many(b[i].list, b[i].item, b[i].close, b[i].most + 1), want);
	}
	ok(bad == 0, "and just as many as that");
}

static void
refusals(void)
{
	wrong("\"tiers\":[]", "group.tiers: expected one or more");
	wrong("\"join\":[]", "group.join: expected one or more");
	wrong("\"categories\":[{\"category\":\"a\"},{\"members\":3}]",
	    "group.categories[1].category: expected a text");
	wrong("\"categories\":[{\"category\":\"\"}]",
	    "group.categories[0].category: expected a text");
	wrong("\"tiers\":[{\"members\":5}]", "group.tiers[0].tier: expected a text");
	wrong("\"tiers\":[{\"tier\":\"a\"}]", "group.tiers[0].members");
	wrong("\"tiers\":[{\"tier\":\"a\",\"members\":0}]", "group.tiers[0].members");
	wrong("\"tiers\":[{\"tier\":\"a\",\"members\":5},{\"tier\":\"b\",\"members\":5}]",
	    "group.tiers[1].members: expected more than in the tier before");
	wrong("\"tiers\":[{\"tier\":\"a\",\"members\":5},{\"tier\":\"b\",\"members\":4}]",
	    "group.tiers[1].members: expected more than in the tier before");
	wrong("\"tiers\":[{\"tier\":\"a\",\"members\":5},{\"tier\":\"a\",\"members\":9}]",
	    "group.tiers[1].tier: expected another name than those before");
	wrong("\"tiers\":[{\"tier\":\"a\",\"members\":5,\"level\":\"Z\"}]",
	    "group.tiers[0].level: expected a level of credit.user");
	wrong("\"persons\":[{\"level\":\"\"}]",
	    "group.persons[0].level: expected a level of credit.user");
	wrong("\"persons\":[{},{\"category\":\"nowhere\"}]",
	    "group.persons[1].category: expected one of group.categories");
	wrong("\"join\":[{\"from\":1,\"mode\":\"open\"}]", "group.join[0].from: expected 0");
	wrong("\"join\":[{\"from\":0,\"mode\":\"open\"},{\"from\":0,\"mode\":\"consent\"}]",
	    "group.join[1].from: expected more than in the row before");
	wrong("\"join\":[{\"from\":0}]", "group.join[0].mode: expected a text");
	wrong("\"grade\":{\"steps\":[{\"members\":1}]}",
	    "group.grade.steps[0].grade: expected a text");
	wrong("\"grade\":{\"hysteresis\":101}", "group.grade.hysteresis: expected 0 to 100");
	wrong("\"grade\":{\"steps\":[{\"grade\":\"a\"},{\"grade\":\"a\",\"when\":\"true\"}]}",
	    "group.grade.steps[1].grade: expected another name");
	wrong("\"grade\":{\"steps\":[{\"grade\":\"a\",\"members\":5},"
	    "{\"grade\":\"b\",\"members\":9}]}", "group.grade.steps[1]: expected less than");
	wrong("\"categories\":[{\"category\":\"a\"},{\"category\":\"a\"}]",
	    "group.categories[1].category: expected another name");
	wrong("\"grade\":{\"steps\":[{\"grade\":\"a\",\"when\":\".[\"}]}",
	    "group.grade.steps[0].when");
	wrong("\"class\":{\"rules\":[{\"when\":\"true\"}]}",
	    "group.class.rules[0].class: expected a text");
	wrong("\"class\":{\"rules\":[{\"class\":\"a\"}]}",
	    "group.class.rules[0].when: expected a text");
	wrong("\"class\":{\"rules\":[{\"class\":\"a\",\"when\":\"input\"}]}",
	    "group.class.rules[0].when");
	/* what the policy's own check sees */
	wrong("\"from\":\"2026-02-30\"", "group.from");
	wrong("\"grace_days\":-1", "group.grace_days");
	wrong("\"page_from\":\"100\"", "group.page_from");
	wrong("\"large_from\":null", "group.large_from");
	wrong("\"tiers\":[{\"tier\":\"a\",\"members\":5,\"review\":\"often\"}]", "review");
	wrong("\"tiers\":[{\"tier\":\"a\",\"members\":1.5}]", "members");
	wrong("\"persons\":[{\"verification\":\"maybe\"}]", "verification");
	wrong("\"persons\":[{\"creates\":1}]", "creates");
	wrong("\"join\":[{\"from\":0,\"mode\":\"closed\"}]", "mode");
	wrong("\"join\":[{\"from\":0,\"mode\":\"open\",\"qr\":1}]", "qr");
	wrong("\"rights\":[1]", "rights");
	wrong("\"categories\":{}", "group.categories");
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");

	(void)argc;
	setenv("BEIAN_SHARE", "share", 0);
	status_start(argv[0]);
	snprintf(site, sizeof site, "%s/caps-%ld.json", tmp != NULL ? tmp : "/tmp",
	    (long)getpid());
	words();
	defaults();
	limits();
	persons();
	joins();
	grace();
	conditions();
	bounds();
	refusals();
	caps_free(NULL);
	unlink(site);
	return done();
}
