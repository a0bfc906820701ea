#include "sip.h"

#include <endian.h>
#include <string.h>

struct sip {
	uint64_t v0, v1, v2, v3;
	uint64_t word;		/* bytes that do not fill a word yet, low first */
	size_t n;		/* bytes taken */
};

static inline uint64_t
turn(uint64_t x, int b)
{
	return x << b | x >> (64 - b);
}

static inline void
mix(struct sip *s)
{
	s->v0 += s->v1; s->v2 += s->v3;
	s->v1 = turn(s->v1, 13) ^ s->v0; s->v3 = turn(s->v3, 16) ^ s->v2;
	s->v0 = turn(s->v0, 32);
	s->v2 += s->v1; s->v0 += s->v3;
	s->v1 = turn(s->v1, 17) ^ s->v2; s->v3 = turn(s->v3, 21) ^ s->v0;
	s->v2 = turn(s->v2, 32);
}

static inline void
word(struct sip *s, uint64_t m)
{
	s->v3 ^= m;
	mix(s);
	mix(s);
	s->v0 ^= m;
}

static inline void
update(struct sip *s, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t m;

	for (; n > 0 && s->n % 8 != 0; n--, p++) {
		s->word |= (uint64_t)*p << s->n % 8 * 8;
		if (++s->n % 8 == 0) {
			word(s, s->word);
			s->word = 0;
		}
	}
	for (; n >= 8; n -= 8, p += 8, s->n += 8) {
		memcpy(&m, p, sizeof m);
		word(s, le64toh(m));
	}
	for (; n > 0; n--, p++, s->n++)
		s->word |= (uint64_t)*p << s->n % 8 * 8;
}

uint64_t
sip_tag(const uint64_t secret[2], unsigned table, const void *key, size_t klen,
    const void *val, size_t vlen)
{
	struct sip s = {
		.v0 = secret[0] ^ 0x736f6d6570736575, .v1 = secret[1] ^ 0x646f72616e646f6d,
		.v2 = secret[0] ^ 0x6c7967656e657261, .v3 = secret[1] ^ 0x7465646279746573
	};

	word(&s, (uint64_t)klen << 32 | table);
	s.n = 8;
	update(&s, key, klen);
	update(&s, val, vlen);
	word(&s, s.word | (uint64_t)s.n << 56);
	s.v2 ^= 0xff;
	mix(&s);
	mix(&s);
	mix(&s);
	mix(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
