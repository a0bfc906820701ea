#include "filter.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
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

/* PENDING: bytes of writes, after which a transaction ends. */
enum { MOST_JOBS = 64, STORE_SLOTS = 12, PIPE_SIZE = 1 << 20, PENDING = 20 << 20 };
enum fate { OUT, REFUSE, LEAVE_OUT, SKIP };

struct outcome {
	enum fate fate;
	uint32_t at;			/* byte of the line, when refused */
	const char *why, *member;	/* member: of a wrong type */
	int64_t pos;			/* of --pos */
};

struct slot {
	struct block block;
	struct outcome *outcome;	/* a line each */
	struct record *record;		/* a line each, when there is an apply */
	size_t outcomes, records;
	struct mem_arena arena;
	struct buf out, rejects;
	struct tally tally;
};

struct loop {
	const struct filter *f;
	struct input *input;
	struct store *store;
	struct rule *where;
	struct slot *slot;
	size_t slots;
	int rejects;
	bool unended;				/* the last line of rejects has no end yet */
	uint64_t lines;				/* for --source without --pos */
	int64_t start, last;			/* position when the run began, and now */
	struct tally tally;
};

static bool
selected(struct loop *l, struct outcome *o, const struct record *r)
{
	o->fate = rule_true(l->where, r->line, r->len, &o->why) ? OUT :
	    o->why != NULL ? REFUSE : LEAVE_OUT;
	return o->fate == OUT;
}

static bool
positioned(struct outcome *o, const struct record *r)
{
	size_t n;
	const char *v = json_get(r->line, r->len, opt_common.pos, &n);

	if (v != NULL && n > 2 && *v == '"')
		v++, n -= 2;
	if (v != NULL && json_whole(v, n, &o->pos) && o->pos >= 0)
		return true;
	*o = (struct outcome){ REFUSE, .why = "no position in the member that --pos names" };
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
	struct loop *l = arg;
	struct desk *d = mem_alloc(sizeof *d);

	d->reader = record_reader_new();
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
	return input_read(((struct loop *)arg)->input, &((struct slot *)slot)->block);
}

/* Parse and check a block; write its lines already when no apply comes. */
static void
work(void *slot, void *room, void *arg)
{
	struct loop *l = arg;
	struct slot *s = slot;
	struct desk *d = room;
	struct block *b = &s->block;
	struct record one, *r = &one;
	size_t i, at = 0;

	if (s->outcomes < b->lines) {
		s->outcomes = b->lines;
		s->outcome = mem_grow(s->outcome, s->outcomes, sizeof *s->outcome);
	}
	if (l->store != NULL && s->records < b->lines) {
		s->records = b->lines;
		s->record = mem_grow(s->record, s->records, sizeof *s->record);
	}
	mem_reset(&s->arena);
	s->out.len = 0;
	memset(&s->tally, 0, sizeof s->tally);
	for (i = 0; i < b->lines; i++) {
		struct input_line *line = &b->line[i];
		struct outcome *o = &s->outcome[i];

		*o = (struct outcome){ .why = line->bad };
		if (l->store != NULL)
			r = &s->record[i];
		else
			mem_reset(&s->arena);
		r->file = b->file;
		r->number = line->number;
		r->arena = &s->arena;
		if (o->why == NULL) {
			o->why = record_read(d->reader, r, b->text + line->at, line->n, &at);
			o->at = o->why != NULL ? (uint32_t)at : 0;
			o->member = r->odd != M_NONE ? member_name((enum member)r->odd) : NULL;
		}
		if (o->why != NULL) {
			o->fate = REFUSE;
			continue;
		}
		if (opt_common.pos != NULL && !positioned(o, r))
			continue;
		if (l->where != NULL && !selected(l, o, r))
			continue;
		o->why = l->f->check(r, d->room, l->f->arg);
		if (o->why != NULL)
			o->fate = REFUSE;
		else if (l->store == NULL) {
			tally_record(&s->tally, r);
			finding_close(r);
			record_write(r, &s->out);
		}
	}
}

/* Refused lines: a message each, and the line itself to --rejects. */
static void
tell_refused(struct loop *l, struct slot *s)
{
	struct block *b = &s->block;
	char place[64];
	size_t i;

	s->rejects.len = 0;
	for (i = 0; i < b->lines; i++) {
		const struct input_line *line = &b->line[i];
		const struct outcome *o = &s->outcome[i];
		bool as_text = line->raw_n == 0 && line->n > 0;

		if (o->fate != REFUSE)
			continue;
		*place = '\0';
		if (o->member != NULL)
			snprintf(place, sizeof place, "%s: ", o->member);
		else if (o->at > 0)
			snprintf(place, sizeof place, "byte %u: ", o->at + 1);
		if (!line->mute)
			status_warn(REFUSED, "%s:%llu: %s%s", b->file,
			    (unsigned long long)line->number, place, o->why);
		if (l->rejects < 0)
			continue;
		if (l->unended && !line->more)
			buf_putc(&s->rejects, '\n');
		buf_put(&s->rejects, as_text ? b->text + line->at : b->raw + line->raw_at,
		    as_text ? line->n : line->raw_n);
		l->unended = line->open;
		if (!line->open)
			buf_putc(&s->rejects, '\n');
	}
	buf_send(&s->rejects, l->rejects, opt_common.rejects);
}

/* Lines that the source has given before are left out. */
static bool
taken_before(struct loop *l, const struct outcome *o)
{
	int64_t pos;

	if (opt_common.source == NULL)
		return false;
	pos = opt_common.pos != NULL ? o->pos : (int64_t)l->lines;
	l->last = pos > l->last ? pos : l->last;
	return pos <= l->start;
}

/* Apply what a block holds, inside the transaction. */
static size_t
apply(struct loop *l, struct slot *s)
{
	struct block *b = &s->block;
	size_t i, changed = 0;

	for (i = 0; i < b->lines; i++) {
		struct outcome *o = &s->outcome[i];

		l->lines += !b->line[i].more;
		if ((o->fate != REFUSE || opt_common.pos == NULL) && taken_before(l, o))
			o->fate = SKIP;
		if (o->fate != OUT)
			continue;
		if (l->f->apply != NULL)
			changed += l->f->apply(&s->record[i], l->store,
			    l->f->store_arg);
		tally_record(&s->tally, &s->record[i]);
		finding_close(&s->record[i]);
		record_write(&s->record[i], &s->out);
	}
	return changed;
}

static void
count(struct slot *s)
{
	struct block *b = &s->block;
	size_t i;

	for (i = 0; i < b->lines; i++) {
		if (b->line[i].more)
			continue;
		s->tally.read++;
		s->tally.out += s->outcome[i].fate == OUT;
		s->tally.refused += s->outcome[i].fate == REFUSE;
		s->tally.unselected += s->outcome[i].fate == LEAVE_OUT;
		s->tally.skipped += s->outcome[i].fate == SKIP;
	}
}

static void
position_read(struct loop *l)
{
	const char *v;
	size_t n;

	l->start = l->last = -1;	/* positions begin at 0, as offsets do */
	if (opt_common.source == NULL)
		return;
	store_begin(l->store, 0);
	if (store_get(l->store, STORE_POSITION, opt_common.source, strlen(opt_common.source),
	    &v, &n) && !json_whole(v, n, &l->start))
		status_die(FAILED, "--source: the position kept is damaged: %s",
		    opt_common.source);
	store_abort(l->store);
	l->last = l->start;
}

static void
position_write(struct loop *l)
{
	char text[24];
	int n = snprintf(text, sizeof text, "%lld", (long long)l->last);

	if (opt_common.source != NULL && l->last > l->start)
		store_put(l->store, STORE_POSITION, opt_common.source,
		    strlen(opt_common.source), text, (size_t)n);
}

/* At most n blocks from `first` on in one transaction, then out; returns how many. */
static size_t
batch(struct loop *l, size_t first, size_t n)
{
	size_t i, lines = 0, changed = 0;
	struct slot *s;

	if (l->store != NULL) {
		for (i = first; i < first + n; i++)
			lines += l->slot[i % l->slots].block.lines;
		store_begin(l->store, lines);
		if (l->f->begin != NULL)
			l->f->begin(l->store, l->f->store_arg);
		for (i = first; i < first + n; i++) {
			changed += apply(l, &l->slot[i % l->slots]);
			if (!store_dry(l->store) && store_pending(l->store) > PENDING)
				n = i + 1 - first;
		}
		if (changed > 0 && l->f->batch != NULL)
			l->f->batch(l->store, changed, l->f->store_arg);
		position_write(l);
		store_commit(l->store);
		l->tally.changed += changed;
	}
	for (i = first; i < first + n; i++) {
		s = &l->slot[i % l->slots];
		count(s);
		if (s->tally.refused > 0 || s->block.line[0].more)
			tell_refused(l, s);
		buf_send(&s->out, STDOUT_FILENO, "standard output");
		tally_add(&l->tally, &s->tally);
		progress_note(l->tally.read, s->block.taken, s->block.size);
	}
	return n;
}

static void
run(struct loop *l, long jobs)
{
	const struct ring_job job = { fill, enter, work, leave, l };
	struct ring *r = ring_start(&job, l->slot, sizeof *l->slot, l->slots, jobs);
	size_t first, n;

	while ((n = ring_ready(r, &first)) > 0)
		ring_release(r, batch(l, first, n));
	ring_end(r);
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
	struct loop l = { .f = f, .store = store };
	long jobs = opt_common.jobs > 0 ? opt_common.jobs : sysconf(_SC_NPROCESSORS_ONLN);
	size_t i;

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
	l.slots = store != NULL ? STORE_SLOTS : (size_t)jobs * 2 + 3;
	l.slot = mem_alloc(l.slots * sizeof *l.slot);
	position_read(&l);
	fcntl(STDOUT_FILENO, F_SETPIPE_SZ, PIPE_SIZE);
	progress_start(opt_common.progress, opt_common.quiet);
	run(&l, jobs);
	progress_end();
	if ((l.unended && write(l.rejects, "\n", 1) != 1) ||
	    (l.rejects >= 0 && close(l.rejects) != 0))
		status_die(FAILED, "--rejects: %s:", opt_common.rejects);
	tally_tell(&l.tally, f->verb, policy != NULL ? policy_digest(policy) : NULL);
	if (l.tally.verdict[REJECT] > 0)
		status_note(REFUSED);
	for (i = 0; i < l.slots; i++) {
		input_block_free(&l.slot[i].block);
		free(l.slot[i].outcome);
		free(l.slot[i].record);
		mem_end(&l.slot[i].arena);
		buf_free(&l.slot[i].out);
		buf_free(&l.slot[i].rejects);
	}
	free(l.slot);
	input_free(l.input);
	rule_free(l.where);
	finding_leave();
}
