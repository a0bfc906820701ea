#include "store.h"

#include <assert.h>
#include <string.h>

#include "env.h"
#include "overlay.h"
#include "store_int.h"

void
store_walk(struct store *s, enum store_table t, const void *prefix, size_t plen,
    const void *from, size_t flen,
    bool (*fn)(void *, const char *key, size_t klen, const char *val, size_t vlen), void *arg)
{
	struct overlay_item pending = { 0 };
	struct env_item item, behind;
	struct env_cursor *c;
	bool kept, over, before, go = true;
	int cmp;

	assert(s->open);
	if (from == NULL || store_order(from, flen, prefix, plen) < 0) {
		from = prefix;
		flen = plen;
	}
	/* Most walks of a short prefix find nothing, and need no cursor of their own. */
	if (plen > 0 && (s->over == NULL || !overlay_may(s->over, t)) &&
	    !env_seek(s->env, t, from, flen, &item, &kept, &behind, &before) &&
	    (!kept || item.klen < plen || memcmp(item.key, prefix, plen) != 0))
		return;
	c = env_cursor_new(s->env, t);
	kept = env_cursor_at(c, from, flen, &item);
	over = s->over != NULL && overlay_next(s->over, t, from, flen, false, &pending);
	while (go) {
		if (kept && (item.klen < plen || memcmp(item.key, prefix, plen) != 0))
			kept = false;
		if (over && (pending.klen < plen || memcmp(pending.key, prefix, plen) != 0))
			over = false;
		if (!kept && !over)
			break;
		cmp = !over ? -1 : !kept ? 1 :
		    store_order(item.key, item.klen, pending.key, pending.klen);
		if (cmp < 0) {
			store_sound(s, t, &item);
			go = fn(arg, item.key, item.klen, item.val, item.vlen - STORE_TAG);
		} else if (pending.val != NULL) {
			go = fn(arg, pending.key, pending.klen, pending.val, pending.vlen);
		}
		if (!go)
			break;
		if (cmp <= 0)
			kept = env_cursor_next(c, &item);
		if (cmp >= 0)
			over = overlay_next(s->over, t, pending.key, pending.klen, true,
			    &pending);
	}
	env_cursor_free(c);
}
