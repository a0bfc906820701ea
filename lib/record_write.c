#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

#define LONGEST_NAME 24

void
record_set(struct record *r, enum member m, const char *json, size_t n)
{
	unsigned i;

	for (i = 0; i < r->edits && r->edit[i].member != m; i++)
		;
	if (i == RECORD_EDITS)
		abort();	/* a program that owns more members than RECORD_EDITS */
	r->edit[i].member = (uint8_t)m;
	r->edit[i].s = json;
	r->edit[i].n = (uint32_t)n;
	if (i == r->edits)
		r->edits++;
}

void
record_set_copy(struct record *r, enum member m, const char *json, size_t n)
{
	char *copy = mem_piece(r->arena, n);

	memcpy(copy, json, n);
	record_set(r, m, copy, n);
}

/* Does a text need escapes as JSON? */
static bool
needs_escapes(const char *s, size_t n)
{
	unsigned odd = 0;

	while (n-- > 0) {
		unsigned c = (unsigned char)*s++;

		odd |= (c < 0x20) | (c == '"') | (c == '\\');
	}
	return odd;
}

void
record_set_text(struct record *r, enum member m, const char *s, size_t n)
{
	struct buf b = { 0 };
	char *json;

	if (needs_escapes(s, n)) {
		buf_json(&b, s, n);
		json = mem_piece(r->arena, b.len);
		memcpy(json, b.s, b.len);
		record_set(r, m, json, b.len);
		buf_free(&b);
		return;
	}
	json = mem_piece(r->arena, n + 2);
	json[0] = json[n + 1] = '"';
	memcpy(json + 1, s, n);
	record_set(r, m, json, n + 2);
}

static char *
copy(char *to, const char *s, size_t n)
{
	memcpy(to, s, n);
	return to + n;
}

void
record_write(const struct record *r, struct buf *out)
{
	unsigned order[RECORD_EDITS], i, k, m, n = 0;
	uint32_t from = 0;
	size_t most = r->len + 1u;
	char *o;
	const char *p, *name;
	bool empty;

	for (i = 0; i < r->edits; i++) {
		most += r->edit[i].n + LONGEST_NAME + 4;
		if (record_size(r, r->edit[i].member) == 0)
			continue;
		for (k = n++; k > 0 && record_at(r, r->edit[order[k - 1]].member) >
		    record_at(r, r->edit[i].member); k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	o = buf_room(out, most);
	for (k = 0; k < n; k++) {
		m = r->edit[order[k]].member;
		o = copy(o, r->line + from, record_at(r, m) - from);
		o = copy(o, r->edit[order[k]].s, r->edit[order[k]].n);
		from = record_at(r, m) + record_size(r, m);
	}
	o = copy(o, r->line + from, r->close - from);
	for (p = r->line + r->close - 1; *p == ' ' || *p == '\t' || *p == '\r'; p--)
		;
	empty = *p == '{' && n == 0;
	for (i = 0; i < r->edits; i++) {
		m = r->edit[i].member;
		if (record_size(r, m) > 0)
			continue;
		if (!empty)
			*o++ = ',';
		empty = false;
		*o++ = '"';
		name = member_name((enum member)m);
		o = copy(o, name, strlen(name));
		*o++ = '"';
		*o++ = ':';
		o = copy(o, r->edit[i].s, r->edit[i].n);
	}
	o = copy(o, r->line + r->close, r->len - r->close);
	*o++ = '\n';
	out->len = (size_t)(o - out->s);
}
