#include "counts.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

struct one {
	char *name;
	int64_t count;
};

struct counts {
	struct one *one;
	size_t count;
};

struct counts *
counts_new(void)
{
	return mem_alloc(sizeof(struct counts));
}

void
counts_free(struct counts *c)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		free(c->one[i].name);
	free(c->one);
	free(c);
}

void
counts_add(struct counts *c, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < c->count && (strlen(c->one[i].name) != n ||
	    memcmp(c->one[i].name, name, n) != 0); i++)
		;
	if (i == c->count) {
		c->one = mem_grow(c->one, c->count + 1, sizeof *c->one);
		c->one[c->count++] = (struct one){ mem_copy(name, n), 0 };
	}
	c->one[i].count++;
}

static int
by_name(const void *a, const void *b)
{
	const struct one *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void
counts_tell(struct counts *c, const char *member, struct buf *b)
{
	const char *name;
	size_t i, of;

	if (c->count > 0)
		qsort(c->one, c->count, sizeof *c->one, by_name);
	for (i = 0; i < c->count; i++) {
		name = c->one[i].name;
		of = strcspn(name, " ");
		buf_putc(b, '{');
		buf_member(b, "of", name, of);
		buf_member(b, member, name + of + 1, strlen(name + of + 1));
		buf_member_num(b, "count", c->one[i].count);
		buf_puts(b, "}\n");
	}
}
