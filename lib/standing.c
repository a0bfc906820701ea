#include "standing.h"

#include <stdlib.h>
#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "credit.h"
#include "finding.h"
#include "json.h"
#include "measure.h"
#include "mem.h"
#include "owner.h"
#include "record.h"
#include "scheme.h"
#include "score.h"
#include "store.h"
#include "veil.h"
#include "when.h"

struct standing {
	const struct credit *credit;
	int64_t as_of;
};

struct standing *
standing_new(const struct credit *c, int64_t as_of)
{
	struct standing *s = mem_alloc(sizeof *s);

	*s = (struct standing){ c, as_of };
	return s;
}

void
standing_free(struct standing *s)
{
	free(s);
}

const char *
standing_check(struct record *r, void *room, void *arg)
{
	struct owner *o = mem_piece(r->arena, sizeof *o);

	(void)room, (void)arg;
	veil_record(r);
	r->extra = o;
	if (owner_read(r, o) != NULL && record_has(r, M_SUBJECT))
		*o = (struct owner){ .side = OWNER_ACCOUNT, .name = "", .name_n = 0 };
	return NULL;
}

/* Does a raw array of strings hold a raw string? */
static bool
holds(const char *list, size_t n, const char *word, size_t word_n)
{
	struct json_walk w;

	json_walk(&w, list, n);
	while (json_next(&w))
		if (w.value_len == word_n && memcmp(w.value, word, word_n) == 0)
			return true;
	return false;
}

/* The level's services less those that are taken; true: the owner is muted. */
static bool
services(const struct standing *t, struct store *s, const struct owner *o,
    const struct score *score, struct buf *b)
{
	const struct scheme *c = credit_scheme(t->credit, o->side);
	const struct scheme_level *l = &c->level[score->level];
	char target[OWNER_KEY];
	size_t n = owner_target(o, target);
	bool muted = score->muted > t->as_of;
	struct json_walk w;

	buf_putc(b, '[');
	json_walk(&w, l->services, l->services_n);
	while (json_next(&w)) {
		if (muted && (c->mute_takes == NULL ||
		    holds(c->mute_takes, c->mute_takes_n, w.value, w.value_len)))
			continue;
		if (o->name_n > 0 && measure_takes(s, target, n, t->as_of, w.value + 1,
		    w.value_len - 2))
			continue;
		if (b->s[b->len - 1] != '[')
			buf_putc(b, ',');
		buf_put(b, w.value, w.value_len);
	}
	buf_putc(b, ']');
	return muted;
}

/* PA-13-2c, GR-11-3: on the list, whatever the score says. */
static void
judge_listed(struct record *r, struct store *s, const struct owner *o, int64_t at)
{
	static const struct { char kind; uint8_t code, member; } own[] = {
		[OWNER_ACCOUNT] = { 'a', F_ACCOUNT_LISTED, M_ACCOUNT },
		[OWNER_USER] = { 'e', F_MEMBER_LISTED, M_USER },
		[OWNER_GROUP] = { 'g', F_GROUP_LISTED, M_GROUP } };

	if (o->name_n > 0 && blacklist_has(s, own[o->side].kind, o->name, o->name_n, at))
		finding_add(r, (enum finding_code)own[o->side].code, own[o->side].member,
		    NULL);
	if (*o->subject != '\0' && blacklist_has(s, 's', o->subject, 32, at))
		finding_add(r, F_SUBJECT_LISTED, M_SUBJECT, NULL);
}

static void
judge_rights(struct record *r, const struct buf *services_of)
{
	struct buf own = { 0 };
	struct piece right;
	size_t state = 0;
	bool exceeds = false;

	while (!exceeds && record_item(r, M_RIGHTS, &state, &right)) {
		own.len = 0;
		buf_json(&own, right.s, right.n);
		exceeds = !holds(services_of->s, services_of->len, own.s, own.len);
	}
	if (exceeds)
		finding_add(r, F_SERVICE_EXCEEDS, M_RIGHTS, NULL);
	buf_free(&own);
}

bool
standing_apply(struct record *r, struct store *s, void *arg)
{
	static struct buf b;
	const struct standing *t = arg;
	struct owner *o = r->extra;
	struct score score;
	char text[WHEN_TEXT];
	const char *level;
	bool muted;

	if (o->side == OWNER_NONE || !owner_find(s, r, o)) {
		finding_add(r, F_CREDIT_UNKNOWN, M_NONE, NULL);
		return false;
	}
	credit_state(t->credit, s, o, t->as_of, &score);
	score_advance(credit_scheme(t->credit, o->side), &score, when_day_of(t->as_of));
	b.len = 0;
	buf_num(&b, score.score);
	record_set_copy(r, M_CREDIT, b.s, b.len);
	level = credit_scheme(t->credit, o->side)->level[score.level].name;
	record_set_text(r, M_LEVEL, level, strlen(level));
	b.len = 0;
	muted = services(t, s, o, &score, &b);
	record_set_copy(r, M_SERVICES, b.s, b.len);
	if (muted)
		record_set_text(r, M_MUTED_UNTIL, when_text(score.muted, text), 25);
	judge_rights(r, &b);
	judge_listed(r, s, o, t->as_of);
	return false;
}
