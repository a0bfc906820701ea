/* The data files that come with the toolkit, and small files of the user's. */
#include <stddef.h>

/*
 * Whole content of a file of share/ ("regions.csv", "policy/default.json"): NUL-terminated, 16
 * readable bytes behind it, the caller frees.  The folder is BEIAN_SHARE, else the one beside
 * the program (../share/beian, ../share), else SHAREDIR.  USAGE when it is missing.
 */
char *share_read(const char *name, size_t *n);

/* The same for any file or pipe, at most `most` bytes: ends with USAGE and what it is when it
 * cannot be read. */
char *share_file(const char *path, const char *what, size_t most, size_t *n);

/* Walk a plain CSV of share/ (no quotes): fn(arg, cells, line number) for each row after the
 * heading; cells are NUL-terminated, made so in text, and empty when the row is short. */
void share_rows(char *text, int columns, void (*fn)(void *, char **cell, unsigned line),
    void *);
