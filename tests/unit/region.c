/* Divisions as a timeline, with a small table of its own and with that of share/. */
#include "region.h"
#include "tap.h"

static struct region_table *
table(const char *rows, unsigned *line)
{
	char text[2048];

	snprintf(text, sizeof text, "code,name,from,until\n%s", rows);
	return region_read(text, strlen(text), line);
}

static void
timeline(void)
{
	static const char rows[] = "110000,北京市,,\n110100,市辖区,,\n110101,东城区,,\n"
	    "120000,天津市,,\n330000,浙江省,,\n330100,杭州市,,\n330101,市辖区,,\n"
	    "330102,上城区,1990,\n330103,下城区,,2021\n330104,旧名,1980,1985\n"
	    "330104,新名,1990,2000\n330104,再名,2000,\n440000,广东省,,\n441900,东莞市,1988,\n"
	    "710000,台湾省,,\n830000,台湾省,,\n";
	static const struct {
		int code, year;
		enum region_state state;
	} cases[] = {
		{ 110101, 1949, REGION_KNOWN }, { 110101, 0, REGION_KNOWN },
		{ 110100, 1990, REGION_SUMMARY }, { 110000, 1990, REGION_SUMMARY },
		{ 330101, 1990, REGION_SUMMARY }, { 330120, 1990, REGION_SUMMARY },
		{ 330201, 1990, REGION_UNKNOWN }, { 330102, 1989, REGION_NEWER },
		{ 330102, 1990, REGION_KNOWN }, { 330102, 0, REGION_KNOWN },
		{ 330103, 2021, REGION_KNOWN }, { 330103, 2022, REGION_ABOLISHED },
		{ 330103, 0, REGION_KNOWN }, { 330104, 1979, REGION_NEWER },
		{ 330104, 1985, REGION_KNOWN }, { 330104, 1987, REGION_NEWER },
		{ 330104, 2000, REGION_KNOWN }, { 330104, 2020, REGION_KNOWN },
		{ 330199, 1990, REGION_UNKNOWN }, { 130101, 1990, REGION_UNKNOWN_PROVINCE },
		{ 441900, 1990, REGION_KNOWN }, { 441900, 1980, REGION_NEWER },
		{ 441901, 1990, REGION_SUMMARY }, { 0, 1990, REGION_UNKNOWN_PROVINCE },
		{ -1, 1990, REGION_UNKNOWN_PROVINCE }, { 1000000, 0, REGION_UNKNOWN_PROVINCE },
		{ 999999, 0, REGION_UNKNOWN_PROVINCE },
	};
	unsigned line;
	struct region_table *t = table(rows, &line);
	size_t i;

	ok(t != NULL, "a table of the test's own is read");
	if (t == NULL)
		return;
	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(region_check(t, cases[i].code, cases[i].year) == cases[i].state,
		    "%06d in %d is %d", cases[i].code, cases[i].year, cases[i].state);
	same(region_name(t, 330104, 1982), "旧名", "the name of the time");
	same(region_name(t, 330104, 1995), "新名", "the next name");
	same(region_name(t, 330104, 0), "再名", "the latest name");
	same(region_name(t, 330104, 1950), "旧名", "before all names, the first");
	ok(region_name(t, 330199, 0) == NULL, "no name of a code that is none");
	region_free(t);
	region_free(NULL);
}

static void
malformed(void)
{
	static const struct {
		const char *rows;
		unsigned line;
	} cases[] = {
		{ "11000,北京市,,\n", 2 }, { "110000,,,\n", 2 }, { "110000,北京市,19,\n", 2 },
		{ "110000,北京市,2000,1999\n", 2 }, { "120000,天津市,,\n110000,北京市,,\n", 3 },
		{ "110000,北京市,,\n110000,北平,1949,\n", 3 }, { "110000,北京市,\n", 2 },
		{ "110000,a,,2000\n110000,b,1999,\n", 3 }, { "110000,北京市,,,\n", 2 },
		{ "090000,x,,\n", 2 }, { "110000,北京市,,\n\n", 3 },
	};
	unsigned line = 0;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(table(cases[i].rows, &line) == NULL && line == cases[i].line,
		    "malformed table %zu, line %u", i, cases[i].line);
	ok(region_read("", 0, &line) == NULL && line == 1, "an empty table");
	ok(region_read("code,name\n", 10, &line) == NULL && line == 1, "a wrong heading");
}

struct tally {
	int names, counties, provinces, summaries;
};

static void
tally(const char *name, int code, void *arg)
{
	struct tally *t = arg;

	t->names++;
	t->counties += code % 100 != 0;
	t->provinces += code % 10000 == 0;
	t->summaries += strcmp(name, "市辖区") == 0;
}

static void
shipped(void)
{
	static const struct {
		const char *s;
		int code;
	} provinces[] = {
		{ "浙江", 33 }, { "浙江省", 33 }, { "33", 33 }, { "330000", 33 }, { "330102", 33 },
		{ "内蒙古", 15 }, { "内蒙古自治区", 15 }, { "黑龙江", 23 }, { "广西", 45 },
		{ "广西壮族自治区", 45 }, { "新疆维吾尔自治区", 65 }, { "宁夏", 64 }, { "西藏", 54 },
		{ "北京", 11 }, { "北京市", 11 }, { "重庆市", 50 }, { "香港", 81 },
		{ "澳门特别行政区", 82 }, { "台湾", 71 }, { "830000", 71 }, { "浙江省杭州市", 33 },
		{ "吉林", 22 }, { "海南", 46 }, { "", 0 }, { "浙", 0 }, { "99", 0 }, { "3", 0 },
		{ "00", 0 }, { "33000", 0 }, { "海南藏族自治州", 0 }, { "浙江人", 0 }, { "3a", 0 },
	};
	struct tally sum = { 0, 0, 0, 0 };
	unsigned line;
	size_t n, i;
	char *text = whole("share/regions.csv", &n);
	struct region_table *t = region_read(text, n, &line);
	int p, count = 0;

	ok(t != NULL, "share/regions.csv is read");
	if (t == NULL)
		return;
	for (i = 0; i < sizeof provinces / sizeof *provinces; i++)
		ok(region_province(t, provinces[i].s,
		    strlen(provinces[i].s)) == provinces[i].code,
		    "'%s' is province %d", provinces[i].s, provinces[i].code);
	for (p = 10; p < 83; p++)
		count += region_check(t, p * 10000, 0) != REGION_UNKNOWN_PROVINCE;
	ok(count == 34, "34 provinces");
	region_each(t, tally, &sum);
	ok(sum.provinces == 34 && sum.summaries == 0 && sum.counties > 2800 &&
	    sum.counties < 3000, "the names that are in use: %d counties", sum.counties);
	/* prefectures without counties stand on cards themselves */
	ok(region_check(t, 441900, 1990) == REGION_KNOWN && region_check(t, 442000, 1990) ==
	    REGION_KNOWN && region_check(t, 620200, 1990) == REGION_KNOWN &&
	    region_check(t, 330100, 1990) == REGION_SUMMARY,
	    "441900, 442000, 620200, but 330100");
	ok(region_check(t, 371001, 1980) == REGION_SUMMARY && region_check(t, 440401, 1980) ==
	    REGION_SUMMARY && region_check(t, 140120, 1980) == REGION_SUMMARY &&
	    region_check(t, 222401, 1990) == REGION_KNOWN,
	    "summary codes, and a city like one");
	/* 330103 went in 2021: between the editions of 2016 and 2023 */
	ok(region_check(t, 330103, 2020) == REGION_KNOWN &&
	    region_check(t, 330103, 2024) == REGION_ABOLISHED, "an abolished district");
	ok(region_check(t, 412723, 1990) == REGION_KNOWN && region_check(t, 440524, 1880) ==
	    REGION_KNOWN && region_check(t, 411082, 1898) != REGION_UNKNOWN &&
	    region_check(t, 500154, 1991) != REGION_UNKNOWN, "codes that peers refuse");
	same(region_name(t, 110105, 1949), "朝阳区", "the name of 110105");
	ok(region_check(t, 321119, 1990) == REGION_UNKNOWN,
	    "a zone's code that is in no edition");
	region_free(t);
}

int
main(void)
{
	timeline();
	malformed();
	shipped();
	return done();
}
