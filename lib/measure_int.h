/* What the files of measure share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct blacklist_rules;
struct buf;
struct credit;
struct fold;
struct ladder;
struct ladder_step;
struct owner;
struct policy;
struct record;
struct store;
struct term_table;

struct measure {
	enum measure_verb verb;
	struct ladder *ladder;
	struct credit *credit;
	struct blacklist_rules *rules;
	struct fold *fold;
	const struct term_table *terms;
	const char *by, *policy;
	int64_t now, as_of;
	struct policy *rest;			/* audit.breaches, audit.breach_days */
	void (*heard)(void *, int, unsigned);	/* measure_audit_hear */
	void *hearer;
};

/* What the check leaves for apply. */
struct measure_facts {
	struct act *act;
	struct owner *owner;		/* side OWNER_NONE: a monitoring run */
	const struct ladder_step *step;
	const char *ground;
	int64_t time, from, until;	/* until INT64_MAX: no end */
};

/* "M", the end in 12 digits, NUL, the id; out has room for STORE_KEY. */
size_t measure_due_key(char *out, int64_t until, const char *id, size_t n);
/* The state of a target at an instant as a JSON object: {"state","taken","open","next"}; with:
 * a measure that would be in force too, or NULL (id: its own). */
void measure_after(const struct measure *, struct store *, unsigned side, const char *target,
    size_t n, int64_t at, const struct ladder_step *with, const char *id, size_t id_n,
    struct buf *);
/* A number as text; returns its length. */
int measure_digits(char out[24], int64_t);
/* The value of an open measure with its last member replaced. */
void measure_closed(struct buf *out, const char *val, size_t n, const char *instead);
/* A finding as a line: {name:ID,"target","clause","code","verdict","message"}; *worst follows. */
void measure_say(struct buf *, unsigned *worst, int code, unsigned side,
    const char *name, const char *id, size_t id_n, const char *target, size_t target_n);
