#include "census.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "census_int.h"
#include "finding.h"
#include "gather.h"
#include "gather_kind.h"
#include "json.h"
#include "mem.h"
#include "office.h"
#include "pick.h"
#include "store.h"
#include "when.h"

/*
 * What was filed, by a hash of kind and id: 48 bits of it and the number of the filing in a
 * word.  Filled by several threads at once.
 */
enum { FILINGS = 1 << 14, IDS = 1 << 15 };

struct filing {
	char at[26];			/* "" : later than the census, or lost */
};
struct census_filed {
	uint64_t *word, mask;
	struct filing filing[FILINGS];	/* 0: one that is not known */
	size_t filings;
	struct { uint64_t hash; uint32_t number; } id[IDS];
	int last[2][100];	/* day of the last filing, plus 1, by kind and office */
};

static const char *const kinds[] = { "accounts/", "operators/" };

/* ---- Filings. */

static int
state_of(const char *v, size_t n)
{
	static const char *const state[] = { "made", "published", "accepted", "rejected",
		"lost" };
	int i;

	for (i = 0; i < 5; i++)
		if (v != NULL && n == strlen(state[i]) + 2 &&
		    memcmp(v + 1, state[i], n - 2) == 0)
			return i;
	return 4;
}

static void
note(struct census_filed *f, const char *key, size_t klen, const char *at)
{
	uint64_t h = census_hash(key, klen, 7);
	size_t i = h % IDS;

	if (f->filings + 1 >= FILINGS)
		return;
	while (f->id[i].number != 0)
		i = (i + 1) % IDS;
	f->id[i].hash = h;
	f->id[i].number = (uint32_t)++f->filings;
	memcpy(f->filing[f->filings].at, at, 25);
}

static bool
one_filing(void *arg, const char *key, size_t klen, const char *val, size_t n)
{
	struct census_work *w = arg;
	struct census_filed *f = w->filed;
	size_t kn, an, len;
	const char *kind = json_get(val, n, "kind", &kn), *v,
	    *at = json_get(val, n, "at", &an);
	int state, office, k;
	int64_t sec = 0;

	v = json_get(val, n, "state", &len);
	state = state_of(v, len);
	if (at == NULL || an != 27 || !when_read(at + 1, 25, &sec))
		return true;
	if (memcmp(at + 1, w->instant, 25) > 0)
		return true;
	w->c->filing_state[state]++;
	if (state >= 3)
		return true;
	w->c->count[CENSUS_FILINGS]++;
	w->c->count[CENSUS_FILINGS_ACCEPTED] += state == 2;
	note(f, key, klen, at + 1);
	v = json_get(val, n, "office", &len);
	office = v != NULL && len >= 4 ? (v[1] - '0') * 10 + v[2] - '0' : 0;
	for (k = 0; k < 2 && office > 0 && office < 100; k++)
		if (kind != NULL && kn == strlen(kinds[k]) + 1 &&
		    memcmp(kind + 1, kinds[k], kn - 2) == 0 &&
		    f->last[k][office] <= when_day_of(sec))
			f->last[k][office] = when_day_of(sec) + 1;
	return true;
}

struct census_filed *
census_filed_new(struct census_work *w, uint64_t rows)
{
	struct census_filed *f = mem_alloc(sizeof *f);

	w->filed = f;
	for (f->mask = 1023; f->mask < rows * 2; f->mask = f->mask * 2 + 1)
		;
	f->word = mem_alloc((f->mask + 1) * sizeof *f->word);
	store_walk(w->store, STORE_FILING, "", 0, NULL, 0, one_filing, w);
	return f;
}

void
census_filed_free(struct census_filed *f)
{
	free(f->word);
	free(f);
}

/* ---- Rows. */

static unsigned
number_of(const struct census_filed *f, const char *id, size_t n)
{
	uint64_t h = census_hash(id, n, 7);
	size_t i;

	for (i = h % IDS; f->id[i].number != 0; i = (i + 1) % IDS)
		if (f->id[i].hash == h)
			return f->id[i].number;
	return 0;
}

/* The filing that counts: the last one, or, when it is later than the census or was taken
 * back, the one before. */
static unsigned
filing_of(const struct census_filed *f, const char *val, size_t n)
{
	enum { LEAD = 11, TAIL = 45 };
	size_t len, wn;
	const char *v, *was;
	unsigned number;

	/* Most have nothing but {"filing":"ID","digest":"..."}. */
	if (n > LEAD + TAIL && memcmp(val, "{\"filing\":\"", LEAD) == 0 &&
	    memcmp(val + n - TAIL, ",\"digest\":\"", 11) == 0 && val[n - TAIL - 1] == '"' &&
	    memchr(val + LEAD, '"', n - LEAD - TAIL - 1) == NULL &&
	    (number = number_of(f, val + LEAD, n - LEAD - TAIL - 1)) > 0)
		return number;
	v = json_get(val, n, "filing", &len);
	number = v != NULL && len > 2 ? number_of(f, v + 1, len - 2) : 0;
	if (number > 0)
		return json_get(val, n, "gone", &wn) != NULL ? 0 : number;
	was = json_get(val, n, "was", &wn);
	return was != NULL && *was == '{' ? filing_of(f, was, wn) : 0;
}

void
census_filed_row(struct census_work *w, const char *key, size_t klen, const char *val,
    size_t n)
{
	struct census_filed *f = w->filed;
	uint64_t word, none;
	size_t skip, i;
	unsigned number;
	int k;

	for (k = 0; k < 2; k++) {
		skip = strlen(kinds[k]);
		/* KIND/OFFICE/ID */
		if (klen > skip + 7 && memcmp(key, kinds[k], skip) == 0)
			break;
	}
	if (k == 2 || (number = filing_of(f, val, n)) == 0)
		return;
	word = census_hash(key + skip + 7, klen - skip - 7, (unsigned)k);
	i = word & f->mask;
	word = (word & ~UINT64_C(0xffff)) | number;
	for (;; i = (i + 1) & f->mask) {
		none = 0;
		if (__atomic_compare_exchange_n(&f->word[i], &none, word, false,
		    __ATOMIC_RELAXED, __ATOMIC_RELAXED) ||
		    (none | 0xffff) == (word | 0xffff))
			return;
	}
}

int
census_filed_has(const struct census_filed *f, int kind, const char *id, size_t n,
    const char *recorded)
{
	uint64_t h = census_hash(id, n, (unsigned)kind), word;
	size_t i;

	for (i = h & f->mask; (word = f->word[i]) != 0; i = (i + 1) & f->mask)
		if ((word | 0xffff) == (h | 0xffff))
			return recorded != NULL &&
			    memcmp(recorded, f->filing[word & 0xffff].at, 25) > 0 ?
			    CENSUS_REFILE : CENSUS_FILED;
	return CENSUS_UNFILED;
}

/* ---- What is due. */

/* By office; oldest: the day of the earliest that is not filed, 0: none. */
struct due {
	uint64_t rows[100];
	int oldest[100];
};

static void
due(struct census_work *w, int kind, const struct due *d, int code, int overdue)
{
	int i, days;

	for (i = 0; i < 100; i++) {
		days = w->today - (w->filed->last[kind][i] != 0 ? w->filed->last[kind][i] - 1 :
		    d->oldest[i]);
		if (d->rows[i] > 0 && days >= w->cadence)
			w->c->found[days > w->cadence + w->grace ? overdue : code][0] +=
			    d->rows[i];
	}
}

/* As filing-export sees it: row by row. */
static void
differs(void *arg, const struct gather_row *row)
{
	struct due *d = arg;

	if (row->change == GATHER_SAME || row->office < 0 || row->office > 99)
		return;
	d->rows[row->office]++;
	if (row->change == GATHER_NEW && row->registered != WHEN_NEVER &&
	    (d->oldest[row->office] == 0 || row->registered < d->oldest[row->office]))
		d->oldest[row->office] = row->registered;
}

static void
exactly(struct census_work *w)
{
	struct due accounts = { { 0 }, { 0 } }, operators = { { 0 }, { 0 } };

	census_gather(w, GATHER_ACCOUNTS, differs, &accounts);
	census_gather(w, GATHER_OPERATORS, differs, &operators);
	due(w, 0, &accounts, F_FILING_DUE, F_FILING_OVERDUE);
	due(w, 1, &operators, F_OPERATORS_DUE, F_OPERATORS_OVERDUE);
}

/*
 * Whether what was registered anew differs from what was filed only its row says; most often
 * nothing was, and then those that never were filed are all.  Of the past only these can be
 * told.
 */
void
census_filed_close(struct census_work *w)
{
	struct due accounts = { { 0 }, { 0 } }, operators = { { 0 }, { 0 } };
	uint64_t refiles = 0;
	int i, k, last = 0;

	for (k = 0; k < CENSUS_WORKERS; k++) {
		refiles += w->part[k].refiles;
		for (i = 0; i < 100; i++) {
			accounts.rows[i] += w->part[k].unfiled[i];
			if (w->part[k].oldest[i] != 0 && (accounts.oldest[i] == 0 ||
			    w->part[k].oldest[i] < accounts.oldest[i]))
				accounts.oldest[i] = w->part[k].oldest[i];
		}
	}
	if (refiles > 0 && w->c->as_of >= w->c->now) {
		exactly(w);
		return;
	}
	due(w, 0, &accounts, F_FILING_DUE, F_FILING_OVERDUE);
	/* Whose office is not known without looking them up: by the last filing to any. */
	for (i = 0; i < 100; i++)
		if (w->filed->last[1][i] > w->filed->last[1][last])
			last = i;
	operators.rows[last] = w->c->count[CENSUS_OPERATORS] -
	    w->c->count[CENSUS_OPERATORS_FILED];
	due(w, 1, &operators, F_OPERATORS_DUE, F_OPERATORS_OVERDUE);
}
