#include "store.h"

#include <assert.h>
#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "env.h"
#include "gate.h"
#include "mem.h"
#include "overlay.h"
#include "seal.h"
#include "status.h"
#include "when.h"

#define TAG 8			/* bytes of tag behind a value, low first */
#define ROOM_EACH 65536		/* bytes of map wanted for a record to come */
#define ROOM_MOST ((uint64_t)1 << 30)
#define ROOM_LEAST ((uint64_t)64 << 20)

static const char *const names[STORE_TABLES] = {
	[STORE_META] = "meta", [STORE_SUBJECT] = "subject", [STORE_CONTACT] = "contact",
	[STORE_ACCOUNT] = "account", [STORE_USER] = "user", [STORE_HISTORY] = "history",
	[STORE_EXEMPT] = "exempt", [STORE_BLACKLIST] = "blacklist", [STORE_FILING] = "filing",
	[STORE_FILED] = "filed", [STORE_JOURNAL] = "journal", [STORE_POSITION] = "position"
};

struct store {
	struct env *env;
	struct seal *seal;
	struct overlay *over;		/* NULL in STORE_READ */
	enum store_mode mode;
	bool open;			/* a transaction is */
};

const char *
store_table_name(enum store_table t)
{
	return names[t];
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

/* The key's path for a store in dir; the caller frees. */
static char *
key_path(const char *dir)
{
	const char *named = getenv("BEIAN_KEY");
	struct buf path = { 0 };

	if (named != NULL && named[0] != '\0')
		return mem_copy(named, strlen(named));
	buf_printf(&path, "%s/key", dir);
	return buf_text(&path);
}

/* ---- Values and their tags. */

static int
order(const void *a, size_t an, const void *b, size_t bn)
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
	tag = seal_tag(s->seal, table, item->key, item->klen, item->val, item->vlen - TAG);
	gate_inside = 0;
	return tag;
}

static bool
intact(const struct store *s, unsigned table, const struct env_item *item)
{
	uint64_t tag;

	if (item->vlen < TAG)
		return false;
	gate_inside = 1;
	memcpy(&tag, (const char *)item->val + item->vlen - TAG, sizeof tag);
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
	    key_text(item->key, item->klen), names[table], env_path(s->env));
}

static void
check(const struct store *s, unsigned table, const struct env_item *item)
{
	if (!intact(s, table, item))
		status_die(FAILED, "store damaged: value of %s in table %s: %s",
		    key_text(item->key, item->klen), names[table], env_path(s->env));
}

/*
 * A key that is not found: it may be there and damaged.  A damaged key in its leaf is a
 * neighbour of the gap and has no good tag; a damaged key in a branch leads to a gap whose
 * neighbours are on the wrong side.
 */
static void
check_gap(struct store *s, unsigned table, const void *key, size_t klen)
{
	struct env_cursor *c = env_cursor_new(s->env, table);
	struct env_item item;
	bool more = env_at(c, key, klen, &item);

	if (more) {
		check(s, table, &item);
		if (order(item.key, item.klen, key, klen) <= 0)
			damaged_order(s, table, &item);
		more = env_prev(c, &item);
	} else {
		more = env_last(c, &item);
	}
	if (more) {
		check(s, table, &item);
		if (order(item.key, item.klen, key, klen) >= 0)
			damaged_order(s, table, &item);
	}
	env_cursor_free(c);
}

bool
store_get(struct store *s, enum store_table t, const void *key, size_t klen,
    const char **val, size_t *vlen)
{
	struct env_item item;
	const void *pending;

	assert(s->open);
	if (s->over != NULL && overlay_get(s->over, t, key, klen, &pending, vlen)) {
		*val = pending;
		return pending != NULL;
	}
	if (!env_get(s->env, t, key, klen, &item)) {
		if (klen > 0 && klen <= STORE_KEY)
			check_gap(s, t, key, klen);
		return false;
	}
	check(s, t, &item);
	*val = item.val;
	*vlen = item.vlen - TAG;
	return true;
}

static void
change(struct store *s, enum store_table t, const void *key, size_t klen,
    const void *val, size_t vlen)
{
	assert(s->open && s->over != NULL);
	if (klen == 0 || klen > STORE_KEY)
		status_die(FAILED, "key of %zu bytes for table %s", klen, names[t]);
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
	p = env_put(s->env, table, key, klen, vlen + TAG);
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
	/* All that is to be written is in memory: a full map is no end, but grows. */
	while (!overlay_each(s->over, write_one, s) || !env_commit(s->env))
		env_again(s->env);
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

/* ---- Walks. */

void
store_walk(struct store *s, enum store_table t, const void *prefix, size_t plen,
    const void *from, size_t flen,
    bool (*fn)(void *, const char *key, size_t klen, const char *val, size_t vlen), void *arg)
{
	struct overlay_item pending = { 0 };
	struct env_item item;
	struct env_cursor *c;
	bool kept, over, go = true;
	int cmp;

	assert(s->open);
	if (from == NULL || order(from, flen, prefix, plen) < 0) {
		from = prefix;
		flen = plen;
	}
	c = env_cursor_new(s->env, t);
	kept = env_at(c, from, flen, &item);
	over = s->over != NULL && overlay_next(s->over, t, from, flen, false, &pending);
	while (go) {
		if (kept && (item.klen < plen || memcmp(item.key, prefix, plen) != 0))
			kept = false;
		if (over && (pending.klen < plen || memcmp(pending.key, prefix, plen) != 0))
			over = false;
		if (!kept && !over)
			break;
		cmp = !over ? -1 : !kept ? 1 :
		    order(item.key, item.klen, pending.key, pending.klen);
		if (cmp < 0) {
			check(s, t, &item);
			go = fn(arg, item.key, item.klen, item.val, item.vlen - TAG);
		} else if (pending.val != NULL) {
			go = fn(arg, pending.key, pending.klen, pending.val, pending.vlen);
		}
		if (!go)
			break;
		if (cmp <= 0)
			kept = env_next(c, &item);
		if (cmp >= 0)
			over = overlay_next(s->over, t, pending.key, pending.klen, true,
			    &pending);
	}
	env_cursor_free(c);
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
	kept = env_last(c, &item);
	while (kept && s->over != NULL &&
	    overlay_get(s->over, t, item.key, item.klen, &gone, &n) && gone == NULL)
		kept = env_prev(c, &item);
	env_cursor_free(c);
	if (over && (!kept || order(item.key, item.klen, pending.key, pending.klen) <= 0)) {
		*key = pending.key;
		*klen = pending.klen;
		*val = pending.val;
		*vlen = pending.vlen;
		return true;
	}
	if (!kept)
		return false;
	check(s, t, &item);
	*key = item.key;
	*klen = item.klen;
	*val = item.val;
	*vlen = item.vlen - TAG;
	return true;
}

/* ---- Opening and making. */

/* A value of meta as it stands, tag unchecked; false: absent. Copied, NUL-terminated. */
static bool
meta(struct store *s, const char *name, char *out, size_t size, bool *whole)
{
	struct env_item item;
	size_t n;

	if (!env_get(s->env, STORE_META, name, strlen(name), &item) || item.vlen < TAG)
		return false;
	*whole = intact(s, STORE_META, &item);
	n = item.vlen - TAG < size - 1 ? item.vlen - TAG : size - 1;
	memcpy(out, item.val, n);
	out[n] = '\0';
	return true;
}

/* Schema and key are compared before any tag counts: tags need both. */
static void
admit(struct store *s, const char *key)
{
	char version[16], print[SEAL_HEX], ours[SEAL_HEX], suite[8];
	enum seal_suite use;
	bool whole, known;

	env_begin(s->env, false, 0);
	if (!meta(s, "schema", version, sizeof version, &known))
		env_damaged(s->env, "table meta has no schema");
	if (atol(version) > STORE_VERSION)
		status_die(USAGE, "store is of schema %ld and this program knows %d: %s: "
		    "use a newer one", atol(version), STORE_VERSION, env_path(s->env));
	seal_fingerprint(s->seal, ours);
	if (!meta(s, "fingerprint", print, sizeof print, &whole) || strcmp(print, ours) != 0) {
		/* Our key made a tag here, so it is the right one. */
		if (known)
			env_damaged(s->env, "fingerprint in table meta");
		status_die(USAGE, "this is not the key of the store: %s", key);
	}
	if (!known || !whole || strcmp(version, "1") != 0)
		env_damaged(s->env, "schema in table meta");
	if (!meta(s, "suite", suite, sizeof suite, &whole) || !whole ||
	    !seal_suite_read(suite, strlen(suite), &use))
		env_damaged(s->env, "suite in table meta");
	seal_use(s->seal, use);
	env_abort(s->env);
}

struct store *
store_open(const char *dir, enum store_mode mode, unsigned wait)
{
	struct store *s = mem_alloc(sizeof *s);
	char *key = key_path(dir);

	s->mode = mode;
	/* The store must be there and the key be good before anything is opened. */
	s->env = env_find(dir, names, STORE_TABLES);
	s->seal = seal_open(key);
	env_open(s->env, mode == STORE_WRITE, wait);
	if (mode != STORE_READ)
		s->over = overlay_new();
	admit(s, key);
	free(key);
	return s;
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

static void
put_text(struct store *s, const char *name, const char *text)
{
	store_put(s, STORE_META, name, strlen(name), text, strlen(text));
}

/* The new store's content; its key is in the draft too unless BEIAN_KEY names one. */
static void
fill(const char *draft, enum seal_suite suite)
{
	struct store *s = mem_alloc(sizeof *s);
	char print[SEAL_HEX], now[WHEN_TEXT], *key = key_path(draft);

	if (access(key, F_OK) != 0)
		seal_create(key);
	s->mode = STORE_WRITE;
	s->seal = seal_open(key);
	s->env = env_create(draft, names, STORE_TABLES);
	s->over = overlay_new();
	seal_fingerprint(s->seal, print);
	store_begin(s, STORE_TABLES);
	put_text(s, "schema", "1");
	put_text(s, "suite", seal_suite_name(suite));
	put_text(s, "fingerprint", print);
	put_text(s, "created", when_text(when_clock(), now));
	store_commit(s);
	store_close(s);
	free(key);
}

static bool
holds_something(const char *path)
{
	struct dirent *d;
	DIR *dir = opendir(path);
	bool found = dir == NULL && errno != ENOENT;

	while (dir != NULL && !found && (d = readdir(dir)) != NULL)
		found = strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
	if (dir != NULL)
		closedir(dir);
	return found;
}

void
store_create(const char *dir, int suite)
{
	char *draft, *place = mem_copy(dir, strlen(dir));
	size_t n = strlen(place);
	int state;
	pid_t child;

	while (n > 1 && place[n - 1] == '/')
		place[--n] = '\0';
	if (holds_something(place))
		status_die(USAGE, "there is something already: %s", place);
	draft = gate_draft(place);
	/* In a child: whatever ends it (a signal on a full disk too), the draft is removed. */
	child = fork();
	if (child == 0) {
		fill(draft, (enum seal_suite)suite);
		_exit(DONE);
	}
	if (child < 0 || waitpid(child, &state, 0) != child ||
	    !WIFEXITED(state) || WEXITSTATUS(state) != DONE) {
		gate_scrap(draft);
		if (child > 0 && WIFEXITED(state))
			_exit(WEXITSTATUS(state));	/* the child has said why */
		status_die(FAILED, "cannot make store: %s", place);
	}
	gate_publish(draft, place);
	free(draft);
	free(place);
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

/* ---- Size and health. */

void
store_facts(struct store *s, struct store_facts *f)
{
	struct env_facts env;
	struct env_size size;
	char version[16];
	bool whole;
	unsigned t;

	assert(!s->open);
	*f = (struct store_facts){ 0 };
	env_facts(s->env, &env);
	f->map = env.map;
	f->file = env.file;
	f->last_transaction = env.transaction;
	f->readers = env.readers;
	env_begin(s->env, false, 0);
	for (t = 0; t < STORE_TABLES; t++) {
		env_size(s->env, t, &size);
		f->table[t] = (struct store_size){ size.entries, size.pages,
		    size.pages * size.page_size };
	}
	if (meta(s, "schema", version, sizeof version, &whole))
		f->version = (unsigned)atol(version);
	meta(s, "suite", f->suite, sizeof f->suite, &whole);
	meta(s, "fingerprint", f->fingerprint, sizeof f->fingerprint, &whole);
	meta(s, "created", f->created, sizeof f->created, &whole);
	env_abort(s->env);
}

uint64_t
store_check(struct store *s, void (*fn)(void *, enum store_table, const char *, size_t,
    const char *), void *arg, uint64_t *bad)
{
	uint64_t all = 0, seen;
	struct env_size size;
	struct env_item item;
	struct env_cursor *c;
	struct buf last = { 0 };
	bool more;
	unsigned t;

	assert(!s->open);
	*bad = 0;
	env_begin(s->env, false, 0);
	for (t = 0; t < STORE_TABLES; t++) {
		last.len = 0;
		seen = 0;
		c = env_cursor_new(s->env, t);
		for (more = env_at(c, NULL, 0, &item); more; more = env_next(c, &item)) {
			seen++;
			if (!intact(s, t, &item)) {
				++*bad;
				fn(arg, (enum store_table)t, item.key, item.klen,
				    "value or key is damaged");
			} else if (last.len > 0 &&
			    order(last.s, last.len, item.key, item.klen) >= 0) {
				++*bad;
				fn(arg, (enum store_table)t, item.key, item.klen,
				    "out of order");
			}
			last.len = 0;
			buf_put(&last, item.key, item.klen);
		}
		env_cursor_free(c);
		env_size(s->env, t, &size);
		if (seen != size.entries) {
			++*bad;
			fn(arg, (enum store_table)t, NULL, 0, "values are missing");
		}
		all += seen;
	}
	env_abort(s->env);
	buf_free(&last);
	return all;
}

void
store_copy(struct store *s, const char *dir)
{
	char *draft, *place = mem_copy(dir, strlen(dir));
	size_t n = strlen(place);
	struct stat st;
	int error;

	assert(!s->open);
	while (n > 1 && place[n - 1] == '/')
		place[--n] = '\0';
	if (lstat(place, &st) == 0)
		status_die(USAGE, "there is something already: %s", place);
	draft = gate_draft(place);
	error = env_copy(s->env, draft);
	if (error != 0) {
		gate_scrap(draft);
		if (error == ENOSPC || error == EIO)
			status_die(FAILED, "disk full or failing: %s", place);
		status_die(FAILED, "cannot copy store: %s: error %d", place, error);
	}
	gate_publish(draft, place);
	free(draft);
	free(place);
}
