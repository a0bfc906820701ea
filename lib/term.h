/* Words for enumerated values (share/terms.csv): "企业" is enterprise, "是" is true. */
#include <stddef.h>

enum term_kind { TERM_SUBJECT_KIND, TERM_ID_TYPE, TERM_STATE, TERM_CATEGORY, TERM_BOOL, TERM_GROUND,
	TERM_DECISION, TERM_OUTCOME, TERM_ROLE, TERM_CHANNEL, TERM_DOCUMENT, TERM_KINDS };

struct term_table;
struct term_table *term_load(void);	/* from share/; USAGE when it is damaged */
void term_free(struct term_table *);

/*
 * The number of the value that a text stands for, 0 and up in the order of the file; -1: none.
 * term_number_value gives it back; NULL past the last.  For those who look up for every
 * record.
 */
#define TERM_VALUES 64
int term_number(const struct term_table *, enum term_kind, const char *s, size_t n);
const char *term_number_value(const struct term_table *, enum term_kind, int number);

/* The value that a text stands for: a value itself, or one of its words; NULL: neither.  Any
 * thread. */
const char *term_value(const struct term_table *, enum term_kind, const char *s, size_t n);
/* A value's first Chinese word, for forms; the value itself when it has none. */
const char *term_word(const struct term_table *, enum term_kind, const char *value);
