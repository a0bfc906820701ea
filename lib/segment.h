/*
 * Segments as files: zstd frames, then the index (trace.h), written once, never changed.
 *
 * ROOT/CLASS/2026/11/23-0001.jsonl.zst, and beside it NAME.sha256 as sha256sum writes it;
 * lines without a usable time are in CLASS/undated/2026/..., by the day on which they came,
 * lines that a hold keeps after their segment is gone in CLASS/held/2026/....  The path
 * below ROOT without ".jsonl.zst" is the segment's id, its key in the store (shelf.h).
 * Modes 0700 and 0600.
 *
 * A new one is written without a name, synced, and staged as NAME.new; then the store says
 * that it is there; then it is settled: gets its name.  After a kill a .new file that the
 * store knows is settled, one that it does not know was never acknowledged and goes
 * (segment_mend).  A file with a final name is never removed but by its tombstone.
 *
 * ROOT/.lock (flock): shared by all who rely on files being as the store says (readers;
 * writers from staging to settling), exclusive for who removes files.
 *
 * Failures of the system end the program (FAILED, "disk full").
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct trace;
struct trace_frame;

enum segment_series { SEGMENT_DATED, SEGMENT_UNDATED, SEGMENT_HELD };
enum { SEGMENT_ID = 96 };		/* room for an id and a NUL */

struct segment_name {
	char class[33];
	enum segment_series series;
	int day;
	unsigned number;		/* from 1 */
};
void segment_id(const struct segment_name *, char out[SEGMENT_ID]);
bool segment_name(const char *id, size_t n, struct segment_name *);	/* false: no id */
/* What the ids of a class, series and day begin with ("content/2026/11/23-"); its length. */
size_t segment_prefix(const struct segment_name *, char out[SEGMENT_ID]);

/* --segments, else BEIAN_SEGMENTS, else STORE/segments.  Static text. */
const char *segment_place(const char *option, const char *store);

/* ROOT, opened.  make: made when it is not there; else NULL when it is not.  USAGE when it
 * is another user's or others can write into it.  wait: seconds for its lock. */
struct segment_root *segment_open(const char *root, bool make, unsigned wait);
void segment_close(struct segment_root *);
const char *segment_path(const struct segment_root *);
int segment_fd(const struct segment_root *);
void segment_share(struct segment_root *);	/* waits; FAILED when it takes too long */
/* Alone.  waits false: tries once.  False: others rely on the files. */
bool segment_alone(struct segment_root *, bool waits);
void segment_leave(struct segment_root *);

/* Are they those of a store, by its fingerprint?  ROOT/.lock says whose; when it does not,
 * who is alone writes it there.  Two stores in one root would take each other's files for what a
 * killed run left. */
bool segment_belongs(struct segment_root *, const char *fingerprint);
bool segment_marked(const struct segment_root *);	/* has a store said that they are its? */

/* What is known of a whole one. */
struct segment_facts {
	uint64_t lines, bytes, size;	/* bytes: of text; size: of the file */
	int64_t first, last;		/* time of its lines; last < first: none has one */
	uint64_t index_at, index_size;
	char sha256[65], sm3[65];	/* of the file */
	char index[65];			/* SHA-256 of the index's bytes */
};

struct segment_draft;
struct segment_draft *segment_new(struct segment_root *);
/* A frame, and its filter. */
void segment_frame(struct segment_draft *, const void *packed, const struct trace_frame *,
    const void *filter);
void segment_pairs(struct segment_draft *, const uint64_t *pair, size_t count);
uint64_t segment_written(const struct segment_draft *);		/* bytes so far */
void segment_finish(struct segment_draft *, struct segment_facts *);	/* index; synced */
/* Stage as NAME.new; false: NAME or NAME.new is there already.  The draft stays.  Durable
 * after segment_staged: once for all that were staged in the directory of id. */
bool segment_stage(struct segment_draft *, const char *id);
void segment_staged(struct segment_root *, const char *id);
void segment_drop(struct segment_draft *);	/* frees; what was not staged is gone */
/* NAME.new becomes NAME, with NAME.sha256.  Fine when it was done before.  What cannot be done
 * is said (REFUSED) and left for segment_mend: nothing is lost. */
void segment_settle(struct segment_root *, const char *id, const char *sha256);
/* Remove NAME, NAME.new and NAME.sha256; 0, or the errno (gone already: 0).  Durable after
 * segment_removed: once for some of one directory, which goes when it is empty and we are
 * alone; 0 or the errno. */
int segment_remove(struct segment_root *, const char *id);
int segment_removed(struct segment_root *, const char *id);
/* Each file that looks like a segment's, in order: state '.' settled, 'n' NAME.new. */
void segment_each(struct segment_root *, bool (*fn)(void *, const char *id, char state),
    void *);
/*
 * What killed runs left, alone: NAME.new that is known is settled, else removed; NAME.sha256
 * of a known one that has none is written.  known: its SHA-256, or false.
 */
void segment_mend(struct segment_root *,
    bool (*known)(void *, const char *id, char sha256[65]), void *);

/* A segment that is read.  NULL and errno: its file cannot be opened. */
struct segment_file;
struct segment_file *segment_read(struct segment_root *, const char *id);
void segment_read_end(struct segment_file *);
uint64_t segment_size(const struct segment_file *);
/* Its index, checked against the facts' digest; NULL: it is not the one that was kept. Stays
 * the file's. */
const struct trace *segment_index(struct segment_file *, const struct segment_facts *);
/* The text of a frame, checked against the index (segment_index first), appended to out;
 * false:
 * the file is not what was kept.  Any thread, each with its own out. */
bool segment_text(struct segment_file *, uint32_t frame, struct buf *out);
/* The packed bytes, checked likewise. */
bool segment_packed(struct segment_file *, uint32_t frame, struct buf *out);
/* Digests of the whole file, read through; "": it cannot be read. */
void segment_digest(struct segment_file *, char sha256[65], char sm3[65]);
