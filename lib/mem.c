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

struct mem_chunk {
	struct mem_chunk *next;
	size_t size;
	char byte[];
};

void *
mem_piece(struct mem_arena *a, size_t n)
{
	struct mem_chunk *c;
	size_t size;
	void *p;

	n = (n + 7) & ~(size_t)7;
	while (a->now != NULL && a->now->size - a->used < n && a->now->next != NULL) {
		a->now = a->now->next;
		a->used = 0;
	}
	if (a->now == NULL || a->now->size - a->used < n) {
		size = n > 65536 - sizeof *c ? n : 65536 - sizeof *c;
		c = mem_alloc(sizeof *c + size);
		c->size = size;
		if (a->now != NULL)
			a->now->next = c;
		else
			a->first = c;
		a->now = c;
		a->used = 0;
	}
	p = a->now->byte + a->used;
	a->used += n;
	return p;
}

void
mem_reset(struct mem_arena *a)
{
	a->now = a->first;
	a->used = 0;
}

void
mem_end(struct mem_arena *a)
{
	struct mem_chunk *c, *next;

	for (c = a->first; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	*a = (struct mem_arena){ 0 };
}
