#include "screen.h"

#include <stdlib.h>
#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "finding.h"
#include "fold.h"
#include "json.h"
#include "mem.h"
#include "near.h"
#include "record.h"
#include "sieve.h"
#include "store.h"
#include "veil.h"
#include "when.h"

enum { CLOCK = 5 };	/* seconds that an instant may lie behind the clock which gave it */

struct screen {
	const struct blacklist_rules *rules;
	struct fold *fold, *first;	/* first: at the start, for the threads; NULL: no
					 * names are listed */
	struct sieve *start, *now;	/* now: since the list changed; NULL: it has not */
	int64_t as_of;
	bool follows;			/* the clock, which gave as_of at the start */
};

struct screen *
screen_new(struct store *s, const struct blacklist_rules *rules, int64_t as_of)
{
	struct screen *c = mem_alloc(sizeof *c);

	c->rules = rules;
	c->as_of = as_of;
	c->follows = as_of <= when_clock() && when_clock() - as_of <= CLOCK;
	store_begin(s, 0);
	blacklist_clock(s, as_of);
	c->start = sieve_load(s);
	store_abort(s);
	if (c->start->meta.names > 0 && rules->fold)
		c->fold = c->first = fold_new();
	return c;
}

void
screen_free(struct screen *c)
{
	if (c == NULL)
		return;
	sieve_free(c->start);
	sieve_free(c->now);
	fold_free(c->fold);
	free(c);
}

/* ---- What of a record the filter lets through. */

struct probe {
	const struct sieve *sieve;
	struct fold *fold;		/* NULL: names are not folded */
	bool any;			/* something is let through */
	void (*fn)(void *, char kind, unsigned member, const struct piece *);
	void *arg;
};

static void
ask(struct probe *p, const char *kinds, unsigned member, const struct piece *key)
{
	char text[BLACKLIST_KEY + 2];

	if (key->n == 0 || key->n > BLACKLIST_KEY)
		return;
	text[1] = ':';
	memcpy(text + 2, key->s, key->n);
	for (; *kinds != '\0'; kinds++) {
		*text = *kinds;
		if (!sieve_may(p->sieve, text, key->n + 2))
			continue;
		p->any = true;
		if (p->fn != NULL)
			p->fn(p->arg, *kinds, member, key);
	}
}

static void
ask_near(void *arg, const char *key, size_t n)
{
	struct probe *p = arg;

	p->any |= sieve_may(p->sieve, key, n);
}

static void
ask_all(struct probe *p, struct record *r, const char *kinds, enum member m)
{
	struct piece key;
	size_t state = 0;

	while (record_item(r, m, &state, &key))
		ask(p, kinds, m, &key);
}

/* Every key of a record. */
static void
probe(const struct screen *c, struct record *r, struct probe *p)
{
	static const struct { enum member m; const char *kinds; } one[] = {
		{ M_ACCOUNT, "a" }, { M_GROUP, "g" }, { M_CREATOR, "ce" }, { M_USER, "e" },
		{ M_NAME, "n" },		/* last: nothing when no names are listed */
	};
	struct piece key;
	struct near near;
	size_t i;

	for (i = 0; i < sizeof one / sizeof *one - (p->sieve->meta.names == 0); i++)
		if (record_size(r, one[i].m) > 0 && record_text(r, one[i].m, &key))
			ask(p, one[i].kinds, one[i].m, &key);
	if (record_size(r, M_SUBJECT) > 0 && record_text(r, M_SUBJECT, &key))
		ask(p, record_size(r, M_USER) > 0 ? "se" : "s", M_SUBJECT, &key);
	if (record_size(r, M_MANAGER) > 0)
		ask_all(p, r, "me", M_MANAGER);
	if (record_size(r, M_MEMBER) > 0)
		ask_all(p, r, "e", M_MEMBER);
	if (p->fold != NULL && !p->any && record_text(r, M_NAME, &key)) {
		near_fold(p->fold, key.s, key.n, &near);
		near_keys(&near, c->rules->edit_from, false, ask_near, p);
	}
}

const char *
screen_check(struct record *r, void *room, void *screen)
{
	const struct screen *c = screen;
	struct probe p = { .sieve = c->start, .fold = c->first };

	(void)room;
	veil_record(r);
	probe(c, r, &p);
	r->extra = p.any ? r : NULL;
	return NULL;
}

void
screen_begin(struct store *s, void *screen)
{
	struct screen *c = screen;
	const struct sieve *had = c->now != NULL ? c->now : c->start;
	struct sieve_meta m;

	/* What was listed since is in force from an instant after the start. */
	if (c->follows && when_clock() > c->as_of) {
		c->as_of = when_clock();
		blacklist_clock(s, c->as_of);
	}
	sieve_meta(s, &m);
	if (m.epoch == had->meta.epoch && m.keys == had->meta.keys && m.last == had->meta.last)
		return;
	sieve_free(c->now);
	c->now = sieve_load(s);
	if (c->fold == NULL && m.names > 0 && c->rules->fold)
		c->fold = fold_new();
}

/* ---- What the list says of it. */

struct match {
	size_t at, n;			/* its JSON in text */
	int64_t serial;
	bool hit;
};

struct matches {
	struct screen *c;
	struct store *s;
	struct record *r;
	struct buf text;
	struct match *match;
	size_t count;
};

static unsigned
code_of(char kind, bool hit)
{
	switch (kind) {
	case 'a': return F_ACCOUNT_LISTED;
	case 's': return F_SUBJECT_LISTED;
	case 'g': return F_GROUP_LISTED;
	case 'c': return F_CREATOR_LISTED;
	case 'm': return F_MANAGER_LISTED;
	case 'e': return F_MEMBER_LISTED;
	default: return hit ? F_NAME_LISTED : F_NAME_NEAR;
	}
}

/* Its listings in force, with how they match. */
static void
note(struct matches *m, char kind, unsigned member, const struct piece *key, bool hit)
{
	struct buf shown = { 0 };
	struct json_walk w;
	struct match *x;
	const char *v;
	unsigned code = code_of(kind, hit);
	size_t i, n;

	buf_putc(&shown, '[');
	if (blacklist_show(m->s, kind, key->s, key->n, m->c->as_of,
	    BLACKLIST_IN_FORCE, &shown) > 0) {
		for (i = 0; i < m->r->findings && m->r->finding[i].code != code; i++)
			;
		if (i == m->r->findings)
			finding_add(m->r, (enum finding_code)code, member, NULL);
	}
	buf_putc(&shown, ']');
	json_walk(&w, shown.s, shown.len);
	while (json_next(&w)) {
		m->match = mem_grow(m->match, m->count + 1, sizeof *m->match);
		x = &m->match[m->count++];
		*x = (struct match){ .at = m->text.len, .hit = hit };
		v = json_get(w.value, w.value_len, "n", &n);
		if (v != NULL)
			json_whole(v, n, &x->serial);
		buf_put(&m->text, w.value, w.value_len - 1);
		buf_member(&m->text, "match", hit ? "hit" : "maybe", hit ? 3 : 5);
		x->n = m->text.len - x->at;
	}
	buf_free(&shown);
}

static void
note_hit(void *arg, char kind, unsigned member, const struct piece *key)
{
	note(arg, kind, member, key, true);
}

/* Names under the near forms of a record's. */
struct others {
	struct matches *m;
	const struct sieve *sieve;
	struct buf names;		/* a JSON array */
};

static void
gather(void *arg, const char *key, size_t n)
{
	struct others *o = arg;
	struct json_walk w;
	const char *val;
	size_t vn;

	if (!sieve_may(o->sieve, key, n) || !store_get(o->m->s, STORE_NEAR, key, n, &val, &vn))
		return;
	json_walk(&w, val, vn);
	while (json_next(&w)) {
		if (memmem(o->names.s, o->names.len, w.value, w.value_len) != NULL)
			continue;
		if (o->names.len > 1)
			buf_putc(&o->names, ',');
		buf_put(&o->names, w.value, w.value_len);
	}
}

static void
note_near(struct matches *m, const struct sieve *sieve, const struct piece *name)
{
	struct others o = { .m = m, .sieve = sieve };
	struct near mine, other;
	char text[BLACKLIST_KEY * 6 + 2];
	struct json_walk w;
	struct piece key = { text, 0 };
	int apart;

	near_fold(m->c->fold, name->s, name->n, &mine);
	buf_putc(&o.names, '[');
	near_keys(&mine, m->c->rules->edit_from, false, gather, &o);
	buf_putc(&o.names, ']');
	json_walk(&w, o.names.s, o.names.len);
	while (json_next(&w)) {
		if (w.value_len > sizeof text)
			continue;
		key.n = json_decode(text, w.value, w.value_len);
		if (key.n == name->n && memcmp(text, name->s, key.n) == 0)
			continue;		/* a hit */
		near_fold(m->c->fold, text, key.n, &other);
		apart = near_apart(&mine, &other);
		if (apart == 0 || (apart == 1 && m->c->rules->edit_from > 0 &&
		    other.chars >= (size_t)m->c->rules->edit_from))
			note(m, 'n', M_NAME, &key, false);
	}
	buf_free(&o.names);
}

static int
worst_first(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->hit != y->hit)
		return y->hit - x->hit;
	return (x->serial > y->serial) - (x->serial < y->serial);
}

static void
tell(struct matches *m)
{
	struct buf b = { 0 };
	size_t i;

	qsort(m->match, m->count, sizeof *m->match, worst_first);
	buf_putc(&b, '[');
	for (i = 0; i < m->count; i++) {
		if (i > 0)
			buf_putc(&b, ',');
		buf_put(&b, m->text.s + m->match[i].at, m->match[i].n);
		buf_puts(&b, i == 0 ? ",\"decides\":true}" : "}");
	}
	buf_putc(&b, ']');
	record_set_copy(m->r, M_LISTED, b.s, b.len);
	buf_free(&b);
}

bool
screen_apply(struct record *r, struct store *s, void *screen)
{
	struct screen *c = screen;
	struct matches m = { .c = c, .s = s, .r = r };
	struct probe p = { .sieve = c->now != NULL ? c->now : c->start, .fn = note_hit,
	    .arg = &m };
	struct piece name;

	if (r->extra == NULL && c->now == NULL)
		return false;
	probe(c, r, &p);
	if (c->fold != NULL && record_text(r, M_NAME, &name))
		note_near(&m, p.sieve, &name);
	if (m.count > 0)
		tell(&m);
	free(m.match);
	buf_free(&m.text);
	return false;
}
