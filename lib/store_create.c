#include "store.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "env.h"
#include "gate.h"
#include "mem.h"
#include "overlay.h"
#include "seal.h"
#include "status.h"
#include "store_int.h"
#include "when.h"

static void
put_text(struct store *s, const char *name, const char *text)
{
	store_put(s, STORE_META, name, strlen(name), text, strlen(text));
}

/* The new store's content; its key is in the draft too unless BEIAN_KEY store_names one. */
static void
fill(const char *draft, enum seal_suite suite)
{
	struct store *s = mem_alloc(sizeof *s);
	char print[SEAL_HEX], now[WHEN_TEXT], *key = store_key_path(draft);

	if (access(key, F_OK) != 0)
		seal_create(key);
	s->mode = STORE_WRITE;
	s->seal = seal_open(key);
	s->env = env_create(draft, store_names, STORE_TABLES);
	s->over = overlay_new();
	seal_fingerprint(s->seal, print);
	store_begin(s, STORE_TABLES);
	put_text(s, "schema", (char[]){ '0' + STORE_VERSION, '\0' });
	put_text(s, "suite", seal_suite_name(suite));
	put_text(s, "fingerprint", print);
	put_text(s, "created", when_text(when_clock(), now));
	store_commit(s);
	store_close(s);
	free(key);
}

static bool
holds_something(const char *path)
{
	struct dirent *d;
	DIR *dir = opendir(path);
	bool found = dir == NULL && errno != ENOENT;

	while (dir != NULL && !found && (d = readdir(dir)) != NULL)
		found = strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
	if (dir != NULL)
		closedir(dir);
	return found;
}

void
store_create(const char *dir, int suite)
{
	char *draft, *place = mem_copy(dir, strlen(dir));
	size_t n = strlen(place);
	int state;
	pid_t child;

	while (n > 1 && place[n - 1] == '/')
		place[--n] = '\0';
	if (holds_something(place))
		status_die(USAGE, "there is something already: %s", place);
	draft = gate_draft(place);
	/* In a child: whatever ends it (a signal on a full disk too), the draft is removed. */
	child = fork();
	if (child == 0) {
		fill(draft, (enum seal_suite)suite);
		_exit(DONE);
	}
	if (child < 0 || waitpid(child, &state, 0) != child ||
	    !WIFEXITED(state) || WEXITSTATUS(state) != DONE) {
		gate_draft_scrap(draft);
		if (child > 0 && WIFEXITED(state))
			_exit(WEXITSTATUS(state));	/* the child has said why */
		status_die(FAILED, "cannot make store: %s", place);
	}
	gate_draft_publish(draft, place);
	free(draft);
	free(place);
}
