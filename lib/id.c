#include "id.h"

#include <string.h>

#include "id_int.h"
#include "status.h"
#include "text.h"
#include "uscc.h"
#include "when.h"

static const struct {
	const char *name;
	const char *a;		/* as a message calls a number found in another's place */
} types[ID_TYPES] = {
	[ID_NONE] = { "", "" },
	[ID_RESIDENT] = { "resident-id", "is a resident identity number" },
	[ID_HMT_PERMIT] = { "hmt-permit",
	    "is a residence permit of Hong Kong, Macao or Taiwan" },
	[ID_FOREIGNER_PERMIT] = { "foreigner-permit",
	    "is the number of a foreigner's permanent residence card" },
	[ID_USCC] = { "uscc", "is a unified social credit code" },
	[ID_ORG_CODE] = { "org-code", "is an organisation code" },
	[ID_BUSINESS] = { "business-registration", "is a business registration number" },
	[ID_PASSPORT] = { "passport", "" },
	[ID_HM_PASS] = { "hm-pass", "" },
	[ID_TW_PASS] = { "tw-pass", "" },
	[ID_MILITARY] = { "military", "" },
	[ID_NETID] = { "netid", "" },
};

static const char *const parts[ID_PARTS] = { "id-format", "id-region", "id-birth",
	"id-sequence", "id-checksum", "id-category", "id-org-code", "id-kind", "id-normalised",
	"id-unchecked" };

const char *
id_type_name(enum id_type type)
{
	return types[type].name;
}

const char *
id_part_name(enum id_part part)
{
	return parts[part];
}

enum id_type
id_type_read(const char *s, size_t n)
{
	int i;

	for (i = ID_NONE + 1; i < ID_TYPES; i++)
		if (strlen(types[i].name) == n && memcmp(types[i].name, s, n) == 0)
			return (enum id_type)i;
	return ID_NONE;
}

bool
id_of_organisation(enum id_type type)
{
	return type == ID_USCC || type == ID_ORG_CODE || type == ID_BUSINESS;
}

bool
id_of_person(enum id_type type)
{
	return type != ID_NONE && !id_of_organisation(type);
}

/*
 * 军字第12345678号 and the like become 军12345678: one or two characters of the arm, six to
 * eight digits.  No public rule says which arms there are.
 */
static void
judge_military(struct id *d, const char *s, size_t n)
{
	const char *end = s + n;
	size_t arms = 0, figures = 0;
	uint32_t c;
	bool closed = false, good = text_valid(s, n) == n;

	while (good && s < end) {
		c = text_next(&s, end);
		if (c >= 0xff10 && c <= 0xff19)
			c = c - 0xff10 + '0';
		if (c == 0x5b57 || c == 0x7b2c)			/* 字 第 */
			good = arms > 0 && figures == 0;
		else if (c == 0x53f7 || c == 0x865f)		/* 号 號 */
			good = !closed && (closed = figures > 0);
		else if (c >= '0' && c <= '9')
			good = arms > 0 && !closed && ++figures <= 8;
		else if (c >= 0x4e00 && c <= 0x9fff)
			good = ++arms <= 2 && figures == 0;
		else {
			good = c == ' ' || c == 0x3000;
			continue;
		}
		if (good && (c < 0x80 || (figures == 0 && c != 0x5b57 && c != 0x7b2c)))
			d->len = (uint8_t)(d->len + text_put(d->number + d->len, c));
	}
	d->number[d->len] = 0;
	if (good && figures >= 6)
		fault(d, ID_UNCHECKED, PASS, "only the form of such a number can be checked");
	else
		fault(d, ID_FORMAT, REJECT, "no military document has a number of this form");
}

static const char *
odd_name(uint32_t c)
{
	switch (c) {
	case 0x3a7: case 0x3c7:
		return "a Greek chi stands where X should";
	case 0x425: case 0x445:
		return "a Cyrillic kha stands where X should";
	case 0xd7: case 0x2715: case 0x2716:
		return "a multiplication sign stands where X should";
	case TEXT_BAD:
		return "is not valid text";
	default:
		if ((c >= 0x660 && c <= 0x669) || (c >= 0x6f0 && c <= 0x6f9) ||
		    (c >= 0x966 && c <= 0x96f))
			return "holds digits of another script";
		return "holds a character that stands in no such number";
	}
}

/* Digits and capitals alone, as nearly all numbers come. */
static bool
proper(const char *s, size_t n)
{
	unsigned bad = 0;

	while (n-- > 0) {
		unsigned c = (unsigned char)*s++;

		bad |= (c - '0' > 9) & (c - 'A' > 25);
	}
	return !bad;
}

/* Half width, capitals, nothing between; false when it cannot be a number. */
static bool
normalise(struct id *d, const char *s, size_t n)
{
	bool changed, other = false;
	size_t len, i, k;
	uint32_t odd;

	/* What people write before numbers to keep spreadsheets from destroying them. */
	if (n > 3 && s[0] == '=' && s[1] == '"' && s[n - 1] == '"') {
		s += 2;
		n -= 3;
		other = true;
	} else if (n > 1 && s[0] == '\'') {
		s++;
		n--;
		other = true;
	}
	if (!other && n > 0 && n < sizeof d->number && proper(s, n)) {
		memcpy(d->number, s, n);
		d->number[n] = 0;
		d->len = (uint8_t)n;
		return true;
	}
	len = text_number(d->number, sizeof d->number - 1, s, n, &changed, &odd);
	if (odd != 0 || len > sizeof d->number - 1 || len == 0) {
		d->number[0] = 0;
		fault(d, ID_FORMAT, REJECT, odd != 0 ? odd_name(odd) :
		    len == 0 ? "is empty" : "is too long");
		return false;
	}
	for (i = k = 0; i < len; i++) {
		char c = d->number[i];

		if (c >= 'a' && c <= 'z' && d->type != ID_NETID)
			c = (char)(c - 'a' + 'A');
		if ((c == '.' && d->type == ID_PASSPORT) ||
		    ((c == '(' || c == ')') && d->type == ID_TW_PASS))
			continue;
		if (!letter(c) && !digits(&c, 1) && !(c >= 'a' && c <= 'z')) {
			d->number[0] = 0;
			fault(d, ID_FORMAT, REJECT, odd_name(0));
			return false;
		}
		other |= c != d->number[i];
		d->number[k++] = c;
	}
	d->number[k] = 0;
	d->len = (uint8_t)k;
	if (changed || other || k < len)
		fault(d, ID_NORMALISED, PASS, "was written in another way");
	return true;
}

static void
judge(struct id *d, const char *s, size_t n, const struct region_table *t, int today)
{
	enum id_type real;

	if (d->type == ID_MILITARY) {
		judge_military(d, s, n);
		return;
	}
	if (!normalise(d, s, n))
		return;
	real = id_shape_kind(d);
	if (real == ID_NONE) {
		fault(d, ID_FORMAT, REJECT, "length or characters are not those of the kind");
		return;
	}
	if (real != d->type)
		fault(d, ID_KIND, REVIEW, types[real].a);
	d->type = real;
	id_judge_number(d, t, today);
}

void
id_check(struct id *d, enum id_type type, const char *s, size_t n,
    const struct region_table *t, int today)
{
	unsigned i;

	d->type = type;
	d->number[0] = 0;
	d->len = 0;
	d->valid = type != ID_NONE;
	d->legacy = false;
	d->sex = 0;
	d->birth = WHEN_NEVER;
	d->region = 0;
	d->faults = 0;
	if (type == ID_NONE)
		return;
	judge(d, s, n, t, today);
	for (i = 0; i < d->faults; i++)
		d->valid &= d->fault[i].verdict != REJECT;
}

static size_t
join(char *out, const char *prefix, const char *s, size_t n)
{
	size_t k = strlen(prefix);

	memcpy(out, prefix, k);
	out[k++] = ':';
	memcpy(out + k, s, n);
	out[k + n] = 0;
	return k + n;
}

size_t
id_canonical(char out[48], const struct id *d)
{
	char long_form[18];

	out[0] = 0;
	if (!d->valid)
		return 0;
	switch (d->type) {
	case ID_RESIDENT:
		if (d->len == 18)
			break;
		memcpy(long_form, d->number, 6);
		memcpy(long_form + 6, "19", 2);
		memcpy(long_form + 8, d->number + 6, 9);
		long_form[17] = id_shape_check(long_form);
		return join(out, types[d->type].name, long_form, 18);
	case ID_USCC:
		return join(out, "org", d->number + 8, 9);
	case ID_ORG_CODE:
		return join(out, "org", d->number, 9);
	case ID_HM_PASS:	/* what follows counts the cards that one person had */
		return join(out, types[d->type].name, d->number, 9);
	default:
		break;
	}
	return join(out, types[d->type].name, d->number, d->len);
}

/* Is it in all likelihood the number of an organisation, and of no person? */
static bool
is_public(enum id_type type, const char *s, size_t n)
{
	size_t i;

	if (!id_of_organisation(type) || id_shape_person_like(s, n))
		return false;
	for (i = 0; i < n; i++)
		if (!letter(s[i]) && !digits(s + i, 1))
			return false;
	/* passports and passes have nine characters too */
	if (n == 9)
		return id_shape_org(s, n, ID_ORG_CODE) && (uscc_org_check(s) == s[8] ||
		    !digits(s + 2, 7));
	return id_shape_org(s, n, ID_USCC) || id_shape_org(s, n, ID_BUSINESS);
}

/* Bytes of the character at s; what is no UTF-8 counts by the byte. */
static size_t
character(const char *s, size_t n)
{
	unsigned char b = (unsigned char)*s;
	size_t k = b < 0xc0 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;

	return k <= n && text_valid(s, k) == k ? k : 1;
}

/* How many characters stay: from this length on, so many at the head and at the tail. */
static const unsigned char ends[][3] = {
	{ 18, 6, 4 }, { 15, 6, 3 }, { 9, 2, 2 }, { 5, 1, 1 }, { 0, 0, 0 }
};
#define STARS 20

static size_t
ends_of(size_t count)
{
	size_t k = 0;

	while (count < ends[k][0])
		k++;
	return k;
}

/* Text that is no plain number: by characters, none of them cut. */
static size_t
mask_text(char out[64], const char *s, size_t n)
{
	size_t count = 0, at = 0, stars = 0, i, k, c, len;
	bool open;

	for (i = 0; i < n; i += character(s + i, n - i))
		count++;
	k = ends_of(count);
	for (i = c = 0; i < n; i += len, c++) {
		len = character(s + i, n - i);
		open = c < ends[k][1] || c + ends[k][2] >= count;
		if (open && (unsigned char)s[i] >= 0x20 && text_valid(s + i, len) == len) {
			memcpy(out + at, s + i, len);
			at += len;
		} else if (stars < STARS) {
			out[at++] = '*';
			stars++;
		}
	}
	out[at] = 0;
	return at;
}

size_t
id_mask(char out[64], enum id_type type, const char *s, size_t n)
{
	size_t len, i, k;
	uint32_t odd;
	bool changed;

	if (n <= 32 && proper(s, n)) {
		memcpy(out, s, n);
		len = n;
	} else {
		len = text_number(out, 32, s, n, &changed, &odd);
		if (odd != 0 || len > 32)
			return mask_text(out, s, n);
		for (i = 0; i < len; i++) {
			if (out[i] >= 'a' && out[i] <= 'z' && type != ID_NETID)
				out[i] = (char)(out[i] - 'a' + 'A');
			else if (out[i] < 0x20 || out[i] == 0x7f)
				out[i] = '*';
		}
	}
	out[len] = 0;
	if (is_public(type, out, len))
		return len;
	k = ends_of(len);
	memset(out + ends[k][1], '*', len - ends[k][1] - ends[k][2]);
	return len;
}

bool
id_masked(const char *s, size_t n)
{
	const char *star = memchr(s, '*', n);

	return star != NULL && memmem(star, n - (size_t)(star - s), "**", 2) != NULL;
}
