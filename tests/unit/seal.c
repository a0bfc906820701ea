/* Keys, sealed values, tags and digests: known answers, and what must not open. */
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "key.h"
#include "seal.h"
#include "sip.h"
#include "status.h"
#include "tap.h"

static const char text[] = "11010119900307123X";
static const char *why;

static void
digests(void)
{
	static const struct { enum seal_digest d; const char *of, *hex; } kat[] = {
		{ SEAL_SM3, "abc",		/* GB/T 32905-2016, A.1 */
		    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" },
		{ SEAL_SHA256, "abc",		/* FIPS 180-4 examples */
		    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ SEAL_SHA512, "abc",
		    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
		    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
		{ SEAL_MD5, "abc", "900150983cd24fb0d6963f7d28e17f72" },	/* RFC 1321 */
		{ SEAL_SHA1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ SEAL_SM3, "",
		    "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b" },
	};
	struct seal_hash *h;
	char hex[129];
	size_t i;

	for (i = 0; i < sizeof kat / sizeof kat[0]; i++) {
		seal_digest(kat[i].d, kat[i].of, strlen(kat[i].of), hex);
		same(hex, kat[i].hex, "digest");
	}
	h = seal_hash_new(SEAL_SM3);
	seal_hash_update(h, "zzz", 3);
	seal_hash_final(h, hex);
	for (i = 0; i < 16; i++)	/* GB/T 32905-2016, A.2: "abcd" 16 times */
		seal_hash_update(h, "abcd", 4);
	seal_hash_final(h, hex);
	same(hex, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
	    "final begins anew");
	seal_hash_free(h);
}

/* HMAC-SM3 of the key's HKDF by OpenSSL's one-call functions must be what seal_key says. */
static void
subject_keys(struct seal *s, const char *path)
{
	struct seal_mac *m = seal_mac_new(s), *again = seal_mac_new(s);
	char a[SEAL_HEX], b[SEAL_HEX], want[SEAL_HEX];
	unsigned char root[KEY_SIZE], prk[32], index[32], mac[32];
	size_t n;
	int i;

	key_read(path, false, root);
	/* RFC 5869: extract with the salt as key, then expand by info and a counter. */
	EVP_Q_mac(NULL, "HMAC", NULL, "SM3", NULL, "beian", 5, root, 32, prk, 32, &n);
	EVP_Q_mac(NULL, "HMAC", NULL, "SM3", NULL, prk, 32,
	    (const unsigned char *)"index\001", 6, index, 32, &n);
	EVP_Q_mac(NULL, "HMAC", NULL, "SM3", NULL, index, 32,
	    (const unsigned char *)"subject\000resident-id:1", 21, mac, 32, &n);
	for (i = 0; i < 16; i++)
		snprintf(want + 2 * i, 3, "%02x", mac[i]);
	seal_key(m, "subject", "resident-id:1", 13, a);
	same(a, want, "a subject key is HMAC-SM3 under HKDF-SM3 of the key, 128 bits");
	seal_key(m, "mobile", "resident-id:1", 13, b);
	ok(strcmp(a, b) != 0, "domains differ");
	seal_key(again, "subject", "resident-id:1", 13, b);
	same(b, a, "another mac of the same key says the same");
	seal_key(m, "subject", "resident-id:1", 13, b);
	same(b, a, "and so does this one again");
	seal_mac_free(m);
	seal_mac_free(again);
}

static void
sealing(struct seal *s, enum seal_suite suite)
{
	const char *name = seal_suite_name(suite);
	const char *start = suite == SEAL_SM ? "sm.202410." : "aes.202410.";
	struct buf one = { 0 }, two = { 0 }, plain = { 0 };
	size_t i, passed = 0, sizes = 0;
	char big[300];
	bool opened;

	seal_use(s, suite);
	seal_put(s, 20000, "account/a", 9, text, sizeof text - 1, &one);
	seal_put(s, 20000, "account/b", 9, text, sizeof text - 1, &two);
	ok(strncmp(buf_text(&one), start, strlen(start)) == 0,
	    "%s: the text begins with suite and month", name);
	ok(strstr(buf_text(&one), text) == NULL && one.len == two.len &&
	    memcmp(one.s, two.s, one.len) != 0, "%s: sealed twice is two texts", name);
	buf_puts(&plain, "before");
	opened = seal_reveal(s, "account/a", 9, one.s, one.len, &plain, &why);
	ok(opened, "%s: opens", name);
	same(buf_text(&plain), "before11010119900307123X", "and is appended");
	plain.len = 0;
	ok(!seal_reveal(s, "account/b", 9, one.s, one.len, &plain, &why) && plain.len == 0,
	    "%s: swapped to another place it does not open", name);
	same(why, "damaged, or moved from another place", "and says why");
	ok(!seal_reveal(s, "account/aa", 10, one.s, one.len, &plain, &why),
	    "%s: longer place", name);
	for (i = 0; i < one.len; i++) {
		one.s[i] ^= 1;
		passed += seal_reveal(s, "account/a", 9, one.s, one.len, &plain, &why);
		one.s[i] ^= 1;
	}
	ok(passed == 0, "%s: no flipped bit opens (%zu did)", name, passed);
	for (i = 0; i < one.len; i++)
		passed += seal_reveal(s, "account/a", 9, one.s, i, &plain, &why);
	ok(passed == 0, "%s: no part opens", name);
	buf_puts(&one, "====");
	ok(!seal_reveal(s, "account/a", 9, one.s, one.len, &plain, &why) &&
	    !seal_reveal(s, "account/a", 9, "", 0, &plain, &why) &&
	    !seal_reveal(s, "account/a", 9, "sm.202410.", 10, &plain, &why) &&
	    !seal_reveal(s, "account/a", 9, "des.202410.AAAA", 15, &plain, &why),
	    "%s: what is no sealed value does not open", name);
	same(why, "not a sealed value", "and says so");
	memset(big, 'x', sizeof big);
	for (i = 0; i <= sizeof big; i++) {
		one.len = plain.len = 0;
		seal_put(s, 20000, "", 0, big, i, &one);
		sizes += seal_reveal(s, "", 0, one.s, one.len, &plain, &why) &&
		    plain.len == i && (i == 0 || memcmp(plain.s, big, i) == 0);
	}
	ok(sizes == sizeof big + 1, "%s: any length from 0 to 300", name);
	buf_free(&one);
	buf_free(&two);
	buf_free(&plain);
}

static void
tags(struct seal *s)
{
	unsigned char msg[8 + 63], key[16], want[8];
	uint64_t secret[2], tag, a;
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "SIPHASH", NULL);
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(mac);
	size_t size = 8, n;
	OSSL_PARAM param[] = { OSSL_PARAM_size_t("size", &size), OSSL_PARAM_END };
	unsigned k, v;
	int differ = 0;

	for (k = 0; k < 16; k++)
		key[k] = (unsigned char)(k * 17 + 3);
	memcpy(secret, key, sizeof secret);
	for (k = 0; k < 30; k++)
		for (v = 0; v < 33; v++) {
			memset(msg, 0, 8);
			msg[0] = 7;
			msg[4] = (unsigned char)k;
			for (n = 8; n < 8 + k + v; n++)
				msg[n] = (unsigned char)(n * 31);
			EVP_MAC_init(ctx, key, 16, param);
			EVP_MAC_update(ctx, msg, 8 + k + v);
			EVP_MAC_final(ctx, want, &n, sizeof want);
			tag = sip_tag(secret, 7, msg + 8, k, msg + 8 + k, v);
			differ += memcmp(&tag, want, 8) != 0;
		}
	ok(differ == 0, "tags are OpenSSL's SipHash-2-4 for 990 lengths (%d differ)", differ);
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(mac);
	a = seal_tag(s, 1, "ab", 2, "c", 1);
	ok(a == seal_tag(s, 1, "ab", 2, "c", 1) && a != seal_tag(s, 2, "ab", 2, "c", 1) &&
	    a != seal_tag(s, 1, "a", 1, "bc", 2) && a != seal_tag(s, 1, "ab", 2, "d", 1),
	    "a tag binds table, key and value");
}

int
main(void)
{
	char dir[256], path[300], month[340], print[SEAL_HEX], other[SEAL_HEX];
	const char *tmp = getenv("TMPDIR");
	struct buf sealed = { 0 }, plain = { 0 };
	unsigned char key[KEY_SIZE];
	struct stat st;
	struct seal *s;

	status_start("seal");
	snprintf(dir, sizeof dir, "%.200s/seal.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof path, "%s/key", dir);
	digests();
	seal_create(path);
	ok(stat(path, &st) == 0 && st.st_size == 32 && (st.st_mode & 07777) == 0600,
	    "key file");
	ok(!key_make(path), "is not made twice");
	s = seal_open(path);
	seal_fingerprint(s, print);
	seal_close(s);
	s = seal_open(path);
	seal_fingerprint(s, other);
	same(other, print, "the fingerprint stays");
	subject_keys(s, path);
	seal_prepare(s, 20000);
	snprintf(month, sizeof month, "%s.d/202410", path);
	ok(stat(month, &st) == 0 && (st.st_mode & 07777) == 0600,
	    "the month has its key file");
	sealing(s, SEAL_SM);
	sealing(s, SEAL_AES);
	tags(s);
	ok(seal_same("abc", "abd", 2) && !seal_same("abc", "abd", 3), "seal_same");

	seal_put(s, 20000, "p", 1, text, sizeof text - 1, &sealed);
	seal_close(s);
	s = seal_open(path);
	ok(seal_reveal(s, "p", 1, sealed.s, sealed.len, &plain, &why), "opens when read anew");
	seal_close(s);
	s = seal_open(path);
	ok(truncate(month, 0) == 0 &&
	    !seal_reveal(s, "p", 1, sealed.s, sealed.len, &plain, &why),
	    "a month's emptied key erases");
	same(why, "the key of its month was destroyed", "and is said");
	ok(key_read(month, true, key) == KEY_EMPTY, "and stays destroyed");
	unlink(month);
	ok(!seal_reveal(s, "p", 1, sealed.s, sealed.len, &plain, &why), "a removed one too");
	seal_prepare(s, 20000);
	ok(!seal_reveal(s, "p", 1, sealed.s, sealed.len, &plain, &why), "a new one is not it");
	seal_close(s);
	buf_free(&sealed);
	buf_free(&plain);
	unlink(month);
	unlink(path);
	snprintf(month, sizeof month, "%s.d", path);
	rmdir(month);
	ok(rmdir(dir) == 0, "nothing else was left");
	return done();
}
