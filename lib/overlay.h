/*
 * The writes of a transaction before they are made: read back by key at once, handed over in
 * the order of (table, key) at the end.  A store opened for a dry run never hands them over.
 *
 * Keys compare as bytes, the shorter first where one begins the other, as LMDB's do.
 */
#include <stdbool.h>
#include <stddef.h>

struct overlay *overlay_new(void);
void overlay_free(struct overlay *);
void overlay_clear(struct overlay *);		/* keeps its memory */
size_t overlay_count(const struct overlay *);
size_t overlay_bytes(const struct overlay *);
/* May a table have entries?  False is sure. */
bool overlay_may(const struct overlay *, unsigned table);
/* How many it has; rising: nearly each came behind the one before. */
size_t overlay_entries(const struct overlay *, unsigned table, bool *rising);

/* val NULL: deleted. Bytes are copied. */
void overlay_put(struct overlay *, unsigned table, const void *key, size_t klen,
    const void *val, size_t vlen);
/* false: nothing known; true with *val NULL: deleted here. Valid until the next put. */
bool overlay_get(const struct overlay *, unsigned table, const void *key, size_t klen,
    const void **val, size_t *vlen);
/* fn for each, sorted by table then key bytes (shorter first); stops when fn is false. */
bool overlay_each(struct overlay *, bool (*fn)(void *, unsigned table, const void *key,
    size_t klen, const void *val, size_t vlen), void *);

/* One that was put or deleted. Bytes are valid until the next put. */
struct overlay_item {
	const void *key, *val;		/* val NULL: deleted */
	size_t klen, vlen;
};
/* The first of table at key, or (after) behind it; false: there is none. Few puts between two
 * calls cost little, as the order is kept up to date lazily. */
bool overlay_next(struct overlay *, unsigned table, const void *key, size_t klen, bool after,
    struct overlay_item *);
/* The last of table that is not deleted; false: there is none. */
bool overlay_last(struct overlay *, unsigned table, struct overlay_item *);

/* overlay_back takes back whatever was put since overlay_mark (a dry run's abort). */
void overlay_mark(struct overlay *);
void overlay_back(struct overlay *);
