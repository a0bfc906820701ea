/* What the files of seal share; behind <openssl/evp.h>, buf.h and key.h. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEAL_POOL 256		/* random bytes fetched at a time */

/* A month's keys, inside OpenSSL's contexts. One for each month and suite that was met. */
struct seal_month {
	unsigned yyyymm;
	enum seal_suite suite;
	EVP_CIPHER_CTX *enc, *dec;
	EVP_MAC_CTX *mac;		/* suite sm */
};

/* Lives in locked memory of its own (`hold`). */
struct seal {
	unsigned char root[KEY_SIZE], index[32], print[16], pool[SEAL_POOL];
	uint64_t sip[2];
	unsigned left;			/* bytes of pool not yet used */
	enum seal_suite suite;
	struct seal_month *months;
	size_t count;
	struct buf raw;			/* ciphertext under way */
	char *path;
	EVP_MAC *hmac;
	EVP_KDF *hkdf;
};

void seal_must(int ok);				/* OpenSSL failed: ends the program */
/* What OpenSSL was asked for is there, or the program ends. */
void seal_need(const void *, const char *name);
/* HKDF (RFC 5869) with SM3. */
void seal_derive(const struct seal *, const void *salt, size_t saltlen, const char *info,
    void *out, size_t n);
/* HMAC-SM3 under a key. */
EVP_MAC_CTX *seal_keyed(const struct seal *, const unsigned char *key, size_t n);
/* The keys of a month; NULL: there are none (*why) and make is false. */
struct seal_month *seal_month(struct seal *, unsigned yyyymm, enum seal_suite, bool make,
    const char **why);
/* Takes a sealed text apart: the bytes behind "SUITE.YYYYMM." are then at raw.s; false: it is
 * none. */
bool seal_parse(struct seal *, const char *text, size_t n, enum seal_suite *, unsigned *yyyymm,
    size_t *size);
