#include "trace.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "seal.h"
#include "sieve.h"

enum { SKIP_HEAD = 8, HEAD = 16, EACH = 48, PROBES = 8 };
#define SKIP_MAGIC 0x184D2A50u
#define MARK "BEIANIX1"

struct trace {
	struct trace_frame *frame;
	uint64_t *at, *bits_at;		/* of each frame: in the file; of its filter */
	size_t frames, room;
	struct buf bits;		/* the filters */
	uint64_t *pair, end;		/* end: bytes of all frames */
	size_t pairs, pair_room;
};

/* ---- Keys and filters. */

uint64_t
trace_key(char kind, const char *name, size_t n)
{
	return sieve_hash(name, n) * 0x9e3779b97f4a7c15u ^ (unsigned char)kind;
}

uint64_t
trace_pair(const char *account, size_t an, const char *content, size_t cn)
{
	uint64_t h = sieve_hash(account, an) * 0xff51afd7ed558ccdu;

	h = (h ^ h >> 29) + sieve_hash(content, cn) * 0x9e3779b97f4a7c15u;
	return h != 0 ? h : 1;
}

/* The probes of a key: two halves of a mixed one, as Kirsch and Mitzenmacher showed. */
static inline uint64_t
mixed(uint64_t key)
{
	key ^= key >> 31;
	key *= 0xbf58476d1ce4e5b9u;
	return key ^ key >> 29;
}

static inline uint32_t
probe(uint64_t h, unsigned i, uint32_t bits)
{
	uint32_t one = (uint32_t)h + i * ((uint32_t)(h >> 32) | 1);

	return (uint32_t)((uint64_t)one * bits >> 32);
}

/* The different ones of some keys come to the front of a table of 1 << log slots; 0 is kept
 * apart, as it marks a free slot. */
static size_t
different(const uint64_t *key, size_t count, uint64_t *table, unsigned log)
{
	size_t i, n = 0, at, mask = ((size_t)1 << log) - 1;
	bool zero = false;

	for (i = 0; i < count; i++) {
		zero |= key[i] == 0;
		for (at = key[i] >> (64 - log); table[at] != 0 && table[at] != key[i];)
			at = (at + 1) & mask;
		table[at] = key[i];
	}
	for (i = 0; i <= mask; i++)
		if (table[i] != 0)
			table[n++] = table[i];
	if (zero)
		table[n++] = 0;
	return n;
}

uint32_t
trace_filter(const uint64_t *key, size_t count, struct buf *out)
{
	uint64_t *all, h;
	unsigned k, log = 1;
	uint32_t bytes, bit;
	size_t i, n;
	char *bits;

	while (((size_t)1 << log) <= count * 2)
		log++;
	all = mem_alloc(sizeof *all << log);
	n = different(key, count, all, log);
	bytes = (uint32_t)((n * TRACE_BITS + 63) / 64 * 8);
	bits = buf_room(out, bytes + 8);	/* some, also for none */
	memset(bits, 0, bytes);
	for (i = 0; i < n; i++)
		for (k = 0, h = mixed(all[i]); k < PROBES; k++) {
			bit = probe(h, k, bytes * 8);
			bits[bit >> 3] = (char)(bits[bit >> 3] | 1 << (bit & 7));
		}
	out->len += bytes;
	free(all);
	return bytes;
}

void
trace_digest(const void *frame, size_t n, unsigned char out[TRACE_DIGEST])
{
	char hex[129];
	unsigned i, hi, lo;

	seal_digest(SEAL_SHA256, frame, n, hex);
	for (i = 0; i < TRACE_DIGEST; i++) {
		hi = (unsigned char)hex[i * 2];
		lo = (unsigned char)hex[i * 2 + 1];
		out[i] = (unsigned char)((hi <= '9' ? hi - '0' : hi - 'a' + 10) << 4 |
		    (lo <= '9' ? lo - '0' : lo - 'a' + 10));
	}
}

/* ---- Made. */

struct trace *
trace_new(void)
{
	struct trace *t = mem_alloc(sizeof *t);

	buf_room(&t->bits, 8);
	return t;
}

void
trace_free(struct trace *t)
{
	if (t == NULL)
		return;
	buf_free(&t->bits);
	free(t->frame);
	free(t->at);
	free(t->bits_at);
	free(t->pair);
	free(t);
}

static void
room(struct trace *t, size_t frames)
{
	if (frames <= t->room)
		return;
	t->room = frames + frames / 2 + 64;
	t->frame = mem_grow(t->frame, t->room, sizeof *t->frame);
	t->at = mem_grow(t->at, t->room, sizeof *t->at);
	t->bits_at = mem_grow(t->bits_at, t->room, sizeof *t->bits_at);
}

void
trace_add(struct trace *t, const struct trace_frame *f, const void *filter)
{
	room(t, t->frames + 1);
	t->frame[t->frames] = *f;
	t->at[t->frames] = t->end;
	t->bits_at[t->frames++] = t->bits.len;
	t->end += f->size;
	buf_put(&t->bits, filter, f->filter);
}

void
trace_pairs(struct trace *t, const uint64_t *pair, size_t count)
{
	if (t->pairs + count > t->pair_room) {
		t->pair_room = (t->pairs + count) * 3 / 2 + 64;
		t->pair = mem_grow(t->pair, t->pair_room, sizeof *t->pair);
	}
	if (count > 0)
		memcpy(t->pair + t->pairs, pair, count * sizeof *pair);
	t->pairs += count;
}

static void
put32(struct buf *b, uint32_t v)
{
	v = htole32(v);
	buf_put(b, &v, sizeof v);
}

static void
put64(struct buf *b, uint64_t v)
{
	v = htole64(v);
	buf_put(b, &v, sizeof v);
}

void
trace_write(const struct trace *t, struct buf *out)
{
	size_t i, n = HEAD + t->frames * EACH + t->bits.len;

	n += t->pairs * sizeof *t->pair;
	put32(out, SKIP_MAGIC);
	put32(out, (uint32_t)n);
	buf_puts(out, MARK);
	put32(out, (uint32_t)t->frames);
	put32(out, (uint32_t)t->pairs);
	for (i = 0; i < t->frames; i++) {
		const struct trace_frame *f = &t->frame[i];

		put32(out, f->size);
		put32(out, f->raw);
		put32(out, f->lines);
		put32(out, f->filter);
		put64(out, (uint64_t)f->first);
		put64(out, (uint64_t)f->last);
		buf_put(out, f->digest, TRACE_DIGEST);
	}
	buf_put(out, t->bits.s, t->bits.len);
	for (i = 0; i < t->pairs; i++)
		put64(out, t->pair[i]);
}

/* ---- Read. */

static uint32_t
get32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof v);
	return le32toh(v);
}

static uint64_t
get64(const unsigned char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return le64toh(v);
}

struct trace *
trace_read(const void *bytes, size_t n)
{
	const unsigned char *p = bytes, *filters;
	size_t frames, pairs, i, left;
	struct trace_frame f;
	struct trace *t;

	if (n < SKIP_HEAD + HEAD || get32(p) != SKIP_MAGIC || get32(p + 4) != n - SKIP_HEAD ||
	    memcmp(p + SKIP_HEAD, MARK, 8) != 0)
		return NULL;
	frames = get32(p + 16);
	pairs = get32(p + 20);
	left = n - SKIP_HEAD - HEAD;
	p += SKIP_HEAD + HEAD;
	if (frames > left / EACH || pairs > (left - frames * EACH) / 8)
		return NULL;
	filters = p + frames * EACH;
	left -= frames * EACH + pairs * 8;
	t = trace_new();
	room(t, frames);
	for (i = 0; i < frames; i++, p += EACH) {
		f = (struct trace_frame){ .size = get32(p), .raw = get32(p + 4),
		    .lines = get32(p + 8), .filter = get32(p + 12),
		    .first = (int64_t)get64(p + 16), .last = (int64_t)get64(p + 24) };
		memcpy(f.digest, p + 32, TRACE_DIGEST);
		if (f.filter > left - t->bits.len)
			break;
		trace_add(t, &f, filters + t->bits.len);
	}
	if (i < frames || t->bits.len != left) {
		trace_free(t);
		return NULL;
	}
	t->pair = mem_grow(NULL, pairs + 1, sizeof *t->pair);
	t->pair_room = pairs + 1;
	for (p = filters + left; t->pairs < pairs; p += 8)
		t->pair[t->pairs++] = get64(p);
	return t;
}

uint32_t
trace_frames(const struct trace *t)
{
	return (uint32_t)t->frames;
}

const struct trace_frame *
trace_frame(const struct trace *t, uint32_t i)
{
	return &t->frame[i];
}

uint64_t
trace_at(const struct trace *t, uint32_t i)
{
	return t->at[i];
}

const void *
trace_bits(const struct trace *t, uint32_t i)
{
	return t->bits.s + t->bits_at[i];
}

bool
trace_may(const struct trace *t, uint32_t i, uint64_t key)
{
	const unsigned char *bits = (const unsigned char *)t->bits.s + t->bits_at[i];
	uint32_t n = t->frame[i].filter * 8, bit;
	uint64_t h = mixed(key);
	unsigned k;

	for (k = 0; k < PROBES && n > 0; k++) {
		bit = probe(h, k, n);
		if ((bits[bit >> 3] >> (bit & 7) & 1) == 0)
			return false;
	}
	return n > 0;
}

const uint64_t *
trace_paired(const struct trace *t, size_t *count)
{
	*count = t->pairs;
	return t->pair;
}
