#include "document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "buf.h"
#include "finding.h"
#include "journal.h"
#include "json.h"
#include "mem.h"
#include "policy.h"
#include "record.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "text.h"
#include "when.h"

enum { VERSION_TEXT = 200, NUMBER = 200 };	/* longest version, case in bytes */

struct document {
	struct policy *policy;
	const struct term_table *terms;
	int folder;
	const char *by;
	int64_t now;
	bool public[DOCUMENT_KINDS];
};

/* What a check leaves. */
struct facts {
	enum document_kind kind;
	struct piece title, version, by;
	int from;
	const char *body;		/* of the value: all but bytes, by and at */
	size_t body_n;
	uint64_t bytes;			/* UINT64_MAX: the file was not read */
	char digest[65];
};

static const char *const kind_name[DOCUMENT_KINDS] = { "chief-editor", "staff",
	"registration-rules", "review-rules", "emergency-rules", "protection-rules",
	"platform-rules", "convention", "agreement", "support", "account-system",
	"group-system", "blacklist-rules", "data-protection", "complaint-entry",
	"complaint-channels", "assessment", "request" };

const char *
document_kind_name(enum document_kind k)
{
	return kind_name[k];
}

int
document_kind_find(const char *s, size_t n)
{
	int k;

	for (k = 0; k < DOCUMENT_KINDS && (strlen(kind_name[k]) != n ||
	    memcmp(kind_name[k], s, n) != 0); k++)
		;
	return k < DOCUMENT_KINDS ? k : -1;
}

bool
document_kind_many(enum document_kind k)
{
	return k == DOCUMENT_ASSESSMENT || k == DOCUMENT_REQUEST;
}

struct document *
document_new(struct policy *p, const struct term_table *terms, int folder, const char *by,
    int64_t now)
{
	struct document *d = mem_alloc(sizeof *d);
	struct json_walk w;
	size_t n;
	const char *list = policy_get(p, "document.public", &n);
	char name[40];
	int k;

	*d = (struct document){ .policy = p, .terms = terms, .folder = folder, .by = by,
	    .now = now };
	json_walk(&w, list, n);
	while (json_next(&w)) {
		n = w.value_len <= sizeof name ? json_decode(name, w.value, w.value_len) : 0;
		k = document_kind_find(name, n);
		if (k < 0)
			status_die(USAGE,
			    "policy: document.public: not a kind of document: %.*s",
			    (int)(w.value_len < 80 ? w.value_len : 80), w.value);
		d->public[k] = true;
	}
	return d;
}

void
document_free(struct document *d)
{
	free(d);
}

/* ---- A record, judged without the store. */

static bool
plain(const struct piece *p, size_t most)
{
	size_t i;

	for (i = 0; i < p->n && (unsigned char)p->s[i] >= 0x20 && p->s[i] != 0x7f; i++)
		;
	return p->n > 0 && p->n <= most && i == p->n;
}

static bool
is_digest(const struct piece *p, char out[65])
{
	size_t i;

	if (p->n != 64)
		return false;
	for (i = 0; i < 64; i++) {
		char c = p->s[i];

		if (c >= 'A' && c <= 'F')
			c = (char)(c - 'A' + 'a');
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
			return false;
		out[i] = c;
	}
	out[64] = '\0';
	return true;
}

/* The digest as given, and that of the file where a folder was named. */
static void
digest(struct record *r, const struct document *d, struct facts *f)
{
	struct piece given, name;
	const char *why;
	char own[65];
	bool has = record_text(r, M_DIGEST, &given), file = record_text(r, M_FILE, &name);

	f->bytes = UINT64_MAX;
	if (has && !is_digest(&given, f->digest)) {
		finding_add(r, F_DOCUMENT_DIGEST, M_DIGEST,
		    "a digest is an SM3 of 64 hexadecimal digits");
		return;
	}
	if (!has && (!file || d->folder < 0)) {
		finding_add(r, F_DOCUMENT_INCOMPLETE, file ? M_FILE : M_DIGEST, file ?
		    "a file without a digest needs the folder that it lies in" : NULL);
		return;
	}
	if (!file || d->folder < 0)
		return;
	why = attach_digest(d->folder, name.s, name.n, own, &f->bytes);
	if (why != NULL)
		finding_add(r, F_DOCUMENT_DIGEST, M_FILE, why);
	else if (has && memcmp(own, f->digest, 64) != 0)
		finding_add(r, F_DOCUMENT_DIGEST, M_FILE, NULL);
	else if (!has) {
		memcpy(f->digest, own, sizeof own);
		record_set_text(r, M_DIGEST, f->digest, 64);
	}
}

static int
day_of(struct record *r, enum member m, bool needed)
{
	int day = WHEN_NEVER, had = record_day(r, m, &day);

	if (had < 0 || (had == 0 && needed))
		finding_add(r, F_DOCUMENT_DATE, m, had < 0 ? "not a date" :
		    "says not since when it is in force");
	return had > 0 ? day : WHEN_NEVER;
}

static void
put_text(struct buf *b, struct record *r, enum member m)
{
	struct piece t;

	if (record_text(r, m, &t))
		buf_member(b, member_name(m), t.s, t.n);
}

static void
put_day(struct buf *b, enum member m, int day)
{
	char text[WHEN_TEXT];

	if (day != WHEN_NEVER)
		buf_member(b, member_name(m), when_day_text(day, text), 10);
}

/* What of the record is kept: two that have the same are the same document. */
static void
body(struct record *r, struct facts *f, int until, int published, int64_t headcount)
{
	struct buf b = { 0 };
	const char *kind = kind_name[f->kind];

	buf_putc(&b, '{');
	buf_member(&b, "kind", kind, strlen(kind));
	buf_member(&b, "title", f->title.s, f->title.n);
	buf_member(&b, "version", f->version.s, f->version.n);
	put_day(&b, M_FROM, f->from);
	put_day(&b, M_UNTIL, until);
	put_text(&b, r, M_URL);
	put_day(&b, M_PUBLISHED_AT, published);
	buf_member(&b, "digest", f->digest, 64);
	put_text(&b, r, M_FILE);
	if (headcount >= 0)
		buf_member_num(&b, "headcount", headcount);
	put_text(&b, r, M_CASE);
	put_text(&b, r, M_NOTE);
	f->body = mem_piece(r->arena, b.len);
	memcpy((char *)(uintptr_t)f->body, b.s, b.len);
	f->body_n = b.len;
	buf_free(&b);
}

const char *
document_check(struct record *r, void *room, void *arg)
{
	const struct document *d = arg;
	struct facts *f = mem_piece(r->arena, sizeof *f);
	struct piece t;
	const char *word;
	int64_t headcount = -1;
	int kind, until, published;

	(void)room;
	memset(f, 0, sizeof *f);
	r->extra = f;
	word = record_text(r, M_KIND, &t) ?
	    term_value(d->terms, TERM_DOCUMENT, t.s, t.n) : NULL;
	kind = word != NULL ? document_kind_find(word, strlen(word)) : -1;
	if (kind < 0) {
		finding_add(r, F_DOCUMENT_KIND, M_KIND, NULL);
		return NULL;
	}
	f->kind = (enum document_kind)kind;
	if (!record_text(r, M_TITLE, &f->title))
		finding_add(r, F_DOCUMENT_INCOMPLETE, M_TITLE, NULL);
	if (!record_text(r, M_VERSION, &f->version))
		finding_add(r, F_DOCUMENT_INCOMPLETE, M_VERSION, NULL);
	else if (!plain(&f->version, VERSION_TEXT))
		finding_add(r, F_DOCUMENT_INCOMPLETE, M_VERSION,
		    "a version has at most 200 bytes and no control characters");
	f->from = day_of(r, M_FROM, true);
	until = day_of(r, M_UNTIL, false);
	published = day_of(r, M_PUBLISHED_AT, false);
	if (f->from != WHEN_NEVER && f->from < 1)
		finding_add(r, F_DOCUMENT_DATE, M_FROM, "begins before 1970-01-02");
	else if (f->from != WHEN_NEVER && until < f->from)
		finding_add(r, F_DOCUMENT_DATE, M_UNTIL, "ends before it begins");
	if (record_has(r, M_HEADCOUNT) &&
	    (!record_number(r, M_HEADCOUNT, &headcount) || headcount < 0)) {
		headcount = -1;
		finding_add(r, F_DOCUMENT_INCOMPLETE, M_HEADCOUNT,
		    "a headcount is a whole number");
	} else if (kind == DOCUMENT_STAFF && headcount < 0)
		finding_add(r, F_DOCUMENT_INCOMPLETE, M_HEADCOUNT,
		    "of staff it is to be said how many they are");
	if (kind == DOCUMENT_REQUEST && !record_text(r, M_CASE, &t))
		finding_add(r, F_DOCUMENT_INCOMPLETE, M_CASE, "a request has a case number");
	else if (record_text(r, M_CASE, &t) && !plain(&t, NUMBER))
		finding_add(r, F_DOCUMENT_INCOMPLETE, M_CASE,
		    "a case number has at most 200 bytes and no control characters");
	digest(r, d, f);
	if (d->public[kind] && (!record_text(r, M_URL, &t) || published == WHEN_NEVER))
		finding_add(r, F_DOCUMENT_UNPUBLISHED, record_text(r, M_URL, &t) ?
		    M_PUBLISHED_AT : M_URL, NULL);
	if (!record_text(r, M_BY, &f->by))
		f->by = (struct piece){ d->by, strlen(d->by) };
	if (r->verdict != REJECT)
		body(r, f, until, published, headcount);
	return NULL;
}

/* ---- Registered. */

static size_t
make_key(char key[STORE_KEY], enum document_kind kind, int from, const struct piece *version)
{
	int n = snprintf(key, STORE_KEY, "%s%c%012lld%c", kind_name[kind], '\0',
	    (long long)when_start(from), '\0');

	memcpy(key + n, version->s, version->n);
	return (size_t)n + version->n;
}

struct look {
	const struct facts *f;
	bool same, other;
};

/* Is this version there?  The same when all is but who registered it and when. */
static bool
look_at(void *arg, const char *val, size_t n)
{
	struct look *l = arg;
	struct document_entry e;

	if (!document_read(val, n, &e) ||
	    !json_same(e.version, e.version_n, l->f->version.s, l->f->version.n))
		return true;
	l->same = n > l->f->body_n + 4 && memcmp(val, l->f->body, l->f->body_n) == 0 &&
	    memcmp(val + l->f->body_n, ",\"by", 4) == 0;	/* bytes, or by */
	l->other = !l->same;
	return false;
}

static void
journal(struct store *s, const struct document *d, const struct facts *f)
{
	struct buf b = { 0 };
	char text[WHEN_TEXT], by[256];
	size_t n = f->by.n < sizeof by ? f->by.n : sizeof by - 1;

	buf_putc(&b, '{');
	buf_member(&b, "kind", kind_name[f->kind], strlen(kind_name[f->kind]));
	buf_member(&b, "title", f->title.s, f->title.n);
	buf_member(&b, "version", f->version.s, f->version.n);
	buf_member(&b, "from", when_day_text(f->from, text), 10);
	buf_member(&b, "digest", f->digest, 64);
	buf_putc(&b, '}');
	memcpy(by, f->by.s, n);
	by[text_valid(by, n)] = '\0';
	journal_put(s, d->now, by, "document", policy_digest(d->policy), b.s, b.len);
	buf_free(&b);
}

bool
document_apply(struct record *r, struct store *s, void *arg)
{
	static struct buf b;
	struct document *d = arg;
	struct facts *f = r->extra;
	struct look l = { .f = f };
	char key[STORE_KEY];

	if (r->verdict == REJECT || finding_earlier(r) == REJECT)
		return false;
	document_each(s, f->kind, look_at, &l);
	if (l.other)
		finding_add(r, F_DOCUMENT_REUSED, M_VERSION, NULL);
	if (l.same || l.other)
		return false;
	b.len = 0;
	buf_put(&b, f->body, f->body_n);
	if (f->bytes != UINT64_MAX)
		buf_member_num(&b, "bytes", (int64_t)f->bytes);
	buf_member(&b, "by", f->by.s, f->by.n);
	buf_member_num(&b, "at", d->now);
	buf_putc(&b, '}');
	store_put(s, STORE_DOCUMENT, key, make_key(key, f->kind, f->from, &f->version), b.s,
	    b.len);
	journal(s, d, f);
	if (store_dry(s))
		record_set_text(r, M_WOULD, "document", 8);
	return true;
}

/* Each document has its entry in the journal already. */
void
document_batch(struct store *s, size_t changed, void *arg)
{
	(void)s, (void)changed, (void)arg;
}
