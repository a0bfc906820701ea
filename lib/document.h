/*
 * Documents that the regulations ask for (kind DOC): management systems, rules, agreements,
 * posts, assessments, requests of offices; registered with version, dates, digest, address
 * (PA-04-3, PA-05, PA-07-2c, PA-12-1, PA-13-2a, PA-15-2a/b, PA-16-1, GR-05, GR-07-1b, GR-11-3a,
 * GR-12-1b, GR-13-1).
 *
 * STORE_DOCUMENT: kind NUL from (12 digits, seconds) NUL version:
 *   {"kind":..,"title":..,"version":..,"from":DAY,"until":DAY,"url":..,"published_at":DAY,
 *    "digest":SM3,"file":NAME,"headcount":N,"case":..,"note":..,"bytes":N,"by":..,
 *    "at":SECONDS}
 * DAY: "2026-11-24".  bytes: only where the file was read.  A version of a kind is registered
 * once: the same again changes nothing, with another content it is refused.
 * In force on a day: from <= day, day <= until (no until: for ever), and no later one of its
 * kind has begun (of kinds that stand side by side, such as requests: each for itself).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct policy;
struct record;
struct store;
struct term_table;

enum document_kind {
	DOCUMENT_CHIEF_EDITOR, DOCUMENT_STAFF, DOCUMENT_REGISTRATION_RULES,
	DOCUMENT_REVIEW_RULES, DOCUMENT_EMERGENCY_RULES, DOCUMENT_PROTECTION_RULES,
	DOCUMENT_PLATFORM_RULES, DOCUMENT_CONVENTION, DOCUMENT_AGREEMENT, DOCUMENT_SUPPORT,
	DOCUMENT_ACCOUNT_SYSTEM, DOCUMENT_GROUP_SYSTEM, DOCUMENT_BLACKLIST_RULES,
	DOCUMENT_DATA_PROTECTION, DOCUMENT_COMPLAINT_ENTRY, DOCUMENT_COMPLAINT_CHANNELS,
	DOCUMENT_ASSESSMENT, DOCUMENT_REQUEST /* of an office; case, until: answer by */,
	DOCUMENT_KINDS
};
const char *document_kind_name(enum document_kind);	/* "chief-editor", ... */
int document_kind_find(const char *s, size_t n);	/* -1: none */
bool document_kind_many(enum document_kind);		/* stand side by side */

/* For filter.h: register records of documents.  arg: struct document. */
struct document;
/* folder: where `file` members are looked up (attach.h); -1: none is. */
struct document *document_new(struct policy *, const struct term_table *, int folder,
    const char *by, int64_t now);
void document_free(struct document *);
const char *document_check(struct record *, void *room, void *arg);
bool document_apply(struct record *, struct store *, void *arg);
void document_batch(struct store *, size_t changed, void *arg);

/* A registered one.  Texts are raw JSON values in the store's value; NULL: absent. */
struct document_entry {
	enum document_kind kind;
	const char *title, *version, *url, *digest, *file, *number;	/* number: `case` */
	size_t title_n, version_n, url_n, digest_n, file_n, number_n;
	int from, until, published;	/* days; WHEN_NEVER: none */
	int64_t at, headcount;		/* at: registered; headcount: -1 when absent */
};
bool document_read(const char *val, size_t n, struct document_entry *);
/* How a kind stands on a day by what was registered by the instant `known`. */
enum document_standing { DOCUMENT_NONE, DOCUMENT_IN_FORCE, DOCUMENT_ENDING, DOCUMENT_ENDED,
	DOCUMENT_TO_COME };
enum document_standing document_stands(struct store *, enum document_kind, int day,
    int64_t known, int64_t warn_days, struct document_entry *);
/* fn for each of a kind (DOCUMENT_KINDS: of all), by kind and date.  Inside a transaction. */
void document_each(struct store *, enum document_kind, bool (*fn)(void *, const char *val,
    size_t n), void *);
