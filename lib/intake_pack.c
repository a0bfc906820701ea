#include "intake.h"

#include <stdlib.h>

#include "finding.h"
#include "intake_int.h"
#include "keep.h"
#include "line.h"
#include "mem.h"
#include "opt.h"
#include "portion.h"
#include "record.h"
#include "retain.h"
#include "veil.h"
#include "when.h"

/* From how many bytes on lines become frames in the thread that reads them. */
enum { LEAST = PORTION_FRAME / 2 };

const char *
intake_check(struct record *r, void *room, void *arg)
{
	struct intake *t = arg;
	struct line *l = mem_piece(r->arena, sizeof *l);

	(void)room;
	veil_record(r);
	line_look(r, t->r->keep, (int)t->class, l);
	if (!l->timed)
		finding_add(r, F_LOG_TIME, M_TIME, NULL);
	else if (l->time > opt_now() + t->ahead) {
		finding_add(r, F_LOG_FUTURE, M_TIME, NULL);
		l->timed = false;
	}
	if (!record_has(r, M_ACCOUNT) && !record_has(r, M_GROUP) && !record_has(r, M_USER))
		finding_add(r, F_LOG_OWNER, M_NONE, NULL);
	r->extra = l;
	return NULL;
}

void *
intake_pack_new(void *arg)
{
	struct intake_pack *p = mem_alloc(sizeof *p);

	p->level = ((struct intake *)arg)->level;
	return p;
}

void
intake_pack_free(void *pack)
{
	struct intake_pack *p = pack;
	size_t i;

	for (i = 0; i < p->room; i++) {
		portion_free(p->part[i].lines);
		portion_frames_free(p->part[i].frames);
	}
	free(p->part);
	free(p);
}

static struct intake_part *
part_of(struct intake_pack *p, int day)
{
	size_t i;

	if (p->last < p->parts && p->part[p->last].day == day)
		return &p->part[p->last];
	for (i = 0; i < p->parts && p->part[i].day != day; i++)
		;
	if (i == p->room) {
		p->part = mem_grow(p->part, p->room + 1, sizeof *p->part);
		p->part[p->room].lines = portion_new();
		p->part[p->room++].frames = portion_frames_new();
	}
	if (i == p->parts)
		p->part[p->parts++].day = day;
	p->last = i;
	return &p->part[i];
}

void
intake_line(struct record *r, const char *s, size_t n, void *room, void *pack)
{
	const struct line *l = r->extra;
	int day = l->timed ? when_day_of(l->time) : INTAKE_UNDATED;

	(void)room;
	portion_add(part_of(pack, day)->lines, s, n, l);
}

void
intake_pack(void *room, void *arg)
{
	struct intake_pack *p = arg;
	size_t i;

	(void)room;
	for (i = 0; i < p->parts; i++)
		if (portion_bytes(p->part[i].lines) >= LEAST)
			portion_cut(p->part[i].lines, p->level, p->part[i].frames);
}
