/*
 * beian-store: looks after the store itself: makes it, shows its size, checks every value and
 * the journal's chain, copies it, writes it anew, tells a source's position.
 *
 * Standard input: none.  Standard output: a table for a terminal, JSON Lines otherwise.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "erase.h"
#include "journal.h"
#include "opt.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "text.h"

static const char *suite = "sm";

static const struct opt init_opts[] = {
	{ 0, "suite", "NAME", "seal with sm (SM4, SM3; the default) or aes (AES-256-GCM)",
	    .str = &suite },
	{ 0 }
};

enum { SHOW, INIT, CHECK, COPY, COMPACT, POS };

static const struct opt_verb verbs[] = {
	{ NULL, "", "size, tables and state", OPT_STORE, NULL },
	{ "init", "", "make a store where there is none, with its key", OPT_STORE, init_opts },
	{ "check", "", "check every value and the journal's chain", OPT_STORE, NULL },
	{ "copy", "DIR", "copy one moment of it, compacted, without the key", OPT_STORE,
	    NULL },
	{ "compact", "", "write it anew without its old pages, while nobody has it open",
	    OPT_STORE, NULL },
	{ "pos", "NAME", "print the position taken from a source", OPT_STORE, NULL },
	{ 0 }
};

static void
print(struct buf *b)
{
	if ((b->len > 0 && fwrite(b->s, 1, b->len, stdout) != b->len) || fflush(stdout) != 0)
		status_die(FAILED, "standard output:");
	b->len = 0;
}

static struct store *
open_store(void)
{
	return store_open(store_place(opt_common.store), STORE_READ,
	    (unsigned)opt_common.wait);
}

static void
init(void)
{
	const char *dir = store_place(opt_common.store);
	enum seal_suite s;

	if (!seal_suite_read(suite, strlen(suite), &s))
		status_die(USAGE, "--suite: sm or aes, not %s", suite);
	store_create(dir, (int)s);
}

static void
show_json(struct buf *b, const char *dir, const struct store_facts *f, uint64_t entries,
    const char *head)
{
	unsigned t;

	buf_putc(b, '{');
	buf_member(b, "store", dir, strlen(dir));
	buf_member_num(b, "schema", f->version);
	buf_member(b, "suite", f->suite, strlen(f->suite));
	buf_member(b, "fingerprint", f->fingerprint, strlen(f->fingerprint));
	buf_member(b, "created", f->created, strlen(f->created));
	buf_member_num(b, "file", (int64_t)f->file);
	buf_member_num(b, "map", (int64_t)f->map);
	buf_member_num(b, "transaction", (int64_t)f->last_transaction);
	buf_member_num(b, "readers", f->readers);
	buf_member_num(b, "journal", (int64_t)entries);
	buf_member(b, "head", head, strlen(head));
	buf_puts(b, ",\"tables\":{");
	for (t = 0; t < STORE_TABLES; t++)
		buf_printf(b, "%s\"%s\":{\"entries\":%" PRIu64 ",\"bytes\":%" PRIu64 "}",
		    t > 0 ? "," : "", store_table_name((enum store_table)t),
		    f->table[t].entries, f->table[t].bytes);
	buf_puts(b, "}}\n");
}

static void
show_table(struct buf *b, const char *dir, const struct store_facts *f, uint64_t entries,
    const char *head)
{
	unsigned t;

	buf_printf(b, "store        %s\nschema       %u, suite %s, key %s\ncreated      %s\n",
	    dir, f->version, f->suite, f->fingerprint, f->created);
	buf_printf(b, "file         %" PRIu64 " bytes of a map of %" PRIu64 "\n", f->file,
	    f->map);
	buf_printf(b, "transaction  %" PRIu64 ", reader slots used %u\n", f->last_transaction,
	    f->readers);
	buf_printf(b, "journal      %" PRIu64 " entries, head %s\n\n", entries, head);
	buf_printf(b, "%-12s %12s %14s\n", "table", "entries", "bytes");
	for (t = 0; t < STORE_TABLES; t++)
		buf_printf(b, "%-12s %12" PRIu64 " %14" PRIu64 "\n",
		    store_table_name((enum store_table)t), f->table[t].entries,
		    f->table[t].bytes);
	buf_puts(b, "\nthe file is complete and the key fits; "
	    "`beian-store check` reads every value\n");
}

static void
show(void)
{
	struct store *s = open_store();
	struct store_facts f;
	struct buf b = { 0 };
	char head[JOURNAL_HEAD];
	uint64_t entries;

	store_facts(s, &f);
	store_begin(s, 0);
	entries = journal_head(s, head);
	store_abort(s);
	(isatty(STDOUT_FILENO) ? show_table : show_json)(&b, store_dir(s), &f, entries, head);
	store_close(s);
	print(&b);
	buf_free(&b);
}

struct damage {
	struct buf out;
	bool table;			/* for a terminal */
	bool journal;			/* is damaged */
};

static void
add_damage(void *arg, enum store_table t, const char *key, size_t klen, const char *what)
{
	struct damage *d = arg;
	char text[512];
	size_t n = text_show(text, sizeof text, key, klen);

	d->journal = d->journal || t == STORE_JOURNAL;
	if (d->table) {
		buf_printf(&d->out, "damaged: table %s%s%.*s: %s\n", store_table_name(t),
		    klen > 0 ? ", key " : "", (int)n, text, what);
	} else {
		buf_putc(&d->out, '{');
		buf_member(&d->out, "table", store_table_name(t), strlen(store_table_name(t)));
		buf_member(&d->out, "key", text, n);
		buf_member(&d->out, "damage", what, strlen(what));
		buf_puts(&d->out, "}\n");
	}
	status_note(REFUSED);
}

static void
check(void)
{
	struct store *s = open_store();
	struct damage d = { .table = isatty(STDOUT_FILENO) };
	uint64_t values, bad, entries = 0, broken;
	const char *why = "not walked, as the table is damaged";
	char key[24], head[JOURNAL_HEAD] = "";
	bool whole = false;

	values = store_check(s, add_damage, &d, &bad);
	if (!d.journal) {
		store_begin(s, 0);
		whole = journal_verify(s, &entries, &broken, &why);
		if (whole)
			journal_head(s, head);
		store_abort(s);
		if (!whole) {
			snprintf(key, sizeof key, "%012" PRIu64, broken);
			add_damage(&d, STORE_JOURNAL, key, strlen(key), why);
			bad++;
		}
	}
	if (d.table) {
		buf_printf(&d.out, "%" PRIu64 " values, %" PRIu64 " damaged; journal of %"
		    PRIu64 " entries %s\n", values, bad, entries, whole ? "whole" : why);
	} else {
		buf_putc(&d.out, '{');
		buf_member(&d.out, "store", store_dir(s), strlen(store_dir(s)));
		buf_member_num(&d.out, "values", (int64_t)values);
		buf_member_num(&d.out, "damaged", (int64_t)bad);
		buf_member_num(&d.out, "journal", (int64_t)entries);
		buf_member_raw(&d.out, "chain", whole ? "true" : "false", whole ? 4 : 5);
		buf_member(&d.out, "head", head, strlen(head));
		buf_puts(&d.out, "}\n");
	}
	store_close(s);
	print(&d.out);
	buf_free(&d.out);
}

static void
compact(void)
{
	unsigned wait = (unsigned)opt_common.wait;
	struct store *s = store_open(store_place(opt_common.store), STORE_WRITE, wait);
	struct buf out = { 0 };

	erase_compact(s, opt_now(), NULL, NULL, wait, &out);
	print(&out);
	buf_free(&out);
}

static void
pos(const char *name)
{
	struct store *s = open_store();
	struct buf b = { 0 };
	const char *val;
	size_t n;

	store_begin(s, 0);
	if (store_get(s, STORE_POSITION, name, strlen(name), &val, &n)) {
		buf_put(&b, val, n);
		buf_putc(&b, '\n');
	}
	store_abort(s);
	store_close(s);
	if (b.len == 0)
		status_warn(REFUSED, "nothing was taken from a source of this name: %s", name);
	print(&b);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	int verb = opt_start(&argc, &argv,
	    "Looks after the store: its size, tables and state.", verbs);

	if (argc < (verb == COPY || verb == POS))
		status_die(USAGE, "%s needs a %s", verbs[verb].name, verbs[verb].operands);
	if (argc > (verb == COPY || verb == POS))
		status_die(USAGE, "unexpected operand: %s", argv[verb == COPY || verb == POS]);
	switch (verb) {
	case SHOW:
		show();
		break;
	case INIT:
		init();
		break;
	case CHECK:
		check();
		break;
	case COPY: {
		struct store *s = open_store();

		store_copy(s, argv[0]);
		store_close(s);
		break;
	}
	case COMPACT:
		compact();
		break;
	case POS:
		pos(argv[0]);
		break;
	}
	return (int)status_worst();
}
