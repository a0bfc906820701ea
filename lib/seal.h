/*
 * OpenSSL's room: the store's key, subject keys (HMAC-SM3), sealing of personal data, digests.
 *
 * KEY (key.h) is the root.  KEY.d/YYYYMM is a key file a month, made when a month first seals:
 * personal data are sealed under HKDF(root, month), so that destroying a month's file
 * (removing or emptying it) erases what was sealed in that month, in backups too.
 *
 * Threads: seal_tag and the functions of one seal_mac or seal_hash run beside anything;
 * the others take one thread at a time.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum seal_suite {
	SEAL_SM,		/* SM4-CTR and HMAC-SM3, encrypt-then-MAC */
	SEAL_AES		/* AES-256-GCM */
};
const char *seal_suite_name(enum seal_suite);		/* "sm", "aes" */
bool seal_suite_read(const char *s, size_t n, enum seal_suite *);

#define SEAL_HEX 33		/* 128 bits in hex and a NUL */

/*
 * A key file that key.h refuses, or none at all, ends the program with USAGE before anything
 * is read.  seal_create makes it and KEY.d anew; USAGE when there is one.  Keys are kept in
 * locked, undumped memory where the system grants it.  A seal opens both suites; it seals with
 * SEAL_SM until seal_use names the other.
 */
void seal_create(const char *path);
struct seal *seal_open(const char *path);
void seal_use(struct seal *, enum seal_suite);
void seal_close(struct seal *);		/* wipes */

/* 16 bytes that tell this key from others (stored in meta; says nothing about the key). */
void seal_fingerprint(const struct seal *, char out[SEAL_HEX]);

/*
 * HMAC-SM3 under the index key of domain ("subject", "mobile", "email"), NUL and text, first
 * 128 bits in hex.  One `struct seal_mac` a thread (cheap after the first use).
 */
struct seal_mac;
struct seal_mac *seal_mac_new(const struct seal *);
void seal_mac_free(struct seal_mac *);
void seal_key(struct seal_mac *, const char *domain, const char *s, size_t n,
    char out[SEAL_HEX]);

/*
 * Seal n bytes for a place (table and key of the store): appends base64 text
 * "SUITE.YYYYMM.BASE64" to out, where YYYYMM is the month of `day` (when.h).  Moved to another
 * place it does not open.  seal_prepare makes the month's file (before a transaction that will
 * seal: it touches files).  seal_reveal appends the plain bytes; false: damaged, moved or key
 * destroyed (*why says which), and out is as it was.
 *
 * The base64 holds, suite sm: 16 bytes of counter block, ciphertext, 16 bytes of HMAC-SM3 over
 * "SUITE.YYYYMM.", the length of place in 4 bytes (low first), place, counter block and
 * ciphertext; suite aes: 12 bytes of nonce, ciphertext, 16 bytes of tag, with "SUITE.YYYYMM.",
 * length and place as associated data.
 */
void seal_prepare(struct seal *, int day);
void seal_put(struct seal *, int day, const char *place, size_t place_len,
    const char *s, size_t n, struct buf *out);
bool seal_reveal(struct seal *, const char *place, size_t place_len,
    const char *text, size_t n, struct buf *out, const char **why);

/* Tag that binds a stored value to its table and key (sip.h): damage is seen. */
uint64_t seal_tag(const struct seal *, unsigned table, const void *key, size_t klen,
    const void *val, size_t vlen);

/* Digests. update as often as wanted, then final (hex and NUL; SHA-256 and SM3: 64 digits). */
enum seal_digest { SEAL_SM3, SEAL_SHA256, SEAL_SHA512, SEAL_MD5, SEAL_SHA1, SEAL_DIGESTS };
struct seal_hash;
struct seal_hash *seal_hash_new(enum seal_digest);
void seal_hash_update(struct seal_hash *, const void *, size_t n);
void seal_hash_final(struct seal_hash *, char hex[129]);	/* and begins anew */
void seal_hash_free(struct seal_hash *);
void seal_digest(enum seal_digest, const void *, size_t n, char hex[129]);
bool seal_same(const char *a, const char *b, size_t n);		/* in constant time */
