/*
 * The line scanner beside libjq: what we take libjq takes too, and what libjq takes, written
 * out again by libjq, we take (it repairs as it reads: numbers, surrogates, repeated names).
 */
#include <jv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "replay.h"
#include "scan.h"

static const char *const wanted[] = { "account", "a", "id_number", "b" };
enum { WANTED = sizeof wanted / sizeof *wanted };

/* libjq 1.6 loses what it had read when a text turns out to be wrong. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:jv_mem_alloc\n";
}

int
LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	static struct scan_names *names;
	static struct scan_room *room;
	uint32_t at[WANTED], size[WANTED], shut;
	struct scan_error error;
	char *line;
	bool ours;
	size_t i;
	jv v;

	if (names == NULL) {
		names = scan_names_new(wanted, WANTED);
		room = scan_room_new();
	}
	line = mem_alloc(n + SCAN_PAD);
	if (n > 0)
		memcpy(line, s, n);
	ours = scan_line(line, n, names, at, size, &shut, room, &error);
	if (!ours)
		MUST(error.at <= n && error.what != NULL);
	else {
		MUST(shut < n && line[shut] == '}');
		for (i = 0; i < WANTED; i++) {
			if (size[i] == 0)
				continue;
			MUST(at[i] <= n && size[i] <= n - at[i]);
			/* A wanted value is a value by itself. */
			MUST(scan_value(line + at[i], size[i], room, &error));
		}
	}
	v = jv_parse_sized(line, (int)n);
	if (ours)
		MUST(jv_is_valid(v) && jv_get_kind(v) == JV_KIND_OBJECT);
	if (jv_is_valid(v) && jv_get_kind(v) == JV_KIND_OBJECT) {
		jv text = jv_dump_string(jv_copy(v), 0);
		size_t len = (size_t)jv_string_length_bytes(jv_copy(text));
		char *again = mem_alloc(len + SCAN_PAD);

		memcpy(again, jv_string_value(text), len);
		MUST(scan_line(again, len, names, at, size, &shut, room, &error));
		free(again);
		jv_free(text);
	}
	jv_free(v);
	free(line);
	return 0;
}
