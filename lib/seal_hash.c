#include "seal.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "buf.h"
#include "key.h"
#include "mem.h"
#include "seal_int.h"

struct seal_hash {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
};

struct seal_hash *
seal_hash_new(enum seal_digest d)
{
	static const char *const name[SEAL_DIGESTS] = {
		[SEAL_SM3] = "SM3", [SEAL_SHA256] = "SHA256", [SEAL_SHA512] = "SHA512",
		[SEAL_MD5] = "MD5", [SEAL_SHA1] = "SHA1"
	};
	struct seal_hash *h = mem_alloc(sizeof *h);

	h->md = EVP_MD_fetch(NULL, name[d], NULL);
	h->ctx = EVP_MD_CTX_new();
	seal_need(h->md, name[d]);
	seal_need(h->ctx, name[d]);
	seal_must(EVP_DigestInit_ex2(h->ctx, h->md, NULL));
	return h;
}

void
seal_hash_update(struct seal_hash *h, const void *p, size_t n)
{
	seal_must(EVP_DigestUpdate(h->ctx, p, n));
}

void
seal_hash_final(struct seal_hash *h, char hex[129])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned i, n;

	seal_must(EVP_DigestFinal_ex(h->ctx, sum, &n));
	seal_must(EVP_DigestInit_ex2(h->ctx, h->md, NULL));
	for (i = 0; i < n; i++) {
		*hex++ = "0123456789abcdef"[sum[i] >> 4];
		*hex++ = "0123456789abcdef"[sum[i] & 15];
	}
	*hex = '\0';
}

void
seal_hash_free(struct seal_hash *h)
{
	if (h == NULL)
		return;
	EVP_MD_CTX_free(h->ctx);
	EVP_MD_free(h->md);
	free(h);
}
