/*
 * The printable form of one row of a filing (备案登记表): a page of A4 that needs nothing else,
 * no script and no network, with places for stamp, signature and date.
 */
#include <stddef.h>
#include <stdint.h>

struct buf;

/* What all forms of an archive share.  Texts are NUL-terminated; "": a blank to fill in. */
struct form {
	const char *title;		/* of the filing; 登记表 comes behind it */
	const char *label, *office;	/* "备案机关" and which that is */
	const char *platform, *responsible, *contact, *clause;
	const char *number;		/* of the filing; the row's number comes behind it */
	const char *day;
};

/*
 * Append the form of row `row` (from 1): count columns with their titles, in their order.
 * Values are chosen by those who may want to deceive: they are escaped, and what is hidden in
 * one is shown as \u{..}.  Any thread, one a buffer.
 */
void form_html(struct buf *, const struct form *, uint64_t row, const char *const *title,
    const char *const *value, size_t count);

/* "forms/000001.html": the names of up to FORM_MOST rows stand in the order of the rows. */
enum { FORM_NAME = 32, FORM_MOST = 150000 };
void form_name(uint64_t row, char out[FORM_NAME]);
