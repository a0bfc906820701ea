/* The filter: nothing that was noted is ever missed, and little else is let through. */
#include <inttypes.h>
#include <stdint.h>
#include <unistd.h>

#include "seal.h"
#include "sieve.h"
#include "store.h"
#include "tap.h"

enum { MANY = 100000, PIECE = SIEVE_PIECE * 8 / SIEVE_BITS };

static const char *
name_of(char kind, unsigned i, size_t *n)
{
	static char key[32];

	*n = (size_t)snprintf(key, sizeof key, "%c:a%08u", kind, i);
	return key;
}

static unsigned
let_through(const struct sieve *s, char kind, unsigned from, unsigned count)
{
	unsigned i, many = 0;
	const char *key;
	size_t n;

	for (i = from; i < from + count; i++) {
		key = name_of(kind, i, &n);
		many += sieve_may(s, key, n);
	}
	return many;
}

static void
note(struct sieve *s, char kind, unsigned from, unsigned count)
{
	unsigned i;
	const char *key;
	size_t n;

	for (i = from; i < from + count; i++) {
		key = name_of(kind, i, &n);
		sieve_note(s, key, n);
	}
}

static void
memory(void)
{
	struct sieve *s = sieve_new(MANY);
	unsigned wrong;

	ok(let_through(s, 'a', 0, MANY) == 0, "an empty one lets nothing through");
	note(s, 'a', 0, MANY);
	ok(let_through(s, 'a', 0, MANY) == MANY, "all that was noted");
	wrong = let_through(s, 'a', MANY, 10 * MANY) + let_through(s, 's', 0, MANY);
	ok(wrong < 11 * MANY / 300,
	    "of others, filled to the brim, fewer than 1 in 300: %u of %u", wrong, 11 * MANY);
	ok(s->meta.keys == MANY && s->meta.names == 0, "keys are counted");
	note(s, 'n', 0, 3);
	ok(s->meta.names == 3, "names are counted");
	sieve_free(s);
	s = sieve_new(0);
	note(s, 'a', 0, 1);
	ok(let_through(s, 'a', 0, 1) == 1, "one for no keys takes one all the same");
	sieve_free(s);
	sieve_free(NULL);
}

static uint64_t
pieces(struct store *s)
{
	char key[8];
	const char *val;
	size_t n;
	int64_t i;
	uint64_t count = 0;

	for (i = 0; i < 20; i++)
		count += store_get(s, STORE_SIEVE, sieve_piece(i, key), 4, &val, &n);
	return count;
}

static void
stored(struct store *s)
{
	struct sieve *one = sieve_new(3 * PIECE), *two;
	struct sieve_meta m;
	unsigned i, added;
	const char *key;
	size_t n;

	store_begin(s, 100);
	sieve_meta(s, &m);
	key = name_of('a', 0, &n);
	ok(m.keys == 0 && m.pieces == 0 && !sieve_add(s, &m, key, n),
	    "none yet: nothing can be added");
	two = sieve_load(s);
	ok(!sieve_may(two, key, n), "one that is not there lets nothing through");
	sieve_free(two);

	note(one, 'a', 0, PIECE);
	one->meta.last = 41;
	one->meta.epoch = 7;
	sieve_put(s, one);
	store_commit(s);
	store_begin(s, 100);
	two = sieve_load(s);
	ok(two->meta.keys == PIECE && two->meta.pieces == 3 && two->meta.last == 41 &&
	    two->meta.epoch == 7 && memcmp(one->bits, two->bits, 3 * SIEVE_PIECE) == 0,
	    "what was put is loaded");
	sieve_free(two);

	/* The same keys noted in memory and added in the store. */
	m = one->meta;
	for (i = 0, added = 0; i < 50; i++) {
		key = name_of('n', i, &n);
		added += sieve_add(s, &m, key, n);
	}
	sieve_meta_put(s, &m);
	note(one, 'n', 0, 50);
	store_commit(s);
	store_begin(s, 100);
	two = sieve_load(s);
	ok(added == 50 && m.keys == PIECE + 50 && two->meta.names == 50 &&
	    memcmp(one->bits, two->bits, 3 * SIEVE_PIECE) == 0,
	    "added in the store is the same as noted in memory");
	sieve_free(two);

	m.keys = 3 * PIECE;
	key = name_of('a', 999999, &n);
	ok(!sieve_add(s, &m, key, n) && m.keys == 3 * PIECE, "a full one takes no more");

	two = sieve_new(PIECE + 1);
	ok(pieces(s) == 3, "three pieces");
	sieve_put(s, two);
	ok(pieces(s) == 2, "a smaller one leaves nothing of the larger behind");
	sieve_free(two);
	sieve_free(one);
	store_commit(s);
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	char dir[300];
	struct store *s;

	memory();
	snprintf(dir, sizeof dir, "%s/sieve-%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	store_create(dir, SEAL_AES);
	s = store_open(dir, STORE_WRITE, 0);
	stored(s);
	store_close(s);
	return done();
}
