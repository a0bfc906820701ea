/* Countries of ISO 3166-1 (GB/T 2659), as the cards of foreigners name them. */
#include <stdbool.h>

bool country_numeric(int);		/* is it a numeric code? */
bool country_alpha(const char s[3]);	/* is it a code of three capitals? */
