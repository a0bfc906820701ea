#include "overlay.h"

#include <string.h>

#include "overlay_int.h"

void
overlay_back(struct overlay *o)
{
	size_t i, n = 0;
	struct overlay_entry *e;

	while (o->undone > 0) {
		o->undone--;
		o->entry[o->undo[o->undone].entry] = o->undo[o->undone].was;
	}
	/* Newest first: each is then the last of its run of slots, and leaves no hole. */
	while (o->count > o->mark) {
		e = &o->entry[o->count - 1];
		*overlay_slot(o, e->table, o->bytes + e->key, e->klen, e->hash) = 0;
		o->count--;
	}
	for (i = 0; i < o->ordered; i++) {
		if (i == o->sorted)
			o->sorted = n;
		if (o->order[i] < o->mark)
			o->order[n++] = o->order[i];
	}
	if (o->sorted > n)
		o->sorted = n;
	o->ordered = n;
}

bool
overlay_may(const struct overlay *o, unsigned table)
{
	return o->table[table % OVERLAY_TABLES].entries > 0;
}

void
overlay_note(struct overlay *o, unsigned table, const struct overlay_entry *e)
{
	struct overlay_table *t = &o->table[table % OVERLAY_TABLES];
	uint32_t n = t->last_n < e->klen ? t->last_n : e->klen;

	t->entries++;
	t->rising += memcmp(o->bytes + t->last, o->bytes + e->key, n) <= 0;
	t->last = e->key;
	t->last_n = e->klen;
}

size_t
overlay_bytes(const struct overlay *o)
{
	return o->used;
}

size_t
overlay_entries(const struct overlay *o, unsigned table, bool *rising)
{
	const struct overlay_table *t = &o->table[table % OVERLAY_TABLES];

	*rising = t->rising >= t->entries - t->entries / 16;
	return t->entries;
}
