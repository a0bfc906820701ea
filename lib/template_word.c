#include "template.h"

#include <string.h>

#include "json.h"
#include "ladder.h"
#include "mem.h"
#include "policy.h"
#include "template_int.h"
#include "term.h"

/* Which words a member's values have: a term_kind, or one of these. */
enum { WORDS_NONE = -1, WORDS_OWN = -2, WORDS_MEASURE = -3, WORDS_COMPLAINT = -4 };

static const struct {
	const char *member;
	int words;
} worded[] = {
	{ "subject_kind", TERM_SUBJECT_KIND }, { "id_type", TERM_ID_TYPE },
	{ "operator_id_type", TERM_ID_TYPE }, { "state", TERM_STATE },
	{ "category", TERM_CATEGORY }, { "class", TERM_CATEGORY }, { "overdue", TERM_BOOL },
	{ "spread_stopped", TERM_BOOL }, { "malicious", TERM_BOOL }, { "ground", TERM_GROUND }
};

/* Words that are the filing's own. */
static const struct { const char *member, *value, *word; } own[] = {
	{ "verdict", "pass", "通过" }, { "verdict", "review", "待复核" },
	{ "verdict", "reject", "不通过" },
	{ "target_kind", "account", "公众账号" }, { "target_kind", "subject", "账号主体" },
	{ "target_kind", "user", "群组用户" }, { "target_kind", "group", "群组" },
	{ "target_kind", "creator", "群组建立者" }, { "target_kind", "manager", "群组管理者" },
	{ "target_kind", "member", "群组成员" }, { "target_kind", "name", "名称" },
	{ "target_kind", "list", "名单" },
	{ "kind", "hand", "自行列入" }, { "kind", "import", "名单导入" },
	{ "kind", "chief-editor", "总编辑任命" }, { "kind", "staff", "人员配备" },
	{ "kind", "registration-rules", "账号注册制度" }, { "kind", "review-rules", "信息审核制度" },
	{ "kind", "emergency-rules", "应急处置制度" },
	{ "kind", "protection-rules", "安全防护制度" }, { "kind", "platform-rules", "平台管理规则" },
	{ "kind", "convention", "平台公约" }, { "kind", "agreement", "服务协议" },
	{ "kind", "support", "技术保障措施" }, { "kind", "account-system", "公众账号管理制度" },
	{ "kind", "group-system", "群组管理制度" }, { "kind", "blacklist-rules", "黑名单管理制度" },
	{ "kind", "data-protection", "个人信息保护制度" },
	{ "kind", "complaint-entry", "投诉举报入口" },
	{ "kind", "complaint-channels", "投诉举报渠道" }, { "kind", "assessment", "安全评估报告" },
	{ "kind", "request", "监督检查要求" },
	{ "record", "measure", "处置措施" }, { "record", "listing", "黑名单" },
	{ "decision", "upheld", "属实" }, { "decision", "partial", "部分属实" },
	{ "decision", "rejected", "不属实" }, { "decision", "refused", "不予受理" },
	{ "decision", "accepted", "已受理" }, { "decision", "open", "处理中" },
	{ "outcome", "upheld", "申诉成立" }, { "outcome", "rejected", "申诉不成立" },
	{ "channel", "app", "客户端" }, { "channel", "web", "网页" }, { "channel", "phone", "电话" },
	{ "channel", "mail", "邮件" }
};

bool
template_measures(const char *kind)
{
	return strcmp(kind, "contents") == 0 || strcmp(kind, "measures") == 0 ||
	    strcmp(kind, "inspection") == 0;
}

int
template_words(const struct template *t, const char *member)
{
	size_t i;

	if (strcmp(member, "kind") == 0 && t->ladder != NULL)
		return WORDS_MEASURE;
	if (strcmp(member, "kind") == 0 && strcmp(t->kind, "complaints") == 0)
		return WORDS_COMPLAINT;
	for (i = 0; i < sizeof worded / sizeof *worded; i++)
		if (strcmp(worded[i].member, member) == 0)
			return worded[i].words;
	for (i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(own[i].member, member) == 0)
			return WORDS_OWN;
	return WORDS_NONE;
}

/* What the ladder calls a measure; NULL: it has none of the name. */
static const char *
measure(const struct ladder *l, const char *kind)
{
	const struct ladder_step *s;
	unsigned side;

	for (side = 0; side < 3; side++)
		if ((s = ladder_find(l, side, kind, strlen(kind))) != NULL && s->title != NULL)
			return s->title;
	return NULL;
}

void
template_complaints(struct template *t, const struct policy *p)
{
	const char *list;
	struct json_walk w;
	size_t n;

	list = policy_get(p, "complaint.kinds", &n);
	json_walk(&w, list != NULL ? list : "", n);
	while (json_next(&w)) {
		t->pair = mem_grow(t->pair, t->pairs + 1, sizeof *t->pair);
		t->pair[t->pairs].value = template_text(w.value, w.value_len, "kind");
		t->pair[t->pairs].word = template_text(w.value, w.value_len, "title");
		t->pairs++;
	}
}

static const char *
complaint(const struct template *t, const char *kind)
{
	size_t i;

	for (i = 0; i < t->pairs; i++)
		if (t->pair[i].value != NULL && strcmp(t->pair[i].value, kind) == 0)
			return t->pair[i].word;
	return NULL;
}

static const char *
own_word(const char *member, const char *value)
{
	size_t i;

	for (i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(own[i].member, member) == 0 && strcmp(own[i].value, value) == 0)
			return own[i].word;
	return value;
}

const char *
template_word(const struct template *t, size_t column, const char *value)
{
	const struct template_column *c = &t->column[column];
	const char *word = NULL;

	if (c->words == WORDS_NONE)
		return value;
	if (c->words >= 0)
		return term_word(t->terms, (enum term_kind)c->words, value);
	if (c->words == WORDS_MEASURE)
		word = measure(t->ladder, value);
	if (c->words == WORDS_COMPLAINT)
		word = complaint(t, value);
	return word != NULL ? word : own_word(c->member, value);
}
