#include "scan.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "scan_int.h"

struct scan_names *
scan_names_new(const char *const *names, size_t count)
{
	struct scan_names *t;
	size_t i, at, slots = 64;

	while (slots < count * 4)
		slots *= 2;
	t = mem_alloc(sizeof *t + slots * sizeof t->slot[0]);
	t->count = count;
	t->mask = slots - 1;
	for (i = 0; i < count; i++) {
		size_t n = strlen(names[i]);

		at = scan_hash(names[i], n) & t->mask;
		while (t->slot[at].name != NULL)
			at = (at + 1) & t->mask;
		t->slot[at].name = names[i];
		t->slot[at].hash = scan_hash(names[i], n);
		t->slot[at].len = (uint32_t)n;
		t->slot[at].index = (int)i;
	}
	return t;
}

void
scan_names_free(struct scan_names *t)
{
	free(t);
}

int
scan_names_find(const struct scan_names *t, const char *s, size_t n)
{
	return scan_find(t, s, n, scan_hash(s, n));
}

const uint16_t *
scan_found(const struct scan_room *r, size_t *n)
{
	*n = r->founds;
	return r->found;
}

struct scan_room *
scan_room_new(void)
{
	struct scan_room *r = mem_alloc(sizeof *r);

	r->size = 256;
	r->seen = mem_alloc(r->size * sizeof *r->seen);
	return r;
}

void
scan_room_free(struct scan_room *r)
{
	if (r == NULL)
		return;
	free(r->seen);
	free(r->found);
	free(r->a);
	free(r->b);
	free(r);
}

static char *
decode(char **room, size_t *size, const char *s, const struct scan_seen *e, size_t *n)
{
	if (*size < (size_t)e->len + SCAN_PAD) {
		*size = (size_t)e->len + 64;
		*room = mem_grow(*room, *size, 1);
	}
	/* The quotes stand on both sides of the name. */
	*n = json_decode(*room, s + e->at - 1, (size_t)e->len + 2);
	memset(*room + *n, 0, 8);
	return *room;
}

char *
scan_seen_text(struct scan_room *r, const char *s, const struct scan_seen *e, size_t *n)
{
	return decode(&r->a, &r->asize, s, e, n);
}

int
scan_seen_compare(struct scan_room *r, const char *s, const struct scan_seen *x,
    const struct scan_seen *y)
{
	size_t xn, yn;
	int d;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	decode(&r->a, &r->asize, s, x, &xn);
	decode(&r->b, &r->bsize, s, y, &yn);
	d = memcmp(r->a, r->b, xn < yn ? xn : yn);
	return d != 0 ? d : (xn > yn) - (xn < yn);
}

struct order {
	struct scan_room *room;
	const char *s;
};

static int
compare(const void *x, const void *y, void *arg)
{
	struct order *o = arg;

	return scan_seen_compare(o->room, o->s, x, y);
}

const struct scan_seen *
scan_seen_twice(struct scan_room *r, const char *s, size_t from)
{
	struct order o = { r, s };
	size_t i;

	qsort_r(r->seen + from, r->count - from, sizeof *r->seen, compare, &o);
	for (i = from + 1; i < r->count; i++)
		if (scan_seen_compare(r, s, &r->seen[i - 1], &r->seen[i]) == 0)
			return &r->seen[i];
	return NULL;
}
