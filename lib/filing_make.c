#include "filing.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attach.h"
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
#include "text.h"
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
		filing_describe(&b, so, t->run, t->job[i], true);
		filing_journal(s, so->f, "make", &b);
		b.len = 0;
		filing_describe(&b, so, t->run, t->job[i], false);
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
		if (j->enclosed != NULL && j->enclosed[i].fd >= 0)
			close(j->enclosed[i].fd);
	}
	free(j->enclosed);
	free(j->file);
	free(j);
}

/* Copy the documents that its rows tell of.  False: one is not there, or is another. */
static bool
enclose(struct filing *f, struct filing_job *j, int folder)
{
	const char *why;
	char shown[256];
	bool good = true;
	size_t i;

	j->enclosed = mem_alloc(j->files * sizeof *j->enclosed);
	for (i = 0; i < j->files; i++)
		j->enclosed[i].fd = -1;
	for (i = 0; i < j->files; i++) {
		why = pack_enclose(&j->enclosed[i], folder, j->file[i].name,
		    j->file[i].digest, (unsigned)j->file[i].row, f->dir);
		if (why == NULL)
			continue;
		text_show(shown, sizeof shown, j->file[i].name, strlen(j->file[i].name));
		status_warn(REFUSED, "%s: %s: %s (document-digest)", j->pack->cover->name,
		    shown, why);
		good = false;
	}
	j->pack->file = j->enclosed;
	j->pack->files = j->files;
	return good;
}

static void
enclose_all(struct filing *f, struct team *t, struct filing_made *made)
{
	int folder = attach_folder(f->documents);
	size_t i, kept = 0;

	for (i = 0; i < t->count; i++)
		if (enclose(f, t->job[i], folder))
			t->job[kept++] = t->job[i];
		else {
			made->skipped++;
			free_job(t->job[i]);
		}
	t->count = kept;
	close(folder);
}

/* Documents that are told of and do not go along. */
static void
tell_left_out(struct filing *f, struct team *t)
{
	struct filing_job *j;
	uint64_t left;
	size_t i;

	for (i = 0; i < t->count; i++) {
		j = t->job[i];
		left = spool_rows(j->pack->rows) - j->pack->files;
		if (gather_kind_row(j->kind)->way == GATHER_DOCUMENTS && left > 0)
			status_warn(DONE, "%s: %ju documents are not enclosed: %s",
			    j->pack->cover->name, (uintmax_t)left, f->documents == NULL ?
			    "no --documents is given" : "they were registered without a file");
	}
}

/* What there is to make, named; what has nothing to say is not. */
static void
take_jobs(struct filing_sorting *s, struct team *t, struct filing_made *made)
{
	struct store *store = store_open(s->f->store, STORE_READ, s->f->wait);
	struct filing_job *j;
	int k, i;

	store_begin(store, 0);
	for (k = 0; k < FILING_KINDS; k++) {
		for (i = 0; i < FILING_PROVINCES; i++) {
			j = s->job[k][i];
			if (j == NULL)
				continue;
			if (cover_rows(j->pack->cover) == 0) {
				made->unchanged++;
				free_job(j);
				continue;
			}
			name_job(store, s->f, j);
			t->job[t->count++] = j;
		}
		made->unknown += s->unknown[k];
		if (s->unknown[k] > 0)
			status_warn(REFUSED, "%ju %s have no known office: not filed (PA-03-1 "
			    "office-unknown)", (uintmax_t)s->unknown[k],
			    gather_kind_name(k));
	}
	store_abort(store);
	store_close(store);
	if (made->unchanged > 0)
		status_warn(DONE, "nothing changed for %ju of %ju: no archive for them",
		    (uintmax_t)made->unchanged, (uintmax_t)(made->unchanged + t->count));
}

static void
count_made(const struct team *t, struct filing_made *made)
{
	bool office[FILING_PROVINCES] = { false };
	size_t i;

	for (i = 0; i < t->count; i++) {
		const struct filing_job *j = t->job[i];

		if (j->skip) {
			made->skipped++;
			continue;
		}
		made->archives++;
		made->rows += cover_rows(j->pack->cover);
		made->kind[j->kind].archives++;
		made->kind[j->kind].rows += cover_rows(j->pack->cover);
		made->offices += !office[j->office];
		office[j->office] = true;
	}
}

void
filing_make(struct filing *f, struct filing_made *made,
    void (*fn)(void *, const char *, size_t), void *arg)
{
	struct filing_sorting *s;
	struct cover_run run = {
		.dir = f->dir, .platform = policy_string(f->policy, "platform.name"),
		.responsible = policy_string(f->policy, "platform.responsible"),
		.contact = policy_string(f->policy, "platform.contact"),
		.policy_digest = policy_digest(f->policy), .now = f->now,
		.from = f->from, .until = f->until, .number = f->number, .to = f->to
	};
	struct team t = { .run = &run, .f = f };
	struct filing_job *jobs[FILING_KINDS * FILING_PROVINCES];
	struct buf b = { 0 };
	int fd = -1;
	size_t n;

	memset(made, 0, sizeof *made);
	run.policy = policy_text(f->policy, &run.policy_len);
	if (!f->dry) {
		fd = filing_lock(f);
		filing_settle(f);
	}
	s = filing_sort(f, true);
	run.head = s->head;
	run.entries = s->entries;
	t.job = jobs;
	take_jobs(s, &t, made);
	if (f->documents != NULL)
		enclose_all(f, &t, made);
	tell_left_out(f, &t);
	if (f->dry) {
		for (n = 0; n < t.count; n++) {
			b.len = 0;
			filing_describe(&b, s, &run, jobs[n], false);
			fn(arg, b.s, b.len);
		}
	} else if (t.count > 0) {
		make_all(&t);
		record_all(s, &t);
		publish_all(s, &t, fn, arg);
	}
	count_made(&t, made);
	for (n = 0; n < t.count; n++)
		free_job(jobs[n]);
	if (fd >= 0)
		close(fd);
	filing_sort_free(s);
	buf_free(&b);
}
