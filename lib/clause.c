#include "clause.h"

#include <stdlib.h>
#include <string.h>

#include "census.h"
#include "document.h"
#include "finding.h"
#include "mem.h"
#include "share.h"
#include "status.h"

enum { COLUMNS = 14 };
enum column { ID, NORM, WHO, KIND, DUTY, EVIDENCE, PROGRAM, CODES, STATE, APPLIES, COUNTER,
	DOCUMENTS, PENALTY, LIST };

struct clause_table {
	char *text;			/* the cells point into it */
	struct clause *row;
	size_t count;
};

static _Noreturn void
wrong(const char *clause, unsigned line, const char *what, const char *name)
{
	status_die(USAGE, "shared data: obligations.csv: line %u: %s: %s: %s", line, clause,
	    what, name);
}

static int
counter(const char *name, const char *clause, unsigned line)
{
	int c;

	if (*name == '\0')
		return -1;
	c = census_find(name, strlen(name));
	if (c < 0)
		wrong(clause, line, "unknown counter", name);
	return c;
}

/* Parts of a cell between ";": calls fn with each; returns how many. */
static size_t
parts(const char *cell, void (*fn)(struct clause *, size_t, const char *, size_t, unsigned),
    struct clause *c, unsigned line)
{
	size_t count = 0, n;

	while (*cell != '\0') {
		n = strcspn(cell, ";");
		fn(c, count++, cell, n, line);
		cell += n + (cell[n] == ';');
	}
	return count;
}

/* Two findings of different clauses may have one code: the one that cites this clause. */
static int
code_of(const char *clause, const char *name, size_t n)
{
	const struct finding_row *row;
	int i;

	for (i = 0; i < FINDING_CODES; i++) {
		row = finding_row((enum finding_code)i);
		if (strlen(row->code) == n && memcmp(row->code, name, n) == 0 &&
		    (strcmp(row->clause, clause) == 0 || (row->user_clause != NULL &&
		    strcmp(row->user_clause, clause) == 0)))
			return i;
	}
	return finding_find(name, n);
}

static void
add_code(struct clause *c, size_t i, const char *name, size_t n, unsigned line)
{
	int code = code_of(c->id, name, n);

	if (code < 0)
		wrong(c->id, line, "unknown code in", name);
	c->code = mem_grow(c->code, i + 1, sizeof *c->code);
	c->code[i] = (uint16_t)code;
}

static void
add_document(struct clause *c, size_t i, const char *name, size_t n, unsigned line)
{
	int kind = document_kind_find(name, n);

	if (kind < 0)
		wrong(c->id, line, "unknown kind of document in", name);
	c->document = mem_grow(c->document, i + 1, sizeof *c->document);
	c->document[i] = (uint8_t)kind;
}

static void
add_row(void *arg, char **cell, unsigned line)
{
	struct clause_table *t = arg;
	struct clause *c;

	t->row = mem_grow(t->row, t->count + 1, sizeof *t->row);
	c = &t->row[t->count++];
	*c = (struct clause){ .id = cell[ID], .norm = cell[NORM], .who = cell[WHO],
	    .kind = cell[KIND], .duty = cell[DUTY], .evidence = cell[EVIDENCE],
	    .program = cell[PROGRAM], .penalty = cell[PENALTY], .list = cell[LIST] };
	if (*c->id == '\0' || *c->norm == '\0' || *c->duty == '\0')
		wrong(c->id, line, "empty cell", "clause, norm or duty");
	c->checked = strcmp(cell[STATE], "checked") == 0;
	if (!c->checked && strcmp(cell[STATE], "not-checkable") != 0)
		wrong(c->id, line, "unknown state", cell[STATE]);
	c->applies = counter(cell[APPLIES], c->id, line);
	c->counter = counter(cell[COUNTER], c->id, line);
	c->codes = parts(cell[CODES], add_code, c, line);
	c->documents = parts(cell[DOCUMENTS], add_document, c, line);
}

struct clause_table *
clause_load(void)
{
	struct clause_table *t = mem_alloc(sizeof *t);
	size_t n;

	t->text = share_read("obligations.csv", &n);
	if (strlen(t->text) != n)
		status_die(USAGE, "shared data: obligations.csv: zero byte");
	share_rows(t->text, COLUMNS, add_row, t);
	if (t->count == 0)
		status_die(USAGE, "shared data: obligations.csv: no rows");
	return t;
}

void
clause_free(struct clause_table *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->count; i++) {
		free(t->row[i].code);
		free(t->row[i].document);
	}
	free(t->row);
	free(t->text);
	free(t);
}

size_t
clause_count(const struct clause_table *t)
{
	return t->count;
}

const struct clause *
clause_at(const struct clause_table *t, size_t i)
{
	return &t->row[i];
}
