#include "entry.h"

#include <stdio.h>
#include <string.h>

#include "account.h"
#include "buf.h"
#include "finding.h"
#include "id.h"
#include "json.h"
#include "record.h"
#include "seal.h"
#include "status.h"
#include "term.h"
#include "when.h"

/* Members that are sealed, and those that stand in the value under another form. */
static const enum member personal[] = { M_SUBJECT_NAME, M_ID_NUMBER, M_MOBILE, M_EMAIL,
	M_OPERATOR_NAME, M_OPERATOR_ID_TYPE, M_OPERATOR_ID_NUMBER };
enum { PERSONAL = sizeof personal / sizeof *personal };

static bool
stands_apart(enum member m)
{
	size_t i;

	for (i = 0; i < PERSONAL; i++)
		if (personal[i] == m)
			return true;
	switch (m) {
	case M_ACCOUNT: case M_USER: case M_STATE: case M_REGISTERED_AT: case M_SUBJECT:
	case M_SUBJECT_KIND: case M_PROVINCE: case M_CLASS: case M_GRADE: case M_VERDICT:
	case M_FINDINGS: case M_CLOSED_AT: case M_ID_TYPE: case M_WOULD:
	case M_COMPLAINANT: case M_COMPLAINANT_CONTACT:	/* nothing of an account */
		return true;
	default:
		return false;
	}
}

static void
member_put(struct buf *b, const struct record *r, enum member m)
{
	if (record_size(r, m) > 0)
		buf_member_raw(b, member_name(m), r->line + record_at(r, m),
		    record_size(r, m));
}

size_t
entry_place(char out[ENTRY_PLACE], bool user, const char *name, size_t n)
{
	const char *table = user ? "user" : "account";
	size_t t = strlen(table);

	if (n > ENTRY_PLACE - 9)
		n = ENTRY_PLACE - 9;
	memcpy(out, table, t + 1);
	memcpy(out + t + 1, name, n);
	return t + 1 + n;
}

static void
seal_personal(struct buf *out, struct record *r, const struct account_facts *f,
    struct seal *seal, int64_t now)
{
	static struct buf plain, sealed;	/* one thread applies */
	char place[ENTRY_PLACE];
	struct piece name = { "", 0 };
	size_t i, place_n;

	plain.len = sealed.len = 0;
	buf_putc(&plain, '{');
	if (f->id_type != ID_NONE)
		buf_member(&plain, "id_type", id_type_name((enum id_type)f->id_type),
		    strlen(id_type_name((enum id_type)f->id_type)));
	for (i = 0; i < PERSONAL; i++)
		member_put(&plain, r, personal[i]);
	if (f->user)
		member_put(&plain, r, M_NAME);	/* a user's is the real one */
	buf_putc(&plain, '}');
	record_text(r, f->user ? M_USER : M_ACCOUNT, &name);
	place_n = entry_place(place, f->user, name.s, name.n);
	seal_put(seal, when_day_of(now), place, place_n, plain.s, plain.len, &sealed);
	buf_member(out, "personal", sealed.s, sealed.len);
	explicit_bzero(plain.s, plain.len);
}

static const char *
state_of(struct record *r, const struct term_table *terms)
{
	struct piece t;
	const char *v = NULL;

	if (record_text(r, M_STATE, &t))
		v = term_value(terms, TERM_STATE, t.s, t.n);
	return v != NULL ? v : "active";
}

static void
closing(struct buf *b, struct record *r, const struct entry_stamp *stamp)
{
	char text[WHEN_TEXT];
	int day;

	if (record_day(r, M_CLOSED_AT, &day) <= 0)
		day = when_day_of(stamp->now);
	buf_member(b, "closed_at", when_day_text(day, text), 10);
	when_day_text(when_add_months(day, (int)stamp->erase_months), text);
	buf_member(b, "erase_after", text, 10);
}

void
entry_build(struct buf *b, struct record *r, const struct account_facts *f, struct seal *seal,
    const struct term_table *terms, const struct entry_stamp *stamp)
{
	const char *state = state_of(r, terms),
	    *kind = account_kind_name((enum subject_kind)f->kind);
	char text[WHEN_TEXT], hex[17];
	unsigned m, i;

	buf_putc(b, '{');
	buf_member(b, "state", state, strlen(state));
	buf_member(b, "registered_at", when_day_text(f->registered, text), 10);
	buf_member(b, "subject", f->subject, strlen(f->subject));
	buf_member(b, "kind", kind, strlen(kind));
	buf_member_num(b, "province", f->province);
	if (f->class_name != NULL)
		buf_member(b, "class", f->class_name, f->class_n);
	if (f->grade != NULL)
		buf_member(b, "grade", f->grade, strlen(f->grade));
	for (m = 0; m < MEMBERS; m++)
		if (!stands_apart((enum member)m) && !(f->user && m == M_NAME))
			member_put(b, r, (enum member)m);
	buf_member(b, "verdict", verdict_name((enum verdict)r->verdict),
	    strlen(verdict_name((enum verdict)r->verdict)));
	buf_member_raw(b, "findings", "[", 1);
	for (i = 0; i < r->findings; i++) {
		if (i > 0)
			buf_putc(b, ',');
		finding_write(b, r, i);
	}
	buf_putc(b, ']');
	snprintf(hex, sizeof hex, "%016llx", (unsigned long long)f->digest);
	buf_member(b, "digest", hex, 16);
	buf_member_raw(b, "contact", "{", 1);
	if (*f->mobile != '\0')
		buf_member(b, "mobile", f->mobile, 32);
	if (*f->email != '\0')
		buf_member(b, "email", f->email, 32);
	if (*f->operator != '\0')
		buf_member(b, "operator", f->operator, 32);
	buf_putc(b, '}');
	buf_member(b, "recorded_at", when_text(stamp->now, text), 25);
	buf_member(b, "recorded_by", stamp->by, strlen(stamp->by));
	if (stamp->since != NULL)
		buf_member_raw(b, "since", stamp->since, stamp->since_n);
	if (stamp->history > 0)
		buf_member_num(b, "history", stamp->history);
	if (f->closed)
		closing(b, r, stamp);
	seal_personal(b, r, f, seal, stamp->now);
	buf_putc(b, '}');
}

void
entry_change(struct buf *out, const char *val, size_t n, const struct entry_change *c,
    size_t count)
{
	struct json_walk w;
	size_t i;

	buf_putc(out, '{');
	json_walk(&w, val, n);
	while (json_next(&w)) {
		for (i = 0; i < count && (strlen(c[i].name) != w.name_len ||
		    memcmp(c[i].name, w.name, w.name_len) != 0); i++)
			;
		if (i < count)
			continue;
		if (out->s[out->len - 1] != '{')
			buf_putc(out, ',');
		buf_put(out, w.name - 1, w.name_len + 2);
		buf_putc(out, ':');
		buf_put(out, w.value, w.value_len);
	}
	for (i = 0; i < count; i++)
		if (c[i].json != NULL)
			buf_member_raw(out, c[i].name, c[i].json, c[i].n);
	buf_putc(out, '}');
}

bool
entry_is(const char *val, size_t n, const char *name, const char *text, size_t text_n)
{
	size_t len;
	const char *v = json_get(val, n, name, &len);

	return v != NULL && len == text_n + 2 && memcmp(v + 1, text, text_n) == 0;
}

int64_t
entry_number(const char *val, size_t n, const char *name)
{
	size_t len;
	int64_t number = 0;
	const char *v = json_get(val, n, name, &len);

	if (v != NULL)
		json_whole(v, len, &number);
	return number;
}

/* Members of an entry that are no part of the record. */
static bool
of_registry(const char *name, size_t n)
{
	static const char *const own[] = { "digest", "contact", "personal", "history",
		"verdict", "findings", "kind", "province", "subject" };
	size_t i;

	for (i = 0; i < sizeof own / sizeof *own; i++)
		if (strlen(own[i]) == n && memcmp(own[i], name, n) == 0)
			return true;
	return false;
}

bool
entry_record(struct buf *out, bool user, const char *name, size_t name_n, const char *val,
    size_t n, struct seal *seal, const char **why)
{
	struct buf plain = { 0 };
	struct json_walk w;
	char place[ENTRY_PLACE], province[8];
	size_t len;
	const char *v;
	bool opened = true;

	*why = NULL;
	buf_putc(out, '{');
	buf_member(out, user ? "user" : "account", name, name_n);
	if ((v = json_get(val, n, "subject", &len)) != NULL && len > 2)
		buf_member_raw(out, "subject", v, len);
	if ((v = json_get(val, n, "kind", &len)) != NULL &&
	    !entry_is(val, n, "kind", "unknown", 7))
		buf_member_raw(out, "subject_kind", v, len);
	if (entry_number(val, n, "province") > 0) {
		snprintf(province, sizeof province, "%d0000",
		    (int)entry_number(val, n, "province"));
		buf_member(out, "province", province, 6);
	}
	json_walk(&w, val, n);
	while (json_next(&w))
		if (!of_registry(w.name, w.name_len)) {
			buf_putc(out, ',');
			buf_put(out, w.name - 1, w.name_len + 2);
			buf_putc(out, ':');
			buf_put(out, w.value, w.value_len);
		}
	v = json_get(val, n, "personal", &len);
	if (seal != NULL && v != NULL && len > 2) {
		opened = seal_reveal(seal, place, entry_place(place, user, name, name_n),
		    v + 1, len - 2, &plain, why);
		if (opened && plain.len > 2) {
			buf_putc(out, ',');
			buf_put(out, plain.s + 1, plain.len - 2);
		}
		if (plain.s != NULL)
			explicit_bzero(plain.s, plain.len);
		buf_free(&plain);
	}
	buf_putc(out, '}');
	return opened;
}
