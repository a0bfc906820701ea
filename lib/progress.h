/* Progress of a long run on standard error, at most twice a second: records, rate, share. */
#include <stdbool.h>
#include <stdint.h>

/* Without being asked only on a terminal. */
void progress_start(bool asked, bool forbidden);
/* size: bytes of all input when known, else 0. */
void progress_note(uint64_t records, uint64_t bytes, uint64_t size);
void progress_end(void);
