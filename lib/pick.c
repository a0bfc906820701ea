#include "pick.h"

#include "json.h"
#include "mem.h"

const char *
pick_text(struct mem_arena *room, const char *v, size_t n, const char *name)
{
	size_t len;
	const char *m = json_get(v, n, name, &len);
	char *out;

	if (json_kind(m, len) != JSON_STRING)
		return NULL;
	out = mem_piece(room, len);
	out[json_decode(out, m, len)] = '\0';
	return out;
}

int64_t
pick_number(const char *v, size_t n, const char *name, int64_t otherwise)
{
	size_t len;
	const char *m = json_get(v, n, name, &len);
	int64_t out;

	return m != NULL && json_whole(m, len, &out) ? out : otherwise;
}

bool
pick_flag(const char *v, size_t n, const char *name)
{
	size_t len;
	const char *m = json_get(v, n, name, &len);

	return json_kind(m, len) == JSON_TRUE;
}
