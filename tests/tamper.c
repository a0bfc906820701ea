/*
 * tamper: changes the journal of a store as somebody would who has its key: every value has its
 * right tag, so that only the chain can tell (tests/chain.t).
 *
 *   tamper DIR size                  how many entries and how many bytes in them
 *   tamper DIR bytes FIRST STEP      each STEPth byte of keys and entries from FIRST on, one
 *                                    after another, in memory: prints each change that the
 *                                    chain does not show at its place, and how many there were
 *   tamper DIR run FIRST STEP PROGRAM ARGUMENT...
 *                                    likewise in the store itself, and runs the program after
 *                                    each: entry, byte, status and last line of the output
 *                                    (taken back afterwards)
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "journal.h"
#include "mem.h"
#include "status.h"
#include "store.h"

enum { DIGITS = 12 };

/* All entries one behind the other: key, value; where each begins. */
struct all {
	struct buf text;
	size_t *at, entries;
};

static bool
one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct all *a = arg;

	if (klen != DIGITS)
		status_die(FAILED, "tamper: a key of %zu bytes", klen);
	a->at = mem_grow(a->at, a->entries + 2, sizeof *a->at);
	a->at[a->entries++] = a->text.len;
	buf_put(&a->text, key, klen);
	buf_put(&a->text, val, n);
	a->at[a->entries] = a->text.len;
	return true;
}

static void
take(struct store *s, struct all *a)
{
	store_begin(s, 0);
	store_walk(s, STORE_JOURNAL, "", 0, NULL, 0, one, a);
	store_abort(s);
}

/* Put entry e, of which byte i may be another, and take away what stood there. */
static void
put(struct store *s, struct all *a, size_t e, size_t i, char byte)
{
	char *p = a->text.s + a->at[e], was = a->text.s[i];

	store_del(s, STORE_JOURNAL, p, DIGITS);
	a->text.s[i] = byte;
	store_put(s, STORE_JOURNAL, p, DIGITS, p + DIGITS, a->at[e + 1] - a->at[e] - DIGITS);
	a->text.s[i] = was;
}

static void
whole(struct store *s, struct all *a, size_t e)
{
	char *p = a->text.s + a->at[e];

	store_put(s, STORE_JOURNAL, p, DIGITS, p + DIGITS, a->at[e + 1] - a->at[e] - DIGITS);
}

/* Take it back; another key may have been that of an entry. */
static void
undo(struct store *s, struct all *a, size_t e, size_t i, char byte)
{
	char *p = a->text.s + a->at[e], was = a->text.s[i];
	size_t k;

	a->text.s[i] = byte;
	for (k = 0; k < a->entries && (k == e ||
	    memcmp(a->text.s + a->at[k], p, DIGITS) != 0); k++)
		;
	store_del(s, STORE_JOURNAL, p, DIGITS);
	a->text.s[i] = was;
	whole(s, a, e);
	if (k < a->entries)
		whole(s, a, k);
}

/* Another byte than the i-th: one bit of it is another, not always the same one. */
static char
other(const struct all *a, size_t i)
{
	char c = (char)(a->text.s[i] ^ 1 << i % 7);

	return c != '\0' ? c : (char)(a->text.s[i] ^ 0x40);
}

static void
bytes(const char *dir, struct all *a, size_t first, size_t step)
{
	struct store *s = store_open(dir, STORE_DRY, 10);
	uint64_t tried = 0, missed = 0, entries, broken;
	size_t i, e = 0;
	const char *why;

	store_begin(s, 1);
	for (i = first; i < a->text.len; i += step) {
		bool key;

		while (a->at[e + 1] <= i)
			e++;
		key = i < a->at[e] + DIGITS;
		put(s, a, e, i, other(a, i));
		tried++;
		/* An entry under another number is met where it stands now, or missed
		 * where it was. */
		if (journal_verify(s, &entries, &broken, &why) ||
		    (key ? broken > e + 1 : broken != e + 1)) {
			printf("# entry %zu, byte %zu: not found there\n", e + 1,
			    i - a->at[e]);
			missed++;
		}
		undo(s, a, e, i, other(a, i));
	}
	if (!journal_verify(s, &entries, &broken, &why)) {
		printf("# not taken back: entry %" PRIu64 " %s\n", broken, why);
		missed++;
	}
	store_abort(s);
	store_close(s);
	printf("%" PRIu64 " changes, %" PRIu64 " missed\n", tried, missed);
}

/* Runs it; its status, and the last line of its output. */
static int
run(char **argv, struct buf *out)
{
	int end[2], status;
	char part[4096];
	ssize_t n;
	pid_t pid;

	out->len = 0;
	if (pipe(end) != 0 || (pid = fork()) < 0)
		status_die(FAILED, "tamper: no process");
	if (pid == 0) {
		dup2(end[1], STDOUT_FILENO);
		close(end[0]);
		close(end[1]);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(end[1]);
	while ((n = read(end[0], part, sizeof part)) > 0)
		buf_put(out, part, (size_t)n);
	close(end[0]);
	waitpid(pid, &status, 0);
	while (out->len > 0 && out->s[out->len - 1] == '\n')
		out->len--;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void
each(const char *dir, struct all *a, size_t first, size_t step, char **argv)
{
	struct buf out = { 0 };
	size_t i, e = 0, from;

	for (i = first; i < a->text.len; i += step) {
		struct store *s = store_open(dir, STORE_WRITE, 10);
		int status;

		while (a->at[e + 1] <= i)
			e++;
		store_begin(s, 1);
		put(s, a, e, i, other(a, i));
		store_commit(s);
		store_close(s);
		status = run(argv, &out);
		for (from = out.len; from > 0 && out.s[from - 1] != '\n'; from--)
			;
		printf("%zu %zu %d %.*s\n", e + 1, i - a->at[e], status,
		    (int)(out.len - from), out.s != NULL ? out.s + from : "");
		s = store_open(dir, STORE_WRITE, 10);
		store_begin(s, 1);
		undo(s, a, e, i, other(a, i));
		store_commit(s);
		store_close(s);
	}
	buf_free(&out);
}

int
main(int argc, char **argv)
{
	struct all a = { 0 };
	struct store *s;
	size_t first, step;

	if (argc < 3)
		status_die(USAGE, "usage: tamper DIR size|bytes|run [FIRST STEP [PROGRAM]]");
	s = store_open(argv[1], STORE_READ, 10);
	take(s, &a);
	store_close(s);
	first = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
	step = argc > 4 ? strtoul(argv[4], NULL, 10) : 1;
	if (strcmp(argv[2], "size") == 0)
		printf("%zu %zu\n", a.entries, a.text.len);
	else if (strcmp(argv[2], "bytes") == 0 && step > 0)
		bytes(argv[1], &a, first, step);
	else if (strcmp(argv[2], "run") == 0 && argc > 5 && step > 0)
		each(argv[1], &a, first, step, argv + 5);
	else
		status_die(USAGE, "tamper: not so");
	buf_free(&a.text);
	free(a.at);
	return 0;
}
