/* Lines and fields of the tables in share/. */
#include "tap.h"
#include "table.h"

static const char *
row(const char *text, size_t n, size_t *used, size_t *fields)
{
	static char out[128];
	struct table_field f[4];
	const char *s = text;
	size_t i;

	*fields = table_row(&s, text + n, f, 4);
	*used = (size_t)(s - text);
	out[0] = 0;
	for (i = 0; i < *fields && i < 4; i++)
		snprintf(out + strlen(out), sizeof out - strlen(out), "<%.*s>", (int)f[i].n,
		    f[i].s);
	return out;
}

int
main(void)
{
	static const struct {
		const char *text, *want;
		size_t used, fields;
	} cases[] = {
		{ "a,b\nc", "<a><b>", 4, 2 }, { "a,b\r\nc", "<a><b>", 5, 2 },
		{ "a,b", "<a><b>", 3, 2 },
		{ "a,b\r", "<a><b>", 4, 2 }, { "\n", "<>", 1, 1 }, { ",\n", "<><>", 2, 2 },
		{ "a,\"b,c\",d\n", "<a><b,c><d>", 10, 3 },
		{ "\"a\"\"b\",c\n", "<a\"\"b><c>", 9, 2 },
		{ "\"a\nb\",c\n", "<a\nb><c>", 8, 2 }, { "\"a\"\r\n", "<a>", 5, 1 },
		{ "\"a", "<a>", 2, 1 }, { "1,2,3,4,5,6\n", "<1><2><3><4>", 12, 6 },
		{ "a\rb,c\n", "<a\rb><c>", 6, 2 }, { "a,", "<a><>", 2, 2 },
	};
	const char *s, *text;
	size_t i, used, fields;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		same(row(cases[i].text, strlen(cases[i].text), &used, &fields), cases[i].want,
		    "the fields of a line");
		ok(used == cases[i].used && fields == cases[i].fields,
		    "how many, and where it ends");
	}
	s = text = "\xef\xbb\xbf" "a,b,c\r\nx";
	ok(table_head(&s, s + 11, "a,b") && strcmp(s, "x") == 0,
	    "a heading may go on, and have a BOM");
	s = "a,bc\n";
	ok(!table_head(&s, s + 5, "a,b") && *s == 'a', "another heading is not passed over");
	s = "a,b";
	ok(!table_head(&s, s + 3, "a,b"), "a heading has a line end");
	ok(table_number((struct table_field){ "0123", 4 }, 4) == 123 &&
	    table_number((struct table_field){ "012", 3 }, 4) == -1 &&
	    table_number((struct table_field){ "01x3", 4 }, 4) == -1,
	    "numbers of so many digits");
	ok(table_is((struct table_field){ "abc", 2 }, "ab") &&
	    !table_is((struct table_field){ "abc", 2 }, "abc"), "what a field is");
	return done();
}
