#include "gather_kind.h"

#include <string.h>

#include "finding.h"

static const struct gather_kind_row row[GATHER_KINDS] = {
	[GATHER_ACCOUNTS] = { "accounts", "公众账号分类备案", "PA-07-1c", "PA-07-1c",
	    GATHER_WALK, F_FILING_DUE, F_FILING_OVERDUE, "class" },
	[GATHER_OPERATORS] = { "operators", "多账号主体备案", "PA-07-3c", "PA-07-3c",
	    GATHER_WALK, F_OPERATORS_DUE, F_OPERATORS_OVERDUE, "subject_kind" },
	[GATHER_ACCOUNT_SYSTEM] = { "account-system", "公众账号管理制度备案", "PA-07-2c",
	    "PA-07-2c", GATHER_DOCUMENTS, F_SYSTEM_UNFILED, F_SYSTEM_UNFILED, "kind" },
	[GATHER_GROUP_SYSTEM] = { "group-system", "群组管理制度备案", "GR-07-1b", "GR-07-1b",
	    GATHER_DOCUMENTS, F_SYSTEM_UNFILED, F_SYSTEM_UNFILED, "kind" },
	[GATHER_RULES] = { "rules", "平台规则、公约与协议备案", "PA-07-2c", "PA-07-2c",
	    GATHER_DOCUMENTS, F_RULES_UNFILED, F_RULES_UNFILED, "kind" },
	[GATHER_CONTENTS] = { "contents", "违法违规信息处置报告", "PA-11-2e", "PA-11-2e",
	    GATHER_QUEUE, F_REPORT_DUE, F_REMOVAL_UNREPORTED, "kind" },
	[GATHER_MEASURES] = { "measures", "处置措施报告", "PA-13-1c",
	    "PA-13-1c, GR-11-1c, GR-11-2c", GATHER_QUEUE, F_REPORT_DUE, F_REPORT_OVERDUE,
	    "kind" },
	[GATHER_LISTINGS] = { "listings", "黑名单报告", "PA-13-2e", "PA-13-2e, GR-11-3e",
	    GATHER_QUEUE, F_REPORT_DUE, F_LISTING_UNREPORTED, "kind" },
	[GATHER_COMPLAINTS] = { "complaints", "投诉举报处理情况", "PA-15-2f",
	    "PA-15-2f, GR-12-1d", GATHER_EXTRACT, -1, -1, "kind" },
	[GATHER_INSPECTION] = { "inspection", "监督检查资料", "PA-16-1", "PA-16-1, GR-13-1",
	    GATHER_EXTRACT, -1, -1, "kind" }
};

const struct gather_kind_row *
gather_kind_row(int k)
{
	return &row[k];
}

const char *
gather_kind_name(int k)
{
	return row[k].name;
}

int
gather_kind_find(const char *name)
{
	int k;

	for (k = 0; k < GATHER_KINDS; k++)
		if (strcmp(row[k].name, name) == 0)
			return k;
	return -1;
}
