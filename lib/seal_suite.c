#include "seal.h"

#include <string.h>

static const char *const suites[] = { "sm", "aes" };

const char *
seal_suite_name(enum seal_suite suite)
{
	return suites[suite];
}

bool
seal_suite_read(const char *s, size_t n, enum seal_suite *suite)
{
	size_t i;

	for (i = 0; i < sizeof suites / sizeof suites[0]; i++)
		if (n == strlen(suites[i]) && memcmp(s, suites[i], n) == 0) {
			*suite = (enum seal_suite)i;
			return true;
		}
	return false;
}
