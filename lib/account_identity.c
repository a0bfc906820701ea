#include "account.h"

#include <string.h>

#include "account_int.h"
#include "finding.h"
#include "id.h"
#include "mobile.h"
#include "record.h"
#include "region.h"
#include "seal.h"
#include "status.h"
#include "term.h"
#include "veil.h"
#include "when.h"

/* The finding for each component of id.h. */
static const enum finding_code part_code[ID_PARTS] = {
	[ID_FORMAT] = F_ID_FORMAT, [ID_REGION] = F_ID_REGION, [ID_BIRTH] = F_ID_BIRTH,
	[ID_SEQUENCE] = F_ID_SEQUENCE, [ID_CHECKSUM] = F_ID_CHECKSUM,
	[ID_CATEGORY] = F_ID_CATEGORY, [ID_ORG_CHECK] = F_ID_ORG_CODE, [ID_KIND] = F_ID_KIND,
	[ID_NORMALISED] = F_ID_NORMALISED, [ID_UNCHECKED] = F_ID_UNCHECKED,
};

static enum id_type
type_of(struct record *r, const struct account_rules *a, enum member m)
{
	struct piece t;
	int number;

	if (!record_text(r, m, &t))
		return ID_NONE;
	number = term_number(a->terms, TERM_ID_TYPE, t.s, t.n);
	return number >= 0 ? (enum id_type)a->id_type[number] : ID_NONE;
}

static void
hide_number(struct record *r, const struct account_rules *a, enum member m, enum id_type type,
    struct piece t)
{
	if (!a->reveal)
		veil_number(r, m, type, t);
}

/* A number of the registrant or the operator; *id as judged.  False: none, or none that is
 * valid. */
static bool
number(struct record *r, const struct account_rules *a, enum member type_member,
    enum member number_member, struct id *id)
{
	enum id_type type = type_of(r, a, type_member);
	struct piece t;
	unsigned i;

	memset(id, 0, sizeof *id);
	if (!record_text(r, number_member, &t))
		return false;
	if (type == ID_NONE) {
		finding_add(r, F_ID_TYPE, type_member, NULL);
		hide_number(r, a, number_member, ID_NONE, t);
		return false;
	}
	id_check(id, type, t.s, t.n, a->regions, a->today);
	for (i = 0; i < id->faults; i++)
		finding_judge(r, part_code[id->fault[i].part], number_member,
		    id->fault[i].verdict, id->fault[i].why);
	hide_number(r, a, number_member, id->type, t);
	return id->valid;
}

static bool
is_key(const struct piece *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (strchr("0123456789abcdef", t->s[i]) == NULL)
			return false;
	return t->n == 32;
}

/* A number came masked, from an earlier acct-verify: the subject key beside it stands in for
 * it, if the store knows this very record (registry.c looks).  Without one nothing can be
 * said. */
static bool
masked(struct record *r, const struct account_room *room, enum member m,
    struct account_facts *f)
{
	struct piece key;

	f->masked = true;
	if (room->mac != NULL && record_text(r, M_SUBJECT, &key) && is_key(&key)) {
		if (*f->subject == '\0')
			memcpy(f->subject, key.s, 32);
		return true;
	}
	/* One that was rejected before stays so, whatever its number. */
	if (finding_earlier(r) != REJECT)
		finding_add(r, F_ID_MASKED, m, NULL);
	return false;
}

static void
subject_key(struct record *r, struct account_room *room, const struct id *id,
    struct account_facts *f)
{
	char text[48];
	size_t n;

	if (room->mac == NULL)
		return;
	n = id_canonical(text, id);
	seal_key(room->mac, "subject", text, n, f->subject);
	record_set_text(r, M_SUBJECT, f->subject, 32);
	explicit_bzero(text, sizeof text);
}

/* Kind of holder and kind of number (IDENTITY: kind given by the record, cross-checked). */
static void
cross_check(struct record *r, const struct account_facts *f, const struct id *id)
{
	static const char differs[] = "kind of number and kind of subject differ";
	bool one = f->kind == KIND_PERSON;

	if (f->kind == KIND_UNKNOWN)
		return;
	if (one != id_of_person(id->type) && (id_of_person(id->type) ||
	    id_of_organisation(id->type)))
		finding_add(r, F_ID_KIND, M_ID_TYPE, differs);
	else if (id->type == ID_USCC && id->valid && id->number[0] == '9' &&
	    (id->number[1] == '2') != (f->kind == KIND_BUSINESS) &&
	    (f->kind == KIND_BUSINESS || f->kind == KIND_ENTERPRISE))
		finding_add(r, F_ID_KIND, M_SUBJECT_KIND,
		    "the code's category and the kind of subject differ");
}

static void
hide_mobile(struct record *r, const struct account_rules *a, struct piece t)
{
	if (!a->reveal)
		veil_mobile(r, t);
}

static void
mobile(struct record *r, struct account_room *room, struct account_facts *f)
{
	const struct account_rules *a = room->rules;
	static const char *const use[] = {
		[MOBILE_UNASSIGNED] = "no such segment is assigned",
		[MOBILE_SATELLITE] = "a satellite segment",
		[MOBILE_DATA] = "a data card segment",
		[MOBILE_IOT] = "a segment for things", [MOBILE_MACHINE] = "a machine's number",
		[MOBILE_RESERVED] = "a reserved segment",
	};
	struct mobile m;
	struct piece t;

	if (!record_text(r, M_MOBILE, &t)) {
		if (a->mobile_required)
			finding_add(r, F_MOBILE_MISSING, M_MOBILE, NULL);
		return;
	}
	if (id_masked(t.s, t.n)) {
		hide_mobile(r, a, t);
		masked(r, room, M_MOBILE, f);
		return;
	}
	mobile_check(&m, a->mobiles, t.s, t.n);
	if (!m.formed)
		finding_add(r, F_MOBILE_FORMAT, M_MOBILE, NULL);
	else if (m.use != MOBILE_ORDINARY && m.use != MOBILE_RESALE)
		finding_add(r, F_MOBILE_SEGMENT, M_MOBILE, use[m.use]);
	if (m.formed && m.normalised)
		finding_add(r, F_MOBILE_NORMALISED, M_MOBILE, NULL);
	if (m.formed && room->mac != NULL)
		seal_key(room->mac, "mobile", m.number, m.len, f->mobile);
	hide_mobile(r, a, t);
}

static void
email(struct record *r, struct account_room *room, struct account_facts *f)
{
	struct piece t;
	size_t at, i;
	char lower[256];

	if (!record_text(r, M_EMAIL, &t))
		return;
	if (veil_is_masked_email(t)) {
		masked(r, room, M_EMAIL, f);
		return;
	}
	if (!veil_is_email(t, &at)) {
		finding_add(r, F_EMAIL_FORMAT, M_EMAIL, NULL);
		at = t.n;
	} else if (room->mac != NULL) {
		for (i = 0; i < t.n; i++)
			lower[i] = t.s[i] >= 'A' && t.s[i] <= 'Z' ? (char)(t.s[i] + 32) :
			    t.s[i];
		seal_key(room->mac, "email", lower, t.n, f->email);
	}
	if (!room->rules->reveal)
		veil_email(r, t, at);
}

/* PA-02-3: who registers and who runs the account may differ; then both must be known. */
static void
operator(struct record *r, struct account_room *room, struct account_facts *f)
{
	struct id id;
	struct piece t;
	bool name = record_has(r, M_OPERATOR_NAME), has = record_has(r, M_OPERATOR_ID_NUMBER);

	if (!name && !has && !record_has(r, M_OPERATOR_ID_TYPE))
		return;
	if (!name || !has)
		finding_add(r, F_OPERATOR_INCOMPLETE, name ? M_OPERATOR_ID_NUMBER :
		    M_OPERATOR_NAME, NULL);
	if (has && record_text(r, M_OPERATOR_ID_NUMBER, &t)) {
		if (id_masked(t.s, t.n)) {
			hide_number(r, room->rules, M_OPERATOR_ID_NUMBER,
			    type_of(r, room->rules, M_OPERATOR_ID_TYPE), t);
			masked(r, room, M_OPERATOR_ID_NUMBER, f);
		} else if (number(r, room->rules, M_OPERATOR_ID_TYPE,
		    M_OPERATOR_ID_NUMBER, &id) && room->mac != NULL)
			seal_key(room->mac, "operator", id.number, strlen(id.number),
			    f->operator);
	}
	explicit_bzero(&id, sizeof id);
}

static void
papers(struct record *r, const struct account_rules *a)
{
	int day, got = record_day(r, M_ID_UNTIL, &day);
	int64_t sec;

	if (got < 0)
		finding_add(r, F_DATE_FORMAT, M_ID_UNTIL, NULL);
	else if (got > 0 && day < a->today)
		finding_add(r, F_ID_EXPIRED, M_ID_UNTIL, NULL);
	if (a->verify && (!record_has(r, M_VERIFIED_BY) || !record_has(r, M_VERIFIED_AT) ||
	    !record_has(r, M_VERIFY_METHOD)))
		finding_add(r, F_VERIFY_MISSING,
		    !record_has(r, M_VERIFIED_BY) ? M_VERIFIED_BY :
		    !record_has(r, M_VERIFIED_AT) ? M_VERIFIED_AT : M_VERIFY_METHOD, NULL);
	else if (record_time(r, M_VERIFIED_AT, &sec) < 0)
		finding_add(r, F_DATE_FORMAT, M_VERIFIED_AT, NULL);
}

static uint8_t
province(struct record *r, const struct account_rules *a, const struct id *id)
{
	struct piece t;
	int code = 0;

	if (record_text(r, M_PROVINCE, &t))
		code = region_province(a->regions, t.s, t.n);
	if (code == 0 && id->valid && id->region / 10000 != 10)
		code = id->region / 10000;
	return (uint8_t)(code >= 11 && code <= 82 ? code : 0);
}

bool
account_identity(struct record *r, struct account_room *room, struct account_facts *f)
{
	const struct account_rules *a = room->rules;
	struct piece t;
	struct id id = { 0 };
	bool real;

	if (!record_text(r, M_ID_NUMBER, &t)) {
		real = !a->id_required;
		if (a->id_required)
			finding_add(r, F_ID_MISSING, M_ID_NUMBER, NULL);
	} else if (id_masked(t.s, t.n)) {
		hide_number(r, a, M_ID_NUMBER, type_of(r, a, M_ID_TYPE), t);
		real = masked(r, room, M_ID_NUMBER, f);
	} else {
		real = number(r, a, M_ID_TYPE, M_ID_NUMBER, &id);
		if (real)
			subject_key(r, room, &id, f);
		if (id.type != ID_NONE)
			cross_check(r, f, &id);
	}
	f->id_type = (uint8_t)id.type;
	f->person = id.type == ID_NONE ? f->kind == KIND_PERSON || f->user :
	    id_of_person(id.type);
	f->province = province(r, a, &id);
	explicit_bzero(&id, sizeof id);
	if (!record_has(r, f->user ? M_NAME : M_SUBJECT_NAME) &&
	    !(f->user && record_has(r, M_SUBJECT_NAME)))
		finding_add(r, F_SUBJECT_NAME, f->user ? M_NAME : M_SUBJECT_NAME, NULL);
	mobile(r, room, f);
	email(r, room, f);
	papers(r, a);
	if (!f->user)
		operator(r, room, f);
	else if (record_text(r, M_OPERATOR_ID_NUMBER, &t))
		hide_number(r, a, M_OPERATOR_ID_NUMBER,
		    type_of(r, a, M_OPERATOR_ID_TYPE), t);
	/* A key that was not made here proves nothing to the programs behind. */
	if (*f->subject == '\0' && !f->masked && record_has(r, M_SUBJECT))
		record_set(r, M_SUBJECT, "null", 4);
	return real;
}

void
account_hide(struct record *r, void *rules)
{
	const struct account_rules *a = rules;
	struct piece t;
	size_t at;

	veil_complainant(r);
	if (record_text(r, M_ID_NUMBER, &t))
		hide_number(r, a, M_ID_NUMBER, type_of(r, a, M_ID_TYPE), t);
	if (record_text(r, M_OPERATOR_ID_NUMBER, &t))
		hide_number(r, a, M_OPERATOR_ID_NUMBER,
		    type_of(r, a, M_OPERATOR_ID_TYPE), t);
	if (record_text(r, M_MOBILE, &t))
		hide_mobile(r, a, t);
	if (!a->reveal && record_text(r, M_EMAIL, &t) && !veil_is_masked_email(t))
		veil_email(r, t, veil_is_email(t, &at) ? at : t.n);
}
