/*
 * What scan.c and scan_names.c share: the wanted names, and the names that the objects around
 * a place have had, by which a repeated one is found.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SCAN_LINEAR 96	/* names of one object that are compared one by one; more are sorted */

struct scan_seen {
	uint64_t hash;
	uint32_t at, len;	/* raw, without quotes */
};

struct scan_room {
	struct scan_seen *seen;
	size_t count, size;
	uint32_t base[SCAN_DEPTH + 1];		/* first of an object's names in seen */
	uint64_t bits[SCAN_DEPTH + 1][4];	/* which hashes an object may have had */
	char kind[SCAN_DEPTH + 1];		/* '{' or '[' */
	char *a, *b;				/* two names decoded, to compare */
	size_t asize, bsize;
	uint16_t *found;		/* wanted names of the last line, in its order */
	size_t founds, found_size;
};

struct scan_names {
	size_t count, mask;
	struct { const char *name; uint64_t hash; uint32_t len; int index; } slot[];
};

static inline uint64_t
scan_load(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

/* Up to seven bytes as a number, none read behind them. */
static inline uint64_t
scan_tail(const char *p, size_t n)
{
	uint32_t a = 0, b = 0;

	if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		return a | (uint64_t)b << 8 * (n - 4);
	}
	if (n >= 2) {
		memcpy(&a, p, 2);
		memcpy(&b, p + n - 2, 2);
		return a | b << 8 * (n - 2);
	}
	return n > 0 ? (unsigned char)*p : 0;
}

static inline uint64_t
scan_hash(const char *s, size_t n)
{
	uint64_t h = n * 0x9e3779b97f4a7c15u;

	for (; n >= 8; s += 8, n -= 8) {
		h = (h ^ scan_load(s)) * 0xff51afd7ed558ccdu;
		h ^= h >> 32;
	}
	h = (h ^ scan_tail(s, n)) * 0xc4ceb9fe1a85ec53u;
	return h ^ h >> 29;
}

static inline bool
scan_same(const char *a, const char *b, size_t n)
{
	if (n > 16)
		return memcmp(a, b, n) == 0;
	if (n >= 8)
		return scan_load(a) == scan_load(b) &&
		    scan_load(a + n - 8) == scan_load(b + n - 8);
	return scan_tail(a, n) == scan_tail(b, n);
}

static inline int
scan_find(const struct scan_names *t, const char *s, size_t n, uint64_t h)
{
	size_t at = h & t->mask;

	for (; t->slot[at].name != NULL; at = (at + 1) & t->mask)
		if (t->slot[at].hash == h && t->slot[at].len == n &&
		    scan_same(t->slot[at].name, s, n))
			return t->slot[at].index;
	return -1;
}

/* Decode a name as it stands in the text s into room a, for hashing; returns the text. */
char *scan_seen_text(struct scan_room *, const char *s, const struct scan_seen *, size_t *n);
/* Order of two names by hash and text; 0: the same name. */
int scan_seen_compare(struct scan_room *, const char *s, const struct scan_seen *,
    const struct scan_seen *);
/* A name that stands twice among those from `from` on, or NULL.  Sorts them. */
const struct scan_seen *scan_seen_twice(struct scan_room *, const char *s, size_t from);
