/* Memory that is there or ends the program (status 3): no caller checks for NULL. */
#include <stddef.h>

void *mem_alloc(size_t size);                          /* zeroed; the caller frees */
void *mem_grow(void *p, size_t count, size_t size);    /* realloc of count * size, checked */
char *mem_copy(const char *s, size_t n);	/* n bytes and a NUL; the caller frees */

/* Memory given out in pieces and taken back all at once; pieces do not move. */
struct mem_arena {
	struct mem_chunk *first, *now;
	size_t used;		/* of the chunk in use */
};
void *mem_piece(struct mem_arena *, size_t n);	/* aligned to 8, not zeroed */
void mem_reset(struct mem_arena *);		/* all pieces are gone; chunks are kept */
void mem_end(struct mem_arena *);		/* frees the chunks */
