/*
 * The index of a segment: which frames it has, and which accounts, users and groups may be
 * in each, so that the lines of one are found without reading all (a Bloom filter a frame:
 * TRACE_BITS bits a key, about 1 in 300 wrong; never a miss).
 *
 * It stands at the end of the segment's file as a skippable frame (RFC 8878 3.1.2), which
 * every zstd passes over.  Little-endian: magic 0x184D2A50, size of the rest; "BEIANIX1";
 * u32 frames, u32 pairs;
 * a frame each: u32 bytes packed, u32 bytes of text, u32 lines, u32 bytes of its filter, i64
 * first and last time (0, -1: none has one), 16 bytes of SHA-256 of the packed bytes; then
 * the filters; then the pairs, u64 in no order.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { TRACE_BITS = 12, TRACE_DIGEST = 16 };

struct trace_frame {
	uint32_t size, raw, lines, filter;
	int64_t first, last;		/* seconds; last < first: no line has a time */
	unsigned char digest[TRACE_DIGEST];
};

/* Key of a name: kind 'a' account, 'u' user, 'g' group, 's' subject key. */
uint64_t trace_key(char kind, const char *name, size_t n);
/* What pairs a published content with its log (PA-16-2a): account, and its content or
 * digest. */
uint64_t trace_pair(const char *account, size_t an, const char *content, size_t cn);
/* The filter of some keys, appended to out; returns its bytes (a multiple of 8). */
uint32_t trace_filter(const uint64_t *key, size_t count, struct buf *out);
void trace_digest(const void *frame, size_t n, unsigned char out[TRACE_DIGEST]);

/* One that is being made. */
struct trace *trace_new(void);
void trace_free(struct trace *);
void trace_add(struct trace *, const struct trace_frame *, const void *filter);
void trace_pairs(struct trace *, const uint64_t *pair, size_t count);
/* The whole skippable frame, appended. */
void trace_write(const struct trace *, struct buf *out);

/* From the bytes of the skippable frame, copied; NULL: it is none. */
struct trace *trace_read(const void *, size_t n);
uint32_t trace_frames(const struct trace *);
const struct trace_frame *trace_frame(const struct trace *, uint32_t i);
uint64_t trace_at(const struct trace *, uint32_t i);	/* where the frame begins in the file */
bool trace_may(const struct trace *, uint32_t i, uint64_t key);
const void *trace_bits(const struct trace *, uint32_t i);	/* its filter */
const uint64_t *trace_paired(const struct trace *, size_t *count);	/* in no order */
