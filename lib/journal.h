/*
 * The append-only journal, chained by SM3: who, when, which program and verb, which policy,
 * what.
 *
 * Entry n (from 1) stands in the table journal under n in 12 digits, as one object:
 *   {"n":..,"time":"RFC 3339","by":..,"program":..,"verb":..,"policy":DIGEST,"what":{..},
 *    "prev":HASH,"hash":HASH}
 * hash = SM3 of the entry up to and without ,"hash"; prev = hash of entry n - 1 (64 zeros at
 * first).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

#define JOURNAL_HEAD 65		/* SM3 in hex and a NUL */

/*
 * Append inside the caller's transaction.  what: a JSON object (n bytes).  by: NULL for
 * journal_user.  policy: its digest; NULL: none was used.
 */
void journal_put(struct store *, int64_t now, const char *by, const char *verb,
    const char *policy, const char *what, size_t n);
/* The user whose process this is.  The first call asks the system (which may take long):
 * call it before a transaction. */
const char *journal_user(void);
/* Head of the chain (64 zeros when empty) and number of entries. Inside a transaction. */
uint64_t journal_head(struct store *, char head[JOURNAL_HEAD]);
/* Walk the chain (inside a transaction): true when whole; else *broken is the entry at fault
 * and *why says how.  *entries: how many were seen. */
bool journal_verify(struct store *, uint64_t *entries, uint64_t *broken, const char **why);
