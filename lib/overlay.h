/*
 * The writes of a transaction before they are made: read back by key at once, handed over in
 * the order of (table, key) at the end.  A store opened for a dry run never hands them over.
 */
#include <stdbool.h>
#include <stddef.h>

struct overlay *overlay_new(void);
void overlay_free(struct overlay *);
void overlay_clear(struct overlay *);		/* keeps its memory */
size_t overlay_count(const struct overlay *);
size_t overlay_bytes(const struct overlay *);

/* val NULL: deleted. Bytes are copied. */
void overlay_put(struct overlay *, unsigned table, const void *key, size_t klen,
    const void *val, size_t vlen);
/* false: nothing known; true with *val NULL: deleted here. Valid until the next put. */
bool overlay_get(const struct overlay *, unsigned table, const void *key, size_t klen,
    const void **val, size_t *vlen);
/* fn for each, sorted by table then key bytes (shorter first); stops when fn is false. */
bool overlay_each(struct overlay *, bool (*fn)(void *, unsigned table, const void *key,
    size_t klen, const void *val, size_t vlen), void *);
