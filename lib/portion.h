/*
 * Lines of one segment on their way into it: gathered, then cut into frames.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct line;
struct segment_draft;

enum { PORTION_FRAME = 64 * 1024 };	/* bytes of text in a frame, about */

struct portion;
struct portion *portion_new(void);
void portion_free(struct portion *);
void portion_clear(struct portion *);
size_t portion_bytes(const struct portion *);
uint64_t portion_lines(const struct portion *);
/* A line with its end.  The text is copied. */
void portion_add(struct portion *, const char *s, size_t n, const struct line *);
/* Lines of another one, added at the end. */
void portion_join(struct portion *, const struct portion *);

/* Frames: packed bytes, what the index says of each, in order. */
struct portion_frames;
struct portion_frames *portion_frames_new(void);
void portion_frames_free(struct portion_frames *);
void portion_frames_clear(struct portion_frames *);
/* Cut all of it into frames of about PORTION_FRAME, appended, and clear it.  Any thread. */
void portion_cut(struct portion *, int level, struct portion_frames *);
size_t portion_packed(const struct portion_frames *);	/* bytes */
/* Write them to a segment (segment.h). */
void portion_write(const struct portion_frames *, struct segment_draft *);
