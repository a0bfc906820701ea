#include "zipdir.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

#define DIRECTORY_MAX ((uint64_t)64 * 1024 * 1024)
#define NAME_MAX_LEN 1024

enum { LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50, END64 = 0x06064b50,
	LOCATOR64 = 0x07064b50, DESCRIPTOR = 0x08074b50 };
enum { LOCAL_LEN = 30, CENTRAL_LEN = 46, END_LEN = 22, END64_LEN = 56, LOCATOR_LEN = 20 };

typedef void say_fn(void *, const char *code, const char *member, const char *why);

struct dir {
	unsigned char *s;	/* the central directory; 8 spare bytes behind */
	uint64_t at, len, count, end;	/* end: where the records after it end */
	bool trailing;
};
struct entry {
	const unsigned char *head;
	char name[NAME_MAX_LEN + 1];
	unsigned name_len;
	uint64_t packed, size, local;
	uint64_t total;		/* bytes of head, name, extra, comment */
};

static uint64_t
get(const unsigned char *p, unsigned n)
{
	uint64_t v = 0;

	while (n > 0)
		v = v << 8 | p[--n];
	return v;
}

static bool
bytes(int fd, uint64_t at, void *p, uint64_t n)
{
	return pread(fd, p, (size_t)n, (off_t)at) == (ssize_t)n;
}

/* Find the end record in the last 64 KiB and what it points to.  NULL or what is wrong. */
static const char *
open_dir(int fd, uint64_t size, struct dir *d)
{
	uint64_t tail = size < 65536 + END_LEN ? size : 65536 + END_LEN, i, end;
	unsigned char *t, *e, big[END64_LEN];
	bool found = false;

	memset(d, 0, sizeof *d);
	if (size < END_LEN)
		return "too short for a zip file";
	t = mem_alloc((size_t)tail);
	if (!bytes(fd, size - tail, t, tail)) {
		free(t);
		return "cannot be read";
	}
	for (i = tail - END_LEN + 1; i-- > 0 && !found; )
		found = get(t + i, 4) == END;
	if (!found) {
		free(t);
		return "no end of central directory";
	}
	i++;
	e = t + i;
	end = size - tail + i;
	d->trailing = end + END_LEN + get(e + 20, 2) != size;
	d->count = get(e + 10, 2);
	d->len = get(e + 12, 4);
	d->at = get(e + 16, 4);
	d->end = d->at + d->len;
	if (get(e + 4, 2) != 0 && get(e + 4, 2) != 0xffff) {
		free(t);
		return "is one volume of several";
	}
	if (d->at == 0xffffffff || d->len == 0xffffffff || d->count == 0xffff) {
		bool good = end >= LOCATOR_LEN && bytes(fd, end - LOCATOR_LEN, big,
		    LOCATOR_LEN) &&
		    get(big, 4) == LOCATOR64;
		uint64_t at = good ? get(big + 8, 8) : 0;

		good = good && at + END64_LEN + LOCATOR_LEN == end &&
		    bytes(fd, at, big, END64_LEN) && get(big, 4) == END64;
		if (!good) {
			free(t);
			return "end of the zip64 directory is missing";
		}
		d->count = get(big + 32, 8);
		d->len = get(big + 40, 8);
		d->at = get(big + 48, 8);
		end = at;
	}
	free(t);
	if (d->len > DIRECTORY_MAX || d->at > size || d->len > size - d->at)
		return "central directory lies outside";
	d->end = end;
	d->s = mem_alloc((size_t)d->len + 8);
	if (!bytes(fd, d->at, d->s, d->len))
		return "central directory cannot be read";
	return NULL;
}

/* The entry at offset `at` of the directory; false: the directory is broken there. */
static bool
read_entry(const struct dir *d, uint64_t at, struct entry *e)
{
	const unsigned char *h = d->s + at, *x, *end;
	unsigned extra, len;

	if (at > d->len || d->len - at < CENTRAL_LEN || get(h, 4) != CENTRAL)
		return false;
	e->head = h;
	e->name_len = (unsigned)get(h + 28, 2);
	extra = (unsigned)get(h + 30, 2);
	e->total = CENTRAL_LEN + e->name_len + extra + get(h + 32, 2);
	if (d->len - at < e->total || e->name_len > NAME_MAX_LEN)
		return false;
	memcpy(e->name, h + CENTRAL_LEN, e->name_len);
	e->name[e->name_len] = '\0';
	e->packed = get(h + 20, 4);
	e->size = get(h + 24, 4);
	e->local = get(h + 42, 4);
	x = h + CENTRAL_LEN + e->name_len;
	for (end = x + extra; end - x >= 4; x += len) {
		len = (unsigned)get(x + 2, 2);
		if (end - x - 4 < (long)len)
			return false;
		if (get(x, 2) == 1) {	/* zip64: only those that did not fit, in order */
			const unsigned char *v = x + 4, *stop = v + len;
			uint64_t *field[3] = { &e->size, &e->packed, &e->local };
			unsigned i;

			for (i = 0; i < 3; i++)
				if (*field[i] == 0xffffffff && stop - v >= 8) {
					*field[i] = get(v, 8);
					v += 8;
				}
		}
		len += 4;
	}
	return true;
}

/* Compare the local header and what follows with the central one; *next: where it ends. */
static const char *
local_fault(int fd, const struct entry *e, uint64_t limit, uint64_t *next)
{
	unsigned char h[LOCAL_LEN], name[NAME_MAX_LEN + 1], d[24];
	uint64_t data;
	unsigned flags, wide;

	if (e->local > limit || limit - e->local < LOCAL_LEN ||
	    !bytes(fd, e->local, h, LOCAL_LEN) || get(h, 4) != LOCAL)
		return "has no local header where the directory says";
	flags = (unsigned)get(h + 6, 2);
	if (get(h + 26, 2) != e->name_len || !bytes(fd, e->local + LOCAL_LEN, name,
	    e->name_len) ||
	    memcmp(name, e->name, e->name_len) != 0)
		return "local and central names differ";
	if (flags != get(e->head + 8, 2) || get(h + 8, 2) != get(e->head + 10, 2) ||
	    get(h + 10, 4) != get(e->head + 12, 4))
		return "local and central headers differ";
	data = e->local + LOCAL_LEN + e->name_len + get(h + 28, 2);
	if (data > limit || e->packed > limit - data)
		return "reaches past the central directory";
	*next = data + e->packed;
	if ((flags & 8) == 0) {
		if (get(h + 14, 4) != get(e->head + 16, 4) ||
		    (get(h + 18, 4) != e->packed && get(h + 18, 4) != 0xffffffff) ||
		    (get(h + 22, 4) != e->size && get(h + 22, 4) != 0xffffffff))
			return "local and central sizes or CRC differ";
		return NULL;
	}
	/* sizes follow the data: 32 or 64 bits wide, the signature is customary */
	for (wide = 4; wide <= 8; wide += 4) {
		unsigned len = 8 + 2 * wide;

		if (limit - *next >= len && bytes(fd, *next, d, len) &&
		    get(d, 4) == DESCRIPTOR && get(d + 4, 4) == get(e->head + 16, 4) &&
		    get(d + 8, wide) == e->packed && get(d + 8 + wide, wide) == e->size) {
			*next += len;
			return NULL;
		}
		len -= 4;
		if (limit - *next >= len && bytes(fd, *next, d, len) &&
		    get(d, 4) == get(e->head + 16, 4) && get(d + 4, wide) == e->packed &&
		    get(d + 4 + wide, wide) == e->size) {
			*next += len;
			return NULL;
		}
	}
	return "data descriptor and central directory differ";
}

struct extent {
	uint64_t from, to;
};

static int
by_offset(const void *a, const void *b)
{
	const struct extent *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

unsigned
zipdir_check(int fd, uint64_t size, say_fn *fn, void *arg)
{
	struct dir d;
	struct entry e;
	struct extent *x;
	const char *why = open_dir(fd, size, &d);
	uint64_t at = 0, i, n = 0, reach = 0;
	unsigned bad = 0;

	if (why != NULL) {
		fn(arg, "bag-truncated", NULL, why);
		free(d.s);
		return 1;
	}
	if (d.trailing) {
		fn(arg, "bag-trailing", NULL, "bytes after the end of the archive");
		bad++;
	}
	if (d.at + d.len != d.end) {
		fn(arg, "bag-layout", NULL, "gap between the directory and its end");
		bad++;
	}
	x = mem_alloc(((size_t)d.len / CENTRAL_LEN + 1) * sizeof *x);
	while (at < d.len && read_entry(&d, at, &e)) {
		x[n].from = e.local;
		x[n].to = e.local;
		why = local_fault(fd, &e, d.at, &x[n].to);
		if (why != NULL) {
			fn(arg, "bag-layout", e.name, why);
			bad++;
		}
		at += e.total;
		n++;
	}
	if (at != d.len || n != d.count) {
		fn(arg, "bag-layout", NULL, "central directory is broken");
		bad++;
	}
	if (bad == 0) {
		qsort(x, (size_t)n, sizeof *x, by_offset);
		for (i = 0; i < n && x[i].from == reach; i++)
			reach = x[i].to;
		if (i < n || reach != d.at) {
			fn(arg, "bag-layout", NULL,
			    "bytes that belong to no member, or to two");
			bad++;
		}
	}
	free(x);
	free(d.s);
	return bad;
}

bool
zipdir_size(int fd, const char *member, uint64_t *size)
{
	struct dir d;
	struct entry e;
	struct stat st;
	uint64_t at = 0;
	bool found = false;

	if (fstat(fd, &st) != 0)
		return false;
	if (open_dir(fd, (uint64_t)st.st_size, &d) == NULL)
		while (!found && at < d.len && read_entry(&d, at, &e)) {
			found = strcmp(e.name, member) == 0;
			*size = e.size;
			at += e.total;
		}
	free(d.s);
	return found;
}
