/* One JSON line: the whole grammar of RFC 8259 checked in one pass, and where members stand. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH 256		/* libjq's own limit */

struct json_span {
	uint32_t at, len;	/* bytes of the raw value in the line; len 0: absent */
};

/* The wanted names: index i of `names` is span i. */
struct json_names;
struct json_names *json_names_new(const char *const *names, size_t count);
void json_names_free(struct json_names *);
int json_names_find(const struct json_names *, const char *s, size_t n);	/* -1: not wanted */

/* Room that a scan needs and keeps for the next one; one a thread. */
struct json_room;
struct json_room *json_room_new(void);
void json_room_free(struct json_room *);

struct json_error {
	size_t at;		/* byte offset in the line */
	const char *what;	/* static text, never a part of the line */
};

/*
 * Scan a line that must be one object.  Fills span[count of names] and *close (offset of the
 * last brace).  Refused beside what the grammar forbids: invalid UTF-8, a name that an object
 * has twice (however spelt), lone surrogate escapes, nesting past JSON_DEPTH.
 * The 16 bytes behind the line must be readable (any content).
 */
bool json_scan(const char *s, size_t n, const struct json_names *, struct json_span *span,
    uint32_t *close, struct json_room *, struct json_error *);

/* Any whole JSON value, by the same rules: for files of ours (policy, store values). */
bool json_valid(const char *s, size_t n, struct json_room *, struct json_error *);

/* Kind of a valid raw value, by its first byte. */
enum json_kind { JSON_ABSENT, JSON_STRING, JSON_NUMBER, JSON_TRUE, JSON_FALSE, JSON_NULL,
	JSON_ARRAY, JSON_OBJECT };
enum json_kind json_kind(const char *s, size_t n);

/*
 * Walk a valid object or array.  Begin with json_walk, then json_next until it is false.  The
 * pieces point into the text.  Without a libraries' tree: for small values of the store and
 * the policy.
 */
struct json_walk {
	const char *name; size_t name_len;	/* raw, without quotes; only in objects */
	const char *value; size_t value_len;	/* raw */
	const char *p, *end;			/* the walk's own */
};
void json_walk(struct json_walk *, const char *s, size_t n);
bool json_next(struct json_walk *);
/* Raw value of a member of a valid object by its plain name; NULL when it has none. */
const char *json_get(const char *s, size_t n, const char *name, size_t *len);

/* Decode a valid raw string (quotes included): returns the length. out has room for n bytes. */
size_t json_decode(char *out, const char *s, size_t n);
/* A raw string without escapes: its text is the raw text. */
bool json_plain(const char *s, size_t n);
/* A whole number of a raw number value; false when it has a fraction, an exponent, or is too big. */
bool json_whole(const char *s, size_t n, int64_t *out);
