#include "audit.h"

#include <string.h>

#include "census.h"
#include "clause.h"
#include "document.h"
#include "finding.h"
#include "owner.h"
#include "policy.h"
#include "record.h"
#include "store.h"
#include "when.h"

const char *
audit_state_name(enum audit_state s)
{
	static const char *const name[AUDIT_STATES] = { "met", "open", "missing",
		"not-checkable", "not-applicable" };

	return name[s];
}

int
audit_state_find(const char *s)
{
	int i;

	for (i = 0; i < AUDIT_STATES && strcmp(audit_state_name((enum audit_state)i), s) != 0;
	    i++)
		;
	return i < AUDIT_STATES ? i : -1;
}

/* ---- Findings of a clause. */

static void
found(struct audit_row *r, int code, uint64_t count)
{
	size_t i;

	if (count == 0)
		return;
	if (finding_row((enum finding_code)code)->verdict > 0)
		r->open += count;
	for (i = 0; i < r->founds && r->found[i].code != code; i++)
		;
	if (i == AUDIT_FOUND)
		return;
	if (i == r->founds) {
		r->found[i].code = code;
		r->found[r->founds++].count = 0;
	}
	r->found[i].count += count;
}

/* The clause that a finding about a side cites. */
static const char *
cites(int code, unsigned side)
{
	static const enum member of[] = { M_ACCOUNT, M_USER, M_GROUP };
	struct record_value whose = { .size = 1 };
	struct record r = { .line = "", .value = &whose };

	r.slot[of[side]] = 1;
	return finding_clause(&r, (enum finding_code)code);
}

/* Of the sides that cite this clause; of a code that cites others alone, the most of one. */
static void
count_code(struct audit_row *r, const struct census *c, int code)
{
	uint64_t most = 0, sum = 0;
	bool cited = false;
	unsigned side;

	for (side = 0; side < CENSUS_SIDES; side++) {
		if (strcmp(cites(code, side), r->clause->id) == 0) {
			cited = true;
			sum += c->found[code][side];
		}
		if (c->found[code][side] > most)
			most = c->found[code][side];
	}
	found(r, code, cited ? sum : most);
}

/* ---- Documents of a clause. */

struct desk {
	struct store *store;
	struct policy *policy;
	const struct census *census;
	int64_t warn;
};

static bool
asks(const struct clause *c, int code)
{
	size_t i;

	for (i = 0; i < c->codes && c->code[i] != code; i++)
		;
	return i < c->codes;
}

static void
paper(struct desk *d, struct audit_row *r, size_t i)
{
	enum document_kind kind = (enum document_kind)r->clause->document[i];
	const char *name = document_kind_name(kind);
	struct document_entry e;
	enum document_standing how = document_stands(d->store, kind,
	    when_day_of(d->census->as_of), d->census->as_of, d->warn, &e);

	if (how == DOCUMENT_IN_FORCE || how == DOCUMENT_ENDING) {
		r->papers++;
		if (how == DOCUMENT_ENDING && asks(r->clause, F_DOCUMENT_EXPIRING))
			found(r, F_DOCUMENT_EXPIRING, 1);
		/* PA-05-2b, GR-05-2a, PA-15-2a: is it public? */
		if (asks(r->clause, F_DOCUMENT_UNPUBLISHED) &&
		    policy_lists(d->policy, "document.public", name, strlen(name)) &&
		    (e.url_n <= 2 || e.published > when_day_of(d->census->as_of)))
			found(r, F_DOCUMENT_UNPUBLISHED, 1);
		return;
	}
	r->lacking |= UINT64_C(1) << i;
	found(r, how == DOCUMENT_ENDED && asks(r->clause, F_DOCUMENT_EXPIRED) ?
	    F_DOCUMENT_EXPIRED : F_DOCUMENT_MISSING, 1);
}

static void
sort(struct audit_row *r)
{
	size_t i, k;

	for (i = 1; i < r->founds; i++)
		for (k = i; k > 0 && (r->found[k].count > r->found[k - 1].count ||
		    (r->found[k].count == r->found[k - 1].count &&
		    r->found[k].code < r->found[k - 1].code)); k--) {
			int code = r->found[k].code;
			uint64_t count = r->found[k].count;

			r->found[k] = r->found[k - 1];
			r->found[k - 1].code = code;
			r->found[k - 1].count = count;
		}
}

static void
row(struct desk *d, struct audit_row *r, const struct clause *c)
{
	const struct census *census = d->census;
	bool applies = c->applies < 0 || census->count[c->applies] > 0;
	size_t i;

	*r = (struct audit_row){ .clause = c };
	if (c->counter >= 0)
		r->evidence = census->count[c->counter];
	if (!c->checked || !applies) {
		r->state = c->checked ? AUDIT_NOT_APPLICABLE : AUDIT_UNCHECKABLE;
		return;
	}
	for (i = 0; i < c->codes; i++)
		count_code(r, census, c->code[i]);
	for (i = 0; i < c->documents && i < 64; i++)
		paper(d, r, i);
	sort(r);
	if (c->counter < 0)
		r->evidence = r->papers;
	r->state = r->lacking != 0 || (c->counter >= 0 && census->count[c->counter] == 0) ?
	    AUDIT_MISSING : r->open > 0 ? AUDIT_OPEN : AUDIT_MET;
}

void
audit_rows(struct store *s, struct policy *p, const struct clause_table *t,
    const struct census *c, struct audit_row *rows)
{
	struct desk d = { s, p, c, policy_num(p, "document.warn_days") };
	size_t i;

	for (i = 0; i < clause_count(t); i++)
		row(&d, &rows[i], clause_at(t, i));
}
