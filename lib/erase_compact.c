#include "erase.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "erase_int.h"
#include "journal.h"
#include "mem.h"
#include "store.h"

void
erase_compact(struct store *s, int64_t now, const char *by, const char *policy, unsigned wait,
    struct buf *out)
{
	char *dir = mem_copy(store_dir(s), strlen(store_dir(s)));
	struct buf what = { 0 }, mark = { 0 };
	struct store_facts before, after;
	const char *val;
	size_t n;

	store_facts(s, &before);
	buf_puts(&what, "{\"compact\":{");
	buf_member_num(&what, "file", (int64_t)before.file);
	buf_puts(&what, "}}");
	store_begin(s, 1);
	journal_put(s, now, by, "compact", policy, what.s, what.len);
	if (store_get(s, STORE_META, ERASE_MARK, strlen(ERASE_MARK), &val, &n))
		buf_put(&mark, val, n);
	store_commit(s);
	store_close(s);
	store_compact(dir, wait);
	s = store_open(dir, STORE_WRITE, wait);
	store_facts(s, &after);
	store_begin(s, 1);
	/* Not that of what was erased meanwhile. */
	if (mark.len > 0 &&
	    store_get(s, STORE_META, ERASE_MARK, strlen(ERASE_MARK), &val, &n) &&
	    n == mark.len && memcmp(val, mark.s, n) == 0)
		store_del(s, STORE_META, ERASE_MARK, strlen(ERASE_MARK));
	store_commit(s);
	store_close(s);
	buf_putc(out, '{');
	buf_member(out, "store", dir, strlen(dir));
	buf_member(out, "state", "compacted", 9);
	buf_member_num(out, "before", (int64_t)before.file);
	buf_member_num(out, "after", (int64_t)after.file);
	buf_puts(out, "}\n");
	buf_free(&what);
	buf_free(&mark);
	free(dir);
}
