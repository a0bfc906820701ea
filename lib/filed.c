#include "filed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "gather_kind.h"
#include "json.h"
#include "mem.h"
#include "report.h"
#include "status.h"
#include "store.h"

#define BATCH 20000		/* rows in a transaction */

static bool
equals(const char *v, size_t n, const char *text)
{
	size_t len = strlen(text);

	return v != NULL && n == len + 2 && memcmp(v + 1, text, len) == 0;
}

static size_t
row_key(char out[STORE_KEY + 1], const char *kind, int office, const char *key)
{
	int n = snprintf(out, STORE_KEY + 1, "%s/%02d0000/%s", kind, office, key);

	if (n < 0 || n > STORE_KEY)
		status_die(FAILED, "id of an account is too long to be filed");
	return (size_t)n;
}

static bool
named(const struct json_walk *w, const char *name)
{
	return w->name_len == strlen(name) && memcmp(w->name, name, w->name_len) == 0;
}

static void
copy_member(struct buf *out, const struct json_walk *w)
{
	if (out->s[out->len - 1] != '{')
		buf_putc(out, ',');
	buf_putc(out, '"');
	buf_put(out, w->name, w->name_len);
	buf_puts(out, "\":");
	buf_put(out, w->value, w->value_len);
}

/* {"filing":..,"digest":..,"gone":true}: a row without what was before it. */
static void
bare(struct buf *out, const char *val, size_t n)
{
	struct json_walk w;

	buf_putc(out, '{');
	json_walk(&w, val, n);
	while (json_next(&w))
		if (!named(&w, "was"))
			copy_member(out, &w);
	buf_putc(out, '}');
}

void
filed_row(struct store *s, const char *kind, int office, const char *key, const char *digest,
    bool gone, const char *filing)
{
	char k[STORE_KEY + 1];
	size_t klen = row_key(k, kind, office, key), n, len;
	struct buf out = { 0 }, was = { 0 };
	const char *val, *v;

	if (store_get(s, STORE_FILED, k, klen, &val, &n)) {
		v = json_get(val, n, "filing", &len);
		if (equals(v, len, filing)) {
			v = json_get(val, n, "was", &len);
			if (v != NULL)
				buf_put(&was, v, len);
		} else
			bare(&was, val, n);
	}
	buf_putc(&out, '{');
	buf_member(&out, "filing", filing, strlen(filing));
	buf_member(&out, "digest", digest, strlen(digest));
	if (gone)
		buf_member_raw(&out, "gone", "true", 4);
	if (was.len > 0)
		buf_member_raw(&out, "was", was.s, was.len);
	buf_putc(&out, '}');
	store_put(s, STORE_FILED, k, klen, out.s, out.len);
	buf_free(&out);
	buf_free(&was);
}

bool
filed_get(struct store *s, const char *filing, struct buf *out)
{
	const char *val;
	size_t n;

	out->len = 0;
	if (*filing == '\0' || strlen(filing) > STORE_KEY ||
	    !store_get(s, STORE_FILING, filing, strlen(filing), &val, &n))
		return false;
	buf_put(out, val, n);
	return true;
}

bool
filed_text(const struct buf *record, const char *member, char *out, size_t size)
{
	size_t n;
	const char *v = json_get(record->s, record->len, member, &n);

	*out = '\0';
	if (json_kind(v, n) != JSON_STRING || n >= size)
		return false;
	out[json_decode(out, v, n)] = '\0';
	return true;
}

void
filed_state(struct store *s, const struct buf *record, const char *state, const char *receipt,
    bool undo)
{
	struct json_walk w;
	struct buf out = { 0 };
	char id[STORE_KEY + 1];

	filed_text(record, "filing", id, sizeof id);
	buf_putc(&out, '{');
	json_walk(&w, record->s, record->len);
	while (json_next(&w))
		if (!named(&w, "state") && !named(&w, "undo") &&
		    (receipt == NULL || !named(&w, "receipt")))
			copy_member(&out, &w);
	buf_member(&out, "state", state, strlen(state));
	if (receipt != NULL)
		buf_member_raw(&out, "receipt", receipt, strlen(receipt));
	if (undo)
		buf_member_raw(&out, "undo", "true", 4);
	buf_putc(&out, '}');
	store_put(s, STORE_FILING, id, strlen(id), out.s, out.len);
	buf_free(&out);
}

struct change {
	char *key;
	size_t klen;
	struct buf val;		/* empty: the row goes */
};
struct undo {
	const char *filing;
	struct change *change;
	size_t count, seen;
	char last[STORE_KEY + 2];
	size_t last_len;
};

static bool
undo_row(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct undo *u = arg;
	struct change *c;
	const char *v, *was, *f;
	size_t len, wlen, flen;

	memcpy(u->last, key, klen);
	u->last[klen] = '\0';		/* the next key begins behind this */
	u->last_len = klen + 1;
	u->seen++;
	v = json_get(val, n, "filing", &len);
	was = json_get(val, n, "was", &wlen);
	f = was != NULL ? json_get(was, wlen, "filing", &flen) : NULL;
	if (equals(v, len, u->filing) || (f != NULL && equals(f, flen, u->filing))) {
		c = &u->change[u->count++];
		*c = (struct change){ .key = mem_copy(key, klen), .klen = klen };
		if (!equals(v, len, u->filing))
			bare(&c->val, val, n);		/* forget what is no longer filed */
		else if (was != NULL)
			buf_put(&c->val, was, wlen);
	}
	return u->seen < BATCH;
}

/* Of reports, or of an extract, which has noted nothing. */
static void
undo_reports(struct store *s, struct buf *record, const char *filing, const char *state)
{
	struct buf from = { 0 };
	bool more;

	do {
		store_begin(s, BATCH);
		more = report_again(s, filing, &from, BATCH);
		if (!more)
			filed_state(s, record, state, NULL, false);
		store_commit(s);
	} while (more);
	buf_free(&from);
}

void
filed_undo(struct store *s, const char *filing)
{
	struct undo u = { .filing = filing };
	struct buf record = { 0 };
	char kind[32], office[16], state[32], prefix[64];
	size_t i;
	int k;

	store_begin(s, 1);
	if (!filed_get(s, filing, &record))
		status_die(FAILED, "no filing %s", filing);
	store_abort(s);
	filed_text(&record, "kind", kind, sizeof kind);
	filed_text(&record, "office", office, sizeof office);
	filed_text(&record, "state", state, sizeof state);
	k = gather_kind_find(kind);
	if (k >= 0 && gather_kind_row(k)->way >= GATHER_QUEUE) {
		undo_reports(s, &record, filing, state);
		buf_free(&record);
		return;
	}
	snprintf(prefix, sizeof prefix, "%s/%s/", kind, office);
	u.change = mem_alloc(BATCH * sizeof *u.change);
	do {
		u.count = u.seen = 0;
		store_begin(s, BATCH);
		store_walk(s, STORE_FILED, prefix, strlen(prefix),
		    u.last_len > 0 ? u.last : NULL, u.last_len, undo_row, &u);
		for (i = 0; i < u.count; i++) {
			struct change *c = &u.change[i];

			if (c->val.len > 0)
				store_put(s, STORE_FILED, c->key, c->klen, c->val.s,
				    c->val.len);
			else
				store_del(s, STORE_FILED, c->key, c->klen);
			buf_free(&c->val);
			free(c->key);
		}
		if (u.seen < BATCH)
			filed_state(s, &record, state, NULL, false);
		store_commit(s);
	} while (u.seen == BATCH);
	free(u.change);
	buf_free(&record);
}

struct each {
	void (*fn)(void *, const struct buf *);
	void *arg;
	struct buf b;
};

static bool
each(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct each *e = arg;

	(void)key;
	(void)klen;
	e->b.len = 0;
	buf_put(&e->b, val, n);
	e->fn(e->arg, &e->b);
	return true;
}

void
filed_each(struct store *s, const char *prefix, void (*fn)(void *, const struct buf *),
    void *arg)
{
	struct each e = { fn, arg, { 0 } };

	store_walk(s, STORE_FILING, prefix, strlen(prefix), NULL, 0, each, &e);
	buf_free(&e.b);
}

struct last {
	size_t skip;
	unsigned long most;
};

static void
number(void *arg, const struct buf *record)
{
	struct last *l = arg;
	char id[STORE_KEY + 1], *end;
	unsigned long n;

	if (!filed_text(record, "filing", id, sizeof id) || strlen(id) <= l->skip)
		return;
	n = strtoul(id + l->skip, &end, 10);
	if (*end == '\0' && n > l->most)
		l->most = n;
}

unsigned
filed_next(struct store *s, const char *stem)
{
	struct last l = { strlen(stem), 0 };

	filed_each(s, stem, number, &l);
	return (unsigned)l.most + 1;
}
