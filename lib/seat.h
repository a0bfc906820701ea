/*
 * Seats in groups, the users who hold them, and how many there are (GR-02-2b, GR-08-1,
 * GR-08-3b/c).
 *
 * STORE_MEMBER: group NUL "0000": [MEMBERS,MANAGERS,LAST,PIECES,"SEATS"]: the owner is one of
 * the members, but no manager; LAST: time of the operation done last.  A seat is 15
 * characters: the user's number (6, base 36), a letter of its role, one of how the joining was
 * verified, since when (seconds, 7, base 36).  A group of many has PIECES of them (a power of
 * two): group NUL piece (4 hex digits): "SEATS" of the users whose number modulo PIECES it is.
 * Invited and applied hold seats, but are no members and not counted.
 * STORE_COUNT, changed with the seats in one transaction:
 *   "u:" user: "NUMBER", given with the first seat, for ever;
 *   "v:" number: ["USER","PERSON"] or ["USER","PERSON","NOW"]: for whom its seats count: the
 *     subject's key, or "@" and the user when none was known; NOW: whose the user is since
 *     (seat_moved), until a recount counts its seats there;
 *   "n:": [NUMBER]: given last;
 *   "p:" person: [JOINED,DAY,JOINS,CREATED,LARGE,CREATES], zeros at the end left out: seats
 *     held; the latest UTC+8 day of a joining or creation, joinings on it; groups owned, large
 *     ones among them; creations on DAY.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct store;

enum seat_role { SEAT_OWNER = 'o', SEAT_MANAGER = 'm', SEAT_MEMBER = '-',
	SEAT_INVITED = 'i',		/* by the owner or a manager */
	SEAT_NAMED = 'n',		/* invited by a plain member */
	SEAT_CALLED = 'c',		/* invited by the owner to be a manager */
	SEAT_APPLIED = 'a', SEAT_NONE = 0 };
/* What is recorded of a joining's verification; SEAT_UNRECORDED: nothing was given. */
enum seat_how { SEAT_UNRECORDED, SEAT_UNVERIFIED, SEAT_QR, SEAT_INVITATION, SEAT_CONSENT,
	SEAT_REAL_NAME, SEAT_APPROVAL, SEAT_HOWS };

enum { SEAT_NAME = 200, SEAT_KEY = SEAT_NAME + 2,	/* longest group or user; person */
	SEAT_NUMBER = 6 };

struct seat {
	char role;			/* enum seat_role */
	uint8_t how;
	int64_t since;
};
struct seat_group {
	int64_t members, managers, last, pieces;
	const char *seats;		/* of piece 0, until the next put; NULL: not at hand */
	size_t seats_n;
};
struct seat_person { int64_t joined, created, large, day, joins, creates; };
struct seat_user {
	char number[SEAT_NUMBER + 1];	/* empty: it never held a seat */
	char user[SEAT_NAME], person[SEAT_KEY], now[SEAT_KEY];
	size_t user_n, person_n, now_n;	/* now_n 0: not moved */
};

/* "owner", "manager", "member"; of the others "invited", "applied", ... */
const char *seat_role_name(char role);
/* For the platform to show: 建立者, 管理者, 成员 (GR-08-3c). */
const char *seat_role_label(char role);
int seat_role_find(const char *s, size_t n);	/* of the three; -1: none */
static inline bool
seat_counts(char role)
{
	return role == SEAT_OWNER || role == SEAT_MANAGER || role == SEAT_MEMBER;
}
const char *seat_how_name(unsigned how);	/* "", "none", "qr", ... */
int seat_how_find(const char *s, size_t n);	/* -1: none of them */

/* May a text name a group or user: 1 to SEAT_NAME bytes, no control characters? */
bool seat_name_good(const char *s, size_t n);

/* All inside a transaction.  False (and zeros): there is none. */
bool seat_group_get(struct store *, const char *group, size_t n, struct seat_group *);
/* A user's seat; false, and a role of SEAT_NONE: none. */
bool seat_get(struct store *, const char *group, size_t gn, struct seat_group *,
    const char *number, struct seat *);
/* The counts as they are given, and with them one seat: put in, or (seat NULL) taken out;
 * number NULL: none changes. */
void seat_put(struct store *, const char *group, size_t gn, struct seat_group *,
    const char *number, const struct seat *);
/* No seats any more; fn was told of each before. */
void seat_clear(struct store *, const char *group, size_t gn, struct seat_group *);
/* The seats of a group, until fn is false; fn must not change the store. */
void seat_each(struct store *, const char *group, size_t gn,
    bool (*fn)(void *, const char *number, const struct seat *), void *);
/* The same of one entry of STORE_MEMBER, for walks over all; *n: of the group in its key.
 * False: damaged. */
bool seat_each_of(const char *key, size_t klen, const char *val, size_t vn, size_t *n,
    bool (*fn)(void *, const char *number, const struct seat *), void *);

/* Users, by name or by number.  Of a new one user and person are given. */
bool seat_user_find(struct store *, const char *user, size_t n, struct seat_user *);
bool seat_user_get(struct store *, const char *number, struct seat_user *);
void seat_user_put(struct store *, struct seat_user *);
/* Read an entry of STORE_COUNT under "v:". */
bool seat_user_read(const char *key, size_t klen, const char *val, size_t vn,
    struct seat_user *);
/* A user is another person's from now on: its next operations are judged as that one's. */
void seat_moved(struct store *, const char *user, size_t n, const char *subject, size_t sn);

bool seat_person_get(struct store *, const char *person, size_t n, struct seat_person *);
void seat_person_put(struct store *, const char *person, size_t n, const struct seat_person *);
bool seat_person_read(const char *val, size_t n, struct seat_person *);
void seat_person_text(struct buf *, const struct seat_person *);
