/* Reading JSON text that is known to be valid: kinds, decoding, walking, without a tree. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kind of a raw value, by its first byte (n 0: absent). */
enum json_kind { JSON_ABSENT, JSON_STRING, JSON_NUMBER, JSON_TRUE, JSON_FALSE, JSON_NULL,
	JSON_ARRAY, JSON_OBJECT };
enum json_kind json_kind(const char *s, size_t n);

/*
 * Walk an object or array: begin with json_walk, then json_next until it is false.  The pieces
 * are raw and point into the text.  A value that is neither has no members.
 */
struct json_walk {
	const char *name; size_t name_len;	/* without quotes; only in objects */
	const char *value; size_t value_len;
	const char *p, *end;			/* the walk's own */
};
void json_walk(struct json_walk *, const char *s, size_t n);
bool json_next(struct json_walk *);

/* Raw value of an object's member by its plain name; NULL (and *len 0) when it has none. */
const char *json_get(const char *s, size_t n, const char *name, size_t *len);

/* Decode a raw string, quotes included: returns the length; out has room for n bytes. */
size_t json_decode(char *out, const char *s, size_t n);
/* Is a raw string this text? */
bool json_same(const char *s, size_t n, const char *text, size_t text_n);
/* A raw string without escapes: its text is s + 1, n - 2. */
bool json_plain(const char *s, size_t n);
/* A raw whole number; false when it has a fraction or an exponent, or does not fit. */
bool json_whole(const char *s, size_t n, int64_t *out);
