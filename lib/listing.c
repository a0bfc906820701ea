#include "listing.h"

#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "blacklist.h"
#include "buf.h"
#include "finding.h"
#include "fold.h"
#include "journal.h"
#include "json.h"
#include "listing_int.h"
#include "mem.h"
#include "opt.h"
#include "owner.h"
#include "record.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "text.h"
#include "when.h"

#define OLDEST 946656000		/* 2000-01-01 in UTC+8 */

enum { EXPIRE = 1000, MOST = 64 };	/* ends in one transaction; keys of one record */

struct facts {
	struct act act;
	struct piece by, reason, basis, alone;
	const char *ground;
	int64_t from, until;		/* until 0: by the policy's term */
};

struct listing *
listing_new(const struct blacklist_rules *rules, const struct term_table *terms, int64_t now)
{
	struct listing *l = mem_alloc(sizeof *l);

	*l = (struct listing){ .rules = rules, .terms = terms, .now = now };
	return l;
}

void
listing_free(struct listing *l)
{
	if (l == NULL)
		return;
	fold_free(l->fold);
	free(l);
}

/* A text of the record, else of the option; false: neither. */
static bool
text(struct record *r, enum member m, const char *option, struct piece *p)
{
	if (record_text(r, m, p))
		return true;
	if (option == NULL || *option == '\0')
		return false;
	*p = (struct piece){ option, strlen(option) };
	return true;
}

bool
listing_hand(struct record *r, struct piece *by, struct piece *reason, struct piece *basis)
{
	enum member lacks = !text(r, M_BY, opt_common.by, by) ? M_BY :
	    !text(r, M_REASON, opt_common.reason, reason) ? M_REASON :
	    !text(r, M_BASIS, opt_common.basis, basis) ? M_BASIS : M_NONE;

	if (lacks != M_NONE)
		finding_add(r, F_LISTING_INCOMPLETE, lacks, NULL);
	return lacks == M_NONE;
}

/* ---- Listing. */

static bool
is(const struct piece *p, const char *word)
{
	return p->n == strlen(word) && memcmp(p->s, word, p->n) == 0;
}

static void
times(struct record *r, const struct listing *l, struct facts *f)
{
	struct piece t;
	bool begins = false;

	if (!record_text(r, M_FROM, &t))
		finding_add(r, F_LISTING_INCOMPLETE, M_FROM, NULL);
	else if (is(&t, "now"))
		f->from = l->now, begins = true;
	else if (!(begins = when_read(t.s, t.n, &f->from)))
		finding_add(r, F_LISTING_TERM, M_FROM, "not a time");
	if (begins && f->from < OLDEST)
		finding_add(r, F_LISTING_TERM, M_FROM, "begins before 2000");
	if (!record_text(r, M_UNTIL, &t))
		finding_add(r, F_LISTING_INCOMPLETE, M_UNTIL, NULL);
	else if (is(&t, "term"))
		f->until = 0;
	else if (!when_read(t.s, t.n, &f->until))
		finding_add(r, F_LISTING_TERM, M_UNTIL, "not a time");
	else if (begins && f->until <= f->from)
		finding_add(r, F_LISTING_TERM, M_UNTIL, "ends before it begins");
	else if (begins && blacklist_too_long(l->rules, f->from, f->until))
		finding_add(r, F_LISTING_TERM, M_UNTIL,
		    "longer than blacklist.most_months of the policy");
}

const char *
listing_check(struct record *r, void *room, void *arg)
{
	static const enum member key[] = { M_ACCOUNT, M_SUBJECT, M_GROUP, M_NAME, M_CREATOR,
	    M_MANAGER, M_MEMBER };
	const struct listing *l = arg;
	struct facts *f = mem_piece(r->arena, sizeof *f);
	struct piece t;
	const char *why;
	size_t i;

	memset(f, 0, sizeof *f);
	r->extra = f;
	why = act_read(r, room, M_SUBJECT, &f->act);
	if (why != NULL)
		return why;
	for (i = 0; i < 7 && !record_has(r, key[i]); i++)
		;
	if (i == 7)
		finding_add(r, F_LISTING_KEY, M_NONE, NULL);
	if (record_text(r, M_SUBJECT, &t) && !owner_is_subject(t.s, t.n))
		finding_add(r, F_LISTING_KEY, M_SUBJECT,
		    "a subject's key has 32 hexadecimal digits");
	f->ground = record_text(r, M_GROUND, &t) ?
	    term_value(l->terms, TERM_GROUND, t.s, t.n) : NULL;
	if (f->ground == NULL)
		finding_add(r, F_LISTING_INCOMPLETE, M_GROUND,
		    "ground must be law, agreement or convention");
	listing_hand(r, &f->by, &f->reason, &f->basis);
	times(r, l, f);
	record_text(r, M_ALONE, &f->alone);
	return NULL;
}

/* Keys that one record lists. */
struct keys {
	struct { char kind; struct piece key; } item[MOST];
	size_t count;
	bool full;
};

static void
add_key(struct keys *k, char kind, const struct piece *key)
{
	size_t i;

	for (i = 0; i < k->count && (k->item[i].kind != kind ||
	    k->item[i].key.n != key->n || memcmp(k->item[i].key.s, key->s, key->n) != 0); i++)
		;
	k->full |= i == MOST || key->n > BLACKLIST_KEY;
	if (i < k->count || k->full)
		return;
	k->item[k->count].kind = kind;
	k->item[k->count++].key = *key;
}

static void
add_keys(struct keys *k, char kind, struct record *r, enum member m)
{
	struct piece key;
	size_t state = 0;

	if (member_type(m) == MEMBER_TEXT) {
		if (record_text(r, m, &key))
			add_key(k, kind, &key);
		return;
	}
	while (record_item(r, m, &state, &key))
		add_key(k, kind, &key);
}

/* The subject of the account, and other accounts of it that are open. */
static void
with_subject(struct keys *k, struct store *s, struct record *r, const struct facts *f,
    struct buf *siblings)
{
	struct owner o;
	struct piece key;
	struct json_walk w, v;
	const char *val, *accounts;
	size_t n, len;

	if (!record_has(r, M_ACCOUNT) || owner_read(r, &o) != NULL)
		return;
	owner_find(s, r, &o);
	if (*o.subject == '\0') {
		if (!record_has(r, M_SUBJECT) && f->alone.n == 0)
			finding_add(r, F_LISTING_SUBJECT, M_ACCOUNT,
			    "the account's subject is not known, so it is not listed");
		return;
	}
	key = (struct piece){ mem_piece(r->arena, 32), 32 };
	memcpy((char *)(uintptr_t)key.s, o.subject, 32);
	if (f->alone.n == 0)
		add_key(k, 's', &key);
	if (!store_get(s, STORE_SUBJECT, o.subject, 32, &val, &n))
		return;
	accounts = json_get(val, n, "accounts", &len);
	json_walk(&w, accounts != NULL ? accounts : "[]", accounts != NULL ? len : 2);
	while (json_next(&w)) {
		struct buf own = { 0 };

		json_walk(&v, w.value, w.value_len);
		buf_json(&own, o.name, o.name_n);
		if (json_next(&v) && (v.value_len != own.len ||
		    memcmp(v.value, own.s, own.len) != 0)) {
			if (siblings->len > 1)
				buf_putc(siblings, ',');
			buf_put(siblings, v.value, v.value_len);
		}
		buf_free(&own);
	}
}

static void
write_answer(struct record *r, const char *answer, size_t n, bool add)
{
	static const struct { const char *name; enum member m; } part[] = {
		{ "listing", M_LISTING }, { "listed", M_LISTED }, { "siblings", M_SIBLINGS }
	};
	const char *v;
	size_t i, len;

	for (i = 0; i < 3; i++) {
		v = json_get(answer, n, part[i].name, &len);
		if (v == NULL || (part[i].m == M_SIBLINGS && len == 2))
			continue;
		record_set_copy(r, part[i].m, v, len);
		if (part[i].m == M_SIBLINGS)
			finding_add(r, F_SIBLING_ACTIVE, M_ACCOUNT, NULL);
	}
	v = add ? json_get(answer, n, "lacks", &len) : NULL;
	if (v != NULL && json_kind(v, len) == JSON_STRING)
		finding_add(r, v[1] == 's' ? F_LISTING_SUBJECT : F_LISTING_PERSONS,
		    v[1] == 's' ? M_ACCOUNT : M_GROUP, NULL);
}

bool
listing_again(struct store *s, struct record *r, const struct act *act, bool add)
{
	const char *answer;
	size_t n;

	switch (act_seen(s, ACT_LISTING, act, &answer, &n)) {
	case ACT_SAME:
		write_answer(r, answer, n, add);
		return true;
	case ACT_OTHER:
		finding_add(r, F_LISTING_REUSED, M_ID, NULL);
		return true;
	case ACT_NEW:
		break;
	}
	return false;
}

static void
journal(struct store *s, const struct listing *l, struct record *r, const struct act *a,
    const char *verb, int64_t serial, size_t count)
{
	struct buf b = { 0 };
	struct piece by = { "", 0 }, reason = by, basis = by;
	char name[256];

	listing_hand(r, &by, &reason, &basis);
	buf_putc(&b, '{');
	buf_member(&b, "id", a->id, a->id_n);
	buf_member_num(&b, "listing", serial);
	buf_member_num(&b, "listings", (int64_t)count);
	buf_member(&b, "reason", reason.s, reason.n);
	buf_member(&b, "basis", basis.s, basis.n);
	buf_putc(&b, '}');
	by.n = by.n < sizeof name ? by.n : sizeof name - 1;
	memcpy(name, by.s, by.n);
	name[text_valid(by.s, by.n)] = '\0';
	journal_put(s, l->now, name, verb, l->rules->policy, b.s, b.len);
	buf_free(&b);
}

void
listing_close(struct listing *l, struct store *s, struct record *r, const struct act *a,
    const char *answer, size_t n, const char *verb, int64_t serial, size_t count)
{
	act_put(s, ACT_LISTING, a, answer, n);
	write_answer(r, answer, n, false);
	journal(s, l, r, a, verb, serial, count);
	if (store_dry(s))
		record_set_text(r, M_WOULD, verb, strlen(verb));
}

bool
listing_apply(struct record *r, struct store *s, void *arg)
{
	struct listing *l = arg;
	struct facts *f = r->extra;
	struct blacklist_listing x = { .list = { "hand", 4 }, .from = f->from };
	struct keys k = { .count = 0 };
	struct buf answer = { 0 }, siblings = { 0 };
	int64_t serial, first = 0;
	size_t i;

	if (r->verdict == REJECT || finding_earlier(r) == REJECT ||
	    listing_again(s, r, &f->act, true))
		return false;
	add_keys(&k, 'a', r, M_ACCOUNT);
	add_keys(&k, 's', r, M_SUBJECT);
	add_keys(&k, 'g', r, M_GROUP);
	add_keys(&k, 'n', r, M_NAME);
	add_keys(&k, 'c', r, M_CREATOR);
	add_keys(&k, 'm', r, M_MANAGER);
	add_keys(&k, 'e', r, M_MEMBER);
	buf_putc(&siblings, '[');
	with_subject(&k, s, r, f, &siblings);
	buf_putc(&siblings, ']');
	if (record_has(r, M_GROUP) && !record_has(r, M_CREATOR) && !record_has(r, M_MANAGER) &&
	    f->alone.n == 0)
		finding_add(r, F_LISTING_PERSONS, M_GROUP, NULL);
	if (k.full || k.count == 0) {
		finding_judge(r, F_LISTING_KEY, M_NONE, REJECT,
		    "more than 64 keys, or one of more than 400 bytes");
		goto out;
	}
	x.ground = (struct blacklist_text){ f->ground, strlen(f->ground) };
	x.basis = (struct blacklist_text){ f->basis.s, f->basis.n };
	x.reason = (struct blacklist_text){ f->reason.s, f->reason.n };
	x.by = (struct blacklist_text){ f->by.s, f->by.n };
	x.cause = (struct blacklist_text){ f->act.id, f->act.id_n };
	buf_puts(&answer, "{\"listed\":[");
	for (i = 0; i < k.count; i++) {
		x.kind = k.item[i].kind;
		x.key = (struct blacklist_text){ k.item[i].key.s, k.item[i].key.n };
		x.until = f->until != 0 ? f->until :
		    blacklist_term(s, l->rules, x.kind, x.key.s, x.key.n, f->from);
		serial = blacklist_put(s, l->rules, l->fold, &x, l->now);
		if (first == 0)
			first = serial;
		if (i > 0)
			buf_putc(&answer, ',');
		blacklist_show(s, x.kind, x.key.s, x.key.n, l->now, serial, &answer);
	}
	buf_putc(&answer, ']');
	buf_member_num(&answer, "listing", first);
	buf_member_raw(&answer, "siblings", siblings.s, siblings.len);
	for (i = 0; i < r->findings; i++)
		if (r->finding[i].code == F_LISTING_SUBJECT)
			buf_member(&answer, "lacks", "subject", 7);
		else if (r->finding[i].code == F_LISTING_PERSONS)
			buf_member(&answer, "lacks", "persons", 7);
	buf_putc(&answer, '}');
	listing_close(l, s, r, &f->act, answer.s, answer.len, "add", first, k.count);
out:
	buf_free(&answer);
	buf_free(&siblings);
	return first != 0;
}

void
listing_begin(struct store *s, void *arg)
{
	struct listing *l = arg;

	blacklist_clock(s, l->now);
	if (l->fold == NULL)
		l->fold = fold_new();
	blacklist_expire(s, l->rules, l->fold, EXPIRE, l->now);
}

/* Each act has its entry in the journal already. */
void
listing_batch(struct store *s, size_t changed, void *arg)
{
	(void)s, (void)changed, (void)arg;
}
