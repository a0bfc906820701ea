#include "group.h"

#include <string.h>

#include "act.h"
#include "buf.h"
#include "finding.h"
#include "group_int.h"
#include "json.h"
#include "record.h"
#include "seat.h"
#include "status.h"

void
group_answer_put(struct group_case *c)
{
	static struct buf b;
	const struct record *r = c->r;
	const struct group_outcome *o = &c->out;
	const int64_t number[] = { o->members, o->limit, o->joined, o->created };
	unsigned i;

	b.len = 0;
	buf_puts(&b, "[[");
	for (i = 0; i < r->findings; i++) {
		buf_puts(&b, i > 0 ? ",[\"" : "[\"");
		buf_puts(&b, finding_row((enum finding_code)r->finding[i].code)->code);
		buf_puts(&b, "\",\"");
		buf_puts(&b, member_name((enum member)r->finding[i].member));
		buf_puts(&b, "\",");
		buf_num(&b, r->finding[i].verdict);
		buf_putc(&b, ',');
		buf_num(&b, r->finding[i].value);
		buf_putc(&b, ',');
		buf_num(&b, r->finding[i].limit);
		buf_putc(&b, ']');
	}
	buf_puts(&b, "],[");
	if (!group_refused(c)) {
		buf_putc(&b, '"');
		buf_putc(&b, o->role);
		buf_putc(&b, '"');
		for (i = 0; i < 4; i++) {
			buf_putc(&b, ',');
			buf_num(&b, number[i]);
		}
		if (*o->code != '\0') {
			buf_putc(&b, ',');
			buf_json(&b, o->code, strlen(o->code));
		}
	}
	buf_puts(&b, "]]");
	act_put(c->s, ACT_GROUP, c->op->act, b.s, b.len);
}

static void
set_number(struct record *r, enum member m, const char *s, size_t n)
{
	if (*s != '-')
		record_set_copy(r, m, s, n);
}

static void
set_role(struct record *r, char role)
{
	const char *name = role == GROUP_GONE ? "left" :
	    role == GROUP_DISSOLVED ? "dissolved" : seat_role_name(role);

	if (role != GROUP_NOBODY)
		record_set_text(r, M_MEMBERSHIP, name, strlen(name));
}

void
group_tell(struct record *r, const struct group_outcome *o)
{
	static const enum member member[] = { M_MEMBERS, M_LIMIT, M_JOINED, M_CREATED };
	const int64_t number[] = { o->members, o->limit, o->joined, o->created };
	struct buf b = { 0 };
	int i;

	set_role(r, o->role);
	for (i = 0; i < 4; i++) {
		b.len = 0;
		buf_num(&b, number[i]);
		set_number(r, member[i], b.s, b.len);
	}
	if (*o->code != '\0')
		record_set_text(r, M_GROUP_CODE, o->code, strlen(o->code));
	buf_free(&b);
}

static bool
tell_finding(struct record *r, const char *v, size_t n)
{
	struct json_walk w;
	int64_t number[3];
	int code, member, i;

	json_walk(&w, v, n);
	if (!json_next(&w) || w.value_len < 2)
		return false;
	code = finding_find(w.value + 1, w.value_len - 2);
	if (!json_next(&w) || w.value_len < 2)
		return false;
	member = member_find(w.value + 1, w.value_len - 2);
	for (i = 0; i < 3; i++)
		if (!json_next(&w) || !json_whole(w.value, w.value_len, &number[i]))
			return false;
	if (code < 0 || member < 0)
		return false;
	finding_judge(r, (enum finding_code)code, (unsigned)member, (unsigned)number[0], NULL);
	r->finding[r->findings - 1].value = (uint32_t)number[1];
	r->finding[r->findings - 1].limit = (uint32_t)number[2];
	return true;
}

bool
group_answer_tell(struct record *r, const char *answer, size_t n)
{
	static const enum member member[] = { M_NONE, M_MEMBERS, M_LIMIT, M_JOINED, M_CREATED,
		M_GROUP_CODE };
	struct json_walk part, w;
	size_t i;

	json_walk(&part, answer, n);
	if (!json_next(&part))
		return false;
	/* What the record alone gave stands already. */
	r->findings = 0;
	r->verdict = PASS;
	json_walk(&w, part.value, part.value_len);
	while (json_next(&w))
		if (!tell_finding(r, w.value, w.value_len))
			return false;
	if (!json_next(&part))
		return false;
	json_walk(&w, part.value, part.value_len);
	for (i = 0; i < sizeof member / sizeof *member && json_next(&w); i++)
		if (i == 0)
			set_role(r, w.value[1]);
		else
			set_number(r, member[i], w.value, w.value_len);
	return true;
}
