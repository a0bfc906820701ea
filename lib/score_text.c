#include "score.h"

#include <string.h>

#include "buf.h"
#include "json.h"

/* [score, level, next, active day, muted, begun, [[kind, time...]...], [[rule, day, points,
 * times]...]] */
void
score_put(struct buf *b, const struct score *c)
{
	size_t i, k;

	buf_putc(b, '[');
	buf_num(b, c->score);
	buf_putc(b, ',');
	buf_num(b, c->level);
	buf_putc(b, ',');
	buf_num(b, c->next);
	buf_putc(b, ',');
	buf_num(b, c->active_day);
	buf_putc(b, ',');
	buf_num(b, c->muted);
	buf_putc(b, ',');
	buf_num(b, c->begun);
	buf_put(b, ",[", 2);
	for (i = 0; i < c->kinds; i++) {
		buf_put(b, ",[", 2 - (i == 0));
		b->s[b->len - 1] = '[';
		buf_num(b, c->seen[i].kind);
		for (k = 0; k < c->seen[i].count; k++) {
			buf_putc(b, ',');
			buf_num(b, c->seen[i].time[k]);
		}
		buf_putc(b, ']');
	}
	buf_put(b, "],[", 3);
	for (i = 0; i < c->cycles; i++) {
		buf_put(b, ",[", 2 - (i == 0));
		b->s[b->len - 1] = '[';
		buf_num(b, c->cycle[i].rule);
		buf_putc(b, ',');
		buf_num(b, c->cycle[i].day);
		buf_putc(b, ',');
		buf_num(b, c->cycle[i].points);
		buf_putc(b, ',');
		buf_num(b, c->cycle[i].times);
		buf_putc(b, ']');
	}
	buf_put(b, "]]", 2);
}

/* The next whole number of a text that only score_put writes, which *p is moved past. */
static bool
number(const char **p, const char *end, int64_t *out)
{
	const char *s = *p;

	while (*p < end && **p != ',' && **p != ']' && **p != '[')
		++*p;
	return json_whole(s, (size_t)(*p - s), out);
}

static bool
take(const char **p, const char *end, char c)
{
	if (*p == end || **p != c)
		return false;
	++*p;
	return true;
}

/* Numbers between commas up to the closing bracket: how many; -1: more than `most`, or
 * anything else. */
static int
row(const char **p, const char *end, int64_t *out, int most)
{
	int n = 0;

	if (!take(p, end, '['))
		return -1;
	do {
		if (n == most || !number(p, end, &out[n++]))
			return -1;
	} while (take(p, end, ','));
	return take(p, end, ']') ? n : -1;
}

bool
score_get(const char *s, size_t n, struct score *c)
{
	const char *p = s, *end = s + n;
	int64_t v[SCORE_TIMES + 1];
	int i, k;

	memset(c, 0, sizeof *c);
	if (!take(&p, end, '['))
		return false;
	for (i = 0; i < 6; i++)
		if (!number(&p, end, &v[i]) || !take(&p, end, ','))
			return false;
	c->score = v[0];
	c->level = (int)v[1];
	c->next = v[2];
	c->active_day = (int)v[3];
	c->muted = v[4];
	c->begun = v[5] != 0;
	if (!take(&p, end, '['))
		return false;
	while (p < end && *p != ']') {
		if ((c->kinds > 0 && !take(&p, end, ',')) || c->kinds == SCORE_KINDS ||
		    (k = row(&p, end, v, SCORE_TIMES + 1)) < 1)
			return false;
		c->seen[c->kinds].kind = (int)v[0];
		c->seen[c->kinds].count = (size_t)k - 1;
		memcpy(c->seen[c->kinds++].time, v + 1, ((size_t)k - 1) * sizeof *v);
	}
	if (!take(&p, end, ']') || !take(&p, end, ',') || !take(&p, end, '['))
		return false;
	while (p < end && *p != ']') {
		if ((c->cycles > 0 && !take(&p, end, ',')) || c->cycles == SCORE_CYCLES ||
		    row(&p, end, v, 4) != 4)
			return false;
		c->cycle[c->cycles].rule = (int)v[0];
		c->cycle[c->cycles].day = (int)v[1];
		c->cycle[c->cycles].points = v[2];
		c->cycle[c->cycles++].times = v[3];
	}
	return take(&p, end, ']') && take(&p, end, ']') && p == end;
}
