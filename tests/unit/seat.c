/* Seats and their counts: there and back, odd names, values that are none. */
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

static void
read_seat(const char *val, bool good, const char *what)
{
	struct seat s;

	ok(seat_read(val, strlen(val), &s) == good, "%s", what);
}

static void
values(void)
{
	static const char *const roles[] = { "o", "m", "-", "i", "n", "c", "a" };
	struct seat s;
	struct seat_group g = { 1, 2, 3 };
	struct seat_person p = { 1, 2, 3, 4, 5, 6 };
	static struct buf b;
	char text[1300];
	size_t i, bad = 0;

	for (i = 0; i < sizeof roles / sizeof *roles; i++) {
		snprintf(text, sizeof text, "[\"%s\",\"P\",-5,\"qr\"]", roles[i]);
		bad += !seat_read(text, strlen(text), &s) || s.role != *roles[i] ||
		    s.person_n != 1 ||
		    *s.person != 'P' || s.since != -5 || s.how != SEAT_QR;
	}
	ok(bad == 0, "a seat of every role");
	ok(seat_read(NAME("[\"-\",\"@a\\\"b\\\\c\\u7fa4\\ud83d\\ude00\\n\",9,\"\"]"), &s) &&
	    s.person_n == 14 && memcmp(s.person, "@a\"b\\c群😀\n", 14) == 0 &&
	    s.how == SEAT_UNRECORDED, "a person with escapes");
	read_seat("", false, "no value");
	read_seat("[]", false, "an empty one");
	read_seat("{}", false, "an object");
	read_seat("null", false, "null");
	read_seat("[\"-\"]", false, "without a person");
	read_seat("[\"-\",\"P\"]", false, "without a time");
	read_seat("[\"-\",\"P\",1]", false, "without a way of joining");
	read_seat("[\"x\",\"P\",1,\"qr\"]", false, "a role that is none");
	read_seat("[\"owner\",\"P\",1,\"qr\"]", false, "a role in words");
	read_seat("[\"\",\"P\",1,\"qr\"]", false, "an empty role");
	read_seat("[\"-\",\"\",1,\"qr\"]", false, "nobody");
	read_seat("[\"-\",\"P\",1.5,\"qr\"]", false, "a time with a fraction");
	read_seat("[\"-\",\"P\",\"1\",\"qr\"]", false, "a time in quotes");
	read_seat("[\"-\",\"P\",99999999999999999999,\"qr\"]", false,
	    "a time that does not fit");
	read_seat("[\"-\",\"P\",1,\"fax\"]", false, "a way that is none");
	for (i = 0; i < 2; i++) {
		int n = snprintf(text, sizeof text, "[\"-\",\"%s", i == 1 ? "\\u0041" : "A");

		memset(text + n, 'A', SEAT_KEY - 1);
		snprintf(text + n + SEAT_KEY - 1, 20, "\",1,\"\"]");
		read_seat(text, true,
		    i == 1 ? "the longest person, escaped" : "the longest person");
		snprintf(text + n + SEAT_KEY - 1, 20, "A\",1,\"\"]");
		read_seat(text, false, "and one byte more");
	}
	strcpy(text, "[\"-\",\"");
	for (i = 0; i <= SEAT_KEY; i++)
		strcat(text, i < SEAT_KEY ? "\\u0041" : "\",1,\"\"]");
	read_seat(text, true, "the longest, escaped all through");

	seat_group_text(&b, &g);
	same(buf_text(&b), "[1,2,3]", "the counts of a group");
	g = (struct seat_group){ 0 };
	ok(seat_group_read(b.s, b.len, &g) && g.members == 1 && g.managers == 2 && g.last == 3,
	    "read again");
	b.len = 0;
	seat_person_text(&b, &p);
	same(buf_text(&b), "[1,2,3,4,5,6]", "the counts of a person");
	p = (struct seat_person){ 0 };
	ok(seat_person_read(b.s, b.len, &p) && p.joined == 1 && p.created == 2 &&
	    p.large == 3 &&
	    p.day == 4 && p.joins == 5 && p.creates == 6, "read again");
	ok(!seat_group_read(NAME("[1,2]"), &g) && !seat_group_read(NAME("[1,2,\"3\"]"), &g) &&
	    !seat_group_read(NAME("[1,2,3.5]"), &g) && !seat_group_read(NAME(""), &g) &&
	    !seat_group_read(NAME("{}"), &g), "what is no count of a group");
	ok(!seat_person_read(NAME("[1,2,3,4,5]"), &p) && !seat_person_read(NAME("[]"), &p) &&
	    !seat_person_read(NAME("[1,2,3,4,5,null]"), &p), "or of a person");
	buf_free(&b);
}

/* Put and read again; what was read says all of it. */
static void
there_and_back(struct store *s, const char *group, size_t gn, const char *user, size_t un,
    struct seat seat, const char *what)
{
	struct seat got = { 0 };
	bool good;

	store_begin(s, 1);
	seat_put(s, group, gn, user, un, &seat);
	store_commit(s);
	store_begin(s, 1);
	good = seat_get(s, group, gn, user, un, &got) && got.role == seat.role &&
	    got.how == seat.how && got.since == seat.since && got.person_n == seat.person_n &&
	    memcmp(got.person, seat.person, seat.person_n) == 0;
	ok(good, "%s", what);
	seat_del(s, group, gn, user, un);
	ok(!seat_get(s, group, gn, user, un, &got) && got.role == SEAT_NONE, "and gone");
	store_commit(s);
}

static struct seat
of(char role, const char *person, size_t n, int64_t since, uint8_t how)
{
	struct seat s = { .role = role, .how = how, .since = since, .person_n = n };

	memcpy(s.person, person, n);
	return s;
}

static bool
gather(void *arg, const char *user, size_t un, const struct seat *s)
{
	int *most = arg;

	buf_printf(&seen, "%.*s%c ", (int)un, user, s->role);
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
sit(struct store *s, const char *group, const char *user, char role)
{
	struct seat seat = of(role, "P", 1, 1, SEAT_QR);

	seat_put(s, group, strlen(group), user, strlen(user), &seat);
}

static void
in_store(struct store *s)
{
	char most[SEAT_KEY];
	struct seat_group g = { 7, 8, 9 };
	struct seat_person p = { 1, 2, 3, 4, 5, 6 };
	int two = 2;

	memset(most, 'k', sizeof most);
	there_and_back(s, NAME("g"), NAME("u"),
	    of(SEAT_OWNER, NAME("KEY"), 0, SEAT_UNRECORDED), "a seat");
	there_and_back(s, NAME("群组"), NAME("用户"),
	    of(SEAT_MANAGER, NAME("@用户"), 1700000000, SEAT_REAL_NAME), "of Chinese names");
	there_and_back(s, NAME("a\"b\\"), NAME("{}[],:"),
	    of(SEAT_MEMBER, NAME("@a\"b\\\\\"\n\x01"), INT64_MAX, SEAT_APPROVAL),
	    "of names with what JSON escapes");
	there_and_back(s, NAME("g:p"), NAME(" "),
	    of(SEAT_CALLED, NAME("@\xc2\x85\xe2\x80\xae"), INT64_MIN + 1, SEAT_INVITATION),
	    "of blanks and hidden characters");
	there_and_back(s, most, SEAT_NAME, most, SEAT_NAME,
	    of(SEAT_APPLIED, most, SEAT_KEY, 1, SEAT_CONSENT), "of the longest names");

	store_begin(s, 10);
	ok(!seat_group_get(s, NAME("g"), &g) && g.members == 0 && g.managers == 0 &&
	    g.last == 0,
	    "no counts of a group are zeros");
	ok(!seat_person_get(s, NAME("g"), &p) && p.joined == 0 && p.creates == 0,
	    "nor of a person");
	g = (struct seat_group){ 7, 8, 9 };
	p.joined = 77;
	seat_group_put(s, NAME("群\"1"), &g);
	seat_person_put(s, NAME("群\"1"), &p);
	store_commit(s);
	g.members = p.joined = 0;
	store_begin(s, 10);
	ok(seat_group_get(s, NAME("群\"1"), &g) && g.members == 7 && g.managers == 8 &&
	    g.last == 9,
	    "the counts of a group");
	ok(seat_person_get(s, NAME("群\"1"), &p) && p.joined == 77,
	    "a person of the same name has others");
	ok(!seat_group_get(s, NAME("群\"11"), &g) && !seat_group_get(s, NAME("群\""), &g),
	    "names that begin alike are others");

	sit(s, "g", "b", SEAT_OWNER);
	sit(s, "g", "a", SEAT_MEMBER);
	sit(s, "g", "ab", SEAT_APPLIED);
	sit(s, "g1", "x", SEAT_OWNER);
	sit(s, "f", "y", SEAT_OWNER);
	same(each(s, "g", NULL), "a- aba bo ",
	    "the seats of a group, in order, none of others");
	same(each(s, "g", &two), "a- aba ", "until fn says so");
	same(each(s, "nobody", NULL), "", "a group without seats");
	store_commit(s);
}

static void
damaged_seat(struct store *s)
{
	struct seat seat;

	store_begin(s, 1);
	store_put(s, STORE_MEMBER, NAME("bad\0u"), NAME("[\"x\",\"P\",1,\"\"]"));
	seat_get(s, NAME("bad"), NAME("u"), &seat);
}

static void
damaged_walk(struct store *s)
{
	store_begin(s, 1);
	store_put(s, STORE_MEMBER, NAME("bad\0u"), NAME("[1]"));
	seat_each(s, NAME("bad"), gather, NULL);
}

static void
damaged_group(struct store *s)
{
	struct seat_group g;

	store_begin(s, 1);
	store_put(s, STORE_COUNT, NAME("g:bad"), NAME("[1,2]"));
	seat_group_get(s, NAME("bad"), &g);
}

static void
damaged_person(struct store *s)
{
	struct seat_person p;

	store_begin(s, 1);
	store_put(s, STORE_COUNT, NAME("p:bad"), NAME("[1,2,3]"));
	seat_person_get(s, NAME("bad"), &p);
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
	store_create(dir, SEAL_AES);
	s = store_open(dir, STORE_WRITE, 1);
	in_store(s);
	store_close(s);
	dies(damaged_seat, "table member: bad",
	    "a damaged seat ends the program, with its group");
	dies(damaged_walk, "table member: bad", "in a walk too");
	dies(damaged_group, "table count: g:bad", "damaged counts of a group");
	dies(damaged_person, "table count: p:bad", "and of a person");
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	ok(system(command) == 0, "cleared");
	buf_free(&seen);
	return done();
}
