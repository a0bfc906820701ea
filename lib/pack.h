/*
 * One filing archive from rows that were spooled: table (xlsx, csv, jsonl), cover sheet, data
 * package, policy, and where the template wants them a printable form of each row that is not
 * gone (form.h), in a bag.  Any number may be made at once, one thread each.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cover;
struct cover_run;
struct spool;
struct bag;

/* A file that an archive encloses, as data/documents/0001.pdf. */
struct pack_file {
	int fd;			/* unnamed, read from offset 0 */
	uint64_t size;
	unsigned number;	/* of its row, from 1 */
	char suffix[8];		/* "pdf": of its name, when letters and digits; else "bin" */
};
/*
 * Copy a file below a folder (attach.h), so that no change to it comes in any more; dir: where
 * archives are made.  NULL; or static words that say why not: it is none that can be read, or
 * its SM3 is not `digest`.  Close its fd when the archive is made.
 */
const char *pack_enclose(struct pack_file *, int folder, const char *name, const char *digest,
    unsigned number, const char *dir);

struct pack {
	struct cover *cover;
	struct spool *rows, *gone;	/* a row: change ("0"), key, digest, group, cells */
	const struct pack_file *file;	/* enclosed, by number */
	size_t files;
	struct bag *bag;		/* out: finished, not published; the caller's */
	char digest[129];
	uint64_t size;
};

#define PACK_LEAD 4	/* texts of a spooled row before its cells */

/* format: enum bag_format; level: of its compressor; the csv in GB18030 or in UTF-8 with BOM.
 *  */
void pack_make(struct pack *, const struct cover_run *, int format, int level, bool gb18030);
