/*
 * The information page of a group (GR-08-2b): what it is and how many are in it, for all to
 * read.  No person is named in it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

struct board_text { const char *s; size_t n; };	/* decoded; n 0: not known */

struct board {
	struct board_text code, name, category, class_name, grade, platform;
	struct board_text contact;	/* for complaints: an address, a number, any words */
	const char *state;		/* "open", "suspended", "closed" */
	int64_t members, managers, limit;
	int64_t created_at, at;		/* 0: not known; at: of the counting */
};

/* {"group_code","name","category","class","grade","members","managers","limit",
 * "created_at","state","platform","at"}; what is not known is left out.  No new line. */
void board_json(struct buf *, const struct board *);
/*
 * A page that needs nothing else: no script, no network; light and dark, on paper and on a
 * telephone.  lang: "zh", else English.  Names are chosen by those who may want to deceive:
 * they are escaped, and what is hidden in one is shown as \u{..}.
 */
void board_html(struct buf *, const struct board *, const char *lang);

/* "group-" and the code, for a file; false: no code (code_taken).  Room for a suffix of 8. */
enum { BOARD_FILE = 80 };
bool board_file_name(const char *code, size_t n, char out[BOARD_FILE]);
/*
 * A file that comes to stand under its name whole or not at all, 0644, and unlike one of
 * publish.h in the place of what stood there (a symbolic link is replaced, not followed).
 * Written as .NAME.tmp.PID, locked.  Failures end the program (FAILED) with its path.
 */
void board_write(const char *dir, const char *name, const char *bytes, size_t n);
/* After the last one: the directory is synced, and what killed runs left in it is removed. */
void board_sync(const char *dir);
