#include "query.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "query_int.h"
#include "record.h"
#include "segment.h"
#include "shelf.h"
#include "store.h"
#include "trace.h"

const struct query_kind query_kind[QUERY_KINDS] = {
	{ "account", M_ACCOUNT, 'a' }, { "user", M_USER, 'u' }, { "group", M_GROUP, 'g' },
	{ "subject", M_SUBJECT, 's' }
};

struct query *
query_new(void)
{
	struct query *q = mem_alloc(sizeof *q);

	q->from = INT64_MIN;
	q->until = INT64_MAX;
	return q;
}

void
query_free(struct query *q)
{
	if (q == NULL)
		return;
	mem_end(&q->arena);
	free(q->name);
	free(q);
}

/* ---- Names. */

/* First name with that key, or behind where it would stand. */
static size_t
place(const struct query *q, uint64_t key)
{
	size_t low = 0, high = q->names, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (q->name[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct query_name *
find(const struct query *q, char kind, const char *s, size_t n)
{
	uint64_t key = trace_key(kind, s, n);
	size_t i;

	for (i = place(q, key); i < q->names && q->name[i].key == key; i++)
		if (q->name[i].kind == kind && q->name[i].n == n &&
		    memcmp(q->name[i].s, s, n) == 0)
			return &q->name[i];
	return NULL;
}

static bool
needs_escape(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] == '"' || s[i] == '\\' || (unsigned char)s[i] < 0x20)
			return true;
	return false;
}

static void
add(struct query *q, char kind, const char *s, size_t n, bool found)
{
	struct query_name *had = find(q, kind, s, n),
	    it = { .kind = kind, .found = found, .n = n };
	char *text;
	size_t i;

	if (had != NULL) {
		had->found &= found;
		return;
	}
	it.key = trace_key(kind, s, n);
	text = mem_piece(&q->arena, n + 2);
	text[0] = text[n + 1] = '"';
	memcpy(text + 1, s, n);
	it.s = text + 1;
	it.quoted = needs_escape(s, n) ? NULL : text;
	q->plain += it.quoted != NULL;
	if (q->names == q->room) {
		q->room = q->room * 2 + 4;
		q->name = mem_grow(q->name, q->room, sizeof *q->name);
	}
	i = place(q, it.key);
	memmove(q->name + i + 1, q->name + i, (q->names - i) * sizeof *q->name);
	q->name[i] = it;
	q->names++;
}

void
query_name(struct query *q, char kind, const char *name, size_t n)
{
	add(q, kind, name, n, false);
}

void
query_class(struct query *q, const char *class, size_t n)
{
	char *s = mem_piece(&q->arena, n + 1);

	memcpy(s, class, n);
	q->class = s;
	q->class_n = n;
}

void
query_time(struct query *q, int64_t from, int64_t until)
{
	q->from = from;
	q->until = until;
}

bool
query_all(const struct query *q)
{
	return q->names == 0;
}

void
query_span(const struct query *q, int64_t *from, int64_t *until)
{
	*from = q->from;
	*until = q->until;
}

bool
query_same(const struct query *a, const struct query *b)
{
	size_t i;

	if (a->names != b->names || a->class_n != b->class_n || a->from != b->from ||
	    a->until != b->until || (a->class != NULL) != (b->class != NULL) ||
	    (a->class != NULL && memcmp(a->class, b->class, a->class_n) != 0))
		return false;
	for (i = 0; i < a->names; i++)
		if (find(b, a->name[i].kind, a->name[i].s, a->name[i].n) == NULL)
			return false;
	return true;
}

/* ---- What a subject has and had. */

struct search {
	struct query *q;
	struct store *store;
	char kind;
};

static void
add_list(struct query *q, char kind, const char *val, size_t n, const char *list)
{
	struct json_walk w, pair;
	const char *v;
	char *text;
	size_t len;

	v = json_get(val, n, list, &len);
	json_walk(&w, v != NULL ? v : "", len);
	while (json_next(&w)) {
		json_walk(&pair, w.value, w.value_len);
		if (!json_next(&pair) || json_kind(pair.value, pair.value_len) != JSON_STRING)
			continue;
		text = mem_piece(&q->arena, pair.value_len);
		add(q, kind, text, json_decode(text, pair.value, pair.value_len), true);
	}
}

static bool
is_subject(const struct query *q, const char *val, size_t n, const char *member)
{
	size_t len;
	const char *v = json_get(val, n, member, &len);

	return v != NULL && json_plain(v, len) && find(q, 's', v + 1, len - 2) != NULL;
}

/* An account or user, open or closed. */
static bool
entry_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct search *w = arg;

	if (is_subject(w->q, val, n, "subject"))
		add(w->q, w->kind, key, klen, true);
	return true;
}

/* A transfer from or to it: the history does not say whether of an account or of a user. */
static bool
history_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct search *w = arg;
	const char *nul, *v;
	size_t len;

	if (!is_subject(w->q, val, n, "from") && !is_subject(w->q, val, n, "to"))
		return true;
	nul = memchr(key, '\0', klen);
	if (nul == NULL)
		return true;
	klen = (size_t)(nul - key);
	if (store_get(w->store, STORE_USER, key, klen, &v, &len))
		add(w->q, 'u', key, klen, true);
	if (store_get(w->store, STORE_ACCOUNT, key, klen, &v, &len))
		add(w->q, 'a', key, klen, true);
	return true;
}

void
query_subjects(struct query *q, struct store *s, bool thorough)
{
	struct search w = { q, s, 'a' };
	struct piece *subject;
	const char *val;
	size_t i, count = 0, n;

	/* what is added moves the names */
	subject = mem_piece(&q->arena, (q->names + 1) * sizeof *subject);
	for (i = 0; i < q->names; i++)
		if (q->name[i].kind == 's')
			subject[count++] = (struct piece){ q->name[i].s, q->name[i].n };
	for (i = 0; i < count; i++)
		if (store_get(s, STORE_SUBJECT, subject[i].s, subject[i].n, &val, &n)) {
			add_list(q, 'a', val, n, "accounts");
			add_list(q, 'u', val, n, "users");
		}
	if (count == 0 || !thorough)
		return;
	store_walk(s, STORE_ACCOUNT, "", 0, NULL, 0, entry_one, &w);
	w.kind = 'u';
	store_walk(s, STORE_USER, "", 0, NULL, 0, entry_one, &w);
	store_walk(s, STORE_HISTORY, "", 0, NULL, 0, history_one, &w);
}

/* ---- Segments, frames, lines. */

bool
query_segment(const struct query *q, const struct segment_name *name,
    const struct shelf_entry *e)
{
	const struct segment_facts *f = e->facts;

	if (q->class != NULL && (strlen(name->class) != q->class_n ||
	    memcmp(name->class, q->class, q->class_n) != 0))
		return false;
	/* held ones that came without a usable time say that they have none */
	return name->series == SEGMENT_UNDATED || f->last < f->first ||
	    (f->last >= q->from && f->first < q->until);
}

bool
query_frame(const struct query *q, const struct trace *t, uint32_t frame, bool undated)
{
	const struct trace_frame *f = trace_frame(t, frame);
	size_t i;

	if (!undated && f->last >= f->first && (f->last < q->from || f->first >= q->until))
		return false;
	for (i = 0; i < q->names; i++)
		if (trace_may(t, frame, q->name[i].key))
			return true;
	return q->names == 0;
}

bool
query_line(const struct query *q, struct record *r, bool undated)
{
	struct piece t;
	int64_t time;
	size_t i;

	if (!undated && (q->from != INT64_MIN || q->until != INT64_MAX) &&
	    record_time(r, M_TIME, &time) > 0 && (time < q->from || time >= q->until))
		return false;
	for (i = 0; i < QUERY_KINDS && q->names > 0; i++)
		if (record_text(r, (enum member)query_kind[i].m, &t) &&
		    find(q, query_kind[i].kind, t.s, t.n) != NULL)
			return true;
	return q->names == 0;
}

/* ---- Finding candidates in a text. */

static void
seek(const struct query *q, struct query_scan *c)
{
	size_t i, k = 0;

	if (c->first || (c->slash != NULL && c->slash < c->at))
		c->slash = memchr(c->at, '\\', (size_t)(c->end - c->at));
	for (i = 0; i < q->names; i++) {
		if (q->name[i].quoted == NULL)
			continue;
		if (c->first || (c->hit[k] != NULL && c->hit[k] < c->at))
			c->hit[k] = memmem(c->at, (size_t)(c->end - c->at), q->name[i].quoted,
			    q->name[i].n + 2);
		k++;
	}
	c->first = false;
}

void
query_scan(struct query_scan *c, const char *s, size_t n)
{
	*c = (struct query_scan){ .at = s, .end = s + n, .first = true };
}

bool
query_next(const struct query *q, struct query_scan *c, const char **line, size_t *n)
{
	const char *first = NULL, *nl;
	size_t i;

	if (c->at >= c->end)
		return false;
	if (q->names > 0 && q->plain <= QUERY_HITS) {
		seek(q, c);
		first = c->slash;
		for (i = 0; i < q->plain; i++)
			if (first == NULL || (c->hit[i] != NULL && c->hit[i] < first))
				first = c->hit[i];
		if (first == NULL)
			return false;
		nl = memrchr(c->at, '\n', (size_t)(first - c->at));
		c->at = nl != NULL ? nl + 1 : c->at;
	}
	first = first != NULL ? first : c->at;
	nl = memchr(first, '\n', (size_t)(c->end - first));
	nl = nl != NULL ? nl : c->end;
	*line = c->at;
	*n = (size_t)(nl - c->at);
	c->at = nl < c->end ? nl + 1 : nl;
	return true;
}
