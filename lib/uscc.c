#include "uscc.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* Value of each character in the alphabet plus one, 0: not in it. */
static const unsigned char value[128] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7,
	['7'] = 8, ['8'] = 9, ['9'] = 10, ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14,
	['E'] = 15, ['F'] = 16, ['G'] = 17, ['H'] = 18, ['J'] = 19, ['K'] = 20, ['L'] = 21,
	['M'] = 22, ['N'] = 23, ['P'] = 24, ['Q'] = 25, ['R'] = 26, ['T'] = 27, ['U'] = 28,
	['W'] = 29, ['X'] = 30, ['Y'] = 31,
};

bool
uscc_letter(char c)
{
	return (unsigned char)c < 128 && value[(unsigned char)c] > 0;
}

char
uscc_check(const char s[17])
{
	static const unsigned char weight[17] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13,
		8, 24, 10, 30, 28 };
	unsigned sum = 0, i;

	for (i = 0; i < 17; i++) {
		if (!uscc_letter(s[i]))
			return 0;
		sum += (value[(unsigned char)s[i]] - 1u) * weight[i];
	}
	return alphabet[(31 - sum % 31) % 31];
}

char
uscc_org_check(const char s[8])
{
	static const unsigned char weight[8] = { 3, 7, 9, 10, 5, 8, 4, 2 };
	unsigned sum = 0, i;

	for (i = 0; i < 8; i++) {
		if (s[i] >= '0' && s[i] <= '9')
			sum += (unsigned)(s[i] - '0') * weight[i];
		else if (s[i] >= 'A' && s[i] <= 'Z')
			sum += (unsigned)(s[i] - 'A' + 10) * weight[i];
		else
			return 0;
	}
	return "0X987654321"[sum % 11];
}

char
uscc_reg_check(const char s[14])
{
	unsigned p = 10, i;

	for (i = 0; i < 14; i++) {
		if (s[i] < '0' || s[i] > '9')
			return 0;
		p = (p + (unsigned)(s[i] - '0')) % 10;
		p = (p == 0 ? 10 : p) * 2 % 11;
	}
	return (char)('0' + (11 - p) % 10);
}

enum uscc_category
uscc_category(const char s[2])
{
	/* authority, classes of the standard, classes of other hearsay */
	static const char *const table[][3] = {
		{ "1", "1239", "" },	/* establishment: organs, institutions, mass bodies */
		{ "2", "19", "" },	/* foreign affairs */
		{ "3", "123459", "6" },	/* justice: law firms, notaries, arbitration ... */
		{ "4", "19", "" },	/* culture */
		{ "5", "1239", "45" },	/* civil affairs: associations, foundations ... */
		{ "6", "129", "" },	/* tourism */
		{ "7", "129", "" },	/* religion */
		{ "8", "19", "2" },	/* trade unions */
		{ "9", "1239", "" },	/* industry and commerce */
		{ "A", "19", "" },	/* Central Military Commission */
		{ "G", "", "19" },	/* public security */
		{ "J", "", "19" },	/* housing and construction */
		{ "N", "1239", "" },	/* agriculture: village collectives */
		{ "Q", "", "1239" },	/* returned overseas Chinese */
		{ "Y", "1", "" },	/* others */
	};
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		if (table[i][0][0] != s[0] || s[1] == 0)
			continue;
		if (strchr(table[i][1], s[1]) != NULL)
			return USCC_CATEGORY;
		return strchr(table[i][2], s[1]) != NULL ? USCC_LATER : USCC_NONE;
	}
	return USCC_NONE;
}
