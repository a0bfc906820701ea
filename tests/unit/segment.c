/* Segments as files: names, writing, staging, settling, reading, damage, removing, lock. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "frame.h"
#include "seal.h"
#include "segment.h"
#include "status.h"
#include "tap.h"
#include "trace.h"
#include "when.h"

static char dir[256], root[300];
static bool no_unnamed, crowd;

/* In place of libc's: a file system that has no O_TMPFILE. */
int
openat(int at, const char *path, int flags, ...)
{
	va_list ap;
	int mode;

	va_start(ap, flags);
	mode = va_arg(ap, int);
	va_end(ap);
	if (no_unnamed && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return (int)syscall(SYS_openat, at, path, flags, mode);
}

/* Likewise: another program settles NAME just before we make NAME.new. */
int
linkat(int from, const char *a, int to, const char *b, int flags)
{
	char name[64];
	size_t n = strlen(b);

	if (crowd && n > 4 && strcmp(b + n - 4, ".new") == 0) {
		crowd = false;
		snprintf(name, sizeof name, "%.*s", (int)n - 4, b);
		close(openat(to, name, O_CREAT | O_WRONLY, 0600));
	}
	return (int)syscall(SYS_linkat, from, a, to, b, flags);
}

static char *
path(const char *id, const char *end)
{
	static char out[2][512];
	static int i;

	i = !i;
	snprintf(out[i], sizeof out[i], "%s/%s%s", root, id, end);
	return out[i];
}

static bool
there(const char *id, const char *end)
{
	return access(path(id, end), F_OK) == 0;
}

static void __attribute__((format(printf, 1, 2)))
shell(const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	ok(system(line) == 0, "%s", line);
}

/* ---- Names. */

static void
name_is(const char *id, bool good)
{
	struct segment_name n;
	char back[SEGMENT_ID] = "";
	bool is = segment_name(id, strlen(id), &n);

	if (is)
		segment_id(&n, back);
	ok(is == good && (!is || strcmp(id, back) == 0), "%s: %s", id,
	    good ? "an id" : "none");
}

static void
names(void)
{
	struct segment_name n = { "content", SEGMENT_UNDATED, when_day(2026, 11, 3), 12 };
	char out[SEGMENT_ID];
	size_t len = segment_prefix(&n, out);

	ok(len == strlen(out) && strcmp(out, "content/undated/2026/11/03-") == 0,
	    "what the ids of a day begin with");
	name_is("content/2026/11/23-0001", true);
	name_is("content/undated/2026/11/23-9999", true);
	name_is("content/held/0001/01/01-10000", true);
	name_is("undated/2026/11/23-0001", true);
	name_is("held/held/2024/02/29-123456789", true);
	name_is("a-0/9999/12/31-0042", true);
	name_is("content/2026/02/29-0001", false);
	name_is("content/2026/11/23-0000", false);
	name_is("content/2026/11/23-001", false);
	name_is("content/2026/11/23-00001", false);
	name_is("content/2026/11/23-0001x", false);
	name_is("content/2026/11/23-1234567890", false);
	name_is("content/2026/11/23/0001", false);
	name_is("content/2026/1/23-00001", false);
	name_is("../2026/11/23-0001", false);
	name_is("content/../2026/11/23-0001", false);
	name_is("/2026/11/23-0001", false);
	name_is("-x/2026/11/23-0001", false);
	name_is("Content/2026/11/23-0001", false);
	name_is("a23456789012345678901234567890123/2026/11/23-0001", false);
	name_is("content", false);
	name_is("content/", false);
	name_is("", false);
	unsetenv("BEIAN_SEGMENTS");
	same(segment_place(NULL, "/s"), "/s/segments", "the place: in the store");
	setenv("BEIAN_SEGMENTS", "/env", 1);
	same(segment_place(NULL, "/s"), "/env", "of BEIAN_SEGMENTS");
	same(segment_place("/opt", "/s"), "/opt", "of the option");
}

/* ---- A segment. */

static struct buf text;

static struct segment_draft *
draft(struct segment_root *r, unsigned frames)
{
	struct segment_draft *d = segment_new(r);
	struct buf packed = { 0 }, bits = { 0 }, one = { 0 };
	struct trace_frame f;
	uint64_t key;
	unsigned i, k;

	text.len = 0;
	for (i = 0; i < frames; i++) {
		one.len = packed.len = bits.len = 0;
		for (k = 0; k < 100; k++)
			buf_printf(&one, "{\"account\":\"u%u\",\"line\":%u}\n", i, k * 7919);
		frame_pack(one.s, one.len, 3, &packed);
		key = trace_key('a', "u", 1) + i;
		f = (struct trace_frame){ .size = (uint32_t)packed.len,
		    .raw = (uint32_t)one.len, .lines = 100, .first = 1000 - (int)i,
		    .last = i == 1 ? 0 : 2000 + i };
		f.filter = trace_filter(&key, 1, &bits);
		trace_digest(packed.s, packed.len, f.digest);
		segment_frame(d, packed.s, &f, bits.s);
		segment_pairs(d, &key, 1);
		buf_put(&text, one.s, one.len);
	}
	buf_free(&one);
	buf_free(&packed);
	buf_free(&bits);
	return d;
}

static bool
reads(struct segment_root *r, const char *id, const struct segment_facts *facts)
{
	struct segment_file *f = segment_read(r, id);
	const struct trace *t = f != NULL ? segment_index(f, facts) : NULL;
	struct buf all = { 0 };
	bool good = t != NULL;
	uint32_t i;

	for (i = 0; good && i < trace_frames(t); i++)
		good = segment_text(f, i, &all);
	good = good && all.len == text.len && memcmp(all.s, text.s, text.len) == 0;
	segment_read_end(f);
	buf_free(&all);
	return good;
}

static void
whole_life(struct segment_root *r, const char *how)
{
	static const char id[] = "content/2026/11/23-0001";
	struct segment_draft *d = draft(r, 3), *e;
	struct segment_facts facts;
	struct segment_file *f;
	char sha256[65], sm3[65];
	struct stat st;

	printf("# %s\n", how);
	ok(segment_written(d) > 0, "bytes are counted while it is written");
	segment_finish(d, &facts);
	ok(facts.lines == 300 && facts.bytes == text.len && facts.first == 998 &&
	    facts.last == 2002 && facts.size == segment_written(d) &&
	    facts.index_at + facts.index_size == facts.size, "what is known of it");
	ok(!there("content", ""), "nothing is seen of it");
	ok(segment_stage(d, id) && there(id, ".jsonl.zst.new") && !there(id, ".jsonl.zst"),
	    "staged");
	segment_drop(d);
	segment_staged(r, id);
	ok(stat(path("content/2026", ""), &st) == 0 && (st.st_mode & 07777) == 0700 &&
	    stat(path(id, ".jsonl.zst.new"), &st) == 0 && (st.st_mode & 07777) == 0600 &&
	    st.st_nlink == 1, "modes 0700 and 0600");
	ok(reads(r, id, &facts), "it is read before it is settled");
	e = draft(r, 1);
	segment_finish(e, &facts);
	ok(!segment_stage(e, id), "another of its name is refused while it is staged");
	f = segment_read(r, id);
	segment_digest(f, sha256, sm3);
	segment_read_end(f);
	segment_settle(r, id, sha256);
	ok(there(id, ".jsonl.zst") && !there(id, ".jsonl.zst.new") &&
	    there(id, ".jsonl.zst.sha256"), "settled");
	segment_settle(r, id, sha256);
	ok(there(id, ".jsonl.zst") && status_worst() == DONE, "settled again: fine");
	ok(!segment_stage(e, id), "another of its name is refused when it is settled");
	ok(segment_stage(e, "content/2026/11/23-0002"), "the next one is not");
	segment_drop(e);
	shell("cd '%s/content/2026/11' && sha256sum -c --quiet 23-0001.jsonl.zst.sha256",
	    root);
	ok(segment_remove(r, id) == 0 && segment_remove(r, id) == 0 &&
	    !there(id, ".jsonl.zst") && !there(id, ".jsonl.zst.sha256"),
	    "removed, and again");
	segment_remove(r, "content/2026/11/23-0002");
	ok(segment_removed(r, id) == 0 && there("content/2026/11", ""),
	    "others may want the directory");
	ok(segment_alone(r, false) && segment_removed(r, id) == 0 && !there("content", ""),
	    "alone: directories without anything go too");
	segment_leave(r);

	/* a file of the name comes to be between our looking and our making */
	d = draft(r, 1);
	segment_finish(d, &facts);
	crowd = true;
	ok(!segment_stage(d, id) && there(id, ".jsonl.zst") && !there(id, ".jsonl.zst.new"),
	    "one that was settled in between is seen");
	ok(segment_stage(d, "content/2026/11/23-0002") &&
	    reads(r, "content/2026/11/23-0002", &facts), "and ours gets the next name");
	segment_drop(d);
	d = draft(r, 1);
	segment_finish(d, &facts);
	segment_drop(d);
	shell("rm -r '%s/content' && test \"$(ls -A '%s')\" = .lock", root, root);
}

/* ---- Reading what somebody changed. */

static void
put_byte(const char *id, uint64_t at, int add)
{
	unsigned char c;
	int fd = open(path(id, ".jsonl.zst"), O_RDWR);

	if (pread(fd, &c, 1, (off_t)at) != 1)
		abort();
	c = (unsigned char)(c + add);
	if (pwrite(fd, &c, 1, (off_t)at) != 1)
		abort();
	close(fd);
}

static void
damage(struct segment_root *r)
{
	static const char id[] = "log/undated/2026/11/23-0001";
	struct segment_draft *d = draft(r, 5);
	struct segment_facts facts, other;
	struct segment_file *f;
	struct buf out = { 0 };
	char sha256[65], sm3[65], link[512];
	const struct trace *t;
	uint64_t at;

	segment_finish(d, &facts);
	ok(segment_stage(d, id), "staged");
	segment_drop(d);
	segment_settle(r, id, facts.sha256);
	f = segment_read(r, id);
	segment_digest(f, sha256, sm3);
	same(sha256, facts.sha256, "SHA-256 of the file");
	same(sm3, facts.sm3, "SM3 of the file");
	t = segment_index(f, &facts);
	ok(t != NULL && segment_index(f, &facts) == t, "its index is kept");
	at = trace_at(t, 3) + trace_frame(t, 3)->size / 2;
	put_byte(id, at, 1);
	buf_puts(&out, "before");
	ok(segment_text(f, 2, &out) && out.len == 6 + trace_frame(t, 2)->raw,
	    "a frame beside the changed one is read, and appended");
	out.len = 6;
	ok(!segment_text(f, 3, &out) && !segment_packed(f, 3, &out) && out.len == 6,
	    "a frame that was changed is refused");
	segment_digest(f, sha256, sm3);
	ok(strcmp(sha256, facts.sha256) != 0 && strcmp(sm3, facts.sm3) != 0,
	    "the digests are others");
	segment_read_end(f);
	put_byte(id, at, -1);
	ok(reads(r, id, &facts), "and back: whole");
	other = facts;
	other.index_at++;
	ok(!reads(r, id, &other), "an index elsewhere is none");
	other = facts;
	other.index_size = UINT64_MAX - 3;
	other.index_at = facts.size + 4;
	ok(!reads(r, id, &other), "nor one of a size that cannot be");
	other = facts;
	other.lines++;
	ok(!reads(r, id, &other), "nor one of other lines");
	put_byte(id, facts.size - 1, 1);
	ok(!reads(r, id, &facts), "a changed index is refused");
	put_byte(id, facts.size - 1, -1);
	ok(truncate(path(id, ".jsonl.zst"), (off_t)facts.size - 1) == 0 &&
	    !reads(r, id, &facts), "a file cut short is refused");
	ok(truncate(path(id, ".jsonl.zst"), (off_t)facts.size + 1) == 0 &&
	    !reads(r, id, &facts), "a longer one too");
	ok(segment_read(r, "log/undated/2026/11/23-0002") == NULL && errno == ENOENT,
	    "one that is not there");
	ok(segment_read(r, "../log/2026/11/23-0002") == NULL && errno == EINVAL,
	    "nor is there anything above");
	snprintf(link, sizeof link, "%s", path("log/undated/2026/11/23-0003", ".jsonl.zst"));
	ok(symlink("23-0001.jsonl.zst", link) == 0 &&
	    segment_read(r, "log/undated/2026/11/23-0003") == NULL,
	    "a symbolic link is not followed");
	ok(symlink("log", path("web", "")) == 0 &&
	    segment_read(r, "web/undated/2026/11/23-0001") == NULL,
	    "nor is one of a directory");
	unlink(path("web", ""));
	ok(mkfifo(path("log/undated/2026/11/23-0004", ".jsonl.zst"), 0600) == 0 &&
	    segment_read(r, "log/undated/2026/11/23-0004") == NULL, "a pipe is not opened");
	buf_free(&out);
	shell("rm -r '%s/log'", root);
}

/* ---- What stands there, and mending. */

static bool
note(void *arg, const char *id, char state)
{
	buf_printf(arg, "%s%c ", id, state);
	return true;
}

static bool
knows(void *arg, const char *id, char sha256[65])
{
	buf_printf(arg, "%s ", id);
	memset(sha256, 'a', 64);
	sha256[64] = '\0';
	return strstr(id, "-0002") == NULL;
}

static void
listing(struct segment_root *r)
{
	struct buf b = { 0 };

	shell("cd '%s' && mkdir -p a/2026/01 a/held/2025/12 a-b/2026/01 lost/1/2/3/4/5 && "
	    "touch a/2026/01/02-0001.jsonl.zst a/2026/01/01-9999.jsonl.zst.new "
	    "a/2026/01/01-10000.jsonl.zst a/held/2025/12/31-0002.jsonl.zst.new "
	    "a-b/2026/01/01-0001.jsonl.zst a-b/2026/01/01-0001.jsonl.zst.sha256 "
	    "a/2026/01/02-0001.jsonl.zst.old a/2026/01/03-1.jsonl.zst a/x.jsonl.zst "
	    "a/2026/01/.02-0001.jsonl.zst lost/1/2/3/4/5/02-0001.jsonl.zst "
	    "a/2026/01/05-0003.jsonl.zst.sha256", root);
	segment_each(r, note, &b);
	same(buf_text(&b), "a-b/2026/01/01-0001. a/2026/01/01-10000. a/2026/01/01-9999n "
	    "a/2026/01/02-0001. a/held/2025/12/31-0002n ", "what stands there, in order");
	b.len = 0;
	ok(segment_alone(r, false), "alone");
	segment_mend(r, knows, &b);
	same(buf_text(&b), "a/2026/01/01-10000 a/2026/01/01-9999 a/2026/01/02-0001 "
	    "a/held/2025/12/31-0002 ", "asked of: staged ones, and those without a sum");
	b.len = 0;
	segment_each(r, note, &b);
	same(buf_text(&b), "a-b/2026/01/01-0001. a/2026/01/01-10000. a/2026/01/01-9999. "
	    "a/2026/01/02-0001. ", "the known are settled, the others gone");
	ok(there("a/2026/01/01-10000", ".jsonl.zst.sha256") &&
	    there("a/2026/01/01-9999", ".jsonl.zst.sha256"), "sums are there");
	segment_leave(r);
	shell("rm -r '%s'/a '%s'/a-b '%s'/lost", root, root, root);
	buf_free(&b);
}

static void
both_names(struct segment_root *r)
{
	static const char id[] = "log/2026/11/23-0001";
	struct segment_draft *d = draft(r, 1);
	struct segment_facts facts;

	segment_finish(d, &facts);
	ok(segment_stage(d, id), "staged");
	segment_drop(d);
	shell("cd '%s/log/2026/11' && cp 23-0001.jsonl.zst.new 23-0001.jsonl.zst", root);
	segment_settle(r, id, facts.sha256);
	ok(there(id, ".jsonl.zst") && !there(id, ".jsonl.zst.new") &&
	    status_worst() == DONE, "both names of the same: one goes");
	shell("cd '%s/log/2026/11' && mv 23-0001.jsonl.zst 23-0001.jsonl.zst.new && "
	    "echo other >23-0001.jsonl.zst", root);
	segment_settle(r, id, facts.sha256);
	ok(there(id, ".jsonl.zst") && there(id, ".jsonl.zst.new") &&
	    status_worst() == REFUSED, "of two: none goes, and it is said");
	shell("rm -r '%s/log'", root);
}

/* ---- The root and its lock. */

/* Status of a child that runs fn. */
static int
ends(void (*fn)(void))
{
	pid_t child;
	int state;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(99);
		fn();
		_exit(0);
	}
	waitpid(child, &state, 0);
	return WIFEXITED(state) ? WEXITSTATUS(state) : 1000 + WTERMSIG(state);
}

static void
opens(void)
{
	segment_open(root, true, 0);
}

static void
shares(void)
{
	segment_share(segment_open(root, false, 0));
}

static void
is_alone(void)
{
	_exit(segment_alone(segment_open(root, false, 1), true) ? 0 : 7);
}

static void
roots(void)
{
	struct segment_root *r;
	struct stat st;
	char was[300];

	ok(segment_open(root, false, 0) == NULL, "no root: none");
	r = segment_open(root, true, 0);
	ok(r != NULL && stat(root, &st) == 0 && (st.st_mode & 07777) == 0700 &&
	    strcmp(segment_path(r), root) == 0 && fstat(segment_fd(r), &st) == 0, "made");
	segment_share(r);
	segment_share(r);
	ok(ends(shares) == 0, "shared by many");
	ok(ends(is_alone) == 7, "nobody is alone meanwhile");
	segment_leave(r);
	ok(ends(is_alone) == 0 && segment_alone(r, true) && segment_alone(r, false),
	    "afterwards one is");
	ok(ends(shares) == FAILED, "and others wait, then fail");
	segment_share(r);
	ok(ends(shares) == 0, "alone, then shared");
	segment_close(r);
	segment_close(NULL);
	ok(ends(is_alone) == 0, "closed: free");
	chmod(root, 0720);
	ok(ends(opens) == USAGE, "a root that others can write to is refused");
	chmod(root, 0700);
	snprintf(was, sizeof was, "%s", root);
	snprintf(root, sizeof root, "%s/file", dir);
	close(open(root, O_CREAT | O_WRONLY, 0600));
	ok(ends(opens) == USAGE, "a file is no root");
	snprintf(root, sizeof root, "%s/no/root", dir);
	ok(ends(opens) == USAGE, "a root is made, but nothing above it");
	strcpy(root, was);
	if (geteuid() == 0) {
		ok(chown(root, 65534, 65534) == 0 && ends(opens) == USAGE,
		    "another user's is refused");
		ok(chown(root, 0, 0) == 0 && ends(opens) == 0, "and one's own is not");
	}
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");
	struct segment_root *r;

	(void)argc;
	status_start(argv[0]);
	snprintf(dir, sizeof dir, "%.200s/segment.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL)
		return 3;
	snprintf(root, sizeof root, "%s/root", dir);
	names();
	roots();
	r = segment_open(root, true, 0);
	whole_life(r, "unnamed");
	no_unnamed = true;
	whole_life(r, "named");
	no_unnamed = false;
	damage(r);
	listing(r);
	both_names(r);
	segment_close(r);
	buf_free(&text);
	shell("rm '%s/.lock' '%s/file' && rmdir '%s' '%s'", root, dir, root, dir);
	return done();
}
