#include "id.h"

#include <string.h>

#include "id_int.h"
#include "uscc.h"
#include "when.h"

/* GB 11643-1999: ISO 7064 MOD 11-2 over 17 digits. */
char
id_shape_check(const char s[17])
{
	static const unsigned char weight[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5,
		8, 4, 2 };
	unsigned sum = 0, i;

	for (i = 0; i < 17; i++)
		sum += (unsigned)(s[i] - '0') * weight[i];
	return "10X98765432"[sum % 11];
}

/* Card of 2017: the sum of ICAO 9303 over 14 characters, A = 10. */
char
id_shape_card_check(const char s[14])
{
	static const unsigned char weight[3] = { 7, 3, 1 };
	unsigned sum = 0, i;

	for (i = 0; i < 14; i++)
		sum += (unsigned)(letter(s[i]) ? s[i] - 'A' + 10 : s[i] - '0') * weight[i % 3];
	return (char)('0' + sum % 10);
}

/* By its shape alone: which document of a person has such a number? */
static enum id_type
person_shape(const char *s, size_t n)
{
	if (n == 18 && digits(s, 17) && (s[17] == 'X' || digits(s + 17, 1))) {
		if (s[0] == '9')
			return ID_FOREIGNER_PERMIT;
		if (s[0] == '8' && s[1] >= '1' && s[1] <= '3' && memcmp(s + 2, "0000", 4) == 0)
			return ID_HMT_PERMIT;
		return ID_RESIDENT;
	}
	if (n == 15 && digits(s, 15))
		return ID_RESIDENT;
	if (n == 15 && letter(s[0]) && letter(s[1]) && letter(s[2]) &&
	    digits(s + 3, 12))
		return ID_FOREIGNER_PERMIT;
	return ID_NONE;
}

bool
id_shape_person_like(const char *s, size_t n)
{
	int year;

	if (person_shape(s, n) == ID_NONE || letter(s[0]))
		return false;
	year = n == 15 ? 1900 + decimal(s + 6, 2) : decimal(s + 6, 4);
	s += n == 15 ? 8 : 10;
	return year >= 1900 && year < 2100 &&
	    when_real(year, decimal(s, 2), decimal(s + 2, 2));
}

/* Does everything in it fit a unified social credit code, so that it can hardly be chance? */
static bool
surely_uscc(const char *s, size_t n)
{
	return n == 18 && uscc_check(s) == s[17] && uscc_category(s) != USCC_NONE &&
	    digits(s + 2, 6) && uscc_org_check(s + 8) == s[16];
}

static bool
surely_person(const char *s, size_t n)
{
	return n == 18 && id_shape_person_like(s, n) && id_shape_check(s) == s[17] &&
	    !surely_uscc(s, n);
}

static bool
org_checks(const char *s, size_t n)
{
	if (n == 18)
		return surely_uscc(s, n);
	return n == 9 ? uscc_org_check(s) == s[8] : n == 15 && uscc_reg_check(s) == s[14];
}

bool
id_shape_org(const char *s, size_t n, enum id_type type)
{
	switch (type) {
	case ID_USCC:
		return n == 18;
	case ID_ORG_CODE:
		return n == 9 && (s[8] == 'X' || digits(s + 8, 1));
	default:
		return (n == 15 || n == 13) && digits(s, n);
	}
}

enum id_type
id_shape_kind(const struct id *d)
{
	static const enum id_type org[] = { ID_USCC, ID_ORG_CODE, ID_BUSINESS };
	const char *s = d->number;
	size_t n = d->len, i;
	enum id_type shape;

	switch (d->type) {
	case ID_RESIDENT:
	case ID_HMT_PERMIT:
	case ID_FOREIGNER_PERMIT:
		shape = person_shape(s, n);
		if (n == 18 && (shape == ID_NONE || id_shape_check(s) != s[17]) &&
		    surely_uscc(s, n))
			return ID_USCC;
		return shape;
	default:
		if (surely_person(s, n))
			return person_shape(s, n);
	}
	switch (d->type) {
	case ID_USCC:
	case ID_ORG_CODE:
	case ID_BUSINESS:
		if (id_shape_org(s, n, d->type))
			return d->type;
		for (i = 0; i < 3; i++)
			if (id_shape_org(s, n, org[i]) && org_checks(s, n))
				return org[i];
		return n == 15 && id_shape_person_like(s, n) ? ID_RESIDENT : ID_NONE;
	default:
		return d->type;
	}
}
