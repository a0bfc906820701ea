#include "prune.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "finding.h"
#include "hold.h"
#include "journal.h"
#include "keep.h"
#include "mem.h"
#include "policy.h"
#include "prune_int.h"
#include "refer.h"
#include "retain.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"
#include "when.h"

enum { TRIES = 16 };			/* to decide a group that others change meanwhile */

struct body {
	struct prune_one one;
	struct segment_name name;
	struct segment_facts facts, copied;
	struct shelf_entry entry;
	struct buf by;
	char id[SEGMENT_ID], into[SEGMENT_ID];
};

struct group {
	struct prune *p;
	struct body *body;
	size_t count, most;
	struct buf *last;
};

/* ---- Which are looked at. */

/* What the entry says, anew; false: it is none. */
static bool
set(struct prune *p, struct body *b, const char *val, size_t n)
{
	struct prune_one *s = &b->one;
	int last;

	free(s->val);
	*s = (struct prune_one){ .id = b->id, .name = &b->name, .val = mem_copy(val, n),
	    .n = n, .facts = &b->facts, .entry = &b->entry, .by = &b->by, .into = b->into,
	    .copied = &b->copied };
	if (!shelf_read(s->val, n, &b->entry, &b->facts))
		return false;
	s->class = keep_find(p->r->keep, b->name.class, strlen(b->name.class));
	s->until = b->entry.until;
	/* What was pinned stays; a longer term of today's policy counts too. */
	if (s->until < p->today || p->look) {
		last = keep_until(p->r->keep, s->class, b->name.day,
		    when_day_of(b->entry.received));
		s->until = last > s->until ? last : s->until;
	}
	s->state = s->until < p->today ? PRUNE_GOES : PRUNE_KEPT;
	return true;
}

static bool
collect(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct group *g = arg;
	struct body *b = &g->body[g->count];

	if (g->last->len == klen && memcmp(g->last->s, key, klen) == 0)
		return true;
	if (g->count == g->most)
		return false;
	if (!segment_name(key, klen, &b->name))
		return true;
	memcpy(b->id, key, klen);
	b->id[klen] = '\0';
	/* What this run makes of held lines was judged. */
	if (set(g->p, b, val, n) && b->entry.journal <= g->p->journal &&
	    (b->one.state == PRUNE_GOES || g->p->look))
		g->count++;
	return true;
}

static bool
acts(const struct prune_one *s)
{
	return s->state == PRUNE_GOES || s->state == PRUNE_PART || s->lost;
}

/* ---- The transaction. */

/* Has nothing changed that was decided upon?  What has is read anew. */
static bool
same(struct prune *p, struct group *g, size_t n)
{
	struct hold_set *holds = hold_load(p->r->store);
	struct refer_set *refers = refer_load(p->r->store, p->r->now);
	bool yes = hold_same(holds, p->holds) && refer_same(refers, p->refers);
	const char *val;
	size_t i, len;

	for (i = 0; i < n; i++) {
		struct body *b = &g->body[i];

		if (!shelf_get(p->r->store, b->id, &val, &len)) {
			yes &= b->one.state == PRUNE_LEFT;
			b->one.state = PRUNE_LEFT;
		} else if (len != b->one.n || memcmp(val, b->one.val, len) != 0) {
			yes = false;
			if (!set(p, b, val, len))
				b->one.state = PRUNE_LEFT;
		}
	}
	hold_free(yes ? holds : p->holds);
	refer_free(yes ? refers : p->refers);
	if (!yes) {
		p->holds = holds;
		p->refers = refers;
	}
	return yes;
}

static void
item(struct buf *b, const char *id, const struct segment_facts *f)
{
	buf_puts(b, b->len > 0 ? ",[" : "[");
	buf_json(b, id, strlen(id));
	buf_printf(b, ",%llu,\"%s\"", (unsigned long long)f->lines, f->sha256);
}

static void
bury(struct prune *p, struct group *g, size_t n)
{
	struct store *s = p->r->store;
	struct shelf_end end = { .at = p->r->now, .by = p->r->by,
	    .policy = policy_digest(p->r->policy) };
	struct buf gone = { 0 }, kept = { 0 }, what = { 0 };
	char head[JOURNAL_HEAD], day[WHEN_TEXT];
	struct shelf_entry e;
	size_t i;

	end.journal = (int64_t)journal_head(s, head) + 1;
	for (i = 0; i < n; i++) {
		struct body *b = &g->body[i];

		if (!acts(&b->one))
			continue;
		end.into = b->one.state == PRUNE_PART ? b->into : NULL;
		end.kept = end.into != NULL ? b->one.kept : 0;
		end.why = end.into != NULL ? "held" : b->one.state == PRUNE_MISSING ?
		    "missing" : b->one.state == PRUNE_CHANGED ? "changed" : "pruned";
		if (end.into != NULL) {
			e = b->entry;
			e.facts = &b->copied;
			e.journal = end.journal;
			shelf_put(s, b->into, &e);
			item(&kept, b->into, &b->copied);
			buf_printf(&kept, ",\"%s\"]", b->id);
		}
		shelf_bury(s, b->id, &end);
		item(&gone, b->id, &b->facts);
		buf_printf(&gone, ",\"%s\"]", when_day_text(b->entry.until, day));
	}
	buf_puts(&what, "{\"pruned\":[");
	buf_put(&what, gone.s, gone.len);
	buf_puts(&what, "],\"kept\":[");
	buf_put(&what, kept.s, kept.len);
	buf_puts(&what, "]}");
	journal_put(s, p->r->now, p->r->by, "prune", end.policy, what.s, what.len);
	buf_free(&gone);
	buf_free(&kept);
	buf_free(&what);
}

/* A dry run says the ids that the real one would give. */
static void
number(struct prune *p, struct body *b)
{
	struct segment_name name = b->name;
	struct shelf_entry e = b->entry;

	name.series = SEGMENT_HELD;
	name.number = shelf_number(p->r->store, &name);
	segment_id(&name, b->into);
	b->copied = b->facts;
	b->copied.lines = b->one.kept;
	e.facts = &b->copied;
	shelf_put(p->r->store, b->into, &e);
}

static void
scrap(struct prune *p, struct group *g)
{
	size_t i;

	for (i = 0; i < g->count; i++) {
		if (*g->body[i].into != '\0' && !store_dry(p->r->store))
			segment_remove(p->r->root, g->body[i].into);
		*g->body[i].into = '\0';
	}
}

/* Judge, copy what is held, then go; false: something changed meanwhile.  *n: how many of the
 * group are done with, since no more may go than that. */
static bool
attempt(struct prune *p, struct group *g, size_t go, size_t *n)
{
	bool dry = store_dry(p->r->store), good;
	size_t i, going = 0;

	for (i = 0; i < g->count && going < go; i++) {
		if (g->body[i].one.state == PRUNE_LEFT)
			continue;
		g->body[i].one.state = g->body[i].one.until < p->today ? PRUNE_GOES :
		    PRUNE_KEPT;
		prune_judge(p, &g->body[i].one);
		if (g->body[i].one.state == PRUNE_PART && !dry && !p->look)
			prune_copy(p, &g->body[i].one);
		going += acts(&g->body[i].one);
	}
	*n = i;
	if (going == 0 || p->look)
		return true;
	store_begin(p->r->store, going * 2 + 2);
	good = dry || same(p, g, *n);
	if (!good) {
		store_abort(p->r->store);
		return false;
	}
	for (i = 0; dry && i < *n; i++)
		if (g->body[i].one.state == PRUNE_PART)
			number(p, &g->body[i]);
	bury(p, g, *n);
	store_commit(p->r->store);
	return true;
}

/* ---- What is said. */

static void
text(struct buf *b, const char *name, const char *s, size_t n)
{
	if (n > 0)
		buf_member(b, name, s, n);
}

static void
members(struct buf *b, const struct prune_one *s, const char *state)
{
	char day[WHEN_TEXT];

	buf_putc(b, '{');
	buf_member(b, "segment", s->id, strlen(s->id));
	buf_member(b, "state", state, strlen(state));
	text(b, "source", s->entry->source, s->entry->source != NULL ? s->entry->source_n : 0);
	buf_member_num(b, "lines", (int64_t)s->facts->lines);
	buf_member_num(b, "bytes", (int64_t)s->facts->bytes);
	buf_member(b, "sha256", s->facts->sha256, strlen(s->facts->sha256));
	buf_member(b, "until", when_day_text(s->until, day), 10);
}

static void
say(struct prune *p, const struct prune_one *s)
{
	const char *state = p->look ? "free" : "pruned";
	struct buf b = { 0 };
	bool finding = s->state == PRUNE_MISSING || s->state == PRUNE_CHANGED;

	if (s->state == PRUNE_LEFT || (s->state == PRUNE_KEPT && !p->o->all))
		return;
	if (s->state == PRUNE_KEPT)
		state = "kept";
	else if (s->state == PRUNE_STAYS)
		state = s->held ? "held" : "referred";
	else if (finding)
		state = s->state == PRUNE_MISSING ? "missing" : "changed";
	members(&b, s, state);
	if (s->state == PRUNE_PART || s->state == PRUNE_STAYS)
		buf_member_num(&b, "kept", (int64_t)s->kept);
	if (s->state == PRUNE_PART && !p->look)
		buf_member(&b, "into", s->into, strlen(s->into));
	if (s->by->len > 0 && !finding) {
		buf_member_raw(&b, "by", "[", 1);
		buf_put(&b, s->by->s, s->by->len);
		buf_putc(&b, ']');
	}
	if (acts(s) && store_dry(p->r->store))
		buf_member(&b, "would", "prune", 5);
	if (finding)
		retain_say(p->r, p->out, b.s + 1, b.len - 1, s->class,
		    s->state == PRUNE_MISSING ? F_SEGMENT_MISSING : F_SEGMENT_CHANGED, NULL);
	else {
		buf_put(p->out, b.s, b.len);
		buf_puts(p->out, "}\n");
	}
	buf_free(&b);
}

/* ---- The whole. */

size_t
prune_group(struct prune *p, struct buf *last, size_t most, size_t go, bool *more)
{
	struct group g = { .p = p, .body = mem_alloc((most + 1) * sizeof *g.body),
	    .most = most, .last = last };
	struct store *s = p->r->store;
	struct buf prefix = { 0 };
	bool writes = !p->look && !store_dry(s);
	size_t i, n = 0, gone = 0;
	int tries;

	if (p->o->class != NULL)
		buf_printf(&prefix, "%s/", p->o->class);
	store_begin(s, 0);
	store_walk(s, STORE_SEGMENT, prefix.len > 0 ? prefix.s : "", prefix.len,
	    last->len > 0 ? last->s : NULL, last->len, collect, &g);
	store_abort(s);
	if (p->r->root != NULL)
		segment_share(p->r->root);
	for (tries = 0; !attempt(p, &g, go, &n); scrap(p, &g))
		if (++tries == TRIES)
			status_die(FAILED, "holds or segments change all the time: run it "
			    "again: %s", store_dir(s));
	for (i = 0; i < n; i++) {
		gone += acts(&g.body[i].one);
		if (writes && g.body[i].one.state == PRUNE_PART)
			segment_settle(p->r->root, g.body[i].into, g.body[i].copied.sha256);
	}
	if (p->r->root != NULL)
		segment_leave(p->r->root);
	for (i = 0; i < n; i++)
		say(p, &g.body[i].one);
	if (writes && gone > 0)
		shelf_remove(s, p->r->root);
	*more = n > 0 && (n < g.count || g.count == most);
	if (n > 0) {
		last->len = 0;
		buf_puts(last, g.body[n - 1].id);
	}
	for (i = 0; i <= most; i++) {
		free(g.body[i].one.val);
		buf_free(&g.body[i].by);
	}
	free(g.body);
	buf_free(&prefix);
	return gone;
}
