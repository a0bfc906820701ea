/*
 * trap: the ways in which LMDB loses or damages a store, done to raw LMDB (the control: the
 * trap must snap, or the test sees nothing) and to a store of ours (it must not).
 * tests/store.t says what each should answer.
 *
 *   trap x6 raw|ours KIND N DIR   two writers of N one-record commits beside failing openers;
 *                                 KIND: memory, access (root), killed.  Prints what was lost
 *   trap drop raw|ours DIR        is LMDB's lock held after a program went about its work
 *   trap make raw DIR             one environment, one record
 *   trap talk raw DIR             the same, and a word on standard error
 *   trap get raw DIR              reads the record of make
 *   trap copy raw DIR TO          LMDB's own copy
 *   trap readers raw|ours N DIR   N readers at once; prints how many could not
 *   trap hold raw|ours DIR        begins to write, says "ready" and waits to be killed
 *   trap put raw|ours DIR WAIT KEY  one record
 *   trap grow raw|ours DIR MIB    one transaction of MIB values of 1 MiB
 *   trap shrink DIR               sets the map size in both meta pages to 1 MiB
 *   trap modes DIR                opens under each mode of the key; prints those that work
 *   trap flip raw|ours DIR N SEED flips one bit, reads all, N times; prints the outcomes
 *   trap schema DIR VERSION       writes that schema
 *   trap old DIR VERSION          makes of a store one of schema 1 to 4: without later tables
 */
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "status.h"
#include "store.h"

static uint64_t seed = 1;

static unsigned
rnd(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static void
must(int rc, const char *what)
{
	if (rc != 0) {
		fprintf(stderr, "trap: %s: %s\n", what, mdb_strerror(rc));
		exit(4);
	}
}

/* ---- Raw LMDB, as a plain program would use it. */

static int
raw_open(const char *dir, size_t map, MDB_env **env)
{
	int rc = mdb_env_create(env);

	if (rc == 0 && map > 0)
		rc = mdb_env_set_mapsize(*env, map);
	if (rc == 0)
		rc = mdb_env_set_maxdbs(*env, 32);
	if (rc == 0)
		rc = mdb_env_open(*env, dir, 0, 0660);
	if (rc != 0)
		mdb_env_close(*env);
	return rc;
}

static void
raw_put(const char *dir, const char *key)
{
	static char one[] = "1";
	MDB_val k = { strlen(key), (void *)key }, v = { 1, one };
	MDB_env *env;
	MDB_txn *t;
	MDB_dbi dbi;

	must(raw_open(dir, 64 << 20, &env), "open");
	must(mdb_txn_begin(env, NULL, 0, &t), "begin");
	must(mdb_dbi_open(t, NULL, 0, &dbi), "dbi");
	must(mdb_put(t, dbi, &k, &v, 0), "put");
	must(mdb_txn_commit(t), "commit");
	mdb_env_close(env);
}

static bool
raw_has(const char *dir, const char *key)
{
	MDB_val k = { strlen(key), (void *)key }, v;
	MDB_env *env;
	MDB_txn *t;
	MDB_dbi dbi;
	int rc;

	must(raw_open(dir, 64 << 20, &env), "open");
	must(mdb_txn_begin(env, NULL, MDB_RDONLY, &t), "begin");
	must(mdb_dbi_open(t, NULL, 0, &dbi), "dbi");
	rc = mdb_get(t, dbi, &k, &v);
	mdb_txn_abort(t);
	mdb_env_close(env);
	return rc == 0;
}

static void
our_put(const char *dir, unsigned wait, const char *key)
{
	struct store *s = store_open(dir, STORE_WRITE, wait);

	store_begin(s, 1);
	store_put(s, STORE_ACCOUNT, key, strlen(key), "1", 1);
	store_commit(s);
	store_close(s);
}

static bool
our_has(struct store *s, const char *key)
{
	const char *val;
	size_t n;

	return store_get(s, STORE_ACCOUNT, key, strlen(key), &val, &n);
}

/* ---- x6 */

static void
limit_memory(void)
{
	struct rlimit most = { 48 << 20, 48 << 20 };

	setrlimit(RLIMIT_AS, &most);
}

/* One try of an opener that fails, in a process of its own. */
static void
opener(const char *dir, const char *kind, bool ours)
{
	struct timespec nap = { 0, 0 };
	MDB_env *env;
	pid_t child = fork();

	if (child != 0) {
		if (strcmp(kind, "killed") == 0) {
			nap.tv_nsec = 300000 + (long)rnd(2700) * 1000;
			nanosleep(&nap, NULL);
			kill(child, SIGKILL);
		}
		waitpid(child, NULL, 0);
		return;
	}
	if (freopen("/dev/null", "w", stderr) == NULL)
		_exit(4);
	if (strcmp(kind, "memory") == 0)
		limit_memory();
	if (strcmp(kind, "access") == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		_exit(4);
	if (ours)
		store_close(store_open(dir, STORE_READ, 10));
	else if (raw_open(dir, 64 << 20, &env) == 0)
		mdb_env_close(env);
	_exit(0);
}

static int
x6(bool ours, const char *kind, int n, const char *dir)
{
	char key[32], path[512];
	struct store *s = NULL;
	int lost = 0, w, i, failed = 0, state;
	pid_t writer[2], fail[2];

	if (ours) {
		store_create(dir, 0);
		our_put(dir, 20, "first");
	} else {
		mkdir(dir, 0711);
		raw_put(dir, "first");
	}
	/* As where a group may lock but not write: an administrator thought it of use. */
	chmod(dir, 0711);
	snprintf(path, sizeof path, "%s/lock.mdb", dir);
	chmod(path, 0666);
	snprintf(path, sizeof path, "%s/data.mdb", dir);
	chmod(path, 0600);
	for (w = 0; w < 2; w++) {
		writer[w] = fork();
		if (writer[w] == 0) {
			for (i = 0; i < n; i++) {
				snprintf(key, sizeof key, "w%d-%06d", w, i);
				if (ours)
					our_put(dir, 20, key);
				else
					raw_put(dir, key);
			}
			_exit(0);
		}
	}
	/* Beside ours: one that fails inside ours, one that fails inside raw LMDB. */
	for (w = 0; w < 2; w++) {
		fail[w] = fork();
		if (fail[w] == 0) {
			seed += (uint64_t)w;
			for (;;)
				opener(dir, kind, ours && w == 0);
		}
	}
	for (w = 0; w < 2; w++) {
		waitpid(writer[w], &state, 0);
		failed += state != 0;
	}
	for (w = 0; w < 2; w++) {
		kill(fail[w], SIGKILL);
		waitpid(fail[w], NULL, 0);
	}
	if (ours) {
		s = store_open(dir, STORE_READ, 10);
		store_begin(s, 0);
	}
	for (w = 0; w < 2; w++)
		for (i = 0; i < n; i++) {
			snprintf(key, sizeof key, "w%d-%06d", w, i);
			lost += ours ? !our_has(s, key) : !raw_has(dir, key);
		}
	if (ours) {
		store_abort(s);
		store_close(s);
	}
	printf("lost %d of %d, writers that failed: %d\n", lost, 2 * n, failed);
	return 0;
}

/* ---- drop */

/* Does another process see LMDB's lock on lock.mdb? */
static bool
is_locked(const char *dir)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char path[512];
	pid_t child = fork();
	int fd, state;

	if (child == 0) {
		snprintf(path, sizeof path, "%s/lock.mdb", dir);
		fd = open(path, O_RDWR);
		_exit(fd >= 0 && fcntl(fd, F_GETLK, &l) == 0 && l.l_type != F_UNLCK ? 0 : 1);
	}
	waitpid(child, &state, 0);
	return state == 0;
}

static int
drop(bool ours, const char *dir)
{
	char path[512], to[512];
	struct store_facts facts;
	struct store *s = NULL;
	uint64_t bad;
	MDB_env *env = NULL;

	if (ours) {
		snprintf(to, sizeof to, "%s.other", dir);
		s = store_open(dir, STORE_WRITE, 1);
		store_facts(s, &facts);
		store_check(s, NULL, NULL, &bad);
		store_copy(s, to);
		store_begin(s, 1);
		store_put(s, STORE_ACCOUNT, "a", 1, "1", 1);
		store_commit(s);
	} else {
		must(raw_open(dir, 64 << 20, &env), "open");
		snprintf(path, sizeof path, "%s/lock.mdb", dir);
		close(open(path, O_RDONLY));	/* "is it readable?" */
	}
	puts(is_locked(dir) ? "held" : "dropped");
	if (ours)
		store_close(s);
	else
		mdb_env_close(env);
	return 0;
}

/* ---- readers */

static int
readers(bool ours, int n, const char *dir)
{
	int i, ready[2], go[2], state, bad = 0;
	struct store *s;
	MDB_env *env;
	MDB_txn *t;
	char c = 'x';
	bool good;
	pid_t *pid = calloc((size_t)n, sizeof *pid);

	if (pid == NULL || pipe(ready) != 0 || pipe(go) != 0)
		return 4;
	for (i = 0; i < n; i++) {
		pid[i] = fork();
		if (pid[i] == 0) {
			close(go[1]);
			good = true;
			if (ours) {
				s = store_open(dir, STORE_READ, 60);
				store_begin(s, 0);
				good = our_has(s, "k");
			} else {
				good = raw_open(dir, 0, &env) == 0 &&
				    mdb_txn_begin(env, NULL, MDB_RDONLY, &t) == 0;
			}
			if (write(ready[1], &c, 1) != 1 || read(go[0], &c, 1) != 0)
				_exit(4);
			_exit(good ? 0 : 1);
		}
	}
	close(ready[1]);
	for (i = 0; i < n && read(ready[0], &c, 1) == 1; i++)
		;
	close(go[1]);
	for (i = 0; i < n; i++) {
		waitpid(pid[i], &state, 0);
		bad += state != 0;
	}
	free(pid);
	printf("%d of %d could not read\n", bad, n);
	return 0;
}

static _Noreturn void
hold(bool ours, const char *dir)
{
	struct store *s;
	MDB_env *env;
	MDB_txn *t;

	if (ours) {
		s = store_open(dir, STORE_WRITE, 5);
		store_begin(s, 1);
		store_put(s, STORE_ACCOUNT, "h", 1, "1", 1);
	} else {
		must(raw_open(dir, 0, &env), "open");
		must(mdb_txn_begin(env, NULL, 0, &t), "begin");
	}
	puts("ready");
	fflush(stdout);
	for (;;)
		pause();
}

static int
raw_grow(const char *dir, int mib)
{
	static char value[1 << 20];
	MDB_val v = { sizeof value, value }, k;
	MDB_env *env;
	MDB_txn *t;
	MDB_dbi dbi;
	int i, rc = 0;

	must(raw_open(dir, 0, &env), "open");
	must(mdb_txn_begin(env, NULL, 0, &t), "begin");
	must(mdb_dbi_open(t, NULL, 0, &dbi), "dbi");
	for (i = 0; i < mib && rc == 0; i++) {
		k = (MDB_val){ sizeof i, &i };
		rc = mdb_put(t, dbi, &k, &v, 0);
	}
	mdb_txn_abort(t);
	mdb_env_close(env);
	puts(rc == MDB_MAP_FULL ? "map full" : "went in");
	return 0;
}

static int
grow(const char *dir, int mib)
{
	static char value[1 << 20];
	struct store *s = store_open(dir, STORE_WRITE, 5);
	struct store_facts was, is;
	const char *val;
	char key[16];
	size_t n;
	int i, found = 0;

	store_facts(s, &was);
	store_begin(s, 0);
	for (i = 0; i < mib; i++) {
		memset(value, 'a' + i % 26, sizeof value);
		store_put(s, STORE_ACCOUNT, key, (size_t)snprintf(key, sizeof key, "g%05d", i),
		    value, sizeof value);
	}
	store_commit(s);
	store_facts(s, &is);
	store_begin(s, 0);
	for (i = 0; i < mib; i++)
		found += store_get(s, STORE_ACCOUNT, key,
		    (size_t)snprintf(key, sizeof key, "g%05d", i), &val, &n) &&
		    n == sizeof value && val[n - 1] == 'a' + i % 26;
	store_abort(s);
	store_close(s);
	printf("map %s, %d of %d values\n", is.map > was.map ? "grew" : "stayed", found, mib);
	return 0;
}

/* A meta page: header of 16 bytes, magic, version, address, map size. */
static int
shrink(const char *dir)
{
	uint64_t size = 1 << 20;
	char path[512];
	int fd;

	snprintf(path, sizeof path, "%s/data.mdb", dir);
	fd = open(path, O_RDWR);
	return fd < 0 || pwrite(fd, &size, 8, 32) != 8 || pwrite(fd, &size, 8, 4096 + 32) != 8;
}

static int
modes(const char *dir)
{
	char path[512];
	int mode, state;
	pid_t child;

	snprintf(path, sizeof path, "%s/key", dir);
	for (mode = 0; mode < 01000; mode++) {
		chmod(path, (mode_t)mode);
		child = fork();
		if (child == 0) {
			if (freopen("/dev/null", "w", stderr) == NULL)
				_exit(4);
			store_close(store_open(dir, STORE_READ, 1));
			_exit(0);
		}
		waitpid(child, &state, 0);
		if (state == 0)
			printf("%04o ", (unsigned)mode);
		else if (!WIFEXITED(state) || WEXITSTATUS(state) != USAGE)
			printf("%04o:%d ", (unsigned)mode, state);
	}
	putchar('\n');
	chmod(path, 0600);
	return 0;
}

/* ---- flip */

#define VALUES 400

enum { SAME, NAMED, SIGNAL, WRONG, SLOW, ENDS };

static void
named(void *arg, enum store_table t, const char *key, size_t klen, const char *what)
{
	(void)arg, (void)t, (void)key, (void)klen, (void)what;
}

static int
key_of(int i, char key[16])
{
	return snprintf(key, 16, "%08x", (unsigned)i * 2654435761u);
}

/* All as `beian-store check` does, then every value.  0: as before; 1: not, and unnoticed. */
static int read_some(const char *dir);
static int
read_all(const char *dir)
{
	struct store *s = store_open(dir, STORE_READ, 5);
	uint64_t bad;

	if (store_check(s, named, NULL, &bad) == 0 || bad > 0)
		return FAILED;
	store_close(s);
	return read_some(dir);
}

/* What a program meets that only asks for what it wants. */
static int
read_some(const char *dir)
{
	struct store *s = store_open(dir, STORE_READ, 5);
	char key[16];
	const char *val;
	size_t n;
	int i, k, wrong = 0;

	store_begin(s, 0);
	for (i = 0; i < VALUES; i++) {
		k = key_of(i, key);
		wrong += !store_get(s, STORE_ACCOUNT, key, (size_t)k, &val, &n) ||
		    n != (size_t)(20 + i) || val[0] != key[0];
	}
	store_abort(s);
	return wrong > 0;
}

static int
raw_read(const char *dir)
{
	MDB_env *env;
	MDB_txn *t;
	MDB_dbi dbi;
	MDB_val k, v;
	char key[16];
	int i, wrong = 0;
	size_t j;

	must(raw_open(dir, 0, &env), "open");
	must(mdb_txn_begin(env, NULL, MDB_RDONLY, &t), "begin");
	must(mdb_dbi_open(t, NULL, 0, &dbi), "dbi");
	for (i = 0; i < VALUES; i++) {
		k = (MDB_val){ (size_t)key_of(i, key), key };
		if (mdb_get(t, dbi, &k, &v) != 0 || v.mv_size != (size_t)(20 + i)) {
			wrong++;
			continue;
		}
		for (j = 0; j < v.mv_size; j++)
			wrong += ((char *)v.mv_data)[j] != key[0];
	}
	return wrong > 0;
}

static int
flip_one(int (*fn)(const char *), const char *dir)
{
	pid_t child = fork();
	int state;

	if (child == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(4);
		alarm(10);
		_exit(fn(dir));
	}
	waitpid(child, &state, 0);
	if (WIFSIGNALED(state))
		return WTERMSIG(state) == SIGALRM ? SLOW : SIGNAL;
	return WEXITSTATUS(state) == 0 ? SAME : WEXITSTATUS(state) == 1 ? WRONG : NAMED;
}

static void
fill(const char *dir)
{
	static char value[512];
	struct store *s = store_open(dir, STORE_WRITE, 5);
	char key[16];
	int i, k;

	store_begin(s, VALUES);
	for (i = 0; i < VALUES; i++) {
		k = key_of(i, key);
		memset(value, key[0], sizeof value);
		store_put(s, STORE_ACCOUNT, key, (size_t)k, value, (size_t)(20 + i));
	}
	store_commit(s);
	store_close(s);
}

static void
raw_fill(const char *dir)
{
	static char value[512];
	MDB_env *env;
	MDB_txn *t;
	MDB_dbi dbi;
	MDB_val k, v;
	char key[16];
	int i;

	must(raw_open(dir, 64 << 20, &env), "open");
	must(mdb_txn_begin(env, NULL, 0, &t), "begin");
	must(mdb_dbi_open(t, NULL, 0, &dbi), "dbi");
	for (i = 0; i < VALUES; i++) {
		k = (MDB_val){ (size_t)key_of(i, key), key };
		memset(value, key[0], sizeof value);
		v = (MDB_val){ (size_t)(20 + i), value };
		must(mdb_put(t, dbi, &k, &v, 0), "put");
	}
	must(mdb_txn_commit(t), "commit");
	mdb_env_close(env);
}

static int
flip(bool ours, const char *dir, int n)
{
	int (*const how[])(const char *) = { ours ? read_some : raw_read, read_all };
	int count[2][ENDS] = { { 0 } }, ways = ours ? 2 : 1, i, w, fd;
	char path[512];
	struct stat st;
	unsigned char byte, turned;
	off_t at;

	(ours ? fill : raw_fill)(dir);
	snprintf(path, sizeof path, "%s/data.mdb", dir);
	fd = open(path, O_RDWR);
	if (fd < 0 || fstat(fd, &st) != 0)
		return 4;
	for (i = 0; i < n; i++) {
		at = (off_t)rnd((unsigned)st.st_size);
		if (pread(fd, &byte, 1, at) != 1)
			return 4;
		turned = byte ^ (unsigned char)(1u << rnd(8));
		if (pwrite(fd, &turned, 1, at) != 1)
			return 4;
		for (w = 0; w < ways; w++)
			count[w][flip_one(how[w], dir)]++;
		if (pwrite(fd, &byte, 1, at) != 1)
			return 4;
	}
	for (w = 0; w < ways; w++)
		printf("%s: same %d, named %d, signal %d, slow %d, wrong %d\n",
		    w == 0 ? "get" : "check", count[w][SAME], count[w][NAMED],
		    count[w][SIGNAL], count[w][SLOW], count[w][WRONG]);
	return 0;
}

static int
schema(const char *dir, const char *version)
{
	struct store *s = store_open(dir, STORE_WRITE, 5);

	store_begin(s, 1);
	store_put(s, STORE_META, "schema", 6, version, strlen(version));
	store_commit(s);
	store_close(s);
	return 0;
}

static int
old(const char *dir, const char *version)
{
	/* The first table of the schema after it. */
	static const enum store_table later[] = { STORE_ANSWER, STORE_GROUP, STORE_SEGMENT,
		STORE_COMPLAINT };
	MDB_env *env;
	MDB_txn *t;
	MDB_dbi dbi;
	unsigned i;

	schema(dir, version);
	must(raw_open(dir, 0, &env), "open");
	must(mdb_txn_begin(env, NULL, 0, &t), "begin");
	for (i = later[(*version - '1') % 4]; i < STORE_TABLES; i++) {
		must(mdb_dbi_open(t, store_table_name(i), 0, &dbi), store_table_name(i));
		must(mdb_drop(t, dbi, 1), "drop");
	}
	must(mdb_txn_commit(t), "commit");
	mdb_env_close(env);
	return 0;
}

static int
copy(const char *dir, const char *to)
{
	MDB_env *env;

	must(raw_open(dir, 0, &env), "open");
	must(mdb_env_copy(env, to), "copy");
	mdb_env_close(env);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	bool ours = argc > 2 && strcmp(argv[2], "ours") == 0;
	mode_t mask = umask(0);

	if (ours || strcmp(verb, "modes") == 0 || strcmp(verb, "schema") == 0 ||
	    strcmp(verb, "old") == 0)
		status_start(argv[0]);
	else
		umask(mask);
	if (strcmp(verb, "x6") == 0 && argc == 6)
		return x6(ours, argv[3], atoi(argv[4]), argv[5]);
	if (strcmp(verb, "drop") == 0 && argc == 4)
		return drop(ours, argv[3]);
	if (strcmp(verb, "make") == 0 && argc == 4) {
		raw_put(argv[3], "k");
		return 0;
	}
	if (strcmp(verb, "talk") == 0 && argc == 4) {
		MDB_env *env;

		raw_put(argv[3], "k");
		must(raw_open(argv[3], 0, &env), "open");
		fprintf(stderr, "trap: something was refused, as happens\n");
		mdb_env_close(env);
		return 0;
	}
	if (strcmp(verb, "get") == 0 && argc == 4) {
		puts(raw_has(argv[3], "k") ? "there" : "gone");
		return 0;
	}
	if (strcmp(verb, "copy") == 0 && argc == 5)
		return copy(argv[3], argv[4]);
	if (strcmp(verb, "readers") == 0 && argc == 5)
		return readers(ours, atoi(argv[3]), argv[4]);
	if (strcmp(verb, "hold") == 0 && argc == 4)
		hold(ours, argv[3]);
	if (strcmp(verb, "put") == 0 && argc == 6) {
		if (ours)
			our_put(argv[3], (unsigned)atoi(argv[4]), argv[5]);
		else
			raw_put(argv[3], argv[5]);
		return 0;
	}
	if (strcmp(verb, "grow") == 0 && argc == 5)
		return (ours ? grow : raw_grow)(argv[3], atoi(argv[4]));
	if (strcmp(verb, "shrink") == 0 && argc == 3)
		return shrink(argv[2]);
	if (strcmp(verb, "modes") == 0 && argc == 3)
		return modes(argv[2]);
	if (strcmp(verb, "flip") == 0 && argc == 6) {
		seed = (uint64_t)atoll(argv[5]);
		return flip(ours, argv[3], atoi(argv[4]));
	}
	if (strcmp(verb, "schema") == 0 && argc == 4)
		return schema(argv[2], argv[3]);
	if (strcmp(verb, "old") == 0 && argc == 4)
		return old(argv[2], argv[3]);
	fprintf(stderr, "trap: see the comment at its head\n");
	return 2;
}
