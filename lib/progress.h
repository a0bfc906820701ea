/* Progress of a long run on standard error: records, rate, share done. At most twice a second. */
#include <stdbool.h>
#include <stdint.h>

void progress_start(bool asked, bool forbidden);	/* without being asked only on a terminal */
/* size: bytes of all input when known, else 0. */
void progress_note(uint64_t records, uint64_t bytes, uint64_t size);
void progress_end(void);
