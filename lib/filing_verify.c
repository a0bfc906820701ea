#include "filing.h"

#include <string.h>

#include "bagcheck.h"
#include "buf.h"
#include "filed.h"
#include "finding.h"
#include "status.h"
#include "text.h"

static void
member(struct buf *b, const char *name, const char *s)
{
	buf_member(b, name, s, strlen(s));
}

struct verified {
	struct buf defects;
	const char *file;
};

static void
defect(void *arg, const char *code, const char *name, const char *why)
{
	struct verified *v = arg;
	char shown[512] = "";

	if (name != NULL)
		text_show(shown, sizeof shown, name, strlen(name));
	if (v->defects.len > 0)
		buf_putc(&v->defects, ',');
	buf_putc(&v->defects, '{');
	member(&v->defects, "code", code);
	if (name != NULL)
		member(&v->defects, "member", shown);
	member(&v->defects, "why", why);
	buf_putc(&v->defects, '}');
	status_warn(REFUSED, "%s: %s: %s%s%s", v->file, code, shown, name != NULL ? " " : "",
	    why);
}

struct known {
	const char *file;
	char sha256[129];
};

static void
match(void *arg, const struct buf *record)
{
	struct known *k = arg;
	char file[512], st[32];

	if (filed_text(record, "file", file, sizeof file) && strcmp(file, k->file) == 0 &&
	    filed_text(record, "state", st, sizeof st) && strcmp(st, "lost") != 0)
		filed_text(record, "sha256", k->sha256, sizeof k->sha256);
}

void
filing_verify(struct filing *f, const char *file, bool table, struct buf *b)
{
	const char *base = strrchr(file, '/');
	struct known k = { base != NULL ? base + 1 : file, "" };
	struct verified v = { { 0 }, file };
	struct bagcheck r;
	unsigned bad;

	if (f->store != NULL) {
		filing_list(f, match, &k);
		if (*k.sha256 == '\0')
			defect(&v, "bag-unfiled", NULL, "is no filing of this store");
	}
	bad = bagcheck_file(file, *k.sha256 != '\0' ? k.sha256 : NULL, &r, defect, &v);
	bad += f->store != NULL && *k.sha256 == '\0';
	if (table) {
		buf_printf(b, "%-6s %s\n", bad > 0 ? "bad" : "whole", file);
	} else {
		buf_putc(b, '{');
		member(b, "file", file);
		member(b, "verdict", verdict_name(bad > 0 ? REJECT : PASS));
		buf_member_num(b, "members", (int64_t)r.members);
		buf_member_num(b, "payload_bytes", (int64_t)r.payload_bytes);
		member(b, "sha256", r.digest);
		buf_member_raw(b, "whole_file", r.whole_file ? "true" : "false",
		    r.whole_file ? 4 : 5);
		buf_puts(b, ",\"defects\":[");
		buf_put(b, v.defects.s, v.defects.len);
		buf_puts(b, "]}\n");
	}
	buf_free(&v.defects);
}
