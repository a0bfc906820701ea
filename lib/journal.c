#include "journal.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "when.h"

#define DIGITS 12
#define HASH (JOURNAL_HEAD - 1)

static const char before_prev[] = ",\"prev\":\"";
static const char before_hash[] = "\",\"hash\":\"";
static const char end[] = "\"}";
#define BEFORE_PREV (sizeof before_prev - 1)
#define BEFORE_HASH (sizeof before_hash - 1)
#define END (sizeof end - 1)
#define TAIL (BEFORE_PREV + HASH + BEFORE_HASH + HASH + END)

const char *
journal_user(void)
{
	static char name[64];
	const struct passwd *p;

	if (name[0] == '\0') {
		p = getpwuid(getuid());
		if (p != NULL && p->pw_name[0] != '\0')
			snprintf(name, sizeof name, "%s", p->pw_name);
		else
			snprintf(name, sizeof name, "uid %ld", (long)getuid());
	}
	return name;
}

/* The two hashes at an entry's end; false: it has no such end. */
static bool
tail(const char *val, size_t n, const char **prev, const char **hash)
{
	if (n < TAIL)
		return false;
	*prev = val + n - TAIL + BEFORE_PREV;
	*hash = *prev + HASH + BEFORE_HASH;
	return memcmp(*prev - BEFORE_PREV, before_prev, BEFORE_PREV) == 0 &&
	    memcmp(*hash - BEFORE_HASH, before_hash, BEFORE_HASH) == 0 &&
	    memcmp(*hash + HASH, end, END) == 0;
}

uint64_t
journal_head(struct store *s, char head[JOURNAL_HEAD])
{
	const char *key, *val, *prev, *hash;
	char digits[DIGITS + 1];
	size_t klen, vlen;

	memset(head, '0', HASH);
	head[HASH] = '\0';
	if (!store_last(s, STORE_JOURNAL, &key, &klen, &val, &vlen))
		return 0;
	if (klen != DIGITS || !tail(val, vlen, &prev, &hash))
		status_die(FAILED, "store damaged: last entry of the journal: %s",
		    store_dir(s));
	memcpy(head, hash, HASH);
	memcpy(digits, key, DIGITS);
	digits[DIGITS] = '\0';
	return strtoull(digits, NULL, 10);
}

void
journal_put(struct store *s, int64_t now, const char *by, const char *verb,
    const char *policy, const char *what, size_t n)
{
	static struct seal_hash *sm3;
	static struct buf b;
	char time[WHEN_TEXT], head[JOURNAL_HEAD], hash[129], key[24];
	uint64_t serial = journal_head(s, head) + 1;

	if (by == NULL)
		by = journal_user();
	b.len = 0;
	buf_printf(&b, "{\"n\":%" PRIu64, serial);
	when_text(now, time);
	buf_member(&b, "time", time, strlen(time));
	buf_member(&b, "by", by, strlen(by));
	buf_member(&b, "program", status_program(), strlen(status_program()));
	buf_member(&b, "verb", verb, strlen(verb));
	if (policy == NULL)
		policy = "";
	buf_member(&b, "policy", policy, strlen(policy));
	buf_member_raw(&b, "what", what, n);
	buf_put(&b, before_prev, BEFORE_PREV);
	buf_put(&b, head, HASH);
	buf_putc(&b, '"');
	if (sm3 == NULL)
		sm3 = seal_hash_new(SEAL_SM3);
	seal_hash_update(sm3, b.s, b.len);
	seal_hash_final(sm3, hash);
	b.len--;
	buf_put(&b, before_hash, BEFORE_HASH);
	buf_put(&b, hash, HASH);
	buf_put(&b, end, END);
	snprintf(key, sizeof key, "%0*" PRIu64, DIGITS, serial);
	store_put(s, STORE_JOURNAL, key, DIGITS, b.s, b.len);
}

struct check {
	char head[JOURNAL_HEAD];
	struct seal_hash *sm3;
	uint64_t seen;
	const char *why;
};

static bool
check_one(void *arg, const char *key, size_t klen, const char *val, size_t vlen)
{
	struct check *c = arg;
	const char *prev, *hash;
	char want[24], start[32], sum[129];
	int n;

	c->seen++;
	snprintf(want, sizeof want, "%0*" PRIu64, DIGITS, c->seen);
	n = snprintf(start, sizeof start, "{\"n\":%" PRIu64 ",", c->seen);
	if (klen != DIGITS || memcmp(key, want, DIGITS) != 0) {
		c->why = "is missing";
		return false;
	}
	if (!tail(val, vlen, &prev, &hash) || vlen < (size_t)n ||
	    memcmp(val, start, (size_t)n) != 0) {
		c->why = "is not a journal entry of this number";
		return false;
	}
	if (memcmp(prev, c->head, HASH) != 0) {
		c->why = "does not follow from the entry before it";
		return false;
	}
	seal_hash_update(c->sm3, val, (size_t)(prev + HASH + 1 - val));
	seal_hash_final(c->sm3, sum);
	if (!seal_same(sum, hash, HASH)) {
		c->why = "was changed";
		return false;
	}
	memcpy(c->head, hash, HASH);
	return true;
}

bool
journal_verify(struct store *s, uint64_t *entries, uint64_t *broken, const char **why)
{
	struct check c = { 0 };

	memset(c.head, '0', HASH);
	c.sm3 = seal_hash_new(SEAL_SM3);
	store_walk(s, STORE_JOURNAL, "", 0, NULL, 0, check_one, &c);
	seal_hash_free(c.sm3);
	*entries = c.seen;
	*broken = c.seen;
	*why = c.why;
	return c.why == NULL;
}
