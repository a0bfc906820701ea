#include "overlay.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "overlay_int.h"

#define TAIL 256	/* entries out of order that a search may still run through */

struct overlay *
overlay_new(void)
{
	return mem_alloc(sizeof(struct overlay));
}

void
overlay_free(struct overlay *o)
{
	if (o == NULL)
		return;
	free(o->entry);
	free(o->bytes);
	free(o->slot);
	free(o->order);
	free(o->undo);
	free(o);
}

void
overlay_clear(struct overlay *o)
{
	if (o->count > 0)
		memset(o->slot, 0, o->slots * sizeof *o->slot);
	o->count = o->used = o->sorted = o->ordered = o->undone = o->mark = 0;
	memset(o->table, 0, sizeof o->table);
	o->marked = false;
}

size_t
overlay_count(const struct overlay *o)
{
	return o->count;
}

/* FNV-1a, 64 bits folded. */
static uint32_t
hash(unsigned table, const unsigned char *key, size_t n)
{
	uint64_t h = 0xcbf29ce484222325 ^ table;

	for (; n > 0; n--, key++)
		h = (h ^ *key) * 0x100000001b3;
	return (uint32_t)(h ^ h >> 32);
}

static uint64_t
head(const void *key, size_t n)
{
	uint64_t h = 0;

	if (n > 0)
		memcpy(&h, key, n < sizeof h ? n : sizeof h);
	return be64toh(h);
}

static int
order(const struct overlay *o, const struct overlay_entry *e, unsigned table, uint64_t first,
    const void *key, size_t klen)
{
	int c;

	if (e->table != table)
		return e->table < table ? -1 : 1;
	if (e->head != first)
		return e->head < first ? -1 : 1;
	c = memcmp(o->bytes + e->key, key, e->klen < klen ? e->klen : klen);
	return c != 0 ? c : (e->klen > klen) - (e->klen < klen);
}

uint32_t *
overlay_slot(const struct overlay *o, unsigned table, const void *key, size_t klen, uint32_t h)
{
	const struct overlay_entry *e;
	size_t i;

	for (i = h & (o->slots - 1); o->slot[i] != 0; i = (i + 1) & (o->slots - 1)) {
		e = &o->entry[o->slot[i] - 1];
		if (e->hash == h && e->table == table && e->klen == klen &&
		    memcmp(o->bytes + e->key, key, klen) == 0)
			break;
	}
	return &o->slot[i];
}

/* Entries go in by number, so that the newest is always last in its run of slots. */
static void
rehash(struct overlay *o)
{
	size_t i, at;

	o->slots = o->slots > 0 ? o->slots * 2 : 256;
	free(o->slot);
	o->slot = mem_alloc(o->slots * sizeof *o->slot);
	for (i = 0; i < o->count; i++) {
		at = o->entry[i].hash & (o->slots - 1);
		while (o->slot[at] != 0)
			at = (at + 1) & (o->slots - 1);
		o->slot[at] = (uint32_t)i + 1;
	}
}

/* Room for n more bytes. What *a and *b point to may be ours (read here a moment ago). */
static void
reserve(struct overlay *o, size_t n, const void **a, const void **b)
{
	const char *old = o->bytes, *p = *a, *q = *b;
	size_t at = 0, bt = 0;
	bool ours, ours_too;

	if (old != NULL && o->room - o->used >= n)
		return;
	ours = old != NULL && p >= old && p < old + o->used;
	ours_too = old != NULL && q >= old && q < old + o->used;
	if (ours)
		at = (size_t)(p - old);
	if (ours_too)
		bt = (size_t)(q - old);
	o->room = (o->room + n) * 2 + 4096;
	o->bytes = mem_grow(o->bytes, o->room, 1);
	if (ours)
		*a = o->bytes + at;
	if (ours_too)
		*b = o->bytes + bt;
}

static size_t
keep(struct overlay *o, const void *p, size_t n)
{
	size_t at = o->used;

	if (n > 0)
		memcpy(o->bytes + at, p, n);
	o->used += n;
	return at;
}

static void
remember(struct overlay *o, uint32_t entry)
{
	if (o->undone == o->undo_size) {
		o->undo_size = o->undo_size * 2 + 64;
		o->undo = mem_grow(o->undo, o->undo_size, sizeof *o->undo);
	}
	o->undo[o->undone++] = (struct overlay_undo){ entry, o->entry[entry] };
}

void
overlay_put(struct overlay *o, unsigned table, const void *key, size_t klen,
    const void *val, size_t vlen)
{
	uint32_t h = hash(table, key, klen), *slot;
	struct overlay_entry *e;

	if ((o->count + 1) * 2 > o->slots)
		rehash(o);
	reserve(o, klen + vlen, &key, &val);
	slot = overlay_slot(o, table, key, klen, h);
	if (*slot != 0) {
		e = &o->entry[*slot - 1];
		if (o->marked && *slot - 1 < o->mark)
			remember(o, *slot - 1);
	} else {
		if (o->count == o->size) {
			o->size = o->size * 2 + 128;
			o->entry = mem_grow(o->entry, o->size, sizeof *o->entry);
		}
		e = &o->entry[o->count++];
		*e = (struct overlay_entry){ .head = head(key, klen), .hash = h,
		    .table = table, .key = keep(o, key, klen), .klen = (uint32_t)klen };
		*slot = (uint32_t)o->count;
		overlay_note(o, table, e);
	}
	e->gone = val == NULL;
	if (val == NULL)
		return;
	if (!o->marked && vlen <= e->room && e->room > 0) {
		memmove(o->bytes + e->val, val, vlen);
	} else {
		e->val = keep(o, val, vlen);
		e->room = (uint32_t)vlen;
	}
	e->vlen = (uint32_t)vlen;
}

bool
overlay_get(const struct overlay *o, unsigned table, const void *key, size_t klen,
    const void **val, size_t *vlen)
{
	const struct overlay_entry *e;
	uint32_t slot;

	if (o->count == 0)
		return false;
	slot = *overlay_slot(o, table, key, klen, hash(table, key, klen));
	if (slot == 0)
		return false;
	e = &o->entry[slot - 1];
	*val = e->gone ? NULL : o->bytes + e->val;
	*vlen = e->gone ? 0 : e->vlen;
	return true;
}

/* An entry while it is sorted: most comparisons look at nothing else. */
struct sorting {
	uint64_t head;
	uint32_t table, entry;
};

static int
by_key(const void *a, const void *b, void *arg)
{
	const struct overlay *o = arg;
	const struct sorting *x = a, *y = b;
	const struct overlay_entry *e;

	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	e = &o->entry[y->entry];
	return order(o, &o->entry[x->entry], e->table, e->head, o->bytes + e->key, e->klen);
}

static void
sort(struct overlay *o, uint32_t *number, size_t n)
{
	struct sorting *s = mem_grow(NULL, n, sizeof *s);
	size_t i;

	for (i = 0; i < n; i++)
		s[i] = (struct sorting){ o->entry[number[i]].head, o->entry[number[i]].table,
		    number[i] };
	qsort_r(s, n, sizeof *s, by_key, o);
	for (i = 0; i < n; i++)
		number[i] = s[i].entry;
	free(s);
}

/* The first place among the first n in order whose entry is not before the key. */
static size_t
lower(const struct overlay *o, size_t n, unsigned table, const void *key, size_t klen)
{
	uint64_t first = head(key, klen);
	size_t lo = 0, mid;

	while (lo < n) {
		mid = lo + (n - lo) / 2;
		if (order(o, &o->entry[o->order[mid]], table, first, key, klen) < 0)
			lo = mid + 1;
		else
			n = mid;
	}
	return lo;
}

/* Puts the tail in order and merges it from the end, moving whole runs. */
static void
merge(struct overlay *o)
{
	size_t hi = o->sorted, n = o->ordered - o->sorted, at;
	uint32_t *tail;
	const struct overlay_entry *e;

	if (n == 0)
		return;
	sort(o, o->order + hi, n);
	if (hi > 0) {
		tail = mem_grow(NULL, n, sizeof *tail);
		memcpy(tail, o->order + hi, n * sizeof *tail);
		while (n-- > 0) {
			e = &o->entry[tail[n]];
			at = lower(o, hi, e->table, o->bytes + e->key, e->klen);
			memmove(o->order + at + n + 1, o->order + at,
			    (hi - at) * sizeof *tail);
			o->order[at + n] = tail[n];
			hi = at;
		}
		free(tail);
	}
	o->sorted = o->ordered;
}

/* Takes new entries into `order`; all in order when `all`, else all but TAIL of them. */
static void
arrange(struct overlay *o, bool all)
{
	if (o->ordered < o->count) {
		o->order = mem_grow(o->order, o->size, sizeof *o->order);
		for (; o->ordered < o->count; o->ordered++)
			o->order[o->ordered] = (uint32_t)o->ordered;
	}
	if (all || o->ordered - o->sorted > TAIL)
		merge(o);
}

void
overlay_mark(struct overlay *o)
{
	o->marked = true;
	o->mark = o->count;
	o->undone = 0;
}

bool
overlay_each(struct overlay *o, bool (*fn)(void *, unsigned table, const void *key,
    size_t klen, const void *val, size_t vlen), void *arg)
{
	const struct overlay_entry *e;
	size_t i;

	arrange(o, true);
	for (i = 0; i < o->count; i++) {
		e = &o->entry[o->order[i]];
		if (!fn(arg, e->table, o->bytes + e->key, e->klen,
		    e->gone ? NULL : o->bytes + e->val, e->gone ? 0 : e->vlen))
			return false;
	}
	return true;
}

static void
show(const struct overlay *o, const struct overlay_entry *e, struct overlay_item *item)
{
	*item = (struct overlay_item){ .key = o->bytes + e->key, .klen = e->klen,
	    .val = e->gone ? NULL : o->bytes + e->val, .vlen = e->gone ? 0 : e->vlen };
}

bool
overlay_next(struct overlay *o, unsigned table, const void *key, size_t klen, bool after,
    struct overlay_item *item)
{
	const struct overlay_entry *best = NULL, *e;
	uint64_t first = head(key, klen);
	size_t i;

	if (!overlay_may(o, table))
		return false;
	arrange(o, false);
	i = lower(o, o->sorted, table, key, klen);
	if (after && i < o->sorted &&
	    order(o, &o->entry[o->order[i]], table, first, key, klen) == 0)
		i++;
	if (i < o->sorted && o->entry[o->order[i]].table == table)
		best = &o->entry[o->order[i]];
	for (i = o->sorted; i < o->ordered; i++) {
		e = &o->entry[o->order[i]];
		if (e->table == table &&
		    order(o, e, table, first, key, klen) >= (after ? 1 : 0) &&
		    (best == NULL ||
		    order(o, e, table, best->head, o->bytes + best->key, best->klen) < 0))
			best = e;
	}
	if (best != NULL)
		show(o, best, item);
	return best != NULL;
}

bool
overlay_last(struct overlay *o, unsigned table, struct overlay_item *item)
{
	const struct overlay_entry *best = NULL, *e;
	size_t i;

	if (!overlay_may(o, table))
		return false;
	arrange(o, false);
	for (i = lower(o, o->sorted, table + 1, NULL, 0); i-- > 0 && best == NULL;) {
		e = &o->entry[o->order[i]];
		if (e->table != table)
			break;
		if (!e->gone)
			best = e;
	}
	for (i = o->sorted; i < o->ordered; i++) {
		e = &o->entry[o->order[i]];
		if (e->table == table && !e->gone && (best == NULL ||
		    order(o, e, table, best->head, o->bytes + best->key, best->klen) > 0))
			best = e;
	}
	if (best != NULL)
		show(o, best, item);
	return best != NULL;
}
