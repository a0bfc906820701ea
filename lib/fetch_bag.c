#include "fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bag.h"
#include "buf.h"
#include "fetch_int.h"
#include "mem.h"
#include "policy.h"
#include "retain.h"
#include "segment.h"
#include "spool.h"
#include "status.h"
#include "when.h"

enum { NAME_CASE = 64, MOST = 10000 };

struct fetch_bag {
	const struct fetch_opts *opts;
	enum bag_format format;
	int lines, segments;		/* scratch files */
	uint64_t lines_size, segments_size, count, missing, changed;
	struct buf row;
};

struct fetch_bag *
fetch_bag_new(const struct fetch_opts *o)
{
	static const char heading[] = "segment,state,found,lines,first,last,size,sha256,sm3"
	    "\r\n";
	struct fetch_bag *b = mem_alloc(sizeof *b);
	struct stat st;

	b->opts = o;
	b->format = BAG_ZIP;
	if (o->format != NULL && !bag_format_read(o->format, &b->format))
		status_die(USAGE, "--format: zip, tar.zst or tar.gz, not %s", o->format);
	if (stat(o->dir, &st) != 0)
		status_die(USAGE, "cannot make an archive in %s:", o->dir);
	if (!S_ISDIR(st.st_mode))
		status_die(USAGE, "not a directory: %s", o->dir);
	b->lines = spool_file(o->dir);
	b->segments = spool_file(o->dir);
	spool_write(b->segments, o->dir, heading, sizeof heading - 1);
	b->segments_size = sizeof heading - 1;
	return b;
}

void
fetch_bag_segments(struct fetch_bag *b, const struct fetch_want *w, size_t count)
{
	char first[WHEN_TEXT], last[WHEN_TEXT];

	b->row.len = 0;
	for (; count > 0; count--, w++) {
		*first = *last = '\0';
		if (w->facts->last >= w->facts->first) {
			when_text(w->facts->first, first);
			when_text(w->facts->last, last);
		}
		buf_printf(&b->row, "%s,%s,%ju,%ju,%s,%s,%ju,%s,%s\r\n", w->id, w->state,
		    (uintmax_t)w->found, (uintmax_t)w->facts->lines, first, last,
		    (uintmax_t)w->facts->size, w->facts->sha256, w->facts->sm3);
		b->count += *w->state != 'p';
		b->missing += *w->state == 'm';
		b->changed += *w->state == 'c';
	}
	spool_write(b->segments, b->opts->dir, b->row.s, b->row.len);
	b->segments_size += b->row.len;
}

void
fetch_bag_lines(struct fetch_bag *b, const struct buf *text)
{
	spool_write(b->lines, b->opts->dir, text->s, text->len);
	b->lines_size += text->len;
}

/* beian_PLATFORM_inspection_CASE_DAY, with a number when one of that name is there. */
static char *
name(const struct fetch_bag *b, struct retain *r)
{
	struct buf stem = { 0 }, path = { 0 };
	const char *s = b->opts->number;
	struct stat st;
	unsigned i;
	size_t n;
	int y, m, d;

	buf_printf(&stem, "beian_%s_inspection_", policy_string(r->policy, "platform.code"));
	for (n = stem.len; *s != '\0' && stem.len - n < NAME_CASE; s++) {
		bool plain = (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
		    (*s >= 'A' && *s <= 'Z') || *s == '-';

		if (plain || stem.s[stem.len - 1] != '_')
			buf_putc(&stem, plain ? *s : '_');
	}
	if (stem.s[stem.len - 1] != '_')
		buf_putc(&stem, '_');
	when_civil(when_day_of(r->now), &y, &m, &d);
	buf_printf(&stem, "%04d%02d%02d", y, m, d);
	for (n = stem.len, i = 1; i < MOST; i++) {
		stem.len = n;
		if (i > 1)
			buf_printf(&stem, "_%u", i);
		path.len = 0;
		buf_printf(&path, "%s/%s%s", b->opts->dir, buf_text(&stem),
		    bag_suffix(b->format));
		if (lstat(buf_text(&path), &st) != 0)
			break;
	}
	buf_free(&path);
	buf_text(&stem);
	return stem.s;
}

static void
number(struct bag *g, const char *label, uint64_t n)
{
	char text[24];

	snprintf(text, sizeof text, "%ju", (uintmax_t)n);
	bag_info(g, label, text);
}

static void
describe(const struct fetch_bag *b, struct bag *g, struct retain *r, const char *asked,
    const char *head, uint64_t lines)
{
	char text[WHEN_TEXT];

	bag_info(g, "Source-Organization", policy_string(r->policy, "platform.name"));
	bag_info(g, "External-Description", "Logs and contents for an inspection "
	    "(PA-16-1, GR-13-1)");
	when_day_text(when_day_of(r->now), text);
	bag_info(g, "Bagging-Date", text);
	bag_info(g, "Case", b->opts->number);
	bag_info(g, "Asked-By", r->by);
	if (b->opts->reason != NULL)
		bag_info(g, "Reason", b->opts->reason);
	bag_info(g, "Query", asked);
	bag_info(g, "Made-At", when_text(r->now, text));
	number(g, "Lines", lines);
	number(g, "Segments", b->count);
	number(g, "Segments-Missing", b->missing);
	number(g, "Segments-Changed", b->changed);
	bag_info(g, "Policy-SM3", policy_digest(r->policy));
	bag_info(g, "Journal-Head-SM3", head);
	bag_info(g, "Bag-Software-Agent", "beian " VERSION);
}

void
fetch_bag_close(struct fetch_bag *b, struct retain *r, const char *asked, const char *head,
    uint64_t lines, struct buf *out)
{
	const struct fetch_opts *o = b->opts;
	char digest[129], *stem = name(b, r), *dir;
	struct buf file = { 0 };
	struct bag *g = bag_new(o->dir, stem, b->format, 0, r->now);
	uint64_t size;

	bag_add_file(g, "lines.jsonl", b->lines, b->lines_size);
	bag_add_file(g, "segments.csv", b->segments, b->segments_size);
	describe(b, g, r, asked, head, lines);
	bag_finish(g, digest, &size);
	buf_printf(&file, "%s%s", stem, bag_suffix(b->format));
	if (!bag_publish(g)) {
		status_warn(REFUSED, "another file stands at %s/%s", o->dir, buf_text(&file));
	} else {
		dir = realpath(o->dir, NULL);
		buf_putc(out, '{');
		buf_member(out, "case", o->number, strlen(o->number));
		buf_member(out, "file", file.s, file.len);
		buf_member(out, "dir", dir != NULL ? dir : o->dir,
		    strlen(dir != NULL ? dir : o->dir));
		buf_member_num(out, "lines", (int64_t)lines);
		buf_member_num(out, "segments", (int64_t)b->count);
		buf_member_num(out, "missing", (int64_t)b->missing);
		buf_member_num(out, "changed", (int64_t)b->changed);
		buf_member_num(out, "size", (int64_t)size);
		buf_member(out, "sha256", digest, strlen(digest));
		buf_puts(out, ",\"state\":\"published\"}\n");
		free(dir);
	}
	close(b->lines);
	close(b->segments);
	buf_free(&b->row);
	buf_free(&file);
	free(stem);
	free(b);
}
