/*
 * An entry of the registry: the value of STORE_ACCOUNT or STORE_USER, one JSON object with
 *   state registered_at subject kind province class grade, the record's other members as
 *   given, verdict findings, digest (16 hex digits), contact {"mobile","email"} (keys),
 *   recorded_at recorded_by, since (of the present subject), history (entries in
 *   STORE_HISTORY, absent: none), closed_at erase_after (when closed), personal: the sealed
 *   JSON of names and numbers
 *   {subject_name id_type id_number mobile email operator_name operator_id_type
 *   operator_id_number}, which opens at its place "account" NUL ACCOUNT (or "user" NUL USER).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account_facts;
struct buf;
struct record;
struct seal;
struct term_table;

struct entry_stamp {
	int64_t now;			/* recorded_at; the month under which is sealed */
	const char *by;			/* recorded_by */
	const char *since;		/* raw JSON of `since`, or NULL: registered_at */
	size_t since_n;
	int64_t history;
	int64_t erase_months;		/* for an account that is recorded as closed */
};

/* Append the value for a record that was checked.  Personal data are sealed; nothing else of
 * them is in it. */
void entry_build(struct buf *out, struct record *, const struct account_facts *, struct seal *,
    const struct term_table *, const struct entry_stamp *);

/* Append a value with members replaced (json NULL: left out) or added. */
struct entry_change { const char *name, *json; size_t n; };
void entry_change(struct buf *out, const char *val, size_t n, const struct entry_change *,
    size_t count);

/* Is the text of a member (a plain string) this one? */
bool entry_is(const char *val, size_t n, const char *name, const char *text, size_t text_n);
/* A whole number of a member; 0 when absent. */
int64_t entry_number(const char *val, size_t n, const char *name);

/* The place under which an entry's personal data are sealed; returns its length. */
#define ENTRY_PLACE 520
size_t entry_place(char out[ENTRY_PLACE], bool user, const char *name, size_t n);

/*
 * Append the record that an entry was made from, as one JSON object: {"account":NAME, ...},
 * its personal data opened when `seal` is given (else left out), without what is the
 * registry's own (digest, contact, history ...).  False: the personal data cannot be opened,
 * *why says why; the rest is there.
 */
bool entry_record(struct buf *out, bool user, const char *name, size_t name_n, const char *val,
    size_t n, struct seal *, const char **why);
