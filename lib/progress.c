#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static bool on, shown;
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
	double t;

	if (!on)
		return;
	t = clock_now();
	if (t - last < 0.5)
		return;
	last = t;
	shown = true;
	fprintf(stderr, "\r%llu records, %.0f/s", (unsigned long long)records,
	    (double)records / (t - start));
	if (size > 0 && bytes > 0 && bytes <= size)
		fprintf(stderr, ", %d %%, %.0f s left ", (int)(100.0 * (double)bytes / (double)size),
		    (t - start) * (double)(size - bytes) / (double)bytes);
	fflush(stderr);
}

void
progress_end(void)
{
	if (shown)
		fputc('\n', stderr);
	shown = false;
}
