#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "env.h"
#include "mem.h"
#include "overlay.h"
#include "seal.h"
#include "status.h"
#include "store_int.h"

/* Schema and key are compared before any tag counts: tags need both.  True: an older schema,
 * whose new tables stand by now. */
static bool
admit(struct store *s, const char *key)
{
	char version[16], print[SEAL_HEX], ours[SEAL_HEX], suite[8];
	enum seal_suite use;
	bool whole, known;

	env_begin(s->env, false, 0);
	if (!store_meta(s, "schema", version, sizeof version, &known))
		env_damaged(s->env, "table meta has no schema");
	if (atol(version) > STORE_VERSION)
		status_die(USAGE, "store is of schema %ld and this program knows %d: %s: "
		    "use a newer one", atol(version), STORE_VERSION, env_path(s->env));
	seal_fingerprint(s->seal, ours);
	if (!store_meta(s, "fingerprint", print, sizeof print, &whole) ||
	    strcmp(print, ours) != 0) {
		/* Our key made a tag here, so it is the right one. */
		if (known)
			env_damaged(s->env, "fingerprint in table meta");
		status_die(USAGE, "this is not the key of the store: %s", key);
	}
	if (!known || !whole || version[1] != '\0' || *version < '1')
		env_damaged(s->env, "schema in table meta");
	if (!store_meta(s, "suite", suite, sizeof suite, &whole) || !whole ||
	    !seal_suite_read(suite, strlen(suite), &use))
		env_damaged(s->env, "suite in table meta");
	seal_use(s->seal, use);
	env_abort(s->env);
	return atol(version) < STORE_VERSION;
}

struct store *
store_open(const char *dir, enum store_mode mode, unsigned wait)
{
	struct store *s = mem_alloc(sizeof *s);
	char *key = store_key_path(dir);

	s->mode = mode;
	/* The store must be there and the key be good before anything is opened. */
	s->env = env_find(dir, store_names, STORE_TABLES);
	s->seal = seal_open(key);
	env_open(s->env, mode == STORE_WRITE, wait);
	if (mode != STORE_READ)
		s->over = overlay_new();
	if (admit(s, key) && mode == STORE_WRITE) {
		store_begin(s, 1);
		store_put(s, STORE_META, "schema", 6, &(char){ '0' + STORE_VERSION }, 1);
		store_commit(s);
	}
	free(key);
	return s;
}
