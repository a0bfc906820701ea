#include "proof.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "entry.h"
#include "finding.h"
#include "journal.h"
#include "json.h"
#include "mem.h"
#include "proof_int.h"
#include "retain.h"
#include "segment.h"
#include "shelf.h"
#include "store.h"
#include "when.h"

enum { SUM = 66 };			/* a digest with its quotes */

struct chain {
	struct retain *retain;
	struct buf *out;
	size_t broken;
	int64_t entry;			/* number of the entry at hand */
	int day;			/* of the entry */
	bool gone;
};

/* A segment as the journal names it: [ID,LINES,SHA256,...]. */
struct item {
	char id[SEGMENT_ID];
	int64_t lines;
	const char *sha256;		/* raw */
	int until;			/* WHEN_NEVER: it says none */
};

static void
broken(struct chain *c, const char *id, const char *why)
{
	struct buf more = { 0 };

	if (c->entry > 0)
		buf_printf(&more, "\"entry\":%" PRId64, c->entry);
	proof_say(c->retain, c->out, id, &more, F_CHAIN_BROKEN, why);
	c->broken++;
	buf_free(&more);
}

static bool
read_id(const char *v, size_t n, char id[SEGMENT_ID])
{
	struct segment_name name;

	if (!json_plain(v, n) || !segment_name(v + 1, n - 2, &name))
		return false;
	memcpy(id, v + 1, n - 2);
	id[n - 2] = '\0';
	return true;
}

static bool
read_item(const char *v, size_t n, struct item *i)
{
	struct json_walk w;

	json_walk(&w, v, n);
	if (!json_next(&w) || !read_id(w.value, w.value_len, i->id) || !json_next(&w) ||
	    !json_whole(w.value, w.value_len, &i->lines) || !json_next(&w) ||
	    w.value_len != SUM)
		return false;
	i->sha256 = w.value;
	i->until = WHEN_NEVER;
	if (json_next(&w) && json_plain(w.value, w.value_len))
		when_read_day(w.value + 1, w.value_len - 2, &i->until);
	return true;
}

/* Does a value of the store, catalogue or tombstone, say the same? */
static bool
agrees(const char *val, size_t n, const struct item *i)
{
	size_t len;
	const char *sum = json_get(val, n, "sha256", &len);

	return entry_number(val, n, "lines") == i->lines && sum != NULL && len == SUM &&
	    memcmp(sum, i->sha256, SUM) == 0;
}

/* ---- From the journal: what came is there, or has its tombstone. */

static void
came(struct chain *c, const char *v, size_t n)
{
	struct store *s = c->retain->store;
	struct item i;
	const char *val, *member = "journal";
	size_t len;

	if (!read_item(v, n, &i)) {
		broken(c, "?", "the entry does not name a segment as it must");
		return;
	}
	if (!shelf_get(s, i.id, &val, &len)) {
		if (!store_get(s, STORE_GONE, i.id, strlen(i.id), &val, &len)) {
			broken(c, i.id, "it came, and neither it nor a tombstone is there");
			return;
		}
		member = "came";
	}
	if (!agrees(val, len, &i))
		broken(c, i.id, "the store has other lines or another digest of it than "
		    "what came");
	else if (entry_number(val, len, member) != c->entry)
		broken(c, i.id, "the store says that it came with another entry");
}

static void
came_all(struct chain *c, const char *what, size_t n, const char *member)
{
	struct json_walk w;
	size_t len;
	const char *list = json_get(what, n, member, &len);

	json_walk(&w, list != NULL ? list : "", list != NULL ? len : 0);
	while (json_next(&w))
		came(c, w.value, w.value_len);
}

/* What was merged is one with as many lines. */
static void
merged(struct chain *c, const char *what, size_t n)
{
	struct store *s = c->retain->store;
	struct json_walk w;
	struct item into;
	char id[SEGMENT_ID];
	const char *list, *v, *val;
	size_t len, vn;
	int64_t lines = 0;

	v = json_get(what, n, "into", &vn);
	if (v == NULL || !read_item(v, vn, &into)) {
		broken(c, "?", "the entry does not name a segment as it must");
		return;
	}
	came(c, v, vn);
	list = json_get(what, n, "merged", &len);
	json_walk(&w, list != NULL ? list : "", list != NULL ? len : 0);
	while (json_next(&w)) {
		if (!read_id(w.value, w.value_len, id)) {
			broken(c, into.id, "the entry does not name what was merged");
			return;
		}
		if (!store_get(s, STORE_GONE, id, strlen(id), &val, &vn) ||
		    !entry_is(val, vn, "why", "merged", 6) ||
		    !entry_is(val, vn, "into", into.id, strlen(into.id))) {
			broken(c, id, "it was merged, and no tombstone says so");
			return;
		}
		lines += entry_number(val, vn, "lines");
	}
	if (lines != into.lines)
		broken(c, into.id, "it has not as many lines as what was merged into it");
}

static void
pruned(struct chain *c, const char *what, size_t n)
{
	struct store *s = c->retain->store;
	struct json_walk w;
	struct item i;
	const char *list, *val;
	size_t len;

	list = json_get(what, n, "pruned", &len);
	json_walk(&w, list != NULL ? list : "", list != NULL ? len : 0);
	while (json_next(&w)) {
		if (!read_item(w.value, w.value_len, &i))
			broken(c, "?", "the entry does not name a segment as it must");
		else if (!store_get(s, STORE_GONE, i.id, strlen(i.id), &val, &len))
			broken(c, i.id, "it was pruned, and no tombstone is there");
		else if (!agrees(val, len, &i))
			broken(c, i.id, "its tombstone has other lines or another digest than "
			    "what was pruned");
		else if (entry_number(val, len, "journal") != c->entry ||
		    !(entry_is(val, len, "why", "pruned", 6) ||
		    entry_is(val, len, "why", "held", 4)))
			broken(c, i.id, "its tombstone says that it went in another way");
		else if (c->day <= i.until)
			broken(c, i.id, "it was pruned before its last day was over");
	}
	came_all(c, what, n, "kept");
}

static bool
journal_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct chain *c = arg;
	const char *what, *time;
	int64_t sec;
	size_t len;

	(void)key, (void)klen;
	c->entry = entry_number(val, n, "n");
	time = json_get(val, n, "time", &len);
	if (time == NULL || !json_plain(time, len) || !when_read(time + 1, len - 2, &sec))
		sec = INT64_MIN;
	c->day = when_day_of(sec);
	what = json_get(val, n, "what", &len);
	if (what == NULL)
		return true;
	if (entry_is(val, n, "verb", "store", 5))
		came_all(c, what, len, "segments");
	else if (entry_is(val, n, "verb", "merge", 5))
		merged(c, what, len);
	else if (entry_is(val, n, "verb", "prune", 5))
		pruned(c, what, len);
	return true;
}

/* ---- From the store: all of it was journalled. */

bool
proof_journalled(struct store *s, int64_t entry, const struct buf *piece)
{
	char key[24];
	const char *val;
	size_t n;

	if (entry <= 0)
		return false;
	snprintf(key, sizeof key, "%012" PRId64, entry);
	return store_get(s, STORE_JOURNAL, key, strlen(key), &val, &n) &&
	    memmem(val, n, piece->s, piece->len) != NULL;
}

static bool
shelf_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct chain *c = arg;
	struct store *s = c->retain->store;
	struct segment_facts facts;
	struct shelf_entry e;
	struct buf piece = { 0 };
	char id[SEGMENT_ID];
	int64_t entry = entry_number(val, n, c->gone ? "came" : "journal");

	snprintf(id, sizeof id, "%.*s", (int)klen, key);
	buf_printf(&piece, "[\"%s\",%" PRId64 ",\"", id, entry_number(val, n, "lines"));
	if (c->gone || !shelf_read(val, n, &e, &facts)) {
		size_t len;
		const char *sum = json_get(val, n, "sha256", &len);

		buf_put(&piece, sum != NULL ? sum + 1 : "?", sum != NULL ? len - 1 : 1);
	} else {
		buf_printf(&piece, "%s\"", facts.sha256);
	}
	if (!proof_journalled(s, entry, &piece))
		broken(c, id, c->gone ? "no entry of the journal says that what has a "
		    "tombstone came" : "no entry of the journal says that it came");
	if (c->gone) {
		/* pruned it is named whole, merged by its id */
		if (entry_is(val, n, "why", "merged", 6)) {
			piece.len = 0;
			buf_printf(&piece, "\"%s\"", id);
		}
		if (!proof_journalled(s, entry_number(val, n, "journal"), &piece))
			broken(c, id, "no entry of the journal says that it went");
	}
	buf_free(&piece);
	return true;
}

size_t
proof_chain(struct retain *r, struct buf *out)
{
	struct chain c = { .retain = r, .out = out };
	struct buf more = { 0 };
	uint64_t entries, entry;
	const char *why;

	store_begin(r->store, 0);
	if (!journal_verify(r->store, &entries, &entry, &why)) {
		buf_printf(&more, "\"entry\":%" PRIu64, entry);
		buf_puts(&more, ",\"fault\":");
		buf_json(&more, why, strlen(why));
		retain_say(r, out, more.s, more.len, -1, F_CHAIN_BROKEN,
		    "the journal is not whole");
		c.broken++;
	}
	store_walk(r->store, STORE_JOURNAL, "", 0, NULL, 0, journal_one, &c);
	c.entry = 0;
	store_walk(r->store, STORE_SEGMENT, "", 0, NULL, 0, shelf_one, &c);
	c.gone = true;
	store_walk(r->store, STORE_GONE, "", 0, NULL, 0, shelf_one, &c);
	c.broken += proof_hold(r, out);
	store_abort(r->store);
	buf_free(&more);
	return c.broken;
}
