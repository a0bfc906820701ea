#include "share.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "status.h"

enum { PAD = 16, MOST = 64 << 20, CELLS = 16 };

static const char *
folder(void)
{
	static char place[4096];
	static const char *const beside[] = { "/../share/beian", "/../share" };
	const char *env = getenv("BEIAN_SHARE");
	char self[2048], probe[4200], *slash;
	ssize_t n;
	size_t i;

	if (env != NULL && *env != '\0')
		return env;
	if (*place != '\0')
		return place;
	n = readlink("/proc/self/exe", self, sizeof self - 1);
	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	for (i = 0; slash != NULL && i < 2; i++) {
		*slash = '\0';
		snprintf(place, sizeof place, "%s%s", self, beside[i]);
		snprintf(probe, sizeof probe, "%s/policy/default.json", place);
		if (access(probe, R_OK) == 0)
			return place;
	}
	snprintf(place, sizeof place, "%s", SHAREDIR);
	return place;
}

char *
share_file(const char *path, const char *what, size_t most, size_t *n)
{
	size_t size = 65536;
	char *text = mem_alloc(size);
	ssize_t got;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		status_die(USAGE, "%s: %s:", what, path);
	*n = 0;
	while ((got = read(fd, text + *n, size - *n - PAD)) != 0) {
		if (got < 0 && errno != EINTR)
			status_die(USAGE, "%s: %s:", what, path);
		*n += got > 0 ? (size_t)got : 0;
		if (*n > most)
			status_die(USAGE, "%s: larger than %zu bytes: %s", what, most, path);
		if (*n + PAD == size)
			text = mem_grow(text, size *= 2, 1);
	}
	close(fd);
	memset(text + *n, 0, PAD);
	return text;
}

char *
share_read(const char *name, size_t *n)
{
	char path[4352];

	snprintf(path, sizeof path, "%s/%s", folder(), name);
	return share_file(path, "shared data", MOST, n);
}

void
share_rows(char *text, int columns, void (*fn)(void *, char **cell, unsigned line), void *arg)
{
	char *line, *cell[CELLS], *p;
	unsigned number = 0;
	int i;

	while ((line = strsep(&text, "\n")) != NULL) {
		line[strcspn(line, "\r")] = '\0';
		if (number++ == 0 || *line == '\0')
			continue;
		for (i = 0, p = line; i < CELLS; i++) {
			cell[i] = p != NULL ? strsep(&p, ",") : line + strlen(line);
			if (i >= columns && p == NULL)
				break;
		}
		fn(arg, cell, number);
	}
}
