#include "audit.h"

#include <string.h>

#include "buf.h"
#include "document.h"
#include "journal.h"
#include "json.h"
#include "policy.h"
#include "store.h"
#include "when.h"

/* ---- Documents, how they stand and for how long. */

struct listed {
	struct store *store;
	struct buf *out;
	int64_t as_of;
	int day;
	int64_t warn;
	bool any;			/* of the kind at hand is in force */
};

static const char *
standing(struct listed *l, const struct document_entry *e)
{
	struct document_entry now;
	enum document_standing how;

	if (e->from > l->day)
		return "to-come";
	if (e->until < l->day)
		return "ended";
	if (!document_kind_many(e->kind)) {
		how = document_stands(l->store, e->kind, l->day, l->as_of, l->warn, &now);
		if ((how != DOCUMENT_IN_FORCE && how != DOCUMENT_ENDING) ||
		    now.title != e->title)
			return "replaced";
	}
	l->any = true;
	return e->until != WHEN_NEVER && e->until - l->day <= l->warn ? "ending" : "in-force";
}

static bool
one_document(void *list, const char *val, size_t n)
{
	struct listed *l = list;
	struct document_entry e;
	const char *how;

	if (!document_read(val, n, &e) || e.at > l->as_of)
		return true;
	how = standing(l, &e);
	buf_put(l->out, val, n - 1);
	buf_member(l->out, "standing", how, strlen(how));
	if (e.until != WHEN_NEVER)
		buf_member_num(l->out, "days", e.until - l->day);
	buf_puts(l->out, "}\n");
	return true;
}

void
audit_documents(struct store *s, struct policy *p, int only, int64_t as_of, struct buf *out)
{
	struct listed l = { .store = s, .out = out, .as_of = as_of, .day = when_day_of(as_of),
		.warn = policy_num(p, "document.warn_days") };
	int k;

	for (k = 0; k < DOCUMENT_KINDS; k++) {
		enum document_kind kind = (enum document_kind)k;
		const char *name = document_kind_name(kind);

		if (only >= 0 && only != k)
			continue;
		l.any = false;
		document_each(s, kind, one_document, &l);
		/* What nobody has registered, or nothing followed. */
		if (l.any || document_kind_many(kind))
			continue;
		buf_putc(out, '{');
		buf_member(out, "kind", name, strlen(name));
		buf_puts(out, ",\"standing\":\"none\"}\n");
	}
}

/* ---- The journal: is it whole, and does it go on from where it was? */

static bool
same(const char *val, size_t n, const char *name, const char *want)
{
	size_t len;
	const char *v;

	if (want == NULL)
		return true;
	v = json_get(val, n, name, &len);
	return v != NULL && json_same(v, len, want, strlen(want));
}

void
audit_entry(void *choice, const char *key, size_t klen, const char *val, size_t n,
    struct buf *out)
{
	const struct audit_choice *c = choice;
	int64_t number = 0, at = 0;
	const char *v;
	size_t len;

	(void)key, (void)klen;
	v = json_get(val, n, "n", &len);
	if (v != NULL)
		json_whole(v, len, &number);
	v = json_get(val, n, "time", &len);
	if (v != NULL && len > 2)
		when_read(v + 1, len - 2, &at);
	if (number < c->from || at < c->from_at || number >= c->until || at >= c->until_at ||
	    at > c->as_of || !same(val, n, "program", c->program) ||
	    !same(val, n, "verb", c->verb))
		return;
	buf_put(out, val, n);
	buf_putc(out, '\n');
}

struct search {
	const char *head;
	uint64_t seen, at;		/* 0: not found */
};

static bool
one_hash(void *search, const char *key, size_t klen, const char *val, size_t n)
{
	struct search *f = search;

	(void)key, (void)klen;
	f->seen++;
	/* ...,"hash":"HASH"} */
	if (n > 66 && memcmp(val + n - 66, f->head, 64) == 0)
		f->at = f->seen;
	return true;
}

static void
finding(struct buf *b, const char *message)
{
	buf_puts(b, "{\"clause\":\"PA-09-1b\",\"code\":\"journal-broken\","
	    "\"verdict\":\"reject\"");
	buf_member(b, "message", message, strlen(message));
	buf_puts(b, "}\n");
}

bool
audit_verify(struct store *s, const char *noted, int64_t number, struct buf *b)
{
	struct search f = { .head = noted };
	struct buf why = { 0 };
	char head[JOURNAL_HEAD];
	uint64_t entries, broken;
	const char *how;
	bool whole = journal_verify(s, &entries, &broken, &how), goes_on = true;

	journal_head(s, head);
	if (noted != NULL)
		store_walk(s, STORE_JOURNAL, "", 0, NULL, 0, one_hash, &f);
	if (!whole) {
		buf_printf(&why, "entry %llu %s", (unsigned long long)broken, how);
		finding(b, buf_text(&why));
	}
	why.len = 0;
	if (noted != NULL && f.at == 0)
		buf_printf(&why, "the head %s is not in the chain: the journal was cut, or "
		    "the store is an older one", noted);
	else if (noted != NULL && number >= 0 && f.at != (uint64_t)number)
		buf_printf(&why, "the head %s is that of entry %llu, not of %lld", noted,
		    (unsigned long long)f.at, (long long)number);
	if (why.len > 0) {
		finding(b, buf_text(&why));
		goes_on = false;
	}
	buf_putc(b, '{');
	buf_member_num(b, "entries", (int64_t)entries);
	buf_member(b, "head", head, strlen(head));
	buf_member(b, "chain", whole ? "whole" : "broken", whole ? 5 : 6);
	if (!whole) {
		buf_member_num(b, "broken", (int64_t)broken);
		buf_member(b, "why", how, strlen(how));
	}
	if (noted != NULL)
		buf_member_raw(b, "head_known", goes_on ? "true" : "false", goes_on ? 4 : 5);
	if (noted != NULL && f.at > 0)
		buf_member_num(b, "noted", (int64_t)f.at);
	buf_puts(b, "}\n");
	buf_free(&why);
	return whole && goes_on;
}
