#include "filing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cover.h"
#include "filed.h"
#include "filing_int.h"
#include "finding.h"
#include "gather.h"
#include "gather_kind.h"
#include "journal.h"
#include "mem.h"
#include "office.h"
#include "pack.h"
#include "policy.h"
#include "spool.h"
#include "status.h"
#include "store.h"
#include "template.h"
#include "when.h"

static void
note_last(void *arg, const struct buf *record)
{
	struct filing_sorting *s = arg;
	struct filing_state *t;
	char kind[32], office[16], state[16], at[64];
	int k, province;
	int64_t sec;

	if (!filed_text(record, "kind", kind, sizeof kind) ||
	    !filed_text(record, "office", office, sizeof office) ||
	    !filed_text(record, "state", state, sizeof state) ||
	    !filed_text(record, "at", at, sizeof at) || !when_read(at, strlen(at), &sec))
		return;
	if (strcmp(state, "published") != 0 && strcmp(state, "accepted") != 0)
		return;
	k = gather_kind_find(kind);
	province = office_read(office);
	if (k < 0 || province == 0)
		return;
	t = &s->state[k][province];
	/* ids of one day sort by their text, so a later one of the same day may stand before
	 *  */
	if (t->last_day != WHEN_NEVER && when_day_of(sec) < t->last_day)
		return;
	t->last_day = when_day_of(sec);
	filed_text(record, "filing", t->last, sizeof t->last);
	snprintf(t->state, sizeof t->state, "%s", state);
}

static void
start_job(struct filing_sorting *s, int office)
{
	struct filing_job *j = mem_alloc(sizeof *j);
	struct cover *c = mem_alloc(sizeof *c);

	j->pack = mem_alloc(sizeof *j->pack);
	j->kind = s->kind;
	j->office = office;
	j->pack->cover = c;
	j->pack->rows = spool_new(s->f->dir);
	j->pack->gone = spool_new(s->f->dir);
	c->template = s->template[s->kind];
	c->clause = gather_kind_row(s->kind)->clause;
	c->office = office;
	c->since = s->state[s->kind][office].last_day;
	c->full = s->f->scope == FILING_FULL ||
	    (s->f->scope == FILING_AUTO && c->since == WHEN_NEVER);
	s->job[s->kind][office] = j;
}

enum { LATE = 20 };		/* overdue reports that are named */

static void
note_late(struct filing_state *t, const char *name)
{
	if (t->late == NULL)
		t->late = mem_alloc(sizeof *t->late);
	if (t->overdue++ >= LATE)
		return;
	if (t->overdue > 1)
		buf_putc(t->late, ',');
	buf_json(t->late, name, strlen(name));
}

static void
want_file(struct filing_job *j, const struct gather_row *row)
{
	struct filing_file *f;

	j->file = mem_grow(j->file, j->files + 1, sizeof *j->file);
	f = &j->file[j->files++];
	f->name = mem_copy(row->file, strlen(row->file));
	f->digest = mem_copy(row->file_digest, strlen(row->file_digest));
	f->row = j->rows;
}

static void
take_row(void *arg, const struct gather_row *row)
{
	struct filing_sorting *s = arg;
	struct filing_state *t = &s->state[s->kind][row->office];
	int *oldest = &s->oldest[s->kind][row->office];
	const char *text[FILING_CELLS];
	char change[2] = { (char)('0' + row->change), '\0' };
	struct filing_job *j;
	size_t i;

	t->rows += row->change != GATHER_GONE;
	t->fresh += row->change == GATHER_NEW;
	t->changed += row->change == GATHER_CHANGED;
	t->gone += row->change == GATHER_GONE;
	if (row->overdue)
		note_late(t, row->name);
	if (row->change == GATHER_NEW && row->registered < *oldest)
		*oldest = row->registered;
	if (!s->spool)
		return;
	if (s->job[s->kind][row->office] == NULL)
		start_job(s, row->office);
	j = s->job[s->kind][row->office];
	if (row->change == GATHER_SAME && !j->pack->cover->full)
		return;
	j->rows += row->change != GATHER_GONE;
	if (row->file != NULL && row->change != GATHER_GONE)
		want_file(j, row);
	text[0] = change;
	text[1] = row->key;
	text[2] = row->digest;
	text[3] = row->group;
	for (i = 0; i < row->columns; i++)
		text[PACK_LEAD + i] = row->cell[i];
	spool_put(row->change == GATHER_GONE ? j->pack->gone : j->pack->rows, text,
	    PACK_LEAD + row->columns);
	cover_count(j->pack->cover, row->change, row->group);
}

struct filing_sorting *
filing_sort(struct filing *f, bool spool)
{
	struct filing_sorting *s = mem_alloc(sizeof *s);
	struct store *store = store_open(f->store, STORE_READ, f->wait);
	uint64_t erased = 0;
	int k, i, home = office_read(policy_string(f->policy, "platform.province"));

	home = office_known(home) ? home : 0;
	s->f = f;
	s->spool = spool;
	for (k = 0; k < FILING_KINDS; k++)
		for (i = 0; i < FILING_PROVINCES; i++) {
			s->state[k][i].last_day = WHEN_NEVER;
			s->oldest[k][i] = WHEN_NEVER;
		}
	for (k = 0; k < FILING_KINDS; k++)
		s->template[k] = template_load(f->policy,
		    gather_kind_name(k));
	store_begin(store, 0);
	s->entries = journal_head(store, s->head);
	filed_each(store, "", note_last, s);
	for (k = 0; k < FILING_KINDS; k++) {
		struct gather g = {
			.template = s->template[k], .kind = (enum gather_kind)k,
			.by_subject = strcmp(policy_string(f->policy, "filing.office"),
			    "subject") == 0,
			.policy = f->policy, .now = f->now, .as_of = f->as_of,
			.from = f->from, .until = f->until, .number = f->number,
			.platform = home, .system = strcmp(policy_string(f->policy,
			    "filing.system_office"), "national") == 0 ? OFFICE_NATIONAL : home,
			.office = f->office
		};

		if (!f->kind[k])
			continue;
		s->kind = k;
		gather_rows(store, &g, take_row, s);
		s->unknown[k] = g.unknown;
		erased += g.erased;
	}
	store_abort(store);
	store_close(store);
	if (erased > 0)
		status_warn(DONE, "%ju rows whose personal part is erased or damaged",
		    (uintmax_t)erased);
	return s;
}

void
filing_sort_free(struct filing_sorting *s)
{
	int k, i;

	for (k = 0; k < FILING_KINDS; k++) {
		template_free(s->template[k]);
		for (i = 0; i < FILING_PROVINCES; i++)
			if (s->state[k][i].late != NULL) {
				buf_free(s->state[k][i].late);
				free(s->state[k][i].late);
			}
	}
	free(s);
}

/* What is found of an office's rows; -1: nothing. */
static int
judge(const struct filing *f, const struct gather_kind_row *row, const struct filing_state *t)
{
	int64_t cadence = policy_num(f->policy, "filing.cadence_days"),
	    grace = policy_num(f->policy, "filing.grace_days");

	if (t->fresh + t->changed + t->gone == 0)
		return -1;
	switch (row->way) {
	case GATHER_QUEUE:
		return t->overdue > 0 ? row->overdue : row->due;
	case GATHER_WALK:
		if (t->days > cadence + grace)
			return row->overdue;
		return t->days < 0 || t->days >= cadence ? row->due : -1;
	default:				/* what is in force is filed at once */
		return row->due;
	}
}

void
filing_due(struct filing *f, void (*fn)(void *, const struct filing_state *), void *arg)
{
	const struct gather_kind_row *row;
	struct filing_sorting *s;
	int today = when_day_of(f->now), since, k, i;

	s = filing_sort(f, false);
	for (k = 0; k < FILING_KINDS; k++) {
		row = gather_kind_row(k);
		for (i = 0; i < FILING_PROVINCES; i++) {
			struct filing_state *t = &s->state[k][i];

			if (!f->kind[k] || !f->office[i] ||
			    (t->rows + t->gone == 0 && t->last_day == WHEN_NEVER))
				continue;
			t->kind = gather_kind_name(k);
			t->clause = row->clause;
			t->office = i;
			t->finding = -1;
			since = t->last_day;
			if (since == WHEN_NEVER || (row->way == GATHER_QUEUE && t->rows > 0))
				since = s->oldest[k][i];
			t->days = since != WHEN_NEVER ? today - since : -1;
			t->finding = judge(f, row, t);
			fn(arg, t);
		}
		if (s->unknown[k] > 0) {
			struct filing_state none = { .kind =
			    gather_kind_name(k),
				.clause = "PA-03-1", .rows = s->unknown[k], .last_day =
				    WHEN_NEVER,
				.days = -1, .finding = F_OFFICE_UNKNOWN };

			fn(arg, &none);
		}
	}
	filing_sort_free(s);
}

