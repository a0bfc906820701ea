#include "gather.h"

#include "buf.h"
#include "gather_int.h"

int
gather_target(struct gather_line *l, int side, const char *target, size_t n,
    const char *given, size_t given_n)
{
	(void)side, (void)target, (void)n, (void)given, (void)given_n;
	return l->g->platform;
}

int
gather_measure(struct gather_line *l, const char *id, size_t id_n, const char *val, size_t vn)
{
	(void)id, (void)id_n, (void)val, (void)vn;
	return l->g->platform;
}

int
gather_listing(struct gather_line *l, const char *serial, const char *val, size_t vn)
{
	(void)serial, (void)val, (void)vn;
	return l->g->platform;
}
