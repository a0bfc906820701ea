/*
 * Arithmetic of the numbers of organisations: unified social credit codes (GB 32100-2015 with
 * its amendment of 2016), organisation codes (GB 11714-1997), registration numbers (GS
 * 15-2006).  What a fault in them means is judged in id.c.
 */
#include <stdbool.h>

/* Check characters; 0 when a character before it is not in the alphabet. */
char uscc_check(const char s[17]);	/* 31 characters, weights 3^i modulo 31 */
char uscc_org_check(const char s[8]);	/* 36 characters, weights 3 7 9 10 5 8 4 2 modulo 11 */
char uscc_reg_check(const char s[14]);	/* digits, ISO 7064 MOD 11,10 */

bool uscc_letter(char);			/* one of 0-9 A-Z without I O S V Z */

/* What the first two characters (registering authority, class of organisation) are. */
enum uscc_category {
	USCC_NONE,		/* no such authority, or no such class under it */
	USCC_LATER,		/* said to be added after 2016, in no text that was found */
	USCC_CATEGORY		/* in the standard */
};
enum uscc_category uscc_category(const char s[2]);
