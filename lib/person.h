/*
 * The person behind a user of groups: subject, credit level, rights, counts and caps
 * (GR-07-2b, GR-08-1b/c, GR-08-3a, GR-11-2a, GR-11-3c).  All user ids of one subject are one
 * person; a user without a known subject is a person of its own, and not verified.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct credit;
struct seat_person;
struct sieve;
struct store;

/* Services of credit.user, and what measures take. */
enum person_service { PERSON_JOIN, PERSON_MANAGE, PERSON_CREATE,
	PERSON_LARGE,			/* create-large */
	PERSON_SERVICES };

struct person_rules;
struct person_rules *person_rules_new(const struct credit *);	/* which outlives it */
void person_rules_free(struct person_rules *);
/* What the blacklist surely has not; NULL: it is always asked. */
void person_rules_sieve(struct person_rules *, const struct sieve *);
/* Is a key of a kind on the blacklist (blacklist_has)? */
bool person_on_list(const struct person_rules *, struct store *, char kind, const char *key,
    size_t n, int64_t at);

enum { PERSON_KEY = 202 };		/* as SEAT_KEY */
struct person {
	const char *user;		/* NULL: known by the key alone */
	size_t user_n;
	char key[PERSON_KEY];		/* subject, or "@" and the user */
	size_t n;
	bool verified;
	/* how its seats are kept (seat.h): the user's number, empty: it has none; for whom they
	 * count; whether those that it took as nobody known are to count there too from now on */
	char number[7], counted[PERSON_KEY];
	size_t counted_n;
	bool also;
	/* by person_weigh, at an instant */
	int64_t at;
	int level;			/* index into the levels of credit.user */
	unsigned gives, taken;		/* 1 << enum person_service */
};

/* Who is it?  Inside a transaction, as is all below. */
void person_find(struct store *, const char *user, size_t n, struct person *);
/* The person of a key (of a count). */
void person_of(const char *key, size_t n, struct person *);
/* What it has. */
void person_counts(struct store *, const struct person *, struct seat_person *);
/* What it has elsewhere: of a user that is another person's by now (seat_moved), the counts of
 * that one, which its seats will be added to; else zeros. */
void person_elsewhere(struct store *, const struct person *, struct seat_person *);
/* It takes a seat: its user gets a number. */
void person_seated(struct store *, struct person *);
/* Credit, mutes and measures at an instant. */
void person_weigh(const struct person_rules *, struct store *, struct person *, int64_t at);
const char *person_level(const struct person_rules *, const struct person *);

/* Is a person on the blacklist at an instant: as a member, as its subject, and as kind ('c'
 * creator, 'm' manager, 'e': no more)?  The finding that says so; -1: no. */
int person_listed(const struct person_rules *, struct store *, const struct person *,
    char kind, int64_t at);
/* May a person, who was weighed, use a service?  The finding that says why not; -1: may. */
int person_lacks(const struct person *, enum person_service);
/* May it answer for groups at all: verified, not listed, with the right to manage
 * (GR-09-1)? */
bool person_answers(const struct person_rules *, struct store *, struct person *, int64_t at);
