/*
 * libarchive's writing room: archives that are BagIt bags (RFC 8493), reproducible, published
 * atomically.  What reads and judges bags is bagcheck.h.
 *
 * Members, all under one folder that is named like the archive (RFC 8493 4.1), in this order:
 * bagit.txt, data/..., bag-info.txt, manifest-sha256.txt, manifest-sm3.txt,
 * tagmanifest-sha256.txt, tagmanifest-sm3.txt.  Names are ASCII, owner 0:0, mode 0644.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bag_format { BAG_ZIP, BAG_TAR_ZST, BAG_TAR_GZ };
bool bag_format_read(const char *, enum bag_format *);	/* "zip", "tar.zst", "tar.gz" */
const char *bag_suffix(enum bag_format);		/* ".zip", ... */

struct bag;
/*
 * Begin an archive that will be published as dir/name (name without the suffix, ASCII): the
 * bytes go to an unnamed file in dir (publish.h).  mtime: of all members; level: of the
 * compressor (0: its default).  Zip times are local times, so the process's TZ
 * becomes UTC here: call it first before there are threads.
 * Any failure ends the program with FAILED, saying "disk full" when it is.  One thread a bag;
 * many bags at once.
 */
struct bag *bag_new(const char *dir, const char *name, enum bag_format, int level,
    int64_t mtime);
/* Add data/NAME from memory, or size bytes from a descriptor (from offset 0).  Names in
 * ascending order of bytes.  Digests (SHA-256, SM3) are noted. */
void bag_add(struct bag *, const char *name, const void *, size_t n);
void bag_add_file(struct bag *, const char *name, int fd, uint64_t size);
/* A line "Label: value" of bag-info.txt (long ones folded as RFC 8493 2.2.2 allows). */
void bag_info(struct bag *, const char *label, const char *value);
/*
 * Write bag-info.txt (Bag-Size, Payload-Oxum added), manifests, tag manifests; close and
 * fsync.  The archive is whole but has no name yet.  digest: SHA-256 of the archive's bytes.
 */
void bag_finish(struct bag *, char digest[129], uint64_t *size);
/*
 * Give it its name, never over an existing file (an existing one with the same bytes is fine),
 * and a NAME.sha256 beside it, as sha256sum writes; fsync of the directory.  false: another
 * file stands at one of the names, nothing was published.  Frees in both cases.
 */
bool bag_publish(struct bag *);
void bag_drop(struct bag *);		/* frees without publishing */
