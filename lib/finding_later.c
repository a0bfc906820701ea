#include "finding.h"

#include <string.h>

#include "finding_int.h"
#include "status.h"

#define LATER(code) [(code) - F_COMPLAINT_KIND]

const struct finding_row finding_later[FINDING_CODES - F_COMPLAINT_KIND] = {
	LATER(F_COMPLAINT_KIND) = { "PA-15-2e", "complaint-kind", REVIEW,
	    "not a kind of the policy", "GR-12-1c" },
	LATER(F_COMPLAINT_TARGET) = { "PA-15-2e", "complaint-target", REJECT,
	    "names neither account nor group nor user", "GR-12-1c" },
	LATER(F_COMPLAINT_UNREGISTERED) = { "PA-15-2e", "complaint-unregistered", REVIEW,
	    "is about somebody whom the store does not know", "GR-12-1c" },
	LATER(F_COMPLAINT_TIME) = { "PA-15-2e", "complaint-time", REJECT,
	    "time missing, malformed or in the future", "GR-12-1c" },
	LATER(F_COMPLAINT_CONTENT) = { "PA-15-2e", "complaint-content", REVIEW,
	    "says not what is complained of", "GR-12-1c" },
	LATER(F_COMPLAINT_CHANNEL) = { "PA-15-2b", "complaint-channel", REVIEW,
	    "not a channel of the policy", "GR-12-1b" },
	LATER(F_COMPLAINT_REUSED) = { "PA-15-2e", "complaint-reused", REJECT,
	    "the id was given before with another content", "GR-12-1c" },
	LATER(F_COMPLAINT_DUPLICATE) = { "PA-15-2e", "complaint-duplicate", PASS,
	    "an earlier complaint says the same of the same target", "GR-12-1c" },
	LATER(F_MALICE_SUSPECTED) = { "PA-15-2c", "malice-suspected", REVIEW,
	    "signs of a malicious complaint: it is handled all the same", "GR-12-1c" },
	LATER(F_ATTACHMENT_UNFIT) = { "PA-15-2e", "attachment-unfit", REJECT,
	    "an attachment is no plain file of the folder", "GR-12-1c" },
	LATER(F_COMPLAINT_UNKNOWN) = { "PA-15-2d", "complaint-unknown", REJECT,
	    "no such complaint", "GR-12-1c" },
	LATER(F_STEP_INCOMPLETE) = { "PA-15-2d", "step-incomplete", REJECT,
	    "says not who does this, and why or how", "GR-12-1c" },
	LATER(F_STEP_ORDER) = { "PA-15-2d", "step-order", REJECT,
	    "not the next step of this complaint", "GR-12-1c" },
	LATER(F_STEP_TIME) = { "PA-15-2d", "step-time", REJECT,
	    "time missing, malformed, in the future or before the step before", "GR-12-1c" },
	LATER(F_STEP_MEASURE) = { "PA-15-2e", "step-measure", REJECT,
	    "no such measure on the target of the complaint", "GR-12-1c" },
	LATER(F_STEP_LATE) = { "PA-15-2e", "step-late", REVIEW,
	    "done after its deadline", "GR-12-1c" },
	LATER(F_APPEAL_LATE) = { "PA-15-2e", "appeal-late", REVIEW,
	    "appealed after the time for it", "GR-12-1c" },
	LATER(F_ACCEPT_OVERDUE) = { "PA-15-2d", "accept-overdue", REVIEW,
	    "not accepted in time", "GR-12-1c" },
	LATER(F_DECIDE_OVERDUE) = { "PA-15-2e", "decide-overdue", REVIEW,
	    "not decided in time", "GR-12-1c" },
	LATER(F_FEEDBACK_OVERDUE) = { "PA-15-2d", "feedback-overdue", REVIEW,
	    "no feedback in time", "GR-12-1c" },
	LATER(F_APPEAL_OVERDUE) = { "PA-15-2e", "appeal-overdue", REVIEW,
	    "appeal not decided in time", "GR-12-1c" },
	LATER(F_DECISION_UNLINKED) = { "PA-15-2e", "decision-unlinked", REVIEW,
	    "upheld, and no measure followed", "GR-12-1c" },
	LATER(F_DECISION_UNDONE) = { "PA-15-2e", "decision-undone", PASS,
	    "its measure was lifted: the decision no longer stands", "GR-12-1c" },
	LATER(F_APPEAL_UNLIFTED) = { "PA-15-2e", "appeal-unlifted", REVIEW,
	    "the appeal was upheld, and the measure is in force yet", "GR-12-1c" },
	LATER(F_SYSTEM_UNFILED) = { "PA-07-2c", "system-unfiled", REVIEW,
	    "the management system as it is now was not filed", "GR-07-1b" },
	LATER(F_RULES_UNFILED) = { "PA-07-2c", "rules-unfiled", REVIEW,
	    "rules, convention or agreement as they are now were not filed", NULL },
	LATER(F_REPORT_DUE) = { "PA-13-1c", "report-due", PASS,
	    "reports wait in the queue, none is overdue", "GR-11-2c" },
	LATER(F_EXPORT_UNEXPLAINED) = { "PA-09-1c", "export-unexplained", REVIEW,
	    "personal data were handed out, and the journal says not to whom and why",
	    "GR-06-2" },
	LATER(F_REQUEST_UNANSWERED) = { "PA-16-1", "request-unanswered", REVIEW,
	    "a request of an office was not answered in time", "GR-13-1" },
	LATER(F_DOCUMENT_KIND) = { "PA-05-1d", "document-kind", REJECT,
	    "not a kind of document", NULL },
	LATER(F_DOCUMENT_INCOMPLETE) = { "PA-05-1d", "document-incomplete", REJECT,
	    "a document has kind, title, version and a digest or a file", NULL },
	LATER(F_DOCUMENT_DATE) = { "PA-05-1d", "document-date", REJECT,
	    "a date is missing, malformed or before another", NULL },
	LATER(F_DOCUMENT_DIGEST) = { "PA-05-1d", "document-digest", REJECT,
	    "the file is not the one of the digest", NULL },
	LATER(F_DOCUMENT_REUSED) = { "PA-05-1d", "document-reused", REJECT,
	    "this version was registered before with another content", NULL },
	LATER(F_DOCUMENT_MISSING) = { "PA-05-1d", "document-missing", REVIEW,
	    "no document of this kind is in force", "GR-05-1c" },
	LATER(F_DOCUMENT_UNPUBLISHED) = { "PA-05-2b", "document-unpublished", REVIEW,
	    "is to be public and has no address or date of publication", "GR-05-2a" },
	LATER(F_DOCUMENT_EXPIRING) = { "PA-05-1d", "document-expiring", PASS,
	    "ends soon, and nothing follows", "GR-05-1c" },
	LATER(F_DOCUMENT_EXPIRED) = { "PA-05-1d", "document-expired", REVIEW,
	    "has ended, and nothing followed", "GR-05-1c" },
	LATER(F_STAFF_SHORT) = { "PA-05-1b", "staff-short", REVIEW,
	    "fewer reviewers than the policy asks for", "GR-05-1b" },
	LATER(F_SEAL_MISSING) = { "PA-09-1a", "seal-missing", REVIEW,
	    "personal data stand in the store and are not sealed", "GR-06-2" },
	LATER(F_JOURNAL_BROKEN) = { "PA-09-1b", "journal-broken", REJECT,
	    "the journal's chain is broken", "GR-06-2" },
	LATER(F_COMMENTS_UNGRADED) = { "PA-12-2a", "comments-ungraded", REVIEW,
	    "comments are on, and the account has no grade", NULL },
	LATER(F_BREACH_UNANSWERED) = { "PA-11-1", "breach-unanswered", REVIEW,
	    "unlawful content, and no measure followed", "GR-10-1" },
	LATER(F_PLATFORM_OFFICE) = { "PA-03-1", "platform-office", REVIEW,
	    "the policy does not name the platform's province", "GR-03-1" },
	LATER(F_REMOVAL_UNRECORDED) = { "PA-11-2d", "removal-unrecorded", REJECT,
	    "a removal whose record in the journal is missing", "GR-11-1b" },
};

const struct finding_side finding_group[FINDING_CODES] = {
	[F_GRADE_MISMATCH] = { "GR-07-1a", "grade-mismatch" },
	[F_CLASS_MISMATCH] = { "GR-07-1a", "class-mismatch" },
	[F_MEASURE_KIND] = { "GR-11-1a", "measure-kind" },
	[F_MEASURE_TARGET] = { "GR-11-1a", "measure-target" },
	[F_MEASURE_GROUND] = { "GR-11-1a", "measure-ground" },
	[F_MEASURE_TERM] = { "GR-11-1a", "measure-term" },
	[F_MEASURE_BOUND] = { "GR-11-1a", "measure-bound" },
	[F_MEASURE_TIME] = { "GR-11-1b", "measure-time" },
	[F_MEASURE_STEP] = { "GR-11-1a", "measure-step" },
	[F_MEASURE_REUSED] = { "GR-11-1b", "measure-reused" },
	[F_MEASURE_DUE] = { "GR-11-1a", "measure-due" },
	[F_STATE_MISMATCH] = { "GR-11-1a", "state-mismatch" },
	[F_RECORD_MISSING] = { "GR-11-1b", "record-missing" },
	[F_REPORT_MISSING] = { "GR-11-1c", "report-missing" },
	[F_REPORT_OVERDUE] = { "GR-11-1c", "report-overdue" },
	[F_REPORT_DUE] = { "GR-11-1c", "report-due" },
};

const struct finding_row *
finding_row(enum finding_code code)
{
	return code < F_COMPLAINT_KIND ? &finding_table[code] :
	    &finding_later[code - F_COMPLAINT_KIND];
}

int
finding_find(const char *code, size_t n)
{
	int i;

	for (i = 0; i < FINDING_CODES; i++) {
		const char *name = finding_row((enum finding_code)i)->code;

		if (strlen(name) == n && memcmp(name, code, n) == 0)
			break;
	}
	return i < FINDING_CODES ? i : -1;
}
