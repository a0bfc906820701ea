#include "gather.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "gather_int.h"
#include "gather_kind.h"
#include "json.h"
#include "mem.h"
#include "office.h"
#include "scan.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "template.h"
#include "when.h"

static const char *const fixed[FIXED] = { "state", "province", "class", "category", "personal",
	"subject", "kind", "affiliation", "scope", "name", "registered_at", "id_type" };

size_t
gather_filed_key(char out[512], int k, int office, const char *id)
{
	int n = snprintf(out, 512, "%s/%02d0000/%s", gather_kind_name(k), office, id);

	return n > 0 && n <= STORE_KEY ? (size_t)n : 0;
}

static bool
read_record(struct gather_walk *w, struct gather_record *r, const char *key, size_t klen,
    const char *val,
    size_t n)
{
	struct scan_error e;
	uint32_t close;

	r->text.len = 0;
	buf_put(&r->text, val, n);
	memset(buf_room(&r->text, SCAN_PAD), 0, SCAN_PAD);
	if (!scan_line(r->text.s, n, w->names, r->at, r->size, &close, w->room, &e))
		status_die(FAILED, "store %s: account %.*s is no record: %s",
		    store_dir(w->store),
		    (int)klen, key, e.what);
	r->live = gather_is(r, STATE, "active") || gather_is(r, STATE, "suspended");
	r->open = false;
	return r->live;
}

static bool
get_record(struct gather_walk *w, struct gather_record *r, const char *key, size_t klen)
{
	const char *val;
	size_t n;

	return store_get(w->store, STORE_ACCOUNT, key, klen, &val, &n) &&
	    (read_record(w, r, key, klen, val, n), true);
}

static int
office_of(struct gather_walk *w, const struct gather_record *r)
{
	int64_t province = 0;

	if (w->g->by_subject && r->size[PROVINCE] > 0)
		json_whole(r->text.s + r->at[PROVINCE], r->size[PROVINCE], &province);
	if (province > 999)
		province /= 10000;	/* a six-digit code */
	if (province > 0 && province < 100 && office_known((int)province))
		return (int)province;
	return office_known(w->g->platform) ? w->g->platform : 0;
}

static int
registered(const struct gather_record *r)
{
	const char *v = r->text.s + r->at[REGISTERED];
	size_t n = r->size[REGISTERED];
	int64_t sec;
	int day = WHEN_NEVER;

	if (n > 2 && json_plain(v, n) && !when_read_day(v + 1, n - 2, &day) &&
	    when_read(v + 1, n - 2, &sec))
		day = when_day_of(sec);
	return day;
}

enum gather_change
gather_compare(struct store *s, int kind, const struct gather_row *row)
{
	char key[512];
	size_t n = gather_filed_key(key, kind, row->office, row->key), len;
	const char *val, *d;
	size_t vlen;

	if (n == 0 || !store_get(s, STORE_FILED, key, n, &val, &vlen) ||
	    json_get(val, vlen, "gone", &len) != NULL)
		return GATHER_NEW;
	d = json_get(val, vlen, "digest", &len);
	return d != NULL && len == GATHER_DIGEST + 1 &&
	    memcmp(d + 1, row->digest, GATHER_DIGEST - 1) == 0 ? GATHER_SAME : GATHER_CHANGED;
}

static bool
account(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct gather_walk *w = arg;
	struct gather_row row = { 0 };
	int office;

	if (!read_record(w, &w->first, key, klen, val, n))
		return true;
	office = office_of(w, &w->first);
	if (office == 0) {
		w->g->unknown++;
		return true;
	}
	if (!gather_wanted(w->g, office))
		return true;
	if (w->t->opens)
		gather_open(w, &w->first, key, klen);
	gather_group(w, &w->first);
	gather_fill(w, &w->first, key, klen, office, 0, &row);
	row.registered = registered(&w->first);
	row.change = gather_compare(w->store, w->g->kind, &row);
	w->fn(w->arg, &row);
	return true;
}

/* Join a value to a list unless it stands there. */
static void
join(struct buf *list, struct buf *tmp, const struct gather_record *r, int name)
{
	const char *at = list->s, *end = list->s + list->len, *stop;

	tmp->len = 0;
	gather_text(tmp, r->text.s + r->at[name], r->size[name]);
	if (tmp->len == 0)
		return;
	while (list->len > 0 && at < end) {
		stop = memchr(at, ';', (size_t)(end - at));
		stop = stop != NULL ? stop : end;
		if ((size_t)(stop - at) == tmp->len && memcmp(at, tmp->s, tmp->len) == 0)
			return;
		at = stop + 1;
	}
	if (list->len > 0)
		buf_putc(list, ';');
	buf_put(list, tmp->s, tmp->len);
}

/*
 * May a subject with one account be an operator?  Values of the store are written without
 * blanks between name and value, and most have no affiliation: no need to scan them.
 */
static bool
affiliated(struct gather_walk *w, const char *key, size_t klen)
{
	static const char member[] = "\"affiliation\":";
	const char *val, *at;
	size_t n;

	if (!store_get(w->store, STORE_ACCOUNT, key, klen, &val, &n))
		return false;
	at = memmem(val, n, member, sizeof member - 1);
	return at != NULL && memcmp(at + sizeof member - 1, "\"\"", 2) != 0;
}

/*
 * A subject's living accounts: their number; w->first is the first of them, its id is put in
 * w->id; the lists are filled.
 */
static uint64_t
operator_view(struct gather_walk *w, const char *val, size_t n)
{
	struct json_walk all, pair;
	struct gather_record *r = &w->first;
	struct buf *name = &w->name;
	const char *v;
	size_t len;
	uint64_t count = 0;
	bool only;

	w->list.len = w->scope.len = w->affiliation.len = w->id.len = 0;
	v = json_get(val, n, "accounts", &len);
	json_walk(&all, v != NULL ? v : "", len);
	only = json_next(&all) && !json_next(&all);
	json_walk(&all, v != NULL ? v : "", len);
	while (json_next(&all)) {
		json_walk(&pair, all.value, all.value_len);
		if (!json_next(&pair))
			continue;
		name->len = 0;
		gather_text(name, pair.value, pair.value_len);
		if (only && !affiliated(w, name->s, name->len))
			return 0;
		if (!get_record(w, r, name->s, name->len) || !r->live)
			continue;
		if (w->list.len > 0)
			buf_putc(&w->list, ';');
		buf_put(&w->list, name->s, name->len);
		buf_putc(&w->list, '(');
		gather_text(&w->list, r->text.s + r->at[NAME], r->size[NAME]);
		buf_putc(&w->list, ')');
		join(&w->scope, &w->digest, r, SCOPE);
		join(&w->affiliation, &w->digest, r, AFFILIATION);
		if (count++ == 0) {
			buf_put(&w->id, name->s, name->len);
			r = &w->other;
		}
	}
	return count >= 2 || w->affiliation.len > 0 ? count : 0;
}

static bool
operator_(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct gather_walk *w = arg;
	struct gather_row row = { 0 };
	uint64_t count;
	int office;

	count = operator_view(w, val, n);
	office = count > 0 ? office_of(w, &w->first) : 0;
	if (count > 0 && office == 0)
		w->g->unknown++;
	if (office > 0 && gather_wanted(w->g, office)) {
		if (w->t->opens)
			gather_open(w, &w->first, w->id.s, w->id.len);
		gather_group(w, &w->first);
		gather_fill(w, &w->first, key, klen, office, count, &row);
		row.registered = registered(&w->first);
		row.change = gather_compare(w->store, w->g->kind, &row);
		w->fn(w->arg, &row);
	}
	return true;
}

/* Is what was filed as `key` of the office still to be found there? Fills w->first. */
static bool
still(struct gather_walk *w, const char *key, size_t klen, int office, bool *known)
{
	const char *val;
	size_t n;
	bool live = false;

	*known = false;
	if (w->g->kind == GATHER_ACCOUNTS) {
		*known = get_record(w, &w->first, key, klen);
		return *known && w->first.live && office_of(w, &w->first) == office;
	}
	w->id.len = 0;
	if (store_get(w->store, STORE_SUBJECT, key, klen, &val, &n))
		live = operator_view(w, val, n) > 0 && office_of(w, &w->first) == office;
	if (w->id.len > 0 && w->t->opens)
		gather_open(w, &w->first, w->id.s, w->id.len);
	*known = w->id.len > 0;
	return live;
}

static bool
filed(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct gather_walk *w = arg;
	struct gather_row row = { .registered = WHEN_NEVER, .change = GATHER_GONE };
	size_t skip = strlen(gather_kind_name(w->g->kind)) + 1, len;
	char id[512];
	bool known;
	int office;

	if (klen < skip + 8 || json_get(val, n, "gone", &len) != NULL)
		return true;
	office = (key[skip] - '0') * 10 + key[skip + 1] - '0';
	if (!office_known(office) || !gather_wanted(w->g, office))
		return true;
	skip += 7;
	memcpy(id, key + skip, klen - skip);
	if (still(w, id, klen - skip, office, &known))
		return true;
	*w->group = '\0';
	if (known && w->g->kind == GATHER_ACCOUNTS && w->t->opens)
		gather_open(w, &w->first, id, klen - skip);
	if (known)
		gather_group(w, &w->first);
	gather_fill(w, known ? &w->first : NULL, id, klen - skip, office, 0, &row);
	*row.digest = '\0';
	w->fn(w->arg, &row);
	return true;
}

static void
name_columns(struct gather_walk *w)
{
	const char *names[NAMES];
	size_t i, k, count = FIXED;

	memcpy(names, fixed, sizeof fixed);
	for (i = 0; i < w->t->count; i++) {
		const char *member = w->t->column[i].member;

		/* the store calls the kind of a subject `kind` */
		if (strcmp(member, "subject_kind") == 0)
			member = "kind";
		for (k = 0; k < count && strcmp(names[k], member) != 0; k++)
			;
		w->column_at[i] = (int)k;
		if (k == count)
			names[count++] = member;
	}
	w->names = scan_names_new(names, count);
}

static void
gather_walk(struct store *s, struct gather *g, void (*fn)(void *, const struct gather_row *),
    void *arg)
{
	struct gather_walk w = { .store = s, .g = g, .t = g->template, .fn = fn, .arg = arg };
	char prefix[32];

	name_columns(&w);
	w.room = scan_room_new();
	w.mac = seal_mac_new(store_seal(s));
	w.offset = mem_alloc(w.t->count * sizeof *w.offset);
	w.cell = mem_alloc(w.t->count * sizeof *w.cell);
	if (g->kind == GATHER_ACCOUNTS)
		store_walk(s, STORE_ACCOUNT, "", 0, NULL, 0, account, &w);
	else
		store_walk(s, STORE_SUBJECT, "", 0, NULL, 0, operator_, &w);
	snprintf(prefix, sizeof prefix, "%s/", gather_kind_name(g->kind));
	store_walk(s, STORE_FILED, prefix, strlen(prefix), NULL, 0, filed, &w);
	scan_names_free(w.names);
	scan_room_free(w.room);
	seal_mac_free(w.mac);
	buf_free(&w.first.text);
	buf_free(&w.first.opened);
	buf_free(&w.other.text);
	buf_free(&w.other.opened);
	buf_free(&w.cells);
	buf_free(&w.list);
	buf_free(&w.scope);
	buf_free(&w.affiliation);
	buf_free(&w.digest);
	buf_free(&w.place);
	buf_free(&w.type);
	buf_free(&w.id);
	buf_free(&w.name);
	free(w.offset);
	free(w.cell);
}

void
gather_rows(struct store *s, struct gather *g, void (*fn)(void *, const struct gather_row *),
    void *arg)
{
	switch (gather_kind_row(g->kind)->way) {
	case GATHER_WALK:
		gather_walk(s, g, fn, arg);
		break;
	case GATHER_DOCUMENTS:
		gather_documents(s, g, fn, arg);
		break;
	case GATHER_QUEUE:
		gather_queue(s, g, fn, arg);
		break;
	case GATHER_EXTRACT:
		gather_extract(s, g, fn, arg);
		break;
	}
}
