#include "owner.h"

#include <string.h>

#include "json.h"
#include "record.h"
#include "store.h"

enum { NAME = 400 };			/* longest account, user or group in bytes */

static const char *
bad_name(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && (unsigned char)s[i] >= 0x20 && s[i] != 0x7f; i++)
		;
	return n <= NAME && i == n ? NULL :
	    "an account, user or group has at most 400 bytes and no control characters";
}

const char *
owner_read(struct record *r, struct owner *o)
{
	static const enum member of[] = { M_ACCOUNT, M_USER, M_GROUP };
	struct piece name = { NULL, 0 };
	int i;

	*o = (struct owner){ .side = OWNER_NONE };
	for (i = 0; i < 3 && !record_text(r, of[i], &name); i++)
		;
	if (i == 3)
		return "no account, user or group";
	o->side = (enum owner_side)i;
	o->name = name.s;
	o->name_n = name.n;
	return bad_name(name.s, name.n);
}

static void
key(struct owner *o, char letter, const char *mark, const char *s, size_t n)
{
	size_t m = strlen(mark);

	o->key[0] = letter;
	o->key[1] = ':';
	memcpy(o->key + 2, mark, m);
	memcpy(o->key + 2 + m, s, n);
	o->key_n = n + m + 2;
}

bool
owner_find(struct store *s, struct record *r, struct owner *o)
{
	struct piece given;
	const char *val, *v;
	size_t n, len;
	bool found;

	if (o->side == OWNER_GROUP) {
		key(o, 'g', "", o->name, o->name_n);
		return true;
	}
	found = store_get(s, o->side == OWNER_USER ? STORE_USER : STORE_ACCOUNT, o->name,
	    o->name_n, &val, &n);
	v = found ? json_get(val, n, "subject", &len) : NULL;
	if (v != NULL && len == 34)
		memcpy(o->subject, v + 1, 32);
	else if (!found && r != NULL && record_text(r, M_SUBJECT, &given) &&
	    owner_is_subject(given.s, given.n) &&
	    store_get(s, STORE_SUBJECT, given.s, 32, &val, &n)) {
		memcpy(o->subject, given.s, 32);
		found = true;
	}
	if (*o->subject != '\0')
		key(o, o->side == OWNER_USER ? 'u' : 'a', "", o->subject, 32);
	else if (found)
		key(o, o->side == OWNER_USER ? 'u' : 'a', "@", o->name, o->name_n);
	return found;
}

bool
owner_is_subject(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && strchr("0123456789abcdef", s[i]) != NULL && s[i] != '\0'; i++)
		;
	return n == 32 && i == n;
}

size_t
owner_target(const struct owner *o, char out[OWNER_KEY])
{
	if (o->side == OWNER_USER) {
		memcpy(out, o->key, o->key_n);
		return o->key_n;
	}
	out[0] = o->side == OWNER_GROUP ? 'g' : 'a';
	out[1] = ':';
	memcpy(out + 2, o->name, o->name_n);
	return o->name_n + 2;
}
