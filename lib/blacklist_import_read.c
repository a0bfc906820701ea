#include "blacklist_import.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "blacklist.h"
#include "blacklist_import_int.h"
#include "blacklist_int.h"
#include "buf.h"
#include "input.h"
#include "mem.h"
#include "owner.h"
#include "record.h"
#include "seal.h"
#include "spill.h"
#include "status.h"
#include "store.h"
#include "term.h"

enum { RUN = 16 << 20, SAID = 100, HASHED = 64 * 1024 };

/* Say that a row is refused (why NULL: that was said before); its line goes to the rejects. */
static void
refuse(struct import_rows *rows, const char *file, uint64_t number, const char *place,
    const char *why, const char *line, size_t n)
{
	struct buf b = { 0 };

	if (why == NULL)		/* it was said before */
		rows->bad++;
	else if (rows->bad++ < SAID)
		status_warn(REFUSED, "%s:%llu: %s%s", file, (unsigned long long)number, place,
		    why);
	else if (rows->bad == SAID + 1)
		status_warn(REFUSED, "more rows like these are not named");
	if (rows->rejects < 0)
		return;
	buf_put(&b, line, n);
	buf_putc(&b, '\n');
	buf_send(&b, rows->rejects, rows->how->rejects);
	buf_free(&b);
}

/* ---- A row. */

static const struct { enum member m; char kind; } key_of[] = {
	{ M_ACCOUNT, 'a' }, { M_SUBJECT, 's' }, { M_GROUP, 'g' }, { M_CREATOR, 'c' },
	{ M_MANAGER, 'm' }, { M_MEMBER, 'e' }, { M_NAME, 'n' },
};

/* The one key; NULL, or why there is none. */
static const char *
row_key(struct record *r, char *kind, struct piece *key)
{
	struct piece one;
	size_t i, state, count = 0;

	for (i = 0; i < sizeof key_of / sizeof *key_of; i++) {
		if (member_type(key_of[i].m) == MEMBER_TEXT) {
			if (!record_text(r, key_of[i].m, &one))
				continue;
			*key = one;
			*kind = key_of[i].kind;
			count++;
			continue;
		}
		for (state = 0; record_item(r, key_of[i].m, &state, &one); count++) {
			*key = one;
			*kind = key_of[i].kind;
		}
	}
	if (count != 1)
		return count == 0 ? "no key: account, subject, group, creator, manager, "
		    "member or name expected" : "more than one key in a row";
	if (key->n > BLACKLIST_KEY)
		return "a key of more than 400 bytes";
	if (*kind == 's' && !owner_is_subject(key->s, key->n))
		return "a subject's key has 32 hexadecimal digits";
	return NULL;
}

/* A text of the row goes into its listing; false: neither row nor option has it. */
static bool
own_text(struct record *r, enum member m, const char *option, struct buf *b)
{
	struct piece t;

	if (!record_text(r, m, &t))
		return option != NULL;
	if (option == NULL || strlen(option) != t.n || memcmp(option, t.s, t.n) != 0)
		buf_member(b, member_name(m), t.s, t.n);
	return true;
}

/* The row as an item in key and val; NULL, or why not. */
static const char *
row_read(struct import_rows *rows, struct record *r, struct buf *key, struct buf *val)
{
	const struct blacklist_import *how = rows->how;
	struct import_row row = { .from = INT64_MIN, .until = BLACKLIST_EVER,
	    .number = r->number, .file = rows->names - 1 };
	const char *why, *ground = how->ground;
	struct piece id = { "", 0 }, t;
	char kind = 'a';

	why = row_key(r, &kind, &id);
	if (why != NULL)
		return why;
	if (record_time(r, M_FROM, &row.from) < 0)
		return "from is not a time";
	if (record_time(r, M_UNTIL, &row.until) < 0)
		return "until is not a time";
	if (row.until <= (row.from == INT64_MIN ? 0 : row.from))
		return "it ends before it begins";
	if (record_text(r, M_GROUND, &t))
		ground = term_value(rows->terms, TERM_GROUND, t.s, t.n);
	if (ground == NULL)
		return "no ground: law, agreement or convention expected";
	key->len = 0;
	key->len = blacklist_key(buf_room(key, STORE_KEY), kind, id.s, id.n);
	val->len = 0;
	buf_put(val, &row, sizeof row);
	buf_putc(val, '{');		/* so that the first member gets no comma */
	buf_member(val, "ground", ground, strlen(ground));
	if (!own_text(r, M_BASIS, how->basis, val))
		return "no basis";
	if (!own_text(r, M_REASON, how->reason, val))
		return "no reason";
	if (!own_text(r, M_BY, how->by, val))
		return "no by: who decided";
	rows->forms += kind == 'n' ? id.n + 2 : 0;
	*(strchr("gcme", kind) != NULL ? &rows->persons : &rows->others) = true;
	return NULL;
}

struct reading {
	struct import_rows *rows;
	struct spill_sort *sort;
	struct record_reader *reader;
	struct mem_arena arena;
	struct buf key, val;
};

static void
take(struct reading *g, const struct block *b, const struct input_line *l)
{
	struct record r = { .file = b->file, .number = l->number, .arena = &g->arena };
	const char *why = l->bad, *line = b->text + l->at;
	struct spill_item item;
	char place[64] = "";
	size_t at = 0;
	bool as_text = l->raw_n == 0;

	if (why == NULL && l->unended)
		why = "the file ends within a line: was it cut off?";
	if (why == NULL && (why = record_read(g->reader, &r, line, l->n, &at)) != NULL) {
		if (r.odd != M_NONE)
			snprintf(place, sizeof place, "%s: ", member_name((enum member)r.odd));
		else if (at > 0)
			snprintf(place, sizeof place, "byte %zu: ", at + 1);
	}
	if (why == NULL)
		why = row_read(g->rows, &r, &g->key, &g->val);
	if (why != NULL) {
		if (!l->more)
			refuse(g->rows, b->file, l->number, place, l->mute ? NULL : why,
			    as_text ? line : b->raw + l->raw_at, as_text ? l->n : l->raw_n);
		return;
	}
	item = (struct spill_item){ .key = g->key.s, .klen = g->key.len, .val = g->val.s,
	    .vlen = g->val.len };
	spill_sort_put(g->sort, &item);
}

static void
read_all(struct reading *g)
{
	const struct blacklist_import *how = g->rows->how;
	struct import_rows *rows = g->rows;
	struct input *in = input_new(how->paths, how->encoding, rows->terms, how->map);
	struct block b = { 0 };
	const char *file = NULL;
	size_t i;

	while (input_read(in, &b)) {
		if (b.file != file) {
			file = b.file;
			rows->name = mem_grow(rows->name, rows->names + 1, sizeof *rows->name);
			rows->name[rows->names++] = mem_copy(file, strlen(file));
		}
		for (i = 0; i < b.lines; i++)
			take(g, &b, &b.line[i]);
		mem_reset(&g->arena);
	}
	input_block_free(&b);
	input_free(in);
}

/* ---- Sorted, each key once. */

static void
refuse_repeat(struct import_rows *rows, const struct spill_item *i)
{
	struct import_row row;
	struct buf line = { 0 };
	const char *kind = blacklist_kind_name(*i->key);

	memcpy(&row, i->val, sizeof row);
	buf_putc(&line, '{');
	buf_member(&line, kind, i->key + 2, i->klen - 2);
	buf_putc(&line, ',');
	buf_put(&line, i->val + sizeof row + 1, i->vlen - sizeof row - 1);
	buf_putc(&line, '}');
	refuse(rows, rows->name[row.file], row.number, "", "a key that was there before",
	    line.s, line.len);
	buf_free(&line);
}

static void
unite(struct import_rows *rows, struct spill_sort *sort, const char *dir)
{
	struct seal_hash *hash = seal_hash_new(SEAL_SM3);
	struct buf last = { 0 }, text = { 0 };
	struct import_row row;
	struct spill_item i;

	rows->rows = spill_new(dir);
	while (spill_sort_next(sort, &i)) {
		if (last.len == i.klen && memcmp(last.s, i.key, i.klen) == 0) {
			refuse_repeat(rows, &i);
			continue;
		}
		last.len = 0;
		buf_put(&last, i.key, i.klen);
		spill_put(rows->rows, &i);
		rows->count++;
		memcpy(&row, i.val, sizeof row);
		buf_put(&text, i.key, i.klen);
		buf_putc(&text, '\t');
		if (row.from != INT64_MIN)
			buf_num(&text, row.from);
		buf_putc(&text, '\t');
		if (row.until != BLACKLIST_EVER)
			buf_num(&text, row.until);
		buf_putc(&text, '\t');
		buf_put(&text, i.val + sizeof row, i.vlen - sizeof row);
		buf_putc(&text, '\n');
		if (text.len > HASHED) {
			seal_hash_update(hash, text.s, text.len);
			text.len = 0;
		}
	}
	seal_hash_update(hash, text.s, text.len);
	seal_hash_final(hash, rows->digest);
	seal_hash_free(hash);
	buf_free(&last);
	buf_free(&text);
}

void
blacklist_import_read(struct import_rows *rows, const char *dir)
{
	struct reading g = { .rows = rows, .sort = spill_sort_new(dir, RUN),
	    .reader = record_reader_new() };
	const char *rejects = rows->how->rejects;

	rows->rejects = rejects == NULL ? -1 : open(rejects,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (rejects != NULL && rows->rejects < 0)
		status_die(USAGE, "--rejects: %s:", rejects);
	read_all(&g);
	record_reader_free(g.reader);
	mem_end(&g.arena);
	buf_free(&g.key);
	buf_free(&g.val);
	unite(rows, g.sort, dir);
	spill_sort_free(g.sort);
	if (rows->rejects >= 0 && close(rows->rejects) != 0)
		status_die(FAILED, "--rejects: %s:", rejects);
	if (rows->bad > 0 && !rows->how->skip_bad)
		status_die(USAGE,
		    "import: bad rows: %llu: nothing was changed (see --skip-bad)",
		    (unsigned long long)rows->bad);
}

void
blacklist_import_rows_free(struct import_rows *rows)
{
	spill_free(rows->rows);
	while (rows->names > 0)
		free(rows->name[--rows->names]);
	free(rows->name);
}
