/* What a filing says about itself: cover sheet (for people, in Chinese), data package (for
 * machines), labels of the bag. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct template;

/* What all archives of a run share. */
struct cover_run {
	const char *dir, *platform, *responsible, *contact;
	const char *policy, *policy_digest;	/* effective text; SM3 */
	size_t policy_len;
	const char *head;		/* of the journal when the rows were read */
	uint64_t entries;
	int64_t now;
	/* of extracts: period (from <= t, t < until), case, and to whom when not to the office */
	int64_t from, until;
	const char *number, *to;
};

#define COVER_GROUPS 64		/* counted by name; further ones together */
struct cover {
	const struct template *template;
	const char *clause;
	int office;			/* province, two digits */
	bool full;			/* else what changed since the filing before */
	char *name;			/* of the archive, without suffix */
	int since;			/* day of the filing before; WHEN_NEVER: none */
	uint64_t count[4];		/* rows by enum gather_change */
	struct { char *name; uint64_t count; } group[COVER_GROUPS];
	size_t groups;
};

/* "full", "change"; of reports "report", of extracts "period". */
const char *cover_scope(const struct cover *);
/* To whom an archive goes. */
const char *cover_to(const struct cover *, const struct cover_run *);
const char *cover_to_label(const struct cover *);	/* "备案机关", ... */
void cover_count(struct cover *, unsigned change, const char *group);
uint64_t cover_rows(const struct cover *);
void cover_free(struct cover *);
const char *cover_change(unsigned);	/* 不变 新增 变更 注销 */
const char *cover_kind(const char *kind);	/* "公众账号分类备案", ... */

void cover_write(struct buf *, const struct cover *, const struct cover_run *);
void cover_package(struct buf *, const struct cover *, const struct cover_run *, bool gb18030);
void cover_info(const struct cover *, const struct cover_run *,
    void (*fn)(void *, const char *label, const char *value), void *);
