#include "store.h"

#include <assert.h>
#include <stdlib.h>

#include "buf.h"
#include "env.h"
#include "store_int.h"

uint64_t
store_check(struct store *s, void (*fn)(void *, enum store_table, const char *, size_t,
    const char *), void *arg, uint64_t *bad)
{
	uint64_t all = 0, seen;
	struct env_size size;
	struct env_item item;
	struct env_cursor *c;
	struct buf last = { 0 };
	bool more;
	unsigned t;

	assert(!s->open);
	*bad = 0;
	env_begin(s->env, false, 0);
	for (t = 0; t < STORE_TABLES; t++) {
		last.len = 0;
		seen = 0;
		c = env_cursor_new(s->env, t);
		more = env_cursor_at(c, NULL, 0, &item);
		for (; more; more = env_cursor_next(c, &item)) {
			seen++;
			if (!store_intact(s, t, &item)) {
				++*bad;
				fn(arg, (enum store_table)t, item.key, item.klen,
				    "value or key is damaged");
			} else if (last.len > 0 &&
			    store_order(last.s, last.len, item.key, item.klen) >= 0) {
				++*bad;
				fn(arg, (enum store_table)t, item.key, item.klen,
				    "out of order");
			}
			last.len = 0;
			buf_put(&last, item.key, item.klen);
		}
		env_cursor_free(c);
		env_size(s->env, t, &size);
		if (seen != size.entries) {
			++*bad;
			fn(arg, (enum store_table)t, NULL, 0, "values are missing");
		}
		all += seen;
	}
	env_abort(s->env);
	buf_free(&last);
	return all;
}

void
store_facts(struct store *s, struct store_facts *f)
{
	struct env_facts env;
	struct env_size size;
	char version[16];
	bool whole;
	unsigned t;

	assert(!s->open);
	*f = (struct store_facts){ 0 };
	env_facts(s->env, &env);
	f->map = env.map;
	f->file = env.file;
	f->last_transaction = env.transaction;
	f->readers = env.readers;
	env_begin(s->env, false, 0);
	for (t = 0; t < STORE_TABLES; t++) {
		env_size(s->env, t, &size);
		f->table[t] = (struct store_size){ size.entries, size.pages,
		    size.pages * size.page_size };
	}
	if (store_meta(s, "schema", version, sizeof version, &whole))
		f->version = (unsigned)atol(version);
	store_meta(s, "suite", f->suite, sizeof f->suite, &whole);
	store_meta(s, "fingerprint", f->fingerprint, sizeof f->fingerprint, &whole);
	store_meta(s, "created", f->created, sizeof f->created, &whole);
	env_abort(s->env);
}
