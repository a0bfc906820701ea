#include "filter.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "filter_int.h"
#include "finding.h"
#include "input.h"
#include "json.h"
#include "mem.h"
#include "opt.h"
#include "progress.h"
#include "record.h"
#include "ring.h"
#include "status.h"
#include "store.h"
#include "tally.h"

/* Bytes that writes take, and lines that go out, after which a transaction ends. */
enum { PENDING = 56 << 20, LINES_OUT = 8 << 20 };

/* Refused lines: a message each, and the line itself to --rejects. */
static void
tell_refused(struct filter_loop *l, struct filter_slot *s)
{
	struct block *b = s->block;
	char place[64];
	size_t i;

	s->rejects->len = 0;
	for (i = 0; i < b->lines; i++) {
		const struct input_line *line = &b->line[i];
		const struct filter_outcome *o = &s->outcome[i];
		bool as_text = line->raw_n == 0 && line->n > 0;

		if (o->fate != FILTER_REFUSE)
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
			buf_putc(s->rejects, '\n');
		buf_put(s->rejects, as_text ? b->text + line->at : b->raw + line->raw_at,
		    as_text ? line->n : line->raw_n);
		l->unended = line->open;
		if (!line->open)
			buf_putc(s->rejects, '\n');
	}
	buf_send(s->rejects, l->rejects, opt_common.rejects);
}

/* Lines that the source has given before are left out; what has no position is not known
 * again. */
bool
filter_taken(const struct filter_loop *l, const struct filter_outcome *o)
{
	return opt_common.source != NULL && o->pos <= l->start &&
	    (o->fate != FILTER_REFUSE || opt_common.pos == NULL);
}

void
filter_advance(struct filter_loop *l, const struct filter_slot *s)
{
	const struct filter_outcome *o = s->outcome;
	size_t i;

	for (i = 0; opt_common.source != NULL && i < s->block->lines; i++)
		if ((o[i].fate != FILTER_REFUSE || opt_common.pos == NULL) &&
		    o[i].pos > l->last)
			l->last = o[i].pos;
}

/* Apply what a block holds, inside the transaction. */
static size_t
apply(struct filter_loop *l, struct filter_slot *s)
{
	struct block *b = s->block;
	size_t i, changed = 0;

	filter_advance(l, s);
	for (i = 0; i < b->lines; i++) {
		struct filter_outcome *o = &s->outcome[i];

		if (filter_taken(l, o))
			o->fate = FILTER_SKIP;
		if (o->fate != FILTER_OUT)
			continue;
		if (l->f->apply != NULL)
			changed += l->f->apply(&s->record[i], l->store,
			    l->f->store_arg);
		tally_record(s->tally, &s->record[i]);
		finding_close(&s->record[i]);
		record_write(&s->record[i], s->out);
	}
	return changed;
}

static void
count(struct filter_slot *s)
{
	struct block *b = s->block;
	size_t i;

	for (i = 0; i < b->lines; i++) {
		if (b->line[i].more)
			continue;
		s->tally->read++;
		s->tally->out += s->outcome[i].fate == FILTER_OUT;
		s->tally->refused += s->outcome[i].fate == FILTER_REFUSE;
		s->tally->unselected += s->outcome[i].fate == FILTER_LEAVE_OUT;
		s->tally->skipped += s->outcome[i].fate == FILTER_SKIP;
	}
}

/* The position that the store has; -1: none (positions begin at 0, as offsets do). */
static int64_t
position(struct filter_loop *l)
{
	const char *v;
	size_t n;
	int64_t pos = -1;

	if (store_get(l->store, STORE_POSITION, opt_common.source, strlen(opt_common.source),
	    &v, &n) && !json_whole(v, n, &pos))
		status_die(FAILED, "--source: the position kept is damaged: %s",
		    opt_common.source);
	return pos;
}

void
filter_position(struct filter_loop *l)
{
	l->start = l->last = l->kept = -1;
	if (opt_common.source == NULL)
		return;
	store_begin(l->store, 0);
	l->start = l->last = l->kept = position(l);
	store_abort(l->store);
}

/* Another run that takes from the same source has given the same lines. */
void
filter_position_write(struct filter_loop *l)
{
	char text[24];
	int n = snprintf(text, sizeof text, "%lld", (long long)l->last);

	if (opt_common.source == NULL || l->last <= l->start)
		return;
	if (position(l) != l->kept)
		status_die(FAILED, "--source: another run takes from %s at the same time: "
		    "the last batch was not committed", opt_common.source);
	store_put(l->store, STORE_POSITION, opt_common.source, strlen(opt_common.source), text,
	    (size_t)n);
	l->kept = l->last;
}

bool
filter_speaks(const struct filter_slot *s)
{
	return s->tally->refused > 0 || s->block->line[0].more;
}

void
filter_note(struct filter_loop *l, struct filter_slot *s)
{
	count(s);
	tally_add(l->tally, s->tally);
	l->taken = s->block->taken;
	l->size = s->block->size;
}

/*
 * What stands ready is applied; in a verb that changes the store also what gets ready
 * meanwhile, until the writes or lines that wait for the commit fill their memory.  A block
 * can be filled again at once, its lines standing with the others; from the first on that has
 * more to say (speaks) all are held until it has.  Returns how many.
 */
static size_t
transaction(struct filter_loop *l, struct ring *r, size_t first, size_t n)
{
	bool goes_on = l->f->batch != NULL && !store_dry(l->store);
	size_t held = 0, changed = 0, most = l->f->pending > 0 ? l->f->pending : PENDING;

	l->out->len = 0;
	while (n > 0) {
		struct filter_slot *s = &l->slot[first++ % l->slots];

		n--;
		changed += apply(l, s);
		filter_note(l, s);
		if (held > 0 || filter_speaks(s))
			held++;
		else {
			buf_put(l->out, s->out->s, s->out->len);
			ring_release(r, 1);
		}
		if (!goes_on)
			continue;
		if (store_pending(l->store) > most || l->out->len > LINES_OUT)
			break;
		if (n == 0 && held == 0)
			n = ring_now(r, &first);
	}
	if (changed > 0 && l->f->batch != NULL)
		l->f->batch(l->store, changed, l->f->store_arg);
	l->tally->changed += changed;
	return held;
}

void
filter_speak(struct filter_loop *l, struct filter_slot *s)
{
	if (filter_speaks(s))
		tell_refused(l, s);
	buf_send(s->out, STDOUT_FILENO, "standard output");
}

void
filter_batch(struct filter_loop *l, struct ring *r, size_t first, size_t n)
{
	size_t i, lines = 0, held = n;
	struct filter_slot *s;

	for (i = first; i < first + n; i++)
		lines += l->slot[i % l->slots].block->lines;
	if (l->store != NULL) {
		store_begin(l->store, lines);
		if (l->f->begin != NULL)
			l->f->begin(l->store, l->f->store_arg);
		held = transaction(l, r, first, n);
		filter_position_write(l);
		store_commit(l->store);
		buf_send(l->out, STDOUT_FILENO, "standard output");
		ring_now(r, &first);
	}
	for (i = first; i < first + held; i++) {
		s = &l->slot[i % l->slots];
		if (l->store == NULL)
			filter_note(l, s);
		filter_speak(l, s);
	}
	ring_release(r, held);
	progress_note(l->tally->read, l->taken, l->size);
}
