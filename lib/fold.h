/*
 * ICU's room: names folded so that those which look alike are alike: compatibility forms and case
 * (NFKC_Casefold), blanks and invisible characters dropped, traditional characters to simplified
 * ones, look-alikes of Unicode's confusables to one of them, and those of share/lookalikes.csv.
 */
#include <stddef.h>

struct fold;
/* Reads share/lookalikes.csv; what a character becomes is computed when it is first met. */
struct fold *fold_new(void);
void fold_free(struct fold *);

/* Append at most `room` bytes of the folded text to out; returns how many.  s is valid UTF-8.
 * Any thread. */
size_t fold_text(struct fold *, const char *s, size_t n, char *out, size_t room);
