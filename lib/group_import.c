#include "group.h"

#include <string.h>

#include "buf.h"
#include "caps.h"
#include "entry.h"
#include "finding.h"
#include "group_int.h"
#include "json.h"
#include "mem.h"
#include "person.h"
#include "record.h"
#include "seal.h"
#include "seat.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "veil.h"

static void
check_date(struct record *r, const struct group *g, enum member m, int64_t *at)
{
	int got = record_time(r, m, at);

	if (got < 0 || (got > 0 && !group_time_good(g, *at)))
		finding_add(r, F_OP_INCOMPLETE, m, NULL);
	if (got <= 0)
		*at = 0;
}

static void
check_number(struct record *r, enum member m)
{
	int64_t v;

	if (record_has(r, m) && (!record_number(r, m, &v) || v < 0 || v > UINT32_MAX))
		finding_add(r, F_OP_INCOMPLETE, m, NULL);
}

const char *
group_check_import(struct record *r, void *room, void *arg)
{
	const struct group *g = arg;
	struct group_op *o = mem_piece(r->arena, sizeof *o);
	struct group_text how, role, state;
	int64_t day;
	int at;

	(void)room;
	*o = (struct group_op){ .kind = OP_KINDS };
	r->extra = o;
	veil_record(r);
	o->passes = finding_earlier(r) == REJECT;
	if (o->passes)
		return NULL;
	o->group = group_text_of(r, M_GROUP);
	if (o->group.s == NULL)
		return "no group";
	o->user = group_text_of(r, M_USER);
	o->name = group_text_of(r, M_NAME);
	o->category = group_text_of(r, M_CATEGORY);
	if (!seat_name_good(o->group.s, o->group.n))
		finding_add(r, F_OP_INCOMPLETE, M_GROUP, NULL);
	if (o->user.s != NULL && !seat_name_good(o->user.s, o->user.n))
		finding_add(r, F_OP_INCOMPLETE, M_USER, NULL);
	if (o->name.s != NULL && !seat_name_good(o->name.s, o->name.n))
		finding_add(r, F_OP_INCOMPLETE, M_NAME, NULL);
	group_check_size(r, g, o);
	check_date(r, g, o->user.s != NULL ? M_JOINED_AT : M_CREATED_AT, &o->time);
	check_date(r, g, M_STATS_AT, &day);
	check_number(r, M_ACTIVITY);
	check_number(r, M_PAGE_MEMBERS);
	if (o->user.s == NULL && (record_has(r, M_ROLE) || record_has(r, M_JOINED_AT) ||
	    record_has(r, M_VERIFICATION)))
		finding_add(r, F_OP_INCOMPLETE, M_USER, NULL);
	state = group_text_of(r, M_STATE);
	if (state.s != NULL) {
		const char *word = term_value(g->terms, TERM_STATE, state.s, state.n);

		o->closes = word != NULL && strcmp(word, "closed") == 0;
		if (word == NULL)
			finding_add(r, F_OP_INCOMPLETE, M_STATE, NULL);
	}
	how = group_text_of(r, M_VERIFICATION);
	role = group_text_of(r, M_ROLE);
	at = how.s == NULL ? SEAT_UNRECORDED : seat_how_find(how.s, how.n);
	if (at < 0)
		finding_add(r, F_OP_INCOMPLETE, M_VERIFICATION, NULL);
	o->how = (unsigned)at;
	at = role.s == NULL ? SEAT_MEMBER : seat_role_find(role.s, role.n);
	if (at < 0)
		finding_add(r, F_OP_INCOMPLETE, M_ROLE, NULL);
	o->role = (char)at;
	return NULL;
}

/* ---- Rows of seats. */

void
group_over(struct group_case *c, unsigned code, int64_t value, int64_t most)
{
	if (value <= most)
		return;
	finding_judge(c->r, (enum finding_code)code, M_GROUP, REVIEW, NULL);
	c->r->finding[c->r->findings - 1].value = (uint32_t)value;
	c->r->finding[c->r->findings - 1].limit = (uint32_t)most;
}

/* The group's owner from now on. */
static void
own(struct group_case *c)
{
	static struct buf owner;
	struct group_op *o = c->op;

	owner.len = 0;
	buf_json(&owner, o->user.s, o->user.n);
	group_owned(c->s, &(struct group_text){ owner.s, owner.len }, 1, c->facts.large);
	group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val, &c->vn);
	group_change(c->s, o->group.s, o->group.n, c->val, c->vn,
	    &(struct entry_change){ "owner", owner.s, owner.len }, 1, NULL);
}

/* May the row be taken?  *is_owner: its user is the group's already. */
static bool
taken(struct group_case *c, bool *is_owner)
{
	struct group_op *o = c->op;

	if (!group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val, &c->vn)) {
		group_find(c, F_GROUP_UNKNOWN, M_GROUP);
		return false;
	}
	*is_owner = c->facts.owner.s != NULL && json_same(c->facts.owner.s, c->facts.owner.n,
	    o->user.s, o->user.n);
	if (!c->facts.open)
		group_find(c, F_GROUP_CLOSED, M_GROUP);
	else if (o->role == SEAT_OWNER && !*is_owner && c->facts.owner.s != NULL)
		group_find(c, F_OWNER_SECOND, M_ROLE);
	else if (o->role != SEAT_OWNER && *is_owner)
		group_find(c, F_OWNER_LEAVES, M_ROLE);
	return !group_refused(c);
}

static bool
import_seat(struct group_case *c)
{
	const struct caps_tier *t;
	struct group_op *o = c->op;
	struct seat_user u;
	struct seat seat, had;
	struct seat_person n;
	struct person p;
	bool is_owner, was_member, there;

	if (!taken(c, &is_owner))
		return false;
	there = group_seat(c, &o->user, &u, &had);
	was_member = there && seat_counts(had.role);
	seat = was_member ? had :
	    (struct seat){ .since = o->time > 0 ? o->time : c->g->now };
	if (!was_member)
		c->count->members++;
	c->count->managers += (o->role == SEAT_MANAGER) -
	    (there && had.role == SEAT_MANAGER);
	if (o->time > 0)
		seat.since = o->time;
	if (o->how != SEAT_UNRECORDED)
		seat.how = (uint8_t)o->how;
	seat.role = o->role;
	t = &c->g->caps->tier[c->facts.tier < 0 ? 0 : c->facts.tier];
	if (seat.how == SEAT_UNRECORDED && seat.role != SEAT_OWNER)
		group_find(c, F_JOIN_UNRECORDED, M_VERIFICATION);
	group_over(c, F_CAP_MEMBERS, c->count->members,
	    group_limit(c->g, &c->facts, c->g->as_of));
	group_over(c, F_CAP_MANAGERS, c->count->managers, t->managers);
	if (there && seat.role == had.role && seat.how == had.how && seat.since == had.since)
		return false;
	person_find(c->s, o->user.s, o->user.n, &p);
	person_seated(c->s, &p);
	if (!was_member) {
		seat_person_get(c->s, p.counted, p.counted_n, &n);
		n.joined++;
		seat_person_put(c->s, p.counted, p.counted_n, &n);
	}
	seat_put(c->s, o->group.s, o->group.n, c->count, p.number, &seat);
	if (o->role == SEAT_OWNER && !is_owner)
		own(c);
	return true;
}

bool
group_apply_import(struct record *r, struct store *s, void *arg)
{
	struct group *g = arg;
	struct group_op *o = r->extra;
	struct seat_group count;
	struct group_case c = { .g = g, .s = s, .r = r, .op = o, .count = &count };
	bool changed;

	if (o->passes || group_refused(&c))
		return false;
	seat_group_get(s, o->group.s, o->group.n, &count);
	changed = o->user.s != NULL ? import_seat(&c) : group_import_row(&c);
	if (*c.out.code != '\0' && !group_refused(&c))
		record_set_text(r, M_GROUP_CODE, c.out.code, strlen(c.out.code));
	if (!changed)
		return false;
	g->groups += o->user.s == NULL;
	seal_hash_update(g->batch, r->line, r->len);
	if (store_dry(s))
		record_set_text(r, M_WOULD, "import", 6);
	return true;
}
