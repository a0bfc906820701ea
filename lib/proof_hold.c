#include "proof.h"

#include <inttypes.h>
#include <string.h>

#include "buf.h"
#include "entry.h"
#include "finding.h"
#include "json.h"
#include "proof_int.h"
#include "report.h"
#include "retain.h"
#include "store.h"

struct holds {
	struct retain *retain;
	struct buf *out;
	size_t broken;
};

/* val: a value that names the case; may be NULL. */
static void
broken(struct holds *h, int64_t serial, const char *val, size_t n, const char *why)
{
	struct buf b = { 0 };
	size_t len;
	const char *number = val != NULL ? json_get(val, n, "case", &len) : NULL;

	buf_putc(&b, '{');
	buf_member_num(&b, "hold", serial);
	if (number != NULL)
		buf_member_raw(&b, "case", number, len);
	retain_say(h->retain, h->out, b.s + 1, b.len - 1, RETAIN_CODE, F_CHAIN_BROKEN, why);
	h->broken++;
	buf_free(&b);
}

/* Is a member the same in both, or in neither? */
static bool
same(const char *a, size_t an, const char *b, size_t bn, const char *name)
{
	size_t n, m;
	const char *x = json_get(a, an, name, &n), *y = json_get(b, bn, name, &m);

	return n == m && (x != NULL) == (y != NULL) && (x == NULL || memcmp(x, y, n) == 0);
}

static bool
asks_the_same(const char *a, size_t an, const char *b, size_t bn)
{
	static const char *const name[] = { "case", "account", "user", "group", "subject",
		"class", "from", "until", "reason", "basis" };
	size_t i;

	for (i = 0; i < sizeof name / sizeof *name; i++)
		if (!same(a, an, b, bn, name[i]))
			return false;
	return true;
}

static bool
find(struct store *s, int64_t serial, const char **val, size_t *n)
{
	char key[REPORT_SERIAL];

	report_key(serial > 0 ? serial : 0, key);
	return store_get(s, STORE_HOLD, key, REPORT_SERIAL - 1, val, n);
}

/* The entry that released it; 0: it stands. */
static int64_t
released(const char *val, size_t n)
{
	size_t len;
	const char *v = json_get(val, n, "released", &len);

	return v != NULL ? entry_number(v, len, "journal") : 0;
}

/* From the journal: what was placed is there, what was released says so. */
static bool
journal_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct holds *h = arg;
	bool place = entry_is(val, n, "verb", "hold", 4);
	int64_t entry, serial;
	const char *what, *had;
	size_t len, hn;

	(void)key, (void)klen;
	if (!place && !entry_is(val, n, "verb", "release", 7))
		return true;
	what = json_get(val, n, "what", &len);
	if (what == NULL)
		return true;
	entry = entry_number(val, n, "n");
	serial = entry_number(what, len, place ? "hold" : "release");
	if (!find(h->retain->store, serial, &had, &hn)) {
		broken(h, serial, what, len, "the journal has this hold, the store has not");
	} else if (place && (entry_number(had, hn, "journal") != entry ||
	    !asks_the_same(had, hn, what, len))) {
		broken(h, serial, what, len, "the store has another hold than was placed");
	} else if (!place && released(had, hn) != entry) {
		broken(h, serial, what, len, "it was released, and the store does not say so");
	}
	return true;
}

/* From the store: all of it was journalled. */
static bool
hold_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct holds *h = arg;
	struct store *s = h->retain->store;
	int64_t serial = 0, end = released(val, n);
	struct buf b = { 0 };
	size_t len;

	while (klen > 1 && *key == '0') {
		key++;
		klen--;
	}
	json_whole(key, klen, &serial);
	buf_printf(&b, "\"what\":{\"hold\":%" PRId64 ",", serial);
	if (!proof_journalled(s, entry_number(val, n, "journal"), &b))
		broken(h, serial, val, n, "no entry of the journal says that it was placed");
	b.len = 0;
	buf_printf(&b, "\"what\":{\"release\":%" PRId64 ",", serial);
	if (json_get(val, n, "released", &len) != NULL && !proof_journalled(s, end, &b))
		broken(h, serial, val, n, "no entry of the journal says that it was released");
	buf_free(&b);
	return true;
}

size_t
proof_hold(struct retain *r, struct buf *out)
{
	struct holds h = { .retain = r, .out = out };

	store_walk(r->store, STORE_JOURNAL, "", 0, NULL, 0, journal_one, &h);
	store_walk(r->store, STORE_HOLD, "", 0, NULL, 0, hold_one, &h);
	return h.broken;
}
