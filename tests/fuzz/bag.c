/* Any bytes as an archive: no crash, no hang; the whole-file digest we did not give is not
 * known. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bagcheck.h"
#include "replay.h"

static void
defect(void *arg, const char *code, const char *member, const char *why)
{
	(void)member;
	MUST(strncmp(code, "bag-", 4) == 0 && why != NULL && why[0] != '\0');
	++*(unsigned *)arg;
}

int
LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	static int fd = -1;
	struct bagcheck report;
	unsigned told = 0, found;
	char path[64];

	if (fd == -1)
		fd = memfd_create("bag", 0);
	MUST(fd != -1 && ftruncate(fd, 0) == 0 && pwrite(fd, s, n, 0) == (ssize_t)n);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	found = bagcheck_file(path, NULL, &report, defect, &told);
	MUST(found >= told && (found == 0) == (told == 0));
	MUST(!report.whole_file);
	return 0;
}
