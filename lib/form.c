#include "form.h"

#include <stdio.h>

#include "buf.h"
#include "markup.h"

/*
 * A row of the table stays on one page as long as it fits on one; the signatures always do.
 * Its head, with the number, comes again on each further page.
 * The page numbers are for browsers that know margin boxes; others leave them out.
 */
static const char style[] =
    "@page{size:A4;margin:16mm 16mm 18mm;@bottom-center{content:\"第 \" counter(page) "
    "\" 页 / 共 \" counter(pages) \" 页\";font:9pt SimSun,\"Noto Serif CJK SC\",serif}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:178mm;color:#000;background:#fff;"
    "font:10.5pt/1.45 SimSun,\"Songti SC\",\"Noto Serif CJK SC\",\"Noto Serif SC\",serif;"
    "font-variant-numeric:tabular-nums}\n"
    "h1{margin:0 0 3mm;text-align:center;font:bold 17pt/1.3 SimHei,\"Heiti SC\","
    "\"Noto Sans CJK SC\",sans-serif;break-after:avoid}\n"
    ".h div{display:flex;justify-content:space-between;gap:6mm}\n"
    "table{width:100%;border-collapse:collapse;table-layout:fixed}\n"
    "th,td{border:.3mm solid #000;padding:.9mm 2mm;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}\n"
    "th{font-weight:normal;background:#f2f2f2}\n"
    ".a{width:42mm}\n"
    ".h{border:0;padding:0 0 2mm}\n"
    "tr{break-inside:avoid}\n"
    ".s{margin-top:4mm;break-inside:avoid}\n"
    ".s td{padding:2mm 3mm}\n"
    ".s p{margin:0}\n"
    ".s .b{height:20mm}\n"
    ".s .d{text-align:right}\n"
    "@media screen{body{padding:8mm}}\n";

static void
line(struct buf *b, const char *title, const char *value)
{
	buf_puts(b, "<tr><th>");
	markup_text(b, title);
	buf_puts(b, "</th><td><bdi>");
	markup_text(b, value);
	buf_puts(b, "</bdi></td></tr>\n");
}

static void
number(struct buf *b, const struct form *f, uint64_t row)
{
	markup_text(b, f->number);
	buf_printf(b, "-%06ju", (uintmax_t)row);
}

void
form_html(struct buf *b, const struct form *f, uint64_t row, const char *const *title,
    const char *const *value, size_t count)
{
	static const char date[] = "<p class=\"d\">　　　　年　　月　　日</p></td>";
	size_t i;

	buf_puts(b, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\">\n"
	    "<meta name=\"format-detection\" content=\"telephone=no\">\n<title>");
	number(b, f, row);
	buf_printf(b, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", style);
	markup_text(b, f->title);
	buf_puts(b, "登记表</h1>\n<table>\n<colgroup><col class=\"a\"><col></colgroup>\n"
	    "<thead><tr><td class=\"h\" colspan=\"2\"><div><span>");
	markup_text(b, f->label);
	buf_puts(b, "：");
	markup_text(b, f->office);
	buf_puts(b, "</span><span>编号：");
	number(b, f, row);
	buf_puts(b, "</span></div></td></tr></thead>\n<tbody>\n");
	line(b, "填表单位（平台名称）", f->platform);
	line(b, "填写日期", f->day);
	line(b, "依据条款", f->clause);
	for (i = 0; i < count; i++)
		line(b, title[i], value[i]);
	line(b, "填表单位负责人", f->responsible);
	line(b, "联系方式", f->contact);
	buf_puts(b, "</tbody>\n</table>\n<table class=\"s\">\n<tr><td><p>填表单位（盖章）：</p>"
	    "<p class=\"b\"></p><p>负责人（签字）：</p>");
	buf_puts(b, date);
	buf_puts(b, "<td><p>");
	markup_text(b, f->label);
	buf_puts(b, "（盖章）：</p><p class=\"b\"></p><p>经办人（签字）：</p>");
	buf_puts(b, date);
	buf_puts(b, "</tr>\n</table>\n</body>\n</html>\n");
}

void
form_name(uint64_t row, char out[FORM_NAME])
{
	snprintf(out, FORM_NAME, "forms/%06ju.html", (uintmax_t)row);
}
