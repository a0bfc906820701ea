/* Tables, transactions, walks, dry runs, copies; every descriptor is closed on exec. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "tap.h"

static char dir[300];
static struct buf seen;

static bool
gather(void *arg, const char *key, size_t klen, const char *val, size_t vlen)
{
	int *most = arg;

	buf_printf(&seen, "%.*s=%.*s ", (int)klen, key, (int)vlen, val);
	return most == NULL || --*most > 0;
}

static const char *
walk(struct store *s, const char *prefix, const char *from, int *most)
{
	seen.len = 0;
	store_walk(s, STORE_HISTORY, prefix, strlen(prefix), from,
	    from != NULL ? strlen(from) : 0, gather, most);
	return buf_text(&seen);
}

static void
put(struct store *s, const char *key, const char *val)
{
	store_put(s, STORE_HISTORY, key, strlen(key), val, strlen(val));
}

static const char *
get(struct store *s, const char *key)
{
	static struct buf b;
	const char *val;
	size_t n;

	b.len = 0;
	if (!store_get(s, STORE_HISTORY, key, strlen(key), &val, &n))
		return "(none)";
	buf_put(&b, val, n);
	return buf_text(&b);
}

static const char *
last(struct store *s)
{
	static struct buf b;
	const char *key, *val;
	size_t kn, vn;

	b.len = 0;
	if (!store_last(s, STORE_HISTORY, &key, &kn, &val, &vn))
		return "(none)";
	buf_put(&b, key, kn);
	return buf_text(&b);
}

/* Status of a child that runs fn. */
static int
ends(void (*fn)(struct store *))
{
	pid_t child;
	int state;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(99);
		fn(store_open(dir, STORE_WRITE, 1));
		_exit(0);
	}
	waitpid(child, &state, 0);
	return WIFEXITED(state) ? WEXITSTATUS(state) : 1000 + WTERMSIG(state);
}

static void
begin_twice(struct store *s)
{
	store_begin(s, 1);
	store_begin(s, 1);
}

static void
open_twice(struct store *s)
{
	store_open(store_dir(s), STORE_READ, 1);
}

static void
long_key(struct store *s)
{
	static const char key[512] = "x";

	store_begin(s, 1);
	store_put(s, STORE_HISTORY, key, sizeof key, "v", 1);
}

static void
no_key(struct store *s)
{
	store_begin(s, 1);
	store_put(s, STORE_HISTORY, "", 0, "v", 1);
}

static void
dies_inside(struct store *s)
{
	store_begin(s, 1);
	put(s, "dies", "1");
	_exit(0);
}

static void
transactions(struct store *s)
{
	int two = 2;

	store_begin(s, 10);
	same(last(s), "(none)", "an empty table has no last");
	same(walk(s, "", NULL, NULL), "", "and an empty walk");
	put(s, "a", "1");
	put(s, "ab", "2");
	put(s, "b", "3");
	put(s, "c", "");
	same(get(s, "ab"), "2", "a write reads back at once");
	same(get(s, "abc"), "(none)", "what was not written does not");
	store_commit(s);
	store_begin(s, 10);
	same(walk(s, "", NULL, NULL), "a=1 ab=2 b=3 c= ", "committed, in order");
	put(s, "aa", "new");
	put(s, "b", "changed");
	store_del(s, STORE_HISTORY, "ab", 2);
	store_del(s, STORE_HISTORY, "c", 1);
	store_del(s, STORE_HISTORY, "never", 5);
	same(walk(s, "", NULL, NULL), "a=1 aa=new b=changed ", "walks merge what is pending");
	same(walk(s, "a", NULL, NULL), "a=1 aa=new ", "by prefix");
	same(walk(s, "", "aa", NULL), "aa=new b=changed ", "from a key");
	same(walk(s, "a", "A", NULL), "a=1 aa=new ", "from a key before the prefix");
	same(walk(s, "a", "b", NULL), "", "from a key behind the prefix");
	same(walk(s, "", NULL, &two), "a=1 aa=new ", "until fn says so");
	same(last(s), "b", "last: behind it is deleted");
	same(get(s, "ab"), "(none)", "deleted");
	store_abort(s);
	store_begin(s, 10);
	same(walk(s, "", NULL, NULL), "a=1 ab=2 b=3 c= ", "abort: nothing of it");
	put(s, "b", "4");
	store_del(s, STORE_HISTORY, "c", 1);
	store_commit(s);
	store_begin(s, 10);
	same(walk(s, "", NULL, NULL), "a=1 ab=2 b=4 ", "change and deletion are kept");
	same(last(s), "b", "last");
	store_abort(s);
}

static void
keys(struct store *s)
{
	static char key[512], zero[3] = { 'k', 0, 1 };
	const char *val;
	size_t n;

	memset(key, 'k', sizeof key);
	store_begin(s, 3);
	store_put(s, STORE_USER, key, 511, "511", 3);
	store_put(s, STORE_USER, key, 510, "510", 3);
	store_put(s, STORE_USER, zero, 3, "zero", 4);
	store_commit(s);
	store_begin(s, 3);
	ok(store_get(s, STORE_USER, key, 511, &val, &n) && memcmp(val, "511", 3) == 0,
	    "a key of 511 bytes");
	ok(store_get(s, STORE_USER, key, 510, &val, &n) && memcmp(val, "510", 3) == 0,
	    "of 510");
	ok(store_get(s, STORE_USER, zero, 3, &val, &n) && n == 4, "with a zero byte");
	ok(!store_get(s, STORE_USER, key, 512, &val, &n) &&
	    !store_get(s, STORE_USER, key, 0, &val, &n), "of 512 or none: never there");
	store_del(s, STORE_USER, key, 511);
	store_del(s, STORE_USER, key, 510);
	store_del(s, STORE_USER, zero, 3);
	store_commit(s);
}

static bool
drop(void *arg, const char *key, size_t klen, const char *val, size_t vlen)
{
	(void)val, (void)vlen;
	buf_put(arg, key, klen);
	return true;
}

/* L22: nothing is deleted through a cursor; keys are gathered, then deleted. */
static void
many(struct store *s)
{
	struct store_facts f;
	struct buf b = { 0 };
	char key[16];
	uint64_t bad;
	size_t i;

	for (i = 0; i < 20000; i++) {
		if (i % 5000 == 0)
			store_begin(s, 5000);
		snprintf(key, sizeof key, "%08x", (unsigned)i * 2654435761u);
		store_put(s, STORE_EXEMPT, key, 8, key, i % 9);
		if (i % 5000 == 4999)
			store_commit(s);
	}
	store_facts(s, &f);
	ok(f.table[STORE_EXEMPT].entries == 20000, "20,000 values in four transactions");
	store_begin(s, 20000);
	store_walk(s, STORE_EXEMPT, "", 0, NULL, 0, drop, &b);
	for (i = 0; i < b.len; i += 16)
		store_del(s, STORE_EXEMPT, b.s + i, 8);
	store_commit(s);
	store_facts(s, &f);
	ok(b.len == 160000 && f.table[STORE_EXEMPT].entries == 10000,
	    "every other one deleted");
	ok(store_check(s, NULL, NULL, &bad) > 10000 && bad == 0, "and the store is whole");
	buf_free(&b);
}

static void
dry(void)
{
	struct store *s = store_open(dir, STORE_DRY, 1);

	ok(store_dry(s), "a dry run knows itself");
	store_begin(s, 10);
	put(s, "d", "dry");
	put(s, "b", "dry");
	store_commit(s);
	store_begin(s, 10);
	same(walk(s, "", NULL, NULL), "a=1 ab=2 b=dry d=dry ",
	    "a dry run keeps its writes across commits");
	put(s, "e", "x");
	put(s, "b", "x");
	store_del(s, STORE_HISTORY, "d", 1);
	store_abort(s);
	store_begin(s, 10);
	same(walk(s, "", NULL, NULL), "a=1 ab=2 b=dry d=dry ",
	    "abort takes back this transaction's alone");
	store_abort(s);
	store_close(s);
	s = store_open(dir, STORE_READ, 1);
	store_begin(s, 0);
	same(walk(s, "", NULL, NULL), "a=1 ab=2 b=4 ", "and nothing reaches the store");
	store_abort(s);
	store_close(s);
}

/* L21: a child would inherit the store. */
static void
descriptors(void)
{
	struct store *s = store_open(dir, STORE_WRITE, 1);
	struct dirent *d;
	DIR *fds = opendir("/proc/self/fd");
	char place[512];
	int open = 0, count = 0;

	/* What our own parent left open does not count. */
	while (fds != NULL && (d = readdir(fds)) != NULL)
		if (readlinkat(dirfd(fds), d->d_name, place, sizeof place) > 0 &&
		    strncmp(place, dir, strlen(dir)) == 0) {
			count++;
			open += (fcntl(atoi(d->d_name), F_GETFD) & FD_CLOEXEC) == 0;
		}
	closedir(fds);
	ok(open == 0 && count >= 6,
	    "all %d descriptors of a store are closed on exec (%d not)", count, open);
	store_close(s);
}

static void
beside(void)
{
	struct store *s = store_open(dir, STORE_READ, 0);
	int ready[2], state;
	char c;
	pid_t child;

	fflush(stdout);
	if (pipe(ready) != 0)
		return;
	store_close(s);
	child = fork();
	if (child == 0) {
		s = store_open(dir, STORE_WRITE, 1);
		store_begin(s, 1);
		put(s, "w", "1");
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	if (read(ready[0], &c, 1) != 1)
		return;
	s = store_open(dir, STORE_READ, 0);
	store_begin(s, 0);
	same(get(s, "w"), "(none)",
	    "a reader does not wait for a writer, nor see what is not committed");
	store_abort(s);
	kill(child, SIGKILL);
	waitpid(child, &state, 0);
	store_close(s);
}

/* Values of 4 KiB, more than a map that was made small has room for. */
enum { STREAM = 40000 };

struct stream {
	int i, begun, from, to;
	char key[16], val[4096];
};

static bool
give(void *arg, bool again, struct store_change *c)
{
	struct stream *t = arg;

	t->begun += again;
	t->i = again ? t->from : t->i + 1;
	if (t->i >= t->to)
		return false;
	snprintf(t->key, sizeof t->key, "k%08d", t->i);
	*c = (struct store_change){ .table = STORE_EVENT, .key = t->key, .klen = 9,
	    .val = t->i % 3 == 0 && t->from > 0 ? NULL : t->val, .vlen = sizeof t->val };
	return true;
}

static void
stream(void)
{
	static struct stream t = { .to = STREAM };
	char shrink[400];
	struct store_facts f;
	struct store *s = store_open(dir, STORE_DRY, 0);
	uint64_t bad, count;
	const char *val;
	size_t n;

	memset(t.val, 'v', sizeof t.val);
	store_begin(s, 1);
	put(s, "stream", "1");
	store_commit_bulk(s, give, &t);
	ok(t.begun == 0, "a dry run asks for no stream");
	store_close(s);
	snprintf(shrink, sizeof shrink, "\"$BIN/tests/trap\" shrink '%s'", dir);
	ok(system(shrink) == 0, "the map is made small");
	s = store_open(dir, STORE_WRITE, 0);
	store_begin(s, 1);
	put(s, "stream", "1");
	store_commit_bulk(s, give, &t);
	ok(t.begun > 1, "the map grew under a stream, which was given again (%d)", t.begun);
	store_facts(s, &f);
	ok(f.table[STORE_EVENT].entries == STREAM, "all of it is there");
	store_begin(s, 1);
	same(get(s, "stream"), "1", "and what the transaction put besides");
	ok(store_get(s, STORE_EVENT, "k00012345", 9, &val, &n) && n == sizeof t.val &&
	    memcmp(val, t.val, n) == 0, "byte for byte");
	t.from = 1;
	t.to = 4;
	store_commit_bulk(s, give, &t);
	store_facts(s, &f);
	count = store_check(s, NULL, NULL, &bad);
	ok(f.table[STORE_EVENT].entries == STREAM - 1 && bad == 0 && count > STREAM,
	    "a stream deletes too");
	store_close(s);
}

int
main(void)
{
	const char *names[] = { "data.mdb", "lock.mdb", "gate", "life", "writer", "key" };
	const char *tmp = getenv("TMPDIR");
	char base[256], path[700], copy[310];
	struct store_facts f;
	struct store *s;
	struct stat st;
	uint64_t bad;
	size_t i;

	status_start("store");
	unsetenv("BEIAN_KEY");
	snprintf(base, sizeof base, "%.200s/store.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(base) == NULL)
		return 1;
	snprintf(dir, sizeof dir, "%s/s", base);
	umask(0);
	store_create(dir, SEAL_AES);
	s = store_open(dir, STORE_WRITE, 1);
	for (bad = 0, i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		bad += stat(path, &st) != 0 || (st.st_mode & 07777) != 0600;
	}
	ok(bad == 0 && stat(dir, &st) == 0 && (st.st_mode & 07777) == 0700,
	    "umask 0: directory 0700, files 0600");
	store_facts(s, &f);
	ok(f.version == STORE_VERSION && f.table[STORE_META].entries == 4 &&
	    f.map == (uint64_t)1 << 30, "facts");
	same(f.suite, "aes", "suite");
	transactions(s);
	keys(s);
	many(s);
	ok(store_check(s, NULL, NULL, &bad) == 10007 && bad == 0,
	    "check counts all and finds nothing");
	snprintf(copy, sizeof copy, "%s/copy", base);
	store_copy(s, copy);
	store_close(s);

	dry();
	descriptors();
	beside();
	ok(ends(begin_twice) == 1000 + SIGABRT,
	    "two transactions at once are asserted not to be");
	ok(ends(open_twice) == 1000 + SIGABRT, "and so is one store open twice");
	ok(ends(long_key) == FAILED && ends(no_key) == FAILED,
	    "keys of 512 bytes or none end the program");
	ok(ends(dies_inside) == 0, "a program that ends inside a transaction");
	s = store_open(dir, STORE_WRITE, 0);
	store_begin(s, 1);
	same(get(s, "dies"), "(none)", "leaves nothing of it and no lock");
	store_abort(s);
	store_close(s);
	snprintf(path, sizeof path, "%s/key", dir);
	setenv("BEIAN_KEY", path, 1);
	s = store_open(copy, STORE_WRITE, 1);
	ok(store_check(s, NULL, NULL, &bad) == 10007 && bad == 0,
	    "a copy is whole under the same key");
	store_close(s);
	stream();
	snprintf(path, sizeof path, "rm -r '%s'", base);
	return system(path) | done();
}
