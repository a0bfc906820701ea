#include "blacklist_import.h"

#include <stdlib.h>
#include <string.h>

#include "blacklist.h"
#include "blacklist_import_int.h"
#include "blacklist_int.h"
#include "buf.h"
#include "fold.h"
#include "json.h"
#include "mem.h"
#include "near.h"
#include "report.h"
#include "sieve.h"
#include "spill.h"
#include "store.h"
#include "when.h"

/* Memory that is used again. */
struct import_text {
	struct buf list, value, listing;
};

/* ---- History and -v. */

static void
say(struct import_diff *d, const char *what, const char *key, size_t n)
{
	const char *kind = blacklist_kind_name(*key);
	struct buf b = { 0 };

	if (!d->how->verbose)
		return;
	buf_putc(&b, '{');
	buf_member(&b, "change", what, strlen(what));
	buf_member(&b, "kind", kind, strlen(kind));
	buf_member(&b, "key", key + 2, n - 2);
	buf_putc(&b, '}');
	spill_put(d->said, &(struct spill_item){ .key = "", .val = b.s, .vlen = b.len });
	buf_free(&b);
}

/* An entry of the history: what became of a listing (its JSON). */
static void
note(struct import_diff *d, const char *what, const char *key, size_t n, const char *was,
    size_t was_n, const struct buf *now, int64_t at)
{
	const char *kind = blacklist_kind_name(*key), *end = *what == 'e' ? "end" : what;
	char digits[REPORT_SERIAL], past[STORE_KEY], text[WHEN_TEXT];
	struct buf b = { 0 };

	report_key(d->next, digits);
	buf_putc(&b, '{');
	buf_member_num(&b, "n", d->next++);
	buf_member_num(&b, "of", d->serial);
	buf_member(&b, "what", what, strlen(what));
	buf_member(&b, "kind", kind, strlen(kind));
	buf_member(&b, "key", key + 2, n - 2);
	buf_member(&b, "time", when_text(at, text), 25);
	buf_member_raw(&b, "was", was, was_n);
	if (now != NULL)
		buf_member_raw(&b, "is", now->s, now->len);
	buf_putc(&b, '}');
	spill_put(d->history, &(struct spill_item){ .key = digits, .klen = REPORT_SERIAL - 1,
	    .val = b.s, .vlen = b.len });
	spill_put(d->past, &(struct spill_item){ .key = past,
	    .klen = blacklist_past(past, *key, key + 2, n - 2, digits),
	    .val = end, .vlen = strlen(end) });
	buf_free(&b);
}

/* ---- Near forms. */

struct forms {
	struct import_diff *d;
	const char *name;
	size_t n;
	unsigned char tag;
};

static void
form(void *arg, const char *key, size_t n)
{
	struct forms *f = arg;

	spill_sort_put(f->d->near, &(struct spill_item){ .key = key, .klen = n, .val = f->name,
	    .vlen = f->n, .tag = f->tag });
}

static void
forms(struct import_diff *d, const char *key, size_t n, bool listed)
{
	struct forms f = { d, key + 2, n - 2, listed };
	struct near near;

	if (*key != 'n' || d->fold == NULL)
		return;
	near_fold(d->fold, f.name, f.n, &near);
	near_keys(&near, d->rules->edit_from, true, form, &f);
}

/* ---- One key. */

/* Is the listing (its JSON) the list's own? */
static bool
own(const struct import_diff *d, const char *v, size_t n)
{
	size_t len;
	const char *list = json_get(v, n, "list", &len);
	const struct buf *mine = &d->text->list;

	return list != NULL && len == mine->len && memcmp(list, mine->s, len) == 0;
}

/* The listing that a row makes; from: when it does not say. */
static void
listing(struct import_diff *d, const struct spill_item *i, const struct import_row *row)
{
	struct buf *b = &d->text->listing;

	b->len = 0;
	buf_putc(b, '{');
	buf_member_num(b, "n", d->serial);
	buf_member(b, "list", d->how->list, strlen(d->how->list));
	buf_member_num(b, "from", row->from != INT64_MIN ? row->from : d->how->now);
	if (row->until != BLACKLIST_EVER)
		buf_member_num(b, "until", row->until);
	buf_putc(b, ',');
	buf_put(b, i->val + sizeof *row + 1, i->vlen - sizeof *row - 1);
	buf_putc(b, '}');
}

/* Does the row say what the listing (its JSON) says already? */
static bool
same(const struct spill_item *i, const struct import_row *row, const char *v, size_t n)
{
	const char *rest = i->val + sizeof *row + 1, *ground;
	size_t rest_n = i->vlen - sizeof *row - 1, len, at;

	if ((row->from != INT64_MIN &&
	    row->from != blacklist_number(v, n, "from", INT64_MIN)) ||
	    row->until != blacklist_number(v, n, "until", BLACKLIST_EVER) ||
	    (ground = json_get(v, n, "ground", &len)) == NULL)
		return false;
	at = (size_t)(ground - v) - 9;		/* "ground": and what stands behind it */
	return n - 1 - at == rest_n && memcmp(v + at, rest, rest_n) == 0;
}

/* Note that a key stands, or does no longer. */
static void
stands(struct import_diff *d, const char *key, size_t n, const struct buf *value, bool was)
{
	bool is = value == NULL || value->len > 2;

	if (is)
		sieve_note(d->sieve, key, n);
	if (value != NULL)
		spill_put(d->changes, &(struct spill_item){ .key = key, .klen = n,
		    .val = is ? value->s : NULL, .vlen = is ? value->len : 0 });
	if (is != was)
		forms(d, key, n, is);
}

/* A key of the store (val NULL: it is not there) and its row (NULL: there is none). */
static void
merge(struct import_diff *d, const char *key, size_t n, const char *val, size_t vn,
    const struct spill_item *i)
{
	struct import_row row = { .until = INT64_MIN };
	struct buf *out = &d->text->value;
	const char *was = NULL;
	size_t was_n = 0;
	int64_t until = BLACKLIST_EVER, now = d->how->now;
	bool ended, live;
	struct json_walk w;

	out->len = 0;
	buf_putc(out, '[');
	json_walk(&w, val != NULL ? val : "[]", val != NULL ? vn : 2);
	while (json_next(&w)) {
		if (own(d, w.value, w.value_len)) {
			was = w.value;
			was_n = w.value_len;
			continue;
		}
		if (out->len > 1)
			buf_putc(out, ',');
		buf_put(out, w.value, w.value_len);
	}
	if (i != NULL)
		memcpy(&row, i->val, sizeof row);
	if (was != NULL)
		until = blacklist_number(was, was_n, "until", BLACKLIST_EVER);
	live = i != NULL && row.until > now;
	ended = was != NULL && until <= now;
	d->before += was != NULL && !ended;
	d->ended += ended || (i != NULL && !live && until != row.until);
	if (!ended && live && was != NULL && same(i, &row, was, was_n)) {
		d->kept++;
		stands(d, key, n, NULL, true);
		return;
	}
	if (was == NULL && !live) {
		if (val != NULL)
			stands(d, key, n, NULL, true);
		return;
	}
	if (live) {
		listing(d, i, &row);
		if (out->len > 1)
			buf_putc(out, ',');
		buf_put(out, d->text->listing.s, d->text->listing.len);
	}
	buf_putc(out, ']');
	if (ended)
		note(d, "expire", key, n, was, was_n, NULL, until);
	else if (was != NULL)
		note(d, live ? "change" : "remove", key, n, was, was_n,
		    live ? &d->text->listing : NULL, now);
	d->added += live && (was == NULL || ended);
	d->changed += live && was != NULL && !ended;
	d->removed += !live && !ended;
	say(d, !live ? ended ? "ended" : "removed" :
	    was == NULL || ended ? "added" : "changed", key, n);
	stands(d, key, n, out, val != NULL);
}

/* ---- All of them. */

struct walk {
	struct import_diff *d;
	struct spill_reader *rows;
	struct spill_item item;
	bool has;
};

static void
step(struct walk *w)
{
	w->has = spill_next(w->rows, &w->item);
}

static bool
meet(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct walk *w = arg;
	int c = -1;

	while (w->has) {
		c = memcmp(w->item.key, key, w->item.klen < klen ? w->item.klen : klen);
		if (c == 0)
			c = (w->item.klen > klen) - (w->item.klen < klen);
		if (c >= 0)
			break;
		merge(w->d, w->item.key, w->item.klen, NULL, 0, &w->item);
		step(w);
	}
	if (w->has && c == 0) {
		merge(w->d, key, klen, val, n, &w->item);
		step(w);
	} else
		merge(w->d, key, klen, val, n, NULL);
	return true;
}

static bool
note_near(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct import_diff *d = arg;

	(void)val, (void)n;
	sieve_note(d->sieve, key, klen);
	return true;
}

/* The forms that are noted or forgotten, key by key, into what the store has of each. */
static void
write_near(struct import_diff *d)
{
	struct buf key = { 0 }, value = { 0 };
	struct spill_item i;
	bool more = spill_sort_next(d->near, &i), there;
	const char *val;
	size_t n;

	while (more) {
		key.len = value.len = 0;
		buf_put(&key, i.key, i.klen);
		there = store_get(d->store, STORE_NEAR, key.s, key.len, &val, &n);
		if (there)
			buf_put(&value, val, n);
		do {
			near_change(&value, i.val, i.vlen, i.tag != 0);
			more = spill_sort_next(d->near, &i);
		} while (more && i.klen == key.len && memcmp(i.key, key.s, key.len) == 0);
		if (!there && value.len > 0)
			sieve_note(d->sieve, key.s, key.len);
		if (there || value.len > 0)
			spill_put(d->nears, &(struct spill_item){ .key = key.s,
			    .klen = key.len, .val = value.len > 0 ? value.s : NULL,
			    .vlen = value.len });
	}
	buf_free(&key);
	buf_free(&value);
}

void
blacklist_import_compare(struct import_diff *d, struct import_rows *rows)
{
	struct walk w = { .d = d };
	struct sieve_meta old;

	d->text = mem_alloc(sizeof *d->text);
	buf_json(&d->text->list, d->how->list, strlen(d->how->list));
	sieve_meta(d->store, &old);
	d->pieces = old.pieces;
	d->epoch = old.epoch;
	/* Keys that have gone are still counted in the old one: room to grow. */
	d->sieve = sieve_new((uint64_t)old.keys + rows->count + rows->count / 8 +
	    (d->fold != NULL ? rows->forms : 0));
	w.rows = spill_read(rows->rows, 0, spill_bytes(rows->rows));
	step(&w);
	store_walk(d->store, STORE_BLACKLIST, "", 0, NULL, 0, meet, &w);
	while (w.has) {
		merge(d, w.item.key, w.item.klen, NULL, 0, &w.item);
		step(&w);
	}
	spill_reader_free(w.rows);
	store_walk(d->store, STORE_NEAR, "", 0, NULL, 0, note_near, d);
	write_near(d);
}

void
blacklist_import_diff_free(struct import_diff *d)
{
	spill_free(d->changes);
	spill_free(d->past);
	spill_free(d->history);
	spill_free(d->nears);
	spill_free(d->said);
	spill_sort_free(d->near);
	sieve_free(d->sieve);
	fold_free(d->fold);
	buf_free(&d->text->list);
	buf_free(&d->text->value);
	buf_free(&d->text->listing);
	free(d->text);
}
