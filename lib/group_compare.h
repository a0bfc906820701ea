/* What another policy would say of every group and person (group-cap check --compare). */
#include <stddef.h>

struct buf;
struct group;
struct store;

/* For pages_run over STORE_GROUP and STORE_COUNT: a line for each group and person of whom the
 * two policies say something else. */
struct group_compare;
struct group_compare *group_compare_new(const struct group *before, const struct group *after,
    struct store *);
void group_compare_free(struct group_compare *);
void group_compare_group(void *arg, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *lines);
void group_compare_person(void *arg, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *lines);
/* One line that sums up. */
void group_compare_sum(const struct group_compare *, struct buf *lines);
