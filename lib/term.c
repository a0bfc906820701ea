#include "term.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "scan.h"
#include "share.h"
#include "status.h"

enum { MOST = 512 };

struct words {
	const char *text[MOST], *value[MOST];
	unsigned char number[MOST];
	const char *each[TERM_VALUES];		/* each value once */
	int values;
	size_t count;
	struct scan_names *index;
};

struct term_table {
	char *file;
	struct words words[TERM_KINDS];
};

static const char *const kind_name[] = {
	"subject_kind", "id_type", "state", "category", "bool", "ground", "decision",
	"outcome", "role", "channel", "kind"
};

static void
add(struct words *w, const char *text, const char *value)
{
	size_t i;
	int k;

	for (i = 0; i < w->count; i++)
		if (strcmp(w->text[i], text) == 0)
			return;
	if (w->count == MOST)
		status_die(USAGE, "terms.csv: too many words for %s", value);
	for (k = 0; k < w->values && strcmp(w->each[k], value) != 0; k++)
		;
	if (k == TERM_VALUES)
		status_die(USAGE, "terms.csv: too many values beside %s", value);
	if (k == w->values)
		w->each[w->values++] = value;
	w->number[w->count] = (unsigned char)k;
	w->text[w->count] = text;
	w->value[w->count++] = value;
}

static void
row(void *arg, char **cell, unsigned line)
{
	struct term_table *t = arg;
	int k;

	for (k = 0; k < TERM_KINDS; k++)
		if (strcmp(cell[0], kind_name[k]) == 0) {
			add(&t->words[k], cell[2], cell[1]);
			add(&t->words[k], cell[1], cell[1]);
		}
	if (*cell[1] == '\0' || *cell[2] == '\0')
		status_die(USAGE, "terms.csv:%u: member,value,term expected", line);
}

struct term_table *
term_load(void)
{
	struct term_table *t = mem_alloc(sizeof *t);
	size_t n;
	int k;

	t->file = share_read("terms.csv", &n);
	share_rows(t->file, 3, row, t);
	for (k = 0; k < TERM_KINDS; k++)
		t->words[k].index = scan_names_new(t->words[k].text, t->words[k].count);
	return t;
}

void
term_free(struct term_table *t)
{
	int k;

	if (t == NULL)
		return;
	for (k = 0; k < TERM_KINDS; k++)
		scan_names_free(t->words[k].index);
	free(t->file);
	free(t);
}

int
term_number(const struct term_table *t, enum term_kind k, const char *s, size_t n)
{
	int i = scan_names_find(t->words[k].index, s, n);

	return i >= 0 ? t->words[k].number[i] : -1;
}

const char *
term_number_value(const struct term_table *t, enum term_kind k, int number)
{
	return number < t->words[k].values ? t->words[k].each[number] : NULL;
}

const char *
term_value(const struct term_table *t, enum term_kind k, const char *s, size_t n)
{
	int i = scan_names_find(t->words[k].index, s, n);

	return i >= 0 ? t->words[k].value[i] : NULL;
}

const char *
term_word(const struct term_table *t, enum term_kind k, const char *value)
{
	const struct words *w = &t->words[k];
	size_t i;

	for (i = 0; i < w->count; i++)
		if (strcmp(w->value[i], value) == 0)
			return w->text[i];
	return value;
}
