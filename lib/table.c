#include "table.h"

#include <string.h>

bool
table_head(const char **s, const char *end, const char *want)
{
	size_t n = strlen(want);
	const char *p = *s;

	if (end - p >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	if ((size_t)(end - p) <= n || memcmp(p, want, n) != 0 || strchr(",\r\n", p[n]) == NULL)
		return false;
	table_row(&p, end, NULL, 0);
	*s = p;
	return true;
}

size_t
table_row(const char **s, const char *end, struct table_field *field, size_t max)
{
	const char *p = *s, *from, *to;
	size_t n = 0;
	bool more;

	do {
		if (p < end && *p == '"') {
			from = ++p;
			while (p < end && (*p != '"' || (p + 1 < end && p[1] == '"')))
				p += *p == '"' ? 2 : 1;
			to = p;
		} else {
			from = p;
			to = NULL;
		}
		while (p < end && *p != ',' && *p != '\n')
			p++;
		if (to == NULL)
			to = p > from && p[-1] == '\r' && (p == end || *p == '\n') ? p - 1 : p;
		if (n < max) {
			field[n].s = from;
			field[n].n = (size_t)(to - from);
		}
		n++;
		more = p < end && *p == ',';
		p += p < end;
	} while (more);
	*s = p;
	return n;
}

bool
table_is(struct table_field f, const char *want)
{
	size_t n = strlen(want);

	return f.n == n && memcmp(f.s, want, n) == 0;
}

int
table_number(struct table_field f, size_t digits)
{
	int v = 0;
	size_t i;

	if (f.n != digits)
		return -1;
	for (i = 0; i < digits; i++) {
		if (f.s[i] < '0' || f.s[i] > '9')
			return -1;
		v = v * 10 + (f.s[i] - '0');
	}
	return v;
}
