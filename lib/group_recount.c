#include "group.h"

#include <string.h>

#include "buf.h"
#include "group_int.h"
#include "json.h"
#include "person.h"
#include "seat.h"
#include "spill.h"
#include "status.h"
#include "store.h"

enum { RUN = 12 << 20 };		/* bytes of a run in memory */
/* What an item says: of a user whose it is (first of its number), or what it holds; of a
 * person what is on record, or what one of its users holds. */
enum { WHOSE, SEAT_HELD, GROUP_OWNED, LARGE_OWNED, KNOWN };

struct recount {
	const struct group *g;
	struct store *s;
	struct buf *out;
	struct spill_sort *users, *persons;	/* by number, by person */
	uint64_t wrong, mends;		/* mends: those that can be put right */
	/* the group whose seats are being counted */
	char group[SEAT_NAME];
	size_t n;
	int64_t owners;
	struct seat_group count, had;
	struct buf groups, people, moved;	/* what is to be put right: arrays of arrays */
};

static void
numbers(struct buf *b, const char *name, const int64_t *v, int count)
{
	int i;

	buf_putc(b, ',');
	buf_json(b, name, strlen(name));
	buf_puts(b, ":[");
	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_putc(b, ',');
		buf_num(b, v[i]);
	}
	buf_putc(b, ']');
}

/* [NAME,A,B,C] behind the others. */
static void
note(struct buf *list, const char *name, size_t n, int64_t a, int64_t b, int64_t c)
{
	buf_puts(list, list->len > 0 ? ",[" : "[[");
	buf_json(list, name, n);
	buf_printf(list, ",%lld,%lld,%lld]", (long long)a, (long long)b, (long long)c);
}

static void
item(struct spill_sort *to, const char *key, size_t n, unsigned char tag, const char *val,
    size_t vn)
{
	struct spill_item i = { .key = key, .klen = n, .val = val, .vlen = vn, .tag = tag };

	spill_sort_put(to, &i);
}

/* ---- Users: whose their seats are. */

static bool
one_user(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct recount *c = arg;
	struct seat_user u;
	struct person p;

	if (!seat_user_read(key, klen, val, vn, &u))
		status_die(FAILED, "store damaged: value of %.*s in table count", (int)klen,
		    key);
	person_find(c->s, u.user, u.user_n, &p);
	if (p.n != u.person_n || memcmp(p.key, u.person, p.n) != 0) {
		c->wrong++;
		c->mends++;
		buf_putc(c->out, '{');
		buf_member(c->out, "user", u.user, u.user_n);
		buf_puts(c->out, ",\"person\":\"moved\"}\n");
		buf_puts(&c->moved, c->moved.len > 0 ? ",[" : "[[");
		buf_json(&c->moved, u.number, SEAT_NUMBER);
		buf_putc(&c->moved, ',');
		buf_json(&c->moved, p.key, p.n);
		buf_putc(&c->moved, ']');
	}
	item(c->users, u.number, SEAT_NUMBER, WHOSE, p.key, p.n);
	return true;
}

/* ---- Groups and their seats. */

/* A group whose seats have been seen. */
static void
end_group(struct recount *c)
{
	struct group_facts f = { .open = false };
	const char *val;
	size_t vn;
	int64_t owners;

	if (c->n == 0)
		return;
	owners = group_get(c->g, c->s, c->group, c->n, &f, &val, &vn) && f.open &&
	    f.owner.s != NULL;
	if (c->had.members != c->count.members || c->had.managers != c->count.managers ||
	    c->owners != owners) {
		c->wrong++;
		buf_putc(c->out, '{');
		buf_member(c->out, "group", c->group, c->n);
		numbers(c->out, "stored", (int64_t[]){ c->had.members, c->had.managers,
		    owners }, 3);
		numbers(c->out, "counted", (int64_t[]){ c->count.members, c->count.managers,
		    c->owners }, 3);
		buf_puts(c->out, "}\n");
		if (c->had.members != c->count.members ||
		    c->had.managers != c->count.managers) {
			c->mends++;
			note(&c->groups, c->group, c->n, c->count.members,
			    c->count.managers, 0);
		}
	}
	c->n = 0;
}

static void
begin_group(struct recount *c, const char *group, size_t n)
{
	memcpy(c->group, group, c->n = n < SEAT_NAME ? n : SEAT_NAME);
	c->count = (struct seat_group){ 0 };
	c->owners = 0;
	seat_group_get(c->s, group, c->n, &c->had);
}

static bool
one_seat(void *arg, const char *number, const struct seat *seat)
{
	struct recount *c = arg;

	if (!seat_counts(seat->role))
		return true;
	c->count.members++;
	c->count.managers += seat->role == SEAT_MANAGER;
	c->owners += seat->role == SEAT_OWNER;
	item(c->users, number, SEAT_NUMBER, SEAT_HELD, "", 0);
	return true;
}

static bool
one_piece(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct recount *c = arg;
	size_t n = strnlen(key, klen), gn;

	if (n != c->n || memcmp(key, c->group, n) != 0) {
		end_group(c);
		begin_group(c, key, n);
	}
	if (!seat_each_of(key, klen, val, vn, &gn, one_seat, c))
		status_die(FAILED, "store damaged: seats of %.*s in table member", (int)n,
		    key);
	return true;
}

/* A group as such: who owns it, its code is its own, and one without seats has no count. */
static bool
one_group(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct recount *c = arg;
	char text[SEAT_KEY * 6 + 2];
	struct group_facts f;
	struct seat_group had;
	struct seat_user u;
	const char *whose;
	size_t wn;

	group_read(c->g->caps, val, vn, &f);
	if (f.open && f.owner.s != NULL && f.owner.n <= sizeof text &&
	    seat_user_find(c->s, text, json_decode(text, f.owner.s, f.owner.n), &u))
		item(c->users, u.number, SEAT_NUMBER, f.large ? LARGE_OWNED : GROUP_OWNED, "",
		    0);
	if (f.code.s == NULL || f.code.n > sizeof text || !store_get(c->s, STORE_CODE, text,
	    json_decode(text, f.code.s, f.code.n), &whose, &wn) || wn != klen ||
	    memcmp(whose, key, klen) != 0) {
		c->wrong++;
		buf_putc(c->out, '{');
		buf_member(c->out, "group", key, klen);
		if (f.code.s != NULL)
			buf_member_raw(c->out, "group_code", f.code.s, f.code.n);
		buf_puts(c->out, ",\"code\":\"not its own\"}\n");
	}
	if (!seat_group_get(c->s, key, klen, &had)) {
		begin_group(c, key, klen);
		end_group(c);
	}
	return true;
}

/* ---- Persons. */

/* What each user holds goes to its person. */
static void
hand_on(struct recount *c)
{
	struct seat_person n = { 0 };
	struct spill_item i;
	char person[SEAT_KEY], number[SEAT_NUMBER];
	size_t pn = 0;
	bool more = spill_sort_next(c->users, &i);

	while (more) {
		memcpy(number, i.key, SEAT_NUMBER);
		n = (struct seat_person){ 0 };
		pn = 0;
		do {
			if (i.tag == WHOSE)
				memcpy(person, i.val, pn = i.vlen < SEAT_KEY ? i.vlen :
				    SEAT_KEY);
			n.joined += i.tag == SEAT_HELD;
			n.created += i.tag == GROUP_OWNED || i.tag == LARGE_OWNED;
			n.large += i.tag == LARGE_OWNED;
			more = spill_sort_next(c->users, &i);
		} while (more && memcmp(i.key, number, SEAT_NUMBER) == 0);
		if (pn > 0)
			item(c->persons, person, pn, SEAT_HELD, (const char *)&n, sizeof n);
	}
}

static bool
one_person(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct recount *c = arg;
	struct seat_person n;

	if (seat_person_read(val, vn, &n))
		item(c->persons, key + 2, klen - 2, KNOWN, (const char *)&n, sizeof n);
	return true;
}

static void
end_person(struct recount *c, const char *key, size_t n, const struct seat_person *had,
    const struct seat_person *now)
{
	if (n == 0 || (had->joined == now->joined && had->created == now->created &&
	    had->large == now->large))
		return;
	c->wrong++;
	buf_putc(c->out, '{');
	if (*key == '@')
		buf_member(c->out, "user", key + 1, n - 1);
	else
		buf_member(c->out, "subject", key, n);
	numbers(c->out, "stored", (int64_t[]){ had->joined, had->created, had->large }, 3);
	numbers(c->out, "counted", (int64_t[]){ now->joined, now->created, now->large }, 3);
	buf_puts(c->out, "}\n");
	c->mends++;
	note(&c->people, key, n, now->joined, now->created, now->large);
}

static void
count_persons(struct recount *c)
{
	struct seat_person had = { 0 }, now = { 0 }, n;
	struct spill_item i;
	char key[SEAT_KEY];
	size_t kn = 0;

	while (spill_sort_next(c->persons, &i)) {
		if (i.klen != kn || memcmp(i.key, key, kn) != 0) {
			end_person(c, key, kn, &had, &now);
			had = now = (struct seat_person){ 0 };
			memcpy(key, i.key, kn = i.klen < SEAT_KEY ? i.klen : SEAT_KEY);
		}
		memcpy(&n, i.val, sizeof n);
		if (i.tag == KNOWN)
			had = n;
		else {
			now.joined += n.joined;
			now.created += n.created;
			now.large += n.large;
		}
	}
	end_person(c, key, kn, &had, &now);
}

uint64_t
group_recount(const struct group *g, struct store *s, uint64_t *mended, struct buf *out)
{
	struct recount c = { .g = g, .s = s, .out = out };
	bool mends = mended != NULL;

	c.users = spill_sort_new(store_dir(s), RUN);
	c.persons = spill_sort_new(store_dir(s), RUN);
	store_begin(s, mends ? 1000 : 0);
	store_walk(s, STORE_COUNT, "v:", 2, NULL, 0, one_user, &c);
	store_walk(s, STORE_MEMBER, "", 0, NULL, 0, one_piece, &c);
	end_group(&c);
	store_walk(s, STORE_GROUP, "", 0, NULL, 0, one_group, &c);
	hand_on(&c);
	store_walk(s, STORE_COUNT, "p:", 2, NULL, 0, one_person, &c);
	count_persons(&c);
	if (mends && c.mends > 0)
		group_mend(g, s, &c.moved, &c.groups, &c.people, c.mends);
	if (mends)
		*mended = c.mends;
	if (mends)
		store_commit(s);
	else
		store_abort(s);
	spill_sort_free(c.users);
	spill_sort_free(c.persons);
	buf_free(&c.groups);
	buf_free(&c.people);
	buf_free(&c.moved);
	return c.wrong;
}
