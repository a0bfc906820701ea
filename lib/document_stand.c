#include "document.h"

#include <string.h>

#include "json.h"
#include "store.h"
#include "when.h"

static void
text(const struct json_walk *w, const char **s, size_t *n)
{
	*s = w->value;
	*n = w->value_len;
}

static void
day(const struct json_walk *w, int *d)
{
	if (w->value_len > 2)
		when_read_day(w->value + 1, w->value_len - 2, d);
}

bool
document_read(const char *val, size_t n, struct document_entry *e)
{
	struct json_walk w;
	int kind = -1;

	*e = (struct document_entry){ .from = WHEN_NEVER, .until = WHEN_NEVER,
	    .published = WHEN_NEVER, .headcount = -1 };
	json_walk(&w, val, n);
	while (json_next(&w)) {
#define AT(word) (w.name_len == sizeof word - 1 && memcmp(w.name, word, w.name_len) == 0)
		if (AT("kind") && w.value_len > 2)
			kind = document_kind_find(w.value + 1, w.value_len - 2);
		else if (AT("title"))
			text(&w, &e->title, &e->title_n);
		else if (AT("version"))
			text(&w, &e->version, &e->version_n);
		else if (AT("from"))
			day(&w, &e->from);
		else if (AT("until"))
			day(&w, &e->until);
		else if (AT("url"))
			text(&w, &e->url, &e->url_n);
		else if (AT("published_at"))
			day(&w, &e->published);
		else if (AT("digest"))
			text(&w, &e->digest, &e->digest_n);
		else if (AT("file"))
			text(&w, &e->file, &e->file_n);
		else if (AT("headcount"))
			json_whole(w.value, w.value_len, &e->headcount);
		else if (AT("case"))
			text(&w, &e->number, &e->number_n);
		else if (AT("at"))
			json_whole(w.value, w.value_len, &e->at);
#undef AT
	}
	e->kind = kind < 0 ? DOCUMENT_KINDS : (enum document_kind)kind;
	return kind >= 0 && e->from != WHEN_NEVER;
}

struct each {
	bool (*fn)(void *, const char *val, size_t n);
	void *arg;
	bool more;
};

static bool
each_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct each *e = arg;

	(void)key, (void)klen;
	return e->more = e->fn(e->arg, val, n);
}

void
document_each(struct store *s, enum document_kind kind,
    bool (*fn)(void *, const char *val, size_t n), void *arg)
{
	struct each e = { fn, arg, true };
	int k, first = kind == DOCUMENT_KINDS ? 0 : (int)kind,
	    last = kind == DOCUMENT_KINDS ? DOCUMENT_KINDS - 1 : (int)kind;

	for (k = first; k <= last && e.more; k++) {
		const char *name = document_kind_name((enum document_kind)k);

		store_walk(s, STORE_DOCUMENT, name, strlen(name) + 1, NULL, 0, each_one, &e);
	}
}

struct stands {
	int day;
	int64_t known;
	bool many;
	struct document_entry begun, next;	/* next: the first that has not begun */
	bool has_begun, has_next;
};

static bool
holds(const struct document_entry *e, int day)
{
	return e->from <= day && day <= e->until;
}

static bool
stand(void *arg, const char *val, size_t n)
{
	struct stands *t = arg;
	struct document_entry e;

	if (!document_read(val, n, &e) || e.at > t->known)
		return true;
	if (e.from > t->day) {
		if (!t->has_next)
			t->next = e;
		t->has_next = true;
		return true;
	}
	/* Of two that begin on one day the one registered last; of those that stand side by
	 * side one in force before one that has ended. */
	if (t->has_begun && ((e.from == t->begun.from && e.at < t->begun.at) ||
	    (t->many && holds(&t->begun, t->day) && !holds(&e, t->day))))
		return true;
	t->begun = e;
	t->has_begun = true;
	return true;
}

enum document_standing
document_stands(struct store *s, enum document_kind kind, int on, int64_t known,
    int64_t warn_days, struct document_entry *e)
{
	struct stands t = { .day = on, .known = known, .many = document_kind_many(kind) };

	document_each(s, kind, stand, &t);
	if (t.has_begun)
		*e = t.begun;
	else if (t.has_next)
		*e = t.next;
	if (!t.has_begun)
		return t.has_next ? DOCUMENT_TO_COME : DOCUMENT_NONE;
	if (!holds(e, on))
		return DOCUMENT_ENDED;
	/* Nothing follows when the next begins later than the day after. */
	if (e->until != WHEN_NEVER && e->until - on <= warn_days &&
	    (!t.has_next || t.next.from > e->until + 1))
		return DOCUMENT_ENDING;
	return DOCUMENT_IN_FORCE;
}
