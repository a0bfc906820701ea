/* What the files of template share. */
#include <stdbool.h>
#include <stddef.h>

struct policy;
struct template;
struct template_column;

/* The text of an object's member; NULL: it has none.  The caller frees it. */
char *template_text(const char *s, size_t n, const char *name);

/* Has the kind such a member?  USAGE, naming kind and member, when not. */
void template_judge(const struct template *, const struct template_column *);
/* Which words the values of a member have, for template_word. */
int template_words(const struct template *, const char *member);
/* Are there measures in the rows of a kind? */
bool template_measures(const char *kind);
/* What the policy calls the kinds of complaints. */
void template_complaints(struct template *, const struct policy *);
