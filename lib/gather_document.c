#include "gather.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "document.h"
#include "gather_int.h"
#include "gather_kind.h"
#include "json.h"
#include "mem.h"
#include "office.h"
#include "seal.h"
#include "store.h"
#include "when.h"

/*
 * Row of a document: KIND/FROM/VERSION, so that one that takes another's place is new and the
 * other is gone.
 */
struct walk {
	struct store *store;
	struct gather *g;
	struct gather_line *line;
	void (*fn)(void *, const struct gather_row *);
	void *arg;
	int day, office;
	struct buf key, file, digest;
	char **living;			/* keys of what is in force */
	size_t count;
	const char *want;		/* of those that are gone: which is looked for */
	bool found;
};

/* What each kind of filing takes, in the order of the names. */
static const enum document_kind taken[][4] = {
	{ DOCUMENT_ACCOUNT_SYSTEM, DOCUMENT_KINDS },
	{ DOCUMENT_GROUP_SYSTEM, DOCUMENT_KINDS },
	{ DOCUMENT_AGREEMENT, DOCUMENT_CONVENTION, DOCUMENT_PLATFORM_RULES, DOCUMENT_KINDS }
};

static void
make_key(struct walk *w, const struct document_entry *e)
{
	char day[WHEN_TEXT], rest[512], hex[SEAL_HEX];

	w->key.len = 0;
	buf_printf(&w->key, "%s/%s/", document_kind_name(e->kind),
	    e->from == WHEN_NEVER ? "" : when_day_text(e->from, day));
	w->file.len = 0;
	gather_text(&w->file, e->version, e->version_n);
	if (gather_filed_key(rest, w->g->kind, 10, buf_text(&w->key)) + w->file.len >
	    STORE_KEY) {
		/* too long for a key: its digest stands for it */
		seal_key(w->line->mac, "filed", w->file.s, w->file.len, hex);
		buf_puts(&w->key, hex);
	} else
		buf_put(&w->key, w->file.s, w->file.len);
	buf_text(&w->key);
}

static void
set_day(struct walk *w, const char *member, int day)
{
	char text[WHEN_TEXT];

	if (day != WHEN_NEVER)
		gather_line_word(w->line, member, when_day_text(day, text));
}

static void
fill(struct walk *w, const struct document_entry *e)
{
	struct gather_line *l = w->line;

	gather_line_word(l, "kind", document_kind_name(e->kind));
	gather_line_json(l, "title", e->title, e->title_n);
	gather_line_json(l, "version", e->version, e->version_n);
	set_day(w, "from", e->from);
	set_day(w, "until", e->until);
	gather_line_json(l, "url", e->url, e->url_n);
	set_day(w, "published_at", e->published);
	gather_line_json(l, "digest", e->digest, e->digest_n);
}

static void
living(struct walk *w, const struct document_entry *e)
{
	struct gather_row row = { .registered = e->from };

	make_key(w, e);
	w->living = mem_grow(w->living, w->count + 1, sizeof *w->living);
	w->living[w->count++] = mem_copy(w->key.s, w->key.len);
	if (w->office == 0) {
		w->g->unknown++;
		return;
	}
	if (!gather_wanted(w->g, w->office))
		return;
	gather_line_begin(w->line);
	fill(w, e);
	w->file.len = w->digest.len = 0;
	gather_text(&w->digest, e->digest, e->digest_n);
	row.file_digest = buf_text(&w->digest);
	if (e->file_n > 2) {
		gather_text(&w->file, e->file, e->file_n);
		row.file = buf_text(&w->file);
	}
	gather_line_done(w->line, &row, w->key.s, w->key.len, w->office,
	    document_kind_name(e->kind));
	row.change = gather_compare(w->store, w->g->kind, &row);
	w->fn(w->arg, &row);
}

/* Of a kind whose documents stand side by side. */
static bool
beside(void *arg, const char *val, size_t n)
{
	struct walk *w = arg;
	struct document_entry e;

	if (document_read(val, n, &e) && e.at <= w->g->now && e.from <= w->day &&
	    (e.until == WHEN_NEVER || w->day <= e.until))
		living(w, &e);
	return true;
}

static bool
look(void *arg, const char *val, size_t n)
{
	struct walk *w = arg;
	struct document_entry e;

	if (!document_read(val, n, &e))
		return true;
	make_key(w, &e);
	w->found = strcmp(w->key.s, w->want) == 0;
	if (w->found)
		fill(w, &e);
	return !w->found;
}

static bool
filed(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct walk *w = arg;
	struct gather_row row = { .registered = WHEN_NEVER, .change = GATHER_GONE };
	size_t skip = strlen(gather_kind_name(w->g->kind)) + 1, len, i;
	const enum document_kind *k;
	char id[STORE_KEY + 1];
	int office;

	if (klen < skip + 8 || json_get(val, n, "gone", &len) != NULL)
		return true;
	office = (key[skip] - '0') * 10 + key[skip + 1] - '0';
	if (office_name(office) == NULL || !gather_wanted(w->g, office))
		return true;
	len = klen - skip - 7;
	memcpy(id, key + skip + 7, len);
	id[len] = '\0';
	for (i = 0; office == w->office && i < w->count; i++)
		if (strcmp(w->living[i], id) == 0)
			return true;
	gather_line_begin(w->line);
	w->want = id;
	w->found = false;
	for (k = taken[w->g->kind - GATHER_ACCOUNT_SYSTEM]; *k != DOCUMENT_KINDS &&
	    !w->found; k++)
		document_each(w->store, *k, look, w);
	if (!w->found)		/* what is known of it is its key */
		gather_line_set(w->line, "kind", id, strcspn(id, "/"));
	w->key.len = 0;
	buf_put(&w->key, id, strcspn(id, "/"));
	gather_line_done(w->line, &row, id, len, office, buf_text(&w->key));
	*row.digest = '\0';
	w->fn(w->arg, &row);
	return true;
}

void
gather_documents(struct store *s, struct gather *g,
    void (*fn)(void *, const struct gather_row *), void *arg)
{
	struct walk w = { .store = s, .g = g, .fn = fn, .arg = arg,
		.day = when_day_of(g->now) };
	const enum document_kind *k = taken[g->kind - GATHER_ACCOUNT_SYSTEM];
	struct document_entry e;
	enum document_standing how;
	char prefix[32];
	size_t i;

	w.office = g->kind == GATHER_RULES ? g->platform : g->system;
	if (office_name(w.office) == NULL)
		w.office = 0;
	w.line = gather_line_new(s, g);
	for (; *k != DOCUMENT_KINDS; k++) {
		if (document_kind_many(*k)) {
			document_each(s, *k, beside, &w);
			continue;
		}
		how = document_stands(s, *k, w.day, g->now, 0, &e);
		if (how == DOCUMENT_IN_FORCE || how == DOCUMENT_ENDING)
			living(&w, &e);
	}
	snprintf(prefix, sizeof prefix, "%s/", gather_kind_name(g->kind));
	store_walk(s, STORE_FILED, prefix, strlen(prefix), NULL, 0, filed, &w);
	for (i = 0; i < w.count; i++)
		free(w.living[i]);
	free(w.living);
	gather_line_free(w.line);
	buf_free(&w.key);
	buf_free(&w.file);
	buf_free(&w.digest);
}
