/*
 * libarchive's other reading room: is an archive a whole BagIt bag (RFC 8493), ours or
 * anyone's? Nothing is unpacked to disk, no outside program is run, sizes are bounded.
 */
#include <stdbool.h>
#include <stdint.h>

struct bagcheck {
	uint64_t members, payload_bytes;
	bool whole_file;	/* the digest of the file itself was known and checked */
	char digest[129];	/* SHA-256 of the file */
};
/*
 * Verify an archive: zip, or tar plain or in gzip, zstd, xz, bzip2 (told by its first bytes).
 * fn gets each defect, with the member's name where there is one (raw bytes: show them with
 * text_show) and static text.  Returns the number of defects.
 *
 * bag-open         cannot be opened or read, is no regular file
 * bag-format       is none of the formats named
 * bag-damaged      does not decompress, bad CRC, bad header
 * bag-truncated    is empty or ends too early
 * bag-trailing     has bytes after its end
 * bag-layout       zip: headers and directory differ, gaps, overlaps
 * bag-limit        more than 200,000 members, 1 TiB, or 1,100 times its own size (a bomb)
 * bag-name         absolute, "..", empty, not UTF-8, twice, outside the one top folder
 * bag-type         a link, a device, anything but files and folders; encrypted
 * bag-version      bagit.txt is missing or not of RFC 8493
 * bag-manifest     no manifest of a known digest, a line that cannot be read, a path twice
 * bag-digest       a member differs from its digest
 * bag-missing      a manifest names it, the archive lacks it
 * bag-extra        the archive has it, a manifest does not name it
 * bag-fetch        has fetch.txt: a part of it is elsewhere
 * bag-oxum         Payload-Oxum does not agree
 * bag-sidecar      FILE.sha256 cannot be read as sha256sum's
 * bag-file-digest  the file differs from FILE.sha256 beside it, or from `expect` (may be NULL)
 */
unsigned bagcheck_file(const char *path, const char *expect, struct bagcheck *,
    void (*fn)(void *, const char *code, const char *member, const char *why), void *);
