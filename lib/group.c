#include "group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "caps.h"
#include "code.h"
#include "credit.h"
#include "entry.h"
#include "group_int.h"
#include "journal.h"
#include "json.h"
#include "mem.h"
#include "owner.h"
#include "person.h"
#include "policy.h"
#include "seal.h"
#include "sieve.h"
#include "store.h"
#include "when.h"

#define OLDEST 946656000		/* 2000-01-01 in UTC+8 */
enum { CLOCK = 5 };	/* seconds that an instant may lie behind the clock which gave it */

struct group *
group_new(struct policy *p, const struct term_table *terms, enum group_verb verb,
    const char *by, int64_t now, int64_t as_of)
{
	struct group *g = mem_alloc(sizeof *g);

	*g = (struct group){ .verb = verb, .by = by, .policy = policy_digest(p), .now = now,
	    .as_of = as_of, .terms = terms };
	g->follows = as_of <= when_clock() && when_clock() - as_of <= CLOCK;
	g->credit = credit_new(p, CREDIT_READ, by, now, as_of);
	g->caps = caps_load(p, credit_scheme(g->credit, OWNER_USER));
	g->persons = person_rules_new(g->credit);
	g->batch = seal_hash_new(SEAL_SM3);
	return g;
}

void
group_free(struct group *g)
{
	if (g == NULL)
		return;
	sieve_free(g->sieve);
	person_rules_free(g->persons);
	caps_free(g->caps);
	credit_free(g->credit);
	seal_hash_free(g->batch);
	free(g);
}

bool
group_time_good(const struct group *g, int64_t at)
{
	return at >= OLDEST && (at <= g->as_of || (g->follows && at <= when_clock()));
}

/* ---- Values. */

static const struct { const char *name; size_t at; } texts[] = {
#define TEXT(name, member) { name, offsetof(struct group_facts, member) }
	TEXT("name", name), TEXT("code", code), TEXT("category", category),
	TEXT("owner", owner), TEXT("grade", grade),
	TEXT("class", class_name), TEXT("given_grade", given_grade),
	TEXT("given_class", given_class), TEXT("rights", rights), TEXT("page", page),
	TEXT("stats_at", stats_at), TEXT("tier", tier_name), TEXT("review", review_name),
	TEXT("reviewed_by", reviewed_by), TEXT("reviewed_at", reviewed_at),
	TEXT("mode", mode_name),
#undef TEXT
}, numbers[] = {
#define NUMBER(name) { #name, offsetof(struct group_facts, name) }
	NUMBER(capacity), NUMBER(capacity_until), NUMBER(created_at), NUMBER(closed_at),
	NUMBER(past), NUMBER(activity), NUMBER(page_members),
#undef NUMBER
};

static bool
is(const struct json_walk *w, const char *name)
{
	return strlen(name) == w->name_len && memcmp(name, w->name, w->name_len) == 0;
}

static void
read_one(struct group_facts *f, const struct json_walk *w)
{
	char *at = (char *)f;
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		if (is(w, texts[i].name)) {
			memcpy(at + texts[i].at,
			    &(struct group_text){ w->value, w->value_len },
			    sizeof(struct group_text));
			return;
		}
	for (i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (is(w, numbers[i].name)) {
			int64_t v = 0;

			json_whole(w->value, w->value_len, &v);
			memcpy(at + numbers[i].at, &v, sizeof v);
			return;
		}
	if (is(w, "large"))
		f->large = *w->value == '1';
	else if (is(w, "code_shown"))
		f->code_shown = *w->value == 't';
	else if (is(w, "roles_shown"))
		f->roles_shown = *w->value == 't';
}

/* The number of a raw word among those of the policy, or of ours. */
static int
word(const struct group_text *t, int (*find)(const struct caps *, const char *, size_t),
    const struct caps *c, int (*own)(const char *, size_t))
{
	char text[256];
	size_t n;

	if (t->s == NULL || t->n > sizeof text)
		return -1;
	if (json_plain(t->s, t->n))
		return find != NULL ? find(c, t->s + 1, t->n - 2) : own(t->s + 1, t->n - 2);
	n = json_decode(text, t->s, t->n);
	return find != NULL ? find(c, text, n) : own(text, n);
}

void
group_read(const struct caps *c, const char *val, size_t n, struct group_facts *f)
{
	struct json_walk w;

	*f = (struct group_facts){ .code_shown = -1, .roles_shown = -1, .activity = -1,
	    .page_members = -1, .capacity_until = INT64_MAX };
	json_walk(&w, val, n);
	while (json_next(&w))
		read_one(f, &w);
	f->open = f->closed_at == 0;
	f->category_at = word(&f->category, caps_category_find, c, NULL);
	f->tier = word(&f->tier_name, caps_tier_find, c, NULL);
	f->mode = word(&f->mode_name, NULL, NULL, caps_mode_find);
	f->review = word(&f->review_name, NULL, NULL, caps_review_find);
}

bool
group_get(const struct group *g, struct store *s, const char *id, size_t n,
    struct group_facts *f, const char **val, size_t *vn)
{
	if (!store_get(s, STORE_GROUP, id, n, val, vn))
		return false;
	group_read(g->caps, *val, *vn, f);
	return true;
}

int64_t
group_limit(const struct group *g, const struct group_facts *f, int64_t at)
{
	return caps_limit(g->caps, f->tier, f->capacity, f->capacity_until, f->category_at,
	    at);
}

void
group_change(struct store *s, const char *id, size_t n, const char *val, size_t vn,
    const struct entry_change *c, size_t count, const struct buf *past)
{
	static struct buf b;
	struct entry_change all[24];
	char key[STORE_KEY], number[24], digits[24];
	int64_t serial = entry_number(val, vn, "past") + 1;

	if (count > 0)
		memcpy(all, c, count * sizeof *c);
	if (past != NULL) {
		memcpy(key, id, n);
		key[n] = '\0';
		snprintf(digits, sizeof digits, "%010lld", (long long)serial);
		memcpy(key + n + 1, digits, 10);
		all[count].name = "past";
		all[count].json = number;
		all[count++].n = (size_t)snprintf(number, sizeof number, "%lld",
		    (long long)serial);
	}
	b.len = 0;
	entry_change(&b, val, vn, all, count);
	store_put(s, STORE_GROUP, id, n, b.s, b.len);
	if (past != NULL)
		store_put(s, STORE_PAST, key, n + 11, past->s, past->len);
}

void
group_code_next(struct store *s, char out[])
{
	const char *val;
	char text[32];
	int64_t number = 0;
	size_t n;

	if (store_get(s, STORE_COUNT, "c:", 2, &val, &n) && n > 2)
		json_whole(val + 1, n - 2, &number);
	do
		code_make(++number, out);
	while (store_get(s, STORE_CODE, out, CODE_SIZE, &val, &n));
	snprintf(text, sizeof text, "[%lld]", (long long)number);
	store_put(s, STORE_COUNT, "c:", 2, text, strlen(text));
}

/* ---- Batches. */

void
group_begin(struct store *s, void *arg)
{
	struct group *g = arg;
	struct sieve_meta m;

	if (g->verb != GROUP_JUDGE)
		blacklist_clock(s, g->now);
	sieve_meta(s, &m);
	if (g->sieve != NULL && memcmp(&m, &g->sieve->meta, sizeof m) == 0)
		return;
	sieve_free(g->sieve);
	g->sieve = sieve_load(s);
	person_rules_sieve(g->persons, g->sieve);
}

void
group_batch(struct store *s, size_t changed, void *arg)
{
	struct group *g = arg;
	struct buf what = { 0 };
	char digest[129];

	seal_hash_final(g->batch, digest);
	buf_putc(&what, '{');
	if (g->verb == GROUP_IMPORT) {
		buf_member_num(&what, "groups", (int64_t)g->groups);
		buf_member_num(&what, "seats", (int64_t)(changed - g->groups));
		g->groups = 0;
	} else
		buf_member_num(&what, "operations", (int64_t)changed);
	buf_member(&what, "digest", digest, 64);
	buf_putc(&what, '}');
	journal_put(s, g->now, g->by, g->verb == GROUP_IMPORT ? "import" : "apply", g->policy,
	    what.s, what.len);
	buf_free(&what);
}
