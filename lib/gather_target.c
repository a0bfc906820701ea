#include "gather.h"

#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "entry.h"
#include "gather_int.h"
#include "json.h"
#include "office.h"
#include "owner.h"
#include "seal.h"
#include "store.h"

/* The office of a registered account. */
static int
office_of(const struct gather *g, const char *val, size_t n)
{
	int64_t province = g->by_subject ? entry_number(val, n, "province") : 0;

	if (province > 999)
		province /= 10000;		/* a six-digit code */
	return province > 0 && province < 100 && office_known((int)province) ?
	    (int)province : g->platform;
}

/* Name and subject of an account or a user that is registered; returns its office. */
static int
entry(struct gather_line *l, bool user, const char *id, size_t n)
{
	char place[ENTRY_PLACE];
	const char *val, *sealed, *name, *kind, *why;
	size_t vn, len, kn;
	bool person;

	if (!store_get(l->store, user ? STORE_USER : STORE_ACCOUNT, id, n, &val, &vn))
		return l->g->platform;
	if (!user) {
		name = json_get(val, vn, "name", &len);
		gather_line_json(l, "name", name, len);
	}
	kind = json_get(val, vn, "kind", &kn);
	person = user || kind == NULL || json_same(kind, kn, "person", 6);
	sealed = json_get(val, vn, "personal", &len);
	l->opened.len = 0;
	if (gather_line_has(l, "subject_name") && sealed != NULL && len > 2) {
		if (!seal_reveal(store_seal(l->store), place, entry_place(place, user, id, n),
		    sealed + 1, len - 2, &l->opened, &why))
			l->g->erased++;
		else if ((name = json_get(l->opened.s, l->opened.len, "subject_name",
		    &len)) != NULL) {
			l->name.len = 0;
			gather_text(&l->name, name, len);
			gather_line_personal(l, "subject_name", person, l->name.s,
			    l->name.len);
		}
	}
	return user ? l->g->platform : office_of(l->g, val, vn);
}

/* A subject is known by its first account or user that is still registered. */
static int
subject(struct gather_line *l, const char *key, size_t n)
{
	static const char *const list[] = { "accounts", "users" };
	struct json_walk w, pair;
	struct buf first = { 0 };
	const char *val, *v;
	size_t vn, len;
	int i, office = l->g->platform;

	for (i = 0; i < 2; i++) {
		if (!store_get(l->store, STORE_SUBJECT, key, n, &val, &vn) ||
		    (v = json_get(val, vn, list[i], &len)) == NULL)
			continue;
		json_walk(&w, v, len);
		if (!json_next(&w))
			continue;
		json_walk(&pair, w.value, w.value_len);
		if (!json_next(&pair))
			continue;
		first.len = json_decode(buf_room(&first, pair.value_len), pair.value,
		    pair.value_len);
		office = entry(l, i == 1, first.s, first.len);
		gather_line_word(l, "name", "");	/* a subject has none */
		break;
	}
	buf_free(&first);
	return office;
}

static void
group(struct gather_line *l, const char *id, size_t n)
{
	const char *val, *name;
	size_t vn, len;

	if (!store_get(l->store, STORE_GROUP, id, n, &val, &vn))
		return;
	name = json_get(val, vn, "name", &len);
	gather_line_json(l, "name", name, len);
}

int
gather_target(struct gather_line *l, int side, const char *target, size_t n,
    const char *given, size_t given_n)
{
	static const char *const name[] = { "account", "user", "group" };
	int office = l->g->platform;
	const char *v = NULL;
	struct buf id = { 0 };
	size_t len;

	if (side < OWNER_ACCOUNT || side >= OWNER_NONE || n < 3)
		return office;			/* a monitoring run is about nobody */
	gather_line_word(l, "target_kind", name[side]);
	/* a user's measures stand under the subject: the record says which user */
	if (given != NULL)
		v = json_get(given, given_n, name[side], &len);
	if (v != NULL)
		gather_text(&id, v, len);
	else if (side == OWNER_USER && target[2] == '@')
		buf_put(&id, target + 3, n - 3);
	else
		buf_put(&id, target + 2, n - 2);
	gather_line_set(l, "target", id.s, id.len);
	switch (side) {
	case OWNER_ACCOUNT:
		office = entry(l, false, id.s, id.len);
		break;
	case OWNER_USER:
		office = entry(l, true, id.s, id.len);
		break;
	default:
		group(l, id.s, id.len);
	}
	buf_free(&id);
	return office;
}

int
gather_listed(struct gather_line *l, char kind, const char *key, size_t n)
{
	int office = l->g->platform;

	gather_line_word(l, "target_kind", blacklist_kind_name(kind));
	gather_line_set(l, "target", key, n);
	switch (kind) {
	case 'a':
		office = entry(l, false, key, n);
		break;
	case 's':
		office = subject(l, key, n);
		break;
	case 'g':
		group(l, key, n);
		break;
	case 'c': case 'm': case 'e':	/* persons of groups: of the platform's office */
		if (owner_is_subject(key, n))
			subject(l, key, n);
		else
			entry(l, true, key, n);
		break;
	default:
		gather_line_set(l, "name", key, n);
	}
	return office;
}
