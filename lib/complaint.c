#include "complaint.h"

#include <stdlib.h>
#include <string.h>

#include "complaint_int.h"
#include "json.h"
#include "mem.h"
#include "pick.h"
#include "policy.h"
#include "report.h"
#include "seal.h"
#include "share.h"
#include "status.h"
#include "when.h"

const char *
complaint_stage_name(enum complaint_stage stage)
{
	static const char *const name[COMPLAINT_STAGES] = { "received", "refused", "accepted",
		"decided", "answered", "appealed" };

	return name[stage];
}

const char *
complaint_step_name(enum complaint_step step)
{
	static const char *const name[COMPLAINT_STEPS] = { "accept", "decide", "feedback",
		"appeal" };

	return name[step];
}

const char *
complaint_decision_name(enum complaint_decision decision)
{
	static const char *const name[] = { [COMPLAINT_OPEN] = "open",
		[COMPLAINT_UPHELD] = "upheld", [COMPLAINT_PARTIAL] = "partial",
		[COMPLAINT_REJECTED] = "rejected" };

	return name[decision];
}

size_t
complaint_place(char out[COMPLAINT_PLACE], int64_t number)
{
	memcpy(out, "complaint", 10);
	report_key(number, out + 10);
	return 10 + REPORT_SERIAL - 1;
}

bool
complaint_reveal(struct seal *seal, int64_t number, const char *val, size_t n,
    struct buf *plain, const char **why)
{
	char place[COMPLAINT_PLACE];
	const char *v = json_get(val, n, "personal", &n);

	*why = NULL;
	return v != NULL && n > 2 && seal_reveal(seal, place, complaint_place(place, number),
	    v + 1, n - 2, plain, why);
}

static void
load_kinds(struct complaint_rules *c)
{
	struct json_walk w;
	size_t n, len;
	const char *list = policy_get(c->policy, "complaint.kinds", &n), *v;
	struct complaint_kind *k;

	json_walk(&w, list, n);
	while (json_next(&w)) {
		c->kind = mem_grow(c->kind, c->kinds + 1, sizeof *c->kind);
		k = &c->kind[c->kinds++];
		*k = (struct complaint_kind){ .urgent =
		    pick_flag(w.value, w.value_len, "urgent") };
		v = json_get(w.value, w.value_len, "kind", &len);
		k->name = mem_copy(v != NULL ? v : "\"\"", k->name_n = v != NULL ? len : 2);
		if ((v = json_get(w.value, w.value_len, "title", &len)) != NULL)
			k->title = mem_copy(v, k->title_n = len);
	}
}

struct complaint_rules *
complaint_rules_load(struct policy *p)
{
	struct complaint_rules *c = mem_alloc(sizeof *c);
	size_t n;
	char *text = share_read("holidays.csv", &n);

	c->policy = p;
	c->holidays = when_calendar_read(text, n);
	if (c->holidays == NULL)
		status_die(USAGE, "holidays.csv: malformed");
	free(text);
	load_kinds(c);
	c->days[COMPLAINT_ACCEPT] = (int)policy_num(p, "complaint.accept_days");
	c->days[COMPLAINT_DECIDE] = (int)policy_num(p, "complaint.decide_days");
	c->days[COMPLAINT_FEEDBACK] = (int)policy_num(p, "complaint.feedback_days");
	c->days[COMPLAINT_APPEAL] = (int)policy_num(p, "complaint.appeal_days");
	c->within = (int)policy_num(p, "complaint.appeal_within_days");
	c->urgent = policy_num(p, "complaint.urgent_hours") * 3600;
	return c;
}

void
complaint_rules_free(struct complaint_rules *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->kinds; i++) {
		free(c->kind[i].name);
		free(c->kind[i].title);
	}
	free(c->kind);
	when_calendar_free(c->holidays);
	free(c);
}

const char *
complaint_kind(const struct complaint_rules *c, const char *s, size_t n, size_t *len,
    bool *urgent)
{
	const struct complaint_kind *k;
	size_t i;

	*urgent = false;
	for (i = 0; i < c->kinds; i++) {
		k = &c->kind[i];
		if (!json_same(k->name, k->name_n, s, n) &&
		    (k->title == NULL || !json_same(k->title, k->title_n, s, n)))
			continue;
		*urgent = k->urgent;
		*len = k->name_n;
		return k->name;
	}
	return NULL;
}

bool
complaint_channel(const struct complaint_rules *c, const char *s, size_t n)
{
	return policy_lists(c->policy, "complaint.channels", s, n);
}

/* The end of the last of so many working days after the day of an instant. */
static int64_t
end_of(const struct complaint_rules *c, int64_t from, int days, bool *sure)
{
	return when_start(when_workdays(c->holidays, when_day_of(from), days, sure) + 1) - 1;
}

int64_t
complaint_deadline(const struct complaint_rules *c, enum complaint_step step, bool urgent,
    int64_t from, bool *sure)
{
	*sure = true;
	if (urgent && step != COMPLAINT_APPEAL)
		return from + c->urgent;
	return end_of(c, from, c->days[step], sure);
}

int64_t
complaint_appeal_by(const struct complaint_rules *c, int64_t answered)
{
	bool sure;

	return end_of(c, answered, c->within, &sure);
}
