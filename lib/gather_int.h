/* What gather.c (which rows) and gather_fill.c (what they say) share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
