/*
 * What was filed: STORE_FILING holds a record for each archive, STORE_FILED a row for each
 * account, operator and document (gather.h has its format); reports are noted where they
 * are owed (report.h).
 *
 * A filing's record: filing kind office scope file dir at by rows new changed gone sha256 size
 * policy head state (of an extract also from until case; clauses where there are several), and
 * receipt when the office has answered.  state: made (committed, its
 * name not published yet), published, accepted, rejected, lost (made, but its file never came
 * to stand).  "undo":true: its rows are being taken back.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct store;
struct gather_row;

/* Row of a filing, within a transaction; the row before it is kept for filed_undo. */
void filed_row(struct store *, const char *kind, int office, const char *key,
    const char *digest, bool gone, const char *filing);

/* A filing's record; false: no such filing. */
bool filed_get(struct store *, const char *filing, struct buf *);
/* Text of a member of such a record; false when it has none. */
bool filed_text(const struct buf *record, const char *member, char *out, size_t size);
/* Put it with another state, within a transaction; receipt: raw JSON or NULL; undo: rows are
 * yet to be taken back. */
void filed_state(struct store *, const struct buf *record, const char *state,
    const char *receipt, bool undo);
/*
 * Take the rows of a filing back, in transactions of its own, and then the undo mark: what was
 * filed before counts again.  May be repeated after a kill.
 */
void filed_undo(struct store *, const char *filing);

/* fn for each record whose id begins with prefix, within a transaction. */
void filed_each(struct store *, const char *prefix, void (*fn)(void *, const struct buf *),
    void *);
/* The number that the next filing of this name (without its number) gets, from 1. */
unsigned filed_next(struct store *, const char *stem);
