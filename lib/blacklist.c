#include "blacklist.h"

#include <string.h>

#include "blacklist_int.h"
#include "buf.h"
#include "json.h"
#include "policy.h"
#include "report.h"
#include "status.h"
#include "store.h"
#include "when.h"

#define JUMP (40 * 86400)		/* of the clock, without a word */

const char *
blacklist_kind_name(char kind)
{
	switch (kind) {
	case 'a': return "account";
	case 's': return "subject";
	case 'g': return "group";
	case 'c': return "creator";
	case 'm': return "manager";
	case 'e': return "member";
	default: return "name";
	}
}

void
blacklist_rules(struct policy *p, struct blacklist_rules *r)
{
	*r = (struct blacklist_rules){ .policy = policy_digest(p),
	    .first_months = (int)policy_num(p, "blacklist.first_months"),
	    .repeat_months = (int)policy_num(p, "blacklist.repeat_months"),
	    .most_months = (int)policy_num(p, "blacklist.most_months"),
	    .max_shrink = (long)policy_num(p, "blacklist.max_shrink"),
	    .edit_from = (long)policy_num(p, "blacklist.name.edit_from"),
	    .report_hours = (long)policy_num(p, "report.hours"),
	    .fold = policy_flag(p, "blacklist.name.fold") };
	if (r->first_months == 0 || r->first_months > r->most_months || r->most_months > 1200)
		status_die(USAGE, "policy: blacklist.first_months: expected 1 to most_months, "
		    "and that at most 1200");
}

size_t
blacklist_key(char out[], char kind, const char *key, size_t n)
{
	out[0] = kind;
	out[1] = ':';
	memcpy(out + 2, key, n);
	return n + 2;
}

int64_t
blacklist_number(const char *v, size_t n, const char *name, int64_t otherwise)
{
	size_t len;
	const char *m = json_get(v, n, name, &len);
	int64_t out;

	return m != NULL && json_whole(m, len, &out) ? out : otherwise;
}

bool
blacklist_in_force(const char *v, size_t n, int64_t at)
{
	return blacklist_number(v, n, "from", INT64_MIN) <= at &&
	    at < blacklist_number(v, n, "until", BLACKLIST_EVER);
}

bool
blacklist_has(struct store *s, char kind, const char *key, size_t n, int64_t at)
{
	char k[STORE_KEY];
	struct json_walk w;
	const char *val;
	size_t vn;

	if (n > BLACKLIST_KEY ||
	    !store_get(s, STORE_BLACKLIST, k, blacklist_key(k, kind, key, n), &val, &vn))
		return false;
	json_walk(&w, val, vn);
	while (json_next(&w))
		if (blacklist_in_force(w.value, w.value_len, at))
			return true;
	return false;
}

/* ---- Terms. */

/* Where the history keeps what happened to a key: "!", the key, NUL, the serial. */
size_t
blacklist_past(char *out, char kind, const char *key, size_t n, const char *digits)
{
	size_t len;

	out[0] = '!';
	len = 1 + blacklist_key(out + 1, kind, key, n);
	out[len++] = '\0';
	memcpy(out + len, digits, REPORT_SERIAL - 1);
	return len + REPORT_SERIAL - 1;
}

/* Listings of a key that ran their course or run still: those added less those lifted. */
static bool
count_past(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	int64_t *count = arg;

	(void)key, (void)klen;
	*count += n == 3 && memcmp(val, "add", 3) == 0;
	*count -= n == 4 && memcmp(val, "lift", 4) == 0;
	return true;
}

int64_t
blacklist_term(struct store *s, const struct blacklist_rules *r, char kind, const char *key,
    size_t n, int64_t from)
{
	char k[STORE_KEY];
	int64_t months, count = 0;
	size_t len = blacklist_past(k, kind, key, n, "            ");
	int day;

	store_walk(s, STORE_LISTING, k, len - (REPORT_SERIAL - 1), NULL, 0, count_past,
	    &count);
	months = r->first_months + (count > 0 ? count : 0) * r->repeat_months;
	if (months > r->most_months)
		months = r->most_months;
	day = when_day_of(from);
	return when_start(when_add_months(day, (int)months)) + from - when_start(day);
}

bool
blacklist_too_long(const struct blacklist_rules *r, int64_t from, int64_t until)
{
	return when_day_of(until) > when_add_months(when_day_of(from), r->most_months);
}

void
blacklist_clock(struct store *s, int64_t now)
{
	const char *key, *val, *v;
	size_t klen, vlen, n;
	int64_t newest, off = now - when_clock();

	if (off > 5 || off < -5 || !store_last(s, STORE_JOURNAL, &key, &klen, &val, &vlen))
		return;
	v = json_get(val, vlen, "time", &n);
	if (v == NULL || n < 3 || !when_read(v + 1, n - 2, &newest))
		return;
	if (now + 60 < newest)
		status_die(FAILED, "the clock is before the journal's newest entry: "
		    "set it right, or give --now");
	if (now - newest > JUMP)
		status_die(FAILED, "the clock is more than 40 days after the journal's newest "
		    "entry: if that is right, give --now");
}

/* ---- Shown. */

void
blacklist_show_one(char kind, const char *key, size_t n, const char *v, size_t vn,
    struct buf *b)
{
	const char *name = blacklist_kind_name(kind);
	char text[WHEN_TEXT], member[16];
	struct json_walk m;
	int64_t sec;

	buf_putc(b, '{');
	buf_member(b, "kind", name, strlen(name));
	buf_member(b, "key", key, n);
	json_walk(&m, v, vn);
	while (json_next(&m)) {
		if (m.name_len >= sizeof member)
			continue;
		memcpy(member, m.name, m.name_len);
		member[m.name_len] = '\0';
		if ((strcmp(member, "from") == 0 || strcmp(member, "until") == 0) &&
		    json_whole(m.value, m.value_len, &sec))
			buf_member(b, member, when_text(sec, text), 25);
		else
			buf_member_raw(b, member, m.value, m.value_len);
	}
	buf_putc(b, '}');
}

size_t
blacklist_show(struct store *s, char kind, const char *key, size_t n, int64_t at,
    int64_t serial, struct buf *b)
{
	char k[STORE_KEY];
	struct json_walk w;
	const char *val;
	size_t vn, count = 0;

	if (n > BLACKLIST_KEY ||
	    !store_get(s, STORE_BLACKLIST, k, blacklist_key(k, kind, key, n), &val, &vn))
		return 0;
	json_walk(&w, val, vn);
	while (json_next(&w)) {
		if (serial == BLACKLIST_IN_FORCE ?
		    !blacklist_in_force(w.value, w.value_len, at) : serial != BLACKLIST_ALL &&
		    blacklist_number(w.value, w.value_len, "n", 0) != serial)
			continue;
		if (count++ > 0)
			buf_putc(b, ',');
		blacklist_show_one(kind, key, n, w.value, w.value_len, b);
	}
	return count;
}

struct past {
	struct buf serials;
	size_t count;
};

static bool
past_one(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct past *p = arg;

	(void)val, (void)n;
	buf_put(&p->serials, key + klen - (REPORT_SERIAL - 1), REPORT_SERIAL - 1);
	p->count++;
	return true;
}

size_t
blacklist_history(struct store *s, char kind, const char *key, size_t n, struct buf *b)
{
	struct past p = { .count = 0 };
	char k[STORE_KEY];
	size_t len = blacklist_past(k, kind, key, n, "            "), i, vn;
	const char *val;

	store_walk(s, STORE_LISTING, k, len - (REPORT_SERIAL - 1), NULL, 0, past_one, &p);
	for (i = 0; i < p.count; i++)
		if (store_get(s, STORE_LISTING, p.serials.s + i * (REPORT_SERIAL - 1),
		    REPORT_SERIAL - 1, &val, &vn)) {
			buf_put(b, val, vn);
			buf_putc(b, '\n');
		}
	buf_free(&p.serials);
	return p.count;
}
