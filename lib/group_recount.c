#include "group.h"

#include <string.h>

#include "buf.h"
#include "entry.h"
#include "group_int.h"
#include "journal.h"
#include "json.h"
#include "person.h"
#include "seat.h"
#include "spill.h"
#include "store.h"

enum { RUN = 16 << 20 };		/* bytes of a run in memory */
/* What an item of the sort says of its person. */
enum { KNOWN, SEAT_HELD, GROUP_OWNED, LARGE_OWNED };

struct recount {
	const struct group *g;
	struct store *s;
	struct buf *out;
	struct spill_sort *persons;
	uint64_t wrong;
	/* the group whose seats are being counted */
	char group[SEAT_NAME];
	size_t n;
	int64_t owners;
	struct seat_group count;
	struct buf fixes;		/* [NAME,VALUE] each: of counters that are put right */
	struct buf moved;		/* [GROUP,USER,PERSON] each */
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

static void
fix(struct recount *c, char letter, const char *name, size_t n, const struct buf *value)
{
	char key[SEAT_KEY + 2] = { letter, ':' };

	memcpy(key + 2, name, n);
	if (c->fixes.len > 1)
		buf_putc(&c->fixes, ',');
	buf_putc(&c->fixes, '[');
	buf_json(&c->fixes, key, n + 2);
	buf_putc(&c->fixes, ',');
	buf_put(&c->fixes, value->s, value->len);
	buf_putc(&c->fixes, ']');
}

/* A group whose seats have been seen. */
static void
end_group(struct recount *c)
{
	struct seat_group had;
	struct group_facts f = { 0 };
	struct buf value = { 0 };
	const char *val;
	size_t vn;
	int64_t owners;

	if (c->n == 0)
		return;
	seat_group_get(c->s, c->group, c->n, &had);
	owners = group_get(c->g, c->s, c->group, c->n, &f, &val, &vn) && f.open &&
	    f.owner.s != NULL;
	if (had.members != c->count.members || had.managers != c->count.managers ||
	    c->owners != owners) {
		c->wrong++;
		buf_putc(c->out, '{');
		buf_member(c->out, "group", c->group, c->n);
		numbers(c->out, "stored", (int64_t[]){ had.members, had.managers, owners }, 3);
		numbers(c->out, "counted", (int64_t[]){ c->count.members, c->count.managers,
		    c->owners }, 3);
		buf_puts(c->out, "}\n");
		c->count.last = had.last;
		seat_group_text(&value, &c->count);
		fix(c, 'g', c->group, c->n, &value);
		buf_free(&value);
	}
	c->n = 0;
}

static void
item(struct recount *c, const char *person, size_t n, unsigned char tag, const char *val,
    size_t vn)
{
	struct spill_item i = { .key = person, .klen = n, .val = val, .vlen = vn, .tag = tag };

	spill_sort_put(c->persons, &i);
}

/* A user whose subject was not known when it took its seat, and is known now. */
static void
move(struct recount *c, const char *user, size_t un, struct seat *seat)
{
	struct person p;

	person_find(c->s, user, un, &p);
	if (!p.verified)
		return;
	c->wrong++;
	buf_putc(c->out, '{');
	buf_member(c->out, "group", c->group, c->n);
	buf_member(c->out, "user", user, un);
	buf_puts(c->out, ",\"person\":\"moved\"}\n");
	memcpy(seat->person, p.key, seat->person_n = p.n);
	buf_puts(&c->moved, c->moved.len > 1 ? ",[" : "[");
	buf_json(&c->moved, c->group, c->n);
	buf_putc(&c->moved, ',');
	buf_json(&c->moved, user, un);
	buf_putc(&c->moved, ',');
	buf_json(&c->moved, p.key, p.n);
	buf_putc(&c->moved, ']');
}

static bool
one_seat(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct recount *c = arg;
	size_t n = strnlen(key, klen);
	struct seat seat;

	if (n > SEAT_NAME || !seat_read(val, vn, &seat))
		return true;
	if (n != c->n || memcmp(key, c->group, n) != 0) {
		end_group(c);
		memcpy(c->group, key, c->n = n);
		c->count = (struct seat_group){ 0 };
		c->owners = 0;
	}
	if (*seat.person == '@')
		move(c, key + n + 1, klen - n - 1, &seat);
	if (!seat_counts(seat.role))
		return true;
	c->count.members++;
	c->count.managers += seat.role == SEAT_MANAGER;
	c->owners += seat.role == SEAT_OWNER;
	item(c, seat.person, seat.person_n, SEAT_HELD, "", 0);
	return true;
}

static bool
first(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	(void)key, (void)klen, (void)val, (void)vn;
	*(bool *)arg = true;
	return false;
}

/* A group as such: its code is its own, and one without seats has no count. */
static bool
one_group(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	struct recount *c = arg;
	char text[SEAT_KEY * 6 + 2], prefix[SEAT_NAME + 1];
	struct group_facts f;
	struct seat_group had;
	struct person p;
	const char *whose;
	size_t n, wn;
	bool seats = false;

	group_read(c->g->caps, val, vn, &f);
	if (f.open && f.owner_person.s != NULL && f.owner_person.n <= sizeof text) {
		n = json_decode(text, f.owner_person.s, f.owner_person.n);
		if (*text == '@')
			person_find(c->s, text + 1, n - 1, &p);
		else
			person_of(text, n, &p);
		item(c, p.key, p.n, f.large ? LARGE_OWNED : GROUP_OWNED, "", 0);
	}
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
	if (klen > SEAT_NAME)
		return true;
	memcpy(prefix, key, klen);
	prefix[klen] = '\0';
	store_walk(c->s, STORE_MEMBER, prefix, klen + 1, NULL, 0, first, &seats);
	if (!seats) {
		seat_group_get(c->s, key, klen, &had);
		if (had.members != 0 || had.managers != 0 || (f.open && f.owner.s != NULL)) {
			memcpy(c->group, key, c->n = klen);
			c->count = (struct seat_group){ 0 };
			c->owners = 0;
			end_group(c);
		}
	}
	return true;
}

static bool
one_person(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	item(arg, key + 2, klen - 2, KNOWN, val, vn);
	return true;
}

/* One person whose items have all been seen. */
static void
end_person(struct recount *c, const char *key, size_t n, const struct seat_person *had,
    const struct seat_person *now)
{
	struct buf value = { 0 };

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
	seat_person_text(&value, &(struct seat_person){ now->joined, now->created, now->large,
	    had->day, had->joins, had->creates });
	fix(c, 'p', key, n, &value);
	buf_free(&value);
}

static void
count_persons(struct recount *c)
{
	struct seat_person had = { 0 }, now = { 0 };
	struct spill_item i;
	char key[SEAT_KEY];
	size_t n = 0;

	while (spill_sort_next(c->persons, &i)) {
		if (i.klen != n || memcmp(i.key, key, n) != 0) {
			end_person(c, key, n, &had, &now);
			had = now = (struct seat_person){ 0 };
			memcpy(key, i.key, n = i.klen < SEAT_KEY ? i.klen : SEAT_KEY);
		}
		now.joined += i.tag == SEAT_HELD;
		now.created += i.tag == GROUP_OWNED || i.tag == LARGE_OWNED;
		now.large += i.tag == LARGE_OWNED;
		if (i.tag == KNOWN)
			seat_person_read(i.val, i.vlen, &had);
	}
	end_person(c, key, n, &had, &now);
}

/* Seats, and groups owned, that are another person's now. */
static void
mend_moved(struct recount *c)
{
	char group[SEAT_NAME * 6 + 2], user[SEAT_NAME * 6 + 2];
	struct group_facts f;
	struct seat seat;
	struct json_walk w, p;
	struct group_text part[3];
	const char *val;
	size_t gn, un, vn, i;

	json_walk(&w, c->moved.s, c->moved.len);
	while (json_next(&w)) {
		json_walk(&p, w.value, w.value_len);
		for (i = 0; i < 3 && json_next(&p); i++)
			part[i] = (struct group_text){ p.value, p.value_len };
		gn = json_decode(group, part[0].s, part[0].n);
		un = json_decode(user, part[1].s, part[1].n);
		if (!seat_get(c->s, group, gn, user, un, &seat))
			continue;
		seat.person_n = json_decode(seat.person, part[2].s, part[2].n);
		seat_put(c->s, group, gn, user, un, &seat);
		if (seat.role == SEAT_OWNER && group_get(c->g, c->s, group, gn, &f, &val, &vn))
			group_change(c->s, group, gn, val, vn, &(struct entry_change){
			    "owner_person", part[2].s, part[2].n }, 1, NULL);
	}
}

/* Counters put right, and an entry of the journal. */
static void
mend(struct recount *c)
{
	char key[SEAT_KEY * 6 + 14];
	struct buf what = { 0 };
	struct json_walk w, p;
	size_t n;

	json_walk(&w, c->fixes.s, c->fixes.len);
	while (json_next(&w)) {
		json_walk(&p, w.value, w.value_len);
		if (!json_next(&p))
			continue;
		n = json_decode(key, p.value, p.value_len);
		if (json_next(&p))
			store_put(c->s, STORE_COUNT, key, n, p.value, p.value_len);
	}
	mend_moved(c);
	buf_putc(&what, '{');
	buf_member_num(&what, "counters", (int64_t)c->wrong);
	buf_putc(&what, '}');
	journal_put(c->s, c->g->now, c->g->by, "recount", c->g->policy, what.s, what.len);
	buf_free(&what);
}

uint64_t
group_recount(const struct group *g, struct store *s, bool mends, struct buf *out)
{
	struct recount c = { .g = g, .s = s, .out = out };

	c.persons = spill_sort_new(store_dir(s), RUN);
	buf_putc(&c.fixes, '[');
	buf_putc(&c.moved, '[');
	store_begin(s, mends ? 1000 : 0);
	store_walk(s, STORE_MEMBER, "", 0, NULL, 0, one_seat, &c);
	end_group(&c);
	store_walk(s, STORE_GROUP, "", 0, NULL, 0, one_group, &c);
	store_walk(s, STORE_COUNT, "p:", 2, NULL, 0, one_person, &c);
	count_persons(&c);
	buf_putc(&c.fixes, ']');
	buf_putc(&c.moved, ']');
	if (mends && c.wrong > 0)
		mend(&c);
	if (mends)
		store_commit(s);
	else
		store_abort(s);
	spill_sort_free(c.persons);
	buf_free(&c.fixes);
	buf_free(&c.moved);
	return c.wrong;
}
