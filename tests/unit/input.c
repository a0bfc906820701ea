/*
 * Input as blocks: the same bytes give the same lines however they arrive; line numbers, byte
 * order marks, what is too long, several files; and what has arrived leaves at once.
 */
#include <fcntl.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "child.h"
#include "input.h"
#include "mem.h"
#include "record.h"
#include "status.h"
#include "tap.h"
#include "term.h"

static struct term_table *terms;
static char path[300];
static struct block block;
static const char *encoding;

/* All lines as "number:text|" or "number!why raw|", pieces of a long line put together. */
static void
all(struct input *in, struct buf *out)
{
	bool open = false;
	size_t i, blocks = 0;

	out->len = 0;
	while (input_read(in, &block)) {
		blocks++;
		if (block.lines == 0 || block.lines > 4096)
			ok(false, "a block of %zu lines", block.lines);
		for (i = 0; i < block.lines; i++) {
			const struct input_line *l = &block.line[i];

			if (l->more != open)
				ok(false, "a further piece without a first one, or none");
			if (!l->more)
				buf_printf(out, l->bad != NULL ? "%lu!%s " : "%lu:", (unsigned long)l->number,
				    l->bad);
			if (l->bad == NULL)
				buf_put(out, block.text + l->at, l->n);
			else if (l->raw_n > 0)
				buf_put(out, block.raw + l->raw_at, l->raw_n);
			open = l->open;
			if (!open)
				buf_putc(out, '|');
			if (l->bad != NULL ? l->n != 0 : block.text[l->at + l->n] != '\n')
				ok(false, "a good line ends, a bad one has no text");
		}
	}
	if (open)
		ok(false, "a line without an end");
	input_free(in);
}

static void
from_file(const char *s, size_t n, struct buf *out)
{
	char *paths[] = { path, NULL };
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, s, n) != (ssize_t)n || close(fd) != 0) {
		printf("Bail out! %s\n", path);
		exit(1);
	}
	all(input_new(paths, encoding, terms, NULL), out);
}

/* In writes of 1 to `most` bytes. */
static void
from_pipe(const char *s, size_t n, size_t most, struct buf *out)
{
	char name[32], *paths[] = { name, NULL };
	int end[2], status;
	uint32_t x = (uint32_t)(n + most);
	pid_t pid;

	fflush(stdout);
	if (pipe(end) != 0 || (pid = fork()) < 0)
		exit(1);
	if (pid == 0) {
		close(end[0]);
		while (n > 0) {
			size_t k;

			x = x * 1664525 + 1013904223;
			k = 1 + (x >> 8) % most;
			k = k < n ? k : n;
			if (write(end[1], s, k) != (ssize_t)k)
				_exit(1);
			s += k;
			n -= k;
		}
		_exit(0);
	}
	close(end[1]);
	snprintf(name, sizeof name, "/dev/fd/%d", end[0]);
	all(input_new(paths, encoding, terms, NULL), out);
	close(end[0]);
	waitpid(pid, &status, 0);
}

static bool
same_anyhow(const char *s, size_t n, const char *want)
{
	static const size_t most[] = { 1, 3, 4096, 65536 };
	struct buf a = { 0 }, b = { 0 };
	bool good;
	size_t i;

	from_file(s, n, &a);
	good = want == NULL || strcmp(buf_text(&a), want) == 0;
	if (!good)
		printf("#  got: %s\n# want: %s\n", buf_text(&a), want);
	for (i = n > 100000 ? 2 : 0; i < 4; i++) {
		from_pipe(s, n, most[i], &b);
		if (a.len != b.len || (a.len > 0 && memcmp(a.s, b.s, a.len) != 0)) {
			printf("# in writes of %zu otherwise\n", most[i]);
			good = false;
		}
	}
	buf_free(&a);
	buf_free(&b);
	return good;
}

#define SAME(s, want) ok(same_anyhow(s, sizeof s - 1, want), "%s", want)
#define BOM "\xef\xbb\xbf"

static void
forms(void)
{
	SAME("", "");
	SAME("{}", "1:{}|");
	SAME("{}\n", "1:{}|");
	SAME("{}\n\n{}\r\n \n", "1:{}|2:|3:{}\r|4: |");
	SAME("x\n{}\n", "1:x|2:{}|");
	SAME("\n{}\n", "1:|2:{}|");
	ok(same_anyhow("{\0}\n\0", 5, NULL), "NUL");
	SAME(BOM "{}\n" BOM "{}\n", "1:{}|2:" BOM "{}|");
	SAME(BOM BOM "{}\n", "1:" BOM "{}|");
	SAME(BOM, "");
	SAME("\xef\xbb", "1:\xef\xbb|");
	SAME(BOM "account,name\na,b\n", "2:{\"account\":\"a\",\"name\":\"b\"}|");
	SAME("account\n", "");
	SAME("account\r\na\r\nb", "2:{\"account\":\"a\"}|3:{\"account\":\"b\"}|");
	SAME("account,note\na,\"1\n2\"\n\nb,c,d\ne,f\n",
	    "2:{\"account\":\"a\",\"note\":\"1\\n2\"}|4!an empty row |"
	    "5!more cells than headings b,c,d|6:{\"account\":\"e\",\"note\":\"f\"}|");
	SAME("account,note\na,\"b\nc,d\ne,f\n", "2!a quote that does not end a,\"b|"
	    "3:{\"account\":\"c\",\"note\":\"d\"}|4:{\"account\":\"e\",\"note\":\"f\"}|");
	SAME("account,note\na,\"b\nc,\"d\ne,f\n", "2!misplaced quote in a row a,\"b|"
	    "3!a quote that does not end c,\"d|4:{\"account\":\"e\",\"note\":\"f\"}|");
	SAME("account,account\na,b\nc,\"d\n", "1!two columns are the same member account,account|"
	    "2!the file's heading was refused a,b|3!the file's heading was refused c,\"d|");
	encoding = "gb18030";
	SAME("\xd5\xcb\xba\xc5ID,\xc3\xfb\xb3\xc6\na,\xd6\xd0\nb,\xff\n",
	    "2:{\"account\":\"a\",\"name\":\"\xe4\xb8\xad\"}|3!not GB18030 b,\xff|");
	SAME("\x84\x31\x95\x33" "account,note\na,\"\xd6\xd0\n\"\n", "2:{\"account\":\"a\","
	    "\"note\":\"\xe4\xb8\xad\\n\"}|");
	SAME("{\"name\":\"\xd6\xd0\"}\n\xd6\n{}\n", "1:{\"name\":\"\xe4\xb8\xad\"}|2!not GB18030 \xd6|3:{}|");
	encoding = NULL;
}

/* A text of n bytes: head, then fill, then tail. */
static char *
text(const char *head, const char *fill, size_t n, const char *tail, size_t *len)
{
	size_t h = strlen(head), f = strlen(fill), t = strlen(tail), at;
	char *s = mem_alloc(h + n + t + 1);

	memcpy(s, head, h);
	for (at = 0; at < n; at++)
		s[h + at] = fill[at % f];
	memcpy(s + h + n, tail, t);
	*len = h + n + t;
	return s;
}

static size_t
count(const char *s, size_t n, const char *what)
{
	struct buf out = { 0 };
	size_t c = 0;
	const char *p;

	from_file(s, n, &out);
	for (p = buf_text(&out); (p = strstr(p, what)) != NULL; p++)
		c++;
	buf_free(&out);
	return c;
}

static void
limits(void)
{
	static const int off[] = { -1, 0, 1, 1300000 };
	size_t i, n;
	char *s;

	for (i = 0; i < 4; i++) {
		size_t size = (size_t)((int)RECORD_LINE + off[i]);

		s = text("{}\n", "x", size, "\n{}\n", &n);
		ok(same_anyhow(s, n, NULL) && count(s, n, "2!longer than 1 MiB xxx") == (off[i] > 0) &&
		    count(s, n, "2:xxx") == (off[i] <= 0) && count(s, n, "|3:{}|") == 1,
		    "a line of 1 MiB %+d", off[i]);
		free(s);
		s = text("{}\n", "x", size, "", &n);
		ok(same_anyhow(s, n, NULL) && count(s, n, "2!longer") == (off[i] > 0),
		    "without a line end");
		free(s);
		s = text("account,x\na,", "x", size - 2, "\nb,c\n", &n);
		ok(same_anyhow(s, n, NULL) && count(s, n, "|3:{\"account\":\"b\"") == 1 &&
		    count(s, n, "2!longer than 1 MiB a,xxx") == 1, "a row of it: too long as JSON");
		free(s);
		s = text("account,x\na,\"", "xxxxxxxxxxxxxxx\n", size - 3, "\"\nb,c\n", &n);
		ok(same_anyhow(s, n, NULL) && count(s, n, "{\"account\":\"b\"") == 1 &&
		    count(s, n, "2!longer than 1 MiB a,\"xxxxxxxxxxxxxxx|3!fewer") == 1, "of many lines");
		free(s);
		s = text("account,", "x", size - 8, "\nb,c\nd,\"e\n", &n);
		/* Past the limit nothing tells that it is a heading. */
		ok(same_anyhow(s, n, NULL) && count(s, n, off[i] > 0 ? "|2:b,c|3:d,\"e|" :
		    "|2!the file's heading was refused b,c|3!") == 1 && count(s, n, "1!") == 1,
		    "a heading of it");
		free(s);
	}
	s = text("account,x\n", "a,\x01\x01\x01\x01\n", 70000, "", &n);
	ok(same_anyhow(s, n, NULL) && count(s, n, "\\u0001\"}|") == 10000, "many rows");
	free(s);
	s = text("", "\n", 100001, "", &n);
	ok(same_anyhow(s, n, NULL) && count(s, n, ":|") == 100001, "only line ends");
	free(s);
}

static void
any(void)
{
	static const char *const piece[] = { "account", ",", "\"", "\n", "\n", "\r\n", "a", "{}",
		"\"x,\n\"", "\xe4\xb8\xad", "\xff", BOM, "b,c\n", " ", "\xd6\xd0" };
	static const char *const head[] = { "", "account,x\n", BOM "user\n", "{}\n", "account,\"x" };
	uint32_t x = 7;
	int round, wrong = 0;

	for (round = 0; round < 80; round++) {
		char s[1024];
		size_t n = (size_t)sprintf(s, "%s", head[round % 5]);
		int k;

		encoding = round % 4 == 3 ? "gb18030" : NULL;
		for (k = 0; k < round; k++) {
			x = x * 1664525 + 1013904223;
			n += (size_t)sprintf(s + n, "%s", piece[(x >> 24) % 15]);
		}
		wrong += !same_anyhow(s, n, NULL);
	}
	encoding = NULL;
	ok(wrong == 0, "random bytes give the same lines however they arrive");
}

/* Every line end of the input is in one line of the blocks (a heading's apart). */
static void
idle(void)
{
	static const struct { const char *bytes; size_t lines; } step[] = {
		{ "{\"a\":1}\n", 1 }, { "{\"b\":1}\n{\"c\"", 1 }, { ":1}\n", 1 }, { "\n\n", 2 }, { "x\n", 1 },
	}, rows[] = { { "account,x\na,1\n", 1 }, { "b,2\nc,\"", 1 }, { "\n\"\n", 1 } };
	char name[32], *paths[] = { name, NULL };
	struct input *in;
	size_t i, n;
	int end[2], form;

	alarm(20);	/* a read that waits for more ends the test */
	for (form = 0; form < 2; form++) {
		if (pipe(end) != 0)
			exit(1);
		snprintf(name, sizeof name, "/dev/fd/%d", end[0]);
		in = input_new(paths, NULL, terms, NULL);
		for (i = 0; i < (form == 0 ? 5 : 3); i++) {
			const char *s = form == 0 ? step[i].bytes : rows[i].bytes;

			if (write(end[1], s, strlen(s)) < 0)
				exit(1);
			for (n = 0; n < (form == 0 ? step[i].lines : rows[i].lines); n += block.lines)
				if (!input_read(in, &block))
					break;
			ok(n == (form == 0 ? step[i].lines : rows[i].lines), "%zu lines of a pipe that idles", n);
		}
		close(end[1]);
		ok(!input_read(in, &block), "then its end");
		input_free(in);
		close(end[0]);
	}
	alarm(0);
}

static void
open_one(void *p)
{
	char *paths[] = { p, NULL };

	input_free(input_new(paths, encoding, terms, NULL));
}

static void
read_gone(void *p)
{
	char *paths[] = { path, p, NULL };
	struct input *in = input_new(paths, NULL, terms, NULL);

	remove(p);
	while (input_read(in, &block))
		;
}

static void
files(void)
{
	char two[320], none[320], tmp[] = "/";
	char *paths[] = { path, two, NULL }, *empty[] = { NULL };
	struct buf out = { 0 };
	const char *first;
	struct input *in;
	int fd;

	snprintf(two, sizeof two, "%s.csv", path);
	snprintf(none, sizeof none, "%s.none", path);
	from_file("{}\n{}", 5, &out);
	fd = open(two, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (write(fd, "account\na\n", 10) != 10 || close(fd) != 0)
		exit(1);
	all(input_new(paths, NULL, terms, NULL), &out);
	same(buf_text(&out), "1:{}|2:{}|2:{\"account\":\"a\"}|", "two files, each with lines of its own");
	in = input_new(paths, NULL, terms, NULL);
	input_read(in, &block);
	first = block.file;
	same(first, path, "the name of the first");
	ok(block.size == 15 && block.taken > 0, "bytes of all files");
	while (input_read(in, &block) && block.file == first)
		;
	same(block.file, two, "of the second");
	same(first, path, "and the first stays");
	input_free(in);
	ok(child(open_one, none) == USAGE && strstr(child_said, ".none: No such file") != NULL,
	    "a file that is not there: nothing is read");
	ok(child(open_one, tmp) == USAGE && strstr(child_said, "is a directory: /") != NULL, "a directory");
	encoding = "latin1";
	ok(child(open_one, path) == USAGE && strstr(child_said, "--encoding") != NULL, "an encoding");
	encoding = NULL;
	ok(child(read_gone, two) == FAILED && strstr(child_said, ".csv: No such file") != NULL,
	    "a file that vanishes meanwhile");
	if (freopen(path, "r", stdin) != NULL) {
		all(input_new(empty, NULL, terms, NULL), &out);
		same(buf_text(&out), "1:{}|2:{}|", "standard input when nothing is named");
	}
	remove(two);
	buf_free(&out);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");

	(void)argc;
	setenv("BEIAN_SHARE", "share", 0);
	status_start(argv[0]);
	snprintf(path, sizeof path, "%s/input.%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	terms = term_load();
	forms();
	limits();
	any();
	idle();
	files();
	input_block_free(&block);
	term_free(terms);
	input_free(NULL);
	remove(path);
	return done();
}
