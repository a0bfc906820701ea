/*
 * Personal data of closed accounts and users, erased from the registry when their time has
 * come (PA-09-2; personal information law 47): from the day after erase_after of the entry
 * on, and never within six months of the closing, unless a hold names the account, user or
 * its subject, or something open refers to it (refer.h).
 *
 * What goes: every member of the entry but those named here; `personal` and `contact`, names,
 * scope, licences, who reviewed it, digest.  Of its history (STORE_HISTORY) the reasons, and
 * keys of subjects that are needed no more.  What stays of the entry: state, registered_at,
 * since, category, kind, recorded_at, recorded_by, history, closed_at, erase_after, and the
 * subject's key while the subject is listed or has open accounts or users; so an account that
 * was closed is not registered again.  It gets "erased_at" and "erased":{"digest"} (SM3 of
 * the value that was there), the journal an entry: the proof.  Lists by subject and contact
 * were left when it was closed.
 *
 * Not touched, since they are records of their own with their own time: credit events,
 * measures and listings, filings (a row filed is a digest), answers to operations, seats.
 * None of them has a name or number of a person; keys of subjects may stand in them.
 *
 * Pages of the store that are free keep what was in them until they are used again: compact.
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
