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
#include "sip.h"
#include "status.h"
#include "when.h"

#define TAG 16			/* bytes of authentication tag, both suites */
#define BLOCK 16		/* counter block of SM4-CTR */
#define NONCE 12		/* of AES-GCM */
#define POOL 256		/* random bytes fetched at a time */

static const char *const suites[] = { "sm", "aes" };
static char sm3[] = "SM3";	/* OSSL_PARAM wants it writable */

/* A month's keys, inside OpenSSL's contexts. One for each month and suite that was met. */
struct month {
	unsigned yyyymm;
	enum seal_suite suite;
	EVP_CIPHER_CTX *enc, *dec;
	EVP_MAC_CTX *mac;		/* suite sm */
};

/* Lives in locked memory of its own (`hold`). */
struct seal {
	unsigned char root[KEY_SIZE], index[32], print[16], pool[POOL];
	uint64_t sip[2];
	unsigned left;			/* bytes of pool not yet used */
	enum seal_suite suite;
	struct month *months;
	size_t count;
	struct buf raw;			/* ciphertext under way */
	char *path;
	EVP_MAC *hmac;
	EVP_KDF *hkdf;
};

struct seal_mac {
	EVP_MAC_CTX *ctx;
};

static void
must(int ok)
{
	if (ok <= 0)
		status_die(FAILED, "cannot encrypt: OpenSSL failed");
}

/* What a provider may lack (a FIPS one has no SM3) is told at start. */
static void
need(const void *p, const char *name)
{
	if (p == NULL)
		status_die(USAGE, "OpenSSL offers no %s here", name);
}

const char *
seal_suite_name(enum seal_suite suite)
{
	return suites[suite];
}

bool
seal_suite_read(const char *s, size_t n, enum seal_suite *suite)
{
	for (unsigned i = 0; i < sizeof suites / sizeof suites[0]; i++)
		if (n == strlen(suites[i]) && memcmp(s, suites[i], n) == 0) {
			*suite = (enum seal_suite)i;
			return true;
		}
	return false;
}

/* HKDF (RFC 5869) with SM3. */
static void
derive(const struct seal *s, const void *salt, size_t saltlen, const char *info,
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

	need(ctx, "HKDF");
	must(EVP_KDF_derive(ctx, out, n, param));
	EVP_KDF_CTX_free(ctx);
}

static EVP_MAC_CTX *
keyed_mac(const struct seal *s, const unsigned char *key, size_t n)
{
	OSSL_PARAM param[] = {
		OSSL_PARAM_utf8_string(OSSL_MAC_PARAM_DIGEST, sm3, 3), OSSL_PARAM_END
	};
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(s->hmac);

	need(ctx, "HMAC");
	if (EVP_MAC_init(ctx, key, n, param) != 1)
		need(NULL, "HMAC-SM3");
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
	s->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	need(s->hmac, "HMAC");
	s->hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	need(s->hkdf, "HKDF");
	derive(s, "beian", 5, "index", s->index, sizeof s->index);
	derive(s, "beian", 5, "fingerprint", s->print, sizeof s->print);
	derive(s, "beian", 5, "tag", s->sip, sizeof s->sip);
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

	m->ctx = keyed_mac(s, s->index, sizeof s->index);
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
	must(EVP_MAC_init(m->ctx, NULL, 0, NULL));
	must(EVP_MAC_update(m->ctx, (const unsigned char *)domain, strlen(domain) + 1));
	must(EVP_MAC_update(m->ctx, (const unsigned char *)s, n));
	must(EVP_MAC_final(m->ctx, mac, &len, sizeof mac));
	hex(out, mac, 16);
}

static void
random_bytes(struct seal *s, unsigned char *out, unsigned n)
{
	if (s->left < n) {
		key_random(s->pool, POOL);
		s->left = POOL;
	}
	s->left -= n;
	memcpy(out, s->pool + s->left, n);
	explicit_bzero(s->pool + s->left, n);
}

static EVP_CIPHER_CTX *
keyed_cipher(const char *name, const unsigned char *key, int encrypt)
{
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();

	need(cipher, name);
	need(ctx, name);
	must(EVP_CipherInit_ex2(ctx, cipher, key, NULL, encrypt, NULL));
	EVP_CIPHER_free(cipher);
	return ctx;
}

/* The keys of a month; NULL: there are none (*why) and make is false. */
static struct month *
month_keys(struct seal *s, unsigned yyyymm, enum seal_suite suite, bool make, const char **why)
{
	unsigned char salt[KEY_SIZE], out[64];
	enum key_state state;
	struct buf path = { 0 };
	struct month *m;
	size_t i;

	for (i = s->count; i-- > 0;)
		if (s->months[i].yyyymm == yyyymm && s->months[i].suite == suite)
			return &s->months[i];
	buf_printf(&path, "%s.d", s->path);
	if (make)
		mkdir(buf_text(&path), 0700);	/* is there, or key_make will say why not */
	buf_printf(&path, "/%06u", yyyymm);
	state = key_read(buf_text(&path), true, salt);
	if (state == KEY_MISSING && make) {
		key_make(buf_text(&path));
		state = key_read(buf_text(&path), true, salt);
	}
	if (state != KEY_READ && make)
		status_die(USAGE, "the key of this month was destroyed: %s", buf_text(&path));
	buf_free(&path);
	*why = "the key of its month was destroyed";
	if (state != KEY_READ)
		return NULL;
	derive(s, salt, sizeof salt, suite == SEAL_SM ? "seal sm" : "seal aes",
	    out, sizeof out);
	s->months = mem_grow(s->months, s->count + 1, sizeof *s->months);
	m = &s->months[s->count++];
	*m = (struct month){ .yyyymm = yyyymm, .suite = suite };
	m->enc = keyed_cipher(suite == SEAL_SM ? "SM4-CTR" : "AES-256-GCM", out, 1);
	m->dec = keyed_cipher(suite == SEAL_SM ? "SM4-CTR" : "AES-256-GCM", out, 0);
	if (suite == SEAL_SM)
		m->mac = keyed_mac(s, out + 32, 32);
	explicit_bzero(out, sizeof out);
	explicit_bzero(salt, sizeof salt);
	return m;
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

	month_keys(s, month_of(day), s->suite, true, &why);
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

	l.text = (size_t)snprintf((char *)l.s, sizeof l.s, "%s.%06u.", suites[suite], yyyymm);
	for (l.n = l.text, i = 0; i < 4; i++)
		l.s[l.n++] = (unsigned char)(place >> 8 * i);
	return l;
}

static void
sm_tag(struct month *m, const struct label *l, const char *place, size_t place_len,
    const unsigned char *s, size_t n, unsigned char tag[TAG])
{
	unsigned char mac[32];
	size_t len;

	must(EVP_MAC_init(m->mac, NULL, 0, NULL));
	must(EVP_MAC_update(m->mac, l->s, l->n));
	must(EVP_MAC_update(m->mac, (const unsigned char *)place, place_len));
	must(EVP_MAC_update(m->mac, s, n));
	must(EVP_MAC_final(m->mac, mac, &len, sizeof mac));
	memcpy(tag, mac, TAG);
}

static void
aes_label(EVP_CIPHER_CTX *ctx, const struct label *l, const char *place, size_t place_len)
{
	int len;

	must(EVP_CipherUpdate(ctx, NULL, &len, l->s, (int)l->n));
	if (place_len > 0)
		must(EVP_CipherUpdate(ctx, NULL, &len, (const unsigned char *)place,
		    (int)place_len));
}

void
seal_put(struct seal *s, int day, const char *place, size_t place_len,
    const char *text, size_t n, struct buf *out)
{
	const char *why;
	unsigned yyyymm = month_of(day);
	struct month *m = month_keys(s, yyyymm, s->suite, true, &why);
	struct label l = label(s->suite, yyyymm, place_len);
	size_t iv = s->suite == SEAL_SM ? BLOCK : NONCE, size = iv + n + TAG;
	unsigned char *raw;
	int len;

	s->raw.len = 0;
	raw = (unsigned char *)buf_room(&s->raw, size);
	random_bytes(s, raw, (unsigned)iv);
	must(EVP_CipherInit_ex2(m->enc, NULL, NULL, raw, 1, NULL));
	if (s->suite == SEAL_AES)
		aes_label(m->enc, &l, place, place_len);
	if (n > 0)
		must(EVP_CipherUpdate(m->enc, raw + iv, &len, (const unsigned char *)text,
		    (int)n));
	if (s->suite == SEAL_SM) {
		sm_tag(m, &l, place, place_len, raw, iv + n, raw + iv + n);
	} else {
		must(EVP_CipherFinal_ex(m->enc, raw + iv + n, &len));
		must(EVP_CIPHER_CTX_ctrl(m->enc, EVP_CTRL_AEAD_GET_TAG, TAG, raw + iv + n));
	}
	buf_put(out, l.s, l.text);
	out->len += (size_t)EVP_EncodeBlock((unsigned char *)buf_room(out, size / 3 * 4 + 5),
	    raw, (int)size);
}

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

/* Splits "SUITE.YYYYMM.": what follows is at *rest. */
static bool
parse(const char *text, size_t n, enum seal_suite *suite, unsigned *yyyymm, size_t *rest)
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
	*rest = at + 7;
	return true;
}

bool
seal_reveal(struct seal *s, const char *place, size_t place_len,
    const char *text, size_t n, struct buf *out, const char **why)
{
	unsigned char tag[TAG], *raw, *plain;
	enum seal_suite suite;
	unsigned yyyymm;
	size_t rest, iv, size;
	struct month *m;
	struct label l;
	bool same;
	int len;

	*why = "not a sealed value";
	if (!parse(text, n, &suite, &yyyymm, &rest) ||
	    !unbase(s, text + rest, n - rest, &size))
		return false;
	iv = suite == SEAL_SM ? BLOCK : NONCE;
	if (size < iv + TAG)
		return false;
	m = month_keys(s, yyyymm, suite, false, why);
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
	must(EVP_CipherInit_ex2(m->dec, NULL, NULL, raw, 0, NULL));
	if (suite == SEAL_AES)
		aes_label(m->dec, &l, place, place_len);
	if (n > 0)
		must(EVP_CipherUpdate(m->dec, plain, &len, raw + iv, (int)n));
	if (suite == SEAL_AES) {
		must(EVP_CIPHER_CTX_ctrl(m->dec, EVP_CTRL_AEAD_SET_TAG, TAG, raw + iv + n));
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
