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

/* What of a measure stands where; NULL: it has none. */
enum { OF_KIND, OF_SIDE, OF_TARGET, OF_FROM, OF_UNTIL, OF_GROUND, OF_GIVEN, OF_LIFTED,
	OF_ALL };
enum { GIVEN_CONTENT, GIVEN_FOUND, GIVEN_SPREAD, GIVEN_CAUSE, GIVEN_REASON, GIVEN_ALL };
struct piece_of { const char *s; size_t n; };

/* One walk, since there are many measures and many members. */
static void
pieces(const char *v, size_t n, const char *const *name, size_t count, struct piece_of *out)
{
	struct json_walk w;
	size_t i;

	memset(out, 0, count * sizeof *out);
	json_walk(&w, v, n);
	while (json_next(&w))
		for (i = 0; i < count; i++)
			if (strlen(name[i]) == w.name_len &&
			    memcmp(name[i], w.name, w.name_len) == 0) {
				out[i] = (struct piece_of){ w.value, w.value_len };
				break;
			}
}

static int64_t
whole(const struct piece_of *p, int64_t otherwise)
{
	int64_t out;

	return p->s != NULL && json_whole(p->s, p->n, &out) ? out : otherwise;
}

static void
given_cells(struct gather_line *l, const struct piece_of *given)
{
	static const char *const name[GIVEN_ALL] = { "content", "discovered_at",
		"spread_stopped", "cause", "reason" };
	struct piece_of p[GIVEN_ALL];

	pieces(given->s, given->n, name, GIVEN_ALL, p);
	gather_line_json(l, "content", p[GIVEN_CONTENT].s, p[GIVEN_CONTENT].n);
	gather_line_json(l, "discovered_at", p[GIVEN_FOUND].s, p[GIVEN_FOUND].n);
	gather_line_json(l, "spread_stopped", p[GIVEN_SPREAD].s, p[GIVEN_SPREAD].n);
	if (p[GIVEN_REASON].s == NULL)
		p[GIVEN_REASON] = p[GIVEN_CAUSE];
	gather_line_json(l, "reason", p[GIVEN_REASON].s, p[GIVEN_REASON].n);
	evidence(l, given->s, given->n);	/* the record itself, which nothing changes */
}

int
gather_measure(struct gather_line *l, const char *id, size_t id_n, const char *val, size_t vn)
{
	static const char *const name[OF_ALL] = { "kind", "side", "target", "from", "until",
		"ground", "given", "lifted_at" };
	struct piece_of p[OF_ALL];
	struct buf who = { 0 };
	int64_t t;
	int office;

	pieces(val, vn, name, OF_ALL, p);
	if (p[OF_TARGET].s != NULL)
		gather_text(&who, p[OF_TARGET].s, p[OF_TARGET].n);
	office = gather_target(l, (int)whole(&p[OF_SIDE], OWNER_NONE), who.s, who.len,
	    p[OF_GIVEN].s, p[OF_GIVEN].n);
	gather_line_set(l, "measure", id, id_n);
	gather_line_set(l, "id", id, id_n);
	gather_line_json(l, "kind", p[OF_KIND].s, p[OF_KIND].n);
	gather_line_json(l, "ground", p[OF_GROUND].s, p[OF_GROUND].n);
	if ((t = whole(&p[OF_FROM], INT64_MIN)) != INT64_MIN)
		gather_line_time(l, "measured_at", t);
	if ((t = whole(&p[OF_UNTIL], INT64_MIN)) != INT64_MIN)
		gather_line_time(l, "until", t);
	t = whole(&p[OF_LIFTED], INT64_MAX);
	if (t <= l->g->as_of && t != INT64_MAX)
		gather_line_time(l, "lifted_at", t);
	if (p[OF_GIVEN].s != NULL)
		given_cells(l, &p[OF_GIVEN]);
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
