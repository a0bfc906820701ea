#include "group.h"

#include <string.h>

#include "act.h"
#include "buf.h"
#include "caps.h"
#include "code.h"
#include "finding.h"
#include "group_int.h"
#include "measure.h"
#include "mem.h"
#include "person.h"
#include "record.h"
#include "seal.h"
#include "seat.h"
#include "status.h"
#include "store.h"

enum { TEXT = 1000 };			/* longest text that is kept, in bytes */

static const struct {
	const char *name;
	bool user, target, title;	/* needed: user, or else operator; target; name */
	bool open;			/* only in a group that is not suspended */
	bool own;			/* always the user's own act: no operator instead */
	void (*run)(struct group_case *);
} kind[OP_KINDS] = {
	[OP_CREATE] = { "create", true, false, true, false, true, group_do_create },
	[OP_JOIN] = { "join", true, false, false, true, true, group_do_join },
	[OP_LEAVE] = { "leave", true, false, false, false, false, group_do_leave },
	[OP_INVITE] = { "invite", true, true, false, true, true, group_do_invite },
	[OP_APPROVE] = { "approve", true, true, false, true, false, group_do_approve },
	[OP_APPOINT] = { "appoint", true, true, false, false, false, group_do_appoint },
	[OP_DISMISS] = { "dismiss", true, true, false, false, false, group_do_dismiss },
	[OP_TRANSFER] = { "transfer", true, true, false, false, false, group_do_transfer },
	[OP_DISSOLVE] = { "dissolve", true, false, false, false, false, group_do_dissolve },
	[OP_RENAME] = { "rename", true, false, true, true, false, group_do_rename },
	[OP_RESIZE] = { "resize", true, false, false, true, false, group_do_resize },
};

const char *
group_kind_name(unsigned k)
{
	return kind[k].name;
}

/* ---- Judged without the store. */

struct group_text
group_text_of(struct record *r, unsigned m)
{
	struct piece t;

	return record_text(r, (enum member)m, &t) ? (struct group_text){ t.s, t.n } :
	    (struct group_text){ NULL, 0 };
}

/* A name that is needed, or may be left out; a wrong one is a finding. */
static struct group_text
name_of(struct record *r, enum member m, bool needed)
{
	struct group_text t = group_text_of(r, m);

	if (t.s == NULL ? needed : !seat_name_good(t.s, t.n)) {
		finding_add(r, F_OP_INCOMPLETE, m, NULL);
		return (struct group_text){ NULL, 0 };
	}
	return t;
}

/* A word of a list; -1: not given.  One of no list is a finding. */
static int
word_of(struct record *r, enum member m, int (*find)(const char *, size_t))
{
	struct group_text t = group_text_of(r, m);
	int at = t.s == NULL ? -1 : find(t.s, t.n);

	if (t.s != NULL && at < 0)
		finding_add(r, F_OP_INCOMPLETE, m, NULL);
	return at;
}

void
group_check_size(struct record *r, const struct group *g, struct group_op *o)
{
	static const enum member bounded[] = { M_CATEGORY, M_TIER, M_REVIEWED_BY, M_PAGE,
		M_GRADE, M_CLASS, M_OPERATOR };
	int64_t reviewed;
	size_t i;

	o->tier = group_text_of(r, M_TIER);
	o->code = group_text_of(r, M_GROUP_CODE);
	for (i = 0; i < sizeof bounded / sizeof *bounded; i++)
		if (group_text_of(r, bounded[i]).n > TEXT)
			finding_add(r, F_OP_INCOMPLETE, bounded[i], NULL);
	if (o->code.s != NULL && !code_taken(o->code.s, o->code.n))
		finding_add(r, F_OP_INCOMPLETE, M_GROUP_CODE, NULL);
	if (record_has(r, M_CAPACITY) && (!record_number(r, M_CAPACITY, &o->capacity) ||
	    o->capacity < 1 || o->capacity > INT32_MAX))
		finding_add(r, F_OP_INCOMPLETE, M_CAPACITY, NULL);
	switch (record_time(r, M_CAPACITY_UNTIL, &o->capacity_until)) {
	case -1:
		finding_add(r, F_OP_INCOMPLETE, M_CAPACITY_UNTIL, NULL);
		break;
	case 0:
		o->capacity_until = INT64_MAX;
	}
	o->mode = word_of(r, M_MODE, caps_mode_find);
	o->review = word_of(r, M_REVIEW, caps_review_find);
	/* A review by a person says who and when. */
	if (o->review == CAPS_MANUAL && (!record_has(r, M_REVIEWED_BY) ||
	    record_time(r, M_REVIEWED_AT, &reviewed) <= 0 || !group_time_good(g, reviewed)))
		o->review = CAPS_AUTOMATIC;
}

static void
check_op(struct record *r, const struct group *g, struct group_op *o)
{
	struct group_text role = group_text_of(r, M_ROLE);
	int how, as;

	o->group = name_of(r, M_GROUP, true);
	o->platform = !kind[o->kind].own && !record_has(r, M_USER) &&
	    record_has(r, M_OPERATOR);
	o->user = name_of(r, M_USER, !o->platform);
	o->target = name_of(r, M_TARGET, kind[o->kind].target ||
	    (o->platform && o->kind == OP_LEAVE));
	o->name = name_of(r, M_NAME, kind[o->kind].title);
	o->category = group_text_of(r, M_CATEGORY);
	how = word_of(r, M_VERIFICATION, seat_how_find);
	o->how = how < 0 ? SEAT_UNRECORDED : (unsigned)how;
	as = role.s == NULL ? SEAT_MEMBER : seat_role_find(role.s, role.n);
	if (as != SEAT_MEMBER && (as != SEAT_MANAGER || o->kind != OP_INVITE))
		finding_add(r, F_OP_INCOMPLETE, M_ROLE, NULL);
	o->role = (char)as;
	group_check_size(r, g, o);
	if (o->kind == OP_RESIZE && o->tier.s == NULL && o->capacity == 0)
		finding_add(r, F_OP_INCOMPLETE, M_TIER, NULL);
	if (record_time(r, M_TIME, &o->time) <= 0 || !group_time_good(g, o->time))
		finding_add(r, F_OP_TIME, M_TIME, NULL);
}

const char *
group_check(struct record *r, void *room, void *arg)
{
	const struct group *g = arg;
	struct group_op *o = mem_piece(r->arena, sizeof *o);
	struct group_text op;
	const char *why;

	*o = (struct group_op){ .act = mem_piece(r->arena, sizeof *o->act) };
	r->extra = o;
	why = act_read(r, room, M_NONE, o->act);
	if (why != NULL)
		return why;
	o->passes = finding_earlier(r) == REJECT;
	if (o->passes)
		return NULL;
	op = group_text_of(r, M_OP);
	for (; o->kind < OP_KINDS && (op.s == NULL || strlen(kind[o->kind].name) != op.n ||
	    memcmp(kind[o->kind].name, op.s, op.n) != 0); o->kind++)
		;
	if (o->kind == OP_KINDS)
		finding_add(r, F_OP_KIND, M_OP, NULL);
	else
		check_op(r, g, o);
	return NULL;
}

/* ---- With the store. */

void
group_find(struct group_case *c, int code, unsigned member)
{
	if (code >= 0)
		finding_add(c->r, (enum finding_code)code, member, NULL);
}

void
group_exceeds(struct group_case *c, unsigned code, unsigned member, int64_t value,
    int64_t most)
{
	if (value > most)
		finding_limit(c->r, (enum finding_code)code, member, (uint32_t)value,
		    (uint32_t)most);
}

bool
group_refused(const struct group_case *c)
{
	return c->r->verdict == REJECT;
}

const struct caps_person *
group_row(const struct group_case *c, const struct person *p)
{
	return caps_person(c->g->caps, p->verified, p->level, c->facts.category_at);
}

/* 2 to 4 of group.h; false: stop. */
static bool
group_ready(struct group_case *c)
{
	struct group_op *o = c->op;
	bool ends = o->kind == OP_LEAVE || o->kind == OP_DISSOLVE;
	char target[SEAT_NAME + 2] = "g:";
	const char *asks;
	bool there = group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val, &c->vn);

	if (o->kind == OP_CREATE ? there : !there) {
		group_find(c, there ? F_GROUP_EXISTS : F_GROUP_UNKNOWN, M_GROUP);
		return false;
	}
	if (there && !c->facts.open) {
		group_find(c, F_GROUP_CLOSED, M_GROUP);
		return false;
	}
	if (!ends && person_on_list(c->g->persons, c->s, 'g', o->group.s, o->group.n,
	    o->time)) {
		group_find(c, F_GROUP_LISTED, M_GROUP);
		return false;
	}
	memcpy(target + 2, o->group.s, o->group.n);
	asks = ends ? NULL : measure_state(c->s, target, o->group.n + 2, o->time);
	if (asks != NULL && (*asks == 'c' || kind[o->kind].open)) {
		group_find(c, *asks == 'c' ? F_GROUP_CLOSED : F_GROUP_SUSPENDED, M_GROUP);
		return false;
	}
	if (seat_group_get(c->s, o->group.s, o->group.n, c->count) &&
	    o->time < c->count->last) {
		group_find(c, F_OP_ORDER, M_TIME);
		return false;
	}
	return true;
}

bool
group_apply(struct record *r, struct store *s, void *arg)
{
	struct group *g = arg;
	struct group_op *o = r->extra;
	struct seat_group count;
	struct group_case c = { .g = g, .s = s, .r = r, .op = o, .count = &count,
	    .out = { .members = -1, .limit = -1, .joined = -1, .created = -1 } };
	const char *answer;
	size_t n;

	if (o->passes || r->verdict == REJECT)
		return false;
	switch (act_seen(s, ACT_GROUP, o->act, &answer, &n)) {
	case ACT_SAME:
		if (!group_answer_tell(r, answer, n))
			status_die(FAILED, "store damaged: answer to %.*s", (int)o->act->id_n,
			    o->act->id);
		return false;
	case ACT_OTHER:
		group_find(&c, F_OP_REUSED, M_ID);
		return false;
	case ACT_NEW:
		break;
	}
	if (group_ready(&c))
		kind[o->kind].run(&c);
	if (!group_refused(&c))
		group_tell(r, &c.out);
	if (g->verb != GROUP_APPLY)
		return false;
	group_answer_put(&c);
	seal_hash_update(g->batch, o->act->digest, sizeof o->act->digest);
	if (store_dry(s) && !group_refused(&c))
		record_set_text(r, M_WOULD, kind[o->kind].name, strlen(kind[o->kind].name));
	return true;
}
