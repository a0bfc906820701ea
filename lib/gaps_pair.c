#include "gaps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "finding.h"
#include "gaps_int.h"
#include "keep.h"
#include "line.h"
#include "mem.h"
#include "record.h"
#include "retain.h"
#include "scan.h"
#include "segment.h"
#include "shelf.h"
#include "store.h"
#include "trace.h"
#include "when.h"

enum { NAMED = 1000 };			/* findings that name what is missing */

/* What the logs of one day published: ascending, each once. */
struct day {
	int day;
	uint64_t *pair;
	bool *kept;
	size_t pairs, room, left;
};

struct pairing {
	struct gaps *gaps;
	int log;			/* class of keep.h */
	const char *content;		/* name of the class */
	struct record_reader *reader;
	struct mem_arena arena;
	struct buf text;
	unsigned named;
};

/* ---- Segments. */

static void
id_of(const struct gaps_group *p, const struct gaps_item *i, char id[SEGMENT_ID])
{
	struct segment_name name = { .series = (enum segment_series)i->series, .day = i->day,
	    .number = i->number };

	memcpy(name.class, p->class, sizeof name.class);
	segment_id(&name, id);
}

/* Opened, with its index; NULL: it is not what was kept, which is said. */
static struct segment_file *
open_one(struct pairing *w, const struct gaps_group *p, struct gaps_item *i,
    const struct trace **t)
{
	struct retain *r = w->gaps->retain;
	struct segment_facts facts;
	struct shelf_entry e;
	struct segment_file *f = NULL;
	struct buf b = { 0 }, members;
	char id[SEGMENT_ID];
	const char *val;
	bool known;
	size_t n;

	id_of(p, i, id);
	store_begin(r->store, 0);
	known = shelf_get(r->store, id, &val, &n) && shelf_read(val, n, &e, &facts);
	store_abort(r->store);
	if (known && r->root != NULL)
		f = segment_read(r->root, id);
	if (f != NULL && (*t = segment_index(f, &facts)) != NULL)
		return f;
	buf_putc(&b, '{');
	buf_member(&b, "segment", id, strlen(id));
	members = (struct buf){ .s = b.s + 1, .len = b.len - 1 };
	if (w->gaps->calendar)
		members = (struct buf){ .s = id, .len = strlen(id) };
	if (!i->told)
		gaps_say(w->gaps, p->class, &members, f == NULL ? F_SEGMENT_MISSING :
		    F_SEGMENT_CHANGED, NULL);
	i->told = true;
	segment_read_end(f);
	buf_free(&b);
	return NULL;
}

/* First item of a day or later. */
static size_t
first_of(const struct gaps_group *p, int day)
{
	size_t low = 0, high = p->items, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (p->item[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* fn for each segment of a class that is there, of some days; false: one cannot be read, or is
 * gone, so that nothing is certain. */
static bool
each(struct pairing *w, const char *class, int from, int until, bool dated,
    void (*fn)(struct pairing *, struct day *, struct segment_file *, const struct trace *,
    const struct gaps_group *), struct day *d)
{
	const struct gaps *g = w->gaps;
	const struct trace *t;
	struct segment_file *f;
	bool good = true;
	size_t k, i;

	for (k = 0; k < g->groups; k++) {
		const struct gaps_group *p = g->group[k];

		if (strcmp(p->class, class) != 0 || (dated && g->opts->source != NULL &&
		    strcmp(p->source, g->opts->source) != 0))
			continue;
		for (i = first_of(p, from); i < p->items && p->item[i].day <= until; i++) {
			if (dated && (p->item[i].series != SEGMENT_DATED || p->item[i].gone))
				continue;
			if (p->item[i].gone) {
				good = false;
				continue;
			}
			f = open_one(w, p, &p->item[i], &t);
			good &= f != NULL;
			if (f != NULL)
				fn(w, d, f, t, p);
			segment_read_end(f);
		}
	}
	return good;
}

/* ---- Pairs. */

static void
publish(struct pairing *w, struct day *d, struct segment_file *f, const struct trace *t,
    const struct gaps_group *p)
{
	const uint64_t *pair;
	size_t n;

	(void)w, (void)f, (void)p;
	pair = trace_paired(t, &n);
	if (d->pairs + n > d->room) {
		d->room = (d->pairs + n) * 3 / 2;
		d->pair = mem_grow(d->pair, d->room, sizeof *d->pair);
	}
	if (n > 0)
		memcpy(d->pair + d->pairs, pair, n * sizeof *pair);
	d->pairs += n;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* In order, each once. */
static void
settle(struct day *d)
{
	size_t i, n = 0;

	if (d->pairs > 0)
		qsort(d->pair, d->pairs, sizeof *d->pair, by_value);
	for (i = 0; i < d->pairs; i++)
		if (n == 0 || d->pair[n - 1] != d->pair[i])
			d->pair[n++] = d->pair[i];
	d->pairs = d->left = n;
	free(d->kept);
	d->kept = mem_alloc(n);
}

/* What was published and is not kept yet, as far as is known: notes that it is. */
static bool
take(struct day *d, uint64_t pair)
{
	const uint64_t *at = pair == 0 || d->pairs == 0 ? NULL :
	    bsearch(&pair, d->pair, d->pairs, sizeof *d->pair, by_value);

	if (at == NULL || d->kept[at - d->pair])
		return false;
	d->kept[at - d->pair] = true;
	d->left--;
	return true;
}

static void
keep(struct pairing *w, struct day *d, struct segment_file *f, const struct trace *t,
    const struct gaps_group *p)
{
	const uint64_t *pair;
	size_t n, i;

	(void)w, (void)f, (void)p;
	pair = trace_paired(t, &n);
	for (i = 0; i < n && d->left > 0; i++)
		take(d, pair[i]);
}

/* ---- Naming. */

static void
member(struct pairing *w, struct buf *b, struct record *r, enum member m)
{
	struct piece t;

	if (record_text(r, m, &t))
		gaps_name(w->gaps, b, member_name(m), t.s, t.n);
}

static void
say_line(struct pairing *w, struct record *r, const struct gaps_group *p)
{
	struct buf b = { 0 }, members;

	buf_putc(&b, '{');
	gaps_name(w->gaps, &b, "class", p->class, strlen(p->class));
	if (*p->source != '\0')
		gaps_name(w->gaps, &b, "source", p->source, strlen(p->source));
	member(w, &b, r, M_TIME);
	member(w, &b, r, M_ACCOUNT);
	member(w, &b, r, record_has(r, M_CONTENT) ? M_CONTENT : M_DIGEST);
	members = (struct buf){ .s = b.s + 1, .len = b.len - 1 };
	gaps_say(w->gaps, p->class, &members, F_CONTENT_MISSING, NULL);
	w->named++;
	buf_free(&b);
}

/* The lines of a segment whose contents are missing. */
static void
name_lost(struct pairing *w, struct day *d, struct segment_file *f, const struct trace *t,
    const struct gaps_group *p)
{
	struct record r = { .arena = &w->arena };
	struct line l;
	const char *s, *end, *nl;
	size_t at;
	uint32_t frame;

	for (frame = 0; frame < trace_frames(t); frame++) {
		w->text.len = 0;
		if (d->left == 0 || w->named >= NAMED || !segment_text(f, frame, &w->text))
			continue;
		memset(buf_room(&w->text, SCAN_PAD), 0, SCAN_PAD);
		mem_reset(&w->arena);
		end = w->text.s + w->text.len;
		for (s = w->text.s; s < end; s = nl + 1) {
			nl = memchr(s, '\n', (size_t)(end - s));
			nl = nl != NULL ? nl : end;
			if (record_read(w->reader, &r, s, (size_t)(nl - s), &at) != NULL)
				continue;
			line_look(&r, w->gaps->retain->keep, w->log, &l);
			if (w->named < NAMED && take(d, l.pair))
				say_line(w, &r, p);
		}
	}
}

/* Those of a day that were not named. */
static void
say_rest(struct pairing *w, const struct day *d)
{
	const char *class = keep_name(w->gaps->retain->keep, (unsigned)w->log);
	char day[WHEN_TEXT];
	struct buf b = { 0 }, members;

	when_day_text(d->day, day);
	buf_putc(&b, '{');
	if (w->gaps->calendar) {
		buf_printf(&b, "%s %s, %zu more", class, day, d->left);
	} else {
		buf_member(&b, "class", class, strlen(class));
		buf_member(&b, "day", day, strlen(day));
		buf_member_num(&b, "contents", (int64_t)d->left);
	}
	members = (struct buf){ .s = b.s + 1, .len = b.len - 1 };
	gaps_say(w->gaps, class, &members, F_CONTENT_MISSING,
	    "published, and their contents were not kept");
	buf_free(&b);
}

static void
pair_day(struct pairing *w, struct day *d)
{
	const char *log = keep_name(w->gaps->retain->keep, (unsigned)w->log);

	d->pairs = 0;
	each(w, log, d->day, d->day, true, publish, d);
	if (d->pairs == 0)
		return;
	settle(d);
	if (!each(w, w->content, d->day - 1, d->day + 1, false, keep, d) || d->left == 0)
		return;
	if (w->named < NAMED)
		each(w, log, d->day, d->day, true, name_lost, d);
	if (d->left > 0)
		say_rest(w, d);
}

void
gaps_pair(struct gaps *g)
{
	const struct keep *k = g->retain->keep;
	struct pairing w = { .gaps = g, .log = -1 };
	struct day d = { 0 };
	unsigned i;

	for (i = 0; i < keep_classes(k); i++) {
		if (keep_is_log(k, i))
			w.log = (int)i;
		if (keep_is_content(k, i))
			w.content = keep_name(k, i);
	}
	if (w.log < 0 || w.content == NULL || (g->opts->class != NULL &&
	    strcmp(g->opts->class, w.content) != 0 &&
	    strcmp(g->opts->class, keep_name(k, (unsigned)w.log)) != 0))
		return;
	w.reader = record_reader_new();
	record_reader_loose(w.reader);
	for (d.day = g->from > g->floor ? g->from : g->floor; d.day <= g->until; d.day++)
		pair_day(&w, &d);
	record_reader_free(w.reader);
	mem_end(&w.arena);
	buf_free(&w.text);
	free(d.pair);
	free(d.kept);
}
