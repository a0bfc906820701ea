#include "code.h"

#include <string.h>

static const char digit[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* ISO 7064, hybrid system MOD 37,36: p = 36; for each a: s = p + a mod 36, 36 for 0; p = 2s
 * mod 37; the check character c makes p + c = 1 mod 36. */
char
code_check(const char *s, size_t n)
{
	const char *at;
	unsigned p = 36, sum;
	size_t i;

	for (i = 0; i < n; i++) {
		at = s[i] != '\0' ? strchr(digit, s[i]) : NULL;
		if (at == NULL)
			return '\0';
		sum = (p + (unsigned)(at - digit)) % 36;
		p = (sum == 0 ? 36 : sum) * 2 % 37;
	}
	return digit[(37 - p) % 36];
}

bool
code_valid(const char *s, size_t n)
{
	return n >= 2 && code_check(s, n - 1) == s[n - 1];
}

void
code_make(int64_t number, char out[CODE_SIZE + 1])
{
	int i;

	for (i = CODE_SIZE - 2; i >= 0; i--, number /= 36)
		out[i] = digit[number % 36];
	out[CODE_SIZE - 1] = code_check(out, CODE_SIZE - 1);
	out[CODE_SIZE] = '\0';
}

bool
code_taken(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && ((s[i] >= '0' && s[i] <= '9') || (s[i] >= 'A' && s[i] <= 'Z') ||
	    (s[i] >= 'a' && s[i] <= 'z') || s[i] == '-' || s[i] == '_'); i++)
		;
	return n >= 1 && n <= CODE_MOST && i == n;
}
