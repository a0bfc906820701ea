#include "filter.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "filter_int.h"
#include "finding.h"
#include "input.h"
#include "json.h"
#include "mem.h"
#include "opt.h"
#include "policy.h"
#include "progress.h"
#include "record.h"
#include "ring.h"
#include "rule.h"
#include "status.h"
#include "store.h"
#include "tally.h"
#include "term.h"

enum { MOST_JOBS = 64, STORE_SLOTS = 6,
	FILE_SLOTS = 24,		/* what is read while files are made whole */
	PIPE_SIZE = 1 << 20 };
static bool
selected(struct filter_loop *l, struct filter_outcome *o, const struct record *r)
{
	o->fate = rule_true(l->where, r->line, r->len, &o->why) ? FILTER_OUT :
	    o->why != NULL ? FILTER_REFUSE : FILTER_LEAVE_OUT;
	return o->fate == FILTER_OUT;
}

static bool
positioned(struct filter_outcome *o, const struct record *r)
{
	size_t n;
	const char *v = json_get(r->line, r->len, opt_common.pos, &n);

	if (v != NULL && n > 2 && *v == '"')
		v++, n -= 2;
	if (v != NULL && json_whole(v, n, &o->pos) && o->pos >= 0)
		return true;
	o->fate = FILTER_REFUSE;
	o->why = "no position in the member that --pos names";
	return false;
}

struct desk {
	struct record_reader *reader;
	void *room;			/* the filter's own */
	const struct filter *f;
};

static void *
enter(void *arg)
{
	struct filter_loop *l = arg;
	struct desk *d = mem_alloc(sizeof *d);

	d->reader = record_reader_new();
	if (l->f->files != NULL)
		record_reader_loose(d->reader);
	d->f = l->f;
	d->room = l->f->enter != NULL ? l->f->enter(l->f->arg) : NULL;
	return d;
}

static void
leave(void *room)
{
	struct desk *d = room;

	if (d->f->leave != NULL)
		d->f->leave(d->room);
	record_reader_free(d->reader);
	finding_leave();
	free(d);
}

static bool
fill(void *slot, void *arg)
{
	struct filter_loop *l = arg;
	struct filter_slot *s = slot;
	size_t i;

	if (!input_read(l->input, s->block))
		return false;
	s->before = l->lines;
	for (i = 0; i < s->block->lines; i++)
		l->lines += !s->block->line[i].more;
	return true;
}

/* Parse and check a block; write its lines already when no apply comes. */
static void
work(void *slot, void *room, void *arg)
{
	struct filter_loop *l = arg;
	struct filter_slot *s = slot;
	struct desk *d = room;
	struct block *b = s->block;
	struct record one, *r = &one;
	bool files = l->f->files != NULL, all = l->store != NULL && !files;
	int64_t pos = (int64_t)s->before;
	size_t i, at = 0;

	if (s->outcomes < b->lines) {
		s->outcomes = b->lines;
		s->outcome = mem_grow(s->outcome, s->outcomes, sizeof *s->outcome);
	}
	if (all && s->records < b->lines) {
		s->records = b->lines;
		s->record = mem_grow(s->record, s->records, sizeof *s->record);
	}
	mem_reset(s->arena);
	s->out->len = s->kept->len = 0;
	memset(s->tally, 0, sizeof *s->tally);
	for (i = 0; i < b->lines; i++) {
		struct input_line *line = &b->line[i];
		struct filter_outcome *o = &s->outcome[i];

		pos += !line->more;
		*o = (struct filter_outcome){ .why = line->bad, .pos = pos };
		if (all)
			r = &s->record[i];
		else
			mem_reset(s->arena);
		r->file = b->file;
		r->number = line->number;
		r->arena = s->arena;
		if (o->why == NULL) {
			o->why = record_read(d->reader, r, b->text + line->at, line->n, &at);
			o->at = o->why != NULL ? (uint32_t)at : 0;
			o->member = r->odd != M_NONE ? member_name((enum member)r->odd) : NULL;
		}
		if (o->why != NULL)
			o->fate = FILTER_REFUSE;
		else if (opt_common.pos != NULL)
			positioned(o, r);
		if (files && filter_taken(l, o))
			o->fate = FILTER_SKIP;
		if (o->fate != FILTER_OUT)
			continue;
		if (l->where != NULL && !selected(l, o, r))
			continue;
		o->why = l->f->check(r, d->room, l->f->arg);
		if (o->why != NULL)
			o->fate = FILTER_REFUSE;
		else if (files)
			filter_files_line(l, s, r, d->room);
		else if (l->store == NULL) {
			tally_record(s->tally, r);
			finding_close(r);
			record_write(r, s->out);
		}
	}
	if (files)
		l->f->files->pack(d->room, s->pack);
}

static void
run(struct filter_loop *l, long jobs)
{
	const struct ring_job job = { fill, enter, work, leave, l };
	struct ring *r = ring_start(&job, l->slot, sizeof *l->slot, l->slots, jobs);
	size_t first, n;

	while ((n = ring_ready(r, &first)) > 0)
		(l->f->files != NULL ? filter_files_batch : filter_batch)(l, r, first, n);
	ring_end(r);
}

static struct filter_slot *
slots_new(size_t count, const struct filter *f)
{
	struct filter_slot *s = mem_alloc(count * sizeof *s);
	size_t i;

	for (i = 0; i < count; i++) {
		s[i].block = mem_alloc(sizeof *s[i].block);
		s[i].arena = mem_alloc(sizeof *s[i].arena);
		s[i].out = mem_alloc(sizeof *s[i].out);
		s[i].rejects = mem_alloc(sizeof *s[i].rejects);
		s[i].kept = mem_alloc(sizeof *s[i].kept);
		s[i].tally = mem_alloc(sizeof *s[i].tally);
		if (f->files != NULL)
			s[i].pack = f->files->pack_new(f->arg);
	}
	return s;
}

static void
slots_free(struct filter_slot *s, size_t count, const struct filter *f)
{
	size_t i;

	for (i = 0; i < count; i++) {
		input_block_free(s[i].block);
		mem_end(s[i].arena);
		buf_free(s[i].out);
		buf_free(s[i].rejects);
		buf_free(s[i].kept);
		if (f->files != NULL)
			f->files->pack_free(s[i].pack);
		free(s[i].kept);
		free(s[i].block);
		free(s[i].arena);
		free(s[i].out);
		free(s[i].rejects);
		free(s[i].tally);
		free(s[i].outcome);
		free(s[i].record);
	}
	free(s);
}

static int
rejects_open(void)
{
	int fd = opt_common.rejects == NULL ? -1 : open(opt_common.rejects,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 && opt_common.rejects != NULL)
		status_die(USAGE, "--rejects: %s:", opt_common.rejects);
	return fd;
}

void
filter_run(const struct filter *f, char *const *paths, struct store *store,
    const struct policy *policy, const struct term_table *terms)
{
	struct tally tally = { 0 };
	struct buf out = { 0 };
	struct filter_loop l = { .f = f, .store = store, .tally = &tally, .out = &out };
	long jobs = opt_common.jobs > 0 ? opt_common.jobs : sysconf(_SC_NPROCESSORS_ONLN);

	jobs = jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : jobs;
	if (opt_common.source != NULL && (store == NULL || f->batch == NULL))
		status_die(USAGE, "--source goes with a verb that changes the store");
	if (opt_common.pos != NULL && opt_common.source == NULL)
		status_die(USAGE, "--pos goes with --source");
	l.where = opt_common.where != NULL ? rule_new("--where", opt_common.where) : NULL;
	tally_ready();
	l.input = f->line != NULL ? input_new_line(f->line) :
	    input_new(paths, opt_common.encoding, terms, opt_common.map);
	l.rejects = rejects_open();
	l.slots = f->files != NULL ? FILE_SLOTS : store != NULL ? STORE_SLOTS :
	    (size_t)jobs * 2 + 3;
	l.slot = slots_new(l.slots, f);
	filter_position(&l);
	fcntl(STDOUT_FILENO, F_SETPIPE_SZ, PIPE_SIZE);
	progress_start(opt_common.progress, opt_common.quiet);
	run(&l, jobs);
	progress_end();
	if ((l.unended && write(l.rejects, "\n", 1) != 1) ||
	    (l.rejects >= 0 && close(l.rejects) != 0))
		status_die(FAILED, "--rejects: %s:", opt_common.rejects);
	tally_tell(&tally, f->verb, policy != NULL ? policy_digest(policy) : NULL);
	if (tally.verdict[REJECT] > 0)
		status_note(REFUSED);
	slots_free(l.slot, l.slots, f);
	buf_free(&out);
	input_free(l.input);
	rule_free(l.where);
	finding_leave();
}
