#include "plaint.h"

#include <stdio.h>
#include <string.h>

#include "act.h"
#include "attach.h"
#include "buf.h"
#include "complaint.h"
#include "finding.h"
#include "json.h"
#include "malice.h"
#include "mem.h"
#include "owner.h"
#include "plaint_int.h"
#include "record.h"
#include "report.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "when.h"

enum { ATTACHMENTS = 64 };		/* of one complaint */

struct facts {
	struct act act;
	struct owner owner;
	struct malice_case of;
	struct piece content, complainant, contact, kind, channel;
	int64_t time, due;
	bool passes, sure, urgent;
	char reporter[SEAL_HEX], target[OWNER_KEY];
	struct buf *attached;		/* NULL: none; in the arena, its bytes too */
	const char *unfit;
};

/* ---- Without the store. */

/* Stars stand for what was there: they are of nobody. */
static bool
masked(struct piece t)
{
	return memmem(t.s, t.n, "**", 2) != NULL;
}

/* The same person, however it is written; out has room for as many bytes as were given. */
static size_t
normal(struct piece t, char *out)
{
	char digits[16];
	size_t i, n = 0;

	while (t.n > 0 && (*t.s == ' ' || *t.s == '\t'))
		t.s++, t.n--;
	while (t.n > 0 && (t.s[t.n - 1] == ' ' || t.s[t.n - 1] == '\t'))
		t.n--;
	for (i = 0; i < t.n && i <= 20; i++)
		if (t.s[i] >= '0' && t.s[i] <= '9')
			digits[n < 15 ? n++ : n] = t.s[i];
		else if (t.s[i] != '+' && t.s[i] != '-' && t.s[i] != ' ')
			break;
	if (i == t.n && n == 13 && memcmp(digits, "86", 2) == 0)
		memmove(digits, digits + 2, n = 11);
	if (i == t.n && n == 15 && memcmp(digits, "0086", 4) == 0)
		memmove(digits, digits + 4, n = 11);
	if (i == t.n && n == 11 && *digits == '1') {
		memcpy(out, digits, n);
		return n;
	}
	memcpy(out, t.s, t.n);
	if (memchr(t.s, '@', t.n) != NULL)
		for (i = 0; i < t.n; i++)
			if (out[i] >= 'A' && out[i] <= 'Z')
				out[i] = (char)(out[i] - 'A' + 'a');
	return t.n;
}

static void
reporter(struct record *r, struct plaint_room *room, struct facts *f)
{
	struct piece who = f->complainant.n > 0 && !masked(f->complainant) ? f->complainant :
	    f->contact;
	char *text;
	size_t n;

	if (who.n == 0 || masked(who))
		return;
	text = mem_piece(r->arena, who.n);
	n = normal(who, text);
	if (n > 0)
		seal_key(room->mac, "reporter", text, n, f->reporter);
}

/* Digests of the files: [[SM3,BYTES]...]. */
static void
attachments(struct record *r, const struct plaint *c, struct facts *f)
{
	struct buf b = { 0 };
	struct piece name;
	size_t state = 0, count = 0;
	uint64_t bytes;
	char hex[65];

	if (!record_has(r, M_ATTACHMENTS))
		return;
	buf_putc(&b, '[');
	while (f->unfit == NULL && record_item(r, M_ATTACHMENTS, &state, &name)) {
		if (c->folder < 0)
			f->unfit = "--attachments names no folder of them";
		else if (++count > ATTACHMENTS)
			f->unfit = "more than 64 attachments";
		else
			f->unfit = attach_digest(c->folder, name.s, name.n, hex, &bytes);
		if (f->unfit == NULL)
			buf_printf(&b, "%s[\"%.64s\",%llu]", b.len > 1 ? "," : "", hex,
			    (unsigned long long)bytes);
	}
	buf_putc(&b, ']');
	f->attached = mem_piece(r->arena, sizeof *f->attached);
	f->attached->s = mem_piece(r->arena, b.len);
	memcpy(f->attached->s, b.s, b.len);
	f->attached->len = b.len;
	buf_free(&b);
}

/* A kind by its name or title; the name as it is kept. */
static void
kind(struct record *r, const struct plaint *c, struct facts *f)
{
	struct piece t = { "", 0 };
	const char *name;
	char *text;
	size_t n;

	record_text(r, M_KIND, &t);
	name = complaint_kind(c->rules, t.s, t.n, &n, &f->urgent);
	if (name == NULL) {
		f->kind = (struct piece){ t.s, plaint_cut(t.s, t.n) };
		finding_add(r, F_COMPLAINT_KIND, M_KIND, t.n == 0 ? "no kind" : NULL);
		return;
	}
	text = mem_piece(r->arena, n);
	f->kind = (struct piece){ text, json_decode(text, name, n) };
}

static void
channel(struct record *r, const struct plaint *c, struct facts *f)
{
	const char *word;
	size_t n;

	if (!record_text(r, M_CHANNEL, &f->channel)) {
		finding_add(r, F_COMPLAINT_CHANNEL, M_CHANNEL, "says not how it came");
		return;
	}
	word = plaint_channel(c, f->channel.s, f->channel.n, &n);
	if (word == NULL)
		finding_add(r, F_COMPLAINT_CHANNEL, M_CHANNEL, NULL);
	else
		f->channel = (struct piece){ word, n };
}

const char *
plaint_check(struct record *r, void *room_of, void *arg)
{
	struct plaint *c = arg;
	struct plaint_room *room = room_of;
	struct facts *f = mem_piece(r->arena, sizeof *f);
	const char *why;

	memset(f, 0, sizeof *f);
	r->extra = f;
	why = act_read_complaint(r, room->hash, M_NONE, &f->act);
	if (why != NULL || (why = plaint_odd(r)) != NULL)
		return why;
	f->passes = finding_earlier(r) == REJECT;
	if (f->passes)
		return NULL;
	why = owner_read(r, &f->owner);
	if (why != NULL)
		finding_add(r, F_COMPLAINT_TARGET, M_NONE, f->owner.side == OWNER_NONE ?
		    NULL : why);
	why = plaint_time(c, r, &f->time);
	if (why != NULL)
		finding_add(r, F_COMPLAINT_TIME, M_TIME, why);
	kind(r, c, f);
	if (!record_text(r, M_CONTENT, &f->content))
		finding_add(r, F_COMPLAINT_CONTENT, M_CONTENT, NULL);
	channel(r, c, f);
	record_text(r, M_COMPLAINANT, &f->complainant);
	record_text(r, M_COMPLAINANT_CONTACT, &f->contact);
	reporter(r, room, f);
	attachments(r, c, f);
	if (r->verdict == REJECT)
		return NULL;
	f->due = complaint_deadline(c->rules, COMPLAINT_ACCEPT, f->urgent, f->time, &f->sure);
	f->of.has_sketch = malice_sketch(f->content.s, f->content.n, f->of.sketch);
	return NULL;
}

/* ---- With it. */

/* The target's key, and whether it is known. */
static bool
target(struct record *r, struct store *s, struct facts *f)
{
	struct owner *o = &f->owner;
	bool known = owner_find(s, r, o);
	const char *val;
	size_t n;

	if (o->side == OWNER_GROUP)
		known = store_get(s, STORE_GROUP, o->name, o->name_n, &val, &n);
	if (o->side == OWNER_USER && !known) {
		memcpy(o->key, "u:@", 3);
		memcpy(o->key + 3, o->name, o->name_n);
		o->key_n = o->name_n + 3;
	}
	f->of.target_n = owner_target(o, f->target);
	return known;
}

static void
put_text(struct buf *b, const char *name, struct piece t)
{
	if (t.n > 0)
		buf_member(b, name, t.s, t.n);
}

/* What is said and by whom, sealed for the complaint's own place. */
static void
personal(const struct plaint *c, const struct facts *f, int64_t number, struct buf *b)
{
	struct buf plain = { 0 };
	char place[COMPLAINT_PLACE];

	buf_putc(&plain, '{');
	put_text(&plain, "complainant", f->complainant);
	put_text(&plain, "complainant_contact", f->contact);
	put_text(&plain, "content", f->content);
	buf_putc(&plain, '}');
	buf_puts(b, ",\"personal\":\"");
	seal_put(c->seal, when_day_of(c->now), place, complaint_place(place, number), plain.s,
	    plain.len, b);
	buf_putc(b, '"');
	explicit_bzero(plain.s, plain.len);
	buf_free(&plain);
}

static void
value(const struct plaint *c, struct store *s, const struct facts *f, const struct buf *malice,
    int64_t duplicate, int64_t number, struct buf *b)
{
	char hex[129];
	size_t i;

	buf_putc(b, '{');
	buf_member(b, "id", f->act.id, f->act.id_n);
	buf_member(b, "kind", f->kind.s, f->kind.n);
	buf_member_num(b, "side", f->owner.side);
	buf_member(b, "target", f->target, f->of.target_n);
	if (*f->owner.subject != '\0')
		buf_member(b, "subject", f->owner.subject, 32);
	if (f->owner.side == OWNER_USER)
		buf_member(b, "user", f->owner.name, f->owner.name_n);
	buf_member_num(b, "time", f->time);
	buf_member_num(b, "received_at", c->now);
	if (f->channel.n > 0)
		buf_member(b, "channel", f->channel.s, plaint_cut(f->channel.s, f->channel.n));
	if (*f->reporter != '\0')
		buf_member(b, "reporter", f->reporter, 32);
	if (f->content.n > 0) {
		seal_digest(SEAL_SM3, f->content.s, f->content.n, hex);
		buf_member(b, "digest", hex, 64);
	}
	if (f->of.has_sketch) {
		for (i = 0; i < MALICE_SKETCH; i++)
			snprintf(hex + 2 * i, 3, "%02x", f->of.sketch[i]);
		buf_member(b, "sketch", hex, (size_t)2 * MALICE_SKETCH);
	}
	if (f->attached != NULL)
		buf_member_raw(b, "attachments", f->attached->s, f->attached->len);
	if (duplicate > 0)
		buf_member_num(b, "duplicate_of", duplicate);
	buf_member_raw(b, "malice", malice->s, malice->len);
	if (!store_dry(s))
		personal(c, f, number, b);
	buf_puts(b, ",\"steps\":[]}");
}

/* Kept, noted for those that come later, and journalled with its batch. */
static int64_t
keep(struct plaint *c, struct store *s, struct facts *f, const struct buf *malice,
    int64_t duplicate)
{
	struct buf b = { 0 };
	char key[REPORT_SERIAL];

	f->of.number = report_serial(s, STORE_COMPLAINT, key);
	value(c, s, f, malice, duplicate, f->of.number, &b);
	store_put(s, STORE_COMPLAINT, key, REPORT_SERIAL - 1, b.s, b.len);
	malice_note(s, &f->of);
	seal_hash_update(c->batch, f->act.digest, sizeof f->act.digest);
	buf_free(&b);
	return f->of.number;
}

/* Everything that is not rejected, and its answer. */
static bool
take(struct plaint *c, struct store *s, struct record *r, struct facts *f)
{
	struct buf malice = { 0 }, b = { 0 };
	int64_t duplicate;
	bool receive = c->verb == PLAINT_RECEIVE;

	if (!target(r, s, f))
		plaint_note(r, F_COMPLAINT_UNREGISTERED);
	f->of.target = f->target;
	f->of.reporter = f->reporter;
	f->of.kind = f->kind.s;
	f->of.kind_n = f->kind.n;
	f->of.time = f->time;
	f->of.known = receive ? c->now : c->as_of;
	duplicate = malice_duplicate(c->malice, s, &f->of);
	if (duplicate > 0)
		plaint_note(r, F_COMPLAINT_DUPLICATE);
	if (malice_flagged(c->malice, malice_weigh(c->malice, c->rules, s, &f->of, &malice)))
		plaint_note(r, F_MALICE_SUSPECTED);
	if (!f->sure)
		plaint_say_unsure(c);
	buf_putc(&b, '{');
	if (receive) {
		buf_member_num(&b, "number", keep(c, s, f, &malice, duplicate));
		buf_member(&b, "stage", "received", 8);
	}
	plaint_put_due(&b, f->due, f->sure);
	if (duplicate > 0)
		buf_member_num(&b, "duplicate_of", duplicate);
	buf_member_raw(&b, "malice", malice.s, malice.len);
	if (*f->reporter != '\0')
		buf_member(&b, "reporter", f->reporter, 32);
	plaint_codes(&b, r);
	buf_putc(&b, '}');
	if (receive)
		act_put(s, ACT_COMPLAINT, &f->act, b.s, b.len);
	plaint_retell(r, b.s, b.len);
	if (receive && store_dry(s))
		record_set_text(r, M_WOULD, "receive", 7);
	buf_free(&malice);
	buf_free(&b);
	return receive;
}

bool
plaint_apply(struct record *r, struct store *s, void *arg)
{
	struct facts *f = r->extra;
	const char *answer;
	size_t n;

	if (f->passes || r->verdict == REJECT)
		return false;
	switch (act_seen(s, ACT_COMPLAINT, &f->act, &answer, &n)) {
	case ACT_SAME:
		plaint_retell(r, answer, n);
		return false;
	case ACT_OTHER:
		finding_add(r, F_COMPLAINT_REUSED, M_ID, NULL);
		return false;
	case ACT_NEW:
		break;
	}
	if (f->unfit != NULL) {
		finding_add(r, F_ATTACHMENT_UNFIT, M_ATTACHMENTS, f->unfit);
		return false;
	}
	return take(arg, s, r, f);
}
