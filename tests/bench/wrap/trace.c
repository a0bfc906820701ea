/*
 * trace: group-cap, noting in the file named by BENCH_TRACE whatever it asks of the store's
 * room, for group_loop.  The linker puts the functions below in the place of the store's
 * (--wrap).
 *
 * A note: 'b' begin, 'c' commit; 'g' get, 'p' put, 'd' delete, 'w' walk, each with the table,
 * the key's length (2 bytes), the length of the value or the number of entries walked (4
 * bytes), the key.
 */
#include "../../../cmd/group-cap.c"

#include <stdio.h>
#include <stdlib.h>

static FILE *notes;

static void
note(char what, unsigned table, const void *key, size_t klen, size_t n)
{
	uint16_t k = (uint16_t)klen;
	uint32_t v = (uint32_t)n;

	if (notes == NULL) {
		const char *path = getenv("BENCH_TRACE");

		notes = path != NULL ? fopen(path, "w") : NULL;
		if (notes == NULL)
			status_die(USAGE, "BENCH_TRACE: names no file");
	}
	putc_unlocked(what, notes);
	putc_unlocked((int)table, notes);
	fwrite_unlocked(&k, sizeof k, 1, notes);
	fwrite_unlocked(&v, sizeof v, 1, notes);
	fwrite_unlocked(key, klen, 1, notes);
}

typedef bool walk_fn(void *, const char *, size_t, const char *, size_t);

/* Named by the linker: what takes the place of a function, and the function itself. */
#define BOTH(result, name, ...) result __wrap_ ## name(__VA_ARGS__); \
	result __real_ ## name(__VA_ARGS__)
BOTH(bool, store_get, struct store *, enum store_table, const void *, size_t, const char **,
    size_t *);
BOTH(void, store_put, struct store *, enum store_table, const void *, size_t, const char *,
    size_t);
BOTH(void, store_del, struct store *, enum store_table, const void *, size_t);
BOTH(void, store_walk, struct store *, enum store_table, const void *, size_t, const void *,
    size_t,
    walk_fn *, void *);
BOTH(void, store_begin, struct store *, size_t);
BOTH(void, store_commit, struct store *);

bool
__wrap_store_get(struct store *s, enum store_table t, const void *key, size_t klen,
    const char **val, size_t *vlen)
{
	bool there = __real_store_get(s, t, key, klen, val, vlen);

	note('g', t, key, klen, there ? *vlen : 0);
	return there;
}

void
__wrap_store_put(struct store *s, enum store_table t, const void *key, size_t klen, const char
    *val,
    size_t vlen)
{
	note('p', t, key, klen, vlen);
	__real_store_put(s, t, key, klen, val, vlen);
}

void
__wrap_store_del(struct store *s, enum store_table t, const void *key, size_t klen)
{
	note('d', t, key, klen, 0);
	__real_store_del(s, t, key, klen);
}

struct counted {
	walk_fn *fn;
	void *its;
	size_t n;
};

static bool
count(void *its, const char *key, size_t klen, const char *val, size_t vlen)
{
	struct counted *c = its;

	c->n++;
	return c->fn(c->its, key, klen, val, vlen);
}

void
__wrap_store_walk(struct store *s, enum store_table t, const void *prefix, size_t plen,
    const void *from, size_t flen, walk_fn *fn,
    void *its)
{
	struct counted c = { fn, its, 0 };

	__real_store_walk(s, t, prefix, plen, from, flen, count, &c);
	note('w', t, prefix, plen, c.n);
}

void
__wrap_store_begin(struct store *s, size_t records)
{
	note('b', 0, "", 0, 0);
	__real_store_begin(s, records);
}

void
__wrap_store_commit(struct store *s)
{
	note('c', 0, "", 0, 0);
	fflush(notes);
	__real_store_commit(s);
}
