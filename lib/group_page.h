/* Information pages of groups (GR-08-2b): name, code, class, members and so on, with the
 * store's own counts; no personal data. */
#include <stdbool.h>

struct buf;
struct group;
struct group_page;
struct policy;
struct store;

/* lang: "zh" or "en", of HTML.  dir: where files go; NULL: none are written. */
struct group_page *group_page_new(const struct group *, struct policy *, struct store *,
    const char *lang, const char *dir);
void group_page_free(struct group_page *);	/* the directory is synced */
/*
 * Of the next groups those of group.page_from members and more: a line each, the page, or,
 * when files are written, {"group","page","page_members"} as import takes it.  False: these
 * were the last.  Outside a transaction.
 */
bool group_page_some(struct group_page *, struct buf *lines);
/* One group, whatever its size; html: the page itself.  False: there is none, or it is
 * closed. */
bool group_page_one(struct group_page *, const char *id, bool html, struct buf *);
