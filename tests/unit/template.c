/* Offices, columns from the policy, and how what tells of a person leaves. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "office.h"
#include "policy.h"
#include "status.h"
#include "template.h"

static int count, failed;

static void
ok(bool good, const char *text)
{
	count++;
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", count, text);
}

static const struct template_column *
column(const struct template *t, const char *member)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (strcmp(t->column[i].member, member) == 0)
			return &t->column[i];
	return NULL;
}

static void
masks(const struct template *t, const char *member, bool person, const char *type,
    const char *value, const char *want)
{
	const struct template_column *c = column(t, member);
	struct template_column own = { .member = (char *)(uintptr_t)member, .personal = true };
	struct buf out = { 0 };

	template_mask(c != NULL ? c : &own, person, type, value, strlen(value), &out);
	ok(strcmp(buf_text(&out), want) == 0, want);
	if (strcmp(buf_text(&out), want) != 0)
		printf("# got: %s\n", buf_text(&out));
	buf_free(&out);
}

int
main(int argc, char **argv)
{
	struct policy *p;
	struct template *t;
	size_t i, offices = 0;
	int k;

	(void)argc;
	status_start(argv[0]);
	for (k = 0; k < 100; k++)
		offices += office_known(k);
	ok(offices == 31, "31 provincial offices");
	ok(strcmp(office_name(33), "浙江省互联网信息办公室") == 0 &&
	    strcmp(office_name(65), "新疆维吾尔自治区互联网信息办公室") == 0 &&
	    strcmp(office_name(11), "北京市互联网信息办公室") == 0, "their names");
	ok(office_read("33") == 33 && office_read("330102") == 33 && office_read("浙江") == 33 &&
	    office_read("浙江省") == 33 && office_read(office_name(33)) == 33,
	    "read in each form");
	ok(office_read("71") == 0 && office_read("81") == 0 && office_read("") == 0 &&
	    office_read("3") == 0 && office_read("99") == 0, "and what is none");

	ok(office_read("100000") == OFFICE_NATIONAL && !office_known(OFFICE_NATIONAL) &&
	    office_read(office_name(OFFICE_NATIONAL)) == OFFICE_NATIONAL &&
	    strcmp(office_name(OFFICE_NATIONAL), "国家互联网信息办公室") == 0,
	    "the national one is no province");

	p = policy_load(NULL);
	t = template_load(p, "accounts");
	ok(!t->reveals && t->opens, "the default reveals nothing");
	for (i = 0; i < t->count; i++)
		if (strcmp(t->column[i].member, "subject_kind") == 0)
			break;
	ok(i < t->count && strcmp(template_word(t, i, "enterprise"), "企业") == 0 &&
	    strcmp(template_word(t, i, "x"), "x") == 0, "words for values");
	masks(t, "id_number", true, "resident-id", "11010119900307123X", "110101********123X");
	masks(t, "id_number", false, "uscc", "91330106MA2CG5XH5K", "91330106MA2CG5XH5K");
	masks(t, "mobile", true, "resident-id", "13812345678", "138****5678");
	masks(t, "email", true, NULL, "chen@example.cn", "c***@example.cn");
	masks(t, "email", true, NULL, "no address", "n***");
	masks(t, "subject_name", true, "resident-id", "张三丰", "张**");
	masks(t, "subject_name", false, "uscc", "某某有限公司", "某某有限公司");
	masks(t, "operator_name", false, NULL, "李四", "李**");
	masks(t, "operator_id_number", false, NULL, "11010119900307123X",
	    "110101********123X");
	masks(t, "mobile", true, NULL, "", "");
	template_free(t);
	policy_free(p);
	printf("1..%d\n", count);
	return failed > 0;
}
