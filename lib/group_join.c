#include "group.h"

#include <string.h>

#include "caps.h"
#include "credit.h"
#include "finding.h"
#include "group_int.h"
#include "json.h"
#include "owner.h"
#include "person.h"
#include "record.h"
#include "scheme.h"
#include "score.h"
#include "seat.h"
#include "store.h"
#include "when.h"

/* ---- The rules of group.h by their names there. */

bool
group_seat(struct group_case *c, const struct group_text *user, struct seat_user *u,
    struct seat *seat)
{
	seat->role = SEAT_NONE;
	return seat_user_find(c->s, user->s, user->n, u) &&
	    seat_get(c->s, c->op->group.s, c->op->group.n, c->count, u->number, seat);
}

bool
group_owns(struct group_case *c)
{
	if (c->op->platform || (c->facts.owner.s != NULL &&
	    json_same(c->facts.owner.s, c->facts.owner.n, c->op->user.s, c->op->user.n)))
		return true;
	group_find(c, F_OP_RIGHT, M_USER);
	return false;
}

bool
group_rule(struct group_case *c)
{
	struct group_op *o = c->op;
	struct seat_user u;
	struct person p;
	struct seat seat;

	if (o->platform)
		return true;
	group_seat(c, &o->user, &u, &seat);
	if (seat.role != SEAT_OWNER && seat.role != SEAT_MANAGER) {
		group_find(c, F_OP_RIGHT, M_USER);
		return false;
	}
	person_find(c->s, o->user.s, o->user.n, &p);
	person_weigh(c->g->persons, c->s, &p, o->time);
	group_find(c, person_lacks(&p, PERSON_MANAGE), M_USER);
	return true;
}

static void
fit(struct group_case *c, struct person *p, unsigned member)
{
	person_weigh(c->g->persons, c->s, p, c->op->time);
	group_find(c, person_listed(c->g->persons, c->s, p, 'e', c->op->time), member);
	group_find(c, person_lacks(p, PERSON_JOIN), member);
}

/* Joinings counted on the day that the operation counts to. */
static int64_t
joins_before(struct group_case *c, const struct seat_person *n)
{
	return when_day_of(c->op->time) > n->day ? 0 : n->joins;
}

static void
room(struct group_case *c, const struct person *p, struct seat_person *n, bool manager)
{
	unsigned member = c->op->target.s != NULL ? M_TARGET : M_USER;
	const struct caps_tier *t = &c->g->caps->tier[c->facts.tier < 0 ? 0 : c->facts.tier];
	const struct caps_person *row = group_row(c, p);
	int64_t most = group_limit(c->g, &c->facts, c->op->time);
	int64_t members = c->count->members + 1;
	struct seat_person more;

	person_counts(c->s, p, n);
	person_elsewhere(c->s, p, &more);
	if (members > most && manager && members <= most + t->reserve)
		group_exceeds(c, F_CAP_RESERVE, M_GROUP, members, most);
	else
		group_exceeds(c, F_CAP_MEMBERS, M_GROUP, members, most);
	group_exceeds(c, F_CAP_JOINED, member, n->joined + more.joined + 1, row->join);
	group_exceeds(c, F_CAP_JOINED_DAY, member, joins_before(c, n) + 1, row->join_day);
}

void
group_manage(struct group_case *c, struct person *p)
{
	const struct caps_tier *t = &c->g->caps->tier[c->facts.tier < 0 ? 0 : c->facts.tier];
	unsigned member = c->op->target.s != NULL ? M_TARGET : M_USER;
	int listed = person_listed(c->g->persons, c->s, p, 'm', c->op->time);

	/* A join has been asked whether it is listed as a member. */
	if (listed >= 0 && (c->op->kind == OP_APPOINT || listed == F_MANAGER_LISTED))
		group_find(c, listed, member);
	group_find(c, person_lacks(p, PERSON_MANAGE), member);
	group_exceeds(c, F_CAP_MANAGERS, M_GROUP, c->count->managers + 1, t->managers);
}

/* ---- Seats taken and left. */

/* Seat and counts of one more member; the person's counts are those given, kept. */
static void
sit(struct group_case *c, struct person *p, struct seat_person *n, char role,
    unsigned how)
{
	struct seat seat = { .role = role, .how = (uint8_t)how, .since = c->op->time };
	int day = when_day_of(c->op->time);

	c->out.role = role;
	c->out.limit = group_limit(c->g, &c->facts, c->op->time);
	c->out.members = c->count->members;
	if (seat_counts(role)) {
		c->out.members = ++c->count->members;
		c->count->managers += role == SEAT_MANAGER;
		if (day > n->day) {
			n->day = day;
			n->joins = n->creates = 0;
		}
		n->joins++;
		c->out.joined = ++n->joined;
		c->out.created = n->created;
	}
	c->count->last = c->op->time;
	if (c->g->verb != GROUP_APPLY)
		return;
	person_seated(c->s, p);
	seat_put(c->s, c->op->group.s, c->op->group.n, c->count, p->number, &seat);
	if (seat_counts(role))
		seat_person_put(c->s, p->counted, p->counted_n, n);
}

void
group_told(struct group_case *c, const struct seat_user *u, const struct seat_person *n)
{
	struct seat_person more = { 0 };
	struct person p;

	/* One who is known by now has what the person has, too. */
	if (*u->person == '@') {
		person_find(c->s, u->user, u->user_n, &p);
		if (p.also)
			seat_person_get(c->s, p.key, p.n, &more);
	}
	c->out.joined = n->joined + more.joined;
	c->out.created = n->created + more.created;
}

/* One seat less. */
static void
rise(struct group_case *c, const struct seat_user *u, const struct seat *seat)
{
	struct seat_person n = { 0 };

	c->out.role = GROUP_GONE;
	c->out.limit = group_limit(c->g, &c->facts, c->op->time);
	if (seat_counts(seat->role)) {
		seat_person_get(c->s, u->person, u->person_n, &n);
		c->count->members--;
		c->count->managers -= seat->role == SEAT_MANAGER;
		n.joined--;
		group_told(c, u, &n);
	}
	c->out.members = c->count->members;
	c->count->last = c->op->time;
	if (c->g->verb != GROUP_APPLY)
		return;
	seat_put(c->s, c->op->group.s, c->op->group.n, c->count, u->number, NULL);
	if (seat_counts(seat->role))
		seat_person_put(c->s, u->person, u->person_n, &n);
}

/* ---- Operations. */

/* How strictly a joining was verified. */
static int
rank(unsigned how)
{
	return how == SEAT_APPROVAL ? CAPS_APPROVAL : how == SEAT_REAL_NAME ? CAPS_REAL_NAME :
	    how == SEAT_CONSENT || how == SEAT_INVITATION ? CAPS_CONSENT : CAPS_OPEN;
}

void
group_do_join(struct group_case *c)
{
	struct group_op *o = c->op;
	struct seat_user u;
	struct seat seat;
	struct seat_person n = { 0 };
	struct person p;
	struct caps_join j;
	bool invited, manager;
	char role = SEAT_MEMBER;
	int strict = rank(o->how);

	group_seat(c, &o->user, &u, &seat);
	if (seat_counts(seat.role) || seat.role == SEAT_APPLIED) {
		group_find(c, F_MEMBER_PRESENT, M_USER);
		return;
	}
	manager = seat.role == SEAT_CALLED;
	invited = manager || seat.role == SEAT_INVITED;
	person_find(c->s, o->user.s, o->user.n, &p);
	fit(c, &p, M_USER);
	j = caps_join(c->g->caps, c->count->members, c->facts.mode);
	if (o->how == SEAT_QR && !j.qr)
		group_find(c, F_JOIN_QR, M_VERIFICATION);
	if (o->how == SEAT_UNRECORDED)
		group_find(c, F_JOIN_UNRECORDED, M_VERIFICATION);
	if (seat.role != SEAT_NONE && strict < CAPS_CONSENT)
		strict = CAPS_CONSENT;
	if ((j.mode >= CAPS_CONSENT && strict < CAPS_CONSENT) ||
	    (j.mode >= CAPS_REAL_NAME && (!p.verified || strict < CAPS_REAL_NAME)))
		group_find(c, F_JOIN_MODE, M_VERIFICATION);
	if (j.mode == CAPS_APPROVAL && !invited) {
		group_find(c, F_JOIN_PENDING, M_USER);
		role = SEAT_APPLIED;
	} else {
		room(c, &p, &n, manager);
		if (manager) {
			group_manage(c, &p);
			role = SEAT_MANAGER;
		}
	}
	if (!group_refused(c))
		sit(c, &p, &n, role, o->how);
}

void
group_do_leave(struct group_case *c)
{
	struct group_op *o = c->op;
	bool other = o->target.s != NULL && (o->platform || o->target.n != o->user.n ||
	    memcmp(o->target.s, o->user.s, o->user.n) != 0);
	const struct group_text *whose = other ? &o->target : &o->user;
	unsigned member = other ? M_TARGET : M_USER;
	struct seat_user u, other_u;
	struct seat seat, by;

	if (other && !group_rule(c))
		return;
	if (!group_seat(c, whose, &u, &seat)) {
		group_find(c, F_MEMBER_UNKNOWN, member);
		return;
	}
	if (seat.role == SEAT_OWNER) {
		group_find(c, F_OWNER_LEAVES, member);
		return;
	}
	if (other && !o->platform && seat.role == SEAT_MANAGER &&
	    group_seat(c, &o->user, &other_u, &by) && by.role == SEAT_MANAGER)
		group_find(c, F_OP_RIGHT, M_USER);
	if (!group_refused(c))
		rise(c, &u, &seat);
}

/* Does the group's own credit level let its members invite? */
static bool
may_invite(struct group_case *c)
{
	const struct scheme *s = credit_scheme(c->g->credit, OWNER_GROUP);
	struct owner o = { .side = OWNER_GROUP, .name = c->op->group.s,
	    .name_n = c->op->group.n };
	struct score score;
	struct json_walk w;

	owner_find(c->s, NULL, &o);
	if (credit_state(c->g->credit, c->s, &o, c->op->time, &score))
		score_advance(s, &score, when_day_of(c->op->time));
	json_walk(&w, s->level[score.level].services, s->level[score.level].services_n);
	while (json_next(&w))
		if (json_same(w.value, w.value_len, "invite", 6))
			return true;
	return false;
}

void
group_do_invite(struct group_case *c)
{
	struct group_op *o = c->op;
	struct seat_user u;
	struct seat by, seat;
	struct seat_person n = { 0 };
	struct person p;
	char role;

	group_seat(c, &o->user, &u, &by);
	if (!seat_counts(by.role)) {
		group_find(c, F_MEMBER_UNKNOWN, M_USER);
		return;
	}
	person_find(c->s, o->user.s, o->user.n, &p);
	group_find(c, person_listed(c->g->persons, c->s, &p, 'e', o->time), M_USER);
	if (o->role == SEAT_MANAGER && by.role != SEAT_OWNER)
		group_find(c, F_OP_RIGHT, M_ROLE);
	if (!may_invite(c))
		group_find(c, F_CREDIT_SERVICE, M_GROUP);
	if (group_seat(c, &o->target, &u, &seat)) {
		group_find(c, F_MEMBER_PRESENT, M_TARGET);
		return;
	}
	person_find(c->s, o->target.s, o->target.n, &p);
	role = o->role == SEAT_MANAGER ? SEAT_CALLED : by.role == SEAT_MEMBER ? SEAT_NAMED :
	    SEAT_INVITED;
	if (role != SEAT_CALLED && caps_join(c->g->caps, c->count->members,
	    c->facts.mode).mode == CAPS_OPEN) {
		fit(c, &p, M_TARGET);
		room(c, &p, &n, false);
		role = SEAT_MEMBER;
	} else
		group_find(c, person_listed(c->g->persons, c->s, &p, 'e', o->time), M_TARGET);
	if (!group_refused(c))
		sit(c, &p, &n, role, SEAT_INVITATION);
}

void
group_do_approve(struct group_case *c)
{
	struct group_op *o = c->op;
	struct seat_user u;
	struct seat seat;
	struct seat_person n;
	struct person p;

	if (!group_rule(c))
		return;
	group_seat(c, &o->target, &u, &seat);
	if (seat.role != SEAT_APPLIED) {
		group_find(c, F_MEMBER_UNKNOWN, M_TARGET);
		return;
	}
	person_find(c->s, o->target.s, o->target.n, &p);
	fit(c, &p, M_TARGET);
	room(c, &p, &n, false);
	if (!group_refused(c))
		sit(c, &p, &n, SEAT_MEMBER, SEAT_APPROVAL);
}
