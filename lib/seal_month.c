#include "seal.h"

#include <openssl/evp.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "key.h"
#include "mem.h"
#include "seal_int.h"
#include "status.h"

static EVP_CIPHER_CTX *
keyed_cipher(const char *name, const unsigned char *key, int encrypt)
{
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();

	seal_need(cipher, name);
	seal_need(ctx, name);
	seal_must(EVP_CipherInit_ex2(ctx, cipher, key, NULL, encrypt, NULL));
	EVP_CIPHER_free(cipher);
	return ctx;
}

struct seal_month *
seal_month(struct seal *s, unsigned yyyymm, enum seal_suite suite, bool make, const char **why)
{
	unsigned char salt[KEY_SIZE], out[64];
	enum key_state state;
	struct buf path = { 0 };
	struct seal_month *m;
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
	seal_derive(s, salt, sizeof salt, suite == SEAL_SM ? "seal sm" : "seal aes",
	    out, sizeof out);
	s->months = mem_grow(s->months, s->count + 1, sizeof *s->months);
	m = &s->months[s->count++];
	*m = (struct seal_month){ .yyyymm = yyyymm, .suite = suite };
	m->enc = keyed_cipher(suite == SEAL_SM ? "SM4-CTR" : "AES-256-GCM", out, 1);
	m->dec = keyed_cipher(suite == SEAL_SM ? "SM4-CTR" : "AES-256-GCM", out, 0);
	if (suite == SEAL_SM)
		m->mac = seal_keyed(s, out + 32, 32);
	explicit_bzero(out, sizeof out);
	explicit_bzero(salt, sizeof salt);
	return m;
}
