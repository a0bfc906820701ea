/*
 * The append-only journal, chained by SM3: who, when, which program and verb, which policy, what.
 * entry n: {"n":..,"time":..,"by":..,"program":..,"verb":..,"policy":DIGEST,"what":{..},
 *           "prev":HASH,"hash":HASH}; hash = SM3 of the entry up to and without ,"hash".
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

#define JOURNAL_HEAD 65		/* SM3 in hex and a NUL */

/* Append inside the caller's transaction. what: a JSON object (n bytes). by: NULL for the user of the process. */
void journal_put(struct store *, int64_t now, const char *by, const char *verb,
    const char *policy, const char *what, size_t n);
/* Head of the chain (64 zeros when empty) and number of entries. */
uint64_t journal_head(struct store *, char head[JOURNAL_HEAD]);
/* Walk the chain: true when whole; else *broken is the entry at fault and *why says how. */
bool journal_verify(struct store *, uint64_t *entries, uint64_t *broken, const char **why);
