/*
 * The kinds of filings: what each is called, which clauses ask for it, where its rows come from,
 * how they are noted once they are filed, and what is found where it was not made.
 */
enum gather_kind {
	GATHER_ACCOUNTS, GATHER_OPERATORS,
	GATHER_ACCOUNT_SYSTEM, GATHER_GROUP_SYSTEM, GATHER_RULES,
	GATHER_CONTENTS, GATHER_MEASURES, GATHER_LISTINGS,
	GATHER_COMPLAINTS, GATHER_INSPECTION,
	GATHER_KINDS
};

/*
 * WALK: what is registered, compared with what was filed (STORE_FILED).  DOCUMENTS: documents
 * in force, likewise.  QUEUE: reports that are owed (report.h), noted there.  EXTRACT: what a
 * period had, told anew each time it is asked for, noted nowhere.
 */
enum gather_way { GATHER_WALK, GATHER_DOCUMENTS, GATHER_QUEUE, GATHER_EXTRACT };

struct gather_kind_row {
	const char *name, *title;	/* "accounts"; what the cover sheet calls it */
	const char *clause;		/* the first, by which it is known */
	const char *clauses;		/* all, as "PA-13-1c, GR-11-1c" */
	enum gather_way way;
	int due, overdue;		/* enum finding_code; -1: never found */
	const char *group;		/* member by which its rows are counted */
};
const struct gather_kind_row *gather_kind_row(int kind);
const char *gather_kind_name(int kind);		/* "accounts", ... */
int gather_kind_find(const char *name);			/* -1: none */
