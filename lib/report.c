#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "store.h"
#include "when.h"

static const char *const kind_name[] = { "R-PA11-2", "R-PA13-1", "R-PA13-2", "R-GR11-1",
	"R-GR11-2", "R-GR11-3" };

static const char *const kind_clause[] = { "PA-11-2e", "PA-13-1c", "PA-13-2e", "GR-11-1c",
	"GR-11-2c", "GR-11-3e" };

const char *
report_kind_clause(enum report_kind kind)
{
	return kind_clause[kind];
}

const char *
report_kind_name(enum report_kind kind)
{
	return kind_name[kind];
}

void
report_key(int64_t serial, char key[REPORT_SERIAL])
{
	int i;

	for (i = REPORT_SERIAL - 2; i >= 0; i--, serial /= 10)
		key[i] = (char)('0' + serial % 10);
	key[REPORT_SERIAL - 1] = '\0';
}

int64_t
report_serial(struct store *s, int table, char key[REPORT_SERIAL])
{
	const char *last, *val;
	size_t klen, vlen;
	char digits[REPORT_SERIAL];
	long long n = 0;

	if (store_last(s, (enum store_table)table, &last, &klen, &val, &vlen) &&
	    klen == REPORT_SERIAL - 1) {
		memcpy(digits, last, klen);
		digits[klen] = '\0';
		n = strtoll(digits, NULL, 10);
	}
	report_key(n + 1, key);
	return n + 1;
}

int64_t
report_put(struct store *s, enum report_kind kind, const char *of, const char *ref, size_t n,
    int64_t at, int64_t hours)
{
	static struct buf b;
	char key[REPORT_SERIAL], text[WHEN_TEXT];
	int64_t serial = report_serial(s, STORE_REPORT, key);

	b.len = 0;
	buf_putc(&b, '{');
	buf_member_num(&b, "n", serial);
	buf_member(&b, "kind", kind_name[kind], strlen(kind_name[kind]));
	buf_member(&b, "of", of, strlen(of));
	buf_member(&b, "ref", ref, n);
	buf_member(&b, "at", when_text(at, text), 25);
	buf_member(&b, "due", when_text(at + hours * 3600, text), 25);
	buf_member(&b, "state", "queued", 6);
	buf_putc(&b, '}');
	store_put(s, STORE_REPORT, key, REPORT_SERIAL - 1, b.s, b.len);
	return serial;
}

/* Is the raw text of a member this one, as buf_member writes it? */
static bool
is(const char *val, size_t vn, const char *name, const char *text, size_t n)
{
	static struct buf want;
	size_t len;
	const char *v = json_get(val, vn, name, &len);

	want.len = 0;
	buf_json(&want, text, n);
	return v != NULL && len == want.len && memcmp(v, want.s, len) == 0;
}

static bool
named(const struct json_walk *w, const char *name)
{
	return w->name_len == strlen(name) && memcmp(w->name, name, w->name_len) == 0;
}

static bool
time_of(const struct json_walk *w, int64_t *out)
{
	return w->value_len == 27 && when_read(w->value + 1, 25, out);
}

static int
kind_of(const char *v, size_t n)
{
	int k;

	for (k = 0; k < REPORT_KINDS; k++)
		if (json_same(v, n, kind_name[k], strlen(kind_name[k])))
			break;
	return k;
}

bool
report_read(const char *val, size_t n, struct report *r)
{
	struct json_walk w;
	int found = 0;			/* of n, at and due */

	memset(r, 0, sizeof *r);
	r->kind = REPORT_KINDS;
	json_walk(&w, val, n);
	while (json_next(&w))
		if (named(&w, "n"))
			found += json_whole(w.value, w.value_len, &r->serial);
		else if (named(&w, "kind"))
			r->kind = (enum report_kind)kind_of(w.value, w.value_len);
		else if (named(&w, "at"))
			found += time_of(&w, &r->at);
		else if (named(&w, "due"))
			found += time_of(&w, &r->due);
		else if (named(&w, "of"))
			r->of = w.value, r->of_n = w.value_len;
		else if (named(&w, "ref"))
			r->ref = w.value, r->ref_n = w.value_len;
		else if (named(&w, "filing"))
			r->filing = w.value, r->filing_n = w.value_len;
	return found == 3 && r->kind < REPORT_KINDS && r->of_n > 2 && r->ref_n > 2;
}

bool
report_owed(struct store *s, const char *val, size_t n)
{
	const char *filing, *record;
	size_t len, rn;

	if (is(val, n, "state", "queued", 6))
		return true;
	/* names of filings have nothing to decode */
	filing = json_get(val, n, "filing", &len);
	return filing == NULL || len < 3 || len > STORE_KEY ||
	    !store_get(s, STORE_FILING, filing + 1, len - 2, &record, &rn) ||
	    (!is(record, rn, "state", "published", 9) &&
	    !is(record, rn, "state", "accepted", 8));
}

/* The value with another end: in a filing, or (NULL) queued after one that fell. */
static void
put(struct store *s, const char *key, size_t klen, const char *val, size_t n,
    const char *filing)
{
	static struct buf b;
	struct json_walk w;
	const char *before, *fell;
	size_t bn, fn;

	before = json_get(val, n, "before", &bn);
	fell = json_get(val, n, "filing", &fn);
	b.len = 0;
	buf_putc(&b, '{');
	json_walk(&w, val, n);
	while (json_next(&w)) {
		if (named(&w, "state") || named(&w, "filing") || named(&w, "before"))
			continue;
		if (b.s[b.len - 1] != '{')
			buf_putc(&b, ',');
		buf_putc(&b, '"');
		buf_put(&b, w.name, w.name_len);
		buf_puts(&b, "\":");
		buf_put(&b, w.value, w.value_len);
	}
	if (before != NULL || (filing == NULL && fell != NULL)) {
		buf_puts(&b, ",\"before\":[");
		if (before != NULL)
			buf_put(&b, before + 1, bn - 2);
		if (filing == NULL && fell != NULL) {
			if (before != NULL)
				buf_putc(&b, ',');
			buf_put(&b, fell, fn);
		}
		buf_putc(&b, ']');
	}
	buf_member(&b, "state", filing != NULL ? "made" : "queued", filing != NULL ? 4 : 6);
	if (filing != NULL)
		buf_member(&b, "filing", filing, strlen(filing));
	buf_putc(&b, '}');
	store_put(s, STORE_REPORT, key, klen, b.s, b.len);
}

void
report_made(struct store *s, const char *serial, const char *filing)
{
	const char *val;
	size_t n;

	if (store_get(s, STORE_REPORT, serial, strlen(serial), &val, &n))
		put(s, serial, strlen(serial), val, n, filing);
}

struct again {
	const char *filing;
	struct buf *from, keys;		/* keys: of those to be queued, 12 digits each */
	size_t seen, most;
};

static bool
again_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct again *a = arg;

	if (klen != REPORT_SERIAL - 1)
		return true;
	a->from->len = 0;
	buf_put(a->from, key, klen);
	buf_putc(a->from, '\0');		/* the next key begins behind this */
	if (is(val, n, "filing", a->filing, strlen(a->filing)))
		buf_put(&a->keys, key, klen);
	return ++a->seen < a->most;
}

bool
report_again(struct store *s, const char *filing, struct buf *from, size_t most)
{
	struct again a = { .filing = filing, .from = from, .most = most };
	struct buf first = { 0 };
	const char *val;
	size_t i, n;

	buf_put(&first, from->s, from->len);
	store_walk(s, STORE_REPORT, "", 0, first.len > 0 ? first.s : NULL, first.len,
	    again_one, &a);
	for (i = 0; i < a.keys.len; i += REPORT_SERIAL - 1)
		if (store_get(s, STORE_REPORT, a.keys.s + i, REPORT_SERIAL - 1, &val, &n))
			put(s, a.keys.s + i, REPORT_SERIAL - 1, val, n, NULL);
	buf_free(&first);
	buf_free(&a.keys);
	return a.seen == most;
}

enum report_state
report_state(struct store *s, int64_t serial, const char *of, const char *ref, size_t n,
    int64_t at)
{
	char key[REPORT_SERIAL];
	const char *val, *due;
	size_t vn, len;
	int64_t sec;

	report_key(serial > 0 ? serial : 0, key);
	if (serial <= 0 || !store_get(s, STORE_REPORT, key, REPORT_SERIAL - 1, &val, &vn) ||
	    !is(val, vn, "of", of, strlen(of)) || !is(val, vn, "ref", ref, n))
		return REPORT_NONE;
	if (!report_owed(s, val, vn))
		return REPORT_MADE;
	due = json_get(val, vn, "due", &len);
	return due != NULL && len == 27 && when_read(due + 1, 25, &sec) && at <= sec ?
	    REPORT_QUEUED : REPORT_OVERDUE;
}
