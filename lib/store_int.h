/* What the files of store share. */
#include <stdbool.h>
#include <stddef.h>

#define STORE_TAG 8		/* bytes of tag behind a value, low first */

struct env_item;

struct store {
	struct env *env;
	struct seal *seal;
	struct overlay *over;		/* NULL in STORE_READ */
	enum store_mode mode;
	bool open;			/* a transaction is */
};

extern const char *const store_names[];		/* of the tables */

char *store_key_path(const char *dir);		/* of the key file; the caller frees */
int store_order(const void *a, size_t an, const void *b, size_t bn);	/* of keys */
/* Has a value as it is stored the tag of its table and key?  store_sound ends the program if
 * not. */
bool store_intact(const struct store *, unsigned table, const struct env_item *);
void store_sound(const struct store *, unsigned table, const struct env_item *);
/* A value of meta as it stands, whole or not; false: absent.  Copied, with a NUL. */
bool store_meta(struct store *, const char *name, char *out, size_t size, bool *whole);
