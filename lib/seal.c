#include "seal.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "buf.h"
#include "key.h"
#include "mem.h"
#include "seal_int.h"
#include "sip.h"
#include "status.h"
#include "when.h"

#define TAG 16			/* bytes of authentication tag, both suites */
#define BLOCK 16		/* counter block of SM4-CTR */
#define NONCE 12		/* of AES-GCM */

static char sm3[] = "SM3";	/* OSSL_PARAM wants it writable */

struct seal_mac {
	EVP_MAC_CTX *ctx;
};

void
seal_must(int ok)
{
	if (ok <= 0)
		status_die(FAILED, "cannot encrypt: OpenSSL failed (out of memory?)");
}

void
seal_need(const void *p, const char *name)
{
	if (p == NULL)
		status_die(FAILED, "OpenSSL gives no %s (out of memory?)", name);
}

/* A FIPS provider has no SM3 nor SM4.  Twice: memory may be short for a moment. */
static void
look_at_provider(void)
{
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, "SM4-CTR", NULL);
	EVP_MD *md = EVP_MD_fetch(NULL, "SM3", NULL);

	if (cipher == NULL)
		cipher = EVP_CIPHER_fetch(NULL, "SM4-CTR", NULL);
	if (md == NULL)
		md = EVP_MD_fetch(NULL, "SM3", NULL);
	if (cipher == NULL || md == NULL) {
		free(mem_alloc(1 << 16));	/* or says that it is memory that lacks */
		status_die(USAGE, "OpenSSL offers no SM3 and SM4 here");
	}
	EVP_CIPHER_free(cipher);
	EVP_MD_free(md);
}

void
seal_derive(const struct seal *s, const void *salt, size_t saltlen, const char *info,
    void *out, size_t n)
{
	OSSL_PARAM param[] = {
		OSSL_PARAM_utf8_string(OSSL_KDF_PARAM_DIGEST, sm3, 3),
		OSSL_PARAM_octet_string(OSSL_KDF_PARAM_KEY, (void *)s->root, sizeof s->root),
		OSSL_PARAM_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, saltlen),
		OSSL_PARAM_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, strlen(info)),
		OSSL_PARAM_END
	};
	EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(s->hkdf);

	seal_need(ctx, "HKDF");
	seal_must(EVP_KDF_derive(ctx, out, n, param));
	EVP_KDF_CTX_free(ctx);
}

EVP_MAC_CTX *
seal_keyed(const struct seal *s, const unsigned char *key, size_t n)
{
	OSSL_PARAM param[] = {
		OSSL_PARAM_utf8_string(OSSL_MAC_PARAM_DIGEST, sm3, 3), OSSL_PARAM_END
	};
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(s->hmac);

	seal_need(ctx, "HMAC");
	if (EVP_MAC_init(ctx, key, n, param) != 1)
		seal_need(NULL, "HMAC-SM3");
	return ctx;
}

void
seal_create(const char *path)
{
	struct buf dir = { 0 };

	if (!key_make(path))
		status_die(USAGE, "there is a key already: %s", path);
	buf_printf(&dir, "%s.d", path);
	if (mkdir(buf_text(&dir), 0700) != 0)
		status_die(FAILED, "cannot make directory: %s:", buf_text(&dir));
	buf_free(&dir);
}

static struct seal *
hold(void)
{
	struct seal *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (s == MAP_FAILED)
		status_die(FAILED, "cannot get memory for the key:");
	/* Both are best effort: a small RLIMIT_MEMLOCK is no reason to stop. */
	(void)mlock(s, sizeof *s);
	(void)madvise(s, sizeof *s, MADV_DONTDUMP);
	return s;
}

struct seal *
seal_open(const char *path)
{
	struct seal *s = hold();

	if (key_read(path, false, s->root) == KEY_MISSING)
		status_die(USAGE, "no key file: %s", path);
	look_at_provider();
	s->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	seal_need(s->hmac, "HMAC");
	s->hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	seal_need(s->hkdf, "HKDF");
	seal_derive(s, "beian", 5, "index", s->index, sizeof s->index);
	seal_derive(s, "beian", 5, "fingerprint", s->print, sizeof s->print);
	seal_derive(s, "beian", 5, "tag", s->sip, sizeof s->sip);
	s->path = mem_copy(path, strlen(path));
	return s;
}

void
seal_use(struct seal *s, enum seal_suite suite)
{
	s->suite = suite;
}

void
seal_close(struct seal *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->count; i++) {
		EVP_CIPHER_CTX_free(s->months[i].enc);
		EVP_CIPHER_CTX_free(s->months[i].dec);
		EVP_MAC_CTX_free(s->months[i].mac);
	}
	free(s->months);
	free(s->path);
	buf_free(&s->raw);
	EVP_MAC_free(s->hmac);
	EVP_KDF_free(s->hkdf);
	explicit_bzero(s, sizeof *s);
	munmap(s, sizeof *s);
}

static void
hex(char *out, const unsigned char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		*out++ = "0123456789abcdef"[s[i] >> 4];
		*out++ = "0123456789abcdef"[s[i] & 15];
	}
	*out = '\0';
}

void
seal_fingerprint(const struct seal *s, char out[SEAL_HEX])
{
	hex(out, s->print, sizeof s->print);
}

struct seal_mac *
seal_mac_new(const struct seal *s)
{
	struct seal_mac *m = mem_alloc(sizeof *m);

	m->ctx = seal_keyed(s, s->index, sizeof s->index);
	return m;
}

void
seal_mac_free(struct seal_mac *m)
{
	if (m == NULL)
		return;
	EVP_MAC_CTX_free(m->ctx);
	free(m);
}

void
seal_key(struct seal_mac *m, const char *domain, const char *s, size_t n, char out[SEAL_HEX])
{
	unsigned char mac[32];
	size_t len;

	/* No key: set back to the keyed state, a sixth of the cost of a new context. */
	seal_must(EVP_MAC_init(m->ctx, NULL, 0, NULL));
	seal_must(EVP_MAC_update(m->ctx, (const unsigned char *)domain, strlen(domain) + 1));
	seal_must(EVP_MAC_update(m->ctx, (const unsigned char *)s, n));
	seal_must(EVP_MAC_final(m->ctx, mac, &len, sizeof mac));
	hex(out, mac, 16);
}

static void
random_bytes(struct seal *s, unsigned char *out, unsigned n)
{
	if (s->left < n) {
		key_random(s->pool, SEAL_POOL);
		s->left = SEAL_POOL;
	}
	s->left -= n;
	memcpy(out, s->pool + s->left, n);
	explicit_bzero(s->pool + s->left, n);
}

static unsigned
month_of(int day)
{
	int y, m, d;

	when_civil(day, &y, &m, &d);
	return (unsigned)(y * 100 + m);
}

void
seal_prepare(struct seal *s, int day)
{
	const char *why;

	seal_month(s, month_of(day), s->suite, true, &why);
}

/* What is authenticated before the ciphertext: "SUITE.YYYYMM.", length of place, place. */
struct label {
	unsigned char s[24];
	size_t n, text;			/* text: without the length */
};

static struct label
label(enum seal_suite suite, unsigned yyyymm, size_t place)
{
	struct label l;
	int i;

	l.text = (size_t)snprintf((char *)l.s, sizeof l.s, "%s.%06u.", seal_suite_name(suite),
	    yyyymm);
	for (l.n = l.text, i = 0; i < 4; i++)
		l.s[l.n++] = (unsigned char)(place >> 8 * i);
	return l;
}

static void
sm_tag(struct seal_month *m, const struct label *l, const char *place, size_t place_len,
    const unsigned char *s, size_t n, unsigned char tag[TAG])
{
	unsigned char mac[32];
	size_t len;

	seal_must(EVP_MAC_init(m->mac, NULL, 0, NULL));
	seal_must(EVP_MAC_update(m->mac, l->s, l->n));
	seal_must(EVP_MAC_update(m->mac, (const unsigned char *)place, place_len));
	seal_must(EVP_MAC_update(m->mac, s, n));
	seal_must(EVP_MAC_final(m->mac, mac, &len, sizeof mac));
	memcpy(tag, mac, TAG);
}

static void
aes_label(EVP_CIPHER_CTX *ctx, const struct label *l, const char *place, size_t place_len)
{
	int len;

	seal_must(EVP_CipherUpdate(ctx, NULL, &len, l->s, (int)l->n));
	if (place_len > 0)
		seal_must(EVP_CipherUpdate(ctx, NULL, &len, (const unsigned char *)place,
		    (int)place_len));
}

void
seal_put(struct seal *s, int day, const char *place, size_t place_len,
    const char *text, size_t n, struct buf *out)
{
	const char *why;
	unsigned yyyymm = month_of(day);
	struct seal_month *m = seal_month(s, yyyymm, s->suite, true, &why);
	struct label l = label(s->suite, yyyymm, place_len);
	size_t iv = s->suite == SEAL_SM ? BLOCK : NONCE, size = iv + n + TAG;
	unsigned char *raw;
	int len;

	s->raw.len = 0;
	raw = (unsigned char *)buf_room(&s->raw, size);
	random_bytes(s, raw, (unsigned)iv);
	seal_must(EVP_CipherInit_ex2(m->enc, NULL, NULL, raw, 1, NULL));
	if (s->suite == SEAL_AES)
		aes_label(m->enc, &l, place, place_len);
	if (n > 0)
		seal_must(EVP_CipherUpdate(m->enc, raw + iv, &len, (const unsigned char *)text,
		    (int)n));
	if (s->suite == SEAL_SM) {
		sm_tag(m, &l, place, place_len, raw, iv + n, raw + iv + n);
	} else {
		seal_must(EVP_CipherFinal_ex(m->enc, raw + iv + n, &len));
		seal_must(EVP_CIPHER_CTX_ctrl(m->enc, EVP_CTRL_AEAD_GET_TAG, TAG,
		    raw + iv + n));
	}
	buf_put(out, l.s, l.text);
	out->len += (size_t)EVP_EncodeBlock((unsigned char *)buf_room(out, size / 3 * 4 + 5),
	    raw, (int)size);
}

bool
seal_reveal(struct seal *s, const char *place, size_t place_len,
    const char *text, size_t n, struct buf *out, const char **why)
{
	unsigned char tag[TAG], *raw, *plain;
	enum seal_suite suite;
	unsigned yyyymm;
	size_t iv, size;
	struct seal_month *m;
	struct label l;
	bool same;
	int len;

	*why = "not a sealed value";
	if (!seal_parse(s, text, n, &suite, &yyyymm, &size))
		return false;
	iv = suite == SEAL_SM ? BLOCK : NONCE;
	if (size < iv + TAG)
		return false;
	m = seal_month(s, yyyymm, suite, false, why);
	if (m == NULL)
		return false;
	*why = "damaged, or moved from another place";
	l = label(suite, yyyymm, place_len);
	raw = (unsigned char *)s->raw.s;
	n = size - iv - TAG;
	if (suite == SEAL_SM) {
		sm_tag(m, &l, place, place_len, raw, iv + n, tag);
		if (CRYPTO_memcmp(tag, raw + iv + n, TAG) != 0)
			return false;
	}
	plain = (unsigned char *)buf_room(out, n + 1);
	seal_must(EVP_CipherInit_ex2(m->dec, NULL, NULL, raw, 0, NULL));
	if (suite == SEAL_AES)
		aes_label(m->dec, &l, place, place_len);
	if (n > 0)
		seal_must(EVP_CipherUpdate(m->dec, plain, &len, raw + iv, (int)n));
	if (suite == SEAL_AES) {
		seal_must(EVP_CIPHER_CTX_ctrl(m->dec, EVP_CTRL_AEAD_SET_TAG, TAG,
		    raw + iv + n));
		same = EVP_CipherFinal_ex(m->dec, plain + n, &len) > 0;
		if (!same) {
			explicit_bzero(plain, n);
			return false;
		}
	}
	out->len += n;
	return true;
}

uint64_t
seal_tag(const struct seal *s, unsigned table, const void *key, size_t klen,
    const void *val, size_t vlen)
{
	return sip_tag(s->sip, table, key, klen, val, vlen);
}

void
seal_digest(enum seal_digest d, const void *p, size_t n, char out[129])
{
	struct seal_hash *h = seal_hash_new(d);

	seal_hash_update(h, p, n);
	seal_hash_final(h, out);
	seal_hash_free(h);
}

bool
seal_same(const char *a, const char *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}
