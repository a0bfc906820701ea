#include "pages.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "rule.h"
#include "status.h"
#include "store.h"

enum { PAGE = 5000 };			/* entries in a transaction */

struct page {
	void (*one)(void *, const char *, size_t, const char *, size_t, struct buf *);
	void *arg;
	struct rule *where;
	struct buf out, last;		/* last: the key that was listed last */
	size_t count;
};

/* Of the lines from `from` on those that are wanted stay. */
static void
select_lines(struct page *p, size_t from)
{
	size_t to = from, n;
	const char *end, *why;

	for (; from < p->out.len; from += n) {
		end = memchr(p->out.s + from, '\n', p->out.len - from);
		n = end != NULL ? (size_t)(end - (p->out.s + from)) + 1 : p->out.len - from;
		if (rule_true(p->where, p->out.s + from, n - (end != NULL), &why)) {
			memmove(p->out.s + to, p->out.s + from, n);
			to += n;
		} else if (why != NULL)
			status_warn(REFUSED, "--where: %s", why);
	}
	p->out.len = to;
}

static bool
entry(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct page *p = arg;
	size_t from = p->out.len;

	if (p->last.len == klen && memcmp(p->last.s, key, klen) == 0)
		return true;
	p->last.len = 0;
	buf_put(&p->last, key, klen);
	p->one(p->arg, key, klen, val, n, &p->out);
	if (p->where != NULL && p->out.len > from)
		select_lines(p, from);
	return ++p->count % PAGE != 0;
}

void
pages_run(struct store *s, int table, const char *where,
    void (*one)(void *arg, const char *key, size_t klen, const char *val, size_t n,
    struct buf *lines), void *arg)
{
	pages_of(s, table, "", 0, where, one, arg);
}

void
pages_of(struct store *s, int table, const char *prefix, size_t plen, const char *where,
    void (*one)(void *, const char *, size_t, const char *, size_t, struct buf *), void *arg)
{
	struct page p = { .one = one, .arg = arg };
	size_t before;

	p.where = where != NULL ? rule_new("--where", where) : NULL;
	do {
		before = p.count;
		p.out.len = 0;
		store_begin(s, 0);
		store_walk(s, (enum store_table)table, prefix, plen,
		    p.last.len > 0 ? p.last.s : NULL, p.last.len, entry, &p);
		store_abort(s);
		buf_send(&p.out, STDOUT_FILENO, "standard output");
	} while (p.count != before && p.count % PAGE == 0);
	rule_free(p.where);
	buf_free(&p.out);
	buf_free(&p.last);
}
