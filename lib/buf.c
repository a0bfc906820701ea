#include "buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "status.h"

void
buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){ 0 };
}

char *
buf_room(struct buf *b, size_t n)
{
	if (b->size - b->len < n) {
		size_t size = b->size > 0 ? b->size : 256;

		while (size - b->len < n)
			size *= 2;
		b->s = mem_grow(b->s, size, 1);
		b->size = size;
	}
	return b->s + b->len;
}

void
buf_put(struct buf *b, const void *p, size_t n)
{
	if (n > 0) {
		memcpy(buf_room(b, n), p, n);
		b->len += n;
	}
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void
buf_putc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->len++;
}

void
buf_num(struct buf *b, int64_t v)
{
	char digits[24], *p = digits + sizeof digits;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	if (v < 0)
		*--p = '-';
	buf_put(b, p, (size_t)(digits + sizeof digits - p));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf_room(b, 256), 256, fmt, ap);
	va_end(ap);
	if (n >= 256) {
		va_start(ap, fmt);
		vsnprintf(buf_room(b, (size_t)n + 1), (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	if (n > 0)
		b->len += (size_t)n;
}

char *
buf_text(struct buf *b)
{
	*buf_room(b, 1) = '\0';
	return b->s;
}

void
buf_send(const struct buf *b, int fd, const char *what)
{
	size_t at = 0;
	ssize_t n;

	while (at < b->len) {
		n = write(fd, b->s + at, b->len - at);
		if (n < 0 && errno != EINTR)
			status_die(FAILED, "%s:", what);
		at += n > 0 ? (size_t)n : 0;
	}
}

void
buf_json(struct buf *b, const char *s, size_t n)
{
	static const char hex[] = "0123456789abcdef";
	const char *end = s + n, *from = s;

	buf_putc(b, '"');
	for (; s < end; s++) {
		unsigned char c = (unsigned char)*s;
		char esc[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_put(b, from, (size_t)(s - from));
		from = s + 1;
		if (c >= 0x20) {
			esc[1] = (char)c;
			buf_put(b, esc, 2);
		} else if (c == '\n' || c == '\t' || c == '\r') {
			esc[1] = c == '\n' ? 'n' : c == '\t' ? 't' : 'r';
			buf_put(b, esc, 2);
		} else
			buf_put(b, esc, 6);
	}
	buf_put(b, from, (size_t)(s - from));
	buf_putc(b, '"');
}

static void
name_put(struct buf *b, const char *name)
{
	if (b->len > 0 && b->s[b->len - 1] != '{')
		buf_putc(b, ',');
	buf_putc(b, '"');
	buf_puts(b, name);
	buf_put(b, "\":", 2);
}

void
buf_member(struct buf *b, const char *name, const char *s, size_t n)
{
	name_put(b, name);
	buf_json(b, s, n);
}

void
buf_member_num(struct buf *b, const char *name, int64_t v)
{
	name_put(b, name);
	buf_num(b, v);
}

void
buf_member_raw(struct buf *b, const char *name, const char *json, size_t n)
{
	name_put(b, name);
	buf_put(b, json, n);
}
