/* Pending writes: read back, order, taking back; against a plain list as the model. */
#include "overlay.h"
#include "tap.h"

#define KEYS 3000

static struct { char key[24]; char val[16]; unsigned table; size_t klen; bool known, gone; }
    model[KEYS];
static unsigned seed = 12345;

static unsigned
rnd(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

static int
order(int a, int b)
{
	size_t n = model[a].klen < model[b].klen ? model[a].klen : model[b].klen;
	int c;

	if (model[a].table != model[b].table)
		return model[a].table < model[b].table ? -1 : 1;
	c = memcmp(model[a].key, model[b].key, n);
	return c != 0 ? c : (model[a].klen > model[b].klen) - (model[a].klen < model[b].klen);
}

static bool
reads_back(const struct overlay *o)
{
	const void *val;
	size_t n;
	int i;

	for (i = 0; i < KEYS; i++) {
		if (overlay_get(o, model[i].table, model[i].key, model[i].klen, &val, &n) !=
		    model[i].known)
			return false;
		if (model[i].known && (val == NULL) != model[i].gone)
			return false;
		if (model[i].known && !model[i].gone &&
		    (n != strlen(model[i].val) || memcmp(val, model[i].val, n) != 0))
			return false;
	}
	return true;
}

struct seen {
	unsigned table;
	char key[24];
	size_t klen, count;
	bool sorted;
};

static bool
each(void *arg, unsigned table, const void *key, size_t klen, const void *val, size_t vlen)
{
	struct seen *s = arg;
	size_t n = s->klen < klen ? s->klen : klen;
	int c = memcmp(s->key, key, n);

	(void)val, (void)vlen;
	if (s->count++ > 0 && s->table == table)
		s->sorted = s->sorted && (c < 0 || (c == 0 && s->klen < klen));
	else if (s->count > 1)
		s->sorted = s->sorted && s->table < table;
	s->table = table;
	memcpy(s->key, key, klen);
	s->klen = klen;
	return true;
}

/* The next of the model in table behind (or at) entry i; -1: none. */
static int
next(int i, bool after)
{
	int j, best = -1;

	for (j = 0; j < KEYS; j++)
		if (model[j].known && model[j].table == model[i].table &&
		    order(j, i) >= (after ? 1 : 0) && (best < 0 || order(j, best) < 0))
			best = j;
	return best;
}

static void
put(struct overlay *o, int i)
{
	model[i].known = true;
	model[i].gone = rnd(5) == 0;
	snprintf(model[i].val, sizeof model[i].val, "%.*s", (int)rnd(12), "abcdefghijkl");
	overlay_put(o, model[i].table, model[i].key, model[i].klen,
	    model[i].gone ? NULL : model[i].val, strlen(model[i].val));
}

int
main(void)
{
	struct overlay *o = overlay_new();
	struct overlay_item item;
	struct seen s = { .sorted = true };
	static char kept[sizeof model];
	const void *val;
	size_t n, count;
	int i, j, k, bad = 0, last;
	bool good, got;

	ok(!overlay_get(o, 0, "a", 1, &val, &n) && overlay_count(o) == 0,
	    "an empty one knows nothing");
	ok(!overlay_last(o, 0, &item) && !overlay_next(o, 0, "", 0, false, &item),
	    "and has no first nor last");
	for (i = 0; i < KEYS; i++) {
		model[i].table = rnd(3);
		/* One begins another; bytes past ASCII; zero bytes. */
		model[i].klen = (size_t)snprintf(model[i].key, sizeof model[i].key, "k%d%s", i,
		    i % 3 == 0 ? "\xff" : "");
		if (i % 7 == 0)
			model[i].key[0] = '\0';
	}
	for (good = true, i = 0; i < 20000; i++) {
		k = (int)rnd(KEYS);
		put(o, k);
		if (i % 50 == 0) {	/* a walk now and then, in a growing batch */
			j = next(k, true);
			got = overlay_next(o, model[k].table, model[k].key, model[k].klen,
			    true, &item);
			bad += got != (j >= 0) || (got && (item.klen != model[j].klen ||
			    memcmp(item.key, model[j].key, item.klen) != 0 ||
			    (item.val == NULL) != model[j].gone));
			j = next(k, false);
			got = overlay_next(o, model[k].table, model[k].key, model[k].klen,
			    false, &item);
			bad += !got || j != k || item.klen != model[k].klen;
		}
		if (i % 500 == 0)
			good = good && reads_back(o);
	}
	ok(bad == 0, "overlay_next as the model in a growing batch (%d differ)", bad);
	ok(good && reads_back(o), "every key reads back its last value, deleted or not");
	for (count = 0, i = 0; i < KEYS; i++)
		count += model[i].known;
	ok(overlay_count(o) == count, "count");
	ok(overlay_each(o, each, &s) && s.count == count && s.sorted,
	    "each: all of them, by table, then key, the shorter first");
	for (bad = 0, k = 0; k < 3; k++) {
		for (last = -1, i = 0; i < KEYS; i++)
			if (model[i].known && !model[i].gone &&
			    model[i].table == (unsigned)k && (last < 0 || order(i, last) > 0))
				last = i;
		bad += !overlay_last(o, (unsigned)k, &item) || item.klen != model[last].klen ||
		    memcmp(item.key, model[last].key, item.klen) != 0;
	}
	ok(bad == 0, "last of each table that is not deleted");

	overlay_mark(o);
	memcpy(kept, model, sizeof model);
	for (i = 0; i < KEYS; i++)
		model[i].key[1] = 'z';		/* new keys beside changed ones */
	for (i = 0; i < 2000; i++) {
		put(o, (int)rnd(KEYS));
		if (i == 1000)
			overlay_next(o, 0, "", 0, false, &item);
	}
	memcpy(model, kept, sizeof model);
	for (i = 0; i < 2000; i++)
		put(o, (int)rnd(KEYS));
	memcpy(model, kept, sizeof model);
	overlay_back(o);
	ok(overlay_count(o) == count && reads_back(o), "overlay_back: as at the mark");
	s = (struct seen){ .sorted = true };
	ok(overlay_each(o, each, &s) && s.count == count && s.sorted, "and in order");
	for (i = 0; i < KEYS; i++)
		put(o, i);
	ok(reads_back(o), "and goes on from there");

	/* A value that was read here may be put elsewhere, while memory moves. */
	overlay_clear(o);
	ok(overlay_count(o) == 0 && overlay_bytes(o) == 0 &&
	    !overlay_get(o, 0, "k1", 2, &val, &n), "clear");
	overlay_put(o, 0, "a", 1, "0123456789", 10);
	for (i = 0; i < 2000; i++) {
		char key[8];

		if (!overlay_get(o, 0, "a", 1, &val, &n))
			break;
		overlay_put(o, 1, key, (size_t)snprintf(key, sizeof key, "%d", i), val, n);
	}
	good = overlay_get(o, 1, "1999", 4, &val, &n) && n == 10 &&
	    memcmp(val, "0123456789", 10) == 0;
	ok(good, "a value read here is put elsewhere");
	overlay_put(o, 0, "", 0, "", 0);
	ok(overlay_get(o, 0, "", 0, &val, &n) && val != NULL && n == 0,
	    "an empty value is no deletion");
	overlay_free(o);
	return done();
}
