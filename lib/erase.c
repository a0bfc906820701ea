#include "erase.h"

#include <stdlib.h>
#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "entry.h"
#include "erase_int.h"
#include "finding.h"
#include "hold.h"
#include "journal.h"
#include "json.h"
#include "keep.h"
#include "mem.h"
#include "policy.h"
#include "query.h"
#include "record.h"
#include "refer.h"
#include "retain.h"
#include "scan.h"
#include "seal.h"
#include "store.h"
#include "when.h"

enum { SCAN = 20000 };			/* entries that are looked at in a transaction */

/* What stays of an entry: that it was, its state and dates, and nothing of whom. */
static const char *const stays[] = { "state", "registered_at", "since", "category", "kind",
	"recorded_at", "recorded_by", "history", "closed_at", "erase_after" };
enum { STAYS = sizeof stays / sizeof *stays };

/* Entries whose time has come. */
struct due {
	struct retain *r;
	int today;
	struct buf names;		/* each behind its length in two bytes */
	struct buf *from;		/* 'a' or 'u', and the last name that was looked at */
	size_t count, most, seen;
};

static bool
day_of(const char *val, size_t n, const char *name, int *day)
{
	size_t len;
	const char *v = json_get(val, n, name, &len);

	/* A day, or an instant that begins with one. */
	return v != NULL && len >= 12 && when_read_day(v + 1, 10, day);
}

static bool
is_due(const struct due *d, const char *val, size_t n)
{
	int after, closed;
	size_t len;

	return entry_is(val, n, "state", "closed", 6) &&
	    json_get(val, n, "erased", &len) == NULL &&
	    day_of(val, n, "closed_at", &closed) && day_of(val, n, "erase_after", &after) &&
	    d->today > after && d->today > keep_last(d->r->keep, closed, KEEP_FLOOR);
}

static bool
collect(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct due *d = arg;

	if (d->from->len == klen + 1 && memcmp(d->from->s + 1, key, klen) == 0)
		return true;
	if (d->count == d->most || d->seen == SCAN)
		return false;
	d->seen++;
	d->from->len = 1;
	buf_put(d->from, key, klen);
	if (!is_due(d, val, n))
		return true;
	buf_putc(&d->names, (char)(klen & 0xff));
	buf_putc(&d->names, (char)(klen >> 8));
	buf_put(&d->names, key, klen);
	d->count++;
	return true;
}

/* ---- What keeps one. */

struct ward {
	struct retain *r;
	const struct hold_set *holds;
	const struct refer_set *refers;
	struct record_reader *reader;
	struct mem_arena *arena;
	struct buf line;
};

static void
add(struct buf *by, const char *s)
{
	if (by->len > 0)
		buf_putc(by, ',');
	buf_json(by, s, strlen(s));
}

/* Cases of holds that name it or its subject; *held: there is one.  A hold that names nobody
 * is on lines alone. */
static void
kept_by(struct ward *w, bool user, const char *name, size_t n, const char *subject,
    struct buf *by, bool *held)
{
	struct record r = { .file = "", .arena = w->arena };
	const char *what;
	size_t i, at;

	*held = false;
	by->len = w->line.len = 0;
	mem_reset(w->arena);
	buf_putc(&w->line, '{');
	buf_member(&w->line, user ? "user" : "account", name, n);
	if (*subject != '\0')
		buf_member(&w->line, "subject", subject, 32);
	buf_putc(&w->line, '}');
	buf_room(&w->line, SCAN_PAD);
	if (record_read(w->reader, &r, w->line.s, w->line.len, &at) == NULL)
		for (i = 0; i < hold_count(w->holds); i++) {
			const struct query *q = hold_query(w->holds, i);

			if (query_all(q) || !query_line(q, &r, true))
				continue;
			*held = true;
			add(by, hold_case(w->holds, i));
		}
	what = refer_name(w->refers, user ? 'u' : 'a', name, n);
	if (what == NULL && *subject != '\0')
		what = refer_name(w->refers, 's', subject, 32);
	if (what != NULL)
		add(by, what);
}

/* Is a subject's key needed yet: is it listed, or has it accounts or users? */
static bool
subject_stays(struct retain *r, const char *subject)
{
	const char *val;
	size_t n;
	int i;

	if (store_get(r->store, STORE_SUBJECT, subject, 32, &val, &n))
		return true;
	for (i = 0; BLACKLIST_KINDS[i] != '\0'; i++)
		if (BLACKLIST_KINDS[i] != 'n' &&
		    blacklist_has(r->store, BLACKLIST_KINDS[i], subject, 32, r->now))
			return true;
	return false;
}

/* ---- Erased. */

static bool
past_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct buf *keys = arg;

	(void)val, (void)n;
	buf_putc(keys, (char)(klen & 0xff));
	buf_putc(keys, (char)(klen >> 8));
	buf_put(keys, key, klen);
	return true;
}

/* Reasons are free text, and may name anybody; keys of subjects that are gone tell who had
 * it. */
static void
erase_history(struct retain *r, const char *name, size_t n)
{
	static const char *const side[] = { "from", "to" };
	struct entry_change change[3] = { { "reason", NULL, 0 } };
	struct buf keys = { 0 }, out = { 0 }, old = { 0 };
	char prefix[STORE_KEY], key[33];
	const char *val, *v;
	size_t at, len, vn, count, i;

	if (n + 1 > sizeof prefix)
		return;
	memcpy(prefix, name, n);
	prefix[n] = '\0';
	store_walk(r->store, STORE_HISTORY, prefix, n + 1, NULL, 0, past_one, &keys);
	for (at = 0; at < keys.len; at += len + 2) {
		len = (unsigned char)keys.s[at] | (size_t)(unsigned char)keys.s[at + 1] << 8;
		if (!store_get(r->store, STORE_HISTORY, keys.s + at + 2, len, &val, &vn))
			continue;
		old.len = out.len = 0;
		buf_put(&old, val, vn);
		for (i = 0, count = 1; i < 2; i++) {
			v = json_get(old.s, old.len, side[i], &vn);
			if (v == NULL || vn != 34)
				continue;
			memcpy(key, v + 1, 32);
			key[32] = '\0';
			if (!subject_stays(r, key))
				change[count++] = (struct entry_change){ side[i], NULL, 0 };
		}
		entry_change(&out, old.s, old.len, change, count);
		if (out.len != old.len)
			store_put(r->store, STORE_HISTORY, keys.s + at + 2, len, out.s,
			    out.len);
	}
	buf_free(&keys);
	buf_free(&out);
	buf_free(&old);
}

static void
bare(struct retain *r, struct buf *out, const struct buf *old, const char *subject,
    const char *digest)
{
	char text[WHEN_TEXT];
	const char *v;
	size_t i, n;

	buf_putc(out, '{');
	for (i = 0; i < STAYS; i++)
		if ((v = json_get(old->s, old->len, stays[i], &n)) != NULL)
			buf_member_raw(out, stays[i], v, n);
	if (*subject != '\0')
		buf_member(out, "subject", subject, 32);
	buf_member(out, "erased_at", when_text(r->now, text), 25);
	buf_puts(out, ",\"erased\":{");
	buf_member(out, "digest", digest, 64);
	buf_puts(out, "}}");
}

static void
say(struct retain *r, struct buf *out, bool user, const char *name, size_t n,
    const struct buf *old, const char *state, const char *digest, const struct buf *by)
{
	struct buf b = { 0 };
	const char *v;
	size_t len;
	bool due = strcmp(state, "due") == 0;

	buf_putc(&b, '{');
	buf_member(&b, user ? "user" : "account", name, n);
	buf_member(&b, "state", state, strlen(state));
	if ((v = json_get(old->s, old->len, "closed_at", &len)) != NULL)
		buf_member_raw(&b, "closed_at", v, len);
	if ((v = json_get(old->s, old->len, "erase_after", &len)) != NULL)
		buf_member_raw(&b, "erase_after", v, len);
	if (digest != NULL)
		buf_member(&b, "digest", digest, 64);
	if (by->len > 0) {
		buf_member_raw(&b, "by", "[", 1);
		buf_put(&b, by->s, by->len);
		buf_putc(&b, ']');
	}
	if (digest != NULL && store_dry(r->store))
		buf_member(&b, "would", "erase", 5);
	if (due)
		retain_say(r, out, b.s + 1, b.len - 1, user ? RETAIN_USER : RETAIN_CODE,
		    F_ERASE_DUE, NULL);
	else {
		buf_put(out, b.s, b.len);
		buf_puts(out, "}\n");
	}
	buf_free(&b);
}

/* One entry, judged and erased; true: it was (or would be). */
static bool
one(struct ward *w, bool user, const char *name, size_t n, bool dry, struct buf *out,
    struct buf *what)
{
	enum store_table table = user ? STORE_USER : STORE_ACCOUNT;
	struct retain *r = w->r;
	struct buf old = { 0 }, val = { 0 }, by = { 0 };
	char subject[33] = "", digest[129];
	const char *v;
	size_t len;
	bool held, erased = false, look = dry && !store_dry(r->store);

	if (!store_get(r->store, table, name, n, &v, &len))
		return false;
	buf_put(&old, v, len);
	if ((v = json_get(old.s, old.len, "subject", &len)) != NULL && len == 34)
		memcpy(subject, v + 1, 32);
	kept_by(w, user, name, n, subject, &by, &held);
	if (by.len > 0)
		say(r, out, user, name, n, &old, held ? "held" : "referred", NULL, &by);
	else if (look)
		say(r, out, user, name, n, &old, "due", NULL, &by);
	else {
		erased = true;
		seal_digest(SEAL_SM3, old.s, old.len, digest);
		say(r, out, user, name, n, &old, "erased", digest, &by);
		if (*subject != '\0' && !subject_stays(r, subject))
			*subject = '\0';
	}
	if (erased && !dry) {
		bare(r, &val, &old, subject, digest);
		store_put(r->store, table, name, n, val.s, val.len);
		erase_history(r, name, n);
		buf_puts(what, what->s[what->len - 1] == '[' ? "[" : ",[");
		buf_puts(what, user ? "\"user\"," : "\"account\",");
		buf_json(what, name, n);
		buf_printf(what, ",\"%.64s\"]", digest);
	}
	buf_free(&old);
	buf_free(&val);
	buf_free(&by);
	return erased;
}

bool
erase_due(struct retain *r, const struct hold_set *holds, const struct refer_set *refers,
    struct buf *from, size_t most, bool dry, struct buf *out, size_t *erased)
{
	struct due d = { .r = r, .today = when_day_of(r->now), .from = from, .most = most };
	struct mem_arena arena = { 0 };
	struct ward w = { .r = r, .holds = holds, .refers = refers, .arena = &arena,
	    .reader = record_reader_new() };
	struct buf what = { 0 };
	char head[JOURNAL_HEAD];
	size_t at, n;
	bool user, more;
	int64_t serial;

	if (from->len == 0)
		buf_putc(from, 'a');
	user = from->s[0] == 'u';
	store_walk(r->store, user ? STORE_USER : STORE_ACCOUNT, "", 0,
	    from->len > 1 ? from->s + 1 : NULL, from->len - 1, collect, &d);
	more = d.count == most || d.seen == SCAN;
	record_reader_loose(w.reader);
	buf_puts(&what, "{\"erase\":[");
	for (at = 0; at < d.names.len; at += n + 2) {
		n = (unsigned char)d.names.s[at] |
		    (size_t)(unsigned char)d.names.s[at + 1] << 8;
		*erased += one(&w, user, d.names.s + at + 2, n, dry, out, &what);
	}
	if (*erased > 0 && !dry) {
		buf_puts(&what, "]}");
		serial = (int64_t)journal_head(r->store, head) + 1;
		journal_put(r->store, r->now, r->by, "erase", policy_digest(r->policy),
		    what.s, what.len);
		what.len = 0;
		buf_num(&what, serial);
		store_put(r->store, STORE_META, ERASE_MARK, strlen(ERASE_MARK), what.s,
		    what.len);
	}
	if (!more && !user) {
		from->len = 0;
		buf_putc(from, 'u');
		more = true;
	}
	record_reader_free(w.reader);
	mem_end(&arena);
	buf_free(&w.line);
	buf_free(&d.names);
	buf_free(&what);
	return more;
}

bool
erase_pending(struct store *s)
{
	const char *val;
	size_t n;

	return store_get(s, STORE_META, ERASE_MARK, strlen(ERASE_MARK), &val, &n);
}
