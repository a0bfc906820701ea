/*
 * Are the segments what was kept?  Files against the catalogue; catalogue, tombstones and
 * holds against the journal.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct retain;

/* Every segment: quick: is a file of that size there ("present", never "valid"); else its
 * whole digests ("valid").  Then the chain.  Lines of findings, and one that sums up. */
void proof_run(struct retain *, bool quick, const char *class, long jobs);
/* Read back n random lines, each checked against the index; the journal says how it went. */
void proof_sample(struct retain *, long n);
