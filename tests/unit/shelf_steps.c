/*
 * Every step that a segment's file takes fails, or the process dies there: what was said to be
 * kept is kept, what was to go goes, and nothing else is left.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "frame.h"
#include "mem.h"
#include "seal.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"
#include "tap.h"
#include "trace.h"
#include "when.h"

static char dir[256], where[300], root[320];

/* ---- Steps, in place of libc's. */

static bool no_unnamed;
static int step, at, error;		/* at 0: nothing happens; error 0: dies */

static bool
goes(void)
{
	if (at == 0 || ++step != at)
		return true;
	if (error == 0)
		kill(getpid(), SIGKILL);
	errno = error;
	return false;
}

int
openat(int d, const char *path, int flags, ...)
{
	va_list ap;
	int mode;

	va_start(ap, flags);
	mode = va_arg(ap, int);
	va_end(ap);
	if ((flags & O_TMPFILE) == O_TMPFILE && no_unnamed) {
		errno = EOPNOTSUPP;
		return -1;
	}
	if (((flags & O_TMPFILE) == O_TMPFILE || (flags & O_CREAT) != 0) && !goes())
		return -1;
	return (int)syscall(SYS_openat, d, path, flags, mode);
}

ssize_t
write(int fd, const void *s, size_t n)
{
	if (!goes())
		return -1;
	return syscall(SYS_write, fd, s, n);
}

int
fsync(int fd)
{
	return goes() ? (int)syscall(SYS_fsync, fd) : -1;
}

int
linkat(int from, const char *a, int to, const char *b, int flags)
{
	return goes() ? (int)syscall(SYS_linkat, from, a, to, b, flags) : -1;
}

int
unlinkat(int d, const char *path, int flags)
{
	return goes() ? (int)syscall(SYS_unlinkat, d, path, flags) : -1;
}

int
mkdirat(int d, const char *path, mode_t mode)
{
	return goes() ? (int)syscall(SYS_mkdirat, d, path, mode) : -1;
}

int
renameat(int d, const char *a, int e, const char *b)
{
	return goes() ? (int)syscall(SYS_renameat2, d, a, e, b, 0) : -1;
}

int
renameat2(int d, const char *a, int e, const char *b, unsigned flags)
{
	return goes() ? (int)syscall(SYS_renameat2, d, a, e, b, flags) : -1;
}

/* ---- What a run does. */

static int told;			/* where it says what it has done */

static void
tell(char what, const char *id)
{
	char line[SEGMENT_ID + 4];
	int n = snprintf(line, sizeof line, "%c%s\n", what, id);

	if (syscall(SYS_write, told, line, n) != n)
		abort();
}

static void
keep(struct store *s, struct segment_root *r, int day, char id[SEGMENT_ID])
{
	static const char text[] = "{\"account\":\"a\"}\n";
	struct segment_name name = { "log", SEGMENT_DATED, day, 0 };
	struct segment_draft *d = segment_new(r);
	struct segment_facts facts;
	struct shelf_entry e = { .facts = &facts, .until = day };
	struct buf packed = { 0 };
	struct trace_frame f = { .raw = sizeof text - 1, .lines = 1, .last = -1 };

	frame_pack(text, sizeof text - 1, 1, &packed);
	f.size = (uint32_t)packed.len;
	trace_digest(packed.s, packed.len, f.digest);
	segment_frame(d, packed.s, &f, "");
	segment_share(r);
	segment_finish(d, &facts);
	store_begin(s, 0);
	name.number = shelf_number(s, &name);
	store_abort(s);
	for (segment_id(&name, id); !segment_stage(d, id); segment_id(&name, id))
		name.number++;
	segment_staged(r, id);
	segment_drop(d);
	store_begin(s, 1);
	shelf_put(s, id, &e);
	store_commit(s);
	segment_settle(r, id, facts.sha256);
	segment_leave(r);
	tell('+', id);
	buf_free(&packed);
}

static void
run(int round)
{
	struct store *s = store_open(where, STORE_WRITE, 1);
	struct segment_root *r = segment_open(root, true, 1);
	struct shelf_end end = { .at = 1795540000, .why = "pruned", .by = "b", .policy = "p" };
	char one[SEGMENT_ID], two[SEGMENT_ID];
	int day = when_day(2026, 11, 24);

	if (freopen("/dev/null", "w", stderr) == NULL)
		abort();
	at = round;
	shelf_mend(s, r, false);
	keep(s, r, day, one);
	keep(s, r, day + 40, two);
	store_begin(s, 2);
	shelf_bury(s, one, &end);
	shelf_bury(s, two, &end);
	tell('?', one);
	tell('?', two);
	store_commit(s);
	tell('-', one);
	tell('-', two);
	shelf_mend(s, r, true);
	keep(s, r, day, one);
	at = 0;
	_exit(step >= round ? (int)status_worst() : 100);
}

/* ---- What is there afterwards. */

struct look {
	struct store *store;
	struct segment_root *root;
	struct buf ids;
	unsigned files;
	const char *bad;
};

static bool
known(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct look *l = arg;
	struct segment_facts facts;
	struct segment_file *f;
	struct shelf_entry e;
	struct buf text = { 0 };
	char id[SEGMENT_ID], sha256[65] = "", sm3[65];

	memcpy(id, key, klen);
	id[klen] = '\0';
	buf_printf(&l->ids, "%s\n", id);
	if (!shelf_read(val, n, &e, &facts))
		l->bad = "an entry that is none";
	f = segment_read(l->root, id);
	if (f == NULL || segment_index(f, &facts) == NULL || !segment_text(f, 0, &text))
		l->bad = "a segment that cannot be read";
	else
		segment_digest(f, sha256, sm3);
	if (strcmp(sha256, facts.sha256) != 0 || strcmp(sm3, facts.sm3) != 0)
		l->bad = "a segment that is another";
	segment_read_end(f);
	buf_free(&text);
	l->files++;
	return true;
}

static bool
stands(void *arg, const char *id, char state)
{
	struct look *l = arg;
	const char *val;
	size_t n;

	if (state != '.')
		l->bad = "a file that is not settled";
	if (!shelf_get(l->store, id, &val, &n))
		l->bad = "a file that nobody knows";
	l->files--;
	return true;
}

static bool
due(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct look *l = arg;

	(void)key, (void)klen, (void)val, (void)n;
	l->bad = "something that is due";
	return true;
}

static const char *
judge(const char *says)
{
	struct look l = { .store = store_open(where, STORE_WRITE, 1),
	    .root = segment_open(root, true, 1) };
	char line[SEGMENT_ID + 4];
	const char *s, *end;

	segment_drop(segment_new(l.root));
	if (shelf_mend(l.store, l.root, true) != 0)
		l.bad = "mending failed";
	store_begin(l.store, 0);
	store_walk(l.store, STORE_SEGMENT, "", 0, NULL, 0, known, &l);
	segment_each(l.root, stands, &l);
	store_walk(l.store, STORE_DUE, "S", 1, NULL, 0, due, &l);
	store_abort(l.store);
	if (l.files != 0)
		l.bad = "other files than entries";
	for (s = says; (end = strchr(s, '\n')) != NULL; s = end + 1) {
		snprintf(line, sizeof line, "%.*s\n", (int)(end - s - 1), s + 1);
		buf_text(&l.ids);
		if (*s == '+' && strstr(l.ids.s, line) == NULL) {
			snprintf(line, sizeof line, "?%.*s\n", (int)(end - s - 1), s + 1);
			if (strstr(says, line) == NULL)
				l.bad = "kept, and lost";
		} else if (*s == '-' && strstr(l.ids.s, line) != NULL)
			l.bad = "gone, and there";
	}
	buf_free(&l.ids);
	segment_close(l.root);
	store_close(l.store);
	return l.bad;
}

/* Nothing but segments and their sums. */
static bool
tidy(void)
{
	char line[700];

	snprintf(line, sizeof line, "cd '%s' && test -z \"$(find . -type f ! -name .lock | "
	    "sed 's/[.]sha256$//' | sort | uniq -c | grep -v ' 2 [.]/log/.*[.]zst$')\"", root);
	return system(line) == 0;
}

static void
each_step(const char *how)
{
	static char says[4096];
	const char *bad = NULL;
	int round, both[2], state = 0, status = 0, wrong = 0;
	ssize_t n;
	size_t had;
	pid_t child;

	for (round = 1; bad == NULL && status != 100; round++) {
		fflush(stdout);
		if (pipe(both) != 0 || (child = fork()) < 0)
			abort();
		if (child == 0) {
			told = both[1];
			run(round);
		}
		close(both[1]);
		for (had = 0; (n = read(both[0], says + had, sizeof says - 1 - had)) > 0;)
			had += (size_t)n;
		says[had] = '\0';
		close(both[0]);
		waitpid(child, &state, 0);
		status = WIFEXITED(state) ? WEXITSTATUS(state) : -1;
		wrong += error != 0 ? status != 100 && (status < 0 || status > FAILED) :
		    status != 100 && status != -1;
		bad = judge(says);
		if (bad == NULL && !tidy())
			bad = "a file that is nothing";
	}
	ok(bad == NULL && wrong == 0 && round > 30, "%s: %d steps%s%s", how, round - 2,
	    bad != NULL ? ": " : "", bad != NULL ? bad : "");
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");
	char line[400];

	(void)argc;
	status_start(argv[0]);
	status_quiet(true);
	unsetenv("BEIAN_KEY");
	snprintf(dir, sizeof dir, "%.150s/steps.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL)
		return 3;
	snprintf(where, sizeof where, "%s/store", dir);
	snprintf(root, sizeof root, "%s/segments", where);
	snprintf(line, sizeof line, "rm -rf '%s'", dir);
	store_create(where, SEAL_SM);
	error = 0;
	each_step("killed");
	error = ENOSPC;
	each_step("disk full");
	no_unnamed = true;
	error = 0;
	each_step("killed, no unnamed files");
	error = ENOSPC;
	each_step("disk full, no unnamed files");
	ok(system(line) == 0, "done");
	return done();
}
