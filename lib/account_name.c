#include "account.h"

#include <string.h>

#include "account_int.h"
#include "finding.h"
#include "id.h"
#include "mem.h"
#include "mobile.h"
#include "record.h"
#include "text.h"
#include "words.h"

/* Does the text show a run of digits that is an identity or mobile number? */
static bool
shows_number(const struct account_rules *a, const char *s, size_t n)
{
	struct mobile m;
	struct id id;
	size_t i, from;
	bool found = false;

	for (i = 0; i < n && !found; i++) {
		if (s[i] < '0' || s[i] > '9')
			continue;
		for (from = i; i < n && s[i] >= '0' && s[i] <= '9'; i++)
			;
		if (i - from == 17 && i < n && (s[i] == 'x' || s[i] == 'X'))
			i++;
		if (i - from == 11) {
			mobile_check(&m, a->mobiles, s + from, 11);
			found = m.formed && m.use != MOBILE_UNASSIGNED;
		} else if (i - from == 18) {
			id_check(&id, ID_RESIDENT, s + from, 18, a->regions, a->today);
			found = id.valid;
		}
	}
	return found;
}

/* Han characters, digits and small letters alone are folded already. */
static bool
is_folded(struct piece t)
{
	const char *p = t.s, *end = t.s + t.n;

	while (p < end)
		if ((unsigned char)*p >= 0xe4 && (unsigned char)*p <= 0xe9)
			p += 3;
		else if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
			p++;
		else
			return false;
	return true;
}

static void
look_alikes(struct record *r, const struct account_rules *a, const struct account_facts *f,
    struct piece t)
{
	bool organs = a->organs != NULL && !a->organ_exempt[f->kind];
	char *folded;

	if (!organs && a->places == NULL)
		return;
	/* Words are looked for in the folded name: blanks and look-alikes do not hide them. */
	if (!is_folded(t)) {
		folded = mem_piece(r->arena, t.n);
		t = (struct piece){ folded, text_fold(folded, t.s, t.n) };
	}
	if (organs && words_find(a->organs, t.s, t.n) >= 0)
		finding_add(r, F_NAME_ORGAN, M_NAME, NULL);
	if (a->places != NULL && words_find(a->places, t.s, t.n) >= 0)
		finding_add(r, F_NAME_REGION, M_NAME, NULL);
}

void
account_name(struct record *r, const struct account_rules *a, const struct account_facts *f)
{
	struct piece t, real;
	unsigned traits;

	if (!record_text(r, M_NAME, &t)) {
		if (!f->user)
			finding_add(r, F_NAME_MISSING, M_NAME, NULL);
		return;
	}
	if (f->user) {
		if (shows_number(a, t.s, t.n))
			finding_add(r, F_NAME_IDENTITY, M_NAME, NULL);
		return;
	}
	traits = text_traits(t.s, t.n);
	if (traits & TEXT_CONTROL)
		finding_add(r, F_NAME_CONTROL, M_NAME, NULL);
	if (traits & TEXT_BIDI)
		finding_add(r, F_NAME_BIDI, M_NAME, NULL);
	if (traits & (TEXT_INVISIBLE | TEXT_UNASSIGNED | TEXT_EDGE))
		finding_add(r, F_NAME_INVISIBLE, M_NAME, traits & TEXT_INVISIBLE ?
		    "invisible character in the name" : traits & TEXT_UNASSIGNED ?
		    "unassigned character in the name" : "blank at an end of the name");
	if (shows_number(a, t.s, t.n))
		finding_add(r, F_NAME_IDENTITY, M_NAME, NULL);
	look_alikes(r, a, f, t);
	if (f->kind == KIND_PERSON && record_text(r, M_SUBJECT_NAME, &real) && real.n >= 6 &&
	    record_flag(r, M_NAME_CONSENT) != 1 &&
	    memmem(t.s, t.n, real.s, real.n) != NULL)
		finding_add(r, F_NAME_EXPOSED, M_NAME, NULL);
}
