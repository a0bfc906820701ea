/* The printable form of a row: what a value may not do to it, nothing asked of the network,
 * the names of many. */
#include "buf.h"
#include "form.h"
#include "tap.h"

static const struct form sample = { "公众账号分类备案", "备案机关", "浙江省互联网信息办公室",
	"示例平台", "林知夏", "compliance@example.com", "PA-07-1c",
	"beian_example_330000_accounts_1", "2026-11-24" };

/* The page of one row with this value in its only column. */
static const char *
page(const char *value)
{
	static struct buf b;
	const char *title = "账号名称";

	b.len = 0;
	form_html(&b, &sample, 7, &title, &value, 1);
	return buf_text(&b);
}

static bool
has(const char *s, const char *what)
{
	return strstr(s, what) != NULL;
}

static unsigned
count(const char *s, const char *what)
{
	unsigned n = 0;

	while ((s = strstr(s, what)) != NULL) {
		n++;
		s += strlen(what);
	}
	return n;
}

static void
value_is(const char *value, const char *shown)
{
	static char want[512];

	snprintf(want, sizeof want,
	    "<tr><th>账号名称</th><td><bdi>%s</bdi></td></tr>\n", shown);
	ok(has(page(value), want), "a value is shown as %s", shown);
}

int
main(void)
{
	static const char *const outside[] = { "http:", "https:", "//", "url(", "<script",
		"<link", "<img", "@import", "javascript" };
	char name[FORM_NAME], before[FORM_NAME];
	const char *p = page("春风"), *title[128], *value[128];
	struct buf b = { 0 };
	struct form hostile = sample;
	char *huge;
	size_t i;
	bool ordered = true;

	value_is("春风 A-1", "春风 A-1");
	value_is("", "");
	value_is("<script>alert(1)</script>", "&#60;script&#62;alert(1)&#60;/script&#62;");
	value_is("\"'&", "&#34;&#39;&#38;");
	value_is("</bdi></td><td>2", "&#60;/bdi&#62;&#60;/td&#62;&#60;td&#62;2");
	value_is("a\xe2\x80\xae" "b", "a\\u{202e}b");
	value_is("a\xe2\x80\x8b" "b", "a\\u{200b}b");
	value_is("a\nb\x1b[1m", "a\\u{0a}b\\u{1b}[1m");
	value_is("\xff", "\\x{ff}");

	p = page("http");
	for (i = 0; i < sizeof outside / sizeof *outside; i++)
		ok(!has(p, outside[i]), "nothing from outside: no %s", outside[i]);
	ok(has(p, "default-src 'none'"), "and a browser is told to ask for nothing");
	ok(has(p, "@page{size:A4"), "for A4");
	ok(has(p, "<h1>公众账号分类备案登记表</h1>"), "the title");
	ok(has(p, "编号：beian_example_330000_accounts_1-000007"), "the number of the row");
	ok(count(p, "（盖章）") == 2 && count(p, "（签字）") == 2 && count(p, "年　　月　　日") == 2,
	    "both sides have a place for stamp, signature and date");

	hostile.title = hostile.label = hostile.office = hostile.platform = hostile.responsible =
	    hostile.contact = hostile.clause = hostile.number = hostile.day = "</title><b>&";
	for (i = 0; i < 128; i++)
		title[i] = value[i] = "</th></table><b>";
	form_html(&b, &hostile, 1, title, value, 128);
	p = buf_text(&b);
	ok(!has(p, "<b>"), "neither a title nor the policy's own texts become markup");
	ok(count(p, "<tr>") == 128 + 7 && count(p, "<tr>") == count(p, "</tr>") &&
	    count(p, "<td") == count(p, "</td>") && count(p, "<p") == count(p, "</p>"),
	    "128 columns: what is opened is closed");

	huge = malloc(1000001);
	memset(huge, '<', 1000000);
	huge[1000000] = '\0';
	ok(strlen(page(huge)) > 5000000, "a value of a megabyte is shown whole");
	free(huge);

	form_name(1, before);
	same(before, "forms/000001.html", "the first one's name");
	for (i = 2; i <= FORM_MOST; i++) {
		form_name(i, name);
		ordered = ordered && strcmp(before, name) < 0;
		memcpy(before, name, sizeof before);
	}
	ok(ordered, "names stand in the order of the rows");
	buf_free(&b);
	return done();
}
