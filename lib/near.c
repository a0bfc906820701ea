#include "near.h"

#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "fold.h"
#include "json.h"
#include "seal.h"
#include "store.h"
#include "text.h"

void
near_fold(struct fold *f, const char *name, size_t n, struct near *o)
{
	const char *p, *end;

	o->n = fold_text(f, name, n, o->text, sizeof o->text);
	o->chars = 0;
	for (p = o->text, end = p + o->n; p < end; text_next(&p, end)) {
		if (o->chars < NEAR_CHARS)
			o->at[o->chars] = (size_t)(p - o->text);
		o->chars++;
	}
	if (o->chars <= NEAR_CHARS)
		o->at[o->chars] = o->n;
}

/* The kind letter, a colon, and the text but for the bytes from `out` to `back`. */
static void
give(const struct near *o, char letter, size_t out, size_t back,
    void (*fn)(void *, const char *key, size_t n), void *arg)
{
	char key[NEAR_TEXT + 2], hex[129];
	size_t n = 2 + out;

	key[0] = letter;
	key[1] = ':';
	memcpy(key + 2, o->text, out);
	memcpy(key + n, o->text + back, o->n - back);
	n += o->n - back;
	if (n > NEAR_KEY) {
		seal_digest(SEAL_SM3, key + 2, n - 2, hex);
		memcpy(key + 2, hex, 64);
		n = 66;
	}
	fn(arg, key, n);
}

void
near_keys(const struct near *o, long edit_from, bool listed,
    void (*fn)(void *, const char *key, size_t n), void *arg)
{
	size_t i;

	if (o->n == 0)
		return;
	give(o, 'f', o->n, o->n, fn, arg);
	/* One that is looked for may have a character less than the listed one. */
	if (edit_from == 0 || o->chars + !listed < (size_t)edit_from || o->chars > NEAR_CHARS)
		return;
	give(o, 'd', o->n, o->n, fn, arg);
	for (i = 0; i < o->chars; i++)
		give(o, 'd', o->at[i], o->at[i + 1], fn, arg);
}

static bool
same(const struct near *a, size_t i, const struct near *b, size_t k)
{
	size_t n = a->at[i + 1] - a->at[i];

	return n == b->at[k + 1] - b->at[k] &&
	    memcmp(a->text + a->at[i], b->text + b->at[k], n) == 0;
}

int
near_apart(const struct near *a, const struct near *b)
{
	size_t i = 0, k;

	if (a->n == b->n && memcmp(a->text, b->text, a->n) == 0)
		return 0;
	if (a->chars > NEAR_CHARS || b->chars > NEAR_CHARS || a->chars > b->chars + 1 ||
	    b->chars > a->chars + 1)
		return 2;
	while (i < a->chars && i < b->chars && same(a, i, b, i))
		i++;
	/* What is left must end alike, without one character of one or of each, or with two
	 * exchanged. */
	for (k = 0; k + i < a->chars && k + i < b->chars &&
	    same(a, a->chars - 1 - k, b, b->chars - 1 - k); k++)
		;
	if (a->chars - i - k <= 1 && b->chars - i - k <= 1)
		return 1;
	return a->chars == b->chars && a->chars - i - k == 2 && same(a, i, b, i + 1) &&
	    same(a, i + 1, b, i) ? 1 : 2;
}

void
near_change(struct buf *value, const char *name, size_t n, bool stay)
{
	static struct buf b, own;
	struct json_walk w;
	size_t count = 0;
	bool had = false;

	own.len = b.len = 0;
	buf_json(&own, name, n);
	buf_putc(&b, '[');
	json_walk(&w, value->len > 0 ? value->s : "[]", value->len > 0 ? value->len : 2);
	while (json_next(&w)) {
		if (w.value_len == own.len && memcmp(w.value, own.s, own.len) == 0) {
			had = true;
			continue;
		}
		if (count++ > 0)
			buf_putc(&b, ',');
		buf_put(&b, w.value, w.value_len);
	}
	if (had == stay)
		return;
	if (stay) {
		if (count++ > 0)
			buf_putc(&b, ',');
		buf_put(&b, own.s, own.len);
	}
	buf_putc(&b, ']');
	value->len = 0;
	if (count > 0)
		buf_put(value, b.s, b.len);
}

static void
change(struct store *s, const char *key, size_t n, const char *name, size_t name_n, bool stay)
{
	static struct buf value;
	const char *val;
	size_t vn = 0;

	value.len = 0;
	if (store_get(s, STORE_NEAR, key, n, &val, &vn))
		buf_put(&value, val, vn);
	near_change(&value, name, name_n, stay);
	if (value.len > 0)
		store_put(s, STORE_NEAR, key, n, value.s, value.len);
	else if (vn > 0)
		store_del(s, STORE_NEAR, key, n);
}

void
near_note(struct store *s, const char *key, size_t n, const char *name, size_t name_n)
{
	change(s, key, n, name, name_n, true);
}

void
near_forget(struct store *s, const char *key, size_t n, const char *name, size_t name_n)
{
	change(s, key, n, name, name_n, false);
}
