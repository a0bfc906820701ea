#include "filter.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "buf.h"
#include "filter_int.h"
#include "finding.h"
#include "input.h"
#include "opt.h"
#include "progress.h"
#include "record.h"
#include "ring.h"
#include "store.h"
#include "tally.h"

/*
 * Lines that wait for the commit; from how many bytes on, and for how many milliseconds,
 * more are waited for, so that a stream becomes few files, and a lone line waits for
 * nothing.
 */
enum { LINES_OUT = 40 << 20, LINGER_LEAST = 64 << 10, LINGER = 200 };

/*
 * The line is kept as it came, masks apart, and goes out so too, with what was found in it
 * when something was.  out takes the place of kept from the first such line of a block on.
 */
void
filter_files_line(struct filter_loop *l, struct filter_slot *s, struct record *r, void *room)
{
	size_t at = s->kept->len;

	record_write(r, s->kept);
	l->f->files->line(r, s->kept->s + at, s->kept->len - at, room, s->pack);
	tally_record(s->tally, r);
	if (r->findings > 0) {
		if (s->out->len == 0)
			buf_put(s->out, s->kept->s, at);
		finding_close(r);
		record_write(r, s->out);
	} else if (s->out->len > 0)
		buf_put(s->out, s->kept->s + at, s->kept->len - at);
}

/* Does anybody read what goes out?  A closed standard output is held by a null device too
 * (status.h), on which writing fails. */
static bool
heard(void)
{
	struct stat st;

	return !isatty(STDOUT_FILENO) && !(fstat(STDOUT_FILENO, &st) == 0 &&
	    S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3) &&
	    (fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE) != O_RDONLY);
}

/* What of a block goes out, in out. */
static void
spoken(struct filter_slot *s, bool out)
{
	struct buf *b = s->out;

	if (!out)
		b->len = 0;
	else if (b->len == 0) {
		s->out = s->kept;
		s->kept = b;
	}
}

static size_t
gather(struct filter_loop *l, struct ring *r, size_t first, size_t n, size_t *changed)
{
	const struct filter_files *f = l->f->files;
	bool out = heard(), enough = false;
	size_t held = 0, bytes = 0;

	while (n > 0) {
		struct filter_slot *s = &l->slot[first++ % l->slots];

		n--;
		filter_advance(l, s);
		bytes += s->kept->len;
		enough |= f->take(s->pack, l->f->store_arg);
		filter_note(l, s);
		*changed += s->tally->out;
		spoken(s, out);
		if (held > 0 || filter_speaks(s))
			held++;
		else {
			buf_put(l->out, s->out->s, s->out->len);
			ring_release(r, 1);
		}
		if (enough || l->out->len > LINES_OUT)
			break;
		if (n == 0 && held == 0)
			n = bytes < LINGER_LEAST ? ring_now(r, &first) :
			    ring_soon(r, &first, LINGER);
	}
	return held;
}

void
filter_files_batch(struct filter_loop *l, struct ring *r, size_t first, size_t n)
{
	size_t held, changed = 0, i;

	l->out->len = 0;
	held = gather(l, r, first, n, &changed);
	if (changed > 0 && !store_dry(l->store))
		l->f->files->whole(l->f->store_arg);
	store_begin(l->store, 0);
	if (changed > 0 && !store_dry(l->store))
		l->f->batch(l->store, changed, l->f->store_arg);
	l->tally->changed += changed;
	filter_position_write(l);
	store_commit(l->store);
	if (changed > 0 && !store_dry(l->store))
		l->f->files->settle(l->f->store_arg);
	buf_send(l->out, STDOUT_FILENO, "standard output");
	ring_now(r, &first);
	for (i = first; i < first + held; i++)
		filter_speak(l, &l->slot[i % l->slots]);
	ring_release(r, held);
	progress_note(l->tally->read, l->taken, l->size);
}
