/*
 * Which lines are asked for: by account, user, group, subject, class and time.  Used by
 * holds and by fetch.
 *
 * A subject is all accounts and users that it has or had, and lines with its key as
 * `subject`.
 * Lines of several names: any of them.  No name: all lines.  A line without a usable time is
 * taken to be of any time.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line;
struct segment_name;
struct shelf_entry;
struct store;
struct trace;

struct query;
struct query *query_new(void);
void query_free(struct query *);
/* kind: 'a' account, 'u' user, 'g' group, 's' subject key (32 hex digits). */
void query_name(struct query *, char kind, const char *name, size_t n);
/* The names of its subjects, as the store knows them now; inside a transaction.  thorough:
 * also accounts that are closed or were handed on (walks all of them). */
void query_subjects(struct query *, struct store *, bool thorough);
void query_class(struct query *, const char *class, size_t n);
void query_time(struct query *, int64_t from, int64_t until);	/* from <= t < until */
bool query_all(const struct query *);	/* does it name nobody: all lines of its time */
/* As they were given to query_time; INT64_MIN, INT64_MAX: not. */
void query_span(const struct query *, int64_t *from, int64_t *until);
/* The same names (those that query_subjects found too), class and time. */
bool query_same(const struct query *, const struct query *);

/* May a segment have such lines, by its name and entry; a frame, by its index?  Surely not:
 * false. */
bool query_segment(const struct query *, const struct segment_name *,
    const struct shelf_entry *);
bool query_frame(const struct query *, const struct trace *, uint32_t frame, bool undated);
/* Is a line one of them?  By names themselves, not their keys.  undated: it is in such a
 * segment. */
struct record;
bool query_line(const struct query *, struct record *, bool undated);

/* Lines of a text that may be some, found fast: a line that is passed over is surely none.
 * Each comes without its end. */
enum { QUERY_HITS = 8 };
struct query_scan {
	const char *at, *end, *slash, *hit[QUERY_HITS];
	bool first;			/* nothing was looked for yet */
};
void query_scan(struct query_scan *, const char *s, size_t n);
bool query_next(const struct query *, struct query_scan *, const char **line, size_t *n);

/*
 * {"account":[..],"user":[..],"group":[..],"subject":[..],"class":..,"from":..,"until":..}
 * without braces, as members appended to an object: what was asked for.  And back (NULL: it is
 * none).
 */
struct buf;
void query_write(const struct query *, struct buf *);
struct query *query_read(const char *val, size_t n);
