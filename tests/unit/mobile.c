/* Mobile numbers by the table of share/: every network code, and how people write numbers. */
#include <stdint.h>

#include "mobile.h"
#include "tap.h"

static struct mobile_table *table;

/* MIIT, 2023-03-31: use of each 3 to 5 digits, longest first. */
static const struct {
	const char *prefix;
	enum mobile_use use;
} facts[] = {
	{ "1349", MOBILE_UNASSIGNED }, { "134", MOBILE_ORDINARY },
	{ "1740", MOBILE_SATELLITE },
	{ "13492", MOBILE_SATELLITE }, { "13493", MOBILE_SATELLITE },
	{ "13499", MOBILE_SATELLITE },
	{ "174", MOBILE_UNASSIGNED }, { "17410", MOBILE_SATELLITE },
	{ "17411", MOBILE_SATELLITE },
	{ "17412", MOBILE_SATELLITE }, { "1749", MOBILE_SATELLITE }, { "162", MOBILE_RESALE },
	{ "165", MOBILE_RESALE }, { "167", MOBILE_RESALE }, { "170", MOBILE_RESALE },
	{ "171", MOBILE_RESALE }, { "145", MOBILE_DATA }, { "147", MOBILE_DATA },
	{ "149", MOBILE_DATA }, { "146", MOBILE_IOT }, { "148", MOBILE_IOT },
	{ "172", MOBILE_IOT },
	{ "14", MOBILE_UNASSIGNED }, { "154", MOBILE_UNASSIGNED }, { "1610", MOBILE_RESERVED },
	{ "1619", MOBILE_SATELLITE }, { "160", MOBILE_UNASSIGNED },
	{ "161", MOBILE_UNASSIGNED },
	{ "163", MOBILE_UNASSIGNED }, { "164", MOBILE_UNASSIGNED },
	{ "168", MOBILE_UNASSIGNED },
	{ "169", MOBILE_UNASSIGNED }, { "179", MOBILE_UNASSIGNED },
	{ "194", MOBILE_UNASSIGNED },
	{ "1", MOBILE_ORDINARY },
};

static void
every_prefix(void)
{
	struct mobile m;
	char number[24];
	size_t i, best, n;
	enum mobile_use want = MOBILE_ORDINARY;
	int p, wrong = 0;

	for (p = 13000; p < 20000; p++) {
		snprintf(number, sizeof number, "%d000000", p);
		for (i = best = 0; i < sizeof facts / sizeof *facts; i++) {
			n = strlen(facts[i].prefix);
			if (n > best && memcmp(number, facts[i].prefix, n) == 0) {
				best = n;
				want = facts[i].use;
			}
		}
		mobile_check(&m, table, number, 11);
		if (!m.formed || m.normalised || m.use != want ||
		    strcmp(m.number, number) != 0) {
			printf("# %d is %d and not %d\n", p, m.use, want);
			wrong++;
		}
	}
	ok(wrong == 0, "the use of each five digits from 13000 to 19999");
}

static void
forms(void)
{
	static const struct {
		const char *s, *number;
		bool normalised;
	} cases[] = {
		{ "13812345678", "13812345678", false },
		{ "+8613812345678", "13812345678", true },
		{ "008613812345678", "13812345678", true },
		{ "8613812345678", "13812345678", true },
		{ "+86 138-1234-5678", "13812345678", true },
		{ "013812345678", "13812345678", true },
		{ "１３８１２３４５６７８", "13812345678", true },
		{ "＋８６13812345678", "13812345678", true },
		{ "\ufeff13812345678", "13812345678", true },
		{ "138\u200b12345678", "13812345678", true },
		{ "(+86)13812345678", "13812345678", true },
		{ " 13812345678\r", "13812345678", true },
		{ "1440012345678", "1440012345678", false },
		{ "1064812345678", "1064812345678", false },
		{ "+861440012345678", "1440012345678", true },
		{ "861440012345678", "1440012345678", true },
		{ "", "", false }, { "1381234567", "", false }, { "138123456789", "", false },
		{ "12812345678", "", false }, { "23812345678", "", false },
		{ "9281234567", "", false },
		{ "1381234567a", "", false }, { "138١2345678", "", false },
		{ "138\xff", "", false },
		{ "+113812345678", "", false }, { "13812345678/13912345678", "", false },
		{ "138****5678", "", false }, { "1.38E+10", "", false },
		{ "1361234567890", "", false },
		{ "13812345678138123456781381234567813812345678", "", false },
	};
	struct mobile m;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		mobile_check(&m, table, cases[i].s, strlen(cases[i].s));
		ok(strcmp(m.number, cases[i].number) == 0 && m.len == strlen(m.number) &&
		    m.formed == (m.len > 0) &&
		    (!m.formed || m.normalised == cases[i].normalised) &&
		    (m.formed || m.use == MOBILE_UNASSIGNED), "case %zu", i);
	}
	mobile_check(&m, table, "1440012345678", 13);
	ok(m.use == MOBILE_MACHINE && strcmp(m.operator, "中国移动") == 0, "a machine's number");
	mobile_check(&m, table, "13312345678", 11);
	same(m.operator, "中国电信", "the operator of 133");
	mobile_check(&m, table, "15412345678", 11);
	ok(m.formed && m.operator == NULL, "nobody's code has no operator");
	mobile_check(&m, table, "1420012345678", 13);
	ok(m.formed && m.use == MOBILE_UNASSIGNED, "13 digits that nobody was given");
}

static void
mask(void)
{
	static const char *const cases[][2] = {
		{ "13812345678", "138****5678" }, { "+86 138 1234 5678", "138****5678" },
		{ "138****5678", "138****5678" }, { "1440012345678", "144******5678" },
		{ "", "****" }, { "12345", "****" }, { "13812345678,13912345678", "****" },
		{ "someone@example", "****" }, { "\xff\xfe", "****" },
		{ "138****567x", "****" },
	};
	char out[24];
	size_t i, n;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		n = mobile_mask(out, cases[i][0], strlen(cases[i][0]));
		same(out, cases[i][1], cases[i][1]);
		ok(n == strlen(out), "its length");
	}
}

static void
bad_tables(void)
{
	static const struct {
		const char *text;
		unsigned line;
	} cases[] = {
		{ "", 1 }, { "prefix,use\n", 1 },
		{ "prefix,length,operator,use\n13,11,a,mobile\n", 2 },
		{ "prefix,length,operator,use\n130,11,a,mobile\n131,12,a,mobile\n", 3 },
		{ "prefix,length,operator,use\n130,11,a,phone\n", 2 },
		{ "prefix,length,operator,use\n230,11,a,mobile\n", 2 },
		{ "prefix,length,operator,use\n130,11,a,mobile\n1301,11,b,iot\n", 3 },
		{ "prefix,length,operator,use\n130123,11,a,mobile\n", 2 },
		{ "prefix,length,operator,use\n13a,11,a,mobile\n", 2 },
		{ "prefix,length,operator,use\n130,11,a\n", 2 },
		{ "prefix,length,operator,use\n\n", 2 },
	};
	unsigned line;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(mobile_read(cases[i].text, strlen(cases[i].text), &line) == NULL &&
		    line == cases[i].line, "malformed table %zu, line %u", i, cases[i].line);
}

int
main(void)
{
	size_t n;
	char *text = whole("share/mobile-segments.csv", &n);
	unsigned line;

	table = mobile_read(text, n, &line);
	ok(table != NULL, "share/mobile-segments.csv is read");
	if (table == NULL)
		return done();
	every_prefix();
	forms();
	mask();
	bad_tables();
	mobile_free(table);
	mobile_free(NULL);
	return done();
}
