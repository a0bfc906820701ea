/* Seats in pieces, users and counts: there and back, odd names, values that are none. */
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "child.h"
#include "seal.h"
#include "seat.h"
#include "status.h"
#include "store.h"
#include "tap.h"

static char dir[300];
static struct buf seen;

#define NAME(s) (s), sizeof (s) - 1

static void
words(void)
{
	static const char roles[] = { SEAT_OWNER, SEAT_MANAGER, SEAT_MEMBER };
	static const char guests[] = { SEAT_INVITED, SEAT_NAMED, SEAT_CALLED, SEAT_APPLIED };
	const char *s;
	unsigned i, bad = 0;

	same(seat_role_name(SEAT_OWNER), "owner", "the name of a role");
	same(seat_role_label(SEAT_OWNER), "建立者", "what is shown of an owner");
	same(seat_role_label(SEAT_MANAGER), "管理者", "of a manager");
	same(seat_role_label(SEAT_MEMBER), "成员", "of a member");
	for (i = 0; i < sizeof roles; i++) {
		s = seat_role_name(roles[i]);
		bad += seat_role_find(s, strlen(s)) != roles[i] || !seat_counts(roles[i]);
		s = seat_role_label(roles[i]);
		bad += seat_role_find(s, strlen(s)) != roles[i];
	}
	ok(bad == 0, "the three that count are found by name and label");
	for (i = 0; i < sizeof guests; i++)
		bad += seat_counts(guests[i]) || *seat_role_label(guests[i]) != '\0' ||
		    strcmp(seat_role_name(guests[i]), guests[i] == SEAT_APPLIED ? "applied" :
		    "invited") != 0;
	ok(bad == 0, "who is invited or has applied is no member and has no label");
	ok(seat_role_find(NAME("invited")) < 0 && seat_role_find(NAME("Owner")) < 0 &&
	    seat_role_find(NAME("owner ")) < 0 && seat_role_find(NAME("own")) < 0 &&
	    seat_role_find("", 0) < 0 && seat_role_find(NAME("群主")) < 0,
	    "other words are no role");
	same(seat_role_name(SEAT_NONE), "none", "no seat, no role");
	ok(!seat_counts(SEAT_NONE) && *seat_role_label('?') == '\0', "nor a label");
	for (i = 1; i < SEAT_HOWS; i++) {
		s = seat_how_name(i);
		bad += *s == '\0' || seat_how_find(s, strlen(s)) != (int)i;
	}
	ok(bad == 0, "each way of joining is found by its name");
	ok(seat_how_find("", 0) < 0 && seat_how_find(NAME("QR")) < 0 &&
	    seat_how_find(NAME("real")) < 0 && seat_how_find(NAME("real-name ")) < 0 &&
	    *seat_how_name(SEAT_UNRECORDED) == '\0', "what was not recorded has none");
}

static void
good_names(void)
{
	char most[SEAT_NAME + 1], c[3] = "a?";
	int i, n = 0;

	memset(most, 'x', sizeof most);
	ok(seat_name_good("a", 1) && seat_name_good(most, SEAT_NAME) &&
	    seat_name_good(NAME("群 一")) && seat_name_good(NAME("a\"\\:/")), "names");
	ok(!seat_name_good("", 0) && !seat_name_good(most, SEAT_NAME + 1),
	    "none, one byte too many");
	ok(!seat_name_good(NAME("a\0b")) && !seat_name_good(NAME("\0")) &&
	    !seat_name_good(NAME("a\n")), "with what ends a key or a line");
	for (i = 0; i < 256; i++) {
		c[1] = (char)i;
		n += !seat_name_good(c, 2);
	}
	ok(n == 33, "of all bytes just the 33 controls may not stand in one");
}

/* ---- Seats in a store. */

#define NUMBER_SIZE (SEAT_NUMBER + 1)

static const char *
number_of(unsigned v)
{
	static const char digit[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	static char out[4][NUMBER_SIZE];
	static int turn;
	char *s = out[turn++ & 3];
	int i;

	for (i = SEAT_NUMBER - 1; i >= 0; i--, v /= 36)
		s[i] = digit[v % 36];
	s[SEAT_NUMBER] = '\0';
	return s;
}

static unsigned
value_of(const char *number)
{
	return (unsigned)strtoul(number, NULL, 36);
}

static uint32_t
rnd(uint32_t below)
{
	static uint32_t x = 2463534242;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x % below;
}

static bool
gather(void *arg, const char *number, const struct seat *s)
{
	int *most = arg;

	buf_printf(&seen, "%u%c ", value_of(number), s->role);
	return most == NULL || --*most > 0;
}

static const char *
each(struct store *s, const char *group, int *most)
{
	seen.len = 0;
	seat_each(s, group, strlen(group), gather, most);
	return buf_text(&seen);
}

static void
sit(struct store *s, const char *group, unsigned number, char role)
{
	struct seat seat = { role, SEAT_QR, number };
	struct seat_group g;

	seat_group_get(s, group, strlen(group), &g);
	g.members += seat_counts(role);
	seat_put(s, group, strlen(group), &g, number_of(number), &seat);
}

/* Put and read again; what was read says all of it. */
static void
there_and_back(struct store *s, const char *group, size_t gn, unsigned number,
    struct seat seat, const char *what)
{
	struct seat_group g;
	struct seat got = { 0 };
	bool good;

	store_begin(s, 1);
	ok(!seat_group_get(s, group, gn, &g) && g.members == 0 && g.last == 0 && g.pieces == 1,
	    "no such group yet");
	g.members = 1;
	g.managers = 2;
	g.last = 1700000000;
	seat_put(s, group, gn, &g, number_of(number), &seat);
	store_commit(s);
	store_begin(s, 1);
	good = seat_group_get(s, group, gn, &g) && g.members == 1 && g.managers == 2 &&
	    g.last == 1700000000 && g.pieces == 1 &&
	    seat_get(s, group, gn, &g, number_of(number), &got) && got.role == seat.role &&
	    got.how == seat.how && got.since == seat.since;
	ok(good, "%s", what);
	ok(!seat_get(s, group, gn, &g, number_of(number + 1), &got) &&
	    got.role == SEAT_NONE, "another has none");
	ok(!seat_get(s, group, gn, &g, "", &got) && got.role == SEAT_NONE,
	    "nor has who never got a number");
	g.members = 0;
	seat_put(s, group, gn, &g, number_of(number), NULL);
	ok(!seat_get(s, group, gn, &g, number_of(number), &got) && got.role == SEAT_NONE,
	    "and gone");
	store_commit(s);
	store_begin(s, 1);
	ok(seat_group_get(s, group, gn, &g) && g.members == 0 && g.managers == 2,
	    "the counts stay without seats");
	store_abort(s);
}

static void
few(struct store *s)
{
	static const char roles[] = "om-inca";
	char most[SEAT_NAME];
	struct seat_group g;
	struct seat seat = { 0 };
	size_t i, bad = 0;
	int two = 2;

	memset(most, 'k', sizeof most);
	there_and_back(s, NAME("p"), 1, (struct seat){ SEAT_OWNER, SEAT_UNRECORDED, 0 },
	    "a seat");
	there_and_back(s, NAME("群组"), 36 * 36,
	    (struct seat){ SEAT_MANAGER, SEAT_REAL_NAME, 1700000000 },
	    "of a group with a Chinese name");
	there_and_back(s, NAME("a\"b\\:\t"), 2176782334,
	    (struct seat){ SEAT_CALLED, SEAT_APPROVAL, 78364164095 },
	    "of an odd name, a number near the last, the last second that fits");
	there_and_back(s, most, SEAT_NAME, 7,
	    (struct seat){ SEAT_APPLIED, SEAT_CONSENT, 1 }, "of the longest name");

	store_begin(s, 10);
	for (i = 0; roles[i] != '\0'; i++)
		sit(s, "roles", (unsigned)i + 1, roles[i]);
	for (i = 0; roles[i] != '\0'; i++) {
		seat_group_get(s, NAME("roles"), &g);
		bad += !seat_get(s, NAME("roles"), &g, number_of((unsigned)i + 1), &seat) ||
		    seat.role != roles[i];
	}
	ok(bad == 0, "a seat of every role");
	for (i = 0; i < SEAT_HOWS; i++) {
		seat = (struct seat){ SEAT_MEMBER, (uint8_t)i, 1 };
		seat_group_get(s, NAME("roles"), &g);
		seat_put(s, NAME("roles"), &g, number_of(1), &seat);
		seat.how = 99;
		bad += !seat_get(s, NAME("roles"), &g, number_of(1), &seat) || seat.how != i;
	}
	ok(bad == 0, "joined in every way");
	seat = (struct seat){ SEAT_MEMBER, SEAT_QR, -315619200 };
	seat_put(s, NAME("roles"), &g, number_of(1), &seat);
	ok(seat_get(s, NAME("roles"), &g, number_of(1), &seat) && seat.since == 0,
	    "since before 1970: since its beginning");
	seat.since = INT64_MAX;
	seat_put(s, NAME("roles"), &g, number_of(1), &seat);
	ok(seat_get(s, NAME("roles"), &g, number_of(1), &seat) &&
	    seat.since == 78364164095, "and after all: the last second that fits");

	sit(s, "g", 7, SEAT_OWNER);
	sit(s, "g", 3, SEAT_MEMBER);
	sit(s, "g", 5, SEAT_APPLIED);
	sit(s, "g1", 1, SEAT_OWNER);
	sit(s, "f", 2, SEAT_OWNER);
	same(each(s, "g", NULL), "7o 3- 5a ",
	    "the seats of a group, the first put first, none of others");
	same(each(s, "g", &two), "7o 3- ", "until fn says so");
	same(each(s, "nobody", NULL), "", "a group without seats");
	seat_group_get(s, NAME("g"), &g);
	seat_put(s, NAME("g"), &g, number_of(3), &(struct seat){ SEAT_MANAGER, 0, 1 });
	same(each(s, "g", NULL), "7o 3m 5a ", "another role in the same place");
	g.last = 99;
	seat_put(s, NAME("g"), &g, NULL, NULL);
	same(each(s, "g", NULL), "7o 3m 5a ", "the counts alone change no seat");
	ok(seat_group_get(s, NAME("g"), &g) && g.last == 99 && g.members == 2,
	    "but themselves");
	seat_put(s, NAME("g"), &g, number_of(4), NULL);
	same(each(s, "g", NULL), "7o 3m 5a ", "who has no seat loses none");
	seat_put(s, NAME("g"), &g, number_of(7), NULL);
	same(each(s, "g", NULL), "3m 5a ", "the first is taken out");
	seat_put(s, NAME("g"), &g, number_of(5), NULL);
	same(each(s, "g", NULL), "3m ", "the last is");
	ok(seat_group_get(s, NAME("g1"), &g) && g.members == 1 &&
	    !seat_group_get(s, NAME("g11"), &g) && !seat_group_get(s, "", 0, &g),
	    "names that begin alike are others");
	store_abort(s);
}

enum { MANY = 3000, SPREAD = 1024 };
static struct seat model[MANY + 1];	/* by number; of other numbers none is put */
static unsigned met[MANY + 1];

static bool
meet(void *arg, const char *number, const struct seat *s)
{
	unsigned v = value_of(number), *bad = arg;

	if (v > MANY || s->role != model[v].role || s->how != model[v].how ||
	    s->since != model[v].since || met[v]++ > 0)
		++*bad;
	return true;
}

/* How many seats of the big group are not as the model has them. */
static unsigned
differ(struct store *s)
{
	struct seat_group g;
	struct seat seat;
	unsigned v, bad = 0;

	seat_group_get(s, NAME("big"), &g);
	for (v = 1; v <= MANY; v++)
		bad += seat_get(s, NAME("big"), &g, number_of(v), &seat) !=
		    (model[v].role != SEAT_NONE) || seat.role != model[v].role ||
		    (seat.role != SEAT_NONE && (seat.how != model[v].how ||
		    seat.since != model[v].since));
	memset(met, 0, sizeof met);
	seat_each(s, NAME("big"), meet, &bad);
	for (v = 1; v <= MANY; v++)
		bad += met[v] != (model[v].role != SEAT_NONE);
	return bad;
}

static bool
count_piece(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	unsigned *n = arg;

	(void)key, (void)klen, (void)val;
	n[0]++;
	if (vn > n[1])
		n[1] = (unsigned)vn;
	return true;
}

static bool
meet_piece(void *arg, const char *key, size_t klen, const char *val, size_t vn)
{
	unsigned *bad = arg;
	size_t n = 0;

	*bad += !seat_each_of(key, klen, val, vn, &n, meet, arg) || n != 3;
	return true;
}

static void
put_model(struct store *s, unsigned v, struct seat seat, struct seat_group *g)
{
	seat_group_get(s, NAME("big"), g);
	g->members += seat_counts(seat.role) - seat_counts(model[v].role);
	g->managers += (seat.role == SEAT_MANAGER) - (model[v].role == SEAT_MANAGER);
	g->last = v;
	seat_put(s, NAME("big"), g, number_of(v), seat.role != SEAT_NONE ? &seat : NULL);
	model[v] = seat;
}

static bool
counts_good(struct store *s, int64_t last)
{
	struct seat_group g;
	int64_t members = 0, managers = 0;
	unsigned v;

	for (v = 1; v <= MANY; v++) {
		members += seat_counts(model[v].role);
		managers += model[v].role == SEAT_MANAGER;
	}
	return seat_group_get(s, NAME("big"), &g) && g.members == members &&
	    g.managers == managers && g.last == last;
}

static void
many(struct store *s)
{
	static const char roles[] = "m----ia";
	static unsigned order[MANY];
	struct seat_group g;
	unsigned i, j, t, v, splits = 0, bad = 0, piece[2] = { 0, 0 };
	int64_t pieces = 1;

	for (i = 0; i < MANY; i++)
		order[i] = i + 1;
	for (i = MANY; i > 1; i--) {
		j = rnd(i);
		t = order[i - 1];
		order[i - 1] = order[j];
		order[j] = t;
	}
	store_begin(s, MANY);
	sit(s, "bi", 1, SEAT_OWNER);
	sit(s, "big1", 2, SEAT_OWNER);
	for (i = 0; i < MANY; i++) {
		put_model(s, order[i], (struct seat){ roles[rnd(sizeof roles - 1)],
		    (uint8_t)rnd(SEAT_HOWS), rnd(2000000000) }, &g);
		if (g.pieces == pieces)
			continue;
		splits++;
		bad += g.pieces != pieces * 2 || differ(s) > 0 ||
		    !counts_good(s, order[i]);
		pieces = g.pieces;
	}
	ok(splits >= 5, "thousands of seats make pieces, again and again (%u)", splits);
	ok(bad == 0, "after each time every seat is found, once, and the counts are right");
	ok(differ(s) == 0 && counts_good(s, order[MANY - 1]), "and at the end");
	store_commit(s);

	store_begin(s, MANY);
	ok(differ(s) == 0 && counts_good(s, order[MANY - 1]), "and when it is committed");
	store_walk(s, STORE_MEMBER, NAME("big\0"), NULL, 0, count_piece, piece);
	ok(piece[0] == pieces && piece[1] <= 2000,
	    "in entries that stay small: %u of %u bytes",
	    piece[0], piece[1]);
	memset(met, 0, sizeof met);
	store_walk(s, STORE_MEMBER, NAME("big\0"), NULL, 0, meet_piece, &bad);
	for (v = 1; v <= MANY; v++)
		bad += met[v] != 1;
	ok(bad == 0, "a walk over the entries meets each once too");
	for (i = 0; i < 4000; i++) {
		v = 1 + rnd(MANY);
		put_model(s, v, rnd(3) == 0 ? (struct seat){ 0 } :
		    (struct seat){ roles[rnd(sizeof roles - 1)], (uint8_t)rnd(SEAT_HOWS),
		    rnd(2000000000) }, &g);
		bad += g.pieces < pieces;
		if (i % 500 == 0)
			bad += differ(s) > 0 || !counts_good(s, v);
	}
	ok(bad == 0, "some leave, some come again, some change: the others stay");
	ok(differ(s) == 0 && counts_good(s, v), "all as it should be");
	store_commit(s);

	store_begin(s, MANY);
	for (v = 1; v <= MANY; v++)
		if (v % 100 != 0)
			put_model(s, v, (struct seat){ 0 }, &g);
		else
			put_model(s, v, (struct seat){ SEAT_MEMBER, SEAT_QR, v }, &g);
	ok(differ(s) == 0 && g.members == MANY / 100, "of a hundred one is left");
	seat_clear(s, NAME("big"), &g);
	memset(model, 0, sizeof model);
	ok(differ(s) == 0 && seat_group_get(s, NAME("big"), &g) && g.members == 0 &&
	    g.managers == 0 && g.last == MANY && g.pieces == 1,
	    "cleared: no seat, no count, but the time");
	piece[0] = 0;
	store_walk(s, STORE_MEMBER, NAME("big\0"), NULL, 0, count_piece, piece);
	ok(piece[0] == 1, "and one entry");
	put_model(s, 5, (struct seat){ SEAT_OWNER, SEAT_QR, 5 }, &g);
	ok(differ(s) == 0 && counts_good(s, 5), "there may be seats again");
	same(each(s, "bi", NULL), "1o ", "the group before it has kept its own");
	same(each(s, "big1", NULL), "2o ", "and the one behind it");
	store_abort(s);
}

/* Numbers that all belong to one piece however many there are. */
static void
alike(struct store *s)
{
	struct seat_group g;
	struct seat seat;
	unsigned i, bad = 0;

	store_begin(s, 1000);
	for (i = 1; i <= 300; i++)
		sit(s, "alike", i * SPREAD, SEAT_MEMBER);
	seat_group_get(s, NAME("alike"), &g);
	for (i = 1; i <= 300; i++)
		bad += !seat_get(s, NAME("alike"), &g, number_of(i * SPREAD), &seat) ||
		    seat.since != (int64_t)i * SPREAD;
	for (i = 1; i < 300; i++)
		bad += seat_get(s, NAME("alike"), &g, number_of(i * SPREAD + 1), &seat);
	ok(bad == 0 && g.members == 300, "numbers that are alike are kept apart");
	store_abort(s);
}

/* ---- Values that are none. */

static bool
nothing(void *arg, const char *number, const struct seat *s)
{
	(void)number, (void)s;
	++*(int *)arg;
	return true;
}

static void
piece(const char *key, size_t klen, const char *val, int seats, const char *what)
{
	size_t n;
	int met_here = 0;
	bool good = seat_each_of(key, klen, val, strlen(val), &n, nothing, &met_here);

	ok(good == (seats >= 0) && (seats < 0 || met_here == seats), "%s", what);
}

#define FIRST(v, n, what) piece(NAME("g\0" "0000"), v, n, what)
#define LATER(v, n, what) piece(NAME("g\0" "0001"), v, n, what)

static void
values(void)
{
	FIRST("[0,0,0,1,\"\"]", 0, "an entry without seats");
	FIRST("[1,0,5,1,\"00000zo10000rs\"]", -1, "a seat that is too short");
	FIRST("[1,0,5,1,\"00000zo100000rs\"]", 1, "one seat");
	FIRST("[2,0,5,2,\"00000zo100000rs000010-000000001\"]", -1, "one too long");
	FIRST("[2,0,5,2,\"00000zo100000rs000010-00000001\"]", 2, "two");
	LATER("\"00000zo100000rs000010-00000001\"", 2, "two in a later piece");
	LATER("\"\"", 0, "none in one");
	FIRST("[1,0,5,1,\"00000zx100000rs\"]", -1, "a role that is none");
	FIRST("[1,0,5,1,\"00000zO100000rs\"]", -1, "in capitals");
	FIRST("[1,0,5,1,\"00000zo700000rs\"]", -1, "a way of joining that is none");
	FIRST("[1,0,5,1,\"00000zo/00000rs\"]", -1, "or no digit");
	FIRST("[1,0,5,1,\"00000zo1-0000rs\"]", -1, "a time that is none");
	FIRST("[1,0,5,1,\"00000zo100000RS\"]", -1, "or in capitals");
	FIRST("[1,0,5,1,\"00000zo10000\\\\rs\"]", -1, "with an escape");
	FIRST("[1,0,5,1,7]", -1, "seats that are no text");
	FIRST("[1,0,5,1]", -1, "no seats at all");
	FIRST("[1,0,5,3,\"\"]", -1, "pieces that are no power of two");
	FIRST("[1,0,5,0,\"\"]", -1, "no pieces");
	FIRST("[1,0,5,-1,\"\"]", -1, "fewer than none");
	FIRST("[1,0,5,65537,\"\"]", -1, "too many pieces");
	FIRST("[1,0,5,65536,\"\"]", 0, "the most");
	FIRST("[1.5,0,5,1,\"\"]", -1, "members with a fraction");
	FIRST("[1,\"0\",5,1,\"\"]", -1, "managers in quotes");
	FIRST("[1,0,null,1,\"\"]", -1, "no time");
	FIRST("[1,0,99999999999999999999,1,\"\"]", -1, "a time that does not fit");
	FIRST("{\"a\":0,\"b\":0,\"c\":0,\"d\":1,\"e\":\"\"}", -1, "an object");
	FIRST("[]", -1, "an empty array");
	FIRST("null", -1, "null");
	FIRST("\"\"", -1, "a later piece in place of the first");
	LATER("[0,0,0,1,\"\"]", -1, "the first in place of a later one");
	LATER("7", -1, "a number");
	piece(NAME("g"), "\"\"", -1, "a key that is too short");
	piece(NAME("\0" "0001"), "\"\"", -1, "one without a group");
	piece(NAME("group0001"), "\"\"", -1, "one without an end of the group");
}

static void
user(const char *val, bool good, const char *what)
{
	struct seat_user u;

	ok(seat_user_read(NAME("v:00000z"), val, strlen(val), &u) == good, "%s", what);
}

static void
person(const char *val, bool good, const char *what)
{
	struct seat_person p;

	ok(seat_person_read(val, strlen(val), &p) == good, "%s", what);
}

static void
user_values(void)
{
	struct seat_user u;
	char text[3 * 6 * SEAT_KEY];
	size_t i, n;

	ok(seat_user_read(NAME("v:00000z"),
	    NAME("[\"a\\\"b\\\\c\\u7fa4\\ud83d\\ude00\\n\",\"@x\"]"), &u) &&
	    u.user_n == 13 && memcmp(u.user, "a\"b\\c群😀\n", 13) == 0 && u.person_n == 2 &&
	    memcmp(u.person, "@x", 2) == 0 && u.now_n == 0 &&
	    strcmp(u.number, "00000z") == 0, "a user with escapes");
	ok(seat_user_read(NAME("v:000010"), NAME("[\"a\",\"P\",\"Q\"]"), &u) &&
	    u.now_n == 1 && *u.now == 'Q' && strcmp(u.number, "000010") == 0,
	    "one who is another's by now");
	user("", false, "no value");
	user("[]", false, "an empty array");
	user("null", false, "null");
	user("{\"a\":\"a\",\"b\":\"P\"}", false, "an object");
	user("[\"\",\"P\"]", false, "a user without a name");
	user("[\"a\",\"\"]", false, "a person without one");
	user("[\"a\"]", false, "without a person");
	user("[7,\"P\"]", false, "a number for a user");
	user("[\"a\",null]", false, "nothing for a person");
	user("[\"a\",[\"P\"]]", false, "an array for one");
	user("[\"a\",\"P\",7]", false, "a number for the next");
	ok(!seat_user_read(NAME("v:0000z"), NAME("[\"a\",\"P\"]"), &u) &&
	    !seat_user_read(NAME("v:00000zz"), NAME("[\"a\",\"P\"]"), &u) &&
	    !seat_user_read(NAME("v:"), NAME("[\"a\",\"P\"]"), &u),
	    "a number of another length");
	for (i = 0; i < 4; i++) {
		n = SEAT_NAME + i % 2;
		strcpy(text, "[\"");
		while (n-- > 0)
			strcat(text, i < 2 ? "A" : "\\u0001");
		strcat(text, "\",\"P\"]");
		user(text, i % 2 == 0, i == 0 ? "the longest user" : i == 2 ?
		    "escaped all through" : "and one byte more");
		n = SEAT_KEY + i % 2;
		strcpy(text, "[\"a\",\"");
		while (n-- > 0)
			strcat(text, i < 2 ? "A" : "\\u0001");
		strcat(text, "\"]");
		user(text, i % 2 == 0, i == 0 ? "the longest person" : i == 2 ?
		    "escaped all through" : "and one byte more");
	}
}

static void
person_there(struct seat_person p, const char *text, const char *what)
{
	struct seat_person got = { 9, 9, 9, 9, 9, 9 };
	static struct buf b;

	b.len = 0;
	seat_person_text(&b, &p);
	same(buf_text(&b), text, what);
	ok(seat_person_read(b.s, b.len, &got) && got.joined == p.joined &&
	    got.created == p.created && got.large == p.large && got.day == p.day &&
	    got.joins == p.joins && got.creates == p.creates, "and back");
}

static void
person_values(void)
{
	struct seat_person p = { .joined = 1, .day = 2, .joins = 3, .created = 4, .large = 5,
		.creates = 6 };

	person_there(p, "[1,2,3,4,5,6]", "the counts of a person");
	p.creates = 0;
	person_there(p, "[1,2,3,4,5]", "no creation on the day");
	p.large = 0;
	person_there(p, "[1,2,3,4]", "no large group");
	p.created = 0;
	person_there(p, "[1,2,3]", "no group");
	p.creates = 1;
	person_there(p, "[1,2,3,0,0,1]", "zeros before a number");
	p = (struct seat_person){ .joined = 1 };
	person_there(p, "[1]", "a seat alone");
	p.joined = 0;
	person_there(p, "[0]", "nothing at all");
	p.large = -1;
	person_there(p, "[0,0,0,0,-1]", "less than nothing, which recount finds");
	person("[1,2,\"3\"]", false, "a count in quotes");
	person("[1.5]", false, "with a fraction");
	person("[null]", false, "none");
	person("[99999999999999999999]", false, "one that does not fit");
	person("[1,2,3,4,5,null]", false, "the last of six is none");
	person("null", false, "null");
	person("{}", false, "an object");
	person("\"\"", false, "a text");
	person("", false, "no value");
}

/* ---- Users. */

static struct seat_user
known(const char *name, size_t n, const char *of, size_t on)
{
	struct seat_user u = { .user_n = n, .person_n = on };

	memcpy(u.user, name, n);
	memcpy(u.person, of, on);
	return u;
}

/* A new user: found by name and by number. */
static void
user_there(struct store *s, const char *name, size_t n, const char *of, size_t on,
    const char *number, const char *what)
{
	struct seat_user u = known(name, n, of, on), a, b;

	store_begin(s, 3);
	ok(!seat_user_find(s, name, n, &a) && *a.number == '\0', "not known yet");
	seat_user_put(s, &u);
	store_commit(s);
	store_begin(s, 3);
	same(u.number, number, what);
	ok(seat_user_find(s, name, n, &a) && seat_user_get(s, number, &b) &&
	    strcmp(a.number, number) == 0 && strcmp(b.number, number) == 0 &&
	    a.user_n == n && memcmp(a.user, name, n) == 0 &&
	    b.user_n == n && memcmp(b.user, name, n) == 0 &&
	    a.person_n == on && memcmp(a.person, of, on) == 0 &&
	    b.person_n == on && memcmp(b.person, of, on) == 0 &&
	    a.now_n == 0 && b.now_n == 0, "found by name and by number");
	store_abort(s);
}

#define USER(user, person, number, what) \
	user_there(s, NAME(user), NAME(person), number, what)

static const char *
moved(struct store *s, const char *name, const char *to)
{
	static struct buf b;
	struct seat_user u;

	b.len = 0;
	seat_moved(s, name, strlen(name), to, strlen(to));
	if (!seat_user_find(s, name, strlen(name), &u))
		return "(none)";
	buf_printf(&b, "%.*s %.*s", (int)u.person_n, u.person, (int)u.now_n, u.now);
	return buf_text(&b);
}

#define A "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb"
#define B "00000000000000001111111111111111"
#define C "cccccccccccccccccccccccccccccccc"

static void
users(struct store *s)
{
	static const char last[] = "[2176782334]";
	char most[SEAT_KEY + 1], person_of[SEAT_KEY + 1] = "@";
	struct seat_user u, v;
	struct seat_group g;
	unsigned i, bad = 0;

	USER("zhao", A, "000001", "the first user has number 1");
	USER("zhao2", A, "000002", "another of the same person");
	USER("zha", "@zha", "000003", "one whose name the others begin with");
	USER("用户", "@用户", "000004", "a Chinese name");
	USER("a\"b\\\\c", "@a\"b\\\\c", "000005", "with what JSON escapes");
	USER("000001", "@000001", "000006", "a name like a number");
	USER("u:zhao", "@u:zhao", "000007", "like a key");
	USER(" ", "@ ", "000008", "a blank");
	USER("\xc2\x85\xe2\x80\xae", "@\xc2\x85\xe2\x80\xae", "000009", "hidden characters");
	memset(most, '\x01', sizeof most);	/* in JSON as long as can be */
	memset(person_of + 1, '\x01', sizeof person_of - 1);
	user_there(s, most, SEAT_NAME, person_of, SEAT_NAME + 1, "00000a", "the longest");
	ok(most[SEAT_NAME] == '\x01', "as it was");

	store_begin(s, 2000);
	seat_user_find(s, NAME("zha"), &u);
	memcpy(u.person, B, u.person_n = 32);
	seat_user_put(s, &u);
	ok(seat_user_find(s, NAME("zha"), &v) && strcmp(v.number, "000003") == 0 &&
	    v.person_n == 32 && memcmp(v.person, B, 32) == 0,
	    "a user keeps the number when the person is another");
	sit(s, "g", 3, SEAT_MEMBER);
	seat_group_get(s, NAME("g"), &g);
	seat_clear(s, NAME("g"), &g);
	ok(seat_user_find(s, NAME("zha"), &v) && strcmp(v.number, "000003") == 0,
	    "and when it has no seat any more");
	for (i = 11; i <= 1500; i++) {
		char name[16];

		u = known(name, (size_t)snprintf(name, sizeof name, "user%u", i), NAME(A));
		seat_user_put(s, &u);
		bad += strcmp(u.number, number_of(i)) != 0;
	}
	ok(bad == 0, "numbers are given one after another");
	ok(seat_user_find(s, NAME("user1295"), &u) && strcmp(u.number, "0000zz") == 0 &&
	    seat_user_find(s, NAME("user1296"), &u) && strcmp(u.number, "000100") == 0 &&
	    seat_user_get(s, "000100", &u) && u.user_n == 8 &&
	    memcmp(u.user, "user1296", 8) == 0, "in base 36");
	ok(!seat_user_get(s, "0zzzzz", &u) && *u.number == '\0' &&
	    !seat_user_find(s, "", 0, &u) && *u.number == '\0', "of nobody");
	store_put(s, STORE_COUNT, NAME("n:"), last, strlen(last));
	u = known(NAME("one more"), NAME(A));
	seat_user_put(s, &u);
	same(u.number, "zzzzzz", "the last number");
	store_abort(s);

	store_begin(s, 20);
	same(moved(s, "zhao", A), A " ", "moved to its own person: nothing");
	same(moved(s, "zhao", B), A " " B, "to another: its seats stay where they are");
	same(moved(s, "zhao", C), A " " C, "to a third");
	same(moved(s, "zhao2", C), A " " C, "the other user of the person is moved alone");
	same(moved(s, "zhao", A), A " ", "and back");
	same(moved(s, "zhao2", B), A " " B, "which does not move the other one");
	same(moved(s, "zha", A), "@zha ", "who was nobody known is moved by what it does");
	same(moved(s, "nobody", A), "(none)", "who never had a seat is not");
	memset(most, 'x', sizeof most);
	seat_moved(s, most, SEAT_KEY + 1, NAME(A));
	ok(!seat_user_find(s, NAME("nobody"), &u), "nor gets a number by it");
	store_abort(s);
}

static void
persons(struct store *s)
{
	struct seat_person p = { 1, 2, 3, 4, 5, 6 };

	store_begin(s, 10);
	ok(!seat_person_get(s, NAME("群\"1"), &p) && p.joined == 0 && p.creates == 0 &&
	    p.day == 0, "no counts of a person are zeros");
	p = (struct seat_person){ .joined = 77, .large = 3 };
	seat_person_put(s, NAME("@群\"1"), &p);
	store_commit(s);
	store_begin(s, 10);
	p = (struct seat_person){ 1, 2, 3, 4, 5, 6 };
	ok(seat_person_get(s, NAME("@群\"1"), &p) && p.joined == 77 && p.large == 3 &&
	    p.created == 0 && p.day == 0 && p.joins == 0 && p.creates == 0,
	    "the counts of a person");
	ok(!seat_person_get(s, NAME("@群\"11"), &p) &&
	    !seat_person_get(s, NAME("@群\""), &p) &&
	    !seat_person_get(s, NAME("群\"1"), &p), "of no other");
	store_abort(s);
}

/* ---- Damage ends the program. */

static void
damaged_group(struct store *s)
{
	struct seat_group g;

	store_begin(s, 1);
	store_put(s, STORE_MEMBER, NAME("bad\0" "0000"), NAME("[1,2]"));
	seat_group_get(s, NAME("bad"), &g);
}

static void
damaged_seat(struct store *s)
{
	struct seat_group g;
	struct seat seat;

	store_begin(s, 1);
	store_put(s, STORE_MEMBER, NAME("bad\0" "0000"),
	    NAME("[1,2,3,1,\"000001x10000001\"]"));
	seat_group_get(s, NAME("bad"), &g);
	seat_get(s, NAME("bad"), &g, "000002", &seat);	/* another's is not looked at */
	seat_get(s, NAME("bad"), &g, "000001", &seat);
}

static void
damaged_walk(struct store *s)
{
	store_begin(s, 1);
	store_put(s, STORE_MEMBER, NAME("bad\0" "0000"),
	    NAME("[1,2,3,1,\"000001x10000001\"]"));
	seat_each(s, NAME("bad"), gather, NULL);
}

static void
damaged_piece(struct store *s)
{
	struct seat_group g;
	struct seat seat;

	store_begin(s, 1);
	store_put(s, STORE_MEMBER, NAME("bad\0" "0000"), NAME("[1,2,3,2,\"\"]"));
	store_put(s, STORE_MEMBER, NAME("bad\0" "0001"), NAME("\"x\""));
	seat_group_get(s, NAME("bad"), &g);
	seat_get(s, NAME("bad"), &g, "000001", &seat);
}

static void
damaged_person(struct store *s)
{
	struct seat_person p;

	store_begin(s, 1);
	store_put(s, STORE_COUNT, NAME("p:bad"), NAME("{}"));
	seat_person_get(s, NAME("bad"), &p);
}

static void
damaged_user(struct store *s)
{
	struct seat_user u;

	store_begin(s, 1);
	store_put(s, STORE_COUNT, NAME("v:000bad"), NAME("[\"a\"]"));
	seat_user_get(s, "000bad", &u);
}

static void
damaged_number(struct store *s)
{
	struct seat_user u;

	store_begin(s, 1);
	store_put(s, STORE_COUNT, NAME("u:bad"), NAME("\"00bad\""));
	seat_user_find(s, NAME("bad"), &u);
}

static void
lost_number(struct store *s)
{
	struct seat_user u;

	store_begin(s, 1);
	store_put(s, STORE_COUNT, NAME("u:bad"), NAME("\"000bad\""));
	seat_user_find(s, NAME("bad"), &u);
}

static void
no_number(struct store *s)
{
	struct seat_user u = known(NAME("one too many"), NAME(A));

	store_begin(s, 1);
	store_put(s, STORE_COUNT, NAME("n:"), NAME("[2176782335]"));
	seat_user_put(s, &u);
}

/* fn, with a store of its own: what it has put is gone with the child. */
static void (*inside)(struct store *);

static void
opened(void *arg)
{
	(void)arg;
	inside(store_open(dir, STORE_WRITE, 1));
}

static void
dies(void (*fn)(struct store *), const char *words_of, const char *what)
{
	int status;

	inside = fn;
	status = child(opened, NULL);
	ok(status == FAILED && strstr(child_said, words_of) != NULL, "%s", what);
	if (status != FAILED || strstr(child_said, words_of) == NULL)
		printf("# status %d: %s\n", status, child_said);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");
	char command[400];
	struct store *s;

	(void)argc;
	status_start(argv[0]);
	unsetenv("BEIAN_KEY");
	setenv("BEIAN_SHARE", "share", 0);
	snprintf(dir, sizeof dir, "%s/seat.%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	words();
	good_names();
	values();
	user_values();
	person_values();
	store_create(dir, SEAL_AES);
	s = store_open(dir, STORE_WRITE, 1);
	few(s);
	many(s);
	alike(s);
	users(s);
	persons(s);
	store_close(s);
	dies(damaged_group, "seats of bad in table member",
	    "a damaged group ends the program, with its name");
	dies(damaged_seat, "seats of bad in table member", "a damaged seat");
	dies(damaged_walk, "seats of bad in table member", "in a walk too");
	dies(damaged_piece, "seats of bad in table member", "a damaged piece");
	dies(damaged_person, "p:bad in table count", "damaged counts of a person");
	dies(damaged_user, "v:000bad in table count", "a damaged user");
	dies(damaged_number, "u:bad in table count", "a number that is none");
	dies(lost_number, "u:bad in table count", "or is nobody's");
	dies(no_number, "more users than numbers", "and more users than numbers");
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	ok(system(command) == 0, "cleared");
	buf_free(&seen);
	return done();
}
