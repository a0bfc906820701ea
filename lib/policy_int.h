/* What policy.c asks of policy_check.c. */

struct policy;

/* Every path, kind, value and limit of the merged policy; USAGE, naming the path and what was
 * expected. */
void policy_check(struct policy *);
