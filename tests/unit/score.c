/* The score of one owner: every kind of rule, and the day, second or point before, at and after
 * its bound. */
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "policy.h"
#include "scheme.h"
#include "score.h"
#include "status.h"
#include "tap.h"
#include "when.h"

static char site[300];
static struct policy *policy;
static struct scheme *S;
static struct score c;
static struct score_effect f;

/* A scheme of 0 to 100 that begins at 100, with what is given instead. */
static void
scheme(const char *members)
{
	FILE *out = fopen(site, "w");

	if (out == NULL) {
		printf("Bail out! %s\n", site);
		exit(1);
	}
	fprintf(out, "{\"credit\":{\"account\":{%s%s%s%s%s}}}",
	    strstr(members, "\"base\"") != NULL ? "" : "\"base\":100,",
	    strstr(members, "\"hysteresis\"") != NULL ? "" : "\"hysteresis\":0,",
	    strstr(members, "\"recover\"") != NULL ? "" : "\"recover\":null,",
	    strstr(members, "\"levels\":[") != NULL ? "" :
	    "\"levels\":[{\"level\":\"A\",\"from\":80},{\"level\":\"B\",\"from\":60},"
	    "{\"level\":\"C\",\"from\":0}],", members);
	fclose(out);
	scheme_free(S);
	policy_free(policy);
	policy = policy_load(site);
	S = scheme_load(policy, SCHEME_ACCOUNT);
	score_begin(S, &c);
}

static int64_t
at(const char *when)
{
	int64_t sec = 0;

	if (!when_read(when, strlen(when), &sec))
		printf("Bail out! no time: %s\n", when);
	return sec;
}

/* An event; members: more of its text.  Returns the score after it. */
static int64_t
event(const char *kind, const char *when, const char *members)
{
	static struct buf b;
	struct score_event e = { .kind = scheme_kind(S, kind, strlen(kind)), .time = at(when) };
	const char *p = strstr(members, "\"points\":");

	b.len = 0;
	buf_printf(&b, "{\"kind\":\"%s\"%s%s}", kind, *members != '\0' ? "," : "", members);
	e.text = b.s;
	e.n = b.len;
	e.has_points = p != NULL;
	e.points = p != NULL ? strtoll(p + 9, NULL, 10) : 0;
	e.confirmed = strstr(members, "confirmed_by") != NULL;
	score_fold(S, &c, &e, &f);
	return c.score;
}

/* The score on a day, by a copy. */
static int64_t
on(const char *day)
{
	struct score then = c;

	score_advance(S, &then, when_day_of(at(day)));
	return then.score;
}

static const char *
level(void)
{
	return S->level[c.level].name;
}

static void
deductions(void)
{
	scheme("\"deduct\":[{\"kind\":\"p\",\"points\":30},{\"kind\":\"z\",\"to\":0},"
	    "{\"kind\":\"t\",\"to\":40},{\"kind\":\"g\",\"given\":true,\"most\":25},"
	    "{\"kind\":\"l\",\"levels\":{\"A\":1,\"B\":2}},{\"kind\":\"n\",\"points\":0}]");
	ok(c.score == 100 && strcmp(level(), "A") == 0, "begins with the base and its level");
	ok(event("p", "2026-01-01", "") == 70 && f.delta == -30 && f.rule == 0 && f.recovered == 0,
	    "points");
	same(level(), "B", "the level falls with it");
	ok(event("n", "2026-01-01", "") == 70 && f.rule == 5, "no points are a rule too");
	ok(event("p", "2026-01-02", "") == 40 && event("p", "2026-01-02", "") == 10 &&
	    event("p", "2026-01-02", "") == 0 && f.delta == -10, "not below the floor");
	ok(event("p", "2026-01-02", "") == 0 && f.delta == 0, "nor at it");
	score_begin(S, &c);
	ok(event("z", "2026-01-01", "") == 0 && f.delta == -100, "to zero at once");
	score_begin(S, &c);
	ok(event("t", "2026-01-01", "") == 40 && event("t", "2026-01-01", "") == 40 && f.delta == 0,
	    "to a score, once");
	ok(event("p", "2026-01-01", "") == 10 && event("t", "2026-01-01", "") == 10,
	    "and never up to it");
	score_begin(S, &c);
	ok(event("g", "2026-01-01", "\"points\":25") == 75 && event("g", "2026-01-01", "") == 75 &&
	    event("g", "2026-01-01", "\"points\":0") == 75, "points of the event's own");
	ok(event("g", "2026-01-01", "\"points\":26") == 50 && event("g", "2026-01-01", "\"points\":-9") == 50,
	    "never more than the most, never less than none");
	score_begin(S, &c);
	event("g", "2026-01-01", "\"points\":20");
	ok(c.score == 80 && event("l", "2026-01-01", "") == 79 && event("l", "2026-01-01", "") == 77,
	    "by present level: the one before the event");
	event("p", "2026-01-01", "");
	ok(event("l", "2026-01-01", "") == 47, "a level that is not named gives none");
	scheme("\"floor\":20,\"levels\":[{\"level\":\"A\",\"from\":20}],\"deduct\":[{\"kind\":\"p\",\"points\":79},"
	    "{\"kind\":\"z\",\"to\":20}]");
	ok(event("p", "2026-01-01", "") == 21 && event("p", "2026-01-01", "") == 20, "a floor above zero");
}

static void
which_rule(void)
{
	scheme("\"deduct\":[{\"kind\":\"d\",\"points\":1,\"until\":\"2024-02-29\"},"
	    "{\"kind\":\"d\",\"points\":2,\"from\":\"2024-02-29\",\"until\":\"2024-03-01\"},"
	    "{\"kind\":\"d\",\"points\":4,\"from\":\"2024-03-01\",\"until\":\"2024-03-31\"},"
	    "{\"kind\":\"w\",\"points\":1,\"when\":\".views > 1000 and .score > 50\"},"
	    "{\"kind\":\"w\",\"points\":3,\"when\":\".level == \\\"C\\\"\"},"
	    "{\"kind\":\"w\",\"points\":7,\"when\":\".times >= 2\"},{\"kind\":\"w\",\"points\":0},"
	    "{\"kind\":\"c\",\"points\":10,\"confirm\":true},{\"kind\":\"t\",\"to\":10}]");
	ok(event("d", "2024-02-28T23:59:59+08:00", "") == 99 && f.rule == 0, "the second before a rule's day");
	ok(event("d", "2024-02-28T16:00:00Z", "") == 97 && f.rule == 1, "its first second, of UTC+8");
	ok(event("d", "2024-02-29T23:59:59+08:00", "") == 95, "its last, 29 February");
	ok(event("d", "2024-03-01", "") == 91 && event("d", "2024-03-30T23:59:59+08:00", "") == 87,
	    "the rule of the month after");
	ok(event("d", "2024-03-31", "") == 87 && f.rule == -1 && f.delta == 0, "no rule: no effect");
	ok(event("w", "2024-04-01", "\"views\":1001") == 86 && f.rule == 3, "a condition on the event");
	ok(event("w", "2024-04-01", "\"views\":1000") == 86 && f.rule == 6, "that does not hold");
	ok(event("w", "2024-04-01", "\"views\":5") == 79 && f.rule == 5, "on how many came before");
	event("t", "2024-04-01", "");
	ok(event("w", "2024-04-01", "\"views\":9999") == 7 && f.rule == 4, "on score and level");
	score_begin(S, &c);
	ok(event("c", "2024-04-01", "") == 100 && f.unconfirmed && f.rule == 7, "nobody confirmed it");
	ok(event("c", "2024-04-01", "\"confirmed_by\":\"x\"") == 90 && !f.unconfirmed, "somebody did");
	ok(score_rule(S, &c, &(struct score_event){ .kind = scheme_kind(S, "d", 1), .time = at("2024-02-29"),
	    .text = "{}", .n = 2 }) == 1 && c.score == 90, "which rule it would be");
}

static void
repetition(void)
{
	int i;

	scheme("\"deduct\":[{\"kind\":\"r\",\"repeat\":[1,5,20],\"within_days\":30},"
	    "{\"kind\":\"e\",\"repeat\":[2,3]},{\"kind\":\"o\",\"points\":0}]");
	ok(event("r", "2026-01-01T12:00:00+08:00", "") == 99, "the first of its kind");
	ok(event("o", "2026-01-02", "") == 99 && event("e", "2026-01-02", "") == 97, "another kind counts apart");
	ok(event("r", "2026-01-31T11:59:59+08:00", "") == 92, "the second, a second before the window ends");
	score_begin(S, &c);
	event("r", "2026-01-01T12:00:00+08:00", "");
	ok(event("r", "2026-01-31T12:00:00+08:00", "") == 98, "when it ends, it is the first again");
	ok(event("r", "2026-02-01", "") == 93 && event("r", "2026-02-02", "") == 73 &&
	    event("r", "2026-02-03", "") == 53, "the third, and the last entry beyond");
	score_begin(S, &c);
	ok(event("e", "2000-01-01", "") == 98 && event("e", "2026-01-01", "") == 95, "no window: for ever");
	for (i = 0; i < 20; i++)
		event("e", "2026-01-01", "");
	ok(c.score == 35 && c.kinds == 1 && c.seen[0].count == SCORE_TIMES, "what is remembered is bounded");
	scheme("\"deduct\":[{\"kind\":\"r\",\"repeat\":[1,5],\"confirm\":true}]");
	event("r", "2026-01-01", "");
	ok(event("r", "2026-01-02", "\"confirmed_by\":\"x\"") == 99, "unconfirmed ones do not count as times");
}

static void
recovery(void)
{
	scheme("\"deduct\":[{\"kind\":\"p\",\"points\":10},{\"kind\":\"q\",\"points\":1},{\"kind\":\"z\",\"to\":0}],"
	    "\"recover\":{\"by\":\"days\",\"after_days\":7,\"every_days\":2,\"points\":3,\"ceiling\":95}");
	event("q", "2024-02-20", "");
	ok(c.score == 99 && c.next == 0 && on("2030-01-01") == 99, "nothing recovers above the ceiling of recovery");
	event("p", "2024-02-20T23:59:59+08:00", "");
	ok(on("2024-02-28") == 89, "the day before: 8 days after");
	ok(on("2024-02-29") == 92 && on("2024-03-01") == 92, "7 and 2 days after it is 29 February");
	ok(on("2024-03-02") == 95 && on("2034-01-01") == 95, "2 days later again, and no further than that");
	event("p", "2024-03-01", "");
	ok(c.score == 82 && f.recovered == 3 && f.delta == -10, "recovered before the event, then deducted");
	ok(on("2024-03-09") == 82 && on("2024-03-10") == 85, "a relapse begins the wait anew");
	event("z", "2024-03-10", "");
	ok(c.next == 0 && on("2034-01-01") == 0, "none from the floor");

	scheme("\"deduct\":[{\"kind\":\"p\",\"points\":10},{\"kind\":\"z\",\"to\":0}],"
	    "\"recover\":{\"by\":\"days\",\"after_days\":30,\"every_days\":1,\"points\":1,\"ceiling\":100,"
	    "\"at_floor\":true,\"relapse\":\"continue\"}");
	event("p", "2025-01-31", "");
	event("p", "2025-02-15", "");
	ok(on("2025-03-02") == 80 && on("2025-03-03") == 81 && on("2025-03-04") == 82,
	    "with continue the wait runs on, over the end of a month");
	event("z", "2025-03-03", "");
	ok(on("2025-03-03") == 0 && on("2025-03-04") == 1 && on("2026-03-04") == 100, "from the floor too");

	scheme("\"deduct\":[{\"kind\":\"p\",\"points\":10},{\"kind\":\"q\",\"points\":2}],"
	    "\"recover\":{\"by\":\"days\",\"after_days\":0,\"every_days\":7,\"points\":1,\"ceiling\":100,"
	    "\"relapse\":\"continue\",\"add_days\":7}");
	event("q", "2026-01-01", "");
	ok(on("2026-01-21") == 98 && on("2026-01-22") == 99 && on("2026-01-29") == 100, "each point adds to the wait");
	event("q", "2026-01-08", "");
	ok(on("2026-02-04") == 96 && on("2026-02-05") == 97, "of a second one too");

	scheme("\"base\":80,\"deduct\":[{\"kind\":\"n\",\"points\":0}],\"recover\":{\"by\":\"days\","
	    "\"after_days\":0,\"every_days\":1,\"points\":1,\"ceiling\":100}");
	ok(on("2030-01-01") == 80, "a base below the ceiling does not grow before the first event");
	event("n", "2026-01-01", "");
	ok(on("2026-01-01") == 80 && on("2026-01-02") == 81 && on("2026-01-21") == 100 &&
	    on("2026-02-21") == 100, "and does from then on");
	ok(on("2025-01-01") == 80, "an earlier day takes nothing");

	scheme("\"deduct\":[{\"kind\":\"p\",\"points\":10}],\"recover\":{\"by\":\"none\"}");
	event("p", "2026-01-01", "");
	ok(on("2036-01-01") == 90, "no recovery at all");
}

static void
active_days(void)
{
	scheme("\"base\":60,\"deduct\":[{\"kind\":\"p\",\"points\":10},{\"kind\":\"z\",\"to\":0}],"
	    "\"recover\":{\"by\":\"active\",\"active\":\"login\",\"after_days\":1,\"every_days\":2,\"points\":5,"
	    "\"ceiling\":70,\"relapse\":\"restart\",\"at_floor\":false}");
	ok(event("login", "2026-01-01", "") == 60 && f.rule == -1 && c.next == 2, "an active day is no rule");
	ok(event("login", "2026-01-01T23:59:59+08:00", "") == 60 && c.next == 2, "twice on a day is once");
	ok(event("login", "2026-01-05", "") == 60 && event("login", "2026-01-09", "") == 65, "the third day gives");
	ok(on("2036-01-01") == 65, "days without activity give nothing");
	event("login", "2026-01-10", "");
	ok(event("p", "2026-01-10", "") == 55 && event("login", "2026-01-11", "") == 55 &&
	    event("login", "2026-01-12", "") == 55 && event("login", "2026-01-13", "") == 60,
	    "a relapse begins the wait anew");
	event("login", "2026-01-14", "");
	ok(event("login", "2026-01-15", "") == 65 && event("login", "2026-01-16", "") == 65 &&
	    event("login", "2026-01-17", "") == 70 && c.next == 0 && event("login", "2026-01-18", "") == 70 &&
	    event("login", "2026-01-19", "") == 70, "up to the ceiling of recovery");
	event("z", "2026-01-20", "");
	ok(event("login", "2026-01-21", "") == 0 && event("login", "2026-01-22", "") == 0 && c.next == 0,
	    "none from the floor");
}

static void
rewards(void)
{
	scheme("\"base\":60,\"deduct\":[{\"kind\":\"p\",\"points\":10}],\"reward\":[{\"kind\":\"r\",\"points\":5},"
	    "{\"kind\":\"t\",\"points\":1,\"cycle_days\":7,\"times\":2},"
	    "{\"kind\":\"m\",\"points\":4,\"cycle_days\":7,\"most\":10},"
	    "{\"kind\":\"f\",\"to\":90},{\"kind\":\"a\",\"points\":5,\"above\":60},"
	    "{\"kind\":\"h\",\"points\":50,\"ceiling\":75}]");
	ok(event("r", "2026-01-01", "") == 65 && f.delta == 5 && f.rule == 1, "points");
	ok(event("t", "2026-01-01T23:59:59+08:00", "") == 66 && event("t", "2026-01-07", "") == 67 &&
	    event("t", "2026-01-07T23:59:59+08:00", "") == 67, "no more times than a cycle has");
	ok(event("t", "2026-01-08", "") == 68, "which ends 7 days after the day it began");
	ok(event("t", "2026-01-14", "") == 69 && event("t", "2026-01-14", "") == 69 &&
	    event("t", "2026-01-15", "") == 70, "and the next begins with its first reward");
	ok(event("m", "2026-01-15", "") == 74 && event("m", "2026-01-16", "") == 78 &&
	    event("m", "2026-01-17", "") == 80 && event("m", "2026-01-18", "") == 80, "no more points than it has");
	ok(event("m", "2026-01-22", "") == 84, "and from its end on again");
	ok(event("h", "2026-01-22", "") == 84 && f.delta == 0, "a ceiling of its own takes nothing");
	ok(event("f", "2026-01-22", "") == 90 && event("f", "2026-01-22", "") == 90, "to a score");
	ok(event("r", "2026-01-22", "") == 95 && event("r", "2026-01-22", "") == 100 &&
	    event("r", "2026-01-22", "") == 100, "up to the ceiling");
	ok(event("f", "2026-01-22", "") == 100 && f.delta == 0, "to a score, and never down to it");
	score_begin(S, &c);
	ok(event("a", "2026-01-01", "") == 60 && event("t", "2026-01-01", "") == 61 &&
	    event("a", "2026-01-01", "") == 66, "only above a score");
	ok(event("h", "2026-01-01", "") == 75, "up to a ceiling of its own");

	scheme("\"base\":60,\"deduct\":[{\"kind\":\"z\",\"to\":0}],\"reward\":[{\"kind\":\"r\",\"points\":1}],"
	    "\"recover\":{\"by\":\"days\",\"after_days\":3,\"every_days\":1,\"points\":1,\"ceiling\":70}");
	event("z", "2026-01-01", "");
	ok(on("2027-01-01") == 0 && event("r", "2026-02-01", "") == 1 && on("2026-02-04") == 1 &&
	    on("2026-02-05") == 2, "a reward from the floor lets recovery begin");
}

static void
ladders(void)
{
	scheme("\"deduct\":[{\"kind\":\"p\",\"points\":0},{\"kind\":\"q\",\"points\":1,\"confirm\":true}],"
	    "\"ladder\":[{\"kind\":\"p\",\"steps\":[{\"measure\":\"warn\"},{\"measure\":\"limit\",\"days\":7},"
	    "{\"measure\":\"close\"}],\"within_days\":10},{\"kind\":\"q\",\"steps\":[{\"measure\":\"warn\"},"
	    "{\"measure\":\"ban\",\"days\":30}]}]");
	event("p", "2026-01-01T10:00:00+08:00", "");
	ok(f.measure != NULL && strcmp(f.measure, "warn") == 0 && f.days == 0, "the first step");
	event("p", "2026-01-11T09:59:59+08:00", "");
	ok(strcmp(f.measure, "limit") == 0 && f.days == 7, "the second, within the window to the second");
	event("p", "2026-01-11T10:00:00+08:00", "");
	ok(strcmp(f.measure, "limit") == 0, "what is as old as the window is out of it");
	event("p", "2026-01-11T10:00:00+08:00", "");
	event("p", "2026-01-11T10:00:00+08:00", "");
	ok(strcmp(f.measure, "close") == 0 && f.days == 0 && c.score == 100, "the last beyond the last");
	event("q", "2026-01-01", "");
	ok(f.measure == NULL && f.unconfirmed, "unconfirmed: no step");
	event("q", "2026-01-02", "\"confirmed_by\":\"x\"");
	ok(strcmp(f.measure, "warn") == 0, "and it was none of the times");
	event("q", "2036-01-02", "\"confirmed_by\":\"x\"");
	ok(strcmp(f.measure, "ban") == 0 && f.days == 30, "no window: for ever");
}

static void
mutes(void)
{
	/* 12 hours for 5 points; steps of 10 from 100 down to 70 bring none */
	scheme("\"deduct\":[{\"kind\":\"a\",\"points\":10},{\"kind\":\"b\",\"points\":50},"
	    "{\"kind\":\"c\",\"points\":3},{\"kind\":\"z\",\"to\":0}],"
	    "\"mute\":{\"hours\":12,\"per_points\":5,\"free_points\":10,\"free_from\":70}");
	event("a", "2026-01-01", "");
	event("a", "2026-01-01", "");
	event("a", "2026-01-01", "");
	ok(c.score == 70 && c.muted == 0, "free steps down to the score that is free");
	event("a", "2026-01-01T08:00:00+08:00", "");
	ok(c.score == 60 && c.muted == at("2026-01-02T08:00:00+08:00"), "10 points at 70: a day");
	score_begin(S, &c);
	event("b", "2026-01-01", "");
	ok(c.muted == at("2026-01-06"), "50 points: five days");
	event("c", "2026-01-01", "");
	ok(c.muted == at("2026-01-06"), "a shorter one does not end a longer one");
	event("c", "2026-01-05T23:00:00+08:00", "");
	ok(c.muted == at("2026-01-06T06:12:00+08:00"), "3 points: 7 hours and 12 minutes");
	event("z", "2026-02-01", "");
	ok(c.muted == at("2026-02-01") + 44 * 12 * 3600 / 5, "to zero: by the points it took");
	event("z", "2026-03-01", "");
	ok(c.muted == at("2026-02-01") + 44 * 12 * 3600 / 5, "nothing taken: no mute");
}

static void
levels(void)
{
	scheme("\"hysteresis\":5,\"levels\":[{\"level\":\"A\",\"from\":80},{\"level\":\"B\",\"from\":60},"
	    "{\"level\":\"C\",\"from\":1},{\"level\":\"D\",\"from\":0}],"
	    "\"deduct\":[{\"kind\":\"p\",\"given\":true,\"most\":100}],\"reward\":[{\"kind\":\"r\",\"points\":1},"
	    "{\"kind\":\"R\",\"points\":30}]");
	event("p", "2026-01-01", "\"points\":20");
	same(level(), "A", "at the threshold is not below it");
	event("p", "2026-01-01", "\"points\":1");
	same(level(), "B", "one below falls at once");
	event("R", "2026-01-01", "");
	same(level(), "A", "far above rises");
	event("p", "2026-01-01", "\"points\":21");
	event("r", "2026-01-01", "");
	event("r", "2026-01-01", "");
	event("r", "2026-01-01", "");
	event("r", "2026-01-01", "");
	event("r", "2026-01-01", "");
	ok(c.score == 84 && strcmp(level(), "B") == 0, "back at the threshold does not rise yet");
	event("r", "2026-01-01", "");
	ok(c.score == 85 && strcmp(level(), "A") == 0, "with the hysteresis above it does");
	event("p", "2026-01-01", "\"points\":85");
	same(level(), "D", "down to zero, past all between");
	event("r", "2026-01-01", "");
	ok(c.score == 1 && strcmp(level(), "D") == 0, "one point above zero, still D");
	event("R", "2026-01-01", "");
	event("R", "2026-01-01", "");
	ok(c.score == 61 && strcmp(level(), "C") == 0, "rises to the best level that hysteresis gives");
	scheme("\"deduct\":[{\"kind\":\"p\",\"points\":41}],\"hysteresis\":2,\"recover\":{\"by\":\"days\","
	    "\"after_days\":0,\"every_days\":1,\"points\":1,\"ceiling\":100}");
	event("p", "2026-01-01", "");
	score_advance(S, &c, when_day_of(at("2026-01-03")));
	ok(c.score == 61 && strcmp(level(), "C") == 0, "recovery: the day before");
	score_advance(S, &c, when_day_of(at("2026-01-04")));
	ok(c.score == 62 && strcmp(level(), "B") == 0, "and the day on which the level rises");
}

static unsigned seed = 20261124;

static unsigned
r(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

/* Whatever happened: the text says all of it, and recovery in steps is recovery at once. */
static void
at_random(void)
{
	static const char *const kind[] = { "p", "r", "z", "w", "m", "active" };
	static const char *const recover[] = { "\"by\":\"days\",\"after_days\":3,\"every_days\":2,\"points\":4",
		"\"by\":\"days\",\"after_days\":0,\"every_days\":1,\"points\":1,\"relapse\":\"continue\",\"add_days\":2",
		"\"by\":\"days\",\"after_days\":9,\"every_days\":5,\"points\":7,\"at_floor\":true",
		"\"by\":\"active\",\"after_days\":1,\"every_days\":2,\"points\":3,\"active\":\"active\"" };
	static struct buf b, again;
	int i, k, n, bad_text = 0, bad_steps = 0, bad_range = 0;
	struct score one, two;

	for (k = 0; k < 4; k++) {
		static char members[900];

		snprintf(members, sizeof members, "\"base\":70,\"ceiling\":100,\"hysteresis\":3,\"deduct\":["
		    "{\"kind\":\"p\",\"points\":7},{\"kind\":\"r\",\"repeat\":[1,5,20],\"within_days\":20},"
		    "{\"kind\":\"z\",\"to\":0},{\"kind\":\"active\",\"points\":0}],\"reward\":[{\"kind\":\"w\",\"points\":9,"
		    "\"cycle_days\":9,\"times\":2},{\"kind\":\"m\",\"points\":6,\"cycle_days\":5,\"most\":13,"
		    "\"ceiling\":90}],\"recover\":{%s,\"ceiling\":85},\"mute\":{\"hours\":7,\"per_points\":3}",
		    recover[k]);
		scheme(members);
		for (i = 0; i < 500; i++) {
			int64_t t = at("2024-01-01");

			score_begin(S, &c);
			for (n = 0; n < 30; n++) {
				struct score_event e = { .text = "{}", .n = 2 };
				const char *name = kind[r(40) == 0 ? 2 : r(2) == 0 ? 5 : r(2) == 0 ? r(2) : 3 + r(2)];
				int day, step;

				t += (int64_t)r(700000);
				e.time = t;
				e.kind = scheme_kind(S, name, strlen(name));
				score_fold(S, &c, &e, &f);
				bad_range += c.score < 0 || c.score > 100 || c.level < 0 || c.level > 2 ||
				    c.score != (f.delta + f.recovered + (n == 0 ? 70 : one.score));
				b.len = again.len = 0;
				score_put(&b, &c);
				bad_text += !score_get(b.s, b.len, &one);
				score_put(&again, &one);
				bad_text += b.len != again.len || memcmp(b.s, again.s, b.len) != 0;
				two = c;
				day = when_day_of(t);
				score_advance(S, &two, day + 40);
				for (step = 1; step <= 40; step++)
					score_advance(S, &one, day + step);
				bad_steps += one.score != two.score || one.next != two.next ||
				    one.level != two.level;
				one = c;
			}
		}
	}
	ok(bad_range == 0, "60,000 events at random: within floor and ceiling, each point told");
	ok(bad_text == 0, "a state is read as it was written");
	ok(bad_steps == 0, "40 days one by one are 40 days at once");
	for (n = 0, i = 0; i < (int)b.len; i++)
		n += score_get(b.s, (size_t)i, &one);
	ok(n == 0 && score_get(b.s, b.len, &one), "no begin of a state's text is one");
	buf_putc(&b, ']');
	ok(!score_get(b.s, b.len, &one) && !score_get("[1,2]", 5, &one) && !score_get("{}", 2, &one) &&
	    !score_get("[1,0,0,0,0,x,[],[]]", 19, &one) && score_get("[1,0,0,0,0,1,[],[]]", 19, &one),
	    "nor anything else");
	buf_free(&b);
	buf_free(&again);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");

	(void)argc;
	setenv("BEIAN_SHARE", "share", 0);
	status_start(argv[0]);
	snprintf(site, sizeof site, "%s/score.%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	deductions();
	which_rule();
	repetition();
	recovery();
	active_days();
	rewards();
	ladders();
	mutes();
	levels();
	at_random();
	scheme_free(S);
	policy_free(policy);
	remove(site);
	return done();
}
