/* What the files of intake share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct intake_draft;
struct portion;
struct portion_frames;
struct record;
struct retain;

enum { INTAKE_UNDATED = INT32_MIN };	/* the day of lines without a usable time */

struct intake {
	struct retain *r;
	unsigned class;
	const char *source;
	int64_t ahead;
	int level;
	struct intake_draft *draft;
	size_t drafts, room, last;	/* last: the draft that was used last */
	int64_t received;		/* of the batch at hand */
	int64_t trusted;		/* seconds after the newest line that a clock may be */
	bool dry, told, doubted;	/* doubted: it is later than that */
	unsigned batches;
	struct portion_frames *frames;
};

/* What a block holds, by its days. */
struct intake_pack {
	struct intake_part {
		int day;
		struct portion *lines;
		struct portion_frames *frames;
	} *part;
	size_t parts, room, last;
	int level;
};

/* Of filter_files, in the threads that read: a line is judged, taken note of by its day, and
 * what is enough for frames becomes frames. */
const char *intake_check(struct record *, void *room, void *intake);
void *intake_pack_new(void *intake);
void intake_pack_free(void *pack);
void intake_line(struct record *, const char *s, size_t n, void *room, void *pack);
void intake_pack(void *room, void *pack);
