/* What proof.c, proof_chain.c, proof_hold.c and proof_sample.c share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct retain;
struct store;

/* A finding about a segment, appended: members of its own (may be NULL) behind its id. */
void proof_say(struct retain *, struct buf *out, const char *id, const struct buf *more,
    unsigned code, const char *why);

/* Journal, catalogue and tombstones say the same: findings appended, how many. */
size_t proof_chain(struct retain *, struct buf *out);
/* The same of holds; inside a transaction. */
size_t proof_hold(struct retain *, struct buf *out);
/* Is there an entry of that number with such a piece of text?  Inside a transaction. */
bool proof_journalled(struct store *, int64_t entry, const struct buf *piece);
