#include "blacklist.h"

#include <string.h>

#include "json.h"
#include "store.h"
#include "when.h"

bool
blacklist_has(struct store *s, char kind, const char *key, size_t n, int64_t at)
{
	char k[STORE_KEY];
	const char *val, *from, *until;
	size_t vn, fn, un;
	int64_t t;

	if (n + 2 > sizeof k)
		return false;
	k[0] = kind;
	k[1] = ':';
	memcpy(k + 2, key, n);
	if (!store_get(s, STORE_BLACKLIST, k, n + 2, &val, &vn))
		return false;
	from = json_get(val, vn, "from", &fn);
	until = json_get(val, vn, "until", &un);
	if (from != NULL && when_read(from + 1, fn - 2, &t) && at < t)
		return false;
	/* An end that cannot be read does not free anybody. */
	return until == NULL || !when_read(until + 1, un - 2, &t) || at < t;
}
