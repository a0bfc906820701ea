#include "record.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "scan.h"
#include "when.h"

static const struct {
	const char *name;
	enum member_type type;
	bool common;		/* a name that a platform may use for something else */
} table[MEMBERS] = {
	[M_ACCOUNT] = { "account", MEMBER_TEXT }, [M_USER] = { "user", MEMBER_TEXT },
	[M_ID] = { "id", MEMBER_TEXT }, [M_NAME] = { "name", MEMBER_TEXT },
	[M_CATEGORY] = { "category", MEMBER_TEXT }, [M_LABELS] = { "labels", MEMBER_LIST },
	[M_SUBJECT_KIND] = { "subject_kind", MEMBER_TEXT },
	[M_SUBJECT_NAME] = { "subject_name", MEMBER_TEXT },
	[M_ID_TYPE] = { "id_type", MEMBER_TEXT }, [M_ID_NUMBER] = { "id_number", MEMBER_TEXT },
	[M_ID_UNTIL] = { "id_until", MEMBER_TEXT }, [M_MOBILE] = { "mobile", MEMBER_TEXT },
	[M_EMAIL] = { "email", MEMBER_TEXT }, [M_LICENSES] = { "licenses", MEMBER_LIST },
	[M_OPERATOR_NAME] = { "operator_name", MEMBER_TEXT },
	[M_OPERATOR_ID_TYPE] = { "operator_id_type", MEMBER_TEXT },
	[M_OPERATOR_ID_NUMBER] = { "operator_id_number", MEMBER_TEXT },
	[M_PROVINCE] = { "province", MEMBER_TEXT }, [M_SCOPE] = { "scope", MEMBER_TEXT },
	[M_AGREEMENT] = { "agreement", MEMBER_TEXT }, [M_STATE] = { "state", MEMBER_TEXT },
	[M_AGREED_AT] = { "agreed_at", MEMBER_TEXT },
	[M_REVIEWED_BY] = { "reviewed_by", MEMBER_TEXT },
	[M_REVIEWED_AT] = { "reviewed_at", MEMBER_TEXT },
	[M_INTERACTIVE] = { "interactive", MEMBER_BOOL },
	[M_INTERACTIVE_SINCE] = { "interactive_since", MEMBER_TEXT },
	[M_ASSESSMENT] = { "assessment", MEMBER_TEXT },
	[M_ASSESSED_AT] = { "assessed_at", MEMBER_TEXT },
	[M_COMMENT_ADMIN] = { "comment_admin", MEMBER_BOOL },
	[M_SUBSCRIBERS] = { "subscribers", MEMBER_NUMBER },
	[M_READS] = { "reads", MEMBER_NUMBER }, [M_STATS_AT] = { "stats_at", MEMBER_TEXT },
	[M_AFFILIATION] = { "affiliation", MEMBER_TEXT },
	[M_REGISTERED_AT] = { "registered_at", MEMBER_TEXT },
	[M_NAME_CONSENT] = { "name_consent", MEMBER_BOOL },
	[M_CLASS] = { "class", MEMBER_TEXT }, [M_GRADE] = { "grade", MEMBER_TEXT },
	[M_VERIFIED_BY] = { "verified_by", MEMBER_TEXT },
	[M_VERIFIED_AT] = { "verified_at", MEMBER_TEXT },
	[M_VERIFY_METHOD] = { "verify_method", MEMBER_TEXT },
	[M_CLOSE_REQUESTED_AT] = { "close_requested_at", MEMBER_TEXT },
	[M_CLOSED_AT] = { "closed_at", MEMBER_TEXT }, [M_TIME] = { "time", MEMBER_TEXT },
	[M_REASON] = { "reason", MEMBER_TEXT }, [M_WOULD] = { "would", MEMBER_TEXT },
	[M_NOTE] = { "note", MEMBER_TEXT }, [M_SUBJECT] = { "subject", MEMBER_TEXT },
	[M_VERDICT] = { "verdict", MEMBER_TEXT }, [M_FINDINGS] = { "findings", MEMBER_RAW },
	[M_KIND] = { "kind", MEMBER_TEXT }, [M_GROUP] = { "group", MEMBER_TEXT },
	[M_POINTS] = { "points", MEMBER_NUMBER },
	[M_CONFIRMED_BY] = { "confirmed_by", MEMBER_TEXT },
	[M_EVENT] = { "event", MEMBER_TEXT }, [M_RIGHTS] = { "rights", MEMBER_LIST },
	[M_CREDIT] = { "credit", MEMBER_NUMBER }, [M_LEVEL] = { "level", MEMBER_TEXT },
	[M_SERVICES] = { "services", MEMBER_LIST },
	[M_MUTED_UNTIL] = { "muted_until", MEMBER_TEXT },
	[M_MEASURE] = { "measure", MEMBER_TEXT },
	[M_MEASURE_DAYS] = { "measure_days", MEMBER_NUMBER },
	[M_CLAUSE] = { "clause", MEMBER_TEXT }, [M_GROUND] = { "ground", MEMBER_TEXT },
	[M_BASIS] = { "basis", MEMBER_TEXT }, [M_BY] = { "by", MEMBER_TEXT },
	[M_FROM] = { "from", MEMBER_TEXT }, [M_UNTIL] = { "until", MEMBER_TEXT },
	[M_OPERATOR] = { "operator", MEMBER_TEXT },
	[M_AUTOMATED] = { "automated", MEMBER_BOOL }, [M_CAUSE] = { "cause", MEMBER_TEXT },
	[M_CONTENT] = { "content", MEMBER_TEXT },
	[M_DISCOVERED_AT] = { "discovered_at", MEMBER_TEXT },
	[M_SPREAD_STOPPED] = { "spread_stopped", MEMBER_BOOL },
	[M_AFTER] = { "after", MEMBER_OBJECT }, [M_EFFECTS] = { "effects", MEMBER_RAW },
	[M_LISTED] = { "listed", MEMBER_RAW }, [M_LIST] = { "list", MEMBER_TEXT },
	[M_LISTING] = { "listing", MEMBER_NUMBER }, [M_CREATOR] = { "creator", MEMBER_TEXT },
	[M_MANAGER] = { "manager", MEMBER_LIST }, [M_MEMBER] = { "member", MEMBER_LIST },
	[M_ALONE] = { "alone", MEMBER_TEXT }, [M_SIBLINGS] = { "siblings", MEMBER_LIST },
	[M_REPORT] = { "report", MEMBER_NUMBER }, [M_STEP] = { "step", MEMBER_NUMBER },
	[M_OP] = { "op", MEMBER_TEXT }, [M_TARGET] = { "target", MEMBER_TEXT },
	[M_VERIFICATION] = { "verification", MEMBER_TEXT }, [M_MODE] = { "mode", MEMBER_TEXT },
	[M_TIER] = { "tier", MEMBER_TEXT }, [M_CAPACITY] = { "capacity", MEMBER_NUMBER },
	[M_CAPACITY_UNTIL] = { "capacity_until", MEMBER_TEXT },
	[M_REVIEW] = { "review", MEMBER_TEXT }, [M_GROUP_CODE] = { "group_code", MEMBER_TEXT },
	[M_CODE_SHOWN] = { "code_shown", MEMBER_BOOL }, [M_ROLE] = { "role", MEMBER_TEXT },
	[M_ROLES_SHOWN] = { "roles_shown", MEMBER_BOOL },
	[M_ACTIVITY] = { "activity", MEMBER_NUMBER }, [M_PAGE] = { "page", MEMBER_TEXT },
	[M_PAGE_MEMBERS] = { "page_members", MEMBER_NUMBER },
	[M_CREATED_AT] = { "created_at", MEMBER_TEXT },
	[M_JOINED_AT] = { "joined_at", MEMBER_TEXT },
	[M_MEMBERSHIP] = { "membership", MEMBER_TEXT },
	[M_MEMBERS] = { "members", MEMBER_NUMBER }, [M_LIMIT] = { "limit", MEMBER_NUMBER },
	[M_JOINED] = { "joined", MEMBER_NUMBER }, [M_CREATED] = { "created", MEMBER_NUMBER },
	[M_ACTION] = { "action", MEMBER_TEXT }, [M_DIGEST] = { "digest", MEMBER_TEXT },
	[M_COMPLAINT] = { "complaint", MEMBER_TEXT, true },
	[M_COMPLAINANT] = { "complainant", MEMBER_TEXT },
	[M_COMPLAINANT_CONTACT] = { "complainant_contact", MEMBER_TEXT },
	[M_CHANNEL] = { "channel", MEMBER_TEXT, true },
	[M_ATTACHMENTS] = { "attachments", MEMBER_LIST, true },
	[M_DECISION] = { "decision", MEMBER_TEXT, true },
	[M_MALICIOUS] = { "malicious", MEMBER_BOOL, true },
	[M_OUTCOME] = { "outcome", MEMBER_TEXT, true },
	[M_NUMBER] = { "number", MEMBER_NUMBER, true },
	[M_STAGE] = { "stage", MEMBER_TEXT, true }, [M_DUE] = { "due", MEMBER_TEXT, true },
	[M_DUPLICATE_OF] = { "duplicate_of", MEMBER_NUMBER, true },
	[M_MALICE] = { "malice", MEMBER_OBJECT, true },
	[M_REPORTER] = { "reporter", MEMBER_TEXT, true },
	[M_DUE_UNSURE] = { "due_unsure", MEMBER_BOOL, true },
	[M_TITLE] = { "title", MEMBER_TEXT, true },
	[M_VERSION] = { "version", MEMBER_TEXT, true }, [M_URL] = { "url", MEMBER_TEXT, true },
	[M_FILE] = { "file", MEMBER_TEXT, true },
	[M_PUBLISHED_AT] = { "published_at", MEMBER_TEXT, true },
	[M_HEADCOUNT] = { "headcount", MEMBER_NUMBER, true },
	[M_CASE] = { "case", MEMBER_TEXT, true },
};

struct record_reader {
	struct scan_names *names;
	struct scan_room *room;
	uint32_t at[MEMBERS], size[MEMBERS];	/* of the line at hand */
	bool loose;
};

const char *
member_name(enum member m)
{
	return table[m].name;
}

enum member_type
member_type(enum member m)
{
	return table[m].type;
}

/* Buckets of members by the length and two letters of their names. */
static struct { uint8_t member[8], count; } bucket[256];
static pthread_once_t bucket_once = PTHREAD_ONCE_INIT;

static unsigned
bucket_of(const char *name, size_t n)
{
	return (unsigned)(n * 37 + (unsigned char)name[0] * 7 +
	    (unsigned char)name[n - 1] + (unsigned char)name[n / 2] * 3) & 255;
}

static void
bucket_fill(void)
{
	unsigned b;
	int i;

	for (i = 0; i < MEMBERS; i++) {
		b = bucket_of(table[i].name, strlen(table[i].name));
		if (bucket[b].count == sizeof bucket[b].member)
			abort();
		bucket[b].member[bucket[b].count++] = (uint8_t)i;
	}
}

int
member_find(const char *name, size_t n)
{
	unsigned b, i;

	if (n == 0)
		return -1;
	pthread_once(&bucket_once, bucket_fill);
	b = bucket_of(name, n);
	for (i = 0; i < bucket[b].count; i++)
		if (strlen(table[bucket[b].member[i]].name) == n &&
		    memcmp(table[bucket[b].member[i]].name, name, n) == 0)
			return bucket[b].member[i];
	return -1;
}

struct record_reader *
record_reader_new(void)
{
	struct record_reader *d = mem_alloc(sizeof *d);
	const char *name[MEMBERS];
	int i;

	for (i = 0; i < MEMBERS; i++)
		name[i] = table[i].name;
	d->names = scan_names_new(name, MEMBERS);
	d->room = scan_room_new();
	return d;
}

void
record_reader_free(struct record_reader *d)
{
	if (d == NULL)
		return;
	scan_names_free(d->names);
	scan_room_free(d->room);
	free(d);
}

void
record_reader_loose(struct record_reader *d)
{
	d->loose = true;
}

/* May a member of another type than its own pass as unknown? */
static bool
passes(enum member m)
{
	return m != M_ID_NUMBER && m != M_OPERATOR_ID_NUMBER && m != M_MOBILE &&
	    m != M_EMAIL && m != M_COMPLAINANT && m != M_COMPLAINANT_CONTACT &&
	    m != M_VERDICT && m != M_FINDINGS;
}

static inline enum json_kind
kind(const struct record *r, enum member m)
{
	return json_kind(r->line + record_at(r, m), record_size(r, m));
}

static bool
strings_only(const char *s, size_t n)
{
	struct json_walk w;

	json_walk(&w, s, n);
	while (json_next(&w))
		if (*w.value != '"')
			return false;
	return true;
}

static inline const char *
wrong_type(const struct record *r, enum member m)
{
	enum json_kind k = kind(r, m);

	if (k == JSON_NULL)
		return NULL;
	switch (table[m].type) {
	case MEMBER_TEXT:
		return k == JSON_STRING ? NULL : k == JSON_NUMBER ?
		    "a number where a string is expected: digits may be lost" :
		    "a string is expected";
	case MEMBER_NUMBER:
		return k == JSON_NUMBER || k == JSON_STRING ? NULL : "a number is expected";
	case MEMBER_BOOL:
		return k == JSON_TRUE || k == JSON_FALSE ? NULL : "true or false is expected";
	case MEMBER_LIST:
		return k == JSON_STRING || (k == JSON_ARRAY &&
		    strings_only(r->line + record_at(r, m), record_size(r, m))) ? NULL :
		    "an array of strings is expected";
	case MEMBER_OBJECT:
		return k == JSON_OBJECT ? NULL : "an object is expected";
	case MEMBER_RAW:
		break;
	}
	return k == JSON_ARRAY ? NULL : "an array is expected";
}

const char *
record_read(struct record_reader *d, struct record *r, const char *line, size_t n, size_t *at)
{
	struct scan_error e;
	const uint16_t *found;
	size_t founds, i;
	const char *why;

	r->line = line;
	r->len = (uint32_t)n;
	r->verdict = r->findings = r->edits = 0;
	r->lost = 0;
	r->extra = NULL;
	r->odd = r->list = M_NONE;
	memset(r->slot, 0, sizeof r->slot);
	if (!scan_line(line, n, d->names, d->at, d->size, &r->close, d->room, &e)) {
		*at = e.at;
		return e.what;
	}
	r->escapes = memchr(line, '\\', n) != NULL;
	found = scan_found(d->room, &founds);
	r->value = mem_piece(r->arena, founds * sizeof *r->value);
	for (i = 0; i < founds; i++) {
		r->slot[found[i]] = (uint8_t)(i + 1);
		r->value[i] = (struct record_value){ d->at[found[i]], d->size[found[i]] };
	}
	for (i = 0; i < founds; i++) {
		enum member m = (enum member)found[i];

		if ((table[m].type == MEMBER_TEXT && line[record_at(r, m)] == '"') ||
		    (why = wrong_type(r, m)) == NULL)
			continue;
		if (table[m].common || (d->loose && passes(m))) {
			r->slot[m] = 0;
			continue;
		}
		*at = record_at(r, m);
		r->odd = (uint8_t)m;
		return why;
	}
	return NULL;
}

static bool
text(const struct record *r, const char *s, size_t n, struct piece *t)
{
	char *room;

	if (n <= 2 || *s != '"')
		return false;
	if (!r->escapes || json_plain(s, n)) {
		*t = (struct piece){ s + 1, n - 2 };
		return true;
	}
	room = mem_piece(r->arena, n);
	*t = (struct piece){ room, json_decode(room, s, n) };
	return t->n > 0;
}

bool
record_text(struct record *r, enum member m, struct piece *t)
{
	return text(r, r->line + record_at(r, m), record_size(r, m), t);
}

bool
record_has(const struct record *r, enum member m)
{
	const char *s = r->line + record_at(r, m);

	return record_size(r, m) > 0 && *s != 'n' && (*s != '"' || record_size(r, m) > 2);
}

bool
record_number(const struct record *r, enum member m, int64_t *v)
{
	const char *s = r->line + record_at(r, m);
	size_t n = record_size(r, m);

	if (n > 2 && *s == '"')
		s++, n -= 2;
	return n > 0 && json_whole(s, n, v);
}

int
record_flag(const struct record *r, enum member m)
{
	enum json_kind k = kind(r, m);

	return k == JSON_TRUE ? 1 : k == JSON_FALSE ? 0 : -1;
}

bool
record_item(struct record *r, enum member m, size_t *state, struct piece *t)
{
	const char *s = r->line + record_at(r, m), *semicolon;
	size_t n = record_size(r, m);
	struct json_walk w;
	struct piece whole;
	bool more;

	if (n == 0)
		return false;
	if (*s == '[' && *state == 0 && n > 4 && s[1] == '"' && !r->escapes &&
	    memchr(s + 2, '"', n - 2) == s + n - 2) {
		*state = n - 1;		/* one text alone */
		*t = (struct piece){ s + 2, n - 4 };
		return true;
	}
	if (*s == '[') {
		json_walk(&w, s, n);
		if (*state > 0)
			w.p = s + *state;
		while ((more = json_next(&w)) && !text(r, w.value, w.value_len, t))
			;
		*state = (size_t)(w.p - s);
		return more;
	}
	if (r->list != m) {
		if (!text(r, s, n, &whole))
			return false;
		r->list = (uint8_t)m;
		r->list_text = whole;
	}
	whole = r->list_text;
	do {
		if (*state >= whole.n)
			return false;
		t->s = whole.s + *state;
		semicolon = memchr(t->s, ';', whole.n - *state);
		t->n = semicolon != NULL ? (size_t)(semicolon - t->s) : whole.n - *state;
		*state += t->n + 1;
	} while (t->n == 0);
	return true;
}

int
record_time(struct record *r, enum member m, int64_t *sec)
{
	struct piece t;

	if (!record_text(r, m, &t))
		return 0;
	return when_read(t.s, t.n, sec) ? 1 : -1;
}

int
record_day(struct record *r, enum member m, int *day)
{
	int64_t sec;
	struct piece t;

	if (!record_text(r, m, &t))
		return 0;
	if (when_read_day(t.s, t.n, day))
		return 1;
	if (!when_read(t.s, t.n, &sec))
		return -1;
	*day = when_day_of(sec);
	return 1;
}
