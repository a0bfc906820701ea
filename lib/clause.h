/*
 * The clauses of the two regulations, as share/obligations.csv has them: 119 rows.
 *
 * Columns: clause, norm, who, kind, duty, evidence, program, codes, state (checked or
 * not-checkable), applies (counter that must be more than 0, else the clause is not
 * applicable; "": always), counter (evidence that is counted; 0 of it: missing; "": none),
 * documents (kinds that must be in force, by ";"), penalty (article, as "CSL-69"), list (the
 * command that lists what is open).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clause {
	const char *id, *norm, *who, *kind, *duty, *evidence, *program, *penalty, *list;
	bool checked;
	int applies, counter;		/* enum census_count; -1: none */
	uint16_t *code;			/* enum finding_code */
	size_t codes;
	uint8_t *document;		/* enum document_kind */
	size_t documents;
};
struct clause_table;
/* From share/; USAGE when it is damaged or names what there is not. */
struct clause_table *clause_load(void);
void clause_free(struct clause_table *);
size_t clause_count(const struct clause_table *);
const struct clause *clause_at(const struct clause_table *, size_t);
