#include "group.h"

#include <string.h>

#include "buf.h"
#include "caps.h"
#include "code.h"
#include "finding.h"
#include "group_int.h"
#include "json.h"
#include "person.h"
#include "record.h"
#include "seat.h"
#include "store.h"
#include "when.h"

/* SIZE of group.h: the tier; -1: stop. */
static int
size_of(struct group_case *c)
{
	const struct caps *caps = c->g->caps;
	const struct group_op *o = c->op;
	int tier = o->tier.s != NULL ? caps_tier_find(caps, o->tier.s, o->tier.n) :
	    o->capacity > 0 ? caps_tier_of(caps, o->capacity) : 0;

	if (tier < 0 || o->capacity > caps->tier[tier].members ||
	    (c->facts.category_at >= 0 && caps->category[c->facts.category_at].members == 0)) {
		group_find(c, F_CAP_CAPACITY, o->tier.s != NULL ? M_TIER :
		    o->capacity > 0 ? M_CAPACITY : M_CATEGORY);
		return -1;
	}
	c->facts.tier = tier;
	c->facts.capacity = o->capacity;
	c->facts.capacity_until = o->capacity_until;
	return tier;
}

void
group_qualify(struct group_case *c, struct person *p, struct seat_person *n, unsigned member,
    int tier, int review, int created, int large)
{
	const struct caps_tier *t = &c->g->caps->tier[tier];
	bool is_large = caps_large(c->g->caps, tier);
	const struct caps_person *row;
	int64_t most = group_limit(c->g, &c->facts, c->op->time);
	struct seat_person more;

	person_weigh(c->g->persons, c->s, p, c->op->time);
	person_counts(c->s, p, n);
	person_elsewhere(c->s, p, &more);
	row = group_row(c, p);
	if (!p->verified)
		group_find(c, F_CREATOR_UNVERIFIED, member);
	group_find(c, person_listed(c->g->persons, c->s, p, 'c', c->op->time), member);
	group_find(c, person_lacks(p, PERSON_CREATE), member);
	if (is_large && person_lacks(p, PERSON_CREATE) < 0)
		group_find(c, person_lacks(p, PERSON_LARGE), member);
	if (p->level > t->level)
		group_find(c, F_CREATOR_CREDIT, member);
	if ((review < 0 ? 0 : review) < (int)t->review)
		group_find(c, F_REVIEW_LEVEL, M_REVIEW);
	if (most > row->members)
		group_exceeds(c, F_CAP_CAPACITY, M_CAPACITY, most, row->members);
	if (created > 0)
		group_exceeds(c, F_CAP_CREATED, member, n->created + more.created + created,
		    row->create);
	if (is_large && large > 0)
		group_exceeds(c, F_CAP_LARGE, member, n->large + more.large + large,
		    row->large);
}

static void
size_text(struct group_case *c, struct buf *b)
{
	const struct group_op *o = c->op;
	const char *tier = c->g->caps->tier[c->facts.tier].name;

	buf_member(b, "tier", tier, strlen(tier));
	if (o->capacity > 0) {
		buf_member_num(b, "capacity", o->capacity);
		if (o->capacity_until != INT64_MAX)
			buf_member_num(b, "capacity_until", o->capacity_until);
	}
}

static void
review_text(struct group_case *c, struct buf *b)
{
	const struct group_op *o = c->op;
	struct piece t;

	if (o->review < 0)
		return;
	buf_member(b, "review", caps_review_name((enum caps_review)o->review),
	    strlen(caps_review_name((enum caps_review)o->review)));
	if (record_text(c->r, M_REVIEWED_BY, &t))
		buf_member(b, "reviewed_by", t.s, t.n);
	if (record_text(c->r, M_REVIEWED_AT, &t))
		buf_member(b, "reviewed_at", t.s, t.n);
}

static void
put_new(struct group_case *c, struct person *p, const struct seat_person *n)
{
	static struct buf b, entry;
	const struct group_op *o = c->op;
	/* Who creates a group has been verified. */
	struct seat seat = { .role = SEAT_OWNER, .how = SEAT_REAL_NAME, .since = o->time };

	if (o->code.s != NULL)
		memcpy(c->out.code, o->code.s, o->code.n);
	else
		group_code_next(c->s, c->out.code);
	b.len = 0;
	buf_putc(&b, '{');
	buf_member(&b, "name", o->name.s, o->name.n);
	buf_member(&b, "category", o->category.s, o->category.n);
	size_text(c, &b);
	if (o->mode >= 0)
		buf_member(&b, "mode", caps_mode_name((enum caps_mode)o->mode),
		    strlen(caps_mode_name((enum caps_mode)o->mode)));
	review_text(c, &b);
	buf_member(&b, "code", c->out.code, strlen(c->out.code));
	buf_member(&b, "owner", o->user.s, o->user.n);
	buf_member_num(&b, "large", caps_large(c->g->caps, c->facts.tier));
	buf_member_num(&b, "created_at", o->time);
	buf_putc(&b, '}');
	group_past(c, &entry);
	buf_member(&entry, "name", o->name.s, o->name.n);
	buf_putc(&entry, '}');
	group_change(c->s, o->group.s, o->group.n, b.s, b.len, NULL, 0, &entry);
	store_put(c->s, STORE_CODE, c->out.code, strlen(c->out.code), o->group.s, o->group.n);
	person_seated(c->s, p);
	seat_put(c->s, o->group.s, o->group.n, c->count, p->number, &seat);
	seat_person_put(c->s, p->counted, p->counted_n, n);
}

void
group_do_create(struct group_case *c)
{
	struct group_op *o = c->op;
	const char *val;
	struct seat_person n;
	struct person p;
	size_t vn;
	int tier, day = when_day_of(o->time);

	c->facts = (struct group_facts){ .mode = o->mode, .open = true };
	c->facts.category_at = o->category.s == NULL ? -1 :
	    caps_category_find(c->g->caps, o->category.s, o->category.n);
	tier = size_of(c);
	if (tier < 0)
		return;
	if (c->facts.category_at < 0)
		group_find(c, F_GROUP_CATEGORY, M_CATEGORY);
	person_find(c->s, o->user.s, o->user.n, &p);
	group_qualify(c, &p, &n, M_USER, tier, o->review, 1, 1);
	if (day > n.day) {
		n.day = day;
		n.joins = n.creates = 0;
	}
	group_exceeds(c, F_CAP_CREATED_DAY, M_USER, n.creates + 1,
	    group_row(c, &p)->create_day);
	group_exceeds(c, F_CAP_JOINED, M_USER, n.joined + 1, group_row(c, &p)->join);
	if (o->code.s != NULL && store_get(c->s, STORE_CODE, o->code.s, o->code.n, &val, &vn))
		group_find(c, F_CODE_USED, M_GROUP_CODE);
	if (o->code.s != NULL && !code_valid(o->code.s, o->code.n))
		group_find(c, F_CODE_CHECK, M_GROUP_CODE);
	if (group_refused(c))
		return;
	n.creates++;
	n.large += caps_large(c->g->caps, tier);
	*c->count = (struct seat_group){ .members = 1, .last = o->time, .pieces = 1 };
	c->out = (struct group_outcome){ .role = SEAT_OWNER, .members = 1,
	    .limit = group_limit(c->g, &c->facts, o->time), .joined = ++n.joined,
	    .created = ++n.created };
	if (c->g->verb == GROUP_APPLY)
		put_new(c, &p, &n);
}

void
group_do_resize(struct group_case *c)
{
	static struct buf b, entry;
	struct group_op *o = c->op;
	struct seat_person n;
	struct person p;
	char owner[SEAT_KEY * 6];
	int tier, grows, review = o->review >= 0 ? o->review : c->facts.review;

	if (!group_owns(c))
		return;
	if (c->facts.owner.s == NULL) {
		group_find(c, F_OWNER_MISSING, M_GROUP);
		return;
	}
	tier = size_of(c);
	if (tier < 0)
		return;
	grows = caps_large(c->g->caps, tier) - c->facts.large;
	person_find(c->s, owner, json_decode(owner, c->facts.owner.s, c->facts.owner.n), &p);
	group_qualify(c, &p, &n, M_USER, tier, review, 0, grows);
	group_exceeds(c, F_CAP_MEMBERS, M_GROUP, c->count->members,
	    group_limit(c->g, &c->facts, o->time));
	if (group_refused(c))
		return;
	c->out.role = SEAT_OWNER;
	c->out.members = c->count->members;
	c->out.limit = group_limit(c->g, &c->facts, o->time);
	c->out.joined = n.joined;
	c->out.created = n.created;
	if (c->g->verb != GROUP_APPLY)
		return;
	group_owned(c->s, &c->facts.owner, 0, grows);
	b.len = 0;
	buf_putc(&b, '{');
	size_text(c, &b);
	review_text(c, &b);
	buf_putc(&b, '}');
	group_past(c, &entry);
	buf_putc(&entry, ',');
	buf_put(&entry, b.s + 1, b.len - 1);
	group_merge(c, &b, caps_large(c->g->caps, tier), &entry);
	c->count->last = o->time;
	seat_put(c->s, o->group.s, o->group.n, c->count, NULL, NULL);
}
