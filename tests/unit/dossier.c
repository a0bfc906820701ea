/* The report page: what a name may not do to it, that nothing is asked of a network, numbers,
 * its file.  dossier FILE: writes the page of a made-up platform, to be looked at. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit.h"
#include "buf.h"
#include "census.h"
#include "chart.h"
#include "child.h"
#include "clause.h"
#include "dossier.h"
#include "finding.h"
#include "status.h"
#include "tap.h"

static char dir[256];
static struct census census;
static struct audit_row row[256];
static struct dossier page = { .census = &census, .row = row, .platform = "示例平台",
    .policy_digest = "5c6f0a0e3b1d4f8a9c2e7d6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f1e0d9c8b7a65" };

static void
tally(struct census_tally *t, const char *name, uint64_t count)
{
	snprintf(t->name[t->names].name, CENSUS_NAME, "%s", name);
	t->name[t->names++].count = count;
}

static void
platform(void)
{
	static const char *const class[] = { "news", "culture", "education", "government",
	    "finance", "health", "其他" };
	static const int office[] = { 0, 11, 15, 23, 31, 32, 33, 37, 41, 44, 45, 51, 54, 61, 65 };
	struct census *s = &census;
	size_t i, k;

	s->now = s->as_of = 1795482000;	/* 2026-11-24 09:00 */
	for (i = 0; i < CENSUS_COUNTS; i++)
		s->count[i] = (i * 7919 + 13) % 4000;
	s->count[CENSUS_ACCOUNTS] = 1234567;
	for (i = 0; i < sizeof class / sizeof *class; i++)
		tally(&s->class, class[i], 640000 >> i);
	for (i = 0; i < sizeof office / sizeof *office; i++)
		s->province[office[i]] = (i * 7919 + 1117) % 9100 * 17;
	tally(&s->grade, "A", 1200), tally(&s->grade, "B", 98000), tally(&s->grade, "", 31);
	tally(&s->group_class, "quiet", 40120), tally(&s->group_class, "large", 912);
	tally(&s->measure, "warn", 4120), tally(&s->measure, "suspend-publishing", 998);
	tally(&s->measure, "close", 120), tally(&s->measure, "关闭群组", 18);
	for (i = 0; i < 14; i++)
		for (k = 0; k < 3; k++)
			s->measure_month[i][k] = (i * 53 + k * 97 + 11) % (220 / (k + 1));
	for (i = 0; i < 21; i++) {
		s->score[0][i] = i * i * i * 9 + i % 3 * 400;
		s->score[1][i] = i == 20 ? 90000 : i * 310;
	}
	for (i = 0; i < 5; i++) {
		tally(&s->level[0], ((const char *[]){ "A", "B", "C", "D", "E" })[i], 90000 >> i * 2);
		tally(&s->level[1], ((const char *[]){ "A", "B", "C", "D", "E" })[i], 70000 >> i);
	}
	for (i = 0; i < CENSUS_STAGES; i++)
		s->complaint_stage[i] = (i * 71 + 20) % 190;
	tally(&s->complaint_kind, "rumour", 420), tally(&s->complaint_kind, "fraud", 311);
	tally(&s->complaint_kind, "infringement", 77);
	for (i = 0; i < 12; i++) {
		s->complaint_month[i][0] = 60 + i * 17 % 41;
		s->complaint_month[i][1] = i * 5 % 9;
		s->complaint_month[i][2] = i == 0 ? 24 : 0;
	}
	s->classes = 3;
	strcpy(s->class_name[0], "content"), strcpy(s->class_name[1], "log");
	strcpy(s->class_name[2], "network-log");
	for (i = 0; i < CENSUS_DAYS; i++) {
		s->kept[0][i] = i > 0 && i < 230 ? 812 + i : 0;
		s->kept[1][i] = i < 190 && i != 40 && (i < 77 || i > 80) ? 3100 + i : 0;
		s->kept[2][i] = i < 96 ? 77 : 0;
	}
	for (i = 0; i < 5; i++)
		s->filing_state[i] = 64 >> i;
	s->reports_overdue = 3;
	s->journal_whole = true;
	memset(s->journal_head, 'a', 64);
}

static void
clauses(const struct clause_table *t)
{
	static const enum audit_state turn[] = { AUDIT_MET, AUDIT_MET, AUDIT_OPEN, AUDIT_MET,
	    AUDIT_MET, AUDIT_MISSING, AUDIT_MET, AUDIT_NOT_APPLICABLE };
	size_t i, k;

	page.rows = clause_count(t);
	for (i = 0; i < page.rows; i++) {
		const struct clause *c = clause_at(t, i);
		struct audit_row *r = &row[i];

		*r = (struct audit_row){ .clause = c, .evidence = i * 977,
		    .state = c->checked ? turn[i % 8] : AUDIT_UNCHECKABLE };
		if (r->state == AUDIT_MISSING && c->documents > 0)
			r->lacking = 1;
		if (r->state != AUDIT_OPEN)
			continue;
		for (k = 0; k < c->codes && k < 4; k++) {
			r->found[r->founds].code = c->code[k];
			r->found[r->founds++].count = 1200 >> k * 2;
			r->open += 1200 >> k * 2;
		}
	}
}

static const char *
html(void)
{
	static struct buf b;

	b.len = 0;
	dossier_write(&b, &page);
	return buf_text(&b);
}

static size_t
times(const char *s, const char *what)
{
	size_t n = 0;

	while ((s = strstr(s, what)) != NULL) {
		s += strlen(what);
		n++;
	}
	return n;
}

static void
looks(void)
{
	const char *s = html();
	char *before = strdup(s);
	size_t figures = times(s, "<figure");

	ok(strstr(s, "Content-Security-Policy") != NULL &&
	    strstr(s, "default-src &#39;none&#39;") == NULL, "it has its policy");
	ok(strstr(s, "<script") == NULL && strstr(s, "://") == NULL &&
	    strstr(s, "@import") == NULL && strstr(s, "src=") == NULL, "nothing is loaded");
	ok(figures >= 15 && times(s, "<figcaption><code class=\"cmd\">") == figures,
	    "each figure has its command");
	ok(times(s, "role=\"img\"") >= 14 && times(s, "<desc id=") == times(s, "role=\"img\""),
	    "each has its title and its description");
	ok(times(s, "role=\"rowheader\"") == page.rows, "each clause has its row");
	ok(strstr(s, "<data value=\"1234567\">1,234,567</data>") != NULL, "numbers for people");
	ok(strstr(s, "<td>640000</td>") != NULL && strstr(s, "33 浙江省") != NULL &&
	    strstr(s, ">内蒙古<") != NULL, "and to copy; provinces");
	ok(strstr(s, "5 of 190 days are gaps") != NULL && strstr(s, "0 gaps in 230 days") != NULL,
	    "gaps are counted");
	ok(strstr(s, "the chain is whole") != NULL, "the chain");
	same(html(), before, "the same bytes again");
	free(before);
	census.journal_whole = false;
	census.journal_broken = 17;
	census.journal_why = "its hash is another";
	ok(strstr(html(), "✕ the chain is broken at entry 17: its hash is another") != NULL,
	    "a broken chain is said");
	census.journal_whole = true;
}

static void
hostile(void)
{
	struct census_tally was = census.class;
	const char *name = page.platform, *s;

	tally(&census.class, "</td><script>alert(1)</script>", 9);
	tally(&census.class, "a\"b'c&d", 8);
	tally(&census.class, "\xff\xfe", 7);
	tally(&census.class, "x\xe2\x80\xae" "txt", 6);
	page.platform = "<img src=x onerror=alert(1)>";
	s = html();
	ok(strstr(s, "<script") == NULL && strstr(s, "<img") == NULL, "markup in a name is none");
	ok(strstr(s, "&#60;/td&#62;&#60;script&#62;alert(1)") != NULL, "it is shown");
	ok(strstr(s, "a&#34;b&#39;c&#38;d") != NULL, "quotes do not end an attribute");
	ok(strstr(s, "\\x{ff}\\x{fe}") != NULL && strstr(s, "x\\u{202e}txt") != NULL &&
	    strstr(s, "\xe2\x80\xae") == NULL, "what hides is shown");
	census.class = was;
	page.platform = name;
}

static void
empty(void)
{
	static struct census none;
	struct dossier d = page;
	struct buf b = { 0 };

	none.now = none.as_of = census.now;
	none.classes = 1;
	strcpy(none.class_name[0], "log");
	d.census = &none;
	d.rows = 0;
	dossier_write(&b, &d);
	ok(strstr(buf_text(&b), "nothing to show") != NULL &&
	    strstr(buf_text(&b), "0 gaps in 184 days") != NULL, "an empty store has a page");
	memset(none.score, 0xff, sizeof none.score);
	memset(none.complaint_month, 0xff, sizeof none.complaint_month);
	b.len = 0;
	dossier_write(&b, &d);
	ok(strstr(buf_text(&b), "18,446,744,073,709,551,615") != NULL, "the largest numbers");
	buf_free(&b);
}

static void
numbers(void)
{
	static const struct { uint64_t n; const char *text; } t[] = { { 0, "0" }, { 999, "999" },
	    { 1000, "1,000" }, { 1234567, "1,234,567" } };
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		b.len = 0;
		chart_number(&b, t[i].n);
		same(buf_text(&b), t[i].text, t[i].text);
	}
	buf_free(&b);
}

static void
place(void *path)
{
	dossier_place(path);
}

static void
files(void)
{
	struct buf b = { 0 }, path = { 0 };
	char link[300], got[16] = "";
	struct stat st;
	int fd;

	buf_printf(&path, "%s/page.html", dir);
	buf_puts(&b, "first");
	dossier_save(buf_text(&path), &b);
	ok(stat(path.s, &st) == 0 && (st.st_mode & 07777) == 0600, "mode 0600");
	buf_puts(&b, " second");
	dossier_save(buf_text(&path), &b);
	fd = open(path.s, O_RDONLY);
	ok(fd >= 0 && read(fd, got, sizeof got) == 12, "a page is replaced");
	close(fd);
	snprintf(link, sizeof link, "%s/link", dir);
	ok(symlink(path.s, link) == 0 && child(place, link) == USAGE, "a link is refused");
	ok(strstr(child_said, "is no regular file") != NULL, "and named");
	ok(child(place, dir) == USAGE, "a directory");
	ok(child(place, (char[]){ "/dev/null" }) == USAGE, "a device");
	ok(child(place, (char[]){ "/nowhere/page" }) == USAGE, "no such directory");
	unlink(link);
	unlink(path.s);
	ok(rmdir(dir) == 0, "nothing else is left");
	buf_free(&b);
	buf_free(&path);
}

int
main(int argc, char **argv)
{
	struct clause_table *t;
	struct buf b = { 0 };

	status_start(argv[0]);
	t = clause_load();
	platform();
	clauses(t);
	if (argc > 1) {
		dossier_write(&b, &page);
		dossier_save(argv[1], &b);
		return 0;
	}
	snprintf(dir, sizeof dir, "%s/dossier.XXXXXX",
	    getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	if (mkdtemp(dir) == NULL)
		return 1;
	looks();
	hostile();
	empty();
	numbers();
	files();
	clause_free(t);
	return done();
}
