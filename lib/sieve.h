/*
 * A filter in front of the blacklist: "surely not there" for nearly every key that is not, so
 * that a miss costs a cache line and no walk through LMDB (a blocked Bloom filter: the bits of a
 * key lie in one block of 512; 16 bits a key, 7 of them set, about 1 in 500 wrong).
 *
 * STORE_SIEVE: piece in 4 digits: 512 blocks; META "sieve": [KEYS,PIECES,EPOCH,LAST,NAMES]: how
 * many keys it was given, pieces, how often it was made anew, serial of the last listing that it
 * covers, keys of listed names among them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

enum { SIEVE_PIECE = 32768, SIEVE_BLOCK = 64, SIEVE_BITS = 16 };

struct sieve_meta { int64_t keys, pieces, epoch, last, names; };

struct sieve {
	struct sieve_meta meta;
	unsigned char *bits;		/* pieces * SIEVE_PIECE bytes */
};

/* In memory: for so many keys; note them; ask. */
struct sieve *sieve_new(uint64_t keys);
void sieve_free(struct sieve *);
void sieve_note(struct sieve *, const char *key, size_t n);
static inline bool sieve_may(const struct sieve *, const char *key, size_t n);

/* Of the store, inside a transaction. */
void sieve_meta(struct store *, struct sieve_meta *);	/* zeros: none yet */
struct sieve *sieve_load(struct store *);
/* Note a key in the store's; false: it is full, or none: make it anew first. */
bool sieve_add(struct store *, struct sieve_meta *, const char *key, size_t n);
/* Put one that was made anew, whole, in place of what there is. */
void sieve_put(struct store *, const struct sieve *);
/* The key of a piece. */
const char *sieve_piece(int64_t i, char key[8]);
void sieve_meta_put(struct store *, const struct sieve_meta *);

uint64_t sieve_hash(const char *key, size_t n);

/* The block of a hash and the seven bits in it. */
static inline bool
sieve_may(const struct sieve *s, const char *key, size_t n)
{
	uint64_t h, bits;
	const uint64_t *block;
	unsigned i, at;

	if (s->meta.pieces == 0)
		return false;
	h = sieve_hash(key, n);
	block = (const uint64_t *)(const void *)(s->bits + (((h >> 32) *
	    ((uint64_t)s->meta.pieces * (SIEVE_PIECE / SIEVE_BLOCK))) >> 32) * SIEVE_BLOCK);
	bits = h * 0x9e3779b97f4a7c15u;
	for (i = 0; i < 7; i++, bits >>= 9) {
		at = bits & 511;
		if ((block[at >> 6] >> (at & 63) & 1) == 0)
			return false;
	}
	return true;
}
