/*
 * The rules of group-cap (lib/group.h) kept with SQLite, for a comparison: prepared
 * statements, one transaction a batch, durable (WAL, synchronous=FULL), 128 MiB of cache,
 * tables that are their own index, whole numbers for keys wherever a text is looked up once
 * already: the counts of a group and of a person stand in their rows.  The numbers are those
 * of the default policy.  Records are read by the same reader.  What the operations of `ops`
 * never have is left out: resize, a code of the platform's own, an invitation as manager.
 *
 *	sqlite_group build DB USERS GROUPS SEATS EVENTS MEASURES LISTINGS
 *				USERS: lines "USER SUBJECT"; the others as `ops` prints them
 *	sqlite_group apply DB OPERATIONS BATCH
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "code.h"
#include "mem.h"
#include "record.h"
#include "scan.h"
#include "when.h"

enum { ROLE_NONE, OWNER, MANAGER, MEMBER, INVITED, NAMED, APPLIED };
enum { OPEN, CONSENT, REAL_NAME, APPROVAL };
enum { JOIN = 1, MANAGE = 2, CREATE = 4, LARGE = 8 };
enum { PASSES, REVIEWS, REJECTS };
/* Keys of listings: eight times whom they are about, and as what; a person's are odd. */
enum { AS_GROUP = 0, AS_SUBJECT = 1, AS_MEMBER = 2, AS_MANAGER = 4, AS_CREATOR = 6 };

static const char *const how_name[] = { "none", "qr", "invite", "consent", "real-name",
	"approval", NULL };
static const char *const mode_name[] = { "open", "consent", "real-name", "approval", NULL };
static const char *const review_name[] = { "none", "automatic", "manual", NULL };
static const char *const category_name[] = { "family", "class", "work", "interest", "trade",
	"fans", "fan-fundraising", "other", NULL };
static const char *const tier_name[] = { "S", "M", "L", "XL", NULL };
static const struct { int64_t members, managers, reserve; int level, review; } tier_of[] = {
	{ 40, 3, 0, 1, 0 }, { 100, 5, 2, 1, 1 }, { 200, 10, 4, 0, 2 }, { 500, 10, 10, 0, 2 } };
static const struct { int64_t create, create_day, large, join, join_day, members; } caps[] = {
	{ 0, 0, 0, 20, 5, 0 }, { 50, 5, 5, 500, 50, 500 }, { 10, 2, 2, 300, 20, 200 },
	{ 0, 0, 0, 50, 5, 0 } };
static const struct scheme { int64_t after, every, grant, hysteresis, from[5]; } scheme[] = {
	{ 30, 7, 20, 0, { 100, 80, 60, 40, 0 } },		/* groups */
	{ 7, 1, 1, 2, { 80, 60, 40, 1, 0 } } };			/* persons */
static const unsigned gives[5] = {
	JOIN | MANAGE | CREATE | LARGE, JOIN | MANAGE | CREATE, JOIN };

struct credit { int64_t score, next; int level; };
struct user {
	const char *name;
	int n;
	int64_t id, person;		/* 0: never seen */
	bool verified;
	int64_t joined, created, large, day, joins, creates;
	struct credit credit;
	unsigned may, taken;
};
struct group {
	int64_t id, capacity, capacity_until, owner, owner_person, closed_at, past, members,
	    managers, last;
	int category, tier, mode, review;
	bool large;
};
struct seat { int role, how; int64_t person, since; };
struct op {
	struct piece id, op, group, user, target, name, operator;
	int how, tier, mode, review, category;
	int64_t time, capacity, capacity_until;
	bool platform, tiered;
};

static sqlite3 *db;
static struct op o;
static struct group g;
static int verdict;
static size_t tail_n;
static char tail[2048];			/* what the record gets, and its answer is */
static char found[512];
static int64_t next_code, next_group, next_user, next_person;

static void
check(int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)
		return;
	fprintf(stderr, "sqlite_group: %s\n", sqlite3_errmsg(db));
	exit(3);
}

static void
run(const char *sql)
{
	check(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

/* ---- Statements: each is prepared when it is first used. */

enum { GET_ANSWER, PUT_ANSWER, GET_GROUP, GET_USER, GET_SEAT, GET_CREDIT, LISTED,
	LISTED_AS, MEASURES, SEATS, PUT_SEAT, DEL_SEAT, DEL_SEATS, PUT_COUNTS, PUT_PERSON,
	    LESS,
	OWNS, NEW_USER, NEW_PERSON, NEW_GROUP, PUT_CODE, PUT_PAST, PASSED, RENAMED, HANDED,
	    CLOSED,
	PUT_JOURNAL, PUT_META, GET_META, PUT_CREDIT, PUT_MEASURE, PUT_LISTING, GET_NAME, OWN,
	STATEMENTS };
#define PERSON "p.id, p.verified, p.joined, p.created, p.large, p.day, p.joins, p.creates, " \
	"c.score, c.next, c.level"
static const char *const text[STATEMENTS] = {
	[GET_ANSWER] = "select hash, text from answer where id = ?",
	[PUT_ANSWER] = "insert into answer values(?, ?, ?)",
	[GET_GROUP] =
	    "select id, category, tier, capacity, capacity_until, mode, review, owner, "
	    "owner_person, large, closed_at, past, members, managers, last from grp where name = ?",
	[GET_USER] = "select u.id, " PERSON " from user u join person p on p.id = u.person "
	    "left join credit c on c.owner = p.id * 2 + 1 where u.name = ?",
	[GET_SEAT] = "select role, person, since, how from member where gid = ? and uid = ?",
	[GET_CREDIT] = "select score, next, level from credit where owner = ?",
	[LISTED] = "select key from listing where key in (?2, ?3, ?4) and start <= ?1 and "
	    "until > ?1",
	[LISTED_AS] = "select key from listing where key in (?2, ?3, ?4, ?5, ?6) and "
	    "start <= ?1 and until > ?1",
	[MEASURES] = "select takes, asks from measure where target = ?1 and start <= ?2 and "
	    "until > ?2",
	[SEATS] = "select person, role from member where gid = ?",
	[PUT_SEAT] = "insert or replace into member values(?, ?, ?, ?, ?, ?)",
	[DEL_SEAT] = "delete from member where gid = ? and uid = ?",
	[DEL_SEATS] = "delete from member where gid = ?",
	[PUT_COUNTS] = "update grp set members = ?2, managers = ?3, last = ?4 where name = ?1",
	[PUT_PERSON] = "update person set joined = ?2, created = ?3, large = ?4, day = ?5, "
	    "joins = ?6, creates = ?7 where id = ?1",
	[LESS] = "update person set joined = joined - 1 where id = ?",
	[OWNS] = "update person set created = created + ?2, large = large + ?3 where id = ?1",
	[NEW_USER] = "insert into user values(?, ?, ?)",
	[NEW_PERSON] = "insert into person values(?, ?, ?, ?, ?, ?, ?, ?)",
	[NEW_GROUP] =
	    "insert into grp values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, "
	    "?)",
	[PUT_CODE] = "insert into code values(?, ?)",
	[PUT_PAST] = "insert into past values(?, ?, ?)",
	[PASSED] = "update grp set past = ?2, members = ?3, managers = ?4, last = ?5 where "
	    "name = ?1",
	[RENAMED] = "update grp set past = ?2, last = ?3, title = ?4 where name = ?1",
	[HANDED] =
	    "update grp set past = ?2, members = ?3, managers = ?4, last = ?5, owner = ?6, "
	    "owner_person = ?7 where name = ?1",
	[CLOSED] =
	    "update grp set past = ?2, members = 0, managers = 0, last = ?3, closed_at = ?3 "
	    "where name = ?1",
	[PUT_JOURNAL] = "insert into journal(what) values(?)",
	[PUT_META] = "insert or replace into meta values(?, ?)",
	[GET_META] = "select value from meta where name = ?",
	[PUT_CREDIT] = "insert into credit values(?, ?, ?, ?)",
	[PUT_MEASURE] = "insert into measure values(?, ?, ?, ?, ?, ?)",
	[PUT_LISTING] = "insert into listing values(?, ?, ?, ?)",
	[GET_NAME] = "select id from grp where name = ?",
	[OWN] =
	    "update grp set owner = ?2, owner_person = ?3, members = ?4, managers = ?5 where "
	    "name = ?1"
};
static sqlite3_stmt *ready[STATEMENTS];

static sqlite3_stmt *
statement(int i)
{
	if (ready[i] == NULL)
		check(sqlite3_prepare_v3(db, text[i], -1, SQLITE_PREPARE_PERSISTENT, &ready[i],
		    NULL));
	return ready[i];
}

/* Binds numbers from a place on. */
static void
bind(sqlite3_stmt *s, int from, int count, const int64_t *v)
{
	int i;

	for (i = 0; i < count; i++)
		check(sqlite3_bind_int64(s, from + i, v[i]));
}
#define BIND(s, from, ...) bind(s, from, (int)(sizeof((int64_t[]){ __VA_ARGS__ }) / 8), \
	(int64_t[]){ __VA_ARGS__ })

static void
bind_text(sqlite3_stmt *s, int at, const char *v, size_t n)
{
	check(sqlite3_bind_text(s, at, v, (int)n, SQLITE_STATIC));
}

static bool
step(sqlite3_stmt *s)
{
	int rc = sqlite3_step(s);

	check(rc);
	return rc == SQLITE_ROW;
}

static void
once(sqlite3_stmt *s)
{
	step(s);
	check(sqlite3_reset(s));
}

/* ---- Credit. */

static void
level(const struct scheme *s, struct credit *c)
{
	int plain = 0, i;

	while (plain < 4 && c->score < s->from[plain])
		plain++;
	if (plain > c->level)
		c->level = plain;
	for (i = 0; i < c->level; i++)
		if (c->score >= s->from[i] + s->hysteresis)
			c->level = i;
}

static void
advance(const struct scheme *s, struct credit *c, int day)
{
	int64_t grants, need;

	if (c->next > 0 && c->next <= day && c->score > 0 && c->score < 100) {
		grants = (day - c->next) / s->every + 1;
		need = (100 - c->score + s->grant - 1) / s->grant;
		grants = grants < need ? grants : need;
		c->score += grants * s->grant;
		c->next += grants * s->every;
		c->score = c->score < 100 ? c->score : 100;
	}
	if (c->score >= 100 || c->score <= 0)
		c->next = 0;
	level(s, c);
}

/* ---- Looking up. */

static void
find(int how_bad, const char *code)
{
	size_t n = strlen(found);

	snprintf(found + n, sizeof found - n, "%s\"%s\"", n > 0 ? "," : "", code);
	verdict = how_bad > verdict ? how_bad : verdict;
}

#define REFUSE(code) find(REJECTS, code)

static void
read_user(sqlite3_stmt *s, struct user *u)
{
	u->id = sqlite3_column_int64(s, 0);
	u->person = sqlite3_column_int64(s, 1);
	u->verified = sqlite3_column_int(s, 2);
	u->joined = sqlite3_column_int64(s, 3);
	u->created = sqlite3_column_int64(s, 4);
	u->large = sqlite3_column_int64(s, 5);
	u->day = sqlite3_column_int64(s, 6);
	u->joins = sqlite3_column_int64(s, 7);
	u->creates = sqlite3_column_int64(s, 8);
	if (sqlite3_column_type(s, 9) != SQLITE_NULL)
		u->credit = (struct credit){ sqlite3_column_int64(s, 9),
		    sqlite3_column_int64(s, 10), sqlite3_column_int(s, 11) };
}

static void
get_user(const struct piece *name, struct user *u)
{
	sqlite3_stmt *s = statement(GET_USER);

	*u = (struct user){ .name = name->s, .n = (int)name->n, .credit = { 100, 0, 0 } };
	bind_text(s, 1, name->s, name->n);
	if (step(s))
		read_user(s, u);
	check(sqlite3_reset(s));
}

static void
weigh(struct user *u)
{
	sqlite3_stmt *s;

	advance(&scheme[1], &u->credit, when_day_of(o.time));
	u->may = gives[u->credit.level];
	u->taken = 0;
	if (u->person == 0)
		return;
	s = statement(MEASURES);
	BIND(s, 1, u->person * 2 + 1, o.time);
	while (step(s))
		u->taken |= (unsigned)sqlite3_column_int(s, 0);
	check(sqlite3_reset(s));
}

/* Listed as a subject, as a member, and as something more (0: no more)?  The word for it. */
static const char *
listed(const struct user *u, int as)
{
	sqlite3_stmt *s;
	int64_t key, is, worst = INT64_MAX;

	if (u->id == 0)
		return NULL;
	s = statement(as == 0 ? LISTED : LISTED_AS);
	BIND(s, 1, o.time, u->person * 8 + AS_SUBJECT, u->id * 8 + AS_MEMBER,
	    u->person * 8 + AS_MEMBER + 1);
	if (as != 0)
		BIND(s, 5, u->id * 8 + as, u->person * 8 + as + 1);
	while (step(s)) {
		key = sqlite3_column_int64(s, 0);
		is = key % 8 == AS_SUBJECT ? AS_SUBJECT : key % 8 / 2 * 2;
		worst = is < worst ? is : worst;
	}
	check(sqlite3_reset(s));
	return worst == AS_SUBJECT ? "subject-listed" : worst == AS_MEMBER ? "member-listed" :
	    worst == AS_MANAGER ? "manager-listed" : worst == AS_CREATOR ? "creator-listed" :
	    NULL;
}

static bool
get_seat(const struct user *u, struct seat *seat)
{
	sqlite3_stmt *s = statement(GET_SEAT);

	*seat = (struct seat){ 0 };
	if (u->id == 0)
		return false;
	BIND(s, 1, g.id, u->id);
	if (step(s))
		*seat = (struct seat){ sqlite3_column_int(s, 0), sqlite3_column_int(s, 3),
		    sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2) };
	check(sqlite3_reset(s));
	return seat->role != ROLE_NONE;
}

static bool
counts(int role)
{
	return role == OWNER || role == MANAGER || role == MEMBER;
}

/* ---- Rules. */

static int64_t
limit(void)
{
	int64_t most = tier_of[g.tier].members;

	if (g.capacity > 0 && o.time >= g.capacity_until)
		most = tier_of[0].members;
	if (g.capacity > 0 && g.capacity < most)
		most = g.capacity;
	return g.category == 6 ? 0 : most;
}

static int
row(const struct user *u)
{
	return !u->verified ? 0 : u->credit.level == 0 ? 1 : u->credit.level == 1 ? 2 : 3;
}

static void
lacks(const struct user *u, unsigned which)
{
	if ((u->may & which) == 0)
		REFUSE("credit-service");
	else if ((u->taken & which) != 0)
		REFUSE("right-suspended");
}

static void
fit(struct user *u)
{
	const char *code;

	weigh(u);
	code = listed(u, 0);
	if (code != NULL)
		REFUSE(code);
	lacks(u, JOIN);
}

static void
room(const struct user *u)
{
	if (g.members + 1 > limit())
		REFUSE("cap-members");
	if (u->joined + 1 > caps[row(u)].join)
		REFUSE("cap-joined");
	if ((when_day_of(o.time) > u->day ? 0 : u->joins) + 1 > caps[row(u)].join_day)
		REFUSE("cap-joined-day");
}

static bool
rule(struct user *u)
{
	struct seat seat;

	if (o.platform)
		return true;
	get_user(&o.user, u);
	get_seat(u, &seat);
	if (seat.role != OWNER && seat.role != MANAGER) {
		REFUSE("op-right");
		return false;
	}
	weigh(u);
	lacks(u, MANAGE);
	return true;
}

static bool
owns(struct user *u)
{
	if (o.platform)
		return true;
	get_user(&o.user, u);
	if (u->id != 0 && u->id == g.owner)
		return true;
	REFUSE("op-right");
	return false;
}

/* ---- Writing. */

static void
know(struct user *u)
{
	sqlite3_stmt *s;

	if (u->id != 0)
		return;
	u->id = next_user++;
	u->person = next_person++;
	s = statement(NEW_PERSON);
	BIND(s, 1, u->person, 0, 0, 0, 0, 0, 0, 0);
	once(s);
	s = statement(NEW_USER);
	bind_text(s, 1, u->name, (size_t)u->n);
	BIND(s, 2, u->id, u->person);
	once(s);
}

static void
put_person(const struct user *u)
{
	sqlite3_stmt *s = statement(PUT_PERSON);

	BIND(s, 1, u->person, u->joined, u->created, u->large, u->day, u->joins, u->creates);
	once(s);
}

static void
put_seat(int64_t uid, const struct seat *seat)
{
	sqlite3_stmt *s = statement(PUT_SEAT);

	BIND(s, 1, g.id, uid, seat->role, seat->person, seat->since, seat->how);
	once(s);
}

static void
put_counts(void)
{
	sqlite3_stmt *s = statement(PUT_COUNTS);

	bind_text(s, 1, o.group.s, o.group.n);
	BIND(s, 2, g.members, g.managers, o.time);
	once(s);
}

static void
put_past(const char *what)
{
	sqlite3_stmt *s = statement(PUT_PAST);
	char entry[1024];
	const struct piece *by = o.platform ? &o.operator : &o.user;
	int n = snprintf(entry, sizeof entry, "{\"what\":\"%s\",\"time\":%" PRId64
	    ",\"by\":\"%.*s\",\"id\":\"%.*s\",\"target\":\"%.*s\",\"name\":\"%.*s\"}", what,
	    o.time, (int)by->n, by->s, (int)o.id.n, o.id.s, (int)o.target.n,
	    o.target.n > 0 ? o.target.s : "", (int)o.name.n,
	    o.name.n > 0 ? o.name.s : "");

	BIND(s, 1, g.id, ++g.past);
	bind_text(s, 3, entry, (size_t)n);
	once(s);
}

static void
tell(const char *membership, const struct user *u)
{
	tail_n = (size_t)snprintf(tail, sizeof tail, ",\"membership\":\"%s\",\"members\":%"
	    PRId64
	    ",\"limit\":%" PRId64 ",\"joined\":%" PRId64 ",\"created\":%" PRId64, membership,
	    g.members, limit(), u != NULL ? u->joined : 0, u != NULL ? u->created : 0);
}

static void
sit(struct user *u, int role, int how)
{
	int day = when_day_of(o.time);

	know(u);
	if (counts(role)) {
		g.members++;
		if (day > u->day) {
			u->day = day;
			u->joins = u->creates = 0;
		}
		u->joins++;
		u->joined++;
		put_person(u);
	}
	put_seat(u->id, &(struct seat){ role, how, u->person, o.time });
	put_counts();
	tell(role == APPLIED ? "applied" : counts(role) ? "member" : "invited", u);
}

/* ---- Operations. */

static void
do_join(void)
{
	static const int mode_from[] = { 0, 40, 100, 200 };
	struct user u;
	struct seat seat;
	int mode = OPEN, role = MEMBER;
	int strict = o.how >= 4 ? o.how - 2 : o.how >= 2 ? CONSENT : OPEN;
	bool qr;

	get_user(&o.user, &u);
	get_seat(&u, &seat);
	if (counts(seat.role) || seat.role == APPLIED) {
		REFUSE("member-present");
		return;
	}
	fit(&u);
	while (mode < APPROVAL && g.members >= mode_from[mode + 1])
		mode++;
	qr = mode < REAL_NAME;
	mode = g.mode > mode ? g.mode : mode;
	if (o.how == 1 && !qr)
		REFUSE("join-qr");
	if (o.how < 0)
		find(REVIEWS, "join-unrecorded");
	if (seat.role != ROLE_NONE && strict < CONSENT)
		strict = CONSENT;
	if ((mode >= CONSENT && strict < CONSENT) ||
	    (mode >= REAL_NAME && (!u.verified || strict < REAL_NAME)))
		REFUSE("join-mode");
	if (mode == APPROVAL && seat.role != INVITED) {
		find(REVIEWS, "join-pending");
		role = APPLIED;
	} else
		room(&u);
	if (verdict < REJECTS)
		sit(&u, role, o.how);
}

static void
do_leave(void)
{
	bool other = o.target.n > 0 && (o.platform || o.target.n != o.user.n ||
	    memcmp(o.target.s, o.user.s, o.user.n) != 0);
	struct user by, u;
	struct seat seat, his;
	sqlite3_stmt *s;

	if (other && !rule(&by))
		return;
	get_user(other ? &o.target : &o.user, &u);
	if (!get_seat(&u, &seat)) {
		REFUSE("member-unknown");
		return;
	}
	if (seat.role == OWNER) {
		REFUSE("owner-leaves");
		return;
	}
	if (other && !o.platform && seat.role == MANAGER && get_seat(&by, &his) &&
	    his.role == MANAGER)
		REFUSE("op-right");
	if (verdict == REJECTS)
		return;
	if (counts(seat.role)) {
		g.members--;
		g.managers -= seat.role == MANAGER;
		u.joined--;
		put_person(&u);
	}
	s = statement(DEL_SEAT);
	BIND(s, 1, g.id, u.id);
	once(s);
	put_counts();
	tell("left", &u);
}

static bool
may_invite(void)
{
	struct credit c = { 100, 0, 0 };
	sqlite3_stmt *s = statement(GET_CREDIT);

	BIND(s, 1, g.id * 2);
	if (step(s))
		c = (struct credit){ sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1),
		    sqlite3_column_int(s, 2) };
	check(sqlite3_reset(s));
	advance(&scheme[0], &c, when_day_of(o.time));
	return c.level <= 2;
}

static void
do_invite(void)
{
	struct user by, u;
	struct seat his, seat;
	const char *code;
	int role;

	get_user(&o.user, &by);
	get_seat(&by, &his);
	if (!counts(his.role)) {
		REFUSE("member-unknown");
		return;
	}
	code = listed(&by, 0);
	if (code != NULL)
		REFUSE(code);
	if (!may_invite())
		REFUSE("credit-service");
	get_user(&o.target, &u);
	if (get_seat(&u, &seat)) {
		REFUSE("member-present");
		return;
	}
	role = his.role == MEMBER ? NAMED : INVITED;
	if (g.members < 40 && g.mode <= OPEN) {
		fit(&u);
		room(&u);
		role = MEMBER;
	} else {
		code = listed(&u, 0);
		if (code != NULL)
			REFUSE(code);
	}
	if (verdict < REJECTS)
		sit(&u, role, 2);
}

static void
do_approve(void)
{
	struct user by, u;
	struct seat seat;

	if (!rule(&by))
		return;
	get_user(&o.target, &u);
	get_seat(&u, &seat);
	if (seat.role != APPLIED) {
		REFUSE("member-unknown");
		return;
	}
	fit(&u);
	room(&u);
	if (verdict < REJECTS)
		sit(&u, MEMBER, 5);
}

static void
do_role(bool appoint)
{
	struct user by, u;
	struct seat seat;
	const char *code;
	sqlite3_stmt *s;
	bool self = !appoint && o.user.n == o.target.n && memcmp(o.user.s, o.target.s,
	    o.user.n) == 0;

	if (!self && !owns(&by))
		return;
	get_user(&o.target, &u);
	if (!get_seat(&u, &seat) || seat.role != (appoint ? MEMBER : MANAGER)) {
		REFUSE(counts(seat.role) ? "member-role" : "member-unknown");
		return;
	}
	if (appoint) {
		weigh(&u);
		code = listed(&u, AS_MANAGER);
		if (code != NULL)
			REFUSE(code);
		lacks(&u, MANAGE);
		if (g.managers + 1 > tier_of[g.tier].managers)
			REFUSE("cap-managers");
	}
	if (verdict == REJECTS)
		return;
	g.managers += appoint ? 1 : -1;
	seat.role = appoint ? MANAGER : MEMBER;
	put_seat(u.id, &seat);
	put_past(appoint ? "appoint" : "dismiss");
	s = statement(PASSED);
	bind_text(s, 1, o.group.s, o.group.n);
	BIND(s, 2, g.past, g.members, g.managers, o.time);
	once(s);
	tell("member", &u);
}

static void
qualify(struct user *u, int tier, int review, int more)
{
	bool large = tier_of[tier].members > 100;
	const char *code;
	int r;

	weigh(u);
	r = row(u);
	if (!u->verified)
		REFUSE("creator-unverified");
	code = listed(u, AS_CREATOR);
	if (code != NULL)
		REFUSE(code);
	lacks(u, CREATE);
	if (large && (u->may & CREATE) != 0 && (u->taken & CREATE) == 0)
		lacks(u, LARGE);
	if (u->credit.level > tier_of[tier].level)
		REFUSE("creator-credit");
	if ((review < 0 ? 0 : review) < tier_of[tier].review)
		REFUSE("review-level");
	if (limit() > caps[r].members)
		REFUSE("cap-capacity");
	if (more > 0 && u->created + more > caps[r].create)
		REFUSE("cap-created");
	if (large && more > 0 && u->large + more > caps[r].large)
		REFUSE("cap-large");
}

static void
do_transfer(void)
{
	struct user by, u;
	struct seat seat, before = { 0 };
	sqlite3_stmt *s;
	bool same;

	if (!owns(&by))
		return;
	get_user(&o.target, &u);
	get_seat(&u, &seat);
	if (!counts(seat.role) || seat.role == OWNER) {
		REFUSE(seat.role == OWNER ? "member-role" : "member-unknown");
		return;
	}
	same = g.owner_person == u.person;
	qualify(&u, g.tier, g.review, !same);
	if (verdict == REJECTS)
		return;
	g.managers -= seat.role == MANAGER;
	get_seat(&(struct user){ .id = g.owner }, &before);
	before.role = MEMBER;
	put_seat(g.owner, &before);
	seat.role = OWNER;
	put_seat(u.id, &seat);
	if (!same) {
		s = statement(OWNS);
		BIND(s, 1, g.owner_person, -1, -g.large);
		once(s);
		BIND(s, 1, u.person, 1, g.large);
		once(s);
		u.created++;
	}
	put_past("transfer");
	s = statement(HANDED);
	bind_text(s, 1, o.group.s, o.group.n);
	BIND(s, 2, g.past, g.members, g.managers, o.time, u.id, u.person);
	once(s);
	tell("owner", &u);
}

static void
do_dissolve(void)
{
	struct user by;
	sqlite3_stmt *all, *less, *s;

	if (!owns(&by))
		return;
	s = statement(OWNS);
	BIND(s, 1, g.owner_person, -1, -g.large);
	once(s);
	all = statement(SEATS);
	less = statement(LESS);
	BIND(all, 1, g.id);
	while (step(all))
		if (counts(sqlite3_column_int(all, 1))) {
			BIND(less, 1, sqlite3_column_int64(all, 0));
			once(less);
		}
	check(sqlite3_reset(all));
	s = statement(DEL_SEATS);
	BIND(s, 1, g.id);
	once(s);
	g.members = g.managers = 0;
	put_past("dissolve");
	s = statement(CLOSED);
	bind_text(s, 1, o.group.s, o.group.n);
	BIND(s, 2, g.past, o.time);
	once(s);
	tell("dissolved", NULL);
}

static void
do_rename(void)
{
	struct user by;
	sqlite3_stmt *s;

	if (!rule(&by) || verdict == REJECTS)
		return;
	put_past("rename");
	s = statement(RENAMED);
	bind_text(s, 1, o.group.s, o.group.n);
	BIND(s, 2, g.past, o.time);
	bind_text(s, 4, o.name.s, o.name.n);
	once(s);
	tell("", NULL);
}

static void
new_group(const struct piece *name, const struct piece *title, const char *code)
{
	sqlite3_stmt *s = statement(NEW_GROUP);

	bind_text(s, 1, name->s, name->n);
	BIND(s, 2, g.id);
	bind_text(s, 3, title->s, title->n);
	BIND(s, 4, g.category, g.tier, g.capacity, g.capacity_until, g.mode, g.review, g.owner,
	    g.owner_person, g.large, o.time);
	bind_text(s, 14, code, CODE_SIZE);
	BIND(s, 15, g.past, g.members, g.managers, g.last);
	once(s);
	s = statement(PUT_CODE);
	bind_text(s, 1, code, CODE_SIZE);
	BIND(s, 2, g.id);
	once(s);
}

static void
do_create(void)
{
	char code[CODE_SIZE + 1];
	struct user u;
	int tier = o.tiered ? o.tier : 0, day = when_day_of(o.time);

	while (!o.tiered && tier < 3 && tier_of[tier].members < o.capacity)
		tier++;
	if (tier < 0 || o.capacity > tier_of[tier].members || o.category == 6) {
		REFUSE("cap-capacity");
		tier = tier < 0 ? 0 : tier;
	}
	g = (struct group){ .tier = tier, .capacity = o.capacity, .category = o.category,
	    .capacity_until = o.capacity_until, .mode = o.mode, .review = o.review };
	if (o.category < 0)
		REFUSE("group-category");
	get_user(&o.user, &u);
	qualify(&u, tier, o.review, 1);
	if (day > u.day) {
		u.day = day;
		u.joins = u.creates = 0;
	}
	if (u.creates + 1 > caps[row(&u)].create_day)
		REFUSE("cap-created-day");
	if (u.joined + 1 > caps[row(&u)].join)
		REFUSE("cap-joined");
	if (verdict == REJECTS)
		return;
	know(&u);
	g.id = next_group++;
	g.owner = u.id;
	g.owner_person = u.person;
	g.large = tier_of[tier].members > 100;
	g.members = 1;
	g.last = o.time;
	u.creates++;
	u.created++;
	u.joined++;
	u.large += g.large;
	code_make(next_code++, code);
	put_past("create");
	new_group(&o.group, &o.name, code);
	put_seat(u.id, &(struct seat){ OWNER, -1, u.person, o.time });
	put_person(&u);
	tell("owner", &u);
	tail_n += (size_t)snprintf(tail + tail_n, sizeof tail - tail_n,
	    ",\"group_code\":\"%s\"",
	    code);
}

/* ---- One operation. */

static int
word(struct record *r, enum member m, const char *const *of)
{
	struct piece t;
	int i;

	if (!record_text(r, m, &t))
		return -1;
	for (i = 0; of[i] != NULL && (strlen(of[i]) != t.n || memcmp(of[i], t.s, t.n) != 0);
	    i++)
		;
	return of[i] != NULL ? i : -1;
}

static struct piece
piece(struct record *r, enum member m)
{
	struct piece t;

	return record_text(r, m, &t) ? t : (struct piece){ NULL, 0 };
}

static bool
is(const struct piece *t, const char *s)
{
	return strlen(s) == t->n && memcmp(s, t->s, t->n) == 0;
}

static void
read_size(struct record *r)
{
	o.tiered = record_has(r, M_TIER);
	o.tier = word(r, M_TIER, tier_name);
	o.mode = word(r, M_MODE, mode_name);
	o.review = word(r, M_REVIEW, review_name);
	o.category = word(r, M_CATEGORY, category_name);
	o.capacity_until = INT64_MAX;
	record_number(r, M_CAPACITY, &o.capacity);
	record_time(r, M_CAPACITY_UNTIL, &o.capacity_until);
	if (o.review == 2 && (!record_has(r, M_REVIEWED_BY) || !record_has(r, M_REVIEWED_AT)))
		o.review = 1;
}

static bool
get_group(void)
{
	sqlite3_stmt *s = statement(GET_GROUP);
	bool there;

	g = (struct group){ 0 };
	bind_text(s, 1, o.group.s, o.group.n);
	there = step(s);
	if (there)
		g = (struct group){
		    .id = sqlite3_column_int64(s, 0),
		    .category = sqlite3_column_int(s, 1),
		    .tier = sqlite3_column_int(s, 2),
		    .capacity = sqlite3_column_int64(s, 3),
		    .capacity_until = sqlite3_column_int64(s, 4),
		    .mode = sqlite3_column_int(s, 5),
		    .review = sqlite3_column_int(s, 6),
		    .owner = sqlite3_column_int64(s, 7),
		    .owner_person = sqlite3_column_int64(s, 8),
		    .large = sqlite3_column_int(s, 9),
		    .closed_at = sqlite3_column_int64(s, 10),
		    .past = sqlite3_column_int64(s, 11),
		    .members = sqlite3_column_int64(s, 12),
		    .managers = sqlite3_column_int64(s, 13),
		    .last = sqlite3_column_int64(s, 14) };
	check(sqlite3_reset(s));
	return there;
}

static void
judge(void)
{
	bool create = is(&o.op, "create"), leave = is(&o.op, "leave"), ends = leave ||
	    is(&o.op, "dissolve"), there = get_group();
	int asks = 0;
	sqlite3_stmt *s;

	if (create == there) {
		REFUSE(there ? "group-exists" : "group-unknown");
		return;
	}
	if (there && g.closed_at != 0) {
		REFUSE("group-closed");
		return;
	}
	if (there && !ends) {
		s = statement(LISTED);
		BIND(s, 1, o.time, g.id * 8 + AS_GROUP, -1, -1);
		if (step(s))
			REFUSE("group-listed");
		check(sqlite3_reset(s));
		if (verdict == REJECTS)
			return;
		s = statement(MEASURES);
		BIND(s, 1, g.id * 2, o.time);
		while (step(s))
			asks = sqlite3_column_int(s, 1) > asks ? sqlite3_column_int(s, 1) :
			    asks;
		check(sqlite3_reset(s));
		if (asks == 2 || (asks == 1 && (is(&o.op, "join") || is(&o.op, "invite") ||
		    is(&o.op, "approve") || is(&o.op, "rename")))) {
			REFUSE(asks == 2 ? "group-closed" : "group-suspended");
			return;
		}
	}
	if (there && o.time < g.last) {
		REFUSE("op-order");
		return;
	}
	if (is(&o.op, "join"))
		do_join();
	else if (leave)
		do_leave();
	else if (is(&o.op, "invite"))
		do_invite();
	else if (is(&o.op, "approve"))
		do_approve();
	else if (create)
		do_create();
	else if (is(&o.op, "appoint") || is(&o.op, "dismiss"))
		do_role(is(&o.op, "appoint"));
	else if (is(&o.op, "transfer"))
		do_transfer();
	else if (is(&o.op, "dissolve"))
		do_dissolve();
	else
		do_rename();
}

static uint64_t
hash(const char *s, size_t n)
{
	uint64_t h = 14695981039346656037u;

	while (n-- > 0)
		h = (h ^ (unsigned char)*s++) * 1099511628211u;
	return h;
}

/* True: the answer was given before. */
static bool
answered(uint64_t h)
{
	sqlite3_stmt *s = statement(GET_ANSWER);
	bool there;

	bind_text(s, 1, o.id.s, o.id.n);
	there = step(s);
	if (there && (uint64_t)sqlite3_column_int64(s, 0) == h) {
		tail_n = (size_t)sqlite3_column_bytes(s, 1);
		memcpy(tail, sqlite3_column_text(s, 1), tail_n);
	} else if (there)
		tail_n = (size_t)snprintf(tail, sizeof tail,
		    ",\"verdict\":\"reject\",\"findings\":"
		    "[\"op-reused\"]");
	check(sqlite3_reset(s));
	return there;
}

static void
operation(struct record *r)
{
	static const char *const name[] = { "pass", "review", "reject" };
	uint64_t h = hash(r->line, r->len);
	sqlite3_stmt *s;

	o = (struct op){ .id = piece(r, M_ID), .op = piece(r, M_OP),
	    .group = piece(r, M_GROUP),
	    .user = piece(r, M_USER), .target = piece(r, M_TARGET), .name = piece(r, M_NAME),
	    .operator = piece(r, M_OPERATOR), .how = word(r, M_VERIFICATION, how_name) };
	o.platform = o.user.n == 0 && o.operator.n > 0;
	read_size(r);
	record_time(r, M_TIME, &o.time);
	verdict = PASSES;
	*found = '\0';
	tail_n = 0;
	if (answered(h))
		return;
	judge();
	tail_n += (size_t)snprintf(tail + tail_n, sizeof tail - tail_n,
	    ",\"verdict\":\"%s\",\"findings\":[%s]", name[verdict], found);
	s = statement(PUT_ANSWER);
	bind_text(s, 1, o.id.s, o.id.n);
	BIND(s, 2, (int64_t)h);
	bind_text(s, 3, tail, tail_n);
	once(s);
}

/* ---- Files. */

static void
each(const char *path, void (*fn)(struct record *))
{
	static char line[(1 << 16) + SCAN_PAD];
	struct record_reader *reader = record_reader_new();
	struct mem_arena arena = { 0 };
	struct record r = { .file = path, .arena = &arena };
	FILE *f = fopen(path, "r");
	size_t at;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while (fgets(line, 1 << 16, f) != NULL) {
		mem_reset(&arena);
		if (record_read(reader, &r, line, strcspn(line, "\n"), &at) == NULL)
			fn(&r);
	}
	fclose(f);
	mem_end(&arena);
	record_reader_free(reader);
}

static const struct { const char *name; int64_t *of; } meta[] = { { "code", &next_code },
	{ "group", &next_group }, { "user", &next_user }, { "person", &next_person } };

static void
commit(void)
{
	sqlite3_stmt *s = statement(PUT_META);
	size_t i;

	for (i = 0; i < sizeof meta / sizeof *meta; i++) {
		bind_text(s, 1, meta[i].name, strlen(meta[i].name));
		BIND(s, 2, *meta[i].of);
		once(s);
	}
	run("commit");
}

static long batch, done;

static void
apply_one(struct record *r)
{
	sqlite3_stmt *s;

	operation(r);
	printf("%.*s%.*s}\n", (int)r->close, r->line, (int)tail_n, tail);
	if (++done % batch > 0)
		return;
	s = statement(PUT_JOURNAL);
	bind_text(s, 1, o.id.s, o.id.n);
	once(s);
	commit();
	run("begin");
}

static int
apply(const char *path)
{
	static char out[1 << 20];
	sqlite3_stmt *s = statement(GET_META);
	size_t i;

	setvbuf(stdout, out, _IOFBF, sizeof out);
	for (i = 0; i < sizeof meta / sizeof *meta; i++) {
		bind_text(s, 1, meta[i].name, strlen(meta[i].name));
		if (step(s))
			*meta[i].of = sqlite3_column_int64(s, 0);
		check(sqlite3_reset(s));
	}
	run("begin");
	each(path, apply_one);
	commit();
	return fflush(stdout) != 0;
}

/* ---- Building: persons' counts are gathered in memory and written at the end. */

static struct person { int64_t joined, created, large; struct credit credit; bool scored; }
    *person, *scored;			/* by the number of the person; of the group */
static size_t persons, scores;
static int64_t listings;

static struct person *
place(struct person **of, size_t *room_of, int64_t id)
{
	size_t n = *room_of;

	while (*room_of <= (size_t)id)
		*room_of = *room_of > 0 ? *room_of * 2 : 1024;
	if (*room_of > n) {
		*of = realloc(*of, *room_of * sizeof **of);
		if (*of == NULL)
			exit(3);
		memset(*of + n, 0, (*room_of - n) * sizeof **of);
	}
	return *of + id;
}

static void
build_group(struct record *r)
{
	struct piece name = piece(r, M_NAME);
	char code[CODE_SIZE + 1];

	o = (struct op){ .group = piece(r, M_GROUP) };
	read_size(r);
	record_time(r, M_CREATED_AT, &o.time);
	g = (struct group){ .id = next_group++, .category = o.category, .tier = o.tier,
	    .capacity = o.capacity, .capacity_until = o.capacity_until, .mode = o.mode,
	    .review = o.review, .large = tier_of[o.tier].members > 100, .past = 1 };
	code_make(next_code++, code);
	new_group(&o.group, &name, code);
}

static void
own(void)
{
	sqlite3_stmt *s = statement(OWN);

	if (o.group.n == 0)
		return;
	bind_text(s, 1, o.group.s, o.group.n);
	BIND(s, 2, g.owner, g.owner_person, g.members, g.managers);
	once(s);
}

/* Seats come group by group. */
static void
build_seat(struct record *r)
{
	static char name[64];
	struct piece group = piece(r, M_GROUP), user = piece(r, M_USER),
	    role = piece(r, M_ROLE);
	struct seat seat = { .role = is(&role, "owner") ? OWNER :
	    is(&role, "manager") ? MANAGER : MEMBER, .how = word(r, M_VERIFICATION, how_name) };
	struct person *p;
	struct user u;

	if (!is(&group, name)) {
		own();
		snprintf(name, sizeof name, "%.*s", (int)group.n, group.s);
		o.group = (struct piece){ name, group.n };
		get_group();
	}
	get_user(&user, &u);
	know(&u);
	p = place(&person, &persons, u.person);
	p->joined++;
	g.members++;
	g.managers += seat.role == MANAGER;
	if (seat.role == OWNER) {
		g.owner = u.id;
		g.owner_person = u.person;
		p->created++;
		p->large += g.large;
	}
	record_time(r, M_JOINED_AT, &seat.since);
	seat.person = u.person;
	put_seat(u.id, &seat);
}

/* The group or user that a record is about; its number, 0: unknown. */
static int64_t
about(struct record *r, enum member m, bool *group)
{
	struct piece name = { NULL, 0 };
	struct user u;
	size_t at = 0;

	*group = m == M_GROUP;
	if (!record_item(r, m, &at, &name))
		return 0;
	if (*group) {
		o.group = name;
		return get_group() ? g.id : 0;
	}
	get_user(&name, &u);
	return m == M_USER ? u.person : u.id;
}

static void
build_event(struct record *r)
{
	static const struct { const char *kind; int64_t points[2]; } of[] = {
		{ "rumour", { 20, 20 } }, { "harassment", { 0, 10 } }, { "fraud", { 40, 50 } },
		{ "flooding", { 0, 5 } }, { "advertising", { 0, 10 } } };
	struct piece kind = piece(r, M_KIND);
	struct person *p;
	bool group = record_has(r, M_GROUP);
	int64_t id = about(r, group ? M_GROUP : M_USER, &group), time = 0;
	const struct scheme *s = &scheme[!group];
	size_t i = 0;
	int day;

	record_time(r, M_TIME, &time);
	day = when_day_of(time);
	p = group ? place(&scored, &scores, id) : place(&person, &persons, id);
	if (!p->scored)
		p->credit = (struct credit){ 100, 0, 0 };
	p->scored = true;
	while (!is(&kind, of[i].kind))
		i++;
	advance(s, &p->credit, day);
	p->credit.score -= of[i].points[!group];
	if (p->credit.score < 0)
		p->credit.score = 0;
	p->credit.next = p->credit.score > 0 ? day + s->after + s->every : 0;
	level(s, &p->credit);
}

static void
build_measure(struct record *r)
{
	struct piece kind = piece(r, M_KIND), id = piece(r, M_ID);
	sqlite3_stmt *s;
	bool group = record_has(r, M_GROUP);
	int64_t target = about(r, group ? M_GROUP : M_USER, &group), time = 0;
	int64_t until = INT64_MAX;

	record_time(r, M_TIME, &time);
	record_time(r, M_UNTIL, &until);
	s = statement(PUT_MEASURE);
	BIND(s, 1, target * 2 + !group);
	bind_text(s, 2, id.s, id.n);
	BIND(s, 3, time, until, is(&kind, "suspend-manager") ? MANAGE :
	    is(&kind, "revoke-creation") ? CREATE | LARGE : 0, is(&kind, "close-group") ? 2 :
	    is(&kind, "suspend-publishing"));
	once(s);
}

static void
build_listing(struct record *r)
{
	static const enum member of[] = { M_GROUP, M_MEMBER, M_MANAGER, M_CREATOR };
	sqlite3_stmt *s;
	int64_t id, from = 0;
	bool group;
	int i;

	for (i = 0; !record_has(r, of[i]); i++)
		;
	id = about(r, of[i], &group);
	record_time(r, M_FROM, &from);
	s = statement(PUT_LISTING);
	BIND(s, 1, id * 8 + i * 2, ++listings, from, INT64_MAX);
	once(s);
}

static void
build_users(const char *path)
{
	char name[256], subject[256];
	FILE *f = fopen(path, "r");
	sqlite3_stmt *s = statement(NEW_USER);

	while (f != NULL && fscanf(f, "%255s %255s", name, subject) == 2) {
		/* One subject a user, as `gen -f users` has it. */
		bind_text(s, 1, name, strlen(name));
		BIND(s, 2, next_user++, next_person);
		once(s);
		place(&person, &persons, next_person++);
	}
	if (f != NULL)
		fclose(f);
}

static void
build_persons(int64_t verified)
{
	sqlite3_stmt *put = statement(PUT_CREDIT), *s = ready[NEW_PERSON] = NULL;
	int64_t i;

	check(sqlite3_prepare_v2(db,
	    "insert or replace into person values(?, ?, ?, ?, ?, ?, ?, ?)",
	    -1, &s, NULL));
	for (i = 1; i < next_person; i++) {
		struct person *p = place(&person, &persons, i);

		BIND(s, 1, i, i <= verified, p->joined, p->created, p->large, 0, 0, 0);
		once(s);
		if (p->scored) {
			BIND(put, 1, i * 2 + 1, p->credit.score, p->credit.next,
			    p->credit.level);
			once(put);
		}
	}
	check(sqlite3_finalize(s));
	for (i = 1; i < next_group && (size_t)i < scores; i++)
		if (scored[i].scored) {
			BIND(put, 1, i * 2, scored[i].credit.score, scored[i].credit.next,
			    scored[i].credit.level);
			once(put);
		}
}

static int
build(char **file)
{
	int64_t verified;

	run("create table user(name text primary key, id integer, person integer) without rowid;"
	    "create table person(id integer primary key, verified, joined, created, large, day, "
	    "joins, creates);"
	    "create table credit(owner integer primary key, score, next, level);"
	    "create table grp(name text primary key, id integer, title, category, tier, capacity, "
	    "capacity_until, mode, review, owner, owner_person, large, created_at, code, closed_at, "
	    "past, members, managers, last) without rowid;"
	    "create table member(gid integer, uid integer, role, person, since, how, "
	    "primary key(gid, uid)) without rowid;"
	    "create table listing(key integer, n integer, start, until, primary key(key, n)) "
	    "without rowid;"
	    "create table measure(target integer, id text, start, until, takes, asks, "
	    "primary key(target, id)) without rowid;"
	    "create table answer(id text primary key, hash integer, text) without rowid;"
	    "create table code(code text primary key, gid integer) without rowid;"
	    "create table past(gid integer, n integer, entry, primary key(gid, n)) without rowid;"
	    "create table journal(n integer primary key, what);"
	    "create table meta(name text primary key, value) without rowid;"
	    "begin");
	next_code = next_group = next_user = next_person = 1;
	build_users(file[0]);
	verified = next_person - 1;
	build_persons(verified);
	each(file[1], build_group);
	o = (struct op){ 0 };
	each(file[2], build_seat);
	own();
	each(file[3], build_event);
	each(file[4], build_measure);
	each(file[5], build_listing);
	run("delete from credit");
	build_persons(verified);
	commit();
	return 0;
}

int
main(int argc, char **argv)
{
	int status = 2, i;

	if (argc < 5 || sqlite3_open(argv[2], &db) != SQLITE_OK)
		return 2;
	run("pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-131072");
	if (strcmp(argv[1], "build") == 0 && argc == 9)
		status = build(argv + 3);
	else if (strcmp(argv[1], "apply") == 0 && argc == 5 && (batch = atol(argv[4])) > 0)
		status = apply(argv[3]);
	for (i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(ready[i]);
	sqlite3_close(db);
	free(person);
	free(scored);
	return status;
}
