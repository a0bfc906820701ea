#include "shelf.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "segment.h"
#include "status.h"
#include "store.h"
#include "when.h"

/* ---- An entry as text. */

static void
member_count(struct buf *b, const char *name, uint64_t v)
{
	buf_member_num(b, name, (int64_t)v);
}

void
shelf_write(struct buf *out, const struct shelf_entry *e)
{
	const struct segment_facts *f = e->facts;
	char day[WHEN_TEXT];

	buf_putc(out, '{');
	member_count(out, "lines", f->lines);
	member_count(out, "bytes", f->bytes);
	member_count(out, "size", f->size);
	buf_member_num(out, "first", f->first);
	buf_member_num(out, "last", f->last);
	buf_member_num(out, "received", e->received);
	when_day_text(e->until, day);
	buf_member(out, "until", day, strlen(day));
	if (e->source != NULL)
		buf_member(out, "source", e->source, e->source_n);
	buf_member(out, "sha256", f->sha256, strlen(f->sha256));
	buf_member(out, "sm3", f->sm3, strlen(f->sm3));
	buf_printf(out, ",\"index\":[%llu,%llu,\"%s\"]", (unsigned long long)f->index_at,
	    (unsigned long long)f->index_size, f->index);
	buf_member_num(out, "journal", e->journal);
	buf_putc(out, '}');
}

static bool
count(const char *v, size_t n, uint64_t *out)
{
	int64_t x;

	if (!json_whole(v, n, &x) || x < 0)
		return false;
	*out = (uint64_t)x;
	return true;
}

static bool
digest(const char *v, size_t n, char out[65])
{
	if (n != 66 || !json_plain(v, n))
		return false;
	memcpy(out, v + 1, 64);
	out[64] = '\0';
	return true;
}

static bool
place(const char *v, size_t n, struct segment_facts *f)
{
	struct json_walk w;

	json_walk(&w, v, n);
	return json_next(&w) && count(w.value, w.value_len, &f->index_at) &&
	    json_next(&w) && count(w.value, w.value_len, &f->index_size) &&
	    json_next(&w) && digest(w.value, w.value_len, f->index);
}

/* The members in their order in shelf_write; each has its bit. */
enum { LINES, BYTES, SIZE, FIRST, LAST, RECEIVED, UNTIL, SOURCE, SHA256, SM3, INDEX, JOURNAL,
	MEMBERS };

static bool
member(int which, const char *v, size_t n, struct shelf_entry *e, struct segment_facts *f)
{
	switch (which) {
	case LINES:
		return count(v, n, &f->lines);
	case BYTES:
		return count(v, n, &f->bytes);
	case SIZE:
		return count(v, n, &f->size);
	case FIRST:
		return json_whole(v, n, &f->first);
	case LAST:
		return json_whole(v, n, &f->last);
	case RECEIVED:
		return json_whole(v, n, &e->received);
	case UNTIL:
		return n == 12 && when_read_day(v + 1, n - 2, &e->until);
	case SOURCE:
		e->source = v + 1;
		e->source_n = n - 2;
		return json_kind(v, n) == JSON_STRING && json_plain(v, n);
	case SHA256:
		return digest(v, n, f->sha256);
	case SM3:
		return digest(v, n, f->sm3);
	case INDEX:
		return place(v, n, f);
	default:
		return json_whole(v, n, &e->journal);
	}
}

bool
shelf_read(const char *val, size_t n, struct shelf_entry *e, struct segment_facts *f)
{
	static const char *const name[MEMBERS] = { "lines", "bytes", "size", "first", "last",
		"received", "until", "source", "sha256", "sm3", "index", "journal" };
	struct json_walk w;
	unsigned seen = 1 << SOURCE;
	int i = 0, k;

	*e = (struct shelf_entry){ .facts = f };
	memset(f, 0, sizeof *f);
	json_walk(&w, val, n);
	while (json_next(&w)) {
		/* they come in order, so the next is nearly always the one */
		for (k = 0; k < MEMBERS; k++, i = (i + 1) % MEMBERS)
			if (strlen(name[i]) == w.name_len &&
			    memcmp(name[i], w.name, w.name_len) == 0)
				break;
		if (k == MEMBERS)
			continue;
		if (!member(i, w.value, w.value_len, e, f))
			return false;
		seen |= 1u << i;
		i = (i + 1) % MEMBERS;
	}
	return seen == (1u << MEMBERS) - 1;
}

/* ---- In the store. */

bool
shelf_get(struct store *s, const char *id, const char **val, size_t *n)
{
	return store_get(s, STORE_SEGMENT, id, strlen(id), val, n);
}

void
shelf_put(struct store *s, const char *id, const struct shelf_entry *e)
{
	struct buf b = { 0 };

	shelf_write(&b, e);
	store_put(s, STORE_SEGMENT, id, strlen(id), b.s, b.len);
	buf_free(&b);
}

static bool
first(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	bool *there = arg;

	(void)key, (void)klen, (void)val, (void)n;
	*there = true;
	return false;
}

/* Is there one of the prefix whose number begins with these four digits, or higher ones? */
static bool
from_here(struct store *s, enum store_table t, const char *prefix, size_t n, unsigned four)
{
	char from[SEGMENT_ID + 16];
	bool there = false;
	int len = snprintf(from, sizeof from, "%s%04u", prefix, four);

	store_walk(s, t, prefix, n, from, (size_t)len, first, &there);
	return there;
}

static bool
highest(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	unsigned *most = arg;
	struct segment_name name;

	(void)val, (void)n;
	if (segment_name(key, klen, &name) && name.number > *most)
		*most = name.number;
	return true;
}

/* Numbers of four digits are in order, so the highest is found without reading all; those of
 * five stand between them, and are there only when 9999 is. */
static unsigned
last_number(struct store *s, enum store_table t, const char *prefix, size_t n)
{
	unsigned low = 0, high = 10000, middle;

	while (high - low > 1) {
		middle = (low + high) / 2;
		if (from_here(s, t, prefix, n, middle))
			low = middle;
		else
			high = middle;
	}
	if (low == 9999)
		store_walk(s, t, prefix, n, NULL, 0, highest, &low);
	return low;
}

unsigned
shelf_number(struct store *s, const struct segment_name *name)
{
	char prefix[SEGMENT_ID];
	size_t n = segment_prefix(name, prefix);
	unsigned here = last_number(s, STORE_SEGMENT, prefix, n),
	    gone = last_number(s, STORE_GONE, prefix, n), most = here > gone ? here : gone;

	if (most >= 9999) {
		store_walk(s, STORE_SEGMENT, prefix, n, NULL, 0, highest, &most);
		store_walk(s, STORE_GONE, prefix, n, NULL, 0, highest, &most);
	}
	return most + 1;
}

int64_t
shelf_received(struct store *s)
{
	const char *val;
	size_t n;
	int64_t at;

	if (!store_get(s, STORE_META, "received", 8, &val, &n) || !json_whole(val, n, &at))
		return INT64_MIN;
	return at;
}

void
shelf_receive(struct store *s, int64_t at)
{
	char text[24];

	if (at <= shelf_received(s))
		return;
	snprintf(text, sizeof text, "%lld", (long long)at);
	store_put(s, STORE_META, "received", 8, text, strlen(text));
}

/* "S", when, NUL, id. */
static size_t
due_key(char out[SEGMENT_ID + 16], int64_t at, const char *id)
{
	int n = snprintf(out, SEGMENT_ID + 16, "S%012lld", at > 0 ? (long long)at : 0);
	size_t len = strlen(id);

	memcpy(out + n + 1, id, len);
	return (size_t)n + 1 + len;
}

void
shelf_bury(struct store *s, const char *id, const struct shelf_end *end)
{
	char due[SEGMENT_ID + 16];
	struct buf b = { 0 };
	struct json_walk w;
	const char *val, *name;
	size_t n;

	if (!shelf_get(s, id, &val, &n))
		status_die(FAILED, "no segment %s in the store", id);
	buf_putc(&b, '{');
	json_walk(&w, val, n);
	while (json_next(&w)) {
		name = w.name_len == 7 && memcmp(w.name, "journal", 7) == 0 ? "came" : w.name;
		if (b.len > 1)
			buf_putc(&b, ',');
		buf_printf(&b, "\"%.*s\":", name == w.name ? (int)w.name_len : 4, name);
		buf_put(&b, w.value, w.value_len);
	}
	buf_member_num(&b, "gone", end->at);
	buf_member(&b, "why", end->why, strlen(end->why));
	if (end->into != NULL)
		buf_member(&b, "into", end->into, strlen(end->into));
	if (end->into != NULL && end->kept > 0)
		member_count(&b, "kept", end->kept);
	buf_member(&b, "by", end->by, strlen(end->by));
	buf_member(&b, "policy", end->policy, strlen(end->policy));
	buf_member_num(&b, "journal", end->journal);
	buf_putc(&b, '}');
	store_put(s, STORE_GONE, id, strlen(id), b.s, b.len);
	store_del(s, STORE_SEGMENT, id, strlen(id));
	store_put(s, STORE_DUE, due, due_key(due, end->at, id), "", 0);
	buf_free(&b);
}
