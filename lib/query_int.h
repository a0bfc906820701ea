/* What query.c and query_text.c share; mem.h stands before it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { QUERY_KINDS = 4 };

extern const struct query_kind {
	const char *name;
	unsigned m;			/* enum member */
	char kind;
} query_kind[QUERY_KINDS];

struct query_name {
	uint64_t key;
	char kind;
	bool found;			/* of a subject, not asked for by itself */
	const char *s;
	size_t n;
	const char *quoted;		/* as it stands in a line; NULL: with escapes */
};

struct query {
	struct query_name *name;	/* by key */
	size_t names, room, plain;	/* plain: those that can stand without escapes */
	const char *class;		/* NULL: all */
	size_t class_n;
	int64_t from, until;
	struct mem_arena arena;
};
