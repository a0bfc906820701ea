/* Words for enumerated values (share/terms.csv): "企业" is enterprise, "是" is true. */
#include <stddef.h>

enum term_kind { TERM_SUBJECT_KIND, TERM_ID_TYPE, TERM_STATE, TERM_CATEGORY, TERM_BOOL,
	TERM_KINDS };

struct term_table;
struct term_table *term_load(void);	/* from share/; USAGE when it is damaged */
void term_free(struct term_table *);

/* The value that a text stands for: a value itself, or one of its words; NULL: neither.  Any thread. */
const char *term_value(const struct term_table *, enum term_kind, const char *s, size_t n);
/* A value's first Chinese word, for forms; the value itself when it has none. */
const char *term_word(const struct term_table *, enum term_kind, const char *value);
