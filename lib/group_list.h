/* Groups, seats, persons and the past on standard output, as lines; each a page at a time, so
 * no transaction is held while a pipe is written to. */
#include <stdbool.h>

struct group;
struct store;

enum group_list { GROUP_LIST_GROUPS, GROUP_LIST_SEATS, GROUP_LIST_PERSONS, GROUP_LIST_PAST };
/* of: seats or past of one group; NULL: of all.  where: a jq program, or NULL. */
void group_list(const struct group *, struct store *, enum group_list, const char *of,
    const char *where);
/* How many groups there are by state, tier, category, grade or class. */
bool group_list_counts(const char *by);		/* is it one of these? */
void group_list_count(const struct group *, struct store *, const char *by, const char *where);
