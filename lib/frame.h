/*
 * libarchive's room for frames: some lines as one zstd frame of its own.  Frames one after
 * another are a file that zstdcat reads, and each can be read alone.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* The frame of n bytes, appended to out.  level: 1 to 19. */
void frame_pack(const char *s, size_t n, int level, struct buf *out);
/* The bytes of a frame, appended to out; false: broken, or not of just `raw` bytes.  Any
 * thread. */
bool frame_open(const void *frame, size_t n, size_t raw, struct buf *out);
