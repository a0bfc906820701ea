/*
 * More items than memory should hold, in unnamed files of a directory: spilled and read back in
 * order, or sorted by their keys (runs in memory, then merged).  Failures end the program
 * (FAILED, "disk full").
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spill_item {
	const char *key, *val;		/* val NULL: deleted */
	size_t klen, vlen;		/* klen below 64 KiB, vlen below 4 GiB */
	unsigned char tag;
};

struct spill;
struct spill *spill_new(const char *dir);
void spill_free(struct spill *);
void spill_put(struct spill *, const struct spill_item *);
uint64_t spill_bytes(const struct spill *);

/* Read what was put between two values of spill_bytes; nothing may be put meanwhile. */
struct spill_reader;
struct spill_reader *spill_read(struct spill *, uint64_t from, uint64_t to);
void spill_reader_free(struct spill_reader *);
/* The next item, valid until the next call; false: that was the last. */
bool spill_next(struct spill_reader *, struct spill_item *);

/* memory: bytes for a run.  Items of one key come in the order in which they were put. */
struct spill_sort;
struct spill_sort *spill_sort_new(const char *dir, size_t memory);
void spill_sort_free(struct spill_sort *);
void spill_sort_put(struct spill_sort *, const struct spill_item *);
/* From the first call on nothing may be put. */
bool spill_sort_next(struct spill_sort *, struct spill_item *);
