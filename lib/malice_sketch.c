#include "malice.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

/*
 * Minhash: of 64 orders of all shingles, each drawn by a hash of its own, the least shingle of
 * the text; two texts agree in one as often as they have shingles in common.  Two bits of each
 * are kept (b-bit minhash, Li and Koenig, 2010): those agree by chance in one of four.
 */
enum { HASHES = 64, BITS = 2, CHANCE = 1 << BITS, SHINGLE = 3, LEAST = 4 };

static uint64_t
mix(uint64_t x)
{
	x = (x ^ (x >> 31)) * 0x7fb5d329728ea185u;
	x = (x ^ (x >> 27)) * 0x81dadef4bc2dd44du;
	return x ^ (x >> 33);
}

static bool
punctuation(uint32_t c)
{
	return (c < 0x80 && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z')) ||
	    (c >= 0xa0 && c <= 0xbf) || (c >= 0x2000 && c <= 0x206f) ||
	    (c >= 0x3000 && c <= 0x303f && c != 0x3005 && c != 0x3007) || c == 0x30fb ||
	    (c >= 0xfe10 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff0f);
}

bool
malice_sketch(const char *s, size_t n, unsigned char sketch[MALICE_SKETCH])
{
	uint64_t least[HASHES], shingle = 0, h;
	char *text = mem_alloc(n + 1);
	const char *p = text, *end = text + text_fold(text, s, text_valid(s, n));
	size_t chars = 0;
	uint32_t c;
	unsigned i;

	memset(least, 0xff, sizeof least);
	while (p < end) {
		c = text_next(&p, end);
		if (punctuation(c))
			continue;
		shingle = (shingle << 21 | c) & (((uint64_t)1 << 21 * SHINGLE) - 1);
		if (++chars < SHINGLE)
			continue;
		h = mix(shingle + 1);
		for (i = 0; i < HASHES; i++) {
			uint64_t own = mix(h + i * 0x9e3779b97f4a7c15u);

			least[i] = own < least[i] ? own : least[i];
		}
	}
	free(text);
	if (chars < LEAST)
		return false;
	memset(sketch, 0, MALICE_SKETCH);
	for (i = 0; i < HASHES; i++)
		sketch[i * BITS / 8] |= (unsigned char)((least[i] & (CHANCE - 1)) <<
		    i * BITS % 8);
	return true;
}

unsigned
malice_alike(const unsigned char a[MALICE_SKETCH], const unsigned char b[MALICE_SKETCH])
{
	unsigned i, k, equal = 0, chance = HASHES / CHANCE;

	for (i = 0; i < MALICE_SKETCH; i++)
		for (k = 0; k < 8; k += BITS)
			equal += (((a[i] ^ b[i]) >> k) & (CHANCE - 1)) == 0;
	return equal <= chance ? 0 :
	    (200 * (equal - chance) / (HASHES - chance) + 1) / 2;
}
