#include "proof.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "entry.h"
#include "finding.h"
#include "keep.h"
#include "mem.h"
#include "proof_int.h"
#include "retain.h"
#include "segment.h"
#include "shelf.h"
#include "status.h"
#include "store.h"

enum { AT_ONCE = 1024, MOST_JOBS = 64 };

enum state { GOOD, CHANGED, MISSING };

struct one {
	char id[SEGMENT_ID];
	struct segment_facts facts;
	enum state state;
	const char *why;
};

struct proof {
	struct retain *retain;
	const char *class;
	bool quick, more;
	struct one *one;		/* AT_ONCE of them */
	size_t count;
	atomic_size_t next;
	char last[SEGMENT_ID];
	char (*file)[SEGMENT_ID];	/* found on disk, AT_ONCE of them */
	size_t files;
	struct buf out;
	uint64_t segments, good, bytes, changed, missing, unknown;
};

void
proof_say(struct retain *r, struct buf *out, const char *id, const struct buf *more,
    unsigned code, const char *why)
{
	struct segment_name name;
	struct buf b = { 0 };
	int class = -1;

	if (segment_name(id, strlen(id), &name))
		class = keep_find(r->keep, name.class, strlen(name.class));
	buf_putc(&b, '{');
	buf_member(&b, "segment", id, strlen(id));
	if (more != NULL && more->len > 0) {
		buf_putc(&b, ',');
		buf_put(&b, more->s, more->len);
	}
	retain_say(r, out, b.s + 1, b.len - 1, class, code, why);
	buf_free(&b);
}

static void
send(struct buf *out)
{
	buf_send(out, STDOUT_FILENO, "standard output");
	out->len = 0;
}

/* ---- One file. */

/* Does NAME.sha256 say what sha256sum would?  Of a file that has its name only. */
static bool
sum_says(const struct segment_root *root, const struct one *o)
{
	char path[SEGMENT_ID + 32], want[192], got[192];
	const char *base = strrchr(o->id, '/');
	int fd, n;
	ssize_t had;

	snprintf(path, sizeof path, "%s.jsonl.zst", o->id);
	if (faccessat(segment_fd(root), path, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
		return true;
	n = snprintf(want, sizeof want, "%s  %s.jsonl.zst\n", o->facts.sha256,
	    base != NULL ? base + 1 : o->id);
	strcat(path, ".sha256");
	fd = openat(segment_fd(root), path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return false;
	had = read(fd, got, sizeof got);
	close(fd);
	return had == n && memcmp(got, want, (size_t)n) == 0;
}

static void
change(struct one *o, enum state s, const char *why)
{
	o->state = s;
	o->why = why;
}

static void
check(const struct proof *p, struct one *o)
{
	struct segment_root *root = p->retain->root;
	struct segment_file *f = NULL;
	char sha256[65], sm3[65];

	o->state = GOOD;
	o->why = NULL;
	errno = ENOENT;
	if (root != NULL)
		f = segment_read(root, o->id);
	if (f == NULL) {
		change(o, MISSING, errno == ENOENT ? NULL : "its file cannot be opened");
		return;
	}
	if (segment_size(f) != o->facts.size) {
		change(o, CHANGED, "its file has another size than what was kept");
	} else if (!p->quick) {
		segment_digest(f, sha256, sm3);
		if (strcmp(sha256, o->facts.sha256) != 0 || strcmp(sm3, o->facts.sm3) != 0)
			change(o, CHANGED, *sha256 == '\0' ? "its file cannot be read" : NULL);
		else if (!sum_says(root, o))
			change(o, CHANGED, "its .sha256 is missing or says another digest");
	}
	segment_read_end(f);
}

static void *
work(void *arg)
{
	struct proof *p = arg;
	size_t i;

	while ((i = atomic_fetch_add(&p->next, 1)) < p->count)
		check(p, &p->one[i]);
	return NULL;
}

static void
check_all(struct proof *p, long jobs)
{
	pthread_t thread[MOST_JOBS];
	long i, made = 0;

	jobs = jobs > MOST_JOBS ? MOST_JOBS : jobs;
	atomic_store(&p->next, 0);
	for (i = 1; i < jobs && (size_t)i < p->count; i++)
		if (pthread_create(&thread[made], NULL, work, p) == 0)
			made++;
	work(p);
	for (i = 0; i < made; i++)
		pthread_join(thread[i], NULL);
}

/* ---- All that the catalogue names. */

static bool
other_class(const struct proof *p, const char *id)
{
	size_t n = p->class != NULL ? strlen(p->class) : 0;

	return p->class != NULL && (strncmp(id, p->class, n) != 0 || id[n] != '/');
}

static bool
entry_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct proof *p = arg;
	struct one *o = &p->one[p->count];
	struct segment_name name;
	struct shelf_entry e;

	if (klen == strlen(p->last) && memcmp(key, p->last, klen) == 0)
		return true;
	if (p->count == AT_ONCE) {
		p->more = true;
		return false;
	}
	if (!segment_name(key, klen, &name) || !shelf_read(val, n, &e, &o->facts))
		status_die(FAILED, "store damaged: entry of segment %.*s: %s", (int)klen, key,
		    store_dir(p->retain->store));
	memcpy(p->last, key, klen);
	p->last[klen] = '\0';
	strcpy(o->id, p->last);
	p->count += !other_class(p, o->id);
	return true;
}

static void
tell(struct proof *p, const struct one *o)
{
	p->segments++;
	switch (o->state) {
	case GOOD:
		p->good++;
		p->bytes += o->facts.size;
		break;
	case CHANGED:
		p->changed++;
		proof_say(p->retain, &p->out, o->id, NULL, F_SEGMENT_CHANGED, o->why);
		break;
	case MISSING:
		p->missing++;
		proof_say(p->retain, &p->out, o->id, NULL, F_SEGMENT_MISSING, o->why);
		break;
	}
}

static void
catalogue(struct proof *p, long jobs)
{
	struct store *s = p->retain->store;
	size_t i;

	do {
		p->count = 0;
		p->more = false;
		store_begin(s, 0);
		store_walk(s, STORE_SEGMENT, p->class != NULL ? p->class : "",
		    p->class != NULL ? strlen(p->class) : 0, p->last, strlen(p->last),
		    entry_one, p);
		store_abort(s);
		check_all(p, jobs);
		for (i = 0; i < p->count; i++)
			tell(p, &p->one[i]);
		send(&p->out);
	} while (p->more);
}

/* ---- Files that it does not name. */

/* Is a file one that is there by right: in the catalogue, or due to be removed? */
static bool
known(struct store *s, const char *id)
{
	char due[SEGMENT_ID + 32];
	const char *val;
	size_t n, len = strlen(id);
	int at;

	if (shelf_get(s, id, &val, &n))
		return true;
	if (!store_get(s, STORE_GONE, id, len, &val, &n))
		return false;
	at = snprintf(due, sizeof due - SEGMENT_ID, "S%012lld",
	    (long long)entry_number(val, n, "gone"));
	memcpy(due + at + 1, id, len);
	return store_get(s, STORE_DUE, due, (size_t)at + 1 + len, &val, &n);
}

static void
judge_files(struct proof *p)
{
	struct store *s = p->retain->store;
	size_t i;

	if (p->files == 0)
		return;
	store_begin(s, 0);
	for (i = 0; i < p->files; i++) {
		if (known(s, p->file[i]))
			continue;
		p->unknown++;
		proof_say(p->retain, &p->out, p->file[i], NULL, F_SEGMENT_UNKNOWN, NULL);
	}
	store_abort(s);
	p->files = 0;
	send(&p->out);
}

static bool
file_one(void *arg, const char *id, char state)
{
	struct proof *p = arg;

	/* one that is staged may be somebody's who has not said so yet */
	if (state != '.' || other_class(p, id))
		return true;
	strcpy(p->file[p->files++], id);
	if (p->files == AT_ONCE)
		judge_files(p);
	return true;
}

/* ---- The whole. */

static void
sum_up(struct proof *p, bool whole)
{
	struct buf *b = &p->out;

	buf_putc(b, '{');
	buf_member_num(b, "segments", (int64_t)p->segments);
	/* what was not read through is not called valid */
	buf_member_num(b, p->quick ? "present" : "valid", (int64_t)p->good);
	buf_member_num(b, "bytes", (int64_t)p->bytes);
	buf_member_num(b, "changed", (int64_t)p->changed);
	buf_member_num(b, "missing", (int64_t)p->missing);
	buf_member_num(b, "unknown", (int64_t)p->unknown);
	buf_member(b, "chain", whole ? "whole" : "broken", whole ? 5 : 6);
	buf_puts(b, "}\n");
	send(b);
}

void
proof_run(struct retain *r, bool quick, const char *class, long jobs)
{
	struct proof p = { .retain = r, .quick = quick, .class = class };
	size_t broken;

	p.one = mem_grow(NULL, AT_ONCE, sizeof *p.one);
	p.file = mem_grow(NULL, AT_ONCE, sizeof *p.file);
	if (r->root != NULL)
		segment_share(r->root);
	catalogue(&p, jobs > 0 ? jobs : sysconf(_SC_NPROCESSORS_ONLN));
	if (r->root != NULL) {
		segment_each(r->root, file_one, &p);
		judge_files(&p);
		segment_leave(r->root);
	}
	broken = proof_chain(r, &p.out);
	send(&p.out);
	sum_up(&p, broken == 0);
	free(p.one);
	free(p.file);
	buf_free(&p.out);
}
