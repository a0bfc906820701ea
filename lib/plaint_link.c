#include "plaint.h"

#include <string.h>

#include "act.h"
#include "buf.h"
#include "complaint.h"
#include "credit.h"
#include "json.h"
#include "mem.h"
#include "owner.h"
#include "plaint_int.h"
#include "record.h"
#include "scan.h"
#include "scheme.h"
#include "seal.h"
#include "store.h"
#include "when.h"

static const char malicious[] = "malicious-report";

/* ---- Measures. */

/* A target as it is now: a user may have got a subject since. */
static size_t
present(struct store *s, const char *v, size_t n, char out[OWNER_KEY])
{
	char room[OWNER_KEY * 6 + 2];
	struct owner o = { .side = OWNER_USER };

	if (v == NULL || n > sizeof room)
		return 0;
	n = json_decode(room, v, n);
	if (n >= OWNER_KEY)
		return 0;
	if (n > 3 && memcmp(room, "u:@", 3) == 0) {
		o.name = room + 3;
		o.name_n = n - 3;
		if (owner_find(s, NULL, &o))
			return owner_target(&o, out);
	}
	memcpy(out, room, n);
	return n;
}

const char *
plaint_measure(struct store *s, const struct complaint_state *c, const char *id, size_t n)
{
	char mine[OWNER_KEY], its[OWNER_KEY];
	size_t mine_n = present(s, c->target, c->target_n, mine), its_n, len;
	struct buf val = { 0 };
	const char *v, *why = NULL;

	if (!store_get(s, STORE_MEASURE, id, n, &v, &len))
		return "no such measure";
	buf_put(&val, v, len);
	v = json_get(val.s, val.len, "target", &len);
	its_n = present(s, v, len, its);
	if (mine_n == 0 || mine_n != its_n || memcmp(mine, its, mine_n) != 0)
		why = "the measure is on another target";
	else if (json_get(val.s, val.len, "lifted_at", &len) != NULL)
		why = "the measure was lifted";
	buf_free(&val);
	return why;
}

/* ---- Credit of who made a malicious complaint. */

/* WHAT:ID, or its SM3 when that is too long; room for ACT_ID bytes. */
static size_t
id_of(char out[ACT_ID], const char *what, const char *id, size_t n)
{
	size_t before = strlen(what);
	char hex[129];

	memcpy(out, what, before);
	if (before + n <= ACT_ID) {
		memcpy(out + before, id, n);
		return before + n;
	}
	seal_digest(SEAL_SM3, id, n, hex);
	memcpy(out + before, hex, 64);
	return before + 64;
}

static void
act_of(struct act *a, const char *id, size_t n, const struct buf *text)
{
	char hex[129];

	*a = (struct act){ .id = id, .id_n = n, .text = text->s, .text_n = text->len };
	seal_digest(SEAL_SM3, text->s, text->len, hex);
	memcpy(a->digest, hex, 16);
}

static void
effect(struct buf *effects, const char *what, const char *id, size_t n)
{
	buf_puts(effects, "[{\"effect\":\"");
	buf_puts(effects, what);
	buf_putc(effects, '"');
	buf_member(effects, "event", id, n);
	buf_puts(effects, "}]");
}

/* Who complained: a name in the arena; false: nobody said, or it cannot be opened. */
static bool
complainant(struct plaint *c, int64_t number, const char *val, size_t n, struct piece *who)
{
	struct buf plain = { 0 };
	const char *v, *why;
	char *name;
	bool found = false;

	if (!complaint_reveal(c->seal, number, val, n, &plain, &why))
		return false;
	v = json_get(plain.s, plain.len, "complainant", &n);
	if (v != NULL && n > 2) {
		name = mem_piece(c->arena, n);
		*who = (struct piece){ name, json_decode(name, v, n) };
		found = who->n > 0 && who->n <= 400;
	}
	explicit_bzero(plain.s, plain.len);
	buf_free(&plain);
	return found;
}

void
plaint_blame(struct plaint *c, struct store *s, int64_t number, const char *val, size_t n,
    const struct plaint_step *t, struct buf *effects)
{
	struct record r = { .file = "", .arena = c->arena };
	struct owner o = { .side = OWNER_USER };
	struct buf line = { 0 }, name = { 0 };
	struct piece who;
	struct act a;
	char id[ACT_ID], time[WHEN_TEXT];
	const char *v;
	size_t id_n, at, len;

	mem_reset(c->arena);
	if (scheme_kind(credit_scheme(c->credit, OWNER_USER), malicious,
	    sizeof malicious - 1) < 0 || !complainant(c, number, val, n, &who))
		return;
	o.name = who.s;
	o.name_n = who.n;
	v = json_get(val, n, "id", &len);
	if (v == NULL || !owner_find(s, NULL, &o))
		return;
	name.len = json_decode(buf_room(&name, len), v, len);
	id_n = id_of(id, "malicious:", name.s, name.len);
	buf_putc(&line, '{');
	buf_member(&line, "id", id, id_n);
	buf_member(&line, "kind", malicious, sizeof malicious - 1);
	buf_member(&line, "user", who.s, who.n);
	buf_member(&line, "time", when_text(t->time, time), 25);
	buf_member(&line, "complaint", name.s, name.len);
	buf_member(&line, "by", t->by.s, t->by.n);
	buf_member(&line, "reason", t->reason.s, t->reason.n);
	buf_putc(&line, '}');
	act_of(&a, id, id_n, &line);
	memset(buf_room(&line, SCAN_PAD), 0, SCAN_PAD);
	if (record_read(c->reader, &r, line.s, line.len, &at) == NULL &&
	    credit_lower(c->credit, s, &r, &a, &o) == NULL)
		effect(effects, "credit", id, id_n);
	buf_free(&line);
	buf_free(&name);
}

void
plaint_pardon(struct plaint *c, struct store *s, const struct complaint_state *of,
    const struct plaint_step *t, struct buf *effects)
{
	struct buf line = { 0 }, name = { 0 };
	struct act a;
	char event[ACT_ID], id[ACT_ID];
	size_t event_n, id_n;

	name.len = json_decode(buf_room(&name, of->id_n), of->id, of->id_n);
	event_n = id_of(event, "malicious:", name.s, name.len);
	id_n = id_of(id, "appeal:", t->act->id, t->act->id_n);
	buf_putc(&line, '{');
	buf_member(&line, "id", id, id_n);
	buf_member(&line, "kind", "appeal", 6);
	buf_member(&line, "event", event, event_n);
	buf_member(&line, "by", t->by.s, t->by.n);
	buf_member(&line, "reason", t->reason.s, t->reason.n);
	buf_member(&line, "basis", "PA-15-2c", 8);
	buf_putc(&line, '}');
	act_of(&a, id, id_n, &line);
	if (credit_counter(c->credit, s, event, event_n, &a, t->time))
		effect(effects, "pardon", event, event_n);
	buf_free(&line);
	buf_free(&name);
}
