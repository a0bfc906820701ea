#include "seal.h"

#include <openssl/evp.h>
#include <string.h>

#include "buf.h"
#include "key.h"
#include "seal_int.h"

/*
 * Strict base64 into s->raw; false for anything that EVP_EncodeBlock would not have written
 * (OpenSSL's decoder takes blanks, and any value of the unused bits).
 */
static bool
unbase(struct seal *s, const char *text, size_t n, size_t *size)
{
	unsigned char *raw, *again;
	int len;

	if (n == 0 || n % 4 != 0 || n > INT32_MAX)
		return false;
	s->raw.len = 0;
	raw = (unsigned char *)buf_room(&s->raw, n / 4 * 3 + n + 1);
	again = raw + n / 4 * 3;
	len = EVP_DecodeBlock(raw, (const unsigned char *)text, (int)n);
	if (len < 0)
		return false;
	*size = (size_t)len - (text[n - 1] == '=') - (text[n - 2] == '=');
	return (size_t)EVP_EncodeBlock(again, raw, (int)*size) == n &&
	    memcmp(again, text, n) == 0;
}

bool
seal_parse(struct seal *s, const char *text, size_t n, enum seal_suite *suite,
    unsigned *yyyymm, size_t *size)
{
	const char *dot = memchr(text, '.', n);
	size_t i, at;

	if (dot == NULL || !seal_suite_read(text, (size_t)(dot - text), suite))
		return false;
	at = (size_t)(dot - text) + 1;
	if (n < at + 7 || text[at + 6] != '.')
		return false;
	for (*yyyymm = 0, i = at; i < at + 6; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*yyyymm = *yyyymm * 10 + (unsigned)(text[i] - '0');
	}
	at += 7;
	return unbase(s, text + at, n - at, size);
}
