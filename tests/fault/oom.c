/*
 * LD_PRELOAD: the Nth allocation fails.
 *
 *   FAILAT=N      the allocation, counted from 1 after the program's start, over all threads
 *   ONCE=1        only the Nth fails, else all from the Nth on
 *   COUNT=FILE    how many there were, as text of 20 bytes; FILE must exist
 */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* glibc's own allocator under its other names. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long asked;
static long at;
static bool once, ready;
static char *count;

__attribute__((constructor)) static void
start(void)
{
	const char *s;
	int fd;

	if ((s = getenv("FAILAT")) != NULL)
		at = atol(s);
	once = getenv("ONCE") != NULL;
	if ((s = getenv("COUNT")) != NULL && (fd = open(s, O_RDWR | O_CLOEXEC)) != -1) {
		if (ftruncate(fd, 20) == 0) {
			count = mmap(NULL, 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
			if (count == MAP_FAILED)
				count = NULL;
		}
		close(fd);
	}
	ready = true;
}

/* Decimal without the allocator, since this runs inside it. */
static void
note(long n)
{
	char text[20];
	int i;

	memset(text, ' ', sizeof text);
	text[19] = '\n';
	for (i = 18; i >= 0 && n > 0; i--, n /= 10)
		text[i] = (char)('0' + n % 10);
	memcpy(count, text, sizeof text);
}

static bool
fails(void)
{
	long n;

	if (!ready)
		return false;
	n = atomic_fetch_add(&asked, 1) + 1;
	if (count != NULL)
		note(n);
	if (at == 0 || n < at || (once && n != at))
		return false;
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t n)
{
	return fails() ? NULL : __libc_malloc(n);
}

void *
calloc(size_t k, size_t n)
{
	return fails() ? NULL : __libc_calloc(k, n);
}

void *
realloc(void *p, size_t n)
{
	return fails() ? NULL : __libc_realloc(p, n);
}

void *
memalign(size_t a, size_t n)
{
	return fails() ? NULL : __libc_memalign(a, n);
}

void *
aligned_alloc(size_t a, size_t n)
{
	return memalign(a, n);
}

int
posix_memalign(void **p, size_t a, size_t n)
{
	*p = memalign(a, n);
	return *p == NULL ? ENOMEM : 0;
}
