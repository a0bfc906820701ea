#include "group.h"

#include <stdio.h>
#include <string.h>

#include "act.h"
#include "buf.h"
#include "entry.h"
#include "finding.h"
#include "group_int.h"
#include "json.h"
#include "person.h"
#include "record.h"
#include "seat.h"
#include "store.h"

void
group_past(struct group_case *c, struct buf *b)
{
	const struct group_op *o = c->op;
	struct piece by = { o->user.s, o->user.n };

	if (o->platform)
		record_text(c->r, M_OPERATOR, &by);
	b->len = 0;
	buf_putc(b, '{');
	buf_member(b, "what", group_kind_name(o->kind), strlen(group_kind_name(o->kind)));
	buf_member_num(b, "time", o->time);
	buf_member(b, o->platform ? "operator" : "by", by.s, by.n);
	buf_member(b, "id", o->act->id, o->act->id_n);
	if (o->target.s != NULL)
		buf_member(b, "target", o->target.s, o->target.n);
}

static void
done(struct group_case *c, char role, const struct seat_user *u)
{
	struct seat_person n;

	c->count->last = c->op->time;
	c->out.role = role;
	c->out.members = c->count->members;
	c->out.limit = group_limit(c->g, &c->facts, c->op->time);
	if (u == NULL)
		return;
	seat_person_get(c->s, u->person, u->person_n, &n);
	group_told(c, u, &n);
}

/* Seat and count of the target with another role, and an entry of the past. */
static void
put_role(struct group_case *c, const struct seat_user *u, struct seat *seat, char role)
{
	static struct buf entry;
	const struct group_op *o = c->op;

	c->count->managers += (role == SEAT_MANAGER) - (seat->role == SEAT_MANAGER);
	seat->role = role;
	done(c, role, u);
	if (c->g->verb != GROUP_APPLY)
		return;
	group_past(c, &entry);
	buf_putc(&entry, '}');
	group_change(c->s, o->group.s, o->group.n, c->val, c->vn, NULL, 0, &entry);
	seat_put(c->s, o->group.s, o->group.n, c->count, u->number, seat);
}

void
group_do_appoint(struct group_case *c)
{
	struct group_op *o = c->op;
	struct seat_user u;
	struct person p;
	struct seat seat;

	if (!group_owns(c))
		return;
	if (!group_seat(c, &o->target, &u, &seat) || seat.role != SEAT_MEMBER) {
		group_find(c, seat_counts(seat.role) ? F_MEMBER_ROLE : F_MEMBER_UNKNOWN,
		    M_TARGET);
		return;
	}
	person_find(c->s, o->target.s, o->target.n, &p);
	person_weigh(c->g->persons, c->s, &p, o->time);
	group_manage(c, &p);
	if (!group_refused(c))
		put_role(c, &u, &seat, SEAT_MANAGER);
}

void
group_do_dismiss(struct group_case *c)
{
	struct group_op *o = c->op;
	struct seat_user u;
	struct seat seat;
	bool self = o->user.s != NULL && o->user.n == o->target.n &&
	    memcmp(o->user.s, o->target.s, o->user.n) == 0;

	if (!self && !group_owns(c))
		return;
	if (!group_seat(c, &o->target, &u, &seat) || seat.role != SEAT_MANAGER) {
		group_find(c, seat_counts(seat.role) ? F_MEMBER_ROLE : F_MEMBER_UNKNOWN,
		    M_TARGET);
		return;
	}
	put_role(c, &u, &seat, SEAT_MEMBER);
}

void
group_do_transfer(struct group_case *c)
{
	struct group_op *o = c->op;
	struct seat_user u, old;
	struct seat_person n;
	struct seat seat;
	struct person p;
	char owner[SEAT_NAME * 6 + 2];
	int tier = c->facts.tier < 0 ? 0 : c->facts.tier, same;

	if (!group_owns(c))
		return;
	group_seat(c, &o->target, &u, &seat);
	if (!seat_counts(seat.role) || seat.role == SEAT_OWNER) {
		group_find(c, seat.role == SEAT_OWNER ? F_MEMBER_ROLE : F_MEMBER_UNKNOWN,
		    M_TARGET);
		return;
	}
	person_find(c->s, o->target.s, o->target.n, &p);
	/* From one user id of a person to another: nothing more is owned. */
	same = c->facts.owner.s != NULL && seat_user_find(c->s, owner, json_decode(owner,
	    c->facts.owner.s, c->facts.owner.n), &old) && old.person_n == p.counted_n &&
	    memcmp(old.person, p.counted, p.counted_n) == 0;
	group_qualify(c, &p, &n, M_TARGET, tier, c->facts.review, !same, !same);
	if (group_refused(c))
		return;
	c->count->managers -= seat.role == SEAT_MANAGER;
	done(c, SEAT_OWNER, NULL);
	c->out.joined = n.joined;
	c->out.created = n.created + !same;
	if (c->g->verb == GROUP_APPLY)
		group_hand_over(c, &seat, &p);
}

void
group_do_dissolve(struct group_case *c)
{
	static struct buf entry;
	struct group_op *o = c->op;
	char at[24];

	if (!group_owns(c))
		return;
	done(c, GROUP_DISSOLVED, NULL);
	c->out.members = 0;
	if (c->g->verb != GROUP_APPLY)
		return;
	group_past(c, &entry);
	buf_putc(&entry, '}');
	snprintf(at, sizeof at, "%lld", (long long)o->time);
	group_empty(c->s, o->group.s, o->group.n, &c->facts, c->count);
	group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val, &c->vn);
	group_change(c->s, o->group.s, o->group.n, c->val, c->vn,
	    &(struct entry_change){ "closed_at", at, strlen(at) }, 1, &entry);
}

void
group_do_rename(struct group_case *c)
{
	static struct buf entry, name;
	struct group_op *o = c->op;

	if (!group_rule(c) || group_refused(c))
		return;
	done(c, GROUP_NOBODY, NULL);
	if (c->g->verb != GROUP_APPLY)
		return;
	group_past(c, &entry);
	buf_member(&entry, "name", o->name.s, o->name.n);
	buf_putc(&entry, '}');
	name.len = 0;
	buf_json(&name, o->name.s, o->name.n);
	group_change(c->s, o->group.s, o->group.n, c->val, c->vn,
	    &(struct entry_change){ "name", name.s, name.len }, 1, &entry);
	seat_put(c->s, o->group.s, o->group.n, c->count, NULL, NULL);
}
