#include "spill.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct item {			/* of the run in memory */
	uint64_t first;		/* bytes of its key: most differ there */
	uint32_t klen, vlen;
	uint32_t at;		/* of key, then value */
	uint8_t tag, gone;
};

struct run {
	size_t number;
	struct spill_reader *reader;
	struct spill_item item;
};

struct spill_sort {
	char *text;
	size_t used, size;
	struct item *item;
	size_t items, room, most;
	struct spill *spill;
	uint64_t *end;			/* of each run in the spill */
	size_t runs, live;
	struct run *run;		/* a heap, once merging has begun */
	bool merging;
};

struct spill_sort *
spill_sort_new(const char *dir, size_t memory)
{
	struct spill_sort *s = mem_alloc(sizeof *s);

	s->size = memory;
	s->most = memory / 32;
	s->spill = spill_new(dir);
	return s;
}

void
spill_sort_free(struct spill_sort *s)
{
	if (s == NULL)
		return;
	while (s->live > 0)
		spill_reader_free(s->run[--s->live].reader);
	free(s->text);
	free(s->item);
	free(s->run);
	free(s->end);
	spill_free(s->spill);
	free(s);
}

static int
order(const char *a, size_t an, const char *b, size_t bn)
{
	int c = memcmp(a, b, an < bn ? an : bn);

	return c != 0 ? c : (an > bn) - (an < bn);
}

static int
by_key(const void *x, const void *y, void *text)
{
	const struct item *a = x, *b = y;
	int c;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	c = order((char *)text + a->at, a->klen, (char *)text + b->at, b->klen);
	return c != 0 ? c : a->at < b->at ? -1 : 1;
}

/* The run in memory goes to the file, sorted. */
static void
flush(struct spill_sort *s)
{
	struct spill_item out;
	size_t i;

	if (s->items == 0)
		return;
	qsort_r(s->item, s->items, sizeof *s->item, by_key, s->text);
	for (i = 0; i < s->items; i++) {
		const struct item *m = &s->item[i];

		out = (struct spill_item){ .key = s->text + m->at, .klen = m->klen,
		    .val = m->gone ? NULL : s->text + m->at + m->klen, .vlen = m->vlen,
		    .tag = m->tag };
		spill_put(s->spill, &out);
	}
	s->end = mem_grow(s->end, s->runs + 1, sizeof *s->end);
	s->end[s->runs++] = spill_bytes(s->spill);
	s->items = s->used = 0;
}

void
spill_sort_put(struct spill_sort *s, const struct spill_item *i)
{
	struct item *m;
	size_t n = i->klen + (i->val != NULL ? i->vlen : 0), k;

	if (s->text == NULL)
		s->text = mem_grow(NULL, s->size, 1);
	if (s->used + n > s->size || s->items == s->most)
		flush(s);
	if (n > s->size) {
		s->size = n;
		s->text = mem_grow(s->text, n, 1);
	}
	if (s->items == s->room) {
		s->room = s->room > 0 ? s->room * 2 : 4096;
		s->room = s->room < s->most ? s->room : s->most;
		s->item = mem_grow(s->item, s->room, sizeof *s->item);
	}
	m = &s->item[s->items++];
	*m = (struct item){ .klen = (uint32_t)i->klen, .vlen = (uint32_t)(n - i->klen),
	    .at = (uint32_t)s->used, .tag = i->tag, .gone = i->val == NULL };
	for (k = 0; k < 8; k++)
		m->first = m->first << 8 | (k < i->klen ? (unsigned char)i->key[k] : 0);
	memcpy(s->text + s->used, i->key, i->klen);
	memcpy(s->text + s->used + i->klen, i->val != NULL ? i->val : "", n - i->klen);
	s->used += n;
}

/* ---- Merging: a heap of runs. */

static bool
before(const struct run *a, const struct run *b)
{
	int c = order(a->item.key, a->item.klen, b->item.key, b->item.klen);

	return c != 0 ? c < 0 : a->number < b->number;
}

static void
sink(struct spill_sort *s, size_t i)
{
	struct run r = s->run[i];
	size_t k;

	while ((k = 2 * i + 1) < s->live) {
		if (k + 1 < s->live && before(&s->run[k + 1], &s->run[k]))
			k++;
		if (!before(&s->run[k], &r))
			break;
		s->run[i] = s->run[k];
		i = k;
	}
	s->run[i] = r;
}

static void
merge_start(struct spill_sort *s)
{
	size_t i;

	flush(s);
	free(s->text);
	free(s->item);
	s->text = NULL;
	s->item = NULL;
	s->run = mem_alloc((s->runs + 1) * sizeof *s->run);
	for (i = 0; i < s->runs; i++) {
		s->run[i].number = i;
		s->run[i].reader = spill_read(s->spill, i > 0 ? s->end[i - 1] : 0, s->end[i]);
		spill_next(s->run[i].reader, &s->run[i].item);
	}
	s->live = s->runs;
	for (i = s->live; i-- > 0;)
		sink(s, i);
	s->merging = true;
}

bool
spill_sort_next(struct spill_sort *s, struct spill_item *i)
{
	if (!s->merging)
		merge_start(s);
	else if (s->live > 0) {		/* what was given last is at the top */
		if (!spill_next(s->run[0].reader, &s->run[0].item)) {
			spill_reader_free(s->run[0].reader);
			s->run[0] = s->run[--s->live];
		}
		if (s->live > 0)
			sink(s, 0);
	}
	if (s->live == 0)
		return false;
	*i = s->run[0].item;
	return true;
}
