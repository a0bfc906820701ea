/* What the unit tests of the lower rooms share: TAP on standard output, a file of share/
 * whole. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_failed;

static inline void __attribute__((format(printf, 2, 3)))
ok(bool good, const char *fmt, ...)
{
	va_list ap;

	tap_failed += !good;
	printf("%sok %d - ", good ? "" : "not ", ++tap_count);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

/* The two texts are equal; if not, both are shown. */
static inline void
same(const char *got, const char *want, const char *what)
{
	ok(strcmp(got, want) == 0, "%s", what);
	if (strcmp(got, want) != 0)
		printf("#   got: %s\n#  want: %s\n", got, want);
}

static inline int
done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed > 0;
}

static inline char *
whole(const char *path, size_t *n)
{
	static char text[1 << 20];
	FILE *f = fopen(path, "rb");

	*n = f == NULL ? 0 : fread(text, 1, sizeof text, f);
	if (f == NULL || *n == 0 || *n == sizeof text) {
		printf("Bail out! %s cannot be read\n", path);
		exit(1);
	}
	fclose(f);
	return text;
}
