/* What the files of overlay share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OVERLAY_TABLES = 64 };

struct overlay_entry {
	uint64_t head;		/* first 8 bytes of the key: most comparisons end here */
	uint32_t hash;
	uint32_t table;
	size_t key, val;	/* offsets in bytes */
	uint32_t klen;
	uint32_t vlen, room;	/* room: bytes at val that may be overwritten */
	bool gone;
};

/* What an entry was before it was changed behind a mark. */
struct overlay_undo {
	uint32_t entry;
	struct overlay_entry was;
};

struct overlay {
	struct overlay_entry *entry;
	size_t count, size;
	struct overlay_table {
		uint32_t entries, rising;	/* rising: behind the one put before it */
		size_t last;			/* that one's key */
		uint32_t last_n;
	} table[OVERLAY_TABLES];
	char *bytes;
	size_t used, room;
	uint32_t *slot;		/* hash table, open addressing: entry + 1, or 0 */
	size_t slots;		/* a power of two, at least twice count */
	uint32_t *order;	/* entries [0, sorted) in order, the others as they came */
	size_t sorted, ordered;	/* ordered: members of `order` */
	bool marked;
	size_t mark;
	struct overlay_undo *undo;
	size_t undone, undo_size;
};

/* The slot of a key: its entry's, or the empty one where it belongs. */
uint32_t *overlay_slot(const struct overlay *, unsigned table, const void *key, size_t klen,
    uint32_t hash);
/* A new entry, among those of its table. */
void overlay_note(struct overlay *, unsigned table, const struct overlay_entry *);
