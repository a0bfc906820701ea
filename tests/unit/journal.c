/* The journal's chain: entries as said, and every change is found and named. */
#include <inttypes.h>
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "journal.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "tap.h"

static uint64_t entries, broken;
static const char *why;

static void
key_of(uint64_t n, char key[24])
{
	snprintf(key, 24, "%012" PRIu64, n);
}

/* The entry as it is; the caller frees b. */
static struct buf
entry(struct store *s, uint64_t n)
{
	struct buf b = { 0 };
	const char *val;
	char key[24];
	size_t len;

	key_of(n, key);
	if (store_get(s, STORE_JOURNAL, key, 12, &val, &len))
		buf_put(&b, val, len);
	return b;
}

static void
set(struct store *s, uint64_t n, const struct buf *b)
{
	char key[24];

	key_of(n, key);
	if (b != NULL)
		store_put(s, STORE_JOURNAL, key, 12, b->s, b->len);
	else
		store_del(s, STORE_JOURNAL, key, 12);
}

static bool
verify(struct store *s)
{
	return journal_verify(s, &entries, &broken, &why);
}

int
main(void)
{
	char base[256], dir[300], path[400], hash[129];
	char head[JOURNAL_HEAD], again[JOURNAL_HEAD];
	const char *tmp = getenv("TMPDIR"), *cut;
	struct buf b, c;
	struct store *s;
	size_t i, missed;

	status_start("journal");
	unsetenv("BEIAN_KEY");
	snprintf(base, sizeof base, "%.200s/journal.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(base) == NULL)
		return 1;
	snprintf(dir, sizeof dir, "%s/s", base);
	store_create(dir, SEAL_SM);
	s = store_open(dir, STORE_WRITE, 1);
	store_begin(s, 10);
	ok(journal_head(s, head) == 0, "an empty journal");
	same(head, "0000000000000000000000000000000000000000000000000000000000000000",
	    "has a head of zeros");
	ok(verify(s) && entries == 0, "and is whole");
	journal_put(s, 1700000000, "Li \"Si\"", "register", "abc", "{\"lines\":3}", 11);
	b = entry(s, 1);
	cut = strstr(buf_text(&b), ",\"hash\"");
	ok(cut != NULL, "an entry has a hash");
	seal_digest(SEAL_SM3, b.s, (size_t)(cut - b.s), hash);
	buf_free(&b);
	b = entry(s, 1);
	c = (struct buf){ 0 };
	buf_printf(&c, "{\"n\":1,\"time\":\"2023-11-15T06:13:20+08:00\","
	    "\"by\":\"Li \\\"Si\\\"\",\"program\":\"journal\",\"verb\":\"register\","
	    "\"policy\":\"abc\",\"what\":{\"lines\":3},"
	    "\"prev\":\"%064d\",\"hash\":\"%s\"}", 0, hash);
	same(buf_text(&b), buf_text(&c), "an entry, whole; its hash is SM3 up to ,\"hash\"");
	buf_free(&b);
	buf_free(&c);
	for (i = 0; i < 19; i++)
		journal_put(s, 1700000001 + (int64_t)i, NULL, "close", NULL, "{}", 2);
	ok(journal_head(s, head) == 20 && verify(s) && entries == 20,
	    "20 entries in one transaction");
	store_commit(s);

	store_begin(s, 10);
	b = entry(s, 20);
	ok(strstr(buf_text(&b), head) != NULL, "the head is the last entry's hash");
	buf_free(&b);
	b = entry(s, 7);
	for (missed = i = 0; i < b.len; i++) {
		b.s[i] ^= 1;
		set(s, 7, &b);
		/* A changed hash shows in its own entry, or in the one that follows. */
		missed += verify(s) || (broken != 7 && broken != 8);
		b.s[i] ^= 1;
	}
	ok(missed == 0, "each byte of an entry changed: found (%zu missed)", missed);
	set(s, 7, &b);
	ok(verify(s), "set back: whole");
	buf_puts(&b, " ");
	set(s, 7, &b);
	ok(!verify(s) && broken == 7, "a byte more");
	same(why, "is not a journal entry of this number", "is told");
	b.len--;
	set(s, 7, NULL);
	ok(!verify(s) && broken == 7, "an entry deleted");
	same(why, "is missing", "is told");
	c = entry(s, 8);
	set(s, 7, &c);
	set(s, 8, &b);
	ok(!verify(s) && broken == 7, "two entries swapped");
	set(s, 7, &b);
	set(s, 8, &c);
	ok(verify(s), "swapped back: whole");
	/* A forger who can hash but leaves what follows. */
	buf_free(&b);
	b = entry(s, 7);
	b.s[20] = b.s[20] == '1' ? '2' : '1';
	cut = strstr(buf_text(&b), ",\"hash\"");
	seal_digest(SEAL_SM3, b.s, (size_t)(cut - b.s), hash);
	memcpy(b.s + (cut - b.s) + 9, hash, 64);
	set(s, 7, &b);
	ok(!verify(s) && broken == 8, "an entry forged with its own hash");
	same(why, "does not follow from the entry before it", "is told by the next");
	store_abort(s);

	store_begin(s, 10);
	ok(journal_head(s, again) == 20 && verify(s), "all that was taken back");
	same(again, head, "and the head is as it was");
	journal_put(s, 1700000100, NULL, "transfer", NULL, "{}", 2);
	store_commit(s);
	store_begin(s, 0);
	ok(journal_head(s, again) == 21 && verify(s) && entries == 21, "the chain goes on");
	buf_free(&b);
	b = entry(s, 21);
	ok(strstr(buf_text(&b), head) != NULL, "from the head");
	ok(strstr(b.s, "\"by\":\"") != NULL && strstr(b.s, journal_user()) != NULL,
	    "by the process's user");
	store_abort(s);
	store_close(s);
	buf_free(&b);
	buf_free(&c);
	snprintf(path, sizeof path, "rm -r '%s'", base);
	return system(path) | done();
}
