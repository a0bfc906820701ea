/*
 * The store: a directory with an LMDB environment (env), its tables, and transactions that are
 * short.
 *
 * Directory (0700): data.mdb lock.mdb (LMDB's; only env names them), key, key.d/, gate
 * (held while the environment is opened), life (shared while it is open), writer (held by the
 * one that writes, with its process number in it), reserve (reserve.h).  A value is stored
 * with an 8-byte tag behind it (seal_tag), which binds it to its table and key.  Every failure that a caller
 * cannot act on ends the program with FAILED and a message that names the directory: an
 * uncommitted transaction vanishes with the process, and that is safe.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORE_VERSION 5		/* of the schema, in meta */
#define STORE_KEY 511		/* longest key in bytes */

/* Tables; values are compact JSON.  Order is part of the schema: add at the end. */
enum store_table {
	STORE_META,		/* name: text */
	STORE_SUBJECT,		/* subject: what it holds (holder.h) */
	STORE_CONTACT,		/* "m:" or "e:" + HMAC: the same for a mobile or an e-mail */
	STORE_ACCOUNT,		/* account: the registered record, personal members sealed */
	STORE_USER,		/* user: likewise */
	STORE_HISTORY,		/* account NUL serial(10 digits): what happened to it */
	STORE_EXEMPT,		/* subject NUL serial: approved exemption from a cap */
	STORE_BLACKLIST,	/* "s:" subject, "a:" account ...: the listings of a key */
	STORE_FILING,		/* filing id: one archive made, its digest, state, receipt */
	STORE_FILED,		/* kind "/" office "/" account or operator: filed last */
	STORE_JOURNAL,		/* serial (12 digits): entry, chained */
	STORE_POSITION,		/* source name: position taken */
	/* from schema 2 on */
	STORE_ANSWER,		/* program letter ":" id: what an operation was answered */
	STORE_DUE,		/* kind letter, time (12 digits), NUL, id: what ends by itself */
	STORE_REPORT,		/* serial (12 digits): a report that is owed to an office */
	STORE_LISTING,		/* serial (12 digits): history of the blacklist, only added to */
	STORE_NEAR,		/* "f:" or "d:" form of a listed name: the names (blacklist) */
	STORE_SIEVE,		/* piece (4 digits): filter in front of blacklist and near */
	STORE_EVENT,		/* owner NUL time (12 digits) NUL id: a credit event */
	STORE_CREDIT,		/* owner: score, level and how they came about */
	STORE_MEASURE,		/* id: a measure and its effects */
	STORE_MEASURED,		/* target NUL id: empty; the measures of an account ... */
	/* from schema 3 on */
	STORE_GROUP,		/* group: what it is, and who answers for it */
	STORE_MEMBER,		/* group NUL piece (4 digits): its counts, and its seats */
	STORE_COUNT,		/* "p:" person: groups joined ...; "u:" user, "v:" its number */
	STORE_CODE,		/* group code: the group; never deleted */
	STORE_PAST,		/* group NUL serial (10 digits): what happened to it */
	/* from schema 4 on */
	STORE_SEGMENT,		/* segment (shelf.h): what is in it, until when it stays */
	STORE_GONE,		/* segment: its tombstone */
	STORE_HOLD,		/* serial (12 digits): what may not go, and why (hold.h) */
	/* from schema 5 on */
	STORE_COMPLAINT,	/* number (12 digits): a complaint and its steps (complaint.h) */
	STORE_AGAINST,		/* what complaints are found by (complaint.h, malice.h) */
	STORE_DOCUMENT,		/* kind NUL from (12 digits) NUL version (document.h) */
	STORE_TABLES
};
const char *store_table_name(enum store_table);	/* "subject", ... */

struct store;
enum store_mode { STORE_READ, STORE_WRITE, STORE_DRY /* reads, keeps writes in memory */ };

/* --store, else BEIAN_STORE, else /var/lib/beian for root, else $XDG_DATA_HOME/beian (or
 * ~/.local/share/beian).  Static text. */
const char *store_place(const char *option);

/*
 * Open.  USAGE when there is none at dir (names `beian-store init`), newer schema, wrong key,
 * loose key file; FAILED when it is damaged or the system fails.  wait: seconds for another
 * writer, then FAILED naming its process.  The key file is BEIAN_KEY or dir/key.  No directory
 * is opened twice in a process (asserted).
 */
struct store *store_open(const char *dir, enum store_mode, unsigned wait);
void store_close(struct store *);
/*
 * suite: enum seal_suite.  USAGE when dir holds something.  Made beside dir as dir.tmp.XXXXXX,
 * then renamed: whole or not at all.  The key is made when there is none.  No other thread of
 * the program may be running.
 */
void store_create(const char *dir, int suite);
struct seal *store_seal(struct store *);
const char *store_dir(const struct store *);
bool store_dry(const struct store *);
/* Bytes of memory that the writes of the transaction at hand take, and will take at its commit
 * (pages that change), about. */
size_t store_pending(struct store *);

/*
 * One transaction at a time in a process.  No pipe, no file, no sleep inside one.
 * `records` is what the caller is about to do: the map grows first when it might not suffice.
 * store_commit is durable when it returns (or the program has ended); in a dry run it keeps
 * all in memory.
 */
void store_begin(struct store *, size_t records);
void store_commit(struct store *);
void store_abort(struct store *);	/* also ends a transaction that only reads */

/*
 * Commit, and with it what `next` gives, which goes straight to disk: for more than memory
 * should hold.  It gives the changes of one table after another, each in the order of its keys
 * (val NULL: deleted), until it is false; with `again` it begins from the first anew, when
 * the map had to grow.  A dry run asks for nothing.
 */
struct store_change {
	enum store_table table;
	const char *key, *val;
	size_t klen, vlen;
};
void store_commit_bulk(struct store *,
    bool (*next)(void *, bool again, struct store_change *), void *);

/*
 * Values are valid until the next put or the end of the transaction (they may be put
 * elsewhere).  The tag of a value is checked on every read, that of its neighbours when a key
 * is not found: a damaged one ends the program (FAILED, names table and key).  A key is 1 to
 * STORE_KEY bytes: none other is ever found, and putting one ends the program.
 */
bool store_get(struct store *, enum store_table, const void *key, size_t klen,
    const char **val, size_t *vlen);
void store_put(struct store *, enum store_table, const void *key, size_t klen,
    const char *val, size_t vlen);
void store_del(struct store *, enum store_table, const void *key, size_t klen);

/*
 * Walk the keys that begin with prefix, from `from` on (NULL: the first), in byte order, until
 * fn is false.  Pending writes of the transaction (or dry run) are merged in.  fn must not
 * change the store.
 */
void store_walk(struct store *, enum store_table, const void *prefix, size_t plen,
    const void *from, size_t flen,
    bool (*fn)(void *, const char *key, size_t klen, const char *val, size_t vlen), void *);

/*
 * Every value of whole tables, in a transaction of STORE_READ, by several threads: `workers`
 * of them, the caller's is number 0.  fn is called from any of them, in no order, with the
 * number of its thread; it may not use the store.  The caller may, between the calls.
 */
enum { STORE_SWEEPERS = 16 };
struct store_sweep;
struct store_sweep *store_sweep_new(struct store *, unsigned workers, void (*fn)(void *,
    unsigned worker, enum store_table, const char *key, size_t klen, const char *val,
    size_t vlen), void *arg);
void store_sweep_table(struct store_sweep *, enum store_table);
void store_sweep_wait(struct store_sweep *);	/* until all that was given is done */
void store_sweep_free(struct store_sweep *);	/* waits, too */
/* Last key of a table (highest); false: empty. */
bool store_last(struct store *, enum store_table, const char **key, size_t *klen,
    const char **val, size_t *vlen);

/* Health and size, for beian-store. */
struct store_size { uint64_t entries, pages, bytes; };	/* bytes: of the pages */
struct store_facts {
	struct store_size table[STORE_TABLES];
	uint64_t map, file, last_transaction;
	unsigned readers, version;
	char suite[8], fingerprint[33], created[32];
};
void store_facts(struct store *, struct store_facts *);		/* outside a transaction */
/*
 * Walk everything: tags, order of keys, counts.  Returns the number of values; *bad counts, fn
 * for each that is damaged (klen 0: the table as a whole).  Outside a transaction.
 */
uint64_t store_check(struct store *, void (*fn)(void *, enum store_table, const char *key,
    size_t klen, const char *what), void *, uint64_t *bad);
/* A compacted copy of one moment into a new directory (0700, files 0600; no key), fsynced,
 * renamed into place.  Outside a transaction. */
void store_copy(struct store *, const char *dir);
/* Write the store anew without its old pages.  Nobody may have it open, nor may this process;
 * wait: seconds for the others, then FAILED naming one.  A kill leaves the old or the new. */
void store_compact(const char *dir, unsigned wait);
