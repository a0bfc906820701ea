#include "store.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "env.h"
#include "gate.h"
#include "mem.h"
#include "overlay.h"
#include "seal.h"
#include "status.h"
#include "store_int.h"

#define ROOM_EACH 65536		/* bytes of map wanted for a record to come */
#define ROOM_MOST ((uint64_t)1 << 30)
#define ROOM_LEAST ((uint64_t)64 << 20)

const char *const store_names[STORE_TABLES] = {
	[STORE_META] = "meta", [STORE_SUBJECT] = "subject", [STORE_CONTACT] = "contact",
	[STORE_ACCOUNT] = "account", [STORE_USER] = "user", [STORE_HISTORY] = "history",
	[STORE_EXEMPT] = "exempt", [STORE_BLACKLIST] = "blacklist", [STORE_FILING] = "filing",
	[STORE_FILED] = "filed", [STORE_JOURNAL] = "journal", [STORE_POSITION] = "position",
	[STORE_ANSWER] = "answer", [STORE_DUE] = "due", [STORE_REPORT] = "report",
	[STORE_LISTING] = "listing", [STORE_NEAR] = "near", [STORE_SIEVE] = "sieve",
	[STORE_EVENT] = "event", [STORE_CREDIT] = "credit", [STORE_MEASURE] = "measure",
	[STORE_MEASURED] = "measured", [STORE_GROUP] = "group", [STORE_MEMBER] = "member",
	[STORE_COUNT] = "count", [STORE_CODE] = "code", [STORE_PAST] = "past",
	[STORE_SEGMENT] = "segment", [STORE_GONE] = "gone", [STORE_HOLD] = "hold",
	[STORE_COMPLAINT] = "complaint", [STORE_AGAINST] = "against",
	[STORE_DOCUMENT] = "document"
};

const char *
store_table_name(enum store_table t)
{
	return store_names[t];
}

const char *
store_place(const char *option)
{
	static struct buf place;
	const char *s = getenv("BEIAN_STORE"), *data = getenv("XDG_DATA_HOME"),
	    *home = getenv("HOME");

	if (option != NULL)
		return option;
	if (s != NULL && s[0] != '\0')
		return s;
	if (geteuid() == 0)
		return "/var/lib/beian";
	place.len = 0;
	if (data != NULL && data[0] == '/')
		buf_printf(&place, "%s/beian", data);
	else if (home != NULL && home[0] == '/')
		buf_printf(&place, "%s/.local/share/beian", home);
	else
		status_die(USAGE, "no store named: give --store or BEIAN_STORE");
	return buf_text(&place);
}

char *
store_key_path(const char *dir)
{
	const char *named = getenv("BEIAN_KEY");
	struct buf path = { 0 };

	if (named != NULL && named[0] != '\0')
		return mem_copy(named, strlen(named));
	buf_printf(&path, "%s/key", dir);
	return buf_text(&path);
}

/* ---- Values and their tags. */

int
store_order(const void *a, size_t an, const void *b, size_t bn)
{
	int c = memcmp(a, b, an < bn ? an : bn);

	return c != 0 ? c : (an > bn) - (an < bn);
}

static uint64_t
tag_of(const struct store *s, unsigned table, const struct env_item *item)
{
	uint64_t tag;

	/* A length from a damaged page may lead anywhere. */
	gate_inside = 1;
	tag = seal_tag(s->seal, table, item->key, item->klen, item->val,
	    item->vlen - STORE_TAG);
	gate_inside = 0;
	return tag;
}

bool
store_intact(const struct store *s, unsigned table, const struct env_item *item)
{
	uint64_t tag;

	if (item->vlen < STORE_TAG)
		return false;
	gate_inside = 1;
	memcpy(&tag, (const char *)item->val + item->vlen - STORE_TAG, sizeof tag);
	gate_inside = 0;
	return le64toh(tag) == tag_of(s, table, item);
}

/* Keys as text for messages; they hold no personal data, but zero bytes. */
static const char *
key_text(const char *key, size_t n)
{
	static struct buf b;
	size_t i;

	b.len = 0;
	for (i = 0; i < n && i < 80; i++)
		if ((unsigned char)key[i] < 0x20)
			buf_printf(&b, "\\x%02x", (unsigned char)key[i]);
		else
			buf_putc(&b, key[i]);
	return buf_text(&b);
}

static _Noreturn void
damaged_order(const struct store *s, unsigned table, const struct env_item *item)
{
	status_die(FAILED, "store damaged: %s in table %s is out of order: %s",
	    key_text(item->key, item->klen), store_names[table], env_path(s->env));
}

void
store_sound(const struct store *s, unsigned table, const struct env_item *item)
{
	if (!store_intact(s, table, item))
		status_die(FAILED, "store damaged: value of %s in table %s: %s",
		    key_text(item->key, item->klen), store_names[table], env_path(s->env));
}

/*
 * A key that is not found: it may be there and damaged.  A damaged key in its leaf is a
 * neighbour of the gap and has no good tag; a damaged key in a branch leads to a gap whose
 * neighbours are on the wrong side.
 */
static void
check_gap(struct store *s, unsigned table, const void *key, size_t klen,
    const struct env_item *next, const struct env_item *before)
{
	if (next != NULL) {
		store_sound(s, table, next);
		if (store_order(next->key, next->klen, key, klen) <= 0)
			damaged_order(s, table, next);
	}
	if (before != NULL) {
		store_sound(s, table, before);
		if (store_order(before->key, before->klen, key, klen) >= 0)
			damaged_order(s, table, before);
	}
}

bool
store_get(struct store *s, enum store_table t, const void *key, size_t klen,
    const char **val, size_t *vlen)
{
	struct env_item item, before;
	const void *pending;
	bool next, prev;

	assert(s->open);
	if (klen == 0 || klen > STORE_KEY)
		return false;
	if (s->over != NULL && overlay_get(s->over, t, key, klen, &pending, vlen)) {
		*val = pending;
		return pending != NULL;
	}
	if (!env_seek(s->env, t, key, klen, &item, &next, &before, &prev)) {
		check_gap(s, t, key, klen, next ? &item : NULL, prev ? &before : NULL);
		return false;
	}
	store_sound(s, t, &item);
	*val = item.val;
	*vlen = item.vlen - STORE_TAG;
	return true;
}

static void
change(struct store *s, enum store_table t, const void *key, size_t klen,
    const void *val, size_t vlen)
{
	assert(s->open && s->over != NULL);
	if (klen == 0 || klen > STORE_KEY)
		status_die(FAILED, "key of %zu bytes for table %s", klen, store_names[t]);
	overlay_put(s->over, t, key, klen, val, vlen);
}

void
store_put(struct store *s, enum store_table t, const void *key, size_t klen,
    const char *val, size_t vlen)
{
	change(s, t, key, klen, val, vlen);
}

void
store_del(struct store *s, enum store_table t, const void *key, size_t klen)
{
	change(s, t, key, klen, NULL, 0);
}

/* ---- Transactions. */

void
store_begin(struct store *s, size_t records)
{
	uint64_t room = records < ROOM_MOST / ROOM_EACH ? records * ROOM_EACH : ROOM_MOST;

	assert(!s->open);
	env_begin(s->env, s->mode == STORE_WRITE, ROOM_LEAST + room);
	if (s->mode == STORE_DRY)
		overlay_mark(s->over);
	s->open = true;
}

static bool
write_one(void *arg, unsigned table, const void *key, size_t klen, const void *val,
    size_t vlen)
{
	struct store *s = arg;
	uint64_t tag;
	char *p;

	if (val == NULL)
		return env_del(s->env, table, key, klen);
	p = env_put(s->env, table, key, klen, vlen + STORE_TAG);
	if (p == NULL)
		return false;
	if (vlen > 0)
		memcpy(p, val, vlen);
	tag = htole64(seal_tag(s->seal, table, key, klen, val, vlen));
	memcpy(p + vlen, &tag, sizeof tag);
	return true;
}

void
store_commit(struct store *s)
{
	assert(s->open);
	s->open = false;
	if (s->mode != STORE_WRITE || overlay_count(s->over) == 0) {
		if (s->mode == STORE_DRY)
			overlay_mark(s->over);
		env_abort(s->env);
		return;
	}
	env_rest(s->env);
	/* All that is to be written is in memory: a full map is no end, but grows. */
	while (!overlay_each(s->over, write_one, s) || !env_commit(s->env))
		env_begin_again(s->env);
	overlay_clear(s->over);
}

static bool
write_bulk(struct store *s, bool (*next)(void *, bool again, struct store_change *), void *arg)
{
	struct store_change c;
	bool again = true;

	for (; next(arg, again, &c); again = false)
		if (!write_one(s, c.table, c.key, c.klen, c.val, c.vlen))
			return false;
	return true;
}

void
store_commit_bulk(struct store *s,
    bool (*next)(void *, bool again, struct store_change *), void *arg)
{
	assert(s->open);
	if (s->mode != STORE_WRITE) {
		store_commit(s);
		return;
	}
	s->open = false;
	env_rest(s->env);
	while (!overlay_each(s->over, write_one, s) || !write_bulk(s, next, arg) ||
	    !env_commit(s->env))
		env_begin_again(s->env);
	overlay_clear(s->over);
}

void
store_abort(struct store *s)
{
	assert(s->open);
	s->open = false;
	if (s->mode == STORE_WRITE)
		overlay_clear(s->over);
	else if (s->mode == STORE_DRY)
		overlay_back(s->over);
	env_abort(s->env);
}

bool
store_last(struct store *s, enum store_table t, const char **key, size_t *klen,
    const char **val, size_t *vlen)
{
	struct overlay_item pending;
	struct env_item item;
	struct env_cursor *c;
	const void *gone;
	size_t n;
	bool kept, over;

	assert(s->open);
	over = s->over != NULL && overlay_last(s->over, t, &pending);
	c = env_cursor_new(s->env, t);
	kept = env_cursor_last(c, &item);
	while (kept && s->over != NULL &&
	    overlay_get(s->over, t, item.key, item.klen, &gone, &n) && gone == NULL)
		kept = env_cursor_prev(c, &item);
	env_cursor_free(c);
	if (over && (!kept ||
	    store_order(item.key, item.klen, pending.key, pending.klen) <= 0)) {
		*key = pending.key;
		*klen = pending.klen;
		*val = pending.val;
		*vlen = pending.vlen;
		return true;
	}
	if (!kept)
		return false;
	store_sound(s, t, &item);
	*key = item.key;
	*klen = item.klen;
	*val = item.val;
	*vlen = item.vlen - STORE_TAG;
	return true;
}

bool
store_meta(struct store *s, const char *name, char *out, size_t size, bool *whole)
{
	struct env_item item;
	size_t n;

	if (!env_get(s->env, STORE_META, name, strlen(name), &item) || item.vlen < STORE_TAG)
		return false;
	*whole = store_intact(s, STORE_META, &item);
	n = item.vlen - STORE_TAG < size - 1 ? item.vlen - STORE_TAG : size - 1;
	memcpy(out, item.val, n);
	out[n] = '\0';
	return true;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	env_close(s->env);
	seal_close(s->seal);
	overlay_free(s->over);
	free(s);
}

struct seal *
store_seal(struct store *s)
{
	return s->seal;
}

const char *
store_dir(const struct store *s)
{
	return env_path(s->env);
}

bool
store_dry(const struct store *s)
{
	return s->mode == STORE_DRY;
}
