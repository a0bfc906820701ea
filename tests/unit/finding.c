/* Findings: how they join those of earlier programs, the worst verdict, the 33rd. */
#include <stdint.h>

#include "buf.h"
#include "finding.h"
#include "json.h"
#include "mem.h"
#include "record.h"
#include "scan.h"
#include "status.h"
#include "tap.h"

static struct record_reader *reader;
static struct scan_room *room;
static struct mem_arena arena;
static struct record r;
static char *text;

static void
get(const char *line)
{
	size_t n = strlen(line), at;
	const char *why;

	free(text);
	text = mem_alloc(n + SCAN_PAD);
	memcpy(text, line, n);
	mem_reset(&arena);
	memset(&r, 0xa5, sizeof r);
	r.arena = &arena;
	why = record_read(reader, &r, text, n, &at);
	if (why != NULL)
		ok(false, "%s: %s", line, why);
}

/* The record as it goes out: always one JSON object, whatever came in. */
static const char *
closed(void)
{
	static struct buf out;
	struct scan_error e;

	finding_close(&r);
	out.len = 0;
	record_write(&r, &out);
	memset(buf_room(&out, SCAN_PAD), 0, SCAN_PAD);
	if (!scan_value(out.s, out.len - 1, room, &e))
		ok(false, "byte %zu: %s: %s", e.at, e.what, buf_text(&out));
	return buf_text(&out);
}

#define TYPE "{\"clause\":\"PA-06-1a\",\"code\":\"id-type\",\"verdict\":\"reject\",\"field\":\"id_type\"," \
	"\"by\":\"unit\",\"message\":\"type of identity number missing or unknown\"}"
#define LABEL "{\"clause\":\"PA-07-1b\",\"code\":\"label-missing\",\"verdict\":\"review\",\"by\":\"unit\"," \
	"\"message\":\"no class label\"}"

static void
joined(void)
{
	get("{\"account\":\"a\"}");
	same(closed(), "{\"account\":\"a\",\"verdict\":\"pass\",\"findings\":[]}\n", "nothing found");
	get("{\"account\":\"a\"}");
	finding_add(&r, F_ID_TYPE, M_ID_TYPE, NULL);
	finding_add(&r, F_LABEL_MISSING, M_NONE, NULL);
	same(closed(), "{\"account\":\"a\",\"verdict\":\"reject\",\"findings\":[" TYPE "," LABEL "]}\n",
	    "two, one of the whole record");
	get("{\"findings\":[ {\"by\":\"x\"} ] ,\"account\":\"a\",\"verdict\":\"reject\"}");
	finding_add(&r, F_LABEL_MISSING, M_NONE, NULL);
	same(closed(), "{\"findings\":[ {\"by\":\"x\"}," LABEL "] ,\"account\":\"a\",\"verdict\":\"reject\"}\n",
	    "behind what an earlier program found; the verdict stays the worst");
	get("{\"account\":\"a\",\"verdict\":\"pass\",\"findings\":[]}");
	finding_add(&r, F_LABEL_MISSING, M_NONE, NULL);
	same(closed(), "{\"account\":\"a\",\"verdict\":\"review\",\"findings\":[" LABEL "]}\n", "worse");
	get("{\"account\":\"a\",\"verdict\":\"review\",\"findings\":[" LABEL "]}");
	finding_add(&r, F_LABEL_MISSING, M_NONE, NULL);
	finding_add(&r, F_ID_TYPE, M_ID_TYPE, NULL);
	same(closed(), "{\"account\":\"a\",\"verdict\":\"reject\",\"findings\":[" LABEL "," TYPE "]}\n",
	    "what stands there already is not repeated");
	get("{\"account\":\"a\",\"verdict\":\"review\",\"findings\":[ " LABEL " ]}");
	finding_add(&r, F_LABEL_MISSING, M_NONE, NULL);
	same(closed(), "{\"account\":\"a\",\"verdict\":\"review\",\"findings\":[ " LABEL "]}\n",
	    "a record given twice");
	get("{\"user\":\"u\"}");
	finding_add(&r, F_ID_TYPE, M_ID_TYPE, "words of their own");
	ok(strstr(closed(), "\"GR-06-1a\"") != NULL && strstr(closed(), "\"words of their own\"") != NULL,
	    "a user's clause, and words given");
	get("{\"account\":\"a\",\"user\":\"u\"}");
	finding_limit(&r, F_CAP_SUBJECT, M_NONE, 3, 2);
	ok(strstr(closed(), "\"by\":\"unit\",\"value\":3,\"limit\":2,\"message\"") != NULL &&
	    strstr(closed(), "PA-07-3a") != NULL, "a limit that is passed");
}

/* An array that an earlier program left empty, in every way of writing that. */
static void
blank(void)
{
	static const char *const empty[] = { "[]", "[ ]", "[\t]", "[ \t ]", "[\r]", "[ \r ]", "null" };
	char line[64];
	size_t i;

	for (i = 0; i < sizeof empty / sizeof *empty; i++) {
		get((snprintf(line, sizeof line, "{\"account\":\"a\",\"findings\":%s}", empty[i]), line));
		finding_add(&r, F_LABEL_MISSING, M_NONE, NULL);
		ok(strstr(closed(), LABEL "]") != NULL && strstr(closed(), ",{") == NULL,
		    "an empty array of %zu bytes", strlen(empty[i]));
	}
}

static void
verdicts(void)
{
	static const char *const name[] = { "pass", "review", "reject" };
	static const enum finding_code code[] = { F_ID_NORMALISED, F_LABEL_MISSING, F_ID_TYPE };
	char line[64], want[64];
	int was, now, odd;

	for (was = 0; was < 3; was++)
		for (now = 0; now < 3; now++) {
			snprintf(line, sizeof line, "{\"verdict\":\"%s\"}", name[was]);
			snprintf(want, sizeof want, "{\"verdict\":\"%s\",", name[was > now ? was : now]);
			get(line);
			ok(finding_earlier(&r) == (unsigned)was, "%s before", name[was]);
			finding_add(&r, code[now], M_NONE, NULL);
			ok(strncmp(closed(), want, strlen(want)) == 0, "and %s now", name[now]);
		}
	for (odd = 0; odd < 3; odd++) {
		get(odd == 0 ? "{}" : odd == 1 ? "{\"verdict\":\"REJECT\"}" : "{\"verdict\":null}");
		ok(finding_earlier(&r) == PASS, "what is no verdict is none");
	}
	get("{}");
	finding_judge(&r, F_ID_TYPE, M_NONE, PASS, NULL);
	ok(r.verdict == PASS && strstr(closed(), "\"verdict\":\"pass\",\"by\"") != NULL,
	    "a verdict that is given");
}

static void
most(void)
{
	const char *p;
	unsigned lost;
	int i, n = 0;

	get("{\"account\":\"a\"}");
	for (i = 0; i < RECORD_FINDINGS; i++)
		finding_add(&r, F_LABEL_MISSING, M_NONE, NULL);
	ok(r.findings == 32 && r.lost == 0 && r.verdict == REVIEW, "32 findings");
	finding_add(&r, F_ID_TYPE, M_ID_TYPE, NULL);
	ok(r.findings == 32 && r.lost == 1 && r.verdict == REJECT, "the 33rd is counted, and judges");
	for (p = closed(); (p = strstr(p, "\"code\"")) != NULL; p++)
		n++;
	ok(n == 32 && strstr(closed(), "\"verdict\":\"reject\"") != NULL, "32 are written");
	get("{\"account\":\"a\"}");
	for (i = 0; i < RECORD_FINDINGS + 70000; i++)
		finding_add(&r, F_LABEL_MISSING, M_NONE, NULL);
	lost = r.lost;
	ok(lost == 70000, "70,000 more are counted: %u", lost);
}

/* Every code has its clause, code and words, and no two rows are the same. */
static void
table(void)
{
	int i, k, wrong = 0;

	for (i = 0; i < FINDING_CODES; i++) {
		const struct finding_row *f = finding_row((enum finding_code)i);

		if (f->clause == NULL || f->code == NULL || f->message == NULL || f->verdict > REJECT) {
			wrong++;
			continue;
		}
		wrong += (strncmp(f->clause, "PA-", 3) != 0 &&
		    strncmp(f->clause, "GR-", 3) != 0) || strcspn(f->message, "\"\\\n") !=
		    strlen(f->message) || strspn(f->code, "abcdefghijklmnopqrstuvwxyz-") != strlen(f->code) ||
		    (f->user_clause != NULL && strncmp(f->user_clause, "GR-", 3) != 0);
		for (k = 0; k < i; k++)
			wrong += strcmp(finding_row((enum finding_code)k)->code, f->code) == 0 &&
			    strcmp(finding_row((enum finding_code)k)->clause, f->clause) == 0;
	}
	ok(wrong == 0, "the table of %d codes", FINDING_CODES);
}

int
main(void)
{
	static char name[] = "unit";

	status_start(name);
	reader = record_reader_new();
	room = scan_room_new();
	joined();
	blank();
	verdicts();
	most();
	table();
	finding_leave();
	free(text);
	mem_end(&arena);
	record_reader_free(reader);
	scan_room_free(room);
	return done();
}
