/* Recount: each counter that is wrong is said and put right, and nothing else is changed; users
 * who are another person's by now. */
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "group.h"
#include "journal.h"
#include "person.h"
#include "policy.h"
#include "seal.h"
#include "seat.h"
#include "store.h"
#include "tap.h"

enum { T0 = 1795507200 };

#define NAME(s) (s), sizeof (s) - 1
#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C "cccccccccccccccccccccccccccccccc"

static struct store *s;
static struct group *groups;
static struct buf out;

/* ---- A store by hand. */

static void
put(enum store_table t, const char *key, const char *val)
{
	store_put(s, t, key, strlen(key), val, strlen(val));
}

static void
user(const char *name, const char *of)
{
	struct seat_user u = { .user_n = strlen(name), .person_n = strlen(of) };

	memcpy(u.user, name, u.user_n);
	memcpy(u.person, of, u.person_n);
	seat_user_put(s, &u);
}

static void
sit(const char *group, const char *name, char role)
{
	struct seat_group g;
	struct seat_user u;

	seat_group_get(s, group, strlen(group), &g);
	seat_user_find(s, name, strlen(name), &u);
	g.members += seat_counts(role);
	g.managers += role == SEAT_MANAGER;
	g.last = T0;
	seat_put(s, group, strlen(group), &g, u.number,
	    &(struct seat){ role, SEAT_CONSENT, T0 });
}

static void
person(const char *key, int joined, int created, int large)
{
	seat_person_put(s, key, strlen(key), &(struct seat_person){ .joined = joined,
	    .created = created, .large = large, .day = 20000, .joins = 5, .creates = 1 });
}

static const char *
counts(const char *key)
{
	static struct buf b;
	struct seat_person p;

	store_begin(s, 0);
	b.len = 0;
	if (seat_person_get(s, key, strlen(key), &p))
		seat_person_text(&b, &p);
	store_abort(s);
	return buf_text(&b);
}

/* g: zhao (A) owns it, qian (B) manages it, zhao2 (A too) and a guest are members, sun (C) was
 * invited; 大组: a large one of qian's; gone: dissolved. */
static void
make(void)
{
	store_begin(s, 100);
	put(STORE_GROUP, "g", "{\"name\":\"g\",\"category\":\"interest\",\"code\":\"K1\","
	    "\"owner\":\"zhao\",\"large\":0,\"created_at\":1795507200}");
	put(STORE_CODE, "K1", "g");
	put(STORE_GROUP, "大组", "{\"name\":\"b\",\"category\":\"work\",\"code\":\"K2\","
	    "\"owner\":\"qian\",\"large\":1,\"created_at\":1795507200}");
	put(STORE_CODE, "K2", "大组");
	put(STORE_GROUP, "gone", "{\"name\":\"x\",\"category\":\"work\",\"code\":\"K3\","
	    "\"owner\":\"zhao\",\"large\":0,\"created_at\":1795507200,"
	    "\"closed_at\":1795507200}");
	put(STORE_CODE, "K3", "gone");
	user("zhao", A);
	user("zhao2", A);
	user("qian", B);
	user("sun", C);
	user("a\"客", "@a\"客");
	sit("g", "zhao", SEAT_OWNER);
	sit("g", "qian", SEAT_MANAGER);
	sit("g", "zhao2", SEAT_MEMBER);
	sit("g", "a\"客", SEAT_MEMBER);
	sit("g", "sun", SEAT_CALLED);
	sit("大组", "qian", SEAT_OWNER);
	person(A, 2, 1, 0);
	person(B, 2, 1, 1);
	person("@a\"客", 1, 0, 0);
	store_commit(s);
}

/* ---- What is said. */

static uint64_t
entries(void)
{
	char head[JOURNAL_HEAD];
	uint64_t n;

	store_begin(s, 0);
	n = journal_head(s, head);
	store_abort(s);
	return n;
}

static const char *
recount(uint64_t *mended, uint64_t *wrong)
{
	out.len = 0;
	*wrong = group_recount(groups, s, mended, &out);
	return buf_text(&out);
}

/* These lines are said, twice without putting right, so that nothing is changed by looking; then
 * with; and but for `left` no more. */
static void
said(const char *lines, const char *left, const char *what)
{
	static struct buf line;
	uint64_t wrong, mended, n = 0, stays = 0, now = entries();
	const char *at;

	for (at = lines; (at = strchr(at, '\n')) != NULL; at++)
		n++;
	for (at = left; *at != '\0'; at = strchr(at, '\n') + 1) {
		line.len = 0;
		buf_put(&line, at, (size_t)(strchr(at, '\n') - at) + 1);
		stays += strstr(lines, buf_text(&line)) != NULL;
	}
	same(recount(NULL, &wrong), lines, what);
	ok(wrong == n, "as many as there are lines");
	same(recount(NULL, &wrong), lines, "and again");
	ok(entries() == now, "and it is not journalled");
	same(recount(&mended, &wrong), lines, "and when it is put right");
	ok(wrong == n && mended == n - stays, "all but what is no counter are");
	ok(entries() == now + (mended > 0), "which is journalled");
	same(recount(NULL, &wrong), left, *left == '\0' ? "then no more" :
	    "what is no counter stays");
}

/* Counts of a group as they are not. */
static void
wrong_group(const char *group, int members, int managers)
{
	struct seat_group g;

	store_begin(s, 10);
	seat_group_get(s, group, strlen(group), &g);
	g.members = members;
	g.managers = managers;
	seat_put(s, group, strlen(group), &g, NULL, NULL);
	store_commit(s);
}

static void
wrong_person(const char *key, int joined, int created, int large)
{
	store_begin(s, 10);
	person(key, joined, created, large);
	store_commit(s);
}

static void
of_groups(void)
{
	struct seat_group g;
	uint64_t wrong, mended = 7;

	same(recount(NULL, &wrong), "", "nothing is wrong");
	ok(wrong == 0 && *recount(&mended, &wrong) == '\0' && wrong == 0 && mended == 0 &&
	    entries() == 0, "nothing to put right, nothing journalled");
	wrong_group("g", 9, 1);
	said("{\"group\":\"g\",\"stored\":[9,1,1],\"counted\":[4,1,1]}\n", "",
	    "members of a group");
	wrong_group("g", 4, 0);
	said("{\"group\":\"g\",\"stored\":[4,0,1],\"counted\":[4,1,1]}\n", "", "managers");
	wrong_group("g", 0, 7);
	wrong_group("大组", -1, 0);
	wrong_group("gone", 2, 1);
	said("{\"group\":\"g\",\"stored\":[0,7,1],\"counted\":[4,1,1]}\n"
	    "{\"group\":\"gone\",\"stored\":[2,1,0],\"counted\":[0,0,0]}\n"
	    "{\"group\":\"大组\",\"stored\":[-1,0,1],\"counted\":[1,0,1]}\n", "",
	    "both, of several groups, one of them dissolved");
	store_begin(s, 0);
	ok(seat_group_get(s, NAME("g"), &g) && g.members == 4 && g.managers == 1 &&
	    g.last == T0 && seat_group_get(s, NAME("大组"), &g) && g.members == 1 &&
	    g.last == T0, "the time of the last operation is kept");
	store_abort(s);
}

static void
of_persons(void)
{
	wrong_person(A, 1, 1, 0);
	said("{\"subject\":\"" A "\",\"stored\":[1,1,0],\"counted\":[2,1,0]}\n", "",
	    "seats of a person");
	wrong_person(A, 2, 2, 0);
	said("{\"subject\":\"" A "\",\"stored\":[2,2,0],\"counted\":[2,1,0]}\n", "",
	    "groups owned");
	wrong_person(B, 2, 1, 0);
	said("{\"subject\":\"" B "\",\"stored\":[2,1,0],\"counted\":[2,1,1]}\n", "",
	    "large ones");
	wrong_person("@a\"客", 0, 1, 1);
	said("{\"user\":\"a\\\"客\",\"stored\":[0,1,1],\"counted\":[1,0,0]}\n", "",
	    "of a user nobody knows");
	wrong_person(C, 3, 2, 1);
	said("{\"subject\":\"" C "\",\"stored\":[3,2,1],\"counted\":[0,0,0]}\n", "",
	    "of a person who was only invited");
	wrong_person("@nobody", 1, 0, 0);
	said("{\"user\":\"nobody\",\"stored\":[1,0,0],\"counted\":[0,0,0]}\n", "",
	    "of one who never had a seat");
	store_begin(s, 10);
	store_del(s, STORE_COUNT, NAME("p:" B));
	store_commit(s);
	said("{\"subject\":\"" B "\",\"stored\":[0,0,0],\"counted\":[2,1,1]}\n", "",
	    "of one whose counts are lost");
	same(counts(B), "[2,0,0,1,1]", "those are as counted");
	wrong_person(B, 9, 9, 9);
	wrong_group("g", 1, 1);
	said("{\"group\":\"g\",\"stored\":[1,1,1],\"counted\":[4,1,1]}\n"
	    "{\"subject\":\"" B "\",\"stored\":[9,9,9],\"counted\":[2,1,1]}\n", "",
	    "a group and a person");
	same(counts(A), "[2,20000,5,1,0,1]", "what was done on a day is kept");
}

/* What counters cannot put right is said each time. */
static void
of_more(void)
{
	uint64_t wrong;

	store_begin(s, 10);
	put(STORE_CODE, "K2", "g");
	store_commit(s);
	said("{\"group\":\"大组\",\"group_code\":\"K2\",\"code\":\"not its own\"}\n",
	    "{\"group\":\"大组\",\"group_code\":\"K2\",\"code\":\"not its own\"}\n",
	    "a code that is another group's");
	store_begin(s, 10);
	store_del(s, STORE_CODE, NAME("K2"));
	store_commit(s);
	same(recount(NULL, &wrong),
	    "{\"group\":\"大组\",\"group_code\":\"K2\",\"code\":\"not its own\"}\n",
	    "or nobody's");
	store_begin(s, 10);
	put(STORE_CODE, "K2", "大组");
	sit("大组", "sun", SEAT_OWNER);
	person(C, 1, 0, 0);
	store_commit(s);
	said("{\"group\":\"大组\",\"stored\":[2,0,1],\"counted\":[2,0,2]}\n",
	    "{\"group\":\"大组\",\"stored\":[2,0,1],\"counted\":[2,0,2]}\n", "two owners");
	store_begin(s, 10);
	sit("大组", "sun", SEAT_MEMBER);
	sit("大组", "qian", SEAT_MEMBER);
	store_commit(s);
	said("{\"group\":\"大组\",\"stored\":[4,0,1],\"counted\":[2,0,0]}\n",
	    "{\"group\":\"大组\",\"stored\":[2,0,1],\"counted\":[2,0,0]}\n",
	    "an owner who is only a member");
	store_begin(s, 10);
	put(STORE_GROUP, "empty", "{\"name\":\"e\",\"category\":\"work\",\"code\":\"K4\","
	    "\"owner\":\"sun\",\"large\":0,\"created_at\":1795507200}");
	put(STORE_CODE, "K4", "empty");
	sit("大组", "qian", SEAT_OWNER);
	store_commit(s);
	wrong_group("大组", 2, 0);
	said("{\"group\":\"empty\",\"stored\":[0,0,1],\"counted\":[0,0,0]}\n"
	    "{\"subject\":\"" C "\",\"stored\":[1,0,0],\"counted\":[1,1,0]}\n",
	    "{\"group\":\"empty\",\"stored\":[0,0,1],\"counted\":[0,0,0]}\n",
	    "a group without seats whose owner owns it all the same");
	store_begin(s, 10);
	put(STORE_GROUP, "empty", "{\"name\":\"e\",\"category\":\"work\",\"code\":\"K4\","
	    "\"created_at\":1795507200}");
	store_commit(s);
	said("{\"subject\":\"" C "\",\"stored\":[1,1,0],\"counted\":[1,0,0]}\n", "",
	    "and when nobody owns it");
}

/* ---- Users who are another person's by now. */

static struct person
found(const char *name)
{
	struct person p;

	store_begin(s, 0);
	person_find(s, name, strlen(name), &p);
	store_abort(s);
	return p;
}

static bool
is(const struct person *p, const char *key, const char *counted)
{
	return p->n == strlen(key) && memcmp(p->key, key, p->n) == 0 &&
	    p->counted_n == strlen(counted) &&
	    memcmp(p->counted, counted, p->counted_n) == 0;
}

static const char *
person_text(struct person *p)
{
	static struct buf b;
	struct seat_person n;

	b.len = 0;
	store_begin(s, 0);
	person_counts(s, p, &n);
	seat_person_text(&b, &n);
	store_abort(s);
	return buf_text(&b);
}

static void
moved(const char *name, const char *to)
{
	store_begin(s, 10);
	seat_moved(s, name, strlen(name), to, strlen(to));
	store_commit(s);
}

static void
of_moved(void)
{
	struct person p = found("zhao2");
	struct seat_person n;
	uint64_t wrong;

	ok(is(&p, A, A) && p.verified && !p.also, "a user is its person's");
	moved("zhao2", C);
	p = found("zhao2");
	ok(is(&p, C, A) && p.verified && !p.also, "handed to another: its seats stay");
	store_begin(s, 0);
	person_elsewhere(s, &p, &n);
	ok(n.joined == 1 && n.created == 0, "what that one has is elsewhere");
	p = (struct person){ 0 };
	person_find(s, NAME("zhao"), &p);
	person_elsewhere(s, &p, &n);
	ok(n.joined == 0, "who was not moved has nothing there");
	store_abort(s);
	said("{\"user\":\"zhao2\",\"person\":\"moved\"}\n"
	    "{\"subject\":\"" A "\",\"stored\":[2,1,0],\"counted\":[1,1,0]}\n"
	    "{\"subject\":\"" C "\",\"stored\":[1,0,0],\"counted\":[2,0,0]}\n", "",
	    "until they are counted anew");
	p = found("zhao2");
	ok(is(&p, C, C) && !p.also, "then they are that one's");
	moved("zhao2", A);
	moved("zhao2", C);
	same(recount(NULL, &wrong), "", "there and back is nothing");
	moved("zhao", B);
	said("{\"user\":\"zhao\",\"person\":\"moved\"}\n"
	    "{\"subject\":\"" A "\",\"stored\":[1,1,0],\"counted\":[0,0,0]}\n"
	    "{\"subject\":\"" B "\",\"stored\":[2,1,1],\"counted\":[3,2,1]}\n", "",
	    "with the groups that it owns");
	same(counts(A), "[0,20000,5,0,0,1]", "what was done on a day is whose it was");
	moved("sun", A);
	moved("zhao2", A);
	said("{\"user\":\"zhao2\",\"person\":\"moved\"}\n"
	    "{\"user\":\"sun\",\"person\":\"moved\"}\n"
	    "{\"subject\":\"" A "\",\"stored\":[0,0,0],\"counted\":[2,0,0]}\n"
	    "{\"subject\":\"" C "\",\"stored\":[2,0,0],\"counted\":[0,0,0]}\n", "",
	    "several");
}

static void
of_registered(void)
{
	struct person p = found("a\"客");
	uint64_t wrong;

	ok(is(&p, "@a\"客", "@a\"客") && !p.verified && !p.also, "a user nobody knows");
	store_begin(s, 10);
	put(STORE_USER, "a\"客", "{\"user\":\"a\\\"客\",\"subject\":\"" C "\"}");
	person(C, 0, 0, 0);
	store_commit(s);
	p = found("a\"客");
	ok(is(&p, C, C) && p.verified && p.also, "registered: verified, its seats with it");
	same(person_text(&p), "[1,20000,10,0,0,2]", "what both have is counted");
	said("{\"user\":\"a\\\"客\",\"person\":\"moved\"}\n"
	    "{\"user\":\"a\\\"客\",\"stored\":[1,0,0],\"counted\":[0,0,0]}\n"
	    "{\"subject\":\"" C "\",\"stored\":[0,0,0],\"counted\":[1,0,0]}\n", "",
	    "until it takes a seat, or all are counted anew");
	p = found("a\"客");
	ok(is(&p, C, C) && !p.also, "then it is one");

	store_begin(s, 10);
	user("later", "@later");
	sit("大组", "later", SEAT_MEMBER);
	person("@later", 1, 0, 0);
	put(STORE_USER, "later", "{\"user\":\"later\",\"subject\":\"" C "\"}");
	store_commit(s);
	p = found("later");
	ok(is(&p, C, C) && p.also, "another");
	store_begin(s, 10);
	person_seated(s, &p);
	store_commit(s);
	ok(!p.also, "takes a seat");
	same(counts("@later"), "[0]", "nothing is left as nobody known");
	same(counts(C), "[2,20000,10,0,0,2]", "all is the person's");
	p = found("later");
	ok(is(&p, C, C) && !p.also, "who it is from then on");
	same(recount(NULL, &wrong), "", "and the counters are right");
	moved("later", A);
	p = found("later");
	ok(is(&p, A, C), "handed on like any other");
	moved("later", C);

	p = found("new");
	ok(*p.number == '\0' && is(&p, "@new", "@new"), "one without a seat");
	store_begin(s, 10);
	person_seated(s, &p);
	store_commit(s);
	same(p.number, "000007", "gets a number with the first");
	p = found("new");
	same(p.number, "000007", "which it keeps");
	same(recount(NULL, &wrong), "", "a number is no seat");
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	char dir[300], site[320], command[700];
	struct policy *p;
	FILE *file;

	unsetenv("BEIAN_KEY");
	setenv("BEIAN_SHARE", "share", 0);
	snprintf(dir, sizeof dir, "%s/group.%ld", tmp != NULL ? tmp : "/tmp",
	    (long)getpid());
	snprintf(site, sizeof site, "%s.json", dir);
	file = fopen(site, "w");
	if (file == NULL || fputs("{}", file) < 0 || fclose(file) != 0) {
		printf("Bail out! %s\n", site);
		return 1;
	}
	p = policy_load(site);
	store_create(dir, SEAL_AES);
	s = store_open(dir, STORE_WRITE, 1);
	groups = group_new(p, NULL, GROUP_LOOK, "x", T0, T0);
	make();
	of_groups();
	of_persons();
	of_more();
	of_moved();
	of_registered();
	group_free(groups);
	store_close(s);
	policy_free(p);
	buf_free(&out);
	snprintf(command, sizeof command, "rm -rf '%s' '%s'", dir, site);
	ok(system(command) == 0, "cleared");
	return done();
}
