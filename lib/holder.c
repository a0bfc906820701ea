#include "holder.h"

#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "json.h"

static const char *const list_name[] = { "accounts", "users" };

struct item {
	const char *raw;	/* [ACCOUNT,DAY] */
	size_t raw_n;
	bool self;
	int64_t day;
};

/* self as it stands in a value. */
static void
quoted(struct buf *b, const char *self, size_t n)
{
	b->len = 0;
	buf_json(b, self, n);
}

static bool
next(struct json_walk *w, const struct buf *self, struct item *i)
{
	struct json_walk pair;

	if (!json_next(w))
		return false;
	i->raw = w->value;
	i->raw_n = w->value_len;
	i->day = 0;
	json_walk(&pair, w->value, w->value_len);
	i->self = json_next(&pair) && pair.value_len == self->len &&
	    memcmp(pair.value, self->s, self->len) == 0;
	if (json_next(&pair))
		json_whole(pair.value, pair.value_len, &i->day);
	return true;
}

struct holder_count
holder_count(const char *val, size_t n, enum holder_list l, const char *self, size_t self_n,
    int day)
{
	struct holder_count c = { 0, 0, false };
	struct buf name = { 0 };
	struct json_walk w;
	struct item i;
	const char *list;
	size_t ln;

	if (val == NULL || (list = json_get(val, n, list_name[l], &ln)) == NULL)
		return c;
	quoted(&name, self, self_n);
	json_walk(&w, list, ln);
	while (next(&w, &name, &i)) {
		c.all++;
		c.has |= i.self;
		c.before += !c.has && i.day <= day;
	}
	buf_free(&name);
	return c;
}

static void
item_put(struct buf *out, const struct buf *self, int day)
{
	buf_putc(out, '[');
	buf_put(out, self->s, self->len);
	buf_putc(out, ',');
	buf_num(out, day);
	buf_putc(out, ']');
}

static bool
copy(struct buf *out, const char *val, size_t n, const char *kind, enum holder_list l,
    const struct buf *self, bool add, int day)
{
	struct json_walk w;
	struct item i;
	const char *list;
	size_t k, ln, left = 0, kn = 0;
	bool placed = false;
	const char *old = val != NULL ? json_get(val, n, "kind", &kn) : NULL;

	buf_putc(out, '{');
	if (kind != NULL)
		buf_member(out, "kind", kind, strlen(kind));
	else if (old != NULL)
		buf_member_raw(out, "kind", old, kn);
	for (k = 0; k < 2; k++) {
		bool mine = k == l, any = false;

		list = val != NULL ? json_get(val, n, list_name[k], &ln) : NULL;
		if (list == NULL && !(mine && add))
			continue;
		buf_member_raw(out, list_name[k], "[", 1);
		json_walk(&w, list, list != NULL ? ln : 0);
		while (next(&w, self, &i)) {
			if (mine && i.self && !add)
				continue;
			if (any)
				buf_putc(out, ',');
			if (mine && i.self) {
				item_put(out, self, day);
				placed = true;
			} else
				buf_put(out, i.raw, i.raw_n);
			any = true;
			left++;
		}
		if (mine && add && !placed) {
			if (any)
				buf_putc(out, ',');
			item_put(out, self, day);
			left++;
		}
		buf_putc(out, ']');
	}
	buf_putc(out, '}');
	return left > 0;
}

bool
holder_add(struct buf *out, const char *val, size_t n, const char *kind, enum holder_list l,
    const char *self, size_t self_n, int day)
{
	struct buf name = { 0 };
	bool any;

	quoted(&name, self, self_n);
	any = copy(out, val, n, kind, l, &name, true, day);
	buf_free(&name);
	return any;
}

bool
holder_remove(struct buf *out, const char *val, size_t n, enum holder_list l, const char *self,
    size_t self_n)
{
	struct buf name = { 0 };
	bool any;

	quoted(&name, self, self_n);
	any = copy(out, val, n, NULL, l, &name, false, 0);
	buf_free(&name);
	return any;
}
