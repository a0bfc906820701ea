/* How a complaint stands at any instant: stages, deadlines, what an appeal turns, what is wrong
 * with its decision. */
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "complaint.h"
#include "finding.h"
#include "policy.h"
#include "seal.h"
#include "store.h"
#include "when.h"
#include "tap.h"

static struct complaint_rules *rules;
static struct store *s;

static int64_t
at(const char *text)
{
	int64_t sec = 0;

	when_read(text, strlen(text), &sec);
	return sec;
}

static const char *
text_of(int64_t sec)
{
	static char text[4][WHEN_TEXT];
	static unsigned n;

	if (sec == COMPLAINT_NEVER)
		return "never";
	return when_text(sec, text[n++ % 4]);
}

/* A complaint of 2026-11-20 10:00, a Friday; steps: KIND TIME MORE, ended by NULL. */
struct given {
	const char *step, *time, *more;
};

static const char *
value(const char *kind, const struct given *g, size_t *n)
{
	static struct buf b;
	const struct given *first = g;

	b.len = 0;
	buf_printf(&b, "{\"id\":\"c1\",\"kind\":\"%s\",\"side\":0,\"target\":\"a:x\",\"time\":%lld,"
	    "\"received_at\":%lld,\"channel\":\"app\",\"duplicate_of\":7,\"steps\":[", kind,
	    (long long)at("2026-11-20T10:00:00+08:00"),
	    (long long)at("2026-11-21T01:00:00+08:00"));
	for (; g->step != NULL; g++)
		buf_printf(&b, "%s{\"step\":\"%s\",\"time\":%lld,\"at\":%lld,\"by\":\"w\"%s}",
		    g == first ? "" : ",", g->step, (long long)at(g->time),
		    (long long)at(g->time) + 3600, g->more);
	buf_puts(&b, "]}");
	*n = b.len;
	return b.s;
}

static void
stages(void)
{
	static const struct given g[] = {
		{ "accept", "2026-11-24T23:59:59+08:00", ",\"decision\":\"accepted\"" },
		{ "decide", "2026-12-03T00:00:00+08:00", ",\"decision\":\"rejected\","
		    "\"malicious\":true" },
		{ "feedback", "2026-12-04T10:00:00+08:00", ",\"channel\":\"app\"" },
		{ "appeal", "2026-12-07T10:00:00+08:00", ",\"role\":\"complainant\"" },
		{ "appeal", "2026-12-08T10:00:00+08:00", ",\"outcome\":\"upheld\"" },
		{ 0 }
	};
	static const struct {
		const char *at;
		int stage;
		const char *due;
		int overdue;
		bool late, malicious, overturned;
	} want[] = {
		{ "2026-11-21T01:00:00+08:00", COMPLAINT_RECEIVED, "2026-11-24T23:59:59+08:00",
		    -1, false, false, false },
		{ "2026-11-24T23:59:59+08:00", COMPLAINT_RECEIVED, "2026-11-24T23:59:59+08:00",
		    -1, false, false, false },
		/* The step was done in time, and put here an hour later. */
		{ "2026-11-25T00:00:00+08:00", COMPLAINT_RECEIVED, "2026-11-24T23:59:59+08:00",
		    F_ACCEPT_OVERDUE, false, false, false },
		{ "2026-11-25T00:59:59+08:00", COMPLAINT_ACCEPTED, "2026-12-02T23:59:59+08:00",
		    -1, false, false, false },
		{ "2026-12-03T00:00:00+08:00", COMPLAINT_ACCEPTED, "2026-12-02T23:59:59+08:00",
		    F_DECIDE_OVERDUE, false, false, false },
		{ "2026-12-03T01:00:00+08:00", COMPLAINT_DECIDED, "2026-12-04T23:59:59+08:00",
		    -1, true, true, false },
		{ "2026-12-04T11:00:00+08:00", COMPLAINT_ANSWERED, "never", -1, true, true,
		    false },
		{ "2026-12-07T11:00:00+08:00", COMPLAINT_APPEALED, "2027-01-04T23:59:59+08:00",
		    -1, true, true, false },
		{ "2027-01-05T00:00:00+08:00", COMPLAINT_ANSWERED, "never", -1, true, false,
		    true },
	};
	struct complaint_state c;
	size_t i, n;
	const char *v = value("fraud", g, &n);

	ok(!complaint_at(rules, v, n, at("2026-11-21T00:59:59+08:00"), &c),
	    "it is not there before it was received");
	for (i = 0; i < sizeof want / sizeof *want; i++) {
		ok(complaint_at(rules, v, n, at(want[i].at), &c) &&
		    (int)c.stage == want[i].stage && c.overdue == want[i].overdue &&
		    c.late == want[i].late && c.malicious == want[i].malicious &&
		    c.overturned == want[i].overturned, "%s: %s", want[i].at,
		    complaint_stage_name(c.stage));
		same(text_of(c.due), want[i].due, "... and its next deadline");
	}
	ok(c.duplicate_of == 7 && c.id_n == 4 && memcmp(c.id, "\"c1\"", 4) == 0 &&
	    c.decision == COMPLAINT_REJECTED, "what it is");
	v = value("terror", g + 5, &n);
	complaint_at(rules, v, n, INT64_MAX, &c);
	same(text_of(c.accept_by), "2026-11-21T10:00:00+08:00", "an urgent kind has hours");
	complaint_at(NULL, v, n, INT64_MAX, &c);
	ok(c.due == COMPLAINT_NEVER && c.overdue == -1, "without rules no deadline");
	ok(!complaint_at(rules, "{}", 2, INT64_MAX, &c), "a value that is none");
}

/* ---- Decisions and their measures. */

static char found[200];

static void
one_code(void *arg, int code)
{
	(void)arg;
	if (*found != '\0')
		strcat(found, " ");
	strcat(found, finding_row((enum finding_code)code)->code);
}

static void
judged(const char *what, const struct given *g, const char *when, const char *want)
{
	struct complaint_state c;
	size_t n;
	const char *v = value("fraud", g, &n);

	*found = '\0';
	complaint_at(rules, v, n, at(when), &c);
	complaint_judge(s, &c, at(when), one_code, NULL);
	same(found, want, what);
}

static void
measure(const char *id, const char *cause, const char *lifted)
{
	struct buf b = { 0 };
	char key[100];

	buf_printf(&b, "{\"kind\":\"suspend\",\"side\":0,\"target\":\"a:x\",\"from\":%lld,"
	    "\"given\":{\"cause\":\"%s\"},\"state\":\"open\"", (long long)at("2026-11-25"),
	    cause);
	if (lifted != NULL) {
		b.len -= strlen(",\"state\":\"open\"");
		buf_printf(&b, ",\"state\":\"lifted\",\"lifted_at\":%lld",
		    (long long)at(lifted));
	}
	buf_putc(&b, '}');
	store_put(s, STORE_MEASURE, id, strlen(id), b.s, b.len);
	snprintf(key, sizeof key, "a:x%c%s", '\0', id);
	store_put(s, STORE_MEASURED, key, 4 + strlen(id), "", 0);
	buf_free(&b);
}

#define ACCEPT { "accept", "2026-11-24", ",\"decision\":\"accepted\"" }
#define DECIDE(more) { "decide", "2026-11-25", ",\"decision\":\"upheld\"" more }
#define REST { "feedback", "2026-11-26", "" }, \
    { "appeal", "2026-11-27", ",\"role\":\"accused\"" }, \
    { "appeal", "2026-11-28", ",\"outcome\":\"upheld\"" }, { 0 }

static void
decisions(void)
{
	static const struct given plain[] = { ACCEPT, DECIDE(""), REST },
	    named[] = { ACCEPT, DECIDE(",\"measure\":\"m1\""), REST },
	    other[] = { ACCEPT, { "decide", "2026-11-25", ",\"decision\":\"rejected\"" },
		{ "feedback", "2026-11-26", "" },
		{ "appeal", "2026-11-27", ",\"role\":\"accused\"" },
		{ "appeal", "2026-11-28", ",\"outcome\":\"upheld\"" }, { 0 } },
	    wanted[] = { ACCEPT, DECIDE(",\"measure\":\"m1\""), { "feedback", "2026-11-26", "" },
		{ "appeal", "2026-11-27", ",\"role\":\"complainant\"" },
		{ "appeal", "2026-11-28", ",\"outcome\":\"upheld\"" }, { 0 } };

	judged("upheld, and nothing followed", plain, "2026-11-26", "decision-unlinked");
	measure("m0", "complaint:c2", NULL);
	judged("... nor does a measure of another", plain, "2026-11-26", "decision-unlinked");
	measure("m2", "complaint:c1", NULL);
	judged("... one with its cause follows", plain, "2026-11-26", "");
	measure("m2", "complaint:c1", "2026-11-26T12:00:00+08:00");
	judged("... before it was lifted", plain, "2026-11-26T11:59:59+08:00", "");
	judged("... not when it was lifted", plain, "2026-11-26T12:00:00+08:00",
	    "decision-undone");
	measure("m3", "complaint:c1", NULL);
	judged("... one of two is not all", plain, "2026-11-26T12:00:00+08:00", "");
	measure("m1", "", NULL);
	judged("a measure that is named", named, "2026-11-26", "");
	judged("the appeal was upheld, it is in force", named, "2026-11-29", "appeal-unlifted");
	judged("... not if it was the complainant's", wanted, "2026-11-29", "");
	judged("rejected: nothing follows", other, "2026-11-29", "");
	measure("m1", "", "2026-11-28T12:00:00+08:00");
	judged("lifted after the appeal", named, "2026-11-29", "");
	judged("... and no longer complained of as overdue", named, "2027-11-29", "");
}

/* ---- Working days. */

static void
deadlines(void)
{
	bool sure;

	same(text_of(complaint_deadline(rules, COMPLAINT_ACCEPT, false,
	    at("2026-11-22T23:59:59+08:00"), &sure)), "2026-11-24T23:59:59+08:00",
	    "from a Sunday: Tuesday");
	ok(sure, "... of which it is sure");
	same(text_of(complaint_deadline(rules, COMPLAINT_FEEDBACK, false,
	    at("2023-06-01T00:00:00+08:00"), &sure)), "2023-06-15T23:59:59+08:00",
	    "a year that is not known: weekends alone");
	ok(!sure, "... and it says so");
	same(text_of(complaint_deadline(rules, COMPLAINT_ACCEPT, false,
	    at("2025-09-28T10:00:00+08:00"), &sure)), "2025-09-30T23:59:59+08:00",
	    "a Sunday that is worked");
	same(text_of(complaint_deadline(rules, COMPLAINT_ACCEPT, false,
	    at("2025-09-30T10:00:00+08:00"), &sure)), "2025-10-10T23:59:59+08:00",
	    "and eight days that are free");
	same(text_of(complaint_deadline(rules, COMPLAINT_DECIDE, true,
	    at("2025-09-30T10:00:00+08:00"), &sure)), "2025-10-01T10:00:00+08:00",
	    "hours know no holidays");
	same(text_of(complaint_appeal_by(rules, at("2026-11-20"))), "2026-12-11T23:59:59+08:00",
	    "an appeal has fifteen");
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR"), *kind;
	struct policy *p = policy_load("share/policy/default.json");
	char path[4096];
	size_t n;
	bool urgent;

	rules = complaint_rules_load(p);
	snprintf(path, sizeof path, "%s/complaint-%ld", tmp != NULL ? tmp : "/tmp",
	    (long)getpid());
	store_create(path, SEAL_SM);
	s = store_open(path, STORE_WRITE, 0);
	store_begin(s, 10);
	kind = complaint_kind(rules, "诈骗类", strlen("诈骗类"), &n, &urgent);
	ok(kind != NULL && n == 7 && memcmp(kind, "\"fraud\"", 7) == 0 && !urgent,
	    "a kind by its title");
	ok(complaint_kind(rules, "terror", 6, &n, &urgent) != NULL && urgent, "an urgent one");
	ok(complaint_kind(rules, "frau", 4, &n, &urgent) == NULL &&
	    complaint_kind(rules, "", 0, &n, &urgent) == NULL, "none");
	ok(complaint_channel(rules, "12377", 5) && !complaint_channel(rules, "fax", 3),
	    "channels");
	stages();
	decisions();
	deadlines();
	store_abort(s);
	store_close(s);
	complaint_rules_free(rules);
	policy_free(p);
	return done();
}
