/* The catalogue of segments: entries, numbers, tombstones, and mending what was left. */
#include <fcntl.h>
#include <stdint.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "seal.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"
#include "tap.h"
#include "when.h"

static char dir[256], where[300], root[400];
static struct store *store;
static struct segment_root *top;
static struct segment_facts sample = { .lines = 7, .bytes = UINT64_C(1) << 40, .size = 99,
	.first = -1000, .last = 1795535999, .index_at = 90, .index_size = 9 };

static struct shelf_entry
entry(void)
{
	memset(sample.sha256, 'a', 64);
	memset(sample.sm3, 'b', 64);
	memset(sample.index, 'c', 64);
	return (struct shelf_entry){ .facts = &sample, .received = 1795536000,
	    .until = when_day(2027, 5, 24), .journal = 12 };
}

static void
there_and_back(const char *source)
{
	struct shelf_entry e = entry(), f;
	struct segment_facts facts;
	struct buf b = { 0 };

	e.source = source;
	e.source_n = source != NULL ? strlen(source) : 0;
	shelf_write(&b, &e);
	ok(shelf_read(b.s, b.len, &f, &facts) && f.received == e.received &&
	    f.until == e.until && f.journal == 12 && f.facts == &facts &&
	    memcmp(&facts, &sample, sizeof facts) == 0 &&
	    (source == NULL) == (f.source == NULL) && f.source_n == e.source_n &&
	    (source == NULL || memcmp(f.source, source, f.source_n) == 0),
	    "there and back, a source of %zu bytes", e.source_n);
	buf_free(&b);
}

static void
no_entry(const char *val)
{
	struct segment_facts facts;
	struct shelf_entry e;

	ok(!shelf_read(val, strlen(val), &e, &facts), "no entry: %.60s", val);
}

static void
entries(void)
{
	struct shelf_entry e = entry();
	struct buf b = { 0 };
	char *at;

	there_and_back(NULL);
	there_and_back("web-1");
	there_and_back("\xe7\xbd\x91\xe7\xab\x99 1");
	there_and_back("");
	no_entry("");
	no_entry("{}");
	no_entry("[]");
	e.source = "a\"b";
	e.source_n = 3;
	shelf_write(&b, &e);
	no_entry(buf_text(&b));
	e.source = NULL;
	b.len = 0;
	shelf_write(&b, &e);
	buf_text(&b);
	at = strstr(b.s, "\"bytes\":1");
	at[8] = '-';
	no_entry(b.s);
	at[8] = '1';
	at = strstr(b.s, "\"sm3\":\"b");
	at[7] = '\\';
	no_entry(b.s);
	at[7] = 'b';
	at = strstr(b.s, "2027-05");
	at[6] = 'x';
	no_entry(b.s);
	buf_free(&b);
}

static void
end_of(const char *id, const char *into, uint64_t kept)
{
	struct shelf_end end = { .at = 1795540000, .why = into != NULL ? "held" : "pruned",
	    .into = into, .by = "ops \"x\"", .policy = "p", .kept = kept, .journal = 13 };

	shelf_bury(store, id, &end);
}

static unsigned
next(int day)
{
	struct segment_name n = { "log", SEGMENT_DATED, when_day(2026, 11, day), 0 };

	return shelf_number(store, &n);
}

static void
put(const char *id)
{
	struct shelf_entry e = entry();

	shelf_put(store, id, &e);
}

static bool
one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct buf *b = arg;

	buf_put(b, key, klen);
	buf_putc(b, '=');
	buf_put(b, val, n);
	return true;
}

static void
catalogue(void)
{
	struct segment_facts facts;
	struct shelf_entry e;
	struct buf b = { 0 };
	const char *val;
	unsigned i;
	char id[SEGMENT_ID];
	size_t n;

	store_begin(store, 100);
	ok(shelf_received(store) == INT64_MIN, "nothing came yet");
	shelf_receive(store, 100);
	shelf_receive(store, 300);
	shelf_receive(store, 200);
	ok(shelf_received(store) == 300, "the newest that came stays");
	ok(next(1) == 1, "the first number");
	put("log/2026/11/01-0001");
	put("log/2026/11/01-0004");
	put("log/undated/2026/11/01-0077");
	put("log-2/2026/11/01-0078");
	put("log/2026/11/02-0005");
	ok(next(1) == 5 && next(2) == 6 && next(3) == 1, "of a class, series and day");
	put("log/2026/11/01-0006");
	end_of("log/2026/11/01-0006", NULL, 0);
	ok(next(1) == 7, "over those that are gone too");
	ok(!shelf_get(store, "log/2026/11/01-0006", &val, &n) &&
	    shelf_get(store, "log/2026/11/01-0004", &val, &n) &&
	    shelf_read(val, n, &e, &facts), "what is there and what is gone");
	ok(store_get(store, STORE_GONE, "log/2026/11/01-0006", 19, &val, &n) &&
	    shelf_read(val, n, &e, &facts) && e.journal == 13, "its tombstone is an entry");
	buf_put(&b, val, n);
	ok(strstr(buf_text(&b), ",\"came\":12,\"gone\":1795540000,\"why\":\"pruned\","
	    "\"by\":\"ops \\\"x\\\"\",\"policy\":\"p\",\"journal\":13}") != NULL,
	    "with how it went");
	end_of("log/2026/11/01-0004", "log/held/2026/11/01-0001", 3);
	b.len = 0;
	store_walk(store, STORE_GONE, "log/2026/11/01-0004", 19, NULL, 0, one, &b);
	ok(strstr(buf_text(&b), "\"why\":\"held\",\"into\":\"log/held/2026/11/01-0001\","
	    "\"kept\":3,") != NULL, "and what was kept of it");
	b.len = 0;
	store_walk(store, STORE_DUE, "S", 1, NULL, 0, one, &b);
	ok(b.len == 2 * (14 + 19 + 1) && memcmp(b.s, "S001795540000\0log/2026/11/01-0004=", 34)
	    == 0, "their files are due");
	for (i = 9990; i < 10003; i++) {
		snprintf(id, sizeof id, "log/2026/11/05-%u", i);
		ok(i == 9990 || next(5) == i, "after %u", i - 1);
		put(id);
		if (i % 2 == 0)
			end_of(id, NULL, 0);
	}
	store_abort(store);
	buf_free(&b);
}

/* ---- Mending. */

static char *
path(const char *id, const char *end)
{
	static char out[512];

	snprintf(out, sizeof out, "%s/%s.jsonl.zst%s", root, id, end);
	return out;
}

static bool
there(const char *id, const char *end)
{
	return access(path(id, end), F_OK) == 0;
}

/* A segment's file; known: also in the store; settled: to its end. */
static void
make(const char *id, bool known, bool settled)
{
	struct segment_draft *d = segment_new(top);
	struct segment_facts facts;
	struct shelf_entry e = entry();

	segment_finish(d, &facts);
	if (!segment_stage(d, id))
		abort();
	segment_drop(d);
	e.facts = &facts;
	if (known) {
		store_begin(store, 1);
		shelf_put(store, id, &e);
		store_commit(store);
	}
	if (settled)
		segment_settle(top, id, facts.sha256);
}

static void
gone(const char *id)
{
	store_begin(store, 1);
	end_of(id, NULL, 0);
	store_commit(store);
}

static size_t
due(void)
{
	struct buf b = { 0 };
	size_t n;

	store_begin(store, 0);
	store_walk(store, STORE_DUE, "S", 1, NULL, 0, one, &b);
	store_abort(store);
	n = b.len / 34;
	buf_free(&b);
	return n;
}

static bool
ends_with_usage(const char *other)
{
	pid_t child;
	int state = 0;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(99);
		shelf_mend(store_open(other, STORE_WRITE, 1), top, false);
		_exit(0);
	}
	waitpid(child, &state, 0);
	return WIFEXITED(state) && WEXITSTATUS(state) == USAGE;
}

static void
mending(void)
{
	char print[SEAL_HEX], other[300];
	int reader;

	seal_fingerprint(store_seal(store), print);
	snprintf(other, sizeof other, "%.200s/other", dir);

	make("log/2026/11/01-0001", true, true);
	make("log/2026/11/01-0002", true, false);
	make("log/2026/11/01-0003", false, false);
	make("log/2026/11/01-0004", true, true);
	make("log/2026/12/01-0005", true, false);
	make("log/2026/11/01-0006", false, true);
	gone("log/2026/11/01-0004");
	gone("log/2026/12/01-0005");
	unlink(path("log/2026/11/01-0001", ".sha256"));
	ok(due() == 2, "two are to be removed");
	reader = openat(segment_fd(top), ".lock", O_RDONLY);
	flock(reader, LOCK_SH);
	ok(shelf_mend(store, top, false) == 0 && there("log/2026/11/01-0004", ""),
	    "while somebody reads nothing is done");
	ok(status_worst() == DONE, "nor said");
	ok(shelf_mend(store, top, true) == 2 && there("log/2026/11/01-0004", "") &&
	    status_worst() == REFUSED, "but by who waits for it");
	close(reader);
	ok(shelf_mend(store, top, true) == 0, "mended");
	ok(there("log/2026/11/01-0001", "") && there("log/2026/11/01-0001", ".sha256"),
	    "a sum that is missing is written");
	ok(there("log/2026/11/01-0002", "") && !there("log/2026/11/01-0002", ".new"),
	    "staged and known: settled");
	ok(!there("log/2026/11/01-0003", "") && !there("log/2026/11/01-0003", ".new"),
	    "staged and not known: gone");
	ok(!there("log/2026/11/01-0004", "") && !there("log/2026/11/01-0004", ".sha256") &&
	    !there("log/2026/12/01-0005", "") && !there("log/2026/12/01-0005", ".new"),
	    "those with a tombstone are gone");
	ok(there("log/2026/11/01-0006", ""), "a settled one stays, known or not");
	snprintf(root + strlen(root), 20, "/log/2026");
	ok(access(root, F_OK) == 0, "years with something stay");
	strcat(root, "/12");
	ok(access(root, F_OK) != 0, "months without anything do not");
	root[strlen(root) - 12] = '\0';
	ok(due() == 0 && shelf_mend(store, top, true) == 0, "nothing is due any more");

	/* a file that cannot go: a directory of its name */
	make("log/2026/11/02-0001", true, true);
	make("log/2026/11/02-0002", true, true);
	gone("log/2026/11/02-0001");
	gone("log/2026/11/02-0002");
	unlink(path("log/2026/11/02-0001", ""));
	mkdir(path("log/2026/11/02-0001", ""), 0700);
	ok(shelf_mend(store, top, true) == 1 && due() == 1 &&
	    !there("log/2026/11/02-0002", ""), "one that cannot go is due yet, others went");
	rmdir(path("log/2026/11/02-0001", ""));
	ok(shelf_mend(store, top, true) == 0 && due() == 0, "and goes another time");

	/* a key that is due, of what is there: never */
	make("log/2026/11/03-0001", true, true);
	store_begin(store, 1);
	store_put(store, STORE_DUE, "S001795540000\0log/2026/11/03-0001", 33, "", 0);
	store_put(store, STORE_DUE, "S001795540000\0nonsense", 22, "", 0);
	store_commit(store);
	ok(shelf_mend(store, top, true) == 0 && there("log/2026/11/03-0001", ""),
	    "what the store says is there is never removed");
	ok(shelf_mend(store, NULL, true) == 0, "no segments: nothing to do");
	ok(segment_belongs(top, print) && !segment_belongs(top, "another"),
	    "the segments are this store's, and no other's");
	store_close(store);
	store_create(other, SEAL_SM);
	ok(ends_with_usage(other), "another store does not touch them");
	store = store_open(where, STORE_WRITE, 1);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");
	char line[400];

	(void)argc;
	status_start(argv[0]);
	unsetenv("BEIAN_KEY");
	snprintf(dir, sizeof dir, "%.150s/shelf.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL)
		return 3;
	snprintf(where, sizeof where, "%s/store", dir);
	snprintf(root, sizeof root, "%s/segments", where);
	snprintf(line, sizeof line, "rm -rf '%s'", dir);
	store_create(where, SEAL_SM);
	store = store_open(where, STORE_WRITE, 1);
	top = segment_open(root, true, 1);
	entries();
	catalogue();
	mending();
	segment_close(top);
	store_close(store);
	ok(system(line) == 0, "done");
	return done();
}
