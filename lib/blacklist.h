/*
 * The blacklist (PA-13-2, GR-11-3): who is on it.  Entries are made by the program blacklist;
 * the table's keys are "s:" and a subject key, "a:" and an account, "g:" and a group; a value
 * is {"from":TIME,"until":TIME or absent,"ground":..,"basis":..,"reason":..,"by":..}.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

/* Is a key of a kind ('s', 'a', 'g') on the list at an instant?  Inside a transaction. */
bool blacklist_has(struct store *, char kind, const char *key, size_t n, int64_t at);
