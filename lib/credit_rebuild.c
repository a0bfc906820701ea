#include "credit.h"

#include <string.h>

#include "buf.h"
#include "credit_int.h"
#include "owner.h"
#include "score.h"
#include "store.h"

/* The owner of the first key behind `from`: of an event, up to the NUL, or of a score. */
struct seek {
	const struct buf *from;
	struct buf found;
	bool event, any;
};

static bool
first(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct seek *k = arg;
	const char *end = k->event ? memchr(key, '\0', klen) : NULL;

	(void)val, (void)n;
	if (end != NULL)
		klen = (size_t)(end - key);
	if (klen == k->from->len && memcmp(key, k->from->s, klen) == 0)
		return true;
	k->any = true;
	k->found.len = 0;
	buf_put(&k->found, key, klen);
	return false;
}

/* The next owner that has events or a score, into *from; false: there is none. */
static bool
next_owner(struct store *st, struct buf *from, struct seek by[2])
{
	struct seek *a = &by[0], *b = &by[1], *next;
	size_t had = from->len;
	int c;

	a->from = b->from = from;
	a->any = b->any = false;
	store_walk(st, STORE_CREDIT, "", 0, had > 0 ? from->s : NULL, had, first, a);
	buf_putc(from, '\1');		/* behind the events of the owner: NUL is before it */
	from->len = had;
	store_walk(st, STORE_EVENT, "", 0, had > 0 ? from->s : NULL, had > 0 ? had + 1 : 0,
	    first, b);
	if (!a->any && !b->any)
		return false;
	c = !a->any ? 1 : !b->any ? -1 : credit_compare(a->found.s, a->found.len, b->found.s,
	    b->found.len);
	next = c <= 0 ? a : b;
	from->len = 0;
	buf_put(from, next->found.s, next->found.len);
	return true;
}

bool
credit_rebuild(const struct credit *c, struct store *st, struct buf *from, size_t most,
    uint64_t *seen, void (*fn)(void *, const char *key, size_t n, const char *old,
    size_t old_n, const char *now, size_t now_n), void *arg)
{
	struct seek by[2] = { { .event = false }, { .event = true } };
	struct buf old = { 0 }, new = { 0 };
	struct score score;
	struct credit_kept k = { .score = &score };
	const char *val;
	size_t n, i;
	unsigned side;

	for (i = 0; i < most && next_owner(st, from, by); i++) {
		side = *from->s == 'a' ? OWNER_ACCOUNT : *from->s == 'u' ? OWNER_USER :
		    OWNER_GROUP;
		old.len = new.len = 0;
		if (store_get(st, STORE_CREDIT, from->s, from->len, &val, &n))
			buf_put(&old, val, n);
		credit_refold(c, st, side, from->s, from->len, NULL, 0, NULL, &k);
		if (k.events > 0)
			credit_kept_text(&new, c->scheme[side], &k);
		++*seen;
		if (new.len == old.len && memcmp(new.s, old.s, new.len) == 0)
			continue;
		if (k.events > 0)
			store_put(st, STORE_CREDIT, from->s, from->len, new.s, new.len);
		else
			store_del(st, STORE_CREDIT, from->s, from->len);
		fn(arg, from->s, from->len, old.s, old.len, new.s, new.len);
	}
	buf_free(&by[0].found);
	buf_free(&by[1].found);
	buf_free(&old);
	buf_free(&new);
	return i == most;
}
