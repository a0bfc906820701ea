#include "filing.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bag.h"
#include "buf.h"
#include "cover.h"
#include "filed.h"
#include "filing_int.h"
#include "gather.h"
#include "gather_kind.h"
#include "journal.h"
#include "mem.h"
#include "pack.h"
#include "policy.h"
#include "report.h"
#include "spool.h"
#include "status.h"
#include "store.h"
#include "template.h"
#include "when.h"

struct team {
	struct filing_job **job;
	size_t count;
	atomic_size_t next;
	const struct cover_run *run;
	struct filing *f;
};

static void *
work(void *arg)
{
	struct team *t = arg;
	size_t i;

	while ((i = atomic_fetch_add(&t->next, 1)) < t->count)
		pack_make(t->job[i]->pack, t->run, t->f->format, t->f->level, t->f->gb18030);
	return NULL;
}

static void
make_all(struct team *t)
{
	pthread_t thread[64];
	long n = t->f->jobs < 1 ? 1 : t->f->jobs > 64 ? 64 : t->f->jobs, i, made = 0;

	if ((size_t)n > t->count)
		n = (long)t->count;
	for (i = 0; i < n - 1; i++)
		if (pthread_create(&thread[made], NULL, work, t) == 0)
			made++;
	work(t);
	for (i = 0; i < made; i++)
		pthread_join(thread[i], NULL);
}

/* The name is the filing's id: beian_PLATFORM_PROVINCE_KIND_DAY_N. */
static void
name_job(struct store *s, struct filing *f, struct filing_job *j)
{
	struct buf stem = { 0 };
	int y, m, d;

	when_civil(when_day_of(f->now), &y, &m, &d);
	buf_printf(&stem, "beian_%s_%02d0000_%s_%04d%02d%02d_",
	    policy_string(f->policy, "platform.code"), j->office,
	    gather_kind_name(j->kind), y, m,
	    d);
	buf_num(&stem, filed_next(s, buf_text(&stem)));
	j->pack->cover->name = mem_copy(stem.s, stem.len);
	buf_free(&stem);
}

static void
text(struct buf *b, const char *name, const char *s)
{
	buf_member(b, name, s, strlen(s));
}

/* The filing's record, or what the journal keeps of it. */
static void
describe(struct buf *b, struct filing_sorting *s, struct filing_job *j, bool journalled)
{
	struct cover *c = j->pack->cover;
	struct filing *f = s->f;
	char office[8], at[WHEN_TEXT], file[256], *dir;
	size_t i, k;

	snprintf(office, sizeof office, "%02d0000", j->office);
	buf_putc(b, '{');
	text(b, "filing", c->name);
	text(b, "kind", c->template->kind);
	text(b, "office", office);
	text(b, "clause", c->clause);
	text(b, "scope", c->full ? "full" : "change");
	buf_member_num(b, "rows", (int64_t)cover_rows(c));
	if (!f->dry)
		text(b, "sha256", j->pack->digest);
	if (journalled) {
		if (f->reason != NULL)
			text(b, "reason", f->reason);
		if (f->basis != NULL)
			text(b, "basis", f->basis);
		buf_puts(b, ",\"revealed\":[");
		for (i = k = 0; i < c->template->count; i++)
			if (c->template->column[i].personal && c->template->column[i].reveal) {
				if (k++ > 0)
					buf_putc(b, ',');
				buf_json(b, c->template->column[i].member,
				    strlen(c->template->column[i].member));
			}
		buf_puts(b, "]}");
		return;
	}
	text(b, "at", when_text(f->now, at));
	buf_member_num(b, "new", (int64_t)c->count[GATHER_NEW]);
	buf_member_num(b, "changed", (int64_t)c->count[GATHER_CHANGED]);
	buf_member_num(b, "gone", (int64_t)c->count[GATHER_GONE]);
	snprintf(file, sizeof file, "%s%s", c->name, bag_suffix((enum bag_format)f->format));
	text(b, "file", file);
	dir = realpath(f->dir, NULL);
	text(b, "dir", dir != NULL ? dir : f->dir);
	free(dir);
	buf_member_num(b, "size", (int64_t)j->pack->size);
	text(b, "policy", policy_digest(f->policy));
	text(b, "head", s->head);
	text(b, "state", "made");
	buf_putc(b, '}');
}

/* All rows that the archive brings to the office are from now on what was filed. */
static void
put_rows(struct store *s, struct filing_job *j, size_t *pending)
{
	enum gather_way way = gather_kind_row(j->kind)->way;
	struct spool *sp[2] = { j->pack->rows, j->pack->gone };
	const char *cell[FILING_CELLS];
	int i;

	if (way == GATHER_EXTRACT)
		return;
	for (i = 0; i < 2; i++) {
		spool_rewind(sp[i]);
		while (spool_get(sp[i], cell, PACK_LEAD + j->pack->cover->template->count)) {
			if (*cell[0] == '0' + GATHER_SAME)
				continue;
			if (way == GATHER_QUEUE)
				report_made(s, cell[1], j->pack->cover->name);
			else
				filed_row(s, j->pack->cover->template->kind, j->office,
				    cell[1], cell[2], *cell[0] == '0' + GATHER_GONE,
				    j->pack->cover->name);
			if (++*pending < FILING_BATCH)
				continue;
			store_commit(s);
			store_begin(s, FILING_BATCH);
			*pending = 0;
		}
	}
}

static void
record_all(struct filing_sorting *so, struct team *t)
{
	struct store *s = store_open(so->f->store, STORE_WRITE, so->f->wait);
	struct buf b = { 0 };
	size_t i, pending = 0;

	/* one transaction, unless the rows are too many for it */
	store_begin(s, FILING_BATCH + t->count * 2);
	for (i = 0; i < t->count; i++) {
		b.len = 0;
		describe(&b, so, t->job[i], true);
		filing_journal(s, so->f, "make", &b);
		b.len = 0;
		describe(&b, so, t->job[i], false);
		store_put(s, STORE_FILING, t->job[i]->pack->cover->name,
		    strlen(t->job[i]->pack->cover->name), b.s, b.len);
	}
	for (i = 0; i < t->count; i++)
		put_rows(s, t->job[i], &pending);
	store_commit(s);
	store_close(s);
	buf_free(&b);
}

static void
publish_all(struct filing_sorting *so, struct team *t,
    void (*fn)(void *, const char *, size_t), void *arg)
{
	struct store *s;
	struct buf record = { 0 };
	size_t i;

	for (i = 0; i < t->count; i++)
		t->job[i]->skip = !bag_publish(t->job[i]->pack->bag);
	s = store_open(so->f->store, STORE_WRITE, so->f->wait);
	store_begin(s, t->count);
	for (i = 0; i < t->count; i++)
		if (!t->job[i]->skip && filed_get(s, t->job[i]->pack->cover->name, &record))
			filed_state(s, &record, "published", NULL, false);
	store_commit(s);
	for (i = 0; i < t->count; i++)
		if (t->job[i]->skip) {
			status_warn(REFUSED, "another file stands at %s/%s%s", so->f->dir,
			    t->job[i]->pack->cover->name,
			    bag_suffix((enum bag_format)so->f->format));
			filing_lose(s, so->f, t->job[i]->pack->cover->name,
			    "another file stands there");
		}
	store_begin(s, 0);
	for (i = 0; i < t->count; i++)
		if (!t->job[i]->skip && filed_get(s, t->job[i]->pack->cover->name, &record))
			fn(arg, record.s, record.len);
	store_abort(s);
	store_close(s);
	buf_free(&record);
}

static void
free_job(struct filing_job *j)
{
	size_t i;

	spool_free(j->pack->rows);
	spool_free(j->pack->gone);
	cover_free(j->pack->cover);
	free(j->pack);
	for (i = 0; i < j->files; i++) {
		free(j->file[i].name);
		free(j->file[i].digest);
	}
	free(j->file);
	free(j);
}

void
filing_make(struct filing *f, void (*fn)(void *, const char *, size_t), void *arg)
{
	struct filing_sorting *s;
	struct cover_run run = {
		.dir = f->dir, .platform = policy_string(f->policy, "platform.name"),
		.responsible = policy_string(f->policy, "platform.responsible"),
		.contact = policy_string(f->policy, "platform.contact"),
		.policy_digest = policy_digest(f->policy), .now = f->now
	};
	struct team t = { .run = &run, .f = f };
	struct filing_job *jobs[FILING_KINDS * FILING_PROVINCES], *j;
	struct store *store;
	struct buf b = { 0 };
	int fd = -1, k, i;
	unsigned same = 0;
	size_t n;

	run.policy = policy_text(f->policy, &run.policy_len);
	if (!f->dry) {
		fd = filing_lock(f);
		filing_settle(f);
	}
	s = filing_sort(f, true);
	run.head = s->head;
	run.entries = s->entries;
	t.job = jobs;
	store = store_open(f->store, STORE_READ, f->wait);
	store_begin(store, 0);
	for (k = 0; k < FILING_KINDS; k++) {
		for (i = 0; i < FILING_PROVINCES; i++) {
			j = s->job[k][i];
			if (j == NULL)
				continue;
			if (cover_rows(j->pack->cover) == 0) {
				same++;
				free_job(j);
				continue;
			}
			name_job(store, f, j);
			jobs[t.count++] = j;
		}
		if (s->unknown[k] > 0)
			status_warn(REFUSED, "%ju %s have no known office: not filed (PA-03-1 "
			    "office-unknown)", (uintmax_t)s->unknown[k],
			    gather_kind_name(k));
	}
	store_abort(store);
	store_close(store);
	if (same > 0)
		status_warn(DONE, "nothing changed for %u of %zu: no archive for them", same,
		    same + t.count);
	if (f->dry) {
		for (n = 0; n < t.count; n++) {
			b.len = 0;
			describe(&b, s, jobs[n], false);
			fn(arg, b.s, b.len);
		}
	} else if (t.count > 0) {
		make_all(&t);
		record_all(s, &t);
		publish_all(s, &t, fn, arg);
	}
	for (n = 0; n < t.count; n++)
		free_job(jobs[n]);
	if (fd >= 0)
		close(fd);
	filing_sort_free(s);
	buf_free(&b);
}

