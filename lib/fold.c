#include "fold.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "mem.h"
#include "share.h"
#include "status.h"
#include "text.h"

enum { PAGE = 256, PAGES = 0x110000 / PAGE, CELL = 15, UNITS = 64 };

/* What a character becomes, in UTF-8. */
struct cell { char s[CELL]; uint8_t n; };

struct fold {
	_Atomic(struct cell *) page[PAGES];
	pthread_mutex_t lock;
	const UNormalizer2 *forms, *plain;	/* with and without the case */
	UTransliterator *simple;
	USpoofChecker *spoof;
	uint32_t *like, *to;			/* share/lookalikes.csv */
	size_t likes;
};

static void
must(UErrorCode e, const char *what)
{
	if (U_FAILURE(e))
		status_die(FAILED, "ICU has no %s: %s", what, u_errorName(e));
}

static void
like(void *arg, char **cell, unsigned line)
{
	struct fold *f = arg;
	const char *a = cell[0], *b = cell[1];

	if (*a == '\0' || *b == '\0')
		status_die(USAGE, "lookalikes.csv: line %u: two characters expected", line);
	f->like = mem_grow(f->like, f->likes + 1, sizeof *f->like);
	f->to = mem_grow(f->to, f->likes + 1, sizeof *f->to);
	f->like[f->likes] = text_next(&a, a + strlen(a));
	f->to[f->likes++] = text_next(&b, b + strlen(b));
}

struct fold *
fold_new(void)
{
	struct fold *f = mem_alloc(sizeof *f);
	static const UChar id[] = u"Hant-Hans";
	UErrorCode e = U_ZERO_ERROR;
	size_t n;
	char *table = share_read("lookalikes.csv", &n);

	share_rows(table, 2, like, f);
	free(table);
	pthread_mutex_init(&f->lock, NULL);
	f->forms = unorm2_getNFKCCasefoldInstance(&e);
	must(e, "NFKC_Casefold");
	f->plain = unorm2_getNFKCInstance(&e);
	must(e, "NFKC");
	f->simple = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
	must(e, "Hant-Hans");
	f->spoof = uspoof_open(&e);
	must(e, "confusables");
	return f;
}

void
fold_free(struct fold *f)
{
	size_t i;

	if (f == NULL)
		return;
	for (i = 0; i < PAGES; i++)
		free(atomic_load(&f->page[i]));
	utrans_close(f->simple);
	uspoof_close(f->spoof);
	pthread_mutex_destroy(&f->lock);
	free(f->like);
	free(f->to);
	free(f);
}

static int32_t
normal(const struct fold *f, const UChar *s, int32_t n, UChar out[UNITS])
{
	UErrorCode e = U_ZERO_ERROR;

	n = unorm2_normalize(f->forms, s, n, out, UNITS, &e);
	return U_FAILURE(e) ? 0 : n;
}

/* Without blanks, look-alikes of the table replaced; i is l, as its capital looks like l. */
static void
write_cell(const struct fold *f, const UChar *s, int32_t n, struct cell *to)
{
	int32_t i = 0;
	UChar32 c;
	size_t k;
	char utf8[4];

	while (i < n) {
		U16_NEXT(s, i, n, c);
		if (u_isUWhiteSpace(c) || U_IS_SURROGATE(c))
			continue;
		if (c == 'i')
			c = 'l';
		for (k = 0; k < f->likes && f->like[k] != (uint32_t)c; k++)
			;
		k = text_put(utf8, k < f->likes ? f->to[k] : (uint32_t)c);
		if (to->n + k > CELL)
			return;
		memcpy(to->s + to->n, utf8, k);
		to->n = (uint8_t)(to->n + k);
	}
}

/* What Unicode says a character looks like; letters of ASCII stay, or m would be two. */
static int32_t
skeleton(const struct fold *f, UChar32 c, UChar out[UNITS])
{
	UErrorCode e = U_ZERO_ERROR;
	UChar s[2];
	int32_t n = 0;

	U16_APPEND_UNSAFE(s, n, c);
	if (c < 0x80 && u_isalpha(c)) {
		*out = *s;
		return 1;
	}
	n = uspoof_getSkeleton(f->spoof, 0, s, n, out, UNITS, &e);
	if (U_FAILURE(e))
		return 0;
	if (n == 2 && out[0] == 'r' && out[1] == 'n') {
		*out = 'm';
		return 1;
	}
	return n;
}

/* By looks before the case is folded, since capitals look alike where small letters do not,
 * and again behind it. */
static void
turn(const struct fold *f, UChar32 c, struct cell *to)
{
	UChar a[UNITS], b[UNITS], again[UNITS];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n, end, i = 0;

	if (U_IS_SURROGATE(c))
		return;
	n = 0;
	U16_APPEND_UNSAFE(a, n, c);
	n = unorm2_normalize(f->plain, a, n, b, UNITS, &e);
	if (n == 1 && *b < 0x80)
		*a = *b;
	else
		n = skeleton(f, c, a);
	n = end = normal(f, a, n, b);
	utrans_transUChars(f->simple, b, &n, UNITS, 0, &end, &e);
	if (U_FAILURE(e))
		return;
	while (i < n) {
		U16_NEXT(b, i, n, c);
		write_cell(f, again, normal(f, a, skeleton(f, c, a), again), to);
	}
}

/* Until it stays as it is. */
static void
compute(const struct fold *f, UChar32 c, struct cell *to)
{
	struct cell was = { .n = 0 };
	const char *p;
	int turns = 0;

	turn(f, c, to);
	while (turns++ < 4 && (was.n != to->n || memcmp(was.s, to->s, to->n) != 0)) {
		was = *to;
		to->n = 0;
		for (p = was.s; p < was.s + was.n;)
			turn(f, (UChar32)text_next(&p, was.s + was.n), to);
	}
}

static struct cell *
make_page(struct fold *f, uint32_t number)
{
	struct cell *p;
	uint32_t i;

	pthread_mutex_lock(&f->lock);
	p = atomic_load(&f->page[number]);
	if (p == NULL) {
		p = mem_alloc(PAGE * sizeof *p);
		for (i = 0; i < PAGE; i++)
			compute(f, (UChar32)(number * PAGE + i), &p[i]);
		atomic_store(&f->page[number], p);
	}
	pthread_mutex_unlock(&f->lock);
	return p;
}

size_t
fold_text(struct fold *f, const char *s, size_t n, char *out, size_t room)
{
	const char *end = s + n;
	struct cell *p;
	uint32_t c;
	size_t len = 0;

	while (s < end) {
		c = text_next(&s, end);
		p = atomic_load_explicit(&f->page[c / PAGE], memory_order_acquire);
		if (p == NULL)
			p = make_page(f, c / PAGE);
		p += c % PAGE;
		if (len + p->n > room)
			break;
		memcpy(out + len, p->s, p->n);
		len += p->n;
	}
	return len;
}
