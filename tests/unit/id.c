/* Identity numbers: vectors of the standards, and a case for each way to be wrong. */
#include <stdint.h>

#include "id.h"
#include "region.h"
#include "status.h"
#include "tap.h"
#include "uscc.h"
#include "when.h"

static struct region_table *regions;
static int today;

/* Check characters by other formulations than the library's (recursive ISO 7064, table of
 * powers), so that numbers can be written here with '?' for the last and '!' for position
 * 17. */
static char
mod_11_2(const char *s)
{
	unsigned p = 0, i;

	for (i = 0; i < 17; i++)
		p = (p + (unsigned)(s[i] - '0')) * 2 % 11;
	p = (12 - p) % 11;
	return p == 10 ? 'X' : (char)('0' + p);
}

static char
org_char(const char *s)
{
	static const int weight[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
	int i, sum = 0;

	for (i = 0; i < 8; i++)
		sum += weight[i] * (s[i] <= '9' ? s[i] - '0' : s[i] - 'A' + 10);
	sum = 11 - sum % 11;
	return sum == 10 ? 'X' : sum == 11 ? '0' : (char)('0' + sum);
}

static char
mod_31(const char *s)
{
	static const char all[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	int i, sum = 0, power = 1;

	for (i = 0; i < 17; i++) {
		sum += (int)(strchr(all, s[i]) - all) * power;
		power = power * 3 % 31;
	}
	return all[(31 - sum % 31) % 31];
}

static void
complete(char *s, enum id_type type)
{
	char *p = strchr(s, '!');

	if (p != NULL)
		*p = org_char(p - 8);
	p = strchr(s, '?');
	if (p != NULL)
		*p = type == ID_USCC ? mod_31(p - 17) : mod_11_2(p - 17);
}

/* "valid id-region:review ..." */
static const char *
verdicts(const struct id *d)
{
	static char out[256];
	unsigned i;

	snprintf(out, sizeof out, "%s", d->valid ? "valid" : "bad");
	for (i = 0; i < d->faults; i++)
		snprintf(out + strlen(out), sizeof out - strlen(out), " %s:%c",
		    id_part_name(d->fault[i].part) + 3, "PVR"[d->fault[i].verdict]);
	return out;
}

static const struct {
	enum id_type type;
	const char *number, *want;
} cases[] = {
	/* GB 11643-1999, annex A, and others published */
	{ ID_RESIDENT, "11010519491231002X", "valid" },
	{ ID_RESIDENT, "440524188001010014", "valid birth:V" },
	{ ID_RESIDENT, "440308199901101512", "valid" },
	{ ID_RESIDENT, "34052419800101001X", "valid region:V" },
	{ ID_RESIDENT, "23023019950212522X", "bad checksum:R" },
	{ ID_RESIDENT, "230230199502125229", "valid" },
	{ ID_RESIDENT, "411082198901010002", "valid sequence:V" },
	{ ID_RESIDENT, "500154199301135886", "valid" },
	{ ID_RESIDENT, "41272319900101001?", "valid" },
	/* as people write them */
	{ ID_RESIDENT, "11010519491231002x", "valid normalised:P" },
	{ ID_RESIDENT, "１１０１０５１９４９１２３１００２Ｘ", "valid normalised:P" },
	{ ID_RESIDENT, "１１０１０５１９４９１２３１００２ｘ", "valid normalised:P" },
	{ ID_RESIDENT, " 110105 19491231 002X\r\n", "valid normalised:P" },
	{ ID_RESIDENT, "110105-19491231-002X", "valid normalised:P" },
	{ ID_RESIDENT, "\ufeff11010519491231002X", "valid normalised:P" },
	{ ID_RESIDENT, "110105\u200b19491231\u3000002X", "valid normalised:P" },
	{ ID_RESIDENT, "'11010519491231002X", "valid normalised:P" },
	{ ID_RESIDENT, "=\"11010519491231002X\"", "valid normalised:P" },
	/* no X */
	{ ID_RESIDENT, "11010519491231002Χ", "bad format:R" },
	{ ID_RESIDENT, "11010519491231002Х", "bad format:R" },
	{ ID_RESIDENT, "11010519491231002×", "bad format:R" },
	{ ID_RESIDENT, "١١010519491231002X", "bad format:R" },
	{ ID_RESIDENT, "11010519491231002*", "bad format:R" },
	{ ID_RESIDENT, "110105********002X", "bad format:R" },
	{ ID_RESIDENT, "", "bad format:R" },
	{ ID_RESIDENT, " ", "bad format:R" },
	{ ID_RESIDENT, "1101051949123100", "bad format:R" },
	{ ID_RESIDENT, "11010519491231002", "bad format:R" },
	{ ID_RESIDENT, "1101051949123100222", "bad format:R" },
	{ ID_RESIDENT, "1101051949X231002X", "bad format:R" },
	{ ID_RESIDENT, "X1010519491231002X", "bad format:R" },
	{ ID_RESIDENT, "11010519491231002A", "bad format:R" },
	{ ID_RESIDENT, "1.10105194912310E+17", "bad format:R" },
	{ ID_RESIDENT, "11010519491231002X11010519491231002X", "bad format:R" },
	{ ID_RESIDENT, "110105\xff", "bad format:R" },
	{ ID_RESIDENT, "无", "bad format:R" },
	/* check character: each other one is wrong */
	{ ID_RESIDENT, "110105194912310020", "bad checksum:R" },
	{ ID_RESIDENT, "110105194912310029", "bad checksum:R" },
	{ ID_RESIDENT, "110105194912310000", "bad sequence:V checksum:R" },
	/* birth */
	{ ID_RESIDENT, "11010519000229001?", "bad birth:R" },
	{ ID_RESIDENT, "11010520000229001?", "valid" },
	{ ID_RESIDENT, "11010519990229001?", "bad birth:R" },
	{ ID_RESIDENT, "11010519900230001?", "bad birth:R" },
	{ ID_RESIDENT, "11010519900431001?", "bad birth:R" },
	{ ID_RESIDENT, "11010519901301001?", "bad birth:R" },
	{ ID_RESIDENT, "11010519900001001?", "bad birth:R" },
	{ ID_RESIDENT, "11010519900100001?", "bad birth:R" },
	{ ID_RESIDENT, "11010500000101001?", "bad birth:R" },
	{ ID_RESIDENT, "11010520261124001?", "valid" },
	{ ID_RESIDENT, "11010520261125001?", "bad birth:R" },
	{ ID_RESIDENT, "11010599991231001?", "bad birth:R" },
	{ ID_RESIDENT, "11010519000101001?", "valid" },
	{ ID_RESIDENT, "11010518991231001?", "valid birth:V" },
	{ ID_RESIDENT, "11010518000101001?", "valid birth:V" },
	{ ID_RESIDENT, "11010517991231001?", "bad birth:R" },
	/* sequence */
	{ ID_RESIDENT, "11010519900101000?", "valid sequence:V" },
	/* region */
	{ ID_RESIDENT, "10010519900101001?", "bad region:R" },
	{ ID_RESIDENT, "16010519900101001?", "bad region:R" },
	{ ID_RESIDENT, "00000019900101001?", "bad region:R" },
	{ ID_RESIDENT, "11019919900101001?", "valid region:V" },
	{ ID_RESIDENT, "32111919900101001?", "valid region:V" },
	{ ID_RESIDENT, "44190019900101001?", "valid" },
	{ ID_RESIDENT, "44200019900101001?", "valid" },
	{ ID_RESIDENT, "62020019900101001?", "valid" },
	{ ID_RESIDENT, "46040019900101001?", "valid" },
	{ ID_RESIDENT, "37100119900101001?", "valid" },
	{ ID_RESIDENT, "44040119900101001?", "valid" },
	{ ID_RESIDENT, "14012019900101001?", "valid" },
	{ ID_RESIDENT, "33010319900101001?", "valid" },
	{ ID_RESIDENT, "33010320240101001?", "valid region:V" },
	{ ID_RESIDENT, "33000019900101001?", "valid region:V" },
	{ ID_RESIDENT, "71010119900101001?", "valid region:V" },
	{ ID_RESIDENT, "81010119900101001?", "valid region:V" },
	{ ID_RESIDENT, "83010119900101001?", "bad region:R" },
	{ ID_RESIDENT, "11019918990101000?", "valid birth:V region:V sequence:V" },
	{ ID_RESIDENT, "161199189913010009", "bad birth:R region:R sequence:V checksum:R" },
	/* 15 digits */
	{ ID_RESIDENT, "610104620927690", "valid unchecked:P" },
	{ ID_RESIDENT, "110105491231002", "valid unchecked:P" },
	{ ID_RESIDENT, "110105000229001", "bad birth:R unchecked:P" },
	{ ID_RESIDENT, "110105491331002", "bad birth:R unchecked:P" },
	{ ID_RESIDENT, "111111111111111", "valid region:V unchecked:P" },
	{ ID_RESIDENT, "110105491231000", "valid sequence:V unchecked:P" },
	{ ID_RESIDENT, "110105491231996", "valid sequence:V unchecked:P" },
	{ ID_RESIDENT, "160105491231002", "bad region:R unchecked:P" },
	{ ID_RESIDENT, "31010485071500A", "bad format:R" },
	/* permits and cards, in their own field and in a resident's */
	{ ID_HMT_PERMIT, "810000199408230021", "valid" },
	{ ID_HMT_PERMIT, "830000199201300022", "valid" },
	{ ID_HMT_PERMIT, "82000019900101001?", "valid" },
	{ ID_HMT_PERMIT, "810000199408230022", "bad checksum:R" },
	{ ID_HMT_PERMIT, "81000020270101001?", "bad birth:R" },
	{ ID_HMT_PERMIT, "11010519491231002X", "valid kind:V" },
	{ ID_HMT_PERMIT, "71000019900101001?", "valid kind:V region:V" },
	{ ID_HMT_PERMIT, "H12345678", "bad format:R" },
	{ ID_RESIDENT, "810000199408230021", "valid kind:V" },
	{ ID_RESIDENT, "830000199201300022", "valid kind:V" },
	{ ID_RESIDENT, "911398199012310021", "valid kind:V" },
	{ ID_RESIDENT, "KAZ110090123105", "valid kind:V" },
	{ ID_FOREIGNER_PERMIT, "911398199012310021", "valid" },
	{ ID_FOREIGNER_PERMIT, "932682198501010017", "valid" },
	{ ID_FOREIGNER_PERMIT, "932682198501010018", "bad checksum:R" },
	{ ID_FOREIGNER_PERMIT, "KAZ110090123105", "valid" },
	{ ID_FOREIGNER_PERMIT, "kaz110090123105", "valid normalised:P" },
	{ ID_FOREIGNER_PERMIT, "KAZ110090123104", "bad checksum:R" },
	{ ID_FOREIGNER_PERMIT, "91139919901231002?", "valid category:V" },
	{ ID_FOREIGNER_PERMIT, "97139819901231002?", "bad region:R" },
	{ ID_FOREIGNER_PERMIT, "91639819901231002?", "bad region:R" },
	{ ID_FOREIGNER_PERMIT, "98139819901231002?", "bad region:R" },
	{ ID_FOREIGNER_PERMIT, "91139819901331002?", "bad birth:R" },
	{ ID_FOREIGNER_PERMIT, "11010519491231002X", "valid kind:V" },
	/* unified social credit codes */
	{ ID_USCC, "91350100M000100Y43", "valid" },
	{ ID_USCC, "91110000101623741K", "valid" },
	{ ID_USCC, "911101066976941872", "valid" },
	{ ID_USCC, "91100000100003962T", "valid" },
	{ ID_USCC, "911000001000013428", "valid" },
	{ ID_USCC, "91340600MA2PBP2120", "valid" },
	{ ID_USCC, "91350100m000100y43", "valid normalised:P" },
	{ ID_USCC, "９１３５０１００Ｍ０００１００Ｙ４３", "valid normalised:P" },
	{ ID_USCC, "91350211M0000XUF46", "valid checksum:V" },
	{ ID_USCC, "91350211M00013FA1N", "valid checksum:V" },
	{ ID_USCC, "000000000000000000", "bad category:R region:R org-code:V" },
	{ ID_USCC, "14110000MA0000001!?", "bad format:R" },
	{ ID_USCC, "14110000MA000001!?", "bad category:R" },
	{ ID_USCC, "90110000MA000001!?", "bad category:R" },
	{ ID_USCC, "B1110000MA000001!?", "bad category:R" },
	{ ID_USCC, "XX110000MA000001!?", "bad category:R" },
	{ ID_USCC, "N2330102MF000001!?", "valid" },
	{ ID_USCC, "A1110000MF000001!?", "valid" },
	{ ID_USCC, "Y1110000MF000001!?", "valid" },
	{ ID_USCC, "32110000MF000001!?", "valid" },
	{ ID_USCC, "35110000MF000001!?", "valid" },
	{ ID_USCC, "54110000MF000001!?", "valid category:V" },
	{ ID_USCC, "G1110000MF000001!?", "valid category:V" },
	{ ID_USCC, "91160100MF000001!?", "bad region:R" },
	{ ID_USCC, "91110199MF000001!?", "valid region:V" },
	{ ID_USCC, "91330103MF000001!?", "valid" },
	{ ID_USCC, "911A0199MF000001!?", "bad region:R" },
	{ ID_USCC, "91350100M000100Y53", "valid org-code:V checksum:V" },
	{ ID_USCC, "91350100M000100Y44", "valid checksum:V" },
	{ ID_USCC, "91350100M000I00Y43", "bad format:R" },
	{ ID_USCC, "9135O100M000100Y43", "bad format:R" },
	{ ID_USCC, "91350100M000100Y4", "bad format:R" },
	{ ID_USCC, "11010519491231002X", "valid kind:V" },
	{ ID_USCC, "440308199901101512", "valid kind:V" },
	{ ID_USCC, "110105000101010017", "bad region:R org-code:V checksum:V" },
	{ ID_USCC, "810000199408230021", "valid kind:V" },
	{ ID_USCC, "M000100Y4", "valid kind:V" },
	{ ID_USCC, "440301103097413", "valid kind:V" },
	{ ID_USCC, "110105491231004", "valid kind:V unchecked:P" },
	{ ID_RESIDENT, "91350100M000100Y43", "valid kind:V" },
	{ ID_RESIDENT, "911101066976941872", "valid kind:V" },
	/* organisation codes */
	{ ID_ORG_CODE, "D2143569X", "valid" },
	{ ID_ORG_CODE, "D2143569-X", "valid normalised:P" },
	{ ID_ORG_CODE, "M000100Y4", "valid" },
	{ ID_ORG_CODE, "101623741", "valid" },
	{ ID_ORG_CODE, "D21435690", "valid checksum:V" },
	{ ID_ORG_CODE, "D2143569A", "bad format:R" },
	{ ID_ORG_CODE, "000000000", "bad format:R" },
	{ ID_ORG_CODE, "PDY00001!", "valid category:V" },
	{ ID_ORG_CODE, "91350100M000100Y43", "valid kind:V" },
	{ ID_ORG_CODE, "11010519491231002X", "valid kind:V" },
	/* business registration */
	{ ID_BUSINESS, "440301103097413", "valid" },
	{ ID_BUSINESS, "440301103097414", "bad checksum:R" },
	{ ID_BUSINESS, "100000000000014", "valid" },
	{ ID_BUSINESS, "000000000000000", "bad region:R checksum:R" },
	{ ID_BUSINESS, "4403011030974", "valid unchecked:P" },
	{ ID_BUSINESS, "44030110309741", "bad format:R" },
	{ ID_BUSINESS, "91350100M000100Y43", "valid kind:V" },
	/* travel documents, military, net numbers */
	{ ID_PASSPORT, "E12345678", "valid unchecked:P" },
	{ ID_PASSPORT, "EA1234567", "valid unchecked:P" },
	{ ID_PASSPORT, "G12345678", "valid unchecked:P" },
	{ ID_PASSPORT, "P.1234567", "valid normalised:P unchecked:P" },
	{ ID_PASSPORT, "C01X00T47", "valid unchecked:P" },
	{ ID_PASSPORT, "ABCDEFGH", "bad format:R" },
	{ ID_PASSPORT, "1234", "bad format:R" },
	{ ID_PASSPORT, "1234567890123", "bad format:R" },
	{ ID_PASSPORT, "11010519491231002X", "valid kind:V" },
	{ ID_HM_PASS, "H12345678", "valid unchecked:P" },
	{ ID_HM_PASS, "M1234567801", "valid unchecked:P" },
	{ ID_HM_PASS, "h12345678", "valid normalised:P unchecked:P" },
	{ ID_HM_PASS, "A12345678", "bad format:R" },
	{ ID_HM_PASS, "H1234567", "bad format:R" },
	{ ID_HM_PASS, "C12345678", "valid kind:V unchecked:P" },
	{ ID_TW_PASS, "12345678", "valid unchecked:P" },
	{ ID_TW_PASS, "1234567890", "valid unchecked:P" },
	{ ID_TW_PASS, "1234567890(B)", "valid normalised:P unchecked:P" },
	{ ID_TW_PASS, "123456789", "bad format:R" },
	{ ID_MILITARY, "军字第12345678号", "valid unchecked:P" },
	{ ID_MILITARY, "士字第１２３４５６号", "valid unchecked:P" },
	{ ID_MILITARY, "南字123456", "valid unchecked:P" },
	{ ID_MILITARY, "军字第12345号", "bad format:R" },
	{ ID_MILITARY, "12345678", "bad format:R" },
	{ ID_MILITARY, "军字第123456789号", "bad format:R" },
	{ ID_MILITARY, "军12第3456", "bad format:R" },
	{ ID_MILITARY, "号123456", "bad format:R" },
	{ ID_MILITARY, "", "bad format:R" },
	{ ID_MILITARY, "\xff""123456", "bad format:R" },
	{ ID_NETID, "Ab12Cd34Ef56", "valid unchecked:P" },
	{ ID_NETID, "ab/12", "bad format:R" },
	{ ID_NETID, "11010519491231002X", "valid kind:V" },
	{ ID_NONE, "11010519491231002X", "bad" },
};

static void
judge(struct id *d, enum id_type type, const char *number)
{
	id_check(d, type, number, strlen(number), regions, today);
}

static void
judged(void)
{
	struct id d;
	char number[128], what[160];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(number, sizeof number, "%s", cases[i].number);
		complete(number, cases[i].type);
		judge(&d, cases[i].type, number);
		snprintf(what, sizeof what, "case %zu: %s", i, cases[i].want);
		same(verdicts(&d), cases[i].want, what);
	}
}

static void
parts(void)
{
	static const struct {
		enum id_type type;
		const char *number;
		enum id_type real;
		char sex;
		const char *birth;
		int region;
		bool legacy;
		const char *canonical;
	} c[] = {
		{ ID_RESIDENT, "11010519491231002x", ID_RESIDENT, 'F', "1949-12-31", 110105,
		    false, "resident-id:11010519491231002X" },
		{ ID_RESIDENT, "110105491231002", ID_RESIDENT, 'F', "1949-12-31", 110105, true,
		    "resident-id:11010519491231002X" },
		{ ID_RESIDENT, "440524188001010014", ID_RESIDENT, 'M', "1880-01-01", 440524,
		    false, "resident-id:440524188001010014" },
		{ ID_RESIDENT, "810000199408230021", ID_HMT_PERMIT, 'F', "1994-08-23", 810000,
		    false, "hmt-permit:810000199408230021" },
		{ ID_HMT_PERMIT, "810000199408230021", ID_HMT_PERMIT, 'F', "1994-08-23",
		    810000, false, "hmt-permit:810000199408230021" },
		{ ID_FOREIGNER_PERMIT, "911398199012310021", ID_FOREIGNER_PERMIT, 'F',
		    "1990-12-31", 110000, false, "foreigner-permit:911398199012310021" },
		{ ID_FOREIGNER_PERMIT, "KAZ110090123105", ID_FOREIGNER_PERMIT, 0, "1990-12-31",
		    110000, false, "foreigner-permit:KAZ110090123105" },
		{ ID_FOREIGNER_PERMIT, "KAZ310000022908", ID_FOREIGNER_PERMIT, 0, "2000-02-29",
		    310000, false, "" },
		{ ID_USCC, "91350100M000100Y43", ID_USCC, 0, "9999-12-31", 350100, false,
		    "org:M000100Y4" },
		{ ID_USCC, "91350211M0000XUF46", ID_USCC, 0, "9999-12-31", 350211, false,
		    "org:M0000XUF4" },
		{ ID_USCC, "11010519491231002X", ID_RESIDENT, 'F', "1949-12-31", 110105, false,
		    "resident-id:11010519491231002X" },
		{ ID_ORG_CODE, "M000100Y-4", ID_ORG_CODE, 0, "9999-12-31", 0, false,
		    "org:M000100Y4" },
		{ ID_BUSINESS, "440301103097413", ID_BUSINESS, 0, "9999-12-31", 440301, false,
		    "business-registration:440301103097413" },
		{ ID_HM_PASS, "H1234567802", ID_HM_PASS, 0, "9999-12-31", 0, false,
		    "hm-pass:H12345678" },
		{ ID_TW_PASS, "1234567890(B)", ID_TW_PASS, 0, "9999-12-31", 0, false,
		    "tw-pass:1234567890B" },
		{ ID_MILITARY, "军字第12345678号", ID_MILITARY, 0, "9999-12-31", 0, false,
		    "military:军12345678" },
		{ ID_NETID, "Ab12", ID_NETID, 0, "9999-12-31", 0, false, "netid:Ab12" },
		{ ID_RESIDENT, "110105194912310029", ID_RESIDENT, 'F', "1949-12-31", 110105,
		    false, "" },
	};
	char out[48], day[WHEN_TEXT];
	struct id d;
	size_t i, n;

	for (i = 0; i < sizeof c / sizeof *c; i++) {
		judge(&d, c[i].type, c[i].number);
		n = id_canonical(out, &d);
		same(out, c[i].canonical, c[i].canonical);
		ok(n == strlen(out) && d.type == c[i].real && d.sex == c[i].sex &&
		    strcmp(when_day_text(d.birth, day), c[i].birth) == 0 &&
		    d.region == c[i].region &&
		    d.legacy == c[i].legacy && d.len == strlen(d.number),
		    "kind, sex, birth, region");
	}
}

static void
why(void)
{
	static const char *const cases_of[][2] = {
		{ "11010519491231002Χ", "Greek" }, { "11010519491231002Х", "Cyrillic" },
		{ "11010519491231002χ", "Greek" }, { "11010519491231002х", "Cyrillic" },
		{ "11010519491231002×", "multiplication" },
		{ "١١010519491231002X", "another script" },
		{ "110105194912310000", "spreadsheet" }, { "", "empty" },
	};
	struct id d;
	size_t i;

	for (i = 0; i < sizeof cases_of / sizeof *cases_of; i++) {
		judge(&d, ID_RESIDENT, cases_of[i][0]);
		ok(d.faults > 0 && strstr(d.fault[d.faults - 1].why, cases_of[i][1]) != NULL,
		    "the reason names it: %s", cases_of[i][1]);
	}
	judge(&d, ID_USCC, "91350211M00013FA1N");
	ok(strstr(d.fault[0].why, "pilot") != NULL, "the reason names the pilots");
}

/* MOD 11-2 finds each wrong digit and each exchange of two; here over a whole number. */
static void
errors(void)
{
	char s[] = "11010519491231002X", t[19];
	struct id d;
	int i, c, missed = 0;

	for (i = 0; i < 18; i++)
		for (c = '0'; c <= '9'; c++) {
			strcpy(t, s);
			t[i] = (char)c;
			judge(&d, ID_RESIDENT, t);
			missed += d.valid && c != s[i];
		}
	for (i = 0; i < 16; i++) {
		strcpy(t, s);
		t[i] = s[i + 1];
		t[i + 1] = s[i];
		judge(&d, ID_RESIDENT, t);
		missed += d.valid && strcmp(s, t) != 0;
	}
	ok(missed == 0, "each single error and each transposition is found");
}

/* Every character at every place of a code, against the arithmetic above. */
static void
alphabet(void)
{
	static const char all[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	char s[19];
	int wrong = 0, i, c;

	for (i = 0; i < 17; i++)
		for (c = 0; c < 31; c++) {
			memcpy(s, "91350100M000100Y43", 19);
			s[i] = all[c];
			wrong += uscc_check(s) != mod_31(s) || !uscc_letter(all[c]);
		}
	for (i = 0; i < 8; i++)
		for (c = 0; c < 36; c++) {
			memcpy(s, "M000100Y", 9);
			s[i] = (char)(c < 10 ? '0' + c : 'A' + c - 10);
			wrong += uscc_org_check(s) != org_char(s);
		}
	ok(wrong == 0, "check characters for each character at each place");
	for (i = c = 0; i < 256; i++)
		c += uscc_letter((char)i);
	ok(c == 31 && uscc_check("I1350100M000100Y4") == 0 &&
	    uscc_org_check("m000100Y") == 0 &&
	    uscc_reg_check("44030110309741") == '3' && uscc_reg_check("4403011030974x") == 0,
	    "and none for what is not in the alphabet");
}

/* A code of an organisation that happens to check as a resident's number too stays a code. */
static void
both(void)
{
	char s[40];
	struct id d;
	int i;

	for (i = 0; i < 100; i++) {
		snprintf(s, sizeof s, "12370120010203%02d!?", i);
		complete(s, ID_USCC);
		if (s[16] != 'X' && s[17] == mod_11_2(s))
			break;
	}
	judge(&d, ID_USCC, s);
	ok(i < 100 && d.type == ID_USCC && d.faults == 0,
	    "what is both is what it is said to be");
	judge(&d, ID_RESIDENT, s);
	ok(d.type == ID_RESIDENT && d.valid, "either way");
}

static void
names(void)
{
	int i, wrong = 0;
	const char *s;

	for (i = ID_NONE + 1; i < ID_TYPES; i++) {
		s = id_type_name((enum id_type)i);
		wrong += id_type_read(s, strlen(s)) != (enum id_type)i;
		wrong += id_of_person((enum id_type)i) == id_of_organisation((enum id_type)i);
	}
	ok(wrong == 0, "types are read by their names");
	ok(id_type_read("", 0) == ID_NONE && id_type_read("uscc ", 5) == ID_NONE &&
	    id_type_read("USCC", 4) == ID_NONE, "and by nothing else");
	ok(!id_of_person(ID_NONE) && id_of_organisation(ID_BUSINESS),
	    "persons and organisations");
	same(id_part_name(ID_ORG_CHECK), "id-org-code", "a component's code");
}

static void
masks(void)
{
	static const struct {
		enum id_type type;
		const char *s, *want;
	} c[] = {
		{ ID_RESIDENT, "33010219900307123X", "330102********123X" },
		{ ID_RESIDENT, "33010219900307123x", "330102********123X" },
		{ ID_RESIDENT, "330102 19900307 123X", "330102********123X" },
		{ ID_RESIDENT, "330102********123X", "330102********123X" },
		{ ID_RESIDENT, "330102900307123", "330102******123" },
		{ ID_NONE, "33010219900307123X", "330102********123X" },
		{ ID_PASSPORT, "E12345678", "E1*****78" },
		{ ID_PASSPORT, "E1234567", "E******7" },
		{ ID_HM_PASS, "H12345678", "H1*****78" },
		{ ID_MILITARY, "军字第12345678号", "军字********8号" },
		{ ID_USCC, "91350100M000100Y43", "91350100M000100Y43" },
		{ ID_USCC, "91350100m000100y43", "91350100M000100Y43" },
		{ ID_USCC, "33010219900307123X", "330102********123X" },
		{ ID_USCC, "330102900307123", "330102******123" },
		{ ID_USCC, "13812345678", "13*******78" },
		{ ID_ORG_CODE, "D2143569X", "D2143569X" },
		{ ID_ORG_CODE, "E12345678", "E1*****78" },
		{ ID_BUSINESS, "440301103097413", "440301103097413" },
		{ ID_BUSINESS, "440301900307413", "440301******413" },
		{ ID_USCC, "法人33010219900307123X", "法人3301**********123X" },
		{ ID_RESIDENT, "", "" }, { ID_RESIDENT, "1234", "****" },
		{ ID_RESIDENT, "\xff\xfe", "**" },
		{ ID_RESIDENT, "33010219900307123X33010219900307123X",
		    "330102********************123X" },
	};
	char out[64];
	size_t i, n;

	for (i = 0; i < sizeof c / sizeof *c; i++) {
		memset(out, 'x', sizeof out);
		n = id_mask(out, c[i].type, c[i].s, strlen(c[i].s));
		same(out, c[i].want, c[i].want);
		ok(n == strlen(out), "its length");
	}
	ok(id_masked("330102********123X", 18) && id_masked("**", 2) &&
	    !id_masked("33010*", 6) && !id_masked("", 0), "what was masked before");
}

/* Whatever the bytes: nothing is read past them, results are in bounds, masks hide. */
static void
noise(void)
{
	static const char alphabet[] = "0123456789Xx- *AHMEN"
	    "\xef\xbc\x91\xe4\xb8\xad\xff\x80.()'=\"";
	char *s, out[64], key[48];
	unsigned seed = 7, i, k, n;
	struct id d;
	bool good = true;

	for (i = 0; i < 200000; i++) {
		seed = seed * 1664525u + 1013904223u;
		n = (seed >> 16) % 40;
		s = malloc(n + 1);	/* exactly as long as said, so that a sanitizer sees */
		s = realloc(s, n > 0 ? n : 1);
		for (k = 0; k < n; k++) {
			seed = seed * 1664525u + 1013904223u;
			s[k] = alphabet[(seed >> 16) % ((i & 1) != 0 ? 10 :
			    sizeof alphabet - 1)];
		}
		id_check(&d, (enum id_type)(i % ID_TYPES), s, n, regions, today);
		good &= strlen(d.number) == d.len && d.faults <= ID_FAULTS;
		good &= id_canonical(key, &d) < sizeof key;
		n = (unsigned)id_mask(out, (enum id_type)(i % ID_TYPES), s, n);
		good &= n < sizeof out && out[n] == 0;
		if (d.len == 18 && id_of_person(d.type) && d.valid)
			good &= strstr(out, "********") != NULL;
		free(s);
	}
	ok(good, "200000 texts of noise stay in bounds");
}

int
main(void)
{
	size_t n;
	char *text = whole("share/regions.csv", &n);
	unsigned line;
	struct id d;

	regions = region_read(text, n, &line);
	ok(regions != NULL, "share/regions.csv is read");
	if (regions == NULL)
		return done();
	today = when_day(2026, 11, 24);
	names();
	judged();
	parts();
	why();
	errors();
	alphabet();
	both();
	masks();
	noise();
	id_check(&d, ID_RESIDENT, "11019919900101001X", 18, NULL, today);
	ok(d.faults == 1 && d.fault[0].part == ID_CHECKSUM,
	    "without a table no region is judged");
	region_free(regions);
	return done();
}
