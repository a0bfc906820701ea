#include "record.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "record_int.h"
#include "scan.h"
#include "when.h"

struct record_reader {
	struct scan_names *names;
	struct scan_room *room;
	uint32_t at[MEMBERS], size[MEMBERS];	/* of the line at hand */
	bool loose;
};

const char *
member_name(enum member m)
{
	return record_member[m].name;
}

enum member_type
member_type(enum member m)
{
	return (enum member_type)(record_member[m].type & RECORD_TYPE);
}

/* Buckets of members by the length and two letters of their names. */
static struct { uint8_t member[8], count; } bucket[256];
static pthread_once_t bucket_once = PTHREAD_ONCE_INIT;

static unsigned
bucket_of(const char *name, size_t n)
{
	return (unsigned)(n * 37 + (unsigned char)name[0] * 7 +
	    (unsigned char)name[n - 1] + (unsigned char)name[n / 2] * 3) & 255;
}

static void
bucket_fill(void)
{
	unsigned b;
	int i;

	for (i = 0; i < MEMBERS; i++) {
		b = bucket_of(record_member[i].name, strlen(record_member[i].name));
		if (bucket[b].count == sizeof bucket[b].member)
			abort();
		bucket[b].member[bucket[b].count++] = (uint8_t)i;
	}
}

int
member_find(const char *name, size_t n)
{
	unsigned b, i;

	if (n == 0)
		return -1;
	pthread_once(&bucket_once, bucket_fill);
	b = bucket_of(name, n);
	for (i = 0; i < bucket[b].count; i++)
		if (strlen(record_member[bucket[b].member[i]].name) == n &&
		    memcmp(record_member[bucket[b].member[i]].name, name, n) == 0)
			return bucket[b].member[i];
	return -1;
}

struct record_reader *
record_reader_new(void)
{
	struct record_reader *d = mem_alloc(sizeof *d);
	const char *name[MEMBERS];
	int i;

	for (i = 0; i < MEMBERS; i++)
		name[i] = record_member[i].name;
	d->names = scan_names_new(name, MEMBERS);
	d->room = scan_room_new();
	return d;
}

void
record_reader_free(struct record_reader *d)
{
	if (d == NULL)
		return;
	scan_names_free(d->names);
	scan_room_free(d->room);
	free(d);
}

void
record_reader_loose(struct record_reader *d)
{
	d->loose = true;
}

/* May a member of another type than its own pass as unknown? */
static bool
passes(enum member m)
{
	return m != M_ID_NUMBER && m != M_OPERATOR_ID_NUMBER && m != M_MOBILE &&
	    m != M_EMAIL && m != M_COMPLAINANT && m != M_COMPLAINANT_CONTACT &&
	    m != M_VERDICT && m != M_FINDINGS;
}

static inline enum json_kind
kind(const struct record *r, enum member m)
{
	return json_kind(r->line + record_at(r, m), record_size(r, m));
}

static bool
strings_only(const char *s, size_t n)
{
	struct json_walk w;

	json_walk(&w, s, n);
	while (json_next(&w))
		if (*w.value != '"')
			return false;
	return true;
}

static inline const char *
wrong_type(const struct record *r, enum member m)
{
	enum json_kind k = kind(r, m);

	if (k == JSON_NULL)
		return NULL;
	switch (member_type(m)) {
	case MEMBER_TEXT:
		return k == JSON_STRING ? NULL : k == JSON_NUMBER ?
		    "a number where a string is expected: digits may be lost" :
		    "a string is expected";
	case MEMBER_NUMBER:
		return k == JSON_NUMBER || k == JSON_STRING ? NULL : "a number is expected";
	case MEMBER_BOOL:
		return k == JSON_TRUE || k == JSON_FALSE ? NULL : "true or false is expected";
	case MEMBER_LIST:
		return k == JSON_STRING || (k == JSON_ARRAY &&
		    strings_only(r->line + record_at(r, m), record_size(r, m))) ? NULL :
		    "an array of strings is expected";
	case MEMBER_OBJECT:
		return k == JSON_OBJECT ? NULL : "an object is expected";
	case MEMBER_RAW:
		break;
	}
	return k == JSON_ARRAY ? NULL : "an array is expected";
}

const char *
record_read(struct record_reader *d, struct record *r, const char *line, size_t n, size_t *at)
{
	struct scan_error e;
	const uint16_t *found;
	size_t founds, i;
	const char *why;

	r->line = line;
	r->len = (uint32_t)n;
	r->verdict = r->findings = r->edits = 0;
	r->lost = 0;
	r->extra = NULL;
	r->odd = r->list = M_NONE;
	memset(r->slot, 0, sizeof r->slot);
	if (!scan_line(line, n, d->names, d->at, d->size, &r->close, d->room, &e)) {
		*at = e.at;
		return e.what;
	}
	r->escapes = memchr(line, '\\', n) != NULL;
	found = scan_found(d->room, &founds);
	r->value = mem_piece(r->arena, founds * sizeof *r->value);
	for (i = 0; i < founds; i++) {
		r->slot[found[i]] = (uint8_t)(i + 1);
		r->value[i] = (struct record_value){ d->at[found[i]], d->size[found[i]] };
	}
	for (i = 0; i < founds; i++) {
		enum member m = (enum member)found[i];

		if ((member_type(m) == MEMBER_TEXT && line[record_at(r, m)] == '"') ||
		    (why = wrong_type(r, m)) == NULL)
			continue;
		if ((record_member[m].type & RECORD_COMMON) != 0 || (d->loose && passes(m))) {
			r->slot[m] = 0;
			continue;
		}
		*at = record_at(r, m);
		r->odd = (uint8_t)m;
		return why;
	}
	return NULL;
}

static bool
text(const struct record *r, const char *s, size_t n, struct piece *t)
{
	char *room;

	if (n <= 2 || *s != '"')
		return false;
	if (!r->escapes || json_plain(s, n)) {
		*t = (struct piece){ s + 1, n - 2 };
		return true;
	}
	room = mem_piece(r->arena, n);
	*t = (struct piece){ room, json_decode(room, s, n) };
	return t->n > 0;
}

bool
record_text(struct record *r, enum member m, struct piece *t)
{
	return text(r, r->line + record_at(r, m), record_size(r, m), t);
}

bool
record_has(const struct record *r, enum member m)
{
	const char *s = r->line + record_at(r, m);

	return record_size(r, m) > 0 && *s != 'n' && (*s != '"' || record_size(r, m) > 2);
}

bool
record_number(const struct record *r, enum member m, int64_t *v)
{
	const char *s = r->line + record_at(r, m);
	size_t n = record_size(r, m);

	if (n > 2 && *s == '"')
		s++, n -= 2;
	return n > 0 && json_whole(s, n, v);
}

int
record_flag(const struct record *r, enum member m)
{
	enum json_kind k = kind(r, m);

	return k == JSON_TRUE ? 1 : k == JSON_FALSE ? 0 : -1;
}

bool
record_item(struct record *r, enum member m, size_t *state, struct piece *t)
{
	const char *s = r->line + record_at(r, m), *semicolon;
	size_t n = record_size(r, m);
	struct json_walk w;
	struct piece whole;
	bool more;

	if (n == 0)
		return false;
	if (*s == '[' && *state == 0 && n > 4 && s[1] == '"' && !r->escapes &&
	    memchr(s + 2, '"', n - 2) == s + n - 2) {
		*state = n - 1;		/* one text alone */
		*t = (struct piece){ s + 2, n - 4 };
		return true;
	}
	if (*s == '[') {
		json_walk(&w, s, n);
		if (*state > 0)
			w.p = s + *state;
		while ((more = json_next(&w)) && !text(r, w.value, w.value_len, t))
			;
		*state = (size_t)(w.p - s);
		return more;
	}
	if (r->list != m) {
		if (!text(r, s, n, &whole))
			return false;
		r->list = (uint8_t)m;
		r->list_text = whole;
	}
	whole = r->list_text;
	do {
		if (*state >= whole.n)
			return false;
		t->s = whole.s + *state;
		semicolon = memchr(t->s, ';', whole.n - *state);
		t->n = semicolon != NULL ? (size_t)(semicolon - t->s) : whole.n - *state;
		*state += t->n + 1;
	} while (t->n == 0);
	return true;
}

int
record_time(struct record *r, enum member m, int64_t *sec)
{
	struct piece t;

	if (!record_text(r, m, &t))
		return 0;
	return when_read(t.s, t.n, sec) ? 1 : -1;
}

int
record_day(struct record *r, enum member m, int *day)
{
	int64_t sec;
	struct piece t;

	if (!record_text(r, m, &t))
		return 0;
	if (when_read_day(t.s, t.n, day))
		return 1;
	if (!when_read(t.s, t.n, &sec))
		return -1;
	*day = when_day_of(sec);
	return 1;
}
