#include "group_audit.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "caps.h"
#include "code.h"
#include "finding.h"
#include "group.h"
#include "group_int.h"
#include "json.h"
#include "mem.h"
#include "person.h"
#include "record.h"
#include "rule.h"
#include "scan.h"
#include "seat.h"
#include "status.h"
#include "store.h"
#include "when.h"

struct group_audit {
	const struct group *g;
	struct store *s;
	bool all;			/* also what is in order */
	struct rule *where;		/* NULL: all of them */
	unsigned worst;			/* of the lines that were told */
	struct group_plan *plan;
	struct record_reader *reader;
	struct mem_arena arena;
	void (*heard)(void *, int, bool), *hearer;
};

struct group_audit *
group_audit_new(const struct group *g, struct store *s, bool all, const char *where)
{
	struct group_audit *a = mem_alloc(sizeof *a);

	*a = (struct group_audit){ .g = g, .s = s, .all = all };
	a->where = where != NULL ? rule_new("--where", where) : NULL;
	a->reader = record_reader_new();
	return a;
}

void
group_audit_free(struct group_audit *a)
{
	if (a == NULL)
		return;
	record_reader_free(a->reader);
	mem_end(&a->arena);
	group_plan_free(a->plan);
	rule_free(a->where);
	finding_leave();
	free(a);
}

void
group_audit_hear(struct group_audit *a, void (*fn)(void *, int, bool), void *arg)
{
	a->heard = fn, a->hearer = arg;
}

unsigned
group_audit_worst(const struct group_audit *a)
{
	return a->worst;
}

/* ---- Findings, before there is a record. */

struct note {
	uint16_t code;
	uint8_t member, verdict;
	int64_t value, limit;
};
struct notes {
	struct note note[RECORD_FINDINGS];
	size_t count;
};

static void
note(struct notes *n, enum finding_code code, enum member m, unsigned verdict, int64_t value,
    int64_t limit)
{
	if (n->count < RECORD_FINDINGS)
		n->note[n->count++] = (struct note){ (uint16_t)code, (uint8_t)m,
		    (uint8_t)verdict, value, limit };
}

static bool
hear(const struct group_audit *a, const struct notes *n, bool person)
{
	size_t i;

	for (i = 0; a->heard != NULL && i < n->count; i++)
		if (n->note[i].verdict > PASS)
			a->heard(a->hearer, n->note[i].code, person);
	return a->heard != NULL;
}

/* A line as a record: with its findings, or not at all. */
static void
tell(struct group_audit *a, struct buf *line, const struct notes *n, struct buf *out)
{
	struct record r = { .file = "", .arena = &a->arena };
	const char *why = NULL;
	size_t at, from, i;

	mem_reset(&a->arena);
	buf_room(line, SCAN_PAD);
	if (record_read(a->reader, &r, line->s, line->len, &at) != NULL)
		status_die(FAILED, "a line of one's own cannot be read: %s", buf_text(line));
	for (i = 0; i < n->count; i++) {
		const struct note *t = &n->note[i];

		finding_judge(&r, (enum finding_code)t->code, t->member, t->verdict, NULL);
		r.finding[r.findings - 1].value = (uint32_t)t->value;
		r.finding[r.findings - 1].limit = (uint32_t)t->limit;
	}
	if (r.verdict == PASS && !a->all)
		return;
	finding_close(&r);
	from = out->len;
	record_write(&r, out);
	buf_room(out, SCAN_PAD);
	if (a->where != NULL &&
	    !rule_true(a->where, out->s + from, out->len - from - 1, &why)) {
		if (why != NULL)
			status_warn(REFUSED, "--where: %s", why);
		out->len = from;
	} else if (r.verdict > a->worst)
		a->worst = r.verdict;
}

/* ---- A group. */

struct look {
	struct group_audit *a;
	const char *id;
	size_t n;
	struct group_facts f;
	struct seat_group c;
	struct notes notes;
	int64_t unrecorded;
	bool listed;			/* a manager is */
	char successor[SEAT_NAME];	/* the manager who could answer for the group */
	size_t successor_n;
	int64_t since;
	bool needed;			/* the owner cannot */
};

/* Managers and how the others joined. */
static bool
one_seat(void *arg, const char *number, const struct seat *seat)
{
	struct look *l = arg;
	const struct group *g = l->a->g;
	struct seat_user u;
	struct person p;

	if (seat->how == SEAT_UNRECORDED && (seat->role == SEAT_MEMBER ||
	    seat->role == SEAT_MANAGER))
		l->unrecorded++;
	if (seat->role != SEAT_MANAGER || !seat_user_get(l->a->s, number, &u))
		return true;
	person_find(l->a->s, u.user, u.user_n, &p);
	if (person_listed(g->persons, l->a->s, &p, 'm', g->as_of) >= 0)
		l->listed = true;
	else if (l->needed && person_answers(g->persons, l->a->s, &p, g->as_of) &&
	    (l->successor_n == 0 || seat->since < l->since)) {
		memcpy(l->successor, u.user, l->successor_n = u.user_n);
		l->since = seat->since;
	}
	return true;
}

/* GR-09-1, GR-08-3a: who answers for the group, and may one such own it? */
static void
look_owner(struct look *l, int64_t limit)
{
	const struct group *g = l->a->g;
	const struct caps_person *row;
	struct person p;
	char owner[SEAT_NAME * 6 + 2];
	size_t n;

	l->needed = true;
	if (l->f.owner.s == NULL) {
		note(&l->notes, F_OWNER_MISSING, M_GROUP, REJECT, 0, 0);
		return;
	}
	n = json_decode(owner, l->f.owner.s, l->f.owner.n);
	person_find(l->a->s, owner, n, &p);
	l->needed = !person_answers(g->persons, l->a->s, &p, g->as_of);
	if (l->needed)
		return;
	row = caps_person(g->caps, true, p.level, l->f.category_at);
	if (limit > row->members)
		note(&l->notes, F_CAP_CAPACITY, M_CAPACITY, REVIEW, limit, row->members);
	if (p.level > g->caps->tier[l->f.tier < 0 ? 0 : l->f.tier].level)
		note(&l->notes, F_CREATOR_CREDIT, M_GROUP, REVIEW, 0, 0);
}

/* GR-08-2a/b, GR-08-3a/b/c, GR-09-3: what the platform has to show and to have done. */
static void
look_duties(struct look *l)
{
	const struct caps *c = l->a->g->caps;
	const struct group_facts *f = &l->f;
	char code[CODE_MOST * 6 + 2];
	struct notes *n = &l->notes;
	struct json_walk w;
	int64_t apart;
	size_t i, has = 0;

	if (f->code.s != NULL && !code_valid(code, json_decode(code, f->code.s, f->code.n)))
		note(n, F_CODE_CHECK, M_GROUP_CODE, REVIEW, 0, 0);
	if (f->code_shown != 1)
		note(n, F_CODE_HIDDEN, M_CODE_SHOWN, f->code_shown < 0 ? REVIEW : REJECT, 0,
		    0);
	if (f->roles_shown != 1)
		note(n, F_ROLE_UNLABELLED, M_ROLES_SHOWN, f->roles_shown < 0 ? REVIEW : REJECT,
		    0, 0);
	if (l->c.members >= c->page_from && f->page.s == NULL)
		note(n, F_PAGE_MISSING, M_PAGE, REJECT, l->c.members, c->page_from);
	else if (f->page.s != NULL) {
		apart = f->page_members - l->c.members;
		if (f->page_members < 0 || apart > c->page_tolerance ||
		    -apart > c->page_tolerance)
			note(n, F_PAGE_COUNT, M_PAGE_MEMBERS, REVIEW,
			    f->page_members < 0 ? 0 : f->page_members, l->c.members);
	}
	if ((f->review < 0 ? 0 : f->review) < (int)c->tier[f->tier < 0 ? 0 : f->tier].review)
		note(n, F_REVIEW_LEVEL, M_REVIEW, REJECT, 0, 0);
	for (i = 0; i < c->rights && f->rights.s != NULL; i++) {
		json_walk(&w, f->rights.s, f->rights.n);
		while (json_next(&w))
			if (json_same(w.value, w.value_len, c->right[i],
			    strlen(c->right[i]))) {
				has++;
				break;
			}
	}
	if (has < c->rights)
		note(n, F_MANAGER_RIGHTS, M_RIGHTS, f->rights.s == NULL ? REVIEW : REJECT, 0,
		    0);
	if (l->unrecorded > 0)
		note(n, F_JOIN_UNRECORDED, M_VERIFICATION, REVIEW, l->unrecorded, 0);
	if (l->listed)
		note(n, F_MANAGER_LISTED, M_MANAGER, REJECT, 0, 0);
}

/* GR-07-1a: category, activity, grade and class. */
static void
look_grade(struct look *l)
{
	const struct group *g = l->a->g;
	const struct group_facts *f = &l->f;
	const char *grade, *class_name;
	int day;

	if (f->category_at < 0)
		note(&l->notes, F_GROUP_CATEGORY, M_CATEGORY, REJECT, 0, 0);
	if (f->activity < 0)
		note(&l->notes, F_ACTIVITY_MISSING, M_ACTIVITY, REVIEW, 0, 0);
	else if (f->stats_at.s == NULL || !when_read_day(f->stats_at.s + 1, f->stats_at.n - 2,
	    &day) || day < when_day_of(g->as_of) - g->caps->fresh_days)
		note(&l->notes, F_ACTIVITY_STALE, M_STATS_AT, REVIEW, 0, 0);
	group_grade_of(g, l->a->s, l->id, l->n, f, &l->c, &grade, &class_name);
	if (!group_grade_same(&f->grade, grade) || (f->given_grade.s != NULL &&
	    !group_grade_same(&f->given_grade, grade)))
		note(&l->notes, F_GRADE_MISMATCH, M_GRADE, REVIEW, 0, 0);
	if (!group_grade_same(&f->class_name, class_name) || (f->given_class.s != NULL &&
	    !group_grade_same(&f->given_class, class_name)))
		note(&l->notes, F_CLASS_MISMATCH, M_CLASS, REVIEW, 0, 0);
}

/* What to do about a group: members out, or a tier that holds them; the next owner. */
static void
plan_group(struct look *l, int64_t limit, struct buf *b)
{
	const struct caps *c = l->a->g->caps;
	int64_t excess = l->c.members - limit;
	int tier = caps_tier_of(c, l->c.members);

	if (excess <= 0 && l->successor_n == 0)
		return;
	b->len--;
	buf_puts(b, ",\"plan\":{");
	if (excess > 0) {
		buf_member_num(b, "excess", excess);
		if (tier >= 0 && tier != l->f.tier)
			buf_member(b, "tier", c->tier[tier].name, strlen(c->tier[tier].name));
	}
	if (l->successor_n > 0)
		buf_member(b, "successor", l->successor, l->successor_n);
	buf_puts(b, "}}");
}

void
group_audit_group(void *arg, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *lines)
{
	static struct buf line;
	struct group_audit *a = arg;
	const struct group *g = a->g;
	struct look l = { .a = a, .id = key, .n = klen };
	const char *cap, *state;
	int64_t limit, managers;
	unsigned verdict;

	group_read(g->caps, val, vn, &l.f);
	if (!l.f.open)
		return;
	seat_group_get(a->s, key, klen, &l.c);
	limit = group_limit(g, &l.f, g->as_of);
	managers = g->caps->tier[l.f.tier < 0 ? 0 : l.f.tier].managers;
	line.len = 0;
	if (a->heard == NULL)
		group_show_facts(g, a->s, key, klen, &l.f, &l.c, &line);
	buf_room(&line, SCAN_PAD);
	cap = group_cap_state(g, l.c.members, limit, group_limit_since(g, &l.f));
	verdict = strcmp(cap, "over") == 0 ? REJECT : REVIEW;
	if (l.c.members > limit)
		note(&l.notes, F_CAP_MEMBERS, M_MEMBERS, verdict, l.c.members, limit);
	if (l.c.managers > managers)
		note(&l.notes, F_CAP_MANAGERS, M_GROUP, caps_grace_over(g->caps, g->caps->from,
		    when_day_of(g->as_of)) ? REJECT : REVIEW, l.c.managers, managers);
	look_grade(&l);
	look_owner(&l, limit);
	seat_each(a->s, key, klen, one_seat, &l);
	if (l.needed && l.f.owner.s != NULL)
		note(&l.notes, F_OWNER_UNFIT, M_GROUP, l.successor_n > 0 ? REVIEW : REJECT, 0,
		    0);
	look_duties(&l);
	state = group_state(g, a->s, key, klen, &l.f);
	if (*state == 'c')
		note(&l.notes, F_STATE_MISMATCH, M_STATE, REJECT, 0, 0);
	if (person_on_list(g->persons, a->s, 'g', key, klen, g->as_of))
		note(&l.notes, F_GROUP_LISTED, M_GROUP, REJECT, 0, 0);
	if (hear(a, &l.notes, false))
		return;
	line.len--;
	buf_member(&line, "cap", cap, strlen(cap));
	buf_putc(&line, '}');
	plan_group(&l, limit, &line);
	tell(a, &line, &l.notes, lines);
}

/* ---- A person. */

void
group_audit_plan(struct group_audit *a)
{
	a->plan = group_plan_new(a->g, a->s);
}

void
group_audit_person(void *arg, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *lines)
{
	static struct buf line;
	struct group_audit *a = arg;
	const struct group *g = a->g;
	struct seat_person count;
	struct group_load load = { .count = &count };
	struct notes notes = { 0 };
	unsigned verdict = caps_grace_over(g->caps, g->caps->from, when_day_of(g->as_of)) ?
	    REJECT : REVIEW;
	const char *cap;

	if (klen < 3 || *key != 'p' || !group_load_read(g, a->s, key + 2, klen - 2, val, vn,
	    &load))
		return;
	line.len = 0;
	if (a->heard == NULL) {
		group_show_person(g, a->s, key + 2, klen - 2, load.count, &line);
		line.len--;		/* its line end */
	}
	if (load.count->joined > load.row->join)
		note(&notes, F_CAP_JOINED, M_JOINED, verdict, load.count->joined,
		    load.row->join);
	if (load.count->created > load.row->create)
		note(&notes, F_CAP_CREATED, M_CREATED, verdict, load.count->created,
		    load.row->create);
	if (load.count->large > load.row->large)
		note(&notes, F_CAP_LARGE, M_CREATED, verdict, load.count->large,
		    load.row->large);
	if (hear(a, &notes, true))
		return;
	cap = notes.count == 0 ? "ok" : verdict == REJECT ? "over" : "over-grace";
	line.len--;
	buf_member(&line, "cap", cap, strlen(cap));
	buf_putc(&line, '}');
	if (notes.count > 0)
		group_plan_tell(a->plan, &load, &line);
	tell(a, &line, &notes, lines);
}
