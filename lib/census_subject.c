#include "census.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "census_int.h"
#include "finding.h"
#include "mem.h"
#include "policy.h"
#include "registry.h"
#include "when.h"

/* ---- Operators (PA-07-3b/c): who has two accounts or more, or belongs to others. */

static bool
among(const struct census_work *w, uint64_t hash)
{
	const struct census_part *p;
	size_t low, high, mid;
	int i;

	for (i = 0; i < CENSUS_WORKERS; i++) {
		p = &w->part[i];
		for (low = 0, high = p->affiliates; low < high; ) {
			mid = (low + high) / 2;
			if (p->affiliate[mid] == hash)
				return true;
			if (p->affiliate[mid] < hash)
				low = mid + 1;
			else
				high = mid;
		}
	}
	return false;
}

/* ---- The cap on the accounts of a subject (PA-07-3a), by the policy as it is now: one that
 * an exemption allowed, or the policy, may be too many today. */

static const char *const kind[] = { "person", "enterprise", "individual-business",
	"institution", "government", "media", "other" };
enum { KINDS = sizeof kind / sizeof *kind, OTHER = KINDS - 1 };

void
census_caps(struct census_work *w)
{
	char path[64] = "account.cap.";
	int k;

	for (k = 0; k < KINDS; k++) {
		strcpy(path + 12, kind[k]);
		w->cap[k] = mem_grow(NULL, POLICY_STEPS, sizeof *w->cap[k]);
		w->caps[k] = policy_steps(w->policy, path, w->cap[k], POLICY_STEPS);
	}
}

static int
kind_of(const char *val, size_t n)
{
	/* {"kind":"person",... */
	const char *v = val + 9;
	int k;

	for (k = 0; k < OTHER; k++)
		if (n > 11 + strlen(kind[k]) && memcmp(v, kind[k], strlen(kind[k])) == 0 &&
		    v[strlen(kind[k])] == '"')
			break;
	return k;
}

/* How many there are; above the cap, the subject is noted. */
static int64_t
capped(const struct census_work *w, struct census_part *p, const char *key, int k,
    const char *list, const char *end)
{
	int64_t count = 0, limit, above = 0;
	int day;

	/* [[ACCOUNT,DAY],...] in the order in which they came */
	for (list++; list < end && *list == '[';
	    list += list + 1 < end && list[1] == ',' ? 2 : 1) {
		list = census_view_past(list + 2, end);
		for (day = 0, list++; list < end && *list != ']'; list++)
			if (*list >= '0' && *list <= '9' && day < 10000000)
				day = day * 10 + (*list - '0');
		limit = policy_at(w->cap[k], w->caps[k], day);
		if (++count > limit && limit >= 0 && count - limit > above)
			above = count - limit;
	}
	if (above == 0)
		return count;
	if (p->aboves == p->above_room) {
		p->above_room = p->above_room * 2 + 64;
		p->above = mem_grow(p->above, p->above_room, sizeof *p->above);
	}
	memcpy(p->above[p->aboves].key, key, 32);
	p->above[p->aboves].key[32] = '\0';
	p->above[p->aboves++].above = above;
	return count;
}

void
census_caps_close(struct census_work *w)
{
	const struct census_part *p;
	size_t k;
	int i;

	for (i = 0; i < CENSUS_WORKERS; i++) {
		p = &w->part[i];
		for (k = 0; k < p->aboves; k++)
			if (p->above[k].above > registry_exempt(w->store, p->above[k].key,
			    w->today))
				census_find_add(w->c, F_CAP_SUBJECT, 0, 1);
	}
	for (i = 0; i < KINDS; i++)
		free(w->cap[i]);
}

void
census_subject(struct census_work *w, struct census_part *p, const char *key, size_t klen,
    const char *val, size_t n)
{
	const char *v = memmem(val, n, "\"accounts\":[[", 13), *end = val + n;

	if (v == NULL || klen != 32)
		return;
	p->sum.count[CENSUS_SUBJECTS]++;
	/* Most have one: no comma between two arrays. */
	v += 11;
	if ((memmem(v, (size_t)(end - v), "],[", 3) == NULL ||
	    capped(w, p, key, kind_of(val, n), v, end) < 2) &&
	    !among(w, census_hash(key, klen, 1)))
		return;
	p->sum.count[CENSUS_OPERATORS]++;
	if (census_filed_has(w->filed, 1, key, klen, NULL) != CENSUS_UNFILED)
		p->sum.count[CENSUS_OPERATORS_FILED]++;
}
