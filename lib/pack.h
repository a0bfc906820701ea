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
	int fd;			/* unnamed, read from offset 0; the caller's */
	uint64_t size;
	unsigned number;	/* of its row */
	char suffix[8];		/* "pdf" */
};

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
