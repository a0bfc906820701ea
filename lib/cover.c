#include "cover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "gather_kind.h"
#include "markup.h"
#include "mem.h"
#include "office.h"
#include "template.h"
#include "when.h"

static const char *const change[4] = { "不变", "新增", "变更", "注销" };

void
cover_count(struct cover *c, unsigned how, const char *group)
{
	static const char rest[] = "其余";
	size_t i;

	c->count[how]++;
	for (i = 0; i < c->groups && strcmp(c->group[i].name, group) != 0; i++)
		;
	if (i == COVER_GROUPS) {
		i--;
		if (strcmp(c->group[i].name, rest) != 0) {
			free(c->group[i].name);
			c->group[i].name = mem_copy(rest, strlen(rest));
		}
	} else if (i == c->groups) {
		c->group[i].name = mem_copy(group, strlen(group));
		c->groups++;
	}
	c->group[i].count++;
}

uint64_t
cover_rows(const struct cover *c)
{
	return c->count[0] + c->count[1] + c->count[2] + c->count[3];
}

void
cover_free(struct cover *c)
{
	size_t i;

	for (i = 0; i < c->groups; i++)
		free(c->group[i].name);
	free(c->name);
	free(c);
}

const char *
cover_change(unsigned how)
{
	return change[how];
}

const char *
cover_kind(const char *kind)
{
	return gather_kind_row(gather_kind_find(kind))->title;
}

static enum gather_way
way_of(const struct cover *c)
{
	return gather_kind_row(gather_kind_find(c->template->kind))->way;
}

const char *
cover_scope(const struct cover *c)
{
	switch (way_of(c)) {
	case GATHER_QUEUE:
		return "report";
	case GATHER_EXTRACT:
		return "period";
	default:
		return c->full ? "full" : "change";
	}
}

const char *
cover_to(const struct cover *c, const struct cover_run *run)
{
	return way_of(c) == GATHER_EXTRACT && run->to != NULL ? run->to :
	    office_name(c->office);
}

const char *
cover_to_label(const struct cover *c)
{
	return way_of(c) == GATHER_EXTRACT ? "报送对象" : way_of(c) == GATHER_QUEUE ?
	    "报告机关" : "备案机关";
}

static void
line(struct buf *b, const char *label, const char *value)
{
	buf_puts(b, "<tr><th>");
	markup_text(b, label);
	buf_puts(b, "</th><td>");
	markup_text(b, *value != '\0' ? value : "无");
	buf_puts(b, "</td></tr>\n");
}

static void
line_num(struct buf *b, const char *label, uint64_t n)
{
	char text[24];

	snprintf(text, sizeof text, "%ju", (uintmax_t)n);
	line(b, label, text);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t
group_column(const struct template *t)
{
	const char *want = gather_kind_row(gather_kind_find(t->kind))->group;
	size_t i;

	for (i = 0; i < t->count && strcmp(t->column[i].member, want) != 0; i++)
		;
	return i;
}

static void
groups(struct buf *b, const struct cover *c)
{
	size_t column = group_column(c->template), i, k;
	const char *name[COVER_GROUPS];

	for (i = 0; i < c->groups; i++)
		name[i] = c->group[i].name;
	qsort(name, c->groups, sizeof *name, by_name);
	buf_puts(b, "<table>\n<caption>分类统计</caption>\n");
	for (i = 0; i < c->groups; i++) {
		for (k = 0; c->group[k].name != name[i]; k++)
			;
		line_num(b, *name[i] == '\0' ? "未分类" : column < c->template->count ?
		    template_word(c->template, column, name[i]) : name[i], c->group[k].count);
	}
	buf_puts(b, "</table>\n");
}

void
cover_write(struct buf *b, const struct cover *c, const struct cover_run *run)
{
	char day[WHEN_TEXT], from[WHEN_TEXT], when[WHEN_TEXT], until[WHEN_TEXT];
	enum gather_way way = way_of(c);
	const struct template_column *col;
	struct buf text = { 0 };
	unsigned i;
	size_t k;

	when_day_text(when_day_of(run->now), day);
	buf_puts(b,
	    "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<title>");
	markup_text(b, cover_kind(c->template->kind));
	buf_puts(b, "</title>\n<style>\nbody{font-family:SimSun,'Noto Serif CJK SC',serif;"
	    "margin:2em "
	    "auto;max-width:46em;line-height:1.6}\nh1{text-align:center;font-size:1.5em}\n"
	    "table{border-collapse:collapse;width:100%;margin:1em 0}\n"
	    "th,td{border:1px solid #000;padding:.3em "
	    ".6em;text-align:left;word-break:break-all}\n"
	    "th{width:13em;font-weight:normal;background:#f2f2f2}\ncaption{text-align:left}\n"
	    ".stamp{margin-top:3em;text-align:right}\n@media print{body{margin:0}}\n</style>\n"
	    "</head>\n<body>\n<h1>");
	markup_text(b, cover_kind(c->template->kind));
	buf_puts(b, "报送表</h1>\n<table>\n");
	line(b, cover_to_label(c), cover_to(c, run));
	line(b, "填表单位（平台名称）", run->platform);
	line(b, "填写日期", day);
	line(b, "报送编号", c->name);
	line(b, "报送方式", way == GATHER_QUEUE ? "逐项报告" : way == GATHER_EXTRACT ? "按期提取" :
	    c->full ? "全量报送" : "变更报送");
	if (way == GATHER_EXTRACT) {
		line(b, "案件（检查）编号", run->number != NULL ? run->number : "");
		buf_printf(&text, "%s至%s（不含）", when_text(run->from, when),
		    when_text(run->until, until));
	} else if (c->full || way == GATHER_QUEUE) {
		buf_printf(&text, "截至%s", day);
	} else {
		when_day_text(c->since, from);
		buf_printf(&text, "%s至%s", c->since == WHEN_NEVER ? "起始" : from, day);
	}
	line(b, "报送期间", buf_text(&text));
	line(b, "依据条款", gather_kind_row(gather_kind_find(c->template->kind))->clauses);
	line(b, "负责人", run->responsible);
	line(b, "联系方式", run->contact);
	buf_puts(b, "</table>\n<table>\n<caption>数量</caption>\n");
	line_num(b, "行数合计", cover_rows(c));
	for (i = 1; way < GATHER_QUEUE && i < 4; i++)
		line_num(b, change[i], c->count[i]);
	if (way < GATHER_QUEUE && c->full)
		line_num(b, change[0], c->count[0]);
	buf_puts(b, "</table>\n");
	groups(b, c);
	buf_puts(b, "<table>\n<caption>核对</caption>\n");
	line(b, "规则摘要（SM3）", run->policy_digest);
	line(b, "操作日志链首（SM3）", run->head);
	line_num(b, "操作日志条数", run->entries);
	line(b, "生成时间", when_text(run->now, when));
	text.len = 0;
	for (k = 0; k < c->template->count; k++) {
		col = &c->template->column[k];
		if (!col->personal)
			continue;
		buf_printf(&text, "%s%s（%s%s）", text.len > 0 ? "；" : "", col->title,
		    col->reveal ? "未遮盖，依据：" : "涉及自然人的已遮盖", col->reveal ? col->basis : "");
	}
	line(b, "个人信息", buf_text(&text));
	line(b, "文件", "表格以 .xlsx 为准（证件号码等均为文本）；.csv 中以 = + - @ 等开头的"
	    "单元格前加了半角单引号；校验见 manifest-sha256.txt 与 manifest-sm3.txt");
	buf_puts(b, "</table>\n<p class=\"stamp\">（盖章）　　　　年　　月　　日</p>\n</body>\n"
	    "</html>\n");
	buf_free(&text);
}

static void
string(struct buf *b, const char *name, const char *s)
{
	buf_member(b, name, s, strlen(s));
}

static void
fields(struct buf *b, const struct template *t, bool titles)
{
	bool walk = gather_kind_row(gather_kind_find(t->kind))->way == GATHER_WALK;
	size_t i;

	buf_puts(b, ",\"schema\":{\"fields\":[");
	for (i = 0; i < t->count; i++) {
		const struct template_column *c = &t->column[i];

		buf_puts(b, i > 0 ? ",{" : "{");
		/* the name is what the file itself calls the column */
		string(b, "name", titles ? c->title : c->member);
		string(b, "title", c->title);
		string(b, "type", "string");
		string(b, "member", c->member);
		string(b, "from", c->computed || (!walk && !c->sealed) ?
		    "made for the filing" : c->sealed ?
		    "the account's record, sealed part" : "the account's record");
		buf_member_raw(b, "masked", c->personal && !c->reveal ? "true" : "false",
		    c->personal && !c->reveal ? 4 : 5);
		if (c->personal && c->reveal)
			string(b, "basis", c->basis);
		buf_putc(b, '}');
	}
	buf_puts(b, "]}");
}

static void
resource(struct buf *b, const struct cover *c, const char *ending, const char *type,
    const char *encoding)
{
	char path[64];

	buf_puts(b, b->s[b->len - 1] == '[' ? "{" : ",{");
	snprintf(path, sizeof path, "%s-%s", c->template->kind, ending);
	string(b, "name", path);
	snprintf(path, sizeof path, "%s.%s", c->template->kind, ending);
	string(b, "path", path);
	string(b, "format", ending);
	string(b, "mediatype", type);
	string(b, "encoding", encoding);
}

void
cover_package(struct buf *b, const struct cover *c, const struct cover_run *run, bool gb18030)
{
	char when[WHEN_TEXT], office[8];

	snprintf(office, sizeof office, "%02d0000", c->office);
	buf_putc(b, '{');
	string(b, "profile", "data-package");
	string(b, "name", c->name);
	string(b, "title", cover_kind(c->template->kind));
	string(b, "created", when_text(run->now, when));
	string(b, "clause", c->clause);
	string(b, "clauses", gather_kind_row(gather_kind_find(c->template->kind))->clauses);
	string(b, "office", office);
	string(b, "office_name", office_name(c->office));
	string(b, "scope", cover_scope(c));
	if (way_of(c) == GATHER_EXTRACT) {
		string(b, "from", when_text(run->from, when));
		string(b, "until", when_text(run->until, when));
		if (run->number != NULL)
			string(b, "case", run->number);
		string(b, "to", cover_to(c, run));
	}
	string(b, "policy_sm3", run->policy_digest);
	string(b, "journal_head", run->head);
	buf_puts(b, ",\"rows\":{");
	buf_member_num(b, "all", (int64_t)cover_rows(c));
	buf_member_num(b, "new", (int64_t)c->count[1]);
	buf_member_num(b, "changed", (int64_t)c->count[2]);
	buf_member_num(b, "gone", (int64_t)c->count[3]);
	buf_puts(b, "},\"resources\":[");
	resource(b, c, "csv", "text/csv", gb18030 ? "gb18030" : "utf-8");
	buf_puts(b,
	    ",\"dialect\":{\"delimiter\":\",\",\"quoteChar\":\"\\\"\",\"lineTerminator\":"
	    "\"\\r\\n\",\"header\":true},\"bom\":");
	buf_puts(b, gb18030 ? "false" : "true");
	string(b, "defused",
	    "a cell that begins with = + - @ TAB CR, or with one of the first four"
	    " in full width, has an apostrophe before it that is not part of the value");
	fields(b, c->template, true);
	buf_putc(b, '}');
	resource(b, c, "jsonl", "application/jsonl", "utf-8");
	fields(b, c->template, false);
	buf_putc(b, '}');
	resource(b, c, "xlsx",
	    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "utf-8");
	fields(b, c->template, true);
	buf_puts(b, "}]}\n");
}

void
cover_info(const struct cover *c, const struct cover_run *run,
    void (*fn)(void *, const char *, const char *), void *arg)
{
	struct buf text = { 0 };
	char day[WHEN_TEXT];

	if (*run->platform != '\0')
		fn(arg, "Source-Organization", run->platform);
	if (*run->responsible != '\0')
		fn(arg, "Contact-Name", run->responsible);
	buf_printf(&text, "%s, %s, %s", cover_kind(c->template->kind),
	    gather_kind_row(gather_kind_find(c->template->kind))->clauses, cover_to(c, run));
	fn(arg, "External-Description", buf_text(&text));
	fn(arg, "External-Identifier", c->name);
	fn(arg, "Bagging-Date", when_day_text(when_day_of(run->now), day));
	fn(arg, "Policy-SM3", run->policy_digest);
	fn(arg, "Journal-Head-SM3", run->head);
	fn(arg, "Bag-Software-Agent", "beian " VERSION);
	buf_free(&text);
}
