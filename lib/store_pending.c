#include "store.h"

#include "env.h"
#include "overlay.h"
#include "store_int.h"

/*
 * Pages that n puts into a table of p pages will change: each a page of its own at first,
 * nearly all of the table in the end (p (1 - e^(-n/p)), near enough); puts that come in the
 * order of keys fill pages.
 */
static uint64_t
pages(uint64_t n, uint64_t p, bool rising)
{
	uint64_t some;

	if (rising || p == 0)
		return n / 16;
	some = p * n * 5 / (p * 5 + n * 3);
	return some < p ? some : p;
}

size_t
store_pending(struct store *s)
{
	struct env_size size;
	uint64_t sum = 0;
	unsigned t;
	size_t n;
	bool rising;

	if (s->over == NULL)
		return 0;
	for (t = 0; t < STORE_TABLES; t++) {
		n = overlay_entries(s->over, t, &rising);
		if (n == 0)
			continue;
		env_size(s->env, t, &size);
		sum += pages(n, size.pages, rising) * size.page_size;
	}
	return overlay_bytes(s->over) + (size_t)sum;
}
