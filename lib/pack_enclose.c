#include "pack.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "attach.h"
#include "seal.h"
#include "spool.h"

enum { BLOCK = 1 << 16 };

/* What stands behind the last dot of a name, when it is one to five letters and digits. */
static void
suffix(const char *name, char out[8])
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	const char *dot = strrchr(name, '.');
	size_t n = dot != NULL ? strlen(dot + 1) : 0, i;

	if (n > 5 || (n > 0 && strchr(dot, '/') != NULL))
		n = 0;
	for (i = 0; i < n; i++) {
		out[i] = dot[1 + i] >= 'A' && dot[1 + i] <= 'Z' ?
		    (char)(dot[1 + i] | 0x20) : dot[1 + i];
		if (strchr(good, out[i]) == NULL)
			n = 0;
	}
	out[n] = '\0';
	if (n == 0)
		strcpy(out, "bin");
}

/* The digest of what was copied: what a writer changes between two reads is seen. */
static const char *
copy(struct pack_file *f, int from, const char *dir, char hex[129])
{
	char block[BLOCK];
	struct seal_hash *hash = seal_hash_new(SEAL_SM3);
	ssize_t n;

	f->size = 0;
	while ((n = read(from, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)) {
		if (n < 0)
			continue;
		seal_hash_update(hash, block, (size_t)n);
		spool_write(f->fd, dir, block, (size_t)n);
		f->size += (uint64_t)n;
		if (f->size > ATTACH_MOST)
			break;
	}
	seal_hash_final(hash, hex);
	seal_hash_free(hash);
	return n < 0 ? "cannot be read" : NULL;
}

const char *
pack_enclose(struct pack_file *f, int folder, const char *name, const char *digest,
    unsigned number, const char *dir)
{
	char hex[129];
	const char *why = NULL;
	uint64_t size;
	int fd = attach_open(folder, name, strlen(name), hex, &size, &why);

	if (fd < 0)
		return why;
	f->fd = -1;
	f->number = number;
	suffix(name, f->suffix);
	/* before a copy is made of what may be large and wrong */
	if (strcasecmp(hex, digest) != 0)
		why = "is not the file that was registered: its digest differs";
	if (why == NULL) {
		f->fd = spool_file(dir);
		why = copy(f, fd, dir, hex);
		if (why == NULL && (f->size != size || strcasecmp(hex, digest) != 0))
			why = "changed while it was read";
	}
	close(fd);
	if (why != NULL && f->fd >= 0)
		close(f->fd);
	return why;
}
