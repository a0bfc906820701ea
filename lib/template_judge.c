#include "template.h"

#include <string.h>

#include "gather_kind.h"
#include "record.h"
#include "status.h"
#include "template_int.h"

/* What is made for a kind; NULL ends each list. */
static const char *const document[] = { "seq", "change", "kind", "title", "version", "from",
	"until", "url", "published_at", "digest", "file", "headcount", "case", NULL };
static const char *const measure[] = { "seq", "clause", "target_kind", "target", "name",
	"subject_name", "measure", "content", "kind", "ground", "discovered_at", "measured_at",
	"until", "lifted_at", "spread_stopped", "reason", "evidence", "due", "overdue", NULL };
static const char *const listing[] = { "seq", "clause", "target_kind", "target", "name",
	"subject_name", "listing", "kind", "ground", "listed_at", "until", "lifted_at",
	"reason", "evidence", "due", "overdue", NULL };
static const char *const complaint[] = { "seq", "number", "id", "kind", "target_kind",
	"target", "channel", "complainant", "received_at", "accepted_at", "decided_at",
	"decision", "fed_back_at", "appealed_at", "outcome", "measure", "malicious",
	"duplicate_of", "due", "overdue", NULL };
static const char *const inspection[] = { "seq", "clause", "target_kind", "target", "name",
	"subject_name", "record", "id", "kind", "ground", "measured_at", "until", "lifted_at",
	"reason", "reported_at", "report", "evidence", NULL };

static const char *const *const made[GATHER_KINDS] = {
	[GATHER_ACCOUNT_SYSTEM] = document, [GATHER_GROUP_SYSTEM] = document,
	[GATHER_RULES] = document, [GATHER_CONTENTS] = measure, [GATHER_MEASURES] = measure,
	[GATHER_LISTINGS] = listing, [GATHER_COMPLAINTS] = complaint,
	[GATHER_INSPECTION] = inspection
};

static bool
stands_in(const char *const *list, const char *member)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, member) == 0)
			return true;
	return false;
}

/* What a registered account has, and what is made of it. */
static bool
of_account(int kind, const char *member)
{
	static const char *const stored[] = { "seq", "change", "recorded_at", "recorded_by",
		"since", "erase_after", NULL };
	int m = member_find(member, strlen(member));

	if (kind == GATHER_OPERATORS && (strcmp(member, "count") == 0 ||
	    strcmp(member, "accounts") == 0))
		return true;
	return (m >= 0 && m <= M_FINDINGS && m != M_USER && m != M_WOULD) ||
	    stands_in(stored, member);
}

/* What the store keeps of a platform's records beside that: known members of any record, but
 * not what it keeps for itself. */
static bool
in_store(const char *member)
{
	static const char *const kept[] = { "digest", "user", "would", "complainant",
		"complainant_contact", NULL };

	return member_find(member, strlen(member)) >= 0 && !stands_in(kept, member);
}

void
template_judge(const struct template *t, const struct template_column *c)
{
	int kind = gather_kind_find(t->kind);
	bool walk = gather_kind_row(kind)->way == GATHER_WALK,
	    stored = walk && in_store(c->member);

	if (walk ? of_account(kind, c->member) || (stored && c->own) :
	    stands_in(made[kind], c->member))
		return;
	status_die(USAGE, "policy: filing.%s.columns: unknown member: %s%s", t->kind,
	    c->member, stored ?
	    " (not of accounts: \"own\": true when the platform's have it)" : "");
}
