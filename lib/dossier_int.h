/* What the files of the page share. */
#include <stddef.h>

struct buf;
struct dossier;

void dossier_style(struct buf *);
void dossier_strip(struct buf *, const struct dossier *);
void dossier_clauses(struct buf *, const struct dossier *);
void dossier_figures(struct buf *, const struct dossier *);
void dossier_days(struct buf *, const struct dossier *);
/* "<code>command</code>" below a figure, as the shell takes it. */
void dossier_command(struct buf *, const char *command);
