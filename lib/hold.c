#include "hold.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "hold_int.h"
#include "json.h"
#include "mem.h"
#include "query.h"
#include "retain.h"
#include "status.h"
#include "store.h"
#include "when.h"

struct held {
	int64_t serial;
	char *val, *number;		/* as it stands in the store; its case */
	size_t n;
	struct query *query;
};

struct hold_set {
	struct held *held;
	size_t count, room;
};

static void
text(struct buf *b, const char *name, const char *s)
{
	if (s != NULL && *s != '\0')
		buf_member(b, name, s, strlen(s));
}

bool
hold_released(const char *val, size_t n)
{
	size_t len;

	return json_get(val, n, "released", &len) != NULL;
}

char *
hold_case_of(const char *val, size_t n)
{
	size_t len;
	const char *v = json_get(val, n, "case", &len);
	char *out = mem_alloc(v != NULL ? len + 1 : 1);

	if (json_kind(v, len) == JSON_STRING)
		out[json_decode(out, v, len)] = '\0';
	return out;
}

int64_t
hold_serial_of(const char *key, size_t n)
{
	int64_t serial = 0;
	size_t i;

	for (i = 0; i < n && key[i] >= '0' && key[i] <= '9'; i++)
		serial = serial * 10 + (key[i] - '0');
	return serial;
}

/* ---- Those that stand. */

static bool
collect(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct hold_set *set = arg;

	if (hold_released(val, n))
		return true;
	if (set->count == set->room) {
		set->room = set->room * 2 + 16;
		set->held = mem_grow(set->held, set->room, sizeof *set->held);
	}
	set->held[set->count++] = (struct held){ .serial = hold_serial_of(key, klen),
	    .val = mem_copy(val, n), .n = n, .number = hold_case_of(val, n) };
	return true;
}

struct hold_set *
hold_load(struct store *s)
{
	struct hold_set *set = mem_alloc(sizeof *set);
	struct held *h;
	size_t i;

	store_walk(s, STORE_HOLD, "", 0, NULL, 0, collect, set);
	for (i = 0; i < set->count; i++) {
		h = &set->held[i];
		h->query = query_read(h->val, h->n);
		if (h->query == NULL)
			status_die(FAILED, "store damaged: hold %lld says not what it holds: "
			    "%s", (long long)h->serial, store_dir(s));
		query_subjects(h->query, s, true);
	}
	return set;
}

void
hold_free(struct hold_set *set)
{
	size_t i;

	if (set == NULL)
		return;
	for (i = 0; i < set->count; i++) {
		free(set->held[i].val);
		free(set->held[i].number);
		query_free(set->held[i].query);
	}
	free(set->held);
	free(set);
}

size_t
hold_count(const struct hold_set *set)
{
	return set->count;
}

const struct query *
hold_query(const struct hold_set *set, size_t i)
{
	return set->held[i].query;
}

const char *
hold_case(const struct hold_set *set, size_t i)
{
	return set->held[i].number;
}

bool
hold_same(const struct hold_set *a, const struct hold_set *b)
{
	size_t i;

	for (i = 0; i < a->count && i < b->count && a->held[i].serial == b->held[i].serial &&
	    a->held[i].n == b->held[i].n &&
	    memcmp(a->held[i].val, b->held[i].val, a->held[i].n) == 0 &&
	    query_same(a->held[i].query, b->held[i].query); i++)
		;
	return a->count == b->count && i == a->count;
}

/* ---- Shown. */

struct list {
	struct buf *out;
	bool all;
};

/* Instants of the store as text; of members, not of what is inside them. */
static void
members(struct buf *out, const char *val, size_t n)
{
	char when[WHEN_TEXT];
	struct json_walk w;
	int64_t sec;

	json_walk(&w, val, n);
	while (json_next(&w)) {
		if (out->s[out->len - 1] != '{')
			buf_putc(out, ',');
		buf_put(out, w.name - 1, w.name_len + 2);
		buf_putc(out, ':');
		if (w.name_len == 2 && memcmp(w.name, "at", 2) == 0 &&
		    json_whole(w.value, w.value_len, &sec))
			buf_json(out, when_text(sec, when), 25);
		else if (w.name_len == 8 && memcmp(w.name, "released", 8) == 0) {
			buf_putc(out, '{');
			members(out, w.value, w.value_len);
			buf_putc(out, '}');
		} else
			buf_put(out, w.value, w.value_len);
	}
}

static bool
show(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct list *l = arg;
	bool over = hold_released(val, n);

	if (over && !l->all)
		return true;
	buf_putc(l->out, '{');
	buf_member_num(l->out, "hold", hold_serial_of(key, klen));
	text(l->out, "state", over ? "released" : "placed");
	members(l->out, val, n);
	buf_puts(l->out, "}\n");
	return true;
}

void
hold_list(struct retain *r, bool all, struct buf *out)
{
	struct list l = { out, all };

	store_begin(r->store, 0);
	store_walk(r->store, STORE_HOLD, "", 0, NULL, 0, show, &l);
	store_abort(r->store);
}
