/* What finding.c and finding_table.c share: every code with its clause and words. */

extern const struct finding_row finding_table[];	/* by enum finding_code */

/* Where a finding about a group cites another clause than one about a person. */
struct finding_side { const char *clause, *code; };	/* clause NULL: the same */
extern const struct finding_side finding_group[];
