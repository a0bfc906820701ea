/* Names folded: what looks alike is alike, what does not is not, and folding again changes
 * nothing. */
#include <pthread.h>
#include <stdint.h>

#include "fold.h"
#include "share.h"
#include "tap.h"
#include "text.h"

static const char *
folded(struct fold *f, const char *s)
{
	static char out[2][512];
	static int turn;
	char *o = out[turn ^= 1];

	o[fold_text(f, s, strlen(s), o, sizeof out[0] - 1)] = '\0';
	return o;
}

static void
like(struct fold *f, const char *a, const char *b)
{
	const char *x = folded(f, a), *y = folded(f, b);

	ok(*x != '\0' && strcmp(x, y) == 0, "%s looks like %s: %s, %s", a, b, x, y);
}

static void
unlike(struct fold *f, const char *a, const char *b)
{
	ok(strcmp(folded(f, a), folded(f, b)) != 0, "%s does not look like %s", a, b);
}

struct rows {
	struct fold *f;
	int count, wrong;
};

static void
row(void *arg, char **cell, unsigned line)
{
	struct rows *r = arg;
	const char *a = cell[0], *b = cell[1];

	r->count++;
	if (text_next(&a, a + strlen(a)) == 0 || *a != '\0' ||
	    text_next(&b, b + strlen(b)) == 0 || *b != '\0' ||
	    strcmp(folded(r->f, cell[0]), folded(r->f, cell[1])) != 0) {
		r->wrong++;
		printf("# lookalikes.csv: line %u: %s,%s\n", line, cell[0], cell[1]);
	}
}

/* Every character of Unicode: folded, and folded again. */
static void
all(struct fold *f)
{
	char s[4], once[64], twice[64];
	uint32_t c;
	size_t n, m;
	int wrong = 0, bad = 0;

	for (c = 1; c < 0x110000; c++) {
		if (c >= 0xd800 && c < 0xe000)
			continue;
		if (c == 0x3400 + 0x1000)
			c = 0x4e00;	/* the rare ones are of one kind */
		if (c == 0xac00)
			c = 0xd7a0;
		if (c == 0x20000)
			c = 0x2f800;
		if (c == 0x2fb00)
			c = 0xe0000;
		if (c == 0xe1000)
			break;
		n = fold_text(f, s, text_put(s, c), once, sizeof once);
		m = fold_text(f, once, n, twice, sizeof twice);
		if (text_valid(once, n) != n)
			bad++;
		if (n != m || memcmp(once, twice, n) != 0) {
			if (wrong++ < 20)
				printf("# U+%04X: %.*s, again %.*s\n", (unsigned)c,
				    (int)n, once, (int)m, twice);
		}
	}
	ok(bad == 0, "every character becomes UTF-8");
	ok(wrong == 0, "folding again changes nothing: %d characters", wrong);
}

enum { THREADS = 4 };
static struct fold *shared;

static void *
work(void *arg)
{
	static const char *const text[] = { "青檸觀察", "ＡＢＣ网", "Раураl", "己巳已" };
	char *out = arg;
	size_t i, n = 0;

	for (i = 0; i < 4; i++)
		n += fold_text(shared, text[i], strlen(text[i]), out + n, 500 - n);
	out[n] = '\0';
	return NULL;
}

static void
threads(void)
{
	static char out[THREADS][501];
	pthread_t t[THREADS];
	int i;

	shared = fold_new();
	for (i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, work, out[i]);
	for (i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	for (i = 1; i < THREADS && strcmp(out[0], out[i]) == 0; i++)
		;
	ok(i == THREADS && *out[0] != '\0', "threads that begin together fold alike");
	fold_free(shared);
}

int
main(void)
{
	struct fold *f = fold_new();
	struct rows r = { .f = f };
	char *table, out[8];
	size_t n;

	like(f, "青柠观察", "青檸觀察");		/* traditional */
	like(f, "ＡＢＣ网", "abc网");			/* full width, case */
	like(f, "青 柠\xe3\x80\x80观\xe2\x80\x8b察", "青柠观察");	/* blanks, unseen ones */
	like(f, "раураl", "paypal");			/* Cyrillic */
	like(f, "paypaI", "paypal");			/* capital i for l */
	like(f, "g00gle", "google");
	like(f, "①号", "1号");
	like(f, "天己", "天已");
	like(f, "己", "巳");
	like(f, "未来", "末来");
	like(f, "今曰新闻", "今日新闻");
	like(f, "土", "士");
	like(f, "戊", "戌");
	like(f, "大", "犬");
	like(f, "rn", "rn");
	unlike(f, "青柠", "青檬");
	unlike(f, "观察", "观看");
	unlike(f, "abc", "abd");
	unlike(f, "一", "二");
	ok(*folded(f, "") == '\0' && *folded(f, " \xe2\x80\x8b") == '\0',
	    "nothing is left of blanks");
	n = fold_text(f, "青柠观察", 12, out, 8);
	ok(n == 6 && memcmp(out, "青柠", 6) == 0,
	    "what has no room is left out by whole characters");

	table = share_read("lookalikes.csv", &n);
	share_rows(table, 2, row, &r);
	free(table);
	ok(r.count >= 80 && r.wrong == 0, "each of the %d rows of lookalikes.csv holds",
	    r.count);
	all(f);
	fold_free(f);
	fold_free(NULL);
	threads();
	return done();
}
