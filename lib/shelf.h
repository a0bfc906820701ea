/*
 * The catalogue of segments in the store.
 *
 * STORE_SEGMENT, id:
 *   {"lines":N,"bytes":N,"size":N,"first":SECONDS,"last":SECONDS,"received":SECONDS,
 *    "until":"2027-05-24","source":NAME,"sha256":HEX,"sm3":HEX,"index":[AT,SIZE,SHA256],
 *    "journal":N}
 * received: the instant at which its last line came; until: the last day on which it stays,
 * pinned when it came (keep.h), in a merged one the latest; source: absent when it has none;
 * journal: the entry that says how it came.
 *
 * STORE_GONE, id: its tombstone, the same members and
 *   "gone":SECONDS,"why":"pruned"|"merged"|"held"|"missing"|"changed","into":ID,"kept":N,
 *   "by":USER,"policy":DIGEST
 * (missing, changed: its file was no longer there or what was kept when it would have gone;
 * into, kept: the segment with the kept lines of it, and how many) with the journal's
 * entry of its going in "journal" and that of its coming in "came".  STORE_DUE "S" gone (12
 * digits) NUL id: the file is to be removed yet.  META "received": the newest `received`
 * there was.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct segment_facts;
struct segment_name;
struct segment_root;
struct store;

enum { SHELF_SOURCE = 256 };		/* longest source in bytes */

struct shelf_entry {
	const struct segment_facts *facts;
	int64_t received;
	int until;			/* day */
	const char *source;		/* NULL: none; nothing in it that JSON escapes */
	size_t source_n;
	int64_t journal;
};

/* The value; and back: false when it is none.  Texts of the entry point into val. */
void shelf_write(struct buf *out, const struct shelf_entry *);
bool shelf_read(const char *val, size_t n, struct shelf_entry *, struct segment_facts *);

/* All inside a transaction. */
bool shelf_get(struct store *, const char *id, const char **val, size_t *n);
void shelf_put(struct store *, const char *id, const struct shelf_entry *);
/* Next free number of a class, series and day, over all that are and were there. */
unsigned shelf_number(struct store *, const struct segment_name *);
int64_t shelf_received(struct store *);		/* INT64_MIN: nothing came yet */
/* Note that something came; the newest stays. */
void shelf_receive(struct store *, int64_t at);

struct shelf_end {
	int64_t at;
	const char *why, *into, *by, *policy;	/* into NULL: nothing of it is kept */
	uint64_t kept;
	int64_t journal;
};
/* Tombstone instead of the entry, and the file due to be removed. */
void shelf_bury(struct store *, const char *id, const struct shelf_end *);

/* Outside a transaction.  Static words when the store knows segments and none of them is in
 * root (NULL: none), else NULL: nothing may be judged by what is not there. */
const char *shelf_astray(struct store *, struct segment_root *);

/*
 * Outside a transaction: finish what a killed run left (files staged and known are settled,
 * files staged and unknown removed, what has a tombstone removed), when nobody relies on
 * the files; else later.
 * Returns how many files could not be removed, each said (REFUSED).  store: opened for
 * writing.  USAGE when the segments are another store's.
 */
unsigned shelf_mend(struct store *, struct segment_root *, bool waits);
/* Files of what has a tombstone go now, unless others rely on files: then shelf_mend's turn.
 * What cannot be removed is said there.  Outside a transaction. */
void shelf_remove(struct store *, struct segment_root *);
