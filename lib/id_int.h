/* What id.c, id_shape.c (what a text could be) and id_judge.c (whether it is good) share. */
#include <stdbool.h>
#include <stddef.h>

static inline bool
letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
digits(const char *s, size_t n)
{
	while (n > 0 && *s >= '0' && *s <= '9') {
		s++;
		n--;
	}
	return n == 0;
}

static inline int
decimal(const char *s, size_t n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + (*s++ - '0');
	return v;
}

/* No number has more faults than there is room for. */
static inline void
fault(struct id *d, enum id_part part, int verdict, const char *why)
{
	if (d->faults == ID_FAULTS)
		return;
	d->fault[d->faults].part = part;
	d->fault[d->faults].verdict = (uint8_t)verdict;
	d->fault[d->faults++].why = why;
}

char id_shape_check(const char s[17]);		/* of digits, GB 11643-1999 */
char id_shape_card_check(const char s[14]);	/* of a foreigner's card of 2017 */
/* 15 or 18 characters of a person, with a possible date of birth in them. */
bool id_shape_person_like(const char *s, size_t n);
/* Length and digits of the kind of organisation. */
bool id_shape_org(const char *s, size_t n, enum id_type);
/* The kind that the number shows to be, whatever the record says; ID_NONE: not of its kind. */
enum id_type id_shape_kind(const struct id *);

/* All components of a number that has the shape of its type. */
void id_judge_number(struct id *, const struct region_table *, int today);
