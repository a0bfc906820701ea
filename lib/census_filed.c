#include "census.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "census_int.h"
#include "finding.h"
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
	size_t len, wn;
	const char *v = json_get(val, n, "filing", &len), *was;
	unsigned number = v != NULL && len > 2 ? number_of(f, v + 1, len - 2) : 0;

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

static int
code_of(const struct census_work *w, int since, int due, int overdue)
{
	int days = w->today - since;

	return days > w->cadence + w->grace ? overdue : days >= w->cadence ? due : -1;
}

void
census_filed_close(struct census_work *w)
{
	struct census *c = w->c;
	uint64_t unfiled;
	int i, k, oldest, last, code;

	for (i = 0; i < 100; i++) {
		unfiled = 0;
		oldest = WHEN_NEVER;
		for (k = 0; k < CENSUS_WORKERS; k++) {
			unfiled += w->part[k].unfiled[i];
			if (w->part[k].oldest[i] != 0 && w->part[k].oldest[i] < oldest)
				oldest = w->part[k].oldest[i];
		}
		last = w->filed->last[0][i];
		code = code_of(w, last != 0 ? last - 1 : oldest != WHEN_NEVER ? oldest : 0,
		    F_FILING_DUE, F_FILING_OVERDUE);
		if (unfiled > 0 && code >= 0)
			c->found[code][0] += unfiled;
	}
	unfiled = c->count[CENSUS_OPERATORS] - c->count[CENSUS_OPERATORS_FILED];
	for (i = 0, last = 0; i < 100; i++)
		if (w->filed->last[1][i] > last)
			last = w->filed->last[1][i];
	code = code_of(w, last - 1, F_OPERATORS_DUE, F_OPERATORS_OVERDUE);
	if (unfiled > 0 && code >= 0)
		c->found[code][0] += unfiled;
}
