#include "sieve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "buf.h"
#include "json.h"
#include "mem.h"
#include "sip.h"
#include "status.h"
#include "store.h"

/* Keys that a piece has room for. */
enum { PIECE_KEYS = SIEVE_PIECE * 8 / SIEVE_BITS, PIECE_BLOCKS = SIEVE_PIECE / SIEVE_BLOCK };

uint64_t
sieve_hash(const char *key, size_t n)
{
	static const uint64_t secret[2] = { 0x626c61636b6c6973u, 0x7469207369657665u };

	return sip_tag(secret, 0, key, n, "", 0);
}

static uint64_t
block_of(int64_t pieces, uint64_t h)
{
	return ((h >> 32) * ((uint64_t)pieces * PIECE_BLOCKS)) >> 32;
}

static void
set_bits(unsigned char *at, uint64_t h)
{
	uint64_t block[SIEVE_BLOCK / 8], bits = h * 0x9e3779b97f4a7c15u;
	unsigned i;

	memcpy(block, at, sizeof block);
	for (i = 0; i < 7; i++, bits >>= 9)
		block[(bits & 511) >> 6] |= (uint64_t)1 << (bits & 63);
	memcpy(at, block, sizeof block);
}

/* Large pages where there are any: each question goes to a place of its own. */
static unsigned char *
bits_new(size_t n)
{
	enum { LARGE = 2 << 20 };
	unsigned char *bits = NULL;

	n = (n + LARGE) / LARGE * LARGE;
	if (posix_memalign((void **)&bits, LARGE, n) != 0)
		status_die(FAILED, "out of memory");
	madvise(bits, n, MADV_HUGEPAGE);
	memset(bits, 0, n);
	return bits;
}

struct sieve *
sieve_new(uint64_t keys)
{
	struct sieve *s = mem_alloc(sizeof *s);

	s->meta.pieces = (int64_t)((keys + PIECE_KEYS - 1) / PIECE_KEYS);
	if (s->meta.pieces == 0)
		s->meta.pieces = 1;
	if (s->meta.pieces > 9999)
		status_die(FAILED, "the blacklist is too long for its filter");
	s->bits = bits_new((size_t)s->meta.pieces * SIEVE_PIECE);
	return s;
}

void
sieve_free(struct sieve *s)
{
	if (s == NULL)
		return;
	free(s->bits);
	free(s);
}

void
sieve_note(struct sieve *s, const char *key, size_t n)
{
	uint64_t h = sieve_hash(key, n);

	set_bits(s->bits + block_of(s->meta.pieces, h) * SIEVE_BLOCK, h);
	s->meta.keys++;
	s->meta.names += *key == 'n';
}

void
sieve_meta(struct store *st, struct sieve_meta *m)
{
	int64_t *part[] = { &m->keys, &m->pieces, &m->epoch, &m->last, &m->names };
	struct json_walk w;
	const char *val;
	size_t n, i;

	*m = (struct sieve_meta){ 0 };
	if (!store_get(st, STORE_META, "sieve", 5, &val, &n))
		return;
	json_walk(&w, val, n);
	for (i = 0; i < 5 && json_next(&w); i++)
		json_whole(w.value, w.value_len, part[i]);
}

void
sieve_meta_put(struct store *st, const struct sieve_meta *m)
{
	static struct buf b;

	b.len = 0;
	buf_printf(&b, "[%lld,%lld,%lld,%lld,%lld]", (long long)m->keys, (long long)m->pieces,
	    (long long)m->epoch, (long long)m->last, (long long)m->names);
	store_put(st, STORE_META, "sieve", 5, b.s, b.len);
}

const char *
sieve_piece(int64_t i, char key[8])
{
	snprintf(key, 8, "%04u", (unsigned)i % 10000);
	return key;
}

struct sieve *
sieve_load(struct store *st)
{
	struct sieve *s = mem_alloc(sizeof *s);
	const char *val;
	char key[8];
	size_t n;
	int64_t i;

	sieve_meta(st, &s->meta);
	if (s->meta.pieces < 0 || s->meta.pieces > 9999)
		status_die(FAILED, "store damaged: sieve in table meta: %s", store_dir(st));
	s->bits = bits_new((size_t)s->meta.pieces * SIEVE_PIECE);
	for (i = 0; i < s->meta.pieces; i++) {
		if (!store_get(st, STORE_SIEVE, sieve_piece(i, key), 4, &val, &n) ||
		    n != SIEVE_PIECE)
			status_die(FAILED, "store damaged: piece %s of table sieve: %s", key,
			    store_dir(st));
		memcpy(s->bits + (size_t)i * SIEVE_PIECE, val, n);
	}
	return s;
}

bool
sieve_add(struct store *st, struct sieve_meta *m, const char *key, size_t n)
{
	static unsigned char piece[SIEVE_PIECE];
	uint64_t h = sieve_hash(key, n), block;
	const char *val;
	char name[8];
	size_t vn;

	if (m->pieces == 0 || m->keys >= m->pieces * PIECE_KEYS)
		return false;
	block = block_of(m->pieces, h);
	if (!store_get(st, STORE_SIEVE, sieve_piece((int64_t)(block / PIECE_BLOCKS), name), 4,
	    &val, &vn) || vn != SIEVE_PIECE)
		status_die(FAILED, "store damaged: piece %s of table sieve: %s", name,
		    store_dir(st));
	memcpy(piece, val, vn);
	set_bits(piece + block % PIECE_BLOCKS * SIEVE_BLOCK, h);
	if (memcmp(piece, val, vn) != 0)
		store_put(st, STORE_SIEVE, name, 4, (char *)piece, SIEVE_PIECE);
	m->keys++;
	m->names += *key == 'n';
	return true;
}

void
sieve_put(struct store *st, const struct sieve *s)
{
	struct sieve_meta old;
	char key[8];
	int64_t i;

	sieve_meta(st, &old);
	for (i = 0; i < s->meta.pieces; i++)
		store_put(st, STORE_SIEVE, sieve_piece(i, key), 4,
		    (char *)s->bits + (size_t)i * SIEVE_PIECE, SIEVE_PIECE);
	for (; i < old.pieces; i++)
		store_del(st, STORE_SIEVE, sieve_piece(i, key), 4);
	sieve_meta_put(st, &s->meta);
}
