#include "group.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "caps.h"
#include "code.h"
#include "entry.h"
#include "finding.h"
#include "group_int.h"
#include "json.h"
#include "mem.h"
#include "record.h"
#include "seat.h"
#include "status.h"
#include "store.h"

/* The value's members and those of the record: numbers and flags as they are, texts as
 * given. */
static const struct { enum member m; const char *name; } taken[] = {
	{ M_NAME, "name" }, { M_CATEGORY, "category" }, { M_MODE, "mode" },
	{ M_REVIEW, "review" }, { M_REVIEWED_BY, "reviewed_by" },
	{ M_REVIEWED_AT, "reviewed_at" }, { M_ACTIVITY, "activity" },
	{ M_STATS_AT, "stats_at" }, { M_CODE_SHOWN, "code_shown" },
	{ M_ROLES_SHOWN, "roles_shown" }, { M_RIGHTS, "rights" }, { M_PAGE, "page" },
	{ M_PAGE_MEMBERS, "page_members" }, { M_GRADE, "given_grade" },
	{ M_CLASS, "given_class" }
};
enum { TAKEN = sizeof taken / sizeof *taken };

/* The raw JSON that is kept of a member; n 0: it is not given. */
static struct group_text
raw(struct record *r, enum member m)
{
	static const char *const truth[] = { "false", "true" };
	struct buf b = { 0 };
	struct piece t;
	struct group_text out;
	int64_t number;
	size_t state = 0;
	char *copy;

	switch (member_type(m)) {
	case MEMBER_NUMBER:
		if (record_number(r, m, &number) && number >= 0)
			buf_num(&b, number);
		break;
	case MEMBER_BOOL:
		if (record_flag(r, m) >= 0)
			buf_puts(&b, truth[record_flag(r, m)]);
		break;
	case MEMBER_LIST:
		if (!record_has(r, m))
			break;
		buf_putc(&b, '[');
		while (record_item(r, m, &state, &t)) {
			if (b.len > 1)
				buf_putc(&b, ',');
			buf_json(&b, t.s, t.n);
		}
		buf_putc(&b, ']');
		break;
	default:
		if (record_text(r, m, &t))
			buf_json(&b, t.s, t.n);
	}
	copy = mem_piece(r->arena, b.len + 1);
	if (b.len > 0)
		memcpy(copy, b.s, b.len);
	out = (struct group_text){ copy, b.len };
	buf_free(&b);
	return out;
}

static void
number_of(struct entry_change *c, char text[24], const char *name, int64_t v)
{
	*c = (struct entry_change){ name, text, (size_t)snprintf(text, 24, "%lld",
	    (long long)v) };
}

/* Tier and capacity that a row asks for; false: the policy has none such. */
static bool
size_of(struct group_case *c)
{
	const struct caps *caps = c->g->caps;
	struct group_op *o = c->op;
	int tier = o->tier.s != NULL ? caps_tier_find(caps, o->tier.s, o->tier.n) :
	    o->capacity > 0 ? caps_tier_of(caps, o->capacity) :
	    c->facts.tier >= 0 ? c->facts.tier : 0;

	if (tier < 0 || o->capacity > caps->tier[tier].members) {
		group_find(c, F_CAP_CAPACITY, o->tier.s != NULL ? M_TIER : M_CAPACITY);
		return false;
	}
	if (o->tier.s != NULL || o->capacity > 0) {
		c->facts.capacity = o->capacity;
		c->facts.capacity_until = o->capacity_until;
	}
	c->facts.tier = tier;
	return true;
}

/* The group's code, given or made; false: it is given to another, or the group has another. */
static bool
code_of(struct group_case *c, bool is_new)
{
	struct group_op *o = c->op;
	const char *val;
	size_t n;

	if (!is_new && c->facts.code.s != NULL && c->facts.code.n < sizeof c->out.code) {
		memset(c->out.code, 0, sizeof c->out.code);
		json_decode(c->out.code, c->facts.code.s, c->facts.code.n);
	}
	if (o->code.s == NULL) {
		if (is_new)
			group_code_next(c->s, c->out.code);
		return true;
	}
	if (!code_valid(o->code.s, o->code.n))
		group_find(c, F_CODE_CHECK, M_GROUP_CODE);
	if (is_new ? store_get(c->s, STORE_CODE, o->code.s, o->code.n, &val, &n) :
	    strlen(c->out.code) != o->code.n ||
	    memcmp(c->out.code, o->code.s, o->code.n) != 0) {
		group_find(c, F_CODE_USED, M_GROUP_CODE);
		return false;
	}
	memcpy(c->out.code, o->code.s, o->code.n);
	return true;
}

/* What is said of a row that is taken all the same. */
static void
judge_row(struct group_case *c)
{
	int64_t most = group_limit(c->g, &c->facts, c->g->as_of);
	struct group_text shown = raw(c->r, M_PAGE_MEMBERS);

	if (c->facts.category_at < 0)
		finding_judge(c->r, F_GROUP_CATEGORY, M_CATEGORY, REVIEW, NULL);
	group_over(c, F_CAP_MEMBERS, c->count->members, most);
	/* Groups come before their seats. */
	if (shown.n > 0 && c->count->members > 0) {
		int64_t v = 0, apart;

		json_whole(shown.s, shown.n, &v);
		apart = v > c->count->members ? v - c->count->members : c->count->members - v;
		if (apart > c->g->caps->page_tolerance)
			finding_limit(c->r, F_PAGE_COUNT, M_PAGE_MEMBERS, (uint32_t)v,
			    (uint32_t)c->count->members);
	}
}

/* An entry of the past that the import makes. */
static void
past(const struct group_case *c, const char *what, struct buf *b)
{
	b->len = 0;
	buf_putc(b, '{');
	buf_member(b, "what", what, strlen(what));
	buf_member_num(b, "time", c->g->now);
	buf_member(b, "by", c->g->by, strlen(c->g->by));
	buf_putc(b, '}');
}

/* The platform says that the group is closed. */
static void
close_row(struct group_case *c)
{
	static struct buf entry;
	struct group_op *o = c->op;
	struct entry_change change;
	char at[24];

	group_empty(c->s, o->group.s, o->group.n, &c->facts, c->count);
	group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val, &c->vn);
	number_of(&change, at, "closed_at", c->g->now);
	past(c, "dissolve", &entry);
	group_change(c->s, o->group.s, o->group.n, c->val, c->vn, &change, 1, &entry);
}

/* Of the changes those that change something. */
static size_t
real(const struct group_case *c, struct entry_change *change, size_t count)
{
	const char *had;
	size_t i, n, kept = 0;

	for (i = 0; i < count; i++) {
		had = json_get(c->val, c->vn, change[i].name, &n);
		if (had == NULL ? change[i].json != NULL : change[i].json == NULL ||
		    n != change[i].n || memcmp(had, change[i].json, n) != 0)
			change[kept++] = change[i];
	}
	return kept;
}

static bool
take_group(struct group_case *c, bool is_new)
{
	static struct buf tier, code, entry, was;
	struct entry_change change[TAKEN + 8];
	struct group_op *o = c->op;
	struct group_text t;
	char number[4][24];
	size_t n = 0, i;
	bool changed = true;

	for (i = 0; i < TAKEN; i++) {
		t = raw(c->r, taken[i].m);
		if (t.n > 0)
			change[n++] = (struct entry_change){ taken[i].name, t.s, t.n };
	}
	tier.len = code.len = entry.len = was.len = 0;
	buf_json(&tier, c->g->caps->tier[c->facts.tier].name,
	    strlen(c->g->caps->tier[c->facts.tier].name));
	change[n++] = (struct entry_change){ "tier", tier.s, tier.len };
	number_of(&change[n++], number[0], "large", caps_large(c->g->caps, c->facts.tier));
	if (c->facts.capacity > 0) {
		number_of(&change[n++], number[1], "capacity", c->facts.capacity);
		if (c->facts.capacity_until != INT64_MAX)
			number_of(&change[n++], number[2], "capacity_until",
			    c->facts.capacity_until);
		else
			change[n++] = (struct entry_change){ "capacity_until", NULL, 0 };
	}
	if (is_new) {
		number_of(&change[n++], number[3], "created_at",
		    o->time > 0 ? o->time : c->g->now);
		buf_json(&code, c->out.code, strlen(c->out.code));
		change[n++] = (struct entry_change){ "code", code.s, code.len };
		store_put(c->s, STORE_CODE, c->out.code, strlen(c->out.code), o->group.s,
		    o->group.n);
		seat_put(c->s, o->group.s, o->group.n, c->count, NULL, NULL);
		past(c, "import", &entry);
		group_change(c->s, o->group.s, o->group.n, "{}", 2, change, n, &entry);
	} else if ((n = real(c, change, n)) > 0) {
		buf_put(&was, c->val, c->vn);
		if (caps_large(c->g->caps, c->facts.tier) != c->facts.large)
			group_owned(c->s, &c->facts.owner, 0, c->facts.large ? -1 : 1);
		group_change(c->s, o->group.s, o->group.n, was.s, was.len, change, n, NULL);
	} else
		changed = false;
	group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val, &c->vn);
	if (o->closes) {
		close_row(c);
		group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val, &c->vn);
	}
	return changed || o->closes;
}

bool
group_import_row(struct group_case *c)
{
	struct group_op *o = c->op;
	bool is_new = !group_get(c->g, c->s, o->group.s, o->group.n, &c->facts, &c->val,
	    &c->vn), changed;

	if (is_new)
		c->facts = (struct group_facts){ .open = true, .tier = -1, .mode = -1,
		    .category_at = -1, .capacity_until = INT64_MAX };
	else if (!c->facts.open) {
		/* Unless it is the row that closed it, again. */
		if (!o->closes)
			group_find(c, F_GROUP_CLOSED, M_GROUP);
		return false;
	}
	if (!size_of(c) || !code_of(c, is_new))
		return false;
	changed = take_group(c, is_new);
	judge_row(c);
	return changed;
}
