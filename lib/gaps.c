#include "gaps.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "entry.h"
#include "gaps_int.h"
#include "keep.h"
#include "mem.h"
#include "retain.h"
#include "seal.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"
#include "trace.h"
#include "when.h"

enum { HASHES = 4096, LONGEST = 1 << 20 };

struct reading {
	struct gaps *gaps;
	struct gaps_group **hash, **all;
	size_t count, room;
	struct mem_arena arena;
	bool gone;
};

/* ---- What is and was there. */

static struct gaps_group *
group(struct reading *w, const char *class, const char *source, size_t n)
{
	struct gaps_group **at, *p;
	char *text;

	at = &w->hash[trace_pair(class, strlen(class), source, n) % HASHES];
	for (p = *at; p != NULL; p = p->next)
		if (strcmp(p->class, class) == 0 && strlen(p->source) == n &&
		    memcmp(p->source, source, n) == 0)
			return p;
	p = mem_alloc(sizeof *p);
	strcpy(p->class, class);
	text = mem_piece(&w->arena, n + 1);
	memcpy(text, source, n);
	text[n] = '\0';
	p->source = text;
	p->first = INT32_MAX;
	p->since = INT32_MIN;
	p->next = *at;
	*at = p;
	if (w->count == w->room) {
		w->room = w->room * 2 + 16;
		w->all = mem_grow(w->all, w->room, sizeof *w->all);
	}
	w->all[w->count++] = p;
	return p;
}

static void
add(struct gaps_group *p, const struct segment_name *name, const struct shelf_entry *e,
    bool gone)
{
	const struct segment_facts *f = e->facts;
	struct gaps_item *i;

	if (p->items == p->room) {
		p->room = p->room * 2 + 64;
		p->item = mem_grow(p->item, p->room, sizeof *p->item);
	}
	i = &p->item[p->items++];
	*i = (struct gaps_item){ .day = name->day, .number = name->number,
	    .series = (uint8_t)name->series, .gone = gone, .lines = f->lines,
	    .bytes = f->bytes, .first = f->first, .last = f->last };
	memcpy(i->sha256, f->sha256, sizeof i->sha256);
}

static bool
entry_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct reading *w = arg;
	struct gaps *g = w->gaps;
	struct segment_facts facts;
	struct segment_name name;
	struct shelf_entry e;
	struct gaps_group *p;

	if (!segment_name(key, klen, &name) || !shelf_read(val, n, &e, &facts))
		status_die(FAILED, "store damaged: entry of segment %.*s: %s", (int)klen, key,
		    store_dir(g->retain->store));
	/* What was merged is there, or was, as that into which it went. */
	if (w->gone && entry_is(val, n, "why", "merged", 6))
		return true;
	p = group(w, name.class, e.source != NULL ? e.source : "",
	    e.source != NULL ? e.source_n : 0);
	if (name.series == SEGMENT_DATED && name.day < p->first)
		p->first = name.day;
	/* a day more on each side: a content may come before midnight and its log after */
	if (name.day >= g->from - 1 && name.day <= g->until + 1)
		add(p, &name, &e, w->gone);
	return true;
}

static void
policy_sources(struct reading *w)
{
	const struct keep *k = w->gaps->retain->keep;
	const char *const *s;
	struct gaps_group *p;
	unsigned i;

	for (i = 0; i < keep_classes(k); i++)
		for (s = keep_sources(k, i); *s != NULL; s++) {
			p = group(w, keep_name(k, i), *s, strlen(*s));
			p->named = true;
			p->since = keep_since(k, i);
		}
}

static int
by_name(const void *a, const void *b)
{
	const struct gaps_group *x = *(struct gaps_group *const *)a,
	    *y = *(struct gaps_group *const *)b;
	int c = strcmp(x->class, y->class);

	return c != 0 ? c : strcmp(x->source, y->source);
}

static int
by_day(const void *a, const void *b)
{
	const struct gaps_item *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->series != y->series)
		return x->series < y->series ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
read_all(struct reading *w)
{
	struct gaps *g = w->gaps;
	struct store *s = g->retain->store;
	size_t i;

	w->hash = mem_alloc(HASHES * sizeof(struct gaps_group *));
	store_begin(s, 0);
	store_walk(s, STORE_SEGMENT, "", 0, NULL, 0, entry_one, w);
	w->gone = true;
	store_walk(s, STORE_GONE, "", 0, NULL, 0, entry_one, w);
	store_abort(s);
	policy_sources(w);
	if (w->count > 0)
		qsort(w->all, w->count, sizeof *w->all, by_name);
	for (i = 0; i < w->count; i++)
		if (w->all[i]->items > 0)
			qsort(w->all[i]->item, w->all[i]->items, sizeof *w->all[i]->item,
			    by_day);
	g->group = w->all;
	g->groups = w->count;
}

static void
forget(struct reading *w)
{
	size_t i;

	for (i = 0; i < w->count; i++) {
		free(w->all[i]->item);
		free(w->all[i]);
	}
	free(w->all);
	free(w->hash);
	mem_end(&w->arena);
}

/* ---- Days. */

/* Is something expected of a day? */
static bool
expects(const struct gaps *g, const struct gaps_group *p, int day)
{
	int begins = p->first;

	if (p->named && p->since != INT32_MIN)
		begins = p->since;
	else if (p->named && p->first == INT32_MAX)
		begins = g->floor;
	return day >= begins && day >= g->floor && day < when_day_of(g->retain->as_of);
}

static void
count(struct gaps_day *d, const struct gaps_item *i)
{
	if (i->last >= i->first && (d->segments == 0 || d->last < d->first)) {
		d->first = i->first;
		d->last = i->last;
	} else if (i->last >= i->first) {
		d->first = i->first < d->first ? i->first : d->first;
		d->last = i->last > d->last ? i->last : d->last;
	}
	d->lines += i->lines;
	d->bytes += i->bytes;
	d->segments++;
	d->pruned += i->gone;
}

void
gaps_days(const struct gaps *g, const struct gaps_group *p, struct gaps_day *day)
{
	struct seal_hash *sum = seal_hash_new(SEAL_SHA256);
	struct buf text = { 0 };
	char hex[129];
	size_t i, k = 0;
	int at, y, m, d;

	for (at = g->from; at <= g->until; at++) {
		struct gaps_day *o = &day[at - g->from];

		*o = (struct gaps_day){ .first = 0, .last = -1,
		    .expected = expects(g, p, at) };
		for (; k < p->items && p->item[k].day < at; k++)
			;
		for (i = k; i < p->items && p->item[i].day == at; i++) {
			const struct gaps_item *it = &p->item[i];

			/* held lines were counted where they came */
			if (it->series == SEGMENT_UNDATED)
				o->undated += it->lines;
			if (it->series != SEGMENT_DATED)
				continue;
			count(o, it);
			text.len = 0;
			/* the name of a file, as `sha256sum` writes it */
			when_civil(at, &y, &m, &d);
			buf_printf(&text, "%s  %02d-%04u.jsonl.zst\n", it->sha256, d,
			    it->number);
			seal_hash_update(sum, text.s, text.len);
		}
		seal_hash_final(sum, hex);
		memcpy(o->digest, hex, 64);
	}
	seal_hash_free(sum);
	buf_free(&text);
}

static void
window(struct gaps *g)
{
	const struct retain *r = g->retain;
	int today = when_day_of(r->as_of);

	/* the first day whose lines may not go yet */
	for (g->floor = today - 240; keep_last(r->keep, g->floor, KEEP_FLOOR) < today; )
		g->floor++;
	g->from = g->opts->from == INT32_MIN ? g->floor : g->opts->from;
	g->until = g->opts->until == INT32_MAX ? today - 1 : g->opts->until;
	if (g->until < g->from)
		g->until = g->from - 1;
	if (g->until - g->from >= LONGEST)
		status_die(USAGE, "--from, --until: more than %d days", LONGEST);
}

/* A source that is asked for is one of which there was something, or that the policy names. */
static void
known_source(const struct gaps *g)
{
	const struct gaps_opts *o = g->opts;
	size_t i;

	if (o->source == NULL)
		return;
	for (i = 0; i < g->groups; i++)
		if (strcmp(g->group[i]->source, o->source) == 0 &&
		    (o->class == NULL || strcmp(g->group[i]->class, o->class) == 0))
			return;
	status_die(USAGE, "--of: nothing%s%s ever came from such a source, nor does the "
	    "policy name it: %s", o->class != NULL ? " of " : "",
	    o->class != NULL ? o->class : "", o->source);
}

void
gaps_run(struct retain *r, const struct gaps_opts *o)
{
	struct buf out = { 0 }, found = { 0 };
	struct gaps g = { .retain = r, .opts = o, .out = &out, .found = &found,
	    .calendar = o->calendar || (!o->json && isatty(STDOUT_FILENO)) };
	struct reading w = { .gaps = &g };
	struct gaps_day *day;
	size_t i;

	window(&g);
	if (r->root != NULL)
		segment_share(r->root);
	read_all(&w);
	known_source(&g);
	day = mem_grow(NULL, (size_t)(g.until - g.from) + 2, sizeof *day);
	for (i = 0; i < g.groups; i++) {
		if ((o->class != NULL && strcmp(o->class, g.group[i]->class) != 0) ||
		    (o->source != NULL && strcmp(o->source, g.group[i]->source) != 0))
			continue;
		gaps_days(&g, g.group[i], day);
		gaps_show(&g, g.group[i], day);
		buf_send(&out, STDOUT_FILENO, "standard output");
		out.len = 0;
	}
	gaps_pair(&g);
	if (g.calendar)
		gaps_legend(&g);
	buf_send(&out, STDOUT_FILENO, "standard output");
	buf_send(&found, STDOUT_FILENO, "standard output");
	if (r->root != NULL)
		segment_leave(r->root);
	free(day);
	forget(&w);
	buf_free(&out);
	buf_free(&found);
}
