#include "seat.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "status.h"
#include "store.h"

enum { SINCE = 7, ROLE = SEAT_NUMBER, HOW, TIME, SIZE = TIME + SINCE,
	PIECE = 5,			/* NUL and four digits of a key */
	MOST = 80,			/* seats in a piece, so that a value stays small */
	PIECES = 1 << 16 };
#define LATEST 78364164095		/* 36 to the 7th less 1: the year 4453 */

static const char digit[] = "0123456789abcdefghijklmnopqrstuvwxyz";

static int64_t
value_of(const char *s, int n)
{
	const char *at;
	int64_t v = 0;

	for (; n > 0; n--, s++) {
		at = *s != '\0' ? strchr(digit, *s) : NULL;
		if (at == NULL)
			return -1;
		v = v * 36 + (at - digit);
	}
	return v;
}

static size_t
key_of(char key[STORE_KEY], const char *group, size_t gn, int64_t piece)
{
	int i;

	memcpy(key, group, gn);
	key[gn] = '\0';
	for (i = 4; i > 0; i--, piece >>= 4)
		key[gn + (size_t)i] = digit[piece & 15];
	return gn + PIECE;
}

static _Noreturn void
broken(const char *group, size_t n)
{
	status_die(FAILED, "store damaged: seats of %.*s in table member", (int)n, group);
}

/* ---- Seats as text. */

static bool
read_seat(const char *s, struct seat *seat)
{
	seat->role = s[ROLE];
	seat->how = (uint8_t)(s[HOW] - '0');
	seat->since = value_of(s + TIME, SINCE);
	return seat->how < SEAT_HOWS && seat->since >= 0 && seat->role != '\0' &&
	    strchr("om-inca", seat->role) != NULL;
}

static void
put_seat(struct buf *b, const char *number, const struct seat *seat)
{
	char s[SIZE];
	int64_t since = seat->since < 0 ? 0 : seat->since > LATEST ? LATEST : seat->since;
	int i;

	memcpy(s, number, SEAT_NUMBER);
	s[ROLE] = seat->role;
	s[HOW] = (char)('0' + seat->how);
	for (i = SIZE - 1; i >= TIME; i--, since /= 36)
		s[i] = digit[since % 36];
	buf_put(b, s, SIZE);
}

static const char *
find(const char *seats, size_t n, const char *number)
{
	const char *end = seats + n;

	for (; seats < end; seats += SIZE)
		if (memcmp(seats, number, SEAT_NUMBER) == 0)
			return seats;
	return NULL;
}

/* A raw string of seats. */
static bool
text_of(const char *v, size_t n, const char **seats, size_t *seats_n)
{
	if (!json_plain(v, n) || (n - 2) % SIZE != 0)
		return false;
	*seats = v + 1;
	*seats_n = n - 2;
	return true;
}

static bool
read_group(const char *val, size_t n, struct seat_group *g)
{
	int64_t *const to[] = { &g->members, &g->managers, &g->last, &g->pieces };
	struct json_walk w;
	int i;

	json_walk(&w, val, n);
	for (i = 0; i < 4; i++)
		if (!json_next(&w) || !json_whole(w.value, w.value_len, to[i]))
			return false;
	return json_next(&w) && text_of(w.value, w.value_len, &g->seats, &g->seats_n) &&
	    g->pieces >= 1 && g->pieces <= PIECES && (g->pieces & (g->pieces - 1)) == 0 &&
	    *val == '[';
}

/* ---- The store. */

bool
seat_group_get(struct store *s, const char *group, size_t n, struct seat_group *g)
{
	char key[STORE_KEY];
	const char *val;
	size_t vn;

	*g = (struct seat_group){ .pieces = 1 };
	if (!store_get(s, STORE_MEMBER, key, key_of(key, group, n, 0), &val, &vn))
		return false;
	if (!read_group(val, vn, g))
		broken(group, n);
	return true;
}

/* The seats of a piece; none when there is no such entry. */
static void
piece_get(struct store *s, const char *group, size_t gn, struct seat_group *g, int64_t piece,
    const char **seats, size_t *n)
{
	char key[STORE_KEY];
	struct seat_group again;
	const char *val;
	size_t vn;

	*seats = "";
	*n = 0;
	if (piece == 0) {
		if (g->seats == NULL && seat_group_get(s, group, gn, &again)) {
			g->seats = again.seats;
			g->seats_n = again.seats_n;
		}
		if (g->seats != NULL) {
			*seats = g->seats;
			*n = g->seats_n;
		}
	} else if (store_get(s, STORE_MEMBER, key, key_of(key, group, gn, piece), &val, &vn) &&
	    !text_of(val, vn, seats, n))
		broken(group, gn);
}

static int64_t
piece_of(const struct seat_group *g, const char *number)
{
	return value_of(number, SEAT_NUMBER) & (g->pieces - 1);
}

bool
seat_get(struct store *s, const char *group, size_t gn, struct seat_group *g,
    const char *number, struct seat *seat)
{
	const char *seats, *at;
	size_t n;

	seat->role = SEAT_NONE;
	if (*number == '\0')
		return false;
	piece_get(s, group, gn, g, piece_of(g, number), &seats, &n);
	at = find(seats, n, number);
	if (at == NULL)
		return false;
	if (!read_seat(at, seat))
		broken(group, gn);
	return true;
}

static void
put_piece(struct store *s, const char *group, size_t gn, const struct seat_group *g,
    int64_t piece, const char *seats, size_t n)
{
	static struct buf b;
	const int64_t number[] = { g->members, g->managers, g->last, g->pieces };
	char key[STORE_KEY];
	int i;

	b.len = 0;
	for (i = 0; i < 4 && piece == 0; i++) {
		buf_putc(&b, i == 0 ? '[' : ',');
		buf_num(&b, number[i]);
	}
	buf_puts(&b, piece == 0 ? ",\"" : "\"");
	buf_put(&b, seats, n);
	buf_puts(&b, piece == 0 ? "\"]" : "\"");
	store_put(s, STORE_MEMBER, key, key_of(key, group, gn, piece), b.s, b.len);
}

/* Twice as many pieces: every seat goes where it belongs then. */
static void
split(struct store *s, const char *group, size_t gn, struct seat_group *g)
{
	struct buf all = { 0 }, one = { 0 };
	const char *seats;
	size_t n, i;
	int64_t piece;

	for (piece = 0; piece < g->pieces; piece++) {
		piece_get(s, group, gn, g, piece, &seats, &n);
		buf_put(&all, seats, n);
	}
	g->pieces *= 2;
	g->seats = NULL;
	for (piece = 0; piece < g->pieces; piece++) {
		one.len = 0;
		for (i = 0; i < all.len; i += SIZE)
			if (piece_of(g, all.s + i) == piece)
				buf_put(&one, all.s + i, SIZE);
		put_piece(s, group, gn, g, piece, one.s, one.len);
	}
	buf_free(&all);
	buf_free(&one);
}

void
seat_put(struct store *s, const char *group, size_t gn, struct seat_group *g,
    const char *number, const struct seat *seat)
{
	static struct buf b;
	const char *seats, *at;
	size_t n, before;
	int64_t piece = 0;

	g->seats = NULL;		/* something may have been put since */
	if (number != NULL) {
		piece = piece_of(g, number);
		piece_get(s, group, gn, g, piece, &seats, &n);
		if (n >= MOST * SIZE && seat != NULL && g->pieces < PIECES &&
		    find(seats, n, number) == NULL) {
			split(s, group, gn, g);
			piece = piece_of(g, number);
		}
	}
	piece_get(s, group, gn, g, piece, &seats, &n);
	b.len = 0;
	at = number != NULL ? find(seats, n, number) : NULL;
	before = at != NULL ? (size_t)(at - seats) : n;
	buf_put(&b, seats, before);
	if (number != NULL && seat != NULL)
		put_seat(&b, number, seat);
	if (at != NULL)
		buf_put(&b, at + SIZE, n - before - SIZE);
	if (piece != 0) {
		put_piece(s, group, gn, g, piece, b.s, b.len);
		piece_get(s, group, gn, g, 0, &seats, &n);
		b.len = 0;
		buf_put(&b, seats, n);
	}
	put_piece(s, group, gn, g, 0, b.s, b.len);
	g->seats = NULL;
}

void
seat_clear(struct store *s, const char *group, size_t gn, struct seat_group *g)
{
	char key[STORE_KEY];
	int64_t piece;

	for (piece = 1; piece < g->pieces; piece++)
		store_del(s, STORE_MEMBER, key, key_of(key, group, gn, piece));
	*g = (struct seat_group){ .last = g->last, .pieces = 1 };
	put_piece(s, group, gn, g, 0, "", 0);
}

/* ---- Walks. */

/* 1 all, 0 fn was false, -1 damaged. */
static int
each(const char *seats, size_t n, bool (*fn)(void *, const char *number, const struct seat *),
    void *arg)
{
	char number[SEAT_NUMBER + 1] = "";
	struct seat seat;
	size_t i;

	for (i = 0; i < n; i += SIZE) {
		if (!read_seat(seats + i, &seat))
			return -1;
		memcpy(number, seats + i, SEAT_NUMBER);
		if (!fn(arg, number, &seat))
			return 0;
	}
	return 1;
}

void
seat_each(struct store *s, const char *group, size_t gn,
    bool (*fn)(void *, const char *number, const struct seat *), void *arg)
{
	struct seat_group g;
	const char *seats;
	size_t n;
	int64_t piece;
	int done = 1;

	seat_group_get(s, group, gn, &g);
	for (piece = 0; piece < g.pieces && done == 1; piece++) {
		piece_get(s, group, gn, &g, piece, &seats, &n);
		done = each(seats, n, fn, arg);
	}
	if (done < 0)
		broken(group, gn);
}

bool
seat_each_of(const char *key, size_t klen, const char *val, size_t vn, size_t *gn,
    bool (*fn)(void *, const char *number, const struct seat *), void *arg)
{
	struct seat_group g;
	const char *seats;
	size_t n;

	if (klen <= PIECE || key[klen - PIECE] != '\0')
		return false;
	*gn = klen - PIECE;
	if (memcmp(key + *gn, "\0" "0000", PIECE) == 0) {
		if (!read_group(val, vn, &g))
			return false;
		seats = g.seats;
		n = g.seats_n;
	} else if (!text_of(val, vn, &seats, &n))
		return false;
	return each(seats, n, fn, arg) >= 0;
}
