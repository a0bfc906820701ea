/* What is still referred to: open measures, reports that are owed, open complaints, and nothing
 * else. */
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "record.h"
#include "refer.h"
#include "report.h"
#include "seal.h"
#include "store.h"
#include "tap.h"

enum { NOW = 1700000000, HOUR = 3600 };
#define KEY "0123456789abcdef0123456789abcdef"

static struct store *s;

/* A measure from an hour before NOW; more: further members. */
static void
measure(const char *id, const char *target, bool owed, const char *more)
{
	struct buf b = { 0 };
	int64_t report = owed ? report_put(s, REPORT_PA13_1, "measure", id, strlen(id), NOW,
	    48) : 0;

	buf_puts(&b, "{\"kind\":\"k\",\"side\":0");
	buf_member(&b, "target", target, strlen(target));
	buf_member_num(&b, "from", NOW - HOUR);
	buf_puts(&b, more);
	if (report > 0)
		buf_member_num(&b, "report", report);
	buf_puts(&b, ",\"state\":\"open\"}");
	store_put(s, STORE_MEASURE, id, strlen(id), b.s, b.len);
	buf_free(&b);
}

/* The report of a measure was made. */
static void
made(const char *id)
{
	struct buf b = { 0 };
	char key[REPORT_SERIAL];
	int64_t serial = report_put(s, REPORT_PA13_1, "measure", id, strlen(id), NOW, 48);

	report_key(serial, key);
	report_made(s, key, "filing");
	store_put(s, STORE_FILING, "filing", 6, "{\"state\":\"published\"}", 21);
	buf_printf(&b, "{\"kind\":\"k\",\"target\":\"a:%s\",\"from\":%d,\"report\":%lld,"
	    "\"state\":\"open\"}", id, NOW - HOUR, (long long)serial);
	store_put(s, STORE_MEASURE, id, strlen(id), b.s, b.len);
	buf_free(&b);
}

/* A complaint that was put here two hours before NOW. */
static void
complaint(int64_t number, const char *target, const char *steps)
{
	struct buf b = { 0 };
	char key[REPORT_SERIAL];

	report_key(number, key);
	buf_printf(&b, "{\"id\":\"c\\\"%lld\",\"kind\":\"k\",\"side\":0,\"target\":\"%s\","
	    "\"time\":1,\"received_at\":%d,\"steps\":[%s]}", (long long)number, target,
	    NOW - 2 * HOUR, steps);
	store_put(s, STORE_COMPLAINT, key, REPORT_SERIAL - 1, b.s, b.len);
	buf_free(&b);
}

#define STEP(of) "{\"step\":\"" of "\",\"time\":1699999999,\"at\":1699999999"
#define ANSWERED STEP("accept") ",\"decision\":\"accepted\"}," \
    STEP("decide") ",\"decision\":\"rejected\"}," STEP("feedback") "}"

static void
complaints(void)
{
	complaint(1, "a:c-received", "");
	complaint(2, "a:c-refused", STEP("accept") ",\"decision\":\"refused\"}");
	complaint(3, "a:c-answered", ANSWERED);
	complaint(4, "a:c-appealed", ANSWERED "," STEP("appeal") ",\"role\":\"accused\"}");
	complaint(5, "a:c-ended", ANSWERED "," STEP("appeal") ",\"role\":\"accused\"},"
	    STEP("appeal") ",\"outcome\":\"upheld\"}");
	complaint(6, "u:@c-user", "");
	complaint(7, "g:c-group", "");
}

static void
fill(void)
{
	static const char subject[] = "{\"kind\":\"person\",\"accounts\":[[\"of\",1]],"
	    "\"users\":[[\"of\\\"u\",1]]}";

	measure("owed", "a:owed", true, "");
	measure("lifted-owed", "a:lifted-owed", true, ",\"lifted_at\":1");
	made("done");
	measure("endless", "a:endless", false, "");
	measure("ends", "a:ends", false, ",\"until\":1700000001");
	measure("over", "a:over", false, ",\"until\":1700000000");
	measure("waits", "a:waits", false, ",\"until\":1700000000,\"review\":true");
	measure("lifted", "a:lifted", false, ",\"until\":1800000000,\"lifted_at\":1");
	measure("lost", "a:lost", false, ",\"report\":999");
	measure("group", "g:g", true, "");
	measure("user", "u:@u", true, "");
	measure("person", "u:" KEY, true, "");
	store_put(s, STORE_SUBJECT, KEY, 32, subject, strlen(subject));
	measure("account-u", "a:@x", true, "");
	complaints();
}

static bool
names(const struct refer_set *set, char kind, const char *name)
{
	return refer_name(set, kind, name, strlen(name)) != NULL;
}

static void
check_names(const struct refer_set *set)
{
	static const struct { const char *name; bool open; } want[] = {
		{ "owed", true }, { "lifted-owed", true }, { "done", false },
		{ "endless", false }, { "ends", true }, { "over", false }, { "waits", true },
		{ "lifted", false }, { "lost", true }, { "@x", true }, { "nobody", false },
		{ "", false }, { "c-received", true }, { "c-refused", true },
		{ "c-answered", false }, { "c-appealed", true }, { "c-ended", false }
	};
	size_t i;

	for (i = 0; i < sizeof want / sizeof *want; i++)
		ok(names(set, 'a', want[i].name) == want[i].open,
		    "account \"%s\" is %sreferred to", want[i].name,
		    want[i].open ? "" : "not ");
	ok(names(set, 'g', "g") && !names(set, 'a', "g"), "a group");
	ok(names(set, 'u', "u") && !names(set, 'u', "@u"), "a user without a subject");
	ok(names(set, 's', KEY), "a subject");
	ok(names(set, 'u', "c-user") && names(set, 'g', "c-group"),
	    "a user and a group that are complained of");
}

/* Lines by their time and names, as text. */
static const char *
line(const struct refer_set *set, const char *text, bool undated)
{
	static struct mem_arena arena;
	static char padded[400];
	struct record_reader *reader = record_reader_new();
	struct record r = { .file = "", .arena = &arena };
	const char *what = "no record";
	size_t at;

	snprintf(padded, sizeof padded, "%s", text);
	if (record_read(reader, &r, padded, strlen(padded), &at) == NULL &&
	    (what = refer_line(set, &r, undated)) == NULL)
		what = "";
	record_reader_free(reader);
	return what;
}

/* NOW is 2023-11-15T06:13:20+08:00; the measures are from an hour before. */
static void
check_lines(const struct refer_set *set)
{
#define AT "\"time\":\"2023-11-15T05:13:20+08:00\""
#define LATER "\"time\":\"2023-11-15T05:13:21+08:00\""
	same(line(set, "{\"account\":\"owed\"," AT "}", false), "measure:owed",
	    "a line of that second");
	same(line(set, "{\"account\":\"owed\"," LATER "}", false), "", "of the second after");
	same(line(set, "{\"account\":\"owed\"," LATER "}", true), "measure:owed",
	    "... in a segment of lines without a time");
	same(line(set, "{\"account\":\"owed\"}", false), "measure:owed", "without a time");
	same(line(set, "{\"account\":\"done\"," AT "}", false), "", "of nobody");
	same(line(set, "{\"account\":\"done\",\"group\":\"g\"," AT "}", false),
	    "measure:group", "of a group");
	same(line(set, "{\"account\":\"of\"," AT "}", false), "measure:person",
	    "of an account of a subject");
	same(line(set, "{\"user\":\"of\\\"u\"," AT "}", false), "measure:person",
	    "of its user");
	same(line(set, "{\"account\":\"of\\\"u\"," AT "}", false), "", "not of its namesake");
	same(line(set, "{\"subject\":\"" KEY "\"," AT "}", false), "measure:person",
	    "with its key");
	same(line(set, "{\"account\":\"c-received\",\"time\":\"2023-11-15T04:13:20+08:00\"}",
	    false), "complaint:c\"1", "what a complaint speaks of");
	same(line(set, "{\"account\":\"c-received\",\"time\":\"2023-11-15T04:13:21+08:00\"}",
	    false), "", "... not what came later");
	same(line(set, "{\"account\":\"c-appealed\",\"time\":\"2023-11-15T06:13:19+08:00\"}",
	    false), "complaint:c\"4", "... but before an appeal");
	ok(refer_last(set) == NOW - 1, "the last instant");
}

int
main(void)
{
	static const char later[] = "{\"target\":\"a:owed\",\"from\":1700000000,"
	    "\"until\":1800000000}";
	const char *tmp = getenv("TMPDIR");
	char path[4096];
	struct refer_set *a, *b;

	snprintf(path, sizeof path, "%s/refer-%ld", tmp != NULL ? tmp : "/tmp",
	    (long)getpid());
	store_create(path, SEAL_SM);
	s = store_open(path, STORE_WRITE, 0);
	store_begin(s, 100);
	fill();
	a = refer_load(s, NOW);
	b = refer_load(s, NOW);
	check_names(a);
	check_lines(a);
	ok(refer_same(a, b), "loaded again it is the same");
	refer_free(b);
	/* A second measure on the same account, earlier: the later instant stays. */
	measure("again", "a:owed", true, ",\"x\":1");
	b = refer_load(s, NOW);
	ok(refer_same(a, b), "another of the same instant changes nothing");
	refer_free(b);
	store_put(s, STORE_MEASURE, "again", 5, later, strlen(later));
	b = refer_load(s, NOW);
	ok(!refer_same(a, b), "a later one does");
	same(refer_name(b, 'a', "owed", 4), "measure:again", "... and is the one that is named");
	ok(refer_last(b) == NOW, "... up to its instant");
	refer_free(a);
	refer_free(b);
	store_abort(s);
	store_close(s);
	return done();
}
