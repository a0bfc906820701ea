#include "listing.h"

#include <string.h>

#include "act.h"
#include "blacklist.h"
#include "buf.h"
#include "finding.h"
#include "listing_int.h"
#include "mem.h"
#include "owner.h"
#include "record.h"
#include "status.h"
#include "store.h"

struct facts {
	struct act act;
	struct piece by, reason, basis;
	int64_t lift;			/* serial of the listing */
};

const char *
listing_check_lift(struct record *r, void *room, void *arg)
{
	struct facts *f = mem_piece(r->arena, sizeof *f);
	const char *why;

	(void)arg;
	memset(f, 0, sizeof *f);
	r->extra = f;
	why = act_read(r, room, M_LISTING, &f->act);
	if (why != NULL)
		return why;
	if (!record_number(r, M_LISTING, &f->lift))
		finding_add(r, F_LISTING_UNKNOWN, M_LISTING, NULL);
	listing_hand(r, &f->by, &f->reason, &f->basis);
	return NULL;
}

bool
listing_apply_lift(struct record *r, struct store *s, void *arg)
{
	struct listing *l = arg;
	struct facts *f = r->extra;
	struct buf answer = { 0 }, why = { 0 };
	struct owner o = { .side = OWNER_ACCOUNT };
	char kind, key[BLACKLIST_KEY];
	size_t n, count;
	int64_t report;
	bool lifted;

	if (r->verdict == REJECT || finding_earlier(r) == REJECT ||
	    listing_again(s, r, &f->act, false))
		return false;
	blacklist_stands(s, f->lift, l->now, &kind, key, &n, &report);
	buf_member(&why, "by", f->by.s, f->by.n);
	buf_member(&why, "reason", f->reason.s, f->reason.n);
	buf_member(&why, "basis", f->basis.s, f->basis.n);
	lifted = blacklist_lift(s, l->rules, l->fold, f->lift, BLACKLIST_LIFTED, why.s,
	    why.len, l->now);
	buf_free(&why);
	if (!lifted) {
		finding_add(r, F_LISTING_UNKNOWN, M_LISTING, NULL);
		return false;
	}
	buf_puts(&answer, "{\"listed\":[");
	count = blacklist_show(s, kind, key, n, l->now, BLACKLIST_IN_FORCE, &answer);
	if (kind == 'a') {
		o.name = key;
		o.name_n = n;
		if (owner_find(s, NULL, &o) && *o.subject != '\0' &&
		    blacklist_has(s, 's', o.subject, 32, l->now)) {
			if (count > 0)
				buf_putc(&answer, ',');
			blacklist_show(s, 's', o.subject, 32, l->now, BLACKLIST_IN_FORCE,
			    &answer);
		}
	}
	buf_puts(&answer, "]}");
	listing_close(l, s, r, &f->act, answer.s, answer.len, "lift", f->lift, 1);
	buf_free(&answer);
	return true;
}
