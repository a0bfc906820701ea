/*
 * gen: records of a made-up platform, for tests, examples and benches.  The same options give
 * the same bytes everywhere.  Every record is right by share/examples/policy.json on
 * 2026-11-24, but PERCENT of them have exactly one thing wrong; `note` says which finding is
 * to be found ("expect:CODE", "expect:" in right ones).  Names, numbers and addresses are made
 * up at random.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT, LIST, NUMBER, BOOL };
enum { PERSON = 1, ENTERPRISE = 2, INDIVIDUAL = 4, INSTITUTION = 8, GOVERNMENT = 16,
	MEDIA = 32, OTHER = 64, ORG = 126, ANY = 127, USER = 128, RESIDENT = 256,
	PLAIN = PERSON | ENTERPRISE };
enum { ACCOUNT, NAME, CATEGORY, LABELS, SUBJECT_KIND, SUBJECT_NAME, ID_TYPE, ID_NUMBER,
	ID_UNTIL, MOBILE, EMAIL, OP_NAME, OP_ID_TYPE, OP_ID_NUMBER, PROVINCE, SCOPE, LICENSES,
	AGREEMENT, AGREED_AT, REVIEWED_BY, REVIEWED_AT, INTERACTIVE, INTERACTIVE_SINCE,
	ASSESSMENT, ASSESSED_AT, COMMENT_ADMIN, SUBSCRIBERS, READS, STATS_AT, AFFILIATION,
	REGISTERED_AT, STATE, NAME_CONSENT, CLASS, GRADE, VERIFIED_BY, VERIFIED_AT,
	VERIFY_METHOD, CLOSE_REQUESTED_AT, CLOSED_AT, NOTE, FIELDS };

static const struct { const char *name, *zh; char type, user, brief; } field[FIELDS] = {
	{ "account", "账号ID", TEXT, 1, 1 }, { "name", "账号名称", TEXT, 1, 1 },
	{ "category", "内容生产类别", TEXT, 0, 1 }, { "labels", "分类标识", LIST, 0, 1 },
	{ "subject_kind", "主体类型", TEXT, 0, 1 }, { "subject_name", "注册主体", TEXT, 1, 1 },
	{ "id_type", "证件类型", TEXT, 1, 1 }, { "id_number", "证件号码", TEXT, 1, 1 },
	{ "id_until", "证件有效期至", TEXT, 1, 0 }, { "mobile", "移动电话号码", TEXT, 1, 1 },
	{ "email", "电子邮箱", TEXT, 0, 0 }, { "operator_name", "运营者名称", TEXT, 0, 0 },
	{ "operator_id_type", "运营者证件类型", TEXT, 0, 0 },
	{ "operator_id_number", "运营者证件号码", TEXT, 0, 0 },
	{ "province", "省级行政区划代码", TEXT, 0, 0 }, { "scope", "服务范围", TEXT, 0, 1 },
	{ "licenses", "服务资质", LIST, 0, 1 }, { "agreement", "服务协议版本", TEXT, 1, 1 },
	{ "agreed_at", "协议签订时间", TEXT, 1, 1 }, { "reviewed_by", "审核人", TEXT, 0, 1 },
	{ "reviewed_at", "审核时间", TEXT, 0, 1 }, { "interactive", "互动功能", BOOL, 0, 0 },
	{ "interactive_since", "互动功能上线时间", TEXT, 0, 0 },
	{ "assessment", "安全评估编号", TEXT, 0, 0 }, { "assessed_at", "安全评估时间", TEXT, 0, 0 },
	{ "comment_admin", "评论管理权限", BOOL, 0, 0 },
	{ "subscribers", "账号订阅数", NUMBER, 0, 1 }, { "reads", "文章阅读量", NUMBER, 0, 1 },
	{ "stats_at", "数据统计时间", TEXT, 0, 0 }, { "affiliation", "所属集团", TEXT, 0, 0 },
	{ "registered_at", "注册时间", TEXT, 1, 1 }, { "state", "账号状态", TEXT, 1, 0 },
	{ "name_consent", "同意公开真实姓名", BOOL, 1, 0 }, { "class", "账号分类", TEXT, 0, 0 },
	{ "grade", "账号等级", TEXT, 0, 0 }, { "verified_by", "认证机构", TEXT, 1, 0 },
	{ "verified_at", "认证时间", TEXT, 1, 0 }, { "verify_method", "认证方式", TEXT, 1, 0 },
	{ "close_requested_at", "注销申请时间", TEXT, 0, 0 },
	{ "closed_at", "注销时间", TEXT, 0, 0 }, { "note", "备注", TEXT, 1, 0 }
};

/* How a Chinese table writes an enumerated value; what is not here is written as it is. */
static const char *const chinese[][2] = {
	{ "person", "个人" }, { "enterprise", "企业" }, { "individual-business", "个体工商户" },
	{ "institution", "事业单位" }, { "government", "党政机关" }, { "media", "媒体" },
	{ "other", "其他" }, { "resident-id", "居民身份证" }, { "hmt-permit", "港澳台居民居住证" },
	{ "foreigner-permit", "外国人永久居留身份证" }, { "passport", "护照" },
	{ "uscc", "统一社会信用代码" }, { "active", "正常" }, { "suspended", "暂停" },
	{ "closed", "已注销" }, { "news", "新闻" }, { "finance", "财经" }, { "education", "教育" },
	{ "health", "医疗卫生" }, { "law", "法律" }, { "entertainment", "娱乐" },
	{ "life", "生活" }, { "technology", "科技" }, { "government-affairs", "政务" },
	{ "true", "是" }, { "false", "否" }, { "face", "人脸识别" }, { "bank-transfer", "对公打款" }
};

/* Categories: the last word of a name, the scope, the kind of licence that is asked for,
 * whose. */
static const struct { const char *name, *word[4], *scope, *license; int who; } category[] = {
	{ "news", { "时讯", "晚报", "早知道", "纪事" }, "新闻信息采编发布", "news-gathering", MEDIA },
	{ "finance", { "财经", "理财课", "投研", "记账本" }, "财经知识与行情解读", "finance", ENTERPRISE },
	{ "education", { "课堂", "书院", "学堂", "题库" }, "教育培训信息", "education",
	    ENTERPRISE | INSTITUTION },
	{ "health", { "健康", "养生堂", "问诊", "营养课" }, "健康科普与就诊服务", "health",
	    ENTERPRISE | INSTITUTION },
	{ "law", { "说法", "法律顾问", "普法", "案例库" }, "法律知识与咨询", "law", ENTERPRISE },
	{ "entertainment", { "影话", "音乐台", "段子手", "剧场" }, "影视音乐娱乐信息", NULL,
	    PERSON | ENTERPRISE | INDIVIDUAL | MEDIA },
	{ "life", { "厨房", "手账", "旅行记", "花园" }, "生活服务与日常分享", NULL,
	    PERSON | ENTERPRISE | INDIVIDUAL | OTHER },
	{ "technology", { "数码", "极客", "实验室", "代码屋" }, "科学技术普及", NULL,
	    PERSON | ENTERPRISE | INDIVIDUAL | INSTITUTION | OTHER },
	{ "government-affairs", { "政务", "办事大厅", "便民", "微平台" }, "政务公开与便民服务", NULL,
	    GOVERNMENT },
	{ "other", { "杂谈", "小站", "随笔", "收藏夹" }, "综合信息分享", NULL,
	    PERSON | INDIVIDUAL | INSTITUTION | OTHER }
};

static const char *const first[] = { "青柠", "小鹿", "橙子", "远山", "拾光", "半夏", "鲸落",
	"木棉",
	"星河", "南风", "白露", "竹影", "云朵", "麦田", "晴川", "知更", "海棠", "墨染", "松果", "冰糖",
	"芝麻", "蓝鲸", "稻香", "银杏", "飞鸟", "暖阳", "石榴", "薄荷", "锦鲤", "雨巷" };
static const char *const second[] = { "有约", "同学", "阿姨", "先森", "笔记", "日常", "观察", "轻说",
	"慢递", "漫谈", "指南", "周刊", "电波", "夜话", "工坊", "驿站", "札记", "百味", "相册", "茶馆" };
static const char *const surname[] = { "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐",
	"孙", "马", "胡", "郭", "何", "高", "罗", "郑", "梁", "谢", "唐", "许", "邓", "欧阳", "司马" };
static const char *const given[] = { "伟", "芳", "娜", "敏", "静", "磊", "洋", "勇", "艳", "杰", "涛",
	"明", "超", "霞", "平", "刚", "桂英", "建国", "志强", "婷婷", "子涵", "宇轩", "欣怡", "浩然", "㐂", "·买买提" };
static const char *const firm[] = { "启明", "恒信", "嘉禾", "鼎盛", "瑞丰", "天成", "博远", "海纳", "宏图",
	"凌云", "卓越", "正泰", "和顺", "金诚", "安捷", "百川" };
static const char *const trade[] = { "网络科技", "文化传媒", "信息技术", "商贸", "教育咨询", "健康管理",
	"电子商务", "广告" };
static const char *const segment[] = { "130", "131", "132", "133", "135", "136", "137", "138",
	"139", "150", "151", "152", "153", "155", "156", "157", "158", "159", "176", "177",
	"180", "181", "182", "183", "185", "186", "187", "188", "189", "198", "199" };

struct rec { int kind; char v[FIELDS][128]; };
static struct county { int code; char name[40]; } county[4096];
static unsigned counties;
static uint64_t state, person_no, org_no;
static struct {
	int kind, left, code;
	char name[96], type[24], number[32], group[64];
} subject;

#define N(a)		(sizeof(a) / sizeof(a)[0])
#define PICK(a)		((a)[rnd(N(a))])
#define SET(r, f, ...)	snprintf((r)->v[f], sizeof(r)->v[f], __VA_ARGS__)

static uint64_t
rnd(uint64_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * UINT64_C(2685821657736338717) >> 11) % n;
}

static void
die(const char *what, const char *which)
{
	fprintf(stderr, "gen: %s: %s\n", what, which);
	exit(2);
}

/* Today's counties: no provinces, prefectures or summary codes. */
static void
counties_read(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[256], name[80];
	int code, end;

	if (f == NULL)
		die("cannot read", path);
	while (fgets(line, sizeof line, f) != NULL) {
		end = 0;
		if (sscanf(line, "%6d,%79[^,],%*[0-9-],%n", &code, name, &end) < 2 ||
		    end == 0) {
			end = 0;
			if (sscanf(line, "%6d,%79[^,],,%n", &code, name, &end) < 2)
				continue;
		}
		if (end == 0 || line[end] >= '0' || code % 100 < 2 || code % 100 == 20 ||
		    code >= 700000 || strlen(name) != 9 || counties == N(county))
			continue;
		county[counties].code = code;
		snprintf(county[counties++].name, sizeof county[0].name, "%.*s",
		    (int)sizeof county[0].name - 1, name);
	}
	fclose(f);
	if (counties < 100)
		die("too few counties", path);
}

/* Day 0 is 1970-01-01; out takes YYYY-MM-DD, or YYYYMMDD when compact. */
static const char *
date(char out[16], int day, int compact)
{
	int64_t z = day + 719468, e = z / 146097, d = z - e * 146097;
	int64_t y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
	int64_t n = d - (365 * y + y / 4 - y / 100), m = (5 * n + 2) / 153;
	int year = (int)(y + e * 400 + (m >= 10)), month = (int)(m < 10 ? m + 3 : m - 9);

	snprintf(out, 16, compact ? "%04d%02d%02d" : "%04d-%02d-%02d", year % 10000,
	    month % 100, (int)(n - (153 * m + 2) / 5 + 1) % 100);
	return out;
}

static char
check_resident(const char *s)
{
	int i, p = 0;

	for (i = 0; i < 17; i++)
		p = (p + s[i] - '0') * 2 % 11;
	p = (12 - p) % 11;
	return p == 10 ? 'X' : (char)('0' + p);
}

static const char base31[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static char
check_uscc(const char *s)
{
	int i, w = 1, sum = 0;

	for (i = 0; i < 17; i++, w = w * 3 % 31)
		sum += (int)(strchr(base31, s[i]) - base31) * w;
	return base31[(31 - sum % 31) % 31];
}

static char
check_org(const char *s)
{
	static const int w[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
	int i, sum = 0;

	for (i = 0; i < 8; i++)
		sum += w[i] * (s[i] <= '9' ? s[i] - '0' : s[i] - 'A' + 10);
	sum = 11 - sum % 11;
	return sum == 10 ? 'X' : sum == 11 ? '0' : (char)('0' + sum);
}

/* A walk through all of n in another order: no number comes twice. */
static uint64_t
walk(uint64_t k, uint64_t n)
{
	return (k % n * (UINT64_C(1000003) % n) + n / 3) % n;
}

static void
number_person(char out[32], int area)
{
	enum { DAYS = 14000 };		/* born from 1968-01-01 on: grown up today */
	uint64_t k = walk(person_no++, (uint64_t)DAYS * 997);
	char day[16];

	snprintf(out, 32, "%06d%s%03d", area, date(day, (int)(k % DAYS) - 731, 1),
	    (int)(k / DAYS % 997) + 1);
	out[17] = check_resident(out);
	out[18] = '\0';
}

static void
number_org(char out[32], const char *prefix, int area)
{
	uint64_t k = walk(org_no++, UINT64_C(887503681));	/* 31 to the sixth */
	int i;

	snprintf(out, 32, "%s%06dMA", prefix, area);
	for (i = 10; i < 16; i++, k /= 31)
		out[i] = base31[k % 31];
	out[16] = check_org(out + 8);
	out[17] = check_uscc(out);
	out[18] = '\0';
}

static void
subject_next(double extra, int users)
{
	static double debt;
	static const struct { int kind, percent, cap; const char *prefix; } mix[] = {
		{ PERSON, 58, 1, "" }, { ENTERPRISE, 22, 2, "91" }, { INDIVIDUAL, 7, 2, "92" },
		{ INSTITUTION, 4, 2, "12" }, { GOVERNMENT, 4, 40, "11" },
		{ MEDIA, 3, 40, "91" }, { OTHER, 2, 2, "51" }
	};
	static const char *const tail[] = { "日报社", "广播电视台", "融媒体中心" };
	struct county *c = &county[rnd(counties)];
	int p = (int)rnd(users ? 58 : 100), area = c->code;
	const char *a = PICK(firm), *b = PICK(trade);
	unsigned i;

	for (i = 0; p >= mix[i].percent; i++)
		p -= mix[i].percent;
	subject.kind = mix[i].kind;
	subject.code = c->code;
	subject.group[0] = '\0';
	debt += extra;
	subject.left = debt < mix[i].cap - 1 ? (int)debt : mix[i].cap - 1;
	debt -= subject.left++;
	strcpy(subject.type, "uscc");
	if (subject.kind == PERSON) {
		strcpy(subject.type, "resident-id");
		a = PICK(surname);
		b = PICK(given);
		snprintf(subject.name, sizeof subject.name, "%s%s%s", a,
		    rnd(2) ? PICK(given) : "", b);
		if (rnd(40) == 0) {
			strcpy(subject.type, "hmt-permit");
			area = 810000 + 10000 * (int)rnd(3);
		} else if (rnd(100) == 0) {
			strcpy(subject.type, "foreigner-permit");
			area = 900000 + c->code / 10000 * 1000 + 398;
		}
		number_person(subject.number, area);
		return;
	}
	number_org(subject.number, mix[i].prefix, area);
	if (subject.kind == GOVERNMENT)
		snprintf(subject.name, sizeof subject.name, "%s%s", c->name,
		    rnd(2) ? "人民政府办公室" : "文化和旅游局");
	else if (subject.kind == MEDIA)
		snprintf(subject.name, sizeof subject.name, "%.6s%s", c->name, PICK(tail));
	else
		snprintf(subject.name, sizeof subject.name, "%.6s%s%s%s", c->name, a, b,
		    subject.kind == ENTERPRISE ? "有限公司" : subject.kind == INDIVIDUAL ? "工作室" :
		    subject.kind == INSTITUTION ? "研究所" : "协会");
	if (subject.left > 1)
		snprintf(subject.group, sizeof subject.group, "%.6s%s矩阵", c->name, a);
}

static void
good(struct rec *r, uint64_t k, int users)
{
	enum { TODAY = 20781 /* 2026-11-24 */ };
	int registered = 17532 + (int)rnd(3200), agreed = registered, n;
	uint64_t digits = (k + 1) * 48271 % 100000000;
	const char *a, *b;
	unsigned c, i;
	char d[16], who[96];

	memset(r, 0, sizeof *r);
	r->kind = subject.kind;
	do
		c = (unsigned)rnd(N(category));
	while ((category[c].who & subject.kind) == 0);
	SET(r, ACCOUNT, "%c%08" PRIu64, users ? 'u' : 'a', k + 1);
	do {
		a = PICK(first);
		b = rnd(2) ? PICK(first) : "";
		SET(r, NAME, "%s%s%s", a, b, PICK(second));
		snprintf(who, sizeof who, "%s", users ? "" : PICK(category[c].word));
		strcat(r->v[NAME], who);
	} while (strstr(r->v[NAME], subject.name) != NULL);
	SET(r, CATEGORY, "%s", category[c].name);
	SET(r, LABELS, "%s", category[c].name);
	SET(r, CLASS, "%s", category[c].name);
	SET(r, SCOPE, "%s", category[c].scope);
	for (i = 0; 1 << i < subject.kind; i++)
		;
	SET(r, SUBJECT_KIND, "%s", (const char *const []){ "person", "enterprise",
	    "individual-business", "institution", "government", "media", "other" }[i]);
	SET(r, SUBJECT_NAME, "%s", subject.name);
	SET(r, ID_TYPE, "%s", subject.type);
	SET(r, ID_NUMBER, "%s", subject.number);
	if (subject.kind == PERSON && rnd(2))
		SET(r, ID_UNTIL, "%s", date(d, TODAY + 200 + (int)rnd(3000), 0));
	SET(r, MOBILE, "%s%08" PRIu64, PICK(segment), digits);
	a = rnd(2) ? "u" : "office.";
	SET(r, EMAIL, "%s%" PRIu64 "@example.%s", a, k + 1, rnd(3) ? "com" : "cn");
	SET(r, PROVINCE, "%d", subject.code / 10000 * 10000);
	if (subject.kind == ENTERPRISE && rnd(10) == 0) {
		a = PICK(firm);
		SET(r, OP_NAME, "%.6s%s代运营有限公司", county[rnd(counties)].name, a);
		SET(r, OP_ID_TYPE, "uscc");
		number_org(who, "91", county[rnd(counties)].code);
		SET(r, OP_ID_NUMBER, "%s", who);
	}
	if (category[c].license != NULL) {
		date(d, TODAY + 100 + (int)rnd(1000), 0);
		SET(r, LICENSES, "%s:%06d%06d:%s", category[c].license, subject.code,
		    (int)rnd(1000000), d);
	}
	/* 2025-07 was in force from 20271 (2025-07-02), 2026-01 from 20454 (2026-01-01). */
	n = registered >= 20454 || rnd(2) ? 20454 : 20271;
	if (agreed < n)
		agreed = n + (int)rnd(180);
	SET(r, AGREEMENT, "%s", n == 20454 ? "2026-01" : "2025-07");
	SET(r, AGREED_AT, "%s", date(d, agreed, 0));
	date(d, registered, 0);
	SET(r, REGISTERED_AT, "%s", d);
	SET(r, REVIEWED_BY, "审核员%02d", (int)rnd(40) + 1);
	SET(r, REVIEWED_AT, "%s", d);
	SET(r, VERIFIED_AT, "%s", d);
	SET(r, VERIFIED_BY, "%s", rnd(3) ? "实名认证中心" : "第三方核验机构");
	SET(r, VERIFY_METHOD, "%s", subject.kind == PERSON ? "face" : "bank-transfer");
	SET(r, INTERACTIVE, "false");
	SET(r, COMMENT_ADMIN, "false");
	if (rnd(2)) {
		SET(r, INTERACTIVE, "true");
		SET(r, COMMENT_ADMIN, "true");
		SET(r, ASSESSMENT, "AP%.4s-%05d", d, (int)rnd(100000));
		SET(r, ASSESSED_AT, "%s", d);
		SET(r, INTERACTIVE_SINCE, "%s", date(who, registered + 10 + (int)rnd(30), 0));
	}
	n = 10 + (int)rnd(90);
	for (i = (unsigned)rnd(6); i > 0; i--)
		n = n * 5 + (int)rnd(50);
	SET(r, SUBSCRIBERS, "%d", n);
	SET(r, GRADE, "%c", n >= 500000 ? 'A' : n >= 50000 ? 'B' : n >= 5000 ? 'C' : 'D');
	digits = (uint64_t)n * (3 + rnd(50));
	SET(r, READS, "%" PRIu64, digits + rnd(97));
	SET(r, STATS_AT, "%s", date(d, TODAY - 1 - (int)rnd(20), 0));
	SET(r, AFFILIATION, "%s", subject.group);
	SET(r, STATE, "%s", rnd(50) ? "active" : "suspended");
	if (subject.kind == PERSON && rnd(60) == 0) {
		SET(r, NAME, "%s%s", subject.name, PICK(second));
		SET(r, NAME_CONSENT, "true");
	}
}

/* One thing wrong: `text` in the member, or a repair by hand in `special`. */
static const struct wrong { const char *code; int who, member; const char *text; } wrong[] = {
	{ "operator-incomplete", ORG, OP_NAME, "星光代运营有限公司" },
	{ "agreement-missing", ANY | USER, AGREEMENT, "" },
	{ "agreement-superseded", ANY | USER, AGREEMENT, "2024-03" },
	{ "agreement-date", ANY | USER, AGREED_AT, "2027-01-05" },
	{ "id-missing", ANY | USER, ID_NUMBER, "" },
	{ "id-type", ANY | USER, ID_TYPE, "借书证" },
	{ "id-format", ANY | USER, ID_NUMBER, NULL },
	{ "id-region", RESIDENT | USER, ID_NUMBER, NULL },
	{ "id-birth", RESIDENT | USER, ID_NUMBER, NULL },
	{ "id-sequence", RESIDENT, ID_NUMBER, NULL },
	{ "id-checksum", ANY | USER, ID_NUMBER, NULL },
	{ "id-category", ORG, ID_NUMBER, NULL },
	{ "id-org-code", ORG, ID_NUMBER, NULL },
	{ "id-kind", RESIDENT, ID_NUMBER, NULL },
	{ "id-normalised", ANY | USER, ID_NUMBER, NULL },
	{ "id-unchecked", RESIDENT, ID_NUMBER, NULL },
	{ "id-expired", PERSON, ID_UNTIL, "2024-05-31" },
	{ "id-masked", RESIDENT | USER, ID_NUMBER, NULL },
	{ "subject-name", ANY, SUBJECT_NAME, "" },
	{ "subject-kind", PLAIN, SUBJECT_KIND, "不详" },
	{ "mobile-missing", ANY | USER, MOBILE, "" },
	{ "mobile-format", ANY | USER, MOBILE, NULL },
	{ "mobile-segment", ANY | USER, MOBILE, NULL },
	{ "mobile-normalised", ANY, MOBILE, NULL },
	{ "email-format", ANY, EMAIL, NULL },
	{ "verify-missing", ANY | USER, VERIFIED_AT, NULL },
	{ "name-exposed", PERSON, NAME, NULL },
	{ "publish-unverified", ANY | USER, ID_NUMBER, NULL },
	{ "review-missing", ANY, REVIEWED_AT, NULL },
	{ "review-date", ANY, REVIEWED_AT, "2027-02-01" },
	{ "license-missing", ENTERPRISE, LICENSES, "" },
	{ "license-expired", ENTERPRISE, LICENSES, NULL },
	{ "license-format", ENTERPRISE, LICENSES, NULL },
	{ "scope-missing", ANY, SCOPE, "" },
	{ "name-missing", ANY, NAME, "" },
	{ "name-control", ANY, NAME, "\a" },
	{ "name-bidi", ANY, NAME, "\xe2\x80\xae" },
	{ "name-invisible", ANY, NAME, "\xe2\x80\x8b" },
	{ "name-organ", PLAIN, NAME, NULL },
	{ "name-identity", ANY, NAME, NULL },
	{ "date-format", ANY, REGISTERED_AT, "2026-13-45" },
	{ "category-missing", PLAIN, CATEGORY, NULL },
	{ "category-unknown", PLAIN, CATEGORY, NULL },
	{ "label-missing", ANY, LABELS, "" },
	{ "label-unknown", ANY, LABELS, "猎奇" },
	{ "data-missing", ANY, SUBSCRIBERS, NULL },
	{ "data-stale", ANY, STATS_AT, "2026-08-15" },
	{ "grade-mismatch", ANY, GRADE, NULL },
	{ "class-mismatch", ANY, CLASS, NULL },
	{ "news-unlicensed", MEDIA, LICENSES, "" },
	{ "close-overdue", ANY, CLOSE_REQUESTED_AT, "2026-09-01" },
	{ "close-late", ANY, CLOSED_AT, NULL },
	{ "assessment-missing", ANY, ASSESSMENT, NULL },
	{ "assessment-late", ANY, ASSESSED_AT, NULL },
	{ "comments-unmanaged", ANY, COMMENT_ADMIN, NULL }
};

static void
special(struct rec *r, const char *code)
{
	char *id = r->v[ID_NUMBER], *mobile = r->v[MOBILE], *colon, old[128];
	int month = r->v[REGISTERED_AT][6] & 7;

	if (strcmp(code, "id-format") == 0)
		id[17] = '\0';
	else if (strcmp(code, "id-region") == 0)
		memcpy(id, rnd(2) ? "660101" : "330199", 6);
	else if (strcmp(code, "id-birth") == 0)
		memcpy(id + 10, "0230", 4);
	else if (strcmp(code, "id-sequence") == 0)
		memcpy(id + 14, "000", 3);
	else if (strcmp(code, "id-checksum") == 0)
		id[17] = id[17] == '7' ? '3' : '7';
	else if (strcmp(code, "id-category") == 0)
		memcpy(id, "14", 2);
	else if (strcmp(code, "id-org-code") == 0)
		id[16] = id[16] == '5' ? '6' : '5';
	else if (strcmp(code, "id-kind") == 0)
		memcpy(id, "810000", 6);
	else if (strcmp(code, "id-unchecked") == 0) {
		SET(r, ID_TYPE, "passport");
		memcpy(id, "E", 1);
		id[9] = '\0';
	} else if (strcmp(code, "id-masked") == 0)
		memset(id + 6, '*', 8);
	else if (strcmp(code, "id-normalised") == 0) {
		memcpy(old, id, sizeof old);
		snprintf(id, sizeof r->v[0], "%.6s %.8s %.4s", old, old + 6, old + 14);
	} else if (strcmp(code, "mobile-format") == 0)
		mobile[9] = '\0';
	else if (strcmp(code, "mobile-segment") == 0)
		memcpy(mobile, "154", 3);
	else if (strcmp(code, "mobile-normalised") == 0) {
		memcpy(old, mobile, sizeof old);
		snprintf(mobile, sizeof r->v[0], "+86 %.3s-%.4s-%.4s", old, old + 3, old + 7);
	} else if (strcmp(code, "email-format") == 0)
		*strchr(r->v[EMAIL], '@') = '.';
	else if (strcmp(code, "verify-missing") == 0)
		r->v[VERIFIED_BY][0] = r->v[VERIFY_METHOD][0] = '\0';
	else if (strcmp(code, "name-exposed") == 0) {
		SET(r, NAME, "%s%s", r->v[SUBJECT_NAME], PICK(second));
		SET(r, NAME_CONSENT, "false");
	} else if (strcmp(code, "publish-unverified") == 0) {
		id[0] = mobile[0] = r->v[ID_TYPE][0] = r->v[ID_UNTIL][0] = '\0';
		r->v[VERIFIED_BY][0] = r->v[VERIFIED_AT][0] = r->v[VERIFY_METHOD][0] = '\0';
		SET(r, STATE, "active");
	} else if (strcmp(code, "review-missing") == 0)
		r->v[REVIEWED_BY][0] = '\0';
	else if (strcmp(code, "license-expired") == 0)
		memcpy(r->v[LICENSES] + strlen(r->v[LICENSES]) - 10, "2025-06-30", 10);
	else if (strcmp(code, "license-format") == 0)
		while ((colon = strchr(r->v[LICENSES], ':')) != NULL)
			*colon = '/';
	else if (strcmp(code, "name-organ") == 0)
		SET(r, NAME, "%.6s公安局通报", county[rnd(counties)].name);
	else if (strcmp(code, "name-identity") == 0)
		SET(r, NAME, "加我138%08d", (int)rnd(100000000));
	else if (strncmp(code, "category-", 9) == 0) {
		SET(r, CATEGORY, "%s", code[9] == 'm' ? "" : "风水算命");
		SET(r, CLASS, "%s", r->v[CATEGORY]);
	} else if (strcmp(code, "data-missing") == 0) {
		SET(r, GRADE, "D");
	} else if (strcmp(code, "grade-mismatch") == 0)
		SET(r, GRADE, "%c", r->v[GRADE][0] == 'A' ? 'B' : r->v[GRADE][0] - 1);
	else if (strcmp(code, "class-mismatch") == 0)
		SET(r, CLASS, "%s", strcmp(r->v[CLASS], "life") == 0 ? "technology" : "life");
	else if (strcmp(code, "close-late") == 0) {
		SET(r, STATE, "closed");
		SET(r, CLOSE_REQUESTED_AT, "2026-%02d-03", 1 + month);
		SET(r, CLOSED_AT, "2026-%02d-20", 2 + month);
	} else if (strncmp(code, "assessment-", 11) == 0 ||
	    strcmp(code, "comments-unmanaged") == 0) {
		SET(r, INTERACTIVE, "true");
		SET(r, INTERACTIVE_SINCE, "2026-02-03");
		SET(r, ASSESSMENT, "%s",
		    strcmp(code, "assessment-missing") == 0 ? "" : "AP2026-00071");
		SET(r, ASSESSED_AT, "%s", strcmp(code, "assessment-late") == 0 ? "2026-06-30" :
		    r->v[ASSESSMENT][0] == '\0' ? "" : "2026-01-20");
		SET(r, COMMENT_ADMIN, code[0] == 'c' ? "false" : "true");
	}
	if (strncmp(code, "id-", 3) == 0 && strlen(id) == 18) {
		if (strcmp(code, "id-category") == 0 || strcmp(code, "id-org-code") == 0)
			id[17] = check_uscc(id);
		else if (strstr("id-region id-birth id-sequence id-kind", code) != NULL)
			id[17] = check_resident(id);
	}
}

/* The wrong thing that was used least among those that fit the record. */
static void
spoil(struct rec *r, int users)
{
	static unsigned used[N(wrong)];
	int who = users ? USER : r->kind, plain = r->v[LICENSES][0] == '\0';
	unsigned i, best = N(wrong);
	char old[128];

	for (i = 0; i < N(wrong); i++) {
		if ((wrong[i].who & who) == 0 &&
		    ((wrong[i].who & RESIDENT) == 0 || users || r->kind != PERSON))
			continue;
		if (((wrong[i].who & RESIDENT) != 0 &&
		    strcmp(r->v[ID_TYPE], "resident-id") != 0) ||
		    (wrong[i].member == LICENSES && plain) ||
		    (strncmp(wrong[i].code, "category-", 9) == 0 && !plain) ||
		    (wrong[i].member == OP_NAME && r->v[OP_NAME][0] != '\0'))
			continue;
		if (best == N(wrong) || used[i] < used[best])
			best = i;
	}
	used[best]++;
	if (wrong[best].member == NAME && wrong[best].text != NULL &&
	    wrong[best].text[0] != '\0') {
		memcpy(old, r->v[NAME], sizeof old);
		SET(r, NAME, "%.3s%s%s", old, wrong[best].text, old + 3);
	} else if (wrong[best].text != NULL)
		SET(r, wrong[best].member, "%s", wrong[best].text);
	else {
		if (wrong[best].member == SUBSCRIBERS || wrong[best].member == REVIEWED_AT ||
		    wrong[best].member == VERIFIED_AT)
			r->v[wrong[best].member][0] = '\0';
		special(r, wrong[best].code);
	}
	SET(r, NOTE, "expect:%s", wrong[best].code);
}

static const char *
in_chinese(const char *v)
{
	unsigned i;

	for (i = 0; i < N(chinese); i++)
		if (strcmp(v, chinese[i][0]) == 0)
			return chinese[i][1];
	return v;
}

static void
print_json(const struct rec *r, int users, int brief)
{
	const char *s, *sep = "{", *quote;
	int i;

	for (i = 0; i < FIELDS; i++) {
		if ((users && !field[i].user) || (brief && !field[i].brief) ||
		    (r->v[i][0] == '\0' && i != NOTE))
			continue;
		quote = field[i].type == TEXT ? "\"" : field[i].type == LIST ? "[\"" : "";
		printf("%s\"%s\":%s", sep, users && i == ACCOUNT ? "user" : field[i].name,
		    quote);
		for (s = r->v[i]; *s != '\0'; s++)
			if ((unsigned char)*s < 0x20)
				printf("\\u%04x", (unsigned)*s);
			else
				putchar(*s);
		fputs(field[i].type == LIST ? "\"]" : quote, stdout);
		sep = ",";
	}
	puts("}");
}

static void
print_csv(const struct rec *r, int zh)
{
	int i;

	for (i = 0; i < FIELDS; i++)
		printf("%s%s", i > 0 ? "," : "", r == NULL ? zh ? field[i].zh : field[i].name :
		    zh && i != NOTE && i != NAME ? in_chinese(r->v[i]) : r->v[i]);
	putchar('\n');
}

static void
print_event(uint64_t k, uint64_t accounts)
{
	static const char *const kind[] = { "violation", "warning", "praise", "clean-month" };
	unsigned i = (unsigned)rnd(N(kind)), minute = (unsigned)(k % 1440);
	unsigned sec = (unsigned)rnd(60), points = (unsigned)rnd(4);
	uint64_t account = rnd(accounts) + 1;

	printf("{\"id\":\"e%010" PRIu64 "\",\"kind\":\"%s\",\"account\":\"a%08" PRIu64 "\","
	    "\"time\":\"2026-11-%02uT%02u:%02u:%02u+08:00\",\"points\":%d}\n", k + 1, kind[i],
	    account, (unsigned)(1 + k / 1440 % 23), minute / 60, minute % 60, sec,
	    i < 2 ? -5 * (int)(1 + points) : 1 + (int)(points & 1));
}

static uint64_t
number(const char *s)
{
	char *end;
	unsigned long long n = strtoull(s, &end, 10);

	if (*s < '0' || *s > '9' || *end != '\0')
		die("not a number", s);
	return n;
}

int
main(int argc, char **argv)
{
	static const char usage[] = "usage: gen [-bz] [-n COUNT] [-s SEED] "
	    "[-f csv|jsonl|users|events]\n           [-e PERCENT] [-p SUBJECTS] [-r REGIONS]\n"
	    "-b brief records, what the default policy asks for and no more; "
	    "-z Chinese headings and\nvalues (csv); "
	    "-e wrong records in 100; -p subjects for 100 accounts, as caps allow\n";
	const char *format = "jsonl", *regions = "share/regions.csv";
	uint64_t count = 1000, seed = 1, percent = 10, subjects = 90, k;
	int c, zh = 0, brief = 0, users;
	struct rec r;

	while ((c = getopt(argc, argv, "bzn:s:f:e:p:r:")) != -1)
		switch (c) {
		case 'b': brief = 1; break;
		case 'z': zh = 1; break;
		case 'n': count = number(optarg); break;
		case 's': seed = number(optarg); break;
		case 'f': format = optarg; break;
		case 'e': percent = number(optarg); break;
		case 'p': subjects = number(optarg); break;
		case 'r': regions = optarg; break;
		default: fputs(usage, stderr); return 2;
		}
	users = strcmp(format, "users") == 0;
	if (optind != argc || subjects == 0 || subjects > 100 || count > 99999999 ||
	    strstr("csv jsonl users events", format) == NULL) {
		fputs(usage, stderr);
		return 2;
	}
	state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
	counties_read(regions);
	if (strcmp(format, "csv") == 0)
		print_csv(NULL, zh);
	for (k = 0; k < count; k++) {
		if (strcmp(format, "events") == 0) {
			print_event(k, count / 10 + 1);
			continue;
		}
		if (subject.left == 0)
			subject_next(users ? 0 : 100.0 / (double)subjects - 1, users);
		subject.left--;
		good(&r, k, users);
		SET(&r, NOTE, "expect:");
		if (rnd(100) < percent)
			spoil(&r, users);
		if (strcmp(format, "csv") == 0)
			print_csv(&r, zh);
		else
			print_json(&r, users, brief);
	}
	if (fflush(stdout) != 0 || ferror(stdout))
		die("cannot write", "standard output");
	return 0;
}
