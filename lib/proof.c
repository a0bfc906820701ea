#include "proof.h"

#include "status.h"

void
proof_run(struct retain *r, bool quick, const char *class, long jobs)
{
	(void)r, (void)quick, (void)class, (void)jobs;
	status_die(FAILED, "verify: not there yet");
}

void
proof_sample(struct retain *r, long n)
{
	(void)r, (void)n;
	status_die(FAILED, "verify: not there yet");
}
