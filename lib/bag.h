/*
 * libarchive's writing room: archives that are BagIt bags (RFC 8493), reproducible, published
 * atomically; and the verification of any bag inside an archive, without unpacking it to disk.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bag_format { BAG_ZIP, BAG_TAR_ZST, BAG_TAR_GZ };
bool bag_format_read(const char *, enum bag_format *);	/* "zip", "tar.zst", "tar.gz" */
const char *bag_suffix(enum bag_format);		/* ".zip", ... */

struct bag;
/*
 * Begin an archive that will be published as dir/name (name without the suffix, ASCII): the bytes go to an unnamed file in dir
 * (O_TMPFILE, mode 0600; else .NAME.PID.tmp).  mtime: of all members; level: of the compressor (0: its default).
 * Any failure ends the program with FAILED, saying "disk full" when it is.  One thread a bag; many bags at once.
 */
struct bag *bag_new(const char *dir, const char *name, enum bag_format, int level, int64_t mtime);
/* Add data/NAME from memory, or size bytes from a descriptor (from offset 0). Digests (SHA-256, SM3) are noted. */
void bag_add(struct bag *, const char *name, const void *, size_t n);
void bag_add_file(struct bag *, const char *name, int fd, uint64_t size);
/* A line "Label: value" of bag-info.txt (long ones folded as RFC 8493 2.2.2 allows). */
void bag_info(struct bag *, const char *label, const char *value);
/* Write bag-info.txt (Payload-Oxum, Bag-Size added), bagit.txt, manifests, tag manifests; close and fsync.
 * The archive is whole but has no name yet.  digest: SHA-256 of the archive's bytes, hex. */
void bag_finish(struct bag *, char digest[129], uint64_t *size);
/*
 * Give it its name, never over an existing file (an existing one with the same bytes is fine), and a
 * NAME.sha256 beside it; fsync of the directory.  false: another file stands there.  Frees.
 */
bool bag_publish(struct bag *);
void bag_drop(struct bag *);		/* frees without publishing */

/*
 * Verify an archive (formats: zip, tar; plain, gzip, zstd, xz, bzip2).  fn gets each defect: a stable code
 * ("bag-digest", "bag-missing", "bag-extra", "bag-oxum", "bag-truncated", "bag-name", "bag-type", "bag-version", "bag-file-digest" ...), the member's
 * name (may be NULL), static text.  Returns the number of defects.  *known: whole-file digest was checked (against
 * NAME.sha256 beside it or `expect`, may be NULL).
 */
struct bag_report {
	uint64_t members, payload_bytes;
	bool whole_file;		/* digest of the file itself was known and checked */
	char digest[129];		/* SHA-256 of the file */
};
unsigned bag_verify(const char *path, const char *expect, struct bag_report *,
    void (*fn)(void *, const char *code, const char *member, const char *why), void *);
