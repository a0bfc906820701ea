#include "credit.h"

#include <string.h>

#include "act.h"
#include "buf.h"
#include "credit_int.h"
#include "finding.h"
#include "json.h"
#include "mem.h"
#include "owner.h"
#include "record.h"
#include "scheme.h"
#include "score.h"
#include "when.h"

/* An answer: [side,"OWNER",time,credit,"LEVEL",muted,"MEASURE" or 0,days,unconfirmed] */

const char *
credit_answer_put(struct store *st, size_t *n, const struct credit *c, const struct act *a,
    unsigned side, const char *key, size_t key_n, int64_t time, const struct score *score,
    const struct score_effect *f)
{
	static struct buf b;
	const char *level = c->scheme[side]->level[score->level].name;

	b.len = 0;
	buf_putc(&b, '[');
	buf_num(&b, side);
	buf_putc(&b, ',');
	buf_json(&b, key, key_n);
	buf_putc(&b, ',');
	buf_num(&b, time);
	buf_putc(&b, ',');
	buf_num(&b, score->score);
	buf_putc(&b, ',');
	buf_json(&b, level, strlen(level));
	buf_putc(&b, ',');
	buf_num(&b, score->muted);
	buf_putc(&b, ',');
	if (f->measure != NULL)
		buf_json(&b, f->measure, strlen(f->measure));
	else
		buf_putc(&b, '0');
	buf_putc(&b, ',');
	buf_num(&b, f->days);
	buf_putc(&b, ',');
	buf_num(&b, f->unconfirmed);
	buf_putc(&b, ']');
	act_put(st, ACT_CREDIT, a, b.s, b.len);
	*n = b.len;
	return b.s;
}

enum { A_SIDE, A_OWNER, A_TIME, A_CREDIT, A_LEVEL, A_MUTED, A_MEASURE, A_DAYS, A_UNCONFIRMED,
	ANSWERS };

static bool
answer_get(const char *answer, size_t n, struct piece part[ANSWERS])
{
	struct json_walk w;
	int i;

	json_walk(&w, answer, n);
	for (i = 0; i < ANSWERS && json_next(&w); i++)
		part[i] = (struct piece){ w.value, w.value_len };
	return i == ANSWERS;
}

/* The members of the answer that a record gets, also when it is given again. */
void
credit_tell(struct record *r, const struct credit *c, const char *answer, size_t n)
{
	struct piece part[ANSWERS];
	const struct scheme *s;
	int64_t number, side;
	char text[WHEN_TEXT];
	size_t i;

	if (!answer_get(answer, n, part) || !json_whole(part[A_SIDE].s, part[A_SIDE].n, &side))
		return;
	s = c->scheme[side];
	record_set_copy(r, M_CREDIT, part[A_CREDIT].s, part[A_CREDIT].n);
	record_set_copy(r, M_LEVEL, part[A_LEVEL].s, part[A_LEVEL].n);
	for (i = 0; i < s->levels; i++)
		if (strlen(s->level[i].name) == part[A_LEVEL].n - 2 &&
		    memcmp(s->level[i].name, part[A_LEVEL].s + 1, part[A_LEVEL].n - 2) == 0)
			record_set(r, M_SERVICES, s->level[i].services,
			    s->level[i].services_n);
	if (json_whole(part[A_MUTED].s, part[A_MUTED].n, &number) && number > 0)
		record_set_text(r, M_MUTED_UNTIL, when_text(number, text), 25);
	if (*part[A_MEASURE].s == '"') {
		record_set_copy(r, M_MEASURE, part[A_MEASURE].s, part[A_MEASURE].n);
		record_set_copy(r, M_MEASURE_DAYS, part[A_DAYS].s, part[A_DAYS].n);
	}
	if (*part[A_UNCONFIRMED].s == '1')
		finding_add(r, F_EVENT_UNCONFIRMED, M_CONFIRMED_BY, NULL);
}

/* Where an event that was answered stands; false: there is none. */
bool
credit_whose(struct store *st, const char *id, size_t id_n, int64_t *side, char *owner,
    size_t *owner_n, int64_t *time)
{
	struct act a = { .id = id, .id_n = id_n };
	struct piece part[ANSWERS];
	const char *answer;
	char text[OWNER_KEY * 6];
	size_t n;

	a.digest[0] = '\0';
	if (id_n == 0 || id_n > ACT_ID || !act_answer(st, ACT_CREDIT, &a, &answer, &n) ||
	    !answer_get(answer, n, part) || part[A_OWNER].n > sizeof text)
		return false;
	*owner_n = json_decode(text, part[A_OWNER].s, part[A_OWNER].n);
	if (*owner_n > OWNER_KEY)
		return false;
	memcpy(owner, text, *owner_n);
	return json_whole(part[A_SIDE].s, part[A_SIDE].n, side) &&
	    json_whole(part[A_TIME].s, part[A_TIME].n, time);
}
