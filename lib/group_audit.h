/*
 * What is to be said of every group and person: caps, code, page, roles, owner, rights,
 * review, grade (GR-07-1a, GR-08, GR-09-1, GR-09-3, GR-11), with a plan for what is too much.
 */
#include <stdbool.h>
#include <stddef.h>

struct buf;
struct group;
struct group_audit;
struct store;

/* g: of GROUP_LOOK.  all: also what is in order.  where: a jq program, or NULL: what it does
 * not choose is not told, and does not count.  Outlived by g and the store. */
struct group_audit *group_audit_new(const struct group *g, struct store *, bool all,
    const char *where);
void group_audit_free(struct group_audit *);
/* No lines any more: fn with the code of each, and whether it is about a person; the plan is not
 * needed then. */
void group_audit_hear(struct group_audit *, void (*fn)(void *, int code, bool person), void *);
unsigned group_audit_worst(const struct group_audit *);		/* enum verdict */
/* Before the persons: what those who are in, or own, too many groups could leave and hand
 * over. Outside a transaction. */
void group_audit_plan(struct group_audit *);
/* For pages_run over STORE_GROUP and STORE_COUNT; arg is a struct group_audit. */
void group_audit_group(void *arg, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *lines);
void group_audit_person(void *arg, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *lines);
