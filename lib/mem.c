#include "mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void
exhausted(void)
{
	static const char say[] = "beian: out of memory\n";

	/* Nothing was committed that was not written, so dying here is safe at any point. */
	if (write(2, say, sizeof say - 1) < 0)
		_exit(3);
	_exit(3);
}

void *
mem_alloc(size_t size)
{
	void *p = calloc(1, size > 0 ? size : 1);

	if (p == NULL)
		exhausted();
	return p;
}

void *
mem_grow(void *p, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		exhausted();
	p = realloc(p, count * size > 0 ? count * size : 1);
	if (p == NULL)
		exhausted();
	return p;
}

char *
mem_copy(const char *s, size_t n)
{
	char *p = mem_alloc(n + 1);

	if (n > 0)
		memcpy(p, s, n);
	return p;
}
