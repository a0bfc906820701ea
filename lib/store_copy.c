#include "store.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "env.h"
#include "gate.h"
#include "mem.h"
#include "status.h"
#include "store_int.h"

void
store_copy(struct store *s, const char *dir)
{
	char *draft, *place = mem_copy(dir, strlen(dir));
	size_t n = strlen(place);
	struct stat st;
	int error;

	assert(!s->open);
	while (n > 1 && place[n - 1] == '/')
		place[--n] = '\0';
	if (lstat(place, &st) == 0)
		status_die(USAGE, "there is something already: %s", place);
	draft = gate_draft(place);
	error = env_copy(s->env, draft);
	if (error != 0) {
		gate_draft_scrap(draft);
		if (error == ENOSPC || error == EIO)
			status_die(FAILED, "disk full or failing: %s", place);
		status_die(FAILED, "cannot copy store: %s: error %d", place, error);
	}
	gate_draft_publish(draft, place);
	free(draft);
	free(place);
}
