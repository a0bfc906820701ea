#include "query.h"

#include <string.h>

#include "buf.h"
#include "json.h"
#include "mem.h"
#include "query_int.h"
#include "when.h"

static void
write_time(struct buf *b, const char *member, int64_t time)
{
	char text[WHEN_TEXT];

	when_text(time, text);
	buf_member(b, member, text, strlen(text));
}

void
query_write(const struct query *q, struct buf *b)
{
	size_t i, k;

	for (k = 0; k < QUERY_KINDS; k++) {
		bool any = false;

		for (i = 0; i < q->names; i++) {
			const struct query_name *it = &q->name[i];

			if (it->kind != query_kind[k].kind || it->found)
				continue;
			if (any)
				buf_putc(b, ',');
			else
				buf_member_raw(b, query_kind[k].name, "[", 1);
			buf_json(b, it->s, it->n);
			any = true;
		}
		if (any)
			buf_putc(b, ']');
	}
	if (q->class != NULL)
		buf_member(b, "class", q->class, q->class_n);
	if (q->from != INT64_MIN)
		write_time(b, "from", q->from);
	if (q->until != INT64_MAX)
		write_time(b, "until", q->until);
}

static bool
read_names(struct query *q, unsigned kind, const char *v, size_t n)
{
	struct json_walk w;
	char *text;

	if (v != NULL && json_kind(v, n) != JSON_ARRAY)
		return false;
	json_walk(&w, v != NULL ? v : "", n);
	while (json_next(&w)) {
		if (json_kind(w.value, w.value_len) != JSON_STRING)
			return false;
		text = mem_piece(&q->arena, w.value_len);
		query_name(q, query_kind[kind].kind, text,
		    json_decode(text, w.value, w.value_len));
	}
	return true;
}

static bool
read_time(const char *val, size_t n, const char *member, int64_t *time)
{
	size_t len;
	const char *v = json_get(val, n, member, &len);

	return v == NULL || (json_plain(v, len) && when_read(v + 1, len - 2, time));
}

struct query *
query_read(const char *val, size_t n)
{
	struct query *q = query_new();
	const char *v;
	bool good = json_kind(val, n) == JSON_OBJECT;
	unsigned i;
	size_t len;

	for (i = 0; i < QUERY_KINDS && good; i++) {
		v = json_get(val, n, query_kind[i].name, &len);
		good = read_names(q, i, v, len);
	}
	if (good && (v = json_get(val, n, "class", &len)) != NULL) {
		good = json_plain(v, len);
		if (good)
			query_class(q, v + 1, len - 2);
	}
	if (!good || !read_time(val, n, "from", &q->from) ||
	    !read_time(val, n, "until", &q->until)) {
		query_free(q);
		return NULL;
	}
	return q;
}
