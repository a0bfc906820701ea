/*
 * clock COMMAND...: runs it and prints wall, user and system seconds and the peak of resident
 * memory in KiB, one line on descriptor 3.  Exit status: the command's; 1 counts as success.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	struct timespec a, b;
	struct rusage u;
	int status;
	pid_t pid;

	if (argc < 2)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &a);
	pid = fork();
	if (pid == 0) {
		close(3);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (pid == -1 || wait4(pid, &status, 0, &u) == -1) {
		perror("clock");
		return 3;
	}
	clock_gettime(CLOCK_MONOTONIC, &b);
	dprintf(3, "%.3f %.3f %.3f %ld\n",
	    (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9,
	    (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6,
	    (double)u.ru_stime.tv_sec + (double)u.ru_stime.tv_usec / 1e6, u.ru_maxrss);
	if (!WIFEXITED(status))
		return 3;
	return WEXITSTATUS(status) == 1 ? 0 : WEXITSTATUS(status);
}
