#include "registry.h"

#include <stdio.h>
#include <string.h>

#include "account.h"
#include "buf.h"
#include "entry.h"
#include "holder.h"
#include "json.h"
#include "record.h"
#include "registry_int.h"
#include "seal.h"
#include "store.h"
#include "when.h"

/* One thread applies: what a record needs is kept for the next. */
static struct buf value, list, event;

static void
list_add(struct store *s, enum store_table table, const char *key, enum holder_list l,
    const char *kind, const struct piece *name, int day)
{
	const char *val;
	size_t n;

	if (!store_get(s, table, key, strlen(key), &val, &n))
		val = NULL, n = 0;
	list.len = 0;
	holder_add(&list, val, n, kind, l, name->s, name->n, day);
	if (val != NULL && list.len == n && memcmp(list.s, val, n) == 0)
		return;
	store_put(s, table, key, strlen(key), list.s, list.len);
}

static void
list_remove(struct store *s, enum store_table table, const char *key, size_t kn,
    enum holder_list l, const struct piece *name)
{
	const char *val;
	size_t n;

	if (kn == 0 || !store_get(s, table, key, kn, &val, &n))
		return;
	list.len = 0;
	if (holder_remove(&list, val, n, l, name->s, name->n))
		store_put(s, table, key, kn, list.s, list.len);
	else
		store_del(s, table, key, kn);
}

/* Take an old entry out of the lists in which the new one (may be NULL) does not stand. */
static void
leave_lists(struct store *s, const struct registry_old *o, const struct account_facts *f,
    const struct piece *name, bool user)
{
	static const char *const contact_name[] = { "mobile", "email" };
	const char *contact, *v, *now;
	char key[48];
	char subject[64];
	size_t n, len, sn = o->subject_n < sizeof subject ? o->subject_n : 0, i;
	struct buf old = { 0 };

	/* The entry may move under the writes below. */
	memcpy(subject, o->subject, sn);
	contact = json_get(o->val, o->n, "contact", &n);
	buf_put(&old, contact, contact != NULL ? n : 0);
	if (f == NULL || f->closed || strncmp(f->subject, subject, sn) != 0)
		list_remove(s, STORE_SUBJECT, subject, sn,
		    user ? HOLDER_USERS : HOLDER_ACCOUNTS, name);
	for (i = 0; i < 2 && old.len > 0; i++) {
		v = json_get(old.s, old.len, contact_name[i], &len);
		now = f == NULL || f->closed ? "" : i == 0 ? f->mobile : f->email;
		if (v == NULL || len != 34 || strncmp(now, v + 1, 32) == 0)
			continue;
		snprintf(key, sizeof key, "%c:%.32s", *contact_name[i], v + 1);
		list_remove(s, STORE_CONTACT, key, strlen(key), HOLDER_ACCOUNTS, name);
	}
	buf_free(&old);
}

static void
join_lists(struct store *s, const struct account_facts *f, const struct piece *name)
{
	char key[40];

	if (*f->subject != '\0')
		list_add(s, STORE_SUBJECT, f->subject,
		    f->user ? HOLDER_USERS : HOLDER_ACCOUNTS,
		    f->user ? NULL : account_kind_name((enum subject_kind)f->kind), name,
		    f->held);
	if (f->user)
		return;
	if (*f->mobile != '\0') {
		snprintf(key, sizeof key, "m:%s", f->mobile);
		list_add(s, STORE_CONTACT, key, HOLDER_ACCOUNTS, NULL, name, f->held);
	}
	if (*f->email != '\0') {
		snprintf(key, sizeof key, "e:%s", f->email);
		list_add(s, STORE_CONTACT, key, HOLDER_ACCOUNTS, NULL, name, f->held);
	}
}

/* STORE_HISTORY: what happened, when, by whom; from and to are subject keys (may be empty). */
static void
history(const struct registry *g, struct store *s, const struct piece *name, int64_t serial,
    const char *what, int64_t when, const char *from, size_t from_n, const char *to,
    struct record *r)
{
	char key[ACCOUNT_NAME + 16], text[WHEN_TEXT];
	struct piece reason;
	size_t n;

	memcpy(key, name->s, name->n);
	n = name->n + 1 +
	    (size_t)snprintf(key + name->n + 1, 12, "%010lld", (long long)serial);
	key[name->n] = '\0';
	event.len = 0;
	buf_putc(&event, '{');
	buf_member(&event, "what", what, strlen(what));
	buf_member(&event, "time", when_text(when, text), 25);
	buf_member(&event, "recorded_at", when_text(g->now, text), 25);
	buf_member(&event, "by", g->by, strlen(g->by));
	if (from_n > 0)
		buf_member(&event, "from", from, from_n);
	if (to != NULL)
		buf_member(&event, "to", to, strlen(to));
	if (record_text(r, M_REASON, &reason))
		buf_member(&event, "reason", reason.s, reason.n);
	buf_putc(&event, '}');
	store_put(s, STORE_HISTORY, key, n, event.s, event.len);
}

static void
note(struct registry *g, const struct piece *name, const char *val, size_t n)
{
	size_t len;
	const char *digest = json_get(val, n, "digest", &len);

	seal_hash_update(g->batch, name->s, name->n);
	seal_hash_update(g->batch, " ", 1);
	seal_hash_update(g->batch, digest, digest != NULL ? len : 0);
	seal_hash_update(g->batch, "\n", 1);
}

void
registry_write(struct registry *g, struct store *s, struct record *r,
    const struct account_facts *f, const struct registry_old *o, const char *what)
{
	struct entry_stamp stamp = { .now = g->now, .by = g->by,
	    .erase_months = g->erase_months };
	struct piece name = { NULL, 0 };
	char from[33] = "", since[WHEN_TEXT + 2];
	int64_t when = g->now;
	bool moved = strcmp(what, "transferred") == 0;
	struct buf kept = { 0 };

	record_text(r, f->user ? M_USER : M_ACCOUNT, &name);
	if (moved && record_time(r, M_TIME, &when) <= 0)
		when = g->now;
	if (o->val != NULL) {
		stamp.history = entry_number(o->val, o->n, "history") + 1;
		if (o->subject_n == 32)
			memcpy(from, o->subject, 32);
		if (moved) {
			stamp.since_n = (size_t)snprintf(since, sizeof since, "\"%s\"",
			    when_text(when, (char[WHEN_TEXT]){ 0 }));
			stamp.since = since;
		} else {
			size_t n;
			const char *v = json_get(o->val, o->n, "since", &n);

			buf_put(&kept, v, v != NULL ? n : 0);
			stamp.since = v != NULL ? kept.s : NULL;
			stamp.since_n = kept.len;
		}
		leave_lists(s, o, f, &name, f->user);
	}
	value.len = 0;
	entry_build(&value, r, f, store_seal(s), g->terms, &stamp);
	store_put(s, f->user ? STORE_USER : STORE_ACCOUNT, name.s, name.n, value.s, value.len);
	if (!f->closed)
		join_lists(s, f, &name);
	if (stamp.history > 0)
		history(g, s, &name, stamp.history, what, when, moved ? from : "",
		    moved ? strlen(from) : 0, moved ? f->subject : NULL, r);
	note(g, &name, value.s, value.len);
	buf_free(&kept);
}

void
registry_write_closed(struct registry *g, struct store *s, struct record *r,
    const struct registry_old *o, int64_t when)
{
	struct piece name = { NULL, 0 };
	char closed[WHEN_TEXT + 2], erase[WHEN_TEXT + 2], count[24], text[WHEN_TEXT];
	int64_t serial = entry_number(o->val, o->n, "history") + 1;
	int day = when_add_months(when_day_of(when), (int)g->erase_months);
	struct entry_change change[] = {
		{ "state", "\"closed\"", 8 },
		{ "closed_at", closed, 0 },
		{ "erase_after", erase, 0 },
		{ "history", count, 0 },
		/* When it was asked for, so that a late closing stays one. */
		{ "close_requested_at", r->line + record_at(r, M_CLOSE_REQUESTED_AT),
		    record_size(r, M_CLOSE_REQUESTED_AT) },
	};

	record_text(r, M_ACCOUNT, &name);
	change[1].n = (size_t)snprintf(closed, sizeof closed, "\"%s\"", when_text(when, text));
	change[2].n = (size_t)snprintf(erase, sizeof erase, "\"%s\"",
	    when_day_text(day, text));
	change[3].n = (size_t)snprintf(count, sizeof count, "%lld", (long long)serial);
	value.len = 0;
	entry_change(&value, o->val, o->n, change, 4 + (change[4].n > 0));
	leave_lists(s, o, NULL, &name, false);
	store_put(s, STORE_ACCOUNT, name.s, name.n, value.s, value.len);
	history(g, s, &name, serial, "closed", when, "", 0, NULL, r);
	note(g, &name, value.s, value.len);
}
