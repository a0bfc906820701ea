/* Names one edit apart: against the plain definition, over all short words of a small
 * alphabet; two that are near always share a key. */
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "fold.h"
#include "near.h"
#include "seal.h"
#include "store.h"
#include "tap.h"

enum { LONGEST = 5, WORDS = 3 + 9 + 27 + 81 + 243 };

static struct near word[WORDS];

/* Damerau, neighbours exchanged once: the textbook's table. */
static int
distance(const struct near *a, const struct near *b)
{
	int d[LONGEST + 1][LONGEST + 1];
	int i, k, n = (int)a->n, m = (int)b->n, x;

	for (i = 0; i <= n; i++)
		d[i][0] = i;
	for (k = 0; k <= m; k++)
		d[0][k] = k;
	for (i = 1; i <= n; i++)
		for (k = 1; k <= m; k++) {
			x = d[i - 1][k - 1] + (a->text[i - 1] != b->text[k - 1]);
			x = d[i - 1][k] + 1 < x ? d[i - 1][k] + 1 : x;
			x = d[i][k - 1] + 1 < x ? d[i][k - 1] + 1 : x;
			if (i > 1 && k > 1 && a->text[i - 1] == b->text[k - 2] &&
			    a->text[i - 2] == b->text[k - 1] && d[i - 2][k - 2] + 1 < x)
				x = d[i - 2][k - 2] + 1;
			d[i][k] = x;
		}
	return d[n][m];
}

struct keys {
	char text[4 * LONGEST + 8][LONGEST + 4];
	size_t count;
};

static void
keep(void *arg, const char *key, size_t n)
{
	struct keys *k = arg;

	memcpy(k->text[k->count], key, n);
	k->text[k->count++][n] = '\0';
}

static bool
meet(const struct keys *a, const struct keys *b)
{
	size_t i, j;

	for (i = 0; i < a->count; i++)
		for (j = 0; j < b->count; j++)
			if (strcmp(a->text[i], b->text[j]) == 0)
				return true;
	return false;
}

static void
words(struct fold *f)
{
	static struct keys listed[WORDS], looked[WORDS];
	char s[LONGEST];
	int i, k, d, n, count = 0, apart = 0, missed = 0, from;
	unsigned code, max;

	for (n = 1, max = 3; n <= LONGEST; n++, max *= 3)
		for (code = 0; code < max; code++) {
			unsigned c = code;

			for (i = 0; i < n; i++, c /= 3)
				s[i] = "abc"[c % 3];
			near_fold(f, s, (size_t)n, &word[count++]);
		}
	for (i = 0; i < count; i++)
		for (k = 0; k < count; k++) {
			d = distance(&word[i], &word[k]);
			apart += near_apart(&word[i], &word[k]) != (d < 2 ? d : 2);
		}
	ok(count == WORDS && apart == 0, "%d words each with each: as the definition says",
	    count);
	for (from = 0; from <= 5; from++) {
		for (i = 0; i < count; i++) {
			listed[i].count = looked[i].count = 0;
			near_keys(&word[i], from, true, keep, &listed[i]);
			near_keys(&word[i], from, false, keep, &looked[i]);
		}
		for (missed = 0, i = 0; i < count; i++)
			for (k = 0; k < count; k++) {
				d = distance(&word[i], &word[k]);
				if (d == 1 && (from == 0 || word[i].chars < (size_t)from))
					d = 2;
				missed += d < 2 && !meet(&listed[i], &looked[k]);
			}
		ok(missed == 0, "edits from %d characters on: those that are near share a key",
		    from);
	}
}

static void
long_one(void *arg, const char *key, size_t n)
{
	size_t *most = arg;

	(void)key;
	*most = n > *most ? n : *most;
}

static void
long_names(struct fold *f)
{
	static char s[3000];
	static struct near a, b;
	size_t i, most = 0;

	for (i = 0; i + 3 <= sizeof s; i += 3)
		memcpy(s + i, "观", 3);
	near_fold(f, s, 3 * NEAR_CHARS, &a);
	near_fold(f, s, 3 * NEAR_CHARS - 3, &b);
	ok(a.chars == NEAR_CHARS && near_apart(&a, &b) == 1,
	    "a name of %d characters has edits", NEAR_CHARS);
	near_keys(&a, 4, true, long_one, &most);
	ok(most > 2 && most <= NEAR_KEY, "no key is longer than %d bytes", NEAR_KEY);
	near_fold(f, s, 3 * NEAR_CHARS + 3, &a);
	near_fold(f, s, 3 * NEAR_CHARS + 6, &b);
	ok(near_apart(&a, &b) == 2 && near_apart(&a, &a) == 0, "a longer one has none");
	most = 0;
	near_keys(&a, 4, true, long_one, &most);
	ok(most == a.n + 2, "and one key, the whole");
	near_fold(f, s, sizeof s, &a);
	ok(a.n <= NEAR_TEXT, "a text of 3,000 bytes is cut");
	most = 0;
	near_keys(&a, 4, true, long_one, &most);
	ok(most == 66, "and its key is a digest");
	near_fold(f, "", 0, &a);
	most = 0;
	near_keys(&a, 4, true, long_one, &most);
	ok(most == 0, "an empty name has no key");
}

static void
value_is(struct buf *v, const char *want, const char *what)
{
	same(v->len > 0 ? buf_text(v) : "", want, what);
}

static void
values(void)
{
	struct buf v = { 0 };

	near_change(&v, "b", 1, false);
	value_is(&v, "", "nothing to forget");
	near_change(&v, "b", 1, true);
	near_change(&v, "a\"", 2, true);
	value_is(&v, "[\"b\",\"a\\\"\"]", "two names noted");
	near_change(&v, "b", 1, true);
	value_is(&v, "[\"b\",\"a\\\"\"]", "noted again: once");
	near_change(&v, "c", 1, false);
	value_is(&v, "[\"b\",\"a\\\"\"]", "another forgotten: all stay");
	near_change(&v, "b", 1, false);
	value_is(&v, "[\"a\\\"\"]", "one forgotten");
	near_change(&v, "a\"", 2, false);
	value_is(&v, "", "none left");
	buf_free(&v);
}

static void
stored(struct store *s)
{
	const char *val;
	size_t n;

	store_begin(s, 10);
	near_note(s, "f:ab", 4, "AB", 2);
	near_note(s, "f:ab", 4, "Ab", 2);
	ok(store_get(s, STORE_NEAR, "f:ab", 4, &val, &n) && n == 11 &&
	    memcmp(val, "[\"AB\",\"Ab\"]", 11) == 0, "two names under a key");
	near_forget(s, "f:ab", 4, "AB", 2);
	near_forget(s, "f:ab", 4, "Ab", 2);
	near_forget(s, "f:ab", 4, "Ab", 2);
	ok(!store_get(s, STORE_NEAR, "f:ab", 4, &val, &n), "none left: no key");
	store_commit(s);
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct fold *f = fold_new();
	struct store *s;
	char dir[300];

	words(f);
	long_names(f);
	values();
	snprintf(dir, sizeof dir, "%s/near-%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	store_create(dir, SEAL_AES);
	s = store_open(dir, STORE_WRITE, 0);
	stored(s);
	store_close(s);
	fold_free(f);
	return done();
}
