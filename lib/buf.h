/* A growing buffer of bytes, and JSON written into it. */
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *s;		/* not NUL-terminated: see buf_text */
	size_t len, size;
};

void buf_free(struct buf *);
char *buf_room(struct buf *, size_t n);	/* at least n bytes behind len; len unchanged */
void buf_put(struct buf *, const void *, size_t n);
void buf_puts(struct buf *, const char *);
void buf_putc(struct buf *, char);
void buf_num(struct buf *, int64_t);
void buf_printf(struct buf *, const char *, ...) __attribute__((format(printf, 2, 3)));
char *buf_text(struct buf *);			/* NUL-terminated; until the next change */

/* Write all of it to a descriptor; failure ends the program (FAILED), naming `what`. */
void buf_send(const struct buf *, int fd, const char *what);

/* JSON: a string with quotes and escapes (n bytes of valid UTF-8). */
void buf_json(struct buf *, const char *s, size_t n);
/* ,"name":"text" (no comma when the buffer ends in '{'): plain names only. */
void buf_member(struct buf *, const char *name, const char *s, size_t n);
void buf_member_num(struct buf *, const char *name, int64_t);
void buf_member_raw(struct buf *, const char *name, const char *json, size_t n);
