#include "board.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "code.h"
#include "markup.h"
#include "publish.h"
#include "status.h"
#include "text.h"
#include "when.h"

static const char begins[] = "group-";
_Static_assert(sizeof begins - 1 + CODE_MOST + 8 <= BOARD_FILE, "a suffix has room");

/* ---- For machines. */

static void
member(struct buf *b, const char *name, struct board_text t)
{
	if (t.n > 0)
		buf_member(b, name, t.s, t.n);
}

static void
member_time(struct buf *b, const char *name, int64_t at)
{
	char text[WHEN_TEXT];

	if (at != 0)
		buf_member(b, name, text, strlen(when_text(at, text)));
}

void
board_json(struct buf *b, const struct board *p)
{
	buf_putc(b, '{');
	member(b, "group_code", p->code);
	member(b, "name", p->name);
	member(b, "category", p->category);
	member(b, "class", p->class_name);
	member(b, "grade", p->grade);
	buf_member_num(b, "members", p->members);
	buf_member_num(b, "managers", p->managers);
	buf_member_num(b, "limit", p->limit);
	member_time(b, "created_at", p->created_at);
	buf_member(b, "state", p->state, strlen(p->state));
	member(b, "platform", p->platform);
	member_time(b, "at", p->at);
	buf_putc(b, '}');
}

/* ---- For people. */

enum word { LANG, PAGE, NAME, CODE, MEMBERS, LIMIT, MANAGERS, CATEGORY, GRADE, CREATED, STATE,
	AT, PLATFORM, CONTACT, OFFSET, WORDS };
static const char *const word[2][WORDS] = {
	{ "en", "Group information", "Group name", "Group code", "Members", "Member limit",
	    "Managers", "Category", "Grade", "Created", "State", "As of", "Platform",
	    "Complaints", " (UTC+8)" },
	{ "zh-CN", "群信息", "群组名称", "群组识别编码", "人数", "人数上限", "管理者人数", "群组类别",
	    "等级", "建群时间", "状态", "统计时间", "平台", "投诉举报", "" },
};

/* Words of ours, and of the policy as it is delivered; a site's own stand as they are. */
static const char *const chinese[][2] = {
	{ "open", "正常" }, { "suspended", "已暂停" }, { "closed", "已关闭" },
	{ "family", "亲友" }, { "class", "班级" }, { "work", "工作" }, { "interest", "兴趣" },
	{ "trade", "交易" }, { "fans", "粉丝" }, { "fan-fundraising", "粉丝集资" },
	{ "other", "其他" },
};

static const char style[] =
    ":root{color-scheme:light dark;--bg:#f2f3f5;--card:#fff;--ink:#1a1c20;--dim:#5f6570;"
    "--line:#e2e4e9;--soft:#f6f7f9;--link:#0b57d0;--warn:#9a3412}\n"
    "*{box-sizing:border-box;margin:0}\n"
    "body{background:var(--bg);color:var(--ink);padding:24px 16px;"
    "font:16px/1.5 system-ui,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\","
    "sans-serif}\n"
    "main{max-width:640px;margin:auto;padding:24px;background:var(--card);"
    "border:1px solid var(--line);border-radius:12px}\n"
    "h1{font-size:1.5rem;line-height:1.3}\n"
    "h1,dd{overflow-wrap:anywhere}\n"
    "p,dt{color:var(--dim);font-size:.875rem}\n"
    ".n{display:grid;grid-template-columns:repeat(3,minmax(min-content,1fr));gap:8px;"
    "margin:20px 0 8px}\n"
    ".n div{display:flex;flex-direction:column;justify-content:space-between;"
    "padding:12px;background:var(--soft);border-radius:8px}\n"
    ".n dd{font-size:1.5rem;font-weight:600;line-height:1.3;overflow-wrap:normal;"
    "font-variant-numeric:tabular-nums}\n"
    ".r div{display:grid;grid-template-columns:7.5em 1fr;gap:12px;align-items:baseline;"
    "padding:10px 0;border-bottom:1px solid var(--line)}\n"
    ".r div:last-child{border:0;padding-bottom:0}\n"
    ".s dd{color:var(--warn);font-weight:600}\n"
    "code{font:600 1.0625rem ui-monospace,Menlo,Consolas,monospace;letter-spacing:.06em;"
    "user-select:all}\n"
    "a{color:var(--link)}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--bg:#111317;--card:#1b1e24;"
    "--ink:#e8eaee;--dim:#a0a7b3;--line:#31353e;--soft:#242830;"
    "--link:#8ab4f8;--warn:#fdba74}}\n"
    "@media(max-width:480px){body{padding:0;background:var(--card)}"
    "main{border:0;border-radius:0;padding:20px 16px}.n div{padding:10px}"
    ".n dd{font-size:1.25rem}}\n"
    "@media print{body{padding:0;background:none}main{max-width:none;padding:0;border:0}"
    "dl div{break-inside:avoid}.n div{border:1px solid var(--line)}"
    "a{color:inherit;text-decoration:none}}\n";

static bool
honest(struct board_text t)
{
	return text_valid(t.s, t.n) == t.n &&
	    (text_traits(t.s, t.n) & ~(unsigned)TEXT_EDGE) == 0;
}

static void
show(struct buf *b, struct board_text t)
{
	markup_show(b, t.s, t.n);
}

static struct board_text
text_of(const char *s)
{
	return (struct board_text){ s, strlen(s) };
}

static struct board_text
translated(struct board_text t, bool zh)
{
	size_t i;

	for (i = 0; zh && i < sizeof chinese / sizeof *chinese; i++)
		if (strlen(chinese[i][0]) == t.n && memcmp(chinese[i][0], t.s, t.n) == 0)
			return text_of(chinese[i][1]);
	return t;
}

static void
number(struct buf *b, const char *label, int64_t n)
{
	buf_printf(b, "<div><dt>%s</dt><dd>", label);
	buf_num(b, n);
	buf_puts(b, "</dd></div>\n");
}

static void
row(struct buf *b, const char *label, struct board_text t)
{
	if (t.n == 0)
		return;
	buf_printf(b, "<div><dt>%s</dt><dd><bdi>", label);
	show(b, t);
	buf_puts(b, "</bdi></dd></div>\n");
}

static void
row_time(struct buf *b, const char *label, int64_t at, const char *offset)
{
	char t[WHEN_TEXT];

	if (at == 0)
		return;
	when_text(at, t);
	buf_printf(b, "<div><dt>%s</dt><dd><time datetime=\"%s\">%.10s %.5s</time>%s</dd>"
	    "</div>\n", label, t, t, t + 11, offset);
}

/* A contact that a telephone can open is a link: an address of the web, mail, a number. */
static const char *
scheme_of(struct board_text t)
{
	static const char tel[] = "0123456789+-()", odd[] = " \t\"<>()[]\\,;:?&";
	bool number = true, mail = t.s[t.n - 1] != '@' && memchr(t.s + 1, '@', t.n - 1);
	size_t i;

	if ((t.n > 8 && memcmp(t.s, "https://", 8) == 0) ||
	    (t.n > 7 && memcmp(t.s, "http://", 7) == 0))
		return memchr(t.s, ' ', t.n) == NULL ? "" : NULL;
	for (i = 0; i < t.n; i++) {
		number = number && strchr(tel, t.s[i]) != NULL;
		mail = mail && (unsigned char)t.s[i] < 0x80 && strchr(odd, t.s[i]) == NULL;
	}
	return number ? "tel:" : mail ? "mailto:" : NULL;
}

static void
row_contact(struct buf *b, const char *label, struct board_text t)
{
	const char *scheme = t.n > 0 && honest(t) ? scheme_of(t) : NULL;

	if (scheme == NULL) {
		row(b, label, t);
		return;
	}
	buf_printf(b, "<div><dt>%s</dt><dd><a rel=\"noreferrer\" href=\"%s", label, scheme);
	markup_escape(b, t.s, t.n);
	buf_puts(b, "\">");
	markup_escape(b, t.s, t.n);
	buf_puts(b, "</a></dd></div>\n");
}

void
board_html(struct buf *b, const struct board *p, const char *lang)
{
	bool zh = strcmp(lang, "zh") == 0;
	const char *const *w = word[zh];

	/* Without the last line a telephone takes a code of digits for a number to call. */
	buf_printf(b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"format-detection\" content=\"telephone=no\">\n<title>", w[LANG]);
	show(b, p->name);
	buf_printf(b, " - %s</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n"
	    "<p>%s</p>\n<h1><bdi>", w[PAGE], style, w[NAME]);
	show(b, p->name);
	buf_puts(b, "</bdi></h1>\n<dl class=\"n\">\n");
	number(b, w[MEMBERS], p->members);
	number(b, w[LIMIT], p->limit);
	number(b, w[MANAGERS], p->managers);
	buf_puts(b, "</dl>\n<dl class=\"r\">\n");
	if (p->code.n > 0) {
		buf_printf(b, "<div><dt>%s</dt><dd><code>", w[CODE]);
		show(b, p->code);
		buf_puts(b, "</code></dd></div>\n");
	}
	row(b, w[CATEGORY], translated(p->category, zh));
	row(b, w[GRADE], p->grade);
	row_time(b, w[CREATED], p->created_at, w[OFFSET]);
	buf_printf(b, "<div%s><dt>%s</dt><dd>",
	    strcmp(p->state, "open") != 0 ? " class=\"s\"" : "", w[STATE]);
	show(b, translated(text_of(p->state), zh));
	buf_puts(b, "</dd></div>\n");
	row_time(b, w[AT], p->at, w[OFFSET]);
	row(b, w[PLATFORM], p->platform);
	row_contact(b, w[CONTACT], p->contact);
	buf_puts(b, "</dl>\n</main>\n</body>\n</html>\n");
}

/* ---- Files. */

bool
board_file_name(const char *code, size_t n, char out[BOARD_FILE])
{
	if (!code_taken(code, n))
		return false;
	snprintf(out, BOARD_FILE, "%s%.*s", begins, (int)n, code);
	return true;
}

static int
open_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		status_die(FAILED, "cannot open directory %s:", dir);
	return fd;
}

void
board_write(const char *dir, const char *name, const char *bytes, size_t n)
{
	int dirfd = open_dir(dir), error;
	/* a page is for all */
	const char *what = publish_replace(dirfd, name, 0644, bytes, n);

	error = errno;
	close(dirfd);
	if (what == NULL)
		return;
	if (error == ENOSPC || error == EDQUOT || error == EFBIG)
		status_die(FAILED, "disk full: %s/%s", dir, name);
	errno = error;
	status_die(FAILED, "cannot %s %s/%s:", what, dir, name);
}

void
board_sync(const char *dir)
{
	int dirfd = open_dir(dir);

	publish_swept(dirfd, begins);
	if (fsync(dirfd) != 0)
		status_die(FAILED, "cannot sync directory %s:", dir);
	close(dirfd);
}
