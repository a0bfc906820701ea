/* Findings: their stable codes, clauses and words, and how they stand in a record. */
#include <stddef.h>
#include <stdint.h>

struct record;
struct buf;

enum finding_code {
	/* PA-02-3 */ F_OPERATOR_INCOMPLETE,
	/* PA-05-2c */ F_AGREEMENT_MISSING, F_AGREEMENT_SUPERSEDED, F_AGREEMENT_DATE,
	/* PA-06-1a */ F_ID_MISSING, F_ID_TYPE, F_ID_FORMAT, F_ID_REGION, F_ID_BIRTH,
	F_ID_SEQUENCE, F_ID_CHECKSUM, F_ID_CATEGORY, F_ID_ORG_CODE, F_ID_KIND,
	F_ID_NORMALISED, F_ID_UNCHECKED, F_ID_EXPIRED, F_ID_MASKED, F_SUBJECT_NAME,
	F_SUBJECT_KIND, F_MOBILE_MISSING, F_MOBILE_FORMAT, F_MOBILE_SEGMENT,
	F_MOBILE_NORMALISED, F_EMAIL_FORMAT, F_VERIFY_MISSING,
	/* PA-06-1b */ F_NAME_EXPOSED,
	/* PA-06-1c */ F_PUBLISH_UNVERIFIED,
	/* PA-07-1a */ F_REVIEW_MISSING, F_REVIEW_DATE, F_LICENSE_MISSING, F_LICENSE_EXPIRED,
	F_LICENSE_FORMAT, F_SCOPE_MISSING, F_NAME_MISSING, F_NAME_CONTROL, F_NAME_BIDI,
	F_NAME_INVISIBLE, F_NAME_ORGAN, F_NAME_REGION, F_NAME_IDENTITY, F_DATE_FORMAT,
	F_SUBJECT_CHANGED, F_ACCOUNT_CLOSED, F_ACCOUNT_UNKNOWN,
	/* PA-07-1b */ F_CATEGORY_MISSING, F_CATEGORY_UNKNOWN, F_LABEL_MISSING,
	F_LABEL_UNKNOWN,
	/* PA-07-2a */ F_DATA_MISSING, F_DATA_STALE,
	/* PA-07-2b */ F_GRADE_MISMATCH, F_CLASS_MISMATCH,
	/* PA-07-3a */ F_CAP_SUBJECT, F_CAP_MOBILE, F_CAP_EMAIL, F_CAP_EXEMPT,
	F_CAP_GRANDFATHERED,
	/* PA-07-3b */ F_MULTI_INCOMPLETE,
	/* PA-08-1 */ F_NEWS_UNLICENSED,
	/* PA-09-2 */ F_CLOSE_OVERDUE, F_CLOSE_LATE,
	/* PA-12-1 */ F_ASSESSMENT_MISSING, F_ASSESSMENT_LATE,
	/* PA-12-2b */ F_COMMENTS_UNMANAGED,
	/* PA-13-2c */ F_SUBJECT_LISTED, F_ACCOUNT_LISTED,
	/* filing-export: PA-07-1c, PA-07-3c, PA-03-1 */ F_FILING_DUE, F_FILING_OVERDUE,
	F_OPERATORS_DUE, F_OPERATORS_OVERDUE, F_OFFICE_UNKNOWN,
	/* blacklist: PA-13-2b/c/d, GR-11-3b/c/d */
	F_GROUP_LISTED, F_CREATOR_LISTED, F_MANAGER_LISTED, F_MEMBER_LISTED, F_NAME_LISTED,
	F_NAME_NEAR, F_LISTING_KEY, F_LISTING_INCOMPLETE, F_LISTING_TERM, F_LISTING_SUBJECT,
	F_LISTING_PERSONS, F_SIBLING_ACTIVE, F_LISTING_REUSED, F_LISTING_UNKNOWN,
	F_LISTING_UNREPORTED,
	/* credit-score: PA-06-2a/b, GR-07-2a/b */
	F_EVENT_KIND, F_EVENT_OWNER, F_EVENT_POINTS, F_EVENT_TIME, F_EVENT_REUSED,
	F_EVENT_UNKNOWN, F_EVENT_UNCONFIRMED, F_EVENT_REASON, F_CREDIT_UNKNOWN, F_SERVICE_EXCEEDS,
	/* enforce: PA-11-2, PA-12-3, PA-13-1, GR-11-1, GR-11-2 */
	F_MEASURE_KIND, F_MEASURE_TARGET, F_MEASURE_GROUND, F_MEASURE_TERM, F_MEASURE_BOUND,
	F_MEASURE_TIME, F_MEASURE_STEP, F_MEASURE_REUSED, F_MEASURE_DUE, F_STATE_MISMATCH,
	F_RECORD_MISSING, F_REPORT_MISSING, F_REPORT_OVERDUE, F_CREDIT_UNLINKED,
	F_LIST_UNLINKED, F_ACTION_LATE, F_SPREAD_OPEN, F_MONITOR_GAP, F_REMOVAL_UNREPORTED,
	F_MODERATION_LATE, F_INTERACTION_OPEN,
	/* group-cap: GR-02-2b, GR-07-1a, GR-07-2b, GR-08-1a/b/c, GR-08-2a/b, GR-08-3a/b/c, GR-09-1,
	 * GR-09-3, GR-11-1a, GR-11-2a */
	F_OP_KIND, F_OP_INCOMPLETE, F_OP_TIME, F_OP_ORDER, F_OP_REUSED, F_GROUP_UNKNOWN,
	F_GROUP_EXISTS, F_MEMBER_UNKNOWN, F_MEMBER_PRESENT, F_MEMBER_ROLE, F_OWNER_SECOND,
	F_GROUP_CATEGORY, F_ACTIVITY_MISSING, F_ACTIVITY_STALE, F_CREDIT_SERVICE,
	F_CAP_MEMBERS, F_CAP_RESERVE, F_CAP_MANAGERS, F_CAP_CAPACITY,
	F_CAP_CREATED, F_CAP_CREATED_DAY, F_CAP_LARGE, F_CAP_JOINED, F_CAP_JOINED_DAY,
	F_CODE_CHECK, F_CODE_USED, F_CODE_HIDDEN, F_PAGE_MISSING, F_PAGE_COUNT,
	F_CREATOR_UNVERIFIED, F_CREATOR_CREDIT, F_REVIEW_LEVEL,
	F_JOIN_MODE, F_JOIN_QR, F_JOIN_PENDING, F_JOIN_UNRECORDED, F_ROLE_UNLABELLED,
	F_OWNER_LEAVES, F_OWNER_MISSING, F_OWNER_UNFIT, F_OP_RIGHT, F_MANAGER_RIGHTS,
	F_GROUP_CLOSED, F_GROUP_SUSPENDED, F_RIGHT_SUSPENDED,
	/* retain-prune: PA-16-2a/b, GR-13-2, PA-09-2 */
	F_LOG_TIME, F_LOG_FUTURE, F_LOG_OWNER, F_LOG_GAP, F_CONTENT_MISSING,
	F_SEGMENT_MISSING, F_SEGMENT_CHANGED, F_SEGMENT_UNKNOWN, F_CHAIN_BROKEN, F_PRUNE_STUCK,
	F_HOLD_PRUNED, F_ERASE_DUE, F_ERASE_PAGES,
	/* complaint: PA-15-2b/c/d/e, GR-12-1b/c */
	F_COMPLAINT_KIND, F_COMPLAINT_TARGET, F_COMPLAINT_UNREGISTERED, F_COMPLAINT_TIME,
	F_COMPLAINT_CONTENT, F_COMPLAINT_CHANNEL, F_COMPLAINT_REUSED, F_COMPLAINT_DUPLICATE,
	F_MALICE_SUSPECTED, F_ATTACHMENT_UNFIT, F_COMPLAINT_UNKNOWN, F_STEP_INCOMPLETE,
	F_STEP_ORDER, F_STEP_TIME, F_STEP_MEASURE, F_STEP_LATE, F_APPEAL_LATE,
	F_ACCEPT_OVERDUE, F_DECIDE_OVERDUE, F_FEEDBACK_OVERDUE, F_APPEAL_OVERDUE,
	F_DECISION_UNLINKED, F_DECISION_UNDONE, F_APPEAL_UNLIFTED,
	/* filing-export: PA-07-2c, GR-07-1b, PA-09-1c, PA-16-1, GR-13-1 */
	F_SYSTEM_UNFILED, F_RULES_UNFILED, F_REPORT_DUE, F_EXPORT_UNEXPLAINED,
	F_REQUEST_UNANSWERED,
	/* norm-audit: documents (PA-05, GR-05 ...), and what only the whole store shows */
	F_DOCUMENT_KIND, F_DOCUMENT_INCOMPLETE, F_DOCUMENT_DATE, F_DOCUMENT_DIGEST,
	F_DOCUMENT_REUSED, F_DOCUMENT_MISSING, F_DOCUMENT_UNPUBLISHED, F_DOCUMENT_EXPIRING,
	F_DOCUMENT_EXPIRED, F_STAFF_SHORT, F_SEAL_MISSING, F_JOURNAL_BROKEN,
	F_COMMENTS_UNGRADED, F_BREACH_UNANSWERED, F_PLATFORM_OFFICE,
	/* PA-11-2d */ F_REMOVAL_UNRECORDED,
	FINDING_CODES
};

struct finding_row {
	const char *clause, *code;
	uint8_t verdict;		/* unless the finding says otherwise */
	const char *message;
	const char *user_clause;	/* clause for a user record; NULL: the same */
};
const struct finding_row *finding_row(enum finding_code);
/* The clause that a finding about a record cites: of accounts, of persons or of groups. */
const char *finding_clause(const struct record *, enum finding_code);

/* Note a finding about a member (M_NONE: the whole record).  why: static words, NULL for the
 * row's own; the verdict is the row's, or the one given. */
void finding_add(struct record *, enum finding_code, unsigned member, const char *why);
void finding_judge(struct record *, enum finding_code, unsigned member, unsigned verdict,
    const char *why);
/* A limit that is passed: value of at most limit. */
void finding_limit(struct record *, enum finding_code, unsigned member, uint32_t value,
    uint32_t limit);
/* The code of a name; -1: none. */
int finding_find(const char *code, size_t n);

/* The verdict (enum verdict) that the record came with, of the programs before. */
unsigned finding_earlier(struct record *);

/*
 * Make `verdict` and `findings` of the record: what earlier programs said stays (an equal
 * finding of this program is not repeated), this program's are added, the verdict is the
 * worst.
 */
void finding_close(struct record *);

/* One finding as JSON. */
void finding_write(struct buf *, const struct record *, unsigned i);
/* Frees what the calling thread has kept for writing findings. */
void finding_leave(void);
