#include "census.h"

#include <string.h>

#include "buf.h"
#include "census_int.h"
#include "finding.h"

static const char *const names[NAMES] = { "state", "registered_at", "subject", "province",
	"class", "grade", "category", "labels", "agreement", "reviewed_by", "reviewed_at",
	"interactive", "subscribers", "reads", "verified_by", "verified_at", "affiliation",
	"close_requested_at", "findings", "contact", "recorded_at", "closed_at", "erase_after",
	"erased", "personal", "name", "subject_name", "id_number", "mobile", "email",
	"operator_name", "operator_id_number", "licenses" };

enum { SLOTS = 256, CODE_SLOTS = 1024 };
static struct { int8_t name; uint8_t n; } slot[SLOTS];		/* name: index + 1 */
static struct { int16_t code; uint8_t n; } code_slot[CODE_SLOTS];	/* likewise */

static unsigned
place(const char *s, size_t n)
{
	return (unsigned)n * 37 + (unsigned char)s[0] * 7u + (unsigned char)s[n - 1] * 11u +
	    (unsigned char)s[n / 2] * 3u;
}

void
census_view_start(void)
{
	unsigned at;
	int i;

	if (slot[place(names[0], strlen(names[0])) % SLOTS].name != 0)
		return;
	for (i = 0; i < NAMES; i++) {
		at = place(names[i], strlen(names[i])) % SLOTS;
		while (slot[at].name != 0)
			at = (at + 1) % SLOTS;
		slot[at].name = (int8_t)(i + 1);
		slot[at].n = (uint8_t)strlen(names[i]);
	}
	for (i = 0; i < FINDING_CODES; i++) {
		const char *code = finding_row((enum finding_code)i)->code;

		at = place(code, strlen(code)) % CODE_SLOTS;
		while (code_slot[at].code != 0)
			at = (at + 1) % CODE_SLOTS;
		code_slot[at].code = (int16_t)(i + 1);
		code_slot[at].n = (uint8_t)strlen(code);
	}
}

static int
name_of(const char *s, size_t n)
{
	unsigned at;

	if (n == 0)
		return -1;
	for (at = place(s, n) % SLOTS; slot[at].name != 0; at = (at + 1) % SLOTS)
		if (slot[at].n == n && memcmp(names[slot[at].name - 1], s, n) == 0)
			return slot[at].name - 1;
	return -1;
}

int
census_view_code(const char *s, size_t n)
{
	unsigned at;

	if (n == 0)
		return -1;
	for (at = place(s, n) % CODE_SLOTS; code_slot[at].code != 0;
	    at = (at + 1) % CODE_SLOTS)
		if (code_slot[at].n == n && memcmp(finding_row((enum finding_code)
		    (code_slot[at].code - 1))->code, s, n) == 0)
			return code_slot[at].code - 1;
	return -1;
}

const char *
census_view_past(const char *p, const char *end)
{
	const char *from = p, *q, *back;

	while ((q = memchr(p, '"', (size_t)(end - p))) != NULL) {
		for (back = q; back > from && back[-1] == '\\'; back--)
			;
		if (((q - back) & 1) == 0)
			return q + 1;
		p = q + 1;
	}
	return end;
}

static const char *
past_value(const char *p, const char *end)
{
	int depth = 0;

	if (*p == '"')
		return census_view_past(p + 1, end);
	if (*p != '{' && *p != '[') {
		while (p < end && *p != ',' && *p != '}')
			p++;
		return p;
	}
	while (p < end) {
		if (*p == '"') {
			p = census_view_past(p + 1, end);
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		else if ((*p == '}' || *p == ']') && --depth == 0)
			return p + 1;
		p++;
	}
	return end;
}

void
census_view(struct census_view *v, const char *p, size_t n)
{
	const char *end = p + n, *name, *value;
	size_t len;
	int i;

	memset(v->of, 0, sizeof v->of);
	for (p++; p < end && *p == '"'; p += p < end && *p == ',') {
		name = p + 1;
		p = census_view_past(name, end);
		len = (size_t)(p - name) - 1;
		if (p >= end || *p != ':')
			break;
		value = ++p;
		p = past_value(value, end);
		i = name_of(name, len);
		if (i >= 0) {
			v->of[i].s = value;
			v->of[i].n = (size_t)(p - value);
		}
	}
}

