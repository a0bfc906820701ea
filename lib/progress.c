#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static bool on;
static int shown;		/* columns on the line */
static double start, last;

static double
clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
progress_start(bool asked, bool forbidden)
{
	on = asked || (!forbidden && isatty(STDERR_FILENO));
	start = last = clock_now();
}

void
progress_note(uint64_t records, uint64_t bytes, uint64_t size)
{
	char line[128];
	double t;
	int n;

	if (!on)
		return;
	t = clock_now();
	if (t - last < 0.5)
		return;
	last = t;
	n = snprintf(line, sizeof line, "%llu records, %.0f/s", (unsigned long long)records,
	    (double)records / (t - start));
	if (size > 0 && bytes > 0 && bytes <= size)
		n += snprintf(line + n, sizeof line - (size_t)n, ", %d %%, %.0f s left",
		    (int)(100.0 * (double)bytes / (double)size),
		    (t - start) * (double)(size - bytes) / (double)bytes);
	/* Blanks over what is left of a longer line before. */
	fprintf(stderr, "\r%-*s", n > shown ? n : shown, line);
	shown = n;
}

void
progress_end(void)
{
	if (shown > 0)
		fputc('\n', stderr);
	shown = 0;
}
