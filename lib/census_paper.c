#include "census.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "census_int.h"
#include "complaint.h"
#include "document.h"
#include "finding.h"
#include "gather.h"
#include "gather_kind.h"
#include "json.h"
#include "mem.h"
#include "office.h"
#include "owner.h"
#include "pick.h"
#include "policy.h"
#include "store.h"
#include "template.h"
#include "when.h"

/* ---- Documents. */

static bool
one_document(void *arg, const char *val, size_t n)
{
	struct census_work *w = arg;
	struct document_entry e;

	if (document_read(val, n, &e) && e.at <= w->c->as_of)
		w->c->count[CENSUS_DOCUMENTS]++;
	return true;
}

/* PA-05-1b, GR-05-1b: staff that fits the size of the service. */
static void
staff(struct census_work *w)
{
	struct document_entry e;
	enum document_standing how = document_stands(w->store, DOCUMENT_STAFF, w->today,
	    w->c->as_of, 0, &e);
	uint64_t heads,
	    accounts = (uint64_t)policy_num(w->policy, "document.accounts_per_reviewer"),
	    groups = (uint64_t)policy_num(w->policy, "document.groups_per_reviewer");

	if (how != DOCUMENT_IN_FORCE && how != DOCUMENT_ENDING)
		return;
	heads = e.headcount > 0 ? (uint64_t)e.headcount : 0;
	if (w->c->count[CENSUS_ACCOUNTS] > heads * accounts)
		census_find_add(w->c, F_STAFF_SHORT, OWNER_ACCOUNT, 1);
	if (w->c->count[CENSUS_GROUPS] > heads * groups)
		census_find_add(w->c, F_STAFF_SHORT, OWNER_GROUP, 1);
}

/* PA-07-2c, GR-07-1b: documents that were not filed as they are now. */
static void
unfiled(void *arg, const struct gather_row *row)
{
	*(uint64_t *)arg += row->change != GATHER_SAME;
}

void
census_gather(struct census_work *w, int kind, void (*fn)(void *, const struct gather_row *),
    void *arg)
{
	struct template *t = template_load(w->policy, gather_kind_name(kind));
	struct gather g = { .template = t, .kind = kind, .policy = w->policy,
		.by_subject = w->by_subject, .platform = w->platform,
		.system = strcmp(policy_string(w->policy, "filing.system_office"),
		    "national") == 0 ? OFFICE_NATIONAL : w->platform,
		.now = w->c->as_of, .from = INT64_MIN, .until = INT64_MAX,
		.as_of = w->c->as_of };

	gather_rows(w->store, &g, fn, arg);
	template_free(t);
}

static void
systems(struct census_work *w, int kind, int code, unsigned side)
{
	uint64_t count = 0;

	census_gather(w, kind, unfiled, &count);
	if (count > 0)
		census_find_add(w->c, code, side, count);
}

void
census_papers(struct census_work *w)
{
	document_each(w->store, DOCUMENT_KINDS, one_document, w);
	staff(w);
	systems(w, GATHER_ACCOUNT_SYSTEM, F_SYSTEM_UNFILED, OWNER_ACCOUNT);
	systems(w, GATHER_GROUP_SYSTEM, F_SYSTEM_UNFILED, OWNER_GROUP);
	if (w->norm_2021)
		systems(w, GATHER_RULES, F_RULES_UNFILED, OWNER_ACCOUNT);
	if (w->platform == 0) {
		census_find_add(w->c, F_PLATFORM_OFFICE, OWNER_ACCOUNT, 1);
		census_find_add(w->c, F_PLATFORM_OFFICE, OWNER_GROUP, 1);
	}
}

/* ---- Complaints. */

struct heap {
	struct census_work *w;
	struct complaint_rules *rules;
	struct kept { char *val; size_t n; } *all;
	size_t count, room;
	unsigned side;
	int64_t flag_from;		/* complaint.malice.flag_from */
};

static bool
one_complaint(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct heap *h = arg;

	(void)key, (void)klen;
	if (h->count == h->room) {
		h->room = h->room * 2 + 256;
		h->all = mem_grow(h->all, h->room, sizeof *h->all);
	}
	/* They stand in the map until the transaction ends. */
	h->all[h->count].val = (char *)val;
	h->all[h->count++].n = n;
	return true;
}

static void
judged(void *arg, int code)
{
	struct heap *h = arg;

	if (finding_row((enum finding_code)code)->verdict > 0)
		census_find_add(h->w->c, code, h->side, 1);
}

/* PA-15-2c: suspected, and nobody has decided yet. */
static bool
suspected(const struct heap *h, const struct complaint_state *s, const char *val, size_t n)
{
	size_t len;
	const char *v = json_get(val, n, "malice", &len);

	return v != NULL && *v == '{' && s->stage < COMPLAINT_DECIDED &&
	    s->stage != COMPLAINT_REFUSED && pick_number(v, len, "weight", 0) >= h->flag_from;
}

static void
complaint(struct heap *h, const char *val, size_t n)
{
	struct census *c = h->w->c;
	struct complaint_state s;
	int month;

	if (!complaint_at(h->rules, val, n, c->as_of, &s))
		return;
	h->side = s.side < OWNER_NONE ? s.side : OWNER_ACCOUNT;
	c->count[CENSUS_COMPLAINTS]++;
	c->count[h->side == OWNER_ACCOUNT ? CENSUS_COMPLAINTS_ACCOUNT :
	    CENSUS_COMPLAINTS_GROUP]++;
	c->count[CENSUS_COMPLAINTS_ANSWERED] += s.answered != COMPLAINT_NEVER;
	c->complaint_stage[s.stage]++;
	if (s.kind_n > 2)
		census_tally_add(&c->complaint_kind, s.kind + 1, s.kind_n - 2, 1);
	month = census_month(h->w, s.received);
	if (month >= 0)
		c->complaint_month[month][s.late || s.overdue >= 0 ? 1 :
		    s.answered != COMPLAINT_NEVER ? 0 : 2]++;
	complaint_judge(h->w->store, &s, c->as_of, judged, h);
	if (suspected(h, &s, val, n))
		census_find_add(c, F_MALICE_SUSPECTED, h->side, 1);
}

void
census_complaints(struct census_work *w)
{
	struct heap h = { .w = w, .rules = complaint_rules_load(w->policy),
		.flag_from = policy_num(w->policy, "complaint.malice.flag_from") };
	size_t i;

	store_walk(w->store, STORE_COMPLAINT, "", 0, NULL, 0, one_complaint, &h);
	for (i = 0; i < h.count; i++)
		complaint(&h, h.all[i].val, h.all[i].n);
	free(h.all);
	complaint_rules_free(h.rules);
}
