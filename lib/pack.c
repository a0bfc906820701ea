#include "pack.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bag.h"
#include "buf.h"
#include "cover.h"
#include "form.h"
#include "mem.h"
#include "sheet.h"
#include "spool.h"
#include "status.h"
#include "template.h"
#include "text.h"
#include "when.h"

#define BLOCK ((size_t)256 * 1024)

/* A file that grows by blocks. */
struct part {
	int fd;
	const char *dir;
	struct buf b;
	iconv_t to;		/* (iconv_t)-1: bytes as they are */
	struct buf other;
};

static void
flush(struct part *p)
{
	char *in = p->b.s, *out;
	size_t left = p->b.len, room;

	if (p->b.len == 0)
		return;
	if (p->to == (iconv_t)-1) {
		spool_write(p->fd, p->dir, p->b.s, p->b.len);
	} else {
		/* GB18030 has all of Unicode, four bytes at most for each */
		room = p->b.len * 2 + 16;
		p->other.len = 0;
		out = buf_room(&p->other, room);
		if (iconv(p->to, &in, &left, &out, &room) == (size_t)-1)
			status_die(FAILED, "cannot convert to GB18030:");
		spool_write(p->fd, p->dir, p->other.s, (size_t)(out - p->other.s));
	}
	p->b.len = 0;
}

/* A row of CSV is never cut: blocks end between rows. */
static void
row_done(struct part *p)
{
	if (p->b.len >= BLOCK)
		flush(p);
}

/*
 * What a spreadsheet takes for a formula: = + - @ TAB CR, and the first four in full width
 * (U+FF1D U+FF0B U+FF0D U+FF20).
 */
static bool
formula(const char *s)
{
	return (*s != '\0' && strchr("=+-@\t\r", *s) != NULL) ||
	    strncmp(s, "\xef\xbc\x9d", 3) == 0 || strncmp(s, "\xef\xbc\x8b", 3) == 0 ||
	    strncmp(s, "\xef\xbc\x8d", 3) == 0 || strncmp(s, "\xef\xbc\xa0", 3) == 0;
}

/* RFC 4180. */
static void
csv_cell(struct buf *b, const char *s, bool first)
{
	bool defuse = formula(s);

	if (!first)
		buf_putc(b, ',');
	if (s[strcspn(s, ",\"\r\n")] == '\0' && *s != ' ' && !defuse) {
		buf_puts(b, s);
		return;
	}
	buf_putc(b, '"');
	if (defuse)
		buf_putc(b, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_putc(b, '"');
		buf_putc(b, *s);
	}
	buf_putc(b, '"');
}

/* A cell that a spreadsheet can hold: s, or a cut copy in `cut`. */
static const char *
sheet_cell(const char *s, struct buf *cut)
{
	const char *at = s, *end;
	size_t n = strlen(s), units = 0;
	uint32_t c;

	if (n <= SHEET_CELL)
		return s;
	for (end = s + n; at < end; ) {
		const char *was = at;

		c = text_next(&at, end);
		units += c > 0xffff ? 2 : 1;
		if (units > SHEET_CELL - 1) {
			cut->len = 0;
			buf_put(cut, s, (size_t)(was - s));
			buf_puts(cut, "…");
			return buf_text(cut);
		}
	}
	return s;
}

struct table {
	struct part csv, lines;
	struct sheet *sheet;
	int sheet_fd;
	struct buf cut[128];	/* per column: what is too long for a spreadsheet */
	uint64_t seq;
};

static void
write_row(struct pack *p, struct table *t, const char **text)
{
	const struct template *m = p->cover->template;
	const char *shown[128];
	char seq[24];
	size_t i;
	unsigned change = (unsigned)(*text[0] - '0');
	static const char *const machine[] = { "same", "new", "changed", "gone" };

	snprintf(seq, sizeof seq, "%ju", (uintmax_t)++t->seq);
	for (i = 0; i < m->count; i++) {
		const struct template_column *c = &m->column[i];
		const char *value = text[PACK_LEAD + i], *raw = value;

		if (strcmp(c->member, "seq") == 0)
			raw = value = seq;
		else if (strcmp(c->member, "change") == 0) {
			raw = machine[change];
			value = cover_change(change);
		} else
			value = template_word(m, i, value);
		shown[i] = value;
		csv_cell(&t->csv.b, value, i == 0);
		buf_puts(&t->lines.b, i == 0 ? "{\"" : ",\"");
		buf_puts(&t->lines.b, c->member);
		buf_puts(&t->lines.b, "\":");
		buf_json(&t->lines.b, raw, strlen(raw));
	}
	buf_puts(&t->csv.b, "\r\n");
	buf_puts(&t->lines.b, "}\n");
	row_done(&t->csv);
	row_done(&t->lines);
	for (i = 0; i < m->count; i++)
		shown[i] = sheet_cell(shown[i], &t->cut[i]);
	sheet_row(t->sheet, shown);
}

static void
write_table(struct pack *p, const struct cover_run *run, bool gb18030, struct table *t)
{
	const struct template *m = p->cover->template;
	const char *heading[128], *text[PACK_LEAD + 128];
	unsigned char width[128];
	size_t i;

	memset(t, 0, sizeof *t);
	t->csv.to = t->lines.to = (iconv_t)-1;
	t->csv.dir = t->lines.dir = run->dir;
	t->csv.fd = spool_file(run->dir);
	t->lines.fd = spool_file(run->dir);
	t->sheet_fd = spool_file(run->dir);
	if (gb18030) {
		t->csv.to = iconv_open("GB18030", "UTF-8");
		if (t->csv.to == (iconv_t)-1)
			status_die(FAILED, "no conversion to GB18030:");
	} else
		buf_puts(&t->csv.b, "\xef\xbb\xbf");
	for (i = 0; i < m->count; i++) {
		heading[i] = m->column[i].title;
		width[i] = m->column[i].width;
		csv_cell(&t->csv.b, heading[i], i == 0);
	}
	buf_puts(&t->csv.b, "\r\n");
	t->sheet = sheet_new(t->sheet_fd, run->dir, m->kind, heading, width, m->count,
	    run->now);
	spool_rewind(p->rows);
	while (spool_get(p->rows, text, PACK_LEAD + m->count))
		write_row(p, t, text);
	spool_rewind(p->gone);
	while (spool_get(p->gone, text, PACK_LEAD + m->count))
		write_row(p, t, text);
	flush(&t->csv);
	flush(&t->lines);
	sheet_close(t->sheet);
	if (t->csv.to != (iconv_t)-1)
		iconv_close(t->csv.to);
	buf_free(&t->csv.b);
	buf_free(&t->csv.other);
	buf_free(&t->lines.b);
	for (i = 0; i < m->count; i++)
		buf_free(&t->cut[i]);
}

/* A member of data/: bytes, or (fn) several that have their folder's name in common. */
struct member {
	char name[64];
	int fd;			/* -1: none */
	const char *s;
	size_t n;
	void (*fn)(struct pack *, const struct cover_run *);
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct member *)a)->name, ((const struct member *)b)->name);
}

static void
add_member(struct pack *p, const struct cover_run *run, const struct member *m)
{
	struct stat st;

	if (m->fn != NULL)
		m->fn(p, run);
	else if (m->fd < 0)
		bag_add(p->bag, m->name, m->s, m->n);
	else {
		if (fstat(m->fd, &st) != 0)
			status_die(FAILED, "cannot look at a part of %s:", p->cover->name);
		bag_add_file(p->bag, m->name, m->fd, (uint64_t)st.st_size);
		close(m->fd);
	}
}

static void
documents(struct pack *p, const struct cover_run *run)
{
	char name[64];
	size_t i;

	(void)run;
	for (i = 0; i < p->files; i++) {
		snprintf(name, sizeof name, "documents/%04u.%s", p->file[i].number,
		    p->file[i].suffix);
		bag_add_file(p->bag, name, p->file[i].fd, p->file[i].size);
	}
}

static void
forms(struct pack *p, const struct cover_run *run)
{
	const struct template *m = p->cover->template;
	const char *text[PACK_LEAD + 128], *title[128], *value[128];
	char day[WHEN_TEXT], name[FORM_NAME];
	struct form f = { .title = cover_kind(m->kind), .label = cover_to_label(p->cover),
		.office = cover_to(p->cover, run), .platform = run->platform,
		.responsible = run->responsible, .contact = run->contact,
		.clause = p->cover->clause,
		.number = p->cover->name, .day = when_day_text(when_day_of(run->now), day) };
	struct buf page = { 0 };
	uint64_t row = 0;
	size_t i, n;

	spool_rewind(p->rows);
	while (spool_get(p->rows, text, PACK_LEAD + m->count)) {
		row++;
		for (i = n = 0; i < m->count; i++) {
			if (strcmp(m->column[i].member, "seq") == 0)
				continue;	/* the form's own number says it */
			title[n] = m->column[i].title;
			value[n++] = strcmp(m->column[i].member, "change") == 0 ?
			    cover_change((unsigned)(*text[0] - '0')) :
			    template_word(m, i, text[PACK_LEAD + i]);
		}
		page.len = 0;
		form_html(&page, &f, row, title, value, n);
		form_name(row, name);
		bag_add(p->bag, name, page.s, page.len);
	}
	buf_free(&page);
}

static void
info(void *arg, const char *label, const char *value)
{
	bag_info(arg, label, value);
}

void
pack_make(struct pack *p, const struct cover_run *run, int format, int level, bool gb18030)
{
	const char *kind = p->cover->template->kind;
	struct table t;
	struct buf cover = { 0 }, package = { 0 };
	struct member m[8] = { 0 };
	size_t n, i;

	write_table(p, run, gb18030, &t);
	cover_write(&cover, p->cover, run);
	cover_package(&package, p->cover, run, gb18030);
	m[0] = (struct member){ .fd = t.csv.fd };
	m[1] = (struct member){ .fd = t.lines.fd };
	m[2] = (struct member){ .fd = t.sheet_fd };
	for (n = 0; n < 3; n++)
		snprintf(m[n].name, sizeof m[n].name, "%s.%s", kind,
		    n == 0 ? "csv" : n == 1 ? "jsonl" : "xlsx");
	m[n++] = (struct member){ "cover.html", -1, cover.s, cover.len, NULL };
	m[n++] = (struct member){ "datapackage.json", -1, package.s, package.len, NULL };
	m[n++] = (struct member){ "policy.json", -1, run->policy, run->policy_len, NULL };
	if (p->files > 0)
		m[n++] = (struct member){ .name = "documents/", .fn = documents };
	if (p->cover->template->forms && spool_rows(p->rows) > FORM_MOST)
		status_warn(REFUSED, "%s: no forms: %ju rows are more than %d in one archive",
		    p->cover->name, (uintmax_t)spool_rows(p->rows), (int)FORM_MOST);
	else if (p->cover->template->forms)
		m[n++] = (struct member){ .name = "forms/", .fn = forms };
	p->bag = bag_new(run->dir, p->cover->name, (enum bag_format)format, level, run->now);
	cover_info(p->cover, run, info, p->bag);
	/* in the order of their names, which depends on the kind */
	qsort(m, n, sizeof *m, by_name);
	for (i = 0; i < n; i++)
		add_member(p, run, &m[i]);
	buf_free(&cover);
	buf_free(&package);
	bag_finish(p->bag, p->digest, &p->size);
}
