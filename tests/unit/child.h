/* What ends the program is tried in a child: its status, and what it said on standard error. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char child_said[4096];

/* Exit status of fn(arg) in a child (0 when it returns), -1 when a signal ended it. */
static inline int
child(void (*fn)(void *), void *arg)
{
	size_t n = 0;
	int end[2], status;
	ssize_t got;
	pid_t pid;

	fflush(stdout);
	if (pipe(end) != 0 || (pid = fork()) < 0)
		return -2;
	if (pid == 0) {
		dup2(end[1], 2);
		close(end[0]);
		close(end[1]);
		fn(arg);
		_exit(0);
	}
	close(end[1]);
	while (n < sizeof child_said - 1 &&
	    (got = read(end[0], child_said + n, sizeof child_said - 1 - n)) > 0)
		n += (size_t)got;
	child_said[n] = '\0';
	close(end[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
