/* What policy.c, policy_check.c and policy_spec.c share. */
#include <stdbool.h>

struct policy;

enum policy_kind { POLICY_OBJECT, POLICY_ARRAY, POLICY_TEXT, POLICY_COUNT, POLICY_FLAG,
	POLICY_DAY, POLICY_CHOICE };

/* Every path there may be: `*` is any one name, `[]` an item of an array. */
struct policy_spec {
	const char *path;
	enum policy_kind kind;
	bool must;
	const char *choice;	/* POLICY_CHOICE: the words, as a message says them */
};
extern const struct policy_spec policy_spec[];
extern const int policy_specs;

/* Every path, kind, value and limit of the merged policy; USAGE, naming the path and what was
 * expected. */
void policy_check(struct policy *);
