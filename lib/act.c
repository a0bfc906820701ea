#include "act.h"

#include <string.h>

#include "buf.h"
#include "json.h"
#include "mem.h"
#include "record.h"
#include "seal.h"
#include "store.h"
#include "veil.h"

/* Is this a member that the programs add? */
static bool
answers(unsigned m)
{
	switch (m) {
	case M_VERDICT: case M_FINDINGS: case M_WOULD: case M_SUBJECT: case M_CREDIT:
	case M_LEVEL: case M_SERVICES: case M_MUTED_UNTIL: case M_MEASURE: case M_MEASURE_DAYS:
	case M_AFTER: case M_EFFECTS: case M_LISTED: case M_LISTING: case M_SIBLINGS:
	case M_REPORT: case M_STEP: case M_GRADE: case M_CLASS:
	case M_MEMBERSHIP: case M_MEMBERS: case M_LIMIT: case M_JOINED: case M_CREATED:
	case M_GROUP_CODE:
		return true;
	default:
		return false;
	}
}

/* What complaint adds: in records of others it is theirs. */
static bool
complaint_answers(unsigned m)
{
	switch (m) {
	case M_NUMBER: case M_STAGE: case M_DUE: case M_DUE_UNSURE: case M_DUPLICATE_OF:
	case M_MALICE: case M_REPORTER:
		return true;
	default:
		return false;
	}
}

static bool
personal(unsigned m)
{
	switch (m) {
	case M_SUBJECT_NAME: case M_ID_NUMBER: case M_MOBILE: case M_EMAIL:
	case M_OPERATOR_NAME: case M_OPERATOR_ID_NUMBER:
	case M_COMPLAINANT: case M_COMPLAINANT_CONTACT:
		return true;
	default:
		return false;
	}
}

static bool
id_good(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && (unsigned char)s[i] >= 0x20 && s[i] != 0x7f; i++)
		;
	return n <= ACT_ID && i == n;
}

/* The member whose value stands at an offset of the line, however its name is spelt; MEMBERS:
 * one of the platform's own. */
static unsigned
member_at(const struct record *r, size_t at)
{
	unsigned m;

	for (m = 0; m < MEMBERS && (record_size(r, m) == 0 || record_at(r, m) != at); m++)
		;
	return m;
}

static const char *
read_act(struct record *r, struct seal_hash *sm3, unsigned keep, bool complaint, struct act *a)
{
	struct piece id;
	struct json_walk w;
	char hex[129], *to;
	const char *name;
	size_t n;
	unsigned m;

	veil_record(r);
	if (!record_text(r, M_ID, &id))
		return "no id";
	if (!id_good(id.s, id.n))
		return "an id has 1 to 128 bytes and no control characters";
	a->id = id.s;
	a->id_n = id.n;
	a->text = to = mem_piece(r->arena, r->len + 2);
	*to++ = '{';
	json_walk(&w, r->line, r->len);
	while (json_next(&w)) {
		m = member_at(r, (size_t)(w.value - r->line));
		if (m != MEMBERS && m != keep && (answers(m) || personal(m) ||
		    (complaint && complaint_answers(m))))
			continue;
		name = m != MEMBERS ? member_name((enum member)m) : w.name;
		n = m != MEMBERS ? strlen(name) : w.name_len;
		if (to[-1] != '{')
			*to++ = ',';
		*to++ = '"';
		memcpy(to, name, n);
		to += n;
		*to++ = '"';
		*to++ = ':';
		memcpy(to, w.value, w.value_len);
		to += w.value_len;
	}
	*to++ = '}';
	a->text_n = (size_t)(to - a->text);
	seal_hash_update(sm3, a->text, a->text_n);
	seal_hash_final(sm3, hex);
	memcpy(a->digest, hex, 16);
	a->digest[16] = '\0';
	return NULL;
}

const char *
act_read(struct record *r, struct seal_hash *sm3, unsigned keep, struct act *a)
{
	return read_act(r, sm3, keep, false, a);
}

const char *
act_read_complaint(struct record *r, struct seal_hash *sm3, unsigned keep, struct act *a)
{
	return read_act(r, sm3, keep, true, a);
}

void *
act_enter(void *arg)
{
	(void)arg;
	return seal_hash_new(SEAL_SM3);
}

void
act_leave(void *room)
{
	seal_hash_free(room);
}

static size_t
key_of(enum act_letter letter, const struct act *a, char key[ACT_ID + 2])
{
	key[0] = (char)letter;
	key[1] = ':';
	memcpy(key + 2, a->id, a->id_n);
	return a->id_n + 2;
}

bool
act_answer(struct store *s, enum act_letter letter, const struct act *a, const char **answer,
    size_t *n)
{
	char key[ACT_ID + 2];

	/* ["0123456789abcdef",ANSWER] */
	if (!store_get(s, STORE_ANSWER, key, key_of(letter, a, key), answer, n) || *n < 22)
		return false;
	*answer += 20;
	*n -= 21;
	return true;
}

enum act_seen
act_seen(struct store *s, enum act_letter letter, const struct act *a, const char **answer,
    size_t *n)
{
	if (!act_answer(s, letter, a, answer, n))
		return ACT_NEW;
	return memcmp(*answer - 18, a->digest, 16) == 0 ? ACT_SAME : ACT_OTHER;
}

void
act_put(struct store *s, enum act_letter letter, const struct act *a, const char *answer,
    size_t n)
{
	static struct buf b;		/* one thread applies */
	char key[ACT_ID + 2];

	b.len = 0;
	buf_put(&b, "[\"", 2);
	buf_put(&b, a->digest, 16);
	buf_put(&b, "\",", 2);
	buf_put(&b, answer, n);
	buf_putc(&b, ']');
	store_put(s, STORE_ANSWER, key, key_of(letter, a, key), b.s, b.len);
}
