/*
 * A record: one line that is a JSON object, where its known members stand, what is found in
 * it, and what will be spliced into it.  Every other byte goes out as it came in.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct mem_arena;

/* The members known to the toolkit, beian-records(5). */
enum member {
	M_ACCOUNT, M_USER, M_ID, M_NAME, M_CATEGORY, M_LABELS, M_SUBJECT_KIND, M_SUBJECT_NAME,
	M_ID_TYPE, M_ID_NUMBER, M_ID_UNTIL, M_MOBILE, M_EMAIL, M_OPERATOR_NAME,
	M_OPERATOR_ID_TYPE, M_OPERATOR_ID_NUMBER, M_PROVINCE, M_SCOPE, M_LICENSES, M_AGREEMENT,
	M_AGREED_AT, M_REVIEWED_BY, M_REVIEWED_AT, M_INTERACTIVE, M_INTERACTIVE_SINCE,
	M_ASSESSMENT, M_ASSESSED_AT, M_COMMENT_ADMIN, M_SUBSCRIBERS, M_READS, M_STATS_AT,
	M_AFFILIATION, M_REGISTERED_AT, M_STATE, M_NAME_CONSENT, M_CLASS, M_GRADE,
	M_VERIFIED_BY, M_VERIFIED_AT, M_VERIFY_METHOD, M_CLOSE_REQUESTED_AT, M_CLOSED_AT,
	M_TIME, M_REASON, M_NOTE, M_WOULD, M_SUBJECT, M_VERDICT, M_FINDINGS,
	/* events, measures, listings */
	M_KIND, M_GROUP, M_POINTS, M_CONFIRMED_BY, M_EVENT, M_RIGHTS, M_CREDIT, M_LEVEL,
	M_SERVICES, M_MUTED_UNTIL, M_MEASURE, M_MEASURE_DAYS, M_CLAUSE, M_GROUND, M_BASIS, M_BY,
	M_FROM, M_UNTIL, M_OPERATOR, M_AUTOMATED, M_CAUSE, M_CONTENT, M_DISCOVERED_AT,
	M_SPREAD_STOPPED, M_AFTER, M_EFFECTS, M_LISTED, M_LIST, M_LISTING, M_CREATOR, M_MANAGER,
	M_MEMBER, M_ALONE, M_SIBLINGS, M_REPORT, M_STEP,
	/* groups: operations, facts, what was decided */
	M_OP, M_TARGET, M_VERIFICATION, M_MODE, M_TIER, M_CAPACITY, M_CAPACITY_UNTIL, M_REVIEW,
	M_GROUP_CODE, M_CODE_SHOWN, M_ROLE, M_ROLES_SHOWN, M_ACTIVITY, M_PAGE, M_PAGE_MEMBERS,
	M_CREATED_AT, M_JOINED_AT, M_MEMBERSHIP, M_MEMBERS, M_LIMIT, M_JOINED, M_CREATED,
	/* logs and content */
	M_ACTION, M_DIGEST,
	/* complaints and their steps */
	M_COMPLAINT, M_COMPLAINANT, M_COMPLAINANT_CONTACT, M_CHANNEL, M_ATTACHMENTS, M_DECISION,
	M_MALICIOUS, M_OUTCOME, M_NUMBER, M_STAGE, M_DUE, M_DUPLICATE_OF, M_MALICE, M_REPORTER,
	M_DUE_UNSURE,
	/* documents */
	M_TITLE, M_VERSION, M_URL, M_FILE, M_PUBLISHED_AT, M_HEADCOUNT, M_CASE,
	MEMBERS,
	M_NONE = MEMBERS		/* a finding that speaks of no member */
};

enum member_type { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_BOOL, MEMBER_LIST, MEMBER_RAW /* an array */,
	MEMBER_OBJECT };
const char *member_name(enum member);
enum member_type member_type(enum member);
int member_find(const char *name, size_t n);	/* -1: not known */

struct piece {
	const char *s;
	size_t n;
};

#define RECORD_LINE (1u << 20)	/* longest line in bytes */
#define RECORD_FINDINGS 32	/* more in one record are counted, not kept */
#define RECORD_EDITS 20

struct record {
	const char *line;
	uint32_t len, close;		/* close: offset of the last brace */
	const char *file;		/* for messages: "accounts.csv", "standard input" */
	uint64_t number;		/* of the line in its file */
	uint8_t slot[MEMBERS];		/* which of `value` a member has, from 1; 0: it is absent */
	struct record_value { uint32_t at, size; } *value;	/* raw, in the line */
	struct mem_arena *arena;	/* for what outlives the check: texts, edits */
	bool escapes;			/* a backslash stands somewhere in the line */

	uint8_t list;			/* the list whose text stands in list_text; M_NONE: none */
	struct piece list_text;		/* decoded once, however many items it has */
	uint8_t odd;		/* the member of a wrong type it was refused for */
	uint8_t verdict;		/* enum verdict: worst of this program's findings */
	uint8_t findings, edits;
	uint32_t lost;			/* findings past RECORD_FINDINGS */
	struct record_finding {
		uint16_t code;		/* enum finding_code */
		uint8_t verdict, member;
		uint32_t value, limit;	/* of a limit that is passed; limit 0: none */
		const char *why;	/* static text; NULL: the code's own */
	} *finding;			/* RECORD_FINDINGS of them, in the arena, once one is needed */
	struct {
		uint8_t member;
		uint32_t n;
		const char *s;		/* the raw JSON value */
	} edit[RECORD_EDITS];
	void *extra;			/* what a check leaves for its apply (in the arena) */
};

/* Where a member's raw value stands in the line, and its size; 0: absent. */
static inline uint32_t
record_at(const struct record *r, unsigned m)
{
	return r->slot[m] == 0 ? 0 : r->value[r->slot[m] - 1].at;
}

static inline uint32_t
record_size(const struct record *r, unsigned m)
{
	return r->slot[m] == 0 ? 0 : r->value[r->slot[m] - 1].size;
}

/* What a thread needs to read records. */
struct record_reader;
struct record_reader *record_reader_new(void);
void record_reader_free(struct record_reader *);
/* For lines that are not the toolkit's own: a known member of another type is as if absent, but
 * for those that are masked or written by the programs.  Always so for members with common
 * names that only complaints and documents have (title, version, number ...). */
void record_reader_loose(struct record_reader *);

/*
 * Read a line (SCAN_PAD bytes behind it readable) into *r: file, number and arena stay as they
 * are.  Returns NULL, or static words that say why it is no record, *at the byte.  A known
 * member of another type than beian-records(5) says is refused too: an identity number as a
 * JSON number has lost digits already.
 */
const char *record_read(struct record_reader *, struct record *, const char *line, size_t n,
    size_t *at);

/* The text of a member; false when absent, null or empty.  Lives as long as line and arena. */
bool record_text(struct record *, enum member, struct piece *);
bool record_has(const struct record *, enum member);
/* A member's whole number (also written as a string); false when absent or not whole. */
bool record_number(const struct record *, enum member, int64_t *);
/* 1 true, 0 false, -1 absent or neither. */
int record_flag(const struct record *, enum member);
/* Walk the texts of a list (an array of strings, or "a;b"): begin with *state 0. */
bool record_item(struct record *, enum member, size_t *state, struct piece *);
/* A date or instant; 0 absent, 1 read, -1 not a time. */
int record_day(struct record *, enum member, int *day);
int record_time(struct record *, enum member, int64_t *sec);

/* Replace or add a member: json is raw and lives in the arena or for ever. */
void record_set(struct record *, enum member, const char *json, size_t n);
/* The same with bytes that do not last: copied into the arena. */
void record_set_copy(struct record *, enum member, const char *json, size_t n);
/* The same with a text, quoted here. */
void record_set_text(struct record *, enum member, const char *s, size_t n);

/* The line with its edits and a line end.  Findings are edits by then (finding.h). */
void record_write(const struct record *, struct buf *out);
