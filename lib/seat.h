/*
 * Seats in groups, and how many there are (GR-02-2b, GR-08-1, GR-08-3b/c).
 *
 * STORE_MEMBER: group NUL user: ["ROLE","PERSON",SINCE,"HOW"]: a letter below; whom the seat
 * counts for: the subject's key, or "@" and the user when none was known; seconds; how the
 * joining was verified (seat_how).  Invited and applied are no members and are not counted.
 * STORE_COUNT, changed with the seats in one transaction:
 *   "g:" group: [MEMBERS,MANAGERS,LAST]: the owner is one of the members, but no manager;
 *   LAST: time of the operation done last;
 *   "p:" person: [JOINED,CREATED,LARGE,DAY,JOINS,CREATES]: seats held, groups owned, large
 *   ones among them; JOINS and CREATES: on DAY, the latest UTC+8 day of a joining or creation.
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

enum { SEAT_NAME = 200, SEAT_KEY = SEAT_NAME + 2 };	/* longest group or user; person */

struct seat {
	char role;			/* enum seat_role */
	uint8_t how;
	char person[SEAT_KEY];
	size_t person_n;
	int64_t since;
};
struct seat_group { int64_t members, managers, last; };
struct seat_person { int64_t joined, created, large, day, joins, creates; };

/* "owner", "manager", "member"; of the others "invited", "applied", ... */
const char *seat_role_name(char role);
/* 群主 and so on are for the platform to show: 建立者, 管理者, 成员 (GR-08-3c). */
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

/* All inside a transaction.  False (and a seat of SEAT_NONE, or zeros): there is none. */
bool seat_get(struct store *, const char *group, size_t gn, const char *user, size_t un,
    struct seat *);
void seat_put(struct store *, const char *group, size_t gn, const char *user, size_t un,
    const struct seat *);
void seat_del(struct store *, const char *group, size_t gn, const char *user, size_t un);
bool seat_group_get(struct store *, const char *group, size_t n, struct seat_group *);
void seat_group_put(struct store *, const char *group, size_t n, const struct seat_group *);
bool seat_person_get(struct store *, const char *person, size_t n, struct seat_person *);
void seat_person_put(struct store *, const char *person, size_t n, const struct seat_person *);

/* Read values; false: damaged. */
bool seat_read(const char *val, size_t n, struct seat *);
bool seat_group_read(const char *val, size_t n, struct seat_group *);
bool seat_person_read(const char *val, size_t n, struct seat_person *);
void seat_group_text(struct buf *, const struct seat_group *);
void seat_person_text(struct buf *, const struct seat_person *);

/* The seats of a group in the order of users, until fn is false; fn must not change the
 * store. */
void seat_each(struct store *, const char *group, size_t n,
    bool (*fn)(void *, const char *user, size_t un, const struct seat *), void *);
