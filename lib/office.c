#include "office.h"

#include <stddef.h>
#include <string.h>

#define OFFICE "互联网信息办公室"
#define NATIONAL "国家" OFFICE
#define AT(code, place, form) [code] = { place, place form, place form OFFICE }

static const struct {
	const char *place, *province, *office;
} table[100] = {
	AT(11, "北京", "市"), AT(12, "天津", "市"), AT(13, "河北", "省"), AT(14, "山西", "省"),
	AT(15, "内蒙古", "自治区"), AT(21, "辽宁", "省"), AT(22, "吉林", "省"),
	AT(23, "黑龙江", "省"), AT(31, "上海", "市"), AT(32, "江苏", "省"), AT(33, "浙江", "省"),
	AT(34, "安徽", "省"), AT(35, "福建", "省"), AT(36, "江西", "省"), AT(37, "山东", "省"),
	AT(41, "河南", "省"), AT(42, "湖北", "省"), AT(43, "湖南", "省"), AT(44, "广东", "省"),
	AT(45, "广西", "壮族自治区"), AT(46, "海南", "省"), AT(50, "重庆", "市"),
	AT(51, "四川", "省"), AT(52, "贵州", "省"), AT(53, "云南", "省"), AT(54, "西藏", "自治区"),
	AT(61, "陕西", "省"), AT(62, "甘肃", "省"), AT(63, "青海", "省"),
	AT(64, "宁夏", "回族自治区"), AT(65, "新疆", "维吾尔自治区")
};

bool
office_known(int province)
{
	return province > 0 && province < 100 && table[province].office != NULL;
}

const char *
office_province(int province)
{
	return office_known(province) ? table[province].province : NULL;
}

const char *
office_name(int office)
{
	return office == OFFICE_NATIONAL ? NATIONAL :
	    office_known(office) ? table[office].office : NULL;
}

int
office_read(const char *s)
{
	size_t digits = strspn(s, "0123456789");
	int i;

	if (s[digits] == '\0' && (digits == 2 || digits == 6)) {
		i = (s[0] - '0') * 10 + s[1] - '0';
		return office_known(i) || i == OFFICE_NATIONAL ? i : 0;
	}
	if (strcmp(s, NATIONAL) == 0)
		return OFFICE_NATIONAL;
	for (i = 0; i < 100; i++)
		if (office_known(i) && (strcmp(s, table[i].place) == 0 ||
		    strcmp(s, table[i].province) == 0 || strcmp(s, table[i].office) == 0))
			return i;
	return 0;
}
