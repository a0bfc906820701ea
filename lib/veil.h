/* Personal numbers and addresses of a record, masked on their way out (PA-09-1b, GR-06-2). */
#include <stdbool.h>
#include <stddef.h>

struct piece;
struct record;

/* Mask id_number, operator_id_number, mobile, email, complainant and complainant_contact of any
 * record, as it comes: what is masked already stays.  For every filter that does not reveal. */
void veil_record(struct record *);
/* The complainant's alone, which no filter reveals. */
void veil_complainant(struct record *);

/* One member: type is an enum id_type (id.h); at: where an address's sign stands, or its length
 * when it is none. */
void veil_number(struct record *, unsigned member, unsigned type, struct piece);
void veil_mobile(struct record *, struct piece);
void veil_email(struct record *, struct piece, size_t at);
bool veil_is_email(struct piece, size_t *at);
bool veil_is_masked_email(struct piece);
