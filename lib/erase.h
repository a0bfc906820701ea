/*
 * Personal data of closed accounts and users, erased from the registry when their time has
 * come (PA-09-2; personal information law 47): six months after the closing (erase_after of
 * the entry), unless a hold names the account or its subject, or something open refers to
 * it.
 *
 * What goes: `personal` and `contact` of the entry, and every member that names or reaches a
 * person.  What stays: that there was an account, its category, state and dates, its
 * subject key while the subject is listed or has other accounts.  The entry gets
 * "erased_at" and "erased":{"digest"} (SM3 of what was there), the journal an entry: the
 * proof.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct hold_set;
struct refer_set;
struct retain;

/* Erase what is due, at most `most` entries in the transaction at hand, a line for each
 * appended; dry: say only.  from: where to go on.  False: there is no more. */
bool erase_due(struct retain *, const struct hold_set *, const struct refer_set *,
    struct buf *from, size_t most, bool dry, struct buf *out, size_t *erased);
/* META "erased": something was erased since the store was last compacted.  Inside a
 * transaction. */
struct store;
bool erase_pending(struct store *);
/*
 * Write the store anew, since its old pages hold what was erased and deleted until they are
 * used again; closes it.  The journal says so first; META "erased" goes when it is done.  A
 * line appended: {"store","state":"compacted","before":BYTES,"after":BYTES}.
 */
void erase_compact(struct store *, int64_t now, const char *by, const char *policy,
    unsigned wait, struct buf *out);
