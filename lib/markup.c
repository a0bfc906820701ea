#include "markup.h"

#include <string.h>

#include "buf.h"
#include "text.h"

void
markup_escape(struct buf *b, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] != '\0' && strchr("&<>\"'", s[i]) != NULL)
			buf_printf(b, "&#%d;", s[i]);
		else
			buf_putc(b, s[i]);
}

void
markup_show(struct buf *b, const char *s, size_t n)
{
	struct buf plain = { 0 };

	if (text_valid(s, n) == n && (text_traits(s, n) & ~(unsigned)TEXT_EDGE) == 0) {
		markup_escape(b, s, n);
		return;
	}
	/* a byte becomes six at most: \x{ff} */
	buf_room(&plain, n * 6 + 1);
	markup_escape(b, plain.s, text_show(plain.s, n * 6 + 1, s, n));
	buf_free(&plain);
}

void
markup_text(struct buf *b, const char *s)
{
	markup_show(b, s, strlen(s));
}
