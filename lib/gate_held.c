#include "gate.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "status.h"

/*
 * Who shares a lock is known to the kernel alone: lines of /proc/locks as
 * "1: FLOCK  ADVISORY  READ 1234 08:01:5678 0 EOF", with process and inode.
 */
static long
holder(int fd)
{
	char line[256];
	unsigned long long ino;
	struct stat st;
	long pid, found = 0;
	FILE *f;

	if (fstat(fd, &st) != 0 || (f = fopen("/proc/locks", "re")) == NULL)
		return 0;
	while (found == 0 && fgets(line, sizeof line, f) != NULL)
		if (sscanf(line, "%*d: FLOCK %*s %*s %ld %*x:%*x:%llu", &pid, &ino) == 2 &&
		    ino == st.st_ino && pid > 0 && pid != getpid())
			found = pid;
	fclose(f);
	return found;
}

void
gate_held(const struct gate *g, int fd)
{
	long pid = holder(fd);

	if (pid > 0)
		status_die(FAILED, "store is in use: process %ld has it open: %s", pid,
		    gate_path(g));
	status_die(FAILED, "store is in use: another process has it open: %s", gate_path(g));
}
