/* Who holds what: values after random histories beside a plain array. */
#include <stdint.h>

#include "buf.h"
#include "holder.h"
#include "mem.h"
#include "scan.h"
#include "tap.h"

static struct scan_room *room;

static uint32_t
rnd(uint32_t below)
{
	static uint32_t x = 2463534242;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x % below;
}

/* Names with everything in them that JSON escapes. */
static const char *const name[] = { "a", "b", "aa", "a\"b", "a\\b", "\xe4\xb8\xad", "", "a\n\x01",
	"],[", "\"accounts\":[", "x y", "users" };
enum { NAMES = sizeof name / sizeof *name };

struct model {
	struct { int who, day; } item[2][NAMES];
	int n[2];
};

static void
put(struct model *m, int l, int who, int day)
{
	int i;

	for (i = 0; i < m->n[l] && m->item[l][i].who != who; i++)
		;
	m->item[l][i].who = who;
	m->item[l][i].day = day;
	m->n[l] += i == m->n[l];
}

static void
drop(struct model *m, int l, int who)
{
	int i, k;

	for (i = k = 0; i < m->n[l]; i++)
		if (m->item[l][i].who != who)
			m->item[l][k++] = m->item[l][i];
	m->n[l] = k;
}

static int
wrong_counts(const struct model *m, const struct buf *val)
{
	int l, who, day, i, wrong = 0;

	for (l = 0; l < 2; l++)
		for (who = 0; who < NAMES; who++) {
			struct holder_count c;
			size_t before = 0;
			bool has = false;

			day = 100 + (int)rnd(12);
			for (i = 0; i < m->n[l]; i++) {
				has |= m->item[l][i].who == who;
				before += !has && m->item[l][i].day <= day;
			}
			c = holder_count(val->len > 0 ? val->s : NULL, val->len, (enum holder_list)l, name[who],
			    strlen(name[who]), day);
			wrong += c.all != (size_t)m->n[l] || c.has != has || c.before != before;
		}
	return wrong;
}

static void
histories(void)
{
	int round, step, wrong = 0, steps = 0, gone = 0;

	for (round = 0; round < 300; round++) {
		struct model m = { .n = { 0, 0 } };
		struct buf val = { 0 }, next = { 0 }, swap;

		for (step = 0; step < 40; step++) {
			int l = (int)rnd(2), who = (int)rnd(NAMES), day = 100 + (int)rnd(10);
			bool left;
			struct scan_error e;

			next.len = 0;
			if (rnd(5) < 3) {
				put(&m, l, who, day);
				left = holder_add(&next, val.len > 0 ? val.s : NULL, val.len,
				    rnd(2) ? "person" : NULL, (enum holder_list)l, name[who], strlen(name[who]), day);
			} else {
				drop(&m, l, who);
				left = holder_remove(&next, val.len > 0 ? val.s : NULL, val.len,
				    (enum holder_list)l, name[who], strlen(name[who]));
			}
			wrong += left != (m.n[0] + m.n[1] > 0);
			memset(buf_room(&next, SCAN_PAD), 0, SCAN_PAD);
			wrong += !scan_value(next.s, next.len, room, &e);
			if (!left) {
				next.len = 0;	/* the value is deleted */
				gone++;
			}
			swap = val;
			val = next;
			next = swap;
			wrong += wrong_counts(&m, &val);
			steps++;
		}
		buf_free(&val);
		buf_free(&next);
	}
	ok(wrong == 0, "%d steps beside a plain array", steps);
	ok(gone > 100, "(%d times nothing was left)", gone);
}

static void
plain(void)
{
	struct buf a = { 0 }, b = { 0 };
	struct holder_count c;

	c = holder_count(NULL, 0, HOLDER_ACCOUNTS, "a", 1, 5);
	ok(c.all == 0 && c.before == 0 && !c.has, "nobody holds nothing");
	ok(holder_add(&a, NULL, 0, "person", HOLDER_ACCOUNTS, "a", 1, 5), "the first");
	same(buf_text(&a), "{\"kind\":\"person\",\"accounts\":[[\"a\",5]]}", "as it stands");
	ok(holder_add(&b, a.s, a.len, NULL, HOLDER_ACCOUNTS, "b\"", 2, -3), "the second");
	same(buf_text(&b), "{\"kind\":\"person\",\"accounts\":[[\"a\",5],[\"b\\\"\",-3]]}", "behind it");
	a.len = 0;
	ok(holder_add(&a, b.s, b.len, "media", HOLDER_USERS, "u", 1, 9), "a user beside them");
	ok(strstr(buf_text(&a), "\"kind\":\"media\"") != NULL &&
	    strstr(a.s, "\"users\":[[\"u\",9]]") != NULL, "and a new kind");
	c = holder_count(a.s, a.len, HOLDER_ACCOUNTS, "b\"", 2, 5);
	ok(c.all == 2 && c.has && c.before == 1, "one came before the second");
	c = holder_count(a.s, a.len, HOLDER_ACCOUNTS, "b\"", 2, 4);
	ok(c.before == 0, "and none by the day before");
	c = holder_count(a.s, a.len, HOLDER_ACCOUNTS, "z", 1, 5);
	ok(c.all == 2 && !c.has && c.before == 2, "a third comes behind both");
	b.len = 0;
	ok(holder_remove(&b, a.s, a.len, HOLDER_USERS, "u", 1), "the user goes");
	a.len = 0;
	ok(holder_remove(&a, b.s, b.len, HOLDER_ACCOUNTS, "a", 1), "the first goes");
	b.len = 0;
	ok(!holder_remove(&b, a.s, a.len, HOLDER_ACCOUNTS, "b\"", 2), "the last goes: nothing is left");
	buf_free(&a);
	buf_free(&b);
}

int
main(void)
{
	room = scan_room_new();
	plain();
	histories();
	scan_room_free(room);
	return done();
}
