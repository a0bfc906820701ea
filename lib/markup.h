/* Text in a page: in what stands between tags, and in attributes with quotes. */
#include <stddef.h>

struct buf;

/* Valid UTF-8, as it is, but for & < > " and '. */
void markup_escape(struct buf *, const char *s, size_t n);
/*
 * The same of text that somebody chose who may want to deceive: what is no UTF-8, cannot be
 * seen or turns the direction of what follows is shown as \u{..} (\x{..}).  Any thread.
 */
void markup_show(struct buf *, const char *s, size_t n);
void markup_text(struct buf *, const char *);		/* markup_show of all of it */
