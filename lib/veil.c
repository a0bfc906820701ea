#include "veil.h"

#include <string.h>

#include "id.h"
#include "mobile.h"
#include "record.h"

void
veil_number(struct record *r, unsigned m, unsigned type, struct piece t)
{
	char out[64];
	size_t n = id_mask(out, (enum id_type)type, t.s, t.n);

	if (n != t.n || memcmp(out, t.s, n) != 0)
		record_set_text(r, (enum member)m, out, n);
}

void
veil_mobile(struct record *r, struct piece t)
{
	char out[24];
	size_t n = mobile_mask(out, t.s, t.n);

	if (n != t.n || memcmp(out, t.s, n) != 0)
		record_set_text(r, M_MOBILE, out, n);
}

/* What may follow the sign: no blanks or controls, a dot, not digits alone. */
static bool
is_domain(const char *domain, const char *end)
{
	const char *p;
	bool dot = false, letter = false;

	if (domain == end || *domain == '.' || *domain == '-' || end[-1] == '.' ||
	    end[-1] == '-')
		return false;
	for (p = domain; p < end; p++) {
		dot |= *p == '.';
		letter |= *p != '.' && (*p < '0' || *p > '9');
		if ((unsigned char)*p <= ' ' || *p == 0x7f || (*p == '.' && p[-1] == '.') ||
		    ((unsigned char)*p < 0x80 &&
		    strchr("!\"#$%&'()*+,/:;<=>?@[\\]^_`{|}~", *p)))
			return false;
	}
	return dot && letter;
}

/* local@domain: no blanks or controls, a dot in the domain, lengths of RFC 5321. */
bool
veil_is_email(struct piece t, size_t *at)
{
	const char *sign = memrchr(t.s, '@', t.n), *p;

	if (sign == NULL || sign == t.s || sign - t.s > 64 || t.n > 254)
		return false;
	*at = (size_t)(sign - t.s);
	for (p = t.s; p < sign; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f || *p == '@')
			return false;
	return is_domain(sign + 1, t.s + t.n);
}

/* First character, stars, and what follows from `at` on. */
static void
first_only(struct record *r, enum member m, struct piece t, const char *stars, size_t at)
{
	char out[264];
	size_t n = strlen(stars), first;

	for (first = 1; first < t.n && first < 4 && (t.s[first] & 0xc0) == 0x80; first++)
		;
	memcpy(out, t.s, first);
	memcpy(out + first, stars, n);
	memcpy(out + first + n, t.s + at, t.n - at);
	record_set_text(r, m, out, first + n + t.n - at);
}

/* First character, ***, and the domain. */
void
veil_email(struct record *r, struct piece t, size_t at)
{
	if (at == t.n)
		record_set(r, M_EMAIL, "\"***\"", 5);
	else
		first_only(r, M_EMAIL, t, "***", at);
}

/* What hide_email leaves: one character or none, ***, and a domain or nothing. */
bool
veil_is_masked_email(struct piece t)
{
	const char *star = memmem(t.s, t.n, "***", 3);
	size_t first = star != NULL ? (size_t)(star - t.s) : 0, i;

	/* A number behind the sign is no domain, and was never masked. */
	if (star == NULL || (first + 3 < t.n &&
	    (star[3] != '@' || !is_domain(star + 4, t.s + t.n))))
		return false;
	for (i = 1; i < first && (t.s[i] & 0xc0) == 0x80; i++)
		;
	return first <= i && (first > 0 || t.n == 3) &&
	    memchr(t.s, '@', first) == NULL;
}

/* What mobile_mask leaves of eleven or thirteen digits? */
static bool
is_masked_mobile(struct piece t)
{
	size_t i;

	for (i = 0; i < t.n; i++)
		if (i >= 3 && i + 4 < t.n ? t.s[i] != '*' : t.s[i] < '0' || t.s[i] > '9')
			return false;
	return t.n == 11 || t.n == 13;
}

/* A way to reach somebody: a mobile, an address, or anything else. */
static void
contact(struct record *r, struct piece t)
{
	char out[24];
	size_t at, n;

	if (is_masked_mobile(t) || veil_is_masked_email(t))
		return;
	if (veil_is_email(t, &at)) {
		first_only(r, M_COMPLAINANT_CONTACT, t, "***", at);
		return;
	}
	n = mobile_mask(out, t.s, t.n);
	if (*out != '*')
		record_set_text(r, M_COMPLAINANT_CONTACT, out, n);
	else
		first_only(r, M_COMPLAINANT_CONTACT, t, "***", t.n);
}

void
veil_complainant(struct record *r)
{
	struct piece t;

	if (record_text(r, M_COMPLAINANT, &t))
		first_only(r, M_COMPLAINANT, t, "**", t.n);
	if (record_text(r, M_COMPLAINANT_CONTACT, &t))
		contact(r, t);
}

void
veil_record(struct record *r)
{
	struct piece t;
	size_t at;

	if (record_text(r, M_ID_NUMBER, &t))
		veil_number(r, M_ID_NUMBER, ID_NONE, t);
	if (record_text(r, M_OPERATOR_ID_NUMBER, &t))
		veil_number(r, M_OPERATOR_ID_NUMBER, ID_NONE, t);
	if (record_text(r, M_MOBILE, &t))
		veil_mobile(r, t);
	if (record_text(r, M_EMAIL, &t) && !veil_is_masked_email(t))
		veil_email(r, t, veil_is_email(t, &at) ? at : t.n);
	veil_complainant(r);
}
