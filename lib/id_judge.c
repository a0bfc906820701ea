#include "id.h"

#include <string.h>

#include "country.h"
#include "id_int.h"
#include "region.h"
#include "status.h"
#include "uscc.h"
#include "when.h"

#define OLDEST 1800		/* nobody born earlier lived when numbers began to be given */
#define NATIONAL 100000		/* region of organisations registered with the state itself */

/* Date of birth of eight digits; the year, or 0 when it is none. */
static int
judge_birth(struct id *d, const char *s, int today)
{
	int year = decimal(s, 4), month = decimal(s + 4, 2), day = decimal(s + 6, 2);

	if (!when_real(year, month, day)) {
		fault(d, ID_BIRTH, REJECT, "the date of birth does not exist");
		return 0;
	}
	d->birth = when_day(year, month, day);
	if (d->birth > today)
		fault(d, ID_BIRTH, REJECT, "the date of birth is in the future");
	else if (year < OLDEST)
		fault(d, ID_BIRTH, REJECT, "nobody born before 1800 can hold a number");
	else if (year < 1900)
		fault(d, ID_BIRTH, REVIEW, "the date of birth is before 1900");
	return year;
}

static void
judge_region(struct id *d, const struct region_table *t, int year)
{
	enum region_state state;
	int province = d->region / 10000;

	if (t == NULL)
		return;
	state = region_check(t, d->region, year);
	if (state == REGION_UNKNOWN_PROVINCE || (id_of_person(d->type) && province == 83))
		fault(d, ID_REGION, REJECT, "no province has the code in the number");
	else if (state == REGION_UNKNOWN)
		fault(d, ID_REGION, REVIEW, "no division known in the province has the code");
	else if (!id_of_person(d->type))
		return;
	else if (province > 65)
		fault(d, ID_REGION, REVIEW, "the province issues no such numbers");
	else if (state == REGION_ABOLISHED)
		fault(d, ID_REGION, REVIEW, "the division was abolished before the birth");
	else if (d->region % 10000 == 0)
		fault(d, ID_REGION, REVIEW, "the code is a province's, not a county's");
}

static void
judge_sequence(struct id *d, const char *s)
{
	if (memcmp(s, "000", 3) == 0)
		fault(d, ID_SEQUENCE, REVIEW, "the sequence number is 000");
	d->sex = (s[2] - '0') % 2 != 0 ? 'M' : 'F';
}

static void
judge_check(struct id *d)
{
	if (id_shape_check(d->number) == d->number[17])
		return;
	fault(d, ID_CHECKSUM, REJECT, memcmp(d->number + 15, "000", 3) == 0 ?
	    "the check character does not fit; did a spreadsheet make the last digits zeros?" :
	    "the check character does not fit");
}

/* GB 11643-1989: no check character, born in 19.. */
static void
judge_legacy(struct id *d, const struct region_table *t, int today)
{
	char birth[8] = { '1', '9' };

	d->legacy = true;
	memcpy(birth + 2, d->number + 6, 6);
	d->region = decimal(d->number, 6);
	judge_region(d, t, judge_birth(d, birth, today));
	judge_sequence(d, d->number + 12);
	if (memcmp(d->number + 12, "996", 3) >= 0)
		fault(d, ID_SEQUENCE, REVIEW, "a sequence number from 996 may mean 18..");
	fault(d, ID_UNCHECKED, PASS, "a number of 15 digits has no check character");
}

static void
judge_resident(struct id *d, const struct region_table *t, int today)
{
	if (d->len == 15) {
		judge_legacy(d, t, today);
		return;
	}
	d->region = decimal(d->number, 6);
	judge_region(d, t, judge_birth(d, d->number + 6, today));
	judge_sequence(d, d->number + 14);
	judge_check(d);
}

static void
judge_permit(struct id *d, int today)
{
	d->region = decimal(d->number, 6);
	judge_birth(d, d->number + 6, today);
	judge_sequence(d, d->number + 14);
	judge_check(d);
}

/* Two digits of a year, so the century shows only when the other one is impossible. */
static void
judge_short_birth(struct id *d, const char *s, int today)
{
	int year = decimal(s, 2), month = decimal(s + 2, 2), day = decimal(s + 4, 2);
	bool last = when_real(1900 + year, month, day);
	bool this = when_real(2000 + year, month, day) &&
	    when_day(2000 + year, month, day) <= today;

	if (!last && !this)
		fault(d, ID_BIRTH, REJECT, "the date of birth does not exist");
	else if (last != this)
		d->birth = when_day((last ? 1900 : 2000) + year, month, day);
}

static void
judge_foreigner(struct id *d, const struct region_table *t, int today)
{
	const char *s = d->number;
	int province;

	if (d->len == 15) {
		if (!country_alpha(s))
			fault(d, ID_CATEGORY, REVIEW, "no country has the letters in it");
		d->region = decimal(s + 3, 4) * 100;
		judge_short_birth(d, s + 7, today);
		if (id_shape_card_check(s) != s[14])
			fault(d, ID_CHECKSUM, REJECT, "the check digit does not fit");
	} else {
		if (!country_numeric(decimal(s + 3, 3)))
			fault(d, ID_CATEGORY, REVIEW, "no country has the code in it");
		d->region = decimal(s + 1, 2) * 10000;
		judge_birth(d, s + 6, today);
		judge_sequence(d, s + 14);
		judge_check(d);
	}
	province = d->region / 10000;
	if (province > 65 || (t != NULL && region_check(t, d->region, 0) ==
	    REGION_UNKNOWN_PROVINCE))
		fault(d, ID_REGION, REJECT, "no province that issues cards has the code");
	else if (t != NULL && region_check(t, d->region, 0) == REGION_UNKNOWN)
		fault(d, ID_REGION, REVIEW, "no division known in the province has the code");
}

static void
judge_uscc(struct id *d, const struct region_table *t)
{
	const char *s = d->number;
	enum uscc_category category = uscc_category(s);
	size_t i;

	for (i = 0; i < 18; i++)
		if (!uscc_letter(s[i])) {
			fault(d, ID_FORMAT, REJECT, "I, O, S, V and Z stand in no such code");
			return;
		}
	if (category == USCC_NONE)
		fault(d, ID_CATEGORY, REJECT, "no such authority and class of organisation");
	if (category == USCC_LATER)
		fault(d, ID_CATEGORY, REVIEW, "the class is not in the standard");
	if (digits(s + 2, 6)) {
		d->region = decimal(s + 2, 6);
		if (d->region != NATIONAL)
			judge_region(d, t, 0);
	} else
		fault(d, ID_REGION, REJECT, "the code of the division is not six digits");
	if (memcmp(s + 8, "00000000", 8) == 0)
		fault(d, ID_ORG_CHECK, REVIEW, "the organisation code in it is all zeros");
	else if (uscc_org_check(s + 8) != s[16])
		fault(d, ID_ORG_CHECK, REVIEW, "the organisation code in it does not check");
	if (uscc_check(s) != s[17])
		fault(d, ID_CHECKSUM, REVIEW, s[8] == 'M' && uscc_org_check(s + 8) == s[16] ?
		    "the check character does not fit, as in some codes of the pilots" :
		    "the check character does not fit");
}

static void
judge_org_code(struct id *d)
{
	if (memcmp(d->number, "00000000", 8) == 0)
		fault(d, ID_FORMAT, REJECT, "the organisation code is all zeros");
	else if (uscc_org_check(d->number) != d->number[8])
		fault(d, ID_CHECKSUM, REVIEW, "the check character does not fit");
	if (memcmp(d->number, "PDY", 3) == 0)
		fault(d, ID_CATEGORY, REVIEW, "codes that begin with PDY are for private use");
}

static void
judge_business(struct id *d, const struct region_table *t)
{
	d->region = decimal(d->number, 6);
	if (d->region != NATIONAL)
		judge_region(d, t, 0);
	if (d->len == 13) {
		d->legacy = true;
		fault(d, ID_UNCHECKED, PASS, "a number of 13 digits has no check character");
	} else if (uscc_reg_check(d->number) != d->number[14])
		fault(d, ID_CHECKSUM, REJECT, "the check digit does not fit");
}

/* Travel documents show no check character: form only. */
static void
judge_pass(struct id *d)
{
	const char *s = d->number;
	size_t n = d->len, i;
	bool good;

	switch (d->type) {
	case ID_HM_PASS:
		if (s[0] == 'C' && n == 9 && digits(s + 2, 7)) {
			fault(d, ID_KIND, REVIEW, "is a permit of residents of the Mainland");
			good = true;
		} else
			good = (s[0] == 'H' || s[0] == 'M') && (n == 9 || n == 11) &&
			    digits(s + 1, n - 1);
		break;
	case ID_TW_PASS:
		good = (n == 8 && digits(s, 8)) || (n == 10 && digits(s, 10)) ||
		    (n == 11 && digits(s, 10) && letter(s[10]));
		break;
	case ID_PASSPORT:
		for (i = 0; i < n && letter(s[i]); i++)
			;
		good = n >= 5 && n <= 12 && i < n;
		break;
	default:
		good = n > 0;
	}
	if (good)
		fault(d, ID_UNCHECKED, PASS, "only the form of such a number can be checked");
	else
		fault(d, ID_FORMAT, REJECT, "no such document has a number of this form");
}

void
id_judge_number(struct id *d, const struct region_table *t, int today)
{
	switch (d->type) {
	case ID_RESIDENT:
		judge_resident(d, t, today);
		break;
	case ID_HMT_PERMIT:
		judge_permit(d, today);
		break;
	case ID_FOREIGNER_PERMIT:
		judge_foreigner(d, t, today);
		break;
	case ID_USCC:
		judge_uscc(d, t);
		break;
	case ID_ORG_CODE:
		judge_org_code(d);
		break;
	case ID_BUSINESS:
		judge_business(d, t);
		break;
	default:
		judge_pass(d);
	}
}
