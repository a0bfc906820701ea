/* The information page of a group: what a name may not do to it, both languages, its file. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board.h"
#include "buf.h"
#include "child.h"
#include "status.h"
#include "tap.h"

static char dir[256];

#define TEXT(s) { (s), sizeof (s) - 1 }

static struct board
sample(void)
{
	return (struct board){ .code = TEXT("0000000019"), .name = TEXT("四号楼业主"),
	    .category = TEXT("family"), .class_name = TEXT("quiet"), .grade = TEXT("B"),
	    .platform = TEXT("示例平台"), .contact = TEXT("https://example.com/jubao"),
	    .state = "open", .members = 186, .managers = 4, .limit = 200,
	    .created_at = 1700000000, .at = 1800000000 };
}

static struct board_text
text(const char *s)
{
	return (struct board_text){ s, strlen(s) };
}

static const char *
json(const struct board *p)
{
	static struct buf b;

	b.len = 0;
	board_json(&b, p);
	return buf_text(&b);
}

static const char *
html(const struct board *p, const char *lang)
{
	static struct buf b;

	b.len = 0;
	board_html(&b, p, lang);
	return buf_text(&b);
}

static bool
has(const char *page, const char *what)
{
	return strstr(page, what) != NULL;
}

/* The page, with a name, says `want` for it in its title and heading, and nothing raw. */
static void
name(const char *given, const char *want, const char *what)
{
	struct board p = sample();
	char title[600], head[600];
	const char *page;

	p.name = text(given);
	page = html(&p, "en");
	snprintf(title, sizeof title, "<title>%s - Group information</title>", want);
	snprintf(head, sizeof head, "<h1><bdi>%s</bdi></h1>", want);
	ok(has(page, title) && has(page, head), "%s", what);
	if (!has(page, head))
		printf("# %.300s\n", strstr(page, "<h1>"));
}

static void
contact(const char *given, const char *want)
{
	struct board p = sample();
	const char *page;

	p.contact = text(given);
	page = html(&p, "en");
	ok(has(page, want), "contact %s", want);
	if (!has(page, want))
		printf("# %.300s\n", strstr(page, "Complaints"));
}

static void
for_machines(void)
{
	struct board p = sample(), none = { .name = TEXT("x"), .state = "suspended" };

	same(json(&p), "{\"group_code\":\"0000000019\",\"name\":\"四号楼业主\","
	    "\"category\":\"family\","
	    "\"class\":\"quiet\",\"grade\":\"B\",\"members\":186,\"managers\":4,\"limit\":200,"
	    "\"created_at\":\"2023-11-15T06:13:20+08:00\",\"state\":\"open\","
	    "\"platform\":\"示例平台\",\"at\":\"2027-01-15T16:00:00+08:00\"}", "an object, whole");
	same(json(&none), "{\"name\":\"x\",\"members\":0,\"managers\":0,\"limit\":0,"
	    "\"state\":\"suspended\"}", "what is not known is left out");
	p.name = text("a\"b\\c</script>");
	ok(has(json(&p), "\"name\":\"a\\\"b\\\\c</script>\""), "a name with quotes");
}

/* Each tag that is opened is closed, in order, and no attribute holds a quote of its own. */
static bool
well_formed(const char *page)
{
	char stack[32][12];
	size_t depth = 0, n;
	const char *s = page;
	bool closing;

	while ((s = strchr(s, '<')) != NULL) {
		closing = *++s == '/';
		s += closing;
		n = strcspn(s, " >");
		if (strncmp(s, "!DOCTYPE", n) != 0 && strncmp(s, "meta", n) != 0) {
			if (n >= sizeof stack[0] || depth == 32)
				return false;
			if (!closing) {
				memcpy(stack[depth], s, n);
				stack[depth++][n] = '\0';
			} else if (depth == 0 || strlen(stack[--depth]) != n ||
			    memcmp(stack[depth], s, n) != 0)
				return false;
		}
		for (; *s != '>' && *s != '\0'; s++)
			if (*s == '"' && (s = strchr(s + 1, '"')) == NULL)
				return false;
	}
	return depth == 0;
}

static void
for_people(void)
{
	static const char *const label[] = { "群组名称", "群组识别编码", "群组类别", "人数", "人数上限",
		"管理者人数", "等级", "建群时间", "状态", "统计时间", "平台", "投诉举报" };
	struct board p = sample();
	const char *page = html(&p, "zh");
	size_t i, missing = 0;

	for (i = 0; i < sizeof label / sizeof *label; i++) {
		char tag[64];

		snprintf(tag, sizeof tag, ">%s</", label[i]);
		missing += !has(page, tag);
	}
	ok(missing == 0, "every label in Chinese");
	ok(has(page, "<html lang=\"zh-CN\">") && has(page, "<title>四号楼业主 - 群信息</title>") &&
	    has(page, "<dt>人数</dt><dd>186</dd>") && has(page, "<dt>人数上限</dt><dd>200</dd>") &&
	    has(page, "<dt>管理者人数</dt><dd>4</dd>") && has(page, "<code>0000000019</code>") &&
	    has(page, "<bdi>亲友</bdi>") && has(page, ">正常<") &&
	    has(page, "<time datetime=\"2023-11-15T06:13:20+08:00\">2023-11-15 06:13</time>"),
	    "what they are of");
	ok(!has(page, "<script") && !has(page, "src=") && !has(page, "url(") &&
	    !has(page, "@import") && !has(page, " on") && has(page, "default-src 'none'"),
	    "no script, nothing is fetched");
	ok(has(page, "prefers-color-scheme:dark") && has(page, "@media print") &&
	    has(page, "width=device-width"), "dark, on paper, on a telephone");
	ok(well_formed(page) && strlen(page) < 6000, "well formed, %zu bytes", strlen(page));
	page = html(&p, "en");
	ok(has(page, "<html lang=\"en\">") && has(page, "<dt>Members</dt><dd>186</dd>") &&
	    has(page, "<bdi>family</bdi>") && has(page, "2023-11-15 06:13</time> (UTC+8)") &&
	    well_formed(page), "and in English");
	ok(!has(page, "class=\"s\""), "an open group's state is quiet");
	p.state = "suspended";
	p.category = text("读书会");
	page = html(&p, "zh");
	ok(has(page, "<div class=\"s\"><dt>状态</dt><dd>已暂停</dd>"), "a suspended one's is not");
	p.state = "closed";
	ok(has(html(&p, "zh"), "<div class=\"s\"><dt>状态</dt><dd>已关闭</dd>"),
	    "nor a closed one's");
	p.state = "suspended";
	page = html(&p, "zh");
	ok(has(page, "<bdi>读书会</bdi>"), "a site's own category stands as it is");
	p = (struct board){ .name = TEXT("x"), .state = "open" };
	page = html(&p, "zh");
	ok(!has(page, "等级") && !has(page, "建群时间") && !has(page, "投诉") &&
	    !has(page, "<code>") && well_formed(page), "what is not known has no row");
}

static void
names(void)
{
	static char most[201];
	struct board p = sample();
	size_t i, longest = 0, bad = 0;
	const char *fill[] = { "\"", "&", "<", "'", "\xc2\x85", "\xe2\x80\xae", "\xff", "W",
	    "群" };

	name("<script>alert(1)</script>", "&#60;script&#62;alert(1)&#60;/script&#62;",
	    "a tag");
	name("</title></style></main>",
	    "&#60;/title&#62;&#60;/style&#62;&#60;/main&#62;", "ends of ours");
	name("a & b &amp; c &#60;", "a &#38; b &#38;amp; c &#38;#60;",
	    "an ampersand, an entity");
	name("\" onload=\"x\" '", "&#34; onload=&#34;x&#34; &#39;", "quotes");
	name("%s%n%99999d", "%s%n%99999d", "a format");
	name("gpj\xe2\x80\xae.exe", "gpj\\u{202e}.exe", "an override of direction");
	name("a\xe2\x81\xa6" "b\xe2\x81\xa9" "c\xd8\x9c",
	    "a\\u{2066}b\\u{2069}c\\u{61c}", "isolates");
	name("a\xe2\x80\x8b" "b\xef\xbb\xbf", "a\\u{200b}b\\u{feff}", "zero width");
	name("a\xe2\x80\xa8" "b\xc2\x85", "a\\u{2028}b\\u{85}", "ends of lines that are none");
	name("a\n\tb\x7f\x1b[31m", "a\\u{0a}\\u{09}b\\u{7f}\\u{1b}[31m",
	    "what a terminal obeys");
	name("a\xff\xc0\xaf<", "a\\x{ff}\\x{c0}\\x{af}&#60;", "what is no UTF-8");
	name("\xee\x80\x80", "\\u{e000}", "private use");
	name("👨‍👩‍👧 ❤️ 家", "👨‍👩‍👧 ❤️ 家", "pictures with their joiners stay");
	name("שלום ئۇيغۇرچە", "שלום ئۇيغۇرچە", "other directions stay, set apart");
	for (i = 0; i < sizeof fill / sizeof *fill; i++) {
		size_t n = strlen(fill[i]), k;

		for (k = 0; k + n < sizeof most; k += n)
			memcpy(most + k, fill[i], n);
		most[k] = '\0';
		p.name = text(most);
		n = strlen(html(&p, "zh"));
		longest = n > longest ? n : longest;
		bad += !well_formed(html(&p, "zh"));
	}
	ok(bad == 0 && longest < 6000,
	    "names of 200 odd bytes: a page of %zu at most", longest);
	p = sample();
	p.category = p.grade = p.platform = text("<i>&\"'\xe2\x80\xae");
	p.code = p.contact = p.category;
	ok(!has(html(&p, "zh"), "<i>") && !has(html(&p, "zh"), "\xe2\x80\xae") &&
	    well_formed(html(&p, "zh")), "every other text is escaped too");
}

static void
contacts(void)
{
	contact("https://example.com/j?a=1&b=\"2\"",
	    "href=\"https://example.com/j?a=1&#38;b=&#34;2&#34;\">"
	    "https://example.com/j?a=1&#38;b=&#34;2&#34;</a>");
	contact("http://example.com/", "href=\"http://example.com/\"");
	contact("jubao@example.com",
	    "href=\"mailto:jubao@example.com\">jubao@example.com</a>");
	contact("+86(10)1234-5678", "href=\"tel:+86(10)1234-5678\">+86(10)1234-5678</a>");
	contact("12377", "href=\"tel:12377\"");
	contact("javascript:alert(1)", "<bdi>javascript:alert(1)</bdi>");
	contact("javascript:a@b", "<bdi>javascript:a@b</bdi>");
	contact("a@b?subject=x", "<bdi>a@b?subject=x</bdi>");
	contact("https://example.com/ or 12377", "<bdi>https://example.com/ or 12377</bdi>");
	contact("https://example.com/\xe2\x80\xae",
	    "<bdi>https://example.com/\\u{202e}</bdi>");
	contact("@", "<bdi>@</bdi>");
}

static unsigned
entries(void)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	unsigned n = 0;

	while ((e = readdir(d)) != NULL)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	closedir(d);
	return n;
}

static char *
at(const char *file)
{
	static char path[2][512];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", dir, file);
	return path[turn];
}

static void
put(const char *file, const char *bytes)
{
	FILE *f = fopen(at(file), "w");

	if (f == NULL || fputs(bytes, f) < 0 || fclose(f) != 0) {
		printf("Bail out! %s\n", at(file));
		exit(1);
	}
}

static const char *
get(const char *file)
{
	size_t n;
	char *s = whole(at(file), &n);

	s[n] = '\0';
	return s;
}

static void
write_page(void *where)
{
	board_write(where, "group-1.html", "new", 3);
}

static void
write_full(void *where)
{
	const struct rlimit two = { 2, 2 };

	setrlimit(RLIMIT_FSIZE, &two);
	board_write(where, "group-6.html", "new", 3);
}

static void
sync_dir(void *where)
{
	board_sync(where);
}

static void
files(void)
{
	char out[BOARD_FILE], code[66], stale[64], missing[300];
	struct stat st;
	int status, fd;

	ok(board_file_name("0000000019", 10, out) && strcmp(out, "group-0000000019") == 0 &&
	    board_file_name("-rf", 3, out) && strcmp(out, "group--rf") == 0, "a code's file");
	memset(code, 'x', sizeof code);
	ok(board_file_name(code, 64, out) && strlen(out) == 70 &&
	    !board_file_name(code, 65, out),
	    "the longest code, and one longer");
	ok(!board_file_name("", 0, out) && !board_file_name("../x", 4, out) &&
	    !board_file_name(".", 1, out) && !board_file_name("a b", 3, out) &&
	    !board_file_name("a\0b", 3, out) && !board_file_name("群", 3, out), "no codes");

	umask(077);
	board_write(dir, "group-1.html", "old", 3);
	same(get("group-1.html"), "old", "a file is made");
	ok(stat(at("group-1.html"), &st) == 0 && (st.st_mode & 07777) == 0644,
	    "which all may read");
	board_write(dir, "group-1.html", "newer", 5);
	same(get("group-1.html"), "newer", "and replaced");
	ok(entries() == 1, "nothing beside it");

	put("elsewhere", "untouched");
	unlink(at("group-1.html"));
	ok(symlink("elsewhere", at("group-1.html")) == 0, "a symbolic link in its place");
	board_write(dir, "group-1.html", "page", 4);
	ok(lstat(at("group-1.html"), &st) == 0 && S_ISREG(st.st_mode), "is replaced");
	same(get("group-1.html"), "page", "by the page");
	same(get("elsewhere"), "untouched", "and not followed");

	snprintf(stale, sizeof stale, ".group-1.html.tmp.%ld", (long)getpid());
	put(stale, "of a killed run with our number");
	board_write(dir, "group-1.html", "again", 5);
	same(get("group-1.html"), "again", "what a killed run left is no hindrance");
	ok(access(at(stale), F_OK) != 0, "and gone");
	put(".group-2.html.tmp.1", "left");
	put(".group-2.html.tmp.x", "not ours");
	put(".other.tmp.1", "not ours");
	put("group-3.html.tmp.1", "not ours");
	ok(mkdir(at(".group-4.html.tmp.1"), 0700) == 0 &&
	    symlink("elsewhere", at(".group-5.html.tmp.1")) == 0, "things of like names");
	board_sync(dir);
	ok(access(at(".group-2.html.tmp.1"), F_OK) != 0, "a sync removes what was left");
	ok(entries() == 7, "and nothing else");
	put(".group-7.html.tmp.1", "somebody writes in it");
	fd = open(at(".group-7.html.tmp.1"), O_RDONLY | O_CLOEXEC);
	ok(flock(fd, LOCK_EX) == 0, "a file in which another writes");
	board_sync(dir);
	ok(access(at(".group-7.html.tmp.1"), F_OK) == 0, "stays");
	close(fd);
	unlink(at(".group-7.html.tmp.1"));
	unlink(at(".group-2.html.tmp.x"));
	unlink(at(".other.tmp.1"));
	unlink(at("group-3.html.tmp.1"));
	unlink(at(".group-5.html.tmp.1"));
	rmdir(at(".group-4.html.tmp.1"));

	unlink(at("group-1.html"));
	ok(mkdir(at("group-1.html"), 0700) == 0, "a directory in its place");
	status = child(write_page, dir);
	ok(status == FAILED && strstr(child_said, at("group-1.html")) != NULL,
	    "fails with its path");
	ok(entries() == 2, "and leaves nothing");
	rmdir(at("group-1.html"));
	status = child(write_full, dir);
	ok(status == FAILED && strstr(child_said, "disk full: ") != NULL &&
	    strstr(child_said, at("group-6.html")) != NULL, "no room for it");
	ok(entries() == 1, "nothing is left then either");
	snprintf(missing, sizeof missing, "%s/none", dir);
	status = child(write_page, missing);
	ok(status == FAILED && strstr(child_said, missing) != NULL,
	    "a directory that is not there");
	ok(child(sync_dir, missing) == FAILED, "nor to sync");
	unlink(at("elsewhere"));
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");

	(void)argc;
	status_start(argv[0]);
	snprintf(dir, sizeof dir, "%s/board.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL) {
		printf("Bail out! %s\n", dir);
		return 1;
	}
	for_machines();
	for_people();
	names();
	contacts();
	files();
	rmdir(dir);
	return done();
}
