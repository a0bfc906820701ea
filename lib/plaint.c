#include "plaint.h"

#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "blacklist.h"
#include "buf.h"
#include "complaint.h"
#include "credit.h"
#include "finding.h"
#include "journal.h"
#include "json.h"
#include "malice.h"
#include "mem.h"
#include "plaint_int.h"
#include "policy.h"
#include "record.h"
#include "report.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "term.h"
#include "text.h"
#include "when.h"

enum { CLOCK = 5 };	/* seconds that an instant may lie behind the clock which gave it */

struct plaint *
plaint_new(struct policy *p, const struct term_table *terms, struct store *s,
    enum plaint_verb verb, const char *by, int64_t now, int64_t as_of, int folder, bool hand)
{
	struct plaint *c = mem_alloc(sizeof *c);

	*c = (struct plaint){ .verb = verb, .policy = p, .terms = terms, .by = by,
	    .seal = store_seal(s), .now = now, .as_of = as_of, .folder = folder,
	    .hand = hand };
	c->follows = as_of <= when_clock() && when_clock() - as_of <= CLOCK;
	c->rules = complaint_rules_load(p);
	c->malice = malice_rules_load(p);
	c->batch = seal_hash_new(SEAL_SM3);
	if (verb == PLAINT_DECIDE || verb == PLAINT_APPEAL) {
		c->credit = credit_new(p, CREDIT_APPLY, by, now, as_of);
		c->reader = record_reader_new();
		c->arena = mem_alloc(sizeof *c->arena);
	}
	return c;
}

void
plaint_free(struct plaint *c)
{
	if (c == NULL)
		return;
	complaint_rules_free(c->rules);
	malice_rules_free(c->malice);
	seal_hash_free(c->batch);
	credit_free(c->credit);
	if (c->arena != NULL) {
		record_reader_free(c->reader);
		mem_end(c->arena);
		free(c->arena);
	}
	free(c);
}

void *
plaint_enter(void *arg)
{
	const struct plaint *c = arg;
	struct plaint_room *room = mem_alloc(sizeof *room);

	room->hash = seal_hash_new(SEAL_SM3);
	room->mac = seal_mac_new(c->seal);
	return room;
}

void
plaint_leave(void *arg)
{
	struct plaint_room *room = arg;

	seal_hash_free(room->hash);
	seal_mac_free(room->mac);
	free(room);
}

void
plaint_begin(struct store *s, void *arg)
{
	const struct plaint *c = arg;

	blacklist_clock(s, c->now);
}

void
plaint_batch(struct store *s, size_t changed, void *arg)
{
	static const char *const verb[] = { NULL, "receive", "accept", "decide", "feedback",
		"appeal" };
	struct plaint *c = arg;
	struct buf what = { 0 };
	char digest[129];

	seal_hash_final(c->batch, digest);
	buf_putc(&what, '{');
	buf_member_num(&what, c->verb == PLAINT_RECEIVE ? "complaints" : "steps",
	    (int64_t)changed);
	buf_member(&what, "digest", digest, 64);
	buf_putc(&what, '}');
	journal_put(s, c->now, c->by, verb[c->verb], policy_digest(c->policy), what.s,
	    what.len);
	buf_free(&what);
}

/* ---- What the other files ask. */

const char *
plaint_time(const struct plaint *c, struct record *r, int64_t *time)
{
	int got = record_time(r, M_TIME, time);

	if (got <= 0)
		return got < 0 ? "not a time" : "no time";
	if (*time < PLAINT_OLDEST)
		return "before 2000";
	/* In a long run the clock moves on. */
	return *time > c->as_of && !(c->follows && *time <= when_clock()) ? "in the future" :
	    NULL;
}

const char *
plaint_odd(const struct record *r)
{
	static const enum member mine[] = { M_COMPLAINT, M_CHANNEL, M_ATTACHMENTS, M_DECISION,
		M_MALICIOUS, M_OUTCOME };
	struct json_walk w;
	size_t i;

	json_walk(&w, r->line, r->len);
	while (json_next(&w))
		for (i = 0; i < sizeof mine / sizeof *mine; i++)
			if (record_size(r, mine[i]) == 0 &&
			    strlen(member_name(mine[i])) == w.name_len &&
			    memcmp(member_name(mine[i]), w.name, w.name_len) == 0)
				return "complaint, channel, decision, outcome are texts, "
				    "attachments names, malicious is true or false";
	return NULL;
}

const char *
plaint_channel(const struct plaint *c, const char *s, size_t n, size_t *len)
{
	const char *word;

	*len = n;
	if (complaint_channel(c->rules, s, n))
		return s;
	word = term_value(c->terms, TERM_CHANNEL, s, n);
	*len = word != NULL ? strlen(word) : 0;
	return word != NULL && complaint_channel(c->rules, word, *len) ? word : NULL;
}

size_t
plaint_cut(const char *s, size_t n)
{
	return n <= PLAINT_WORD ? n : text_valid(s, PLAINT_WORD);
}

bool
plaint_get(struct store *s, int64_t number, const char **val, size_t *n)
{
	char key[REPORT_SERIAL];

	report_key(number, key);
	return number > 0 && store_get(s, STORE_COMPLAINT, key, REPORT_SERIAL - 1, val, n);
}

int64_t
plaint_find(struct store *s, const char *id, size_t n)
{
	const struct act a = { .id = id, .id_n = n };
	const char *v;
	size_t len, i;
	int64_t number = 0;

	if (n > 0 && n <= ACT_ID && act_answer(s, ACT_COMPLAINT, &a, &v, &len) &&
	    (v = json_get(v, len, "number", &len)) != NULL && json_whole(v, len, &number))
		return number;
	for (i = number = 0; i < n && n < REPORT_SERIAL && id[i] >= '0' && id[i] <= '9'; i++)
		number = number * 10 + (id[i] - '0');
	return i == n && plaint_get(s, number, &v, &len) ? number : 0;
}

/* ---- Answers. */

void
plaint_put_due(struct buf *b, int64_t due, bool sure)
{
	char text[WHEN_TEXT];

	if (due == COMPLAINT_NEVER)
		return;
	buf_member(b, "due", when_text(due, text), 25);
	if (!sure)
		buf_member_raw(b, "due_unsure", "true", 4);
}

void
plaint_say_unsure(struct plaint *c)
{
	if (!c->unsure)
		status_warn(DONE, "holidays.csv knows nothing of a year that deadlines lie "
		    "in: there weekends alone are counted");
	c->unsure = true;
}

void
plaint_note(struct record *r, int code)
{
	enum member m = code == F_COMPLAINT_DUPLICATE ? M_DUPLICATE_OF :
	    code == F_MALICE_SUSPECTED ? M_MALICE : code == F_STEP_LATE ||
	    code == F_APPEAL_LATE ? M_TIME : M_NONE;

	finding_add(r, (enum finding_code)code, m, NULL);
}

void
plaint_codes(struct buf *b, const struct record *r)
{
	size_t i;

	buf_puts(b, ",\"codes\":[");
	for (i = 0; i < r->findings; i++) {
		const char *code = finding_row((enum finding_code)r->finding[i].code)->code;

		if (i > 0)
			buf_putc(b, ',');
		buf_json(b, code, strlen(code));
	}
	buf_putc(b, ']');
}

void
plaint_retell(struct record *r, const char *answer, size_t n)
{
	static const struct { const char *name; enum member m; } part[] = {
		{ "number", M_NUMBER }, { "stage", M_STAGE }, { "due", M_DUE },
		{ "due_unsure", M_DUE_UNSURE }, { "duplicate_of", M_DUPLICATE_OF },
		{ "malice", M_MALICE }, { "reporter", M_REPORTER }, { "effects", M_EFFECTS }
	};
	struct json_walk w;
	const char *v;
	size_t i, len;
	int code;

	for (i = 0; i < sizeof part / sizeof *part; i++) {
		v = json_get(answer, n, part[i].name, &len);
		if (v != NULL)
			record_set_copy(r, part[i].m, v, len);
		else if (record_has(r, part[i].m))
			record_set(r, part[i].m, "null", 4);
	}
	v = json_get(answer, n, "codes", &len);
	json_walk(&w, v != NULL ? v : "[]", v != NULL ? len : 2);
	while (json_next(&w)) {
		code = finding_find(w.value + 1, w.value_len - 2);
		for (i = 0; i < r->findings && r->finding[i].code != code; i++)
			;
		if (code >= 0 && i == r->findings)
			plaint_note(r, code);
	}
}
