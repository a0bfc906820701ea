/* What a JSON object says under a name, where its kinds are known to be right: objects of the
 * policy, which its check has seen, and values of the store. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem_arena;

/* A string, decoded into the arena, NUL-terminated; NULL: absent. */
const char *pick_text(struct mem_arena *, const char *v, size_t n, const char *name);
/* A whole number. */
int64_t pick_number(const char *v, size_t n, const char *name, int64_t otherwise);
/* Is it true? */
bool pick_flag(const char *v, size_t n, const char *name);
