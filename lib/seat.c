#include "seat.h"

#include <string.h>

#include "buf.h"
#include "json.h"
#include "status.h"
#include "store.h"

static const struct { char role; const char *name, *label; } role[] = {
	{ SEAT_OWNER, "owner", "建立者" }, { SEAT_MANAGER, "manager", "管理者" },
	{ SEAT_MEMBER, "member", "成员" }, { SEAT_INVITED, "invited", "" },
	{ SEAT_NAMED, "invited", "" }, { SEAT_CALLED, "invited", "" },
	{ SEAT_APPLIED, "applied", "" }
};
enum { ROLES = sizeof role / sizeof *role, MEMBER_ROLES = 3 };
static const char *const how_name[] = { "", "none", "qr", "invite", "consent", "real-name",
	"approval" };

static int
role_at(char r)
{
	int i;

	for (i = 0; i < ROLES && role[i].role != r; i++)
		;
	return i;
}

const char *
seat_role_name(char r)
{
	int i = role_at(r);

	return i < ROLES ? role[i].name : "none";
}

const char *
seat_role_label(char r)
{
	int i = role_at(r);

	return i < ROLES ? role[i].label : "";
}

int
seat_role_find(const char *s, size_t n)
{
	int i;

	for (i = 0; i < MEMBER_ROLES; i++)
		if ((strlen(role[i].name) == n && memcmp(role[i].name, s, n) == 0) ||
		    (strlen(role[i].label) == n && memcmp(role[i].label, s, n) == 0))
			return role[i].role;
	return -1;
}

const char *
seat_how_name(unsigned how)
{
	return how_name[how];
}

int
seat_how_find(const char *s, size_t n)
{
	int i;

	for (i = 1; i < SEAT_HOWS && (strlen(how_name[i]) != n ||
	    memcmp(how_name[i], s, n) != 0); i++)
		;
	return i < SEAT_HOWS ? i : -1;
}

bool
seat_name_good(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && (unsigned char)s[i] >= 0x20 && s[i] != 0x7f; i++)
		;
	return n >= 1 && n <= SEAT_NAME && i == n;
}

/* ---- Values. */

bool
seat_read(const char *val, size_t n, struct seat *s)
{
	struct json_walk w;
	int how;

	*s = (struct seat){ 0 };
	json_walk(&w, val, n);
	if (!json_next(&w) || w.value_len != 3 || *w.value != '"')
		return false;
	s->role = w.value[1];
	if (!json_next(&w) || w.value_len < 3 || *w.value != '"')
		return false;
	if (json_plain(w.value, w.value_len) && w.value_len - 2 <= SEAT_KEY)
		memcpy(s->person, w.value + 1, s->person_n = w.value_len - 2);
	else {
		char text[SEAT_KEY * 6 + 2];

		if (w.value_len > sizeof text)
			return false;
		s->person_n = json_decode(text, w.value, w.value_len);
		if (s->person_n > SEAT_KEY)
			return false;
		memcpy(s->person, text, s->person_n);
	}
	if (!json_next(&w) || !json_whole(w.value, w.value_len, &s->since))
		return false;
	if (!json_next(&w) || w.value_len < 2 || *w.value != '"')
		return false;
	how = w.value_len == 2 ? SEAT_UNRECORDED : seat_how_find(w.value + 1, w.value_len - 2);
	s->how = (uint8_t)(how < 0 ? 0 : how);
	return how >= 0 && role_at(s->role) < ROLES;
}

static bool
numbers(const char *val, size_t n, int64_t *const *to, int count)
{
	struct json_walk w;
	int i;

	json_walk(&w, val, n);
	for (i = 0; i < count && json_next(&w); i++)
		if (!json_whole(w.value, w.value_len, to[i]))
			return false;
	return i == count;
}

bool
seat_group_read(const char *val, size_t n, struct seat_group *g)
{
	return numbers(val, n, (int64_t *[]){ &g->members, &g->managers, &g->last }, 3);
}

bool
seat_person_read(const char *val, size_t n, struct seat_person *p)
{
	return numbers(val, n, (int64_t *[]){ &p->joined, &p->created, &p->large, &p->day,
	    &p->joins, &p->creates }, 6);
}

static void
put_numbers(struct buf *b, const int64_t *v, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		buf_putc(b, i == 0 ? '[' : ',');
		buf_num(b, v[i]);
	}
	buf_putc(b, ']');
}

void
seat_group_text(struct buf *b, const struct seat_group *g)
{
	put_numbers(b, (int64_t[]){ g->members, g->managers, g->last }, 3);
}

void
seat_person_text(struct buf *b, const struct seat_person *p)
{
	put_numbers(b, (int64_t[]){ p->joined, p->created, p->large, p->day, p->joins,
	    p->creates }, 6);
}

/* ---- The store. */

static size_t
seat_key(char key[STORE_KEY], const char *group, size_t gn, const char *user, size_t un)
{
	memcpy(key, group, gn);
	key[gn] = '\0';
	memcpy(key + gn + 1, user, un);
	return gn + 1 + un;
}

static size_t
count_key(char key[STORE_KEY], char letter, const char *name, size_t n)
{
	key[0] = letter;
	key[1] = ':';
	memcpy(key + 2, name, n);
	return n + 2;
}

static _Noreturn void
broken(const char *table, const char *key, size_t n)
{
	status_die(FAILED, "store damaged: value in table %s: %.*s", table,
	    (int)strnlen(key, n), key);
}

bool
seat_get(struct store *s, const char *group, size_t gn, const char *user, size_t un,
    struct seat *seat)
{
	char key[STORE_KEY];
	const char *val;
	size_t n;

	if (!store_get(s, STORE_MEMBER, key, seat_key(key, group, gn, user, un), &val, &n)) {
		seat->role = SEAT_NONE;
		return false;
	}
	if (!seat_read(val, n, seat))
		broken("member", key, gn);
	return true;
}

void
seat_put(struct store *s, const char *group, size_t gn, const char *user, size_t un,
    const struct seat *seat)
{
	static struct buf b;
	char key[STORE_KEY];

	b.len = 0;
	buf_put(&b, "[\"", 2);
	buf_putc(&b, seat->role);
	buf_put(&b, "\",", 2);
	buf_json(&b, seat->person, seat->person_n);
	buf_putc(&b, ',');
	buf_num(&b, seat->since);
	buf_put(&b, ",\"", 2);
	buf_puts(&b, how_name[seat->how]);
	buf_put(&b, "\"]", 2);
	store_put(s, STORE_MEMBER, key, seat_key(key, group, gn, user, un), b.s, b.len);
}

void
seat_del(struct store *s, const char *group, size_t gn, const char *user, size_t un)
{
	char key[STORE_KEY];

	store_del(s, STORE_MEMBER, key, seat_key(key, group, gn, user, un));
}

bool
seat_group_get(struct store *s, const char *group, size_t n, struct seat_group *g)
{
	char key[STORE_KEY];
	const char *val;
	size_t vn;

	*g = (struct seat_group){ 0 };
	if (!store_get(s, STORE_COUNT, key, count_key(key, 'g', group, n), &val, &vn))
		return false;
	if (!seat_group_read(val, vn, g))
		broken("count", key, n + 2);
	return true;
}

void
seat_group_put(struct store *s, const char *group, size_t n, const struct seat_group *g)
{
	static struct buf b;
	char key[STORE_KEY];

	b.len = 0;
	seat_group_text(&b, g);
	store_put(s, STORE_COUNT, key, count_key(key, 'g', group, n), b.s, b.len);
}

bool
seat_person_get(struct store *s, const char *person, size_t n, struct seat_person *p)
{
	char key[STORE_KEY];
	const char *val;
	size_t vn;

	*p = (struct seat_person){ 0 };
	if (!store_get(s, STORE_COUNT, key, count_key(key, 'p', person, n), &val, &vn))
		return false;
	if (!seat_person_read(val, vn, p))
		broken("count", key, n + 2);
	return true;
}

void
seat_person_put(struct store *s, const char *person, size_t n, const struct seat_person *p)
{
	static struct buf b;
	char key[STORE_KEY];

	b.len = 0;
	seat_person_text(&b, p);
	store_put(s, STORE_COUNT, key, count_key(key, 'p', person, n), b.s, b.len);
}

struct each {
	size_t prefix;
	bool (*fn)(void *, const char *user, size_t un, const struct seat *);
	void *arg;
};

static bool
one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct each *e = arg;
	struct seat seat;

	if (!seat_read(val, n, &seat))
		broken("member", key, klen);
	return e->fn(e->arg, key + e->prefix, klen - e->prefix, &seat);
}

void
seat_each(struct store *s, const char *group, size_t n,
    bool (*fn)(void *, const char *user, size_t un, const struct seat *), void *arg)
{
	struct each e = { n + 1, fn, arg };
	char prefix[STORE_KEY];

	store_walk(s, STORE_MEMBER, prefix, seat_key(prefix, group, n, "", 0), NULL, 0, one,
	    &e);
}
