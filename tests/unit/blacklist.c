/* The blacklist against a plain model: listings put, lifted, run out, in any order, asked for
 * at every second; what is listed is never missed by the filter in front. */
#include <inttypes.h>
#include <stdint.h>
#include <unistd.h>

#include "blacklist.h"
#include "buf.h"
#include "fold.h"
#include "policy.h"
#include "report.h"
#include "seal.h"
#include "sieve.h"
#include "store.h"
#include "tap.h"
#include "when.h"

enum { LISTINGS = 3000, KEYS = 150, T0 = 1700000000 };

static struct {
	char kind;
	unsigned key;
	int64_t serial, from, until, ended;	/* ended: EVER, not by hand */
	bool gone;				/* run out and taken out */
} model[LISTINGS];
static unsigned listed;

static uint32_t
rnd(uint32_t below)
{
	static uint32_t x = 2463534242;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x % below;
}

static size_t
key_of(char out[32], unsigned i)
{
	return (size_t)snprintf(out, 32, i % 3 == 0 ? "青柠\"%u" : "key %u", i);
}

static void
put(struct store *s, const struct blacklist_rules *r, struct fold *f, int64_t now)
{
	char key[32];
	struct blacklist_listing l = { .kind = BLACKLIST_KINDS[rnd(7)], .list = { "hand", 4 },
	    .ground = { "law", 3 }, .basis = { "b", 1 }, .reason = { "r", 1 },
	    .by = { "x", 1 } };
	unsigned k = rnd(KEYS);

	l.key = (struct blacklist_text){ key, key_of(key, k) };
	l.from = now - 50 + rnd(100);
	l.until = rnd(10) == 0 ? BLACKLIST_EVER : l.from + 1 + rnd(400);
	model[listed].kind = l.kind;
	model[listed].key = k;
	model[listed].from = l.from;
	model[listed].until = l.until;
	model[listed].ended = BLACKLIST_EVER;
	model[listed].serial = blacklist_put(s, r, f, &l, now);
	listed++;
}

static bool
has(char kind, unsigned key, int64_t at)
{
	unsigned i;

	for (i = 0; i < listed; i++)
		if (model[i].kind == kind && model[i].key == key && !model[i].gone &&
		    model[i].ended == BLACKLIST_EVER && model[i].from <= at &&
		    at < model[i].until)
			return true;
	return false;
}

static void
ask_all(struct store *s, int64_t now, unsigned *wrong, unsigned *missed)
{
	struct sieve *v = sieve_load(s);
	const char *kind;
	char key[34];
	unsigned i;
	size_t n;
	bool is;

	for (kind = BLACKLIST_KINDS; *kind != '\0'; kind++)
		for (i = 0; i < KEYS; i++) {
			n = key_of(key + 2, i);
			is = has(*kind, i, now);
			key[0] = *kind;
			key[1] = ':';
			*wrong += blacklist_has(s, *kind, key + 2, n, now) != is;
			*missed += is && !sieve_may(v, key, n + 2);
		}
	sieve_free(v);
}

static uint64_t
values(struct store *s, enum store_table t)
{
	struct store_facts f;

	store_facts(s, &f);
	return f.table[t].entries;
}

static void
against_model(struct store *s, const struct blacklist_rules *r, struct fold *f)
{
	char kind, key[BLACKLIST_KEY], want[32], digits[REPORT_SERIAL];
	int64_t now = T0, report;
	unsigned step, i, wrong = 0, missed = 0, ends = 0, expired = 0;
	unsigned serials = 0, stands = 0, reports = 0;
	size_t n, count;

	for (step = 0; listed < LISTINGS; step++) {
		store_begin(s, 1000);
		now += rnd(20);
		count = blacklist_expire(s, r, f, 1000, now);
		for (i = 0; i < listed; i++)
			if (!model[i].gone && model[i].ended == BLACKLIST_EVER &&
			    model[i].until <= now) {
				model[i].gone = true;
				count--;
			}
		expired += count != 0;
		for (i = 0; i < 20 && listed < LISTINGS; i++)
			put(s, r, f, now);
		for (i = 0; i < 8; i++) {
			unsigned k = rnd(listed);
			bool there = !model[k].gone && model[k].ended == BLACKLIST_EVER &&
			    now < model[k].until;

			ends += blacklist_lift(s, r, f, model[k].serial, BLACKLIST_LIFTED,
			    "\"by\":\"x\"", 8, now) != there;
			if (there)
				model[k].ended = now;
		}
		store_commit(s);
		store_begin(s, 0);
		if (step % 10 == 0)
			ask_all(s, now, &wrong, &missed);
		store_abort(s);
	}
	store_begin(s, 0);
	for (i = 0; i < listed; i++) {
		bool there = !model[i].gone && model[i].ended == BLACKLIST_EVER &&
		    model[i].from <= now && now < model[i].until;

		stands += blacklist_stands(s, model[i].serial, now, &kind, key, &n, &report) !=
		    there;
		serials += kind != model[i].kind || n != key_of(want, model[i].key) ||
		    memcmp(key, want, n) != 0;
		report_key(model[i].serial, digits);
		reports += report_state(s, report, "listing", digits, REPORT_SERIAL - 1,
		    now) == REPORT_NONE;
	}
	ok(!blacklist_stands(s, 999999999, now, &kind, key, &n, &report) && kind == '\0' &&
	    !blacklist_stands(s, -1, now, &kind, key, &n, &report) && kind == '\0',
	    "a serial that never was");
	store_abort(s);
	ok(wrong == 0, "%u listings: in force when the model says so", listed);
	ok(missed == 0, "none is missed by the filter");
	ok(ends == 0, "a listing is lifted once, and not when it has run out");
	ok(expired == 0, "what has run out is taken out, each once");
	ok(stands == 0 && serials == 0, "each is found by its serial, ended or not");
	ok(reports == 0 && values(s, STORE_REPORT) == listed, "each owes a report");

	store_begin(s, 10000);
	while (blacklist_expire(s, r, f, 500, INT32_MAX * (int64_t)100) > 0)
		;
	for (i = 0; i < listed; i++)
		blacklist_lift(s, r, f, model[i].serial, BLACKLIST_LIFTED, "", 0, now);
	store_commit(s);
	ok(values(s, STORE_BLACKLIST) == 0 && values(s, STORE_NEAR) == 0 &&
	    values(s, STORE_DUE) == 0, "all ended: no key, no near form, nothing due");
	ok(values(s, STORE_LISTING) == 4 * (uint64_t)listed,
	    "the history has beginning and end of each");
}

static void
terms(struct store *s, struct blacklist_rules r)
{
	struct blacklist_listing l = { .kind = 'a', .key = { "t", 1 }, .list = { "hand", 4 } };
	char text[WHEN_TEXT];
	int64_t from, serial, n[4];
	int i;

	r.first_months = 1;
	r.repeat_months = 6;
	r.most_months = 14;
	when_read("2028-01-31T10:00:00", 19, &from);
	store_begin(s, 100);
	same(when_text(blacklist_term(s, &r, 'a', "t", 1, from), text),
	    "2028-02-29T10:00:00+08:00", "a month from the 31st is the month's last day");
	for (i = 0; i < 4; i++) {
		l.from = from;
		l.until = blacklist_term(s, &r, 'a', "t", 1, from);
		n[i] = serial = blacklist_put(s, &r, NULL, &l, from);
		if (i == 1)
			same(when_text(l.until, text), "2028-08-31T10:00:00+08:00",
			    "the second is longer");
		if (i == 3)
			same(when_text(l.until, text), "2029-03-31T10:00:00+08:00",
			    "and the fourth as long as any may be");
	}
	ok(!blacklist_too_long(&r, from, l.until) &&
	    !blacklist_too_long(&r, from, l.until + 3600) &&
	    blacklist_too_long(&r, from, l.until + 86400), "the longest is not too long");
	for (i = 0; i < 3; i++)
		blacklist_lift(s, &r, NULL, n[i], BLACKLIST_LIFTED, "", 0, from);
	same(when_text(blacklist_term(s, &r, 'a', "t", 1, from), text),
	    "2028-08-31T10:00:00+08:00", "those that were lifted do not count");
	same(when_text(blacklist_term(s, &r, 's', "t", 1, from), text),
	    "2028-02-29T10:00:00+08:00", "another kind has a count of its own");
	blacklist_expire(s, &r, NULL, 10, l.until);
	same(when_text(blacklist_term(s, &r, 'a', "t", 1, from), text),
	    "2028-08-31T10:00:00+08:00", "one that has run its course counts");
	store_abort(s);
}

static void
shown(struct store *s, const struct blacklist_rules *r)
{
	struct blacklist_listing l = { .kind = 'g', .key = { "g\"1", 3 },
	    .list = { "hand", 4 },
	    .ground = { "law", 3 }, .basis = { "b", 1 }, .reason = { "r\n", 2 },
	    .by = { "x", 1 }, .from = T0, .until = T0 + 10 };
	struct buf b = { 0 };

	store_begin(s, 10);
	blacklist_put(s, r, NULL, &l, T0);
	l.from += 5;
	l.until = BLACKLIST_EVER;
	blacklist_put(s, r, NULL, &l, T0);
	ok(blacklist_show(s, 'g', "g\"1", 3, T0 - 1, BLACKLIST_IN_FORCE, &b) == 0 &&
	    b.len == 0, "nothing before it begins");
	ok(blacklist_show(s, 'g', "g\"1", 3, T0 + 5, BLACKLIST_IN_FORCE, &b) == 2,
	    "two in force");
	b.len = 0;
	ok(blacklist_show(s, 'g', "g\"1", 3, T0 + 4, BLACKLIST_IN_FORCE, &b) == 1,
	    "the first");
	ok(strstr(buf_text(&b), "{\"kind\":\"group\",\"key\":\"g\\\"1\",\"n\":") == b.s &&
	    strstr(b.s, "\"until\":\"2023-11-15T06:13:30+08:00\"") != NULL &&
	    strstr(b.s, "\"reason\":\"r\\n\"") != NULL, "with kind, key and times as text");
	b.len = 0;
	ok(blacklist_show(s, 'g', "g\"1", 3, T0 + 10, BLACKLIST_IN_FORCE, &b) == 1 &&
	    strstr(buf_text(&b), "until") == NULL, "from its end on only the other");
	b.len = 0;
	ok(blacklist_show(s, 'g', "g\"1", 3, 0, BLACKLIST_ALL, &b) == 2, "all");
	b.len = 0;
	ok(blacklist_history(s, 'g', "g\"1", 3, &b) == 2 &&
	    blacklist_history(s, 'g', "g", 1, &b) == 0, "the history of a key is its own");
	ok(!blacklist_has(s, 'g', "g\"1", BLACKLIST_KEY + 1, T0 + 5) ||
	    BLACKLIST_KEY < 3, "a key that is too long is on no list");
	store_abort(s);
	buf_free(&b);
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct blacklist_rules r;
	struct policy *p;
	struct store *s;
	struct fold *f = fold_new();
	char dir[300], site[320];
	FILE *file;

	snprintf(dir, sizeof dir, "%s/blacklist-%ld", tmp != NULL ? tmp : "/tmp",
	    (long)getpid());
	snprintf(site, sizeof site, "%s.json", dir);
	file = fopen(site, "w");
	if (file == NULL || fputs("{}", file) < 0 || fclose(file) != 0) {
		printf("Bail out! %s\n", site);
		return 1;
	}
	p = policy_load(site);
	blacklist_rules(p, &r);
	store_create(dir, SEAL_AES);
	s = store_open(dir, STORE_WRITE, 0);
	terms(s, r);
	shown(s, &r);
	against_model(s, &r, f);
	store_close(s);
	fold_free(f);
	policy_free(p);
	unlink(site);
	return done();
}
