/* Documents: what is registered and what is refused, each once; how a kind stands on any day,
 * against the definition told plainly, over drawn sets of documents. */
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attach.h"
#include "buf.h"
#include "document.h"
#include "finding.h"
#include "journal.h"
#include "mem.h"
#include "policy.h"
#include "record.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "tap.h"
#include "term.h"
#include "when.h"

#define NOW ((int64_t)1795482000)	/* 2026-11-24T09:00:00+08:00 */

static struct store *st;
static struct policy *policy;
static struct term_table *terms;
static struct record_reader *reader;
static int folder;

/* A record through check and apply: its findings' codes, "+" when the store changed. */
static const char *
gives(const char *line, int below, int64_t now)
{
	static char got[400], text[2000];
	struct mem_arena arena = { 0 };
	struct record r = { .arena = &arena, .file = "test", .number = 1 };
	struct document *d = document_new(policy, terms, below, "somebody", now);
	size_t at, i;
	const char *why;

	memset(text, 0, sizeof text);
	snprintf(text, sizeof text - 64, "%s", line);
	why = record_read(reader, &r, text, strlen(text), &at);
	*got = '\0';
	if (why != NULL)
		snprintf(got, sizeof got, "%s", why);
	else {
		document_check(&r, NULL, d);
		strcat(got, document_apply(&r, st, d) ? "+" : "");
		for (i = 0; i < r.findings; i++) {
			strcat(got, *got != '\0' && strcmp(got, "+") != 0 ? " " : "");
			strcat(got, finding_row(r.finding[i].code)->code);
		}
	}
	document_free(d);
	mem_end(&arena);
	return got;
}

#define DIGEST "\"digest\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\""
#define REST "\"title\":\"值班编辑\",\"from\":\"2026-01-01\"," DIGEST

static void
refusals(void)
{
	static const struct { const char *line, *want; } t[] = {
		{ "{" REST ",\"version\":\"1\"}", "document-kind" },
		{ "{\"kind\":\"Support\"," REST ",\"version\":\"1\"}", "document-kind" },
		{ "{\"kind\":\"support\",\"from\":\"2026-01-01\"}",
		    "document-incomplete document-incomplete document-incomplete" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"title\":\"\",\"from\":\"2026-01-01\","
		    DIGEST "}", "document-incomplete" },
		{ "{\"kind\":\"support\",\"version\":\"a\\u0000b\"," REST "}",
		    "document-incomplete" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"title\":\"t\"," DIGEST "}",
		    "document-date" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"title\":\"t\",\"from\":\"2026-02-30\","
		    DIGEST "}", "document-date" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"title\":\"t\",\"from\":\"1969-01-01\","
		    DIGEST "}", "document-date" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"until\":\"2025-12-31\"," REST "}",
		    "document-date" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"until\":\"soon\"," REST "}",
		    "document-date" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"published_at\":\"soon\"," REST "}",
		    "document-date" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"title\":\"t\",\"from\":\"2026-01-01\","
		    "\"digest\":\"0123\"}", "document-digest" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"title\":\"t\",\"from\":\"2026-01-01\","
		    "\"file\":\"../a\"}", "document-digest" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"title\":\"t\",\"from\":\"2026-01-01\","
		    "\"file\":\"none\"}", "document-digest" },
		{ "{\"kind\":\"support\",\"version\":\"1\",\"file\":\"a\"," REST "}",
		    "document-digest" },
		{ "{\"kind\":\"staff\",\"version\":\"1\"," REST "}", "document-incomplete" },
		{ "{\"kind\":\"staff\",\"version\":\"1\",\"headcount\":-1," REST "}",
		    "document-incomplete" },
		{ "{\"kind\":\"staff\",\"version\":\"1\",\"headcount\":1.5," REST "}",
		    "document-incomplete" },
		{ "{\"kind\":\"request\",\"version\":\"1\"," REST "}", "document-incomplete" },
	};
	struct buf b = { 0 };
	char version[402];
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++)
		same(gives(t[i].line, folder, NOW), t[i].want, t[i].want);
	same(gives("{\"kind\":\"support\",\"version\":\"1\",\"title\":\"t\",\"from\":\"2026-01-01\","
	    "\"file\":\"a\"}", -1, NOW), "document-incomplete", "a file, and no folder");
	memset(version, 'v', 201);
	version[201] = '\0';
	buf_printf(&b, "{\"kind\":\"support\",\"version\":\"%s\"," REST "}", version);
	same(gives(buf_text(&b), -1, NOW), "document-incomplete", "a version of 201 bytes");
	b.len = 0;
	buf_printf(&b, "{\"kind\":\"registration-rules\",\"version\":\"%s\"," REST "}", version + 1);
	same(gives(buf_text(&b), -1, NOW), "+", "one of 200");
	buf_free(&b);
}

static const char *
first(enum document_kind kind, struct buf *b);

static void
registered(void)
{
	static const char line[] = "{\"kind\":\"chief-editor\",\"version\":\"1\",\"note\":\"n\"," REST
	    "}";
	struct buf b = { 0 };
	char head[JOURNAL_HEAD];
	uint64_t before = journal_head(st, head);

	same(gives(line, -1, NOW), "+", "a document");
	same(first(DOCUMENT_CHIEF_EDITOR, &b), "{\"kind\":\"chief-editor\",\"title\":\"值班编辑\","
	    "\"version\":\"1\",\"from\":\"2026-01-01\"," DIGEST ",\"note\":\"n\",\"by\":\"somebody\","
	    "\"at\":1795482000}", "as it is kept");
	ok(journal_head(st, head) == before + 1, "has its entry in the journal");
	same(gives(line, -1, NOW + 60), "", "the same again: nothing");
	ok(journal_head(st, head) == before + 1, "and no entry");
	same(gives("{\"version\":\"1\",\"from\":\"2026/1/1\",\"title\":\"值班编辑\",\"note\":\"n\","
	    "\"kind\":\"chief-editor\"," DIGEST "}", -1, NOW), "", "the same, written otherwise");
	same(gives("{\"kind\":\"chief-editor\",\"version\":\"1\",\"note\":\"m\"," REST "}", -1, NOW),
	    "document-reused", "this version with another content");
	same(gives("{\"kind\":\"chief-editor\",\"version\":\"1\",\"title\":\"值班编辑\",\"from\":"
	    "\"2026-02-01\",\"note\":\"n\"," DIGEST "}", -1, NOW), "document-reused",
	    "of another day");
	same(gives("{\"kind\":\"chief-editor\",\"version\":\"2\"," REST "}", -1, NOW), "+",
	    "another version of the same day");
	same(gives("{\"kind\":\"总编辑任命\",\"version\":\"2\"," REST "}", -1, NOW), "",
	    "and by the Chinese word of its kind");
	same(gives("{\"kind\":\"convention\",\"version\":\"1\"," REST "}", -1, NOW),
	    "+document-unpublished", "is to be public: registered all the same");
	same(gives("{\"kind\":\"convention\",\"version\":\"2\",\"url\":\"https://example.com/c\"," REST
	    "}", -1, NOW), "+document-unpublished", "an address and no date");
	same(gives("{\"kind\":\"convention\",\"version\":\"3\",\"url\":\"https://example.com/c\","
	    "\"published_at\":\"2026-01-01\"," REST "}", -1, NOW), "+", "both");
	same(gives("{\"kind\":\"staff\",\"version\":\"1\",\"headcount\":\"12\",\"by\":\"人事\"," REST
	    "}", -1, NOW), "+", "staff of twelve");
	same(gives("{\"kind\":\"agreement\",\"version\":\"1\",\"title\":\"t\",\"from\":\"2026-01-01\","
	    "\"file\":\"a\"}", folder, NOW), "+", "a file of the folder");
	same(gives("{\"kind\":\"agreement\",\"version\":\"1\",\"title\":\"t\",\"from\":\"2026-01-01\","
	    "\"file\":\"a\",\"digest\":\"" "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B"
	    "8F4BA8E0" "\"}", -1, NOW), "", "the same by its digest alone, in capitals");
	buf_free(&b);
}

static bool
keep_first(void *arg, const char *val, size_t n)
{
	struct buf *b = arg;

	buf_put(b, val, n);
	return false;
}

static const char *
first(enum document_kind kind, struct buf *b)
{
	b->len = 0;
	document_each(st, kind, keep_first, b);
	return buf_text(b);
}

/* ---- How a kind stands: drawn documents of a few days. */

enum { BASE = 20000, DAYS = 12, MOST = 5 };

static struct drawn { int from, until, at; } drawn[MOST];
static int drawn_n;

static unsigned
chance(unsigned below)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (unsigned)(x >> 33) % below;
}

/* The definition: the one begun last counts (of one day the one registered last). */
static enum document_standing
plainly(int day, int known, int warn, int *which)
{
	int i, best = -1, to_come = -1, follows = 0;

	for (i = 0; i < drawn_n; i++) {
		if (drawn[i].at > known)
			continue;
		if (drawn[i].from > day)
			to_come = to_come < 0 || drawn[i].from < drawn[to_come].from ? i : to_come;
		else if (best < 0 || drawn[i].from > drawn[best].from ||
		    (drawn[i].from == drawn[best].from && drawn[i].at >= drawn[best].at))
			best = i;
	}
	*which = best;
	if (best < 0)
		return to_come < 0 ? DOCUMENT_NONE : DOCUMENT_TO_COME;
	if (drawn[best].until < day)
		return DOCUMENT_ENDED;
	for (i = 0; i < drawn_n; i++)
		follows |= drawn[i].at <= known && drawn[i].from > day &&
		    drawn[i].from - 1 <= drawn[best].until;
	return drawn[best].until != WHEN_NEVER && drawn[best].until - day <= warn && !follows ?
	    DOCUMENT_ENDING : DOCUMENT_IN_FORCE;
}

static void
standings(void)
{
	enum { ROUNDS = 400 };
	struct document_entry e;
	struct buf b = { 0 };
	char key[100], day[WHEN_TEXT];
	int i, k, d, n, which, wrong = 0, other = 0, asked = 0, seen[5] = { 0 };
	enum document_standing want;

	for (i = 0; i < ROUNDS; i++) {
		store_begin(st, MOST);
		drawn_n = (int)chance(MOST + 1);
		for (k = 0; k < drawn_n; k++) {
			drawn[k].from = BASE + (int)chance(DAYS);
			drawn[k].until = chance(3) == 0 ? WHEN_NEVER : drawn[k].from + (int)chance(6);
			drawn[k].at = k;
			b.len = 0;
			buf_printf(&b, "{\"kind\":\"support\",\"title\":\"t\",\"version\":\"%d\","
			    "\"from\":\"%s\"", k, when_day_text(drawn[k].from, day));
			if (drawn[k].until != WHEN_NEVER)
				buf_member(&b, "until", when_day_text(drawn[k].until, day), 10);
			buf_printf(&b, ",\"by\":\"x\",\"at\":%d}", k);
			n = snprintf(key, sizeof key, "support%c%012lld%c%d", '\0',
			    (long long)when_start(drawn[k].from), '\0', k);
			store_put(st, STORE_DOCUMENT, key, (size_t)n, b.s, b.len);
		}
		for (d = BASE - 1; d < BASE + DAYS + 6; d++)
			for (k = -1; k < drawn_n; k++, asked++) {
				enum document_standing got = document_stands(st, DOCUMENT_SUPPORT,
				    d, k, 2, &e);

				want = plainly(d, k, 2, &which);
				seen[got]++;
				wrong += got != want;
				other += got == want && which >= 0 && (e.from != drawn[which].from ||
				    e.until != drawn[which].until || e.at != drawn[which].at);
			}
		store_abort(st);
	}
	ok(wrong == 0, "%d questions: as the definition says (%d %d %d %d %d)", asked, seen[0],
	    seen[1], seen[2], seen[3], seen[4]);
	ok(other == 0, "and the document that counts");
	for (i = 0; i < 5; i++)
		ok(seen[i] > 100, "standing %d is among them", i);
	buf_free(&b);
}

static void
beside(void)
{
	struct document_entry e;
	int day = when_day(2026, 11, 24);

	same(gives("{\"kind\":\"request\",\"title\":\"a\",\"version\":\"1\",\"case\":\"A\",\"from\":"
	    "\"2026-10-01\"," DIGEST "}", -1, NOW), "+", "a request without an end");
	same(gives("{\"kind\":\"request\",\"title\":\"b\",\"version\":\"2\",\"case\":\"B\",\"from\":"
	    "\"2026-11-01\",\"until\":\"2026-11-10\"," DIGEST "}", -1, NOW), "+", "a later, over");
	ok(document_stands(st, DOCUMENT_REQUEST, day, NOW, 30, &e) == DOCUMENT_IN_FORCE &&
	    e.number_n == 3 && memcmp(e.number, "\"A\"", 3) == 0,
	    "requests stand side by side: the earlier does yet");
}

static void
names(void)
{
	int k, good = 0;

	for (k = 0; k < DOCUMENT_KINDS; k++) {
		const char *name = document_kind_name((enum document_kind)k);

		good += document_kind_find(name, strlen(name)) == k;
	}
	ok(good == DOCUMENT_KINDS && document_kind_find("", 0) < 0 &&
	    document_kind_find("staf", 4) < 0, "each kind is found by its name");
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	char dir[300], path[400];
	FILE *f;

	snprintf(dir, sizeof dir, "%s/document-%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	mkdir(dir, 0700);
	snprintf(path, sizeof path, "%s/site.json", dir);
	f = fopen(path, "w");
	fputs("{}", f);
	fclose(f);
	policy = policy_load(path);
	terms = term_load();
	snprintf(path, sizeof path, "%s/a", dir);
	f = fopen(path, "w");
	fputs("abc", f);
	fclose(f);
	folder = attach_folder(dir);
	snprintf(path, sizeof path, "%s/store", dir);
	store_create(path, SEAL_AES);
	st = store_open(path, STORE_WRITE, 0);
	reader = record_reader_new();
	names();
	store_begin(st, 100);
	refusals();
	registered();
	beside();
	store_abort(st);
	standings();
	record_reader_free(reader);
	store_close(st);
	term_free(terms);
	policy_free(policy);
	return done();
}
