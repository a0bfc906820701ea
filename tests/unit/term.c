/* Words for values: every row of share/terms.csv both ways, and tables that are damaged. */
#include <stdint.h>
#include <sys/stat.h>

#include "child.h"
#include "share.h"
#include "status.h"
#include "tap.h"
#include "term.h"

static struct term_table *terms;
static const char *const kind[] = { "subject_kind", "id_type", "state", "category", "bool",
	"ground", "decision", "outcome", "role", "channel", "kind" };
static int rows, wrong;

static void
row(void *arg, char **cell, unsigned line)
{
	int k;

	(void)arg;
	for (k = 0; k < TERM_KINDS; k++) {
		const char *v;

		if (strcmp(cell[0], kind[k]) != 0)
			continue;
		rows++;
		v = term_value(terms, (enum term_kind)k, cell[2], strlen(cell[2]));
		if (v == NULL || strcmp(v, cell[1]) != 0) {
			printf("# line %u: %s is %s\n", line, cell[2], v != NULL ? v : "nothing");
			wrong++;
		}
		v = term_value(terms, (enum term_kind)k, cell[1], strlen(cell[1]));
		wrong += v == NULL || strcmp(v, cell[1]) != 0;
		v = term_word(terms, (enum term_kind)k, cell[1]);
		wrong += v == NULL || term_value(terms, (enum term_kind)k, v, strlen(v)) == NULL ||
		    strcmp(term_value(terms, (enum term_kind)k, v, strlen(v)), cell[1]) != 0;
	}
}

static char dir[256];

static void
damaged(void *text)
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof path, "%s/terms.csv", dir);
	f = fopen(path, "w");
	if (f != NULL) {
		fputs(text, f);
		fclose(f);
	}
	setenv("BEIAN_SHARE", dir, 1);
	term_free(term_load());
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR"), *v;
	char path[300], many[64 * 1024] = "member,value,term\n", *p = many + strlen(many);
	char *text;
	size_t n;
	int i;

	(void)argc;
	setenv("BEIAN_SHARE", "share", 0);
	status_start(argv[0]);
	terms = term_load();
	text = share_read("terms.csv", &n);
	share_rows(text, 3, row, NULL);
	free(text);
	ok(rows > 100 && wrong == 0, "%d words of the table stand for their values", rows);
	v = term_value(terms, TERM_BOOL, "\xe6\x98\xaf", 3);
	ok(v != NULL && strcmp(v, "true") == 0, "\xe6\x98\xaf is true");
	ok(term_value(terms, TERM_BOOL, "\xe6\x98\xaf\xe6\x98\xaf", 6) == NULL &&
	    term_value(terms, TERM_BOOL, "", 0) == NULL && term_value(terms, TERM_BOOL, "TRUE\0", 5) == NULL &&
	    term_value(terms, TERM_STATE, "\xe6\x98\xaf", 3) == NULL, "and nothing else is");
	same(term_word(terms, TERM_SUBJECT_KIND, "person"), "\xe4\xb8\xaa\xe4\xba\xba", "the first word");
	same(term_word(terms, TERM_SUBJECT_KIND, "no such"), "no such", "or the value itself");
	term_free(terms);
	term_free(NULL);

	snprintf(dir, sizeof dir, "%s/termXXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL)
		return 1;
	ok(child(damaged, (void *)(uintptr_t)"member,value,term\nbool,true,y\r\n\nother,x,y\n") == 0,
	    "a small table: blank lines, CR LF, other members");
	ok(child(damaged, (void *)(uintptr_t)"member,value,term\nbool,true,y\nbool,false\n") == USAGE &&
	    strstr(child_said, "terms.csv:3: member,value,term expected") != NULL, "a short row");
	ok(child(damaged, (void *)(uintptr_t)"member,value,term\nbool,,y\n") == USAGE &&
	    strstr(child_said, "terms.csv:2: ") != NULL, "no value");
	for (i = 0; i < 600; i++)
		p += sprintf(p, "bool,true,w%d\n", i);
	ok(child(damaged, many) == USAGE && strstr(child_said, "too many words") != NULL, "too many");
	snprintf(path, sizeof path, "%s/terms.csv", dir);
	remove(path);
	rmdir(dir);
	setenv("BEIAN_SHARE", "/nowhere", 1);
	return done();
}
