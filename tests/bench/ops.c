/*
 * ops KIND GROUPS USERS SEATS [COUNT]: a made-up platform's groups and what happens in them,
 * the same for the same numbers.  Users are those of `gen -f users -n USERS`, and a few more
 * that are not registered.  KIND: groups, seats (for group-cap import); events, measures,
 * listings (some of each, before October 2026); ops: COUNT operations from October 1 on, in
 * the order of time.
 *
 * A group has SEATS / GROUPS members on the average, a sixteenth of the groups three and a
 * half times as many.  Operations: 55 % join, 25 % leave, 8 % invite, 4 % approve, 3 % create,
 * 1 % each appoint, dismiss, rename, transfer, dissolve; most are in order.  Groups that are
 * dissolved are chosen among those that began with 20 members at most, since what it costs
 * grows with them.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 20, KEPT = 1 << 16 };

static uint64_t state = 88172645463325252u, groups, users, seats;

/* Joinings that may be followed by something, forgotten when there are too many. */
static struct note { uint32_t group, user; } joined[KEPT], applied[KEPT], invited[KEPT];
static size_t joins, applies, invites;
static uint32_t *owner;		/* of each group, 0-based users; created ones behind the others */
static uint8_t *gone;
static uint64_t all;			/* groups, those created included */

static uint64_t
mix(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static uint64_t
rnd(uint64_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 11) % n;
}

/* ---- The platform as it begins: all of a group follows from its number. */

static uint64_t
size_of(uint64_t g)
{
	/* An exponential distribution in sixteenths, a thousand being the average. */
	static const uint16_t part[16] = { 32, 101, 174, 252, 337, 430, 533, 646, 774, 920,
	    1091,
		1297, 1554, 1897, 2419, 3543 };
	uint64_t h = mix(g + 1), n = seats * part[h % 16] / groups;

	n = n / 1000 + (h / 16 % 1000 < n % 1000);
	return n < 1 ? 1 : n > users ? users : n;
}

static uint64_t
gcd(uint64_t a, uint64_t b)
{
	return b == 0 ? a : gcd(b, a % b);
}

/* The j-th member of a group; 0 is the owner. */
static uint64_t
member(uint64_t g, uint64_t j)
{
	uint64_t h = mix(g + 1000000007), step = 1 + h / users % (users - 1);

	while (gcd(step, users) != 1)
		step++;
	return (h + j * step) % users;
}

static uint64_t
managers(uint64_t g)
{
	return size_of(g) >= 40 ? 3 : size_of(g) >= 5;
}

/* Every tenth has members approved. */
static int
approves(uint64_t g)
{
	return g < groups && mix(g + 77) % 10 == 0;
}

static const char *const category[] = { "family", "class", "work", "interest", "trade", "fans",
	"other" };

static void
print_group(uint64_t g)
{
	static const struct { const char *name; uint64_t members; const char *more; } tier[] =
	    {
		{ "S", 40, "" }, { "M", 100, ",\"review\":\"automatic\"" },
		{ "L", 200, ",\"review\":\"manual\",\"reviewed_by\":\"审核员01\",\"reviewed_at\":"
		    "\"2026-03-02\"" },
		{ "XL", 500,
		    ",\"review\":\"manual\",\"reviewed_by\":\"审核员02\",\"reviewed_at\":"
		    "\"2026-03-02\"" } };
	uint64_t n = size_of(g), h = mix(g + 5);
	int t = 0;

	while (t < 3 && tier[t].members < n * 5 / 4 + 5)
		t++;
	printf("{\"group\":\"g%07llu\",\"name\":\"读书会%llu\",\"category\":\"%s\",\"tier\":\"%s\"%s",
	    (unsigned long long)g + 1, (unsigned long long)h % 9000, category[h % 7],
	    tier[t].name,
	    tier[t].more);
	if (h / 8 % 20 == 0 && n + 2 <= tier[t].members)
		printf(",\"capacity\":%llu", (unsigned long long)n + 2);
	printf("%s,\"activity\":%llu,\"stats_at\":\"2026-09-28\",\"code_shown\":true,"
	    "\"roles_shown\":true,\"created_at\":\"2026-03-%02d\"}\n",
	    approves(g) ? ",\"mode\":\"approval\"" : "", (unsigned long long)h / 160 % 2000,
	    (int)(1 + h / 320000 % 28));
}

static void
print_seats(uint64_t g)
{
	uint64_t n = size_of(g), j;

	for (j = 0; j < n; j++)
		printf("{\"group\":\"g%07llu\",\"user\":\"u%08llu\",\"role\":\"%s\",\"joined_at\":"
		    "\"2026-%02d-%02dT10:20:00+08:00\",\"verification\":\"real-name\"}\n",
		    (unsigned long long)g + 1, (unsigned long long)member(g, j) + 1,
		    j == 0 ? "owner" : j <= managers(g) ? "manager" : "member",
		    (int)(4 + (g + j) % 6), (int)(1 + (g * 7 + j) % 28));
}

/* ---- What others have decided about it. */

static void
print_event(uint64_t i)
{
	static const char *const kind[] = { "rumour", "harassment", "fraud", "flooding",
		"advertising" };
	uint64_t h = mix(i + 31), day = 1 + i * 28 / (users / 10 + 1);
	int group = i % 20 == 0;

	printf("{\"id\":\"ev-%07llu\",\"kind\":\"%s\",\"%s\":\"%c%0*llu\",\"time\":"
	    "\"2026-09-%02dT%02d:%02d:00+08:00\"}\n", (unsigned long long)i,
	    group ? "fraud" : kind[h % 5], group ? "group" : "user", group ? 'g' : 'u',
	    group ? 7 : 8, (unsigned long long)(h / 8 % (group ? groups : users)) + 1,
	    (int)day,
	    (int)(i * 24 * 28 / (users / 10 + 1) % 24), (int)(h % 60));
}

static void
print_measure(uint64_t i)
{
	uint64_t h = mix(i + 47);
	static const struct { const char *kind, *side, *clause, *until; } of[] = {
		{ "close-group", "group", "GR-11-1", NULL },
		{ "suspend-publishing", "group", "GR-11-1", "2026-12-31" },
		{ "suspend-manager", "user", "GR-11-2", "2026-12-31" },
		{ "revoke-creation", "user", "GR-11-2", "2027-03-31" } };
	int k = (int)(i % 4), group = k < 2;

	printf("{\"id\":\"me-%06llu\",\"kind\":\"%s\",\"%s\":\"%c%0*llu\",\"ground\":\"law\","
	    "\"clause\":\"%s\",\"time\":\"2026-09-29T09:31:00+08:00\",\"operator\":\"审核员01\"",
	    (unsigned long long)i, of[k].kind, of[k].side, group ? 'g' : 'u', group ? 7 : 8,
	    (unsigned long long)(h % (group ? groups : users)) + 1, of[k].clause);
	if (of[k].until != NULL)
		printf(",\"until\":\"%s\"", of[k].until);
	puts("}");
}

static void
print_listing(uint64_t i)
{
	static const char *const kind[] = { "group", "member", "manager", "creator" };
	uint64_t h = mix(i + 59);
	int k = (int)(i % 4), list = k == 1 || k == 2;

	printf("{\"id\":\"li-%06llu\",\"%s\":%s\"%c%0*llu\"%s,\"ground\":\"law\",\"basis\":"
	    "\"处置决定\",\"reason\":\"情节严重\",\"by\":\"chen\",\"from\":\"2026-09-30\",\"until\":"
	    "\"term\"}\n", (unsigned long long)i, kind[k], list ? "[" : "", k == 0 ? 'g' : 'u',
	    k == 0 ? 7 : 8, (unsigned long long)(h % (k == 0 ? groups : users)) + 1,
	    list ? "]" : "");
}

/* ---- Operations. */

struct op {
	const char *kind, *more;
	uint64_t group, user, target;	/* NONE: not there */
	int platform;
};
#define NONE UINT64_MAX

static void
note(struct note *of, size_t *n, uint64_t group, uint64_t user)
{
	struct note it = { (uint32_t)group, (uint32_t)user };

	if (*n < KEPT)
		of[(*n)++] = it;
	else
		of[rnd(KEPT)] = it;
}

static int
recall(struct note *of, size_t *n, struct op *o, uint64_t *user)
{
	size_t i;

	if (*n == 0)
		return 0;
	i = rnd(*n);
	o->group = of[i].group;
	*user = of[i].user;
	of[i] = of[--*n];
	return 1;
}

static uint64_t
some_group(void)
{
	uint64_t g = rnd(all);

	/* One that is dissolved comes now and then. */
	return gone[g] && rnd(4) > 0 ? rnd(all) : g;
}

/* A user, now and then one that is not registered. */
static uint64_t
some_user(void)
{
	return rnd(50) == 0 ? users + rnd(users / 50 + 1) : rnd(users);
}

/* A group of the beginning with so many members, and one of them. */
static uint64_t
some_member(struct op *o, uint64_t least, uint64_t from)
{
	int i;

	for (i = 0; i < 64; i++) {
		o->group = rnd(groups);
		if (!gone[o->group] && size_of(o->group) >= least)
			break;
	}
	return member(o->group, from + rnd(size_of(o->group) > from ?
	    size_of(o->group) - from : 1));
}

static void
op_join(struct op *o)
{
	static const char *const how[] = { "real-name", "real-name", "real-name", "real-name",
		"real-name", "real-name", "real-name", "consent", "consent", "qr", "invite",
		    "none" };
	static char more[64];

	o->kind = "join";
	o->group = some_group();
	o->user = some_user();
	if (rnd(20) > 0 || !recall(invited, &invites, o, &o->user)) {
		if (approves(o->group))
			note(applied, &applies, o->group, o->user);
		else
			note(joined, &joins, o->group, o->user);
	}
	snprintf(more, sizeof more, ",\"verification\":\"%s\"", how[rnd(12)]);
	o->more = rnd(50) == 0 ? "" : more;
}

static void
op_leave(struct op *o)
{
	o->kind = "leave";
	switch (rnd(20)) {
	case 0:				/* a stranger */
		o->group = some_group();
		o->user = some_user();
		return;
	case 1:				/* taken out */
		o->target = some_member(o, 3, 1 + managers(o->group));
		o->user = owner[o->group];
		return;
	default:
		if (rnd(2) == 0 || !recall(joined, &joins, o, &o->user))
			o->user = some_member(o, 2, 1);
	}
}

static void
op_invite(struct op *o)
{
	o->kind = "invite";
	o->group = some_group();
	o->user = owner[o->group];
	if (rnd(2) == 0)
		o->user = some_member(o, 2, 0);
	o->target = some_user();
	note(invited, &invites, o->group, o->target);
}

static void
op_create(struct op *o)
{
	static const char *const size[] = { "", "", "", "", "", "", "",
	    ",\"tier\":\"M\",\"review\":"
		"\"automatic\"", ",\"capacity\":80,\"review\":\"automatic\"",
		    ",\"tier\":\"L\","
		"\"review\":\"manual\",\"reviewed_by\":\"审核员03\",\"reviewed_at\":\"2026-09-30\"" };
	static char more[256];

	o->kind = "create";
	o->group = all;
	o->user = some_user();
	owner[all++] = (uint32_t)o->user;
	snprintf(more, sizeof more, ",\"name\":\"新群%llu\",\"category\":\"%s\"%s",
	    (unsigned long long)o->group, category[rnd(7)], size[rnd(10)]);
	o->more = more;
}

static void
op_lead(struct op *o, int which)
{
	static const char *const kind[] = { "appoint", "dismiss", "rename", "transfer",
	    "dissolve" };
	static char more[64];
	int i;

	o->kind = kind[which];
	switch (which) {
	case 0:
		o->target = some_member(o, 6, 1 + managers(o->group));
		break;
	case 1:
		some_member(o, 5, 0);
		o->target = member(o->group, 1);
		break;
	case 2:
		o->group = some_group();
		snprintf(more, sizeof more, ",\"name\":\"改名%llu\"", (unsigned long
		    long)rnd(9000));
		o->more = more;
		break;
	case 3:
		o->target = some_member(o, 3, 1);
		break;
	default:
		for (i = 0; i < 1000; i++) {
			o->group = rnd(all);
			if (!gone[o->group] && (o->group >= groups || size_of(o->group) <= 20))
				break;
		}
	}
	o->user = owner[o->group];
	o->platform = which != 1 && which != 3 && rnd(4) == 0;
	if (which == 3)
		owner[o->group] = (uint32_t)o->target;
	gone[o->group] |= which == 4;
}

static void
print_op(uint64_t i, uint64_t count)
{
	uint64_t at = i * DAYS * 86400 / count, k = rnd(100);
	struct op o = { .more = "", .user = NONE, .target = NONE };

	if (k < 55)
		op_join(&o);
	else if (k < 80)
		op_leave(&o);
	else if (k < 88)
		op_invite(&o);
	else if (k < 92) {
		o.kind = "approve";
		if (!recall(applied, &applies, &o, &o.target))
			o.target = some_member(&o, 2, 1);
		o.user = owner[o.group];
	} else if (k < 95)
		op_create(&o);
	else
		op_lead(&o, (int)k - 95);
	printf("{\"id\":\"op-%07llu\",\"op\":\"%s\",\"group\":\"g%07llu\"", (unsigned long
	    long)i,
	    o.kind, (unsigned long long)o.group + 1);
	if (o.platform)
		printf(",\"operator\":\"审核员07\"");
	else
		printf(",\"user\":\"u%08llu\"", (unsigned long long)o.user + 1);
	if (o.target != NONE)
		printf(",\"target\":\"u%08llu\"", (unsigned long long)o.target + 1);
	printf("%s,\"time\":\"2026-10-%02dT%02d:%02d:%02d+08:00\"}\n", o.more,
	    (int)(1 + at / 86400), (int)(at / 3600 % 24), (int)(at / 60 % 60), (int)(at % 60));
}

int
main(int argc, char **argv)
{
	const char *what = argc > 4 ? argv[1] : "";
	uint64_t count = argc > 5 ? strtoull(argv[5], NULL, 10) : 0, i;
	void (*print)(uint64_t) = NULL;
	static char room[1 << 20];

	groups = argc > 4 ? strtoull(argv[2], NULL, 10) : 0;
	users = argc > 4 ? strtoull(argv[3], NULL, 10) : 0;
	seats = argc > 4 ? strtoull(argv[4], NULL, 10) : 0;
	setvbuf(stdout, room, _IOFBF, sizeof room);
	if (strcmp(what, "groups") == 0 || strcmp(what, "seats") == 0) {
		print = *what == 'g' ? print_group : print_seats;
		count = groups;
	} else if (strcmp(what, "events") == 0) {
		print = print_event;
		count = users / 10;
	} else if (strcmp(what, "measures") == 0) {
		print = print_measure;
		count = users / 100;
	} else if (strcmp(what, "listings") == 0) {
		print = print_listing;
		count = users / 200;
	}
	if (groups == 0 || users < 100 || (print == NULL && strcmp(what, "ops") != 0)) {
		fputs("usage: ops groups|seats|events|measures|listings|ops GROUPS USERS SEATS [COUNT]\n",
		    stderr);
		return 2;
	}
	if (print == NULL) {
		all = groups;
		owner = malloc((groups + count) * sizeof *owner);
		gone = calloc(groups + count, 1);
		if (owner == NULL || gone == NULL)
			return 3;
		for (i = 0; i < groups; i++)
			owner[i] = (uint32_t)member(i, 0);
	}
	for (i = 0; i < count; i++)
		if (print != NULL)
			print(i);
		else
			print_op(i, count);
	free(owner);
	free(gone);
	return fflush(stdout) != 0;
}
