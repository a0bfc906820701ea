#include "group.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "entry.h"
#include "group_int.h"
#include "json.h"
#include "mem.h"
#include "person.h"
#include "seat.h"
#include "store.h"

void
group_owned(struct store *s, const struct group_text *person, int more, bool large)
{
	char key[SEAT_KEY * 6];
	struct seat_person n;
	size_t len;

	if (person->s == NULL || person->n > sizeof key)
		return;
	len = json_decode(key, person->s, person->n);
	seat_person_get(s, key, len, &n);
	n.created += more;
	n.large += large ? more : 0;
	seat_person_put(s, key, len, &n);
}

void
group_large(struct group_case *c, int more)
{
	char key[SEAT_KEY * 6];
	struct seat_person n;
	size_t len;

	if (more == 0 || c->facts.owner_person.s == NULL)
		return;
	len = json_decode(key, c->facts.owner_person.s, c->facts.owner_person.n);
	seat_person_get(c->s, key, len, &n);
	n.large += more;
	seat_person_put(c->s, key, len, &n);
}

void
group_merge(struct group_case *c, const struct buf *object, bool large, const struct buf *past)
{
	struct entry_change change[8] = { { "large", large ? "1" : "0", 1 },
	    { "capacity", NULL, 0 }, { "capacity_until", NULL, 0 } };
	char name[8][16];
	struct json_walk w;
	size_t n = 3;

	json_walk(&w, object->s, object->len);
	for (; n < 8 && json_next(&w); n++) {
		memcpy(name[n], w.name, w.name_len < 15 ? w.name_len : 15);
		name[n][w.name_len < 15 ? w.name_len : 15] = '\0';
		change[n] = (struct entry_change){ name[n], w.value, w.value_len };
	}
	/* What the walk before has put may have moved the value. */
	group_get(c->g, c->s, c->op->group.s, c->op->group.n, &c->facts, &c->val, &c->vn);
	group_change(c->s, c->op->group.s, c->op->group.n, c->val, c->vn, change, n, past);
}

void
group_hand_over(struct group_case *c, struct seat *seat, const struct person *p)
{
	static struct buf owner, person, entry;
	const struct group_op *o = c->op;
	char old[SEAT_NAME * 6];
	struct seat before;
	size_t n;

	owner.len = person.len = entry.len = 0;
	buf_json(&owner, o->target.s, o->target.n);
	buf_json(&person, p->key, p->n);
	group_past(c, &entry);
	if (c->facts.owner.s != NULL)
		buf_member_raw(&entry, "from", c->facts.owner.s, c->facts.owner.n);
	buf_putc(&entry, '}');
	if (c->facts.owner.s != NULL) {
		n = json_decode(old, c->facts.owner.s, c->facts.owner.n);
		group_owned(c->s, &c->facts.owner_person, -1, c->facts.large);
		if (seat_get(c->s, o->group.s, o->group.n, old, n, &before)) {
			before.role = SEAT_MEMBER;
			seat_put(c->s, o->group.s, o->group.n, old, n, &before);
		}
	}
	group_owned(c->s, &(struct group_text){ person.s, person.len }, 1, c->facts.large);
	seat->role = SEAT_OWNER;
	seat_put(c->s, o->group.s, o->group.n, o->target.s, o->target.n, seat);
	seat_group_put(c->s, o->group.s, o->group.n, c->count);
	group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val, &c->vn);
	group_change(c->s, o->group.s, o->group.n, c->val, c->vn, (struct entry_change[]){
	    { "owner", owner.s, owner.len }, { "owner_person", person.s, person.len } }, 2,
	    &entry);
}

/* ---- Emptying a group. */

struct seats {
	struct buf users;		/* each: length in 8 bytes, text */
	struct seat *seat;
	size_t count, room;
};

static bool
note(void *arg, const char *user, size_t un, const struct seat *seat)
{
	struct seats *all = arg;

	if (all->count == all->room) {
		all->room = all->room * 2 + 64;
		all->seat = mem_grow(all->seat, all->room, sizeof *all->seat);
	}
	all->seat[all->count++] = *seat;
	buf_put(&all->users, &un, sizeof un);
	buf_put(&all->users, user, un);
	return true;
}

void
group_empty(struct store *s, const char *id, size_t n, const struct group_facts *f)
{
	struct seats all = { 0 };
	struct seat_person count;
	const char *at;
	size_t i, un;

	/* The texts of f end with the first put. */
	group_owned(s, &f->owner_person, -1, f->large);
	seat_each(s, id, n, note, &all);
	for (i = 0, at = all.users.s; i < all.count; i++, at += un) {
		const struct seat *seat = &all.seat[i];

		memcpy(&un, at, sizeof un);
		at += sizeof un;
		if (seat_counts(seat->role)) {
			seat_person_get(s, seat->person, seat->person_n, &count);
			count.joined--;
			seat_person_put(s, seat->person, seat->person_n, &count);
		}
		seat_del(s, id, n, at, un);
	}
	buf_free(&all.users);
	free(all.seat);
}
