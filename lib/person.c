#include "person.h"

#include <stdlib.h>
#include <string.h>

#include "blacklist.h"
#include "credit.h"
#include "finding.h"
#include "json.h"
#include "measure.h"
#include "mem.h"
#include "owner.h"
#include "scheme.h"
#include "score.h"
#include "seat.h"
#include "sieve.h"
#include "store.h"
#include "when.h"

struct person_rules {
	const struct credit *credit;
	const struct scheme *scheme;
	const struct sieve *sieve;
	unsigned gives[SCHEME_LEVELS], mute;	/* mute: what a mute takes */
};

static const char *const service[] = { "join", "manage", "create", "create-large" };
enum { EVERY = (1 << PERSON_SERVICES) - 1 };

/* The services among an array of strings; "*" is all. */
static unsigned
services(const char *list, size_t n)
{
	struct json_walk w;
	unsigned all = 0;
	int i;

	json_walk(&w, list, n);
	while (json_next(&w)) {
		if (w.value_len == 3 && w.value[1] == '*')
			return EVERY;
		for (i = 0; i < PERSON_SERVICES; i++)
			if (w.value_len == strlen(service[i]) + 2 &&
			    memcmp(w.value + 1, service[i], w.value_len - 2) == 0)
				all |= 1u << i;
	}
	return all;
}

struct person_rules *
person_rules_new(const struct credit *credit)
{
	struct person_rules *p = mem_alloc(sizeof *p);
	const struct scheme *s = credit_scheme(credit, OWNER_USER);
	size_t i;

	*p = (struct person_rules){ .credit = credit, .scheme = s };
	for (i = 0; i < s->levels; i++)
		p->gives[i] = services(s->level[i].services, s->level[i].services_n);
	p->mute = s->mute_takes == NULL ? EVERY : services(s->mute_takes, s->mute_takes_n);
	return p;
}

void
person_rules_free(struct person_rules *p)
{
	free(p);
}

void
person_rules_sieve(struct person_rules *p, const struct sieve *s)
{
	p->sieve = s;
}

bool
person_on_list(const struct person_rules *p, struct store *s, char kind, const char *key,
    size_t n, int64_t at)
{
	char text[BLACKLIST_KEY + 2] = { kind, ':' };

	if (n > BLACKLIST_KEY)
		return false;
	if (p->sieve != NULL) {
		memcpy(text + 2, key, n);
		if (!sieve_may(p->sieve, text, n + 2))
			return false;
	}
	return blacklist_has(s, kind, key, n, at);
}

void
person_of(const char *key, size_t n, struct person *p)
{
	*p = (struct person){ .n = n, .verified = n == 32 && *key != '@', .counted_n = n };
	memcpy(p->key, key, n);
	memcpy(p->counted, key, n);
}

void
person_find(struct store *s, const char *user, size_t n, struct person *p)
{
	struct owner o = { .side = OWNER_USER, .name = user, .name_n = n };
	char key[PERSON_KEY] = "@";
	struct seat_user u;
	bool known = seat_user_find(s, user, n, &u);

	if (known && *u.person != '@') {
		person_of(u.now_n > 0 ? u.now : u.person, u.now_n > 0 ? u.now_n : u.person_n,
		    p);
		memcpy(p->counted, u.person, p->counted_n = u.person_n);
	} else {
		owner_find(s, NULL, &o);
		memcpy(key + 1, user, n);
		if (*o.subject != '\0')
			person_of(o.subject, 32, p);
		else
			person_of(key, n + 1, p);
		p->also = known && *o.subject != '\0';
	}
	memcpy(p->number, u.number, sizeof p->number);
	p->user = user;
	p->user_n = n;
}

void
person_counts(struct store *s, const struct person *p, struct seat_person *c)
{
	char key[PERSON_KEY] = "@";
	struct seat_person more;

	seat_person_get(s, p->counted, p->counted_n, c);
	if (!p->also)
		return;
	memcpy(key + 1, p->user, p->user_n);
	seat_person_get(s, key, p->user_n + 1, &more);
	c->joined += more.joined;
	c->created += more.created;
	c->large += more.large;
	if (more.day > c->day)
		c->joins = c->creates = 0;
	if (more.day >= c->day) {
		c->day = more.day;
		c->joins += more.joins;
		c->creates += more.creates;
	}
}

void
person_elsewhere(struct store *s, const struct person *p, struct seat_person *c)
{
	*c = (struct seat_person){ 0 };
	if (p->n != p->counted_n || memcmp(p->key, p->counted, p->n) != 0)
		seat_person_get(s, p->key, p->n, c);
}

void
person_seated(struct store *s, struct person *p)
{
	static const struct seat_person none;
	char key[PERSON_KEY] = "@";
	struct seat_person c;
	struct seat_user u = { .user_n = p->user_n, .person_n = p->counted_n };

	if (*p->number != '\0' && !p->also)
		return;
	memcpy(u.number, p->number, sizeof u.number);
	memcpy(u.user, p->user, p->user_n);
	memcpy(u.person, p->counted, p->counted_n);
	if (p->also) {
		memcpy(key + 1, p->user, p->user_n);
		person_counts(s, p, &c);
		seat_person_put(s, p->counted, p->counted_n, &c);
		seat_person_put(s, key, p->user_n + 1, &none);
		p->also = false;
	}
	seat_user_put(s, &u);
	memcpy(p->number, u.number, sizeof p->number);
}

static bool
take(void *arg, const char *id, size_t id_n, const char *val, size_t vn)
{
	size_t n;
	const char *takes = json_get(val, vn, "takes", &n);

	(void)id, (void)id_n;
	if (takes != NULL)
		*(unsigned *)arg |= services(takes, n);
	return true;
}

void
person_weigh(const struct person_rules *c, struct store *s, struct person *p, int64_t at)
{
	struct owner o = { .side = OWNER_USER };
	struct score score;

	o.key[0] = 'u';
	o.key[1] = ':';
	memcpy(o.key + 2, p->key, p->n);
	o.key_n = p->n + 2;
	if (credit_state(c->credit, s, &o, at, &score))
		score_advance(c->scheme, &score, when_day_of(at));
	p->at = at;
	p->level = score.level;
	p->gives = c->gives[score.level];
	p->taken = score.muted > at ? c->mute : 0;
	measure_each(s, o.key, o.key_n, at, take, &p->taken);
}

const char *
person_level(const struct person_rules *c, const struct person *p)
{
	return c->scheme->level[p->level].name;
}

int
person_listed(const struct person_rules *c, struct store *s, const struct person *p, char kind,
    int64_t at)
{
	const char as[] = { 'e', kind };
	int i;

	if (p->verified && person_on_list(c, s, 's', p->key, p->n, at))
		return F_SUBJECT_LISTED;
	for (i = 0; i < (kind == 'e' ? 1 : 2); i++)
		if ((p->user != NULL && person_on_list(c, s, as[i], p->user, p->user_n, at)) ||
		    (p->verified && person_on_list(c, s, as[i], p->key, p->n, at)))
			return i == 0 ? F_MEMBER_LISTED : kind == 'c' ? F_CREATOR_LISTED :
			    F_MANAGER_LISTED;
	return -1;
}

int
person_lacks(const struct person *p, enum person_service which)
{
	if ((p->gives >> which & 1) == 0)
		return F_CREDIT_SERVICE;
	return (p->taken >> which & 1) != 0 ? F_RIGHT_SUSPENDED : -1;
}

bool
person_answers(const struct person_rules *c, struct store *s, struct person *p, int64_t at)
{
	if (!p->verified || person_listed(c, s, p, 'c', at) >= 0)
		return false;
	person_weigh(c, s, p, at);
	return person_lacks(p, PERSON_MANAGE) < 0;
}
