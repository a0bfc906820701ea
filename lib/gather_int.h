/* What the files of gather share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A row that is made cell by cell: of documents, reports, extracts.  Cells are set by member;
 * one that the template has no column for is dropped, one that is not set is empty.
 */
struct gather_line {
	struct store *store;
	struct gather *g;
	struct seal_mac *mac;
	struct ladder *ladder;		/* read when it is needed */
	struct buf *cell;		/* by column */
	const char **text;
	struct buf digest, opened, plain, key, name;
};
struct gather_line *gather_line_new(struct store *, struct gather *);
void gather_line_free(struct gather_line *);
/* What stands in a cell so far; "" where there is no such column. */
const char *gather_line_text(struct gather_line *, const char *member);
bool gather_line_has(const struct gather_line *, const char *member);
void gather_line_begin(struct gather_line *);		/* all cells empty */
void gather_line_set(struct gather_line *, const char *member, const char *s, size_t n);
void gather_line_word(struct gather_line *, const char *member, const char *s);
/* A raw JSON value (gather_text); NULL: nothing. */
void gather_line_json(struct gather_line *, const char *member, const char *v, size_t n);
void gather_line_time(struct gather_line *, const char *member, int64_t);
/* As the column lets it leave; person: template_mask. */
void gather_line_personal(struct gather_line *, const char *member, bool person,
    const char *s, size_t n);
/* Fill the row's cell, columns, digest, key (of n bytes), office and group; they stand until
 * the next begin. */
void gather_line_done(struct gather_line *, struct gather_row *, const char *key, size_t n,
    int office, const char *group);
/* How a row stands to what was filed of its kind. */
enum gather_change gather_compare(struct store *, int kind, const struct gather_row *);
/* Is an office's row wanted? */
bool gather_wanted(const struct gather *, int office);

/*
 * What reports and extracts say, each of the cells that it knows: whom a measure or listing is
 * about (target_kind target name subject_name; returns the office), a measure (measure id
 * content kind ground discovered_at measured_at until lifted_at spread_stopped reason
 * evidence; lifted by g->as_of), a listing or an import (listing id kind ground listed_at
 * measured_at until lifted_at reason evidence).
 */
int gather_target(struct gather_line *, int side, const char *target, size_t n,
    const char *given, size_t given_n);
int gather_listed(struct gather_line *, char kind /* blacklist.h */, const char *key, size_t n);
int gather_measure(struct gather_line *, const char *id, size_t id_n, const char *val,
    size_t vn);
int gather_listing(struct gather_line *, const char *serial, const char *val, size_t vn);

/* Members that every row is judged by; the columns' own follow. */
enum { STATE, PROVINCE, CLASS, CATEGORY, PERSONAL, SUBJECT, KIND, AFFILIATION, SCOPE, NAME,
	REGISTERED, ID_TYPE, FIXED };
enum { NAMES = FIXED + 128 };

struct gather_record {
	struct buf text, opened;
	uint32_t at[NAMES], size[NAMES];	/* raw values in text */
	uint32_t sealed_at[NAMES], sealed_size[NAMES];	/* in opened */
	bool live, open;	/* open: `opened` is as good as it gets */
};
struct gather_walk {
	struct store *store;
	struct gather *g;
	const struct template *t;
	void (*fn)(void *, const struct gather_row *);
	void *arg;
	struct scan_names *names;
	struct scan_room *room;
	struct seal_mac *mac;
	int column_at[128];		/* which name a column is */
	struct gather_record first;
	struct gather_record other;	/* further accounts of an operator */
	struct buf cells, list, scope, affiliation, digest, place, type;
	struct buf id, name;		/* of an operator's accounts */
	size_t *offset;
	const char **cell;
	char key[512], group[128];
};

/* The text of a raw value: strings decoded, a list joined by ";", findings as clause and code.
 * A NUL becomes its symbol, since cells end with one. */
void gather_text(struct buf *out, const char *raw, size_t n);
bool gather_is(const struct gather_record *, int name, const char *want);
/* The sealed part of an account comes to stand in r->opened. */
void gather_open(struct gather_walk *, struct gather_record *r, const char *key, size_t klen);
/* The name under which a row is counted. */
void gather_group(struct gather_walk *, const struct gather_record *);
/* All cells of a row and its digest; r: NULL when nothing is known any more. */
void gather_fill(struct gather_walk *, const struct gather_record *r, const char *key,
    size_t klen,
    int office, uint64_t count, struct gather_row *);

/* What an extract is to tell: a complaint, measure or listing, and when the store learnt of it. */
struct gather_items {
	struct gather_item {
		int64_t time;
		bool listing;		/* of STORE_LISTING */
		char *key;		/* with a NUL behind it */
		size_t n;
	} *item;
	size_t count;
};
void gather_item_add(struct gather_items *, int64_t time, bool listing, const char *key,
    size_t n);
void gather_items_free(struct gather_items *);
/* Measures and listings that began or were lifted within g->from and g->until. */
void gather_period(struct store *, struct gather *, struct gather_items *);
/* Its clause, and by which filing it was reported, and when, as known at g->as_of. */
void gather_reported(struct gather_line *, const struct gather_item *, const char *val,
    size_t n);
