#include "group.h"

#include <string.h>

#include "buf.h"
#include "entry.h"
#include "group_int.h"
#include "json.h"
#include "person.h"
#include "seat.h"
#include "store.h"

void
group_owned(struct store *s, const struct group_text *user, int more, int large)
{
	char name[SEAT_NAME * 6 + 2];
	struct seat_person n;
	struct seat_user u;

	if ((more == 0 && large == 0) || user->s == NULL || user->n > sizeof name ||
	    !seat_user_find(s, name, json_decode(name, user->s, user->n), &u))
		return;
	seat_person_get(s, u.person, u.person_n, &n);
	n.created += more;
	n.large += large;
	seat_person_put(s, u.person, u.person_n, &n);
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
group_hand_over(struct group_case *c, struct seat *seat, struct person *p)
{
	static struct buf owner, entry;
	const struct group_op *o = c->op;
	char old[SEAT_NAME * 6 + 2];
	struct group_text was = c->facts.owner, now;
	struct seat_user u;
	struct seat before;
	size_t n;

	owner.len = 0;
	buf_json(&owner, o->target.s, o->target.n);
	now = (struct group_text){ owner.s, owner.len };
	group_past(c, &entry);
	if (was.s != NULL)
		buf_member_raw(&entry, "from", was.s, was.n);
	buf_putc(&entry, '}');
	if (was.s != NULL) {
		n = json_decode(old, was.s, was.n);
		group_owned(c->s, &was, -1, -c->facts.large);
		c->count->seats = NULL;
		if (group_seat(c, &(struct group_text){ old, n }, &u, &before)) {
			before.role = SEAT_MEMBER;
			seat_put(c->s, o->group.s, o->group.n, c->count, u.number, &before);
		}
	}
	person_seated(c->s, p);
	group_owned(c->s, &now, 1, c->facts.large);
	seat->role = SEAT_OWNER;
	seat_put(c->s, o->group.s, o->group.n, c->count, p->number, seat);
	group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val, &c->vn);
	group_change(c->s, o->group.s, o->group.n, c->val, c->vn,
	    &(struct entry_change){ "owner", owner.s, owner.len }, 1, &entry);
}

/* ---- Emptying a group. */

static bool
note(void *arg, const char *number, const struct seat *seat)
{
	if (seat_counts(seat->role))
		buf_put(arg, number, SEAT_NUMBER);
	return true;
}

void
group_empty(struct store *s, const char *id, size_t n, const struct group_facts *f,
    struct seat_group *g)
{
	struct buf all = { 0 };
	char number[SEAT_NUMBER + 1] = "";
	struct seat_person count;
	struct seat_user u;
	size_t i;

	/* The texts of f end with the first put. */
	group_owned(s, &f->owner, -1, -f->large);
	seat_each(s, id, n, note, &all);
	for (i = 0; i < all.len; i += SEAT_NUMBER) {
		memcpy(number, all.s + i, SEAT_NUMBER);
		if (!seat_user_get(s, number, &u))
			continue;
		seat_person_get(s, u.person, u.person_n, &count);
		count.joined--;
		seat_person_put(s, u.person, u.person_n, &count);
	}
	seat_clear(s, id, n, g);
	buf_free(&all);
}
