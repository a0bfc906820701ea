#include "json.h"

#include <string.h>

enum json_kind
json_kind(const char *s, size_t n)
{
	if (n == 0)
		return JSON_ABSENT;
	switch (*s) {
	case '"': return JSON_STRING;
	case '{': return JSON_OBJECT;
	case '[': return JSON_ARRAY;
	case 't': return JSON_TRUE;
	case 'f': return JSON_FALSE;
	case 'n': return JSON_NULL;
	default: return JSON_NUMBER;
	}
}

static const char *
past_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* p on a quote: behind the closing one. */
static const char *
past_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		if (*p == '\\')
			p++;
	return p < end ? p + 1 : end;
}

static const char *
past_value(const char *p, const char *end)
{
	int depth = 0;

	do {
		if (*p == '"') {
			p = past_string(p, end);
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		else if (*p == '}' || *p == ']')
			depth--;
		else if (depth == 0) {
			/* a number or a word */
			while (p < end && strchr(",]} \t\r\n", *p) == NULL)
				p++;
			return p;
		}
		p++;
	} while (p < end && depth > 0);
	return p;
}

void
json_walk(struct json_walk *w, const char *s, size_t n)
{
	*w = (struct json_walk){ 0 };
	w->end = s + n;
	w->p = past_blanks(s, w->end);
	if (w->p < w->end && (*w->p == '{' || *w->p == '['))
		w->name = *w->p++ == '{' ? w->p : NULL;
	else
		w->p = w->end;
}

bool
json_next(struct json_walk *w)
{
	const char *p = past_blanks(w->p, w->end);

	if (p < w->end && *p == ',')
		p = past_blanks(p + 1, w->end);
	if (p >= w->end || *p == '}' || *p == ']')
		return false;
	if (w->name != NULL) {
		w->name = p + 1;
		p = past_string(p, w->end);
		w->name_len = (size_t)(p - w->name) - 1;
		p = past_blanks(p, w->end);
		p = past_blanks(p + 1, w->end);
	}
	w->value = p;
	w->p = past_value(p, w->end);
	w->value_len = (size_t)(w->p - p);
	return true;
}

const char *
json_get(const char *s, size_t n, const char *name, size_t *len)
{
	struct json_walk w;
	size_t want = strlen(name);

	*len = 0;
	json_walk(&w, s, n);
	if (w.name == NULL)
		return NULL;
	while (json_next(&w))
		if (w.name_len == want && memcmp(w.name, name, want) == 0) {
			*len = w.value_len;
			return w.value;
		}
	return NULL;
}

static uint32_t
unit(const char *p)
{
	uint32_t v = 0;
	int i;

	for (i = 0; i < 4; i++)
		v = v << 4 | (uint32_t)(p[i] <= '9' ? p[i] - '0' : (p[i] | 0x20) - 'a' + 10);
	return v;
}

static char *
put(char *o, uint32_t c)
{
	if (c < 0x80)
		*o++ = (char)c;
	else if (c < 0x800) {
		*o++ = (char)(0xc0 | c >> 6);
		*o++ = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*o++ = (char)(0xe0 | c >> 12);
		*o++ = (char)(0x80 | (c >> 6 & 0x3f));
		*o++ = (char)(0x80 | (c & 0x3f));
	} else {
		*o++ = (char)(0xf0 | c >> 18);
		*o++ = (char)(0x80 | (c >> 12 & 0x3f));
		*o++ = (char)(0x80 | (c >> 6 & 0x3f));
		*o++ = (char)(0x80 | (c & 0x3f));
	}
	return o;
}

size_t
json_decode(char *out, const char *s, size_t n)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *p = s + 1, *end = s + n - 1;
	char *o = out;

	while (p < end) {
		const char *slash = memchr(p, '\\', (size_t)(end - p)), *which;
		size_t plain = (size_t)((slash != NULL ? slash : end) - p);
		uint32_t c;

		memmove(o, p, plain);
		o += plain;
		p += plain;
		if (slash == NULL)
			break;
		if (p[1] != 'u') {
			which = strchr(from, p[1]);
			*o++ = which != NULL ? to[which - from] : p[1];
			p += 2;
			continue;
		}
		c = unit(p + 2);
		p += 6;
		if (c >= 0xd800 && c < 0xdc00) {
			c = 0x10000 + ((c - 0xd800) << 10) + (unit(p + 2) - 0xdc00);
			p += 6;
		}
		o = put(o, c);
	}
	return (size_t)(o - out);
}

bool
json_plain(const char *s, size_t n)
{
	return n >= 2 && *s == '"' && memchr(s, '\\', n) == NULL;
}

bool
json_whole(const char *s, size_t n, int64_t *out)
{
	bool minus = n > 0 && *s == '-';
	int64_t v = 0;
	size_t i = minus ? 1 : 0;

	if (i == n)
		return false;
	for (; i < n && i < 18; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 - (s[i] - '0');
	}
	for (; i < n; i++)
		if (s[i] < '0' || s[i] > '9' || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, s[i] - '0', &v))
			return false;
	/* Counted below zero, where there is one more. */
	if (!minus && __builtin_sub_overflow(0, v, &v))
		return false;
	*out = v;
	return true;
}

bool
json_same(const char *s, size_t n, const char *text, size_t text_n)
{
	char own[4096];

	if (json_kind(s, n) != JSON_STRING)
		return false;
	if (json_plain(s, n))
		return n - 2 == text_n && memcmp(s + 1, text, text_n) == 0;
	return n <= sizeof own && json_decode(own, s, n) == text_n &&
	    memcmp(own, text, text_n) == 0;
}
