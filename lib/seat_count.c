#include "seat.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "status.h"
#include "store.h"

static size_t
key_of(char key[STORE_KEY], char letter, const char *name, size_t n)
{
	key[0] = letter;
	key[1] = ':';
	memcpy(key + 2, name, n);
	return n + 2;
}

static _Noreturn void
broken(const char *key, size_t n)
{
	status_die(FAILED, "store damaged: value of %.*s in table count", (int)n, key);
}

/* ---- Persons. */

bool
seat_person_read(const char *val, size_t n, struct seat_person *p)
{
	int64_t *const to[] = { &p->joined, &p->day, &p->joins, &p->created, &p->large,
		&p->creates };
	struct json_walk w;
	int i;

	*p = (struct seat_person){ 0 };
	json_walk(&w, val, n);
	for (i = 0; i < 6 && json_next(&w); i++)
		if (!json_whole(w.value, w.value_len, to[i]))
			return false;
	return json_kind(val, n) == JSON_ARRAY;
}

void
seat_person_text(struct buf *b, const struct seat_person *p)
{
	const int64_t number[] = { p->joined, p->day, p->joins, p->created, p->large,
		p->creates };
	int i, count = 6;

	while (count > 1 && number[count - 1] == 0)
		count--;
	for (i = 0; i < count; i++) {
		buf_putc(b, i == 0 ? '[' : ',');
		buf_num(b, number[i]);
	}
	buf_putc(b, ']');
}

bool
seat_person_get(struct store *s, const char *person, size_t n, struct seat_person *p)
{
	char key[STORE_KEY];
	const char *val;
	size_t vn;

	*p = (struct seat_person){ 0 };
	if (!store_get(s, STORE_COUNT, key, key_of(key, 'p', person, n), &val, &vn))
		return false;
	if (!seat_person_read(val, vn, p))
		broken(key, n + 2);
	return true;
}

void
seat_person_put(struct store *s, const char *person, size_t n, const struct seat_person *p)
{
	static struct buf b;
	char key[STORE_KEY];

	b.len = 0;
	seat_person_text(&b, p);
	store_put(s, STORE_COUNT, key, key_of(key, 'p', person, n), b.s, b.len);
}

/* ---- Users. */

static bool
text(const char *v, size_t n, char *to, size_t size, size_t *len)
{
	char own[SEAT_KEY * 6 + 2];

	if (json_kind(v, n) != JSON_STRING || n > sizeof own)
		return false;
	if (json_plain(v, n)) {
		*len = n - 2;
		v++;
	} else {
		*len = json_decode(own, v, n);
		v = own;
	}
	if (*len > size)
		return false;
	memcpy(to, v, *len);
	return true;
}

bool
seat_user_read(const char *key, size_t klen, const char *val, size_t vn, struct seat_user *u)
{
	struct json_walk w;

	u->now_n = 0;
	if (klen != SEAT_NUMBER + 2)
		return false;
	memcpy(u->number, key + 2, SEAT_NUMBER);
	u->number[SEAT_NUMBER] = '\0';
	json_walk(&w, val, vn);
	return json_kind(val, vn) == JSON_ARRAY && json_next(&w) &&
	    text(w.value, w.value_len, u->user, SEAT_NAME, &u->user_n) && u->user_n > 0 &&
	    json_next(&w) && text(w.value, w.value_len, u->person, SEAT_KEY, &u->person_n) &&
	    u->person_n > 0 &&
	    (!json_next(&w) || text(w.value, w.value_len, u->now, SEAT_KEY, &u->now_n));
}

bool
seat_user_get(struct store *s, const char *number, struct seat_user *u)
{
	char key[STORE_KEY];
	const char *val;
	size_t n = key_of(key, 'v', number, SEAT_NUMBER), vn;

	*u->number = '\0';
	if (!store_get(s, STORE_COUNT, key, n, &val, &vn))
		return false;
	if (!seat_user_read(key, n, val, vn, u))
		broken(key, n);
	return true;
}

bool
seat_user_find(struct store *s, const char *user, size_t n, struct seat_user *u)
{
	char key[STORE_KEY], number[SEAT_NUMBER];
	const char *val;
	size_t vn, kn = key_of(key, 'u', user, n);

	*u->number = '\0';
	if (!store_get(s, STORE_COUNT, key, kn, &val, &vn))
		return false;
	if (vn != SEAT_NUMBER + 2)
		broken(key, kn);
	memcpy(number, val + 1, SEAT_NUMBER);
	if (!seat_user_get(s, number, u))
		broken(key, kn);
	return true;
}

/* The next number. */
static void
number(struct store *s, char out[SEAT_NUMBER + 1])
{
	static const char digit[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	const char *val;
	char digits[32];
	int64_t last = 0;
	size_t n;
	int i;

	if (store_get(s, STORE_COUNT, "n:", 2, &val, &n) && n > 2)
		json_whole(val + 1, n - 2, &last);
	snprintf(digits, sizeof digits, "[%lld]", (long long)++last);
	store_put(s, STORE_COUNT, "n:", 2, digits, strlen(digits));
	for (i = SEAT_NUMBER - 1; i >= 0; i--, last /= 36)
		out[i] = digit[last % 36];
	out[SEAT_NUMBER] = '\0';
	if (last > 0)
		status_die(FAILED, "more users than numbers for them");
}

void
seat_user_put(struct store *s, struct seat_user *u)
{
	static struct buf b;
	char key[STORE_KEY], quoted[SEAT_NUMBER + 3];

	if (*u->number == '\0') {
		number(s, u->number);
		snprintf(quoted, sizeof quoted, "\"%s\"", u->number);
		store_put(s, STORE_COUNT, key, key_of(key, 'u', u->user, u->user_n), quoted,
		    SEAT_NUMBER + 2);
	}
	b.len = 0;
	buf_putc(&b, '[');
	buf_json(&b, u->user, u->user_n);
	buf_putc(&b, ',');
	buf_json(&b, u->person, u->person_n);
	if (u->now_n > 0) {
		buf_putc(&b, ',');
		buf_json(&b, u->now, u->now_n);
	}
	buf_putc(&b, ']');
	store_put(s, STORE_COUNT, key, key_of(key, 'v', u->number, SEAT_NUMBER), b.s, b.len);
}

void
seat_moved(struct store *s, const char *user, size_t n, const char *subject, size_t sn)
{
	struct seat_user u;

	/* One whose subject was not known is moved by its next operation. */
	if (n > SEAT_NAME || !seat_user_find(s, user, n, &u) || *u.person == '@')
		return;
	u.now_n = 0;
	if (sn != u.person_n || memcmp(subject, u.person, sn) != 0)
		memcpy(u.now, subject, u.now_n = sn);
	seat_user_put(s, &u);
}
