#include "gather.h"

#include <string.h>

#include "blacklist.h"
#include "buf.h"
#include "gather_int.h"
#include "json.h"
#include "owner.h"
#include "pick.h"
#include "seal.h"
#include "store.h"
#include "when.h"

/* A member of a stored object, under the name of a cell. */
static void
copy(struct gather_line *l, const char *cell, const char *v, size_t n, const char *member)
{
	size_t len;
	const char *m = json_get(v, n, member, &len);

	gather_line_json(l, cell, m, len);
}

static void
evidence(struct gather_line *l, const char *s, size_t n)
{
	char hex[129];

	if (!gather_line_has(l, "evidence"))
		return;
	seal_digest(SEAL_SM3, s, n, hex);
	gather_line_word(l, "evidence", hex);
}

/* In seconds, as measures and listings have them. */
static void
instant(struct gather_line *l, const char *cell, const char *v, size_t n, const char *member)
{
	int64_t t = pick_number(v, n, member, INT64_MIN);

	if (t != INT64_MIN)
		gather_line_time(l, cell, t);
}

int
gather_measure(struct gather_line *l, const char *id, size_t id_n, const char *val, size_t vn)
{
	const char *given, *target, *v;
	struct buf who = { 0 };
	size_t gn, tn, n;
	int64_t lifted = pick_number(val, vn, "lifted_at", INT64_MAX);
	int office;

	given = json_get(val, vn, "given", &gn);
	target = json_get(val, vn, "target", &tn);
	if (target != NULL)
		gather_text(&who, target, tn);
	office = gather_target(l, (int)pick_number(val, vn, "side", OWNER_NONE), who.s,
	    who.len, given, gn);
	gather_line_set(l, "measure", id, id_n);
	gather_line_set(l, "id", id, id_n);
	copy(l, "kind", val, vn, "kind");
	copy(l, "ground", val, vn, "ground");
	instant(l, "measured_at", val, vn, "from");
	instant(l, "until", val, vn, "until");
	if (lifted <= l->g->as_of)
		gather_line_time(l, "lifted_at", lifted);
	if (given != NULL) {
		copy(l, "content", given, gn, "content");
		copy(l, "discovered_at", given, gn, "discovered_at");
		copy(l, "reason", given, gn, "cause");
		copy(l, "reason", given, gn, "reason");		/* where it is given */
		v = json_get(given, gn, "spread_stopped", &n);
		gather_line_json(l, "spread_stopped", v, n);
		evidence(l, given, gn);		/* the record itself, which nothing changes */
	}
	buf_free(&who);
	return office;
}

struct lifts {
	struct gather_line *line;
	int64_t serial, at;		/* at: INT64_MAX: was not lifted */
};

static bool
lift(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct lifts *f = arg;
	const char *entry, *v;
	size_t en, len;
	int64_t t;

	if (klen < 12 || n < 4 || memcmp(val, "lift", 4) != 0 || !store_get(f->line->store,
	    STORE_LISTING, key + klen - 12, 12, &entry, &en) ||
	    pick_number(entry, en, "of", -1) != f->serial)
		return true;
	v = json_get(entry, en, "time", &len);
	if (v != NULL && len > 2 && when_read(v + 1, len - 2, &t))
		f->at = t;
	return f->at == INT64_MAX;
}

/* When a listing was lifted: its key's history says so. */
static int64_t
lifted_at(struct gather_line *l, char kind, const char *key, size_t n, int64_t serial)
{
	struct lifts f = { l, serial, INT64_MAX };
	char prefix[BLACKLIST_KEY + 8] = { '!', kind, ':' };

	if (n > BLACKLIST_KEY)
		return INT64_MAX;
	memcpy(prefix + 3, key, n);
	prefix[3 + n] = '\0';
	store_walk(l->store, STORE_LISTING, prefix, n + 4, NULL, 0, lift, &f);
	return f.at;
}

static int
import(struct gather_line *l, const char *val, size_t vn)
{
	gather_line_word(l, "target_kind", "list");
	copy(l, "target", val, vn, "list");
	gather_line_word(l, "kind", "import");
	copy(l, "listed_at", val, vn, "time");
	copy(l, "measured_at", val, vn, "time");
	return l->g->platform;
}

int
gather_listing(struct gather_line *l, const char *serial, const char *val, size_t vn)
{
	const char *kind, *key, *p, *v;
	struct buf who = { 0 };
	size_t n, kn, len;
	int64_t at;
	int office;

	v = json_get(val, vn, "what", &n);
	kind = json_get(val, vn, "kind", &kn);
	key = json_get(val, vn, "key", &len);
	for (p = BLACKLIST_KINDS; kind != NULL && *p != '\0' && !json_same(kind, kn,
	    blacklist_kind_name(*p), strlen(blacklist_kind_name(*p))); p++)
		;
	if (v != NULL && json_same(v, n, "import", 6))
		office = import(l, val, vn);
	else if (kind == NULL || key == NULL || *p == '\0')
		return l->g->platform;
	else {
		gather_text(&who, key, len);
		office = gather_listed(l, *p, who.s, who.len);
		v = json_get(val, vn, "list", &n);
		gather_line_word(l, "kind", v != NULL && json_same(v, n, "hand", 4) ? "hand" :
		    "import");
		instant(l, "listed_at", val, vn, "from");
		instant(l, "measured_at", val, vn, "from");
		instant(l, "until", val, vn, "until");
		at = lifted_at(l, *p, who.s, who.len, pick_number(val, vn, "n", 0));
		if (at <= l->g->as_of)
			gather_line_time(l, "lifted_at", at);
	}
	serial += strspn(serial, "0");
	gather_line_word(l, "listing", serial);
	gather_line_word(l, "id", serial);
	copy(l, "ground", val, vn, "ground");
	copy(l, "reason", val, vn, "reason");
	evidence(l, val, vn);			/* the history is only added to */
	buf_free(&who);
	return office;
}
