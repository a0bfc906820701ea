/*
 * A filing's columns, as the policy has them (filing.KIND.columns), and how a cell of each may
 * leave: members that tell of a person are masked unless the column says "reveal": true with
 * the "basis" it rests on (PA-09-1c).
 */
#include <stdbool.h>
#include <stddef.h>

struct policy;
struct buf;
struct ladder;

struct template_column {
	char *member, *title, *basis;	/* basis: NULL unless given */
	bool reveal;
	bool personal;		/* masked, unless reveal */
	bool sealed;		/* stands in the record's sealed part */
	bool volatile_;		/* its change alone is no change to be filed */
	bool computed;		/* no member of the record: made for the filing */
	bool own;		/* the platform's own member of its records */
	unsigned char width;	/* characters in a spreadsheet */
	int words;		/* its values have Chinese words: template_word */
};
struct template {
	char *kind;		/* gather_kind_name */
	struct ladder *ladder;	/* for the words of measures; NULL where there are none */
	struct term_table *terms;
	struct { char *value, *word; } *pair;	/* words of the policy's */
	size_t pairs;
	struct template_column *column;
	size_t count;
	bool opens;		/* some column needs the sealed part */
	bool reveals;		/* some personal column leaves unmasked */
	bool forms;		/* filing.KIND.forms: a printable form of each row */
};

/* USAGE when a personal column is revealed without a basis, two have one member, or the kind has
 * no such member: accounts and operators have those of accounts in beian-records(5), and with
 * "own": true others of it that the platform's accounts bear (the store keeps no unknown ones);
 * the other kinds have what is made for them. */
struct template *template_load(struct policy *, const char *kind);
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
