/* Signs of malicious complaints: how well a sketch tells how alike two texts are, against the
 * plain measure; each sign at its limit and one before; what was overturned counts no more. */
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "complaint.h"
#include "malice.h"
#include "policy.h"
#include "seal.h"
#include "store.h"
#include "tap.h"
#include "text.h"

#define NOW ((int64_t)1795482000)	/* 2026-11-24T09:00:00+08:00 */
#define DAY ((int64_t)86400)

static struct malice_rules *rules;
static struct complaint_rules *complaints;
static struct store *st;

/* ---- Sketches. */

static uint32_t
chance(uint32_t below)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (uint32_t)(x >> 33) % below;
}

enum { TEXT = 120 };

/* Jaccard of the sets of three characters, in per cent. */
static unsigned
plain(const uint32_t *a, const uint32_t *b)
{
	unsigned i, k, common = 0, own[2] = { 0 }, side;
	const uint32_t *t[2] = { a, b };

	for (side = 0; side < 2; side++)
		for (i = 0; i + 2 < TEXT; i++) {
			for (k = 0; k < i && memcmp(t[side] + k, t[side] + i, 12) != 0; k++)
				;
			if (k < i)
				continue;
			own[side]++;
			if (side == 1)
				continue;
			for (k = 0; k + 2 < TEXT && memcmp(b + k, a + i, 12) != 0; k++)
				;
			common += k + 2 < TEXT;
		}
	return 100 * common / (own[0] + own[1] - common);
}

static void
sketch_of(const uint32_t *t, unsigned char out[MALICE_SKETCH])
{
	char s[4 * TEXT];
	size_t i, n = 0;

	for (i = 0; i < TEXT; i++)
		n += text_put(s + n, t[i]);
	malice_sketch(s, n, out);
}

static void
accuracy(void)
{
	enum { PAIRS = 2000 };
	uint32_t a[TEXT], b[TEXT];
	unsigned char x[MALICE_SKETCH], y[MALICE_SKETCH];
	unsigned i, k, edits, real, told, far = 0, missed = 0, wrong = 0, like = 0, apart = 0;
	long error = 0, sum = 0;

	for (i = 0; i < PAIRS; i++) {
		for (k = 0; k < TEXT; k++)
			a[k] = b[k] = 0x4e00 + chance(3000);
		edits = i % 40;
		for (k = 0; k < edits; k++)
			b[chance(TEXT)] = 0x4e00 + chance(3000);
		sketch_of(a, x);
		sketch_of(b, y);
		real = plain(a, b);
		told = malice_alike(x, y);
		error += labs((long)real - (long)told);
		sum += (long)told - (long)real;
		far += labs((long)real - (long)told) > 25;
		like += real >= 95;
		missed += real >= 95 && told < 80;
		apart += real <= 55;
		wrong += real <= 55 && told >= 80;
	}
	ok(error < 7 * PAIRS && labs(sum) < 2 * PAIRS && far < PAIRS / 100,
	    "%d pairs: off by %.1f of 100 on average, and neither way by more than 2", PAIRS,
	    (double)error / PAIRS);
	ok(missed == 0, "%u that are alike by 95 or more: each told as 80 or more", like);
	ok(wrong == 0, "%u that are alike by 55 or less: none told so", apart);
}

static unsigned
between(const char *a, const char *b)
{
	unsigned char x[MALICE_SKETCH], y[MALICE_SKETCH];

	if (!malice_sketch(a, strlen(a), x) || !malice_sketch(b, strlen(b), y))
		return 1000;
	return malice_alike(x, y);
}

static void
texts(void)
{
	static char large[3 << 20];
	unsigned char x[MALICE_SKETCH];

	ok(between("该账号冒充记者发布虚假信息", "该账号，冒充“记者”，发布 虚假信息！") == 100,
	    "punctuation and blanks aside");
	ok(between("ABC微信12345", "ａｂｃ微信１２３４５") == 100, "full width and case aside");
	ok(between("该账号冒充记者发布虚假信息", "群里有人组织网络赌博并拉人下注") < 20,
	    "other words");
	ok(between("abc", "abc") == 1000 && between("", "abcd") == 1000 &&
	    between("。。。？？！！", "abcd") == 1000, "fewer than 4 characters say too little");
	ok(between("abcd", "abcd") == 100, "four do");
	ok(!malice_sketch("\xff\xfe\xfd\xfc", 4, x), "bytes that are no text");
	memset(large, 'x', sizeof large);
	ok(malice_sketch(large, sizeof large, x), "three MiB of one letter");
}

/* ---- The store. */

static int64_t serial;

static struct malice_case
one(const char *target, const char *reporter, const char *kind, int64_t time, const char *text)
{
	struct malice_case c = { .target = target, .target_n = strlen(target),
	    .reporter = reporter, .kind = kind, .kind_n = strlen(kind), .time = time };

	c.has_sketch = malice_sketch(text, strlen(text), c.sketch);
	return c;
}

/* A complaint that was received, with its steps (JSON). */
static int64_t
received(struct malice_case *c, const char *steps)
{
	struct buf b = { 0 };
	char key[24];

	c->number = ++serial;
	malice_note(st, c);
	buf_puts(&b, "{\"id\":\"x\",\"kind\":\"fraud\",\"side\":0");
	buf_member(&b, "target", c->target, c->target_n);
	buf_member_num(&b, "time", c->time);
	buf_member_num(&b, "received_at", c->time);
	buf_member(&b, "reporter", c->reporter, strlen(c->reporter));
	buf_puts(&b, ",\"steps\":[");
	buf_puts(&b, steps);
	buf_puts(&b, "]}");
	snprintf(key, sizeof key, "%012lld", (long long)serial);
	store_put(st, STORE_COMPLAINT, key, 12, b.s, b.len);
	buf_free(&b);
	return serial;
}

static const char *
decided(const char *decision, int64_t at, const char *more)
{
	static char s[800];

	snprintf(s, sizeof s, "{\"step\":\"accept\",\"decision\":\"accepted\",\"time\":%lld,"
	    "\"at\":%lld},{\"step\":\"decide\",\"decision\":\"%s\",\"time\":%lld,\"at\":%lld}%s",
	    (long long)at, (long long)at, decision, (long long)at, (long long)at, more);
	return s;
}

static void
weighs(const struct malice_case *c, const char *want, const char *what)
{
	struct buf b = { 0 };
	unsigned weight = malice_weigh(rules, complaints, st, c, &b);
	char number[40];

	same(buf_text(&b), want, what);
	snprintf(number, sizeof number, "{\"weight\":%u,", weight);
	ok(strncmp(b.s, number, strlen(number)) == 0, "%s: the weight is returned", what);
	buf_free(&b);
}

#define NOTHING "{\"weight\":0,\"signs\":[]}"

static void
duplicates(void)
{
	static const char words[] = "该账号冒充银行客服骗取验证码，请处理";
	struct malice_case a = one("a:dup", "r1", "fraud", NOW - 40 * DAY, words),
	    b = one("a:dup", "r2", "fraud", NOW - 20 * DAY, words),
	    c = one("a:dup", "r3", "rumour", NOW, words),
	    d = one("a:dup", "", "fraud", NOW, "该账号冒充银行客服，骗取验证码。请处理！"),
	    e = one("a:du", "r1", "fraud", NOW, words), f = one("a:dup", "r1", "fraud", NOW, "骗子");
	int64_t first;

	ok(malice_duplicate(rules, st, &a) == 0, "none is before the first");
	first = received(&a, "");
	ok(malice_duplicate(rules, st, &b) == first, "the same words 20 days later");
	received(&b, "");
	ok(malice_duplicate(rules, st, &d) == first + 1,
	    "the earliest within 30 days, not the one of 40 days ago");
	ok(malice_duplicate(rules, st, &c) == 0, "of another kind: none");
	ok(malice_duplicate(rules, st, &e) == 0, "of a target whose name begins so: none");
	ok(malice_duplicate(rules, st, &f) == 0, "words that say too little: none");
	received(&d, "");
	d.number = first + 1;
	ok(malice_duplicate(rules, st, &d) == 0, "told again for an earlier number: none before it "
	    "in time");
}

static void
bursts(void)
{
	struct malice_case c = one("u:burst", "", "other", NOW, "x");
	int i;

	c.time = NOW - DAY;
	received(&c, "");			/* a day before to the second: outside */
	for (i = 0; i < 18; i++) {
		c.time = NOW - DAY + 1 + i * 60;
		received(&c, "");
	}
	c.time = NOW;
	c.number = 0;
	weighs(&c, NOTHING, "19 on a target in 24 hours");
	received(&c, "");
	c.number = 0;
	weighs(&c, "{\"weight\":30,\"signs\":[{\"sign\":\"burst\",\"weight\":30,\"complaints\":20,"
	    "\"hours\":24,\"limit\":20}]}", "20");
	ok(!malice_flagged(rules, 30) && malice_flagged(rules, 50), "flagged from 50 on");
	c.number = serial;
	weighs(&c, NOTHING, "told again for the last of the 19");
}

static void
wordings(void)
{
	static const char words[] = "此群传播未经证实的谣言，造成恶劣影响，望严肃处理";
	char target[20], reporter[20];
	struct malice_case c = one(target, reporter, "rumour", NOW, words);
	int i;

	for (i = 0; i < 8; i++) {
		snprintf(target, sizeof target, "g:w%d", i);
		snprintf(reporter, sizeof reporter, "w%d", i / 2);
		c.target_n = strlen(target);
		received(&c, "");
	}
	c.number = 0;
	weighs(&c, NOTHING, "the same words of four reporters, each twice, this one of them");
	strcpy(reporter, "");
	weighs(&c, "{\"weight\":40,\"signs\":[{\"sign\":\"wording\",\"weight\":40,\"reporters\":5,"
	    "\"similar\":80,\"days\":30,\"limit\":5}]}", "and of one that is not known");
	received(&c, "");
	received(&c, "");
	c.number = 0;
	strcpy(reporter, "w1");
	weighs(&c, "{\"weight\":40,\"signs\":[{\"sign\":\"wording\",\"weight\":40,\"reporters\":6,"
	    "\"similar\":80,\"days\":30,\"limit\":5}]}", "each unknown one is one of its own");
	c.time = NOW + 31 * DAY;
	weighs(&c, NOTHING, "a month later");
}

static void
records(void)
{
	char target[20];
	struct malice_case c = one(target, "bad", "fraud", 0, ""), next;
	int i;

	for (i = 0; i < 4; i++) {
		snprintf(target, sizeof target, "a:r%d", i);
		c.target_n = strlen(target);
		c.time = NOW - 10 * DAY;
		received(&c, decided("rejected", NOW - 5 * DAY, ""));
	}
	next = one("a:next", "bad", "fraud", NOW, "");
	weighs(&next, NOTHING, "four decided complaints");
	c.time = NOW - 9 * DAY;
	received(&c, "");
	weighs(&next, NOTHING, "and one that is open");
	c.time = NOW - 10 * DAY;
	received(&c, decided("upheld", NOW - 5 * DAY, ""));
	weighs(&next, "{\"weight\":50,\"signs\":[{\"sign\":\"record\",\"weight\":50,"
	    "\"complaints\":5,\"unfounded\":4,\"share\":80,\"limit\":60}]}", "five, four rejected");
	next.known = NOW - 5 * DAY - 1;
	weighs(&next, NOTHING, "as it stood a second before they were decided");
	next.known = NOW;
	next.known = NOW + 180 * DAY;
	weighs(&next, NOTHING, "half a year later they count for half");
	next = one("a:next", "", "fraud", NOW, "");
	weighs(&next, NOTHING, "nobody's record");
	next = one("a:next", "ba", "fraud", NOW, "");
	weighs(&next, NOTHING, "another's, whose key begins so");
	next = one("a:next", "bad", "fraud", NOW, "");
	received(&c, decided("rejected", NOW - 4 * DAY, ",{\"step\":\"feedback\",\"time\":1795400000,"
	    "\"at\":1795400000},{\"step\":\"appeal\",\"role\":\"complainant\",\"time\":1795400000,"
	    "\"at\":1795400000},{\"step\":\"appeal\",\"outcome\":\"upheld\",\"time\":1795460000,"
	    "\"at\":1795460000}"));
	weighs(&next, "{\"weight\":50,\"signs\":[{\"sign\":\"record\",\"weight\":50,"
	    "\"complaints\":5,\"unfounded\":4,\"share\":80,\"limit\":60}]}",
	    "one rejected and overturned counts neither way");
	for (i = 0; i < 3; i++)
		received(&c, decided("partial", NOW - 5 * DAY, ""));
	weighs(&next, NOTHING, "four of eight rejected: less than 60 of 100");
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct policy *p;
	char dir[300], site[320];
	FILE *f;

	accuracy();
	texts();
	snprintf(site, sizeof site, "%s/malice-%ld.json", tmp != NULL ? tmp : "/tmp",
	    (long)getpid());
	f = fopen(site, "w");
	fputs("{}", f);
	fclose(f);
	p = policy_load(site);
	rules = malice_rules_load(p);
	complaints = complaint_rules_load(p);
	snprintf(dir, sizeof dir, "%s/malice-%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	store_create(dir, SEAL_AES);
	st = store_open(dir, STORE_WRITE, 0);
	store_begin(st, 1000);
	duplicates();
	bursts();
	wordings();
	records();
	store_abort(st);
	store_close(st);
	malice_rules_free(rules);
	complaint_rules_free(complaints);
	policy_free(p);
	return done();
}
