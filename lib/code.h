/*
 * Group codes (GR-08-2a): CODE_SIZE characters of 0-9 and A-Z, the last a check character by
 * ISO 7064 MOD 37,36, as GB/T 17710 has it.  It finds every single wrong character and nearly
 * every exchange of two that stand side by side.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CODE_SIZE = 10, CODE_MOST = 64 /* longest of a platform's own, in bytes */ };

/* The check character of n characters; '\0': one is none of 0-9 A-Z. */
char code_check(const char *s, size_t n);
/* Is the last of n characters the check character of those before? */
bool code_valid(const char *s, size_t n);
/* The code of a number, 1 to 36^9 - 1; out is NUL-terminated. */
void code_make(int64_t number, char out[CODE_SIZE + 1]);
/* May a platform's own code be taken: 1 to CODE_MOST bytes of letters, digits, - and _? */
bool code_taken(const char *s, size_t n);
