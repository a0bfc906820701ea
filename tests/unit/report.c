/* Reports that are owed: until a filing that stands has them, and again when it falls. */
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "report.h"
#include "store.h"
#include "tap.h"

enum { NOW = 1700000000, HOURS = 24 };

static struct store *s;

static void
filing(const char *id, const char *state)
{
	struct buf b = { 0 };

	buf_printf(&b, "{\"filing\":\"%s\",\"state\":\"%s\"}", id, state);
	store_put(s, STORE_FILING, id, strlen(id), b.s, b.len);
	buf_free(&b);
}

static enum report_state
state(int64_t serial, int64_t at)
{
	return report_state(s, serial, "measure", "m", 1, at);
}

int
main(void)
{
	char dir[] = "/tmp/report.XXXXXX", path[64], key[REPORT_SERIAL];
	struct report r;
	struct buf from = { 0 };
	const char *val;
	int64_t one, two, due = NOW + HOURS * 3600;
	size_t n;
	int i;

	ok(mkdtemp(dir) != NULL, "a place");
	snprintf(path, sizeof path, "%s/s", dir);
	store_create(path, 0);
	s = store_open(path, STORE_WRITE, 0);
	store_begin(s, 100);
	one = report_put(s, REPORT_GR11_2, "measure", "m", 1, NOW, HOURS);
	two = report_put(s, REPORT_PA13_2, "listing", "000000000007", 12, NOW, HOURS);
	ok(state(one, due) == REPORT_QUEUED && state(one, due + 1) == REPORT_OVERDUE,
	    "owed, then overdue");
	ok(state(two, NOW) == REPORT_NONE && state(99, NOW) == REPORT_NONE, "of nothing else");
	report_key(one, key);
	report_made(s, key, "f1");
	ok(state(one, NOW) == REPORT_QUEUED, "in a filing that is not there: owed");
	for (i = 0; i < 5; i++) {
		static const char *const word[] = { "made", "published", "accepted", "rejected",
			"lost" };

		filing("f1", word[i]);
		ok((state(one, due + 1) == REPORT_MADE) == (i == 1 || i == 2),
		    i == 1 || i == 2 ? "the filing stands" : "the filing does not stand");
	}
	ok(!report_again(s, "f1", &from, 10) && store_get(s, STORE_REPORT, key, 12, &val, &n) &&
	    report_read(val, n, &r), "queued again");
	ok(r.serial == one && r.due == due && r.at == NOW && r.kind == REPORT_GR11_2 &&
	    r.filing == NULL && r.ref_n == 3, "as it was, its due too");
	ok(memmem(val, n, "\"before\":[\"f1\"],\"state\":\"queued\"}", 33) != NULL,
	    "and the filing that fell is known");
	report_made(s, key, "f2");
	filing("f2", "rejected");
	from.len = 0;
	ok(report_again(s, "f2", &from, 1) && !report_again(s, "f2", &from, 5),
	    "in pieces: there is more, then there is not");
	store_get(s, STORE_REPORT, key, 12, &val, &n);
	ok(memmem(val, n, "\"before\":[\"f1\",\"f2\"]", 20) != NULL, "both are");
	ok(strcmp(report_kind_clause(REPORT_PA11_2), "PA-11-2e") == 0 &&
	    strcmp(report_kind_clause(REPORT_GR11_3), "GR-11-3e") == 0, "clauses");
	ok(!report_read("{}", 2, &r) && !report_read("{\"n\":1,\"kind\":\"x\"}", 18, &r),
	    "what is no report");
	store_commit(s);
	store_close(s);
	buf_free(&from);
	return done();
}
