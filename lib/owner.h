/*
 * Whom a record speaks of: an account, a user of groups, or a group, and the subject behind it,
 * since caps, credit and bans follow the subject through every account and user.
 */
#include <stdbool.h>
#include <stddef.h>

struct record;
struct store;

enum owner_side { OWNER_ACCOUNT, OWNER_USER, OWNER_GROUP, OWNER_NONE };

#define OWNER_KEY 420
struct owner {
	enum owner_side side;
	const char *name;		/* the account, user or group itself */
	size_t name_n;
	char subject[33];		/* key, or empty: unknown, or a group */
	/* of credit: "a:" subject, "u:" subject, "u:@" user (without a subject), "g:" group */
	char key[OWNER_KEY];
	size_t key_n;
};

/* Which member names it: account before user before group.  NULL, or static words when none does
 * or the name is none.  Any thread. */
const char *owner_read(struct record *, struct owner *);
/* Look up the subject: the registered account's or user's own; of one that is not registered a
 * `subject` that the record bears, when the store knows it.  False: unknown.  Groups are taken
 * by their name.  Inside a transaction. */
bool owner_find(struct store *, struct record *, struct owner *);
/* Is a text a subject key: 32 hexadecimal digits? */
bool owner_is_subject(const char *s, size_t n);
/* Bytes of a key that a table may hold: "a:" account, "u:" subject or "u:@" user, "g:" group, for
 * measures, which stay with the account. */
size_t owner_target(const struct owner *, char key[OWNER_KEY]);
