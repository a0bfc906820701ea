#include "group.h"

#include <string.h>

#include "buf.h"
#include "caps.h"
#include "group_int.h"
#include "json.h"
#include "measure.h"
#include "person.h"
#include "record.h"
#include "seat.h"
#include "status.h"
#include "store.h"
#include "when.h"

static void
raw_of(struct buf *b, const char *name, const struct group_text *t)
{
	if (t->s != NULL)
		buf_member_raw(b, name, t->s, t->n);
}

static void
time_of(struct buf *b, const char *name, int64_t at)
{
	char text[WHEN_TEXT];

	buf_member(b, name, when_text(at, text), 25);
}

static void
flag_of(struct buf *b, const char *name, int flag)
{
	if (flag >= 0)
		buf_member_raw(b, name, flag ? "true" : "false", flag ? 4 : 5);
}

const char *
group_state(const struct group *g, struct store *s, const char *id, size_t n,
    const struct group_facts *f)
{
	char target[SEAT_NAME + 2] = "g:";
	const char *asks;

	if (!f->open)
		return "closed";
	memcpy(target + 2, id, n);
	asks = measure_state(s, target, n + 2, g->as_of);
	return asks != NULL ? asks : "open";
}

void
group_show_facts(const struct group *g, struct store *s, const char *id, size_t n,
    const struct group_facts *f, const struct seat_group *c, struct buf *b)
{
	const char *state = group_state(g, s, id, n, f);

	buf_putc(b, '{');
	buf_member(b, "group", id, n);
	raw_of(b, "group_code", &f->code);
	raw_of(b, "name", &f->name);
	raw_of(b, "category", &f->category);
	raw_of(b, "tier", &f->tier_name);
	if (f->capacity > 0)
		buf_member_num(b, "capacity", f->capacity);
	if (f->capacity_until != INT64_MAX)
		time_of(b, "capacity_until", f->capacity_until);
	raw_of(b, "mode", &f->mode_name);
	raw_of(b, "owner", &f->owner);
	buf_member_num(b, "members", c->members);
	buf_member_num(b, "managers", c->managers);
	buf_member_num(b, "limit", group_limit(g, f, g->as_of));
	raw_of(b, "grade", &f->grade);
	raw_of(b, "class", &f->class_name);
	raw_of(b, "given_grade", &f->given_grade);
	raw_of(b, "given_class", &f->given_class);
	raw_of(b, "review", &f->review_name);
	raw_of(b, "reviewed_by", &f->reviewed_by);
	raw_of(b, "reviewed_at", &f->reviewed_at);
	if (f->activity >= 0)
		buf_member_num(b, "activity", f->activity);
	raw_of(b, "stats_at", &f->stats_at);
	flag_of(b, "code_shown", f->code_shown);
	flag_of(b, "roles_shown", f->roles_shown);
	raw_of(b, "rights", &f->rights);
	raw_of(b, "page", &f->page);
	if (f->page_members >= 0)
		buf_member_num(b, "page_members", f->page_members);
	time_of(b, "created_at", f->created_at);
	if (!f->open)
		time_of(b, "closed_at", f->closed_at);
	buf_member(b, "state", state, strlen(state));
	buf_putc(b, '}');
}

void
group_show(const struct group *g, struct store *s, const char *id, size_t n, const char *val,
    size_t vn, struct buf *b)
{
	struct group_facts f;
	struct seat_group c;

	group_read(g->caps, val, vn, &f);
	seat_group_get(s, id, n, &c);
	group_show_facts(g, s, id, n, &f, &c, b);
	buf_putc(b, '\n');
}

/* The seats of an entry of STORE_MEMBER, of all users or of one person's. */
struct shown {
	struct store *s;
	const char *group;
	size_t n;
	const struct buf *numbers;	/* of the users wanted, in a row; NULL: all */
	struct buf *b;
};

static bool
wanted(const struct buf *numbers, const char *number)
{
	size_t i;

	for (i = 0; numbers != NULL && i < numbers->len; i += SEAT_NUMBER)
		if (memcmp(numbers->s + i, number, SEAT_NUMBER) == 0)
			return true;
	return numbers == NULL;
}

static bool
one_seat(void *arg, const char *number, const struct seat *seat)
{
	struct shown *h = arg;
	struct buf *b = h->b;
	struct seat_user u;
	const char *subject;
	bool member = seat_counts(seat->role);

	if (!wanted(h->numbers, number) || !seat_user_get(h->s, number, &u))
		return true;
	buf_putc(b, '{');
	buf_member(b, "group", h->group, h->n);
	buf_member(b, "user", u.user, u.user_n);
	buf_member(b, "role", seat_role_name(seat->role), strlen(seat_role_name(seat->role)));
	if (member)
		buf_member(b, "label", seat_role_label(seat->role),
		    strlen(seat_role_label(seat->role)));
	time_of(b, member ? "joined_at" : "since", seat->since);
	if (seat->how != SEAT_UNRECORDED)
		buf_member(b, "verification", seat_how_name(seat->how),
		    strlen(seat_how_name(seat->how)));
	subject = u.now_n > 0 ? u.now : u.person;
	if (*subject != '@')
		buf_member(b, "subject", subject, u.now_n > 0 ? u.now_n : u.person_n);
	buf_puts(b, "}\n");
	return true;
}

static void
show_seats(struct store *s, const struct buf *numbers, const char *key, size_t klen,
    const char *val, size_t vn, struct buf *b)
{
	struct shown h = { .s = s, .group = key, .n = strnlen(key, klen), .numbers = numbers,
	    .b = b };
	size_t n;

	if (!seat_each_of(key, klen, val, vn, &n, one_seat, &h))
		status_die(FAILED, "store damaged: seats of %.*s in table member", (int)h.n,
		    key);
}

void
group_show_seat(struct store *s, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *b)
{
	show_seats(s, NULL, key, klen, val, vn, b);
}

static void
show_name(struct buf *b, const struct person *p)
{
	if (*p->key == '@')
		buf_member(b, "user", p->key + 1, p->n - 1);
	else
		buf_member(b, "subject", p->key, p->n);
}

void
group_show_person(const struct group *g, struct store *s, const char *key, size_t n,
    const struct seat_person *c, struct buf *b)
{
	const struct caps_person *row;
	struct person p;
	const char *level;

	person_of(key, n, &p);
	person_weigh(g->persons, s, &p, g->as_of);
	row = caps_person(g->caps, p.verified, p.level, -1);
	level = person_level(g->persons, &p);
	buf_putc(b, '{');
	show_name(b, &p);
	buf_member(b, "level", level, strlen(level));
	buf_member_num(b, "joined", c->joined);
	buf_member_num(b, "join_limit", row->join);
	buf_member_num(b, "created", c->created);
	buf_member_num(b, "create_limit", row->create);
	buf_member_num(b, "large", c->large);
	buf_member_num(b, "large_limit", row->large);
	buf_puts(b, "}\n");
}

void
group_show_count(const struct group *g, struct store *s, const char *key, size_t klen,
    const char *val, size_t vn, struct buf *b)
{
	struct seat_person c;

	if (klen > 2 && *key == 'p' && klen - 2 <= SEAT_KEY && seat_person_read(val, vn, &c))
		group_show_person(g, s, key + 2, klen - 2, &c, b);
}

void
group_show_past(const char *key, size_t klen, const char *val, size_t vn, struct buf *b)
{
	size_t n = strnlen(key, klen), tn;
	const char *t = json_get(val, vn, "time", &tn);
	struct json_walk w;
	int64_t at = 0;

	if (t != NULL)
		json_whole(t, tn, &at);
	buf_putc(b, '{');
	buf_member(b, "group", key, n);
	json_walk(&w, val, vn);
	while (json_next(&w)) {
		if (w.value == t) {
			time_of(b, "time", at);
			continue;
		}
		buf_putc(b, ',');
		buf_put(b, w.name - 1, w.name_len + 2);
		buf_putc(b, ':');
		buf_put(b, w.value, w.value_len);
	}
	buf_puts(b, "}\n");
}

/* ---- The seats of one person. */

struct whose {
	struct store *s;
	const char *person;
	size_t n;
	struct buf numbers, *b;
};

static bool
is_his(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct whose *w = arg;
	struct seat_user u;

	if (seat_user_read(key, klen, val, vn, &u) && u.person_n == w->n &&
	    memcmp(u.person, w->person, w->n) == 0)
		buf_put(&w->numbers, u.number, SEAT_NUMBER);
	return true;
}

static bool
seats_of(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct whose *w = arg;

	show_seats(w->s, &w->numbers, key, klen, val, vn, w->b);
	return true;
}

static bool
person(const struct group *g, struct store *s, const char *key, size_t n, struct buf *b)
{
	struct whose w = { .s = s, .person = key, .n = n, .b = b };
	struct seat_person c;

	if (!seat_person_get(s, key, n, &c))
		return false;
	group_show_person(g, s, key, n, &c, b);
	store_walk(s, STORE_COUNT, "v:", 2, NULL, 0, is_his, &w);
	if (w.numbers.len > 0)
		store_walk(s, STORE_MEMBER, "", 0, NULL, 0, seats_of, &w);
	buf_free(&w.numbers);
	return true;
}

bool
group_show_user(const struct group *g, struct store *s, const char *user, struct buf *b)
{
	struct seat_user u;

	return seat_name_good(user, strlen(user)) &&
	    seat_user_find(s, user, strlen(user), &u) && person(g, s, u.person, u.person_n, b);
}

bool
group_show_subject(const struct group *g, struct store *s, const char *key, struct buf *b)
{
	return strlen(key) == 32 && person(g, s, key, 32, b);
}

static bool
past_one(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	group_show_past(key, klen, val, vn, arg);
	return true;
}

bool
group_show_group(const struct group *g, struct store *s, const char *id, struct buf *b)
{
	char prefix[SEAT_NAME + 1];
	size_t n = strlen(id), vn;
	const char *val;

	if (!seat_name_good(id, n) || !store_get(s, STORE_GROUP, id, n, &val, &vn))
		return false;
	group_show(g, s, id, n, val, vn, b);
	memcpy(prefix, id, n + 1);
	store_walk(s, STORE_PAST, prefix, n + 1, NULL, 0, past_one, b);
	return true;
}

bool
group_show_code(const struct group *g, struct store *s, const char *code, struct buf *b)
{
	char id[SEAT_NAME + 1];
	const char *val;
	size_t n;

	if (!store_get(s, STORE_CODE, code, strlen(code), &val, &n) || n > SEAT_NAME)
		return false;
	memcpy(id, val, n);
	id[n] = '\0';
	return group_show_group(g, s, id, b);
}
