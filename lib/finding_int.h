/* What finding.c and its tables share: every code with its clause and words. */

/* By enum finding_code: of records, measures, groups and logs; from F_COMPLAINT_KIND on. */
extern const struct finding_row finding_table[], finding_later[];

/* Where a finding about a group cites another clause than one about a person. */
struct finding_side { const char *clause, *code; };	/* clause NULL: the same */
extern const struct finding_side finding_group[];
