/*
 * A filing's columns, as the policy has them (filing.KIND.columns), and how a cell of each may
 * leave: members that tell of a person are masked unless the column says "reveal": true with
 * the "basis" it rests on (PA-09-1c).
 */
#include <stdbool.h>
#include <stddef.h>

struct policy;
struct buf;

struct template_column {
	char *member, *title, *basis;	/* basis: NULL unless given */
	bool reveal;
	bool personal;		/* masked, unless reveal */
	bool sealed;		/* stands in the record's sealed part */
	bool volatile_;		/* its change alone is no change to be filed */
	bool computed;		/* no member of the record: made for the filing */
	unsigned char width;	/* characters in a spreadsheet */
	int words;		/* its values have Chinese words: template_word */
};
struct template {
	char *kind;		/* "accounts", "operators" */
	struct term_table *terms;
	struct template_column *column;
	size_t count;
	bool opens;		/* some column needs the sealed part */
	bool reveals;		/* some personal column leaves unmasked */
	bool forms;		/* filing.KIND.forms: a printable form of each row */
};

/* USAGE when a personal column is revealed without a basis, or two have one member. */
struct template *template_load(const struct policy *, const char *kind);
void template_free(struct template *);

/* The Chinese word for a value of a column; else the value. */
const char *template_word(const struct template *, size_t column, const char *value);
/*
 * Append a personal value as it may leave. person: the subject is a natural person (or not
 * known to be none): names of organisations are public and stay. id_type: of the number
 * ("uscc"), may be NULL.
 */
void template_mask(const struct template_column *, bool person, const char *id_type,
    const char *s, size_t n, struct buf *out);
