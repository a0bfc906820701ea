/* Memory that is there or ends the program (status 3): no caller checks for NULL. */
#include <stddef.h>

void *mem_alloc(size_t size);                          /* zeroed; the caller frees */
void *mem_grow(void *p, size_t count, size_t size);    /* realloc of count * size, checked */
char *mem_copy(const char *s, size_t n);               /* n bytes and a NUL; the caller frees */
