/*
 * Key files: 32 random bytes that nobody but their owner (or root) can read.
 *
 * A key file is a regular file of one link and 32 bytes, mode 0400 or 0600, owned by the
 * caller or root, and no symbolic link.  Anything else ends the program with USAGE.
 */
#include <stdbool.h>

#define KEY_SIZE 32

enum key_state { KEY_READ, KEY_MISSING, KEY_EMPTY /* destroyed on purpose */ };

/* Read it. KEY_EMPTY only where empty_ok; else an empty file is refused like any other. */
enum key_state key_read(const char *path, bool empty_ok, unsigned char out[KEY_SIZE]);

/*
 * Make it: whole, 0600 and on disk when its name appears.  false: something has that name
 * already (perhaps another process made it just now), which is left alone.
 */
bool key_make(const char *path);
void key_random(void *out, unsigned n);		/* n <= 256 bytes of the kernel's */
