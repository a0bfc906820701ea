#include "blacklist_import.h"

#include <string.h>
#include <unistd.h>

#include "blacklist.h"
#include "blacklist_import_int.h"
#include "blacklist_int.h"
#include "buf.h"
#include "fold.h"
#include "journal.h"
#include "near.h"
#include "report.h"
#include "sieve.h"
#include "spill.h"
#include "status.h"
#include "store.h"
#include "when.h"

enum { NEAR_RUN = 8 << 20, EXPIRE = 1000 };

/* ---- The changes, one table after another, as the store wants them. */

struct giving {
	struct import_diff *d;
	struct spill_reader *from;
	int stage;
	int64_t piece;
	char key[8];
	bool begun;
};

static bool
give_spill(struct giving *g, struct spill *s, enum store_table t, struct store_change *c)
{
	struct spill_item i;

	if (g->from == NULL)
		g->from = spill_read(s, 0, spill_bytes(s));
	if (spill_next(g->from, &i)) {
		*c = (struct store_change){ t, i.key, i.val, i.klen, i.vlen };
		return true;
	}
	spill_reader_free(g->from);
	g->from = NULL;
	return false;
}

static bool
give_sieve(struct giving *g, struct store_change *c)
{
	const struct sieve *s = g->d->sieve;

	if (g->piece >= s->meta.pieces && g->piece >= g->d->pieces)
		return false;
	sieve_piece(g->piece, g->key);
	*c = (struct store_change){ STORE_SIEVE, g->key, g->piece >= s->meta.pieces ? NULL :
	    (char *)s->bits + (size_t)g->piece * SIEVE_PIECE, 4, SIEVE_PIECE };
	g->piece++;
	return true;
}

static bool
give(void *arg, bool again, struct store_change *c)
{
	struct giving *g = arg;
	struct import_diff *d = g->d;

	if (again) {
		spill_reader_free(g->from);
		*g = (struct giving){ .d = d };
	}
	for (; g->stage < 4; g->stage++)
		if (give_spill(g, g->stage == 0 ? d->changes : g->stage == 1 ? d->past :
		    g->stage == 2 ? d->history : d->nears, g->stage == 0 ? STORE_BLACKLIST :
		    g->stage == 3 ? STORE_NEAR : STORE_LISTING, c))
			return true;
	return give_sieve(g, c);
}

/* ---- What the import says of itself. */

static void
counts(struct buf *b, const struct import_diff *d, const struct import_rows *rows)
{
	buf_member(b, "list", d->how->list, strlen(d->how->list));
	buf_member_num(b, "listing", d->serial);
	buf_member_num(b, "rows", (int64_t)rows->count);
	buf_member_num(b, "refused", (int64_t)rows->bad);
	buf_member_num(b, "before", (int64_t)d->before);
	buf_member_num(b, "added", (int64_t)d->added);
	buf_member_num(b, "removed", (int64_t)d->removed);
	buf_member_num(b, "changed", (int64_t)d->changed);
	buf_member_num(b, "kept", (int64_t)d->kept);
	buf_member_num(b, "ended", (int64_t)d->ended);
	buf_member(b, "digest", rows->digest, 64);
}

static void
defaults(struct buf *b, const struct blacklist_import *how)
{
	const struct { const char *name, *value; } part[] = { { "ground", how->ground },
	    { "basis", how->basis }, { "reason", how->reason }, { "by", how->by } };
	size_t i;

	for (i = 0; i < 4; i++)
		if (part[i].value != NULL)
			buf_member(b, part[i].name, part[i].value, strlen(part[i].value));
}

static void
write_import(struct store *s, const struct import_diff *d, const struct import_rows *rows,
    const struct blacklist_rules *rules)
{
	struct buf b = { 0 };
	char digits[REPORT_SERIAL], text[WHEN_TEXT];
	struct sieve_meta m = d->sieve->meta;

	report_key(d->serial, digits);
	buf_putc(&b, '{');
	counts(&b, d, rows);
	buf_putc(&b, '}');
	journal_put(s, d->how->now, d->how->by, "import", rules->policy, b.s, b.len);
	b.len = 0;
	buf_putc(&b, '{');
	buf_member_num(&b, "n", d->serial);
	buf_member(&b, "what", "import", 6);
	buf_member(&b, "time", when_text(d->how->now, text), 25);
	defaults(&b, d->how);
	counts(&b, d, rows);
	if (d->added + d->removed + d->changed > 0)
		buf_member_num(&b, "report", report_put(s, rows->persons && !rows->others ?
		    REPORT_GR11_3 : REPORT_PA13_2, "import", digits, REPORT_SERIAL - 1,
		    d->how->now, rules->report_hours));
	buf_putc(&b, '}');
	store_put(s, STORE_LISTING, digits, REPORT_SERIAL - 1, b.s, b.len);
	m.last = d->next - 1;
	m.epoch = d->epoch + 1;
	sieve_meta_put(s, &m);
	buf_free(&b);
}

static void
tell(struct import_diff *d, const struct import_rows *rows, bool dry)
{
	struct spill_reader *r;
	struct spill_item i;
	struct buf b = { 0 };

	r = spill_read(d->said, 0, spill_bytes(d->said));
	while (spill_next(r, &i)) {
		buf_put(&b, i.val, i.vlen);
		buf_putc(&b, '\n');
		if (b.len > 65536) {
			buf_send(&b, STDOUT_FILENO, "standard output");
			b.len = 0;
		}
	}
	spill_reader_free(r);
	buf_putc(&b, '{');
	counts(&b, d, rows);
	if (dry)
		buf_member(&b, "would", "import", 6);
	buf_puts(&b, "}\n");
	buf_send(&b, STDOUT_FILENO, "standard output");
	buf_free(&b);
}

/* ---- The import. */

static void
refuse_shrunk(struct store *s, const struct import_diff *d)
{
	uint64_t live = d->added + d->changed + d->kept;
	long most = d->how->max_shrink;

	if (most >= 100 || (live > 0 && d->removed * 100 <= d->before * (uint64_t)most))
		return;
	store_abort(s);
	if (live == 0)
		status_die(USAGE, "import: the new list is empty: nothing was changed "
		    "(--max-shrink 100 allows it)");
	status_die(USAGE, "import: %llu of %llu entries would go, more than %ld %% "
	    "(blacklist.max_shrink): nothing was changed", (unsigned long long)d->removed,
	    (unsigned long long)d->before, most);
}

void
blacklist_import(struct store *s, const struct blacklist_rules *rules,
    const struct term_table *terms, const struct blacklist_import *how)
{
	struct import_rows rows = { .how = how, .terms = terms };
	struct import_diff d = { .how = how, .rules = rules, .store = s };
	struct giving g = { .d = &d };
	const char *dir = store_dir(s);
	char digits[REPORT_SERIAL];

	blacklist_import_read(&rows, dir);
	journal_user();
	d.changes = spill_new(dir);
	d.past = spill_new(dir);
	d.history = spill_new(dir);
	d.nears = spill_new(dir);
	d.said = spill_new(dir);
	d.near = spill_sort_new(dir, NEAR_RUN);
	d.fold = rules->fold ? fold_new() : NULL;
	store_begin(s, rows.count + EXPIRE);
	blacklist_clock(s, how->now);
	blacklist_expire(s, rules, d.fold, EXPIRE, how->now);
	d.serial = report_serial(s, STORE_LISTING, digits);
	d.next = d.serial + 1;
	blacklist_import_compare(&d, &rows);
	refuse_shrunk(s, &d);
	write_import(s, &d, &rows, rules);
	store_commit_bulk(s, give, &g);
	tell(&d, &rows, store_dry(s));
	spill_reader_free(g.from);
	blacklist_import_diff_free(&d);
	blacklist_import_rows_free(&rows);
}
